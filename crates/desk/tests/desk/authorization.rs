//! Who may do what: every route with every kind of caller, and notes that no member ever sees.

use axum::{body::Body, http::Method};
use serde_json::{Value, json};

use crate::rig::{Answer, PNG, Rig, chat_form, posting, request, text};

/// Something of Elsa's in every kind of place.
struct Things {
    issue: String,
    attachment: String,
    unused: String,
    note_attachment: String,
    chat: String,
    chat_attachment: String,
    revoked: String,
}

async fn things(rig: &Rig) -> Things {
    let issue = rig.issue(&rig.elsa, "secret of Elsa").await;
    let file = text(&rig.upload(&rig.elsa, "u1", "elsa.png", PNG).await.ok(201)["id"]);
    let body = json!({"text": "see picture", "uploads": [file]});
    rig.post(&rig.elsa, &format!("/api/issues/{issue}/entries"), "e1", &body).await.ok(201);
    let unused = text(&rig.upload(&rig.elsa, "u2", "unused.png", PNG).await.ok(201)["id"]);
    let note = text(&rig.upload(&rig.maja, "u3", "note.png", PNG).await.ok(201)["id"]);
    let body = json!({"kind": "note", "text": "NOTE-TEXT", "uploads": [note]});
    rig.post(&rig.maja, &format!("/api/agent/issues/{issue}/entries"), "n1", &body).await.ok(201);
    let file_of_chat = text(&rig.upload(&rig.elsa, "u4", "chat.png", PNG).await.ok(201)["id"]);
    let mut form = chat_form("secret of Elsa");
    form["uploads"] = json!([file_of_chat]);
    let chat = text(&rig.post(&rig.elsa, "/api/chats", "c1", &form).await.ok(201)["chat"]["id"]);
    let revoked = rig.desk.seed_session("elsa").await.unwrap();
    rig.ask(request(Method::DELETE, "/api/session", &revoked).body(Body::empty()).unwrap()).await.ok(204);
    Things {
        issue,
        attachment: file,
        unused,
        note_attachment: note,
        chat,
        chat_attachment: file_of_chat,
        revoked,
    }
}

async fn call(rig: &Rig, token: &str, method: &str, path: &str, key: &str) -> Answer {
    match method {
        "GET" => rig.get(token, path).await,
        "UPLOAD" => rig.upload(token, key, "x.png", PNG).await,
        "PUT" if path.ends_with("/duty") => rig.put(token, path, &json!({"on_duty": true})).await,
        "PUT" => {
            let settings = json!({
                "announcement": null, "lowest_rank": "Silver", "languages": [], "chat_languages": ["en"],
                "chat": {}, "close_rule": null
            });
            rig.put(token, path, &settings).await
        }
        "PATCH" => rig.patch(token, path, &json!({})).await,
        _ => {
            let body = match path.rsplit('/').next() {
                Some("close" | "reopen") => json!({}),
                Some("issues") => json!({"title": "t", "text": "x"}),
                Some("chats") => chat_form("x"),
                Some("typing") => json!({"typing": true}),
                Some("transfer") => json!({"to": null}),
                Some("end" | "take" | "suggest-issue") => json!({}),
                Some("messages") => json!({"text": "x"}),
                _ if path.contains("/agent/") => json!({"kind": "reply", "text": "x"}),
                _ => json!({"text": "x"}),
            };
            rig.ask(posting(token, path, key, &body)).await
        }
    }
}

/// Status for: the owner, another member, a member below the rank, an agent. Anonymous and revoked callers get 401.
const MATRIX: &[(&str, &str, [u16; 4])] = &[
    ("GET", "/api/profile", [200, 200, 200, 403]),
    ("GET", "/api/issues/changes", [200, 200, 403, 403]),
    ("GET", "/api/issues/census", [200, 200, 403, 403]),
    ("GET", "/api/issues/{issue}", [200, 404, 403, 403]),
    ("POST", "/api/issues/{issue}/entries", [201, 404, 403, 403]),
    ("POST", "/api/issues", [201, 201, 403, 403]),
    ("UPLOAD", "/api/uploads", [201, 201, 403, 201]),
    ("GET", "/api/operations/e1", [200, 404, 403, 403]),
    ("POST", "/api/operations/e1/withdraw", [200, 200, 403, 403]),
    ("GET", "/api/attachments/{attachment}", [200, 404, 403, 200]),
    ("GET", "/api/attachments/{unused}", [200, 404, 403, 404]),
    ("GET", "/api/attachments/{note}", [404, 404, 403, 200]),
    ("GET", "/api/attachments/{chat_file}", [200, 404, 403, 200]),
    ("GET", "/api/chat", [200, 200, 403, 403]),
    ("GET", "/api/chats", [200, 200, 403, 403]),
    ("GET", "/api/chats/{chat}", [200, 404, 403, 403]),
    // Elsa has one that has not ended.
    ("POST", "/api/chats", [409, 201, 403, 403]),
    ("POST", "/api/chats/{chat}/messages", [201, 404, 403, 403]),
    ("POST", "/api/chats/{chat}/typing", [204, 404, 403, 403]),
    ("GET", "/api/operations/c1", [200, 404, 403, 403]),
    ("GET", "/api/agent/chats", [403, 403, 403, 200]),
    ("GET", "/api/agent/chats/{chat}", [403, 403, 403, 200]),
    ("POST", "/api/agent/chats/{chat}/take", [403, 403, 403, 200]),
    ("POST", "/api/agent/chats/{chat}/messages", [403, 403, 403, 201]),
    ("POST", "/api/agent/chats/{chat}/typing", [403, 403, 403, 204]),
    ("POST", "/api/agent/chats/{chat}/suggest-issue", [403, 403, 403, 201]),
    ("POST", "/api/agent/chats/{chat}/transfer", [403, 403, 403, 200]),
    // It waits again.
    ("POST", "/api/agent/chats/{chat}/end", [403, 403, 403, 409]),
    ("POST", "/api/chats/{chat}/end", [200, 404, 403, 403]),
    ("GET", "/api/agent/duty", [403, 403, 403, 200]),
    ("PUT", "/api/agent/duty", [403, 403, 403, 200]),
    ("GET", "/api/agent/members", [403, 403, 403, 200]),
    ("PATCH", "/api/agent/members/elsa", [403, 403, 403, 200]),
    ("GET", "/api/agent/members/elsa/chats", [403, 403, 403, 200]),
    ("GET", "/api/agent/settings", [403, 403, 403, 200]),
    ("PUT", "/api/agent/settings", [403, 403, 403, 200]),
    ("POST", "/api/demo/ask", [404, 404, 403, 403]),
    ("POST", "/api/demo/join", [404, 404, 403, 403]),
    ("GET", "/api/agent/profile", [403, 403, 403, 200]),
    ("GET", "/api/agent/issues", [403, 403, 403, 200]),
    ("GET", "/api/agent/issues/{issue}", [403, 403, 403, 200]),
    ("POST", "/api/agent/issues/{issue}/entries", [403, 403, 403, 201]),
    ("POST", "/api/agent/issues/{issue}/close", [403, 403, 403, 200]),
    ("POST", "/api/agent/issues/{issue}/reopen", [403, 403, 403, 200]),
];

#[tokio::test]
async fn every_route_answers_every_caller_as_it_should() {
    let rig = Rig::new().await;
    let things = things(&rig).await;
    for (n, (method, path, expected)) in MATRIX.iter().enumerate() {
        let path = path
            .replace("{issue}", &things.issue)
            .replace("{attachment}", &things.attachment)
            .replace("{chat}", &things.chat)
            .replace("{chat_file}", &things.chat_attachment)
            .replace("{unused}", &things.unused)
            .replace("{note}", &things.note_attachment);
        let callers = [&rig.elsa, &rig.nils, &rig.bo, &rig.maja];
        for (token, status) in callers.into_iter().zip(expected) {
            let answer = call(&rig, token, method, &path, &format!("m{n}")).await;
            assert_eq!(answer.status.as_u16(), *status, "{method} {path}: {}", answer.json());
        }
        for token in ["", "0".repeat(64).as_str(), things.revoked.as_str()] {
            call(&rig, token, method, &path, "anonymous").await.refused(401, "signed_out");
        }
    }
}

#[tokio::test]
async fn a_live_stream_is_only_for_members_that_are_served() {
    let rig = Rig::new().await;
    rig.get("", "/api/live").await.refused(401, "signed_out");
    rig.get(&rig.maja, "/api/live").await.refused(403, "forbidden");
    rig.get(&rig.bo, "/api/live").await.refused(403, "not_eligible");
}

#[tokio::test]
async fn a_member_below_the_lowest_rank_is_told_the_rule() {
    let rig = Rig::new().await;
    let refused = rig.get(&rig.bo, "/api/issues/changes").await.refused(403, "not_eligible");
    assert_eq!((&refused["lowest_rank"], &refused["rank"]), (&json!("Silver"), &json!("Member")));
    let profile = rig.get(&rig.bo, "/api/profile").await.ok(200);
    assert_eq!(profile["member"]["eligible"], false);
    let facts = rig.desk.facts().await.unwrap();
    rig.desk.set_facts(facts.with("lowest_rank", "Platinum").unwrap()).await.unwrap();
    rig.get(&rig.elsa, "/api/issues/changes").await.refused(403, "not_eligible");
    rig.desk.set_facts(facts.with("lowest_rank", "null").unwrap()).await.unwrap();
    rig.get(&rig.bo, "/api/issues/changes").await.ok(200);
}

#[tokio::test]
async fn anothers_thing_is_not_told_from_a_missing_one() {
    let rig = Rig::new().await;
    let things = things(&rig).await;
    let nothing = "f".repeat(32);
    for (foreign, path) in [
        (&things.issue, "/api/issues/{}"),
        (&things.attachment, "/api/attachments/{}"),
        (&things.unused, "/api/attachments/{}"),
        (&things.chat_attachment, "/api/attachments/{}"),
        (&things.chat, "/api/chats/{}"),
        (&"e1".to_owned(), "/api/operations/{}"),
    ] {
        let theirs = rig.get(&rig.nils, &path.replace("{}", foreign)).await;
        let missing = rig.get(&rig.nils, &path.replace("{}", &nothing)).await;
        assert_eq!((theirs.status.as_u16(), theirs.bytes), (404, missing.bytes), "{path}");
    }
    let path = |id: &str| format!("/api/issues/{id}/entries");
    let body = json!({"text": "x", "uploads": []});
    let theirs = rig.post(&rig.nils, &path(&things.issue), "w", &body).await;
    let missing = rig.post(&rig.nils, &path(&nothing), "w", &body).await;
    assert_eq!((theirs.status.as_u16(), theirs.bytes), (404, missing.bytes));
    // A foreign upload in a body: the same answer as for one that does not exist.
    let using = |id: &str| json!({"title": "t", "text": "x", "uploads": [id]});
    let theirs = rig.post(&rig.nils, "/api/issues", "w", &using(&things.unused)).await;
    let missing = rig.post(&rig.nils, "/api/issues", "w", &using(&nothing)).await;
    assert_eq!((theirs.status.as_u16(), theirs.bytes), (422, missing.bytes));
}

#[tokio::test]
async fn a_cursor_of_another_member_gives_nothing_of_theirs() {
    let rig = Rig::new().await;
    let cursor = text(&rig.changes(&rig.elsa, None).await["cursor"]);
    rig.issue(&rig.elsa, "secret of Elsa").await;
    let page = rig.changes(&rig.nils, Some(&cursor)).await;
    assert_eq!(page["issues"], json!([]));
    assert!(!page.to_string().contains("Elsa"));
}

#[tokio::test]
async fn a_note_changes_nothing_that_its_member_can_see() {
    let rig = Rig::new().await;
    let id = rig.issue(&rig.elsa, "noted").await;
    rig.agent(&id, "ask", "Which browser?").await;
    let before = rig.changes(&rig.elsa, None).await;
    let path = format!("/api/issues/{id}");
    let conversation = rig.get(&rig.elsa, &path).await.ok(200);

    let file = rig.upload(&rig.maja, "f", "NOTE-FILE.png", PNG).await.ok(201);
    let note = json!({"kind": "note", "text": "NOTE-TEXT", "uploads": [file["id"]]});
    let route = format!("/api/agent/issues/{id}/entries");
    let written = rig.post(&rig.maja, &route, "n", &note).await.ok(201);
    assert_eq!(written["entry"]["internal"], true);

    assert_eq!(rig.changes(&rig.elsa, None).await, before);
    assert_eq!(rig.changes(&rig.elsa, Some(&text(&before["cursor"]))).await["issues"], json!([]));
    assert_eq!(rig.get(&rig.elsa, &path).await.ok(200), conversation);
    rig.get(&rig.elsa, &format!("/api/attachments/{}", text(&file["id"]))).await.refused(404, "not_found");

    // A later change shows the issue, still without the note.
    rig.agent(&id, "reply", "Never mind.").await;
    let close = format!("/api/agent/issues/{id}/close");
    rig.post(&rig.maja, &close, "c", &json!({})).await.ok(200);
    rig.post(&rig.maja, &route, "n2", &json!({"kind": "note", "text": "NOTE-LAST"})).await.ok(201);
    for seen in [rig.changes(&rig.elsa, None).await, rig.get(&rig.elsa, &path).await.ok(200)] {
        assert!(!seen.to_string().contains("NOTE"), "{seen}");
    }
    let agents = rig.get(&rig.maja, &format!("/api/agent/issues/{id}")).await.ok(200);
    let internal: Vec<&Value> =
        agents["entries"].as_array().unwrap().iter().map(|e| &e["internal"]).collect();
    assert_eq!(internal, [false, false, true, false, true]);
}
