-- Turns the new part of the feed into deliveries for webhooks that are behind it, and moves their
-- marks: all in one statement, a bounded part of the feed for a bounded number of webhooks.
--
-- A webhook that another process works on is passed over. What a change is about is looked up for
-- each change by its id (OFFSET 0 keeps it so), never joined whole: the new part is small, the
-- tables are not.
WITH head AS (
    SELECT coalesce(max(seq), 0) AS seq FROM feed
), behind AS MATERIALIZED (
    SELECT w.id, w.filter, w.mark, least(w.mark + 5000, head.seq) AS upto
    FROM webhooks w, head
    WHERE w.state = 'active' AND w.mark < head.seq
    ORDER BY w.mark, w.id
    LIMIT 20
    FOR NO KEY UPDATE OF w SKIP LOCKED
), matching AS (
    SELECT w.id AS webhook, f.seq
    FROM behind w
    CROSS JOIN LATERAL (
        SELECT n.seq, n.entity, n.entity_id, n.party
        FROM feed n
        WHERE n.seq > w.mark AND n.seq <= w.upto
            AND (NOT w.filter ? 'entity' OR w.filter -> 'entity' ? n.entity::text)
            AND (NOT w.filter ? 'op' OR w.filter -> 'op' ? n.op::text)
            AND (NOT w.filter ? 'declaration' OR w.filter -> 'declaration' ? n.declaration)
        ORDER BY n.seq
        LIMIT 5000
    ) f
    LEFT JOIN LATERAL (
        SELECT c.id AS commitment, c.section, c.strength, c.kind, c.tracked,
            o.id AS obligation, u.status AS said
        FROM (SELECT 1 WHERE w.filter ?| ARRAY['section', 'strength', 'kind', 'tracked', 'party',
            'role', 'status', 'due_before', 'due_after']) asked
        LEFT JOIN updates u ON f.entity = 'update' AND u.id = f.entity_id
        LEFT JOIN obligations o ON o.id = CASE f.entity
            WHEN 'update' THEN u.obligation_id WHEN 'obligation' THEN f.entity_id END
        LEFT JOIN milestones m ON f.entity = 'milestone' AND m.id = f.entity_id
        LEFT JOIN commitments c ON c.id = CASE f.entity
            WHEN 'commitment' THEN f.entity_id WHEN 'milestone' THEN m.commitment_id
            ELSE o.commitment_id END
        OFFSET 0
    ) a ON true
    WHERE (NOT w.filter ? 'section' OR w.filter -> 'section' @> to_jsonb(a.section))
        AND (NOT w.filter ? 'strength' OR w.filter -> 'strength' ? a.strength::text)
        AND (NOT w.filter ? 'kind' OR w.filter -> 'kind' ? a.kind::text)
        AND (NOT w.filter ? 'tracked' OR (w.filter ->> 'tracked')::boolean = a.tracked)
        AND (
            NOT w.filter ?| ARRAY['party', 'role', 'status', 'due_before', 'due_after']
            OR (
                a.obligation IS NULL AND w.filter -> 'party' ? f.party
                AND NOT w.filter ?| ARRAY['role', 'status', 'due_before', 'due_after']
            )
            OR EXISTS (
                SELECT FROM obligations o
                WHERE o.commitment_id = a.commitment
                    AND (o.id = a.obligation OR a.obligation IS NULL AND o.dropped_at IS NULL)
                    AND (NOT w.filter ? 'party' OR w.filter -> 'party' ? o.party)
                    AND (NOT w.filter ? 'role' OR w.filter -> 'role' ? o.role::text)
                    AND (NOT w.filter ? 'status'
                        OR w.filter -> 'status' ? coalesce(a.said::text, o.status::text))
                    AND (NOT w.filter ? 'due_before'
                        OR o.due_on < (w.filter ->> 'due_before')::date)
                    AND (NOT w.filter ? 'due_after'
                        OR o.due_on > (w.filter ->> 'due_after')::date)
            )
        )
), made AS (
    INSERT INTO deliveries (id, webhook, seq, next_attempt_at)
    SELECT gen_random_uuid(), webhook, seq, now() FROM matching ORDER BY seq
    ON CONFLICT ON CONSTRAINT deliveries_once DO NOTHING
), moved AS (
    UPDATE webhooks w SET mark = b.upto FROM behind b WHERE w.id = b.id RETURNING 1
)
SELECT head.seq AS head, (SELECT count(*) FROM moved) AS moved FROM head
