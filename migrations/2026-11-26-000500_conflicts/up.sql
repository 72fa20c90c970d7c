CREATE TYPE conflict_group AS ENUM (
    'text', 'titles', 'deadline', 'coding', 'obligations', 'milestone', 'existence'
);
CREATE TYPE resolution AS ENUM ('theirs', 'yours', 'value');

-- Two edits of one group that cannot both stand: "theirs" was committed, "yours" came later and was
-- made on the same base. Open until somebody resolves it, and readable for ever.
CREATE TABLE conflicts (
    id uuid PRIMARY KEY,
    entity entity NOT NULL CHECK (entity IN ('commitment', 'milestone')),
    entity_id uuid NOT NULL,
    commitment_id uuid NOT NULL REFERENCES commitments,
    declaration text NOT NULL REFERENCES declarations (slug),
    code text NOT NULL REFERENCES commitments (code),
    "group" conflict_group NOT NULL,
    -- The version of the record that yours was made on, and the group as it was then.
    base_version bigint NOT NULL CHECK (base_version > 0),
    base jsonb NOT NULL CHECK (jsonb_typeof(base) = 'object'),
    -- NULL where that side deleted the item.
    theirs jsonb CHECK (jsonb_typeof(theirs) = 'object'),
    yours jsonb CHECK (jsonb_typeof(yours) = 'object'),
    theirs_version bigint NOT NULL,
    theirs_by text NOT NULL,
    theirs_at timestamptz NOT NULL,
    yours_by text NOT NULL,
    yours_at timestamptz NOT NULL,
    -- What the client says of the edit. It decides nothing.
    made_at timestamptz NOT NULL,
    node text NOT NULL CHECK (char_length(node) BETWEEN 1 AND 100),
    operation text NOT NULL,
    version bigint NOT NULL,
    resolution resolution,
    value jsonb CHECK (jsonb_typeof(value) = 'object'),
    resolved_by text,
    resolved_at timestamptz,

    CONSTRAINT conflicts_milestone CHECK ((entity = 'milestone') = ("group" = 'milestone')),
    CONSTRAINT conflicts_deleted CHECK (
        num_nulls(theirs, yours) = CASE "group" WHEN 'existence' THEN 1 ELSE 0 END
    ),
    CONSTRAINT conflicts_later CHECK (theirs_version >= base_version),
    CONSTRAINT conflicts_version CHECK (version = CASE WHEN resolution IS NULL THEN 1 ELSE 2 END),
    CONSTRAINT conflicts_resolved CHECK (
        (resolution IS NULL) = (resolved_by IS NULL)
        AND (resolution IS NULL) = (resolved_at IS NULL)
    ),
    CONSTRAINT conflicts_value CHECK ((resolution = 'value') IS TRUE = (value IS NOT NULL))
);
CREATE INDEX conflicts_open ON conflicts (id) WHERE resolution IS NULL;
CREATE INDEX conflicts_open_of_declaration ON conflicts (declaration, id)
    WHERE resolution IS NULL;
CREATE INDEX conflicts_of_item ON conflicts (commitment_id, id);

CREATE TRIGGER append_only BEFORE DELETE OR TRUNCATE ON conflicts
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
-- What is known of the two edits stays as it was; a conflict is resolved, and once.
CREATE TRIGGER only_resolved BEFORE UPDATE ON conflicts
    FOR EACH ROW WHEN (
        OLD.resolution IS NOT NULL
        OR to_jsonb(OLD) - '{version,resolution,value,resolved_by,resolved_at}'::text[]
            <> to_jsonb(NEW) - '{version,resolution,value,resolved_by,resolved_at}'::text[]
    )
    EXECUTE FUNCTION refuse_change();

-- What a client said of an edit that it pushed. It decides nothing.
ALTER TABLE operations
    ADD COLUMN node text CHECK (char_length(node) BETWEEN 1 AND 100),
    ADD COLUMN made_at timestamptz;
