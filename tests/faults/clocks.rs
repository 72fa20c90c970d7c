//! A client whose clock is wrong: clocks decide nothing.

use chrono::TimeDelta;
use serde_json::Value;

use crate::clients::{Client, Clock};
use crate::offline::{RIGHT, Rounds};
use crate::replica::Replica;
use crate::service::Service;

/// Off by a day and by a year, both ways.
const WRONG: Clock =
    &[TimeDelta::days(1), TimeDelta::days(-1), TimeDelta::days(365), TimeDelta::days(-365)];

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_clock_changes_no_outcome_in_a_few_rounds() {
    a_wrong_clock_changes_no_outcome(15).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes minutes; make test-faults runs it"]
async fn a_wrong_clock_changes_no_outcome_in_many_rounds() {
    a_wrong_clock_changes_no_outcome(300).await;
}

/// The same rounds, once by right clocks and once with a wrong one.
async fn a_wrong_clock_changes_no_outcome(rounds: usize) {
    let mut all = Vec::new();
    for clock in [RIGHT, WRONG] {
        let service = Service::start().await;
        let done = Rounds::run(&service, 5, rounds, clock).await;
        let outcomes: Vec<Value> = done.clients.iter().flat_map(outcomes).collect();
        assert!(outcomes.iter().any(|outcome| outcome["outcome"] == "conflict"));
        all.push((outcomes, items(&done.state)));
        service.stop().await;
    }
    assert_eq!(all[0], all[1]);
}

/// What came of each edit, but for ids, which are drawn anew in every ledger.
fn outcomes(client: &Client) -> Vec<Value> {
    let mut outcomes: Vec<Value> =
        client.settled.iter().map(|(_, outcome)| outcome.clone()).collect();
    for outcome in &mut outcomes {
        for own in ["location", "milestone", "update"] {
            outcome[own].take();
        }
        for conflict in outcome["conflicts"].as_array_mut().into_iter().flatten() {
            conflict["id"].take();
        }
    }
    outcomes
}

/// The items as they are in the end.
fn items(state: &Replica) -> Vec<Value> {
    state.all("commitment").map(|record| record.body.clone()).collect()
}
