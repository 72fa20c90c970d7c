DROP TABLE commitment_statuses, obligation_states;
ALTER TABLE obligations DROP COLUMN first_day;
