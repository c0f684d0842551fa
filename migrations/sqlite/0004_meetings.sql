-- Meetings, who takes part, and the time they take.

CREATE TABLE meeting (
    id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
    -- The revision of the last change.
    version INTEGER NOT NULL CHECK (version > 0),
    subject TEXT NOT NULL CHECK (subject <> ''),
    kind BLOB NOT NULL REFERENCES kind (id),
    all_day INTEGER NOT NULL CHECK (all_day IN (FALSE, TRUE)),
    -- The wall clock of `zone`; of an all-day meeting only the date counts.
    wall_start TEXT NOT NULL CHECK (length(wall_start) = 19),
    -- Minutes, or days of an all-day meeting.
    length INTEGER NOT NULL CHECK (length > 0),
    zone TEXT NOT NULL CHECK (zone <> ''),
    place BLOB REFERENCES place (id),
    author BLOB NOT NULL REFERENCES person (id),
    responsible BLOB NOT NULL REFERENCES person (id),
    client BLOB REFERENCES client (id),
    contact BLOB REFERENCES contact (id),
    category BLOB REFERENCES category (id),
    description TEXT NOT NULL DEFAULT '',
    private INTEGER NOT NULL CHECK (private IN (FALSE, TRUE)),
    state TEXT NOT NULL CHECK (state IN ('planned', 'in_progress', 'closed', 'cancelled')),
    -- Set while the meeting is taken out of the calendar as if it had never been planned.
    removed_at TEXT
) STRICT;

CREATE TABLE participant (
    meeting BLOB NOT NULL REFERENCES meeting (id),
    ordinal INTEGER NOT NULL,
    person BLOB REFERENCES person (id),
    contact BLOB REFERENCES contact (id),
    individual BLOB REFERENCES individual (id),
    attendance TEXT NOT NULL CHECK (attendance IN ('required', 'optional')),
    answer TEXT NOT NULL CHECK (answer IN ('maybe', 'accepted', 'declined')),
    reason TEXT NOT NULL DEFAULT '',
    given_by BLOB REFERENCES person (id),
    given_at TEXT,
    PRIMARY KEY (meeting, ordinal),
    CHECK ((person IS NOT NULL) + (contact IS NOT NULL) + (individual IS NOT NULL) = 1),
    CHECK ((given_by IS NULL) = (given_at IS NULL))
) STRICT, WITHOUT ROWID;

-- Nobody takes part twice.
CREATE UNIQUE INDEX participant_person ON participant (meeting, person) WHERE person IS NOT NULL;
CREATE UNIQUE INDEX participant_contact ON participant (meeting, contact) WHERE contact IS NOT NULL;
CREATE UNIQUE INDEX participant_individual ON participant (meeting, individual) WHERE individual IS NOT NULL;

-- The time that a meeting takes, and the room it holds then. One row for each meeting; a series has more.
CREATE TABLE occurrence (
    meeting BLOB NOT NULL REFERENCES meeting (id),
    ordinal INTEGER NOT NULL,
    -- Unix seconds; the end does not belong to the span.
    starts INTEGER NOT NULL,
    ends INTEGER NOT NULL CHECK (ends > starts),
    -- How long it can be at most, so that a calendar knows how far back to look (store/src/tier.rs).
    tier INTEGER NOT NULL CHECK (tier BETWEEN 0 AND 3),
    place BLOB REFERENCES place (id),
    -- Whether the room is held: not of a meeting that is cancelled or removed.
    blocks INTEGER NOT NULL CHECK (blocks IN (FALSE, TRUE)),
    PRIMARY KEY (meeting, ordinal),
    CHECK (ends - starts <= CASE tier WHEN 0 THEN 86400 WHEN 1 THEN 1296000 WHEN 2 THEN 691200 ELSE 31795200 END)
) STRICT, WITHOUT ROWID;

CREATE INDEX occurrence_booking ON occurrence (place, starts, ends) WHERE blocks AND place IS NOT NULL;
CREATE INDEX occurrence_occupancy ON occurrence (tier, starts) WHERE blocks AND place IS NOT NULL;

-- A room is never booked twice (D1), whoever writes. The bookings of a room do not overlap, so only the last
-- one that begins before the new one ends can be in its way.
CREATE TRIGGER occurrence_booked BEFORE INSERT ON occurrence
WHEN NEW.blocks AND NEW.place IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'place_taken')
    WHERE NEW.starts < (
        SELECT ends FROM occurrence
        WHERE place = NEW.place AND blocks AND starts < NEW.ends
            AND NOT (meeting = NEW.meeting AND ordinal = NEW.ordinal)
        ORDER BY starts DESC LIMIT 1
    );
END;

CREATE TRIGGER occurrence_rebooked BEFORE UPDATE ON occurrence
WHEN NEW.blocks AND NEW.place IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'place_taken')
    WHERE NEW.starts < (
        SELECT ends FROM occurrence
        WHERE place = NEW.place AND blocks AND starts < NEW.ends
            AND NOT (meeting = OLD.meeting AND ordinal = OLD.ordinal)
        ORDER BY starts DESC LIMIT 1
    );
END;

-- What stands in whose calendar: the key is the order in which a person's week is read, so that reading it
-- touches that week's rows only, however many others there are.
CREATE TABLE calendar_entry (
    person BLOB NOT NULL REFERENCES person (id),
    tier INTEGER NOT NULL,
    starts INTEGER NOT NULL,
    meeting BLOB NOT NULL,
    ordinal INTEGER NOT NULL,
    ends INTEGER NOT NULL,
    answer TEXT NOT NULL CHECK (answer IN ('maybe', 'accepted', 'declined')),
    -- Nobody has answered the invitation yet.
    awaited INTEGER NOT NULL CHECK (awaited IN (FALSE, TRUE)),
    PRIMARY KEY (person, tier, starts, meeting, ordinal),
    FOREIGN KEY (meeting, ordinal) REFERENCES occurrence (meeting, ordinal) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX calendar_entry_meeting ON calendar_entry (meeting);
CREATE INDEX calendar_entry_awaited ON calendar_entry (person, ends) WHERE awaited;
