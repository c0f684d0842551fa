-- Who belongs to the organisation. Nothing here is ever deleted: what is no longer used is archived.
--
-- In every table of SQLite: an id is the 16 bytes of a UUID, an instant is RFC 3339 text in UTC, a flag is
-- 0 or 1. Only the spans of occurrences are whole seconds since 1970, because they are compared a lot.
-- `folded` is what is searched and sorted by: the words in lower case, each after a space.

CREATE TABLE department (
    id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
    name TEXT NOT NULL CHECK (name <> ''),
    folded TEXT NOT NULL,
    parent BLOB REFERENCES department (id) DEFERRABLE INITIALLY DEFERRED CHECK (parent <> id),
    head BLOB REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED,
    archived INTEGER NOT NULL DEFAULT FALSE CHECK (archived IN (FALSE, TRUE))
) STRICT, WITHOUT ROWID;

CREATE INDEX department_parent ON department (parent);
CREATE INDEX department_head ON department (head);

CREATE TABLE person (
    id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
    name TEXT NOT NULL CHECK (name <> ''),
    email TEXT NOT NULL CHECK (email <> ''),
    -- Addresses differ in more than case.
    email_folded TEXT NOT NULL UNIQUE,
    position TEXT NOT NULL DEFAULT '',
    phone TEXT NOT NULL DEFAULT '',
    department BLOB REFERENCES department (id) DEFERRABLE INITIALLY DEFERRED,
    role TEXT NOT NULL CHECK (role IN ('member', 'administrator')),
    language TEXT CHECK (language IN ('en', 'ru')),
    theme TEXT CHECK (theme IN ('light', 'dark')),
    zone TEXT,
    week_start TEXT CHECK (week_start IN ('monday', 'sunday')),
    hours TEXT NOT NULL CHECK (json_valid(hours)),
    folded TEXT NOT NULL,
    archived INTEGER NOT NULL DEFAULT FALSE CHECK (archived IN (FALSE, TRUE))
) STRICT, WITHOUT ROWID;

CREATE INDEX person_listed ON person (archived, folded, id);
CREATE INDEX person_department ON person (department);

CREATE TABLE person_group (
    id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
    name TEXT NOT NULL CHECK (name <> ''),
    folded TEXT NOT NULL,
    archived INTEGER NOT NULL DEFAULT FALSE CHECK (archived IN (FALSE, TRUE))
) STRICT, WITHOUT ROWID;

CREATE TABLE group_member (
    person_group BLOB NOT NULL REFERENCES person_group (id),
    ordinal INTEGER NOT NULL,
    person BLOB NOT NULL REFERENCES person (id),
    PRIMARY KEY (person_group, ordinal),
    UNIQUE (person_group, person)
) STRICT, WITHOUT ROWID;

CREATE TABLE individual (
    id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
    name TEXT NOT NULL CHECK (name <> ''),
    email TEXT NOT NULL DEFAULT '',
    phone TEXT NOT NULL DEFAULT '',
    folded TEXT NOT NULL,
    archived INTEGER NOT NULL DEFAULT FALSE CHECK (archived IN (FALSE, TRUE))
) STRICT, WITHOUT ROWID;

CREATE INDEX individual_listed ON individual (archived, folded, id);
