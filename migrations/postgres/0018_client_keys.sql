-- What clients are found by, what two of them are alike by, and when they were met.

CREATE TABLE client_key (
    -- A word is a beginning to be found by; the others are signs that clients are compared by.
    kind text NOT NULL CHECK (kind IN ('word', 'name', 'tax_number', 'phone', 'email')),
    value text COLLATE "C" NOT NULL CHECK (value <> ''),
    -- The client itself, or somebody who works there.
    holder uuid NOT NULL,
    client uuid NOT NULL REFERENCES client (id) DEFERRABLE INITIALLY DEFERRED,
    PRIMARY KEY (kind, value, holder)
);

CREATE INDEX client_key_holder ON client_key (holder);

-- Whether its keys are written. The program does that when it starts, for what was there before them.
ALTER TABLE client ADD COLUMN keyed boolean NOT NULL DEFAULT FALSE;
ALTER TABLE contact ADD COLUMN keyed boolean NOT NULL DEFAULT FALSE;

CREATE INDEX client_unkeyed ON client (id) WHERE NOT keyed;
CREATE INDEX contact_unkeyed ON contact (id) WHERE NOT keyed;

CREATE INDEX meeting_client ON meeting (client, wall_start) WHERE client IS NOT NULL AND removed_at IS NULL;
