//! What a reader of the feed wants of it: SQL over the envelopes, without opening a body.

use super::filter::one_of;
use super::statement::Statement;
use crate::records::change::Entity;

/// What the feed is narrowed to. An empty list narrows nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChangeFilter {
    pub entities: Vec<Entity>,
    /// Slugs. A party belongs to no declaration.
    pub declarations: Vec<String>,
    /// Codes. Of a party are its own record, its obligations, milestones and updates, and the
    /// commitments and conflicts that it owes under.
    pub parties: Vec<String>,
}

impl ChangeFilter {
    /// Whether it lets everything through.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.entities.is_empty() && self.declarations.is_empty() && self.parties.is_empty()
    }

    /// Whether changes of this entity can be let through.
    #[must_use]
    pub fn lets(&self, entity: Entity) -> bool {
        self.entities.is_empty() || self.entities.contains(&entity)
    }

    /// Conditions on the envelope `f`, each beginning with AND.
    pub(super) fn on_feed(&self, sql: Statement) -> Statement {
        let sql = one_of(sql, "f.entity", &self.entities);
        let sql = one_of(sql, "f.declaration", &self.declarations);
        if self.parties.is_empty() {
            return sql;
        }
        // Dropped obligations count: what was owed once is still of the party. Not by EXISTS, for
        // which Postgres gathers all that the party owes before it looks at the first change.
        sql.append(
            Statement::new(
                " AND (f.party = ANY($p::text[])
                    OR f.entity = 'commitment' AND (
                        SELECT true FROM obligations o
                        WHERE o.commitment_id = f.entity_id AND o.party = ANY($p::text[]) LIMIT 1)
                    OR f.entity = 'conflict' AND (
                        SELECT true FROM versions v
                        JOIN obligations o ON o.commitment_id = (v.body ->> 'commitment_id')::uuid
                        WHERE v.entity_id = f.entity_id AND v.version = f.version
                            AND o.party = ANY($p::text[]) LIMIT 1))",
            )
            .substitute("$p", &self.parties),
        )
    }
}
