//! An analyst's day: find what is overdue, file updates with evidence, see the numbers move.

use serde_json::json;
use summit_ledger::domain::user::UserRole;
use thirtyfour::{By, Key};

use crate::browser::{Browser, DESK, NO_SCRIPT, browse};
use crate::world::World;

const FORM: &str = "/commitments/AST25-12.7b/obligations/KG/update";

/// A date field takes its value from the keyboard in the order of the browser's own country.
async fn set(browser: &Browser, css: &str, value: &str) {
    let field = browser.one(css).await;
    let script = "arguments[0].value = arguments[1];
        arguments[0].dispatchEvent(new Event('input', {bubbles: true}))";
    let arguments = vec![field.to_json().unwrap(), json!(value)];
    browser.driver.execute(script, arguments).await.unwrap();
}

async fn write(browser: &Browser, css: &str, text: &str) {
    browser.one(css).await.send_keys(text).await.unwrap();
}

/// The number that stands first in what a link says.
async fn number(browser: &Browser, css: &str) -> u64 {
    let text = browser.text(css).await;
    let digits: String = text.chars().skip_while(|c| !c.is_ascii_digit()).collect();
    let digits: String = digits.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().unwrap_or_else(|_| panic!("{css} says {text:?}"))
}

/// Fills in that the festival was held, with a link to what says so.
async fn festival(browser: &Browser) {
    browser.press("input[name=status][value=complete]").await;
    set(browser, "#as_of", "2025-09-01").await;
    set(browser, "#done_on", "2025-08-20").await;
    write(browser, "#narrative", "The festival was held. 节日已举行。").await;
    write(browser, "input[name=evidence-0-url]", "https://example.org/festival").await;
    write(browser, "input[name=evidence-0-title]", "Festival report").await;
}

#[actix_web::test]
async fn an_overdue_item_is_found_updated_with_evidence_and_the_numbers_move() {
    let world = World::new().await;
    browse(&world.service.url, DESK, async |browser: Browser| {
        browser.sign_in(&world, "aida", UserRole::Analyst, Some("KG")).await;
        let overdue = "main a[href*='timeliness=overdue']";
        browser.go("/").await;
        let before = number(&browser, overdue).await;
        browser.press(overdue).await;
        browser.path_becomes("/obligations").await;
        browser.press("a[href*='/commitments/AST25-12.7b']").await;
        browser.path_becomes("/commitments/AST25-12.7b").await;
        browser.press("a[href*='update']").await;
        festival(&browser).await;
        browser.press(".file button").await;
        browser.one("#said p").await;
        let item = browser.text("main").await;
        assert!(item.contains("The festival was held. 节日已举行。"), "{item}");
        let link = browser.one("a[href='https://example.org/festival']").await;
        assert_eq!(link.attr("rel").await.unwrap().as_deref(), Some("noopener noreferrer"));
        browser.assert_clean("the item").await;

        browser.go("/").await;
        assert_eq!(number(&browser, overdue).await, before - 1);
        browser.go("/reports?party=KG").await;
        assert!(browser.text(".preview").await.contains("Reported: 1 of"));
    })
    .await;
    let item = world.anybody.get("/api/v1/commitments/AST25-12.7b").await.expect(200);
    let obligations = item.json["obligations"].as_array().unwrap();
    let kg = obligations.iter().find(|one| one["party"] == "KG").unwrap();
    assert_eq!(kg["timeliness"], "done_on_time");
}

#[actix_web::test]
async fn all_of_it_is_done_from_the_keyboard() {
    let world = World::new().await;
    browse(&world.service.url, DESK, async |browser: Browser| {
        browser.sign_in(&world, "aida", UserRole::Analyst, Some("KG")).await;
        let press = async |keys: &str| {
            for key in keys.chars() {
                browser.driver.action_chain().send_keys(key.to_string()).perform().await.unwrap();
            }
        };
        browser.go("/").await;
        press("?").await;
        assert!(browser.text("dialog[open]").await.contains("My return"));
        let close = browser.driver.action_chain().send_keys(Key::Escape);
        close.perform().await.unwrap();
        press("gm").await;
        browser.path_becomes("/my-return").await;
        let reported = number(&browser, "#progress").await;
        press("jju").await;
        browser.one(".update-form").await;
        // The first digit chooses a status, Tab goes on to the fields.
        press("2").await;
        browser.one("input[name=status]:checked").await;
        let focused = "return document.activeElement.name";
        let tab =
            async || browser.driver.action_chain().send_keys(Key::Tab).perform().await.unwrap();
        let mut steps = 0;
        loop {
            tab().await;
            let name = browser.driver.execute(focused, Vec::new()).await.unwrap();
            if name.json() == &json!("narrative") {
                break;
            }
            steps += 1;
            assert!(steps < 20, "the narrative is not to be reached");
        }
        press("Prepared.").await;
        let file = browser.driver.action_chain().key_down(Key::Control).send_keys(Key::Enter);
        file.key_up(Key::Control).perform().await.unwrap();
        browser.one("#said p").await;
        browser.go("/my-return").await;
        assert_eq!(number(&browser, "#progress").await, reported + 1);
        browser.assert_clean("my return").await;
    })
    .await;
}

#[actix_web::test]
async fn without_a_script_faults_stand_beside_their_fields_and_nothing_typed_is_lost() {
    let world = World::new().await;
    browse(&world.service.url, NO_SCRIPT, async |browser: Browser| {
        browser.sign_in(&world, "aida", UserRole::Analyst, Some("KG")).await;
        browser.go(&format!("{FORM}?lang=ru")).await;
        browser.press("input[name=status][value=complete]").await;
        write(&browser, "#narrative", "Фестиваль состоялся.").await;
        write(&browser, "input[name=evidence-1-url]", "example.org").await;
        browser.press(".file button").await;
        assert!(!browser.text("#fault-done_on").await.is_empty());
        assert_eq!(browser.text("#narrative").await, "Фестиваль состоялся.");
        let described = browser.one("#done_on").await.attr("aria-describedby").await.unwrap();
        assert!(described.unwrap().contains("fault-done_on"));
        assert!(browser.count("input[type=url][aria-invalid], input[aria-invalid]").await >= 2);
    })
    .await;
    // Only with a script can the rules be run.
    browse(&world.service.url, DESK, async |browser: Browser| {
        browser.sign_in(&world, "aibek", UserRole::Analyst, Some("KG")).await;
        browser.go(FORM).await;
        browser.press(".file button").await;
        assert!(!browser.text("#fault-status").await.is_empty());
        browser.assert_accessible("the form with faults").await;
    })
    .await;
}

#[actix_web::test]
async fn a_form_that_others_were_quicker_than_says_so_and_is_filed_all_the_same() {
    let world = World::new().await;
    let kg = world.analyst("KG").await;
    browse(&world.service.url, DESK, async |browser: Browser| {
        browser.sign_in(&world, "aida", UserRole::Analyst, Some("KG")).await;
        browser.go(FORM).await;
        festival(&browser).await;
        let other = json!({
            "basis": "declared", "status": "in_progress", "as_of": "2025-07-01",
            "narrative": "Tents are being put up.",
        });
        let updates = "/api/v1/commitments/AST25-12.7b/obligations/KG/updates";
        kg.post(updates, &other).await.expect(201);
        browser.press(".file button").await;
        assert!(browser.text(".meanwhile").await.contains("Tents are being put up."));
        assert!(browser.text("#narrative").await.contains("节日已举行"));
        browser.press(".file button").await;
        browser.one("#said p").await;
    })
    .await;
    let history = world.anybody.get("/api/v1/commitments/AST25-12.7b/history").await.expect(200);
    let text = history.json.to_string();
    assert!(text.contains("Tents are being put up.") && text.contains("节日已举行"));
}

#[actix_web::test]
async fn what_may_not_be_filed_is_shown_and_carried_to_somebody_else() {
    let world = World::new().await;
    browse(&world.service.url, DESK, async |browser: Browser| {
        browser.sign_in(&world, "aida", UserRole::Analyst, Some("KG")).await;
        browser.go(FORM).await;
        browser.press("input[name=status][value=stalled]").await;
        write(&browser, "#narrative", "Фестиваль отложен.").await;
        world.sql("UPDATE users SET party = 'KZ'").await;
        browser.press(".file button").await;
        assert!(browser.text("#barred").await.contains("Фестиваль отложен."));
        browser.assert_accessible("what may not be filed").await;
        // The buttons come before the hidden field that says the same of the form by itself.
        browser.press(".languages button[lang=zh]").await;
        assert!(browser.text(".notice-line").await.contains("无权填报"));
        browser.press("#barred button[value=other]").await;
        let typed = browser.one("#sign-in input[name='typed.narrative']").await;
        assert_eq!(typed.value().await.unwrap().as_deref(), Some("Фестиваль отложен."));
    })
    .await;
    let history = world.anybody.get("/api/v1/commitments/AST25-12.7b/history").await.expect(200);
    assert!(!history.json.to_string().contains("Фестиваль отложен."), "nothing was filed");
}

#[actix_web::test]
async fn a_draft_outlives_the_page() {
    let world = World::new().await;
    browse(&world.service.url, DESK, async |browser: Browser| {
        browser.sign_in(&world, "aida", UserRole::Analyst, Some("KG")).await;
        browser.go(FORM).await;
        festival(&browser).await;
        browser.go("/").await;
        browser.go(FORM).await;
        assert_eq!(browser.one("#narrative").await.value().await.unwrap().as_deref(), Some(""));
        browser.press("[data-restore]").await;
        let narrative = browser.one("#narrative").await.value().await.unwrap().unwrap();
        assert!(narrative.contains("节日已举行"), "{narrative}");
        browser.press(".file button").await;
        browser.one("#said p").await;
        browser.go(FORM).await;
        assert!(!browser.one(".draft-offer").await.is_displayed().await.unwrap());
    })
    .await;
}

#[actix_web::test]
async fn many_are_updated_at_once_and_taken_back() {
    let world = World::new().await;
    browse(&world.service.url, DESK, async |browser: Browser| {
        browser.sign_in(&world, "bolat", UserRole::Assessor, None).await;
        let list = "/obligations?party=KG&role=host,lead,participant";
        browser.go(list).await;
        let rows = browser.count("input[name=chosen]").await;
        assert!(rows >= 2, "{rows} rows");
        for row in browser.driver.find_all(By::Css("input[name=chosen]")).await.unwrap() {
            row.scroll_into_view().await.unwrap();
            row.click().await.unwrap();
        }
        browser.press("#chosen button").await;
        browser.path_becomes("/obligations/update").await;
        browser.press("input[name=status][value=in_progress]").await;
        write(&browser, "textarea[name=narrative]", "Seen to be under way.").await;
        browser.press("form.bulk button:not(.plain)").await;
        browser.press("button[formaction='/obligations/update/file']").await;
        browser.path_begins("/obligations/update/filed/").await;
        browser.assert_clean("the outcome").await;
        browser.assert_accessible("the outcome").await;
        browser.go(&format!("{list}&status=in_progress")).await;
        assert_eq!(browser.count("tbody [data-row], tbody tr").await, rows);
        browser.driver.back().await.unwrap();
        browser.press("form[action='/obligations/update/undo'] button").await;
        // It is the same address, where nothing is left to be taken back.
        browser.one("main form:not(:has(button))").await;
        assert!(browser.text("h1").await.ends_with("taken back"));
        browser.go(&format!("{list}&status=in_progress")).await;
        assert_eq!(browser.count("tbody [data-row], tbody tr").await, 0);
    })
    .await;
    // Nothing is deleted: both the updates and what took them back are there.
    let history = world.anybody.get("/api/v1/commitments/AST25-12.7b/history").await.expect(200);
    let text = history.json.to_string();
    assert!(text.contains("Seen to be under way.") && text.contains("withdrawn"), "{text}");
}
