//! What lists show and in which order: the overdue list above all, parties and declarations.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::lists::all;
use crate::world::{World, declared, reader, updates};

#[actix_web::test]
async fn the_overdue_list_of_the_first_day_of_2026_is_exactly_this() {
    let reader = reader().await;
    let path = "/api/v1/obligations?timeliness=overdue&as_of=2026-01-15";
    let list = reader.get(path).await.expect(200);
    let places: Vec<String> = list
        .items()
        .iter()
        .map(|one| {
            let about = &one["commitment"];
            let text = one["party"].as_str().unwrap();
            format!("{} {}.{} {text}", one["due_on"], about["section"], about["paragraph"])
        })
        .collect();
    assert_eq!(list.json["next"], Value::Null);
    let mut oldest_first = places.clone();
    oldest_first.sort_by_key(|place| place[..12].to_owned());
    assert_eq!(places, oldest_first);
    let mut who: Vec<&str> = places.iter().map(|place| &place[13..]).collect();
    who.sort_unstable();
    assert_eq!(who, ["11.3 UZ", "12.7 KG", "4.3 TM", "4.8 CN", "4.8 CN", "6.12 TM"]);
    for one in list.items() {
        assert!(one["role"] == "host" || one["role"] == "lead", "{one}");
        assert!(one["days_overdue"].as_i64().unwrap() > 0);
    }
    let festival = list.items().iter().find(|one| one["commitment"]["section"] == 12).unwrap();
    assert_eq!(festival, &list.items()[0], "the festival of August 2025 was due first");
    assert_eq!(festival["days_overdue"], 137);

    let before = reader.get("/api/v1/obligations?timeliness=overdue&as_of=2025-08-31").await;
    assert_eq!(before.expect(200).items().len(), 0, "the due day itself is not over");
    let by_item = reader.get("/api/v1/commitments?timeliness=overdue&as_of=2026-01-15").await;
    assert_eq!(by_item.items().len(), 6);
}

#[actix_web::test]
async fn an_obligation_in_a_list_says_what_its_commitment_is_called() {
    let list = reader().await.get("/api/v1/obligations?limit=3").await.expect(200);
    let fields = ["code", "declaration", "section", "paragraph", "title", "deadline"];
    for one in list.items() {
        let about: BTreeSet<&String> = one["commitment"].as_object().unwrap().keys().collect();
        assert_eq!(about, fields.map(str::to_owned).iter().collect());
    }
}

#[actix_web::test]
async fn sorting_goes_by_the_text_or_by_due_day() {
    let reader = reader().await;
    let due = |one: &Value| {
        let own = one["due_on"].as_str().or_else(|| one["deadline"]["due_on"].as_str());
        own.unwrap_or("9999-12-31").to_owned()
    };
    let place = |one: &Value| {
        let of = one.get("commitment").unwrap_or(one);
        let code = of["code"].as_str().unwrap();
        let letter = code.trim_start_matches(|c: char| !c.is_ascii_lowercase()).to_owned();
        (of["section"].as_i64().unwrap(), of["paragraph"].as_i64().unwrap(), letter)
    };
    for list in ["commitments", "obligations"] {
        let of = |sort: &str| format!("/api/v1/{list}?tracked=all&{sort}");
        let by_code = all(&reader, &of("sort=code")).await;
        assert!(by_code.is_sorted_by_key(&place));
        assert_eq!(all(&reader, &of("")).await, by_code, "the order of the text is the usual one");
        let by_due = all(&reader, &of("sort=due_on")).await;
        assert!(by_due.is_sorted_by_key(&due));
        assert_eq!(by_due.len(), by_code.len());
        let mut backwards = all(&reader, &of("sort=-due_on")).await;
        backwards.reverse();
        assert_eq!(backwards, by_due);
    }
    let answer = reader.get("/api/v1/commitments?sort=-changed_at").await;
    let answer = answer.problem(400, "bad-query", &["sort"]);
    assert_eq!(answer.message("sort"), "must be one of code, due_on, -due_on, not -changed_at");
}

#[actix_web::test]
async fn parties_stand_in_protocol_order_within_an_item() {
    let reader = reader().await;
    let parties = reader.get("/api/v1/parties").await.expect(200).each("/code");
    assert_eq!(parties[..7], ["CN", "KZ", "KG", "TJ", "TM", "UZ", "SEC"]);
    let list = reader.get("/api/v1/obligations?section=4&limit=500").await.expect(200);
    for pair in list.items().windows(2) {
        if pair[0]["commitment"]["code"] == pair[1]["commitment"]["code"] {
            let place = |one: &Value| parties.iter().position(|code| *code == one["party"]);
            assert!(place(&pair[0]) < place(&pair[1]), "{} {}", pair[0], pair[1]);
        }
    }
}

#[actix_web::test]
async fn the_last_spoken_of_come_first_and_the_silent_not_at_all() {
    let world = World::new().await;
    for (party, code) in [("TM", "AST25-4.3b"), ("CN", "AST25-4.8a"), ("KG", "AST25-12.7b")] {
        let analyst = world.analyst(party).await;
        analyst
            .post(&updates(code, party), &declared("in_progress", "2025-07-01"))
            .await
            .expect(201);
    }
    let list = world.anybody.get("/api/v1/obligations?sort=-changed_at").await.expect(200);
    assert_eq!(list.each("/commitment/code"), ["AST25-12.7b", "AST25-4.8a", "AST25-4.3b"]);
}

#[actix_web::test]
async fn parties_are_states_the_secretariat_and_groups() {
    let list = reader().await.get("/api/v1/parties").await.expect(200);
    let of = |code: &str| list.items().iter().find(|one| one["code"] == code).unwrap();
    assert_eq!(of("KZ")["kind"], "state");
    assert!(of("KZ").get("members").is_none());
    assert_eq!(of("SEC")["kind"], "secretariat");
    assert_eq!(of("relevant-parties")["members"], "unstated");
    assert_eq!(of("wto-members")["members"], json!(["CN", "KZ", "KG", "TJ"]));
    assert_eq!(of("TM")["name"]["ru"], "Туркменистан");
}

#[actix_web::test]
async fn declarations_are_listed_and_shown() {
    let reader = reader().await;
    let list = reader.get("/api/v1/declarations").await.expect(200);
    assert_eq!(list.each("/slug"), ["astana-2025"]);
    let one = reader.get("/api/v1/declarations/astana-2025").await.expect(200);
    assert_eq!(one.json, list.items()[0]);
    assert_eq!(one.json["languages"], json!(["zh", "en", "ru"]));
    assert_eq!(one.json["sections"].as_array().unwrap().len(), 17);
    for path in ["/api/v1/declarations/xian-2023", "/api/v1/declarations/xian-2023/text"] {
        reader.get(path).await.problem(404, "not-found", &[]);
    }
}
