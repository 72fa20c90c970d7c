//! The schema: migrations, and the role that owns nothing.

use diesel::prelude::*;
use diesel_async::{AsyncMigrationHarness, RunQueryDsl, SimpleAsyncConnection};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};
use rand::TryRngCore;
use rand::rngs::OsRng;

use super::connect::{Conn, Target};
use super::node;
use crate::domain::signing_key::SigningKey;
use crate::error::Problem;

const MIGRATIONS: EmbeddedMigrations = embed_migrations!();

/// The role that the service takes after connecting, where the server lets us make one.
const SERVICE_ROLE: &str = "summit_ledger_service";

/// Several processes may start at once: one migrates, or seeds, and the others wait.
/// The number is arbitrary and ours.
const SETUP_LOCK: i64 = 0x5355_4d4d_4954;

/// A migration, and whether the database has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MigrationState {
    pub name: String,
    pub applied: bool,
}

/// Takes the lock of everybody who sets a database up, until `conn` is closed.
///
/// # Errors
/// If the database does not answer.
pub async fn lock_setup(conn: &mut Conn) -> QueryResult<()> {
    diesel::sql_query(format!("SELECT pg_advisory_lock({SETUP_LOCK})")).execute(conn).await?;
    Ok(())
}

/// Takes the same lock until the current transaction ends.
///
/// # Errors
/// If the database does not answer.
pub async fn lock_setup_in_transaction(conn: &mut Conn) -> QueryResult<()> {
    diesel::sql_query(format!("SELECT pg_advisory_xact_lock({SETUP_LOCK})")).execute(conn).await?;
    Ok(())
}

/// Brings the schema up to date; gives the names of the migrations that were run.
///
/// # Errors
/// If the database does not answer or a migration fails, which then leaves nothing behind.
pub async fn migrate_up(target: &Target) -> Result<Vec<String>, Problem> {
    let done = with_harness(target, |harness| {
        let done = harness.run_pending_migrations(MIGRATIONS)?;
        Ok(done.iter().map(ToString::to_string).collect())
    })
    .await?;
    grant(target).await?;
    make_key(target).await?;
    Ok(done)
}

/// Makes the key that this installation signs reports with, if it has none yet.
async fn make_key(target: &Target) -> Result<(), Problem> {
    let mut conn = target.connect().await.map_err(Problem::unavailable)?;
    if node::public_key(&mut conn).await?.is_none() {
        let mut seed = [0; 32];
        OsRng.try_fill_bytes(&mut seed).map_err(Problem::internal)?;
        let key = SigningKey::new(seed).map_err(Problem::internal)?;
        // Where two make one at the same time, the first one stays.
        node::keep_key(&mut conn, &key).await?;
    }
    Ok(())
}

/// Takes the last `count` migrations back; gives their names.
///
/// # Errors
/// If the database does not answer or a migration cannot be taken back.
pub async fn migrate_down(target: &Target, count: usize) -> Result<Vec<String>, Problem> {
    with_harness(target, move |harness| {
        let applied = harness.applied_migrations()?.len();
        (0..count.min(applied))
            .map(|_| Ok(harness.revert_last_migration(MIGRATIONS)?.to_string()))
            .collect()
    })
    .await
}

/// Every migration that this binary knows.
///
/// # Errors
/// If the database does not answer.
pub async fn migration_states(target: &Target) -> Result<Vec<MigrationState>, Problem> {
    with_harness(target, |harness| {
        use diesel::migration::MigrationSource;

        let applied: Vec<String> =
            harness.applied_migrations()?.iter().map(ToString::to_string).collect();
        let mut known: Vec<String> = MigrationSource::<diesel::pg::Pg>::migrations(&MIGRATIONS)?
            .iter()
            .map(|migration| migration.name().version().to_string())
            .collect();
        known.sort();
        Ok(known
            .into_iter()
            .map(|name| MigrationState { applied: applied.contains(&name), name })
            .collect())
    })
    .await
}

/// Diesel runs migrations synchronously, so this hops to a thread that may block.
async fn with_harness<T, F>(target: &Target, work: F) -> Result<T, Problem>
where
    T: Send + 'static,
    F: FnOnce(
            &mut AsyncMigrationHarness<Conn>,
        ) -> Result<T, Box<dyn std::error::Error + Send + Sync>>
        + Send
        + 'static,
{
    let mut conn = target.connect().await.map_err(Problem::unavailable)?;
    lock_setup(&mut conn).await?;
    tokio::task::spawn_blocking(move || {
        let mut harness = AsyncMigrationHarness::new(conn);
        work(&mut harness)
    })
    .await
    .map_err(Problem::internal)?
    .map_err(Problem::internal)
}

/// Makes the role that owns no table and lets it do what the service does, and no more: rows of
/// the append-only tables can be added and read by it, nothing else.
///
/// A server that gives us no right to make roles is used as its owner; the triggers hold there too.
async fn grant(target: &Target) -> Result<(), Problem> {
    let mut conn = target.connect().await.map_err(Problem::unavailable)?;
    lock_setup(&mut conn).await?;
    conn.batch_execute(include_str!("owner_only.sql")).await?;
    if let Err(error) = conn.batch_execute(include_str!("service_role.sql")).await {
        log::info!(cause:% = error; "no role of its own for the service; it runs as the owner");
    }
    Ok(())
}

/// The service's role, if there is one and we may take it.
///
/// # Errors
/// If the database does not answer.
pub async fn service_role(target: &Target) -> Result<Option<String>, Problem> {
    #[derive(QueryableByName)]
    struct Usable {
        #[diesel(sql_type = diesel::sql_types::Bool)]
        usable: bool,
    }
    let mut conn = target.connect().await.map_err(Problem::unavailable)?;
    let row: Usable = diesel::sql_query(
        "SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = $1
            AND pg_has_role(current_user, oid, 'MEMBER')
            AND has_table_privilege(oid, 'outbox', 'INSERT')) AS usable",
    )
    .bind::<diesel::sql_types::Text, _>(SERVICE_ROLE)
    .get_result(&mut conn)
    .await?;
    Ok(row.usable.then(|| SERVICE_ROLE.to_owned()))
}

/// Whether the database has every migration of this binary.
///
/// # Errors
/// If the database does not answer.
pub async fn is_migrated(conn: &mut Conn) -> QueryResult<bool> {
    use diesel::migration::MigrationSource;

    diesel::table! {
        __diesel_schema_migrations (version) {
            version -> Text,
        }
    }
    let known = MigrationSource::<diesel::pg::Pg>::migrations(&MIGRATIONS)
        .map_err(diesel::result::Error::QueryBuilderError)?;
    let known: Vec<String> =
        known.iter().map(|migration| migration.name().version().to_string()).collect();
    let applied: i64 = __diesel_schema_migrations::table
        .filter(__diesel_schema_migrations::version.eq_any(&known))
        .count()
        .get_result(conn)
        .await?;
    Ok(usize::try_from(applied) == Ok(known.len()))
}
