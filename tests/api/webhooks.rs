//! Webhooks: who may have them, what they are told, and that nothing is lost on the way.

mod delivering;
mod editing;
mod example;
mod filters;
mod receiver;
mod refused;

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use summit_ledger::app::{AppState, serve};
use summit_ledger::config::Settings;
use summit_ledger::domain::user::UserRole;
use tokio::sync::oneshot;

use crate::ledger::value;
use crate::support::http::{Answer, Client};
use crate::world::World;

const HOOKS: &str = "/api/v1/webhooks";

/// A service that may call this machine.
async fn world() -> World {
    World::under(|settings| settings.webhooks_to_private = true).await
}

async fn viewer(world: &World) -> Client {
    world.user("viewer", UserRole::Viewer, None).await
}

/// Makes a webhook; gives the answer.
async fn hook(client: &Client, url: &str, filter: Value) -> Answer {
    client.post(HOOKS, &json!({"url": url, "filter": filter})).await.expect(201)
}

fn path(hook: &Answer) -> String {
    format!("{HOOKS}/{}", hook.json["id"].as_str().unwrap())
}

/// Another service on the same schema; it ends when it is told to.
async fn another(world: &World) -> oneshot::Sender<()> {
    let db = world.service.schema.db(4).await;
    let mut settings = Settings::defaults(std::env::temp_dir());
    settings.workers = 1;
    settings.webhooks_to_private = true;
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let state = AppState::new(db, Arc::new(settings));
    let shutdown = async {
        let _ = stopped.await;
    };
    tokio::task::spawn_local(serve(state, listener, shutdown));
    stop
}

/// Waits until a query gives true.
async fn until(world: &World, query: &str) {
    let mut owner = world.service.schema.owner().await;
    let asked = async {
        while value(&mut owner, query).await != json!(true) {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    let asked = tokio::time::timeout(Duration::from_secs(30), asked).await;
    assert!(asked.is_ok(), "never true: {query}");
}

/// Waits until all of the feed was turned into deliveries.
async fn caught_up(world: &World) {
    let query = "SELECT NOT EXISTS (SELECT FROM outbox) AND (SELECT min(mark) FROM webhooks)
        = (SELECT max(seq) FROM feed)";
    until(world, query).await;
}
