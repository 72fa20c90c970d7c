//! The feed as a stream: nothing twice, nothing left out, whatever happens to the connection.

pub mod reader;

use std::time::{Duration, Instant};

use reqwest::Method;
use summit_ledger::domain::user::UserRole;
use tokio::time::timeout;

use crate::feed::{FEED, walk};
use crate::long_poll::revoke;
use crate::support::http::{self, Client};
use crate::world::{World, declared, updates};
use reader::{Events, SOON, STREAM, is_cut_off, rest, stalled, take_events, unchunked};

const FESTIVAL: &str = "AST25-12.7b";

async fn file(client: &Client, day: &str) {
    client.post(&updates(FESTIVAL, "KG"), &declared("ongoing", day)).await.expect(201);
}

#[actix_web::test]
async fn it_gives_what_there_is_and_then_what_comes() {
    let world = World::new().await;
    let kg = world.analyst("KG").await;
    let (all, end) = walk(&world.anybody, 500).await;
    let mut events = Events::open(&world.anybody, "", None).await;
    let header = |name: &str| events.response.headers().get(name).unwrap().to_str().unwrap();
    assert_eq!(header("content-type"), "text/event-stream");
    assert_eq!(header("cache-control"), "no-store");
    assert_eq!(header("x-accel-buffering"), "no");
    let opening = events.next().await.unwrap();
    assert_eq!((opening.name.as_str(), &opening.id), ("cursor", &opening.data));
    let told = events.changes(all.len()).await;
    let bodies: Vec<_> = told.iter().map(reader::Event::json).collect();
    assert_eq!(bodies, all);
    assert_eq!(told.last().unwrap().id, end);
    file(&kg, "2025-08-01").await;
    let new = events.change().await;
    assert_eq!(new.json()["body"]["as_of"], "2025-08-01");
    // Its id is a cursor as any other.
    let page = world.anybody.get(&format!("{FEED}?since={}", new.id)).await.expect(200);
    assert_eq!(page.items().len(), 0);
    let (half, _) = all.split_at(5);
    let since = format!("since={}", told[half.len() - 1].id);
    let mut events = Events::open(&world.anybody, &since, None).await;
    assert_eq!(events.change().await.json(), all[half.len()]);
}

#[actix_web::test]
async fn it_resumes_where_it_broke_off_also_after_a_restart() {
    let mut world = World::new().await;
    let kg = world.analyst("KG").await;
    let mut events = Events::open(&world.anybody, "", None).await;
    let mut told = events.changes(10).await;
    drop(events);
    file(&kg, "2025-08-01").await;
    let url = world.restart().await;
    let kg = kg.at(&url);
    file(&kg, "2025-08-02").await;
    let last = told.last().unwrap().id.clone();
    // The header counts before the parameter, which a browser sends again as it was.
    let anybody = Client::new(&url);
    let mut events = Events::open(&anybody, "since=head", Some(&last)).await;
    let (all, _) = walk(&anybody, 500).await;
    told.extend(events.changes(all.len() - 10).await);
    file(&kg, "2025-08-03").await;
    told.push(events.change().await);
    let (all, _) = walk(&anybody, 500).await;
    assert_eq!(told.iter().map(reader::Event::json).collect::<Vec<_>>(), all);
}

#[actix_web::test]
async fn it_begins_at_the_head_if_asked_and_keeps_to_its_filter() {
    let world = World::new().await;
    let (kg, kz) = (world.analyst("KG").await, world.analyst("KZ").await);
    let (_, end) = walk(&world.anybody, 500).await;
    let query = "since=head&party=KZ&entity=update&bodies=false";
    let mut events = Events::open(&world.anybody, query, None).await;
    // A reader that is torn off before its first change comes again with this.
    assert_eq!(events.next().await.unwrap().id, end);
    file(&kg, "2025-08-01").await;
    kz.post(&updates(FESTIVAL, "KZ"), &declared("ongoing", "2025-08-02")).await.expect(201);
    let change = events.next().await.unwrap();
    assert_eq!(change.name, "change");
    assert_eq!(change.json()["actor"], "analyst-KZ");
    assert!(change.json()["body"].is_null());
}

#[actix_web::test]
async fn it_shows_that_it_lives_and_moves_the_cursor_of_whom_nothing_concerns() {
    let world = World::under(|settings| settings.stream_patience = Duration::from_secs(1)).await;
    let kg = world.analyst("KG").await;
    let mut events = Events::open(&world.anybody, "since=head&entity=milestone", None).await;
    let opening = events.next().await.unwrap();
    let beat = events.next().await.unwrap();
    assert_eq!((beat.name.as_str(), beat.id.as_str()), ("", ""), "a comment");
    file(&kg, "2025-08-01").await;
    let mut moved = events.next().await.unwrap();
    while moved.name.is_empty() {
        moved = events.next().await.unwrap();
    }
    let (_, end) = walk(&world.anybody, 500).await;
    assert_ne!(opening.id, end);
    assert_eq!((moved.name.as_str(), &moved.id, &moved.data), ("cursor", &end, &end));
    assert_eq!(events.next().await.unwrap().name, "", "and is told once");
}

#[actix_web::test]
async fn a_bad_cursor_is_answered_before_it_begins() {
    let world = World::new().await;
    let (_, end) = walk(&world.anybody, 500).await;
    let call = world.anybody.call(Method::GET, STREAM).header("Last-Event-ID", "x");
    call.send().await.problem(400, "bad-query", &["Last-Event-ID"]);
    let limited = format!("{STREAM}?limit=5");
    world.anybody.get(&limited).await.problem(400, "bad-query", &["limit"]);
    world.part_history().await;
    let call = world.anybody.call(Method::GET, STREAM).header("Last-Event-ID", &end);
    call.send().await.problem(410, "cursor-forked", &[]);
}

#[actix_web::test]
async fn who_may_no_longer_read_is_told_so_and_nothing_else() {
    let world = World::under(|settings| {
        settings.public_read = false;
        settings.stream_patience = Duration::from_secs(60);
    });
    let world = world.await;
    let kg = world.analyst("KG").await;
    let token = http::token(world.db(), "viewer", UserRole::Viewer, None).await;
    let viewer = world.anybody.with(&token);
    let mut events = Events::open(&viewer, "since=head", None).await;
    assert_eq!(events.next().await.unwrap().name, "cursor");
    revoke(&world, &token).await;
    file(&kg, "2025-08-01").await;
    let error = events.next().await.unwrap();
    assert_eq!(error.name, "error");
    assert_eq!(error.json()["type"], "urn:summit-ledger:problem:unauthenticated");
    http::fits("Problem", &error.json()).unwrap();
    assert_eq!(events.next().await, None);
}

#[actix_web::test]
async fn rights_are_looked_at_while_nothing_happens() {
    let world = World::under(|settings| settings.stream_patience = Duration::from_secs(1)).await;
    let token = http::token(world.db(), "viewer", UserRole::Viewer, None).await;
    let mut events = Events::open(&world.anybody.with(&token), "since=head", None).await;
    assert_eq!(events.next().await.unwrap().name, "cursor");
    revoke(&world, &token).await;
    assert_eq!(events.next().await.unwrap().name, "error");
}

#[actix_web::test]
async fn another_history_ends_it_though_nothing_is_written() {
    let world = World::under(|settings| settings.stream_patience = Duration::from_secs(60)).await;
    let mut events = Events::open(&world.anybody, "since=head", None).await;
    assert_eq!(events.next().await.unwrap().name, "cursor");
    world.part_history().await;
    let error = events.next().await.unwrap();
    assert_eq!(error.json()["type"], "urn:summit-ledger:problem:cursor-forked");
    assert_eq!(events.next().await, None);
}

#[actix_web::test]
async fn it_ends_well_and_at_once_when_the_service_stops() {
    let mut world = World::new().await;
    let mut events = Events::open(&world.anybody, "since=head", None).await;
    assert_eq!(events.next().await.unwrap().name, "cursor");
    let began = Instant::now();
    world.service.stop();
    assert_eq!(events.next().await, None);
    let is_refused = async || {
        let refused = reqwest::Client::new().get(&world.service.url).send().await;
        refused.is_err_and(|error| error.is_connect())
    };
    while !is_refused().await {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert!(began.elapsed() < SOON);
}

/// Leaves changes of 100 kB each for the feed: more than lies between a service and a reader.
pub async fn leave_large(world: &World, count: usize) {
    world
        .sql(&format!(
            "INSERT INTO outbox (change_id, entity, entity_id, version, op, at, actor, body)
            SELECT gen_random_uuid(), 'party', gen_random_uuid(), 1, 'created', now(), 'x',
                format('{{\"text\":\"%s\"}}', repeat('x', 100000))
            FROM generate_series(1, {count})"
        ))
        .await;
}

#[actix_web::test]
async fn a_reader_that_stops_reading_is_cut_off_and_resumes() {
    let patience = Duration::from_millis(500);
    let mut world = World::under(|settings| settings.stream_patience = patience).await;
    let kg = world.analyst("KG").await;
    leave_large(&world, 80).await;
    let (socket, first) = stalled(&world.anybody, &format!("{STREAM}?entity=party")).await;
    // Writers do not notice.
    timeout(SOON, file(&kg, "2025-08-01")).await.unwrap();
    is_cut_off(&socket).await;
    let mut bytes = unchunked(&[first, rest(socket).await].concat());
    let told = take_events(&mut bytes);
    let last = told.iter().rfind(|event| event.name == "change").expect("something came");
    let seq = last.json()["seq"].as_u64().unwrap();

    // With patience enough for a test on a busy machine.
    let anybody = Client::new(&world.restart().await);
    let mut resumed = Events::open(&anybody, "", Some(&last.id)).await;
    let head = anybody.get(&format!("{FEED}/head")).await.expect(200);
    let left = usize::try_from(head.json["seq"].as_u64().unwrap() - seq).unwrap();
    assert!(left > 10, "it was cut off before the end, {left} were left");
    for (event, seq) in resumed.changes(left).await.iter().zip(seq + 1..) {
        assert_eq!(event.json()["seq"], seq);
    }
}
