-- Obligations on which statements differ, as the review lists them: few among many.
CREATE INDEX obligations_disputed ON obligations (sort_key) WHERE contested OR reassess;
