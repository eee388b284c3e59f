//! The notices of chats: one a chat, told once, gone when the member looks.

use std::collections::BTreeSet;

use serde_json::json;
use svara_core::{ChatPhase, Place, Unsent};
use svara_model::{ActKind, EndedBy};
use svara_tests::{
    disk::{Disk, OpKind, Verdict},
    rig::NoticeService,
};

use super::QUESTION;
use crate::{
    HOUR, MINUTE, SECOND,
    rig::{Rig, holds},
};

#[tokio::test(start_paused = true)]
async fn a_chat_has_one_notice_which_each_message_replaces_and_which_goes_when_it_is_looked_at() {
    let mut rig = Rig::new().await;
    let account = rig.signed_in().await;
    let chat = rig.waiting(&account).await;
    assert!(rig.chat_notices().is_empty(), "one's own acts are not told");
    rig.take(&chat).await;
    rig.within(2 * SECOND, "she is there", async || !rig.chat_notices().is_empty()).await;
    assert_eq!(rig.chat_notices(), [("Chat with Maja".to_owned(), "Maja is here now".to_owned())]);
    for text in ["Hello!", "Are you there?"] {
        rig.maja_says(&chat, text).await;
        let told = || rig.chat_notices() == [("Chat with Maja".to_owned(), text.to_owned())];
        rig.within(2 * SECOND, "her words", async || told()).await;
    }
    let account_brief = rig.account().await;
    assert_eq!(account_brief.chats, 3, "she joined, and said two things");
    rig.agent(&format!("chats/{chat}/suggest-issue"), json!({"language": "sv"})).await;
    let asked = [("Chat with Maja".to_owned(), "The team asks you to submit an issue".to_owned())];
    rig.within(2 * SECOND, "what she asks for", async || rig.chat_notices() == asked).await;
    let told = rig.notifier.notices().len();
    rig.restart().await;
    rig.pass(HOUR / 6).await;
    assert_eq!(rig.notifier.notices().len(), told, "nothing is told twice");
    let tag = rig.standing()[0].tag.clone();
    assert!(rig.notifier.act(&tag, ActKind::Answer).await);
    rig.until("the window is wanted there", async || true).await;
    rig.pass(SECOND).await;
    assert_eq!(rig.core.take_go().and_then(|to| to.chat), Some(chat.clone()));
    rig.core.looking(Some(Place::Chat(account.clone(), chat.clone()))).await.unwrap();
    rig.maja_says(&chat, "Good.").await;
    rig.pass(MINUTE).await;
    assert!(rig.chat_notices().is_empty(), "it is looked at");
    assert_eq!(rig.account().await.chats, 0);
    rig.core.looking(None).await.unwrap();
    rig.agent(&format!("chats/{chat}/end"), json!({})).await;
    rig.until("the end is told", async || rig.chat_notices().len() == 1).await;
    assert_eq!(rig.chat_notices()[0].1, "The chat is over");
    rig.core.looking(Some(Place::Chat(account.clone(), chat.clone()))).await.unwrap();
    rig.until("it goes", async || rig.chat_notices().is_empty()).await;
}

#[tokio::test(start_paused = true)]
async fn a_chat_outlives_the_app_and_an_ended_one_tells_nothing_of_its_past() {
    let mut rig = Rig::new().await;
    let account = rig.signed_in().await;
    let chat = rig.waiting(&account).await;
    rig.core.stop().await;
    rig.pass(2 * MINUTE).await;
    rig.restart().await;
    rig.until("it waits", async || matches!(rig.phase(&account, &chat).await, ChatPhase::Waiting { .. }))
        .await;
    rig.core.stop().await;
    rig.take(&chat).await;
    rig.maja_says(&chat, "Hello!").await;
    rig.restart().await;
    rig.until("it is told", async || rig.chat_notices().first().is_some_and(|told| told.1 == "Hello!")).await;
    assert_eq!(rig.places().await, (vec![], vec![], vec![]));
    rig.core.end_chat(&account, &chat).await.unwrap();
    rig.until("it is over", async || {
        matches!(rig.phase(&account, &chat).await, ChatPhase::Ended(Some((_, EndedBy::Member))))
    })
    .await;
    rig.until("nothing stands", async || rig.chat_notices().is_empty()).await;
    rig.core.sign_out(&account, Unsent::Delete).await.unwrap();
    assert!(!holds(&rig.app_folder(), "Hello!"), "none of its words is left");
    assert!(!holds(&rig.app_folder(), QUESTION));
    let told = rig.notifier.notices().len();
    let account = rig.signed_in().await;
    rig.until("it is read again", async || rig.core.chats(&account).await.unwrap().len() == 1).await;
    rig.pass(HOUR).await;
    assert_eq!((rig.notifier.notices().len(), rig.account().await.chats), (told, 0));
}

#[tokio::test(start_paused = true)]
async fn what_no_service_showed_of_a_chat_is_shown_when_one_runs_as_it_is_then() {
    for service in [NoticeService::Missing, NoticeService::Hangs] {
        let rig = Rig::new().await;
        let account = rig.signed_in().await;
        let chat = rig.taken(&account).await;
        rig.until("she is there", async || !rig.chat_notices().is_empty()).await;
        rig.notifier.become_(service);
        let before = rig.notifier.calls();
        rig.maja_says(&chat, "Hello!").await;
        rig.pass(5 * MINUTE).await;
        rig.maja_says(&chat, "Are you there?").await;
        rig.pass(5 * MINUTE).await;
        let calls = rig.notifier.calls() - before;
        assert!((8..=20).contains(&calls), "{service:?}: {calls} calls in ten minutes");
        rig.notifier.become_(NoticeService::Runs);
        let newest = [("Chat with Maja".to_owned(), "Are you there?".to_owned())];
        rig.within(2 * MINUTE, "her last words", async || rig.chat_notices() == newest).await;
        rig.pass(MINUTE).await;
        assert_eq!(rig.notifier.notices().len(), 2, "{service:?}: once");
    }
}

#[tokio::test(start_paused = true)]
async fn a_service_that_does_not_answer_gets_a_chats_tag_again_and_few_times() {
    let rig = Rig::new().await;
    let account = rig.signed_in().await;
    let chat = rig.taken(&account).await;
    rig.until("she is there", async || !rig.chat_notices().is_empty()).await;
    rig.notifier.become_(NoticeService::ShowsWithoutAnswer);
    rig.maja_says(&chat, "Hello!").await;
    rig.pass(30 * SECOND).await;
    assert_eq!(rig.notifier.notices().len(), 2, "not again within the minute");
    rig.notifier.become_(NoticeService::Runs);
    rig.within(2 * MINUTE, "shown again", async || rig.notifier.notices().len() == 3).await;
    let tags: BTreeSet<_> = rig.notifier.notices().into_iter().map(|notice| notice.tag).collect();
    assert_eq!(tags.len(), 1, "each takes the place of the one before: {tags:?}");
    rig.pass(5 * MINUTE).await;
    assert_eq!(rig.notifier.notices().len(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_disk_that_takes_no_mark_makes_no_message_told_twice() {
    let disk = Disk::new().unwrap();
    let mut rig = Rig::on(&disk).await;
    let account = rig.signed_in().await;
    let chat = rig.taken(&account).await;
    rig.until("she is there", async || !rig.chat_notices().is_empty()).await;
    rig.pass(MINUTE).await;
    // The disk is full from the moment at which her words are shown.
    let (notifier, shown) = (rig.notifier.clone(), rig.notifier.notices().len() + 1);
    disk.watch(Box::new(move |change| {
        let is_full = notifier.notices().len() >= shown && change.path.contains("keep");
        if is_full && change.kind != OpKind::Open { Verdict::Full } else { Verdict::Go }
    }));
    rig.maja_says(&chat, "Hello!").await;
    rig.pass(5 * MINUTE).await;
    assert_eq!(rig.notifier.notices().len(), shown, "told once, although that cannot be kept");
    rig.maja_says(&chat, "Are you there?").await;
    rig.pass(MINUTE).await;
    disk.unwatch();
    rig.within(3 * MINUTE, "what came meanwhile", async || rig.notifier.notices().len() == shown + 1).await;
    assert_eq!(rig.chat_notices(), [("Chat with Maja".to_owned(), "Are you there?".to_owned())]);
    rig.restart().await;
    rig.pass(2 * MINUTE).await;
    assert_eq!(rig.notifier.notices().len(), shown + 1, "its mark was kept when the disk took it");
}

#[tokio::test(start_paused = true)]
async fn whoever_comes_to_look_is_told_nothing_more_whichever_task_was_first() {
    let rig = Rig::new().await;
    let account = rig.signed_in().await;
    let chat = rig.taken(&account).await;
    rig.until("she is there", async || !rig.chat_notices().is_empty()).await;
    let (mut before_the_look, mut never) = (0, 0);
    for turns in 0..80 {
        let told = rig.notifier.notices().len();
        rig.maja_says(&chat, &format!("Number {turns}.")).await;
        for _ in 0..turns {
            tokio::task::yield_now().await;
        }
        rig.core.looking(Some(Place::Chat(account.clone(), chat.clone()))).await.unwrap();
        let looked = rig.notifier.notices().len();
        rig.pass(5 * SECOND).await;
        assert_eq!(rig.notifier.notices().len(), looked, "after {turns} turns of the tasks");
        assert!(rig.chat_notices().is_empty(), "after {turns} turns of the tasks");
        if looked > told {
            before_the_look += 1;
        } else {
            never += 1;
        }
        rig.core.looking(None).await.unwrap();
        rig.pass(SECOND).await;
    }
    assert!(before_the_look > 0 && never > 0, "both happened: {before_the_look} and {never}");
}
