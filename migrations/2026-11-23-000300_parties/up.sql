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

-- An array cannot hold a foreign key, and the record of a group has its members in it.
CREATE FUNCTION check_members() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    stranger text;
BEGIN
    SELECT m INTO stranger FROM unnest(NEW.members) m
    WHERE NOT EXISTS (SELECT FROM parties p WHERE p.code = m AND p.kind <> 'group');
    IF stranger IS NOT NULL THEN
        RAISE EXCEPTION 'group % names the unknown member %', NEW.code, stranger
            USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'parties_members';
    END IF;
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER parties_members AFTER INSERT OR UPDATE ON parties
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NEW.members IS NOT NULL) EXECUTE FUNCTION check_members();
