-- What happened, in the order of commits.

-- Every write takes the next revision from here, in its own transaction: no number is lost or given twice.
CREATE TABLE counter (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    revision INTEGER NOT NULL CHECK (revision >= 0)
) STRICT;

INSERT INTO counter (id, revision) VALUES (1, 0);

CREATE TABLE change (
    revision INTEGER PRIMARY KEY CHECK (revision > 0),
    at TEXT NOT NULL,
    -- Nobody when Daybook itself or its command line acted.
    done_by BLOB REFERENCES person (id),
    channel TEXT NOT NULL CHECK (channel IN ('screen', 'rest', 'command_line', 'system')),
    about TEXT NOT NULL CHECK (about IN ('meeting', 'directory')),
    meeting BLOB REFERENCES meeting (id),
    acts TEXT NOT NULL CHECK (json_valid(acts)),
    affected TEXT NOT NULL CHECK (json_valid(affected)),
    CHECK ((about = 'meeting') = (meeting IS NOT NULL))
) STRICT;

CREATE INDEX change_meeting ON change (meeting, revision) WHERE meeting IS NOT NULL;
