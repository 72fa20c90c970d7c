//! kill -9 of the service and of its Postgres, amid single writes and amid pushes.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use futures_util::future::join;
use nix::errno::Errno;
use nix::sys::signal::{Signal, kill};
use rand::Rng;
use serde_json::{Value, json};
use tokio::time::sleep;

use crate::account::{Account, feed, narratives, written};
use crate::caller::{Answer, Caller, PAUSE};
use crate::service::Service;
use crate::writers::{Manner, Writers};

/// How long the writers write before each kill.
const WHILE: Duration = Duration::from_millis(700);

#[tokio::test(flavor = "multi_thread")]
async fn what_the_service_acknowledged_outlives_its_kill() {
    let mut service = Service::start().await;
    let writers = Writers::begin(&service, 6, Manner::Steady).await;
    for _ in 0..3 {
        sleep(WHILE).await;
        service.kill().await;
        service.restart().await;
        writers.go_to(&service.url);
    }
    end_and_check(writers, service).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_outlives_a_kill_of_postgres() {
    let service = Service::start().await;
    let writers = Writers::begin(&service, 6, Manner::Steady).await;
    for _ in 0..3 {
        sleep(WHILE).await;
        kill(service.postmaster(), Signal::SIGKILL).expect("it was running");
        // The service finds it gone and starts another by itself.
        writers.wait_for_more(5).await;
    }
    end_and_check(writers, service).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_outlives_a_kill_of_both() {
    let mut service = Service::start().await;
    let writers = Writers::begin(&service, 6, Manner::Steady).await;
    for _ in 0..2 {
        sleep(WHILE).await;
        kill(service.postmaster(), Signal::SIGKILL).expect("it was running");
        service.kill().await;
        service.restart().await;
        writers.go_to(&service.url);
    }
    end_and_check(writers, service).await;
}

async fn end_and_check(writers: Writers, service: Service) {
    writers.wait_for_more(20).await;
    let (account, _) = writers.end().await;
    account.compare(narratives(&feed(&service.anybody()).await));
    service.stop().await;
}

/// Who is killed amid a push.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Victim {
    Service,
    Postgres,
}

#[tokio::test(flavor = "multi_thread")]
async fn a_push_cut_by_a_few_kills_has_one_effect() {
    pushes_cut_by_kills(6, Victim::Service).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_push_cut_by_a_few_kills_of_postgres_has_one_effect() {
    pushes_cut_by_kills(4, Victim::Postgres).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes minutes; make test-faults runs it"]
async fn a_push_cut_by_a_kill_at_any_point_has_one_effect() {
    pushes_cut_by_kills(50, Victim::Service).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes minutes; make test-faults runs it"]
async fn a_push_cut_by_a_kill_of_postgres_at_any_point_has_one_effect() {
    pushes_cut_by_kills(50, Victim::Postgres).await;
}

/// An editor and an assessor push at once, and are cut each time at another point.
async fn pushes_cut_by_kills(kills: usize, victim: Victim) {
    let mut service = Service::start().await;
    let mut editor = service.caller("editor", "editor").await;
    let mut assessor = service.caller("assessor", "assessor").await;
    let mut account = Account::default();
    // The version of the item that is edited.
    let mut version = 1;
    // How long a push takes that nobody cuts.
    let mut whole = Duration::ZERO;
    let mut cuts = 0;
    for turn in 0.. {
        assert!(turn <= 3 * kills, "only {cuts} of {turn} pushes could be cut");
        if cuts == kills {
            break;
        }
        let (edits, updates) = (edits(turn, version), updates(turn));
        let began = Instant::now();
        let pushing = join(editor.push("a laptop", &edits), assessor.push("a laptop", &updates));
        if turn == 0 {
            pushing.await;
            whole = began.elapsed();
        } else {
            let point = rand::rng().random_range(Duration::ZERO..whole);
            let cutting = async {
                sleep(point).await;
                match victim {
                    Victim::Service => service.kill().await,
                    Victim::Postgres => match kill(service.postmaster(), Signal::SIGKILL) {
                        // What the last cut left of the server has answered until now, so that
                        // none was started anew.
                        Err(Errno::ESRCH) => return,
                        killed => killed.expect("it is ours"),
                    },
                }
                cuts += 1;
            };
            join(pushing, cutting).await;
        }
        if turn > 0 && victim == Victim::Service {
            service.restart().await;
            (editor, assessor) = (editor.at(&service.url), assessor.at(&service.url));
        }
        let done = push_until_answered(&editor, &edits, &mut account).await;
        version = done.last().expect("the edit")["version"].as_i64().expect("a number");
        push_until_answered(&assessor, &updates, &mut account).await;
    }
    account.compare_counts(&said(&feed(&editor).await));
    service.stop().await;
}

/// What the operations of this test wrote, and how often.
fn said(changes: &[Value]) -> BTreeMap<String, usize> {
    let mut written = written(changes);
    written.retain(|mark, _| mark.starts_with("turn-"));
    written
}

/// Pushes the same again until there is an answer; gives the outcome of each as it first was.
async fn push_until_answered(
    caller: &Caller,
    operations: &[Value],
    account: &mut Account,
) -> Vec<Value> {
    let outcomes = loop {
        match caller.push("a laptop", operations).await {
            Some(Answer { status: 200, json }) => break json["outcomes"].clone(),
            Some(Answer { status: 503, .. }) | None => sleep(PAUSE).await,
            Some(answer) => panic!("{answer:?}"),
        }
    };
    let outcomes = outcomes.as_array().expect("a list").iter().zip(operations);
    let first = outcomes.map(|(outcome, operation)| {
        let first = if outcome["outcome"] == "duplicate" { &outcome["first"] } else { outcome };
        assert_eq!(first["outcome"], "applied", "{operation}: {outcome}");
        account.acknowledge(operation["id"].as_str().expect("a text"));
        first.clone()
    });
    first.collect()
}

/// Items, milestones of these, and an edit of one that is there. Each writes its own id.
fn edits(turn: usize, version: i64) -> Vec<Value> {
    let mut edits = Vec::new();
    for n in 0..3 {
        let (item, step) = (format!("turn-{turn}-item-{n}"), format!("turn-{turn}-step-{n}"));
        edits.push(json!({
            "id": item, "kind": "create_commitment",
            "body": {
                "declaration": "astana-2025", "section": 12, "paragraph": 7,
                "title": {"zh": "新", "en": item, "ru": "Новое"},
                "strength": "decision", "kind": "event", "deadline": {"edtf": "2027-03"},
                "obligations": [{"party": "KG", "role": "host"}],
            },
        }));
        edits.push(json!({
            "id": step, "kind": "create_milestone",
            "target": {"commitment": {"operation": item}},
            "body": {"title": {"zh": "步", "en": step, "ru": "Шаг"}, "due": "2027-02"},
        }));
    }
    let note = format!("turn-{turn}-note");
    edits.push(json!({
        "id": note, "kind": "patch_commitment", "target": {"commitment": "AST25-12.7b"},
        "base_version": version, "body": {"note": note},
    }));
    edits.into_iter().map(made_now).collect()
}

fn updates(turn: usize) -> Vec<Value> {
    let update = |n: usize| {
        let mark = format!("turn-{turn}-update-{n}");
        made_now(json!({
            "id": mark, "kind": "file_update",
            "target": {"commitment": "AST25-12.7b", "party": "KG"},
            "body": {"basis": "assessed", "status": "in_progress", "as_of": "2026-01-01",
                "narrative": mark},
        }))
    };
    (0..4).map(update).collect()
}

fn made_now(mut operation: Value) -> Value {
    operation["made_at"] = json!(chrono::Utc::now().to_rfc3339());
    operation
}
