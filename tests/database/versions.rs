//! An item as it was at a version: sealed or not, with the obligations that stood then.

use diesel_async::SimpleAsyncConnection;
use serde_json::json;
use summit_ledger::actions::delete_commitment::delete_commitment;
use summit_ledger::actions::draft::Draft;
use summit_ledger::actions::patch_commitment::{lock, patch_commitment};
use summit_ledger::db::connect::Failure;
use summit_ledger::db::versions::{Written, author, item_at, since};
use summit_ledger::db::{Conn, Db};
use summit_ledger::domain::deadline::Deadline;
use summit_ledger::domain::party::Role;
use summit_ledger::domain::user::{Caller, UserRole};
use summit_ledger::records::groups::Item;
use summit_ledger::records::ids;
use summit_ledger::seeding::Outcome;
use summit_ledger::sync::seal::seal;

use crate::ledger::{Sketch, Terms, caller, insert, value};
use crate::support::Schema;

const CODE: &str = "MADE-1.1a";

/// The item as its rows have it.
async fn present(db: &Db) -> Item {
    let read = db.write(async |conn| {
        let locked = lock(conn, CODE).await?;
        let mut obligations = locked.obligations;
        obligations.retain(|one| one.dropped_at.is_none());
        Ok(Item { commitment: locked.item, obligations })
    });
    read.await.unwrap()
}

async fn edit(db: &Db, editor: &Caller, change: impl Fn(&mut Draft)) {
    let edited = db.write(async |conn| {
        let locked = lock(conn, CODE).await?;
        let mut draft = Draft::of(&locked.item, &locked.obligations);
        change(&mut draft);
        patch_commitment(conn, editor, &locked, &draft).await
    });
    edited.await.unwrap();
}

/// What there was after each edit, against what is read back at each version.
async fn assert_read_back(db: &Db, states: &[Item], when: &str) {
    let id = ids::commitment("made-up", CODE);
    for (state, version) in states.iter().zip(1..) {
        let read = async |conn: &mut Conn| item_at(conn, id, version).await;
        assert_eq!(db.read(read).await.unwrap().as_ref(), Some(state), "{version}, {when}");
    }
    let count = i64::try_from(states.len()).unwrap();
    for version in [-1, 0, count + 1, i64::MAX - 1] {
        let read = async |conn: &mut Conn| item_at(conn, id, version).await;
        assert_eq!(db.read(read).await.unwrap(), None, "{version}, {when}");
    }
}

async fn writes(db: &Db, base: &Item) -> Vec<Written> {
    db.read(async |conn: &mut Conn| -> Result<_, Failure> { since(conn, base).await })
        .await
        .unwrap()
}

#[tokio::test]
async fn every_version_comes_back_with_its_obligations_sealed_or_not() {
    let schema = Schema::new().await;
    let db = schema.db(4).await;
    let mut sketch = Sketch::new("made-up", "MADE");
    sketch.item(&Terms { deadline: Some("2026"), ..Terms::default() });
    sketch.item(&Terms::default());
    sketch.seed(&db).await;
    let one = caller(&db, "one", UserRole::Editor, None).await;
    let other = caller(&db, "other", UserRole::Editor, None).await;
    let mut states = vec![present(&db).await];
    // Nobody has sealed anything yet, then part of it, then all.
    for step in 0..8 {
        let by = if step % 2 == 0 { &one } else { &other };
        edit(&db, by, |draft| match step {
            0 => draft.note = Some("Hard to say.".to_owned()),
            1 => draft.obligations.retain(|(party, _)| party == "AA"),
            2 => draft.deadline = Some(Deadline::parse("2027").unwrap()),
            3 => draft.obligations.push(("SEC".to_owned(), Role::Participant)),
            4 => draft.obligations.push(("BB".to_owned(), Role::Participant)),
            5 => draft.obligations[0].1 = Role::Lead,
            6 => draft.deadline = None,
            _ => draft.verb = Some("will".to_owned()),
        })
        .await;
        states.push(present(&db).await);
        if step == 3 {
            assert_read_back(&db, &states, "unsealed").await;
            seal(&db).await.unwrap();
            assert_read_back(&db, &states, "sealed").await;
        }
    }
    // Whoever seals meanwhile changes nothing of it. The other half waits in the outbox.
    assert_read_back(&db, &states, "half sealed").await;
    for from in [1, 3, 5] {
        let writes = writes(&db, &states[from - 1]).await;
        let items: Vec<_> = writes.iter().map(|write| sorted(&write.item)).collect();
        let wanted: Vec<_> = states[from..].iter().map(sorted).collect();
        assert_eq!(items, wanted, "since {from}");
        let by: Vec<_> = writes.iter().map(|write| write.by.as_str()).collect();
        let wanted: Vec<_> =
            (from..9).map(|step| if step % 2 == 1 { "one" } else { "other" }).collect();
        assert_eq!(by, wanted);
    }
    let item = states[0].commitment.id;
    let last = db.read(async |conn| Ok(author(conn, item, 9).await?)).await.unwrap();
    assert_eq!(last.by, "other");
    seal(&db).await.unwrap();
    assert_read_back(&db, &states, "all sealed").await;
    let first = db.read(async |conn| Ok(author(conn, item, 1).await?)).await.unwrap();
    assert_eq!(first.by, "seed");
    assert_eq!(writes(&db, &states[8]).await.len(), 0);
}

fn sorted(item: &Item) -> Item {
    let mut item = item.clone();
    item.obligations.sort_by(|a, b| a.sort_key.cmp(&b.sort_key));
    item
}

/// Seeds that change who owes count up the version of the item, as an editor does: else an edit
/// made before would write over it unseen.
#[tokio::test]
async fn what_seeds_change_of_who_owes_shows_by_the_version() {
    let schema = Schema::new().await;
    let db = schema.db(4).await;
    let mut sketch = Sketch::new("made-up", "MADE");
    sketch.item(&Terms { deadline: Some("2026"), ..Terms::default() });
    sketch.seed(&db).await;
    let mut states = vec![present(&db).await];
    sketch.set.items[0].obligations[1].role = Role::Participant;
    assert_eq!(sketch.seed(&db).await.count(Outcome::Changed), 1);
    states.push(present(&db).await);
    assert_eq!(states[1].commitment.version, 2);
    assert_eq!(states[1].obligations[1].role, Role::Participant);
    assert_read_back(&db, &states, "seeded again").await;
    // Deleted, it is still what it was, with those who owed.
    let editor = caller(&db, "editor", UserRole::Editor, None).await;
    let deleted = db.write(async |conn| {
        let locked = lock(conn, CODE).await?;
        delete_commitment(conn, &editor, &locked).await
    });
    let commitment = deleted.await.unwrap();
    states.push(Item { commitment, ..states[1].clone() });
    assert_read_back(&db, &states, "deleted").await;
    assert_eq!(sketch.seed(&db).await.count(Outcome::Changed), 0);
}

/// What is known of a conflict stays; its resolution comes once.
#[tokio::test]
async fn a_conflict_is_only_ever_resolved_and_once() {
    let schema = Schema::new().await;
    let db = schema.db(4).await;
    let mut sketch = Sketch::new("made-up", "MADE");
    sketch.item(&Terms::default());
    sketch.seed(&db).await;
    let mut owner = schema.owner().await;
    let id = ids::commitment("made-up", CODE);
    let row = json!({
        "id": ids::new(), "entity": "commitment", "entity_id": id, "commitment_id": id,
        "declaration": "made-up", "code": CODE, "group": "titles", "base_version": 1,
        "base": {}, "theirs": {"title": {}}, "yours": {}, "theirs_version": 1,
        "theirs_by": "one", "theirs_at": "2026-02-01T00:00:00Z", "yours_by": "other",
        "yours_at": "2026-02-01T00:00:00Z", "made_at": "2026-01-01T00:00:00Z",
        "node": "laptop", "operation": "o", "version": 1,
    });
    insert(&mut owner, "conflicts", &[row]).await.unwrap();
    let resolve = "UPDATE conflicts SET version = 2, resolution = 'theirs', resolved_by = 'x',
        resolved_at = now()";
    let mut service = db.get().await.unwrap();
    for column in [
        "base = '{\"x\": 1}'",
        "theirs = '{}'",
        "yours = '{\"x\": 1}'",
        "theirs_by = 'x'",
        "yours_by = 'x'",
        "yours_at = now()",
        "node = 'x'",
        "operation = 'x'",
        "made_at = now()",
        "\"group\" = 'coding'",
        "base_version = 2, theirs_version = 2",
        "id = gen_random_uuid()",
    ] {
        let sql = format!("{resolve}, {column}");
        let said = owner.batch_execute(&sql).await.unwrap_err().to_string();
        assert!(said.contains("is refused"), "{sql}: {said}");
        let said = service.batch_execute(&sql).await.unwrap_err().to_string();
        assert!(said.contains("permission denied"), "{sql}: {said}");
    }
    for sql in ["DELETE FROM conflicts", "TRUNCATE conflicts"] {
        let said = owner.batch_execute(sql).await.unwrap_err().to_string();
        assert!(said.contains("is refused"), "{sql}: {said}");
        assert!(service.batch_execute(sql).await.is_err(), "{sql}");
    }
    service.batch_execute(resolve).await.unwrap();
    for sql in [
        resolve,
        "UPDATE conflicts SET version = 1, resolution = NULL, resolved_by = NULL,
        resolved_at = NULL",
    ] {
        let said = service.batch_execute(sql).await.unwrap_err().to_string();
        assert!(said.contains("is refused"), "{sql}: {said}");
    }
    let there = value(&mut owner, "SELECT to_jsonb(resolved_by) FROM conflicts").await;
    assert_eq!(there, "x");
}
