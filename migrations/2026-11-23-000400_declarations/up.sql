CREATE TABLE declarations (
    id uuid PRIMARY KEY,
    slug text NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9][a-z0-9-]{0,63}$'),
    -- What the codes of its items begin with, as AST25 in AST25-4.3b.
    prefix text NOT NULL UNIQUE CHECK (prefix ~ '^[A-Z0-9]{2,12}$'),
    title jsonb NOT NULL CHECK (jsonb_typeof(title) = 'object'),
    adopted_on date NOT NULL,
    place jsonb NOT NULL CHECK (jsonb_typeof(place) = 'object'),
    -- The languages in which every item has a title; the text's own is among them.
    languages text[] NOT NULL CHECK (cardinality(languages) > 0),
    text_language text NOT NULL,
    source text NOT NULL,
    -- [{number, title, coded}], in order.
    sections jsonb NOT NULL CHECK (jsonb_typeof(sections) = 'array'),
    version bigint NOT NULL CHECK (version > 0),
    CHECK (text_language = ANY (languages))
);

CREATE TABLE paragraphs (
    declaration text NOT NULL REFERENCES declarations (slug),
    section integer NOT NULL CHECK (section >= 0),
    number integer NOT NULL CHECK (number > 0),
    text text NOT NULL CHECK (text <> ''),
    -- Working translations by language.
    translations jsonb NOT NULL CHECK (jsonb_typeof(translations) = 'object'),
    -- [{start, text, why}]: what of the text is in no item's quote.
    uncoded jsonb NOT NULL CHECK (jsonb_typeof(uncoded) = 'array'),
    PRIMARY KEY (declaration, section, number)
);
