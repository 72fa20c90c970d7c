//! Signing in and out, choosing a password, deciding a conflict, keeping a report.

use serde_json::json;
use summit_ledger::actions::create_first_admin::create_first_admin;
use summit_ledger::domain::user::UserRole;

use crate::browser::{Browser, DESK, NO_SCRIPT, browse};
use crate::world::World;

#[actix_web::test]
async fn the_first_admin_chooses_a_password_and_makes_a_user_who_signs_in() {
    let world = World::new().await;
    let made = world.db().write(async |conn| create_first_admin(conn).await).await.unwrap();
    let link = made.expect("there was nobody").link.path();
    browse(&world.service.url, NO_SCRIPT, async |browser: Browser| {
        browser.go(&link).await;
        let choose = async |first: &str, again: &str| {
            browser.one("input[name=password]").await.send_keys(first).await.unwrap();
            browser.one("input[name=again]").await.send_keys(again).await.unwrap();
            browser.press("main button").await;
        };
        choose("short", "short").await;
        assert!(browser.text(".fault").await.contains("too short"));
        choose("a brown horse of Talas", "a brown horse of Talas").await;
        browser.path_becomes("/").await;
        assert!(browser.text(".who").await.contains("admin"));
        browser.go(&link).await;
        assert!(browser.text("main").await.contains("used already"));

        browser.go("/settings").await;
        browser.press("#users details summary").await;
        browser.one("#users details input[name=name]").await.send_keys("aida").await.unwrap();
        browser.press("#users select[name=role] option[value=analyst]").await;
        browser.press("#users details button").await;
        assert!(browser.text("#users .fault").await.contains("Choose the party or group"));
        browser.press("#users select[name=party] option[value=KG]").await;
        browser.press("#users details button").await;
        let address = browser.text(".once code").await;
        browser.press(".out button").await;
        browser.path_becomes("/").await;
        assert!(browser.text("#said").await.contains("signed out"));

        browser.driver.goto(&address).await.unwrap();
        choose("felt hats and wide steppes", "felt hats and wide steppes").await;
        browser.path_becomes("/").await;
        browser.press(".out button").await;
        // Going on at once would break the signing out off.
        browser.address_has("said=signed-out").await;
        browser.go("/sign-in?to=/settings").await;
        let sign_in = async |password: &str| {
            let name = browser.one("input[name=name]").await;
            name.clear().await.unwrap();
            name.send_keys("aida").await.unwrap();
            browser.one("input[name=password]").await.send_keys(password).await.unwrap();
            browser.press("form.card > button").await;
        };
        sign_in("felt hats and wide steppe").await;
        assert!(browser.text("#fault").await.contains("not known"));
        sign_in("felt hats and wide steppes").await;
        browser.path_becomes("/settings").await;
        assert!(browser.text(".kicker").await.contains("aida"));
    })
    .await;
}

#[actix_web::test]
async fn two_editors_collide_and_one_decides() {
    let world = World::new().await;
    let editor = world.editor().await;
    let operation = |id: &str, note: &str| {
        json!({
            "id": id, "kind": "patch_commitment", "target": {"commitment": "AST25-12.7b"},
            "base_version": 1, "body": {"note": note}, "made_at": "2026-01-10T08:00:00Z",
        })
    };
    let operations = [operation("1", "In Osh."), operation("2", "In Bishkek.")];
    let push = json!({"node": "a laptop", "operations": operations});
    editor.post("/api/v1/sync/push", &push).await.expect(200);
    browse(&world.service.url, DESK, async |browser: Browser| {
        browser.go("/review").await;
        assert_eq!(browser.count(".conflict button").await, 0, "nobody decides who may not");
        browser.sign_in(&world, "erlan", UserRole::Editor, None).await;
        browser.go("/review").await;
        let card = browser.text(".conflict").await;
        assert!(card.contains("In Osh.") && card.contains("In Bishkek."), "{card}");
        browser.press(".conflict details summary").await;
        let field = browser.one("textarea[name='value.note']").await;
        field.clear().await.unwrap();
        field.send_keys("In Osh and in Bishkek.").await.unwrap();
        browser.press(".conflict details button").await;
        browser.one("#said p").await;
        assert!(browser.text("main").await.contains("No conflict is open."));
        browser.go("/review?state=resolved").await;
        assert!(browser.text(".conflict").await.contains("erlan"));
        browser.assert_clean("review").await;
    })
    .await;
    let item = world.anybody.get("/api/v1/commitments/AST25-12.7b").await.expect(200);
    assert_eq!(item.json["note"], "In Osh and in Bishkek.");
}

#[actix_web::test]
async fn a_report_is_chosen_taken_and_kept() {
    let world = World::new().await;
    browse(&world.service.url, NO_SCRIPT, async |browser: Browser| {
        browser.sign_in(&world, "vera", UserRole::Viewer, None).await;
        browser.go("/reports?as_of=2026-01-15").await;
        browser.press("input[name=party][value=KG]").await;
        browser.press("input[name=party][value=KZ]").await;
        browser.press(".choose > button").await;
        browser.address_has("party=KZ&party=KG").await;
        browser.one("input[value=KG]:checked").await;
        for link in browser.driver.find_all(thirtyfour::By::Css(".forms a")).await.unwrap() {
            let address = link.attr("href").await.unwrap().unwrap();
            let answer = world.anybody.get(&address).await;
            assert_eq!(answer.status, 200, "{address}");
        }
        browser.press(".keep button").await;
        browser.one("#said p").await;
        assert_eq!(browser.count("tbody tr").await, 1);
        let signed = browser.one("tbody a").await.attr("href").await.unwrap().unwrap();
        let kept = world.anybody.get(&signed).await.expect(200);
        assert_eq!(kept.json["report"]["scope"]["parties"], json!(["KZ", "KG"]));
    })
    .await;
}
