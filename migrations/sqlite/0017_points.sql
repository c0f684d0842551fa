-- Points: what a meeting has earned, and what is expected of people.

-- What the kind was worth when the meeting was closed; none while it is not.
ALTER TABLE meeting ADD COLUMN earned INTEGER CHECK (earned >= 0);
UPDATE meeting SET earned = (SELECT points FROM kind WHERE kind.id = meeting.kind) WHERE state = 'closed';

CREATE TABLE points_target (
    id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
    -- As it stands with the people; empty for everybody who has no target of their own.
    position TEXT NOT NULL,
    folded TEXT NOT NULL,
    week INTEGER NOT NULL CHECK (week >= 0),
    month INTEGER NOT NULL CHECK (month >= 0),
    quarter INTEGER NOT NULL CHECK (quarter >= 0),
    -- Thresholds in percent.
    steps TEXT NOT NULL CHECK (json_valid(steps)),
    archived INTEGER NOT NULL DEFAULT FALSE CHECK (archived IN (FALSE, TRUE))
) STRICT, WITHOUT ROWID;
