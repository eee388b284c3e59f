//! A check: complete or said not to be, whatever the desk answers.

use http::{Method, StatusCode};
use serde_json::json;
use svara_core::{Freshness, Trouble};
use svara_model::{RemoteId, Status};
use svara_tests::rig::Fault;

use super::{JSON, NO_ANSWERS, PROBLEM, asked, everything, several, slowly, until_fresh};
use crate::{HOUR, MINUTE, SECOND, rig::Rig};

#[tokio::test(start_paused = true)]
async fn an_expired_cursor_leads_to_a_full_pass_that_tells_no_known_round_again() {
    let rig = Rig::new().await;
    let account = rig.signed_in().await;
    let ids = several(&rig, &account, 2).await;
    rig.ask(&ids[0], "Vad ser du?").await;
    rig.until("the notice", async || !rig.standing().is_empty()).await;
    let told = rig.notifier.notices().len();
    let expired = Fault::Answer(StatusCode::GONE, PROBLEM, r#"{"code": "cursor_expired"}"#);
    rig.line.plan(Method::GET, "/changes", expired);
    let before = asked(&rig, "/changes");
    rig.core.check_now(&account).await.unwrap();
    rig.until("everything was told anew", async || asked(&rig, "/changes") == before + 2).await;
    until_fresh(&rig, Freshness::UpToDate).await;
    let census = asked(&rig, "/census");
    rig.pass(HOUR).await;
    assert_eq!(rig.notifier.notices().len(), told, "told once, for all time");
    assert_eq!(rig.awaiting(&account).await, 1);
    assert!(asked(&rig, "/census") > census, "what the desk lost with its memory is looked for");
    rig.ask(&ids[1], "Och du?").await;
    rig.within(10 * MINUTE, "a new round is told", async || rig.notifier.notices().len() > told).await;
}

#[tokio::test(start_paused = true)]
async fn a_full_pass_that_breaks_off_goes_on_where_it_stopped_and_is_not_up_to_date_before() {
    let rig = Rig::new().await;
    let account = rig.signed_in().await;
    // Three pages of one issue each, then the desk's own.
    let page = |cursor: &str, more: bool| -> &'static str {
        let page = json!({"issues": [], "gone": [], "cursor": cursor, "more": more, "restarted": false});
        Box::leak(page.to_string().into_boxed_str())
    };
    let answer = |body| Fault::Answer(StatusCode::OK, JSON, body);
    let expired = Fault::Answer(StatusCode::GONE, PROBLEM, r#"{"code": "cursor_expired"}"#);
    rig.line.plan(Method::GET, "/changes", expired);
    rig.line.plan(Method::GET, "/changes", answer(page("one", true)));
    rig.line.plan(Method::GET, "/changes", Fault::LoseRequest);
    rig.line.plan(Method::GET, "/changes", answer(page("two", true)));
    rig.line.plan(Method::GET, "/changes", answer(page("three", false)));
    let before = asked(&rig, "/changes");
    rig.core.check_now(&account).await.unwrap();
    until_fresh(&rig, Freshness::Offline).await;
    assert_eq!(asked(&rig, "/changes"), before + 3);
    until_fresh(&rig, Freshness::UpToDate).await;
    assert_eq!(asked(&rig, "/changes"), before + 5, "the pass went on after its first page");
}

#[tokio::test(start_paused = true)]
async fn pages_that_lead_in_a_circle_end_the_check_and_change_nothing_for_ever() {
    let rig = Rig::new().await;
    let account = rig.signed_in().await;
    rig.submitted(&account, "står kvar").await;
    for _ in 0..20 {
        for cursor in ["one", "two", "three"] {
            let page = json!({"issues": [], "gone": [], "cursor": cursor, "more": true, "restarted": false});
            let body = Box::leak(page.to_string().into_boxed_str());
            rig.line.plan(Method::GET, "/changes", Fault::Answer(StatusCode::OK, JSON, body));
        }
    }
    let before = asked(&rig, "/changes");
    rig.core.check_now(&account).await.unwrap();
    until_fresh(&rig, Freshness::NotUnderstood).await;
    assert!(asked(&rig, "/changes") - before < 20);
    assert_eq!(rig.titles(&account, Status::Open).await.len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_conversation_that_fails_keeps_neither_the_others_nor_the_lists() {
    let rig = Rig::new().await;
    let account = rig.signed_in().await;
    let ids = several(&rig, &account, 3).await;
    let path = |id: &str| -> &'static str { Box::leak(format!("/issues/{id}").into_boxed_str()) };
    rig.pass(MINUTE).await;
    rig.line.plan(Method::GET, path(&ids[0]), Fault::Answer(StatusCode::OK, JSON, "{\"issue\":"));
    let gone = Fault::Answer(StatusCode::NOT_FOUND, PROBLEM, r#"{"code": "not_found"}"#);
    rig.line.plan(Method::GET, path(&ids[1]), gone);
    for id in &ids {
        rig.ask(id, "Vad ser du?").await;
    }
    let seen = async |id: &String| rig.core.issue(&account, &RemoteId::new(id.as_str())).await.unwrap();
    rig.until("the third is here", async || asked(&rig, path(&ids[2])) > 0).await;
    rig.pass(5 * SECOND).await;
    rig.line.set_down(true);
    let third = seen(&ids[2]).await;
    assert!(
        third.loaded && third.entries.iter().any(|entry| entry.text == "Vad ser du?"),
        "readable offline"
    );
    assert_eq!(rig.account().await.health.freshness, Freshness::UpToDate, "the lists are");
    assert_eq!(rig.awaiting(&account).await, 3);
    assert_eq!(seen(&ids[0]).await.trouble, Some(Trouble::NotUnderstood), "the issue says it itself");
    rig.line.set_down(false);
    rig.within(10 * MINUTE, "they are fetched later", async || {
        let (first, second) = (seen(&ids[0]).await, seen(&ids[1]).await);
        [first, second].iter().all(|read| read.entries.iter().any(|entry| entry.asks))
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_is_none_changes_nothing_and_is_said() {
    let mut rig = Rig::new().await;
    let account = rig.signed_in().await;
    let ids = several(&rig, &account, 7).await;
    rig.ask(&ids[0], "Vad ser du?").await;
    rig.until("it awaits", async || rig.awaiting(&account).await == 1).await;
    rig.pass(MINUTE).await;
    let before = everything(&rig, &account, &ids[0]).await;
    for route in ["/profile", "/changes"] {
        for (media, body, said) in NO_ANSWERS {
            rig.line.plan(Method::GET, route, Fault::Answer(StatusCode::OK, media, body));
            rig.restart().await;
            until_fresh(&rig, said).await;
            assert_eq!(everything(&rig, &account, &ids[0]).await, before, "{route} {media} {body}");
            until_fresh(&rig, Freshness::UpToDate).await;
            rig.pass(MINUTE).await;
            assert_eq!(everything(&rig, &account, &ids[0]).await, before, "{route} {media} {body}, later");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_conversation_that_is_none_changes_nothing_and_the_issue_says_so() {
    let rig = Rig::new().await;
    let account = rig.signed_in().await;
    let issue = rig.submitted(&account, "läses").await;
    let path: &'static str = Box::leak(format!("/issues/{issue}").into_boxed_str());
    for (number, (media, body, _)) in NO_ANSWERS.into_iter().enumerate() {
        rig.pass(10 * MINUTE).await;
        let seen = async || rig.core.issue(&account, &RemoteId::new(issue.as_str())).await.unwrap();
        let before = seen().await.entries;
        rig.line.plan(Method::GET, path, Fault::Answer(StatusCode::OK, media, body));
        rig.agent(&format!("issues/{issue}/entries"), json!({"text": number.to_string(), "kind": "reply"}))
            .await;
        rig.until("it is said", async || seen().await.trouble.is_some()).await;
        let now = seen().await;
        assert!(now.loaded && now.entries == before, "{media} {body}");
        rig.within(5 * MINUTE, "it is fetched all the same", async || {
            seen().await.entries.len() > before.len()
        })
        .await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_member_who_is_served_no_more_is_told_so_by_the_next_check_and_keeps_the_lists() {
    let rig = Rig::new().await;
    let account = rig.signed_in().await;
    rig.submitted(&account, "står kvar").await;
    let facts = rig.desk.facts().await.unwrap();
    let stricter = svara_desk::Facts { lowest_rank: facts.ranks.last().cloned(), ..facts.clone() };
    rig.desk.set_facts(stricter).await.unwrap();
    rig.core.check_now(&account).await.unwrap();
    until_fresh(&rig, Freshness::NotEligible).await;
    let member = rig.account().await.profile.unwrap().member;
    assert_eq!((member.rank.as_deref(), member.eligible), (Some("Gold"), false));
    assert_eq!(rig.titles(&account, Status::Open).await.len(), 1, "the last known list stays");
    rig.desk.set_facts(facts).await.unwrap();
    rig.core.check_now(&account).await.unwrap();
    until_fresh(&rig, Freshness::UpToDate).await;
    rig.submitted(&account, "går igen").await;
}

#[tokio::test(start_paused = true)]
async fn a_desk_that_refuses_whom_it_says_it_serves_is_in_trouble_and_nobody_is_shut_out() {
    let rig = Rig::new().await;
    let account = rig.signed_in().await;
    rig.submitted(&account, "står kvar").await;
    let refusal = Fault::Answer(StatusCode::FORBIDDEN, PROBLEM, r#"{"code": "not_eligible"}"#);
    rig.line.plan(Method::GET, "/changes", refusal);
    rig.core.check_now(&account).await.unwrap();
    until_fresh(&rig, Freshness::DeskInTrouble).await;
    assert!(rig.account().await.profile.unwrap().member.eligible);
    assert_eq!(rig.titles(&account, Status::Open).await.len(), 1);
    slowly(&rig, HOUR, "it comes back by itself", async || {
        rig.account().await.health.freshness == Freshness::UpToDate
    })
    .await;
}
