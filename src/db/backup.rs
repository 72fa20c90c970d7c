//! What a backup and a restore ask and say of the database.

use diesel::prelude::*;
use diesel::sql_types::{Bool, Integer};
use diesel_async::RunQueryDsl;

use super::Conn;
use super::statement::Statement;

/// What a database holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Contents {
    Nothing,
    /// Tables that are none of ours.
    Foreign,
    /// The ledger's tables, and neither a user nor a change in them.
    EmptyLedger,
    Ledger,
}

/// What the database holds, by its current schema.
///
/// # Errors
/// If the database does not answer.
pub async fn contents(conn: &mut Conn) -> QueryResult<Contents> {
    #[derive(QueryableByName)]
    struct Tables {
        #[diesel(sql_type = Bool)]
        any: bool,
        #[diesel(sql_type = Bool)]
        ours: bool,
    }
    #[derive(QueryableByName)]
    struct Used {
        #[diesel(sql_type = Bool)]
        used: bool,
    }
    let tables: Tables = Statement::new(
        "SELECT EXISTS (SELECT FROM pg_class WHERE relnamespace = current_schema()::regnamespace
                AND relkind IN ('r', 'p') AND relname <> '__diesel_schema_migrations') AS any,
            to_regclass('commitments') IS NOT NULL AND to_regclass('outbox') IS NOT NULL
                AND to_regclass('feed') IS NOT NULL AND to_regclass('users') IS NOT NULL AS ours",
    )
    .get_result(conn)
    .await?;
    match tables {
        Tables { any: false, .. } => return Ok(Contents::Nothing),
        Tables { ours: false, .. } => return Ok(Contents::Foreign),
        Tables { .. } => {}
    }
    let Used { used } = Statement::new(
        "SELECT EXISTS (SELECT FROM users) OR EXISTS (SELECT FROM outbox)
            OR EXISTS (SELECT FROM feed) AS used",
    )
    .get_result(conn)
    .await?;
    Ok(if used { Contents::Ledger } else { Contents::EmptyLedger })
}

/// The server's major version, such as 15.
///
/// # Errors
/// If the database does not answer.
pub async fn server_major(conn: &mut Conn) -> QueryResult<u32> {
    #[derive(QueryableByName)]
    struct Version {
        #[diesel(sql_type = Integer)]
        major: i32,
    }
    let sql = "SELECT current_setting('server_version_num')::int / 10000 AS major";
    let Version { major } = Statement::new(sql).get_result(conn).await?;
    Ok(major.unsigned_abs())
}

/// What is said before a dump is read in: all that follows is one transaction, and what was there
/// goes.
#[must_use]
pub fn opening() -> String {
    let clear = include_str!("clear.sql");
    format!("BEGIN;\nSET client_min_messages = warning;\nSET lock_timeout = '30s';\n{clear}")
}

/// What is said after a dump was read in to its end: the restored ledger is another history from
/// here on, and so has an epoch of its own. `known` are the versions of this program's migrations.
///
/// If the dump broke off this is never said, and the server takes everything back.
#[must_use]
pub fn ending(known: &[String]) -> String {
    // Versions are digits; whatever else cannot be one of ours and has no place in a text of SQL.
    let known: Vec<String> = known
        .iter()
        .filter(|version| version.bytes().all(|byte| byte.is_ascii_digit()))
        .map(|version| format!("'{version}'"))
        .collect();
    format!(
        "RESET search_path;
DO $known$
BEGIN
    IF EXISTS (SELECT FROM __diesel_schema_migrations
            WHERE version <> ALL (ARRAY[{}]::text[])) THEN
        RAISE EXCEPTION 'the backup was made by a newer summit-ledger than this one';
    END IF;
END
$known$;
DO $epoch$
BEGIN
    -- A backup of a ledger that knew no epochs but the present one.
    IF to_regclass('epochs') IS NULL THEN
        UPDATE node SET epoch = gen_random_uuid(), epoch_started_at = now();
    ELSE
        PERFORM begin_epoch('restore');
    END IF;
END
$epoch$;
COMMIT;
",
        known.join(", ")
    )
}
