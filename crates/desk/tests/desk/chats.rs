//! One chat: from the question to its end, word for word, in the desk's order.

use serde_json::{Value, json};

use crate::rig::{PNG, Rig, chat_form, posting, text};

/// What each message is, in order.
fn steps(seen: &Value) -> Vec<(String, String, String)> {
    let messages = seen["messages"].as_array().unwrap();
    for (n, message) in messages.iter().enumerate() {
        assert_eq!(message["order"], n + 1, "orders have no gap");
    }
    let step = |m: &Value| (text(&m["author"]["side"]), text(&m["kind"]), text(&m["text"]));
    messages.iter().map(step).collect()
}

fn step(side: &str, kind: &str, words: &str) -> (String, String, String) {
    (side.to_owned(), kind.to_owned(), words.to_owned())
}

#[tokio::test]
async fn a_chat_goes_from_the_queue_to_its_end() {
    let rig = Rig::new().await;
    let form = json!({"name": "Elsa L", "email": " elsa@example.org", "member_id": "SE-1", "question": "My order\nfails"});
    let started = rig.post(&rig.elsa, "/api/chats", "k0", &form).await.ok(201);
    let chat = &started["chat"];
    assert_eq!(
        (&chat["state"], &chat["place"], &chat["wait_seconds"], &chat["agent"], &chat["question"]),
        (&json!("waiting"), &json!(1), &json!(null), &json!(null), &json!("My order fails"))
    );
    assert_eq!(started["message"]["key"], "k0");
    let id = text(&chat["id"]);
    rig.say(&rig.elsa, &id, "k1", "Anybody?").await.ok(201);

    let seen = rig.get(&rig.maja, "/api/agent/chats").await.ok(200);
    let waiting = &seen["waiting"][0];
    assert_eq!((&waiting["id"], &waiting["place"]), (&json!(id), &json!(1)));
    assert_eq!(waiting["form"], json!({"name": "Elsa L", "email": "elsa@example.org", "member_id": "SE-1"}));
    assert_eq!(waiting["member"]["user_name"], "elsa");
    let taken = rig.take(&rig.maja, &id).await;
    assert_eq!((&taken["state"], &taken["agent_user_name"]), (&json!("active"), &json!("maja")));
    let said = rig.agent_says(&rig.maja, &id, "a1", "Which order?").await.ok(201);
    assert_eq!((&said["message"]["order"], &said["message"]["key"]), (&json!(4), &json!("a1")));
    rig.say(&rig.elsa, &id, "k2", "Number 7").await.ok(201);
    let ended = rig.at_chat(&rig.maja, &id, "end", &json!({})).await.ok(200);
    assert_eq!((&ended["chat"]["state"], &ended["chat"]["ended_by"]), (&json!("ended"), &json!("agent")));

    let seen = rig.see(&rig.elsa, &id).await;
    let expected = [
        step("member", "text", "My order\nfails"),
        step("member", "text", "Anybody?"),
        step("agent", "joined", ""),
        step("agent", "text", "Which order?"),
        step("member", "text", "Number 7"),
        step("agent", "ended", ""),
    ];
    assert_eq!(steps(&seen), expected);
    assert_eq!(seen["messages"][3]["key"], json!(null), "another's key is not told");
    assert_eq!((&seen["chat"]["agent"], &seen["chat"]["messages"]), (&json!("Maja"), &json!(6)));
    assert_eq!(
        (&seen["chat"]["last_message"]["order"], &seen["chat"]["last_message"]["text"]),
        (&json!(5), &json!("Number 7"))
    );
    rig.say(&rig.elsa, &id, "k3", "One more").await.refused(409, "chat_ended");
    rig.agent_says(&rig.maja, &id, "a2", "One more").await.refused(409, "chat_ended");
    let rig = rig.reopened().await;
    assert_eq!(steps(&rig.see(&rig.elsa, &id).await), expected);
}

#[tokio::test]
async fn a_member_ends_a_chat_and_ending_it_again_says_how_it_ended() {
    let rig = Rig::new().await;
    let id = rig.chat(&rig.elsa, "Hello").await;
    let path = format!("/api/chats/{id}/end");
    let ended = rig.post(&rig.elsa, &path, "e1", &json!({})).await.ok(200);
    assert_eq!(ended["chat"]["ended_by"], "member");
    let again = rig.post(&rig.elsa, &path, "e1", &json!({})).await;
    assert_eq!(again.header("idempotent-replay"), "true");
    assert_eq!(again.ok(200), ended);
    let other = rig.post(&rig.elsa, &path, "e2", &json!({})).await.ok(200);
    assert_eq!(other["chat"], ended["chat"]);
    assert_eq!(rig.see(&rig.elsa, &id).await["messages"].as_array().unwrap().len(), 2);
    // The agent's end of the same chat is as harmless.
    let agents = rig.at_chat(&rig.maja, &id, "end", &json!({})).await.ok(200);
    assert_eq!(agents["chat"]["ended_by"], "member");
    rig.chat(&rig.elsa, "Another one").await;
}

#[tokio::test]
async fn one_open_chat_a_member() {
    let rig = Rig::new().await;
    rig.chat(&rig.elsa, "First").await;
    rig.post(&rig.elsa, "/api/chats", "k2", &chat_form("Second")).await.refused(409, "chat_open");
    rig.chat(&rig.nils, "Others may").await;
}

#[tokio::test]
async fn a_message_is_written_once_a_key() {
    let rig = Rig::new().await;
    let (first, again) = (chat_form("Once"), chat_form("Once"));
    let started = rig.post(&rig.elsa, "/api/chats", "k", &first).await.ok(201);
    let replayed = rig.post(&rig.elsa, "/api/chats", "k", &again).await;
    assert_eq!(replayed.header("idempotent-replay"), "true");
    assert_eq!(replayed.ok(201), started);
    rig.post(&rig.elsa, "/api/chats", "k", &chat_form("Other")).await.refused(422, "key_reused");
    let id = text(&started["chat"]["id"]);
    let path = format!("/api/chats/{id}/messages");
    let body = json!({"text": "Race"});
    let all = (0..20).map(|_| crate::rig::ask(&rig.router, posting(&rig.elsa, &path, "r", &body)));
    let answers = futures_util::future::join_all(all).await;
    let fresh = answers.iter().filter(|a| a.status == 201 && a.header("idempotent-replay").is_empty());
    assert_eq!(fresh.count(), 1);
    assert!(answers.iter().all(|a| a.status == 201 || a.code() == "in_flight"));
    rig.say(&rig.elsa, &id, "r", "Other").await.refused(422, "key_reused");
    rig.take(&rig.maja, &id).await;
    rig.agent_says(&rig.maja, &id, "r", "Its own keys").await.ok(201);
    rig.agent_says(&rig.maja, &id, "r", "Its own keys").await.ok(201);
    assert_eq!(rig.see(&rig.elsa, &id).await["messages"].as_array().unwrap().len(), 4);
}

#[tokio::test]
async fn what_a_key_did_in_a_chat_is_found_and_what_it_did_not_can_be_taken_back() {
    let rig = Rig::new().await;
    let started = rig.post(&rig.elsa, "/api/chats", "k0", &chat_form("Hello")).await.ok(201);
    let id = text(&started["chat"]["id"]);
    let said = rig.say(&rig.elsa, &id, "k1", "More").await.ok(201);
    rig.take(&rig.maja, &id).await;
    let found = rig.get(&rig.elsa, "/api/operations/k1").await.ok(200);
    assert_eq!(found["message"], said["message"]);
    assert_eq!(
        (&found["chat"]["id"], &found["chat"]["state"]),
        (&json!(id), &json!("active")),
        "as it is now"
    );
    assert_eq!(rig.get(&rig.elsa, "/api/operations/k0").await.ok(200)["message"], started["message"]);
    let answer = rig.post(&rig.elsa, "/api/operations/k1/withdraw", "-", &json!({})).await.ok(200);
    assert_eq!((&answer["withdrawn"], &answer["done"]["message"]), (&json!(false), &said["message"]));
    let answer = rig.post(&rig.elsa, "/api/operations/late/withdraw", "-", &json!({})).await.ok(200);
    assert_eq!(answer, json!({"withdrawn": true, "done": null}));
    rig.say(&rig.elsa, &id, "late", "Too late").await.refused(409, "withdrawn");
    rig.post(&rig.elsa, &format!("/api/chats/{id}/end"), "e", &json!({})).await.ok(200);
    let found = rig.get(&rig.elsa, "/api/operations/e").await.ok(200);
    assert_eq!((&found["chat"]["ended_by"], &found["message"]), (&json!("member"), &json!(null)));
    rig.get(&rig.nils, "/api/operations/k1").await.refused(404, "not_found");
}

#[tokio::test]
async fn a_transcript_is_resumed_where_it_broke_off() {
    let rig = Rig::new().await;
    let id = rig.chat(&rig.elsa, "Long").await;
    rig.take(&rig.maja, &id).await;
    for n in 0..230 {
        if n % 50 == 0 {
            rig.clock.forward(std::time::Duration::from_secs(61));
        }
        rig.say(&rig.elsa, &id, &format!("k{n}"), &format!("line {n}")).await.ok(201);
    }
    let first = rig.see(&rig.elsa, &id).await;
    assert_eq!((first["messages"].as_array().unwrap().len(), &first["more"]), (200, &json!(true)));
    let rest = rig.get(&rig.elsa, &format!("/api/chats/{id}?after=200")).await.ok(200);
    assert_eq!((&rest["messages"][0]["order"], &rest["more"]), (&json!(201), &json!(false)));
    assert_eq!(rest["messages"].as_array().unwrap().len(), 32);
    let agents = rig.get(&rig.maja, &format!("/api/agent/chats/{id}?after=231")).await.ok(200);
    assert_eq!(agents["messages"][0]["text"], "line 229");
    assert_eq!(
        rig.get(&rig.elsa, &format!("/api/chats/{id}?after=900")).await.ok(200)["messages"],
        json!([])
    );
}

#[tokio::test]
async fn changed_chats_are_told_after_a_cursor_and_the_waiting_one_always() {
    let rig = Rig::new().await;
    let all = async |since: &str| rig.get(&rig.elsa, &format!("/api/chats{since}")).await.ok(200);
    let empty = all("").await;
    assert_eq!((&empty["chats"], &empty["more"]), (&json!([]), &json!(false)));
    let old = rig.chat(&rig.elsa, "Old").await;
    rig.post(&rig.elsa, &format!("/api/chats/{old}/end"), "e", &json!({})).await.ok(200);
    let new = rig.chat(&rig.elsa, "New").await;
    let page = all(&format!("?since={}", text(&empty["cursor"]))).await;
    let ids: Vec<_> = page["chats"].as_array().unwrap().iter().map(|chat| text(&chat["id"])).collect();
    assert_eq!(ids, [old.clone(), new.clone()]);
    let first = all("?limit=1").await;
    assert_eq!((&first["chats"][0]["id"], &first["more"]), (&json!(old), &json!(true)));
    // Nothing changed, but its place may have.
    let cursor = format!("?since={}", text(&page["cursor"]));
    assert_eq!(all(&cursor).await["chats"][0]["id"], json!(new));
    rig.take(&rig.maja, &new).await;
    let taken = all(&cursor).await;
    assert_eq!(taken["chats"][0]["state"], "active");
    let after = all(&format!("?since={}", text(&taken["cursor"]))).await;
    assert_eq!((&after["chats"], &after["cursor"]), (&json!([]), &taken["cursor"]));
    // The two kinds of cursors are not each other's.
    let issues = text(&rig.changes(&rig.elsa, None).await["cursor"]);
    rig.get(&rig.elsa, &format!("/api/chats?since={issues}")).await.refused(410, "cursor_expired");
    let chats = text(&taken["cursor"]);
    rig.get(&rig.elsa, &format!("/api/issues/changes?since={chats}")).await.refused(410, "cursor_expired");
}

#[tokio::test]
async fn pictures_go_with_messages_and_only_to_the_two_sides() {
    let rig = Rig::new().await;
    let mut form = chat_form("See picture");
    form["uploads"] = json!([rig.upload(&rig.elsa, "u1", "first.png", PNG).await.ok(201)["id"]]);
    let started = rig.post(&rig.elsa, "/api/chats", "k", &form).await.ok(201);
    let id = text(&started["chat"]["id"]);
    let first = &started["message"]["attachments"][0];
    assert_eq!((&first["name"], &first["media_type"]), (&json!("first.png"), &json!("image/png")));
    // Used once, it is nobody's to use again.
    let again = json!({"text": "", "uploads": [first["id"]]});
    rig.post(&rig.elsa, &format!("/api/chats/{id}/messages"), "k1", &again).await.refused(422, "invalid");
    rig.take(&rig.maja, &id).await;
    let theirs = rig.upload(&rig.maja, "u2", "arrow.png", PNG).await.ok(201);
    let alone = json!({"text": "", "uploads": [theirs["id"]]});
    rig.post(&rig.maja, &format!("/api/agent/chats/{id}/messages"), "a1", &alone).await.ok(201);
    let tom = rig.second_agent().await;
    for file in [text(&first["id"]), text(&theirs["id"])] {
        let path = format!("/api/attachments/{file}");
        for token in [&rig.elsa, &rig.maja, &tom] {
            assert_eq!(rig.get(token, &path).await.bytes, PNG);
        }
        rig.get(&rig.nils, &path).await.refused(404, "not_found");
    }
    rig.clock.forward(std::time::Duration::from_secs(2 * 24 * 60 * 60));
    rig.desk.sweep().await.unwrap();
    rig.get(&rig.elsa, &format!("/api/attachments/{}", text(&first["id"]))).await.ok(200);
    rig.desk.purge_chat(&id).await.unwrap();
    rig.get(&rig.elsa, &format!("/api/attachments/{}", text(&first["id"]))).await.refused(404, "not_found");
    rig.get(&rig.elsa, &format!("/api/chats/{id}")).await.refused(404, "not_found");
    let cursor = text(&rig.get(&rig.nils, "/api/chats").await.ok(200)["cursor"]);
    rig.get(&rig.elsa, &format!("/api/chats?since={cursor}")).await.ok(200);
    assert_eq!(std::fs::read_dir(rig.folder.path().join("desk/files")).unwrap().count(), 0);
}

#[tokio::test]
async fn a_form_and_a_message_are_checked() {
    let rig = Rig::new().await;
    rig.set("chat.topics", r#"[{"id": "orders", "name": "Orders"}]"#).await;
    let cases = [
        ("name", json!(" ")),
        ("name", json!("a\nb")),
        ("name", json!("x".repeat(201))),
        ("email", json!("")),
        ("email", json!("elsa")),
        ("member_id", json!("")),
        ("topic", json!("cooking")),
        ("language", json!("x".repeat(201))),
        ("question", json!("\n ")),
        ("question", json!("x".repeat(4001))),
        ("question", json!("a\u{0}b")),
        ("uploads", json!(["nothing"])),
    ];
    for (field, value) in cases {
        let mut form = chat_form("Hello");
        form[field] = value.clone();
        let refused = rig.post(&rig.elsa, "/api/chats", "k", &form).await.refused(422, "invalid");
        assert_eq!(refused["field"], *field, "{value}");
    }
    let mut form = chat_form(&"å".repeat(4000));
    (form["topic"], form["language"]) = (json!("orders"), json!("sv"));
    let started = rig.post(&rig.elsa, "/api/chats", "k", &form).await.ok(201);
    assert_eq!(started["chat"]["topic"], "orders");
    let id = text(&started["chat"]["id"]);
    rig.say(&rig.elsa, &id, "k1", "").await.refused(422, "invalid");
    rig.say(&rig.elsa, &id, "k1", &"x".repeat(4001)).await.refused(422, "invalid");
}

#[tokio::test]
async fn nobody_may_flood_a_chat() {
    let rig = Rig::new().await;
    let id = rig.chat(&rig.elsa, "Flood").await;
    for n in 1..60 {
        rig.say(&rig.elsa, &id, &format!("k{n}"), "again").await.ok(201);
    }
    let refused = rig.say(&rig.elsa, &id, "k60", "again").await;
    assert_eq!(refused.header("retry-after"), "61");
    refused.refused(429, "throttled");
    rig.take(&rig.maja, &id).await;
    rig.agent_says(&rig.maja, &id, "a", "Slowly!").await.ok(201);
    rig.clock.forward(std::time::Duration::from_secs(61));
    rig.say(&rig.elsa, &id, "k60", "again").await.ok(201);
}

#[tokio::test]
async fn an_agent_asks_for_an_issue_in_the_members_language() {
    let rig = Rig::new().await;
    let mut form = chat_form("Det går inte");
    form["language"] = json!("sv");
    let id = text(&rig.post(&rig.elsa, "/api/chats", "k", &form).await.ok(201)["chat"]["id"]);
    rig.take(&rig.maja, &id).await;
    let path = format!("/api/agent/chats/{id}/suggest-issue");
    let suggested = rig.post(&rig.maja, &path, "s1", &json!({"language": null})).await.ok(201);
    assert_eq!(
        (&suggested["language"], &suggested["message"]["kind"]),
        (&json!("sv"), &json!("suggest_issue"))
    );
    assert!(text(&suggested["message"]["text"]).contains("ärende"));
    assert_eq!(rig.post(&rig.maja, &path, "s1", &json!({})).await.ok(201), suggested);
    for (wished, got) in [("de", "de"), ("tlh", "en")] {
        let suggested = rig.post(&rig.maja, &path, wished, &json!({"language": wished})).await.ok(201);
        assert_eq!(suggested["language"], got);
    }
    let seen = rig.see(&rig.elsa, &id).await;
    assert_eq!(seen["chat"]["suggests_issue"], true);
    assert_eq!(seen["messages"].as_array().unwrap().len(), 5);
}

#[tokio::test]
async fn typing_is_seen_by_the_other_side_and_fades() {
    let rig = Rig::new().await;
    let id = rig.chat(&rig.elsa, "Typing").await;
    let member = format!("/api/chats/{id}/typing");
    let agent = format!("/api/agent/chats/{id}/typing");
    let yes = json!({"typing": true});
    rig.post(&rig.elsa, &member, "", &yes).await.ok(204);
    rig.post(&rig.maja, &agent, "", &yes).await.refused(409, "chat_taken");
    rig.take(&rig.maja, &id).await;
    rig.post(&rig.maja, &agent, "", &yes).await.ok(204);
    let seen = rig.get(&rig.maja, "/api/agent/chats").await.ok(200);
    assert_eq!(seen["mine"][0]["member_typing"], true);
    assert_eq!(rig.see(&rig.elsa, &id).await["chat"]["agent_typing"], true);
    rig.agent_says(&rig.maja, &id, "a", "Hello").await.ok(201);
    assert_eq!(rig.see(&rig.elsa, &id).await["chat"]["agent_typing"], false, "what was typed is there");
    rig.clock.forward(std::time::Duration::from_secs(6));
    let seen = rig.get(&rig.maja, "/api/agent/chats").await.ok(200);
    assert_eq!(seen["mine"][0]["member_typing"], false);
    rig.post(&rig.nils, &member, "", &yes).await.refused(404, "not_found");
    rig.at_chat(&rig.maja, &id, "end", &json!({})).await.ok(200);
    rig.post(&rig.elsa, &member, "", &yes).await.refused(409, "chat_ended");
}
