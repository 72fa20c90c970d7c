-- Steps on the way. They inform and decide no status.
CREATE TABLE milestones (
    id uuid PRIMARY KEY,
    commitment_id uuid NOT NULL REFERENCES commitments,
    declaration text NOT NULL REFERENCES declarations (slug),
    title jsonb NOT NULL CHECK (jsonb_typeof(title) = 'object'),
    -- EDTF, and the last day that it allows.
    due text NOT NULL,
    due_on date NOT NULL,
    done_on date,
    party text REFERENCES parties (code),
    version bigint NOT NULL CHECK (version > 0)
);
CREATE INDEX milestones_of_commitment ON milestones (commitment_id, due_on, id);
