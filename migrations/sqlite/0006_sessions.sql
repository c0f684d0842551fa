-- Who may sign in, who is signed in, and who failed to.

CREATE TABLE credential (
    person BLOB PRIMARY KEY NOT NULL REFERENCES person (id),
    password_hash TEXT NOT NULL CHECK (password_hash <> ''),
    set_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE session (
    id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
    person BLOB NOT NULL REFERENCES person (id),
    -- SHA-256 of the token; the token itself is nowhere.
    token_hash BLOB NOT NULL UNIQUE CHECK (length(token_hash) = 32),
    bearer INTEGER NOT NULL CHECK (bearer IN (FALSE, TRUE)),
    -- Where the device is, as far as it has told.
    zone TEXT,
    started_at TEXT NOT NULL,
    expires_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX session_person ON session (person);
CREATE INDEX session_expires ON session (expires_at);

-- `key` is a hash of an account or an address.
CREATE TABLE sign_in_failure (
    key TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;

CREATE INDEX sign_in_failure_key ON sign_in_failure (key, at);
CREATE INDEX sign_in_failure_at ON sign_in_failure (at);
