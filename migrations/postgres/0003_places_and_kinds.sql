-- What an administrator keeps: rooms, interaction kinds with their checklists, categories, settings.

CREATE TABLE place (
    id uuid PRIMARY KEY,
    name text NOT NULL CHECK (name <> ''),
    folded text COLLATE "C" NOT NULL,
    capacity integer NOT NULL CHECK (capacity > 0),
    equipment jsonb NOT NULL,
    archived boolean NOT NULL DEFAULT FALSE
);

CREATE TABLE kind (
    id uuid PRIMARY KEY,
    name text NOT NULL CHECK (name <> ''),
    folded text COLLATE "C" NOT NULL,
    predefined text UNIQUE CHECK (predefined IN ('meeting', 'meeting_at_client', 'call', 'presentation')),
    purpose text NOT NULL DEFAULT '',
    event_type text NOT NULL CHECK (event_type IN ('internal', 'external', 'call', 'other')),
    in_journal boolean NOT NULL,
    default_minutes integer NOT NULL CHECK (default_minutes > 0),
    points integer NOT NULL CHECK (points >= 0),
    archived boolean NOT NULL DEFAULT FALSE
);

CREATE TABLE template_item (
    kind uuid NOT NULL REFERENCES kind (id),
    ordinal integer NOT NULL,
    id uuid NOT NULL,
    text text NOT NULL CHECK (text <> ''),
    mandatory boolean NOT NULL,
    PRIMARY KEY (kind, ordinal),
    UNIQUE (kind, id)
);

CREATE TABLE category (
    id uuid PRIMARY KEY,
    name text NOT NULL CHECK (name <> ''),
    folded text COLLATE "C" NOT NULL,
    -- A hue in degrees.
    color integer NOT NULL CHECK (color BETWEEN 0 AND 359),
    archived boolean NOT NULL DEFAULT FALSE
);

CREATE TABLE setting (
    key text PRIMARY KEY,
    value jsonb NOT NULL
);
