CREATE TYPE webhook_state AS ENUM ('active', 'paused', 'disabled');
CREATE TYPE delivery_state AS ENUM ('pending', 'delivered', 'failed', 'cancelled');

-- Who listens, where, and to what.
CREATE TABLE webhooks (
    id uuid CONSTRAINT webhooks_pkey PRIMARY KEY,
    owner uuid NOT NULL CONSTRAINT webhooks_owner REFERENCES users,
    -- Which of its owner's it is: so many a user may have, however many are made at once.
    slot smallint NOT NULL CONSTRAINT webhooks_slot CHECK (slot BETWEEN 1 AND 20),
    url text NOT NULL CONSTRAINT webhooks_url CHECK (url ~ '^https?://'),
    description text CONSTRAINT webhooks_description CHECK (btrim(description) <> ''),
    filter jsonb NOT NULL CONSTRAINT webhooks_filter CHECK (jsonb_typeof(filter) = 'object'),
    -- Signing needs the secrets themselves. They are in no list, log or feed.
    secret bytea NOT NULL
        CONSTRAINT webhooks_secret CHECK (octet_length(secret) BETWEEN 24 AND 64),
    -- Signs too while a rotation is under way.
    previous_secret bytea
        CONSTRAINT webhooks_previous CHECK (octet_length(previous_secret) BETWEEN 24 AND 64),
    previous_until timestamptz,
    state webhook_state NOT NULL DEFAULT 'active',
    -- Why it was disabled.
    reason text,
    state_since timestamptz NOT NULL DEFAULT now(),
    -- The seq up to which the feed was turned into deliveries.
    mark bigint NOT NULL CONSTRAINT webhooks_mark CHECK (mark >= 0),
    version bigint NOT NULL DEFAULT 1 CONSTRAINT webhooks_version CHECK (version > 0),
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT webhooks_once UNIQUE (owner, slot),
    CONSTRAINT webhooks_rotation CHECK ((previous_secret IS NULL) = (previous_until IS NULL)),
    CONSTRAINT webhooks_reason CHECK ((state = 'disabled') = (reason IS NOT NULL))
);

-- One message to one webhook. Its id is the message's. No foreign key leads to the feed: rows come
-- from it, it never loses any, and each would leave a lock in it.
CREATE TABLE deliveries (
    id uuid CONSTRAINT deliveries_pkey PRIMARY KEY,
    -- The order in which they were made.
    place bigint GENERATED ALWAYS AS IDENTITY,
    webhook uuid NOT NULL
        CONSTRAINT deliveries_webhook REFERENCES webhooks ON DELETE CASCADE,
    -- The change; NULL for a ping.
    seq bigint CONSTRAINT deliveries_seq CHECK (seq > 0),
    state delivery_state NOT NULL DEFAULT 'pending',
    attempts integer NOT NULL DEFAULT 0 CONSTRAINT deliveries_attempts CHECK (attempts >= 0),
    next_attempt_at timestamptz,
    -- Whoever sends it now has until then to say how it went.
    leased_until timestamptz,
    last_status smallint,
    last_error text,
    last_ms integer CONSTRAINT deliveries_last_ms CHECK (last_ms >= 0),
    delivered_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT deliveries_once UNIQUE (webhook, seq),
    CONSTRAINT deliveries_place UNIQUE (webhook, place),
    CONSTRAINT deliveries_pending CHECK ((state = 'pending') = (next_attempt_at IS NOT NULL)),
    CONSTRAINT deliveries_leased CHECK (leased_until IS NULL OR state = 'pending'),
    CONSTRAINT deliveries_delivered CHECK ((state = 'delivered') = (delivered_at IS NOT NULL))
);
CREATE INDEX deliveries_due ON deliveries (webhook, next_attempt_at, place)
    WHERE state = 'pending';
CREATE INDEX deliveries_under_way ON deliveries (webhook) WHERE leased_until IS NOT NULL;
CREATE INDEX deliveries_by_age ON deliveries (delivered_at) WHERE state = 'delivered';
CREATE INDEX deliveries_open ON deliveries (webhook, state, place) WHERE state <> 'delivered';
CREATE UNIQUE INDEX deliveries_one_ping ON deliveries (webhook)
    WHERE seq IS NULL AND state = 'pending';

-- How each attempt went. Never changed; gone with its delivery, and not before.
CREATE TABLE delivery_attempts (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT delivery_attempts_pkey PRIMARY KEY,
    delivery uuid NOT NULL
        CONSTRAINT delivery_attempts_delivery REFERENCES deliveries ON DELETE CASCADE,
    at timestamptz NOT NULL,
    -- What the receiver answered, if it did.
    status smallint,
    error text,
    ms integer NOT NULL CONSTRAINT delivery_attempts_ms CHECK (ms >= 0)
);
CREATE INDEX delivery_attempts_of_delivery ON delivery_attempts (delivery, id);
CREATE TRIGGER append_only BEFORE UPDATE OR TRUNCATE ON delivery_attempts
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
