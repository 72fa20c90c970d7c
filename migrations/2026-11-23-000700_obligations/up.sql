CREATE TABLE obligations (
    id uuid PRIMARY KEY,
    commitment_id uuid NOT NULL,
    party text NOT NULL REFERENCES parties (code),
    role party_role NOT NULL,
    -- Which one of a recurring commitment, as 2027; NULL for the only one.
    occurrence text CHECK (occurrence ~ '^[0-9A-Za-z~?%-]{1,24}$'),
    opens_on date,
    due_on date,
    -- Orders obligations as the text, then the protocol, does. Made from the commitment's.
    sort_key text COLLATE "C" NOT NULL UNIQUE,
    version bigint NOT NULL CHECK (version > 0),
    -- When an edit of the commitment dropped it; its updates stay.
    dropped_at timestamptz,

    -- Copied from the commitment, so that one index serves the overdue query. The foreign key
    -- keeps them true.
    declaration text NOT NULL,
    tracked boolean NOT NULL,
    standing boolean NOT NULL DEFAULT true,

    -- Kept beside the obligation: the fold of its updates (src/domain/fold.rs).
    status status NOT NULL DEFAULT 'not_reported',
    basis basis,
    as_of date,
    done_on date,
    declared jsonb,
    assessed jsonb,
    contested boolean NOT NULL DEFAULT false,
    reassess boolean NOT NULL DEFAULT false,
    -- The update that counts, and the latest day that any counting update is about.
    head uuid,
    last_day date,
    -- When the last update about it was filed.
    changed_at timestamptz,

    -- Whether it can be overdue once its due day is past.
    is_open boolean NOT NULL GENERATED ALWAYS AS (
        tracked AND standing AND dropped_at IS NULL AND role <> 'supporter'
        AND status NOT IN ('complete', 'abandoned', 'superseded')
    ) STORED,
    -- Sorts the undated last.
    due_key date NOT NULL GENERATED ALWAYS AS (coalesce(due_on, DATE '9999-12-31')) STORED,

    CONSTRAINT obligations_commitment
        FOREIGN KEY (commitment_id, declaration, tracked, standing)
        REFERENCES commitments (id, declaration, tracked, standing) ON UPDATE CASCADE,
    CONSTRAINT obligations_window CHECK (opens_on <= due_on),
    CONSTRAINT obligations_done CHECK ((status = 'complete') = (done_on IS NOT NULL)),
    CONSTRAINT obligations_said CHECK (
        (status = 'not_reported') = (basis IS NULL)
        AND (basis IS NULL) = (as_of IS NULL)
        AND (basis IS NULL) = (head IS NULL)
    )
);

-- One obligation a party, commitment and occurrence.
CREATE UNIQUE INDEX obligations_once
    ON obligations (commitment_id, party, coalesce(occurrence, ''));
-- The overdue query: over all, of a declaration, of a party.
CREATE INDEX obligations_open ON obligations (due_key, sort_key) WHERE is_open;
CREATE INDEX obligations_open_of_declaration
    ON obligations (declaration, due_key, sort_key) WHERE is_open;
CREATE INDEX obligations_open_of_party ON obligations (party, due_key, sort_key) WHERE is_open;
-- The same for a past day, when what is closed now may have been open.
CREATE INDEX obligations_by_due ON obligations (due_key, sort_key);
CREATE INDEX obligations_of_declaration ON obligations (declaration, sort_key);
CREATE INDEX obligations_of_party ON obligations (party, sort_key);
CREATE INDEX obligations_by_status ON obligations (status, sort_key);
CREATE INDEX obligations_by_last_day ON obligations (last_day);
CREATE INDEX obligations_by_change ON obligations (changed_at DESC, sort_key DESC)
    WHERE changed_at IS NOT NULL;
-- Not everything goes together: of what is not tracked nobody is host or lead.
CREATE STATISTICS obligations_owing (mcv) ON role, tracked, status FROM obligations;
-- The few that were ever edited: as known in the past, their versions are asked.
CREATE INDEX obligations_edited ON obligations (sort_key) WHERE version > 1;
