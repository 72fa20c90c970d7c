DROP TYPE change_op, entity, user_role, urgency, kind, strength, party_role, party_kind,
    timeliness, basis, update_status, status;
