//! The queue: places, the likely wait, who takes whom, and when nobody is let in.

use std::time::Duration;

use serde_json::{Value, json};
use svara_desk::NewUser;

use crate::rig::{Rig, chat_form, text};

fn minutes(count: u64) -> Duration {
    Duration::from_secs(60 * count)
}

/// Another member: the token.
async fn member(rig: &Rig, name: &str) -> String {
    rig.desk.add_user(NewUser::member(name, name).rank("Gold")).await.unwrap();
    rig.desk.seed_session(name).await.unwrap()
}

async fn place(rig: &Rig, token: &str, chat: &str) -> Value {
    rig.see(token, chat).await["chat"]["place"].clone()
}

#[tokio::test]
async fn places_move_up_as_others_leave() {
    let rig = Rig::new().await;
    let (eva, tom) = (member(&rig, "eva").await, rig.second_agent().await);
    let first = rig.chat(&rig.elsa, "First").await;
    let second = rig.chat(&rig.nils, "Second").await;
    let third = rig.chat(&eva, "Third").await;
    assert_eq!(
        [
            place(&rig, &rig.elsa, &first).await,
            place(&rig, &rig.nils, &second).await,
            place(&rig, &eva, &third).await
        ],
        [1, 2, 3]
    );
    rig.post(&rig.nils, &format!("/api/chats/{second}/end"), "e", &json!({})).await.ok(200);
    assert_eq!(place(&rig, &eva, &third).await, 2);
    rig.take(&tom, &first).await;
    assert_eq!(place(&rig, &eva, &third).await, 1);
    let order: Vec<_> =
        rig.get(&rig.maja, "/api/agent/chats").await.ok(200)["waiting"].as_array().unwrap().clone();
    assert_eq!(order.len(), 1);
    // Whoever comes back stands at the end.
    let again = rig.chat(&rig.nils, "Again").await;
    assert_eq!(place(&rig, &rig.nils, &again).await, 2);
}

#[tokio::test]
async fn a_chat_given_back_is_the_next_one() {
    let rig = Rig::new().await;
    let first = rig.chat(&rig.elsa, "First").await;
    rig.take(&rig.maja, &first).await;
    let second = rig.chat(&rig.nils, "Second").await;
    let back = rig.at_chat(&rig.maja, &first, "transfer", &json!({"to": null})).await.ok(200)["chat"].clone();
    assert_eq!(
        (&back["state"], &back["place"], &back["agent"]),
        (&json!("waiting"), &json!(1), &json!(null))
    );
    assert_eq!(place(&rig, &rig.nils, &second).await, 2);
    let seen = rig.see(&rig.elsa, &first).await;
    let last = seen["messages"].as_array().unwrap().last().unwrap();
    assert_eq!((&last["kind"], &last["author"]["name"]), (&json!("left"), &json!("Maja")));
    rig.say(&rig.elsa, &first, "k", "Still here").await.ok(201);
    rig.agent_says(&rig.maja, &first, "a", "Wait").await.refused(409, "conflict");
    rig.at_chat(&rig.maja, &first, "transfer", &json!({"to": null})).await.refused(409, "conflict");
    rig.take(&rig.maja, &first).await;
}

#[tokio::test]
async fn a_chat_is_given_to_another_agent_on_duty_who_has_room() {
    let rig = Rig::new().await;
    let tom = rig.second_agent().await;
    let id = rig.chat(&rig.elsa, "Hello").await;
    rig.take(&rig.maja, &id).await;
    let to = |name: &str| json!({"to": name});
    rig.at_chat(&rig.maja, &id, "transfer", &to("nobody")).await.refused(422, "invalid");
    rig.at_chat(&rig.maja, &id, "transfer", &to("elsa")).await.refused(422, "invalid");
    rig.at_chat(&rig.maja, &id, "transfer", &to("maja")).await.refused(422, "invalid");
    rig.at_chat(&rig.maja, &id, "transfer", &to("tom")).await.refused(409, "conflict");
    rig.put(&tom, "/api/agent/duty", &json!({"on_duty": true, "limit": 1})).await.ok(200);
    rig.at_chat(&tom, &id, "transfer", &to("maja")).await.refused(409, "chat_taken");
    let given = rig.at_chat(&rig.maja, &id, "transfer", &to("tom")).await.ok(200);
    assert_eq!(given["chat"]["agent_user_name"], "tom");
    let seen = rig.see(&rig.elsa, &id).await;
    let steps: Vec<_> = seen["messages"].as_array().unwrap()[2..]
        .iter()
        .map(|m| (text(&m["kind"]), text(&m["author"]["name"]), text(&m["text"])))
        .collect();
    let step = |kind: &str, who: &str, what: &str| (kind.to_owned(), who.to_owned(), what.to_owned());
    assert_eq!(steps, [step("transferred", "Maja", "Tom"), step("joined", "Tom", "")]);
    rig.agent_says(&rig.maja, &id, "a", "Mine?").await.refused(409, "chat_taken");
    let second = rig.chat(&rig.nils, "Hello").await;
    rig.take(&rig.maja, &second).await;
    rig.at_chat(&rig.maja, &second, "transfer", &to("tom")).await.refused(409, "at_limit");
}

#[tokio::test]
async fn a_waiting_chat_has_one_taker_and_a_taker_has_a_limit() {
    let rig = Rig::new().await;
    let tom = rig.second_agent().await;
    rig.set("chat.limit", "1").await;
    let first = rig.chat(&rig.elsa, "First").await;
    rig.take(&rig.maja, &first).await;
    rig.take(&rig.maja, &first).await;
    rig.at_chat(&tom, &first, "take", &json!({})).await.refused(409, "chat_taken");
    assert_eq!(rig.see(&rig.elsa, &first).await["messages"].as_array().unwrap().len(), 2, "taken once");
    let second = rig.chat(&rig.nils, "Second").await;
    rig.at_chat(&rig.maja, &second, "take", &json!({})).await.refused(409, "at_limit");
    let duty = rig.put(&rig.maja, "/api/agent/duty", &json!({"on_duty": true, "limit": 2})).await.ok(200);
    assert_eq!(
        (&duty["limit"], &duty["usual_limit"], &duty["agents"][0]["chats"]),
        (&json!(2), &json!(1), &json!(1))
    );
    rig.take(&rig.maja, &second).await;
    rig.at_chat(&rig.maja, &first, "end", &json!({})).await.ok(200);
    rig.at_chat(&tom, &first, "take", &json!({})).await.refused(409, "chat_ended");
    rig.at_chat(&tom, &"f".repeat(32), "take", &json!({})).await.refused(404, "not_found");
}

#[tokio::test]
async fn the_wait_is_estimated_from_the_last_chats() {
    let rig = Rig::new().await;
    let desk = async || rig.get(&rig.elsa, "/api/chat").await.ok(200)["availability"].clone();
    rig.put(&rig.maja, "/api/agent/duty", &json!({"on_duty": true})).await.ok(200);
    assert_eq!(desk().await["wait_seconds"], json!(null), "nobody was taken yet");
    for waited in [1, 5, 9] {
        let id = rig.chat(&rig.elsa, &format!("Waits {waited}")).await;
        rig.clock.forward(minutes(waited));
        rig.take(&rig.maja, &id).await;
        rig.at_chat(&rig.maja, &id, "end", &json!({})).await.ok(200);
    }
    assert_eq!(desk().await, json!({"state": "open", "opens_at": null, "waiting": 0, "wait_seconds": 300}));
    rig.chat(&rig.elsa, "First").await;
    let second = rig.chat(&rig.nils, "Second").await;
    let wait = async || rig.see(&rig.nils, &second).await["chat"]["wait_seconds"].clone();
    assert_eq!(wait().await, 600);
    assert_eq!(desk().await["wait_seconds"], 900);
    let tom = rig.second_agent().await;
    rig.put(&tom, "/api/agent/duty", &json!({"on_duty": true})).await.ok(200);
    assert_eq!(wait().await, 300);
    for agent in [&tom, &rig.maja] {
        rig.put(agent, "/api/agent/duty", &json!({"on_duty": false})).await.ok(200);
    }
    assert_eq!(wait().await, json!(null), "nobody is on duty, and the queue stays open");
    assert_eq!(desk().await["state"], "open");
}

#[tokio::test]
async fn a_full_queue_lets_nobody_else_in() {
    let rig = Rig::new().await;
    rig.set("chat.full_at", "1").await;
    let first = rig.chat(&rig.elsa, "First").await;
    assert_eq!(rig.get(&rig.nils, "/api/chat").await.ok(200)["availability"]["state"], "full");
    rig.post(&rig.nils, "/api/chats", "k", &chat_form("Second")).await.refused(409, "chat_full");
    rig.take(&rig.maja, &first).await;
    rig.post(&rig.nils, "/api/chats", "k", &chat_form("Second")).await.ok(201);
}

#[tokio::test]
async fn chats_start_in_the_desks_hours() {
    let rig = Rig::new().await;
    // It is Sunday, 12:00 in UTC and 13:00 in Stockholm.
    rig.set("chat.zone", "Europe/Stockholm").await;
    rig.set("chat.hours", r#"{"monday": [{"from": "08:00", "to": "17:00"}]}"#).await;
    let shown = rig.get(&rig.elsa, "/api/chat").await.ok(200);
    let closed = json!({"state": "closed", "opens_at": "2026-11-23T07:00:00.000Z", "waiting": 0, "wait_seconds": null});
    assert_eq!(shown["availability"], closed);
    rig.post(&rig.elsa, "/api/chats", "k", &chat_form("Hello")).await.refused(409, "chat_closed");
    rig.clock.forward(Duration::from_secs(19 * 3600));
    let id = text(&rig.post(&rig.elsa, "/api/chats", "k", &chat_form("Hello")).await.ok(201)["chat"]["id"]);
    assert_eq!(rig.see(&rig.elsa, &id).await["chat"]["state"], "waiting");
    rig.set("chat.open", "false").await;
    let shown = rig.get(&rig.nils, "/api/chat").await.ok(200);
    assert_eq!(
        (&shown["availability"]["state"], &shown["availability"]["opens_at"]),
        (&json!("closed"), &json!(null))
    );
}

#[tokio::test]
async fn the_form_is_filled_in_from_the_profile() {
    let rig = Rig::new().await;
    let eva = NewUser {
        email: Some("eva@example.org".to_owned()),
        member_id: Some("SE-9".to_owned()),
        ..NewUser::member("eva", "Eva")
    };
    rig.desk.add_user(eva.rank("Gold")).await.unwrap();
    let token = rig.desk.seed_session("eva").await.unwrap();
    let shown = rig.get(&token, "/api/chat").await.ok(200);
    assert_eq!(
        (&shown["name"], &shown["email"], &shown["member_id"]),
        (&json!("Eva"), &json!("eva@example.org"), &json!("SE-9"))
    );
    assert_eq!(
        (&shown["languages"], &shown["topics"], &shown["text_chars"], &shown["files_per_message"]),
        (&json!(["en"]), &json!([]), &json!(4000), &json!(10))
    );
}
