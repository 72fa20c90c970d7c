DROP TABLE past_rollups, past_states;
ALTER TABLE obligations DROP COLUMN first_day;
