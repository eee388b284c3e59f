//! What desks do that begins no round: told once, quietly, and gone when it is seen (N1 to N6).

use serde_json::json;
use svara_core::{SignOut, Unsent};
use svara_model::{AccountId, RemoteId};

use crate::{
    HOUR, MINUTE, SECOND,
    rig::{Rig, reply},
};

async fn writes(rig: &Rig, issue: &str, text: &str) {
    rig.agent(&format!("issues/{issue}/entries"), json!({"text": text, "kind": "reply", "uploads": []}))
        .await;
}

async fn closes(rig: &Rig, issue: &str) {
    rig.agent(&format!("issues/{issue}/close"), json!({"text": null})).await;
}

async fn looks_at(rig: &Rig, account: &AccountId, issue: &str) {
    rig.core.looking(Some((account.clone(), RemoteId::new(issue)).into())).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn n1_a_reply_that_asks_nothing_is_told_once_and_without_a_sound() {
    let mut rig = Rig::new().await;
    let account = rig.signed_in().await;
    let issue = rig.submitted(&account, "skrivaren").await;
    writes(&rig, &issue, "Vi tittar på det. Det kan ta en stund.").await;
    rig.within(2 * SECOND, "the notice", async || !rig.standing().is_empty()).await;
    let notice = rig.standing().remove(0);
    assert_eq!(notice.title, "Svenska - skrivaren");
    assert_eq!(notice.body, "Maja replied: Vi tittar på det. Det kan ta en stund.");
    assert_eq!((notice.buttons.as_slice(), notice.urgent), (["Open".to_owned()].as_slice(), false));
    for _ in 0..3 {
        rig.restart().await;
        rig.pass(2 * HOUR).await;
    }
    assert_eq!(rig.notifier.notices().len(), 1, "told once");
    looks_at(&rig, &account, &issue).await;
    rig.within(5 * SECOND, "it goes", async || rig.standing().is_empty()).await;
    rig.core.looking(None).await.unwrap();
    rig.pass(2 * HOUR).await;
    assert_eq!(rig.notifier.notices().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn n1_what_is_newer_takes_the_place_of_what_was_new() {
    let rig = Rig::new().await;
    let account = rig.signed_in().await;
    let issue = rig.submitted(&account, "skrivaren").await;
    for (what, body) in [("reply", "Maja replied: Klart."), ("close", ""), ("reopen", "")] {
        match what {
            "reply" => writes(&rig, &issue, "Klart.").await,
            "close" => closes(&rig, &issue).await,
            what => drop(rig.agent(&format!("issues/{issue}/{what}"), json!({})).await),
        }
        rig.within(2 * MINUTE, what, async || {
            let standing = rig.standing();
            standing.len() == 1 && (body.is_empty() || standing[0].body == body)
        })
        .await;
        rig.pass(2 * MINUTE).await;
    }
    let said: Vec<_> = rig.notifier.notices().into_iter().map(|notice| notice.body).collect();
    let wanted =
        ["Maja replied: Klart.", "The desk has closed this issue", "The desk has opened this issue again"];
    assert_eq!(said, wanted);
    assert_eq!(rig.standing().len(), 1, "one for the issue");
}

#[tokio::test(start_paused = true)]
async fn n3_what_the_member_does_is_no_news() {
    let rig = Rig::new().await;
    let account = rig.signed_in().await;
    let issue = rig.submitted(&account, "skrivaren").await;
    reply(&rig, &account, &issue, "Det är rum 12.").await;
    rig.pass(2 * MINUTE).await;
    assert!(rig.notifier.notices().is_empty());
    writes(&rig, &issue, "Tack.").await;
    rig.within(2 * SECOND, "the notice", async || rig.standing().len() == 1).await;
    reply(&rig, &account, &issue, "Det blinkar rött.").await;
    rig.within(5 * SECOND, "it goes: the member has answered", async || rig.standing().is_empty()).await;
}

#[tokio::test(start_paused = true)]
async fn n3_nothing_is_told_of_an_issue_that_the_member_looks_at() {
    let rig = Rig::new().await;
    let account = rig.signed_in().await;
    let issue = rig.submitted(&account, "skrivaren").await;
    looks_at(&rig, &account, &issue).await;
    writes(&rig, &issue, "Vi tittar på det.").await;
    rig.pass(MINUTE).await;
    closes(&rig, &issue).await;
    rig.pass(MINUTE).await;
    rig.core.looking(None).await.unwrap();
    rig.pass(HOUR).await;
    assert!(rig.notifier.notices().is_empty());
}

#[tokio::test(start_paused = true)]
async fn n5_what_is_new_and_what_awaits_are_collected_as_one() {
    let rig = Rig::new().await;
    let account = rig.signed_in().await;
    let mut ids = Vec::new();
    for title in ["ett", "två", "tre", "fyra"] {
        ids.push(rig.submitted(&account, title).await);
    }
    writes(&rig, &ids[0], "Vi tittar på det.").await;
    rig.within(2 * SECOND, "the first", async || rig.standing().len() == 1).await;
    closes(&rig, &ids[1]).await;
    rig.ask(&ids[2], "Vad ser du?").await;
    writes(&rig, &ids[3], "Vi tittar på det.").await;
    rig.pass(50 * SECOND).await;
    assert_eq!(rig.notifier.notices().len(), 1, "collected");
    rig.within(15 * SECOND, "the rest", async || rig.notifier.notices().len() == 2).await;
    let notice = rig.notifier.notices().remove(1);
    assert_eq!(notice.title, "One issue awaits your feedback");
    assert_eq!(notice.body, "Svenska - tre, and 2 more");
    rig.pass(2 * MINUTE).await;
    assert_eq!(rig.notifier.notices().len(), 2);
    for id in &ids[1..3] {
        looks_at(&rig, &account, id).await;
        rig.pass(SECOND).await;
    }
    rig.core.looking(None).await.unwrap();
    rig.within(5 * SECOND, "it says what is left", async || {
        rig.standing().iter().any(|notice| notice.title == "Svenska - fyra")
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn n6_a_first_sync_brings_no_news() {
    let rig = Rig::new().await;
    let account = rig.signed_in().await;
    let issue = rig.submitted(&account, "skrivaren").await;
    assert!(matches!(rig.core.sign_out(&account, Unsent::Delete).await, Ok(SignOut::Done)));
    writes(&rig, &issue, "Vi tittar på det.").await;
    closes(&rig, &issue).await;
    rig.signed_in().await;
    rig.pass(HOUR).await;
    assert!(rig.notifier.notices().is_empty());
}

#[tokio::test(start_paused = true)]
async fn what_was_told_can_be_read_again_also_what_was_hidden_and_is_gone_with_the_sign_in() {
    let mut rig = Rig::new().await;
    let account = rig.signed_in().await;
    let mut settings = rig.core.settings().await.unwrap();
    settings.notices.hidden = true;
    rig.core.change_settings(settings).await.unwrap();
    let issue = rig.submitted(&account, "skrivaren").await;
    rig.ask(&issue, "Vad ser du?").await;
    rig.until("the notice", async || rig.standing().len() == 1).await;
    assert_eq!(rig.standing()[0].title, "An issue awaits your feedback");
    rig.pass(2 * MINUTE).await;
    rig.restart().await;
    let history = rig.core.history(&account, None, 50).await.unwrap();
    let told = &history.rows[0];
    assert_eq!((history.rows.len(), history.next.as_deref()), (1, None));
    assert_eq!((told.title.as_str(), told.body.as_str()), ("Svenska - skrivaren", "Maja asks: Vad ser du?"));
    assert_eq!(told.issue, Some(RemoteId::new(issue.as_str())));
    let page = rig.core.history(&account, None, 1).await.unwrap();
    let rest = rig.core.history(&account, page.next.as_deref(), 1).await.unwrap();
    assert_eq!((page.rows.len(), rest.rows.len()), (1, 0));
    assert!(matches!(rig.core.sign_out(&account, Unsent::Keep).await, Ok(SignOut::Done)));
    assert!(!crate::rig::holds(&rig.app_folder(), "Vad ser du?"));
    let account = rig.signed_in().await;
    let again = rig.core.history(&account, None, 50).await.unwrap();
    assert!(again.rows.iter().all(|row| row.at > told.at), "nothing of before is left");
}
