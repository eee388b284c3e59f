//! What ends by itself, and when; also when the desk looks late.

use std::time::Duration;

use axum::{body::Body, http::Method};
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::rig::{Rig, chat_form, request, text};

const MINUTE: Duration = Duration::from_secs(60);

/// A desk on which only the rule of a test ends anything.
async fn quiet() -> Rig {
    let rig = Rig::new().await;
    for rule in ["queue_timeout_minutes", "idle_minutes", "lost_contact_minutes"] {
        rig.set(&format!("chat.{rule}"), "null").await;
    }
    rig
}

/// The chat as it is stored, without a look of its member's that would keep it alive.
async fn stored(rig: &Rig, chat: &str) -> Value {
    rig.get(&rig.maja, &format!("/api/agent/chats/{chat}")).await.ok(200)
}

async fn ended_by(rig: &Rig, chat: &str) -> Value {
    stored(rig, chat).await["chat"]["ended_by"].clone()
}

async fn pass(rig: &Rig, length: Duration) {
    rig.clock.forward(length);
    rig.desk.tick().await.unwrap();
}

#[tokio::test]
async fn a_chat_that_nobody_takes_ends_in_time() {
    let rig = quiet().await;
    rig.set("chat.queue_timeout_minutes", "30").await;
    let id = rig.chat(&rig.elsa, "Hello").await;
    pass(&rig, MINUTE * 30 - Duration::from_millis(1)).await;
    assert_eq!(ended_by(&rig, &id).await, json!(null));
    pass(&rig, Duration::from_millis(1)).await;
    assert_eq!(ended_by(&rig, &id).await, "queue_timeout");
    let last = stored(&rig, &id).await["messages"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(
        (&last["kind"], &last["author"]),
        (&json!("ended"), &json!({"name": "Technical Issues", "side": "desk"}))
    );
}

#[tokio::test]
async fn a_chat_given_back_waits_from_then_on() {
    let rig = quiet().await;
    rig.set("chat.queue_timeout_minutes", "30").await;
    let id = rig.chat(&rig.elsa, "Hello").await;
    pass(&rig, MINUTE * 20).await;
    rig.take(&rig.maja, &id).await;
    pass(&rig, MINUTE * 20).await;
    rig.at_chat(&rig.maja, &id, "transfer", &json!({"to": null})).await.ok(200);
    pass(&rig, MINUTE * 29).await;
    assert_eq!(ended_by(&rig, &id).await, json!(null));
    pass(&rig, MINUTE).await;
    assert_eq!(ended_by(&rig, &id).await, "queue_timeout");
}

#[tokio::test]
async fn silence_is_warned_of_before_it_ends_a_chat() {
    let rig = quiet().await;
    rig.set("chat.idle_minutes", "15").await;
    let id = rig.chat(&rig.elsa, "Hello").await;
    pass(&rig, MINUTE * 60).await;
    assert_eq!(ended_by(&rig, &id).await, json!(null), "the queue knows no silence");
    rig.take(&rig.maja, &id).await;
    pass(&rig, MINUTE * 13 - Duration::from_millis(1)).await;
    assert_eq!(stored(&rig, &id).await["chat"]["messages"], 2);
    pass(&rig, Duration::from_millis(1)).await;
    let seen = stored(&rig, &id).await;
    let warning = &seen["messages"][2];
    assert_eq!((&warning["kind"], &warning["author"]["side"]), (&json!("text"), &json!("desk")));
    assert!(text(&warning["text"]).contains("still there"));
    pass(&rig, MINUTE).await;
    assert_eq!(stored(&rig, &id).await["chat"]["messages"], 3, "once");
    // A word of either side begins the time anew, with a warning of its own.
    rig.say(&rig.elsa, &id, "k", "Yes!").await.ok(201);
    pass(&rig, MINUTE * 13).await;
    assert_eq!(stored(&rig, &id).await["chat"]["messages"], 5);
    rig.agent_says(&rig.maja, &id, "a", "Good").await.ok(201);
    pass(&rig, MINUTE * 13).await;
    pass(&rig, MINUTE * 2 - Duration::from_millis(1)).await;
    assert_eq!(ended_by(&rig, &id).await, json!(null));
    pass(&rig, Duration::from_millis(1)).await;
    assert_eq!(ended_by(&rig, &id).await, "idle");
}

#[tokio::test]
async fn a_desk_that_looks_late_still_warns_first() {
    let rig = quiet().await;
    rig.set("chat.idle_minutes", "15").await;
    let id = rig.chat(&rig.elsa, "Hello").await;
    rig.take(&rig.maja, &id).await;
    rig.clock.forward(MINUTE * 600);
    assert_eq!(stored(&rig, &id).await["chat"]["messages"], 3);
    assert_eq!(ended_by(&rig, &id).await, json!(null));
    rig.clock.forward(MINUTE * 2);
    assert_eq!(ended_by(&rig, &id).await, "idle");
}

#[tokio::test]
async fn a_member_whose_app_is_gone_is_not_waited_for() {
    let rig = quiet().await;
    rig.set("chat.lost_contact_minutes", "10").await;
    let waiting = rig.chat(&rig.elsa, "Waiting").await;
    let active = rig.chat(&rig.nils, "Active").await;
    rig.take(&rig.maja, &active).await;
    pass(&rig, MINUTE * 9).await;
    // Any request is a sign of life.
    rig.get(&rig.nils, "/api/issues/changes").await.ok(200);
    pass(&rig, MINUTE).await;
    assert_eq!(ended_by(&rig, &waiting).await, "lost_contact");
    assert_eq!(ended_by(&rig, &active).await, json!(null));
    pass(&rig, MINUTE * 9).await;
    assert_eq!(ended_by(&rig, &active).await, "lost_contact");
}

#[tokio::test]
async fn an_open_stream_is_a_sign_of_life_and_so_is_the_desks_own_start() {
    let rig = quiet().await;
    rig.set("chat.lost_contact_minutes", "10").await;
    let id = rig.chat(&rig.elsa, "Hello").await;
    let stream = {
        use tower::ServiceExt;
        let request = crate::rig::request(axum::http::Method::GET, "/api/live", &rig.elsa);
        rig.router.clone().oneshot(request.body(axum::body::Body::empty()).unwrap()).await.unwrap()
    };
    assert_eq!(stream.status(), 200);
    pass(&rig, MINUTE * 60).await;
    assert_eq!(ended_by(&rig, &id).await, json!(null));
    drop(stream);
    let rig = rig.reopened().await;
    pass(&rig, MINUTE * 9).await;
    assert_eq!(ended_by(&rig, &id).await, json!(null), "the desk began to listen nine minutes ago");
    pass(&rig, MINUTE).await;
    assert_eq!(ended_by(&rig, &id).await, "lost_contact");
}

#[tokio::test]
async fn closing_ends_what_waits_and_nothing_that_began() {
    let rig = quiet().await;
    rig.set("chat.hours", r#"{"sunday": [{"from": "08:00", "to": "13:00"}]}"#).await;
    let active = rig.chat(&rig.nils, "Active").await;
    rig.take(&rig.maja, &active).await;
    let waiting = rig.chat(&rig.elsa, "Waiting").await;
    pass(&rig, MINUTE * 60 - Duration::from_millis(1)).await;
    assert_eq!(ended_by(&rig, &waiting).await, json!(null));
    pass(&rig, Duration::from_millis(1)).await;
    assert_eq!(ended_by(&rig, &waiting).await, "closed");
    rig.say(&rig.nils, &active, "k", "Still talking").await.ok(201);
    rig.at_chat(&rig.maja, &active, "transfer", &json!({"to": null})).await.ok(200);
    pass(&rig, MINUTE).await;
    assert_eq!(ended_by(&rig, &active).await, json!(null), "it began in the hours");
    rig.take(&rig.maja, &active).await;
}

#[tokio::test]
async fn what_is_over_is_over_before_anybody_looks() {
    let rig = quiet().await;
    rig.set("chat.queue_timeout_minutes", "30").await;
    let id = rig.chat(&rig.elsa, "Hello").await;
    rig.clock.forward(MINUTE * 31);
    rig.say(&rig.elsa, &id, "k", "Anybody?").await.refused(409, "chat_ended");
    let second =
        text(&rig.post(&rig.elsa, "/api/chats", "k2", &chat_form("Again")).await.ok(201)["chat"]["id"]);
    rig.clock.forward(MINUTE * 31);
    rig.at_chat(&rig.maja, &second, "take", &json!({})).await.refused(409, "chat_ended");
    let third = rig.chat(&rig.elsa, "Once more").await;
    rig.clock.forward(MINUTE * 31);
    let page = rig.get(&rig.elsa, "/api/chats").await.ok(200);
    let last = page["chats"].as_array().unwrap().last().unwrap().clone();
    assert_eq!((&last["id"], &last["ended_by"]), (&json!(third), &json!("queue_timeout")));
}

#[tokio::test]
async fn the_chats_of_an_agent_who_left_the_desk_go_back_to_the_front() {
    let rig = quiet().await;
    let tom = rig.second_agent().await;
    rig.put(&tom, "/api/agent/duty", &json!({"on_duty": true})).await.ok(200);
    let first = rig.chat(&rig.elsa, "First").await;
    rig.take(&tom, &first).await;
    let second = rig.chat(&rig.nils, "Second").await;
    rig.desk.disable_user("tom").await.unwrap();
    rig.desk.tick().await.unwrap();
    let seen = rig.get(&rig.maja, "/api/agent/chats").await.ok(200);
    let order: Vec<_> = seen["waiting"].as_array().unwrap().iter().map(|chat| text(&chat["id"])).collect();
    assert_eq!(order, [first, second]);
    assert_eq!(rig.get(&rig.maja, "/api/agent/duty").await.ok(200)["agents"], json!([]));
}

#[tokio::test]
async fn an_agent_whose_console_says_nothing_any_more_is_off_duty_and_keeps_their_chats() {
    let rig = quiet().await;
    let tom = rig.second_agent().await;
    let on_duty = async || {
        let seen = rig.get(&rig.maja, "/api/agent/duty").await.ok(200);
        let agents = seen["agents"].as_array().unwrap().iter().filter(|agent| agent["on_duty"] == true);
        agents.map(|agent| text(&agent["name"])).collect::<Vec<_>>()
    };
    for agent in [&tom, &rig.maja] {
        rig.put(agent, "/api/agent/duty", &json!({"on_duty": true})).await.ok(200);
    }
    let id = rig.chat(&rig.elsa, "Hello").await;
    rig.take(&tom, &id).await;
    pass(&rig, MINUTE - Duration::from_millis(1)).await;
    assert_eq!(on_duty().await, ["Maja", "Tom"]);
    pass(&rig, Duration::from_millis(1)).await;
    assert_eq!(on_duty().await, ["Maja"], "she asked for something a moment ago");
    assert_eq!(stored(&rig, &id).await["chat"]["agent_user_name"], "tom", "he may come back to it");

    // While the console listens it need not ask for anything; when its tab is closed, it does not say so.
    rig.put(&tom, "/api/agent/duty", &json!({"on_duty": true})).await.ok(200);
    let listen = request(Method::GET, "/api/agent/live", &tom).body(Body::empty()).unwrap();
    let console = rig.router.clone().oneshot(listen).await.unwrap();
    assert_eq!(console.status(), 200);
    pass(&rig, MINUTE * 30).await;
    assert_eq!(on_duty().await, ["Tom"]);
    drop(console);
    pass(&rig, MINUTE).await;
    assert!(on_duty().await.is_empty());
}

#[tokio::test]
async fn the_chat_of_a_member_without_access_is_over() {
    let rig = quiet().await;
    let id = rig.chat(&rig.elsa, "Hello").await;
    rig.take(&rig.maja, &id).await;
    rig.desk.disable_user("elsa").await.unwrap();
    assert_eq!(ended_by(&rig, &id).await, "lost_contact");
}
