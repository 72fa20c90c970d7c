-- Of which declaration and party a change is, so that the feed can be narrowed without opening a
-- body. Beside the envelope, not in it: the chain does not cover them.
ALTER TABLE outbox ADD COLUMN declaration text, ADD COLUMN party text;
ALTER TABLE feed ADD COLUMN declaration text, ADD COLUMN party text;

-- What is sealed already gets them too. Nothing else of it is touched, so for this once the rows
-- may be written.
ALTER TABLE feed DISABLE TRIGGER append_only;
UPDATE feed f SET
    declaration = v.declaration,
    party = CASE f.entity WHEN 'party' THEN v.body ->> 'code' ELSE v.body ->> 'party' END
FROM versions v WHERE v.entity_id = f.entity_id AND v.version = f.version;
UPDATE feed f SET declaration = o.declaration, party = o.party
FROM updates u JOIN obligations o ON o.id = u.obligation_id
WHERE f.entity = 'update' AND u.id = f.entity_id;
ALTER TABLE feed ENABLE TRIGGER append_only;

UPDATE outbox x SET
    declaration = v.declaration,
    party = CASE x.entity WHEN 'party' THEN v.body ->> 'code' ELSE v.body ->> 'party' END
FROM versions v WHERE v.entity_id = x.entity_id AND v.version = x.version;
UPDATE outbox x SET declaration = o.declaration, party = o.party
FROM updates u JOIN obligations o ON o.id = u.obligation_id
WHERE x.entity = 'update' AND u.id = x.entity_id;
