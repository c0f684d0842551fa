-- What meetings are linked to and say beside their own fields: interests of clients, a department, and attributes that
-- an administrator defines.

CREATE TABLE interest (
    id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
    client BLOB NOT NULL REFERENCES client (id),
    name TEXT NOT NULL CHECK (name <> ''),
    folded TEXT NOT NULL,
    archived INTEGER NOT NULL DEFAULT FALSE CHECK (archived IN (FALSE, TRUE))
) STRICT, WITHOUT ROWID;

CREATE INDEX interest_client ON interest (client);

CREATE TABLE attribute (
    id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
    name TEXT NOT NULL CHECK (name <> ''),
    folded TEXT NOT NULL,
    -- Text, number, date, choice between options, yes or no.
    form TEXT NOT NULL CHECK (json_valid(form)),
    -- The kinds of meetings of which it is asked; an empty list means all.
    kinds TEXT NOT NULL CHECK (json_valid(kinds)),
    required INTEGER NOT NULL CHECK (required IN (FALSE, TRUE)),
    archived INTEGER NOT NULL DEFAULT FALSE CHECK (archived IN (FALSE, TRUE))
) STRICT, WITHOUT ROWID;

ALTER TABLE meeting ADD COLUMN interest BLOB REFERENCES interest (id);
ALTER TABLE meeting ADD COLUMN department BLOB REFERENCES department (id);
-- The values by the id of the attribute.
ALTER TABLE meeting ADD COLUMN attributes TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(attributes));
