//! The service: its first start, its second, and its end.

use nix::sys::signal::Signal;

use crate::harness::Database;

/// The token in what a first start says.
fn token(said: &str) -> String {
    let word = said.split_whitespace().find(|word| word.starts_with("sl_"));
    word.expect("a token").to_owned()
}

#[test]
fn the_first_start_seeds_and_makes_an_admin_and_the_second_does_neither() {
    let database = Database::new();
    let service = database.serve();
    let said = service.said();
    assert!(said.contains("curl -H 'Authorization: Bearer sl_"), "{said}");
    assert_eq!(service.get("/api/v1/commitments?limit=1", Some(&token(&said))).0, 200);
    assert_eq!(service.get("/api/v1/commitments?limit=1", Some("sl_wrong")).0, 401);
    let ended = service.stop();
    assert_eq!((ended.code, ended.stdout.as_str()), (Some(0), ""), "{ended:?}");
    assert_eq!(
        database.value("SELECT string_agg(name || ' ' || role, ',') FROM users"),
        "admin admin"
    );
    let items = database.value("SELECT count(*) FROM commitments");
    assert_ne!(items, "0");

    let service = database.serve();
    assert!(!service.said().contains("sl_"), "{}", service.said());
    assert!(service.said().contains("`token create NAME`"), "{}", service.said());
    service.stop().done();
    assert_eq!(database.value("SELECT count(*) FROM commitments"), items);
}

#[test]
fn two_services_may_start_at_once_on_an_empty_database() {
    let database = Database::new();
    let (one, other) = std::thread::scope(|scope| {
        let other = scope.spawn(|| database.serve());
        (database.serve(), other.join().expect("no panic"))
    });
    let admins = [&one, &other].map(|service| service.said().matches("it has this token").count());
    assert_eq!(admins.iter().sum::<usize>(), 1);
    assert_eq!(database.value("SELECT count(*) FROM users"), "1");
    let twice =
        "SELECT count(*) FROM (SELECT entity_id FROM versions GROUP BY 1 HAVING count(*) > 1) x";
    assert_eq!(database.value(twice), "0");
}

#[test]
fn it_stops_on_ctrl_c_too() {
    let database = Database::new();
    let mut service = database.serve();
    service.signal(Signal::SIGINT);
    let ended = service.ended();
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert!(ended.stderr.contains("Stopping: requests in flight may end."), "{ended:?}");
}

#[test]
fn an_address_in_use_is_told_before_anything_is_made() {
    let database = Database::new();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = taken.local_addr().expect("an address").to_string();
    database
        .run(&["serve", "--listen", &address])
        .refused(1, &format!("The service cannot answer at {address}"));
    assert_eq!(database.value("SELECT to_regclass('users')"), "");
}
