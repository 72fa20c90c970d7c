//! Settings: where each comes from, and what is said of bad ones.

use crate::harness::{Database, folder, program, run};

#[test]
fn config_prints_each_setting_with_its_source() {
    let folder = folder();
    let file = folder.path().join("ledger.toml");
    std::fs::write(&file, "pool_size = 3\nworkers = 3\ntimezone = \"Asia/Bishkek\"\n")
        .expect("a file");
    let command = &mut program();
    let command = command
        .args(["config", "--data-dir", folder.path().to_str().expect("UTF-8")])
        .args(["--pool-size", "1"])
        .envs([("LEDGER_POOL_SIZE", "2"), ("LEDGER_WORKERS", "2")]);
    let shown = run(command).done();
    let file = file.display();
    for line in [
        "pool_size = 1  # flag --pool-size".to_owned(),
        "workers = 2  # environment LEDGER_WORKERS".to_owned(),
        format!("timezone = \"Asia/Bishkek\"  # file {file}"),
        "listen = \"127.0.0.1:8080\"  # default".to_owned(),
        "# node_name is not set".to_owned(),
    ] {
        assert!(shown.lines().any(|shown| shown == line), "{line:?} is not in {shown}");
    }
    shown.parse::<toml::Table>().expect("what is printed can be read as a file of settings");
}

#[test]
fn config_hides_secrets() {
    for (name, value) in [
        ("DATABASE_URL", "postgres://kg:s3cret@db.example/ledger"),
        ("LEDGER_DATABASE_URL", "host=db.example user=kg password=s3cret"),
    ] {
        let ended = run(program().arg("config").env(name, value));
        assert!(!format!("{ended:?}").contains("s3cret"));
        assert!(ended.done().contains("password=***"));
    }
}

#[test]
fn faults_are_3_for_config_and_2_for_all_others() {
    let folder = folder();
    let bad = |words: &[&str]| {
        let command = &mut program();
        run(command
            .args(words)
            .env("LEDGER_DATA_DIR", folder.path())
            .envs([("LEDGER_POOL_SIZE", "many"), ("LEDGER_LISTN", "x")]))
    };
    let size =
        "LEDGER_POOL_SIZE (environment) must be a whole number from 1 to 1000, not \"many\".";
    bad(&["config"]).refused(3, size);
    bad(&["config"]).refused(3, "LEDGER_LISTN (environment) is no setting.");
    bad(&["serve"]).refused(2, size);
    bad(&["user", "list"]).refused(2, size);
    assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 0, "nothing was made");
}

#[test]
fn a_database_that_does_not_answer_is_named_without_its_password() {
    let folder = folder();
    let command = &mut program();
    let ended = run(command
        .args(["user", "list"])
        .env("LEDGER_DATA_DIR", folder.path())
        .env("DATABASE_URL", "postgres://kg:s3cret@127.0.0.1:1/ledger?sslmode=disable"));
    assert!(!format!("{ended:?}").contains("s3cret"));
    ended.refused(1, "host=127.0.0.1 port=1 user=kg password=***");
}

#[test]
fn node_name_is_kept_in_the_database() {
    let database = Database::new();
    database.run(&["user", "list"]).done();
    assert_eq!(database.value("SELECT name FROM node"), "summit-ledger");
    let mut command = database.command(&["user", "list"]);
    run(command.env("LEDGER_NODE_NAME", "Bishkek")).done();
    database.run(&["user", "list"]).done();
    assert_eq!(database.value("SELECT name FROM node"), "Bishkek");
}

#[test]
fn a_template_of_reports_is_found_from_the_file_that_names_it_and_looked_through() {
    let folder = folder();
    let file = folder.path().join("ledger.toml");
    std::fs::write(&file, "report_template = \"ministry.docx\"\n").expect("a file");
    let folder_name = folder.path().to_str().expect("UTF-8");
    let shown = run(program().args(["config", "--data-dir", folder_name])).done();
    let path = folder.path().join("ministry.docx");
    assert!(shown.contains(&format!("report_template = \"{}\"", path.display())), "{shown}");
    let serve = || {
        let command = &mut program();
        run(command.args(["serve", "--listen", "127.0.0.1:0", "--data-dir", folder_name]))
    };
    serve().refused(2, "cannot be the template of reports (report_template): it cannot be read");
    std::fs::write(&path, "no document").expect("a file");
    serve().refused(2, "cannot be unpacked");
}
