//! Uploads and attachments.

use std::time::Duration;

use axum::{body::Body, http::Method};
use serde_json::json;

use crate::rig::{PNG, Rig, request, text};

fn stored(rig: &Rig) -> usize {
    std::fs::read_dir(rig.folder.path().join("desk/files")).unwrap().count()
}

#[tokio::test]
async fn a_file_is_what_its_bytes_say_and_nothing_else() {
    let rig = Rig::new().await;
    let body = request(Method::POST, "/api/uploads?name=a.exe", &rig.elsa)
        .header("idempotency-key", "k")
        .header("content-type", "application/x-msdownload")
        .body(Body::from(PNG))
        .unwrap();
    assert_eq!(rig.ask(body).await.ok(201)["media_type"], "image/png");
    rig.upload(&rig.elsa, "k2", "a.png", b"MZ\x90\0\x03\0").await.refused(415, "unsupported_media");
    let empty = rig.upload(&rig.elsa, "k3", "a.png", b"").await.refused(422, "invalid");
    assert_eq!(empty["field"], "body");
    let page = rig.upload(&rig.elsa, "k4", "a.png", b"<html><script>alert(1)</script>").await.ok(201);
    assert_eq!(page["media_type"], "text/plain; charset=utf-8");
    assert_eq!(stored(&rig), 2, "what was refused left nothing");
}

#[tokio::test]
async fn a_file_that_is_too_large_leaves_nothing() {
    let rig = Rig::new().await;
    let mut facts = rig.desk.facts().await.unwrap();
    facts.limits.file_bytes = 1000;
    rig.desk.set_facts(facts).await.unwrap();
    let file = |size: usize| [PNG, &vec![0; size - PNG.len()]].concat();
    rig.upload(&rig.elsa, "a", "a.png", &file(1001)).await.refused(413, "too_large");
    assert_eq!(stored(&rig), 0);
    rig.upload(&rig.elsa, "a", "a.png", &file(1000)).await.ok(201);
    let long = json!({"title": "a", "text": "x".repeat(300 * 1024)});
    rig.post(&rig.elsa, "/api/issues", "b", &long).await.refused(413, "too_large");
}

#[tokio::test]
async fn an_upload_that_breaks_off_leaves_nothing() {
    let rig = Rig::new().await;
    let pieces = [Ok(PNG.to_vec()), Err(std::io::Error::other("gone"))];
    let body = Body::from_stream(futures_util::stream::iter(pieces));
    let broken = request(Method::POST, "/api/uploads?name=a.png", &rig.elsa).header("idempotency-key", "k");
    rig.ask(broken.body(body).unwrap()).await.refused(422, "invalid");
    assert_eq!(stored(&rig), 0);
    rig.get(&rig.elsa, "/api/operations/k").await.refused(404, "not_found");
    rig.upload(&rig.elsa, "k", "a.png", PNG).await.ok(201);
}

#[tokio::test]
async fn a_file_comes_back_byte_for_byte_as_a_harmless_download() {
    let rig = Rig::new().await;
    let bytes = [PNG, &vec![7; 200_000]].concat();
    let file = rig.upload(&rig.elsa, "k", "..%2F..%2Fbild%20%22%C3%A5%22.png", &bytes).await.ok(201);
    let id = text(&file["id"]);
    let written = rig
        .post(&rig.elsa, "/api/issues", "i", &json!({"title": "a", "text": "b", "uploads": [id]}))
        .await
        .ok(201);
    let attachment = &written["entry"]["attachments"][0];
    assert_eq!(
        *attachment,
        json!({"id": id, "name": "bild \"å\".png", "media_type": "image/png", "bytes": bytes.len()})
    );
    let answer = rig.get(&rig.elsa, &format!("/api/attachments/{id}")).await;
    assert_eq!(answer.header("content-type"), "image/png");
    assert_eq!(answer.header("content-length"), bytes.len().to_string());
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    assert!(answer.header("content-security-policy").contains("sandbox"));
    let disposition = answer.header("content-disposition");
    assert_eq!(
        disposition,
        "attachment; filename=\"bild____.png\"; filename*=UTF-8''bild%20%22%C3%A5%22.png"
    );
    assert_eq!(answer.bytes, bytes);
}

#[tokio::test]
async fn a_file_is_used_by_one_entry_at_most() {
    let rig = Rig::new().await;
    let id = text(&rig.upload(&rig.elsa, "k", "a.png", PNG).await.ok(201)["id"]);
    let using = json!({"title": "a", "text": "b", "uploads": [id]});
    rig.post(&rig.elsa, "/api/issues", "i", &using).await.ok(201);
    rig.post(&rig.elsa, "/api/issues", "j", &using).await.refused(422, "invalid");
    let other = text(&rig.upload(&rig.elsa, "k2", "a.png", PNG).await.ok(201)["id"]);
    let twice = json!({"title": "a", "text": "b", "uploads": [other, other]});
    rig.post(&rig.elsa, "/api/issues", "l", &twice).await.refused(422, "invalid");
    assert_eq!(rig.changes(&rig.elsa, None).await["issues"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn pictures_alone_are_a_reply() {
    let rig = Rig::new().await;
    let issue = rig.issue(&rig.elsa, "pictures").await;
    let id = text(&rig.upload(&rig.elsa, "k", "a.png", PNG).await.ok(201)["id"]);
    let path = format!("/api/issues/{issue}/entries");
    rig.post(&rig.elsa, &path, "r", &json!({"text": "", "uploads": [id]})).await.ok(201);
    rig.post(&rig.elsa, &path, "s", &json!({"text": "", "uploads": []})).await.refused(422, "invalid");
}

#[tokio::test]
async fn an_unused_upload_goes_after_a_day_and_a_used_one_stays() {
    let rig = Rig::new().await;
    let used = text(&rig.upload(&rig.elsa, "k", "a.png", PNG).await.ok(201)["id"]);
    rig.post(&rig.elsa, "/api/issues", "i", &json!({"title": "a", "text": "b", "uploads": [used]}))
        .await
        .ok(201);
    let unused = text(&rig.upload(&rig.elsa, "l", "a.png", PNG).await.ok(201)["id"]);
    rig.clock.forward(Duration::from_secs(23 * 60 * 60));
    rig.desk.sweep().await.unwrap();
    assert_eq!(stored(&rig), 2);
    rig.clock.forward(Duration::from_secs(60 * 60));
    rig.desk.sweep().await.unwrap();
    assert_eq!(stored(&rig), 1);
    rig.get(&rig.elsa, &format!("/api/attachments/{used}")).await.ok(200);
    rig.get(&rig.elsa, &format!("/api/attachments/{unused}")).await.refused(404, "not_found");
}

#[tokio::test]
async fn many_unused_files_are_refused() {
    let rig = Rig::new().await;
    for n in 0..50 {
        rig.upload(&rig.elsa, &format!("k{n}"), "a.txt", b"text").await.ok(201);
    }
    let refused = rig.upload(&rig.elsa, "more", "a.txt", b"text").await;
    assert_eq!(refused.header("retry-after"), "3600");
    refused.refused(429, "throttled");
    rig.upload(&rig.nils, "k", "a.txt", b"text").await.ok(201);
}

#[cfg(unix)]
#[tokio::test]
async fn only_the_owner_may_read_the_folder() {
    use std::os::unix::fs::PermissionsExt;
    let rig = Rig::new().await;
    rig.upload(&rig.elsa, "k", "a.txt", b"text").await.ok(201);
    let desk = rig.folder.path().join("desk");
    let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&desk), mode(&desk.join("files"))), (0o700, 0o700));
    for folder in [&desk, &desk.join("files")] {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            assert!(path.is_dir() || mode(&path) == 0o600, "{}", path.display());
        }
    }
}
