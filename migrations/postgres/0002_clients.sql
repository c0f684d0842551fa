-- Clients, who works for them, and where they are.

CREATE TABLE client (
    id uuid PRIMARY KEY,
    name text NOT NULL CHECK (name <> ''),
    tax_number text NOT NULL DEFAULT '',
    phone text NOT NULL DEFAULT '',
    main_contact uuid,
    main_address uuid,
    responsible uuid REFERENCES person (id),
    folded text COLLATE "C" NOT NULL,
    archived boolean NOT NULL DEFAULT FALSE
);

CREATE INDEX client_listed ON client (archived, folded, id);

CREATE TABLE contact (
    id uuid PRIMARY KEY,
    client uuid NOT NULL REFERENCES client (id) DEFERRABLE INITIALLY DEFERRED,
    name text NOT NULL CHECK (name <> ''),
    position text NOT NULL DEFAULT '',
    email text NOT NULL DEFAULT '',
    phone text NOT NULL DEFAULT '',
    folded text COLLATE "C" NOT NULL,
    archived boolean NOT NULL DEFAULT FALSE
);

CREATE INDEX contact_listed ON contact (archived, folded, id);
CREATE INDEX contact_client ON contact (client);

CREATE TABLE address (
    id uuid PRIMARY KEY,
    client uuid NOT NULL REFERENCES client (id) DEFERRABLE INITIALLY DEFERRED,
    text text NOT NULL CHECK (text <> ''),
    -- Degrees (WGS 84); both or neither.
    latitude double precision CHECK (latitude BETWEEN -90 AND 90),
    longitude double precision CHECK (longitude BETWEEN -180 AND 180),
    archived boolean NOT NULL DEFAULT FALSE,
    CHECK ((latitude IS NULL) = (longitude IS NULL))
);

CREATE INDEX address_client ON address (client);

ALTER TABLE client
    ADD FOREIGN KEY (main_contact) REFERENCES contact (id) DEFERRABLE INITIALLY DEFERRED,
    ADD FOREIGN KEY (main_address) REFERENCES address (id) DEFERRABLE INITIALLY DEFERRED;
