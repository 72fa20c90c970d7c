ALTER TABLE operations DROP COLUMN made_at, DROP COLUMN node;
DROP TABLE conflicts;
DROP TYPE resolution;
DROP TYPE conflict_group;
