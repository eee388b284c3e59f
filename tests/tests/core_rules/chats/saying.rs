//! What is said in a chat: each line once, in its order, or the member's again.

use std::time::Duration;

use http::{Method, StatusCode};
use serde_json::json;
use svara_core::{Change, ChatPhase, DraftKind, Sent, Stale};
use svara_tests::rig::Fault;

use super::QUESTION;
use crate::{HOUR, MINUTE, SECOND, rig::Rig};

#[tokio::test(start_paused = true)]
async fn whatever_the_network_does_there_is_one_chat_and_each_line_once() {
    for fault in [Fault::LoseRequest, Fault::LoseAnswer, Fault::Hang, Fault::Late(30 * SECOND)] {
        let rig = Rig::new().await;
        let account = rig.signed_in().await;
        rig.line.plan(Method::POST, "/api/chats", fault.clone());
        let start = rig.start_chat(&account, QUESTION).await;
        rig.say(&account, &start, "It hums.").await;
        rig.within(10 * MINUTE, "all has arrived", async || {
            rig.core.operations(&account).await.unwrap().is_empty()
        })
        .await;
        let chat = rig.chat(&account, &start).await.brief.id;
        rig.line.plan(Method::POST, "/messages", fault.clone());
        rig.say(&account, &chat, "And it smells.").await;
        rig.within(10 * MINUTE, "all has arrived", async || {
            rig.core.operations(&account).await.unwrap().is_empty()
        })
        .await;
        rig.pass(HOUR / 4).await;
        assert_eq!(rig.core.chats(&account).await.unwrap().len(), 1, "{fault:?}");
        let all = [QUESTION, "It hums.", "And it smells."];
        assert_eq!(rig.said(&account, &chat).await, all, "{fault:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_key_that_comes_after_send_begins_the_next_line() {
    let rig = Rig::new().await;
    let account = rig.signed_in().await;
    let chat = rig.taken(&account).await;
    let draft = rig.core.begin_line(&account, &chat).await.unwrap();
    let save = async |text: &str| {
        rig.core.save_draft(&draft.id, [String::new(), "en".into(), text.into()]).await.unwrap()
    };
    save("Hello.").await;
    rig.send(&draft.id).await;
    let late = save("Hello. And").await;
    assert_ne!(late.id, draft.id);
    rig.all_arrived(&account).await;
    assert_eq!((late.kind, late.text.as_str(), late.chat.as_ref()), (DraftKind::Say, "And", Some(&chat)));
    assert_eq!(rig.core.begin_line(&account, &chat).await.unwrap().id, late.id);
    assert_eq!(rig.said(&account, &chat).await, [QUESTION, "Hello."]);
}

#[tokio::test(start_paused = true)]
async fn what_is_said_in_a_chat_that_is_over_goes_back_to_its_line_in_its_order() {
    let rig = Rig::new().await;
    let account = rig.signed_in().await;
    let chat = rig.taken(&account).await;
    rig.line.hold(true);
    for line in ["Wait,", "one more thing.", "Hello?"] {
        rig.say(&account, &chat, line).await;
    }
    let draft = rig.core.begin_line(&account, &chat).await.unwrap();
    rig.core.save_draft(&draft.id, ["", "en", "Are you th"].map(str::to_owned)).await.unwrap();
    rig.agent(&format!("chats/{chat}/end"), json!({})).await;
    rig.line.hold(false);
    rig.within(10 * MINUTE, "it is settled", async || {
        rig.core.operations(&account).await.unwrap().is_empty()
    })
    .await;
    let whole = "Wait,\n\none more thing.\n\nHello?\n\nAre you th".to_owned();
    assert_eq!(rig.places().await, (vec![whole.clone()], vec![], vec![]));
    let draft = rig.core.drafts(&account).await.unwrap().remove(0);
    assert_eq!((draft.kind, draft.chat.as_ref()), (DraftKind::Say, Some(&chat)));
    rig.until("it is over", async || matches!(rig.phase(&account, &chat).await, ChatPhase::Ended(_))).await;
    assert!(matches!(rig.core.send_draft(&draft.id).await.unwrap(), Sent::Faulty(_)), "nobody would hear it");
    let issue = rig.core.draft_into_issue(&draft.id).await.unwrap();
    assert_eq!((issue.id, issue.kind, issue.text), (draft.id, DraftKind::Issue, whole));
}

#[tokio::test(start_paused = true)]
async fn typing_is_heard_at_once_and_fades() {
    let rig = Rig::new().await;
    let account = rig.signed_in().await;
    let chat = rig.taken(&account).await;
    let mut heard = rig.core.changes();
    rig.agent(&format!("chats/{chat}/typing"), json!({"typing": true})).await;
    rig.within(2 * SECOND, "she types", async || rig.chat(&account, &chat).await.agent_typing).await;
    rig.within(10 * SECOND, "it fades", async || !rig.chat(&account, &chat).await.agent_typing).await;
    rig.pass(SECOND).await;
    let mut told = 0;
    while let Ok(change) = heard.try_recv() {
        told += usize::from(change == Change::Stale(Stale::Chats));
    }
    assert!(told >= 2, "the window hears of both");
    for _ in 0..20 {
        rig.core.typing(&account, &chat, true).unwrap();
        rig.pass(Duration::from_millis(200)).await;
    }
    rig.core.typing(&account, &chat, false).unwrap();
    rig.pass(SECOND).await;
    let typed = rig.line.seen().iter().filter(|line| line.ends_with("/typing")).count();
    assert!((3..=4).contains(&typed), "not at every key: {typed}");
}

#[tokio::test(start_paused = true)]
async fn a_desk_that_wants_quiet_hears_nothing_of_typing() {
    let rig = Rig::new().await;
    let account = rig.signed_in().await;
    let chat = rig.taken(&account).await;
    let typed = || rig.line.seen().iter().filter(|line| line.ends_with("/typing")).count();
    rig.line.plan(Method::POST, "/typing", Fault::Busy(StatusCode::TOO_MANY_REQUESTS, 60));
    for _ in 0..20 {
        rig.core.typing(&account, &chat, true).unwrap();
        rig.pass(2 * SECOND).await;
    }
    assert_eq!(typed(), 1, "it was asked not to");
    rig.pass(MINUTE).await;
    rig.core.typing(&account, &chat, true).unwrap();
    rig.pass(SECOND).await;
    assert_eq!(typed(), 2);
}
