-- Who belongs to the organisation. Nothing here is ever deleted: what is no longer used is archived.
--
-- `folded` is what is searched and sorted by: the words in lower case, each after a space. It is compared byte
-- by byte, so that lists stand in the same order as on SQLite.

-- As SQLite has it: where the second text begins in the first, from 1 on, or 0.
CREATE FUNCTION instr(text, text) RETURNS integer LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN strpos($1, $2);

CREATE TABLE department (
    id uuid PRIMARY KEY,
    name text NOT NULL CHECK (name <> ''),
    folded text COLLATE "C" NOT NULL,
    parent uuid REFERENCES department (id) DEFERRABLE INITIALLY DEFERRED CHECK (parent <> id),
    head uuid,
    archived boolean NOT NULL DEFAULT FALSE
);

CREATE INDEX department_parent ON department (parent);
CREATE INDEX department_head ON department (head);

CREATE TABLE person (
    id uuid PRIMARY KEY,
    name text NOT NULL CHECK (name <> ''),
    email text NOT NULL CHECK (email <> ''),
    -- Addresses differ in more than case.
    email_folded text COLLATE "C" NOT NULL UNIQUE,
    position text NOT NULL DEFAULT '',
    phone text NOT NULL DEFAULT '',
    department uuid REFERENCES department (id) DEFERRABLE INITIALLY DEFERRED,
    role text NOT NULL CHECK (role IN ('member', 'administrator')),
    language text CHECK (language IN ('en', 'ru')),
    theme text CHECK (theme IN ('light', 'dark')),
    zone text,
    week_start text CHECK (week_start IN ('monday', 'sunday')),
    hours jsonb NOT NULL,
    folded text COLLATE "C" NOT NULL,
    archived boolean NOT NULL DEFAULT FALSE
);

ALTER TABLE department ADD FOREIGN KEY (head) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED;

CREATE INDEX person_listed ON person (archived, folded, id);
CREATE INDEX person_department ON person (department);

CREATE TABLE person_group (
    id uuid PRIMARY KEY,
    name text NOT NULL CHECK (name <> ''),
    folded text COLLATE "C" NOT NULL,
    archived boolean NOT NULL DEFAULT FALSE
);

CREATE TABLE group_member (
    person_group uuid NOT NULL REFERENCES person_group (id),
    ordinal integer NOT NULL,
    person uuid NOT NULL REFERENCES person (id),
    PRIMARY KEY (person_group, ordinal),
    UNIQUE (person_group, person)
);

CREATE TABLE individual (
    id uuid PRIMARY KEY,
    name text NOT NULL CHECK (name <> ''),
    email text NOT NULL DEFAULT '',
    phone text NOT NULL DEFAULT '',
    folded text COLLATE "C" NOT NULL,
    archived boolean NOT NULL DEFAULT FALSE
);

CREATE INDEX individual_listed ON individual (archived, folded, id);
