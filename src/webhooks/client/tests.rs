//! The client against names that lead inside: at first, or only by the time of the call.

use std::sync::atomic::{AtomicUsize, Ordering};

use proptest::prelude::*;
use tokio::net::TcpListener;

use super::*;

/// Leads to these addresses, one after the other, with each look-up; then on to the last.
fn leading_to(addresses: &'static [&'static str]) -> LookUp {
    let asked = AtomicUsize::new(0);
    Arc::new(move |_| {
        let place = asked.fetch_add(1, Ordering::SeqCst).min(addresses.len() - 1);
        let found = addresses[place].split(' ').filter(|one| !one.is_empty());
        let found = found.map(|one| SocketAddr::new(one.parse().expect("an address"), 0)).collect();
        Box::pin(async move { Ok(found) })
    })
}

fn message() -> Message {
    let text = String::new;
    Message { id: text(), timestamp: 0, signature: text(), body: text() }
}

#[tokio::test]
async fn a_name_that_leads_inside_is_refused() {
    for inside in ["127.0.0.1", "::1", "10.0.0.1", "::ffff:127.0.0.1", "8.8.8.8 192.168.0.1"] {
        let client = Client::looking_up(leading_to(vec![inside].leak()), false);
        assert_eq!(
            client.check("https://hook.example/").await,
            Err(PRIVATE.to_owned()),
            "{inside}"
        );
        let client = Client::looking_up(leading_to(vec![inside].leak()), true);
        assert!(client.check("https://hook.example/").await.is_ok(), "{inside}");
    }
    let client = Client::looking_up(leading_to(&["8.8.8.8 2606:4700::1111"]), false);
    assert!(client.check("https://hook.example/").await.is_ok());
    let client = Client::looking_up(leading_to(&[""]), false);
    assert!(client.check("https://hook.example/").await.expect_err("nowhere").contains("nowhere"));
}

#[tokio::test]
async fn the_system_knows_where_localhost_is() {
    let said = Client::new(false).check("http://localhost:80/").await;
    assert_eq!(said, Err(PRIVATE.to_owned()));
}

/// A name that led out when it was looked at leads inside when it is called.
#[tokio::test]
async fn a_name_that_turns_inside_later_is_not_called() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://hook.example:{}/", listener.local_addr().expect("bound").port());
    let client = Client::looking_up(leading_to(&["8.8.8.8", "127.0.0.1"]), false);
    assert!(client.check(&url).await.is_ok());
    let answer = client.send(&url, message()).await;
    assert_eq!(answer.status, None);
    assert!(answer.error.expect("a reason").contains(PRIVATE));
    let called = tokio::time::timeout(Duration::from_millis(200), listener.accept());
    assert!(called.await.is_err(), "nobody came");
}

#[tokio::test]
async fn a_literal_address_inside_is_not_called() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}/", listener.local_addr().expect("bound"));
    let answer = Client::new(false).send(&url, message()).await;
    assert!(answer.error.expect("a reason").contains(PRIVATE));
    let called = tokio::time::timeout(Duration::from_millis(200), listener.accept());
    assert!(called.await.is_err(), "nobody came");
}

proptest! {
    #[test]
    fn what_is_kept_of_an_error_is_short_and_fit_for_the_database(text in "(\\PC|\0){0,2000}") {
        let kept = shortened(&text);
        prop_assert!(kept.chars().count() <= READ);
        prop_assert!(!kept.contains('\0'));
    }
}
