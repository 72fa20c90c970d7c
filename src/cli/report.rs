//! `report`: a progress report in any form and language.

use std::io::{IsTerminal, stdout};
use std::path::{Path, PathBuf};

use clap::builder::{PossibleValuesParser, TypedValueParser};
use serde::Deserialize;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::download::{download, no_folder};
use super::exit::{CliError, Exit};
use super::flags::{Flags, Reports};
use super::output::print;
use super::session::{Done, Failure, Session};
use crate::domain::terms::Term;
use crate::reports::form::Form;

pub(super) const EXAMPLES: &str = "\
Examples:
  summit-ledger report --as-of 2026-01-15
  summit-ledger report --party KG --compare-to 2025-12-31 --lang ru --output kg.docx
  summit-ledger report --save --output report.json Keep it in the ledger, signed, and here";

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    scope: Flags<Reports>,
    /// Its form [default: by the name of the file, else md]
    #[arg(long, value_name = "FORM", value_parser = form())]
    format: Option<Form>,
    /// Write it to this file
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Keep it in the ledger, signed by its key; needs a token
    #[arg(long)]
    save: bool,
}

fn form() -> impl TypedValueParser<Value = Form> {
    let words = Form::ALL.iter().map(|form| form.as_str());
    PossibleValuesParser::new(words).try_map(|word| Form::parse(&word))
}

/// What is read of the answer to keeping a report.
#[derive(Debug, Deserialize)]
struct Kept {
    id: Uuid,
}

pub(super) async fn run(args: Args, session: Session) -> Done {
    no_folder(args.output.as_deref())?;
    if args.save {
        save(&args, &session).await?;
        return Ok(Exit::Done);
    }
    let form = chosen(&args, &session)?;
    let is_binary = matches!(form, Form::Xlsx | Form::Docx | Form::Pdf);
    if is_binary && args.output.is_none() && stdout().is_terminal() {
        let message = session.text("command-error-binary", &[("form", form.to_string())]);
        return Err(CliError::usage(message).into());
    }
    let mut pairs = args.scope.pairs(session.today);
    pairs.push(("format".to_owned(), form.to_string()));
    pairs.push(("lang".to_owned(), session.language().to_string()));
    let response = session.connection.get(&["reports", "progress"], &pairs).await?;
    download(&session, response, form, args.output.as_deref()).await?;
    Ok(Exit::Done)
}

/// The form asked for, else the one that the file's name ends in; Markdown where it has no ending.
///
/// # Errors
/// For an ending that is no form: whoever misspelt it waits for another file.
fn chosen(args: &Args, session: &Session) -> Result<Form, Failure> {
    if let Some(form) = args.format {
        return Ok(form);
    }
    match args.output.as_deref().and_then(by_name) {
        None => Ok(Form::Md),
        Some(Ok(form)) => Ok(form),
        Some(Err(path)) => {
            let known: Vec<&str> = Form::ALL.iter().map(|form| form.as_str()).collect();
            let values = [("path", path), ("known", known.join(", "))];
            Err(CliError::usage(session.text("command-error-ending", &values)).into())
        }
    }
}

/// The form that a file's name ends in, or the name if it ends in something else; none without an
/// ending.
pub(super) fn by_name(path: &Path) -> Option<Result<Form, String>> {
    let ending = path.extension()?.to_string_lossy().to_ascii_lowercase();
    Some(Form::parse(&ending).map_err(|_| path.display().to_string()))
}

/// Has the ledger keep the report; prints its id, or writes it to the file as it is kept.
async fn save(args: &Args, session: &Session) -> Result<(), Failure> {
    if args.format.is_some_and(|form| form != Form::Json) {
        let message = session.text("command-error-kept-form", &[]);
        return Err(CliError::usage(message).into());
    }
    let mut body = Map::new();
    for (name, value) in args.scope.pairs(session.today) {
        let value = match name.as_str() {
            "party" => value.split(',').map(str::trim).collect(),
            "section" => value.split(',').map(number).collect(),
            _ => Value::from(value),
        };
        body.insert(name, value);
    }
    body.insert("lang".to_owned(), session.language().to_string().into());
    let key = Some(Uuid::now_v7());
    let kept: Kept = session.connection.post(&["reports"], &body.into(), key).await?;
    let id = kept.id.to_string();
    session.say("command-report-kept", &[("id", id.clone())]);
    match &args.output {
        None => print(&id)?,
        Some(path) => {
            let response = session.connection.get(&["reports", &id], &[]).await?;
            download(session, response, Form::Json, Some(path)).await?;
        }
    }
    Ok(())
}

/// A whole number; anything else as it is, for the ledger to find fault with.
fn number(text: &str) -> Value {
    let text = text.trim();
    text.parse::<i64>().map_or_else(|_| Value::from(text), Value::from)
}
