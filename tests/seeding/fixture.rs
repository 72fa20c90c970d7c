//! A database schema of one's own, and a small declaration in English and Italian.

use std::collections::BTreeMap;

use summit_ledger::db::statement::Statement;
use summit_ledger::db::{Conn, Db};
use summit_ledger::seeding::{self, SeedFiles, SeedSet, SyncReport};
use summit_ledger::sync::seal;

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text};
use diesel_async::RunQueryDsl;

use crate::support::Schema;

/// One test's database.
pub struct Setup {
    pub db: Db,
}

/// What a test counts.
#[derive(Debug, PartialEq, Eq, QueryableByName)]
pub struct Counts {
    #[diesel(sql_type = BigInt)]
    pub commitments: i64,
    #[diesel(sql_type = BigInt)]
    pub obligations: i64,
    #[diesel(sql_type = BigInt)]
    pub unreported: i64,
    #[diesel(sql_type = BigInt)]
    pub with_status: i64,
    #[diesel(sql_type = BigInt)]
    pub head: i64,
    #[diesel(sql_type = BigInt)]
    pub versions: i64,
    /// Changes with every write of a row, even one that alters nothing.
    #[diesel(sql_type = Nullable<Text>)]
    pub rows: Option<String>,
}

#[derive(QueryableByName)]
struct Word {
    #[diesel(sql_type = Nullable<Text>)]
    word: Option<String>,
}

impl Setup {
    /// A fresh schema with every migration, entered in the service's own role.
    pub async fn new() -> Self {
        Self { db: Schema::new().await.db(8).await }
    }

    pub async fn sync(&self, set: &SeedSet) -> SyncReport {
        seeding::sync(&self.db, set, "seed").await.unwrap_or_else(|problem| panic!("{problem}"))
    }

    /// Syncs, and gives the lines of the report.
    pub async fn lines(&self, set: &SeedSet) -> Vec<String> {
        self.sync(set).await.lines.iter().map(ToString::to_string).collect()
    }

    /// What there is by now, with everything sealed.
    pub async fn ledger(&self) -> Counts {
        seal::seal(&self.db).await.unwrap();
        let mut conn = self.db.get().await.unwrap();
        Statement::new(
            "SELECT (SELECT count(*) FROM commitments) AS commitments,
                (SELECT count(*) FROM obligations WHERE dropped_at IS NULL) AS obligations,
                (SELECT count(*) FROM obligations WHERE status = 'not_reported') AS unreported,
                (SELECT count(*) FROM commitments WHERE status = 'not_reported') AS with_status,
                (SELECT coalesce(max(seq), 0) FROM feed) AS head,
                (SELECT count(*) FROM versions) AS versions,
                (SELECT md5(string_agg(x, ',' ORDER BY x)) FROM (
                    SELECT xmin::text || ctid::text FROM commitments
                    UNION ALL SELECT xmin::text || ctid::text FROM obligations
                    UNION ALL SELECT xmin::text || ctid::text FROM declarations
                    UNION ALL SELECT xmin::text || ctid::text FROM paragraphs
                    UNION ALL SELECT xmin::text || ctid::text FROM parties
                    UNION ALL SELECT xmin::text || ctid::text FROM seeded) t(x)) AS rows",
        )
        .get_result(&mut *conn)
        .await
        .unwrap()
    }

    /// Runs SQL as an editor's action would.
    pub async fn execute(&self, sql: &str) {
        let run = async |conn: &mut Conn| Ok(Statement::new(sql).execute(conn).await?);
        self.db.write(run).await.unwrap();
    }

    /// The one value that a query gives, as text.
    pub async fn value(&self, sql: &str) -> Option<String> {
        let mut conn = self.db.get().await.unwrap();
        let row: Word = Statement::new(&format!("SELECT ({sql})::text AS word"))
            .get_result(&mut *conn)
            .await
            .unwrap();
        row.word
    }
}

/// A declaration that the binary carries.
pub fn shipped() -> SeedSet {
    seeding::load(&seeding::shipped()[0]).unwrap_or_else(|faults| panic!("{faults}"))
}

const DECLARATION: &str = r#"
slug = "tal-2031"
prefix = "TAL"
title = { en = "Valley Declaration", it = "Dichiarazione della valle" }
adopted_on = "2031-03-01"
place = { en = "Aosta", it = "Aosta" }
languages = ["en", "it"]
source = "Official Gazette, 2 March 2031"

[text]
file = "text.txt"
language = "en"
sections = [{ number = 1, lines = [1, 1] }]
"#;

const PARTIES: &str = r#"
[[party]]
code = "IT"
kind = "state"
position = 1
name = { en = "Italy", it = "Italia" }

[[party]]
code = "SI"
kind = "state"
position = 2
name = { en = "Slovenia", it = "Slovenia" }
"#;

const SECTION: &str = r#"
section = 1
coded = true
title = { en = "The valley", it = "La valle" }

[[paragraph]]
number = 1
it = "L'Italia terrà un festival nel 2032; le parti proteggeranno il fiume."

[[paragraph.item]]
letter = "a"
quote = "Italy will hold a festival in 2032"
verb = "will"
strength = "decision"
kind = "event"
title = { en = "Hold a festival", it = "Tenere un festival" }
topics = ["culture"]
owes = { host = ["IT"], supporter = ["SI"] }
deadline = "2032"

[[paragraph.item]]
letter = "b"
quote = "the Parties will protect the river"
verb = "will"
strength = "decision"
kind = "policy"
title = { en = "Protect the river", it = "Proteggere il fiume" }
topics = ["water"]
owes = { participant = ["IT", "SI"] }
"#;

const TEXT: &str = "Italy will hold a festival in 2032; the Parties will protect the river.\n";

/// A small declaration with edits: in the file named first, the second text becomes the third.
pub fn set(edits: &[(&str, &str, &str)]) -> SeedSet {
    let files = [
        ("declaration.toml", DECLARATION),
        ("parties.toml", PARTIES),
        ("sections/01.toml", SECTION),
        ("text.txt", TEXT),
    ];
    let mut files: BTreeMap<String, String> =
        files.map(|(path, text)| (path.to_owned(), text.to_owned())).into();
    for (path, old, new) in edits {
        let text = files.get_mut(*path).unwrap();
        assert!(text.contains(old), "{path} has no {old}");
        *text = text.replacen(old, new, 1);
    }
    seeding::load(&SeedFiles { files }).unwrap_or_else(|faults| panic!("{faults}"))
}
