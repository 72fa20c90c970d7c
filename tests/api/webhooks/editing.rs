//! Making, listing, editing and removing webhooks, by whom, and what is never shown.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use diesel::QueryableByName;
use futures_util::future::join_all;
use reqwest::Method;
use serde_json::{Value, json};
use summit_ledger::domain::user::UserRole;

use super::receiver::{Receiver, Reply};
use super::{HOOKS, hook, path, until, viewer, world};
use crate::ledger::rows;
use crate::support::http::Client;
use crate::world::{World, declared, updates};

const URL: &str = "http://127.0.0.1:9/hook";

#[actix_web::test]
async fn a_webhook_is_made_shown_edited_and_removed() {
    let world = world().await;
    let viewer = viewer(&world).await;
    let body =
        json!({"url": "HTTP://127.0.0.1:9", "description": "Mine", "filter": {"party": ["KG"]}});
    let made = viewer.post(HOOKS, &body).await.expect(201);
    assert_eq!(made.header("location"), path(&made));
    assert_eq!(made.json["url"], "http://127.0.0.1:9/");
    assert_eq!(made.json["state"], "active");
    assert_eq!(made.json["filter"], json!({"party": ["KG"]}));
    let secret = made.json["secret"].as_str().unwrap();
    let bytes = STANDARD.decode(secret.strip_prefix("whsec_").unwrap()).unwrap();
    assert_eq!(bytes.len(), 32);

    let shown = viewer.get(&path(&made)).await.expect(200);
    let mut wanted = made.json.clone();
    wanted.as_object_mut().unwrap().remove("secret");
    assert_eq!(shown.json, wanted);
    let patch = json!({"description": null, "filter": {"party": null, "entity": ["update"]}});
    let edited = viewer.patch(&path(&made), shown.etag(), &patch).await.expect(200);
    assert_eq!(edited.json["filter"], json!({"entity": ["update"]}));
    assert_eq!((&edited.json["description"], &edited.json["version"]), (&Value::Null, &json!(2)));
    let same = viewer.patch(&path(&made), edited.etag(), &json!({})).await.expect(200);
    assert_eq!(same.json["version"], 2);
    let stale = viewer.patch(&path(&made), shown.etag(), &patch).await;
    assert_eq!(stale.problem(412, "stale-version", &[]).json["current"]["version"], 2);
    let bare = viewer.call(Method::DELETE, &path(&made)).send().await;
    bare.problem(428, "precondition-required", &[]);
    viewer.delete(&path(&made), shown.etag()).await.problem(412, "stale-version", &[]);
    viewer.delete(&path(&made), edited.etag()).await.expect(204);
    viewer.get(&path(&made)).await.problem(404, "not-found", &[]);
    viewer.get(&format!("{HOOKS}/nothing")).await.problem(404, "not-found", &[]);
}

#[actix_web::test]
async fn one_sees_ones_own_and_an_admin_sees_all() {
    let world = world().await;
    let (viewer, kg) = (viewer(&world).await, world.analyst("KG").await);
    let admin = world.user("admin", UserRole::Admin, None).await;
    for _ in 0..3 {
        hook(&viewer, URL, json!({})).await;
    }
    let made = hook(&kg, URL, json!({})).await;
    assert_eq!(kg.get(HOOKS).await.expect(200).each("/owner"), ["analyst-KG"]);
    let all = admin.get(HOOKS).await.expect(200).each("/owner");
    assert_eq!(all, ["analyst-KG", "viewer", "viewer", "viewer"], "newest first");
    let first = admin.get(&format!("{HOOKS}?limit=3")).await.expect(200);
    let next = first.json["next"].as_str().unwrap();
    let second = admin.get(&format!("{HOOKS}?limit=3&cursor={next}")).await.expect(200);
    assert_eq!((first.items().len(), second.items().len()), (3, 1));
    assert_eq!(second.json["next"], Value::Null);
    for (method, rest) in [
        ("GET", ""),
        ("PATCH", ""),
        ("DELETE", ""),
        ("POST", "/rotate"),
        ("POST", "/test"),
        ("GET", "/deliveries"),
        ("POST", "/deliveries/00000000-0000-7000-8000-000000000001/redeliver"),
    ] {
        let method: Method = method.parse().unwrap();
        let asked = format!("{}{rest}", path(&made));
        let call = viewer.call(method.clone(), &asked).header("If-Match", "*").json(&json!({}));
        call.send().await.problem(404, "not-found", &[]);
    }
    admin.get(&path(&made)).await.expect(200);
    admin.delete(&path(&made), "*").await.expect(204);
}

#[actix_web::test]
async fn a_user_has_twenty_at_most_however_many_are_made_at_once() {
    let world = world().await;
    let (viewer, kg) = (viewer(&world).await, world.analyst("KG").await);
    let body = json!({"url": URL});
    let answers = join_all((0..24).map(|_| viewer.post(HOOKS, &body))).await;
    let mut statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [[201; 20].as_slice(), &[409; 4]].concat());
    kg.post(HOOKS, &body).await.expect(201);
    let one = answers.iter().find(|answer| answer.status == 201).unwrap();
    viewer.delete(&path(one), "*").await.expect(204);
    viewer.post(HOOKS, &body).await.expect(201);
    viewer.post(HOOKS, &body).await.problem(409, "conflict", &[]);
}

#[actix_web::test]
async fn a_retry_makes_no_second_one_and_shows_no_secret() {
    let world = world().await;
    let viewer = viewer(&world).await;
    let make = || {
        let call = viewer.call(Method::POST, HOOKS).header("Idempotency-Key", "hook");
        call.json(&json!({"url": URL})).send()
    };
    let first = make().await.expect(201);
    let again = make().await.expect(201);
    assert_eq!(again.header("idempotency-replayed"), "true");
    assert_eq!(again.json["id"], first.json["id"]);
    assert!(first.json["secret"].is_string());
    assert_eq!(again.json["secret"], Value::Null);
    assert_eq!(viewer.get(HOOKS).await.items().len(), 1);
}

/// All that is readable by anybody, and all that Postgres has beside the one column.
#[actix_web::test]
async fn a_secret_is_nowhere_but_in_its_column() {
    #[derive(QueryableByName)]
    struct Table {
        #[diesel(sql_type = diesel::sql_types::Text)]
        name: String,
    }
    let world = world().await;
    let (viewer, receiver) = (viewer(&world).await, Receiver::start());
    let admin = world.user("admin", UserRole::Admin, None).await;
    let kg = world.analyst("KG").await;
    let call = viewer.call(Method::POST, HOOKS).header("Idempotency-Key", "hook");
    let made = call.json(&json!({"url": receiver.url})).send().await.expect(201);
    receiver.reply(Reply::of(500));
    kg.post(&updates("AST25-12.7b", "KG"), &declared("ongoing", "2025-08-01")).await.expect(201);
    until(&world, "SELECT count(*) = 1 FROM delivery_attempts").await;
    let rotated = viewer.post(&format!("{}/rotate", path(&made)), &json!({})).await.expect(200);
    let mut texts = Vec::new();
    for path in [HOOKS.to_owned(), path(&made), format!("{}/deliveries", path(&made))] {
        texts.push(admin.get(&path).await.expect(200).text);
    }
    texts.push(admin.get("/api/v1/changes?limit=500").await.expect(200).text);
    texts.extend(receiver.messages().into_iter().map(|one| format!("{one:?}")));
    let mut owner = world.service.schema.owner().await;
    let tables = "SELECT relname::text AS name FROM pg_class
        WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'";
    let tables: Vec<Table> =
        diesel_async::RunQueryDsl::load(diesel::sql_query(tables), &mut owner).await.unwrap();
    assert!(tables.len() > 15);
    for Table { name } in &tables {
        let query = if name == "webhooks" {
            "SELECT to_jsonb(t) - 'secret' - 'previous_secret' FROM webhooks t".to_owned()
        } else {
            format!("SELECT * FROM {name}")
        };
        let found = rows(&mut owner, summit_ledger::db::statement::Statement::new(&query)).await;
        texts.push(json!(found).to_string());
    }
    for answer in [&made, &rotated] {
        let secret = answer.json["secret"].as_str().unwrap().trim_start_matches("whsec_");
        let hex = summit_ledger::sync::envelope::hex(&STANDARD.decode(secret).unwrap());
        for text in &texts {
            assert!(!text.contains(secret) && !text.contains(&hex), "{text}");
        }
    }
}

#[actix_web::test]
async fn it_begins_where_it_is_told_to() {
    let world = world().await;
    let (viewer, kg, receiver) =
        (viewer(&world).await, world.analyst("KG").await, Receiver::start());
    let head = async |client: &Client, limit| {
        let page = client.get(&format!("/api/v1/changes?limit={limit}")).await.expect(200);
        page.json["next"].as_str().unwrap().to_owned()
    };
    let since = head(&viewer, 500).await;
    for day in ["2025-08-01", "2025-08-02"] {
        kg.post(&updates("AST25-12.7b", "KG"), &declared("ongoing", day)).await.expect(201);
    }
    let body = json!({"url": receiver.url, "since": since});
    let made = viewer.post(HOOKS, &body).await.expect(201);
    assert_eq!(made.json["cursor"], since);
    let all = receiver.wait(2).await;
    let days: Vec<_> = all.iter().map(|one| &one.json["data"]["change"]["body"]["as_of"]).collect();
    assert!(days.contains(&&json!("2025-08-01")) && days.contains(&&json!("2025-08-02")));
    // Of another history it is refused as by the feed.
    world.part_history().await;
    viewer.post(HOOKS, &body).await.problem(410, "cursor-forked", &[]);
}

#[actix_web::test]
async fn deliveries_are_paged_and_narrowed_by_state() {
    let world: World = world().await;
    let (viewer, kg, receiver) =
        (viewer(&world).await, world.analyst("KG").await, Receiver::start());
    let made = hook(&viewer, &receiver.url, json!({})).await;
    for day in 1..=5 {
        let body = declared("ongoing", &format!("2025-08-0{day}"));
        kg.post(&updates("AST25-12.7b", "KG"), &body).await.expect(201);
    }
    until(&world, "SELECT count(*) = 5 FROM deliveries WHERE state = 'delivered'").await;
    let log = format!("{}/deliveries", path(&made));
    let first = viewer.get(&format!("{log}?limit=3&state=delivered")).await.expect(200);
    let next = first.json["next"].as_str().unwrap();
    let second =
        viewer.get(&format!("{log}?limit=3&state=delivered&cursor={next}")).await.expect(200);
    let seqs: Vec<i64> = [&first, &second]
        .iter()
        .flat_map(|page| page.items().iter().map(|one| one["seq"].as_i64().unwrap()))
        .collect();
    assert_eq!(seqs.len(), 5);
    assert!(seqs.is_sorted_by(|a, b| a > b), "{seqs:?}");
    assert_eq!(viewer.get(&format!("{log}?state=failed")).await.items().len(), 0);
    viewer.get(&format!("{log}?state=lost")).await.problem(400, "bad-query", &["state"]);
    viewer.get(&format!("{log}?sort=x")).await.problem(400, "bad-query", &["sort"]);
    viewer.get(&format!("{log}?cursor={next}")).await.problem(400, "bad-cursor", &[]);
    let nothing = "00000000-0000-7000-8000-000000000001";
    for id in [nothing, "nothing"] {
        let answer = viewer.post(&format!("{log}/{id}/redeliver"), &json!({})).await;
        answer.problem(404, "not-found", &[]);
    }
}
