//! What the outbox cannot go on with by itself is told once, in a notice of its own, and goes when the member has seen to it.

use http::{Method, StatusCode};
use svara_core::{NoticeSettings, Presence, SendState, Settings};
use svara_model::{AccountId, ActKind, NoticeKind};
use svara_tests::rig::Fault;

use crate::{
    MINUTE, SECOND,
    rig::{Rig, reply},
};

fn refusal() -> Fault {
    Fault::Answer(StatusCode::UNPROCESSABLE_ENTITY, "application/problem+json", r#"{"code": "invalid"}"#)
}

/// A new issue that the desk refuses; answers its operation.
async fn refused(rig: &Rig, account: &AccountId, title: &str) -> String {
    rig.line.plan(Method::POST, "/api/issues", refusal());
    let operation = rig.submit(account, title).await;
    rig.until("it is stuck", async || {
        let operations = rig.core.operations(account).await.unwrap();
        operations.iter().any(|one| one.id == operation && one.state == SendState::Stuck)
    })
    .await;
    operation
}

#[tokio::test(start_paused = true)]
async fn it_is_told_once_and_leads_to_what_is_unfinished() {
    let mut rig = Rig::new().await;
    let account = rig.signed_in().await;
    let operation = refused(&rig, &account, "skrivaren").await;
    rig.until("the notice", async || rig.standing().len() == 1).await;
    let notice = rig.standing().remove(0);
    assert_eq!(notice.title, "Svenska - skrivaren");
    assert_eq!(notice.body, "What you wrote could not be sent. It needs you.");
    assert_eq!((notice.kind.as_str(), notice.urgent), ("stuck", true));
    assert_eq!(rig.core.history(&account, None, 5).await.unwrap().rows[0].kind, NoticeKind::Stuck);
    rig.restart().await;
    rig.pass(10 * MINUTE).await;
    assert_eq!(rig.notifier.notices().len(), 1, "once");
    assert!(rig.notifier.act(&notice.tag, ActKind::Open).await);
    rig.until("the window is wanted", async || rig.core.take_go().is_some_and(|go| go.unsent)).await;
    // It gets stuck a second time: that is told, too; and it goes when it is taken back.
    rig.line.plan(Method::POST, "/api/issues", refusal());
    rig.core.retry(&operation).await.unwrap();
    rig.within(2 * MINUTE, "told again", async || rig.notifier.notices().len() == 2).await;
    rig.core.take_back(&operation).await.unwrap();
    rig.within(5 * SECOND, "it goes", async || rig.standing().is_empty()).await;
}

#[tokio::test(start_paused = true)]
async fn whoever_has_the_window_in_front_sees_it_there_and_is_told_when_they_look_away() {
    let rig = Rig::new().await;
    let account = rig.signed_in().await;
    rig.core.set_presence(Presence { focused: true });
    let issue = rig.submitted(&account, "skrivaren").await;
    rig.line.plan(Method::POST, "/entries", refusal());
    reply(&rig, &account, &issue, "Det är rum 12.").await;
    rig.pass(5 * MINUTE).await;
    assert!(rig.notifier.notices().is_empty());
    rig.core.set_presence(Presence { focused: false });
    rig.until("the notice", async || rig.standing().len() == 1).await;
    assert!(rig.notifier.act(&rig.standing().remove(0).tag, ActKind::Open).await);
    rig.until("the window is wanted", async || {
        rig.core.take_go().is_some_and(|go| go.issue.is_some_and(|id| id.as_str() == issue) && !go.answer)
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn several_are_one_notice_that_names_the_first_or_nothing() {
    let rig = Rig::new().await;
    let account = rig.signed_in().await;
    rig.core.set_presence(Presence { focused: true });
    refused(&rig, &account, "skrivaren").await;
    refused(&rig, &account, "nätet").await;
    rig.core.set_presence(Presence { focused: false });
    rig.until("the notice", async || rig.standing().len() == 1).await;
    let notice = rig.standing().remove(0);
    assert_eq!(notice.title, "2 things that you wrote could not be sent");
    assert_eq!(notice.body, "Svenska - skrivaren, and one more");
    let notices = NoticeSettings { hidden: true, ..NoticeSettings::default() };
    let settings = Settings { notices, ..rig.core.settings().await.unwrap() };
    rig.core.change_settings(settings).await.unwrap();
    refused(&rig, &account, "hemligheten").await;
    rig.within(2 * MINUTE, "the next", async || rig.notifier.notices().len() == 2).await;
    let hidden = rig.standing().remove(0);
    assert_eq!(
        (hidden.title.as_str(), hidden.body.as_str()),
        ("3 things that you wrote could not be sent", "")
    );
    assert_eq!(rig.standing().len(), 1, "in its place");
}

#[tokio::test(start_paused = true)]
async fn it_comes_after_a_question_a_minute_later_and_can_be_switched_off() {
    let rig = Rig::new().await;
    let account = rig.signed_in().await;
    let issue = rig.submitted(&account, "skrivaren").await;
    rig.ask(&issue, "Vad ser du?").await;
    rig.until("the question", async || rig.standing().len() == 1).await;
    refused(&rig, &account, "nätet").await;
    rig.pass(30 * SECOND).await;
    assert_eq!(rig.notifier.notices().len(), 1, "never more than one a minute");
    rig.until("the notice", async || rig.notifier.notices().len() == 2).await;
    assert_eq!(rig.standing().len(), 2);
    let notices = NoticeSettings { off: [NoticeKind::Stuck].into(), ..NoticeSettings::default() };
    let settings = Settings { notices, ..rig.core.settings().await.unwrap() };
    rig.core.change_settings(settings).await.unwrap();
    refused(&rig, &account, "växeln").await;
    rig.pass(5 * MINUTE).await;
    assert_eq!(rig.notifier.notices().len(), 2);
}
