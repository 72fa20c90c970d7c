//! A ledger of twelve counted obligations, with every status and every kind of timeliness in it.

use std::collections::BTreeMap;

use summit_ledger::actions::file_update::About;
use summit_ledger::db::Db;
use summit_ledger::domain::commitment::Kind;
use summit_ledger::domain::party::Role;
use summit_ledger::domain::status::{Basis, UpdateStatus};
use summit_ledger::domain::update::{NewEvidence, NewUpdate};
use summit_ledger::domain::user::{Caller, UserRole};
use summit_ledger::language::Language;
use summit_ledger::records::obligation::Obligation;
use summit_ledger::records::texts::{Json, Texts};
use summit_ledger::records::{ids, keys};
use summit_ledger::reports::model::{ProgressReport, Request};
use summit_ledger::reports::progress::progress;

use crate::ledger::{self, Sketch, Terms, about, day, file, update};
use crate::support::Schema;

pub const TODAY: &str = "2026-01-15";
pub const EARLIER: &str = "2025-08-01";

/// What a narrative must be able to hold without doing harm in any form.
pub const NASTY: &str = "=1+1 | <b>bold</b> & *stars* \"quoted\", line one\nline two: 湖, озеро";

pub struct Lake {
    pub db: Db,
    sketch: Sketch,
}

fn texts(en: &str, ru: &str, zh: &str) -> Texts {
    let all = [("en", en), ("ru", ru), ("zh", zh)];
    Json(all.map(|(language, text)| (language.to_owned(), text.to_owned())).into())
}

/// The declaration: nine items of three sections, with two supporters, who count nowhere.
fn sketch() -> Sketch {
    use Role::{Host, Lead, Participant, Supporter};

    let mut sketch = Sketch::new("lake-2025", "LAKE");
    let declaration = &mut sketch.set.declaration.declaration;
    declaration.title = texts("Lake Declaration", "Декларация об озере", "湖泊宣言");
    declaration.place = texts("Lakeside", "Приозёрск", "湖滨");
    let names = [
        texts("Alpha", "Альфа", "甲国"),
        texts("Beta", "Бета", "乙国"),
        texts("Secretariat", "Секретариат", "秘书处"),
        texts("Both states", "Обе страны", "两国"),
        texts("Friends", "Друзья", "友好方"),
    ];
    for (party, name) in sketch.set.parties.iter_mut().zip(names) {
        party.name = name;
    }
    let mut item = |section, deadline, owes| {
        let terms = Terms { section, deadline, owes, kind: Kind::Event, ..Terms::default() };
        sketch.item(&terms)
    };
    item(1, Some("2025-06-30"), &[("AA", Host), ("BB", Supporter)]); // 1.1a
    item(1, Some("2025-06-30"), &[("AA", Participant), ("BB", Participant)]); // 1.1b
    item(1, Some("2026-03"), &[("AA", Lead), ("friends", Supporter)]); // 1.1c
    item(2, None, &[("AA", Participant), ("BB", Participant)]); // 2.1a
    item(2, Some("2025"), &[("SEC", Host)]); // 2.1b
    item(2, Some("2025"), &[("BB", Lead)]); // 2.1c
    item(3, None, &[("both", Participant)]); // 3.1a
    item(3, None, &[]); // 3.1b, which recurs
    item(3, Some("2026"), &[("BB", Lead)]); // 3.1c
    let recurring = &mut sketch.set.items[7];
    recurring.obligations = ["2025", "2026"]
        .map(|year| {
            let item = &recurring.commitment;
            Obligation {
                id: ids::obligation(item.id, "AA", Some(year)),
                commitment_id: item.id,
                declaration: item.declaration.clone(),
                party: "AA".to_owned(),
                role: Lead,
                occurrence: Some(year.to_owned()),
                opens_on: Some(day(&format!("{year}-01-01"))),
                due_on: Some(day(&format!("{year}-12-31"))),
                sort_key: keys::obligation(&item.sort_key, 1, "AA", Some(year)),
                version: 1,
                dropped_at: None,
            }
        })
        .to_vec();
    sketch
}

fn link(name: &str, published_on: Option<&str>) -> NewEvidence {
    NewEvidence {
        url: format!("https://example.org/{name}?a=1&b=(2)"),
        title: format!("Report on {name} | [draft]"),
        lang: "en".to_owned(),
        published_on: published_on.map(day),
        sha256: published_on.map(|_| "ab".repeat(32)),
    }
}

impl Lake {
    /// The declaration alone: nobody has said anything.
    pub async fn silent() -> Self {
        let db = Schema::new().await.db(4).await;
        let sketch = sketch();
        sketch.seed(&db).await;
        Self { db, sketch }
    }

    /// With all that is said of it. Not reported remain BB's 2.1a, and AA's 3.1b of 2026.
    pub async fn new() -> Self {
        use UpdateStatus::{
            Abandoned, Complete, InProgress, NotStarted, Ongoing, Stalled, Substantial, Superseded,
        };

        let lake = Self::silent().await;
        let of = |party: &'static str| lake.analyst(party);
        let (aa, bb, sec, both) =
            (of("AA").await, of("BB").await, of("SEC").await, of("both").await);
        let assessor = ledger::caller(&lake.db, "assessor", UserRole::Assessor, None).await;
        let declared = |status, as_of| update(Basis::Declared, status, as_of);
        let tell = async |who: &Caller, code: &str, new: NewUpdate| {
            let party = who.party.clone().unwrap_or_else(|| "SEC".to_owned());
            file(&lake.db, who, &about(code, &party), &new).await;
        };

        let shared = vec![link("meeting", Some("2025-06-21"))];
        let early = NewUpdate { evidence: shared.clone(), ..declared(Complete, "2025-06-20") };
        tell(&aa, "LAKE-1.1a", early).await;
        let late = NewUpdate {
            done_on: Some(day("2025-07-05")),
            evidence: shared,
            ..declared(Complete, "2025-08-15")
        };
        tell(&aa, "LAKE-1.1b", late).await;
        tell(&bb, "LAKE-1.1b", declared(Substantial, "2025-12-01")).await;
        let nasty = NewUpdate {
            narrative: NASTY.to_owned(),
            evidence: vec![link("plan", None), link("meeting", Some("2025-06-21"))],
            ..declared(InProgress, "2025-11-01")
        };
        tell(&aa, "LAKE-1.1c", nasty).await;
        tell(&aa, "LAKE-2.1a", declared(Ongoing, "2025-10-01")).await;
        tell(&assessor, "LAKE-2.1b", update(Basis::Assessed, Stalled, "2025-09-01")).await;
        tell(&sec, "LAKE-2.1b", declared(InProgress, "2025-10-01")).await;
        tell(&bb, "LAKE-2.1c", declared(Abandoned, "2025-10-02")).await;
        tell(&both, "LAKE-3.1a", declared(Superseded, "2025-10-03")).await;
        let first = About { occurrence: Some("2025".to_owned()), ..about("LAKE-3.1b", "AA") };
        file(&lake.db, &aa, &first, &declared(NotStarted, "2025-12-15")).await;
        tell(&bb, "LAKE-3.1c", declared(Substantial, "2025-11-01")).await;
        tell(&bb, "LAKE-3.1c", declared(InProgress, "2025-11-01")).await;
        lake
    }

    pub async fn analyst(&self, party: &str) -> Caller {
        ledger::caller(&self.db, &format!("analyst-{party}"), UserRole::Analyst, Some(party)).await
    }

    /// The report of all, as of [`TODAY`], beside [`EARLIER`].
    pub fn request(&self, language: Language) -> Request {
        Request {
            declaration: Some(self.sketch.slug().to_owned()),
            parties: Vec::new(),
            sections: Vec::new(),
            as_of: day(TODAY),
            known_at: None,
            compare_to: Some(day(EARLIER)),
            language,
        }
    }

    pub async fn report(&self, request: &Request) -> ProgressReport {
        progress(&self.db, request).await.expect("a report")
    }
}

/// Counts by word, zeros left out.
pub fn counts(value: &serde_json::Value) -> BTreeMap<String, u64> {
    let all = value.as_object().expect("counts").iter();
    let all = all.map(|(word, count)| (word.clone(), count.as_u64().expect("a count")));
    all.filter(|(_, count)| *count > 0).collect()
}
