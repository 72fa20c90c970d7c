DROP TABLE seeded;
DROP FUNCTION blank_bodies(bigint, bigint);
DROP TABLE feed_bodies;
DROP FUNCTION refuse_change_of_bodies();
DROP TABLE feed;
DROP TABLE outbox;
DROP TABLE versions;
DROP TABLE node;
