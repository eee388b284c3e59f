//! What streams tell of chats, over a real socket.

use serde_json::json;

use crate::{
    live::{Stream, serving},
    rig::text,
};

#[tokio::test]
async fn a_chat_is_hinted_to_its_two_sides() {
    let (rig, running) = serving().await;
    let mut elsa = Stream::open(&running, &rig.elsa, "/api/live", "").await;
    let mut nils = Stream::open(&running, &rig.nils, "/api/live", "").await;
    let mut maja = Stream::open(&running, &rig.maja, "/api/agent/live", "").await;
    let connected = elsa.event("connected").await;
    assert_eq!(connected["chats"], rig.get(&rig.elsa, "/api/chats").await.ok(200)["cursor"]);
    nils.event("connected").await;
    assert!(maja.event("connected").await["chats"].is_string());

    let id = rig.chat(&rig.elsa, "Hello").await;
    let heard = elsa.event("chat").await;
    let page = rig.get(&rig.elsa, "/api/chats").await.ok(200);
    assert_eq!(heard, json!({"chat": id, "cursor": page["cursor"]}));
    assert_eq!(maja.event("chats").await["chat"], json!(id));
    rig.post(&rig.elsa, &format!("/api/chats/{id}/typing"), "", &json!({"typing": true})).await.ok(204);
    assert_eq!(maja.event("typing").await, json!({"chat": id, "typing": true}));
    rig.take(&rig.maja, &id).await;
    assert_eq!(elsa.event("chat").await["chat"], json!(id));
    rig.post(&rig.maja, &format!("/api/agent/chats/{id}/typing"), "", &json!({"typing": true})).await.ok(204);
    assert_eq!(elsa.event("typing").await, json!({"chat": id, "typing": true}));
    rig.agent_says(&rig.maja, &id, "a", "Hello").await.ok(201);
    let last = elsa.event("chat").await;
    assert_eq!(last["cursor"], rig.get(&rig.elsa, "/api/chats").await.ok(200)["cursor"]);

    // The next thing that Nils hears is of his own chat.
    let other = rig.chat(&rig.nils, "Mine").await;
    assert_eq!(nils.event("chat").await["chat"], json!(other));
    running.stop().await;
}

#[tokio::test]
async fn who_moves_up_in_the_queue_hears_of_it() {
    let (rig, running) = serving().await;
    let first = rig.chat(&rig.elsa, "First").await;
    let second = rig.chat(&rig.nils, "Second").await;
    let mut nils = Stream::open(&running, &rig.nils, "/api/live", "").await;
    let connected = nils.event("connected").await;
    rig.take(&rig.maja, &first).await;
    let moved = nils.event("chat").await;
    assert_eq!(moved, json!({"chat": second, "cursor": connected["chats"]}), "no change of its own");
    let page = rig.get(&rig.nils, &format!("/api/chats?since={}", text(&moved["cursor"]))).await.ok(200);
    assert_eq!(page["chats"][0]["place"], 1);
    rig.put(&rig.maja, "/api/agent/duty", &json!({"on_duty": true})).await.ok(200);
    assert_eq!(nils.event("chat").await, moved, "the wait depends on who is on duty");
    running.stop().await;
}

#[tokio::test]
async fn agents_hear_of_issues_notes_and_duty_and_members_of_no_note() {
    let (rig, running) = serving().await;
    let issue = rig.issue(&rig.elsa, "heard").await;
    let mut elsa = Stream::open(&running, &rig.elsa, "/api/live", "").await;
    let mut maja = Stream::open(&running, &rig.maja, "/api/agent/live", "").await;
    elsa.event("connected").await;
    let connected = maja.event("connected").await;
    rig.agent(&issue, "note", "Among us").await;
    let noted = maja.event("changed").await;
    assert_ne!(noted["issues"], connected["issues"]);
    rig.put(&rig.maja, "/api/agent/duty", &json!({"on_duty": true})).await.ok(200);
    assert_eq!(maja.event("duty").await, json!({}));
    rig.agent(&issue, "reply", "For you").await;
    let told = elsa.event("changed").await["changed"].clone();
    assert_eq!(told, rig.changes(&rig.elsa, None).await["cursor"]);
    rig.desk.disable_user("maja").await.unwrap();
    assert!(maja.ended().await);
    running.stop().await;
}

#[tokio::test]
async fn an_agents_stream_is_for_agents() {
    let (rig, running) = serving().await;
    rig.get(&rig.elsa, "/api/agent/live").await.refused(403, "forbidden");
    rig.get("", "/api/agent/live").await.refused(401, "signed_out");
    running.stop().await;
}

#[tokio::test]
async fn a_served_desk_keeps_the_rules_by_itself() {
    let (rig, running) = serving().await;
    rig.set("chat.queue_timeout_minutes", "1").await;
    let id = rig.chat(&rig.elsa, "Hello").await;
    let mut elsa = Stream::open(&running, &rig.elsa, "/api/live", "").await;
    elsa.event("connected").await;
    rig.clock.forward(std::time::Duration::from_secs(61));
    assert_eq!(elsa.event("chat").await["chat"], json!(id));
    assert_eq!(rig.see(&rig.elsa, &id).await["chat"]["ended_by"], "queue_timeout");
    running.stop().await;
}
