ALTER TABLE feed DROP COLUMN party, DROP COLUMN declaration;
ALTER TABLE outbox DROP COLUMN party, DROP COLUMN declaration;
