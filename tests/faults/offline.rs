//! Three clients edit the same items offline: whatever the network does, they come to one state,
//! and no value is lost.

use std::fmt;

use chrono::TimeDelta;
use rand::rngs::StdRng;
use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};
use serde_json::Value;

use crate::account::{feed, written};
use crate::caller::Caller;
use crate::clients::{About, Client, Clock, Edit, any, items};
use crate::replica::{Replica, text_of};
use crate::service::Service;

const CLIENTS: i64 = 3;
const ITEMS: usize = 50;

/// A clock that is right.
pub const RIGHT: Clock = &[TimeDelta::zero()];

/// Names the seed if the test fails amid it.
struct Seed(u64);

impl fmt::Display for Seed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "seed {}", self.0)
    }
}

impl Drop for Seed {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("failed with {self}; FAULT_SEED sets it");
        }
    }
}

fn seed() -> u64 {
    let wanted = std::env::var("FAULT_SEED").ok();
    wanted.map_or_else(rand::random, |text| text.parse().expect("FAULT_SEED is a whole number"))
}

/// What came of many rounds.
pub struct Rounds {
    pub clients: Vec<Client>,
    /// The server's state at the end.
    pub state: Replica,
}

impl Rounds {
    /// Lets the clients edit, pull and push so often, as the seed has it; the last one by this
    /// clock. At the end all have pushed everything and have read everything.
    pub async fn run(service: &Service, seed: u64, rounds: usize, clock: Clock) -> Self {
        let mut random = StdRng::seed_from_u64(seed);
        let editor = service.caller("editor", "editor").await;
        let assessor = service.caller("assessor", "assessor").await;
        let begin = Replica::take(&editor).await;
        let items = items(&begin, ITEMS);
        let clock_of = |place| if place == CLIENTS - 1 { clock } else { RIGHT };
        let mut clients: Vec<Client> = (0..CLIENTS)
            .map(|place| Client::new(place, [&editor, &assessor], begin.clone(), clock_of(place)))
            .collect();
        for _ in 0..rounds {
            clients.shuffle(&mut random);
            for client in &mut clients {
                for _ in 0..random.random_range(0..3) {
                    client.edit(any(&mut random, &items), *any(&mut random, &About::ALL));
                }
                if random.random_bool(0.3) {
                    client.pull().await;
                }
                if random.random_bool(0.5) {
                    let is_lost = random.random_bool(0.2);
                    client.push(&mut random, is_lost).await;
                }
            }
        }
        for client in &mut clients {
            client.push(&mut random, false).await;
            assert!(client.is_done());
        }
        for client in &mut clients {
            client.pull().await;
        }
        Self { clients, state: Replica::take(&editor).await }
    }

    fn settled(&self) -> impl Iterator<Item = &(Edit, Value)> {
        self.clients.iter().flat_map(|client| &client.settled)
    }

    /// Every client has what the server has.
    fn check_digests(&self) {
        for client in &self.clients {
            assert_eq!(client.replica.records, self.state.records);
            assert_eq!(client.replica.digest(), self.state.digest());
        }
    }

    /// Every value that was pushed is in a version of its record, once, or in a conflict.
    async fn check_values(&self, caller: &Caller) {
        let written = written(&feed(caller).await);
        let mut conflicts = 0;
        for (edit, outcome) in self.settled() {
            let times = written.get(&edit.mark).copied().unwrap_or_default();
            match outcome["outcome"].as_str() {
                Some("applied" | "merged") => assert_eq!(times, 1, "{edit:?}: {outcome}"),
                Some("conflict") => {
                    assert_eq!(times, 0, "what lost is in no record: {edit:?}: {outcome}");
                    conflicts += 1;
                    check_conflict(caller, edit, outcome).await;
                }
                _ => panic!("{edit:?}: {outcome}"),
            }
        }
        assert!(conflicts > 0, "it was no test of conflicts");
    }
}

/// What lost stands in the conflict, with what it was made on and what it lost against.
async fn check_conflict(caller: &Caller, edit: &Edit, outcome: &Value) {
    let brief = &outcome["conflicts"][0];
    let path = format!("/api/v1/conflicts/{}", text_of(&brief["id"]));
    let conflict = caller.get(&path).await.expect(200);
    assert_eq!(conflict["operation"], edit.id());
    for side in ["base", "theirs", "yours"] {
        assert_eq!(conflict[side], brief[side], "{side}");
    }
    let (theirs, yours) = (conflict["theirs"].to_string(), conflict["yours"].to_string());
    assert!(yours.contains(&edit.mark), "{edit:?}: {conflict}");
    assert!(!theirs.contains(&edit.mark), "{edit:?}: {conflict}");
}

#[tokio::test(flavor = "multi_thread")]
async fn three_offline_clients_come_to_one_state_in_a_few_rounds() {
    // So many that in some of them edits clash, whatever the seed.
    three_offline_clients(60).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes minutes; make test-faults runs it"]
async fn three_offline_clients_come_to_one_state() {
    three_offline_clients(1_000).await;
}

async fn three_offline_clients(rounds: usize) {
    let seed = Seed(seed());
    let service = Service::start().await;
    let done = Rounds::run(&service, seed.0, rounds, RIGHT).await;
    done.check_digests();
    done.check_values(&service.anybody()).await;
    service.stop().await;
}

/// Of the edits of different groups, all go in, and the order decides nothing.
#[tokio::test(flavor = "multi_thread")]
async fn edits_of_different_groups_come_to_one_state_in_any_order() {
    let seed = Seed(seed());
    let mut states = Vec::new();
    for order in 0..2 {
        let service = Service::start().await;
        states.push(one_group_each(&service, seed.0 ^ order).await);
        service.stop().await;
    }
    assert_eq!(states[0], states[1]);
}

/// Each client edits one group of every item, all on one version, and pushes in its own order;
/// gives what the items then are.
async fn one_group_each(service: &Service, seed: u64) -> Vec<Value> {
    let mut random = StdRng::seed_from_u64(seed);
    let editor = service.caller("editor", "editor").await;
    let assessor = service.caller("assessor", "assessor").await;
    let begin = Replica::take(&editor).await;
    let items = items(&begin, ITEMS);
    let groups = [About::Titles, About::Deadline, About::Coding];
    let mut clients: Vec<Client> = (0..CLIENTS)
        .map(|place| Client::new(place, [&editor, &assessor], begin.clone(), RIGHT))
        .collect();
    for item in &items {
        for (client, about) in clients.iter_mut().zip(groups) {
            client.edit(item, about);
            client.edit(item, About::Update);
        }
    }
    clients.shuffle(&mut random);
    for client in &mut clients {
        client.push(&mut random, true).await;
    }
    for client in &mut clients {
        client.push(&mut random, false).await;
        for (edit, outcome) in &client.settled {
            let is_in = ["applied", "merged"].map(Value::from).contains(&outcome["outcome"]);
            assert!(is_in, "{edit:?}: {outcome}");
        }
    }
    let mut states = Vec::new();
    for item in &items {
        let mut state = editor.get(&format!("/api/v1/commitments/{}", item.code)).await.expect(200);
        for owed in state["obligations"].as_array_mut().expect("a list") {
            // Ids and times are of this ledger alone.
            for own in ["update", "changed_at", "declared", "assessed"] {
                owed[own].take();
            }
        }
        states.push(state);
    }
    states
}
