-- Files that belong to meetings, and when people want to be reminded.

CREATE TABLE attachment (
    id uuid PRIMARY KEY,
    meeting uuid NOT NULL REFERENCES meeting (id),
    name text NOT NULL CHECK (name <> ''),
    media_type text NOT NULL CHECK (media_type <> ''),
    bytes bigint NOT NULL CHECK (bytes >= 0),
    -- SHA-256 in hexadecimal: under it the content lies in the data directory, once.
    content text NOT NULL CHECK (length(content) = 64),
    added_by uuid NOT NULL REFERENCES person (id),
    added_at timestamptz NOT NULL
);

CREATE INDEX attachment_meeting ON attachment (meeting, added_at);
CREATE INDEX attachment_content ON attachment (content);

-- Everybody's own: who wants to be reminded of a meeting, how long before, and how.
CREATE TABLE reminder (
    meeting uuid NOT NULL REFERENCES meeting (id),
    person uuid NOT NULL REFERENCES person (id),
    minutes_before integer NOT NULL CHECK (minutes_before BETWEEN 0 AND 40320),
    channel text NOT NULL CHECK (channel IN ('screen', 'mail', 'push')),
    PRIMARY KEY (person, meeting, minutes_before, channel)
);
