//! Waiting for the feed to go on.

use std::time::{Duration, Instant};

use summit_ledger::actions::revoke_token::revoke_token;
use summit_ledger::db::{Conn, tokens};
use summit_ledger::domain::token::Secret;
use summit_ledger::domain::user::UserRole;
use tokio::task::JoinHandle;
use tokio::time::timeout;

use crate::feed::{FEED, walk};
use crate::support::http::{self, Answer, Client};
use crate::world::{World, declared, updates};

const FESTIVAL: &str = "AST25-12.7b";

/// How long a test waits for what must come.
const SOON: Duration = Duration::from_secs(5);

/// Revokes a token by itself.
pub async fn revoke(world: &World, token: &str) {
    let name = tokens::TokenName::Hash(Secret::parse(token).unwrap().hash());
    let revoke = async |conn: &mut Conn| revoke_token(conn, &name).await;
    world.db().write(revoke).await.unwrap();
}

async fn file(client: &Client, day: &str) {
    client.post(&updates(FESTIVAL, "KG"), &declared("ongoing", day)).await.expect(201);
}

/// Asks, and gives the answer and when it came.
fn ask(client: &Client, query: String) -> JoinHandle<(Answer, Instant)> {
    let client = client.clone();
    tokio::task::spawn_local(async move {
        let answer = client.get(&format!("{FEED}?{query}")).await;
        (answer, Instant::now())
    })
}

/// Gives a poll the time to come to its wait.
async fn is_waiting(poll: &JoinHandle<(Answer, Instant)>) {
    // Long enough for the first reading; a poll that does not wait is finished by then.
    tokio::time::sleep(Duration::from_millis(150)).await;
    assert!(!poll.is_finished());
}

#[actix_web::test]
async fn it_answers_at_once_when_there_is_something() {
    let world = World::new().await;
    let page = timeout(SOON, world.anybody.get(&format!("{FEED}?wait=60&limit=1"))).await;
    assert_eq!(page.unwrap().expect(200).items().len(), 1);
}

#[actix_web::test]
async fn it_answers_soon_after_a_commit() {
    let world = World::new().await;
    let kg = world.analyst("KG").await;
    let (_, mut end) = walk(&world.anybody, 500).await;
    let mut fastest = Duration::MAX;
    for day in ["2025-08-01", "2025-08-02", "2025-08-03", "2025-08-04"] {
        let poll = ask(&world.anybody, format!("since={end}&wait=60&party=KG"));
        is_waiting(&poll).await;
        file(&kg, day).await;
        let committed = Instant::now();
        let (page, came) = timeout(SOON, poll).await.unwrap().unwrap();
        let page = page.expect(200);
        assert_eq!(page.each("/body/as_of"), [day]);
        fastest = fastest.min(came.saturating_duration_since(committed));
        end = page.json["next"].as_str().unwrap().to_owned();
    }
    // The machine may be busy with other tests, but not all of the time.
    assert!(fastest < Duration::from_millis(200), "{fastest:?}");
}

#[actix_web::test]
async fn it_sleeps_on_for_what_was_not_asked_for() {
    let world = World::new().await;
    let kg = world.analyst("KG").await;
    let (before, end) = walk(&world.anybody, 500).await;
    let began = Instant::now();
    let poll = ask(&world.anybody, format!("since={end}&wait=2&entity=milestone"));
    is_waiting(&poll).await;
    file(&kg, "2025-08-01").await;
    let (page, came) = timeout(SOON, poll).await.unwrap().unwrap();
    let page = page.expect(200);
    assert!(came - began >= Duration::from_secs(2), "{:?}", came - began);
    assert_eq!((page.items().len(), &page.json["more"]), (0, &false.into()));
    // The reader need not look at that change again.
    let (after, end) = walk(&world.anybody, 500).await;
    assert_eq!(after.len(), before.len() + 1);
    assert_eq!(page.json["next"], end);
}

#[actix_web::test]
async fn it_ends_when_the_service_stops() {
    let mut world = World::new().await;
    let (_, end) = walk(&world.anybody, 500).await;
    let poll = ask(&world.anybody, format!("since={end}&wait=60"));
    is_waiting(&poll).await;
    world.service.stop();
    let (page, _) = timeout(SOON, poll).await.expect("it ends soon").unwrap();
    let page = page.expect(200);
    assert_eq!((page.items().len(), page.json["next"].as_str()), (0, Some(end.as_str())));
}

#[actix_web::test]
async fn it_gives_nothing_to_whose_token_was_revoked_meanwhile() {
    let world = World::under(|settings| settings.public_read = false).await;
    let kg = world.analyst("KG").await;
    let token = http::token(world.db(), "viewer", UserRole::Viewer, None).await;
    let viewer = world.anybody.with(&token);
    let poll = ask(&viewer, "since=head&wait=60".to_owned());
    is_waiting(&poll).await;
    revoke(&world, &token).await;
    file(&kg, "2025-08-01").await;
    let (answer, _) = timeout(SOON, poll).await.unwrap().unwrap();
    answer.problem(401, "unauthenticated", &[]);
}

#[actix_web::test]
async fn who_waits_holds_no_connection_to_the_database() {
    let world = World::new().await;
    let kg = world.analyst("KG").await;
    // Of connections there are 8.
    let polls: Vec<_> = (0..30).map(|_| ask(&world.anybody, "since=head&wait=60".into())).collect();
    is_waiting(&polls[29]).await;
    timeout(SOON, file(&kg, "2025-08-01")).await.expect("others are answered meanwhile");
    for poll in polls {
        let (page, _) = timeout(SOON, poll).await.unwrap().unwrap();
        assert_eq!(page.expect(200).each("/entity"), ["update"]);
    }
}

#[actix_web::test]
async fn a_head_request_does_not_wait() {
    let world = World::new().await;
    for path in
        [format!("{FEED}?since=head&wait=60"), format!("{FEED}/stream"), "/api/v1/snapshot".into()]
    {
        let call = world.anybody.call(reqwest::Method::HEAD, &path).send();
        let answer = timeout(SOON, call).await.expect("it is answered at once").expect(200);
        assert!(answer.bytes.is_empty());
    }
}
