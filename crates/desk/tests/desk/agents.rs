//! The agents' side.

use serde_json::{Value, json};

use crate::rig::{Rig, text};

fn titles(page: &Value) -> Vec<String> {
    page["issues"].as_array().unwrap().iter().map(|issue| text(&issue["title"])).collect()
}

#[tokio::test]
async fn agents_see_all_issues_the_latest_event_first() {
    let rig = Rig::new().await;
    let first = rig.issue(&rig.elsa, "first").await;
    rig.issue(&rig.nils, "second").await;
    rig.agent(&first, "note", "on it").await;
    let page = rig.get(&rig.maja, "/api/agent/issues").await.ok(200);
    assert_eq!(titles(&page), ["first", "second"]);
    assert_eq!(page["next"], Value::Null);
    assert_eq!(page["issues"][0]["member"]["user_name"], "elsa");
    let page = rig.get(&rig.maja, "/api/agent/issues?limit=1").await.ok(200);
    let path = format!("/api/agent/issues?limit=1&after={}", text(&page["next"]));
    let rest = rig.get(&rig.maja, &path).await.ok(200);
    assert_eq!((titles(&rest), &rest["next"]), (vec!["second".to_owned()], &Value::Null));
}

#[tokio::test]
async fn agents_can_choose_by_status() {
    let rig = Rig::new().await;
    let asked = rig.issue(&rig.elsa, "asked").await;
    rig.issue(&rig.elsa, "left").await;
    rig.agent(&asked, "ask", "Well?").await;
    let of = async |status: &str| {
        titles(&rig.get(&rig.maja, &format!("/api/agent/issues?status={status}")).await.ok(200))
    };
    assert_eq!(of("awaiting_feedback").await, ["asked"]);
    assert_eq!(of("open").await, ["left"]);
    assert_eq!(of("closed").await, Vec::<String>::new());
    rig.get(&rig.maja, "/api/agent/issues?status=pending").await.refused(422, "invalid");
}

#[tokio::test]
async fn agents_can_choose_by_language_and_words() {
    let rig = Rig::new().await;
    let printer = rig.issue(&rig.elsa, "The printer is out").await;
    rig.issue(&rig.nils, "100% load").await;
    rig.agent(&printer, "note", "Sören knows the key_word").await;
    let found =
        async |query: &str| titles(&rig.get(&rig.maja, &format!("/api/agent/issues?{query}")).await.ok(200));
    for (words, finds) in [
        ("PRINTER", 1),
        ("S%C3%96REN", 1),
        ("s%C3%B6ren+out", 1),
        ("s%C3%B6ren+load", 0),
        ("key_word", 1),
        ("keyxword", 0),
        ("0%25", 1),
        ("%25", 1),
        ("_", 1),
        ("nils", 1),
        ("+", 2),
    ] {
        assert_eq!(found(&format!("words={words}")).await.len(), finds, "{words}");
    }
    let number =
        text(&rig.get(&rig.maja, "/api/agent/issues?words=printer").await.ok(200)["issues"][0]["number"]);
    assert_eq!(found(&format!("words={number}")).await.len(), 1, "a number is found whole");
    assert_eq!(found("language=sv").await.len(), 2);
    assert_eq!(found("language=da").await, Vec::<String>::new());
}

#[tokio::test]
async fn an_agents_write_is_repeated_like_a_members() {
    let rig = Rig::new().await;
    let id = rig.issue(&rig.elsa, "once").await;
    let path = format!("/api/agent/issues/{id}/entries");
    let body = json!({"kind": "ask", "text": "Well?"});
    let first = rig.post(&rig.maja, &path, "k", &body).await;
    let again = rig.post(&rig.maja, &path, "k", &body).await;
    assert_eq!(again.header("idempotent-replay"), "true");
    assert_eq!(first.json(), again.json());
    rig.post(&rig.maja, &path, "", &body).await.refused(422, "invalid");
    rig.post(&rig.maja, &path, "k2", &json!({"kind": "shout", "text": "x"})).await.refused(422, "invalid");
    let nothing = format!("/api/agent/issues/{}/entries", "0".repeat(32));
    rig.post(&rig.maja, &nothing, "k3", &body).await.refused(404, "not_found");
}

#[tokio::test]
async fn a_long_question_is_shortened_for_the_round_only() {
    let rig = Rig::new().await;
    let id = rig.issue(&rig.elsa, "long").await;
    let asked = rig.agent(&id, "ask", &"ö ".repeat(2000)).await;
    assert_eq!(text(&asked["round"]["question"]).chars().count(), 500);
    let whole = rig.get(&rig.elsa, &format!("/api/issues/{id}")).await.ok(200);
    assert_eq!(text(&whole["entries"][1]["text"]).chars().count(), 4000);
}
