//! The review: why a decision was refused is told in the reader's language, and what was written
//! stays.

use serde_json::{Value, json};
use summit_ledger::domain::user::UserRole;
use summit_ledger::language::Language;

use crate::site::{Page, Visitor};
use crate::support::http::Client;
use crate::world::{World, item};

const ITEM: &str = "AST25-12.7b";

/// Two edits that clash, made offline; gives the conflict's id.
async fn clash(editor: &Client, theirs: Value, yours: Value) -> String {
    let version = editor.get(&item(ITEM)).await.expect(200).json["version"].clone();
    let edit = |id: &str, body: Value| {
        let id = format!("{id}-{version}");
        json!({
            "id": id, "kind": "patch_commitment", "target": {"commitment": ITEM},
            "base_version": version, "body": body, "made_at": "2026-01-10T08:00:00Z"
        })
    };
    let operations = [edit("theirs", theirs), edit("yours", yours)];
    let body = json!({"node": "laptop", "operations": operations});
    let done = editor.post("/api/v1/sync/push", &body).await.expect(200);
    let id = done.json.pointer("/outcomes/1/conflicts/0/id").and_then(Value::as_str);
    id.unwrap_or_else(|| panic!("{}", done.text)).to_owned()
}

struct Desk {
    world: World,
    laptop: Client,
    editor: Visitor,
}

async fn desk() -> Desk {
    let world = World::new().await;
    let laptop = world.user("laptop", UserRole::Editor, None).await;
    let editor = Visitor::signed_in(&world, "edil", UserRole::Editor, None).await;
    Desk { world, laptop, editor }
}

async fn decide(visitor: &Visitor, lang: &str, id: &str, fields: &[(&str, &str)]) -> Page {
    visitor.post(&format!("/review/conflicts/{id}?lang={lang}"), fields).await
}

#[actix_web::test]
async fn what_would_be_right_is_told_of_every_field() {
    let Desk { laptop, editor, world: _world } = desk().await;
    let long = "x".repeat(2_001);
    // All of them first: to decide one is to edit the item. Each is of another group of fields.
    let coding = |note: &str, topic: &str, goal: u8, strength: &str| json!({"note": note, "topics": [topic], "sdgs": [goal], "strength": strength});
    let theirs = coding("A", "water", 1, "undertaking");
    let coding = clash(&laptop, theirs, coding("B", "peace", 2, "decision")).await;
    let title = |en: &str| json!({"title": {"en": en}});
    let title = clash(&laptop, title("A"), title("B")).await;
    let due = |edtf: &str| json!({"deadline": {"edtf": edtf}});
    let deadline = clash(&laptop, due("2026"), due("2027")).await;
    let text = json!({"quote_start": null, "quote": null, "verb": "x"});
    let text = clash(&laptop, text, json!({"verb": "y"})).await;
    let cases: &[(&str, &str, &str)] = &[
        (&coding, "note", &long),
        (&coding, "topics", "nothing"),
        (&coding, "sdgs", "99"),
        (&coding, "sdgs", "{"),
        (&title, "title.en", &long),
        (&deadline, "deadline.edtf", "soon"),
        (&text, "quote", "Not so."),
    ];
    for (id, field, bad) in cases {
        for lang in ["ru", "zh", "en"] {
            let value = format!("value.{field}");
            let page = decide(&editor, lang, id, &[("keep", "value"), (&value, bad)]).await;
            let page = page.expect(422);
            let faults = page.texts("[role=alert] .fault");
            let first = lang.parse::<Language>().unwrap().texts().text("web-review-invalid");
            assert!(faults.len() >= 2 && faults[0] == first, "{field} {lang}: {faults:?}");
            if lang != "en" {
                page.has_no_english("[role=alert]");
            }
            let css = format!("[id='{id}'] textarea[name='{value}']");
            let kept = page.each(&css, |one| one.text().collect::<String>());
            assert_eq!(kept, [bad.to_owned()], "what was written stays");
        }
    }
}

#[actix_web::test]
async fn what_became_of_it_meanwhile_is_told_and_can_then_be_decided() {
    let Desk { laptop, editor, world } = desk().await;
    let id = clash(&laptop, json!({"note": "Theirs"}), json!({"note": "Yours"})).await;
    let present = laptop.get(&item(ITEM)).await.expect(200);
    let patch = laptop.call(reqwest::Method::PATCH, &item(ITEM)).header("If-Match", present.etag());
    patch.json(&json!({"note": "Newer"})).send().await.expect(200);
    for lang in ["ru", "zh", "en"] {
        let page = decide(&editor, lang, &id, &[("keep", "yours")]).await.expect(409);
        assert_eq!(page.texts("[role=alert] .fault").len(), 1);
        if lang != "en" {
            page.has_no_english("[role=alert]");
        }
        if lang == "en" {
            // Having been told, the editor decides about what is there now.
            let version = page.value(".conflict input[name=version]");
            let fields = [("keep", "yours"), ("version", version.as_str())];
            decide(&editor, lang, &id, &fields).await.expect(303);
        }
    }
    let now = world.anybody.get(&item(ITEM)).await.expect(200);
    assert_eq!(now.json["note"], "Yours");
    // Decided, it is among the open ones no more; the page says why nothing was done.
    for lang in ["ru", "zh"] {
        let page = decide(&editor, lang, &id, &[("keep", "theirs")]).await.expect(409);
        assert_eq!(page.texts("main > .fault[role=alert]").len(), 1);
        page.has_no_english("main > .fault");
    }
}

#[actix_web::test]
async fn bad_decisions_are_told_in_the_readers_language_too() {
    let Desk { laptop, editor, world } = desk().await;
    let id = clash(&laptop, json!({"note": "Theirs"}), json!({"note": "Yours"})).await;
    let viewer = Visitor::signed_in(&world, "viewer", UserRole::Viewer, None).await;
    for lang in ["ru", "zh"] {
        for fields in [&[("keep", "nothing")], &[("note", "x")], &[("keep", "theirs\0")]] {
            let page = decide(&editor, lang, &id, fields).await.expect(422);
            assert!(!page.texts("[role=alert] .fault").is_empty());
            page.has_no_english("[role=alert]");
        }
        let path = format!("/review/conflicts/{id}?lang={lang}");
        let page = editor.send(&path, &[("keep", "theirs"), ("csrf", "old")]).await.expect(403);
        assert_eq!(page.texts("[role=alert] .fault").len(), 1);
        page.has_no_english("[role=alert]");
        decide(&viewer, lang, &id, &[("keep", "theirs")]).await.expect(403).has_no_english("main");
        decide(&editor, lang, "x", &[("keep", "theirs")]).await.expect(404).has_no_english("main");
    }
    let page = editor.get("/review?lang=en").await.expect(200);
    assert_eq!(page.texts(".conflict").len(), 1, "it is open still");
}

#[actix_web::test]
async fn what_clashes_is_told_in_words_and_marked() {
    let Desk { laptop, editor, world: _world } = desk().await;
    let title = |en: &str| json!({"title": {"en": en}});
    let title = clash(&laptop, title("A festival in Osh"), title("A festival in Bishkek")).await;
    let owed = |role: &str, other: &str| json!({"obligations": [{"party": "KG", "role": role}, {"party": other, "role": "participant"}]});
    let owed = clash(&laptop, owed("host", "KZ"), owed("lead", "UZ")).await;
    let due = |edtf: &str| json!({"deadline": {"edtf": edtf}});
    let deadline = clash(&laptop, due("2026-08"), due("2027")).await;
    let coding = |topic: &str, goal: u8, strength: &str| {
        json!({"topics": [topic], "sdgs": [goal], "strength": strength,
               "related": [{"item": "AST25-4.8a", "how": "follows_up"}],
               "refs": [{"kind": "treaty", "en": "A treaty", "ru": "Договор"}]})
    };
    let yours = coding("food-security", 2, "decision");
    let coding = clash(&laptop, coding("water", 1, "undertaking"), yours).await;
    let cell = |page: &Page, id: &str, css: &str| page.texts(&format!("[id='{id}'] .values {css}"));

    let page = editor.get("/review?lang=ru").await.expect(200);
    for text in page.texts(".values tbody") {
        assert!(!text.contains(['{', '[', '_']), "it is for no programmer: {text}");
    }
    let lines = cell(&page, &title, "td:nth-of-type(1) p");
    assert!(lines[0].starts_with("Русский") && lines.len() == 3, "{lines:?}");
    assert!(lines.iter().any(|line| line.starts_with("English")), "{lines:?}");
    assert_eq!(
        page.each(&format!("[id='{title}'] .values td:nth-of-type(2) p"), |one| {
            one.attr("lang").unwrap().to_owned()
        }),
        ["ru", "en", "zh"]
    );
    let theirs = cell(&page, &title, "td:nth-of-type(2) ins").join(" ");
    let yours = cell(&page, &title, "td:nth-of-type(3) ins").join(" ");
    assert!(theirs.contains("Osh") && yours.contains("Bishkek"), "{theirs}, {yours}");

    let theirs = cell(&page, &owed, "td:nth-of-type(2) p");
    assert!(
        theirs.contains(&"Казахстан: поддерживающая сторона участник".to_owned()),
        "{theirs:?}"
    );
    let added = cell(&page, &owed, "td:nth-of-type(3) ins");
    assert_eq!(added, ["ответственный исполнитель", "участник"]);
    let removed = cell(&page, &owed, "td:nth-of-type(3) del");
    assert!(removed.contains(&"принимающая сторона".to_owned()), "{removed:?}");

    let theirs = cell(&page, &deadline, "td:nth-of-type(2)");
    assert!(theirs[0].contains("август 2026 г. (2026-08)"), "{theirs:?}");
    let yours = cell(&page, &coding, "td:nth-of-type(3)").join(" ");
    for word in
        ["решение", "продовольственная безопасность", "цель 2", "продолжает AST25-4.8a", "договор"]
    {
        assert!(yours.contains(word), "{word}: {yours}");
    }
    // The columns that say what the base says are told apart in words.
    for (lang, known) in [("en", "Kazakhstan"), ("zh", "哈萨克斯坦")] {
        let page = editor.get(&format!("/review?lang={lang}")).await.expect(200);
        assert!(cell(&page, &owed, "td:nth-of-type(2)")[0].contains(known));
    }
}

#[actix_web::test]
async fn a_third_title_is_written_language_by_language() {
    let Desk { laptop, editor, world } = desk().await;
    let title = |en: &str| json!({"title": {"en": en}});
    let id = clash(&laptop, title("In Osh"), title("In Bishkek")).await;
    let page = editor.get("/review").await.expect(200);
    let names = page.each(".conflict textarea", |one| one.attr("name").unwrap().to_owned());
    assert_eq!(names, ["value.title.en", "value.title.ru", "value.title.zh"]);
    let fields = [
        ("keep", "value"),
        ("value.title.en", "In Naryn"),
        ("value.title.ru", "В Нарыне"),
        ("value.title.zh", "在纳伦"),
    ];
    decide(&editor, "en", &id, &fields).await.expect(303);
    let now = world.anybody.get(&item(ITEM)).await.expect(200);
    assert_eq!(now.json["title"], json!({"en": "In Naryn", "ru": "В Нарыне", "zh": "在纳伦"}));
    let history = editor.get(&format!("/commitments/{ITEM}?lang=ru")).await.expect(200);
    let history = history.texts("section[aria-labelledby=history]").join(" ");
    assert!(
        history.contains("English : In Naryn") || history.contains("English: In Naryn"),
        "{history}"
    );
}
