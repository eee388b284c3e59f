//! What becomes of a question: it is answered, kept as an issue, or a draft again.

use http::Method;
use serde_json::json;
use svara_core::{
    ChatPhase, Delivery, DraftBrief, DraftKind, HitPlace, OperationKind, SendState, SignOut, TakenBack,
    Unsent,
};
use svara_model::{Availability, ChatId, EndedBy};
use svara_tests::rig::Fault;

use super::QUESTION;
use crate::{HOUR, MINUTE, SECOND, rig::Rig};

#[tokio::test(start_paused = true)]
async fn a_question_is_asked_waits_is_answered_and_can_be_found_again() {
    let rig = Rig::new().await;
    let account = rig.signed_in().await;
    let start = rig.start_chat(&account, QUESTION).await;
    assert_eq!(rig.phase(&account, &start).await, ChatPhase::Starting);
    assert_eq!(rig.said(&account, &start).await, [QUESTION]);
    rig.all_arrived(&account).await;
    let waits = rig.chat(&account, &start).await;
    assert!(matches!(waits.brief.phase, ChatPhase::Waiting { place: 1, .. }), "{waits:?}");
    let chat = waits.brief.id;
    assert_ne!(chat, start, "it has the desk's name now, and the first one still finds it");
    assert_eq!(rig.places().await, (vec![], vec![QUESTION.to_owned()], vec![]));
    assert_eq!(rig.core.chat_desk(&account).await.unwrap().current, Some(chat.clone()));

    rig.take(&chat).await;
    rig.within(2 * SECOND, "she is there", async || rig.phase(&account, &chat).await == ChatPhase::Active)
        .await;
    rig.maja_says(&chat, "Hello Elsa!").await;
    rig.say(&account, &chat, "Hello.").await;
    rig.all_arrived(&account).await;
    rig.maja_says(&chat, "Is the plug in?").await;
    let all = [QUESTION, "Maja: Hello Elsa!", "Hello.", "Maja: Is the plug in?"];
    rig.within(2 * SECOND, "both see the same", async || rig.said(&account, &chat).await == all).await;
    assert_eq!(
        rig.places().await,
        (vec![], vec![], vec![]),
        "somebody came: the question is the chat's alone"
    );
    let read = rig.chat(&account, &chat).await;
    assert!(read.lines.iter().all(|line| line.delivery == Delivery::Delivered && line.order.is_some()));
    assert_eq!(read.brief.agent.as_deref(), Some("Maja"));

    rig.agent(&format!("chats/{chat}/end"), json!({})).await;
    rig.within(2 * SECOND, "it is over", async || {
        matches!(rig.phase(&account, &chat).await, ChatPhase::Ended(Some((_, EndedBy::Agent))))
    })
    .await;
    let hits = rig.core.search(&account, "plug", 10).await.unwrap();
    assert!(
        matches!(&hits[..], [hit] if matches!(&hit.place, HitPlace::Chat { id, ended: Some(_), .. } if *id == chat))
    );
    assert!(rig.core.chat_desk(&account).await.unwrap().current.is_none());
}

#[tokio::test(start_paused = true)]
async fn what_is_said_before_the_chat_is_there_keeps_its_order() {
    let mut rig = Rig::new().await;
    let account = rig.signed_in().await;
    rig.line.hold(true);
    let start = rig.start_chat(&account, QUESTION).await;
    for line in ["One more thing:", "it hums.", "it hums."] {
        rig.say(&account, &start, line).await;
    }
    rig.restart().await;
    rig.line.hold(false);
    rig.within(HOUR, "all has arrived", async || rig.core.operations(&account).await.unwrap().is_empty())
        .await;
    let all = [QUESTION, "One more thing:", "it hums.", "it hums."];
    assert_eq!(rig.said(&account, &start).await, all);
}

#[tokio::test(start_paused = true)]
async fn a_question_that_nobody_came_to_stands_under_the_drafts_ready_to_send() {
    let rig = Rig::new().await;
    let account = rig.signed_in().await;
    let chat = rig.waiting(&account).await;
    rig.pass_at_desk(61).await;
    rig.until("the queue gave up", async || {
        matches!(rig.phase(&account, &chat).await, ChatPhase::Ended(Some((_, EndedBy::QueueTimeout))))
    })
    .await;
    rig.until("it is kept", async || !rig.core.drafts(&account).await.unwrap().is_empty()).await;
    assert_eq!(rig.places().await, (vec![QUESTION.to_owned()], vec![], vec![]));
    let draft = rig.core.drafts(&account).await.unwrap().remove(0);
    assert_eq!(
        (draft.kind, draft.title.as_str(), draft.language.as_str()),
        (DraftKind::Issue, QUESTION, "en")
    );
    assert_eq!(rig.chat(&account, &chat).await.kept_as.as_deref(), Some(draft.id.as_str()));
    rig.until("it is told", async || !rig.chat_notices().is_empty()).await;
    assert!(rig.chat_notices()[0].1.starts_with("Nobody came in time"), "{:?}", rig.chat_notices());
    rig.send(&draft.id).await;
    rig.all_arrived(&account).await;
}

#[tokio::test(start_paused = true)]
async fn a_question_keeps_its_words_picture_and_language_on_every_way_back() {
    const SWEDISH: &str = "Skärmen är svart igen.\n\n\tOch \u{201d}den\u{201d} surrar – varför?";
    let rig = Rig::new().await;
    let account = rig.signed_in().await;
    let draft = rig.core.begin_question(&account).await.unwrap();
    let form = draft.form.clone().unwrap();
    rig.core.save_question(&draft.id, "sv".into(), SWEDISH.into(), form.clone()).await.unwrap();
    rig.attach(&draft.id).await;
    let is_whole = |draft: &DraftBrief| {
        assert_eq!((draft.text.as_str(), draft.language.as_str(), draft.pictures.len()), (SWEDISH, "sv", 1));
        assert_eq!(draft.kind, DraftKind::Issue);
        assert!(draft.title.starts_with("Skärmen är svart igen."), "{}", draft.title);
    };
    // In place of being asked.
    let issue = rig.core.draft_into_issue(&draft.id).await.unwrap();
    is_whole(&issue);
    rig.core.delete_draft(&issue.id).await.unwrap();
    // After nobody came, also when the member had signed out and in again meanwhile.
    let draft = rig.core.begin_question(&account).await.unwrap();
    let form = svara_model::ChatForm { email: "elsa@example.com".into(), ..form };
    rig.core.save_question(&draft.id, "sv".into(), SWEDISH.into(), form).await.unwrap();
    rig.attach(&draft.id).await;
    let start = ChatId::new(rig.send(&draft.id).await);
    rig.all_arrived(&account).await;
    assert_eq!(rig.places().await, (vec![], vec![SWEDISH.to_owned()], vec![]));
    let asked = rig.chat(&account, &start).await;
    assert_eq!((asked.lines[0].text.as_str(), asked.lines[0].attachments.len()), (SWEDISH, 1));
    assert!(matches!(rig.core.sign_out(&account, Unsent::Keep).await, Ok(SignOut::Done)));
    assert_eq!(rig.places().await, (vec![SWEDISH.to_owned()], vec![], vec![]), "nobody listens to the queue");
    let account = rig.signed_in().await;
    rig.until("the chat waits on, and has its question back", async || rig.places().await.0.is_empty()).await;
    assert_eq!(rig.places().await.1, [SWEDISH]);
    rig.pass_at_desk(61).await;
    rig.until("it is kept", async || !rig.core.drafts(&account).await.unwrap().is_empty()).await;
    is_whole(&rig.core.drafts(&account).await.unwrap()[0]);
    assert_eq!(rig.places().await, (vec![SWEDISH.to_owned()], vec![], vec![]));
}

#[tokio::test(start_paused = true)]
async fn a_chat_that_is_closed_gives_the_question_back_as_an_issue_with_what_was_said_after_it() {
    let rig = Rig::new().await;
    let account = rig.signed_in().await;
    rig.set_open(false).await;
    rig.line.hold(true);
    let start = rig.start_chat(&account, QUESTION).await;
    rig.say(&account, &start, "It hums.").await;
    rig.line.hold(false);
    rig.within(10 * MINUTE, "it is refused", async || !rig.core.drafts(&account).await.unwrap().is_empty())
        .await;
    let whole = format!("{QUESTION}\n\nIt hums.");
    assert_eq!(rig.places().await, (vec![whole], vec![], vec![]));
    let read = rig.chat(&account, &start).await;
    assert_eq!(read.brief.phase, ChatPhase::Ended(None));
    assert_eq!(read.kept_as, Some(rig.core.drafts(&account).await.unwrap()[0].id.clone()));
    let never = rig.line.seen().iter().filter(|line| line.ends_with("/withdraw")).count();
    assert_eq!(never, 1, "a copy of the request that arrives when the chat is open again finds it withdrawn");
}

#[tokio::test(start_paused = true)]
async fn who_leaves_the_queue_leaves_it_and_who_wants_an_issue_has_the_words() {
    let rig = Rig::new().await;
    let account = rig.signed_in().await;
    let chat = rig.waiting(&account).await;
    rig.core.end_chat(&account, &chat).await.unwrap();
    rig.all_arrived(&account).await;
    rig.pass(MINUTE).await;
    assert_eq!(rig.places().await, (vec![], vec![], vec![]), "that is what the member wanted");
    let chat = rig.waiting(&account).await;
    let issue = rig.core.chat_into_issue(&account, &chat).await.unwrap();
    assert_eq!(
        (issue.kind, issue.text.as_str(), issue.title.as_str()),
        (DraftKind::Issue, QUESTION, QUESTION)
    );
    rig.all_arrived(&account).await;
    rig.pass(MINUTE).await;
    assert_eq!(rig.places().await, (vec![QUESTION.to_owned()], vec![], vec![]));
    assert!(matches!(rig.phase(&account, &chat).await, ChatPhase::Ended(Some((_, EndedBy::Member)))));
}

#[tokio::test(start_paused = true)]
async fn a_question_is_taken_back_or_asked_never_both() {
    for (fault, ends) in
        [(None, "asked"), (Some(Fault::LoseRequest), "draft"), (Some(Fault::LoseAnswer), "asked")]
    {
        let rig = Rig::new().await;
        let account = rig.signed_in().await;
        if let Some(fault) = &fault {
            rig.line.plan(Method::POST, "/api/chats", fault.clone());
        }
        rig.line.hold(true);
        let start = rig.start_chat(&account, QUESTION).await;
        rig.say(&account, &start, "It hums.").await;
        rig.until("it is being sent", async || {
            rig.core.operations(&account).await.unwrap()[0].state == SendState::Sending
        })
        .await;
        let taken = rig.core.take_back(start.as_str()).await.unwrap();
        assert!(matches!(taken, TakenBack::UnderWay), "{taken:?}");
        rig.line.hold(false);
        rig.within(10 * MINUTE, "it is settled", async || {
            rig.core.operations(&account).await.unwrap().is_empty()
        })
        .await;
        rig.pass(MINUTE).await;
        let (drafts, journal, _) = rig.places().await;
        match ends {
            "draft" => assert_eq!((drafts, journal), (vec![format!("{QUESTION}\n\nIt hums.")], vec![])),
            _ => {
                assert_eq!((drafts, journal), (vec![], vec![QUESTION.to_owned()]), "{fault:?}");
                assert_eq!(rig.said(&account, &start).await, [QUESTION, "It hums."]);
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn nobody_asks_for_chats_where_none_is_open() {
    let rig = Rig::new().await;
    let account = rig.signed_in().await;
    rig.pass(2 * MINUTE).await;
    let asked = || rig.line.seen().iter().filter(|line| line.contains("/api/chat")).count();
    let before = asked();
    rig.pass(6 * HOUR).await;
    assert!(asked() - before <= 6, "{} in six hours", asked() - before);
    let operation = OperationKind::StartChat;
    let start = rig.start_chat(&account, QUESTION).await;
    assert_eq!(rig.core.operations(&account).await.unwrap()[0].kind, operation);
    rig.all_arrived(&account).await;
    let before = asked();
    rig.pass(HOUR / 2).await;
    // The desk hints at the queue with every pulse of its stream: each is worth one look, and nothing else is.
    assert!((30..=130).contains(&(asked() - before)), "{} in half an hour", asked() - before);
    assert!(matches!(rig.phase(&account, &start).await, ChatPhase::Waiting { .. }));
}

#[tokio::test(start_paused = true)]
async fn whoever_opens_the_form_hears_at_once_whether_the_chat_is_open_now() {
    let rig = Rig::new().await;
    let account = rig.signed_in().await;
    let said = async || rig.core.chat_desk(&account).await.unwrap().desk.map(|desk| desk.availability);
    rig.until("it is open", async || matches!(said().await, Some(Availability::Open { .. }))).await;
    rig.pass(10 * SECOND).await;
    rig.set_open(false).await;
    rig.within(SECOND, "it is closed", async || matches!(said().await, Some(Availability::Closed { .. })))
        .await;
    rig.set_open(true).await;
    let asked = || rig.line.seen().iter().filter(|line| *line == "GET /api/chat").count();
    // Every answer makes the window read again.
    let before = asked();
    for _ in 0..300 {
        said().await;
        rig.pass(SECOND / 5).await;
    }
    assert!((10..=13).contains(&(asked() - before)), "{} in a minute", asked() - before);
    rig.waiting(&account).await;
    let before = asked();
    for _ in 0..300 {
        said().await;
        rig.pass(SECOND).await;
    }
    assert!(asked() - before <= 6, "whoever has a chat needs no other: {} in five minutes", asked() - before);
}
