-- Meetings that recur. Every occurrence is a meeting of its own; a series knows how further ones are made.

CREATE TABLE series (
    id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
    -- The revision of the last change.
    version INTEGER NOT NULL CHECK (version > 0),
    author BLOB NOT NULL REFERENCES person (id),
    -- What a new occurrence is: a domain::meeting::Draft, with the time of the first one.
    card TEXT NOT NULL CHECK (json_valid(card)),
    -- RRULE, EXDATE and RDATE of RFC 5545.
    rule TEXT NOT NULL CHECK (rule <> ''),
    exceptions TEXT NOT NULL CHECK (json_valid(exceptions)),
    additions TEXT NOT NULL CHECK (json_valid(additions)),
    -- The answers that were given for the series.
    replies TEXT NOT NULL CHECK (json_valid(replies)),
    -- Every date up to this one is a meeting, or was one.
    planned_through TEXT NOT NULL CHECK (length(planned_through) = 10),
    -- There are no further dates.
    complete INTEGER NOT NULL CHECK (complete IN (FALSE, TRUE)),
    -- Set when all of it was removed.
    removed_at TEXT
) STRICT, WITHOUT ROWID;

ALTER TABLE meeting ADD COLUMN series BLOB REFERENCES series (id);

-- The date that the rule gave an occurrence, by which it is known (RECURRENCE-ID).
ALTER TABLE meeting ADD COLUMN recurrence_id TEXT
    CHECK ((recurrence_id IS NULL) = (series IS NULL) AND (recurrence_id IS NULL OR length(recurrence_id) = 10));

-- An occurrence that was changed by itself.
ALTER TABLE meeting ADD COLUMN altered INTEGER NOT NULL DEFAULT FALSE
    CHECK (altered = FALSE OR (altered = TRUE AND series IS NOT NULL));

CREATE UNIQUE INDEX meeting_recurrence ON meeting (series, recurrence_id)
    WHERE series IS NOT NULL AND removed_at IS NULL;

-- A change can be about a series. SQLite does not alter the check of a table, so there is a new one.
CREATE TABLE change_anew (
    revision INTEGER PRIMARY KEY CHECK (revision > 0),
    at TEXT NOT NULL,
    -- Nobody when Daybook itself or its command line acted.
    done_by BLOB REFERENCES person (id),
    channel TEXT NOT NULL CHECK (channel IN ('screen', 'rest', 'command_line', 'system')),
    about TEXT NOT NULL CHECK (about IN ('meeting', 'series', 'directory')),
    meeting BLOB REFERENCES meeting (id),
    series BLOB REFERENCES series (id),
    acts TEXT NOT NULL CHECK (json_valid(acts)),
    affected TEXT NOT NULL CHECK (json_valid(affected)),
    CHECK ((about = 'meeting') = (meeting IS NOT NULL)),
    CHECK ((about = 'series') = (series IS NOT NULL))
) STRICT;

INSERT INTO change_anew (revision, at, done_by, channel, about, meeting, acts, affected)
SELECT revision, at, done_by, channel, about, meeting, acts, affected FROM change ORDER BY revision;

DROP TABLE change;
ALTER TABLE change_anew RENAME TO change;

CREATE INDEX change_meeting ON change (meeting, revision) WHERE meeting IS NOT NULL;

-- What a change of a series did to one of its occurrences.
CREATE TABLE occurrence_change (
    meeting BLOB NOT NULL REFERENCES meeting (id),
    revision INTEGER NOT NULL,
    acts TEXT NOT NULL CHECK (json_valid(acts)),
    PRIMARY KEY (meeting, revision)
) STRICT, WITHOUT ROWID;

CREATE INDEX occurrence_change_revision ON occurrence_change (revision);
