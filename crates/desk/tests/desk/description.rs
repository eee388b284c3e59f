//! The OpenAPI description that is committed is the one that the code makes.

use std::path::Path;

use crate::rig::Rig;

#[tokio::test]
async fn the_committed_description_is_todays() {
    let rig = Rig::new().await;
    let answer = rig.get("", "/api/openapi.json").await;
    let made = String::from_utf8(answer.bytes).unwrap();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("openapi.json");
    if std::env::var_os("UPDATE_OPENAPI").is_some() {
        std::fs::write(&path, &made).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    let same = committed.lines().eq(made.lines());
    assert!(
        same,
        "openapi.json is not what the code makes: run this test with UPDATE_OPENAPI=1 and look at the diff"
    );
    assert!(made.contains("\"openapi\": \"3.1"));
}

#[tokio::test]
async fn the_description_is_well_formed() {
    let rig = Rig::new().await;
    let made = rig.get("", "/api/openapi.json").await.ok(200);
    let mut ids = std::collections::BTreeSet::new();
    for (path, item) in made["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let id = operation["operationId"].as_str().unwrap();
            assert!(ids.insert(id.to_owned()), "two operations are called {id}");
            for (status, response) in operation["responses"].as_object().unwrap() {
                let said = response["description"].as_str().is_some_and(|text| !text.is_empty());
                assert!(said, "{method} {path}: {status} has no description");
            }
            let open = ["/api/desk", "/api/session"].contains(&path.as_str()) && method != "delete";
            assert_eq!(operation["responses"]["403"].is_object(), !open, "{method} {path}");
        }
    }
}
