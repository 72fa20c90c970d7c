-- This installation, in one row. A restore or a clone starts a new epoch.
CREATE TABLE node (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    name text NOT NULL CHECK (btrim(name) <> ''),
    epoch uuid NOT NULL DEFAULT gen_random_uuid(),
    epoch_started_at timestamptz NOT NULL DEFAULT now()
);
INSERT INTO node (name) VALUES ('summit-ledger');

-- Every edit of a versioned record, whole, for ever: what a past report is made from.
CREATE TABLE versions (
    entity entity NOT NULL CHECK (entity <> 'update'),
    entity_id uuid NOT NULL,
    version bigint NOT NULL CHECK (version > 0),
    declaration text,
    body jsonb NOT NULL,
    PRIMARY KEY (entity_id, version)
);
CREATE INDEX versions_of_declaration ON versions (declaration, entity);
CREATE INDEX versions_of_entity ON versions (entity) WHERE declaration IS NULL;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON versions
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Where a write leaves its change, in its own transaction and without a common lock. The id is
-- drawn after the row lock, so the changes of one entity keep their order.
CREATE TABLE outbox (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    change_id uuid NOT NULL,
    entity entity NOT NULL,
    entity_id uuid NOT NULL,
    version bigint NOT NULL,
    op change_op NOT NULL,
    at timestamptz NOT NULL,
    actor text NOT NULL,
    -- RFC 8785 text.
    body text NOT NULL
);

-- The feed proper: envelopes, numbered without a gap and chained when they are sealed.
CREATE TABLE feed (
    seq bigint PRIMARY KEY CHECK (seq > 0),
    change_id uuid NOT NULL,
    entity entity NOT NULL,
    entity_id uuid NOT NULL,
    version bigint NOT NULL,
    op change_op NOT NULL,
    at timestamptz NOT NULL,
    actor text NOT NULL,
    node text NOT NULL,
    body_hash bytea NOT NULL CHECK (octet_length(body_hash) = 32),
    chain bytea NOT NULL CHECK (octet_length(chain) = 32),
    -- Never runs backwards: "known at T" is the greatest seq sealed by T.
    sealed_at timestamptz NOT NULL,
    UNIQUE (entity_id, version)
);
CREATE INDEX feed_by_sealing ON feed (sealed_at, seq);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON feed
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The bodies stand apart from the envelopes, since only they may ever be blanked.
CREATE TABLE feed_bodies (
    seq bigint PRIMARY KEY REFERENCES feed,
    body text
);
CREATE FUNCTION refuse_change_of_bodies() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND current_setting('ledger.blanking', true) = 'on' THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION '% on % is refused: bodies are only ever blanked', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON feed_bodies
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_bodies();
-- Also while it is blanked, nothing else can come in a body's place.
CREATE TRIGGER only_blanked BEFORE UPDATE ON feed_bodies
    FOR EACH ROW WHEN (NEW.body IS NOT NULL OR NEW.seq <> OLD.seq)
    EXECUTE FUNCTION refuse_change();

-- The one way to blank bodies. The envelopes keep their hashes, so the chain still verifies.
CREATE FUNCTION blank_bodies(from_seq bigint, to_seq bigint) RETURNS bigint
LANGUAGE sql SET ledger.blanking = 'on' AS $$
    WITH blanked AS (
        UPDATE feed_bodies SET body = NULL
        WHERE seq BETWEEN from_seq AND to_seq AND body IS NOT NULL
        RETURNING 1
    )
    SELECT count(*) FROM blanked
$$;

-- What was last seeded of each item, to tell an edit of the files from an edit of the ledger.
CREATE TABLE seeded (
    entity_id uuid PRIMARY KEY,
    declaration text NOT NULL REFERENCES declarations (slug),
    code text NOT NULL,
    body jsonb NOT NULL
);
CREATE INDEX seeded_of_declaration ON seeded (declaration);
