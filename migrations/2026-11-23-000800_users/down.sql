DROP TABLE operations;
DROP TABLE tokens;
DROP TABLE users;
