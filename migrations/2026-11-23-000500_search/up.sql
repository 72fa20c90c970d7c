-- Search in Chinese, English and Russian without an extension: Postgres has no word breaker for
-- Chinese, so a run of Han characters is indexed by its overlapping pairs, and its last character.
CREATE FUNCTION han_pairs(words text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(DISTINCT substr(run.chars, i, 2)), '{}')
    FROM (
        SELECT m[1] AS chars
        FROM regexp_matches(words, '[\u3400-\u4DBF\u4E00-\u9FFF\uF900-\uFAFF]+', 'g') m
    ) run,
    generate_series(1, char_length(run.chars)) i
$$;

CREATE FUNCTION without_han(words text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT regexp_replace(words, '[\u3400-\u4DBF\u4E00-\u9FFF\uF900-\uFAFF]+', ' ', 'g')
$$;

-- What an item is found by: its titles in every language, and its quote.
CREATE FUNCTION search_vector(code text, title jsonb, quote text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT array_to_tsvector(han_pairs(t.words))
        || to_tsvector('simple', without_han(t.words))
        || to_tsvector('english', without_han(t.words))
        || to_tsvector('russian', without_han(t.words))
    FROM (
        SELECT concat_ws(' ', code, quote, title ->> 'zh', title ->> 'en', title ->> 'ru',
            (title - 'zh' - 'en' - 'ru')::text) AS words
    ) t
$$;

-- All words must be there, each as written, or in another form of it in English or Russian.
-- Of a run of Han characters all pairs must be there; a single one matches by its beginning.
CREATE FUNCTION search_query(words text) RETURNS tsquery
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT han.query
        && (websearch_to_tsquery('simple', without_han(words))
            || websearch_to_tsquery('english', without_han(words))
            || websearch_to_tsquery('russian', without_han(words)))
    FROM (
        SELECT coalesce(string_agg(
            CASE WHEN char_length(run.m[1]) = 1 THEN quote_literal(run.m[1]) || ':*'
                 ELSE (SELECT string_agg(quote_literal(substr(run.m[1], i, 2)), ' & ')
                       FROM generate_series(1, char_length(run.m[1]) - 1) i)
            END, ' & '), '')::tsquery AS query
        FROM regexp_matches(words, '[\u3400-\u4DBF\u4E00-\u9FFF\uF900-\uFAFF]+', 'g') run(m)
    ) han
$$;
