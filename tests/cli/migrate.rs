//! The schema: brought up, taken back, listed.

use crate::harness::Database;

#[test]
fn up_down_and_status_do_what_they_say() {
    let database = Database::new();
    let status = || database.run(&["migrate", "status"]);
    let fresh = status();
    assert_eq!(fresh.code, Some(3));
    assert!(!fresh.stdout.contains("applied") && fresh.stderr.contains("migrate up"), "{fresh:?}");
    let names = database.run(&["migrate", "up"]).done();
    let count = names.lines().count();
    assert!(count > 10 && names.lines().all(|name| name.bytes().all(|b| b.is_ascii_digit())));
    assert_eq!(status().done().matches("applied").count(), count);
    assert_eq!(database.run(&["migrate", "up"]).done(), "");

    let last_two: Vec<&str> = names.lines().rev().take(2).collect();
    let down = database.run(&["migrate", "down", "2"]).done();
    assert_eq!(down.lines().collect::<Vec<_>>(), last_two);
    assert_eq!(status().stdout.matches("waiting").count(), 2);
    database.run(&["migrate", "down", "--all"]).done();
    assert_eq!(database.value("SELECT to_regtype('status')"), "");
    assert_eq!(database.run(&["migrate", "up"]).done(), names);
}

#[test]
fn other_commands_migrate_by_themselves_and_several_may_at_once() {
    let database = Database::new();
    std::thread::scope(|scope| {
        let runs: Vec<_> =
            (0..4).map(|_| scope.spawn(|| database.run(&["user", "list"]))).collect();
        for run in runs {
            run.join().expect("no panic").done();
        }
    });
    database.run(&["migrate", "status"]).done();
}

#[test]
fn down_is_refused_while_a_service_runs() {
    let database = Database::new();
    let service = database.serve();
    database.run(&["migrate", "down"]).refused(1, "Somebody uses this ledger");
    assert_eq!(service.get("/readyz", None).0, 200);
}
