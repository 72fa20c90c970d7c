//! What goes wrong: RFC 9457 everywhere, and nothing of the database shown.

use reqwest::Method;
use serde_json::json;

use crate::support::http::{Answer, Client};
use crate::world::{World, declared, item, reader, updates};

const FESTIVAL: &str = "AST25-12.7b";

async fn post(client: &Client, media_type: &str, body: impl Into<reqwest::Body>) -> Answer {
    let call = client.call(Method::POST, &updates(FESTIVAL, "KG"));
    call.text(media_type, body).send().await
}

#[actix_web::test]
async fn bad_json_is_shown_by_line_and_column() {
    let world = World::new().await;
    let kg = world.analyst("KG").await;
    for (body, detail) in [
        ("{\n  \"basis\": ,\n}", "Line 2, column 12: expected value."),
        ("{\"a\": 1", "Line 1, column 7: EOF while parsing an object."),
        ("", "Line 1, column 0: EOF while parsing a value."),
        ("{} {}", "Line 1, column 4: trailing characters."),
        ("[1]", "The body must be a JSON object."),
        ("null", "The body must be a JSON object."),
    ] {
        let answer = post(&kg, "application/json", body).await.problem(400, "bad-json", &[]);
        assert_eq!(answer.json["detail"], detail, "{body}");
    }
    for body in [b"{\"a\": \"\xff\"}".to_vec(), "[".repeat(1000).into_bytes()] {
        post(&kg, "application/json", body).await.problem(400, "bad-json", &[]);
    }
}

#[actix_web::test]
async fn another_media_type_is_refused() {
    let world = World::new().await;
    let kg = world.analyst("KG").await;
    let body = declared("in_progress", "2025-08-01").to_string();
    for media_type in
        ["text/plain", "application/x-www-form-urlencoded", "application/merge-patch+json", "json"]
    {
        let answer = post(&kg, media_type, body.clone()).await;
        let answer = answer.problem(415, "unsupported-media-type", &[]);
        assert_eq!(answer.json["detail"], "Send the body with Content-Type: application/json.");
    }
    let unsaid = kg.call(Method::POST, &updates(FESTIVAL, "KG")).send().await;
    unsaid.problem(415, "unsupported-media-type", &[]);
    let editor = world.editor().await;
    let call = editor.call(Method::PATCH, &item(FESTIVAL)).header("If-Match", "*");
    let answer = call.text("text/plain", "{}").send().await;
    answer.problem(415, "unsupported-media-type", &[]);
}

#[actix_web::test]
async fn too_large_a_body_is_refused() {
    let world = World::under(|settings| settings.body_limit = 2048).await;
    let kg = world.analyst("KG").await;
    let body = declared("in_progress", "2025-08-01").to_string();
    let padded = |length: usize| format!("{body}{}", " ".repeat(length - body.len()));
    post(&kg, "application/json", padded(2048)).await.expect(201);
    for length in [2049, 100_000] {
        let answer = post(&kg, "application/json", padded(length)).await;
        let answer = answer.problem(413, "too-large", &[]);
        assert_eq!(answer.json["detail"], "A body may have 2048 bytes at most.");
    }
}

#[actix_web::test]
async fn what_is_not_there_is_not_found_in_the_same_form() {
    let reader = reader().await;
    for path in [
        "/nowhere",
        "/api",
        "/api/v1",
        "/api/v1/",
        "/api/v1/nowhere",
        "/api/v2/commitments",
        "/api/v1/commitments/",
        "/api/v1/commitments/AST25-99.1a",
        "/api/v1/commitments/nonsense",
        "/api/v1/commitments/AST25-4.3b/nothing",
        "/api/v1/declarations/x",
    ] {
        reader.get(path).await.problem(404, "not-found", &[]);
    }
}

#[actix_web::test]
async fn no_path_breaks_a_query() {
    let world = World::new().await;
    let (kg, editor) = (world.analyst("KG").await, world.editor().await);
    for odd in ["%00", "a%00b", "%FF", "%2F", "%27", "%E9%BE%98", "..%2f", "%25"] {
        for path in [
            format!("/api/v1/commitments/{odd}"),
            format!("/api/v1/commitments/{odd}/history"),
            format!("/api/v1/commitments/{odd}/milestones"),
            format!("/api/v1/commitments/AST25-12.7b/milestones/{odd}"),
            format!("/api/v1/declarations/{odd}"),
            format!("/api/v1/declarations/{odd}/text"),
        ] {
            world.anybody.get(&path).await.problem(404, "not-found", &[]);
        }
        let body = declared("in_progress", "2025-08-01");
        let of_item = format!("/api/v1/commitments/{odd}/obligations/KG/updates");
        kg.post(&of_item, &body).await.problem(404, "not-found", &[]);
        let of_key = format!("/api/v1/commitments/AST25-15.1a/obligations/KG/{odd}/updates");
        kg.post(&of_key, &body).await.problem(404, "not-found", &[]);
        let path = format!("/api/v1/commitments/{odd}");
        editor.patch(&path, "*", &json!({})).await.problem(404, "not-found", &[]);
        for name in ["party", "declaration", "q"] {
            let path = format!("/api/v1/obligations?{name}=a{odd}");
            let status = world.anybody.get(&path).await.status;
            assert!(matches!(status, 200 | 400), "{path}: {status}");
        }
    }
}

#[actix_web::test]
async fn a_wrong_method_is_told_the_right_ones() {
    let world = World::new().await;
    let editor = world.editor().await;
    for (method, path, allowed) in [
        ("PUT", "/api/v1/commitments/AST25-12.7b", "GET, HEAD, PATCH, DELETE"),
        ("POST", "/api/v1/commitments/AST25-12.7b", "GET, HEAD, PATCH, DELETE"),
        ("DELETE", "/api/v1/commitments", "GET, HEAD, POST"),
        ("POST", "/api/v1/obligations", "GET, HEAD"),
        ("GET", "/api/v1/commitments/AST25-12.7b/obligations/KG/updates", "POST"),
        ("OPTIONS", "/api/v1/parties", "GET, HEAD"),
        ("POST", "/healthz", "GET, HEAD"),
    ] {
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        let answer = editor.call(method, path).send().await;
        let answer = answer.problem(405, "method-not-allowed", &[]);
        assert_eq!(answer.header("allow"), allowed, "{path}");
    }
}

#[actix_web::test]
async fn a_database_error_never_shows_its_text() {
    let world = World::new().await;
    let kg = world.analyst("KG").await;
    world.sql("ALTER TABLE updates RENAME COLUMN narrative TO story").await;
    world.sql("ALTER TABLE milestones RENAME TO stones").await;
    let call = kg.call(Method::POST, &updates(FESTIVAL, "KG")).header("X-Request-Id", "mine-1");
    let written = call.json(&declared("in_progress", "2025-08-01")).send().await;
    let read = kg.call(Method::GET, &format!("{}/milestones", item(FESTIVAL)));
    let read = read.header("X-Request-Id", "mine-2").send().await;
    for (answer, id) in [(written, "mine-1"), (read, "mine-2")] {
        let answer = answer.problem(500, "internal", &[]);
        assert_eq!(answer.header("x-request-id"), id);
        let text = answer.text.to_lowercase();
        for word in ["sql", "column", "relation", "narrative", "stone", "postgres", "diesel"] {
            assert!(!text.contains(word), "{text}");
        }
    }
}

#[actix_web::test]
async fn a_request_id_is_taken_or_given_whatever_the_answer() {
    let world = World::new().await;
    let anybody = &world.anybody;
    for (method, path, status) in [
        ("GET", "/healthz", 200),
        ("GET", "/api/v1/parties", 200),
        ("GET", "/api/v1/parties?x=1", 400),
        ("POST", "/api/v1/commitments", 401),
        ("GET", "/api/v1/nowhere", 404),
        ("GET", "/nowhere", 404),
        ("PUT", "/healthz", 405),
    ] {
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        let call = anybody.call(method.clone(), path).header("X-Request-Id", "a-1_b.2:c");
        let answer = call.send().await.expect(status);
        assert_eq!(answer.header("x-request-id"), "a-1_b.2:c", "{method} {path}");
        let given = anybody.call(method.clone(), path).send().await;
        let other = anybody.call(method, path).send().await;
        assert_eq!(given.header("x-request-id").len(), 36, "{path}");
        assert_ne!(given.header("x-request-id"), other.header("x-request-id"));
    }
    // What could break the log's line is not taken.
    for bad in ["a b", "a\"b", &"x".repeat(129), ""] {
        let call = anybody.call(Method::GET, "/healthz").header("X-Request-Id", bad);
        assert_eq!(call.send().await.header("x-request-id").len(), 36, "{bad}");
    }
}

#[actix_web::test]
async fn long_answers_are_compressed_for_who_takes_it() {
    let reader = reader().await;
    let path = "/api/v1/commitments?as_of=2026-01-15";
    let plain = reader.get(path).await.expect(200);
    assert_eq!(plain.header("content-encoding"), "");
    let call = reader.call(Method::GET, path).header("Accept-Encoding", "gzip");
    let packed = call.send().await.expect(200);
    assert_eq!(packed.header("content-encoding"), "gzip");
    assert_eq!(packed.bytes[..2], [0x1f, 0x8b]);
    assert!(packed.bytes.len() < plain.bytes.len() / 3);
    assert!(packed.header("vary").to_lowercase().contains("accept-encoding"));
    let call = reader.call(Method::GET, path).header("Accept-Encoding", "gzip");
    call.header("If-None-Match", plain.etag()).send().await.expect(304);
}

#[actix_web::test]
async fn health_is_answered_and_readiness_needs_every_migration() {
    let world = World::new().await;
    assert_eq!(world.anybody.get("/healthz").await.expect(200).json["status"], "ok");
    assert_eq!(world.anybody.get("/readyz").await.expect(200).json["status"], "ready");
    world
        .sql(
            "DELETE FROM __diesel_schema_migrations WHERE version = (SELECT max(version) \
        FROM __diesel_schema_migrations)",
        )
        .await;
    let answer = world.anybody.get("/readyz").await.problem(503, "unavailable", &[]);
    assert_eq!(answer.header("retry-after"), "1");
    world.anybody.get("/healthz").await.expect(200);
}
