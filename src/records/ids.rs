//! Ids: random and ordered by time for what is made here, derived for what every node seeds alike.

use uuid::Uuid;

/// The namespace of derived ids, itself derived from a name of ours.
fn namespace() -> Uuid {
    Uuid::new_v5(&Uuid::NAMESPACE_URL, b"urn:summit-ledger")
}

/// A new id (UUIDv7, RFC 9562), ordered by the time of its making.
#[must_use]
pub fn new() -> Uuid {
    Uuid::now_v7()
}

/// The id of a party: every node that knows the code gives it alike.
#[must_use]
pub fn party(code: &str) -> Uuid {
    derived(&["party", code])
}

/// The id of a declaration.
#[must_use]
pub fn declaration(slug: &str) -> Uuid {
    derived(&["declaration", slug])
}

/// The id of a seeded commitment, from its declaration's slug and its own code.
#[must_use]
pub fn commitment(slug: &str, code: &str) -> Uuid {
    derived(&["declaration", slug, code])
}

/// The id of an obligation, from its commitment, party and occurrence.
///
/// Also of one that an editor adds: added on two nodes, it is the same obligation.
#[must_use]
pub fn obligation(commitment: Uuid, party: &str, occurrence: Option<&str>) -> Uuid {
    derived(&["obligation", &commitment.to_string(), party, occurrence.unwrap_or("")])
}

/// UUIDv5 of the parts, kept apart by a character that none of them has.
fn derived(parts: &[&str]) -> Uuid {
    Uuid::new_v5(&namespace(), parts.join("\n").as_bytes())
}
