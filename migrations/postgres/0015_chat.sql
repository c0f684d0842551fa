-- The conversations about week plans.

CREATE TABLE plan_message (
    id uuid PRIMARY KEY,
    plan uuid NOT NULL REFERENCES week_plan (id),
    -- Its place in the conversation: the revision under which it came.
    posted bigint NOT NULL UNIQUE CHECK (posted > 0),
    -- The revision of the last change.
    version bigint NOT NULL CHECK (version >= posted),
    author uuid NOT NULL REFERENCES person (id),
    at timestamptz NOT NULL,
    text text NOT NULL,
    mentions jsonb NOT NULL,
    anchor jsonb,
    thread uuid REFERENCES plan_message (id),
    suggestion jsonb,
    edited_at timestamptz,
    deleted_at timestamptz,
    resolved jsonb,
    -- The meeting of its anchor or its suggestion, which a suggested visit is to become.
    about uuid
);

CREATE INDEX plan_message_posted ON plan_message (plan, posted);

-- Who follows a conversation, and up to where they have read it.
CREATE TABLE plan_reader (
    person uuid NOT NULL REFERENCES person (id),
    plan uuid NOT NULL REFERENCES week_plan (id),
    read_to bigint NOT NULL,
    PRIMARY KEY (person, plan)
);

CREATE INDEX plan_reader_plan ON plan_reader (plan);

-- A change can be about a message.
ALTER TABLE change
    ADD COLUMN message uuid REFERENCES plan_message (id),
    ADD CONSTRAINT change_message_check CHECK ((about = 'message') = (message IS NOT NULL));
