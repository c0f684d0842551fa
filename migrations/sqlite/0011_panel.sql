-- What people look at together, what they look for, and the second clock beside their hours.

-- A set of people whose calendars somebody looks at together; it is nobody else's.
CREATE TABLE team (
    id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
    owner BLOB NOT NULL REFERENCES person (id),
    name TEXT NOT NULL CHECK (name <> ''),
    folded TEXT NOT NULL,
    UNIQUE (owner, folded)
) STRICT, WITHOUT ROWID;

CREATE TABLE team_member (
    team BLOB NOT NULL REFERENCES team (id),
    ordinal INTEGER NOT NULL,
    person BLOB NOT NULL REFERENCES person (id),
    PRIMARY KEY (team, ordinal),
    UNIQUE (team, person)
) STRICT, WITHOUT ROWID;

-- The subject as it is searched. Meetings that were there before get theirs when the program starts.
ALTER TABLE meeting ADD COLUMN folded TEXT;

CREATE INDEX meeting_unfolded ON meeting (id) WHERE folded IS NULL;

-- What somebody planned for another is theirs to see, though it stands in no calendar of theirs.
CREATE INDEX meeting_authored ON meeting (author) WHERE author <> responsible;

ALTER TABLE person ADD COLUMN second_zone TEXT;

-- What a series was before the following of its occurrences were removed, so that this can be taken back.
CREATE TABLE series_before (
    series BLOB NOT NULL REFERENCES series (id),
    -- That of the removal.
    revision INTEGER NOT NULL,
    rule TEXT NOT NULL CHECK (rule <> ''),
    exceptions TEXT NOT NULL CHECK (json_valid(exceptions)),
    additions TEXT NOT NULL CHECK (json_valid(additions)),
    planned_through TEXT NOT NULL CHECK (length(planned_through) = 10),
    complete INTEGER NOT NULL CHECK (complete IN (FALSE, TRUE)),
    PRIMARY KEY (series, revision)
) STRICT, WITHOUT ROWID;
