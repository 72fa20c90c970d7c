CREATE TABLE users (
    id uuid PRIMARY KEY,
    name text NOT NULL UNIQUE CHECK (name ~ '^[A-Za-z0-9][A-Za-z0-9._@-]{0,63}$'),
    role user_role NOT NULL,
    party text REFERENCES parties (code),
    created_at timestamptz NOT NULL DEFAULT now(),
    -- An analyst speaks for a party or group, and nobody else does.
    CONSTRAINT users_party CHECK ((role = 'analyst') = (party IS NOT NULL))
);

CREATE TABLE tokens (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users,
    -- SHA-256 of the token, which itself is nowhere kept.
    hash bytea NOT NULL UNIQUE CHECK (octet_length(hash) = 32),
    -- The first characters, by which its owner knows it.
    hint text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    last_used_at timestamptz,
    revoked_at timestamptz
);
CREATE INDEX tokens_of_user ON tokens (user_id);

-- What a caller's key did: the answer is kept for ever, so that every retry is harmless.
CREATE TABLE operations (
    user_id uuid NOT NULL REFERENCES users,
    key text NOT NULL CHECK (char_length(key) BETWEEN 1 AND 255),
    -- SHA-256 of method, path and body.
    request_hash bytea NOT NULL CHECK (octet_length(request_hash) = 32),
    status smallint,
    location text,
    etag text,
    body text,
    at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, key)
);
