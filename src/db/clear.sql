-- Drops all that stands in the current schema, but for what belongs to an extension.
DO $clear$
DECLARE
    here CONSTANT oid := current_schema()::regnamespace;
    drops text[];
    one text;
BEGIN
    -- Collected before the first is dropped, as the names of what is gone cannot be written.
    SELECT array_agg(d.statement) INTO drops
    FROM (
        SELECT c.oid, format('DROP TABLE IF EXISTS %I.%I CASCADE', current_schema(), c.relname)
        FROM pg_class c WHERE c.relnamespace = here AND c.relkind IN ('r', 'p')
        UNION ALL
        SELECT c.oid, format('DROP %s IF EXISTS %I.%I CASCADE',
            CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' ELSE 'SEQUENCE' END,
            current_schema(), c.relname)
        FROM pg_class c WHERE c.relnamespace = here AND c.relkind IN ('v', 'm', 'S')
        UNION ALL
        SELECT p.oid, format('DROP ROUTINE IF EXISTS %I.%I(%s) CASCADE', current_schema(),
            p.proname, pg_get_function_identity_arguments(p.oid))
        FROM pg_proc p WHERE p.pronamespace = here
        UNION ALL
        SELECT t.oid, format('DROP TYPE IF EXISTS %I.%I CASCADE', current_schema(), t.typname)
        FROM pg_type t WHERE t.typnamespace = here AND t.typtype IN ('e', 'd', 'r')
    ) AS d (oid, statement)
    WHERE NOT EXISTS (SELECT FROM pg_depend e WHERE e.objid = d.oid AND e.deptype = 'e');
    FOREACH one IN ARRAY coalesce(drops, '{}') LOOP
        EXECUTE one;
    END LOOP;
END
$clear$;
