-- What happened, in the order of commits.

-- Every write takes the next revision from here, in its own transaction: no number is lost or given twice.
CREATE TABLE counter (
    id integer PRIMARY KEY CHECK (id = 1),
    revision bigint NOT NULL CHECK (revision >= 0)
);

INSERT INTO counter (id, revision) VALUES (1, 0);

CREATE TABLE change (
    revision bigint PRIMARY KEY CHECK (revision > 0),
    at timestamptz NOT NULL,
    -- Nobody when Daybook itself or its command line acted.
    done_by uuid REFERENCES person (id),
    channel text NOT NULL CHECK (channel IN ('screen', 'rest', 'command_line', 'system')),
    about text NOT NULL CHECK (about IN ('meeting', 'directory')),
    meeting uuid REFERENCES meeting (id),
    acts jsonb NOT NULL,
    affected jsonb NOT NULL,
    CHECK ((about = 'meeting') = (meeting IS NOT NULL))
);

CREATE INDEX change_meeting ON change (meeting, revision) WHERE meeting IS NOT NULL;

-- Wakes every Daybook that shares this database, once the change is committed. The revision is all it carries:
-- the row has the rest.
CREATE FUNCTION tell_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('daybook_change', NEW.revision::text);
    RETURN NULL;
END
$$;

CREATE TRIGGER change_told AFTER INSERT ON change FOR EACH ROW EXECUTE FUNCTION tell_change();
