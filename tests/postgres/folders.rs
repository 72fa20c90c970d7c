//! Folders, rights and settings, and data folders that are refused.

use std::fs::{self, DirBuilder, Permissions};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt};
use std::path::Path;

use nix::unistd::{Uid, getsid};
use summit_ledger::postgres::{Cluster, PostgresError};

use crate::support::{Home, ask, options};

#[tokio::test(flavor = "multi_thread")]
async fn folders_are_closed_and_the_server_is_not_root() {
    let home = Home::new();
    let here = home.open().await;
    let status = fs::read_to_string(format!("/proc/{}/status", home.postmaster())).unwrap();
    let ids = |name: &str| -> Vec<u32> {
        let line = status.lines().find(|line| line.starts_with(name)).unwrap();
        line.split_whitespace().skip(1).map(|id| id.parse().unwrap()).collect()
    };
    assert!(ids("Uid:").iter().all(|&uid| uid != 0), "the server is not root");
    assert!(!ids("Groups:").contains(&0), "nor in root's group");
    for folder in [home.data(), home.cluster().join("run")] {
        let metadata = fs::metadata(&folder).unwrap();
        assert_eq!(metadata.mode() & 0o777, 0o700, "{}", folder.display());
        assert_eq!(metadata.uid(), ids("Uid:")[0], "{}", folder.display());
    }
    for name in ["users.lock", "supervisor.lock", "server.log"] {
        let metadata = fs::metadata(home.cluster().join(name)).unwrap();
        assert_eq!(metadata.mode() & 0o777, 0o600, "{name}");
        assert_eq!(metadata.uid(), Uid::effective().as_raw(), "{name}");
    }
    let supervisor = home.supervisor();
    assert_eq!(getsid(Some(supervisor)), Ok(supervisor), "no terminal's Ctrl-C reaches it");
    here.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_server_is_safe_and_not_on_the_network() {
    let home = Home::new();
    let mut options = options(home.path());
    // Not even on request.
    options.settings.push(("listen_addresses".into(), "*".into()));
    options.settings.push(("fsync".into(), "off".into()));
    options.settings.push(("max_connections".into(), "33".into()));
    let here = Cluster::open(options).await.unwrap();
    let expected = [
        ("listen_addresses", ""),
        ("fsync", "on"),
        ("full_page_writes", "on"),
        ("synchronous_commit", "on"),
        ("data_checksums", "on"),
        ("server_encoding", "UTF8"),
        ("unix_socket_permissions", "0700"),
        ("max_connections", "33"),
    ];
    for (name, value) in expected {
        assert_eq!(ask(&here, &format!("SELECT current_setting('{name}')")).await, value, "{name}");
    }
    // Letters are letters in every script, or searches by trigram and lower() would miss them.
    assert_eq!(ask(&here, "SELECT lower('АСТАНА É')").await, "астана é");
    let inherited = fs::read(format!("/proc/{}/environ", home.postmaster())).unwrap();
    assert!(!String::from_utf8_lossy(&inherited).contains("CARGO"), "our environment stays ours");
    here.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn another_major_version_is_refused_with_the_way_across() {
    let home = Home::new();
    home.open().await.close().await.unwrap();
    fs::write(home.data().join("PG_VERSION"), "9\n").unwrap();
    let error = home.try_open().await.unwrap_err();
    assert!(matches!(error, PostgresError::OtherMajor { theirs: 9, .. }), "{error}");
    let message = error.to_string();
    for word in ["Postgres 9", "PG_BIN_DIR", "backup FILE", "restore FILE --data-dir"] {
        assert!(message.contains(word), "{message}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_half_made_folder_is_recovered() {
    let home = Home::new();
    // As a crash leaves it: an unfinished one beside a place that is empty.
    let unfinished = home.cluster().join("data.new-1");
    fs::create_dir_all(unfinished.join("base/1")).unwrap();
    fs::write(unfinished.join("PG_VERSION"), "15\n").unwrap();
    fs::set_permissions(home.cluster(), Permissions::from_mode(0o711)).unwrap();
    home.open().await.close().await.unwrap();
    assert!(!unfinished.exists());
    assert!(home.data().join("PG_VERSION").exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_of_something_else_is_not_touched() {
    let home = Home::new();
    home.open().await.close().await.unwrap();
    fs::remove_file(home.data().join("PG_VERSION")).unwrap();
    let error = home.try_open().await.unwrap_err();
    assert!(matches!(error, PostgresError::NotACluster(_)), "{error}");
    assert!(home.data().join("global/pg_control").exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_path_gets_a_short_socket() {
    let home = Home::new();
    let long = home.path().join("long-".repeat(30));
    let here = Cluster::open(options(&long)).await.unwrap();
    let socket = here.socket_dir().to_path_buf();
    assert!(socket.starts_with("/tmp") && !socket.starts_with(home.path()));
    assert_eq!(fs::metadata(&socket).unwrap().mode() & 0o777, 0o700);
    assert_eq!(ask(&here, "SELECT 'here'").await, "here");
    let url: tokio_postgres::Config = here.url().parse().unwrap();
    assert_eq!(url.get_hosts(), here.config().get_hosts());
    here.close().await.unwrap();
    assert!(!socket.exists(), "nothing is left under /tmp");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_planted_socket_folder_is_refused() {
    let home = Home::new();
    let long = home.path().join("long-".repeat(30));
    let here = Cluster::open(options(&long)).await.unwrap();
    let socket = here.socket_dir().to_path_buf();
    here.close().await.unwrap();
    DirBuilder::new().mode(0o700).create(&socket).unwrap();
    fs::set_permissions(&socket, Permissions::from_mode(0o777)).unwrap();
    let error = Cluster::open(options(&long)).await.unwrap_err().to_string();
    fs::remove_dir(&socket).unwrap();
    assert!(error.contains("open to others"), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_that_the_server_cannot_reach_is_refused() {
    if !Uid::effective().is_root() {
        // Only root hands the server to someone else.
        return;
    }
    let home = Home::new();
    let closed = home.path().join("closed");
    DirBuilder::new().mode(0o700).create(&closed).unwrap();
    let error = Cluster::open(options(&closed.join("below"))).await.unwrap_err();
    let PostgresError::Barred { barrier, .. } = &error else { panic!("{error}") };
    assert_eq!(barrier, &closed);
    assert!(error.to_string().contains("--data-dir"), "{error}");
    assert!(!closed.join("below").exists(), "nothing was made");
    assert!(summit_ledger::postgres::default_data_dir().unwrap().starts_with(Path::new("/var")));
}
