//! Bad input of every sort is refused by name, and changes nothing.

use serde_json::{Value, json};

use super::{HOOKS, hook, path, viewer, world};
use crate::world::World;

#[actix_web::test]
async fn every_bad_field_is_named_at_once() {
    let world = world().await;
    let viewer = viewer(&world).await;
    for (body, pointers) in [
        (json!({}), &["/url"][..]),
        (json!({"url": 7}), &["/url"]),
        (json!({"url": null}), &["/url"]),
        (json!({"url": "ftp://x"}), &["/url"]),
        (json!({"url": "http://a:b@example.org"}), &["/url"]),
        (json!({"url": "http://127.0.0.1/", "description": " "}), &["/description"]),
        (
            json!({"url": "x", "description": 1, "since": "x", "other": 1, "filter": []}),
            &["/description", "/filter", "/other", "/since", "/url"],
        ),
        (json!({"url": "http://127.0.0.1/", "secret": "whsec_AAAA"}), &["/secret"]),
        (
            json!({"url": "http://127.0.0.1/", "filter": {
                "entity": ["user"], "op": [], "party": "KZ", "role": [1], "status": ["late"],
                "section": ["1"], "tracked": "all", "due_before": "soon", "strength": ["x", "decision"],
                "declaration": [""], "kind": ["\u{0}"],
            }}),
            &[
                "/filter/declaration/0",
                "/filter/due_before",
                "/filter/entity/0",
                "/filter/kind/0",
                "/filter/kind/0",
                "/filter/op",
                "/filter/party",
                "/filter/role",
                "/filter/section",
                "/filter/status/0",
                "/filter/strength/0",
                "/filter/tracked",
            ],
        ),
    ] {
        viewer.post(HOOKS, &body).await.problem(422, "invalid", pointers);
    }
    assert_eq!(viewer.get(HOOKS).await.items().len(), 0);
}

#[actix_web::test]
async fn filters_that_no_change_tells_of_are_refused_by_name() {
    let world = world().await;
    let viewer = viewer(&world).await;
    let refuse = async |filter: Value, name: &str| {
        let body = json!({"url": "http://127.0.0.1/", "filter": filter});
        let pointer = format!("/filter/{name}");
        let answer = viewer.post(HOOKS, &body).await.problem(422, "invalid", &[&pointer]);
        answer.message(&pointer).to_owned()
    };
    let said = refuse(json!({"timeliness": ["overdue"]}), "timeliness").await;
    assert!(said.contains("no change happens when a day passes"), "{said}");
    let said = refuse(json!({"rollup": ["stalled"]}), "rollup").await;
    assert!(said.contains("follows from the obligations"), "{said}");
    for name in ["as_of", "known_at", "q", "sort", "limit", "cursor", "since"] {
        let said = refuse(json!({name: "x"}), name).await;
        assert!(!said.contains("is no filter"), "{said}");
    }
    let said = refuse(json!({"partei": ["KZ"]}), "partei").await;
    let all = "entity, op, declaration, section, party, role, status, strength, kind, tracked, \
        due_before, due_after";
    assert_eq!(said, format!("is no filter; there are {all}"));
}

#[actix_web::test]
async fn a_patch_is_read_as_strictly() {
    let world = world().await;
    let viewer = viewer(&world).await;
    let made = hook(&viewer, "http://127.0.0.1:9/", json!({"party": ["KG"]})).await;
    for (patch, pointer) in [
        (json!({"url": null}), "/url"),
        (json!({"url": "x"}), "/url"),
        (json!({"state": "disabled"}), "/state"),
        (json!({"state": null}), "/state"),
        (json!({"state": "asleep"}), "/state"),
        (json!({"since": "x"}), "/since"),
        (json!({"secret": "x"}), "/secret"),
        (json!({"filter": {"timeliness": ["overdue"]}}), "/filter/timeliness"),
        (json!({"filter": 7}), "/filter"),
    ] {
        let answer = viewer.patch(&path(&made), "*", &patch).await;
        answer.problem(422, "invalid", &[pointer]);
    }
    let shown = viewer.get(&path(&made)).await.expect(200);
    assert_eq!(shown.json["version"], 1);
    let all = viewer.patch(&path(&made), "*", &json!({"filter": null})).await.expect(200);
    assert_eq!(all.json["filter"], json!({}));
}

#[actix_web::test]
async fn private_targets_are_refused_unless_they_are_allowed() {
    let world = World::new().await;
    let viewer = viewer(&world).await;
    let refuse = async |url: &str| {
        let answer = viewer.post(HOOKS, &json!({"url": url})).await;
        let answer = answer.problem(422, "invalid", &["/url"]);
        assert!(answer.message("/url").contains("webhooks_to_private"), "{url}: {}", answer.text);
    };
    for url in [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://LOCALHOST:8080/",
        "http://10.0.0.1/",
        "http://192.168.1.1/",
        "http://169.254.169.254/latest/meta-data",
        "http://100.64.0.1/",
        "http://0.0.0.0/",
        "http://0/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://0177.0.0.1/",
        "http://[::1]/",
        "http://[::]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:7f00:1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://[fd00::1]/",
        "http://[fe80::1]/",
    ] {
        refuse(url).await;
    }
    let made = hook(&viewer, "https://8.8.8.8/", json!({})).await;
    let answer = viewer.patch(&path(&made), "*", &json!({"url": "http://127.0.0.1/"})).await;
    answer.problem(422, "invalid", &["/url"]);
    assert_eq!(viewer.get(HOOKS).await.each("/url"), ["https://8.8.8.8/"]);
    let nowhere = viewer.post(HOOKS, &json!({"url": "http://nowhere.invalid/"})).await;
    let nowhere = nowhere.problem(422, "invalid", &["/url"]);
    assert!(nowhere.message("/url").contains("leads nowhere"));
}
