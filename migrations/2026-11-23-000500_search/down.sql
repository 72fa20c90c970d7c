DROP FUNCTION search_query(text);
DROP FUNCTION search_vector(text, jsonb, text);
DROP FUNCTION without_han(text);
DROP FUNCTION han_pairs(text);
