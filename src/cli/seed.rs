//! `seed`: brings the ledger in step with declarations kept as files, or only checks them.

use std::path::{Path, PathBuf};

use super::exit::CliError;
use super::open::{Need, with_ledger};
use super::output::{print, say};
use crate::config::Settings;
use crate::db::Db;
use crate::seeding::{self, SeedSet};

pub(super) const EXAMPLES: &str = "\
Examples:
  summit-ledger seed                        The declarations that come with the program
  summit-ledger seed seeds/astana-2025      A declaration's folder, or a folder of such folders
  summit-ledger seed seeds --check          Only look for faults; no database is needed";

/// By whom seeded records are written.
const ACTOR: &str = "seed";

/// The file that makes a folder a declaration's.
const DECLARATION: &str = "declaration.toml";

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A declaration's folder, or a folder of such folders [default: those of the program]
    folder: Option<PathBuf>,
    /// Only check the files; exit code 3 if they have faults
    #[arg(long)]
    pub check: bool,
}

/// Checks the files, and prints every fault.
pub(super) fn check(args: &Args) -> Result<(), CliError> {
    let sets = load(args.folder.as_deref())?;
    for set in &sets {
        let items = set.items.len();
        say(&format!("{} is right: {items} items.", set.declaration.declaration.slug));
    }
    Ok(())
}

pub(super) async fn run(args: Args, settings: Settings) -> Result<(), CliError> {
    // Faults are told before anything is opened, made or written.
    let sets = load(args.folder.as_deref())?;
    with_ledger(&settings, Need::LEDGER, async |ledger| {
        for set in &sets {
            let report = seeding::sync(&ledger.db, set, ACTOR).await?;
            print(&report.to_string())?;
        }
        Ok(())
    })
    .await
}

/// Seeds a ledger that holds no declaration with those of the program.
pub(super) async fn seed_new_ledger(db: &Db) -> Result<(), CliError> {
    if !seeding::is_empty(db).await? {
        return Ok(());
    }
    for set in load(None)? {
        let report = seeding::sync(db, &set, ACTOR).await?;
        log::info!(declaration = report.declaration.as_str(), items = report.items; "seeded");
    }
    Ok(())
}

/// The declarations of a folder, else of the program; the faults of all go to stdout, as they are
/// what was asked for.
fn load(folder: Option<&Path>) -> Result<Vec<SeedSet>, CliError> {
    let loaded: Vec<_> = match folder {
        Some(folder) => {
            declarations(folder)?.iter().map(|found| seeding::load_folder(found)).collect()
        }
        None => seeding::shipped().iter().map(seeding::load).collect(),
    };
    let (mut sets, mut faults) = (Vec::new(), Vec::new());
    for result in loaded {
        match result {
            Ok(set) => sets.push(set),
            Err(found) => faults.extend(found.faults),
        }
    }
    if faults.is_empty() {
        return Ok(sets);
    }
    let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
    print(&lines.join("\n"))?;
    Err(CliError::faults(format!(
        "{} faults; nothing was written. Correct the files and try again.",
        lines.len()
    )))
}

/// The folder itself if it is a declaration's, else those in it that are.
fn declarations(folder: &Path) -> Result<Vec<PathBuf>, CliError> {
    if folder.join(DECLARATION).is_file() {
        return Ok(vec![folder.to_path_buf()]);
    }
    let shown = folder.display();
    let entries = std::fs::read_dir(folder)
        .map_err(|error| CliError::failed(format!("{shown} cannot be read: {error}.")))?;
    let mut found: Vec<PathBuf> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.join(DECLARATION).is_file())
        .collect();
    found.sort();
    if found.is_empty() {
        return Err(CliError::failed(format!(
            "Neither {shown} nor a folder in it has a {DECLARATION}. Name a declaration's folder."
        )));
    }
    Ok(found)
}
