//! What the tests share: one real Postgres for all, a schema and a service for each test.
#![allow(dead_code, reason = "each test binary uses a part of it")]

pub mod http;
pub mod verdict;

use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;

use diesel::QueryableByName;
use diesel_async::{RunQueryDsl, SimpleAsyncConnection};
use nix::unistd::Pid;
use summit_ledger::app::{AppState, serve};
use summit_ledger::config::Settings;
use summit_ledger::db::connect::Target;
use summit_ledger::db::{Conn, Db, schema_setup};
use summit_ledger::postgres::{Cluster, Options};
use tokio::sync::{OnceCell, oneshot};
use uuid::Uuid;

/// The cluster of the tests, and the database of this process.
pub struct Server {
    pub cluster: Arc<Cluster>,
    pub url: String,
}

/// The server of this run of tests. Its folder is kept, so that the next run starts at once; it
/// stops when the last test process has ended.
pub async fn server() -> &'static Server {
    static SERVER: OnceCell<Server> = OnceCell::const_new();
    SERVER
        .get_or_init(|| async {
            // What the service logs shows beside a test that fails.
            let _ = env_logger::builder().is_test(true).try_init();
            let cluster = Cluster::open(options()).await;
            let cluster = cluster.expect("the tests need Postgres; make test installs it");
            let database = own_database(&cluster.url()).await;
            let url = cluster.url();
            let (server, _) = url.rsplit_once('/').expect("the address names a database");
            Server { url: format!("{server}/{database}"), cluster: Arc::new(cluster) }
        })
        .await
}

fn options() -> Options {
    let user = nix::unistd::geteuid();
    let data_dir = std::env::var_os("LEDGER_TEST_DATA_DIR").map_or_else(
        || std::env::temp_dir().join(format!("summit-ledger-tests-{user}")),
        PathBuf::from,
    );
    let program = PathBuf::from(env!("CARGO_BIN_EXE_summit-ledger"));
    let settings = [
        // Many small pools at once, and nothing of worth in it.
        ("max_connections", "400"),
        ("synchronous_commit", "off"),
        ("max_locks_per_transaction", "256"),
    ];
    let settings = settings.map(|(k, v)| (k.to_owned(), v.to_owned())).to_vec();
    Options { data_dir, program, settings }
}

/// Makes the database of this process, and drops those of processes that have ended.
async fn own_database(url: &str) -> String {
    #[derive(QueryableByName)]
    struct Database {
        #[diesel(sql_type = diesel::sql_types::Text)]
        datname: String,
    }
    let target = Target::parse(url).expect("the cluster's address is one");
    let mut conn = target.connect().await.expect("the cluster answers");
    let all: Vec<Database> =
        diesel::sql_query("SELECT datname::text FROM pg_database WHERE datname LIKE 'run\\_%'")
            .load(&mut conn)
            .await
            .expect("the cluster answers");
    for Database { datname } in all {
        let process = datname.trim_start_matches("run_").parse().map(Pid::from_raw);
        let is_over = process.is_ok_and(|process| {
            process == nix::unistd::getpid() || nix::sys::signal::kill(process, None).is_err()
        });
        if is_over {
            // Another process may drop it at the same time.
            let _ = conn.batch_execute(&format!("DROP DATABASE IF EXISTS {datname}")).await;
        }
    }
    let own = format!("run_{}", std::process::id());
    conn.batch_execute(&format!("CREATE DATABASE {own}")).await.expect("a database is made");
    own
}

/// A schema of its own in the tests' database, migrated.
pub struct Schema {
    pub name: String,
    pub target: Target,
}

impl Schema {
    /// Makes an empty schema. Cheaper than a database: `CREATE DATABASE` locks the whole cluster.
    pub async fn new() -> Self {
        let schema = Self::unmigrated().await;
        schema_setup::migrate_up(&schema.target).await.expect("migrations go up");
        schema
    }

    /// Makes a schema without a table in it.
    pub async fn unmigrated() -> Self {
        let name = format!("t{}", Uuid::now_v7().simple());
        let url = &server().await.url;
        let whole = Target::parse(url).expect("the cluster's address is one");
        let mut conn = whole.connect().await.expect("the cluster answers");
        conn.batch_execute(&format!("CREATE SCHEMA {name}")).await.expect("a schema is made");
        let mut config = tokio_postgres::Config::from_str(url).expect("an address");
        config.options(format!("-csearch_path={name}"));
        Self { target: Target::from_config(config), name }
    }

    /// A pool on the schema, as the service would have it.
    pub async fn db(&self, size: usize) -> Db {
        let role = schema_setup::service_role(&self.target).await.expect("the cluster answers");
        let target = self.target.clone().as_role(role);
        Db::new(target, Some(server().await.cluster.clone()), size).expect("a pool")
    }

    /// A connection as the owner of the tables.
    pub async fn owner(&self) -> Conn {
        self.target.connect().await.expect("the cluster answers")
    }
}

/// A running service on a schema of its own.
pub struct Service {
    pub schema: Schema,
    pub db: Db,
    pub url: String,
    stop: Option<oneshot::Sender<()>>,
}

impl Service {
    /// Starts one with the usual settings.
    pub async fn start() -> Self {
        Self::start_with(|_| {}).await
    }

    /// Starts one with settings changed by `change`.
    pub async fn start_with(change: impl FnOnce(&mut Settings)) -> Self {
        let schema = Schema::new().await;
        let db = schema.db(8).await;
        let mut settings = Settings::defaults(std::env::temp_dir());
        settings.workers = 1;
        change(&mut settings);
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let (stop, stopped) = oneshot::channel::<()>();
        let state = AppState::new(db.clone(), Arc::new(settings));
        tokio::task::spawn_local(async move {
            let shutdown = async {
                let _ = stopped.await;
            };
            serve(state, listener, shutdown).await.expect("the service ends well");
        });
        Self { schema, db, url, stop: Some(stop) }
    }

    /// Asks the service to end, as SIGTERM would.
    pub fn stop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
    }
}
