-- Who may sign in, who is signed in, and who failed to.

CREATE TABLE credential (
    person uuid PRIMARY KEY REFERENCES person (id),
    password_hash text NOT NULL CHECK (password_hash <> ''),
    set_at timestamptz NOT NULL
);

CREATE TABLE session (
    id uuid PRIMARY KEY,
    person uuid NOT NULL REFERENCES person (id),
    -- SHA-256 of the token; the token itself is nowhere.
    token_hash bytea NOT NULL UNIQUE CHECK (octet_length(token_hash) = 32),
    bearer boolean NOT NULL,
    -- Where the device is, as far as it has told.
    zone text,
    started_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
);

CREATE INDEX session_person ON session (person);
CREATE INDEX session_expires ON session (expires_at);

-- `key` is a hash of an account or an address.
CREATE TABLE sign_in_failure (
    key text NOT NULL,
    at timestamptz NOT NULL
);

CREATE INDEX sign_in_failure_key ON sign_in_failure (key, at);
CREATE INDEX sign_in_failure_at ON sign_in_failure (at);
