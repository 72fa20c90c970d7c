//! Declarations kept as files: checked, loaded, loaded again.

use std::path::Path;

use crate::harness::{Database, copy_folder, folder, program, run};

#[test]
fn check_needs_no_database_and_names_every_fault() {
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    let check = |path: &Path| {
        let command = &mut program();
        run(command.arg("seed").arg(path).arg("--check").env("DATABASE_URL", "host=/nowhere"))
    };
    assert_eq!(check(&shipped).done(), "");
    assert_eq!(check(&shipped.join("astana-2025")).done(), "");
    run(program().args(["seed", "--check"])).done();

    let folder = folder();
    copy_folder(&shipped, folder.path());
    let section = folder.path().join("astana-2025/sections/04.toml");
    let text = std::fs::read_to_string(&section).expect("a section");
    let text = text.replacen("strength = \"decision\"", "strength = \"vow\"", 1);
    std::fs::write(&section, text.replacen("quote = \"", "quote = \"不", 1)).expect("a file");
    let found = check(folder.path());
    assert_eq!(found.code, Some(3), "{found:?}");
    assert!(found.stdout.lines().count() >= 2, "{found:?}");
    assert!(found.stdout.lines().all(|line| line.contains("04.toml")), "{found:?}");
    assert!(found.stderr.contains("nothing was written"), "{found:?}");
}

#[test]
fn a_folder_without_a_declaration_is_told() {
    let folder = folder();
    let path = folder.path().to_str().expect("UTF-8");
    run(program().args(["seed", path, "--check"])).refused(1, "has a declaration.toml");
    run(program().args(["seed", "/nowhere", "--check"])).refused(1, "/nowhere cannot be read");
}

#[test]
fn seeding_twice_changes_nothing() {
    let database = Database::new();
    assert!(database.run(&["seed"]).done().contains("astana-2025"));
    let changes = "SELECT (SELECT count(*) FROM outbox) + (SELECT count(*) FROM feed)";
    let before = database.value(changes);
    let again = database.run(&["seed"]).done();
    assert!(again.contains("0 created, 0 changed"), "{again}");
    assert_eq!(database.value(changes), before);
}
