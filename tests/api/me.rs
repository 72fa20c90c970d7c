//! Whose token it is.

use serde_json::json;
use summit_ledger::domain::user::UserRole;

use crate::world::World;

#[actix_web::test]
async fn a_token_tells_who_one_is_and_on_which_basis_one_files() {
    let world = World::new().await;
    let me = world.analyst("KG").await.get("/api/v1/me").await;
    let expected =
        json!({"name": "analyst-KG", "role": "analyst", "party": "KG", "basis": "declared"});
    assert_eq!((me.status, &me.json), (200, &expected));
    let me = world.assessor().await.get("/api/v1/me").await;
    assert_eq!(me.json["basis"], "assessed");
    let me = world.user("vera", UserRole::Viewer, None).await.get("/api/v1/me").await;
    let expected = json!({"name": "vera", "role": "viewer", "party": null, "basis": null});
    assert_eq!(me.json, expected);
    let wrong = world.anybody.get("/api/v1/me").await;
    assert_eq!(wrong.status, 401);
    let wrong = world.editor().await.get("/api/v1/me?x=1").await;
    assert_eq!(wrong.status, 400);
}
