//! Chats: a question is answered, kept as an issue, or the member's again; nothing said is lost, doubled or out of order,
//! and nothing is told twice.

use std::time::Duration;

use http::Method;
use serde_json::json;
use svara_core::{
    Change, ChatPhase, ChatRead, Delivery, DraftBrief, DraftKind, HitPlace, OperationKind, Place, SendState,
    Sent, SignOut, Stale, TakenBack, Unsent,
};
use svara_model::{AccountId, ActKind, ChatId, EndedBy, MessageKind, Speaker};
use svara_tests::rig::Fault;

use super::{HOUR, SECOND};
use crate::{
    outbox::PNG,
    rig::{Rig, holds},
};

const MINUTE: Duration = Duration::from_secs(60);
const QUESTION: &str = "Why does the screen stay black after the update?";

impl Rig {
    /// Writes a question and sends it; answers its operation's name.
    async fn start_chat(&self, account: &AccountId, question: &str) -> ChatId {
        let draft = self.core.begin_question(account).await.unwrap();
        let form = draft.form.clone().unwrap();
        assert_eq!(form.name, "Elsa Lind", "filled in from the profile");
        let form = svara_model::ChatForm { email: "elsa@example.com".into(), ..form };
        self.core.save_question(&draft.id, "en".into(), question.into(), form).await.unwrap();
        ChatId::new(self.send(&draft.id).await)
    }

    /// Writes a line of a chat and sends it; answers its operation's name.
    async fn say(&self, account: &AccountId, chat: &ChatId, text: &str) -> String {
        let draft = self.core.begin_line(account, chat).await.unwrap();
        assert_eq!(draft.kind, DraftKind::Say);
        self.core.save_draft(&draft.id, [String::new(), draft.language, text.into()]).await.unwrap();
        self.send(&draft.id).await
    }

    async fn send(&self, draft: &str) -> String {
        match self.core.send_draft(draft).await.unwrap() {
            Sent::Queued(operation) => operation.id,
            Sent::Faulty(faults) => panic!("{faults:?}"),
        }
    }

    /// Attaches a picture to a draft.
    async fn attach(&self, draft: &str) {
        let path = self.folder.path().join("bild.png");
        std::fs::write(&path, PNG).unwrap();
        self.picker.choose_files(vec![path]);
        let picked = self.core.pick_pictures(draft).await.unwrap();
        assert_eq!(picked.draft.pictures.len(), 1, "{:?}", picked.refused);
    }

    async fn chat(&self, account: &AccountId, chat: &ChatId) -> ChatRead {
        self.core.chat(account, chat).await.unwrap()
    }

    /// A chat that waits in the queue, by the desk's name for it.
    async fn waiting(&self, account: &AccountId) -> ChatId {
        let start = self.start_chat(account, QUESTION).await;
        self.until("it waits", async || {
            matches!(self.chat(account, &start).await.brief.phase, ChatPhase::Waiting { .. })
                && self.core.operations(account).await.unwrap().is_empty()
        })
        .await;
        self.chat(account, &start).await.brief.id
    }

    /// A chat in which Maja is.
    async fn taken(&self, account: &AccountId) -> ChatId {
        let chat = self.waiting(account).await;
        self.take(&chat).await;
        self.until("she is there", async || self.phase(account, &chat).await == ChatPhase::Active).await;
        chat
    }

    async fn take(&self, chat: &ChatId) {
        self.agent(&format!("chats/{chat}/take"), json!({})).await;
    }

    async fn maja_says(&self, chat: &ChatId, text: &str) {
        self.agent(&format!("chats/{chat}/messages"), json!({"text": text, "uploads": []})).await;
    }

    async fn phase(&self, account: &AccountId, chat: &ChatId) -> ChatPhase {
        self.chat(account, chat).await.brief.phase
    }

    /// What was said, with who said it, in the order shown.
    async fn said(&self, account: &AccountId, chat: &ChatId) -> Vec<String> {
        let lines = self.chat(account, chat).await.lines.into_iter();
        let said = lines.filter(|line| line.kind == MessageKind::Text).map(|line| match line.speaker {
            Speaker::Member => line.text,
            Speaker::Agent { name } => format!("{name}: {}", line.text),
            Speaker::Desk => format!("desk: {}", line.text),
        });
        said.collect()
    }

    async fn all_arrived(&self, account: &AccountId) {
        self.until("all has arrived", async || self.core.operations(account).await.unwrap().is_empty()).await;
    }

    /// Lets time pass at the desk, too, which looks at its queue.
    async fn pass_at_desk(&self, minutes: u32) {
        for _ in 0..minutes {
            self.pass(MINUTE).await;
            self.desk.tick().await.unwrap();
        }
        self.pass(2 * SECOND).await;
    }

    /// What is written, by place: drafts, journal, outbox.
    async fn places(&self) -> (Vec<String>, Vec<String>, Vec<String>) {
        let audit = self.core.audit().await.unwrap();
        assert_eq!((audit.adrift, audit.stray_pictures), (0, 0), "{audit:?}");
        let words = |written: Vec<(String, String)>| written.into_iter().map(|(_, text)| text).collect();
        let operations = audit.operations.into_iter().map(|operation| operation.text).collect();
        (words(audit.drafts), words(audit.journal), operations)
    }

    async fn set_open(&self, open: bool) {
        let mut facts = self.desk.facts().await.unwrap();
        facts.chat.open = open;
        self.desk.set_facts(facts).await.unwrap();
    }

    fn chat_notices(&self) -> Vec<(String, String)> {
        let standing = self.standing().into_iter().filter(|notice| notice.tag.starts_with("chat/"));
        standing.map(|notice| (notice.title, notice.body)).collect()
    }
}

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
