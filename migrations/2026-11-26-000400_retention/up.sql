-- Who follows the feed and has asked that nothing be pruned that it has not read.
CREATE TABLE readers (
    name text PRIMARY KEY
        CONSTRAINT readers_name_check CHECK (name ~ '^[A-Za-z0-9][A-Za-z0-9._@-]{0,63}$'),
    user_id uuid NOT NULL CONSTRAINT readers_user_id_fkey REFERENCES users,
    -- Its mark: up to where it has read, in which history.
    epoch uuid NOT NULL CONSTRAINT readers_epoch_fkey REFERENCES epochs,
    seq bigint NOT NULL CHECK (seq >= 0),
    registered_at timestamptz NOT NULL DEFAULT now(),
    acknowledged_at timestamptz NOT NULL DEFAULT now()
);

-- Up to where bodies were pruned: a reader who has not come so far begins with a snapshot.
ALTER TABLE node ADD COLUMN pruned_to bigint NOT NULL DEFAULT 0
    CONSTRAINT node_pruned_to CHECK (pruned_to >= 0);

-- Bodies that were blanked one by one, each for a cause.
CREATE TABLE redactions (
    seq bigint PRIMARY KEY CONSTRAINT redactions_seq_fkey REFERENCES feed,
    cause text NOT NULL CONSTRAINT redactions_cause CHECK (btrim(cause) <> ''),
    actor text NOT NULL,
    at timestamptz NOT NULL DEFAULT now()
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON redactions
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The one way in which the service blanks a body: it is recorded in the same breath. Done again,
-- it does nothing, and the first record stays.
CREATE FUNCTION redact_body(of_seq bigint, why text, who text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    INSERT INTO redactions (seq, cause, actor) VALUES (of_seq, why, who) ON CONFLICT DO NOTHING;
    PERFORM blank_bodies(of_seq, of_seq);
END
$$;
DO $$
BEGIN
    EXECUTE format('ALTER FUNCTION redact_body(bigint, text, text) SET search_path = %I, pg_temp',
        current_schema());
END
$$;
REVOKE ALL ON FUNCTION redact_body(bigint, text, text) FROM PUBLIC;
