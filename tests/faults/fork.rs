//! Two histories of one ledger: no reader passes from one to the other unnoticed.

use serde_json::{Value, json};

use crate::account::feed;
use crate::caller::{Answer, Caller};
use crate::readers::entry;
use crate::service::{Place, Service, folder};
use crate::standby::Standby;
use crate::verdict::{Entry, Verdict};

/// A reader with all that it was given, and the cursor after that.
#[derive(Debug, Clone, Default)]
struct Follower {
    cursor: Option<String>,
    read: Vec<Value>,
}

impl Follower {
    /// Reads to the end; gives the first answer that is no page.
    async fn follow(&mut self, caller: &Caller) -> Result<(), Answer> {
        loop {
            let since = self.cursor.as_ref().map(|cursor| format!("&since={cursor}"));
            let path = format!("/api/v1/changes?limit=7{}", since.unwrap_or_default());
            let answer = caller.get(&path).await;
            if answer.status != 200 {
                return Err(answer);
            }
            self.cursor = Some(answer.json["next"].as_str().expect("a cursor").to_owned());
            let page = answer.json["items"].as_array().expect("a list");
            if page.is_empty() {
                return Ok(());
            }
            self.read.extend(page.iter().cloned());
        }
    }

    fn entries(&self) -> Vec<Entry> {
        self.read.iter().map(entry).collect()
    }
}

async fn write(caller: &Caller, what: &str, count: usize) {
    for n in 0..count {
        let mark = format!("{what} {n}");
        let body = json!({
            "basis": "assessed", "status": "in_progress", "as_of": "2026-01-01", "narrative": mark,
        });
        let path = "/api/v1/commitments/AST25-12.7b/obligations/KG/updates";
        caller.post(path, &mark, &body).await.expect("an answer").expect(201);
    }
}

/// The readers of the first history, when the second one begins.
struct Before {
    /// Read what both histories have.
    early: Follower,
    /// Read beyond that.
    late: Follower,
}

impl Before {
    /// What readers of the second history find there, before and after it has grown longer than
    /// the first one was.
    async fn go_over(self, writer: &Caller) {
        let Self { mut early, mut late } = self;
        refuse(&mut late, writer).await;
        write(writer, "on the other side", 9).await;
        refuse(&mut late, writer).await;

        early.follow(writer).await.expect("what both histories have is no reason to refuse");
        let all: Vec<Entry> = feed(writer).await.iter().map(entry).collect();
        let mut verdict = Verdict::default();
        verdict.add(&all, &early.entries());
        verdict.assert_good();

        // Who begins anew has the same.
        let mut anew = Follower::default();
        anew.follow(writer).await.expect("a beginning is no place in a history");
        assert_eq!(anew.read, early.read);

        // The mutant: a reader who remembers no more than the seq.
        let seq = late.read.last().expect("it has read")["seq"].as_u64();
        let unread = anew.read.iter().filter(|change| change["seq"].as_u64() > seq);
        late.read.extend(unread.cloned());
        let mut mutant = Verdict::default();
        mutant.add(&all, &late.entries());
        assert!(!mutant.lost.is_empty(), "a cursor that is a seq alone skips changes");
        assert!(!mutant.invented.is_empty(), "and keeps what never was");
    }
}

/// The follower is told to begin anew, and where.
async fn refuse(late: &mut Follower, caller: &Caller) {
    let read = late.read.len();
    let answer = late.follow(caller).await.expect_err("its history is another");
    assert_eq!(answer.status, 410, "{answer:?}");
    assert!(["cursor-forked", "cursor-ahead"].contains(&answer.problem()), "{answer:?}");
    assert_eq!(answer.json["snapshot"], "/api/v1/snapshot");
    assert_eq!(late.read.len(), read, "nothing was given beside");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ledger_restored_from_an_old_dump_forks_no_reader_unnoticed() {
    let service = Service::start().await;
    let writer = service.caller("writer", "assessor").await;
    write(&writer, "before the dump", 3).await;
    let mut early = Follower::default();
    early.follow(&writer).await.unwrap();
    let folder = folder();
    let dump = folder.path().join("ledger.dump");
    let dump = dump.to_str().unwrap();
    service.place.run(&["backup", dump]).await;
    write(&writer, "after the dump", 5).await;
    let mut late = early.clone();
    late.follow(&writer).await.unwrap();
    service.stop().await;

    let place = Place::new();
    place.run(&["restore", dump]).await;
    let restored = Service::start_at(place).await;
    Before { early, late }.go_over(&writer.at(&restored.url)).await;
    restored.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_promoted_standby_that_missed_commits_forks_no_reader_unnoticed() {
    let service = Service::start().await;
    let writer = service.caller("writer", "assessor").await;
    write(&writer, "heard by the standby", 3).await;
    let mut early = Follower::default();
    early.follow(&writer).await.unwrap();
    let standby = Standby::of(&service.place);
    standby.catch_up_and_cut_off(&service.place).await;
    write(&writer, "missed by the standby", 5).await;
    let mut late = early.clone();
    late.follow(&writer).await.unwrap();
    service.stop().await;

    standby.promote().await;
    let promoted = Service::start_at(Place::on(&standby.url())).await;
    Before { early, late }.go_over(&writer.at(&promoted.url)).await;
    promoted.stop().await;
}
