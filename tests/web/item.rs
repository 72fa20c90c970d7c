//! The page of a commitment: its text, who owes what, what was said, and what was done.

use serde_json::json;
use summit_ledger::domain::user::UserRole;

use crate::site::{Page, Visitor};
use crate::world::{World, assessed, declared, done, item, updates, with};

/// Nothing of a page is the bare key of a text.
#[track_caller]
pub fn has_its_words(page: &Page) {
    let bare = |word: &&str| {
        word.starts_with("web-") || word.starts_with("status-") || word.starts_with("strength-")
    };
    let text = page.texts("body").join(" ");
    let missing: Vec<&str> = text.split_whitespace().filter(bare).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[actix_web::test]
async fn an_item_is_told_in_the_language_of_its_reader() {
    let world = World::new().await;
    let visitor = Visitor::new(&world);
    for (lang, month, host) in [
        ("en", "August 2025", "Kyrgyzstan host"),
        ("ru", "август 2025 г.", "Кыргызстан принимающая сторона"),
        ("zh", "2025年8月", "吉尔吉斯斯坦 主办方"),
    ] {
        let page = visitor.get(&format!("/commitments/AST25-12.7b?lang={lang}")).await.expect(200);
        has_its_words(&page);
        assert!(page.texts(".facts").join(" ").contains(&format!("{month} 2025-08")), "{lang}");
        assert_eq!(page.texts(".owed tbody th").len(), 6, "{lang}");
        assert!(page.texts(".owed tbody th").contains(&host.to_owned()), "{lang}: {host}");
        // The quote is marked in the text that it is taken from; translations stand beside it.
        let marked = page.each("mark", |mark| {
            let text: String = mark.text().collect();
            let parent = mark.parent().and_then(scraper::ElementRef::wrap).unwrap();
            (text, parent.attr("lang").unwrap_or_default().to_owned())
        });
        let quote = "支持吉方2025年8月举办山地青年国际艺术节";
        assert_eq!(marked, [(quote.to_owned(), "zh".to_owned())], "{lang}");
        let columns = page.each(".column p", |column| column.attr("lang").unwrap().to_owned());
        let mut wanted = vec!["zh"];
        wanted.extend([lang, "en", "ru"].iter().filter(|other| **other != "zh").take(1));
        assert_eq!(columns.len(), 3, "{lang}");
        assert!(columns.starts_with(&wanted.iter().map(ToString::to_string).collect::<Vec<_>>()));
    }
}

#[actix_web::test]
async fn ties_lead_to_the_other_item_on_the_same_day() {
    let world = World::new().await;
    let page = Visitor::new(&world).get("/commitments/AST25-4.8b?as_of=2026-01-15").await;
    let page = page.expect(200);
    let links = page.each(".ties a", |link| link.attr("href").unwrap().to_owned());
    assert_eq!(links[0], "/commitments/AST25-4.8a?as_of=2026-01-15");
    assert!(
        page.texts(".ties")[0].starts_with("is part of AST25-4.8a"),
        "{:?}",
        page.texts(".ties")
    );
    // Nobody who has not signed in is offered a form.
    assert!(page.texts("[data-update]").is_empty());
}

#[actix_web::test]
async fn declared_and_assessed_stand_side_by_side_where_they_differ() {
    let world = World::new().await;
    let (kg, assessor) = (world.analyst("KG").await, world.assessor().await);
    let to = updates("AST25-12.7b", "KG");
    kg.post(&to, &declared("in_progress", "2025-09-01")).await.expect(201);
    assessor.post(&to, &assessed("stalled", "2025-10-01")).await.expect(201);
    let visitor = Visitor::new(&world);
    let at = "/commitments/AST25-12.7b?as_of=";
    let page = visitor.get(&format!("{at}2025-11-01")).await.expect(200);
    assert_eq!(
        page.texts(".sides dd"),
        ["◔ in progress as of 1 September 2025", "◫ stalled as of 1 October 2025"],
    );
    assert!(page.texts(".why")[0].contains("What was assessed counts."));
    // The party then says something else, twice, of one day.
    kg.post(&to, &done("2025-08-30", "2025-12-01")).await.expect(201);
    kg.post(&to, &declared("substantial", "2025-12-01")).await.expect(201);
    let page = visitor.get(&format!("{at}2026-01-01")).await.expect(200);
    let why = page.texts(".why").join(" ");
    assert!(why.contains("Contested.") && why.contains("To be assessed again."), "{why}");
    assert!(page.texts("#o-KG")[0].contains("123 days overdue"), "{:?}", page.texts("#o-KG"));
    // On the day before anything was said there is nothing to tell.
    let page = visitor.get(&format!("{at}2025-08-31")).await.expect(200);
    assert!(page.texts(".differs").is_empty());
    assert!(page.texts("#o-KG")[0].contains("Nobody has said anything yet."));
    assert!(page.texts(".past .tag").contains(&"about a later day, not counted here".to_owned()));
}

#[actix_web::test]
async fn the_history_tells_updates_corrections_and_edits() {
    let world = World::new().await;
    let (kg, editor) = (world.analyst("KG").await, world.editor().await);
    let to = updates("AST25-12.7b", "KG");
    let link = json!([{ "url": "https://example.org/a?b=1&c=2", "title": "Пресс-релиз <1>",
        "lang": "ru", "published_on": "2025-08-20" }]);
    let first = with(declared("in_progress", "2025-08-20"), json!({ "evidence": link }));
    let first = kg.post(&to, &first).await.expect(201).json["update"].clone();
    let back = json!({ "corrects": first, "narrative": "Not so." });
    kg.post(&to, &with(declared("withdrawn", "2025-08-21"), back)).await.expect(201);
    let etag = editor.get(&item("AST25-12.7b")).await.etag().to_owned();
    let patch = json!({ "note": "A note.", "title": { "en": "A title", "ru": "Имя", "zh": "名" } });
    editor.patch(&item("AST25-12.7b"), &etag, &patch).await.expect(200);

    let page = Visitor::new(&world).get("/commitments/AST25-12.7b").await.expect(200);
    has_its_words(&page);
    let evidence = page.each(".links a", |link| {
        let attr = |name| link.attr(name).unwrap_or_default().to_owned();
        (attr("href"), attr("rel"), attr("lang"))
    });
    let url = "https://example.org/a?b=1&c=2";
    assert_eq!(evidence, [(url.into(), "noopener noreferrer".into(), "ru".into())]);
    assert_eq!(page.texts(".links li"), ["Пресс-релиз <1> 20 August 2025"]);
    let entries = page.texts(".past > li");
    assert!(entries[0].contains("commitment: edited"), "{entries:?}");
    assert!(entries[0].contains("Note none → A note."), "{entries:?}");
    assert!(entries[0].contains("→ English: A title"), "{entries:?}");
    assert!(entries[1].contains("taken back declared takes an earlier one back Not so."));
    assert!(entries[2].contains("in progress declared corrected later"), "{entries:?}");
    // Six obligations were made at once: one entry.
    assert!(entries[3].starts_with("obligation: created China, Kazakhstan"), "{entries:?}");
    assert_eq!(entries.len(), 5, "{entries:?}");
    let corrected = page.each(".said-entry a.tag", |tag| tag.attr("href").unwrap().to_owned());
    assert_eq!(corrected[0], format!("#{}", first.as_str().unwrap()));
}

#[actix_web::test]
async fn milestones_and_open_conflicts_are_shown() {
    let world = World::new().await;
    let editor = world.editor().await;
    let title = |en: &str| json!({ "en": en, "ru": "р", "zh": "中" });
    let to = format!("{}/milestones", item("AST25-12.7b"));
    let body = json!({ "title": title("Draft"), "due": "2025-03", "done_on": "2025-03-02" });
    editor.post(&to, &body).await.expect(201);
    editor.post(&to, &json!({ "title": title("Signing"), "due": "2025-07", "party": "KG" })).await;
    world
        .sql(
            "INSERT INTO conflicts (id, entity, entity_id, commitment_id, declaration, code, \
             \"group\", base_version, base, theirs, yours, theirs_version, theirs_by, theirs_at, \
             yours_by, yours_at, made_at, node, operation, version) \
             SELECT '01980000-0000-7000-8000-000000000001', 'commitment', id, id, declaration, \
             code, 'titles', 1, '{}', '{}', '{}', 2, 'aida', now(), 'bek', now(), now(), 'n', 'o', \
             1 FROM commitments WHERE code = 'AST25-12.7b'",
        )
        .await;
    let page = Visitor::new(&world).get("/commitments/AST25-12.7b").await.expect(200);
    assert_eq!(
        page.texts(".steps li"),
        ["Draft done on 2 March 2025 2025-03", "Signing Kyrgyzstan due 31 July 2025 2025-07"],
    );
    assert_eq!(page.texts(".steps .overdue"), ["due 31 July 2025"]);
    let conflicts = page.each(".alerts a", |link| link.attr("href").unwrap().to_owned());
    assert_eq!(conflicts, ["/review#01980000-0000-7000-8000-000000000001"]);
    assert_eq!(page.texts(".alerts a"), ["Edits by aida and bek"]);
}

#[actix_web::test]
async fn a_mistyped_code_is_answered_with_those_near_it() {
    let world = World::new().await;
    let visitor = Visitor::new(&world);
    for (code, lang) in [("ast25-12.7x", "en"), ("AST25-12.7", "ru"), ("AST25-12.99a", "zh")] {
        let page = visitor.get(&format!("/commitments/{code}?lang={lang}")).await.expect(404);
        has_its_words(&page);
        let near = page.each(".near a", |link| link.attr("href").unwrap().to_owned());
        assert_eq!(near, ["/commitments/AST25-12.7b", "/commitments/AST25-12.7c"], "{code}");
    }
    let page = visitor.get("/commitments/nothing?lang=en").await.expect(404);
    assert!(page.texts(".near").is_empty());
    assert_eq!(page.texts("h1"), ["There is no commitment nothing"]);
    let editor = world.editor().await;
    let etag = editor.get(&item("AST25-12.7b")).await.etag().to_owned();
    editor.delete(&item("AST25-12.7b"), &etag).await.expect(204);
    let page = visitor.get("/commitments/AST25-12.7b?lang=en").await.expect(404);
    assert!(page.texts(".lead")[0].contains("deleted"), "{:?}", page.texts(".lead"));
}

#[actix_web::test]
async fn the_form_is_drawn_within_the_item_for_whoever_may_file() {
    let world = World::new().await;
    let kz = Visitor::signed_in(&world, "kz", UserRole::Analyst, Some("KZ")).await;
    let page = kz.get("/commitments/AST25-15.1a").await.expect(200);
    let links = page.each("[data-update]", |link| link.attr("href").unwrap().to_owned());
    assert_eq!(links.len(), 4, "one for each occurrence of the own party");
    assert_eq!(links[0], "/commitments/AST25-15.1a?update=KZ%2F2027#update");
    let page = kz.get("/commitments/AST25-15.1a?update=KZ%2F2027").await.expect(200);
    let action = page.each(".update-form", |form| form.attr("action").unwrap().to_owned());
    assert_eq!(action, ["/commitments/AST25-15.1a/obligations/KZ/2027/update"]);
    // Of another party it is not drawn, and the page is there all the same.
    let page = kz.get("/commitments/AST25-15.1a?update=KG%2F2027").await.expect(200);
    assert!(page.texts(".update-form").is_empty());
    kz.get("/commitments/AST25-15.1a?update=KZ").await.expect(404);
    kz.get("/commitments/AST25-15.1a?before=x").await.expect(400);
}
