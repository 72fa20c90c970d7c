ALTER TABLE node
    DROP CONSTRAINT node_epoch,
    ALTER COLUMN epoch SET DEFAULT gen_random_uuid(),
    ADD COLUMN epoch_started_at timestamptz NOT NULL DEFAULT now();
UPDATE node n SET epoch_started_at = e.started_at FROM epochs e WHERE e.epoch = n.epoch;
DROP FUNCTION settle_epoch(text);
DROP FUNCTION begin_epoch(epoch_cause, text);
DROP FUNCTION incarnation();
DROP TABLE epochs;
DROP TYPE epoch_cause;
