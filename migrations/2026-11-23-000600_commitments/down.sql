DROP TRIGGER paragraphs_quote_exact ON paragraphs;
DROP TABLE commitments;
DROP FUNCTION check_quotes();
