DROP FUNCTION rollup_of(party_role[], status[]);
DROP FUNCTION version_at(uuid, bigint);
DROP FUNCTION state_at(uuid, date, bigint);
DROP FUNCTION advancement(status);
DROP FUNCTION timeliness_of(boolean, party_role, status, date, date, date, date);
