//! SQL against Rust: states, timeliness, rollups and lists, on any day and at any place of the feed.

mod naive;
mod plan;

use std::collections::BTreeMap;

use diesel_async::RunQueryDsl;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};
use summit_ledger::db::filter::{Filter, Moment};
use summit_ledger::db::moment::{After, Listing, Sort};
use summit_ledger::db::statement::Statement;
use summit_ledger::db::{Conn, Db, changes, commitments, obligations, updates};
use summit_ledger::domain::fold::{State, fold};
use summit_ledger::domain::party::Role;
use summit_ledger::domain::rollup::rollup;
use summit_ledger::domain::status::{Basis, Status, UpdateStatus};
use summit_ledger::domain::terms::Term;
use summit_ledger::domain::timeliness::{Due, Timeliness};
use summit_ledger::domain::user::UserRole;
use summit_ledger::records::change::Change;
use summit_ledger::sync::seal::seal;

use crate::courses::check_courses;
use crate::ledger::{Sketch, Terms, about, caller, day, file, insert, rows, update};

use crate::support::Schema;
use naive::{Seen, World};
use plan::{Case, Question, When};

#[test]
fn lists_and_states_are_what_the_rules_say() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let settings =
        Config { cases: 6, max_shrink_iters: 40, failure_persistence: None, ..Config::default() };
    let outcome = TestRunner::new(settings).run(&plan::case(), |case| {
        runtime.block_on(check(&case));
        Ok(())
    });
    outcome.unwrap_or_else(|failure| panic!("{failure}"));
}

/// Makes the ledger of a case in two steps, and asks its questions.
async fn check(case: &Case) {
    let schema = Schema::new().await;
    let db = schema.db(2).await;
    let mut owner = schema.owner().await;
    let [first, second] = case.worlds();

    let earlier = write(&db, &mut owner, &first, &World::default()).await;
    let later = write(&db, &mut owner, &second, &first).await;
    let mut looked_at = Vec::new();
    for question in &case.questions {
        let (world, known) = match question.when {
            When::Live => (&second, None),
            When::Earlier => (&first, Some(earlier)),
            When::Later => (&second, Some(later)),
        };
        let moment = Moment { day: question.day, known };
        if !looked_at.contains(&moment) {
            states_agree(&mut owner, world, moment).await;
            looked_at.push(moment);
        }
        obligations_agree(&mut owner, world, question, moment).await;
        commitments_agree(&mut owner, world, question, moment).await;
    }
}

/// Brings the ledger from one world to the next; gives the head of the feed then.
///
/// The items go the way of every seeding; updates come in bulk, also about days to come, and what
/// is kept beside the items is what Rust says.
async fn write(db: &Db, owner: &mut Conn, world: &World, before: &World) -> i64 {
    world.sketch.seed(db).await;
    let known = before.updates().count();
    let new: Vec<_> = world.updates().skip(known).cloned().collect();
    if !new.is_empty() {
        let rows: Vec<Value> = new.iter().map(naive::update_row).collect();
        insert(owner, "updates", &rows).await.unwrap();
        let all: Vec<Change> =
            new.into_iter().map(|update| Change::created(update.into())).collect();
        let now = chrono::Utc::now();
        db.write(async |conn| changes::append(conn, &all, "somebody", now).await).await.unwrap();
    }
    let kept = world.kept_states();
    Statement::new(
        "UPDATE obligations o SET (status, basis, as_of, done_on, declared, assessed, contested,
            reassess, head, first_day, last_day, changed_at) = (SELECT r.status, r.basis, r.as_of,
            r.done_on, r.declared, r.assessed, r.contested, r.reassess, r.head, r.first_day,
            r.last_day, r.changed_at)
        FROM jsonb_populate_recordset(NULL::obligations, ",
    )
    .bind(json!(kept).to_string())
    .sql("::text::jsonb) r WHERE r.id = o.id")
    .execute(owner)
    .await
    .unwrap();
    Statement::new(
        "UPDATE commitments c SET status = r.status
        FROM jsonb_populate_recordset(NULL::commitments, ",
    )
    .bind(json!(world.kept_rollups()).to_string())
    .sql("::text::jsonb) r WHERE r.id = c.id")
    .execute(owner)
    .await
    .unwrap();
    world.keep_courses(owner).await;
    seal(db).await.unwrap().seq
}

/// `state_at` is the fold, of obligations dropped since too.
async fn states_agree(conn: &mut Conn, world: &World, moment: Moment) {
    let seq = moment.known.map_or("NULL".to_owned(), |seq| seq.to_string());
    let query = Statement::new("SELECT o.id, s.* FROM obligations o CROSS JOIN state_at(o.id, ")
        .bind(moment.day)
        .sql(&format!(", {seq}) s"));
    let by_sql: BTreeMap<String, Value> = rows(conn, query)
        .await
        .into_iter()
        .map(|row| (row["id"].as_str().unwrap().to_owned(), row))
        .collect();
    for owed in world.obligations() {
        let state = fold(&owed.facts(), Some(moment.day));
        let mut expected = naive::state_row(&state, owed);
        // Only the present state knows of days to come.
        let columns = expected.as_object_mut().unwrap();
        columns.retain(|name, _| !["first_day", "last_day"].contains(&name.as_str()));
        let row = naive::with_utc(by_sql[&owed.record.id.to_string()].clone());
        assert_eq!(row, expected, "on {} of {:#?}", moment.day, owed.facts());
    }
}

async fn obligations_agree(conn: &mut Conn, world: &World, question: &Question, moment: Moment) {
    let Question { filter, sort, page, .. } = question;
    let expected = world.list_obligations(filter, moment.day, *sort);
    let mut listed = Vec::new();
    let mut after: Option<After> = None;
    loop {
        let listing = Listing { filter, moment, sort: *sort, after: after.as_ref(), limit: *page };
        let rows = obligations::list(conn, &listing).await.unwrap();
        listed.extend(rows.iter().map(Seen::of));
        let Some(last) = rows.last() else { break };
        after = Some(last.after());
    }
    assert_eq!(listed, expected, "{question:#?} at {moment:?}");

    let overdue = obligations::overdue(conn, filter, moment, i64::MAX).await.unwrap();
    let asked = Filter { timeliness: vec![Timeliness::Overdue], ..filter.clone() };
    let expected = world.list_obligations(&asked, moment.day, Sort::Due);
    let overdue: Vec<Seen> = overdue.iter().map(Seen::of).collect();
    assert_eq!(overdue, expected, "overdue: {question:#?} at {moment:?}");
}

async fn commitments_agree(conn: &mut Conn, world: &World, question: &Question, moment: Moment) {
    let Question { filter, sort, page, .. } = question;
    // Commitments are not listed by when they were last spoken of.
    let sort = if *sort == Sort::ChangedDescending { Sort::Code } else { *sort };
    let expected = world.list_commitments(filter, moment.day, sort);
    let mut listed = Vec::new();
    let mut after: Option<After> = None;
    loop {
        let listing = Listing { filter, moment, sort, after: after.as_ref(), limit: *page };
        let rows = commitments::list(conn, &listing).await.unwrap();
        let Some(last) = rows.last() else { break };
        after = Some(last.after());
        listed.extend(rows.into_iter().map(|row| (row.record.code, row.record.due_on)));
    }
    assert_eq!(listed, expected, "{question:#?} at {moment:?}");
}

#[tokio::test]
async fn timeliness_is_one_rule() {
    let schema = Schema::new().await;
    let query = "WITH day(day) AS (VALUES ('2026-01-10'::date), ('2026-01-11'), ('2026-01-12'),
            ('2026-01-13'), (NULL))
        SELECT t.tracked, r.role, s.status, o.day AS opens_on, d.day AS due_on, e.day AS done_on,
            n.day, timeliness_of(t.tracked, r.role, s.status, o.day, d.day, e.day, n.day)
        FROM (VALUES (true), (false)) t(tracked), unnest(enum_range(NULL::party_role)) r(role),
            unnest(enum_range(NULL::status)) s(status), day o, day d, day e, day n
        WHERE n.day IS NOT NULL";
    let all = rows(&mut schema.owner().await, Statement::new(query)).await;
    assert_eq!(all.len(), 2 * Role::ALL.len() * Status::ALL.len() * 5 * 5 * 5 * 4);
    for row in all {
        let on = |name: &str| row[name].as_str().map(day);
        let due = Due {
            tracked: row["tracked"] == true,
            role: Role::parse(row["role"].as_str().unwrap()).unwrap(),
            status: Status::parse(row["status"].as_str().unwrap()).unwrap(),
            opens_on: on("opens_on"),
            due_on: on("due_on"),
            done_on: on("done_on"),
        };
        let expected = due.timeliness(on("day").unwrap());
        assert_eq!(row["timeliness_of"], expected.as_str(), "{row}");
    }
}

#[tokio::test]
async fn advancement_and_rollup_are_one_rule() {
    let schema = Schema::new().await;
    let mut conn = schema.owner().await;
    let query = "SELECT s, advancement(s) FROM unnest(enum_range(NULL::status)) s";
    let all = rows(&mut conn, Statement::new(query)).await;
    let place = |row: &Value| row["advancement"].as_i64().unwrap();
    for (a, b) in all.iter().flat_map(|a| all.iter().map(move |b| (a, b))) {
        let status = |row: &Value| Status::parse(row["s"].as_str().unwrap()).unwrap();
        let in_rust = status(a).advancement().cmp(&status(b).advancement());
        assert_eq!(place(a).cmp(&place(b)), in_rust, "{a} {b}");
    }

    // Everything that up to two obligations can be, and three at random.
    let every: Vec<(Role, Status)> = Role::ALL
        .iter()
        .flat_map(|role| Status::ALL.iter().map(move |status| (*role, *status)))
        .collect();
    let mut sets: Vec<Vec<(Role, Status)>> = vec![vec![]];
    sets.extend(every.iter().map(|one| vec![*one]));
    sets.extend(every.iter().flat_map(|a| every.iter().map(move |b| vec![*a, *b])));
    let mut place = 0;
    for count in (3..=5).cycle().take(3_000) {
        // A walk that meets no pattern of the lists' lengths.
        let mut next = || {
            place = (place + 7919) % 100_003;
            every[place % every.len()]
        };
        sets.push((0..count).map(|_| next()).collect());
    }
    let query = Statement::new(
        "SELECT rollup_of(
            ARRAY(SELECT (o ->> 0)::party_role FROM jsonb_array_elements(c.set) o),
            ARRAY(SELECT (o ->> 1)::status FROM jsonb_array_elements(c.set) o)) AS status
        FROM jsonb_array_elements(",
    )
    .bind(json!(sets).to_string())
    .sql("::text::jsonb) WITH ORDINALITY c(set, place) ORDER BY c.place");
    let rolled = rows(&mut conn, query).await;
    assert_eq!(rolled.len(), sets.len());
    for (row, set) in rolled.iter().zip(sets) {
        assert_eq!(row["status"], json!(rollup(set.clone())), "{set:?}");
    }
}

/// What is kept beside an obligation and an item, by the action that everybody files through.
#[tokio::test]
async fn kept_states_are_the_fold_of_what_was_filed() {
    use rand::seq::IndexedRandom;
    use rand::{Rng, SeedableRng};

    let schema = Schema::new().await;
    let db = schema.db(12).await;
    let mut sketch = Sketch::new("made-up", "MADE");
    let owes = [("AA", Role::Host), ("BB", Role::Lead), ("both", Role::Participant)];
    let codes: Vec<String> =
        (0..4).map(|_| sketch.item(&Terms { owes: &owes, ..Terms::default() })).collect();
    sketch.seed(&db).await;
    let mut callers = vec![(caller(&db, "assessor", UserRole::Assessor, None).await, None)];
    for party in ["AA", "BB", "both"] {
        let analyst = caller(&db, party, UserRole::Analyst, Some(party)).await;
        callers.push((analyst, Some(party)));
    }
    let days = ["2026-01-01", "2026-01-02", "2026-01-03", "2026-02-01"];
    // Everybody files at once, each about whatever they may.
    futures_util::future::join_all(callers.iter().zip(0..).map(async |((caller, own), seed)| {
        let mut random = rand::rngs::StdRng::seed_from_u64(seed);
        let mut filed: Vec<(String, &str, uuid::Uuid)> = Vec::new();
        for _ in 0..24 {
            let code = codes.choose(&mut random).unwrap();
            let party = own.unwrap_or_else(|| owes.choose(&mut random).unwrap().0);
            let basis = if own.is_some() { Basis::Declared } else { Basis::Assessed };
            let earlier: Vec<uuid::Uuid> = filed
                .iter()
                .filter(|(of, by, _)| (of, *by) == (code, party))
                .map(|(_, _, id)| *id)
                .collect();
            let corrects = earlier.choose(&mut random).copied().filter(|_| random.random_bool(0.4));
            let mut status = *UpdateStatus::ALL.choose(&mut random).unwrap();
            if status == UpdateStatus::Withdrawn && corrects.is_none() {
                status = UpdateStatus::Abandoned;
            }
            let mut new = update(basis, status, days.choose(&mut random).unwrap());
            new.corrects = corrects;
            let update = file(&db, caller, &about(code, party), &new).await;
            filed.push((code.clone(), party, update.id));
        }
    }))
    .await;

    let mut owner = schema.owner().await;
    let mut items: BTreeMap<String, Vec<(Role, State)>> = BTreeMap::new();
    let query = "SELECT o.*, (SELECT max(at) FROM updates u WHERE u.obligation_id = o.id) AS latest
        FROM obligations o";
    for row in rows(&mut owner, Statement::new(query)).await {
        let id = row["id"].as_str().unwrap().parse().unwrap();
        let state = fold(&updates::facts(&mut owner, id).await.unwrap(), None);
        assert_eq!(naive::kept(&row), naive::kept(&naive::plain_state(&state)), "{row:#}");
        assert_eq!(row["changed_at"], row["latest"], "{row:#}");
        let role = Role::parse(row["role"].as_str().unwrap()).unwrap();
        let item = row["commitment_id"].as_str().unwrap().to_owned();
        items.entry(item).or_default().push((role, state));
    }
    for row in rows(&mut owner, Statement::new("SELECT * FROM commitments")).await {
        let states = &items[row["id"].as_str().unwrap()];
        let status = rollup(states.iter().map(|(role, state)| (*role, state.status)));
        assert_eq!(row["status"], json!(status));
    }
    assert!(check_courses(&mut owner).await > 0);
}
