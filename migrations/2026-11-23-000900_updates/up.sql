CREATE TABLE updates (
    id uuid PRIMARY KEY,
    obligation_id uuid NOT NULL REFERENCES obligations,
    basis basis NOT NULL,
    status update_status NOT NULL,
    as_of date NOT NULL,
    done_on date,
    narrative text NOT NULL CHECK (btrim(narrative) <> ''),
    reason text CHECK (btrim(reason) <> ''),
    corrects uuid,
    seen uuid,
    author text NOT NULL,
    at timestamptz NOT NULL,

    UNIQUE (id, obligation_id),
    UNIQUE (id, obligation_id, basis),
    -- An update corrects, and is written upon, updates of its own obligation only.
    CONSTRAINT updates_corrects FOREIGN KEY (corrects, obligation_id, basis)
        REFERENCES updates (id, obligation_id, basis),
    CONSTRAINT updates_seen FOREIGN KEY (seen, obligation_id)
        REFERENCES updates (id, obligation_id),
    CONSTRAINT updates_earlier CHECK (corrects <> id AND seen <> id),
    CONSTRAINT updates_done CHECK ((status = 'complete') = (done_on IS NOT NULL)),
    CONSTRAINT updates_done_by CHECK (done_on <= as_of),
    CONSTRAINT updates_withdrawn CHECK (status <> 'withdrawn' OR corrects IS NOT NULL)
);
CREATE INDEX updates_of_obligation ON updates (obligation_id, as_of);
CREATE INDEX updates_correcting ON updates (corrects) WHERE corrects IS NOT NULL;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON updates
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE evidence (
    update_id uuid NOT NULL REFERENCES updates,
    position smallint NOT NULL CHECK (position >= 0),
    url text NOT NULL CHECK (url ~* '^https?://'),
    title text NOT NULL CHECK (btrim(title) <> ''),
    lang text NOT NULL,
    published_on date,
    sha256 bytea CHECK (octet_length(sha256) = 32),
    PRIMARY KEY (update_id, position)
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON evidence
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

ALTER TABLE obligations ADD CONSTRAINT obligations_head
    FOREIGN KEY (head, id) REFERENCES updates (id, obligation_id) DEFERRABLE;
