-- What this installation signs reports with: 32 bytes each (RFC 8032). It is kept here, so that
-- every process on the database signs alike and a backup brings it along; no query but the one that
-- signs reads the seed, and the feed never has it.
CREATE TABLE node_key (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    seed bytea NOT NULL CONSTRAINT node_key_seed_length CHECK (octet_length(seed) = 32),
    public_key bytea NOT NULL CONSTRAINT node_key_public_length CHECK (octet_length(public_key) = 32),
    made_at timestamptz NOT NULL DEFAULT now()
);

-- Reports that were kept, each with its place in the feed and the signature over both.
CREATE TABLE reports (
    id uuid PRIMARY KEY,
    made_by text NOT NULL,
    made_at timestamptz NOT NULL,
    declaration text NOT NULL,
    node text NOT NULL,
    epoch uuid NOT NULL,
    seq bigint NOT NULL CONSTRAINT reports_seq_not_negative CHECK (seq >= 0),
    -- As the report itself has it, in hexadecimal.
    chain text NOT NULL CONSTRAINT reports_chain_hexadecimal CHECK (chain ~ '^[0-9a-f]{64}$'),
    request jsonb NOT NULL,
    -- The JSON of the report as it was drawn, byte for byte.
    body text NOT NULL,
    body_sha256 text NOT NULL
        CONSTRAINT reports_body_sha256_hexadecimal CHECK (body_sha256 ~ '^[0-9a-f]{64}$'),
    public_key bytea NOT NULL CONSTRAINT reports_public_length CHECK (octet_length(public_key) = 32),
    signature bytea NOT NULL CONSTRAINT reports_signature_length CHECK (octet_length(signature) = 64)
);
CREATE INDEX reports_of_declaration ON reports (declaration, id);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON reports
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
