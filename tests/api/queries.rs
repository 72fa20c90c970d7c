//! Query strings: what is wrong is named, all of it at once; and words are found in three languages.

use serde_json::Value;

use crate::lists::{all, commitments};
use crate::world::reader;

#[actix_web::test]
async fn every_wrong_value_is_named_by_its_parameter() {
    let reader = reader().await;
    for (query, name, message) in [
        ("section=four", "section", "must be whole numbers, not four"),
        ("section=1.5", "section", "must be whole numbers, not 1.5"),
        ("role=boss", "role", "boss: must be one of host, lead, participant, supporter"),
        ("status=done", "status", "done: must be one of not_reported, not_started, "),
        ("status=complete,done", "status", "done: must be one of not_reported, not_started, "),
        ("rollup=late", "rollup", "late: must be one of not_reported, "),
        ("strength=weak", "strength", "weak: must be one of decision, undertaking, "),
        ("kind=thing", "kind", "thing: must be one of event, institution, "),
        ("timeliness=late", "timeliness", "late: must be one of undated, not_due, "),
        ("due_before=2026-13-01", "due_before", "must be a day such as 2026-01-15, not 2026-13-01"),
        ("due_after=26-1-1", "due_after", "must be a day such as 2026-01-15, not 26-1-1"),
        ("tracked=yes", "tracked", "must be true, false or all, not yes"),
        ("q=%3F%3F", "q", "must have a word in it"),
        ("q=", "q", "must not be empty; leave it out instead"),
        ("party=", "party", "must not be empty; leave it out instead"),
        ("as_of=2026-1-1", "as_of", "must be a day such as 2026-01-15, not 2026-1-1"),
        ("known_at=now", "known_at", "must be a time such as 2026-01-15T09:30:00Z, not now"),
        ("sort=title", "sort", "must be one of code, due_on, -due_on"),
        ("limit=0", "limit", "must be from 1 to 500, not 0"),
        ("limit=501", "limit", "must be from 1 to 500, not 501"),
        ("limit=-1", "limit", "must be from 1 to 500, not -1"),
        ("limit=ten", "limit", "must be a whole number from 1 to 500, not ten"),
        ("colour=red", "colour", "is not known here; known are declaration, section, party, "),
        ("party=KZ&party=KG", "party", "must be given once; separate several values by commas"),
        ("party=K%00Z", "party", "must not contain a null character"),
    ] {
        for list in ["commitments", "obligations"] {
            let answer = reader.get(&format!("/api/v1/{list}?{query}")).await;
            let answer = answer.problem(400, "bad-query", &[name]);
            let said = answer.message(name);
            assert!(said.starts_with(message), "{query}: {said}");
        }
    }
}

#[actix_web::test]
async fn what_there_is_not_is_refused_with_what_there_is() {
    let reader = reader().await;
    for (query, name, message) in [
        ("section=99", "section", "99 is not known; known are 0, 1, 2, "),
        ("section=4,99&declaration=astana-2025", "section", "99 is not known; known are 0, "),
        ("declaration=typo", "declaration", "typo is not known; known are astana-2025"),
        ("declaration=typo&section=99", "declaration", "typo is not known; known are "),
        ("party=KZ,kg", "party", "kg is not known; known are CN, KZ, KG, "),
    ] {
        for path in ["commitments?", "obligations?", "obligations?format=csv&"] {
            let answer = reader.get(&format!("/api/v1/{path}{query}")).await;
            let answer = answer.problem(400, "bad-query", &[name]);
            let said = answer.message(name);
            assert!(said.starts_with(message), "{query}: {said}");
        }
        let report = reader.get(&format!("/api/v1/reports/progress?{query}")).await;
        let report = report.problem(400, "bad-query", &[name]);
        assert!(report.message(name).starts_with(message), "a report says the same");
    }
    let kept = reader.get("/api/v1/reports?declaration=typo").await;
    kept.problem(400, "bad-query", &["declaration"]);
    for known in ["section=16&party=TM&status=complete", "party=relevant-parties&section=0"] {
        reader.get(&format!("/api/v1/obligations?{known}")).await.expect(200);
    }
}

#[actix_web::test]
async fn all_that_is_wrong_is_named_at_once() {
    let query = "section=x&role=boss&tracked=maybe&limit=0&colour=red&as_of=never&q=!&due_after=1";
    for list in ["commitments", "obligations"] {
        let answer = reader().await.get(&format!("/api/v1/{list}?{query}")).await;
        let names = ["section", "role", "tracked", "limit", "colour", "as_of", "q", "due_after"];
        let answer = answer.problem(400, "bad-query", &names);
        assert_eq!(answer.json["detail"], "8 things are wrong; see errors.");
    }
}

#[actix_web::test]
async fn an_unknown_parameter_is_refused_by_name_everywhere() {
    let reader = reader().await;
    for path in [
        "/api/v1/declarations",
        "/api/v1/declarations/astana-2025",
        "/api/v1/declarations/astana-2025/text",
        "/api/v1/parties",
        "/api/v1/commitments",
        "/api/v1/commitments/AST25-4.3b",
        "/api/v1/commitments/AST25-4.3b/history",
        "/api/v1/commitments/AST25-4.3b/milestones",
        "/api/v1/obligations",
        "/api/v1/reports/progress",
        "/api/v1/changes",
    ] {
        reader.get(&format!("{path}?colour=red")).await.problem(400, "bad-query", &["colour"]);
    }
}

#[actix_web::test]
async fn words_of_a_list_may_have_spaces_around_them_and_be_percent_encoded() {
    let reader = reader().await;
    let plain = reader.get("/api/v1/obligations?party=KZ,KG&section=4").await.expect(200);
    for query in ["party=KZ,%20KG&section=4", "party=KZ%2CKG&section=+4", "party=KZ,,KG&section=4,"]
    {
        let same = reader.get(&format!("/api/v1/obligations?{query}")).await.expect(200);
        assert_eq!(same.json["items"], plain.json["items"], "{query}");
    }
}

/// The codes of the items found by words.
async fn found(words: &str) -> Vec<String> {
    let words: String = percent(words);
    let items = all(&reader().await, &format!("/api/v1/commitments?tracked=all&q={words}")).await;
    items.iter().map(|item| item["code"].as_str().unwrap().to_owned()).collect()
}

fn percent(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}

/// The codes of the items of which a plain reading finds one of these in a title or quote.
async fn holding(any: &[&str]) -> Vec<String> {
    let items = commitments().await;
    let holds = |item: &&Value| {
        let text = format!("{} {}", item["quote"], item["title"]).to_lowercase();
        any.iter().any(|words| text.contains(words))
    };
    items.iter().filter(holds).map(|item| item["code"].as_str().unwrap().to_owned()).collect()
}

#[actix_web::test]
async fn chinese_words_are_found_from_two_characters() {
    for words in ["论坛", "峰会", "中亚", "和平与信任", "上海合作组织", "阿什哈巴德"]
    {
        let wanted = holding(&[words]).await;
        assert!(!wanted.is_empty(), "{words} stands nowhere");
        assert_eq!(found(words).await, wanted, "{words}");
    }
    assert_eq!(found("论坛 和平").await, found("和平 论坛").await);
    assert_eq!(found("龘龘").await, Vec::<String>::new());
}

#[actix_web::test]
async fn a_single_chinese_character_is_found_too() {
    for words in ["坛", "水", "铁"] {
        assert_eq!(found(words).await, holding(&[words]).await, "{words}");
    }
}

#[actix_web::test]
async fn english_words_are_found_in_other_forms() {
    let forum = holding(&["forum"]).await;
    assert!(!forum.is_empty());
    assert_eq!(found("forum").await, forum);
    assert_eq!(found("forums").await, forum);
    assert_eq!(found("FORUM").await, forum);
    assert!(found("summits").await.contains(&"AST25-16.2a".to_owned()));
    assert!(found("peaceful trusting").await.contains(&"AST25-4.3b".to_owned()));
    assert_eq!(found("unheardofword").await, Vec::<String>::new());
}

#[actix_web::test]
async fn russian_words_are_found_in_other_forms() {
    for words in ["форум", "форумы", "форумом", "ФОРУМА"] {
        assert!(found(words).await.contains(&"AST25-4.3b".to_owned()), "{words}");
    }
    assert_eq!(found("саммитами").await, found("саммит").await);
    assert_eq!(found("небывальщина").await, Vec::<String>::new());
}

#[actix_web::test]
async fn all_words_must_be_there_whatever_their_language() {
    let both = found("论坛 Ashgabat").await;
    assert_eq!(both, ["AST25-4.3b"]);
    assert_eq!(found("форум Ashgabat 论坛").await, both);
    assert_eq!(found("论坛 Bishkek").await, Vec::<String>::new());
    assert_eq!(found("\"peace and trust\" forum").await, both);
    assert!(!found("summit").await.is_empty());
    assert!(!found("summit -Tianjin").await.contains(&"AST25-4.8b".to_owned()));
}

#[actix_web::test]
async fn an_item_is_found_by_its_code_and_by_a_number_in_it() {
    assert_eq!(found("AST25-4.3b").await, ["AST25-4.3b"]);
    assert!(found("78/266").await.contains(&"AST25-4.3a".to_owned()));
}

#[actix_web::test]
async fn no_words_break_the_search() {
    for words in [
        "'",
        "a'b",
        "\\",
        "a & b | !c",
        "(论坛",
        "论坛)",
        ":*",
        "a:*",
        "<->",
        "a <2> b",
        "--",
        "%",
        "论'坛",
        "\u{1F600} forum",
        "İ",
        "ß",
        "x\ty",
        "\"",
        "or",
        "OR forum",
    ] {
        let reader = reader().await;
        let path = format!("/api/v1/obligations?q={}", percent(words));
        let answer = reader.get(&path).await;
        assert!(matches!(answer.status, 200 | 400), "{words}: {}", answer.text);
    }
    let long = percent(&"长".repeat(200));
    reader().await.get(&format!("/api/v1/obligations?q={long}")).await.expect(200);
    let longer = percent(&"长".repeat(201));
    let answer = reader().await.get(&format!("/api/v1/obligations?q={longer}")).await;
    answer.problem(400, "bad-query", &["q"]);
}

#[actix_web::test]
async fn a_search_goes_with_every_other_filter() {
    let reader = reader().await;
    let q = percent("论坛");
    let path = format!("/api/v1/obligations?q={q}&timeliness=overdue&as_of=2026-01-15");
    let list = reader.get(&path).await.expect(200);
    assert!(list.each("/commitment/code").contains(&"AST25-4.3b".to_owned()));
    let none = format!("/api/v1/obligations?q={q}&timeliness=overdue&as_of=2025-01-15");
    assert_eq!(reader.get(&none).await.expect(200).items().len(), 0);
}
