//! `user`: makes and lists users.

use clap::Subcommand;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use super::exit::CliError;
use super::open::{Need, with_ledger};
use super::output::{print, say, table, time};
use crate::actions::create_password_link::create_password_link;
use crate::actions::create_user::create_user;
use crate::config::Settings;
use crate::db::users::{self, NewUser};
use crate::domain::terms::Term;
use crate::domain::user::UserRole;

pub(super) const EXAMPLES: &str = "\
Examples:
  summit-ledger user create aida --role analyst --party KG
  summit-ledger user create bolat --role assessor
  summit-ledger user link aida --at https://ledger.example.org
  summit-ledger user list";

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Make a user
    Create {
        /// The name that stands beside what the user writes
        name: String,
        /// What the user may do: an analyst files what its party declares, an assessor what it
        /// finds, an editor edits commitments, an admin edits and keeps users
        #[arg(long, value_parser = role())]
        role: UserRole,
        /// The party or group that an analyst speaks for, by its code
        #[arg(long, value_name = "CODE")]
        party: Option<String>,
    },
    /// Print a link that sets a user's password for the pages: once, within two days
    Link {
        /// The user's name
        name: String,
        /// Where the pages are, as the user's browser reaches them
        #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:8080")]
        at: String,
    },
    /// List all users
    List,
}

fn role() -> impl TypedValueParser<Value = UserRole> {
    let words = UserRole::ALL.iter().map(|role| role.as_str());
    PossibleValuesParser::new(words).try_map(|word| UserRole::parse(&word))
}

pub(super) async fn run(command: Command, settings: Settings) -> Result<(), CliError> {
    with_ledger(&settings, Need::LEDGER, async |ledger| match command {
        Command::Create { name, role, party } => {
            let user = NewUser { name, role, party };
            let user = ledger.db.write(async |conn| create_user(conn, &user).await).await?;
            say(&format!(
                "The user {name} was made. `summit-ledger user link {name}` prints a link that sets \
                 a password, `token create {name}` makes a token for the API.",
                name = user.name
            ));
            Ok(())
        }
        Command::Link { name, at } => {
            let link = ledger
                .db
                .write_silently(async |conn| create_password_link(conn, &name).await)
                .await?;
            print(&format!("{}{}\n", at.trim_end_matches('/'), link.path()))
        }
        Command::List => {
            let users = ledger.db.read(async |conn| Ok(users::list(conn).await?)).await?;
            let rows: Vec<[String; 4]> = users
                .into_iter()
                .map(|user| {
                    let party = user.party.unwrap_or_default();
                    [user.name, user.role.to_string(), party, time(user.created_at)]
                })
                .collect();
            print(&table(["NAME", "ROLE", "PARTY", "CREATED"], &rows))
        }
    })
    .await
}
