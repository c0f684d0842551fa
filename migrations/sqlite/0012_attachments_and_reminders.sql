-- Files that belong to meetings, and when people want to be reminded.

CREATE TABLE attachment (
    id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
    meeting BLOB NOT NULL REFERENCES meeting (id),
    name TEXT NOT NULL CHECK (name <> ''),
    media_type TEXT NOT NULL CHECK (media_type <> ''),
    bytes INTEGER NOT NULL CHECK (bytes >= 0),
    -- SHA-256 in hexadecimal: under it the content lies in the data directory, once.
    content TEXT NOT NULL CHECK (length(content) = 64),
    added_by BLOB NOT NULL REFERENCES person (id),
    added_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX attachment_meeting ON attachment (meeting, added_at);
CREATE INDEX attachment_content ON attachment (content);

-- Everybody's own: who wants to be reminded of a meeting, how long before, and how.
CREATE TABLE reminder (
    meeting BLOB NOT NULL REFERENCES meeting (id),
    person BLOB NOT NULL REFERENCES person (id),
    minutes_before INTEGER NOT NULL CHECK (minutes_before BETWEEN 0 AND 40320),
    channel TEXT NOT NULL CHECK (channel IN ('screen', 'mail', 'push')),
    PRIMARY KEY (person, meeting, minutes_before, channel)
) STRICT, WITHOUT ROWID;
