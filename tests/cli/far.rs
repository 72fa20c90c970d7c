//! A desk whose calls go over a line of its own, which can be cut.

use std::process::Command;

use crate::desk::{Desk, update};
use crate::harness::{Ended, run};
use crate::line::Line;

/// A desk whose calls go over a line of its own.
pub struct Far {
    pub desk: Desk,
    pub line: Line,
}

impl Far {
    pub fn new() -> Self {
        let desk = Desk::new();
        let line = Line::to(&desk.service.address);
        let far = Self { desk, line };
        far.run(&["pull"]).done();
        far
    }

    pub fn command(&self, words: &[&str]) -> Command {
        let mut command = self.desk.command(words);
        command.env("LEDGER_SERVER", &self.line.url);
        command
    }

    pub fn run(&self, words: &[&str]) -> Ended {
        run(&mut self.command(words))
    }

    pub fn queue(&self, narrative: &str) {
        self.run(&[&update("ongoing", narrative)[..], &["--queue"]].concat()).done();
    }

    /// How many operations are unsettled.
    pub fn unsent(&self) -> usize {
        let printed = self.run(&["status", "--format", "json"]).done();
        let status: serde_json::Value = serde_json::from_str(&printed).expect("JSON");
        status["unsent"].as_array().expect("a list").len()
    }

    /// The journal of the queue.
    pub fn journal(&self) -> std::path::PathBuf {
        let folder = std::fs::read_dir(self.desk.state.path()).expect("a folder").next();
        folder.expect("a server's").expect("readable").path().join("queue.ndjson")
    }
}
