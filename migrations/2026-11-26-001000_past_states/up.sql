-- Obligations and items on days before the last that was spoken of, so that no list has to fold
-- updates (src/domain/past.rs). On that day and later the state kept beside the row holds.
CREATE TABLE past_states (
    obligation_id uuid NOT NULL REFERENCES obligations (id),
    -- Holds from this day, NULL: since ever; and until the day before this one.
    from_day date,
    until_day date NOT NULL,
    status status NOT NULL,
    basis basis,
    as_of date,
    done_on date,
    declared jsonb,
    assessed jsonb,
    contested boolean NOT NULL,
    reassess boolean NOT NULL,
    head uuid,
    PRIMARY KEY (obligation_id, until_day),
    CONSTRAINT past_states_days CHECK (from_day < until_day),
    CONSTRAINT past_states_done CHECK ((status = 'complete') = (done_on IS NOT NULL)),
    -- Before the first day that was spoken of nothing was reported, and only then.
    CONSTRAINT past_states_said CHECK (
        (status = 'not_reported') = (from_day IS NULL)
        AND (from_day IS NULL) = (basis IS NULL)
        AND (basis IS NULL) = (as_of IS NULL)
        AND (basis IS NULL) = (head IS NULL)
    )
);
CREATE INDEX past_states_by_status ON past_states (status, until_day);
CREATE INDEX past_states_differing ON past_states (until_day)
    WHERE contested OR reassess OR declared ->> 'status' <> assessed ->> 'status';

CREATE TABLE past_rollups (
    commitment_id uuid NOT NULL REFERENCES commitments (id),
    from_day date,
    until_day date NOT NULL,
    status status NOT NULL,
    PRIMARY KEY (commitment_id, until_day),
    CONSTRAINT past_rollups_days CHECK (from_day < until_day)
);
CREATE INDEX past_rollups_by_status ON past_rollups (status, until_day);

-- The first day that any counting update is about, for how much was reported as of a day.
ALTER TABLE obligations ADD COLUMN first_day date;

-- What is there already.
CREATE TEMPORARY TABLE spoken_days ON COMMIT DROP AS
    SELECT DISTINCT u.obligation_id, u.as_of AS day FROM updates u
    WHERE u.status <> 'withdrawn' AND NOT EXISTS (SELECT FROM updates c WHERE c.corrects = u.id);
INSERT INTO past_states
    SELECT d.obligation_id, d.from_day, d.until_day, s.status, s.basis, s.as_of, s.done_on,
        s.declared, s.assessed, s.contested, s.reassess, s.head
    FROM (
        SELECT obligation_id, lag(day) OVER (PARTITION BY obligation_id ORDER BY day) AS from_day,
            day AS until_day
        FROM spoken_days
    ) d
    CROSS JOIN LATERAL state_at(d.obligation_id, d.until_day - 1, NULL) s;
INSERT INTO past_rollups
    SELECT d.commitment_id, d.from_day, d.until_day, r.status
    FROM (
        SELECT commitment_id, lag(day) OVER (PARTITION BY commitment_id ORDER BY day) AS from_day,
            day AS until_day
        FROM (
            SELECT DISTINCT o.commitment_id, s.day FROM spoken_days s
            JOIN obligations o ON o.id = s.obligation_id WHERE o.dropped_at IS NULL
        ) days
    ) d
    CROSS JOIN LATERAL (
        SELECT rollup_of(array_agg(o.role), array_agg(coalesce(p.status, o.status))) AS status
        FROM obligations o
        LEFT JOIN past_states p ON p.obligation_id = o.id AND p.until_day > d.until_day - 1
            AND (p.from_day IS NULL OR p.from_day <= d.until_day - 1)
        WHERE o.commitment_id = d.commitment_id AND o.dropped_at IS NULL
    ) r
    WHERE r.status IS NOT NULL;
UPDATE obligations o SET first_day = s.day
    FROM (SELECT obligation_id, min(day) AS day FROM spoken_days GROUP BY obligation_id) s
    WHERE o.id = s.obligation_id;
ALTER TABLE obligations ADD CONSTRAINT obligations_days
    CHECK (first_day <= last_day AND (first_day IS NULL) = (last_day IS NULL));
CREATE INDEX obligations_to_report ON obligations (party, first_day)
    WHERE tracked AND standing AND dropped_at IS NULL AND role <> 'supporter';
