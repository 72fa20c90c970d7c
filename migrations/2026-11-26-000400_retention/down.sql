DROP FUNCTION redact_body(bigint, text, text);
DROP TABLE redactions;
ALTER TABLE node DROP COLUMN pruned_to;
DROP TABLE readers;
