-- Meetings that recur. Every occurrence is a meeting of its own; a series knows how further ones are made.

CREATE TABLE series (
    id uuid PRIMARY KEY,
    -- The revision of the last change.
    version bigint NOT NULL CHECK (version > 0),
    author uuid NOT NULL REFERENCES person (id),
    -- What a new occurrence is: a domain::meeting::Draft, with the time of the first one.
    card jsonb NOT NULL,
    -- RRULE, EXDATE and RDATE of RFC 5545.
    rule text NOT NULL CHECK (rule <> ''),
    exceptions jsonb NOT NULL,
    additions jsonb NOT NULL,
    -- The answers that were given for the series.
    replies jsonb NOT NULL,
    -- Every date up to this one is a meeting, or was one.
    planned_through date NOT NULL,
    -- There are no further dates.
    complete boolean NOT NULL,
    -- Set when all of it was removed.
    removed_at timestamptz
);

ALTER TABLE meeting
    ADD COLUMN series uuid REFERENCES series (id),
    -- The date that the rule gave an occurrence, by which it is known (RECURRENCE-ID).
    ADD COLUMN recurrence_id date CHECK ((recurrence_id IS NULL) = (series IS NULL)),
    -- An occurrence that was changed by itself.
    ADD COLUMN altered boolean NOT NULL DEFAULT FALSE CHECK (NOT altered OR series IS NOT NULL);

CREATE UNIQUE INDEX meeting_recurrence ON meeting (series, recurrence_id)
    WHERE series IS NOT NULL AND removed_at IS NULL;

-- A change can be about a series.
ALTER TABLE change DROP CONSTRAINT change_about_check;
ALTER TABLE change
    ADD COLUMN series uuid REFERENCES series (id),
    ADD CONSTRAINT change_about_check CHECK (about IN ('meeting', 'series', 'directory')),
    ADD CONSTRAINT change_series_check CHECK ((about = 'series') = (series IS NOT NULL));

-- What a change of a series did to one of its occurrences.
CREATE TABLE occurrence_change (
    meeting uuid NOT NULL REFERENCES meeting (id),
    revision bigint NOT NULL,
    acts jsonb NOT NULL,
    PRIMARY KEY (meeting, revision)
);

CREATE INDEX occurrence_change_revision ON occurrence_change (revision);
