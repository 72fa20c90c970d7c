//! `token`: makes, lists and revokes the tokens that users sign in with.

use chrono::{DateTime, Utc};
use clap::{Subcommand, value_parser};
use uuid::Uuid;

use super::exit::CliError;
use super::open::{Need, with_ledger};
use super::output::{print, say, table, time};
use crate::actions::create_token::{DEFAULT_DAYS, create_token};
use crate::actions::revoke_token::revoke_token;
use crate::config::Settings;
use crate::db::tokens::{self, Token, TokenName};
use crate::domain::token::Secret;

pub(super) const EXAMPLES: &str = "\
Examples:
  TOKEN=$(summit-ledger token create aida)         The token alone is printed, this once
  summit-ledger token create aida --days 30
  summit-ledger token list
  summit-ledger token revoke sl_x7Qpz              By its first characters, as listed";

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Make a token for a user, and print it; it is nowhere kept
    Create {
        /// The user's name
        name: String,
        /// How many days it is good for
        #[arg(long, default_value_t = DEFAULT_DAYS, value_parser = value_parser!(u16).range(1..))]
        days: u16,
    },
    /// List all tokens by their first characters
    List,
    /// Revoke a token for good
    Revoke {
        /// The token's first characters or its id, as listed; or the token itself
        token: String,
    },
}

pub(super) async fn run(command: Command, settings: Settings) -> Result<(), CliError> {
    with_ledger(&settings, Need::LEDGER, async |ledger| match command {
        Command::Create { name, days } => {
            let token = ledger.db.write(async |conn| create_token(conn, &name, days).await).await?;
            print(token.secret.expose())?;
            say(&format!(
                "This token of {name} is good until {}. It is shown this once; keep it.",
                token.expires_at.date_naive()
            ));
            Ok(())
        }
        Command::List => {
            let tokens = ledger.db.read(async |conn| Ok(tokens::list(conn, None).await?)).await?;
            print(&listed(tokens, Utc::now()))
        }
        Command::Revoke { token } => {
            let name = named(&token);
            let token = ledger.db.write(async |conn| revoke_token(conn, &name).await).await?;
            say(&match token.revoked_at {
                None => format!("The token {}… of {} is revoked.", token.hint, token.user),
                Some(at) => format!("The token {}… was revoked on {}.", token.hint, time(at)),
            });
            Ok(())
        }
    })
    .await
}

/// What somebody names a token by.
fn named(text: &str) -> TokenName {
    if let Some(secret) = Secret::parse(text) {
        return TokenName::Hash(secret.hash());
    }
    match Uuid::parse_str(text) {
        Ok(id) => TokenName::Id(id),
        Err(_) => TokenName::Hint(text.trim_end_matches('…').to_owned()),
    }
}

fn listed(tokens: Vec<Token>, now: DateTime<Utc>) -> String {
    let rows: Vec<[String; 7]> = tokens
        .into_iter()
        .map(|token| {
            let state = match token.revoked_at {
                Some(_) => "revoked",
                None if token.expires_at <= now => "expired",
                None => "good",
            };
            [
                token.hint,
                token.user,
                state.to_owned(),
                time(token.created_at),
                time(token.expires_at),
                token.last_used_at.map(time).unwrap_or_default(),
                token.id.to_string(),
            ]
        })
        .collect();
    table(["TOKEN", "USER", "STATE", "CREATED", "EXPIRES", "LAST_USED", "ID"], &rows)
}
