//! What vanished at the desk is found out, and nothing else is believed to be gone.

use std::collections::BTreeMap;

use http::{Method, StatusCode};
use svara_core::HitPlace;
use svara_model::{AccountId, RemoteId, Status};
use svara_tests::rig::Fault;

use super::{JSON, NO_ANSWERS, PROBLEM, asked, everything, several, slowly};
use crate::{DAY, HOUR, MINUTE, rig::Rig};

const NO_NAMES: Fault = Fault::Answer(StatusCode::OK, JSON, r#"{"ids": [], "next": null}"#);

async fn vanished(rig: &Rig, account: &AccountId) -> Vec<String> {
    let mut names = Vec::new();
    for status in [Status::Open, Status::AwaitingFeedback, Status::Closed] {
        let rows = rig.core.issues(account, status, None, 200).await.unwrap().rows;
        names.extend(rows.into_iter().filter(|row| row.vanished).map(|row| row.issue.title));
    }
    names
}

#[tokio::test(start_paused = true)]
async fn what_vanished_at_the_desk_is_found_kept_to_be_read_and_not_told_of_any_more() {
    let rig = Rig::new().await;
    let account = rig.signed_in().await;
    let [goes, stays]: [String; 2] = several(&rig, &account, 2).await.try_into().unwrap();
    for issue in [&goes, &stays] {
        rig.ask(issue, "Vad ser du?").await;
    }
    rig.until("both await", async || rig.awaiting(&account).await == 2).await;
    rig.within(10 * MINUTE, "both are told", async || !rig.standing().is_empty()).await;
    rig.desk.purge_issue(&goes).await.unwrap();
    slowly(&rig, 30 * HOUR, "it is found out", async || !vanished(&rig, &account).await.is_empty()).await;
    assert_eq!(rig.awaiting(&account).await, 1, "nothing waits in an issue that is not there");
    let read = rig.core.issue(&account, &RemoteId::new(goes.as_str())).await.unwrap();
    assert!(read.brief.vanished && read.loaded && !read.entries.is_empty(), "it can be read");
    assert_eq!((read.brief.issue.allows, read.brief.issue.round), (Default::default(), None));
    let found =
        rig.core.search(&account, "nummer", 10).await.unwrap().into_iter().map(|hit| match hit.place {
            HitPlace::Issue { id, vanished, .. } => (id.to_string(), vanished),
            HitPlace::Chat { .. } | HitPlace::Draft { .. } => panic!("nothing was begun"),
        });
    assert_eq!(found.collect::<BTreeMap<_, _>>(), BTreeMap::from([(goes.clone(), true), (stays, false)]));
    rig.until("its notice is taken away", async || {
        rig.notifier.notices().iter().all(|notice| !notice.standing || !notice.title.contains("nummer 00"))
    })
    .await;
    rig.pass(3 * DAY).await;
    assert_eq!(vanished(&rig, &account).await.len(), 1, "it is never deleted, and the other one stays");
}

#[tokio::test(start_paused = true)]
async fn what_comes_back_to_the_desk_comes_back_here_as_it_was() {
    let rig = Rig::new().await;
    let account = rig.signed_in().await;
    let ids = several(&rig, &account, 3).await;
    rig.ask(&ids[0], "Vad ser du?").await;
    rig.until("it awaits", async || rig.awaiting(&account).await == 1).await;
    rig.pass(MINUTE).await;
    for id in &ids {
        let path: &'static str = Box::leak(format!("/issues/{id}").into_boxed_str());
        let gone = Fault::Answer(StatusCode::NOT_FOUND, PROBLEM, r#"{"code": "not_found"}"#);
        rig.line.plan(Method::GET, path, gone);
    }
    rig.line.plan(Method::GET, "/census", NO_NAMES);
    slowly(&rig, 30 * HOUR, "a desk without memory", async || vanished(&rig, &account).await.len() == 3)
        .await;
    slowly(&rig, 30 * HOUR, "they come back", async || vanished(&rig, &account).await.is_empty()).await;
    assert_eq!((rig.awaiting(&account).await, rig.titles(&account, Status::Open).await.len()), (1, 2));
    rig.pass(HOUR).await;
    let notices = rig.notifier.notices();
    let told = notices.iter().filter(|notice| notice.body == "Maja asks: Vad ser du?").count();
    assert_eq!(told, 1, "its round was told before");
}

#[tokio::test(start_paused = true)]
async fn a_few_that_a_census_misses_are_asked_for_before_they_are_believed_to_be_gone() {
    let rig = Rig::new().await;
    let account = rig.signed_in().await;
    several(&rig, &account, 3).await;
    rig.pass(MINUTE).await;
    rig.line.plan(Method::GET, "/census", NO_NAMES);
    slowly(&rig, 30 * HOUR, "a census", async || asked(&rig, "/census") == 1).await;
    rig.pass(HOUR).await;
    assert!(vanished(&rig, &account).await.is_empty(), "the desk has them");
}

#[tokio::test(start_paused = true)]
async fn a_desk_that_seems_to_have_lost_many_is_asked_again_after_ten_minutes() {
    let rig = Rig::new().await;
    let account = rig.signed_in().await;
    several(&rig, &account, 8).await;
    rig.line.plan(Method::GET, "/census", NO_NAMES);
    slowly(&rig, 30 * HOUR, "a census", async || asked(&rig, "/census") == 1).await;
    slowly(&rig, 25 * MINUTE, "another one", async || asked(&rig, "/census") == 2).await;
    rig.pass(MINUTE).await;
    assert!(vanished(&rig, &account).await.is_empty(), "they are all there");
    rig.line.plan(Method::GET, "/census", NO_NAMES);
    rig.line.plan(Method::GET, "/census", NO_NAMES);
    slowly(&rig, 30 * HOUR, "a census", async || asked(&rig, "/census") == 3).await;
    rig.pass(MINUTE).await;
    assert!(vanished(&rig, &account).await.is_empty(), "one alone is not believed");
    slowly(&rig, 25 * MINUTE, "two agree", async || vanished(&rig, &account).await.len() == 8).await;
}

#[tokio::test(start_paused = true)]
async fn a_census_that_is_none_marks_nothing() {
    let rig = Rig::new().await;
    let account = rig.signed_in().await;
    let ids = several(&rig, &account, 7).await;
    let before = everything(&rig, &account, &ids[0]).await;
    for (media, body, _) in NO_ANSWERS {
        let count = asked(&rig, "/census");
        rig.line.plan(Method::GET, "/census", Fault::Answer(StatusCode::OK, media, body));
        slowly(&rig, 40 * HOUR, "a census", async || asked(&rig, "/census") > count).await;
        rig.pass(HOUR).await;
        assert_eq!(everything(&rig, &account, &ids[0]).await, before, "{media} {body}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_issue_that_a_census_misses_and_that_cannot_be_asked_for_is_asked_for_later() {
    let rig = Rig::new().await;
    let account = rig.signed_in().await;
    let ids = several(&rig, &account, 3).await;
    rig.pass(MINUTE).await;
    rig.desk.purge_issue(&ids[1]).await.unwrap();
    let path: &'static str = Box::leak(format!("/issues/{}", ids[1]).into_boxed_str());
    let trouble = Fault::Answer(StatusCode::BAD_GATEWAY, "text/html", "<h1>502</h1>");
    rig.line.plan(Method::GET, path, trouble);
    slowly(&rig, 30 * HOUR, "a census", async || asked(&rig, "/census") == 1).await;
    rig.pass(MINUTE).await;
    assert!(vanished(&rig, &account).await.is_empty(), "nobody knows yet");
    slowly(&rig, HOUR, "it is found out", async || vanished(&rig, &account).await.len() == 1).await;
    assert_eq!(asked(&rig, "/census"), 2, "counted again soon, not tomorrow");
}
