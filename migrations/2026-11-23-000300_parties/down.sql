DROP TABLE parties;
DROP FUNCTION check_members();
