//! Settings: their layers, their faults, and what is hidden.

use super::*;

fn environment(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn folder_with(text: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join(FILE_NAME), text).expect("a file");
    folder
}

fn data_dir(folder: &tempfile::TempDir) -> Given {
    ("data_dir", folder.path().to_str().expect("a path").to_owned())
}

fn faults(result: Result<Loaded, Faults>) -> Vec<String> {
    result.expect_err("faults").0
}

#[test]
fn flag_over_environment_over_file_over_default() {
    let folder = folder_with("pool_size = 3\nworkers = 3\nlisten = \"h:3\"\n");
    let flags = [data_dir(&folder), ("pool_size", "1".to_owned())];
    let variables = environment(&[("LEDGER_POOL_SIZE", "2"), ("LEDGER_WORKERS", "2")]);
    let loaded = load(&flags, None, variables).expect("settings");
    let settings = &loaded.settings;
    assert_eq!((settings.pool_size, settings.workers), (1, 2));
    assert_eq!(settings.listen, "h:3");
    assert_eq!(settings.body_limit, 1 << 20);
    assert_eq!(loaded.sources["pool_size"], "flag --pool-size");
    assert_eq!(loaded.sources["workers"], "environment LEDGER_WORKERS");
    let file = folder.path().join(FILE_NAME);
    assert_eq!(loaded.sources["listen"], format!("file {}", file.display()));
    assert!(!loaded.sources.contains_key("body_limit"));
}

#[test]
fn all_faults_are_named_at_once_with_their_sources() {
    let folder = folder_with("listn = \"h:3\"\nworkers = \"many\"\ndata_dir = \"x\"\n");
    let flags = [data_dir(&folder), ("timezone", "Mars/Olympus".to_owned())];
    let variables = environment(&[("LEDGER_POOL_SIZE", "0"), ("LEDGER_POOLSIZE", "1")]);
    let found = faults(load(&flags, None, variables));
    let file = folder.path().join(FILE_NAME).display().to_string();
    for part in [
        "LEDGER_POOLSIZE (environment) is no setting. Unset it, or use one of LEDGER_DATA_DIR",
        &format!("listn in {file} is no setting"),
        &format!("data_dir in {file} cannot be set"),
        &format!("workers in {file} must be a whole number from 1 to 1000, not \"many\"."),
        "--timezone must be an IANA time zone such as Asia/Ashgabat, not \"Mars/Olympus\".",
        "LEDGER_POOL_SIZE (environment) must be a whole number from 1 to 1000, not \"0\".",
    ] {
        assert!(found.iter().any(|fault| fault.starts_with(part)), "{part} is not in {found:#?}");
    }
    assert_eq!(found.len(), 6, "{found:#?}");
}

#[test]
fn kinds_are_read_from_text_and_from_toml_alike() {
    let folder =
        folder_with("public_read = false\nnode_name = \"KG node\"\nlog = \"warn,x=debug\"");
    let loaded = load(&[data_dir(&folder)], None, []).expect("settings");
    assert!(!loaded.settings.public_read);
    assert_eq!(loaded.settings.node_name.as_deref(), Some("KG node"));
    let variables = environment(&[("LEDGER_PUBLIC_READ", "true"), ("LEDGER_NODE_NAME", "42")]);
    let loaded = load(&[data_dir(&folder)], None, variables).expect("settings");
    assert!(loaded.settings.public_read);
    assert_eq!(loaded.settings.node_name.as_deref(), Some("42"));
}

#[test]
fn bad_values_say_what_would_be_right() {
    let folder = folder_with("");
    for (key, value) in [
        ("listen", "8080"),
        ("listen", "localhost:99999"),
        ("public_read", "perhaps"),
        ("pool_size", "-1"),
        ("pool_size", "1.5"),
        ("log", "loud=loudest"),
        ("body_limit", "1"),
        ("shutdown_timeout", "soon"),
        ("stream_patience", "1"),
        ("node_name", " "),
        ("database_url", "nonsense"),
        ("database_url", "postgres:///x"),
    ] {
        let found = faults(load(&[data_dir(&folder), (key, value.to_owned())], None, []));
        assert_eq!(found.len(), 1, "{key}={value}: {found:?}");
        let flag = format!("--{}", key.replace('_', "-"));
        assert!(found[0].starts_with(&flag), "{found:?}");
    }
}

#[test]
fn a_named_file_must_be_there_and_be_toml() {
    let folder = folder_with("pool_size = ");
    let missing = folder.path().join("missing.toml");
    assert!(faults(load(&[], Some(&missing), []))[0].contains("cannot be read"));
    let variables = environment(&[("LEDGER_CONFIG", missing.to_str().expect("a path"))]);
    assert!(faults(load(&[], None, variables))[0].contains("named by LEDGER_CONFIG"));
    assert!(faults(load(&[data_dir(&folder)], None, []))[0].contains("is not TOML"));
}

#[test]
fn a_named_file_may_set_the_data_folder_from_its_own() {
    let folder = folder_with("data_dir = \"below\"\n");
    let file = folder.path().join(FILE_NAME);
    let loaded = load(&[], Some(&file), []).expect("settings");
    assert_eq!(loaded.settings.data_dir, folder.path().join("below"));
}

#[test]
fn no_text_of_a_url_has_its_password() {
    for url in [
        "postgres://kg:s3cret@db.example:5433/ledger?sslmode=require",
        "host=db.example user=kg password='s3cret' dbname=ledger",
        "postgres://db.example/ledger?user=kg&password=s3cret",
    ] {
        let url = DatabaseUrl::parse(url).expect("a URL");
        let texts = format!("{url} {url:?}");
        assert!(!texts.contains("s3cret") && texts.contains("password=***"), "{texts}");
        assert!(url.expose().contains("s3cret"));
    }
    let fault = DatabaseUrl::parse("postgres://kg:s3cret@db.example:x/ledger").expect_err("a port");
    assert!(!fault.contains("s3cret"), "{fault}");
}

#[test]
fn clients_variables_and_empty_ones_are_passed_over() {
    let folder = folder_with("");
    let variables = environment(&[
        ("LEDGER_SERVER", "https://hub.example"),
        ("LEDGER_TOKEN", "sl_x"),
        ("DATABASE_URL", ""),
        ("HOME", "/nowhere"),
    ]);
    let loaded = load(&[data_dir(&folder)], None, variables).expect("settings");
    assert!(loaded.settings.database_url.is_none());
    assert!(loaded.file.is_some());
}

#[test]
fn database_url_goes_before_the_prefixed_one() {
    let folder = folder_with("");
    let variables =
        environment(&[("LEDGER_DATABASE_URL", "host=/b"), ("DATABASE_URL", "host=/a dbname=x")]);
    let loaded = load(&[data_dir(&folder)], None, variables).expect("settings");
    assert_eq!(loaded.sources["database_url"], "environment DATABASE_URL");
    let url = loaded.settings.database_url.expect("a URL");
    assert_eq!(url.to_string(), "host=/a dbname=x");
}
