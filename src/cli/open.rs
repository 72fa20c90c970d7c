//! From settings to a ledger that is ready to use.

use std::sync::Arc;
use std::time::Duration;

use super::exit::CliError;
use super::program;
use crate::backup::Tools;
use crate::config::Settings;
use crate::db::backup::server_major;
use crate::db::connect::Target;
use crate::db::presence::{Company, Presence};
use crate::db::{Db, node, schema_setup};
use crate::postgres::{Cluster, Options};
use crate::sync::epoch;

/// Connections that the embedded server has beside those of a service's pool: of commands, and of
/// other services on the same data folder.
const SPARE_CONNECTIONS: usize = 50;

/// How often, and after how long each time, it is looked whether the process is done with the
/// cluster.
const PATIENCE: u32 = 200;
const MOMENT: Duration = Duration::from_millis(10);

/// What a command needs.
#[derive(Debug, Clone, Copy)]
pub(super) struct Need {
    pub company: Company,
    /// Whether the schema is brought up to date first, and used by the service's own role.
    pub is_migrated: bool,
}

impl Need {
    /// The ledger as the service uses it.
    pub(super) const LEDGER: Self = Self { company: Company::Shared, is_migrated: true };
    /// The database, whatever stands in it.
    pub(super) const DATABASE: Self = Self { company: Company::Shared, is_migrated: false };
    /// The database, and nobody else in it.
    pub(super) const DATABASE_ALONE: Self = Self { company: Company::Alone, is_migrated: false };
}

/// A database that is ready, and the cluster that it may live in.
pub(super) struct Ledger {
    pub db: Db,
    presence: Presence,
    cluster: Option<Arc<Cluster>>,
}

/// Opens the ledger, does `work` with it, and closes it again however that went.
///
/// # Errors
/// If the ledger cannot be opened; else what the work gives.
pub(super) async fn with_ledger<T>(
    settings: &Settings,
    need: Need,
    work: impl AsyncFnOnce(&Ledger) -> Result<T, CliError>,
) -> Result<T, CliError> {
    let ledger = Ledger::open(settings, need).await?;
    let result = work(&ledger).await;
    ledger.close().await;
    result
}

impl Ledger {
    /// Opens the database of the settings: the one elsewhere, or the embedded one.
    ///
    /// # Errors
    /// If there is none, it does not answer, or somebody else must be alone in it.
    pub(super) async fn open(settings: &Settings, need: Need) -> Result<Self, CliError> {
        let Some(url) = &settings.database_url else {
            let cluster = Arc::new(open_cluster(settings).await?);
            let opened = match Target::parse(&cluster.url()) {
                Ok(target) => ready(settings, need, target, Some(cluster.clone())).await,
                Err(cause) => Err(CliError::failed(cause)),
            };
            if opened.is_err() {
                close(cluster).await;
            }
            return opened;
        };
        ready(settings, need, url.target().clone(), None).await
    }

    /// The tools for backups that go with the server.
    ///
    /// # Errors
    /// If there are none, or the database does not answer.
    pub(super) async fn tools(&self) -> Result<Tools, CliError> {
        if let Some(cluster) = &self.cluster {
            return Ok(Tools::of(cluster.binaries()));
        }
        let major = self.db.read(async |conn| Ok(server_major(conn).await?)).await?;
        let found = tokio::task::spawn_blocking(move || Tools::for_server(major)).await;
        found.map_err(|error| CliError::failed(error.to_string()))?.map_err(CliError::from)
    }

    /// The ledger as the owner of its tables sees it: for what the service's own role may not do.
    ///
    /// # Errors
    /// If the pool's settings contradict each other.
    pub(super) fn as_owner(&self) -> Result<Db, CliError> {
        let target = self.db.target().clone().as_role(None);
        Ok(Db::new(target, self.cluster.clone(), 2)?)
    }

    /// Lets go of the database; an embedded server that nobody else uses has stopped then.
    pub(super) async fn close(self) {
        let Self { db, presence, cluster } = self;
        drop(presence);
        drop(db);
        if let Some(cluster) = cluster {
            close(cluster).await;
        }
    }
}

async fn open_cluster(settings: &Settings) -> Result<Cluster, CliError> {
    let connections = settings.pool_size + SPARE_CONNECTIONS;
    let options = Options {
        data_dir: settings.data_dir.clone(),
        program: program()?,
        settings: vec![("max_connections".to_owned(), connections.to_string())],
    };
    Ok(Cluster::open(options).await?)
}

/// Lets go of the cluster once nobody else in this process holds it: tasks that were told to end
/// may take a moment to.
async fn close(mut cluster: Arc<Cluster>) {
    for _ in 0..PATIENCE {
        cluster = match Arc::try_unwrap(cluster) {
            Ok(cluster) => {
                if let Err(error) = cluster.close().await {
                    log::warn!(cause:% = error; "Postgres was let go of, but not seen to stop");
                }
                return;
            }
            Err(shared) => shared,
        };
        tokio::time::sleep(MOMENT).await;
    }
    log::warn!("the embedded Postgres is still in use; it stops when this process has ended");
}

async fn ready(
    settings: &Settings,
    need: Need,
    target: Target,
    cluster: Option<Arc<Cluster>>,
) -> Result<Ledger, CliError> {
    let presence = enter(settings, need.company, &target).await?;
    let mut role = None;
    if need.is_migrated {
        let done = schema_setup::migrate_up(&target).await?;
        if !done.is_empty() {
            log::info!(migrations = done.len(); "schema brought up to date");
        }
        if let Some(name) = &settings.node_name {
            let mut conn = target.connect().await.map_err(|error| away(settings, &error))?;
            node::rename(&mut conn, name).await.map_err(crate::error::Problem::from)?;
        }
        settle_epoch(settings, &target, cluster.as_deref()).await?;
        role = schema_setup::service_role(&target).await?;
    }
    let db = Db::new(target.as_role(role), cluster.clone(), settings.pool_size)?;
    Ok(Ledger { db, presence, cluster })
}

/// Begins an epoch if the ledger is another than the one that was closed: a copy, or a standby that
/// was promoted.
async fn settle_epoch(
    settings: &Settings,
    target: &Target,
    cluster: Option<&Cluster>,
) -> Result<(), CliError> {
    let folder = cluster.and_then(Cluster::folder_identity);
    let mut conn = target.connect().await.map_err(|error| away(settings, &error))?;
    epoch::settle(&mut conn, folder.as_deref()).await.map_err(CliError::from)
}

/// Connects for the first time, and says in what company.
async fn enter(
    settings: &Settings,
    company: Company,
    target: &Target,
) -> Result<Presence, CliError> {
    match Presence::take(target, company).await {
        Ok(Some(presence)) => Ok(presence),
        Ok(None) if company == Company::Alone => Err(CliError::failed(
            "Somebody uses this ledger: a service, or another command. Stop it, then try again.",
        )),
        Ok(None) => Err(CliError::failed(
            "A restore or a migration back is under way in this ledger. Try again when it is done.",
        )),
        Err(error) => Err(away(settings, &error)),
    }
}

fn away(settings: &Settings, error: &diesel::ConnectionError) -> CliError {
    CliError::failed(match &settings.database_url {
        Some(url) => format!(
            "The database ({url}) cannot be used: {error}.\nCheck that its server runs and that \
             DATABASE_URL is right; or unset it to use the embedded one."
        ),
        None => format!("The embedded Postgres does not answer: {error}. Try again."),
    })
}
