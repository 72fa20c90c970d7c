//! An analyst's desk: a served ledger, and the program that calls it from a folder of its own.

use std::process::Command;

use tempfile::TempDir;

use crate::harness::{Database, Ended, program, run};
use crate::service::Service;

/// A ledger with the shipped declarations, and those who work with it.
pub struct Desk {
    pub database: Database,
    pub service: Service,
    /// Where copies and queues are kept.
    pub state: TempDir,
    /// An analyst of Kyrgyzstan.
    pub aida: String,
}

impl Desk {
    pub fn new() -> Self {
        let database = Database::seeded();
        let service = database.serve();
        let aida = user(&database, &["aida", "--role", "analyst", "--party", "KG"]);
        Self { database, service, state: tempfile::tempdir().expect("a folder"), aida }
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.service.address)
    }

    /// Another user's token.
    pub fn user(&self, words: &[&str]) -> String {
        user(&self.database, words)
    }

    /// The program as aida runs it.
    pub fn command(&self, words: &[&str]) -> Command {
        let mut command = self.anybody(words);
        command.env("LEDGER_TOKEN", &self.aida);
        command
    }

    /// The program as somebody without a token runs it.
    pub fn anybody(&self, words: &[&str]) -> Command {
        let mut command = program();
        command
            .env("LEDGER_SERVER", self.url())
            .env("LEDGER_STATE_DIR", self.state.path())
            .env("LEDGER_TIMEZONE", "UTC")
            .args(words);
        command
    }

    pub fn run(&self, words: &[&str]) -> Ended {
        run(&mut self.command(words))
    }

    /// What a command prints as JSON.
    #[track_caller]
    pub fn json(&self, words: &[&str]) -> serde_json::Value {
        let printed = self.run(&[words, &["--format", "json"]].concat()).done();
        serde_json::from_str(&printed).expect("JSON")
    }

    /// The API's own answer.
    pub fn api(&self, path: &str) -> serde_json::Value {
        let (status, body) = self.service.get(path, Some(&self.aida));
        assert_eq!(status, 200, "{path}: {body}");
        let body = body.split_once('{').expect("an object").1;
        let (body, _) = body.rsplit_once('}').expect("an object");
        serde_json::from_str(&format!("{{{body}}}")).expect("JSON")
    }

    /// How many updates have this narrative.
    pub fn filed(&self, narrative: &str) -> String {
        self.database
            .value(&format!("SELECT count(*) FROM updates WHERE narrative = '{narrative}'"))
    }
}

fn user(database: &Database, words: &[&str]) -> String {
    database.run(&[&["user", "create"], words].concat()).done();
    database.run(&["token", "create", words[0]]).done().trim().to_owned()
}

/// An update of the festival of 12.7b.
pub fn update<'a>(status: &'a str, narrative: &'a str) -> Vec<&'a str> {
    vec![
        "update",
        "AST25-12.7b",
        "KG",
        "--status",
        status,
        "--as-of",
        "2025-09-01",
        "--narrative",
        narrative,
    ]
}
