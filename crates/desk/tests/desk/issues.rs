//! A member's issues: order, cursors, rounds, and what may be written.

use std::time::Duration;

use serde_json::{Value, json};

use crate::rig::{Rig, text};

fn titles(page: &Value) -> Vec<String> {
    page["issues"].as_array().unwrap().iter().map(|issue| text(&issue["title"])).collect()
}

#[tokio::test]
async fn changes_come_in_the_desks_order_and_not_by_the_clock() {
    let rig = Rig::new().await;
    let first = rig.issue(&rig.elsa, "first").await;
    rig.clock.forward(Duration::from_secs(60));
    rig.issue(&rig.elsa, "second").await;
    let page = rig.changes(&rig.elsa, None).await;
    assert_eq!(titles(&page), ["first", "second"]);
    let cursor = text(&page["cursor"]);
    assert_eq!((&page["more"], &page["restarted"]), (&json!(false), &json!(false)));
    // The clock stands still from here on; the sequence does not.
    rig.agent(&first, "reply", "We look into it.").await;
    rig.issue(&rig.elsa, "third").await;
    let page = rig.changes(&rig.elsa, Some(&cursor)).await;
    assert_eq!(titles(&page), ["first", "third"]);
    let page = rig.changes(&rig.elsa, Some(&text(&page["cursor"]))).await;
    assert_eq!(titles(&page), Vec::<String>::new());
    assert!(page.to_string().len() < 1024, "an empty page is small");
    assert_eq!(titles(&rig.changes(&rig.nils, None).await), Vec::<String>::new());
}

#[tokio::test]
async fn pages_of_any_size_give_every_issue_once() {
    let rig = Rig::new().await;
    for n in 0..7 {
        rig.issue(&rig.elsa, &format!("issue {n}")).await;
    }
    for limit in 1..=8 {
        let (mut seen, mut since) = (Vec::new(), String::new());
        loop {
            let path = format!("/api/issues/changes?limit={limit}{since}");
            let page = rig.get(&rig.elsa, &path).await.ok(200);
            assert!(titles(&page).len() <= limit);
            seen.extend(titles(&page));
            since = format!("&since={}", text(&page["cursor"]));
            if page["more"] == false {
                break;
            }
        }
        assert_eq!(seen.len(), 7, "limit {limit}");
    }
}

#[tokio::test]
async fn a_foreign_or_garbled_cursor_has_expired() {
    let rig = Rig::new().await;
    let other = Rig::new().await;
    other.issue(&other.elsa, "elsewhere").await;
    rig.issue(&rig.elsa, "here").await;
    let foreign = text(&other.changes(&other.elsa, None).await["cursor"]);
    for cursor in [foreign.as_str(), "x", "MS54LjE", ""] {
        let path = format!("/api/issues/changes?since={cursor}");
        rig.get(&rig.elsa, &path).await.refused(410, "cursor_expired");
    }
}

#[tokio::test]
async fn a_question_makes_a_round_and_a_reply_ends_it() {
    let rig = Rig::new().await;
    let id = rig.issue(&rig.elsa, "round").await;
    rig.clock.forward(Duration::from_secs(5));
    let asked = rig.agent(&id, "ask", "Which browser?").await;
    let round = &asked["round"];
    assert_eq!(asked["status"], "awaiting_feedback");
    assert_eq!((&round["asker"], &round["question"]), (&json!("Maja"), &json!("Which browser?")));
    assert_eq!(round["since"], "2026-11-22T12:00:05.000Z");

    rig.clock.forward(Duration::from_secs(5));
    let again = rig.agent(&id, "ask", "And which version?").await;
    assert_eq!(again["round"]["key"], round["key"], "asking again keeps the round");
    assert_eq!(again["round"]["since"], round["since"]);
    assert_eq!(again["round"]["question"], "And which version?");
    let reply = rig.agent(&id, "reply", "Take your time.").await;
    assert_eq!(reply["round"]["key"], round["key"], "an agent's reply keeps it too");

    let path = format!("/api/issues/{id}/entries");
    let written =
        rig.post(&rig.elsa, &path, "a1", &json!({"text": "Firefox 130", "uploads": []})).await.ok(201);
    assert_eq!((&written["issue"]["status"], &written["issue"]["round"]), (&json!("open"), &Value::Null));
    assert_eq!(written["entry"]["author"], json!({"name": "Elsa Lind", "side": "member"}));
    let next = rig.agent(&id, "ask", "Thanks. Still so?").await;
    let key = |round: &Value| text(&round["key"]).parse::<i64>().unwrap();
    assert!(key(&next["round"]) > key(round), "a new round has a new, later key");
}

#[tokio::test]
async fn a_conversation_has_its_entries_in_order() {
    let rig = Rig::new().await;
    let id = rig.issue(&rig.elsa, "conversation").await;
    rig.agent(&id, "reply", "Line one\n\nline   two").await;
    let conversation = rig.get(&rig.elsa, &format!("/api/issues/{id}")).await.ok(200);
    let texts: Vec<_> =
        conversation["entries"].as_array().unwrap().iter().map(|e| text(&e["text"])).collect();
    assert_eq!(texts, ["Det går inte.", "Line one\n\nline   two"]);
    assert_eq!(conversation["issue"]["last_entry"]["text"], "Line one line two");
    assert_eq!(
        conversation["issue"]["allows"],
        json!({"reply":true,"attach":true,"close":false,"reopen":false})
    );
    assert_eq!(conversation["issue"]["opened"], "2026-11-22T12:00:00.000Z");
    assert_eq!(conversation["issue"]["number"], "1001");
}

#[tokio::test]
async fn a_closed_issue_refuses_replies_and_nothing_is_left_of_them() {
    let rig = Rig::new().await;
    let id = rig.issue(&rig.elsa, "closing").await;
    rig.agent(&id, "ask", "Well?").await;
    let close = format!("/api/agent/issues/{id}/close");
    let closed = rig.post(&rig.maja, &close, "c", &json!({"text": "Solved."})).await.ok(200);
    assert_eq!((&closed["issue"]["status"], &closed["issue"]["round"]), (&json!("closed"), &Value::Null));
    assert_eq!(closed["issue"]["closed"], "2026-11-22T12:00:00.000Z");
    let file = rig.upload(&rig.elsa, "u", "a.png", crate::rig::PNG).await.ok(201);
    let reply = json!({"text": "wait", "uploads": [file["id"]]});
    let path = format!("/api/issues/{id}/entries");
    rig.post(&rig.elsa, &path, "r", &reply).await.refused(409, "conflict");
    let conversation = rig.get(&rig.elsa, &format!("/api/issues/{id}")).await.ok(200);
    assert_eq!(conversation["entries"].as_array().unwrap().len(), 3);
    assert_eq!(conversation["issue"]["allows"]["reply"], false);
    rig.post(&rig.maja, &close, "c2", &json!({"text": null})).await.refused(409, "conflict");
    let reopened = rig.post(&rig.maja, &close.replace("close", "reopen"), "o", &json!({})).await.ok(200);
    assert_eq!((&reopened["issue"]["status"], &reopened["issue"]["closed"]), (&json!("open"), &Value::Null));
    rig.post(&rig.elsa, &path, "r", &reply).await.ok(201);
}

#[tokio::test]
async fn what_is_missing_or_too_long_is_said_by_field() {
    let rig = Rig::new().await;
    let long = |n: usize| "å".repeat(n);
    let cases = [
        (json!({"title": " ", "text": "x"}), "title"),
        (json!({"title": long(201), "text": "x"}), "title"),
        (json!({"title": "a\nb", "text": "x"}), "title"),
        (json!({"title": "a", "text": " \n"}), "text"),
        (json!({"title": "a", "text": long(20_001)}), "text"),
        (json!({"title": "a", "text": "a\u{0}b"}), "text"),
        (json!({"title": "a", "text": "x", "language": "tlh"}), "language"),
        (json!({"title": "a", "text": "x", "uploads": ["nothing"]}), "uploads"),
        (json!({"title": "a", "text": "x", "uploads": vec!["n"; 11]}), "uploads"),
        (json!({"title": "a", "text": "x", "status": "closed"}), "body"),
        (json!({"title": "a", "text": "x", "author": "Maja"}), "body"),
        (json!({"title": "a", "text": "x", "opened": "2020-01-01T00:00:00Z"}), "body"),
        (json!({"title": 7, "text": "x"}), "body"),
        (json!([]), "body"),
    ];
    for (body, field) in cases {
        let refused = rig.post(&rig.elsa, "/api/issues", "k", &body).await.refused(422, "invalid");
        assert_eq!(refused["field"], field, "{body}");
    }
    let body = json!({"title": long(200), "text": long(20_000), "language": "sv"});
    rig.post(&rig.elsa, "/api/issues", "k", &body).await.ok(201);
    assert_eq!(titles(&rig.changes(&rig.elsa, None).await).len(), 1, "no refused issue was stored");
}

#[tokio::test]
async fn a_restart_keeps_everything() {
    let rig = Rig::new().await;
    let id = rig.issue(&rig.elsa, "kept").await;
    let before = rig.agent(&id, "ask", "Still there?").await;
    let page = rig.changes(&rig.elsa, None).await;
    let rig = rig.reopened().await;
    assert_eq!(rig.changes(&rig.elsa, None).await, page);
    assert_eq!(page["issues"][0]["round"], before["round"]);
    let nothing = rig.changes(&rig.elsa, Some(&text(&page["cursor"]))).await;
    assert_eq!(titles(&nothing), Vec::<String>::new());
}

#[tokio::test]
async fn a_census_in_pages_of_any_size_meets_whatever_stays_also_while_issues_change() {
    let rig = Rig::new().await;
    let mut made = Vec::new();
    for n in 0..7 {
        made.push(rig.issue(&rig.elsa, &format!("issue {n}")).await);
    }
    rig.issue(&rig.nils, "another member's").await;
    for limit in 1..=8 {
        let (mut met, mut after) = (std::collections::BTreeSet::new(), String::new());
        loop {
            let path = format!("/api/issues/census?limit={limit}{after}");
            let page = rig.get(&rig.elsa, &path).await.ok(200);
            let ids: Vec<String> = page["ids"].as_array().unwrap().iter().map(text).collect();
            assert!(ids.len() <= limit);
            met.extend(ids);
            // One that was not met yet moves behind the others.
            rig.agent(made.last().unwrap(), "reply", "We look into it.").await;
            match page["next"].as_str() {
                Some(next) => after = format!("&after={next}"),
                None => break,
            }
        }
        assert_eq!(met, made.iter().cloned().collect(), "limit {limit}");
    }
}

#[tokio::test]
async fn a_purged_issue_is_gone_with_its_files_and_nothing_says_so() {
    let rig = Rig::new().await;
    let issue = rig.issue(&rig.elsa, "to be purged").await;
    let cursor = text(&rig.changes(&rig.elsa, None).await["cursor"]);
    let upload = rig.upload(&rig.elsa, "up", "a.txt", b"words").await.ok(201);
    let reply = json!({"text": "See the file.", "uploads": [text(&upload["id"])]});
    rig.post(&rig.elsa, &format!("/api/issues/{issue}/entries"), "reply", &reply).await.ok(201);
    let head = text(&rig.changes(&rig.elsa, Some(&cursor)).await["cursor"]);
    rig.desk.purge_issue(&issue).await.unwrap();
    assert!(rig.desk.purge_issue(&issue).await.is_err(), "once");
    let page = rig.changes(&rig.elsa, Some(&head)).await;
    assert_eq!((titles(&page), text(&page["cursor"])), (Vec::new(), head));
    let file = format!("/api/attachments/{}", text(&upload["id"]));
    rig.get(&rig.elsa, &file).await.refused(404, "not_found");
    rig.get(&rig.elsa, &format!("/api/issues/{issue}")).await.refused(404, "not_found");
}

#[tokio::test]
async fn every_change_is_later_than_the_one_before_whatever_the_clock_says() {
    let rig = Rig::new().await;
    let issue = rig.issue(&rig.elsa, "the clock stands still").await;
    let updated =
        async || text(&rig.get(&rig.elsa, &format!("/api/issues/{issue}")).await.ok(200)["issue"]["updated"]);
    let mut before = updated().await;
    for text in ["one", "two", "three"] {
        rig.agent(&issue, "reply", text).await;
        let now = updated().await;
        assert!(before < now, "{before} {now}");
        before = now;
    }
}

#[tokio::test]
async fn a_desk_says_how_often_it_wishes_to_be_asked_where_it_is_set() {
    let rig = Rig::new().await;
    assert_eq!(rig.changes(&rig.elsa, None).await["poll_after"], Value::Null);
    let facts = rig.desk.facts().await.unwrap();
    rig.desk.set_facts(svara_desk::Facts { poll_after: Some(90), ..facts.clone() }).await.unwrap();
    assert_eq!(rig.changes(&rig.elsa, None).await["poll_after"], json!(90));
    assert!(rig.desk.set_facts(svara_desk::Facts { poll_after: Some(4000), ..facts }).await.is_err());
}
