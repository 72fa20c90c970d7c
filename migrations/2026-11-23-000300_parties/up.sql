CREATE TABLE parties (
    id uuid PRIMARY KEY,
    code text NOT NULL UNIQUE CHECK (code ~ '^[A-Za-z0-9][A-Za-z0-9-]{0,39}$'),
    kind party_kind NOT NULL,
    name jsonb NOT NULL CHECK (jsonb_typeof(name) = 'object'),
    -- The protocol order in which parties stand; never a ranking.
    position integer NOT NULL CHECK (position >= 0),
    -- For a group: its members' codes, or NULL where the text leaves them unstated.
    members text[] CHECK (members IS NULL OR (kind = 'group' AND cardinality(members) > 0)),
    version bigint NOT NULL CHECK (version > 0)
);

-- An array cannot hold a foreign key, and the record of a group has its members in it. Checked
-- whenever any party changes: it may be a group's member.
CREATE FUNCTION check_members() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    named text;
    stranger text;
BEGIN
    SELECT g.code, m INTO named, stranger FROM parties g, unnest(g.members) m
    WHERE NOT EXISTS (SELECT FROM parties p WHERE p.code = m AND p.kind <> 'group')
    LIMIT 1;
    IF stranger IS NOT NULL THEN
        RAISE EXCEPTION 'group % names the unknown member %', named, stranger
            USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'parties_members';
    END IF;
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER parties_members
    AFTER INSERT OR DELETE OR UPDATE OF code, kind, members ON parties
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION check_members();
