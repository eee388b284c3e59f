//! What the desk says it did in a chat is read back: neither a desk whose word is not so, nor an answer that does not come,
//! nor a disk that takes nothing makes a line lost or doubled.

use http::{Method, StatusCode};
use serde_json::json;
use svara_core::ChatPhase;
use svara_model::{AccountId, ChatId};
use svara_tests::{
    disk::{Disk, OpKind, Verdict},
    rig::Fault,
};

use super::QUESTION;
use crate::{MINUTE, rig::Rig};

const JSON: &str = "application/json";
const PROBLEM: &str = "application/problem+json";
const LINE: &str = "It hums.";

fn sent(rig: &Rig) -> usize {
    rig.line.seen().iter().filter(|line| line.starts_with("POST") && line.ends_with("/messages")).count()
}

fn transcript_of(chat: &ChatId) -> &'static str {
    Box::leak(format!("/api/chats/{chat}").into_boxed_str())
}

async fn arrives_once(rig: &Rig, account: &AccountId, chat: &ChatId) {
    rig.within(10 * MINUTE, "it has arrived", async || {
        rig.core.operations(account).await.unwrap().is_empty()
            && rig.said(account, chat).await == [QUESTION, LINE]
    })
    .await;
    rig.pass(2 * MINUTE).await;
    assert_eq!(rig.said(account, chat).await, [QUESTION, LINE]);
    assert_eq!(rig.places().await, (vec![], vec![], vec![]));
}

#[tokio::test(start_paused = true)]
async fn a_line_that_the_desk_only_claims_to_have_is_sent_until_it_stands_in_the_chat() {
    let rig = Rig::new().await;
    let account = rig.signed_in().await;
    let chat = rig.taken(&account).await;
    let claim = json!({"chat": {"id": chat.as_str()}, "message": {"id": "nowhere"}});
    let claim = Box::leak(claim.to_string().into_boxed_str());
    rig.line.plan(Method::POST, "/messages", Fault::Answer(StatusCode::CREATED, JSON, claim));
    rig.say(&account, &chat, LINE).await;
    arrives_once(&rig, &account, &chat).await;
    assert_eq!(sent(&rig), 2, "looked for, and sent again");
}

#[tokio::test(start_paused = true)]
async fn a_line_that_cannot_be_read_back_now_is_not_said_again() {
    for (status, media, body) in [
        (StatusCode::INTERNAL_SERVER_ERROR, "text/html", "<h1>500</h1>"),
        (StatusCode::OK, JSON, "{\"chat\": {\"id\""),
        (StatusCode::NOT_FOUND, PROBLEM, r#"{"code": "not_found"}"#),
    ] {
        let rig = Rig::new().await;
        let account = rig.signed_in().await;
        let chat = rig.taken(&account).await;
        rig.pass(2 * MINUTE).await;
        for _ in 0..3 {
            rig.line.plan(Method::GET, transcript_of(&chat), Fault::Answer(status, media, body));
        }
        rig.say(&account, &chat, LINE).await;
        arrives_once(&rig, &account, &chat).await;
        assert_eq!(sent(&rig), 1, "{status}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_end_that_cannot_be_read_back_now_is_still_the_end() {
    let rig = Rig::new().await;
    let account = rig.signed_in().await;
    let chat = rig.taken(&account).await;
    rig.pass(2 * MINUTE).await;
    for _ in 0..3 {
        let busy = Fault::Answer(StatusCode::BAD_GATEWAY, "text/html", "<h1>502</h1>");
        rig.line.plan(Method::GET, transcript_of(&chat), busy);
    }
    rig.core.end_chat(&account, &chat).await.unwrap();
    rig.within(10 * MINUTE, "it is over", async || {
        rig.core.operations(&account).await.unwrap().is_empty()
            && matches!(rig.phase(&account, &chat).await, ChatPhase::Ended(Some(_)))
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn a_disk_that_takes_nothing_after_the_desk_has_a_line_doubles_and_loses_nothing() {
    // Every write from the n-th on fails, counted from the moment at which the desk has the line, until the disk recovers.
    for (file, good) in [("keep", 0), ("keep", 2), ("keep", 4), ("keep", 6), ("cache", 0), ("cache", 3)] {
        let disk = Disk::new().unwrap();
        let rig = Rig::on(&disk).await;
        let account = rig.signed_in().await;
        let chat = rig.taken(&account).await;
        rig.pass(MINUTE).await;
        let (line, mut left) = (rig.line.clone(), good);
        disk.watch(Box::new(move |change| {
            let has_it = line.seen().iter().any(|line| line.ends_with("/messages"));
            if !has_it || !change.path.contains(file) || change.kind == OpKind::Open {
                return Verdict::Go;
            }
            if left == 0 {
                return Verdict::Full;
            }
            left -= 1;
            Verdict::Go
        }));
        rig.say(&account, &chat, LINE).await;
        rig.pass(MINUTE).await;
        disk.unwatch();
        arrives_once(&rig, &account, &chat).await;
        assert_eq!(sent(&rig), 1, "{file} after {good}: not sent again");
    }
}
