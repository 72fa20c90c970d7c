-- In which state an obligation was on which days, and an item with it, so that no list of a past
-- day has to fold updates (src/domain/course.rs). The state that is kept beside the row is the
-- last of them.
CREATE TABLE obligation_states (
    obligation_id uuid NOT NULL REFERENCES obligations (id),
    -- Holds from this day, NULL: since ever; and until the day before this one.
    from_day date,
    until_day date NOT NULL DEFAULT '9999-12-31',
    status status NOT NULL DEFAULT 'not_reported',
    basis basis,
    as_of date,
    done_on date,
    declared jsonb,
    assessed jsonb,
    contested boolean NOT NULL DEFAULT false,
    reassess boolean NOT NULL DEFAULT false,
    head uuid,
    PRIMARY KEY (obligation_id, until_day),
    CONSTRAINT obligation_states_days CHECK (from_day < until_day),
    CONSTRAINT obligation_states_done CHECK ((status = 'complete') = (done_on IS NOT NULL)),
    -- Before the first day that was spoken of nothing was reported, and only then.
    CONSTRAINT obligation_states_said CHECK (
        (status = 'not_reported') = (from_day IS NULL)
        AND (from_day IS NULL) = (basis IS NULL)
        AND (basis IS NULL) = (as_of IS NULL)
        AND (basis IS NULL) = (head IS NULL)
    )
);
-- Of an early day few had begun, of a late one few were over.
CREATE INDEX obligation_states_by_beginning ON obligation_states (status, from_day);
CREATE INDEX obligation_states_by_status ON obligation_states (status, until_day);
CREATE INDEX obligation_states_differing ON obligation_states (until_day)
    WHERE contested OR reassess OR declared ->> 'status' <> assessed ->> 'status';

CREATE TABLE commitment_statuses (
    commitment_id uuid NOT NULL REFERENCES commitments (id),
    from_day date,
    until_day date NOT NULL,
    status status NOT NULL,
    PRIMARY KEY (commitment_id, until_day),
    CONSTRAINT commitment_statuses_days CHECK (from_day < until_day)
);
CREATE INDEX commitment_statuses_by_status ON commitment_statuses (status, until_day);

-- The first day that any counting update is about, for how much was reported as of a day.
ALTER TABLE obligations ADD COLUMN first_day date;

-- What is there already.
CREATE TEMPORARY TABLE spoken_days ON COMMIT DROP AS
    SELECT DISTINCT u.obligation_id, u.as_of AS day FROM updates u
    WHERE u.status <> 'withdrawn' AND NOT EXISTS (SELECT FROM updates c WHERE c.corrects = u.id)
    UNION ALL SELECT id, DATE '9999-12-31' FROM obligations;
INSERT INTO obligation_states
    SELECT d.obligation_id, d.from_day, d.until_day, s.status, s.basis, s.as_of, s.done_on,
        s.declared, s.assessed, s.contested, s.reassess, s.head
    FROM (
        SELECT obligation_id, lag(day) OVER (PARTITION BY obligation_id ORDER BY day) AS from_day,
            day AS until_day
        FROM spoken_days
    ) d
    CROSS JOIN LATERAL state_at(d.obligation_id, d.until_day - 1, NULL) s;
INSERT INTO commitment_statuses
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
        SELECT rollup_of(array_agg(o.role), array_agg(s.status)) AS status
        FROM obligations o
        JOIN obligation_states s ON s.obligation_id = o.id AND s.until_day >= d.until_day
            AND (s.from_day IS NULL OR s.from_day < d.until_day)
        WHERE o.commitment_id = d.commitment_id AND o.dropped_at IS NULL
    ) r
    WHERE r.status IS NOT NULL;
UPDATE obligations o SET first_day = s.day
    FROM (SELECT obligation_id, min(day) AS day FROM spoken_days GROUP BY obligation_id) s
    WHERE o.id = s.obligation_id AND s.day < '9999-12-31';
ALTER TABLE obligations ADD CONSTRAINT obligations_days
    CHECK (first_day <= last_day AND (first_day IS NULL) = (last_day IS NULL));
CREATE INDEX obligations_to_report ON obligations (party, first_day)
    WHERE tracked AND standing AND dropped_at IS NULL AND role <> 'supporter';
