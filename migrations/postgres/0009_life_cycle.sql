-- Checklists, and how meetings went.

-- What a kind's template said at one time. A checklist is never rewritten (S53): when the template changes the kind
-- gets another one, and a meeting keeps the one that it was planned with.
CREATE TABLE checklist (
    id uuid PRIMARY KEY,
    kind uuid NOT NULL REFERENCES kind (id)
);

CREATE TABLE checklist_item (
    checklist uuid NOT NULL REFERENCES checklist (id),
    ordinal integer NOT NULL,
    id uuid NOT NULL,
    text text NOT NULL CHECK (text <> ''),
    mandatory boolean NOT NULL,
    asks text NOT NULL CHECK (asks IN ('tick', 'number', 'text', 'photo')),
    PRIMARY KEY (checklist, ordinal),
    UNIQUE (checklist, id)
);

-- The first checklist of a kind has the id of the kind.
INSERT INTO checklist (id, kind) SELECT DISTINCT kind, kind FROM template_item;

INSERT INTO checklist_item (checklist, ordinal, id, text, mandatory, asks)
SELECT kind, ordinal, id, text, mandatory, 'tick' FROM template_item;

DROP TABLE template_item;

-- The present template; none where it has no items.
ALTER TABLE kind ADD COLUMN checklist uuid REFERENCES checklist (id);
UPDATE kind SET checklist = id WHERE id IN (SELECT id FROM checklist);

ALTER TABLE meeting ADD COLUMN checklist uuid REFERENCES checklist (id);
UPDATE meeting SET checklist = kind WHERE kind IN (SELECT id FROM checklist);

ALTER TABLE meeting ADD COLUMN started_at timestamptz;
-- When it was closed or cancelled.
ALTER TABLE meeting ADD COLUMN ended_at timestamptz;
ALTER TABLE meeting ADD COLUMN result text NOT NULL DEFAULT '';
ALTER TABLE meeting ADD COLUMN minutes_spent integer CHECK (minutes_spent >= 0);
ALTER TABLE meeting ADD COLUMN cancelled_because text NOT NULL DEFAULT '';

-- What may be missed: a responsible person's meetings that are not over, by when they began on the wall.
CREATE INDEX meeting_open ON meeting (responsible, wall_start)
    WHERE state IN ('planned', 'in_progress') AND removed_at IS NULL;

-- What is done of a meeting's checklist. An item of a checklist that the meeting had before stays on record.
CREATE TABLE tick (
    -- Looked at when all of it is written, so that what is already closed can be written with its ticks.
    meeting uuid NOT NULL REFERENCES meeting (id) DEFERRABLE INITIALLY DEFERRED,
    item uuid NOT NULL,
    -- Which says what the item was called when it was done.
    checklist uuid NOT NULL,
    done_by uuid NOT NULL REFERENCES person (id),
    done_at timestamptz NOT NULL,
    -- The number or text of an item that asks for one.
    note jsonb,
    PRIMARY KEY (meeting, item),
    FOREIGN KEY (checklist, item) REFERENCES checklist_item (checklist, id)
);

-- No meeting is closed while a mandatory item is not ticked (S54), whoever writes.
CREATE FUNCTION refuse_open_checklist() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM checklist_item AS item
        WHERE item.checklist = NEW.checklist AND item.mandatory
            AND NOT EXISTS (SELECT 1 FROM tick WHERE tick.meeting = NEW.id AND tick.item = item.id)
    ) THEN
        RAISE EXCEPTION 'checklist_open' USING ERRCODE = 'check_violation', CONSTRAINT = 'checklist_open';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER meeting_closes BEFORE UPDATE OF state, checklist, id ON meeting
FOR EACH ROW WHEN (NEW.state = 'closed') EXECUTE FUNCTION refuse_open_checklist();

CREATE TRIGGER meeting_is_closed BEFORE INSERT ON meeting
FOR EACH ROW WHEN (NEW.state = 'closed') EXECUTE FUNCTION refuse_open_checklist();

-- The meeting is locked, so that it does not close while its tick is taken.
CREATE FUNCTION refuse_taking_tick() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM meeting WHERE id = OLD.meeting FOR SHARE;
    IF EXISTS (
        SELECT 1 FROM meeting
        JOIN checklist_item AS item ON item.checklist = meeting.checklist AND item.id = OLD.item
        WHERE meeting.id = OLD.meeting AND meeting.state = 'closed' AND item.mandatory
    ) THEN
        RAISE EXCEPTION 'checklist_open' USING ERRCODE = 'check_violation', CONSTRAINT = 'checklist_open';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER tick_is_taken BEFORE DELETE ON tick
FOR EACH ROW EXECUTE FUNCTION refuse_taking_tick();

CREATE TRIGGER tick_moves BEFORE UPDATE OF meeting, item ON tick
FOR EACH ROW EXECUTE FUNCTION refuse_taking_tick();

CREATE FUNCTION refuse_rewriting_checklist() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'checklist_kept' USING ERRCODE = 'check_violation', CONSTRAINT = 'checklist_kept';
END $$;

CREATE TRIGGER checklist_item_stays BEFORE UPDATE OR DELETE ON checklist_item
FOR EACH ROW EXECUTE FUNCTION refuse_rewriting_checklist();
