-- Checklists, and how meetings went.

-- What a kind's template said at one time. A checklist is never rewritten (S53): when the template changes the kind
-- gets another one, and a meeting keeps the one that it was planned with.
CREATE TABLE checklist (
    id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
    kind BLOB NOT NULL REFERENCES kind (id)
) STRICT, WITHOUT ROWID;

CREATE TABLE checklist_item (
    checklist BLOB NOT NULL REFERENCES checklist (id),
    ordinal INTEGER NOT NULL,
    id BLOB NOT NULL CHECK (length(id) = 16),
    text TEXT NOT NULL CHECK (text <> ''),
    mandatory INTEGER NOT NULL CHECK (mandatory IN (FALSE, TRUE)),
    asks TEXT NOT NULL CHECK (asks IN ('tick', 'number', 'text', 'photo')),
    PRIMARY KEY (checklist, ordinal),
    UNIQUE (checklist, id)
) STRICT, WITHOUT ROWID;

-- The first checklist of a kind has the id of the kind.
INSERT INTO checklist (id, kind) SELECT DISTINCT kind, kind FROM template_item;

INSERT INTO checklist_item (checklist, ordinal, id, text, mandatory, asks)
SELECT kind, ordinal, id, text, mandatory, 'tick' FROM template_item;

DROP TABLE template_item;

-- The present template; none where it has no items.
ALTER TABLE kind ADD COLUMN checklist BLOB REFERENCES checklist (id);
UPDATE kind SET checklist = id WHERE id IN (SELECT id FROM checklist);

ALTER TABLE meeting ADD COLUMN checklist BLOB REFERENCES checklist (id);
UPDATE meeting SET checklist = kind WHERE kind IN (SELECT id FROM checklist);

ALTER TABLE meeting ADD COLUMN started_at TEXT;
-- When it was closed or cancelled.
ALTER TABLE meeting ADD COLUMN ended_at TEXT;
ALTER TABLE meeting ADD COLUMN result TEXT NOT NULL DEFAULT '';
ALTER TABLE meeting ADD COLUMN minutes_spent INTEGER CHECK (minutes_spent >= 0);
ALTER TABLE meeting ADD COLUMN cancelled_because TEXT NOT NULL DEFAULT '';

-- What may be missed: a responsible person's meetings that are not over, by when they began on the wall.
CREATE INDEX meeting_open ON meeting (responsible, wall_start)
    WHERE state IN ('planned', 'in_progress') AND removed_at IS NULL;

-- What is done of a meeting's checklist. An item of a checklist that the meeting had before stays on record.
CREATE TABLE tick (
    -- Looked at when all of it is written, so that what is already closed can be written with its ticks.
    meeting BLOB NOT NULL REFERENCES meeting (id) DEFERRABLE INITIALLY DEFERRED,
    item BLOB NOT NULL,
    -- Which says what the item was called when it was done.
    checklist BLOB NOT NULL,
    done_by BLOB NOT NULL REFERENCES person (id),
    done_at TEXT NOT NULL,
    -- The number or text of an item that asks for one, in JSON.
    note TEXT CHECK (json_valid(note)),
    PRIMARY KEY (meeting, item),
    FOREIGN KEY (checklist, item) REFERENCES checklist_item (checklist, id)
) STRICT, WITHOUT ROWID;

-- No meeting is closed while a mandatory item is not ticked (S54), whoever writes.
CREATE TRIGGER meeting_closes BEFORE UPDATE OF state, checklist, id ON meeting
WHEN NEW.state = 'closed'
BEGIN
    SELECT RAISE(ABORT, 'checklist_open')
    FROM checklist_item AS item
    WHERE item.checklist = NEW.checklist AND item.mandatory
        AND NOT EXISTS (SELECT 1 FROM tick WHERE tick.meeting = NEW.id AND tick.item = item.id);
END;

CREATE TRIGGER meeting_is_closed BEFORE INSERT ON meeting
WHEN NEW.state = 'closed'
BEGIN
    SELECT RAISE(ABORT, 'checklist_open')
    FROM checklist_item AS item
    WHERE item.checklist = NEW.checklist AND item.mandatory
        AND NOT EXISTS (SELECT 1 FROM tick WHERE tick.meeting = NEW.id AND tick.item = item.id);
END;

CREATE TRIGGER tick_is_taken BEFORE DELETE ON tick
BEGIN
    SELECT RAISE(ABORT, 'checklist_open')
    FROM meeting JOIN checklist_item AS item ON item.checklist = meeting.checklist AND item.id = OLD.item
    WHERE meeting.id = OLD.meeting AND meeting.state = 'closed' AND item.mandatory;
END;

CREATE TRIGGER tick_moves BEFORE UPDATE OF meeting, item ON tick
BEGIN
    SELECT RAISE(ABORT, 'checklist_open')
    FROM meeting JOIN checklist_item AS item ON item.checklist = meeting.checklist AND item.id = OLD.item
    WHERE meeting.id = OLD.meeting AND meeting.state = 'closed' AND item.mandatory;
END;

CREATE TRIGGER checklist_item_stays BEFORE UPDATE ON checklist_item
BEGIN
    SELECT RAISE(ABORT, 'checklist_kept');
END;

CREATE TRIGGER checklist_item_is_kept BEFORE DELETE ON checklist_item
BEGIN
    SELECT RAISE(ABORT, 'checklist_kept');
END;
