-- Meetings, who takes part, and the time they take.

CREATE EXTENSION IF NOT EXISTS btree_gist;

CREATE TABLE meeting (
    id uuid PRIMARY KEY,
    -- The revision of the last change.
    version bigint NOT NULL CHECK (version > 0),
    subject text NOT NULL CHECK (subject <> ''),
    kind uuid NOT NULL REFERENCES kind (id),
    all_day boolean NOT NULL,
    -- The wall clock of `zone`; of an all-day meeting only the date counts.
    wall_start timestamp NOT NULL,
    -- Minutes, or days of an all-day meeting.
    length integer NOT NULL CHECK (length > 0),
    zone text NOT NULL CHECK (zone <> ''),
    place uuid REFERENCES place (id),
    author uuid NOT NULL REFERENCES person (id),
    responsible uuid NOT NULL REFERENCES person (id),
    client uuid REFERENCES client (id),
    contact uuid REFERENCES contact (id),
    category uuid REFERENCES category (id),
    description text NOT NULL DEFAULT '',
    private boolean NOT NULL,
    state text NOT NULL CHECK (state IN ('planned', 'in_progress', 'closed', 'cancelled')),
    -- Set while the meeting is taken out of the calendar as if it had never been planned.
    removed_at timestamptz
);

CREATE TABLE participant (
    meeting uuid NOT NULL REFERENCES meeting (id),
    ordinal integer NOT NULL,
    person uuid REFERENCES person (id),
    contact uuid REFERENCES contact (id),
    individual uuid REFERENCES individual (id),
    attendance text NOT NULL CHECK (attendance IN ('required', 'optional')),
    answer text NOT NULL CHECK (answer IN ('maybe', 'accepted', 'declined')),
    reason text NOT NULL DEFAULT '',
    given_by uuid REFERENCES person (id),
    given_at timestamptz,
    PRIMARY KEY (meeting, ordinal),
    CHECK (num_nonnulls(person, contact, individual) = 1),
    CHECK ((given_by IS NULL) = (given_at IS NULL))
);

-- Nobody takes part twice.
CREATE UNIQUE INDEX participant_person ON participant (meeting, person) WHERE person IS NOT NULL;
CREATE UNIQUE INDEX participant_contact ON participant (meeting, contact) WHERE contact IS NOT NULL;
CREATE UNIQUE INDEX participant_individual ON participant (meeting, individual) WHERE individual IS NOT NULL;

-- The time that a meeting takes, and the room it holds then. One row for each meeting; a series has more.
CREATE TABLE occurrence (
    meeting uuid NOT NULL REFERENCES meeting (id),
    ordinal integer NOT NULL,
    -- The end does not belong to the span.
    starts timestamptz NOT NULL,
    ends timestamptz NOT NULL CHECK (ends > starts),
    -- How long it can be at most, so that a calendar knows how far back to look (store/src/tier.rs).
    tier integer NOT NULL CHECK (tier BETWEEN 0 AND 3),
    place uuid REFERENCES place (id),
    -- Whether the room is held: not of a meeting that is cancelled or removed.
    blocks boolean NOT NULL,
    PRIMARY KEY (meeting, ordinal),
    CHECK (ends - starts <= CASE tier
        WHEN 0 THEN interval '1 day' WHEN 1 THEN interval '15 days'
        WHEN 2 THEN interval '8 days' ELSE interval '368 days' END),
    -- A room is never booked twice (D1), whoever writes.
    CONSTRAINT place_taken EXCLUDE USING gist (place WITH =, tstzrange(starts, ends, '[)') WITH &&) WHERE (blocks)
);

CREATE INDEX occurrence_booking ON occurrence (place, starts, ends) WHERE blocks AND place IS NOT NULL;
CREATE INDEX occurrence_occupancy ON occurrence (tier, starts) WHERE blocks AND place IS NOT NULL;

-- What stands in whose calendar: the key is the order in which a person's week is read, so that reading it
-- touches that week's rows only, however many others there are.
CREATE TABLE calendar_entry (
    person uuid NOT NULL REFERENCES person (id),
    tier integer NOT NULL,
    starts timestamptz NOT NULL,
    meeting uuid NOT NULL,
    ordinal integer NOT NULL,
    ends timestamptz NOT NULL,
    answer text NOT NULL CHECK (answer IN ('maybe', 'accepted', 'declined')),
    -- Nobody has answered the invitation yet.
    awaited boolean NOT NULL,
    PRIMARY KEY (person, tier, starts, meeting, ordinal) INCLUDE (ends, answer),
    FOREIGN KEY (meeting, ordinal) REFERENCES occurrence (meeting, ordinal) ON DELETE CASCADE
);

CREATE INDEX calendar_entry_meeting ON calendar_entry (meeting);
CREATE INDEX calendar_entry_awaited ON calendar_entry (person, ends) WHERE awaited;
