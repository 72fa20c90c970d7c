-- What acts with its owner's rights is nobody else's to call. The migrations say so too, but a
-- restore brings no rights back.
REVOKE ALL ON FUNCTION begin_epoch(epoch_cause, text), settle_epoch(text),
    redact_body(bigint, text, text) FROM PUBLIC;
