-- Postgres takes no value out of an enum, so the type is made anew.
ALTER TABLE versions DROP CONSTRAINT versions_entity_check;
ALTER TYPE entity RENAME TO entity_with_conflict;
CREATE TYPE entity AS ENUM (
    'declaration', 'party', 'commitment', 'obligation', 'milestone', 'update'
);
ALTER TABLE versions ALTER COLUMN entity TYPE entity USING entity::text::entity;
ALTER TABLE outbox ALTER COLUMN entity TYPE entity USING entity::text::entity;
ALTER TABLE feed ALTER COLUMN entity TYPE entity USING entity::text::entity;
ALTER TABLE versions ADD CONSTRAINT versions_entity_check CHECK (entity <> 'update');
DROP TYPE entity_with_conflict;
