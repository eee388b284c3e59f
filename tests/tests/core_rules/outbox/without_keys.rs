//! A desk without keys: what is sent twice is there twice, so nothing is.

use std::sync::Arc;

use http::{Method, StatusCode};
use serde_json::json;
use svara_core::{SendState, Trouble};
use svara_model::{AccountId, Kinds, Random, Status};
use svara_native::SystemRandom;
use svara_tests::rig::{Fault, Keyless, SeededRandom};

use crate::{
    HOUR, SECOND,
    rig::{Rig, reply},
};

/// A desk without keys.
pub(super) async fn keyless() -> Rig {
    Rig::with(|kinds| -> Arc<dyn Kinds> { Keyless::new(kinds, Arc::new(SystemRandom)) }).await
}

#[tokio::test(start_paused = true)]
async fn a_desk_without_keys_gets_nothing_twice() {
    for fault in [Fault::LoseRequest, Fault::LoseAnswer, Fault::Late(20 * SECOND)] {
        let mut rig = keyless().await;
        let account = rig.signed_in().await;
        let issue = rig.submitted(&account, "utan nycklar").await;
        rig.line.plan(Method::POST, "/entries", fault.clone());
        rig.line.plan(Method::POST, "/api/issues", fault.clone());
        reply(&rig, &account, &issue, "Ja.").await;
        rig.submit(&account, "en till").await;
        rig.pass(5 * SECOND).await;
        rig.restart().await;
        rig.within(700 * SECOND, "it is settled", async || rig.is_empty(&account).await).await;
        assert_eq!(rig.own(&account, &issue).await, ["Ja."], "{fault:?}");
        let titles = ["Svenska - en till", "Svenska - utan nycklar"];
        rig.until("both are there", async || {
            let mut there = rig.titles(&account, Status::Open).await;
            there.sort();
            there == titles
        })
        .await;
        rig.audited().await;
    }
}

#[tokio::test(start_paused = true)]
async fn at_a_desk_without_keys_equal_answers_are_each_sent_once() {
    let rig = keyless().await;
    let account = rig.signed_in().await;
    let issue = rig.submitted(&account, "lika").await;
    for fault in [Fault::LoseAnswer, Fault::LoseRequest, Fault::LoseAnswer] {
        rig.line.plan(Method::POST, "/entries", fault);
        reply(&rig, &account, &issue, "Ja.").await;
        rig.within(700 * SECOND, "it is settled", async || rig.is_empty(&account).await).await;
    }
    assert_eq!(rig.own(&account, &issue).await, ["Ja."; 3]);
    for fault in [Fault::LoseAnswer, Fault::LoseRequest] {
        rig.line.plan(Method::POST, "/api/issues", fault);
        rig.submit(&account, "dubbelt").await;
    }
    rig.within(700 * SECOND, "both are settled", async || rig.is_empty(&account).await).await;
    let there = || async {
        let titles = rig.titles(&account, Status::Open).await;
        titles.into_iter().filter(|title| title.ends_with("dubbelt")).count()
    };
    rig.until("both are there", async || there().await == 2).await;
    rig.pass(HOUR).await;
    assert_eq!(there().await, 2);
}

#[tokio::test(start_paused = true)]
async fn a_take_back_at_a_desk_without_keys_ends_in_exactly_one() {
    for (fault, ends) in
        [(Fault::LoseRequest, "draft"), (Fault::LoseAnswer, "sent"), (Fault::Late(20 * SECOND), "sent")]
    {
        let rig = keyless().await;
        let account = rig.signed_in().await;
        let issue = rig.submitted(&account, "tveksam").await;
        rig.line.plan(Method::POST, "/entries", fault.clone());
        let operation = reply(&rig, &account, &issue, "Kanske.").await;
        rig.until("it was tried", async || rig.state(&account).await == Some(SendState::Waiting)).await;
        rig.core.take_back(&operation).await.unwrap();
        assert_eq!(rig.ends_once(&account, &issue, "Kanske.").await, ends, "{fault:?}");
    }
}

/// Somebody at another computer of the member's writes the same meanwhile: nobody can tell which is which.
async fn unclear(rig: &Rig, account: &AccountId, title: &str) -> (String, String) {
    let issue = rig.submitted(account, title).await;
    rig.line.plan(Method::POST, "/entries", Fault::LoseAnswer);
    let operation = reply(rig, account, &issue, "Ja.").await;
    rig.until("its outcome is unknown", async || rig.state(account).await == Some(SendState::Waiting)).await;
    let elsewhere = rig.desk.seed_session("elsa").await.unwrap();
    rig.post_as(&elsewhere, &format!("api/issues/{issue}/entries"), json!({"text": "Ja."})).await;
    rig.within(700 * SECOND, "the member is asked", async || {
        rig.state(account).await == Some(SendState::Stuck)
    })
    .await;
    let brief = rig.core.operations(account).await.unwrap().remove(0);
    assert_eq!((brief.trouble, brief.unknown), (Some(Trouble::Unclear), true));
    (issue, operation)
}

#[tokio::test(start_paused = true)]
async fn what_cannot_be_told_the_member_decides() {
    let rig = keyless().await;
    let account = rig.signed_in().await;
    let (issue, operation) = unclear(&rig, &account, "oklart").await;
    rig.core.settle(&operation, true).await.unwrap();
    assert!(rig.is_empty(&account).await);
    rig.until("both are read", async || rig.own(&account, &issue).await == ["Ja.", "Ja."]).await;
    assert!(rig.core.settle(&operation, true).await.is_err(), "once");

    let (issue, operation) = unclear(&rig, &account, "oklarare").await;
    rig.core.settle(&operation, false).await.unwrap();
    rig.until("it is sent again", async || rig.is_empty(&account).await).await;
    rig.until("as the member said", async || rig.own(&account, &issue).await == ["Ja."; 3]).await;

    let (issue, operation) = unclear(&rig, &account, "oklarast").await;
    rig.core.take_back(&operation).await.unwrap();
    rig.within(700 * SECOND, "the member is asked again", async || {
        rig.state(&account).await == Some(SendState::Stuck)
    })
    .await;
    rig.core.settle(&operation, false).await.unwrap();
    assert!(rig.is_empty(&account).await);
    assert_eq!(rig.drafts(&account).await, ["Ja."]);
    rig.until("the two are there", async || rig.own(&account, &issue).await == ["Ja."; 2]).await;
    rig.audited().await;
}

/// What a network does, at random.
fn weather(dice: &SeededRandom) -> Fault {
    match roll(dice) % 6 {
        0 => Fault::LoseRequest,
        1 | 2 => Fault::LoseAnswer,
        3 => Fault::Late(SECOND * (roll(dice) % 45)),
        4 => Fault::Answer(StatusCode::BAD_GATEWAY, "text/html", "<h1>502</h1>"),
        _ => Fault::Busy(StatusCode::SERVICE_UNAVAILABLE, 30),
    }
}

fn roll(dice: &SeededRandom) -> u32 {
    let mut byte = [0];
    dice.fill(&mut byte);
    byte[0].into()
}

#[tokio::test(start_paused = true)]
async fn at_a_desk_without_keys_nothing_is_lost_or_doubled_whatever_the_network_does() {
    for seed in 0..20 {
        let dice = SeededRandom::new(seed);
        let mut rig = keyless().await;
        let account = rig.signed_in().await;
        let issue = rig.submitted(&account, "ute i kylan").await;
        for title in ["en sak", "en annan sak"] {
            for path in ["/entries", "/api/issues"] {
                for _ in 0..roll(&dice) % 3 {
                    rig.line.plan(Method::POST, path, weather(&dice));
                }
            }
            reply(&rig, &account, &issue, "Hej igen.").await;
            rig.submit(&account, title).await;
            rig.pass(SECOND * (roll(&dice) % 100)).await;
            if roll(&dice).is_multiple_of(2) {
                rig.restart().await;
            }
        }
        rig.within(4 * HOUR, &format!("seed {seed} is settled"), async || rig.is_empty(&account).await).await;
        rig.pass(HOUR).await;
        assert_eq!(rig.own(&account, &issue).await, ["Hej igen."; 2], "seed {seed}");
        let titles = rig.titles(&account, Status::Open).await;
        assert_eq!(titles.iter().filter(|title| title.ends_with("sak")).count(), 2, "seed {seed}");
        rig.audited().await;
    }
}
