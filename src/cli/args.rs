//! The flags that are settings.

use std::path::PathBuf;

use chrono_tz::Tz;
use clap::Args;

use super::exit::CliError;
use crate::config::Given;

/// Settings that serve for all commands.
#[derive(Debug, Args)]
#[command(next_help_heading = "Settings of all commands")]
pub(super) struct CommonArgs {
    #[arg(
        long,
        global = true,
        value_name = "FILE",
        help = "Read settings from this file [env: LEDGER_CONFIG] [default: ledger.toml in \
                the data folder]"
    )]
    pub config: Option<PathBuf>,
    #[arg(
        long,
        global = true,
        value_name = "FOLDER",
        help = "Keep the embedded database here [env: LEDGER_DATA_DIR] [default: the platform's \
                data folder]"
    )]
    data_dir: Option<String>,
    #[arg(
        long,
        global = true,
        value_name = "URL",
        help = "Use a Postgres elsewhere; give a password by DATABASE_URL, since others see flags \
                [env: DATABASE_URL]"
    )]
    database_url: Option<String>,
    #[arg(
        long,
        global = true,
        value_name = "ZONE",
        help = "The time zone whose day counts [env: LEDGER_TIMEZONE] [default: UTC; for a command \
                that calls a ledger, where this machine is]"
    )]
    timezone: Option<String>,
    #[arg(
        long,
        global = true,
        value_name = "FILTER",
        help = "What is logged on stderr, such as `warn,summit_ledger=debug` [env: LEDGER_LOG] \
                [default: info,actix_server=warn]"
    )]
    log: Option<String>,
}

impl CommonArgs {
    pub(super) fn given(&self) -> Vec<Given> {
        given([
            ("data_dir", &self.data_dir),
            ("database_url", &self.database_url),
            ("timezone", &self.timezone),
            ("log", &self.log),
        ])
    }

    /// The time zone by flag or environment, for a command that needs no other setting.
    ///
    /// # Errors
    /// If there is no such zone.
    pub(super) fn zone(&self) -> Result<Option<Tz>, CliError> {
        let variable = std::env::var("LEDGER_TIMEZONE").ok().filter(|name| !name.is_empty());
        let Some(name) = self.timezone.clone().or(variable) else { return Ok(None) };
        name.parse().map(Some).map_err(|_| {
            CliError::usage(format!(
                "--timezone must be an IANA time zone such as Asia/Ashgabat, not \"{name}\"."
            ))
        })
    }
}

/// Settings of the service.
#[derive(Debug, Args)]
#[command(next_help_heading = "Settings of the service")]
pub(super) struct ServeArgs {
    #[arg(
        long,
        value_name = "ADDRESS",
        help = "Answer at this address and port [env: LEDGER_LISTEN] [default: 127.0.0.1:8080]"
    )]
    listen: Option<String>,
    #[arg(
        long,
        value_name = "BOOL",
        help = "Let everybody read (true), or only who has a token (false) \
                [env: LEDGER_PUBLIC_READ] [default: true]"
    )]
    public_read: Option<String>,
    #[arg(
        long,
        value_name = "NUMBER",
        help = "Hold at most so many connections to the database [env: LEDGER_POOL_SIZE] [default: \
                16]"
    )]
    pool_size: Option<String>,
    #[arg(
        long,
        value_name = "NUMBER",
        help = "Answer with so many threads [env: LEDGER_WORKERS] [default: one a core]"
    )]
    workers: Option<String>,
    #[arg(
        long,
        value_name = "BYTES",
        help = "Refuse a larger request body [env: LEDGER_BODY_LIMIT] [default: 1048576]"
    )]
    body_limit: Option<String>,
    #[arg(
        long,
        value_name = "SECONDS",
        help = "At a shutdown, give requests in flight so long to end \
                [env: LEDGER_SHUTDOWN_TIMEOUT] [default: 30]"
    )]
    shutdown_timeout: Option<String>,
    #[arg(
        long,
        value_name = "SECONDS",
        help = "Cut off the reader of a stream who has taken nothing for so long \
                [env: LEDGER_STREAM_PATIENCE] [default: 30]"
    )]
    stream_patience: Option<String>,
    #[arg(
        long,
        value_name = "BOOL",
        help = "Let webhooks lead to private addresses [env: LEDGER_WEBHOOKS_TO_PRIVATE] \
                [default: false]"
    )]
    webhooks_to_private: Option<String>,
    #[arg(
        long,
        value_name = "NAME",
        help = "This installation's name in the feed [env: LEDGER_NODE_NAME] [default: as it was]"
    )]
    node_name: Option<String>,
    #[arg(
        long,
        value_name = "FILE",
        help = "Write reports in Word's form into this document, see docs/report-template.md \
                [env: LEDGER_REPORT_TEMPLATE] [default: a plain one]"
    )]
    report_template: Option<String>,
}

impl ServeArgs {
    pub(super) fn given(&self) -> Vec<Given> {
        given([
            ("listen", &self.listen),
            ("public_read", &self.public_read),
            ("pool_size", &self.pool_size),
            ("workers", &self.workers),
            ("body_limit", &self.body_limit),
            ("shutdown_timeout", &self.shutdown_timeout),
            ("stream_patience", &self.stream_patience),
            ("webhooks_to_private", &self.webhooks_to_private),
            ("node_name", &self.node_name),
            ("report_template", &self.report_template),
        ])
    }
}

fn given<const N: usize>(flags: [(&'static str, &Option<String>); N]) -> Vec<Given> {
    flags.into_iter().filter_map(|(key, value)| Some((key, value.clone()?))).collect()
}
