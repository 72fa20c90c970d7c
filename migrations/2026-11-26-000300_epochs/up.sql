-- Each unbroken history of the feed, and where the next one branched off: what decides whether an
-- old cursor still means what it meant. The last one is the present.
CREATE TYPE epoch_cause AS ENUM ('first', 'restore', 'clone', 'promotion', 'moved', 'asked');
CREATE TABLE epochs (
    epoch uuid PRIMARY KEY,
    number integer NOT NULL CONSTRAINT epochs_number UNIQUE CHECK (number > 0),
    -- The last change that this history shares with the one before.
    began_at_seq bigint NOT NULL CHECK (began_at_seq >= 0),
    started_at timestamptz NOT NULL DEFAULT now(),
    cause epoch_cause NOT NULL,
    -- Of which database on which server this history is; none where the server does not tell.
    incarnation text,
    -- Of which folder, where the server is our own.
    folder text,
    CONSTRAINT epochs_first CHECK ((number = 1) = (cause = 'first')),
    CONSTRAINT epochs_first_began CHECK (number > 1 OR began_at_seq = 0)
);

-- Server, database, this very table and timeline. The first three change when the ledger is read
-- into another place, the last when a standby is promoted; a restart changes none.
CREATE FUNCTION incarnation() RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
    IF pg_is_in_recovery() THEN
        RETURN NULL;
    END IF;
    RETURN (
        SELECT concat_ws('/', s.system_identifier, d.oid, to_regclass('epochs')::oid,
            left(pg_walfile_name(pg_current_wal_insert_lsn()), 8))
        FROM pg_control_system() s, pg_database d WHERE d.datname = current_database());
EXCEPTION WHEN insufficient_privilege OR undefined_function OR feature_not_supported THEN
    RETURN NULL;
END
$$;

-- Ends the present history at the head of the feed, and begins another.
CREATE FUNCTION begin_epoch(why epoch_cause, place text DEFAULT NULL) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    present epochs;
    begun CONSTANT uuid := gen_random_uuid();
BEGIN
    -- The sealers' lock: whatever is sealed from here on belongs to the new epoch.
    PERFORM pg_advisory_xact_lock(83860381975890);
    SELECT e.* INTO STRICT present FROM epochs e ORDER BY e.number DESC LIMIT 1;
    INSERT INTO epochs (epoch, number, began_at_seq, cause, incarnation, folder)
    SELECT begun, present.number + 1, coalesce(max(f.seq), 0), why, incarnation(),
        coalesce(place, CASE WHEN why <> 'restore' THEN present.folder END)
    FROM feed f;
    UPDATE node SET epoch = begun;
    -- Whoever waits at the end of the feed is to look whether its place is still there.
    PERFORM pg_notify('ledger_feed_' || current_schema(), concat_ws(' ', max(f.seq), begun))
    FROM feed f;
    RETURN begun;
END
$$;

-- Begins an epoch if this is another database than the present one began in, and says why; says
-- nothing if it is not, or if that cannot be told. `place` is the folder, where it is known.
CREATE FUNCTION settle_epoch(place text DEFAULT NULL) RETURNS epoch_cause
LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    present epochs;
    here CONSTANT text := incarnation();
    why epoch_cause;
BEGIN
    SELECT e.* INTO STRICT present FROM epochs e ORDER BY e.number DESC LIMIT 1;
    IF here IS NULL OR present.incarnation = here AND (place IS NULL OR present.folder = place) THEN
        RETURN NULL;
    END IF;
    -- Another process may be about to do the same: what stood there is looked at again.
    PERFORM pg_advisory_xact_lock(83860381975890);
    SELECT e.* INTO STRICT present FROM epochs e ORDER BY e.number DESC LIMIT 1;
    why := CASE
        WHEN regexp_replace(present.incarnation, '/[^/]*$', '') <> regexp_replace(here, '/[^/]*$', '')
            THEN 'clone'
        WHEN present.incarnation <> here THEN 'promotion'
        WHEN present.folder <> place THEN 'moved'
    END;
    IF why IS NULL THEN
        UPDATE epochs SET incarnation = here, folder = coalesce(place, folder)
        WHERE number = present.number;
    ELSE
        PERFORM begin_epoch(why, place);
    END IF;
    RETURN why;
END
$$;

-- They act with their owner's rights, so nothing that a caller made stands in their way, and only
-- whom we name may call them.
DO $$
BEGIN
    EXECUTE format('ALTER FUNCTION incarnation() SET search_path = %I, pg_temp', current_schema());
    EXECUTE format('ALTER FUNCTION begin_epoch(epoch_cause, text) SET search_path = %I, pg_temp',
        current_schema());
    EXECUTE format('ALTER FUNCTION settle_epoch(text) SET search_path = %I, pg_temp',
        current_schema());
END
$$;
REVOKE ALL ON FUNCTION begin_epoch(epoch_cause, text), settle_epoch(text) FROM PUBLIC;

INSERT INTO epochs (epoch, number, began_at_seq, started_at, cause, incarnation)
SELECT epoch, 1, 0, epoch_started_at, 'first', incarnation() FROM node;
ALTER TABLE node
    ALTER COLUMN epoch DROP DEFAULT,
    ADD CONSTRAINT node_epoch FOREIGN KEY (epoch) REFERENCES epochs,
    DROP COLUMN epoch_started_at;
