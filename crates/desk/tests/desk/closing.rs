//! The rule for silent issues: when the desk warns, when it closes, and in which days it counts.

use std::time::Duration;

use serde_json::{Value, json};

use crate::rig::{Rig, text};

const HOUR: Duration = Duration::from_secs(60 * 60);

/// Monday, 2026-11-23, at noon, with a rule.
async fn ruled(rule: &str) -> Rig {
    let rig = Rig::new().await;
    rig.set("close_rule", rule).await;
    pass(&rig, HOUR * 24).await;
    rig
}

async fn pass(rig: &Rig, length: Duration) {
    rig.clock.forward(length);
    rig.desk.tick().await.unwrap();
}

/// An issue that awaits an answer since now.
async fn asked(rig: &Rig, title: &str) -> String {
    let id = rig.issue(&rig.elsa, title).await;
    rig.agent(&id, "ask", &format!("Which browser? {title}")).await;
    id
}

async fn see(rig: &Rig, id: &str) -> Value {
    // A session does not last as long as some silences.
    let elsa = rig.desk.seed_session("elsa").await.unwrap();
    rig.get(&elsa, &format!("/api/issues/{id}")).await.ok(200)
}

async fn status(rig: &Rig, id: &str) -> String {
    text(&see(rig, id).await["issue"]["status"])
}

async fn entries(rig: &Rig, id: &str) -> usize {
    see(rig, id).await["entries"].as_array().unwrap().len()
}

#[tokio::test]
async fn a_silent_issue_is_warned_of_and_closed_in_working_days() {
    let rig = ruled(r#"{"working_days": 5, "warns": true}"#).await;
    let id = asked(&rig, "Printer").await;
    let round = see(&rig, &id).await["issue"]["round"].clone();
    pass(&rig, HOUR * 24 * 4 - Duration::from_millis(1)).await;
    assert_eq!(entries(&rig, &id).await, 2);
    // Friday at noon.
    pass(&rig, HOUR).await;
    let seen = see(&rig, &id).await;
    let warning = &seen["entries"][2];
    assert_eq!(warning["author"], json!({"name": "Technical Issues", "side": "agent"}));
    assert_eq!((&warning["asks"], &seen["issue"]["round"]), (&json!(false), &round), "the round goes on");
    assert!(text(&warning["text"]).starts_with("Vi har inte hört av dig"), "in the issue's language");
    // The weekend is no time.
    pass(&rig, HOUR * 24 * 2).await;
    assert_eq!((status(&rig, &id).await.as_str(), entries(&rig, &id).await), ("awaiting_feedback", 3));
    pass(&rig, HOUR * 24).await;
    let seen = see(&rig, &id).await;
    assert_eq!((&seen["issue"]["status"], &seen["issue"]["round"]), (&json!("closed"), &json!(null)));
    assert!(text(&seen["entries"][3]["text"]).starts_with("Det här ärendet stängdes"));
    pass(&rig, HOUR * 24 * 30).await;
    assert_eq!(entries(&rig, &id).await, 4);
}

#[tokio::test]
async fn an_answer_ends_the_time_and_the_next_question_begins_it_anew() {
    let rig = ruled(r#"{"working_days": 3, "warns": true}"#).await;
    let id = asked(&rig, "Printer").await;
    pass(&rig, HOUR * 24 * 2).await;
    assert_eq!(entries(&rig, &id).await, 3, "warned");
    let path = format!("/api/issues/{id}/entries");
    rig.post(&rig.elsa, &path, "r", &json!({"text": "Firefox", "uploads": []})).await.ok(201);
    assert_eq!(status(&rig, &id).await, "open");
    pass(&rig, HOUR * 24 * 20).await;
    assert_eq!((status(&rig, &id).await.as_str(), entries(&rig, &id).await), ("open", 4));
    rig.agent(&id, "ask", "Which version?").await;
    pass(&rig, HOUR * 24 * 5).await;
    assert_eq!(entries(&rig, &id).await, 6, "the new round has a warning of its own");
}

#[tokio::test]
async fn however_late_the_desk_looks_it_warns_first() {
    let rig = ruled(r#"{"working_days": 5, "warns": true}"#).await;
    let id = asked(&rig, "Printer").await;
    // Four weeks later, on a Monday.
    pass(&rig, HOUR * 24 * 28).await;
    assert_eq!((status(&rig, &id).await.as_str(), entries(&rig, &id).await), ("awaiting_feedback", 3));
    pass(&rig, HOUR * 23).await;
    assert_eq!(status(&rig, &id).await, "awaiting_feedback");
    pass(&rig, HOUR).await;
    assert_eq!(status(&rig, &id).await, "closed");
}

#[tokio::test]
async fn a_rule_of_one_day_warns_half_way_and_one_without_a_warning_only_closes() {
    let rig = ruled(r#"{"working_days": 1, "warns": true}"#).await;
    let id = asked(&rig, "Printer").await;
    pass(&rig, HOUR * 12).await;
    assert_eq!(entries(&rig, &id).await, 3);
    pass(&rig, HOUR * 12).await;
    assert_eq!((status(&rig, &id).await.as_str(), entries(&rig, &id).await), ("closed", 4));
    rig.set("close_rule", r#"{"working_days": 1, "warns": false}"#).await;
    let id = asked(&rig, "Screen").await;
    pass(&rig, HOUR * 23).await;
    assert_eq!(entries(&rig, &id).await, 2);
    pass(&rig, HOUR).await;
    assert_eq!((status(&rig, &id).await.as_str(), entries(&rig, &id).await), ("closed", 3));
}

#[tokio::test]
async fn holidays_and_the_zone_count_and_are_told() {
    let rig = ruled(r#"{"working_days": 1, "warns": false}"#).await;
    rig.set("calendar.zone", "Europe/Stockholm").await;
    rig.set("calendar.holidays", r#"["2026-11-24", "2026-11-25", "2031-01-01"]"#).await;
    let id = asked(&rig, "Printer").await;
    pass(&rig, HOUR * 24 * 3 - HOUR).await;
    assert_eq!(status(&rig, &id).await, "awaiting_feedback");
    pass(&rig, HOUR).await;
    assert_eq!(status(&rig, &id).await, "closed");
    for (token, path) in [(&rig.elsa, "/api/profile"), (&rig.maja, "/api/agent/profile")] {
        let calendar = rig.get(token, path).await.ok(200)["desk"]["calendar"].clone();
        let wanted =
            json!({"zone": "Europe/Stockholm", "weekend": [6, 7], "holidays": ["2026-11-24", "2026-11-25"]});
        assert_eq!(calendar, wanted);
    }
}

#[tokio::test]
async fn without_a_rule_nothing_ends() {
    let rig = Rig::new().await;
    let id = asked(&rig, "Printer").await;
    pass(&rig, HOUR * 24 * 365).await;
    assert_eq!((status(&rig, &id).await.as_str(), entries(&rig, &id).await), ("awaiting_feedback", 2));
}

#[tokio::test]
async fn the_end_is_told_and_lies_in_the_changes() {
    let rig = ruled(r#"{"working_days": 1, "warns": false}"#).await;
    let id = asked(&rig, "Printer").await;
    let cursor = text(&rig.changes(&rig.elsa, None).await["cursor"]);
    pass(&rig, HOUR * 24).await;
    let page = rig.changes(&rig.elsa, Some(&cursor)).await;
    let issue = &page["issues"][0];
    assert_eq!((&issue["id"], &issue["status"]), (&json!(id), &json!("closed")));
    assert_eq!(issue["last_entry"]["author"]["name"], "Technical Issues");
    let agents = rig.get(&rig.maja, &format!("/api/agent/issues/{id}")).await.ok(200);
    assert_eq!(agents["entries"].as_array().unwrap().len(), 3);
    rig.post(&rig.maja, &format!("/api/agent/issues/{id}/reopen"), "re", &json!({})).await.ok(200);
    assert_eq!(status(&rig, &id).await, "open");
}

#[tokio::test]
async fn agents_set_the_days_on_which_the_desk_works() {
    let rig = Rig::new().await;
    let path = "/api/agent/settings";
    let mut settings = rig.get(&rig.maja, path).await.ok(200);
    settings.as_object_mut().unwrap().remove("ranks");
    assert_eq!(settings["calendar"], json!({"zone": null, "weekend": [6, 7], "holidays": []}));
    settings["calendar"] = json!({"zone": null, "weekend": [7], "holidays": ["2026-12-24"]});
    assert_eq!(rig.put(&rig.maja, path, &settings).await.ok(200)["calendar"], settings["calendar"]);
    let mut older = settings.clone();
    older.as_object_mut().unwrap().remove("calendar");
    assert_eq!(rig.put(&rig.maja, path, &older).await.ok(200)["calendar"], settings["calendar"]);
    for (field, wrong) in [
        ("calendar", json!({"weekend": [0]})),
        ("calendar", json!({"holidays": ["24.12.2026"]})),
        ("close_rule", json!({"working_days": 0, "warns": true})),
    ] {
        let mut settings = settings.clone();
        settings[field] = wrong;
        rig.put(&rig.maja, path, &settings).await.refused(422, "invalid");
    }
}
