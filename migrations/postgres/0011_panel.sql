-- What people look at together, what they look for, and the second clock beside their hours.

-- A set of people whose calendars somebody looks at together; it is nobody else's.
CREATE TABLE team (
    id uuid PRIMARY KEY,
    owner uuid NOT NULL REFERENCES person (id),
    name text NOT NULL CHECK (name <> ''),
    folded text COLLATE "C" NOT NULL,
    UNIQUE (owner, folded)
);

CREATE TABLE team_member (
    team uuid NOT NULL REFERENCES team (id),
    ordinal integer NOT NULL,
    person uuid NOT NULL REFERENCES person (id),
    PRIMARY KEY (team, ordinal),
    UNIQUE (team, person)
);

-- The subject as it is searched. Meetings that were there before get theirs when the program starts.
ALTER TABLE meeting ADD COLUMN folded text COLLATE "C";

CREATE INDEX meeting_unfolded ON meeting (id) WHERE folded IS NULL;

-- What somebody planned for another is theirs to see, though it stands in no calendar of theirs.
CREATE INDEX meeting_authored ON meeting (author) WHERE author <> responsible;

ALTER TABLE person ADD COLUMN second_zone text;

-- What a series was before the following of its occurrences were removed, so that this can be taken back.
CREATE TABLE series_before (
    series uuid NOT NULL REFERENCES series (id),
    -- That of the removal.
    revision bigint NOT NULL,
    rule text NOT NULL CHECK (rule <> ''),
    exceptions jsonb NOT NULL,
    additions jsonb NOT NULL,
    planned_through date NOT NULL,
    complete boolean NOT NULL,
    PRIMARY KEY (series, revision)
);
