//! A connection string, which may hold a password and so never shows itself whole.

use std::fmt;

use tokio_postgres::config::{Host, SslMode};

use crate::db::connect::Target;

/// The connection string of a Postgres elsewhere. What is displayed of it has no password.
#[derive(Clone)]
pub struct DatabaseUrl {
    text: String,
    target: Target,
}

impl DatabaseUrl {
    /// Reads `postgres://…`, or keywords and values.
    ///
    /// # Errors
    /// What is wrong with it, in words that give nothing of it away.
    pub fn parse(text: &str) -> Result<Self, String> {
        let target = Target::parse(text)
            .map_err(|cause| cause.replacen("DATABASE_URL cannot", "cannot", 1))?;
        let config = target.config();
        if config.get_hosts().is_empty() && config.get_hostaddrs().is_empty() {
            return Err("names no host; write postgres://USER@HOST/DATABASE, or \
                        host=/FOLDER for a Unix socket"
                .to_owned());
        }
        Ok(Self { text: text.to_owned(), target })
    }

    /// The string itself, password and all.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.text
    }

    /// Where it leads.
    #[must_use]
    pub const fn target(&self) -> &Target {
        &self.target
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DatabaseUrl({self})")
    }
}

/// Made anew from the parts that hold no secret, as cutting a password out of a text is easily got
/// wrong.
impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let config = self.target.config();
        let hosts: Vec<String> = config.get_hosts().iter().map(host_name).collect();
        let addresses: Vec<String> =
            config.get_hostaddrs().iter().map(ToString::to_string).collect();
        let ports: Vec<String> = config.get_ports().iter().map(ToString::to_string).collect();
        let ssl = match config.get_ssl_mode() {
            SslMode::Disable => "disable",
            SslMode::Require => "require",
            _ => "",
        };
        let parts = [
            ("host", hosts.join(",")),
            ("hostaddr", addresses.join(",")),
            ("port", ports.join(",")),
            ("user", config.get_user().unwrap_or_default().to_owned()),
            ("password", config.get_password().map_or("", |_| "***").to_owned()),
            ("dbname", config.get_dbname().unwrap_or_default().to_owned()),
            ("sslmode", ssl.to_owned()),
        ];
        let mut separator = "";
        for (key, value) in parts.iter().filter(|(_, value)| !value.is_empty()) {
            write!(f, "{separator}{key}={value}")?;
            separator = " ";
        }
        Ok(())
    }
}

/// A host as libpq writes it.
fn host_name(host: &Host) -> String {
    match host {
        Host::Tcp(name) => name.clone(),
        Host::Unix(folder) => folder.display().to_string(),
    }
}
