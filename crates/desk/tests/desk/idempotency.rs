//! One key, one effect.

use std::time::Duration;

use axum::{
    body::{Body, Bytes},
    http::Method,
};
use serde_json::json;
use tokio::sync::mpsc;

use crate::rig::{PNG, Rig, ask, posting, request, text};

#[tokio::test]
async fn a_write_without_a_usable_key_is_refused() {
    let rig = Rig::new().await;
    let body = json!({"title": "a", "text": "b"});
    for key in ["", " ", "with space", "å", &"x".repeat(129)] {
        let mut request = posting(&rig.elsa, "/api/issues", "", &body);
        if !key.is_empty() {
            request.headers_mut().insert("idempotency-key", key.parse().unwrap());
        }
        let refused = rig.ask(request).await.refused(422, "invalid");
        assert_eq!(refused["field"], "Idempotency-Key", "{key:?}");
    }
    rig.post(&rig.elsa, "/api/issues", &"x".repeat(128), &body).await.ok(201);
}

#[tokio::test]
async fn a_repeated_write_gives_the_same_answer_and_no_second_effect() {
    let rig = Rig::new().await;
    let body = json!({"title": "once", "text": "b", "language": "sv", "uploads": []});
    let first = rig.post(&rig.elsa, "/api/issues", "k", &body).await;
    assert_eq!(first.header("idempotent-replay"), "");
    // Another spelling of the same request is the same request.
    let spelled = r#"{ "text":"b", "title":"once", "language":"sv" }"#;
    let request = request(Method::POST, "/api/issues", &rig.elsa)
        .header("content-type", "application/json; charset=utf-8")
        .header("idempotency-key", "k");
    let again = rig.ask(request.body(Body::from(spelled)).unwrap()).await;
    assert_eq!(again.header("idempotent-replay"), "true");
    assert_eq!((again.status, again.json()), (first.status, first.json()));
    let rig = rig.reopened().await;
    let after_restart = rig.post(&rig.elsa, "/api/issues", "k", &body).await;
    assert_eq!(after_restart.json(), first.json());
    assert_eq!(rig.changes(&rig.elsa, None).await["issues"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_key_belongs_to_one_member_and_one_body() {
    let rig = Rig::new().await;
    let body = json!({"title": "a", "text": "b"});
    let elsas = rig.post(&rig.elsa, "/api/issues", "k", &body).await.ok(201);
    let nilss = rig.post(&rig.nils, "/api/issues", "k", &body).await.ok(201);
    assert_ne!(elsas["issue"]["id"], nilss["issue"]["id"]);
    let other = json!({"title": "a", "text": "c"});
    rig.post(&rig.elsa, "/api/issues", "k", &other).await.refused(422, "key_reused");
    let path = format!("/api/issues/{}/entries", text(&elsas["issue"]["id"]));
    rig.post(&rig.elsa, &path, "k", &json!({"text": "b"})).await.refused(422, "key_reused");
    rig.upload(&rig.elsa, "k", "a.png", PNG).await.refused(422, "key_reused");
    let files = std::fs::read_dir(rig.folder.path().join("desk/files")).unwrap().count();
    assert_eq!(files, 0, "the refused upload left no file");
}

#[tokio::test]
async fn many_at_once_make_exactly_one_issue() {
    let rig = Rig::new().await;
    let body = json!({"title": "race", "text": "b"});
    let all = (0..20).map(|_| ask(&rig.router, posting(&rig.elsa, "/api/issues", "k", &body)));
    let answers = futures_util::future::join_all(all).await;
    let fresh =
        answers.iter().filter(|a| a.status == 201 && a.header("idempotent-replay").is_empty()).count();
    assert_eq!(fresh, 1);
    assert!(answers.iter().all(|a| a.status == 201 || a.code() == "in_flight"));
    assert_eq!(rig.changes(&rig.elsa, None).await["issues"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn while_an_upload_is_under_way_its_key_is_in_flight() {
    let rig = Rig::new().await;
    let (sender, mut chunks) = mpsc::channel::<Result<Bytes, std::io::Error>>(1);
    let body = futures_util::stream::poll_fn(move |context| chunks.poll_recv(context));
    let request = request(Method::POST, "/api/uploads?name=a.png", &rig.elsa).header("idempotency-key", "k");
    let slow = ask(&rig.router, request.body(Body::from_stream(body)).unwrap());
    let meanwhile = async {
        // The desk has taken the first piece once there is room for the second.
        sender.send(Ok(Bytes::from_static(PNG))).await.unwrap();
        sender.send(Ok(Bytes::from_static(b"x"))).await.unwrap();
        sender.send(Ok(Bytes::from_static(b"y"))).await.unwrap();
        let second = rig.upload(&rig.elsa, "k", "a.png", PNG).await;
        assert_eq!(second.header("retry-after"), "1");
        second.refused(409, "in_flight");
        rig.get(&rig.elsa, "/api/operations/k").await.refused(409, "in_flight");
        rig.get(&rig.nils, "/api/operations/k").await.refused(404, "not_found");
        drop(sender);
    };
    let (first, ()) = futures_util::future::join(slow, meanwhile).await;
    assert_eq!(first.ok(201)["bytes"], PNG.len() + 2);
}

#[tokio::test]
async fn a_refused_write_does_not_use_its_key_up() {
    let rig = Rig::new().await;
    rig.post(&rig.elsa, "/api/issues", "k", &json!({"title": "", "text": "b"})).await.refused(422, "invalid");
    rig.get(&rig.elsa, "/api/operations/k").await.refused(404, "not_found");
    rig.post(&rig.elsa, "/api/issues", "k", &json!({"title": "a", "text": "b"})).await.ok(201);
}

#[tokio::test]
async fn an_operation_can_be_looked_up_by_its_key_for_thirty_days() {
    let rig = Rig::new().await;
    let body = json!({"title": "a", "text": "b"});
    let written = rig.post(&rig.elsa, "/api/issues", "k", &body).await.ok(201);
    let file = rig.upload(&rig.elsa, "u", "a.png", PNG).await.ok(201);
    let found = rig.get(&rig.elsa, "/api/operations/k").await.ok(200);
    assert_eq!((&found["issue"], &found["entry"]), (&written["issue"], &written["entry"]));
    assert_eq!(found["upload"], json!(null));
    let found = rig.get(&rig.elsa, "/api/operations/u").await.ok(200);
    assert_eq!(found, json!({"issue": null, "entry": null, "upload": file, "chat": null, "message": null}));
    rig.get(&rig.nils, "/api/operations/k").await.refused(404, "not_found");
    rig.get(&rig.elsa, "/api/operations/never").await.refused(404, "not_found");

    let day = Duration::from_secs(24 * 60 * 60);
    rig.clock.forward(day * 29);
    rig.get(&rig.elsa, "/api/operations/k").await.ok(200);
    rig.clock.forward(day * 2);
    rig.get(&rig.elsa, "/api/operations/k").await.refused(404, "not_found");
    rig.desk.sweep().await.unwrap();
    rig.post(&rig.elsa, "/api/issues", "k", &json!({"title": "c", "text": "d"})).await.ok(201);
}

#[tokio::test]
async fn a_key_taken_back_before_it_arrived_is_refused_for_thirty_days() {
    let rig = Rig::new().await;
    let body = json!({"title": "a", "text": "b"});
    let none = json!({});
    let withdrawn = json!({"withdrawn": true, "done": null});
    for _ in 0..2 {
        assert_eq!(rig.post(&rig.elsa, "/api/operations/k/withdraw", "-", &none).await.ok(200), withdrawn);
    }
    rig.post(&rig.elsa, "/api/issues", "k", &body).await.refused(409, "withdrawn");
    rig.get(&rig.elsa, "/api/operations/k").await.refused(404, "not_found");
    rig.post(&rig.nils, "/api/issues", "k", &body).await.ok(201);
    let rig = rig.reopened().await;
    rig.clock.forward(Duration::from_secs(29 * 24 * 60 * 60));
    rig.desk.sweep().await.unwrap();
    rig.post(&rig.elsa, "/api/issues", "k", &body).await.refused(409, "withdrawn");
    assert_eq!(rig.changes(&rig.elsa, None).await["issues"], json!([]));
    rig.clock.forward(Duration::from_secs(2 * 24 * 60 * 60));
    rig.desk.sweep().await.unwrap();
    rig.post(&rig.elsa, "/api/issues", "k", &body).await.ok(201);
}

#[tokio::test]
async fn a_key_that_did_something_cannot_be_taken_back() {
    let rig = Rig::new().await;
    let body = json!({"title": "a", "text": "b"});
    let written = rig.post(&rig.elsa, "/api/issues", "k", &body).await.ok(201);
    let answer = rig.post(&rig.elsa, "/api/operations/k/withdraw", "-", &json!({})).await.ok(200);
    assert_eq!(
        (&answer["withdrawn"], &answer["done"]["issue"]["id"]),
        (&json!(false), &written["issue"]["id"])
    );
    assert_eq!(answer["done"]["entry"], written["entry"]);
    rig.post(&rig.elsa, "/api/issues", "k", &body).await.ok(201);
    let unusable = format!("/api/operations/{}/withdraw", "x".repeat(129));
    rig.post(&rig.elsa, &unusable, "-", &json!({})).await.refused(422, "invalid");
}
