DROP TABLE sign_in_attempts;
DROP TABLE sessions;
DROP TABLE password_links;
DROP TABLE passwords;
