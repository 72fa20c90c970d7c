CREATE TABLE commitments (
    id uuid PRIMARY KEY,
    declaration text NOT NULL REFERENCES declarations (slug),
    code text NOT NULL UNIQUE CHECK (code ~ '^[A-Z0-9]{2,12}-[0-9]{1,4}\.[0-9]{1,4}[a-z]{1,2}$'),
    section integer NOT NULL,
    paragraph integer NOT NULL,
    -- Orders items as the text does, over all declarations. Made from the code, and as lasting.
    sort_key text COLLATE "C" NOT NULL UNIQUE,
    quote text CHECK (quote <> ''),
    -- Offset of the quote in its paragraph, in characters from 0.
    quote_start integer CHECK (quote_start >= 0),
    verb text CHECK (verb <> ''),
    strength strength NOT NULL,
    kind kind NOT NULL,
    tracked boolean NOT NULL,
    title jsonb NOT NULL CHECK (jsonb_typeof(title) = 'object'),
    edtf text,
    opens_on date,
    due_on date,
    urgency urgency,
    -- {rule, until}
    recurrence jsonb,
    -- The group by whose name the text called the parties, if it did.
    party_group text REFERENCES parties (code),
    topics text[] NOT NULL,
    sdgs smallint[] NOT NULL CHECK (1 <= ALL (sdgs) AND 17 >= ALL (sdgs)),
    refs jsonb NOT NULL CHECK (jsonb_typeof(refs) = 'array'),
    related jsonb NOT NULL CHECK (jsonb_typeof(related) = 'array'),
    -- Why it was coded so, where that was hard to say; and why a dated clause has no deadline.
    note text,
    no_deadline text,
    version bigint NOT NULL CHECK (version > 0),
    -- A deleted commitment leaves this tombstone.
    deleted_at timestamptz,

    -- Kept beside the item: the rollup of its obligations.
    status status,
    -- Sorts the undated last.
    due_key date NOT NULL GENERATED ALWAYS AS (coalesce(due_on, DATE '9999-12-31')) STORED,
    standing boolean NOT NULL GENERATED ALWAYS AS (deleted_at IS NULL) STORED,
    search tsvector NOT NULL GENERATED ALWAYS AS (search_vector(code, title, quote)) STORED,

    CONSTRAINT commitments_paragraph FOREIGN KEY (declaration, section, paragraph)
        REFERENCES paragraphs (declaration, section, number),
    CONSTRAINT commitments_quote CHECK ((quote IS NULL) = (quote_start IS NULL)),
    CONSTRAINT commitments_deadline CHECK ((edtf IS NULL) = (due_on IS NULL)),
    CONSTRAINT commitments_window CHECK (opens_on <= due_on),
    CONSTRAINT commitments_recurrence CHECK (recurrence IS NULL OR edtf IS NOT NULL),
    -- What the obligations of an item copy from it (see there).
    CONSTRAINT commitments_copied UNIQUE (id, declaration, tracked, standing)
);

CREATE INDEX commitments_by_declaration ON commitments (declaration, sort_key) WHERE standing;
CREATE INDEX commitments_by_paragraph ON commitments (declaration, section, paragraph);
CREATE INDEX commitments_by_due ON commitments (due_key, sort_key) WHERE standing;
CREATE INDEX commitments_by_status ON commitments (status, sort_key) WHERE standing;
-- The few under which there is nothing to be done.
CREATE INDEX commitments_untracked ON commitments (due_key, sort_key)
    WHERE standing AND NOT tracked;
-- How a clause is coded, and that not everything goes together: most positions are not tracked.
CREATE INDEX commitments_by_kind ON commitments (kind, tracked, strength) WHERE standing;
CREATE STATISTICS commitments_coding (mcv) ON kind, strength, tracked FROM commitments;
-- The few that were ever edited: as known in the past, their versions are asked.
CREATE INDEX commitments_edited ON commitments (sort_key) WHERE version > 1;
CREATE INDEX commitments_by_word ON commitments USING gin (search);

-- A quote stands in its paragraph where its offset says, to the letter, at the end of every write.
CREATE FUNCTION check_quotes() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    wrong text;
BEGIN
    IF TG_TABLE_NAME = 'commitments' THEN
        SELECT c.code INTO wrong FROM commitments c
        JOIN paragraphs p ON (p.declaration, p.section, p.number)
            = (c.declaration, c.section, c.paragraph)
        WHERE c.id = NEW.id
          AND substr(p.text, c.quote_start + 1, char_length(c.quote)) IS DISTINCT FROM c.quote;
    ELSE
        SELECT c.code INTO wrong FROM commitments c
        JOIN paragraphs p ON (p.declaration, p.section, p.number)
            = (c.declaration, c.section, c.paragraph)
        WHERE (c.declaration, c.section, c.paragraph)
            = (NEW.declaration, NEW.section, NEW.number)
          AND c.quote IS NOT NULL AND c.standing
          AND substr(p.text, c.quote_start + 1, char_length(c.quote)) IS DISTINCT FROM c.quote
        LIMIT 1;
    END IF;
    IF wrong IS NOT NULL THEN
        RAISE EXCEPTION 'the quote of % is not in its paragraph at its offset', wrong
            USING ERRCODE = 'check_violation', CONSTRAINT = 'commitments_quote_exact';
    END IF;
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER commitments_quote_exact
    AFTER INSERT OR UPDATE OF quote, quote_start, section, paragraph ON commitments
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NEW.quote IS NOT NULL) EXECUTE FUNCTION check_quotes();
CREATE CONSTRAINT TRIGGER paragraphs_quote_exact AFTER UPDATE OF text ON paragraphs
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION check_quotes();
