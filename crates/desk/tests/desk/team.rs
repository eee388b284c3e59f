//! Who is on duty, members and their ranks, and the settings that agents change.

use serde_json::json;

use crate::rig::{Rig, text};

#[tokio::test]
async fn agents_go_on_duty_and_leave_it() {
    let rig = Rig::new().await;
    let tom = rig.second_agent().await;
    let path = "/api/agent/duty";
    assert_eq!(
        rig.get(&tom, path).await.ok(200),
        json!({"on_duty": false, "limit": null, "usual_limit": 3, "agents": []})
    );
    let on = rig.put(&tom, path, &json!({"on_duty": true})).await.ok(200);
    assert_eq!(
        (&on["on_duty"], &on["agents"][0]["user_name"], &on["agents"][0]["limit"]),
        (&json!(true), &json!("tom"), &json!(3))
    );
    rig.put(&tom, path, &json!({"on_duty": true, "limit": 0})).await.refused(422, "invalid");
    let limited = rig.put(&tom, path, &json!({"on_duty": true, "limit": 5})).await.ok(200);
    assert_eq!(
        (&limited["agents"][0]["limit"], &limited["agents"][0]["since"]),
        (&json!(5), &on["agents"][0]["since"])
    );
    // Who has a chat is named also off duty.
    let id = rig.chat(&rig.elsa, "Hello").await;
    rig.take(&rig.maja, &id).await;
    let seen = rig.put(&tom, path, &json!({"on_duty": false})).await.ok(200);
    assert_eq!(seen["agents"].as_array().unwrap().len(), 1);
    assert_eq!(
        (&seen["agents"][0]["name"], &seen["agents"][0]["on_duty"], &seen["agents"][0]["chats"]),
        (&json!("Maja"), &json!(false), &json!(1))
    );
}

#[tokio::test]
async fn members_are_found_and_their_ranks_changed() {
    let rig = Rig::new().await;
    let names = async |query: &str| {
        let found = rig.get(&rig.maja, &format!("/api/agent/members{query}")).await.ok(200);
        let names: Vec<_> =
            found["members"].as_array().unwrap().iter().map(|m| text(&m["user_name"])).collect();
        (names.join(" "), found["next"].clone())
    };
    assert_eq!(names("").await, ("bo elsa nils".to_owned(), json!(null)));
    assert_eq!(names("?limit=2").await, ("bo elsa".to_owned(), json!("elsa")));
    assert_eq!(names("?limit=2&after=elsa").await, ("nils".to_owned(), json!(null)));
    assert_eq!(names("?query=LIND").await.0, "elsa");
    assert_eq!(names("?query=%25").await.0, "", "no wildcard");

    let change =
        async |name: &str, change| rig.patch(&rig.maja, &format!("/api/agent/members/{name}"), &change).await;
    let bo = change("bo", json!({"rank": "Gold"})).await.ok(200);
    assert_eq!(
        (&bo["rank"], &bo["eligible"], &bo["disabled"]),
        (&json!("Gold"), &json!(true), &json!(false))
    );
    rig.get(&rig.bo, "/api/chat").await.ok(200);
    assert_eq!(change("bo", json!({})).await.ok(200)["rank"], "Gold");
    assert_eq!(change("bo", json!({"rank": null})).await.ok(200)["eligible"], false);
    change("bo", json!({"rank": "Emperor"})).await.refused(422, "invalid");
    change("maja", json!({"disabled": true})).await.refused(404, "not_found");
    assert_eq!(change("elsa", json!({"disabled": true})).await.ok(200)["disabled"], true);
    rig.get(&rig.elsa, "/api/profile").await.refused(401, "signed_out");
    assert_eq!(change("elsa", json!({"disabled": false})).await.ok(200)["disabled"], false);
    rig.desk.seed_session("elsa").await.unwrap();
}

#[tokio::test]
async fn a_members_chats_are_listed_the_latest_first() {
    let rig = Rig::new().await;
    let old = rig.chat(&rig.elsa, "Old").await;
    rig.post(&rig.elsa, &format!("/api/chats/{old}/end"), "e", &json!({})).await.ok(200);
    let new = rig.chat(&rig.elsa, "New").await;
    let found = rig.get(&rig.maja, "/api/agent/members/elsa/chats").await.ok(200);
    let ids: Vec<_> = found["chats"].as_array().unwrap().iter().map(|chat| text(&chat["id"])).collect();
    assert_eq!(ids, [new, old]);
    assert_eq!(rig.get(&rig.maja, "/api/agent/members/nils/chats").await.ok(200)["chats"], json!([]));
    rig.get(&rig.maja, "/api/agent/members/maja/chats").await.refused(404, "not_found");
}

#[tokio::test]
async fn agents_change_the_desks_settings() {
    let rig = Rig::new().await;
    let path = "/api/agent/settings";
    let mut settings = rig.get(&rig.maja, path).await.ok(200);
    assert_eq!(settings["ranks"][0], "Member");
    let ranks = settings.as_object_mut().unwrap().remove("ranks").unwrap();
    settings["announcement"] = json!("Closed on Friday");
    settings["lowest_rank"] = json!("Gold");
    settings["close_rule"] = json!({"working_days": 5, "warns": true});
    settings["chat"]["hours"] = json!({"friday": [{"from": "22:00", "to": "02:00"}]});
    let saved = rig.put(&rig.maja, path, &settings).await.ok(200);
    assert_eq!((&saved["ranks"], &saved["chat"]["hours"]["friday"][0]["to"]), (&ranks, &json!("02:00")));
    assert_eq!(rig.get(&rig.maja, path).await.ok(200), saved);
    rig.get(&rig.nils, "/api/chat").await.refused(403, "not_eligible");
    let profile = rig.get(&rig.elsa, "/api/profile").await.ok(200);
    assert_eq!(profile["desk"]["announcement"], "Closed on Friday");
    for (field, wrong) in [
        ("lowest_rank", json!("Emperor")),
        ("chat", json!({"zone": "Mars/Olympus"})),
        ("chat", json!({"hours": {}})),
        ("chat", json!({"idle_minutes": 0})),
        ("chat", json!({"topics": [{"id": "a", "name": "A"}, {"id": "a", "name": "B"}]})),
    ] {
        let mut settings = settings.clone();
        settings[field] = wrong.clone();
        rig.put(&rig.maja, path, &settings).await.refused(422, "invalid");
    }
    settings["announcement"] = json!(" ");
    assert_eq!(rig.put(&rig.maja, path, &settings).await.ok(200)["announcement"], json!(null));
}

#[tokio::test]
async fn a_setting_inside_another_is_set_by_its_path() {
    let rig = Rig::new().await;
    rig.set("chat.queue_timeout_minutes", "5").await;
    rig.set("chat.zone", "Europe/Stockholm").await;
    let facts = rig.desk.facts().await.unwrap();
    assert_eq!((facts.chat.queue_timeout_minutes, facts.chat.zone.as_str()), (Some(5), "Europe/Stockholm"));
    assert!(facts.with("chat.nothing", "1").unwrap_err().contains("chat.full_at"));
    assert!(facts.with("chat.full_at.x", "1").is_err());
    assert!(facts.with("chat.zone", "Nowhere").is_err());
    assert!(facts.with("limits.file_bytes", "1000").is_ok());
}
