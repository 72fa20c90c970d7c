ALTER TABLE obligations DROP CONSTRAINT obligations_head;
DROP TABLE evidence;
DROP TABLE updates;
