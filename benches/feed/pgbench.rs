//! What Postgres gives by itself, by its own bench.

use std::process::Command;

use summit_ledger::postgres::{Binaries, DATABASE, OWNER};

use super::TURN;
use super::service::Place;

/// Runs a script on so many connections for a turn, with prepared statements; gives how often a
/// second.
pub fn rate(place: &Place, connections: usize, script: &str) -> f64 {
    let file = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(file.path(), script).expect("a script");
    let binaries = Binaries::find(None).expect("Postgres is installed");
    let mut pgbench = Command::new(binaries.path("pgbench"));
    pgbench.args(["-n", "-M", "prepared", "-U", OWNER, "-f"]).arg(file.path());
    pgbench.args(["-c", &connections.to_string(), "-T", &TURN.as_secs().to_string()]);
    let output = pgbench.arg("-h").arg(place.postgres().join("run")).arg(DATABASE).output();
    let output = output.expect("it runs");
    let text = String::from_utf8_lossy(&output.stdout);
    let rate = text.lines().find_map(|line| line.strip_prefix("tps = ")?.split(' ').next());
    let rate = rate.and_then(|rate| rate.parse().ok());
    rate.unwrap_or_else(|| panic!("{text}{}", String::from_utf8_lossy(&output.stderr)))
}
