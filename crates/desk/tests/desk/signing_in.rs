//! Passwords, sessions and their end.

use std::{net::SocketAddr, time::Duration};

use axum::{body::Body, extract::ConnectInfo, http::Method};
use serde_json::{Value, json};
use svara_desk::NewUser;

use crate::rig::{Answer, Rig, posting, request, text};

const HOUR: Duration = Duration::from_secs(60 * 60);

async fn with_password() -> Rig {
    let rig = Rig::new().await;
    for user in [NewUser::member("Åsa", "Åsa Öst").rank("Gold"), NewUser::agent("tom", "Tom")] {
        rig.desk.add_user(user.password("rätt lösenord")).await.unwrap();
    }
    rig
}

fn with(user_name: &str, password: &str, role: &str) -> Value {
    json!({"user_name": user_name, "password": password, "as": role})
}

async fn sign_in(rig: &Rig, from: [u8; 4], body: &Value) -> Answer {
    let mut request = posting("", "/api/session", "", body);
    request.extensions_mut().insert(ConnectInfo(SocketAddr::from((from, 50_000))));
    rig.ask(request).await
}

#[tokio::test]
async fn the_right_password_begins_a_session() {
    let rig = with_password().await;
    let session = sign_in(&rig, [192, 0, 2, 1], &with(" åsa ", "rätt lösenord", "member")).await.ok(201);
    assert_eq!(session["profile"]["member"]["name"], "Åsa Öst");
    assert_eq!(session["expires_at"], "2027-05-21T12:00:00.000Z");
    let token = text(&session["token"]);
    assert_eq!(token.len(), 64, "256 bits");
    assert_eq!(rig.get(&token, "/api/profile").await.ok(200), session["profile"]);
    let agent = sign_in(&rig, [192, 0, 2, 1], &with("tom", "rätt lösenord", "agent")).await.ok(201);
    assert_eq!(agent["profile"]["agent"], json!({"name": "Tom", "user_name": "tom"}));
}

#[tokio::test]
async fn what_was_wrong_is_not_said() {
    let rig = with_password().await;
    let wrong = [
        with("åsa", "fel", "member"),
        with("nobody", "rätt lösenord", "member"),
        with("åsa", "rätt lösenord", "agent"),
        with("elsa", "", "member"),
        with(&"x".repeat(10_000), "y", "member"),
        with("åsa", &"y".repeat(10_000), "member"),
    ];
    let mut bodies = Vec::new();
    for body in wrong {
        let answer = sign_in(&rig, [192, 0, 2, 1], &body).await;
        assert_eq!(answer.status, 401);
        bodies.push(answer.bytes);
    }
    bodies.dedup();
    assert_eq!(bodies.len(), 1, "one body for all");
}

#[tokio::test]
async fn guessing_is_slowed_and_the_victim_still_signs_in_elsewhere() {
    let rig = with_password().await;
    for _ in 0..5 {
        sign_in(&rig, [192, 0, 2, 1], &with("åsa", "gissning", "member"))
            .await
            .refused(401, "wrong_password");
    }
    let locked = sign_in(&rig, [192, 0, 2, 1], &with("åsa", "rätt lösenord", "member")).await;
    assert_eq!(locked.header("retry-after"), "2");
    locked.refused(429, "locked");
    sign_in(&rig, [198, 51, 100, 7], &with("åsa", "rätt lösenord", "member")).await.ok(201);
    rig.clock.forward(Duration::from_secs(2));
    sign_in(&rig, [192, 0, 2, 1], &with("åsa", "rätt lösenord", "member")).await.ok(201);
}

#[tokio::test]
async fn a_session_ends_when_nobody_uses_it_and_at_the_latest_after_half_a_year() {
    let rig = Rig::new().await;
    let used = rig.desk.seed_session("elsa").await.unwrap();
    rig.clock.forward(HOUR * 24 * 29);
    rig.get(&used, "/api/profile").await.ok(200);
    rig.clock.forward(HOUR * 24 * 2);
    rig.get(&used, "/api/profile").await.ok(200);
    rig.get(&rig.elsa, "/api/profile").await.refused(401, "signed_out");
    for _ in 0..12 {
        rig.clock.forward(HOUR * 24 * 12);
        rig.get(&used, "/api/profile").await.ok(200);
    }
    rig.clock.forward(HOUR * 24 * 12);
    rig.get(&used, "/api/profile").await.refused(401, "signed_out");
}

#[tokio::test]
async fn a_new_password_and_a_disabled_user_end_every_session() {
    let rig = Rig::new().await;
    let second = rig.desk.seed_session("elsa").await.unwrap();
    rig.desk.set_password("elsa", "ett nytt lösenord".to_owned()).await.unwrap();
    for token in [&rig.elsa, &second] {
        rig.get(token, "/api/profile").await.refused(401, "signed_out");
    }
    rig.desk.disable_user("nils").await.unwrap();
    rig.get(&rig.nils, "/api/profile").await.refused(401, "signed_out");
    rig.get(&rig.bo, "/api/profile").await.ok(200);
}

#[tokio::test]
async fn signing_out_ends_this_session_only() {
    let rig = Rig::new().await;
    let second = rig.desk.seed_session("elsa").await.unwrap();
    let leave = |token: &str| request(Method::DELETE, "/api/session", token).body(Body::empty()).unwrap();
    rig.ask(leave(&rig.elsa)).await.ok(204);
    rig.ask(leave(&rig.elsa)).await.refused(401, "signed_out");
    rig.get(&second, "/api/profile").await.ok(200);
}

#[tokio::test]
async fn the_database_holds_no_token_and_no_password() {
    let rig = with_password().await;
    let session = sign_in(&rig, [192, 0, 2, 1], &with("åsa", "rätt lösenord", "member")).await.ok(201);
    let token = text(&session["token"]);
    for entry in std::fs::read_dir(rig.folder.path().join("desk")).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            let bytes = std::fs::read(&path).unwrap();
            for secret in [token.as_bytes(), "rätt lösenord".as_bytes()] {
                assert!(!bytes.windows(secret.len()).any(|part| part == secret), "{}", path.display());
            }
        }
    }
}

#[tokio::test]
async fn a_user_that_makes_no_sense_is_not_added() {
    let rig = Rig::new().await;
    let add = |user| rig.desk.add_user(user);
    let code = |result: Result<(), svara_desk::Problem>| format!("{:?}", result.unwrap_err().code());
    assert_eq!(code(add(NewUser::member("ELSA", "Elsa")).await), "Conflict");
    assert_eq!(code(add(NewUser::member("a b", "A")).await), "Invalid");
    assert_eq!(code(add(NewUser::member("a", " ")).await), "Invalid");
    assert_eq!(code(add(NewUser::member("a", "A").rank("Tin")).await), "Invalid");
    assert_eq!(code(add(NewUser::member("a", "A").password("short")).await), "Invalid");
}

#[tokio::test]
async fn many_sign_ins_at_once_wait_or_are_told_to_come_back() {
    let rig = with_password().await;
    let tries = (0..200).map(|n| {
        let (rig, body) = (&rig, with(&format!("user{n}"), "gissning", "member"));
        async move { sign_in(rig, [192, 0, 2, n], &body).await }
    });
    let (answers, desk) =
        futures_util::future::join(futures_util::future::join_all(tries), rig.get("", "/api/desk")).await;
    desk.ok(200);
    let busy = answers.iter().filter(|answer| answer.code() == "busy").count();
    let checked = answers.iter().filter(|answer| answer.code() == "wrong_password").count();
    assert_eq!(busy + checked, 200);
    assert!(checked > 0);
    assert!(answers.iter().all(|answer| answer.status == 401 || answer.header("retry-after") == "2"));
    sign_in(&rig, [198, 51, 100, 7], &with("åsa", "rätt lösenord", "member")).await.ok(201);
}
