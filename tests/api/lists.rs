//! Lists of commitments and obligations: every filter, alone and with others, held against a plain
//! reading of the whole list.

use serde_json::Value;
use tokio::sync::OnceCell;

use crate::support::http::Client;
use crate::world::{World, declared, done, reader, updates};

const DAY: &str = "as_of=2026-01-15";

/// Every obligation and every item, read plainly.
struct Whole {
    reader: Client,
    obligations: &'static [Value],
    commitments: &'static [Value],
}

/// Every item, tracked or not.
pub async fn commitments() -> &'static [Value] {
    static READ: OnceCell<Vec<Value>> = OnceCell::const_new();
    let read =
        async || all(&reader().await, &format!("/api/v1/commitments?tracked=all&{DAY}")).await;
    READ.get_or_init(read).await
}

/// Every obligation, tracked or not.
async fn obligations() -> &'static [Value] {
    static READ: OnceCell<Vec<Value>> = OnceCell::const_new();
    let read =
        async || all(&reader().await, &format!("/api/v1/obligations?tracked=all&{DAY}")).await;
    READ.get_or_init(read).await
}

impl Whole {
    async fn read() -> Self {
        let (obligations, commitments) = (obligations().await, commitments().await);
        Self { reader: reader().await, obligations, commitments }
    }

    fn item(&self, code: &Value) -> &Value {
        self.commitments.iter().find(|one| one["code"] == *code).unwrap()
    }

    /// Holds a filter of obligations, untracked ones too, against a plain reading.
    async fn obligations(&self, query: &str, fits: impl Fn(&Value, &Value) -> bool) -> usize {
        let path = format!("/api/v1/obligations?sort=code&tracked=all&{DAY}&{query}");
        let found = ids(&all(&self.reader, &path).await, "/id");
        let wanted = self.obligations.iter();
        let wanted = wanted.filter(|one| fits(one, self.item(&one["commitment"]["code"])));
        let wanted = ids(&wanted.cloned().collect::<Vec<_>>(), "/id");
        assert_eq!(found, wanted, "{query}");
        found.len()
    }

    /// The same of commitments.
    async fn commitments(&self, query: &str, fits: impl Fn(&Value) -> bool) -> usize {
        let path = format!("/api/v1/commitments?sort=code&tracked=all&{DAY}&{query}");
        let found = ids(&all(&self.reader, &path).await, "/code");
        let wanted = self.commitments.iter().filter(|one| fits(one));
        let wanted = ids(&wanted.cloned().collect::<Vec<_>>(), "/code");
        assert_eq!(found, wanted, "{query}");
        found.len()
    }
}

/// All items of a list, page by page.
pub async fn all(client: &Client, path: &str) -> Vec<Value> {
    let mut found = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = client.get(&format!("{path}&limit=500{cursor}")).await.expect(200);
        found.extend(page.items().iter().cloned());
        match page.json["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return found,
        }
    }
}

fn ids(items: &[Value], pointer: &str) -> Vec<String> {
    items.iter().map(|one| one.pointer(pointer).unwrap().to_string()).collect()
}

fn obligations_of(item: &Value) -> &[Value] {
    item["obligations"].as_array().unwrap()
}

/// A filter, and how an obligation of an item answers to it.
type Filter = (&'static str, fn(&Value, &Value) -> bool);

const FILTERS: &[Filter] = &[
    ("declaration=astana-2025", |_, item| item["declaration"] == "astana-2025"),
    ("section=4", |_, item| item["section"] == 4),
    ("section=0,16", |_, item| item["section"] == 0 || item["section"] == 16),
    ("party=KZ", |one, _| one["party"] == "KZ"),
    ("party=KZ,TM", |one, _| one["party"] == "KZ" || one["party"] == "TM"),
    ("party=relevant-parties", |one, _| one["party"] == "relevant-parties"),
    ("role=host", |one, _| one["role"] == "host"),
    ("role=lead,supporter", |one, _| one["role"] == "lead" || one["role"] == "supporter"),
    ("status=not_reported", |one, _| one["status"] == "not_reported"),
    ("rollup=not_reported", |_, item| item["status"] == "not_reported"),
    ("strength=support", |_, item| item["strength"] == "support"),
    ("strength=position,undertaking", |_, item| {
        item["strength"] == "position" || item["strength"] == "undertaking"
    }),
    ("kind=event", |_, item| item["kind"] == "event"),
    ("timeliness=overdue", |one, _| one["timeliness"] == "overdue"),
    ("timeliness=upcoming,in_window", |one, _| {
        one["timeliness"] == "upcoming" || one["timeliness"] == "in_window"
    }),
    ("timeliness=follows", |one, _| one["timeliness"] == "follows"),
    ("timeliness=undated,not_due", |one, _| {
        one["timeliness"] == "undated" || one["timeliness"] == "not_due"
    }),
    ("tracked=true", |_, item| item["tracked"] == true),
    ("tracked=false", |_, item| item["tracked"] == false),
];

#[actix_web::test]
async fn each_filter_alone_finds_what_fits_and_nothing_else() {
    let whole = Whole::read().await;
    for (query, fits) in FILTERS.iter().filter(|(query, _)| !query.starts_with("tracked")) {
        let found = whole.obligations(query, fits).await;
        let is_of_item = ["declaration", "section", "strength", "kind", "rollup"]
            .iter()
            .any(|name| query.starts_with(name));
        let items = whole
            .commitments(query, |item| {
                let owed = obligations_of(item);
                // What asks about the item alone finds it though nobody owes it.
                if is_of_item {
                    fits(&Value::Null, item)
                } else {
                    owed.iter().any(|o| fits(o, item))
                }
            })
            .await;
        let is_empty = query.contains("undated,not_due") && items == 0;
        assert!(found > 0 && items > 0 || is_empty, "{query} finds nothing to test by");
    }
}

#[actix_web::test]
async fn filters_together_must_all_fit_and_in_one_obligation() {
    let whole = Whole::read().await;
    for query in [
        "section=4&party=TM",
        "section=4,12&role=host&timeliness=overdue",
        "party=CN&role=supporter&status=not_reported",
        "party=CN&role=host&kind=event&strength=support",
        "party=TM&role=host&timeliness=overdue&rollup=not_reported&declaration=astana-2025",
        // TM supports what others host; as a supporter it is never overdue.
        "party=TM&role=supporter&timeliness=overdue",
    ] {
        let fits = |one: &Value, item: &Value| {
            query.split('&').all(|part| {
                let (name, values) = part.split_once('=').unwrap();
                let of_item = ["declaration", "section", "strength", "kind"].contains(&name);
                let value = match name {
                    "rollup" => &item["status"],
                    _ if of_item => &item[name],
                    _ => &one[name],
                };
                let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                values.split(',').any(|wanted| wanted == text)
            })
        };
        whole.obligations(query, fits).await;
        whole
            .commitments(query, |item| obligations_of(item).iter().any(|one| fits(one, item)))
            .await;
    }
}

#[actix_web::test]
async fn due_days_bound_from_both_sides_and_leave_the_day_itself_out() {
    let whole = Whole::read().await;
    let due = |value: &Value| value["due_on"].as_str().map(str::to_owned);
    for (query, before, after) in [
        ("due_before=2025-12-31", Some("2025-12-31"), None),
        ("due_before=2026-01-01", Some("2026-01-01"), None),
        ("due_after=2025-12-31", None, Some("2025-12-31")),
        ("due_after=2025-08-01&due_before=2027-12-31", Some("2027-12-31"), Some("2025-08-01")),
    ] {
        let fits = |value: &Value| {
            let due = due(value);
            before.is_none_or(|day| due.as_deref().is_some_and(|due| due < day))
                && after.is_none_or(|day| due.as_deref().is_some_and(|due| due > day))
        };
        assert!(whole.obligations(query, |one, _| fits(one)).await > 0);
        assert!(whole.commitments(query, |item| fits(&item["deadline"])).await > 0);
    }
}

#[actix_web::test]
async fn lists_hold_what_is_tracked_unless_they_are_asked_otherwise() {
    let whole = Whole::read().await;
    for list in ["obligations", "commitments"] {
        let of = |query: &str| format!("/api/v1/{list}?{DAY}{query}");
        let (plain, tracked) = (of(""), of("&tracked=true"));
        let plain = all(&whole.reader, &plain).await;
        assert_eq!(plain, all(&whole.reader, &tracked).await);
        let other = all(&whole.reader, &of("&tracked=false")).await;
        let every = all(&whole.reader, &of("&tracked=all")).await;
        assert!(!other.is_empty());
        assert_eq!(plain.len() + other.len(), every.len(), "{list}");
    }
    assert!(whole.commitments.iter().any(|item| item["tracked"] == false));
}

#[actix_web::test]
async fn a_member_does_not_stand_for_its_group() {
    let whole = Whole::read().await;
    let of_kz = all(&whole.reader, "/api/v1/commitments?party=KZ&tracked=all").await;
    for item in &of_kz {
        assert!(obligations_of(item).iter().any(|one| one["party"] == "KZ"), "{}", item["code"]);
    }
    let of_group = all(&whole.reader, "/api/v1/commitments?party=relevant-parties").await;
    assert!(!of_group.is_empty());
    for item in &of_group {
        assert!(!of_kz.iter().any(|one| one["code"] == item["code"]), "{}", item["code"]);
    }
}

#[actix_web::test]
async fn an_item_is_found_only_if_one_of_its_obligations_fits_in_all() {
    let world = World::new().await;
    let tm = world.analyst("TM").await;
    tm.post(&updates("AST25-4.3b", "TM"), &done("2025-12-12", "2025-12-20")).await.expect(201);
    for (query, found) in [
        ("party=TM&status=complete", true),
        ("party=TM&role=host&status=complete&timeliness=done_on_time", true),
        // KZ is in it, and somebody is complete; but KZ is not.
        ("party=KZ&status=complete", false),
        ("role=supporter&status=complete", false),
        ("party=TM&timeliness=overdue", false),
        ("rollup=complete", true),
        ("rollup=complete&party=KZ&role=supporter", true),
        ("rollup=not_reported&party=TM&role=host", false),
    ] {
        let path = format!("/api/v1/commitments?section=4&{query}");
        let list = world.anybody.get(&path).await.expect(200);
        let is_found = list.each("/code").contains(&"AST25-4.3b".to_owned());
        assert_eq!(is_found, found, "{query}");
    }
}

#[actix_web::test]
async fn a_past_day_is_filtered_by_what_stood_then() {
    let world = World::new().await;
    let tm = world.analyst("TM").await;
    for body in [declared("in_progress", "2025-06-01"), done("2026-02-10", "2026-02-15")] {
        tm.post(&updates("AST25-4.3b", "TM"), &body).await.expect(201);
    }
    for (query, found) in [
        ("status=in_progress&as_of=2025-07-01", 1),
        ("status=in_progress&as_of=2025-05-01", 0),
        ("status=complete&as_of=2026-02-14", 0),
        ("status=complete&as_of=2026-02-15", 1),
        ("timeliness=overdue&as_of=2026-02-14", 1),
        ("timeliness=overdue&as_of=2026-02-15", 0),
        ("timeliness=done_late&as_of=2026-02-15", 1),
        ("rollup=in_progress&as_of=2026-02-14", 1),
        ("rollup=complete&as_of=2026-02-15", 1),
    ] {
        for list in ["obligations", "commitments"] {
            let path = format!("/api/v1/{list}?section=4&party=TM&role=host&{query}");
            assert_eq!(world.anybody.get(&path).await.items().len(), found, "{list} {query}");
        }
    }
}
