-- What an administrator keeps: rooms, interaction kinds with their checklists, categories, settings.

CREATE TABLE place (
    id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
    name TEXT NOT NULL CHECK (name <> ''),
    folded TEXT NOT NULL,
    capacity INTEGER NOT NULL CHECK (capacity > 0),
    equipment TEXT NOT NULL CHECK (json_valid(equipment)),
    archived INTEGER NOT NULL DEFAULT FALSE CHECK (archived IN (FALSE, TRUE))
) STRICT, WITHOUT ROWID;

CREATE TABLE kind (
    id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
    name TEXT NOT NULL CHECK (name <> ''),
    folded TEXT NOT NULL,
    predefined TEXT UNIQUE CHECK (predefined IN ('meeting', 'meeting_at_client', 'call', 'presentation')),
    purpose TEXT NOT NULL DEFAULT '',
    event_type TEXT NOT NULL CHECK (event_type IN ('internal', 'external', 'call', 'other')),
    in_journal INTEGER NOT NULL CHECK (in_journal IN (FALSE, TRUE)),
    default_minutes INTEGER NOT NULL CHECK (default_minutes > 0),
    points INTEGER NOT NULL CHECK (points >= 0),
    archived INTEGER NOT NULL DEFAULT FALSE CHECK (archived IN (FALSE, TRUE))
) STRICT, WITHOUT ROWID;

CREATE TABLE template_item (
    kind BLOB NOT NULL REFERENCES kind (id),
    ordinal INTEGER NOT NULL,
    id BLOB NOT NULL CHECK (length(id) = 16),
    text TEXT NOT NULL CHECK (text <> ''),
    mandatory INTEGER NOT NULL CHECK (mandatory IN (FALSE, TRUE)),
    PRIMARY KEY (kind, ordinal),
    UNIQUE (kind, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE category (
    id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
    name TEXT NOT NULL CHECK (name <> ''),
    folded TEXT NOT NULL,
    -- A hue in degrees.
    color INTEGER NOT NULL CHECK (color BETWEEN 0 AND 359),
    archived INTEGER NOT NULL DEFAULT FALSE CHECK (archived IN (FALSE, TRUE))
) STRICT, WITHOUT ROWID;

CREATE TABLE setting (
    key TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL CHECK (json_valid(value))
) STRICT, WITHOUT ROWID;
