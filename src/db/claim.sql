-- Takes deliveries that are due, the longest due first, and gives what is to be sent.
--
-- No webhook gets more than a few at a time, so that a slow one does not hold up the others. Whoever
-- takes one holds it for a minute: if nothing is heard of it by then, it is sent again.
WITH ready AS MATERIALIZED (
    SELECT w.id, 4 - busy.sent AS room
    FROM webhooks w
    CROSS JOIN LATERAL (
        SELECT count(*) AS sent FROM deliveries d
        WHERE d.webhook = w.id AND d.leased_until IS NOT NULL AND d.leased_until > now()
    ) busy
    CROSS JOIN LATERAL (
        SELECT d.next_attempt_at FROM deliveries d
        WHERE d.webhook = w.id AND d.state = 'pending' AND d.next_attempt_at <= now()
            AND (d.leased_until IS NULL OR d.leased_until <= now())
        ORDER BY d.next_attempt_at LIMIT 1
    ) first
    WHERE w.state = 'active' AND busy.sent < 4
    ORDER BY first.next_attempt_at
    LIMIT $room
    FOR NO KEY UPDATE OF w SKIP LOCKED
), due AS MATERIALIZED (
    SELECT d.id
    FROM ready
    CROSS JOIN LATERAL (
        SELECT d.id, d.next_attempt_at, d.place FROM deliveries d
        WHERE d.webhook = ready.id AND d.state = 'pending' AND d.next_attempt_at <= now()
            AND (d.leased_until IS NULL OR d.leased_until <= now())
        ORDER BY d.next_attempt_at, d.place
        LIMIT ready.room
        FOR UPDATE SKIP LOCKED
    ) d
    ORDER BY d.next_attempt_at, d.place
    LIMIT $room
), taken AS (
    UPDATE deliveries d
    SET attempts = d.attempts + 1, leased_until = now() + interval '1 minute'
    FROM due WHERE d.id = due.id
    RETURNING d.*
)
SELECT t.id, t.webhook, t.place, t.attempts, t.leased_until, t.created_at,
    w.url, w.secret, CASE WHEN w.previous_until > now() THEN w.previous_secret END AS previous_secret,
    n.epoch, f.seq, f.sealed_at, f.change_id, f.entity, f.entity_id, f.version, f.op, f.at,
    f.actor, f.node, f.body_hash, f.chain, b.body, b.body IS NULL AS is_blank, r.cause AS redacted
FROM taken t
JOIN webhooks w ON w.id = t.webhook
CROSS JOIN node n
LEFT JOIN feed f ON f.seq = t.seq
LEFT JOIN feed_bodies b ON b.seq = t.seq
LEFT JOIN redactions r ON r.seq = t.seq
ORDER BY t.place
