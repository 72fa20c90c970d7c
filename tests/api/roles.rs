//! Who may do what: every route, asked by everybody.

mod table;

use std::collections::BTreeSet;

use chrono::{TimeDelta, Utc};
use reqwest::Method;
use serde_json::{Value, json};
use summit_ledger::db::{Conn, tokens, users};
use summit_ledger::domain::token::Secret;
use summit_ledger::domain::user::UserRole;

use crate::support::http::{self, Client};
use crate::world::{World, declared};
use table::{Body, CALLERS, OPEN, READ, TABLE, body, commitment, milestone, webhook};

/// A ledger with everybody in it.
struct Everybody {
    world: World,
    callers: Vec<Client>,
    milestone: String,
    webhook: String,
    delivery: String,
    group_item: String,
    /// The cursor of the feed's first change.
    cursor: String,
    conflict: String,
    report: String,
}

impl Everybody {
    async fn new(public_read: bool) -> Self {
        let world = World::under(|settings| {
            settings.public_read = public_read;
            settings.webhooks_to_private = true;
        })
        .await;
        let editor = world.editor().await;
        let made = editor.post("/api/v1/commitments/AST25-12.7b/milestones", &milestone()).await;
        let milestone = made.expect(201).json["id"].as_str().unwrap().to_owned();
        let mut of_group = commitment();
        of_group["obligations"] = json!([{"party": "relevant-parties", "role": "participant"}]);
        let made = editor.post("/api/v1/commitments", &of_group).await.expect(201);
        let group_item = made.json["code"].as_str().unwrap().to_owned();
        let conflict = crate::push::conflicting(&editor, &group_item).await;
        let viewer = world.user("viewer", UserRole::Viewer, None).await;
        let made = viewer.post("/api/v1/webhooks", &webhook()).await.expect(201);
        let webhook = made.json["id"].as_str().unwrap().to_owned();
        let ping = format!("/api/v1/webhooks/{webhook}/test");
        let ping = viewer.post(&ping, &json!({})).await.expect(202);
        let delivery = ping.json["id"].as_str().unwrap().to_owned();
        let kept = editor.post("/api/v1/reports", &json!({})).await.expect(201);
        let report = kept.json["id"].as_str().unwrap().to_owned();
        let callers = vec![
            world.anybody.clone(),
            viewer,
            world.analyst("KG").await,
            world.analyst("KZ").await,
            world.analyst("relevant-parties").await,
            world.assessor().await,
            editor,
            world.user("admin", UserRole::Admin, None).await,
            spoilt(&world, "expired").await,
            spoilt(&world, "revoked").await,
            world.anybody.with("sl_garbage"),
        ];
        let page = callers[6].get("/api/v1/changes?limit=1").await.expect(200);
        let cursor = page.json["next"].as_str().unwrap().to_owned();
        Self { world, callers, milestone, webhook, delivery, group_item, cursor, conflict, report }
    }

    /// The body to send, with what is of this ledger put in.
    fn body(&self, kind: Body) -> Option<Value> {
        if kind == Body::Cursor { Some(json!({"cursor": self.cursor})) } else { body(kind) }
    }

    /// The path to ask, with what is made for it put in.
    async fn path(&self, path: &str) -> String {
        let path = path.replace("MILESTONE", &self.milestone).replace("GROUP", &self.group_item);
        let name = format!("r{}", uuid::Uuid::now_v7().simple());
        if path.contains("READER") {
            let path = path.replace("READER", &name);
            let put =
                self.callers[6].call(Method::PUT, &path).json(&self.body(Body::Cursor).unwrap());
            put.send().await.expect(201);
            return path;
        }
        let path = path.replace("UNKNOWN", &name);
        let path = path.replace("CONFLICT", &self.conflict);
        let path = path.replace("WEBHOOK", &self.webhook).replace("DELIVERY", &self.delivery);
        if path.contains("SPARE") {
            let made = self.callers[1].post("/api/v1/webhooks", &webhook()).await.expect(201);
            return path.replace("SPARE", made.json["id"].as_str().unwrap());
        }
        let path = path.replace("REPORT", &self.report);
        if !path.contains("NEW") {
            return path;
        }
        let made = self.callers[6].post("/api/v1/commitments", &commitment()).await.expect(201);
        path.replace("NEW", made.json["code"].as_str().unwrap())
    }
}

/// An editor whose token is good no longer.
async fn spoilt(world: &World, how: &str) -> Client {
    let good = http::token(world.db(), how, UserRole::Editor, None).await;
    let secret = Secret::parse(&good).unwrap();
    if how == "revoked" {
        let name = tokens::TokenName::Hash(secret.hash());
        let revoke = async |conn: &mut Conn| {
            summit_ledger::actions::revoke_token::revoke_token(conn, &name).await
        };
        world.db().write(revoke).await.unwrap();
        return world.anybody.with(&good);
    }
    let secret = Secret::new([7; 32]);
    let yesterday = Utc::now() - TimeDelta::days(1);
    let expire = async |conn: &mut Conn| {
        let user = users::find(conn, how).await?.unwrap();
        Ok(tokens::create(conn, user.id, &secret, yesterday).await?)
    };
    world.db().write(expire).await.unwrap();
    world.anybody.with(secret.expose())
}

async fn ask(caller: &Client, method: &str, path: &str, body: Option<&Value>) -> u16 {
    let method = Method::from_bytes(method.as_bytes()).unwrap();
    let call = caller.call(method, path).header("If-Match", "*");
    let call = match body {
        Some(body) => call.json(body),
        None => call,
    };
    call.send().await.status
}

#[actix_web::test]
async fn every_route_answers_every_role_as_the_table_says() {
    let all = Everybody::new(true).await;
    for (method, _, path, kind, answers) in TABLE {
        let body = all.body(*kind);
        for ((caller, name), wanted) in all.callers.iter().zip(CALLERS).zip(answers) {
            let path = all.path(path).await;
            let got = ask(caller, method, &path, body.as_ref()).await;
            assert_eq!(got, *wanted, "{name}: {method} {path} {kind:?}");
        }
    }
}

#[actix_web::test]
async fn where_reading_is_not_public_it_needs_a_token() {
    let all = Everybody::new(false).await;
    for (method, _, path, kind, answers) in TABLE {
        let path = all.path(path).await;
        let body = body(*kind);
        let wanted = if *answers == OPEN { 200 } else { 401 };
        let got = ask(&all.callers[0], method, &path, body.as_ref()).await;
        assert_eq!(got, wanted, "anonymous: {method} {path}");
        if *answers == READ {
            for (caller, wanted) in all.callers.iter().zip(answers).skip(1) {
                assert_eq!(ask(caller, method, &path, None).await, *wanted, "{method} {path}");
            }
        }
    }
    all.world.anybody.get("/api/v1/nowhere").await.problem(401, "unauthenticated", &[]);
}

#[actix_web::test]
async fn who_asks_is_settled_before_the_body_is_looked_at() {
    let all = Everybody::new(true).await;
    for (method, _, path, kind, answers) in TABLE.iter().filter(|row| row.3 != Body::None) {
        for ((caller, name), wanted) in all.callers.iter().zip(CALLERS).zip(answers) {
            // Whether an assessor may file a declared update shows only in the body.
            let shows_in_body = *wanted == 403 && name == "assessor" && *kind == Body::Declared;
            let shows_in_body = shows_in_body || *kind == Body::Assessed;
            if !matches!(wanted, 401 | 403) || shows_in_body {
                continue;
            }
            let method = Method::from_bytes(method.as_bytes()).unwrap();
            let path = all.path(path).await;
            for (media_type, body) in [("application/json", "{"), ("text/plain", "?")] {
                let call = caller.call(method.clone(), &path).text(media_type, body);
                let got = call.send().await.status;
                assert_eq!(got, *wanted, "{name}: {method} {path} with a bad body");
            }
        }
    }
}

#[actix_web::test]
async fn a_header_that_is_no_bearer_token_is_refused() {
    let world = World::new().await;
    for header in ["Basic YTpi", "Bearer", "Bearer ", "sl_x", "Bearer two words", "Bearer sl_é"] {
        let call = world.anybody.call(Method::GET, "/api/v1/parties");
        let answer = call.header("Authorization", header).send().await;
        let answer = answer.problem(401, "unauthenticated", &[]);
        assert_eq!(answer.header("www-authenticate"), "Bearer", "{header}");
    }
    // The scheme's name is read in either case (RFC 9110, 11.1).
    let token = http::token(world.db(), "viewer", UserRole::Viewer, None).await;
    let call = world.anybody.call(Method::GET, "/api/v1/parties");
    call.header("Authorization", &format!("bearer {token}")).send().await.expect(200);
}

#[actix_web::test]
async fn when_a_token_was_last_used_is_noted() {
    let world = World::new().await;
    let viewer = world.user("viewer", UserRole::Viewer, None).await;
    let last_used = async || {
        let list = async |conn: &mut Conn| Ok(tokens::list(conn, None).await?);
        world.db().read(list).await.unwrap()[0].last_used_at
    };
    assert_eq!(last_used().await, None);
    viewer.get("/api/v1/parties").await.expect(200);
    // Noted off the request's path: soon, not at once.
    let noted = async {
        while last_used().await.is_none() {
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(5), noted).await.expect("it is noted");
}

#[actix_web::test]
async fn a_refusal_says_what_the_caller_may_do() {
    let world = World::new().await;
    let kz = world.analyst("KZ").await;
    let path = "/api/v1/commitments/AST25-12.7b/obligations/KG/updates";
    let answer = kz.post(path, &declared("in_progress", "2025-08-01")).await;
    let answer = answer.problem(403, "forbidden", &[]);
    let detail = answer.json["detail"].as_str().unwrap();
    assert_eq!(detail, "An analyst of KZ files on the obligations of KZ only, not of KG.");
}

#[test]
fn the_table_names_every_route_that_is_documented_and_every_one_that_is_served() {
    // What is asked by HEAD is served by GET.
    let method = |asked: &str| asked.replace("HEAD", "GET");
    let table: BTreeSet<(String, String)> =
        TABLE.iter().map(|row| (method(row.0), row.1.to_owned())).collect();
    let mut documented = BTreeSet::new();
    for (path, operations) in http::document()["paths"].as_object().unwrap() {
        for method in operations.as_object().unwrap().keys() {
            documented.insert((method.to_uppercase(), path.clone()));
        }
    }
    assert_eq!(table, documented);
    assert_eq!(table, served());
}

/// The routes as the URL table of the source has them: every `at("/path", [get(…), …])`.
fn served() -> BTreeSet<(String, String)> {
    let source = include_str!("../../src/routes.rs");
    let begins = source.find("pub fn configure").unwrap();
    let source = &source[begins..source.find("/// What answers").unwrap()];
    let pages = source.find("/// The pages.").unwrap();
    let rest = source.find("/// Declarations, items").unwrap();
    // Pages are tried by their own tests.
    let source = format!("{}{}", &source[..pages], &source[rest..]);
    let mut served = BTreeSet::new();
    for resource in source.split(".service(at(").skip(1) {
        let mut parts = resource.split('"');
        let (path, rest) = (parts.nth(1).unwrap(), parts.next().unwrap());
        let is_open = matches!(path, "/healthz" | "/readyz");
        let path = if is_open { path.to_owned() } else { format!("/api/v1{path}") };
        let endpoints = rest.split(']').next().unwrap();
        for method in ["get", "post", "put", "patch", "delete"] {
            if endpoints.contains(&format!("{method}(")) {
                served.insert((method.to_uppercase(), path.clone()));
            }
        }
    }
    served
}
