-- Clients, who works for them, and where they are.

CREATE TABLE client (
    id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
    name TEXT NOT NULL CHECK (name <> ''),
    tax_number TEXT NOT NULL DEFAULT '',
    phone TEXT NOT NULL DEFAULT '',
    main_contact BLOB REFERENCES contact (id) DEFERRABLE INITIALLY DEFERRED,
    main_address BLOB REFERENCES address (id) DEFERRABLE INITIALLY DEFERRED,
    responsible BLOB REFERENCES person (id),
    folded TEXT NOT NULL,
    archived INTEGER NOT NULL DEFAULT FALSE CHECK (archived IN (FALSE, TRUE))
) STRICT, WITHOUT ROWID;

CREATE INDEX client_listed ON client (archived, folded, id);

CREATE TABLE contact (
    id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
    client BLOB NOT NULL REFERENCES client (id) DEFERRABLE INITIALLY DEFERRED,
    name TEXT NOT NULL CHECK (name <> ''),
    position TEXT NOT NULL DEFAULT '',
    email TEXT NOT NULL DEFAULT '',
    phone TEXT NOT NULL DEFAULT '',
    folded TEXT NOT NULL,
    archived INTEGER NOT NULL DEFAULT FALSE CHECK (archived IN (FALSE, TRUE))
) STRICT, WITHOUT ROWID;

CREATE INDEX contact_listed ON contact (archived, folded, id);
CREATE INDEX contact_client ON contact (client);

CREATE TABLE address (
    id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
    client BLOB NOT NULL REFERENCES client (id) DEFERRABLE INITIALLY DEFERRED,
    text TEXT NOT NULL CHECK (text <> ''),
    -- Degrees (WGS 84); both or neither.
    latitude REAL CHECK (latitude BETWEEN -90 AND 90),
    longitude REAL CHECK (longitude BETWEEN -180 AND 180),
    archived INTEGER NOT NULL DEFAULT FALSE CHECK (archived IN (FALSE, TRUE)),
    CHECK ((latitude IS NULL) = (longitude IS NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX address_client ON address (client);
