//! A ledger with the shipped declaration in it, served over HTTP, and the people who call it.

use std::sync::{Arc, LazyLock, mpsc};

use diesel_async::SimpleAsyncConnection;
use serde_json::{Value, json};
use summit_ledger::app::{AppState, serve};
use summit_ledger::config::Settings;
use summit_ledger::db::Db;
use summit_ledger::domain::user::UserRole;
use summit_ledger::seeding::{self, SeedSet};
use tokio::sync::OnceCell;

use crate::support::Service;
use crate::support::http::{self, Answer, Client};

/// The declaration as it is shipped.
static SHIPPED: LazyLock<SeedSet> = LazyLock::new(|| {
    seeding::load(&seeding::shipped()[0]).unwrap_or_else(|faults| panic!("{faults}"))
});

/// The items that tests of writes are about: less to seed for each of them.
const FEW: &[&str] = &[
    "AST25-4.3a",
    "AST25-4.3b",
    "AST25-4.8a",
    "AST25-4.8b",
    "AST25-6.12a",
    "AST25-12.7b",
    "AST25-12.7c",
    "AST25-15.1a",
    "AST25-15.1b",
    "AST25-16.2a",
];

/// A service on a schema of its own.
pub struct World {
    pub service: Service,
    /// Somebody without a token.
    pub anybody: Client,
}

impl World {
    /// A few items of the declaration.
    pub async fn new() -> Self {
        let mut set = SHIPPED.clone();
        set.items.retain(|item| FEW.contains(&item.commitment.code.as_str()));
        Self::seeded(&set, |_| {}).await
    }

    /// The whole declaration.
    pub async fn whole() -> Self {
        Self::seeded(&SHIPPED, |_| {}).await
    }

    /// A few items, under other settings.
    pub async fn under(change: impl FnOnce(&mut Settings)) -> Self {
        let mut set = SHIPPED.clone();
        set.items.retain(|item| FEW.contains(&item.commitment.code.as_str()));
        Self::seeded(&set, change).await
    }

    async fn seeded(set: &SeedSet, change: impl FnOnce(&mut Settings)) -> Self {
        let service = Service::start_with(change).await;
        seeding::sync(&service.db, set, "seed").await.expect("the seeds fit");
        let anybody = Client::new(&service.url);
        Self { service, anybody }
    }

    pub fn db(&self) -> &Db {
        &self.service.db
    }

    /// Somebody with a token.
    pub async fn user(&self, name: &str, role: UserRole, party: Option<&str>) -> Client {
        self.anybody.with(&http::token(self.db(), name, role, party).await)
    }

    pub async fn analyst(&self, party: &str) -> Client {
        self.user(&format!("analyst-{party}"), UserRole::Analyst, Some(party)).await
    }

    pub async fn assessor(&self) -> Client {
        self.user("assessor", UserRole::Assessor, None).await
    }

    pub async fn editor(&self) -> Client {
        self.user("editor", UserRole::Editor, None).await
    }

    /// Adds a declaration with no items, `bishkek-2027`.
    pub async fn another_declaration(&self) {
        self.sql(
            "INSERT INTO declarations SELECT (jsonb_populate_record(d, jsonb_build_object(
                'id', gen_random_uuid(), 'slug', 'bishkek-2027', 'prefix', 'BIS27'))).*
             FROM declarations d",
        )
        .await;
    }

    /// Runs SQL as the owner of the tables.
    pub async fn sql(&self, sql: &str) {
        self.service.schema.owner().await.batch_execute(sql).await.expect("it runs");
    }

    /// Puts another history of the feed in the place of this one, parted before the first change.
    pub async fn part_history(&self) {
        self.sql("SELECT begin_epoch('restore'); UPDATE epochs SET began_at_seq = 0").await;
    }

    /// Ends the service and starts another on the same schema; gives its address.
    pub async fn restart(&mut self) -> String {
        self.service.stop();
        let db = self.service.schema.db(4).await;
        let mut settings = Settings::defaults(std::env::temp_dir());
        settings.workers = 1;
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let state = AppState::new(db, Arc::new(settings));
        tokio::task::spawn_local(serve(state, listener, std::future::pending()));
        url
    }
}

/// Somebody without a token before the whole declaration, at a service that all tests share which
/// only read. It runs on a thread of its own: a test's runtime ends with the test.
pub async fn reader() -> Client {
    static READER: OnceCell<Client> = OnceCell::const_new();
    let start = || async {
        let (ready, url) = mpsc::channel();
        std::thread::spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                let world = World::whole().await;
                ready.send(world.service.url.clone()).expect("a test waits");
                std::future::pending::<()>().await;
            });
        });
        let url = tokio::task::spawn_blocking(move || url.recv().expect("it starts"));
        Client::new(&url.await.expect("it starts"))
    };
    let shared = READER.get_or_init(start).await;
    // Its connections would end with the runtime of the test that made them.
    Client::new(shared.url())
}

/// The path of an item.
pub fn item(code: &str) -> String {
    format!("/api/v1/commitments/{code}")
}

/// The path at which updates about a party's obligation are filed.
pub fn updates(code: &str, party: &str) -> String {
    format!("/api/v1/commitments/{code}/obligations/{party}/updates")
}

/// A declared update that is right as it is.
pub fn declared(status: &str, as_of: &str) -> Value {
    json!({ "basis": "declared", "status": status, "as_of": as_of, "narrative": "As reported." })
}

/// An assessed one.
pub fn assessed(status: &str, as_of: &str) -> Value {
    let mut body = declared(status, as_of);
    body["basis"] = json!("assessed");
    body
}

/// A declared completion.
pub fn done(done_on: &str, as_of: &str) -> Value {
    let mut body = declared("complete", as_of);
    body["done_on"] = json!(done_on);
    body
}

/// The body with other fields over it; null takes a field away.
pub fn with(mut body: Value, fields: Value) -> Value {
    let Value::Object(fields) = fields else { panic!("{fields} is no object") };
    for (name, value) in fields {
        let object = body.as_object_mut().expect("an object");
        if value.is_null() {
            object.remove(&name);
        } else {
            object.insert(name, value);
        }
    }
    body
}

/// The one obligation of a party in an item, of one occurrence if it recurs.
#[track_caller]
pub fn owed<'a>(item: &'a Answer, party: &str, occurrence: Option<&str>) -> &'a Value {
    let all = item.json["obligations"].as_array().expect("obligations");
    let found =
        all.iter().find(|one| one["party"] == party && one["occurrence"].as_str() == occurrence);
    found.unwrap_or_else(|| panic!("{party} owes nothing: {}", item.text))
}
