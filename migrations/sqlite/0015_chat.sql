-- The conversations about week plans.

CREATE TABLE plan_message (
    id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
    plan BLOB NOT NULL REFERENCES week_plan (id),
    -- Its place in the conversation: the revision under which it came.
    posted INTEGER NOT NULL UNIQUE CHECK (posted > 0),
    -- The revision of the last change.
    version INTEGER NOT NULL CHECK (version >= posted),
    author BLOB NOT NULL REFERENCES person (id),
    at TEXT NOT NULL,
    text TEXT NOT NULL,
    mentions TEXT NOT NULL CHECK (json_valid(mentions)),
    anchor TEXT CHECK (json_valid(anchor)),
    thread BLOB REFERENCES plan_message (id),
    suggestion TEXT CHECK (json_valid(suggestion)),
    edited_at TEXT,
    deleted_at TEXT,
    resolved TEXT CHECK (json_valid(resolved)),
    -- The meeting of its anchor or its suggestion, which a suggested visit is to become.
    about BLOB CHECK (length(about) = 16)
) STRICT, WITHOUT ROWID;

CREATE INDEX plan_message_posted ON plan_message (plan, posted);

-- Who follows a conversation, and up to where they have read it.
CREATE TABLE plan_reader (
    person BLOB NOT NULL REFERENCES person (id),
    plan BLOB NOT NULL REFERENCES week_plan (id),
    read_to INTEGER NOT NULL,
    PRIMARY KEY (person, plan)
) STRICT, WITHOUT ROWID;

CREATE INDEX plan_reader_plan ON plan_reader (plan);

-- A change can be about a message.
ALTER TABLE change ADD COLUMN message BLOB REFERENCES plan_message (id)
    CHECK ((about = 'message') = (message IS NOT NULL));
