//! The example receiver of the documents, run as it is by Python against a real service.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use serde_json::json;

use super::receiver::{Receiver, Reply};
use super::{hook, path, until, viewer, world};
use crate::world::{declared, updates};

const EXAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/webhook_receiver.py");

/// The example as a process, ended when the test is.
struct Example(std::process::Child);

impl Drop for Example {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Example {
    /// Starts it with a secret; gives its address and what it prints.
    fn start(secret: &str) -> (Self, String, impl Iterator<Item = String>) {
        let mut python = Command::new("python3");
        python.args(["-u", EXAMPLE, "0"]).env("WEBHOOK_SECRET", secret).stdout(Stdio::piped());
        let mut example = Self(python.spawn().expect("python3 runs"));
        let out = BufReader::new(example.0.stdout.take().unwrap());
        let mut lines = out.lines().map(Result::unwrap);
        let first = lines.next().expect("it says where it is");
        let url = first.rsplit(' ').next().unwrap().to_owned();
        (example, url, lines)
    }
}

#[actix_web::test]
async fn it_verifies_and_takes_each_message_once() {
    let world = world().await;
    let (viewer, kg) = (viewer(&world).await, world.analyst("KG").await);
    // The secret is known only once the webhook is there, which leads elsewhere until then.
    let made = hook(&viewer, &Receiver::start().url, json!({})).await;
    let (_example, url, mut said) = Example::start(made.json["secret"].as_str().unwrap());
    viewer.patch(&path(&made), "*", &json!({"url": url})).await.expect(200);
    let body = declared("in_progress", "2025-08-01");
    kg.post(&updates("AST25-12.7b", "KG"), &body).await.expect(201);
    until(&world, "SELECT count(*) = 1 FROM deliveries WHERE state = 'delivered'").await;
    let line = said.next().unwrap();
    assert!(line.starts_with("update.created "), "{line}");

    // Sent again it is answered well, and not taken a second time.
    let log = viewer.get(&format!("{}/deliveries", path(&made))).await.expect(200);
    let id = log.items()[0]["id"].as_str().unwrap();
    viewer
        .post(&format!("{}/deliveries/{id}/redeliver", path(&made)), &json!({}))
        .await
        .expect(202);
    until(&world, "SELECT count(*) = 2 FROM delivery_attempts WHERE status = 204").await;
    viewer.post(&format!("{}/test", path(&made)), &json!({})).await.expect(202);
    // Reading holds the thread up that sends.
    until(&world, "SELECT count(*) = 3 FROM delivery_attempts WHERE status = 204").await;
    let line = said.next().unwrap();
    assert!(line.starts_with("ping "), "{line}");
}

#[actix_web::test]
async fn it_refuses_what_is_not_signed_by_its_secret_or_is_old() {
    let world = world().await;
    let (viewer, receiver) = (viewer(&world).await, Receiver::start());
    let made = hook(&viewer, &receiver.url, json!({})).await;
    receiver.reply(Reply::of(204));
    viewer.post(&format!("{}/test", path(&made)), &json!({})).await.expect(202);
    let got = receiver.wait(1).await.remove(0);
    let (_example, url, _) = Example::start(made.json["secret"].as_str().unwrap());
    let http = reqwest::Client::new();
    let send = async |id: &str, timestamp: &str, signature: &str, body: &str| {
        let call = http.post(&url).header("webhook-id", id).header("webhook-timestamp", timestamp);
        let call = call.header("webhook-signature", signature).body(body.to_owned());
        call.send().await.unwrap().status().as_u16()
    };
    let (id, at, by, body) = (&*got.id, &*got.timestamp, &*got.signature, &*got.body);
    assert_eq!(send("another", at, by, body).await, 401);
    assert_eq!(send(id, "1700000000", by, body).await, 401);
    assert_eq!(send(id, "soon", by, body).await, 401);
    assert_eq!(send(id, at, "v1,AAAA v2,x", body).await, 401);
    assert_eq!(send(id, at, by, &format!("{body} ")).await, 401);
    assert_eq!(send(id, at, &format!("v1,AAAA {by}"), body).await, 204);
    // Old, though rightly signed: the time is part of what is signed, so this needs the secret.
    let old = (chrono::Utc::now().timestamp() - 600).to_string();
    let secret = base64::Engine::decode(
        &base64::engine::general_purpose::STANDARD,
        made.json["secret"].as_str().unwrap().trim_start_matches("whsec_"),
    );
    let secret = summit_ledger::domain::webhook::SigningSecret::new(secret.unwrap());
    let signed = secret.sign("old", old.parse().unwrap(), body);
    assert_eq!(send("old", &old, &signed, body).await, 401);
}
