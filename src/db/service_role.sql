DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'summit_ledger_service') THEN
        CREATE ROLE summit_ledger_service NOLOGIN;
    END IF;
    IF NOT pg_has_role(current_user, 'summit_ledger_service', 'MEMBER') THEN
        EXECUTE format('GRANT summit_ledger_service TO %I', current_user);
    END IF;
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO summit_ledger_service', current_schema());
    EXECUTE format('GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA %I TO summit_ledger_service',
        current_schema());
    -- Epochs begin by themselves, or by whoever owns the tables.
    REVOKE ALL ON FUNCTION begin_epoch(epoch_cause, text) FROM summit_ledger_service;
    EXECUTE format('GRANT SELECT ON ALL TABLES IN SCHEMA %I TO summit_ledger_service',
        current_schema());
    GRANT INSERT ON updates, evidence, versions, feed, feed_bodies, reports TO summit_ledger_service;
    GRANT INSERT ON delivery_attempts TO summit_ledger_service;
    GRANT INSERT, DELETE ON outbox TO summit_ledger_service;
    GRANT INSERT, UPDATE (version, resolution, value, resolved_by, resolved_at) ON conflicts
        TO summit_ledger_service;
    GRANT INSERT, UPDATE ON parties, declarations, paragraphs, commitments, obligations,
        milestones, users, tokens, operations, seeded, passwords, password_links, sessions TO summit_ledger_service;
    GRANT INSERT, DELETE ON obligation_states, commitment_statuses TO summit_ledger_service;
    GRANT INSERT, UPDATE, DELETE ON readers TO summit_ledger_service;
    GRANT INSERT, UPDATE, DELETE ON sign_in_attempts TO summit_ledger_service;
    GRANT INSERT, UPDATE, DELETE ON webhooks, deliveries TO summit_ledger_service;
END
$$;
