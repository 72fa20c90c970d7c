//! What is sent, how it is signed, and what follows from the answers.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use tokio::sync::Notify;

use super::receiver::{Receiver, Reply};
use super::{another, caught_up, hook, path, until, viewer, world};
use crate::ledger::value;
use crate::support::http::Client;
use crate::world::{World, declared, updates};

const FESTIVAL: &str = "AST25-12.7b";

async fn file(kg: &Client, day: u32) {
    let body = declared("in_progress", &format!("2025-08-{day:02}"));
    kg.post(&updates(FESTIVAL, "KG"), &body).await.expect(201);
}

async fn deliveries(client: &Client, hook: &str, query: &str) -> Vec<Value> {
    client.get(&format!("{hook}/deliveries{query}")).await.expect(200).items().to_vec()
}

/// Makes everything that waits due now.
async fn hurry(world: &World) {
    world.sql("UPDATE deliveries SET next_attempt_at = now() WHERE state = 'pending'").await;
}

#[actix_web::test]
async fn a_change_is_told_once_signed_with_its_place_in_the_feed() {
    let world = world().await;
    let (viewer, kg, receiver) =
        (viewer(&world).await, world.analyst("KG").await, Receiver::start());
    let made = hook(&viewer, &receiver.url, json!({})).await;
    let secret = made.json["secret"].as_str().unwrap().to_owned();
    file(&kg, 1).await;
    let got = receiver.wait(1).await.remove(0);
    assert!(got.is_signed_by(&secret), "{got:?}");
    assert!(!got.is_signed_by(&secret.replacen("whsec_", "whsec_AAAA", 1)));
    let sent: i64 = got.timestamp.parse().unwrap();
    assert!((Utc::now().timestamp() - sent).abs() < 30);
    assert_eq!(got.kind(), "update.created");
    let since = made.json["cursor"].as_str().unwrap();
    let feed = viewer.get(&format!("/api/v1/changes?since={since}")).await.expect(200);
    let fed = &feed.items()[0];
    assert_eq!(&got.json["data"]["change"], fed);
    assert_eq!(got.json["data"]["seq"], fed["seq"]);
    assert_eq!(got.json["data"]["cursor"], feed.json["next"]);
    let at: DateTime<Utc> = got.json["timestamp"].as_str().unwrap().parse().unwrap();
    assert!((Utc::now() - at).num_seconds() < 30);

    until(&world, "SELECT bool_and(state = 'delivered') FROM deliveries").await;
    let log = deliveries(&viewer, &path(&made), "").await;
    assert_eq!(log.len(), 1);
    assert_eq!(log[0]["id"], got.id.as_str());
    assert_eq!(log[0]["attempts"][0]["status"], 204);
    assert_eq!(receiver.messages().len(), 1);
    let shown = viewer.get(&path(&made)).await.expect(200);
    assert_eq!(shown.json["cursor"], feed.json["next"]);
}

#[actix_web::test]
async fn what_fails_is_tried_again_under_the_same_id_and_given_up_at_last() {
    let world = world().await;
    let (viewer, kg, receiver) =
        (viewer(&world).await, world.analyst("KG").await, Receiver::start());
    let made = hook(&viewer, &receiver.url, json!({})).await;
    for (status, body) in [(500, "no \0 good"), (302, ""), (404, "")] {
        let header = (status == 302).then(|| ("location", receiver.url.clone()));
        receiver.reply(Reply { header, body: body.to_owned(), ..Reply::of(status) });
    }
    file(&kg, 1).await;
    for tries in 1..=3 {
        receiver.wait(tries).await;
        until(&world, "SELECT bool_and(leased_until IS NULL) FROM deliveries").await;
        let log = deliveries(&viewer, &path(&made), "?state=pending").await;
        let wait = log[0]["next_attempt_at"].as_str().unwrap().parse::<DateTime<Utc>>().unwrap();
        let failed = log[0]["attempts"][tries - 1]["at"].as_str().unwrap();
        let wait = (wait - failed.parse::<DateTime<Utc>>().unwrap()).num_milliseconds();
        let plain = [5_000, 300_000, 1_800_000][tries - 1];
        assert!((plain * 8 / 10..=plain * 12 / 10).contains(&wait), "{tries}: {wait} ms");
        hurry(&world).await;
    }
    let all = receiver.wait(4).await;
    assert_eq!(all.iter().map(|one| &one.id).collect::<BTreeSet<_>>().len(), 1);
    until(&world, "SELECT bool_and(state = 'delivered') FROM deliveries").await;
    let log = deliveries(&viewer, &path(&made), "?state=delivered").await;
    let seen: Vec<_> =
        log[0]["attempts"].as_array().unwrap().iter().map(|a| &a["status"]).collect();
    assert_eq!(seen, [500, 302, 404, 204], "a redirect is not followed");
    assert_eq!(log[0]["attempts"][0]["error"], "500 Internal Server Error: no  good");

    // The last failure of all.
    receiver.reply(Reply::of(503));
    file(&kg, 2).await;
    receiver.wait(5).await;
    until(&world, "SELECT bool_and(leased_until IS NULL) FROM deliveries").await;
    receiver.reply(Reply::of(503));
    world.sql("UPDATE deliveries SET attempts = 7 WHERE state = 'pending'").await;
    hurry(&world).await;
    receiver.wait(6).await;
    until(&world, "SELECT count(*) = 1 FROM deliveries WHERE state = 'failed'").await;
    let failed = deliveries(&viewer, &path(&made), "?state=failed").await;
    assert_eq!(failed[0]["next_attempt_at"], Value::Null);

    let again =
        format!("{}/deliveries/{}/redeliver", path(&made), failed[0]["id"].as_str().unwrap());
    let answer = viewer.post(&again, &json!({})).await.expect(202);
    assert_eq!(answer.json["state"], "pending");
    let all = receiver.wait(7).await;
    assert_eq!(all[6].id, failed[0]["id"].as_str().unwrap());
    until(&world, "SELECT bool_and(state = 'delivered') FROM deliveries").await;
}

#[actix_web::test]
async fn a_receiver_may_ask_to_wait() {
    let world = world().await;
    let (viewer, kg, receiver) =
        (viewer(&world).await, world.analyst("KG").await, Receiver::start());
    hook(&viewer, &receiver.url, json!({})).await;
    let wait = "SELECT round(extract(epoch FROM next_attempt_at - (SELECT max(at)
        FROM delivery_attempts)))::int FROM deliveries";
    let in_an_hour =
        (Utc::now() + chrono::TimeDelta::hours(1)).to_rfc2822().replace("+0000", "GMT");
    for (asked, least, most) in [
        ("100".to_owned(), 100, 120),
        (in_an_hour, 3590, 4320),
        ("9999999".to_owned(), 86400, 86400),
    ] {
        world.sql("DELETE FROM deliveries").await;
        let header = Some(("retry-after", asked.clone()));
        receiver.reply(Reply { header, ..Reply::of(429) });
        file(&kg, 1).await;
        until(&world, "SELECT count(*) = 1 FROM deliveries WHERE last_status = 429").await;
        let waited = value(&mut world.service.schema.owner().await, wait).await.as_i64().unwrap();
        assert!((least..=most).contains(&waited), "{asked}: {waited} s");
    }
}

#[actix_web::test]
async fn a_receiver_that_is_gone_is_left_alone_until_it_is_set_going_again() {
    let world = world().await;
    let (viewer, kg, receiver) =
        (viewer(&world).await, world.analyst("KG").await, Receiver::start());
    let made = hook(&viewer, &receiver.url, json!({})).await;
    receiver.reply(Reply::of(500));
    file(&kg, 1).await;
    until(&world, "SELECT count(*) = 1 FROM deliveries WHERE last_status = 500").await;
    receiver.reply(Reply::of(410));
    file(&kg, 2).await;
    until(&world, "SELECT bool_and(state = 'disabled') FROM webhooks").await;
    let shown = viewer.get(&path(&made)).await.expect(200);
    assert_eq!(shown.json["reason"], "The receiver answered 410 Gone.");
    let log = deliveries(&viewer, &path(&made), "").await;
    assert_eq!((&log[0]["state"], &log[1]["state"]), (&json!("failed"), &json!("cancelled")));
    file(&kg, 3).await;
    for post in
        ["test".to_owned(), format!("deliveries/{}/redeliver", log[0]["id"].as_str().unwrap())]
    {
        let answer = viewer.post(&format!("{}/{post}", path(&made)), &json!({})).await;
        answer.problem(409, "conflict", &[]);
    }

    // What came meanwhile is told, and what was cancelled is not, unless it is asked for.
    viewer.patch(&path(&made), "*", &json!({"state": "active"})).await.expect(200);
    let all = receiver.wait(3).await;
    caught_up(&world).await;
    until(&world, "SELECT count(*) = 0 FROM deliveries WHERE state = 'pending'").await;
    assert_eq!(receiver.messages().len(), 3);
    assert_eq!(all[2].json["data"]["change"]["body"]["as_of"], "2025-08-03");
    let again = format!("{}/deliveries/{}/redeliver", path(&made), log[1]["id"].as_str().unwrap());
    viewer.post(&again, &json!({})).await.expect(202);
    assert_eq!(receiver.wait(4).await[3].json["data"]["change"]["body"]["as_of"], "2025-08-01");
}

#[actix_web::test]
async fn while_it_is_paused_nothing_is_sent_and_nothing_is_lost() {
    let world = world().await;
    let (viewer, kg, receiver) =
        (viewer(&world).await, world.analyst("KG").await, Receiver::start());
    let made = hook(&viewer, &receiver.url, json!({})).await;
    let awake = hook(&viewer, &receiver.url, json!({"entity": ["update"]})).await;
    viewer.patch(&path(&made), "*", &json!({"state": "paused"})).await.expect(200);
    file(&kg, 1).await;
    file(&kg, 2).await;
    // The other one shows that the worker has been there.
    receiver.wait(2).await;
    until(&world, "SELECT count(*) = 2 FROM deliveries WHERE state = 'delivered'").await;
    assert_eq!(deliveries(&viewer, &path(&made), "").await.len(), 0);
    viewer.delete(&path(&awake), "*").await.expect(204);
    viewer.patch(&path(&made), "*", &json!({"state": "active"})).await.expect(200);
    let all = receiver.wait(4).await;
    assert_eq!(all[2].seq().min(all[3].seq()), all[0].seq().min(all[1].seq()));
    viewer.delete(&path(&made), "*").await.expect(204);
    file(&kg, 3).await;
    assert_eq!(receiver.messages().len(), 4);
}

#[actix_web::test]
async fn while_a_secret_is_rotated_both_sign() {
    let world = world().await;
    let (viewer, receiver) = (viewer(&world).await, Receiver::start());
    let made = hook(&viewer, &receiver.url, json!({})).await;
    let old = made.json["secret"].as_str().unwrap().to_owned();
    let rotate = async || {
        let answer = viewer.post(&format!("{}/rotate", path(&made)), &json!({})).await.expect(200);
        answer.json["secret"].as_str().unwrap().to_owned()
    };
    let ping = async |count| {
        viewer.post(&format!("{}/test", path(&made)), &json!({})).await.expect(202);
        let got = receiver.wait(count).await.pop().unwrap();
        until(&world, "SELECT count(*) = 0 FROM deliveries WHERE state = 'pending'").await;
        got
    };
    let lost = rotate().await;
    // The answer was lost, and so it is done again: the receiver still knows the first one only.
    let new = rotate().await;
    let got = ping(1).await;
    assert_eq!(got.kind(), "ping");
    assert!(got.is_signed_by(&old) && got.is_signed_by(&new) && !got.is_signed_by(&lost));
    world.sql("UPDATE webhooks SET previous_until = now()").await;
    let got = ping(2).await;
    assert!(got.is_signed_by(&new) && !got.is_signed_by(&old));
}

/// What was committed and not yet sent when the service ended is sent by the next.
#[actix_web::test]
async fn a_restart_between_commit_and_delivery_loses_nothing() {
    let mut world = world().await;
    let (viewer, kg, receiver) =
        (viewer(&world).await, world.analyst("KG").await, Receiver::start());
    hook(&viewer, &receiver.url, json!({})).await;
    // Held up by a lock, deliveries cannot be made.
    let mut holder = world.service.schema.owner().await;
    let hold = "BEGIN; SELECT 1 FROM webhooks FOR UPDATE";
    diesel_async::SimpleAsyncConnection::batch_execute(&mut holder, hold).await.unwrap();
    file(&kg, 1).await;
    file(&kg, 2).await;
    world.service.stop();
    let gone = async {
        while reqwest::get(format!("{}/healthz", world.service.url)).await.is_ok() {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(30), gone).await.unwrap();
    // With a process its connections end, and with them what they have begun.
    world.service.db = world.service.schema.db(4).await;
    diesel_async::SimpleAsyncConnection::batch_execute(&mut holder, "COMMIT").await.unwrap();
    assert_eq!(receiver.messages().len(), 0);
    let _stop = another(&world).await;
    let all = receiver.wait(2).await;
    assert_ne!(all[0].seq(), all[1].seq());
}

/// A process that ended after it sent, and before it said so, leaves a lease that runs out.
#[actix_web::test]
async fn what_is_not_noted_is_sent_again_under_the_same_id() {
    let world = world().await;
    let (viewer, kg, receiver) =
        (viewer(&world).await, world.analyst("KG").await, Receiver::start());
    hook(&viewer, &receiver.url, json!({})).await;
    let held = Arc::new(Notify::new());
    receiver.reply(Reply { held: Some(held.clone()), ..Reply::of(500) });
    file(&kg, 1).await;
    receiver.wait(1).await;
    world.sql("UPDATE deliveries SET leased_until = now()").await;
    let all = receiver.wait(2).await;
    assert_eq!(all[0].id, all[1].id);
    until(&world, "SELECT bool_and(state = 'delivered') FROM deliveries").await;
    // The first one's late failure takes nothing back.
    held.notify_one();
    until(&world, "SELECT count(*) = 2 FROM delivery_attempts").await;
    until(&world, "SELECT bool_and(state = 'delivered') FROM deliveries").await;
}

#[actix_web::test]
async fn several_services_share_the_work_and_send_each_change_once() {
    let world = world().await;
    let (viewer, kg, receiver) =
        (viewer(&world).await, world.analyst("KG").await, Receiver::start());
    hook(&viewer, &receiver.url, json!({})).await;
    hook(&viewer, &receiver.url, json!({"op": ["created"]})).await;
    let _stop = another(&world).await;
    for day in 1..=25 {
        file(&kg, day).await;
    }
    receiver.wait(50).await;
    until(&world, "SELECT count(*) = 50 FROM deliveries WHERE state = 'delivered'").await;
    let all = receiver.messages();
    let ids: BTreeSet<_> = all.iter().map(|one| &one.id).collect();
    assert_eq!((all.len(), ids.len()), (50, 50));
    let seqs: BTreeSet<_> = all.iter().map(super::receiver::Received::seq).collect();
    assert_eq!(seqs.len(), 25);
}

/// One that does not answer has a few of the places, and the others go on.
#[actix_web::test]
async fn a_slow_receiver_holds_up_nobody_else() {
    let world = world().await;
    let (viewer, kg) = (viewer(&world).await, world.analyst("KG").await);
    let (slow, quick) = (Receiver::start(), Receiver::start());
    hook(&viewer, &slow.url, json!({})).await;
    hook(&viewer, &quick.url, json!({})).await;
    let held = Arc::new(Notify::new());
    (0..8).for_each(|_| slow.reply(Reply { held: Some(held.clone()), ..Reply::of(204) }));
    for day in 1..=10 {
        file(&kg, day).await;
    }
    quick.wait(10).await;
    until(&world, "SELECT count(*) = 10 FROM deliveries WHERE state = 'delivered'").await;
    // The worker has been at it ten times over, and took no more than four of them.
    assert_eq!(slow.wait(4).await.len(), 4);
    until(&world, "SELECT count(*) = 4 FROM deliveries WHERE leased_until > now()").await;
    for _ in 0..8 {
        held.notify_one();
        tokio::task::yield_now().await;
        slow.wait(1).await;
    }
    held.notify_waiters();
}

#[actix_web::test]
async fn a_body_that_was_blanked_meanwhile_is_null() {
    let world = world().await;
    let (viewer, kg, receiver) =
        (viewer(&world).await, world.analyst("KG").await, Receiver::start());
    hook(&viewer, &receiver.url, json!({})).await;
    receiver.reply(Reply::of(500));
    file(&kg, 1).await;
    until(&world, "SELECT count(*) = 1 FROM deliveries WHERE last_status = 500").await;
    world.sql("SELECT blank_bodies(1, 100000)").await;
    hurry(&world).await;
    let all = receiver.wait(2).await;
    assert!(all[0].json["data"]["change"]["body"].is_object());
    assert!(all[1].json["data"]["change"]["body"].is_null());
}

#[actix_web::test]
async fn old_deliveries_go_with_their_log_and_others_stay() {
    use summit_ledger::db::{Conn, deliveries};

    let world = world().await;
    let (viewer, kg, receiver) =
        (viewer(&world).await, world.analyst("KG").await, Receiver::start());
    hook(&viewer, &receiver.url, json!({})).await;
    for day in 1..=3 {
        file(&kg, day).await;
    }
    receiver.wait(3).await;
    until(&world, "SELECT count(*) = 3 FROM deliveries WHERE state = 'delivered'").await;
    world
        .sql(
            "UPDATE deliveries SET delivered_at = now() - interval '31 days'
            WHERE place IN (SELECT place FROM deliveries ORDER BY place LIMIT 2);
            UPDATE deliveries SET state = 'failed', delivered_at = NULL
            WHERE place = (SELECT min(place) FROM deliveries)",
        )
        .await;
    let prune = async |conn: &mut Conn| Ok(deliveries::prune(conn, 100).await?);
    assert_eq!(world.db().write(prune).await.unwrap(), 1);
    until(&world, "SELECT count(*) = 2 FROM deliveries").await;
    until(&world, "SELECT count(*) = 2 FROM delivery_attempts").await;
}
