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
