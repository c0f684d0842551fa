-- Points: what a meeting has earned, and what is expected of people.

-- What the kind was worth when the meeting was closed; none while it is not.
ALTER TABLE meeting ADD COLUMN earned integer CHECK (earned >= 0);
UPDATE meeting SET earned = kind.points FROM kind WHERE kind.id = meeting.kind AND meeting.state = 'closed';

CREATE TABLE points_target (
    id uuid PRIMARY KEY,
    -- As it stands with the people; empty for everybody who has no target of their own.
    position text NOT NULL,
    folded text COLLATE "C" NOT NULL,
    week integer NOT NULL CHECK (week >= 0),
    month integer NOT NULL CHECK (month >= 0),
    quarter integer NOT NULL CHECK (quarter >= 0),
    -- Thresholds in percent.
    steps jsonb NOT NULL,
    archived boolean NOT NULL DEFAULT FALSE
);
