//! The desk to try out.

use std::{collections::BTreeMap, time::Duration};

use axum::{body::Body, http::Method};
use serde_json::{Value, json};
use svara_desk::SeedDemo;

use crate::rig::{Rig, request, text};

async fn demo() -> (Rig, svara_desk::Demo, String) {
    let rig = Rig::new().await;
    // The rig's users have the demo's names; a demo begins with an empty desk.
    let folder = tempfile::tempdir().unwrap();
    let settings = svara_desk::Settings {
        clock: std::sync::Arc::new(rig.clock.clone()),
        ..svara_desk::Settings::new(folder.path().join("desk"))
    };
    let desk = svara_desk::Desk::open(settings).await.unwrap();
    let demo = desk.seed_demo(SeedDemo::default()).await.unwrap();
    let rig = Rig { router: desk.router(), desk, folder, ..rig };
    let with = json!({"user_name": demo.member, "password": demo.member_password, "as": "member"});
    let token = text(&rig.post("", "/api/session", "", &with).await.ok(201)["token"]);
    (rig, demo, token)
}

async fn all(rig: &Rig, token: &str) -> Vec<Value> {
    rig.changes(token, None).await["issues"].as_array().unwrap().clone()
}

#[tokio::test]
async fn the_demo_has_the_guides_issues_and_many_more() {
    let (rig, demo, token) = demo().await;
    let issues = all(&rig, &token).await;
    let find = |title: &str| issues.iter().find(|issue| issue["title"] == title).unwrap();
    assert!(text(&find("Svenska - kan inte bearbeta beställning")["opened"]).starts_with("2020-08-03"));
    for title in ["Testing Submission From Canada", "Another Test - Disregard", "Test"] {
        assert_eq!(find(title)["status"], "closed");
        assert!(text(&find(title)["closed"]).starts_with("2020-03-06"), "{}", find(title));
    }
    let mut counts = BTreeMap::new();
    let mut languages = BTreeMap::new();
    for issue in &issues {
        *counts.entry(text(&issue["status"])).or_insert(0) += 1;
        *languages.entry(text(&issue["language"])).or_insert(0) += 1;
    }
    assert_eq!(
        counts,
        BTreeMap::from([("awaiting_feedback".into(), 2), ("closed".into(), 28), ("open".into(), 5)])
    );
    assert_eq!(languages.len(), 13, "{languages:?}");
    let profile = rig.get(&token, "/api/profile").await.ok(200);
    assert!(
        text(&profile["desk"]["announcement"]).starts_with("This service desk is for IT support issues.")
    );
    assert_eq!(profile["member"]["rank"], "Gold");
    let with = json!({"user_name": demo.ineligible_member, "password": demo.member_password, "as": "member"});
    let bo = rig.post("", "/api/session", "", &with).await.ok(201);
    assert_eq!(bo["profile"]["member"]["eligible"], false);
    let with = json!({"user_name": demo.agent, "password": demo.agent_password, "as": "agent"});
    assert_eq!(rig.post("", "/api/session", "", &with).await.ok(201)["profile"]["agent"]["name"], "Maja");
}

#[tokio::test]
async fn the_demos_pictures_are_there() {
    let (rig, _, token) = demo().await;
    let mut pictures = 0;
    for issue in all(&rig, &token).await {
        let conversation = rig.get(&token, &format!("/api/issues/{}", text(&issue["id"]))).await.ok(200);
        for entry in conversation["entries"].as_array().unwrap() {
            for file in entry["attachments"].as_array().unwrap() {
                let bytes = rig.get(&token, &format!("/api/attachments/{}", text(&file["id"]))).await.bytes;
                assert!(bytes.starts_with(b"\x89PNG"));
                pictures += 1;
            }
        }
        assert!(!conversation.to_string().contains("checkout team"), "a note of the demo");
    }
    assert!(pictures >= 5, "{pictures}");
}

#[tokio::test]
async fn the_desk_asks_on_demand_until_nothing_is_left_open() {
    let (rig, _, token) = demo().await;
    let ask = || rig.ask(request(Method::POST, "/api/demo/ask", &token).body(Body::empty()).unwrap());
    for awaiting in 3..=9 {
        rig.clock.forward(Duration::from_secs(60));
        ask().await.ok(202);
        let issues = all(&rig, &token).await;
        let found: Vec<_> = issues.iter().filter(|issue| issue["status"] == "awaiting_feedback").collect();
        assert_eq!(found.len(), awaiting, "each ask makes a round, if need be on a closed issue");
    }
    let last = all(&rig, &token).await.pop().unwrap();
    assert_eq!(last["round"]["asker"], "Maja");
}

#[tokio::test]
async fn the_demo_has_a_chat_to_read() {
    let (rig, _, token) = demo().await;
    let chats = rig.get(&token, "/api/chats").await.ok(200)["chats"].as_array().unwrap().clone();
    assert_eq!(
        (chats.len(), &chats[0]["state"], &chats[0]["ended_by"]),
        (1, &json!("ended"), &json!("member"))
    );
    let seen = rig.see(&token, &text(&chats[0]["id"])).await;
    let messages = seen["messages"].as_array().unwrap();
    assert_eq!(
        (&messages[1]["kind"], &messages.last().unwrap()["kind"]),
        (&json!("joined"), &json!("ended"))
    );
    assert!(messages.windows(2).all(|pair| text(&pair[0]["at"]) <= text(&pair[1]["at"])));
    let file = messages.iter().find_map(|message| message["attachments"].get(0)).unwrap();
    let bytes = rig.get(&token, &format!("/api/attachments/{}", text(&file["id"]))).await.bytes;
    assert!(bytes.starts_with(b"\x89PNG"));
    let topics = rig.get(&token, "/api/chat").await.ok(200)["topics"].clone();
    assert!(topics.as_array().unwrap().iter().any(|topic| topic["id"] == seen["chat"]["topic"]), "{topics}");
}

#[tokio::test]
async fn an_agent_joins_a_chat_on_demand() {
    let (rig, _, token) = demo().await;
    let join = || rig.ask(request(Method::POST, "/api/demo/join", &token).body(Body::empty()).unwrap());
    join().await.refused(409, "conflict");
    let id = rig.chat(&token, "Is anybody there?").await;
    join().await.ok(202);
    join().await.ok(202);
    let seen = rig.see(&token, &id).await;
    assert_eq!((&seen["chat"]["state"], &seen["chat"]["agent"]), (&json!("active"), &json!("Maja")));
    let messages = seen["messages"].as_array().unwrap();
    assert_eq!((messages.len(), &messages[1]["kind"]), (4, &json!("joined")));
    assert_ne!(messages[2]["text"], messages[3]["text"]);
}

#[tokio::test]
async fn a_demo_is_made_once_and_its_agents_password_anew_each_time() {
    let (rig, first, token) = demo().await;
    let before = rig.changes(&token, None).await;
    let again = rig.desk.seed_demo(SeedDemo::default()).await.unwrap();
    assert_eq!(rig.changes(&token, None).await, before);
    assert_ne!(again.agent_password, first.agent_password);
    let with = |password: &str| json!({"user_name": "maja", "password": password, "as": "agent"});
    rig.post("", "/api/session", "", &with(&first.agent_password)).await.refused(401, "wrong_password");
    rig.post("", "/api/session", "", &with(&again.agent_password)).await.ok(201);
}

#[tokio::test]
async fn only_a_demo_asks_on_demand() {
    let rig = Rig::new().await;
    rig.issue(&rig.elsa, "real").await;
    let ask = request(Method::POST, "/api/demo/ask", &rig.elsa).body(Body::empty()).unwrap();
    rig.ask(ask).await.refused(404, "not_found");
    let join = request(Method::POST, "/api/demo/join", &rig.elsa).body(Body::empty()).unwrap();
    rig.ask(join).await.refused(404, "not_found");
    let desk = rig.get("", "/api/desk").await.ok(200);
    assert_eq!(
        desk,
        json!({"product":"svara","version":1,"name":"Technical Issues","password_page":null,"demo":false})
    );
}

#[tokio::test]
async fn a_desk_runs_on_its_callers_thread_too() {
    let folder = tempfile::tempdir().unwrap();
    let settings = svara_desk::Settings {
        mode: svara_desk::DbMode::Inline,
        vfs: cfg!(unix).then(|| "unix-dotfile".to_owned()),
        ..svara_desk::Settings::new(folder.path().join("desk"))
    };
    let desk = svara_desk::Desk::open(settings).await.unwrap();
    desk.seed_demo(SeedDemo::default()).await.unwrap();
    let token = desk.seed_session("elsa").await.unwrap();
    let ask = request(Method::GET, "/api/issues/changes", &token).body(Body::empty()).unwrap();
    let page = crate::rig::ask(&desk.router(), ask).await.ok(200);
    assert_eq!(page["issues"].as_array().unwrap().len(), 35);
}

#[tokio::test]
async fn a_desk_with_users_of_these_names_does_not_become_a_demo_by_half() {
    let rig = Rig::new().await;
    let refused = rig.desk.seed_demo(SeedDemo::default()).await.unwrap_err();
    assert_eq!(refused.code(), svara_desk::Code::Conflict);
    assert!(!rig.desk.facts().await.unwrap().demo);
    assert_eq!(all(&rig, &rig.elsa).await, Vec::<Value>::new());
}
