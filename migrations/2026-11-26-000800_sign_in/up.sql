-- How people sign in to the pages: by a password, set through a link that works once, and then by
-- their browser's session. Of links and sessions only the SHA-256 of the secret is kept.
CREATE TABLE passwords (
    user_id uuid PRIMARY KEY REFERENCES users,
    -- As the PHC string format has it, with salt and parameters.
    hash text NOT NULL CONSTRAINT passwords_argon2id CHECK (hash LIKE '$argon2id$%'),
    set_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE password_links (
    hash bytea PRIMARY KEY CONSTRAINT password_links_hash_length CHECK (octet_length(hash) = 32),
    user_id uuid NOT NULL REFERENCES users,
    expires_at timestamptz NOT NULL,
    used_at timestamptz
);

CREATE TABLE sessions (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users,
    hash bytea NOT NULL UNIQUE CONSTRAINT sessions_hash_length CHECK (octet_length(hash) = 32),
    began_at timestamptz NOT NULL DEFAULT now(),
    -- To the minute.
    last_used_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    ended_at timestamptz,
    -- What the browser called itself, for its owner to know it by.
    browser text NOT NULL CONSTRAINT sessions_browser_length CHECK (length(browser) <= 200)
);
CREATE INDEX sessions_of_user ON sessions (user_id) WHERE ended_at IS NULL;

-- Attempts to sign in of the last day, by which further ones are slowed down.
CREATE TABLE sign_in_attempts (
    id uuid PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    name text NOT NULL CONSTRAINT sign_in_attempts_name_length CHECK (length(name) <= 100),
    address text NOT NULL,
    succeeded boolean NOT NULL DEFAULT false
);
CREATE INDEX sign_in_attempts_by_time ON sign_in_attempts (at);
