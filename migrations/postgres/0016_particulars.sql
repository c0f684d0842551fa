-- What meetings are linked to and say beside their own fields: interests of clients, a department, and attributes that
-- an administrator defines.

CREATE TABLE interest (
    id uuid PRIMARY KEY,
    client uuid NOT NULL REFERENCES client (id),
    name text NOT NULL CHECK (name <> ''),
    folded text NOT NULL,
    archived boolean NOT NULL DEFAULT FALSE
);

CREATE INDEX interest_client ON interest (client);

CREATE TABLE attribute (
    id uuid PRIMARY KEY,
    name text NOT NULL CHECK (name <> ''),
    folded text NOT NULL,
    -- Text, number, date, choice between options, yes or no.
    form jsonb NOT NULL,
    -- The kinds of meetings of which it is asked; an empty list means all.
    kinds jsonb NOT NULL,
    required boolean NOT NULL,
    archived boolean NOT NULL DEFAULT FALSE
);

ALTER TABLE meeting ADD COLUMN interest uuid REFERENCES interest (id);
ALTER TABLE meeting ADD COLUMN department uuid REFERENCES department (id);
-- The values by the id of the attribute.
ALTER TABLE meeting ADD COLUMN attributes jsonb NOT NULL DEFAULT '{}';
