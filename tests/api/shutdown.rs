//! Graceful shutdown: what is in flight ends well, and nothing new begins.

use std::time::Duration;

use diesel_async::SimpleAsyncConnection;

use crate::support::http::Client;
use crate::world::{World, declared, item, updates};

const FESTIVAL: &str = "AST25-12.7b";

#[actix_web::test]
async fn a_request_in_flight_ends_well_and_new_ones_are_refused() {
    let mut world = World::new().await;
    let kg = world.analyst("KG").await;
    let mut holder = world.service.schema.owner().await;
    let hold = format!("BEGIN; SELECT 1 FROM commitments WHERE code = '{FESTIVAL}' FOR UPDATE");
    holder.batch_execute(&hold).await.unwrap();
    let path = updates(FESTIVAL, "KG");
    let body = declared("in_progress", "2025-08-01");
    let in_flight = tokio::task::spawn_local(async move { kg.post(&path, &body).await });
    tokio::time::sleep(Duration::from_millis(200)).await;
    world.service.stop();

    let url = format!("{}/healthz", world.service.url);
    let is_refused = async || {
        let refused = reqwest::Client::new().get(&url).send().await;
        refused.is_err_and(|error| error.is_connect())
    };
    let refused = async {
        while !is_refused().await {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(5), refused).await.expect("it refuses soon");
    assert!(!in_flight.is_finished());
    holder.batch_execute("COMMIT").await.unwrap();
    let answer = tokio::time::timeout(Duration::from_secs(5), in_flight).await;
    answer.expect("it ends soon").unwrap().expect(201);

    let url = world.restart().await;
    let history = Client::new(&url).get(&format!("{}/history", item(FESTIVAL))).await.expect(200);
    assert_eq!(history.items()[0]["entity"], "update");
}
