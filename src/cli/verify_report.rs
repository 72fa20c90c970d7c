//! `verify-report`: checks a kept report against a node's public key, without any ledger.

use std::io::Read;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

use super::exit::CliError;
use super::output::print;
use crate::reports::signature::{parse_public_key, verify};

pub(super) const EXAMPLES: &str = "\
Examples:
  summit-ledger verify-report kept.json --key 11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=
  curl $URL/api/v1/reports/$ID | summit-ledger verify-report - --key $KEY
  curl $URL/api/v1/node                            Shows the public_key of a ledger";

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The kept report, as `/api/v1/reports/{id}` gives it; - for stdin
    file: PathBuf,
    /// The ledger's `public_key`, known from elsewhere than the file
    #[arg(long, value_name = "PUBLIC", value_parser = parse_public_key)]
    key: [u8; 32],
}

pub(super) fn run(args: &Args) -> Result<(), CliError> {
    let shown = args.file.display();
    let text = read(&args.file)
        .map_err(|error| CliError::failed(format!("{shown} cannot be read: {error}.")))?;
    match verify(&text, &args.key) {
        Ok(heading) => print(&said(&heading)),
        Err(wrong) => {
            let sentences: Vec<String> = wrong.iter().map(ToString::to_string).collect();
            Err(CliError::failed(format!(
                "{shown} is not what that ledger said.\n{}",
                sentences.join("\n")
            )))
        }
    }
}

fn read(file: &Path) -> std::io::Result<Vec<u8>> {
    if file == Path::new("-") {
        let mut text = Vec::new();
        std::io::stdin().read_to_end(&mut text)?;
        return Ok(text);
    }
    std::fs::read(file)
}

/// What is proven: who said it, when, and at which place of which history.
fn said(heading: &Map<String, Value>) -> String {
    let field = |name: &str| match heading.get(name) {
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
        None => String::new(),
    };
    let lines = ["id", "declaration", "made_by", "made_at", "node", "epoch", "seq", "chain"]
        .map(|name| format!("  {name:<12} {}", field(name)));
    format!("This is what that ledger said then.\n{}", lines.join("\n"))
}
