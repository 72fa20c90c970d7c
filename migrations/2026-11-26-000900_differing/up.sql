-- Obligations on which what was said differs, as the review lists them: few among many.
CREATE INDEX obligations_differing ON obligations (sort_key)
    WHERE contested OR reassess OR declared ->> 'status' <> assessed ->> 'status';
