-- The rules of src/domain in SQL, for queries that filter by them. Property tests hold the two
-- against each other.

-- See src/domain/timeliness.rs.
CREATE FUNCTION timeliness_of(
    tracked boolean, role party_role, status status,
    opens_on date, due_on date, done_on date, day date
) RETURNS timeliness LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE
        WHEN NOT tracked OR status IN ('abandoned', 'superseded') THEN 'not_due'::timeliness
        WHEN role = 'supporter' THEN 'follows'
        WHEN due_on IS NULL THEN 'undated'
        WHEN status = 'complete' AND done_on <= due_on THEN 'done_on_time'
        WHEN status = 'complete' THEN 'done_late'
        WHEN day > due_on THEN 'overdue'
        WHEN opens_on > day THEN 'upcoming'
        ELSE 'in_window'
    END
$$;

-- See Status::advancement in src/domain/status.rs.
CREATE FUNCTION advancement(status status) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT array_position(ARRAY[
        'abandoned', 'not_reported', 'not_started', 'stalled', 'in_progress',
        'substantial', 'ongoing', 'complete', 'superseded'
    ]::status[], status)
$$;

-- An obligation's state by the statements about days up to `day`, of the updates whose changes
-- were sealed by `seq` (NULL: of all). See src/domain/fold.rs. Always one row.
CREATE FUNCTION state_at(obligation uuid, day date, seq bigint) RETURNS TABLE (
    status status, basis basis, as_of date, done_on date, declared jsonb, assessed jsonb,
    contested boolean, reassess boolean, head uuid, changed_at timestamptz
) LANGUAGE sql STABLE PARALLEL SAFE AS $$
    WITH known AS (
        SELECT u.id, u.basis, u.status, u.as_of, u.done_on, u.corrects, u.at
        FROM updates u
        WHERE u.obligation_id = obligation
          AND (state_at.seq IS NULL OR EXISTS (
              SELECT FROM feed f
              WHERE f.entity_id = u.id AND f.version = 1 AND f.seq <= state_at.seq))
    ), latest AS (
        SELECT k.id, k.basis, k.status::text::status AS status, k.as_of, k.done_on,
            rank() OVER (PARTITION BY k.basis ORDER BY k.as_of DESC) AS age
        FROM known k
        WHERE k.status <> 'withdrawn' AND k.as_of <= day
          AND NOT EXISTS (SELECT FROM known c WHERE c.corrects = k.id)
    ), counting AS (
        SELECT DISTINCT ON (l.basis) l.*, count(*) OVER same > min_count.n AS differs
        FROM latest l
        CROSS JOIN LATERAL (
            SELECT count(*) AS n FROM latest t
            WHERE t.age = 1 AND t.basis = l.basis AND t.status = l.status
              AND t.done_on IS NOT DISTINCT FROM l.done_on
        ) min_count
        WHERE l.age = 1
        WINDOW same AS (PARTITION BY l.basis)
        ORDER BY l.basis, advancement(l.status), l.done_on DESC, l.id DESC
    )
    SELECT coalesce(a.status, d.status, 'not_reported'),
        CASE WHEN a.id IS NOT NULL THEN 'assessed'::basis
             WHEN d.id IS NOT NULL THEN 'declared' END,
        CASE WHEN a.id IS NOT NULL THEN a.as_of ELSE d.as_of END,
        CASE WHEN a.id IS NOT NULL THEN a.done_on ELSE d.done_on END,
        CASE WHEN d.id IS NOT NULL THEN
            jsonb_build_object('status', d.status, 'as_of', d.as_of, 'done_on', d.done_on) END,
        CASE WHEN a.id IS NOT NULL THEN
            jsonb_build_object('status', a.status, 'as_of', a.as_of, 'done_on', a.done_on) END,
        coalesce(a.differs, false) OR coalesce(d.differs, false),
        coalesce(d.as_of > a.as_of
            AND (d.status, d.done_on) IS DISTINCT FROM (a.status, a.done_on), false),
        coalesce(a.id, d.id),
        (SELECT max(k.at) FROM known k)
    FROM (VALUES (1)) one
    LEFT JOIN counting a ON a.basis = 'assessed'
    LEFT JOIN counting d ON d.basis = 'declared'
$$;

-- A record as it was when the feed had come to `seq`; NULL if it was not there yet.
CREATE FUNCTION version_at(entity_id uuid, seq bigint) RETURNS jsonb
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT v.body FROM versions v
    JOIN feed f ON f.entity_id = v.entity_id AND f.version = v.version
    WHERE v.entity_id = version_at.entity_id AND f.seq <= version_at.seq
    ORDER BY v.version DESC LIMIT 1
$$;

-- A commitment's status from the roles and states of its obligations. See src/domain/rollup.rs.
CREATE FUNCTION rollup_of(roles party_role[], statuses status[]) RETURNS status
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    WITH o AS (
        SELECT r AS role, s AS status FROM unnest(roles, statuses) t(r, s)
    ), ruling AS (
        SELECT o.status FROM o
        WHERE CASE WHEN EXISTS (SELECT FROM o WHERE role IN ('host', 'lead'))
            THEN role IN ('host', 'lead') ELSE role = 'participant' END
    ), counted AS (
        SELECT status FROM ruling WHERE status <> 'superseded'
    )
    SELECT CASE
        WHEN NOT EXISTS (SELECT FROM ruling) THEN NULL
        WHEN NOT EXISTS (SELECT FROM counted) THEN 'superseded'::status
        WHEN (SELECT min(status) = max(status) FROM counted) THEN (SELECT min(status) FROM counted)
        WHEN EXISTS (SELECT FROM counted WHERE status IN ('stalled', 'abandoned')) THEN 'stalled'
        ELSE 'in_progress'
    END
$$;
