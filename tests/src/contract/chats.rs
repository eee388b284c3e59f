//! Facts of chats. A kind of desk without a chat has nothing to show here.

use std::{slice, sync::Arc};

use bytes::Bytes;
use futures_util::TryStreamExt;
use svara_model::{
    Act, Applied, Availability, Chat, ChatForm, ChatId, ChatLine, ChatState, Cursor, EndedBy, Failure,
    FailureKind, Finding, Hint, LocalFile, Message, MessageKind, Operation, Question, Retry, Speaker,
    Transcript, UploadRef, Withdrawn,
};

use super::{ChatAct, ChatDoor, ChatSide, DeskUnderTest, Member, Standing, member::kind_of, soon};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0";

/// A member at a desk that chats.
struct Talker<'a> {
    member: Member,
    line: Arc<dyn ChatLine>,
    desk: &'a dyn ChatSide,
}

impl<'a> Talker<'a> {
    /// None: this kind of desk has no chat.
    async fn new(desk: &'a dyn DeskUnderTest) -> Option<Self> {
        let side = desk.chats()?;
        let member = Member::new(desk).await;
        let line = member.connector.chat().expect("a desk that chats has a line");
        Some(Self { member, line, desk: side })
    }

    fn question(&self, text: &str, uploads: Vec<UploadRef>) -> Operation {
        let form = ChatForm {
            name: "Kaisa Å".to_owned(),
            email: "kaisa@example.org".to_owned(),
            member_id: None,
            topic: None,
        };
        let language = Some("en".to_owned());
        self.member.operation(Act::StartChat(Question { form, language, text: text.to_owned(), uploads }))
    }

    fn line(&self, chat: &ChatId, text: &str) -> Operation {
        self.member.operation(Act::Say { chat: chat.clone(), text: text.to_owned(), uploads: Vec::new() })
    }

    fn leaving(&self, chat: &ChatId) -> Operation {
        self.member.operation(Act::EndChat { chat: chat.clone() })
    }

    async fn start(&self, text: &str) -> ChatId {
        chat_of(&self.member.apply(&self.question(text, Vec::new())).await.expect("the desk takes a chat"))
    }

    async fn say(&self, chat: &ChatId, text: &str) -> Applied {
        self.member.apply(&self.line(chat, text)).await.expect("the desk takes a line")
    }

    async fn all(&self, chat: &ChatId) -> Transcript {
        self.line.transcript(chat, None).await.expect("the member's own chat")
    }

    async fn state(&self, chat: &ChatId) -> ChatState {
        self.all(chat).await.chat.state
    }

    /// The chats that changed since a cursor, and where the changes stand then.
    async fn changed(&self, since: Option<&Cursor>) -> (Vec<Chat>, Cursor) {
        let page = self.line.chats(since).await.expect("a page of chats");
        assert!(!page.more, "no fact makes so many");
        (page.chats, page.cursor)
    }

    async fn find(&self, operation: &Operation) -> Result<Finding, Failure> {
        self.member.connector.find_applied(operation, &operation.key, &[]).await
    }
}

fn chat_of(applied: &Applied) -> ChatId {
    applied.chat().expect("about a chat").clone()
}

fn ended_by(state: &ChatState) -> Option<EndedBy> {
    match state {
        ChatState::Ended { by, .. } => Some(*by),
        _ => None,
    }
}

fn texts(messages: &[Message]) -> Vec<&str> {
    messages.iter().filter(|one| one.kind == MessageKind::Text).map(|one| one.text.as_str()).collect()
}

macro_rules! talker {
    ($desk:expr) => {
        match Talker::new($desk).await {
            Some(talker) => talker,
            None => return,
        }
    };
}

pub async fn a_desk_says_whether_it_chats(desk: &dyn DeskUnderTest) {
    let talker = talker!(desk);
    assert!(talker.member.profile.desk.capabilities.chat);
    let open = talker.line.desk().await.unwrap();
    assert!(matches!(open.availability, Availability::Open { waiting: 0, .. }), "{open:?}");
    assert!(open.text_chars > 0 && open.files_per_message > 0);
    talker.desk.door(ChatDoor::Closed).await;
    assert_eq!(talker.line.desk().await.unwrap().availability, Availability::Closed { opens: None });
    talker.desk.door(ChatDoor::Full).await;
    assert_eq!(talker.line.desk().await.unwrap().availability, Availability::Full);
}

pub async fn a_chat_waits_is_taken_and_ends(desk: &dyn DeskUnderTest) {
    let talker = talker!(desk);
    let chat = talker.start("My order\nfails").await;
    let seen = talker.all(&chat).await;
    assert!(matches!(seen.chat.state, ChatState::Waiting { place: 1, .. }), "{seen:?}");
    assert_eq!((seen.chat.question.as_str(), seen.chat.last_order), ("My order fails", Some(1)));
    talker.say(&chat, "Anybody?").await;
    talker.desk.agent(&chat, ChatAct::Take).await;
    talker.desk.agent(&chat, ChatAct::Say("Which order?")).await;
    let ChatState::Active { agent } = talker.state(&chat).await else { panic!("nobody took it") };
    assert!(!agent.is_empty());
    talker.say(&chat, "Number 7").await;
    talker.desk.agent(&chat, ChatAct::End).await;
    let seen = talker.all(&chat).await;
    assert_eq!(ended_by(&seen.chat.state), Some(EndedBy::Agent));
    assert_eq!(texts(&seen.messages), ["My order\nfails", "Anybody?", "Which order?", "Number 7"]);
    let agent = Speaker::Agent { name: agent };
    let told: Vec<_> = seen.messages.iter().map(|one| (one.kind, one.speaker.clone())).collect();
    let text = |by: &Speaker| (MessageKind::Text, by.clone());
    let expected = [
        text(&Speaker::Member),
        text(&Speaker::Member),
        (MessageKind::Joined, agent.clone()),
        text(&agent),
        text(&Speaker::Member),
        (MessageKind::Ended, agent.clone()),
    ];
    assert_eq!(told, expected);
}

pub async fn a_transcript_goes_on_after_any_message(desk: &dyn DeskUnderTest) {
    let talker = talker!(desk);
    let chat = talker.start("First").await;
    for text in ["Second", "Third"] {
        talker.say(&chat, text).await;
    }
    let all = talker.all(&chat).await.messages;
    assert_eq!(texts(&all), ["First", "Second", "Third"]);
    assert!(all.windows(2).all(|pair| pair[0].order < pair[1].order), "{all:?}");
    for (nth, message) in all.iter().enumerate() {
        let rest = talker.line.transcript(&chat, Some(message.order)).await.unwrap();
        assert_eq!(rest.messages, all[nth + 1..]);
    }
    // As on another computer, or after the app was closed in the queue.
    let again = Member::signed_in(desk, talker.member.login.clone()).await;
    let line = again.connector.chat().unwrap();
    assert_eq!(line.transcript(&chat, None).await.unwrap().messages, all);
    desk.restart().await;
    let mut resumed = line.transcript(&chat, Some(all[0].order)).await;
    while resumed.as_ref().is_err_and(|why| matches!(why.kind, FailureKind::Offline(_))) {
        resumed = soon("an answer", line.transcript(&chat, Some(all[0].order))).await;
    }
    assert_eq!(resumed.unwrap().messages, all[1..]);
}

pub async fn done_twice_with_one_key_is_done_once(desk: &dyn DeskUnderTest) {
    let talker = talker!(desk);
    let question = talker.question("Once", Vec::new());
    let started = talker.member.apply(&question).await.unwrap();
    assert_eq!(talker.member.apply(&question).await, Ok(started.clone()));
    let chat = chat_of(&started);
    let line = talker.line(&chat, "Once too");
    let tries = std::iter::repeat_with(|| talker.member.apply(&line)).take(5);
    let outcomes = futures_util::future::join_all(tries).await;
    let mut said: Vec<_> = outcomes.iter().filter_map(|outcome| outcome.as_ref().ok()).collect();
    said.dedup();
    assert_eq!(said.len(), 1, "{outcomes:?}");
    for failure in outcomes.iter().filter_map(|outcome| outcome.as_ref().err()) {
        assert!(matches!(failure.retry, Retry::After(_)), "what is under way passes: {failure:?}");
    }
    let seen = talker.all(&chat).await.messages;
    assert_eq!(texts(&seen), ["Once", "Once too"]);
    assert_eq!(seen[1].key.as_ref(), Some(&line.key), "a message names the operation that made it");
    let other = Operation { act: talker.line(&chat, "Forged").act, ..line };
    assert_eq!(kind_of(talker.member.apply(&other).await), FailureKind::Invalid);
    let leaving = talker.leaving(&chat);
    let left = talker.member.apply(&leaving).await.unwrap();
    assert_eq!(talker.member.apply(&leaving).await, Ok(left));
    assert_eq!(ended_by(&talker.state(&chat).await), Some(EndedBy::Member));
}

pub async fn what_was_done_in_a_chat_is_found_and_not_before(desk: &dyn DeskUnderTest) {
    let talker = talker!(desk);
    let question = talker.question("Lost answer", Vec::new());
    assert_eq!(talker.find(&question).await, Ok(Finding::NotDone));
    let started = talker.member.apply(&question).await.unwrap();
    assert_eq!(talker.find(&question).await, Ok(Finding::Done(started.clone())));
    let chat = chat_of(&started);
    let (line, leaving) = (talker.line(&chat, "Lost too"), talker.leaving(&chat));
    for operation in [line, leaving] {
        assert_eq!(talker.find(&operation).await, Ok(Finding::NotDone));
        let done = talker.member.apply(&operation).await.unwrap();
        assert_eq!(talker.find(&operation).await, Ok(Finding::Done(done.clone())));
        let withdrawn = talker.member.connector.withdraw(&operation, &operation.key).await;
        assert_eq!(withdrawn, Ok(Withdrawn::Done(done)));
    }
    // An operation of which nobody knows when it left: the desk may have forgotten its key, its messages have not.
    let forgotten = |operation: Operation| Operation { left: None, ..operation };
    assert_eq!(talker.find(&forgotten(question)).await, Ok(Finding::Done(started)));
    assert_eq!(
        talker.find(&forgotten(talker.question("Never sent", Vec::new()))).await,
        Ok(Finding::NotDone)
    );
    assert_eq!(talker.find(&forgotten(talker.line(&chat, "Never sent"))).await, Ok(Finding::NotDone));
}

pub async fn what_was_taken_back_is_never_said(desk: &dyn DeskUnderTest) {
    let talker = talker!(desk);
    let question = talker.question("Changed my mind", Vec::new());
    let connector = &talker.member.connector;
    assert_eq!(connector.withdraw(&question, &question.key).await, Ok(Withdrawn::Withdrawn));
    let failure = talker.member.apply(&question).await.unwrap_err();
    assert_eq!((failure.kind, failure.retry), (FailureKind::Conflict, Retry::Never));
    assert!(talker.changed(None).await.0.is_empty());
    let chat = talker.start("Really").await;
    let line = talker.line(&chat, "No, wait");
    assert_eq!(connector.withdraw(&line, &line.key).await, Ok(Withdrawn::Withdrawn));
    assert_eq!(kind_of(talker.member.apply(&line).await), FailureKind::Conflict);
    assert_eq!(texts(&talker.all(&chat).await.messages), ["Really"]);
}

pub async fn a_closed_or_full_desk_takes_no_chat(desk: &dyn DeskUnderTest) {
    let talker = talker!(desk);
    for door in [ChatDoor::Closed, ChatDoor::Full] {
        talker.desk.door(door).await;
        let question = talker.question("Hello?", Vec::new());
        let failure = talker.member.apply(&question).await.unwrap_err();
        assert_eq!((failure.kind, failure.retry), (FailureKind::NotNow, Retry::Never), "{door:?}");
        assert_eq!(talker.find(&question).await, Ok(Finding::NotDone));
        talker.desk.door(ChatDoor::Open).await;
        let chat = chat_of(&talker.member.apply(&question).await.expect("the key was not used up"));
        talker.member.apply(&talker.leaving(&chat)).await.unwrap();
    }
}

pub async fn closing_ends_what_waits(desk: &dyn DeskUnderTest) {
    let talker = talker!(desk);
    let chat = talker.start("In vain").await;
    talker.desk.door(ChatDoor::Closed).await;
    let seen = talker.all(&chat).await;
    assert_eq!(ended_by(&seen.chat.state), Some(EndedBy::Closed));
    let last = seen.messages.last().unwrap();
    assert_eq!((last.kind, &last.speaker), (MessageKind::Ended, &Speaker::Desk));
    assert_eq!(texts(&seen.messages), ["In vain"], "the words stay to be read");
}

pub async fn a_member_has_one_chat_at_a_time(desk: &dyn DeskUnderTest) {
    let talker = talker!(desk);
    let chat = talker.start("First").await;
    let second = talker.question("Second", Vec::new());
    let failure = talker.member.apply(&second).await.unwrap_err();
    assert_eq!((failure.kind, failure.retry), (FailureKind::Conflict, Retry::Never));
    talker.member.apply(&talker.leaving(&chat)).await.unwrap();
    talker.member.apply(&second).await.unwrap();
}

pub async fn an_ended_chat_takes_no_word_and_can_be_ended_again(desk: &dyn DeskUnderTest) {
    let talker = talker!(desk);
    let chat = talker.start("Short").await;
    talker.desk.agent(&chat, ChatAct::Take).await;
    talker.desk.agent(&chat, ChatAct::End).await;
    let line = talker.line(&chat, "Too late");
    let failure = talker.member.apply(&line).await.unwrap_err();
    assert_eq!((failure.kind, failure.retry), (FailureKind::Gone, Retry::Never));
    assert_eq!(talker.find(&line).await, Ok(Finding::NotDone));
    let left = talker.member.apply(&talker.leaving(&chat)).await.unwrap();
    assert_eq!(left, Applied::Chat { chat: chat.clone(), message: None });
    assert_eq!(ended_by(&talker.state(&chat).await), Some(EndedBy::Agent), "it stays as it ended");
}

pub async fn pictures_come_with_their_message(desk: &dyn DeskUnderTest) {
    let talker = talker!(desk);
    let file = |name: &str| LocalFile {
        name: name.to_owned(),
        media_type: "image/png".to_owned(),
        bytes: Bytes::from_static(PNG),
    };
    let connector = &talker.member.connector;
    let upload = async |name: &str| {
        connector.upload(&file(name), &talker.member.key(), Arc::new(|_, _| ())).await.unwrap()
    };
    let question = talker.question("See picture", vec![upload("one.png").await, upload("two.png").await]);
    let chat = chat_of(&talker.member.apply(&question).await.unwrap());
    let alone =
        Act::Say { chat: chat.clone(), text: String::new(), uploads: vec![upload("three.png").await] };
    talker.member.apply(&talker.member.operation(alone)).await.expect("a picture alone is a message");
    let messages = talker.all(&chat).await.messages;
    let names: Vec<Vec<_>> = messages
        .iter()
        .map(|message| message.attachments.iter().map(|file| file.name.as_str()).collect())
        .collect();
    assert_eq!(names, [vec!["one.png", "two.png"], vec!["three.png"]]);
    let bytes = connector.download(&messages[0].attachments[0]).await.unwrap();
    assert_eq!(bytes.try_collect::<Vec<_>>().await.unwrap().concat(), PNG);
    let other = Member::new(desk).await;
    assert_eq!(
        kind_of(other.connector.download(&messages[0].attachments[0]).await.map(drop)),
        FailureKind::Gone
    );
}

pub async fn a_chat_given_back_waits_again(desk: &dyn DeskUnderTest) {
    let talker = talker!(desk);
    let chat = talker.start("Passed around").await;
    talker.desk.agent(&chat, ChatAct::Take).await;
    talker.desk.agent(&chat, ChatAct::PutBack).await;
    let seen = talker.all(&chat).await;
    assert!(matches!(seen.chat.state, ChatState::Waiting { place: 1, .. }), "{seen:?}");
    assert_eq!(seen.messages.last().unwrap().kind, MessageKind::Left);
    talker.say(&chat, "Still here").await;
    talker.desk.agent(&chat, ChatAct::Take).await;
    assert!(matches!(talker.state(&chat).await, ChatState::Active { .. }));
}

pub async fn an_issue_instead_is_asked_for(desk: &dyn DeskUnderTest) {
    let talker = talker!(desk);
    let chat = talker.start("Det går inte").await;
    talker.desk.agent(&chat, ChatAct::Take).await;
    assert!(!talker.all(&chat).await.chat.suggests_issue);
    talker.desk.agent(&chat, ChatAct::SuggestIssue).await;
    let seen = talker.all(&chat).await;
    assert!(seen.chat.suggests_issue);
    let last = seen.messages.last().unwrap();
    assert_eq!(last.kind, MessageKind::SuggestIssue);
    assert!(!last.text.is_empty());
}

pub async fn changed_chats_come_after_a_cursor(desk: &dyn DeskUnderTest) {
    let talker = talker!(desk);
    let (none, before) = talker.changed(None).await;
    assert!(none.is_empty());
    let chat = talker.start("Changing").await;
    let (changed, queued) = talker.changed(Some(&before)).await;
    assert_eq!(changed.iter().map(|chat| &chat.id).collect::<Vec<_>>(), [&chat]);
    talker.desk.agent(&chat, ChatAct::Take).await;
    let (changed, taken) = talker.changed(Some(&queued)).await;
    assert!(matches!(changed[..], [Chat { state: ChatState::Active { .. }, .. }]), "{changed:?}");
    assert_eq!(talker.changed(Some(&taken)).await, (Vec::new(), taken.clone()));
    talker.desk.agent(&chat, ChatAct::Say("Hello")).await;
    let (changed, _) = talker.changed(Some(&taken)).await;
    assert_eq!(changed[0].last_order, Some(3));
    assert!(changed[0].updated > changed[0].opened, "a later change has a later time");
    let unknown = talker.line.chats(Some(&Cursor::new("no cursor at all"))).await.unwrap();
    assert!(unknown.restarted, "an unknown cursor begins anew");
    assert_eq!(unknown.chats, changed);
}

pub async fn nobody_reads_anothers_chat(desk: &dyn DeskUnderTest) {
    let talker = talker!(desk);
    let chat = talker.start("Secret").await;
    let other = Member::new(desk).await;
    let line = other.connector.chat().unwrap();
    assert!(line.chats(None).await.unwrap().chats.is_empty());
    let missing = ChatId::new("0".repeat(32));
    for chat in [&chat, &missing] {
        assert_eq!(kind_of(line.transcript(chat, None).await), FailureKind::Gone);
        assert_eq!(kind_of(line.typing(chat, true).await), FailureKind::Gone);
        let say = Act::Say { chat: chat.clone(), text: "Me too".to_owned(), uploads: Vec::new() };
        for act in [say, Act::EndChat { chat: chat.clone() }] {
            assert_eq!(kind_of(other.apply(&other.operation(act)).await), FailureKind::Gone);
        }
    }
    assert_eq!(texts(&talker.all(&chat).await.messages), ["Secret"]);
}

pub async fn a_member_below_the_lowest_rank_has_no_chat(desk: &dyn DeskUnderTest) {
    let talker = talker!(desk);
    let below = Member::of(desk, Standing::BelowLowestRank).await;
    let line = below.connector.chat().unwrap();
    assert_eq!(kind_of(line.desk().await), FailureKind::Forbidden);
    assert_eq!(kind_of(line.chats(None).await), FailureKind::Forbidden);
    let Operation { act, .. } = talker.question("May I?", Vec::new());
    assert_eq!(kind_of(below.apply(&below.operation(act)).await), FailureKind::Forbidden);
}

pub async fn what_is_missing_or_too_long_is_not_said(desk: &dyn DeskUnderTest) {
    let talker = talker!(desk);
    let long = "å".repeat(talker.line.desk().await.unwrap().text_chars as usize + 1);
    for text in ["", " \n", &long] {
        let failure = talker.member.apply(&talker.question(text, Vec::new())).await.unwrap_err();
        assert_eq!((failure.kind, failure.retry), (FailureKind::Invalid, Retry::Never));
    }
    let chat = talker.start("Fits").await;
    for text in ["", &long] {
        assert_eq!(kind_of(talker.member.apply(&talker.line(&chat, text)).await), FailureKind::Invalid);
    }
    assert_eq!(texts(&talker.all(&chat).await.messages), ["Fits"]);
}

pub async fn changes_and_typing_are_hinted_soon(desk: &dyn DeskUnderTest) {
    let talker = talker!(desk);
    let Some(mut feed) = talker.member.connector.live() else { return };
    assert!(matches!(soon("the connection", feed.next()).await, Ok(Hint::Connected(_))));
    let chat = talker.start("Tell me").await;
    let hinted = Ok(Hint::Chat(chat.clone()));
    assert_eq!(soon("a hint of the start", feed.next()).await, hinted, "other windows of theirs are told");
    talker.desk.agent(&chat, ChatAct::Take).await;
    assert_eq!(soon("a hint of who joined", feed.next()).await, hinted);
    talker.desk.agent(&chat, ChatAct::Type).await;
    assert_eq!(soon("a hint of typing", feed.next()).await, Ok(Hint::Typing(chat.clone(), true)));
    assert!(talker.all(&chat).await.chat.agent_typing);
    talker.desk.agent(&chat, ChatAct::Say("Hello")).await;
    assert_eq!(soon("a hint of a message", feed.next()).await, hinted);
    assert!(!talker.all(&chat).await.chat.agent_typing, "what was typed is there");
    talker.line.typing(&chat, true).await.unwrap();
    talker.line.typing(&chat, false).await.unwrap();
}

pub async fn places_move_up_as_others_leave(desk: &dyn DeskUnderTest) {
    let (first, second) = (talker!(desk), talker!(desk));
    let (chat, next) = (first.start("First").await, second.start("Second").await);
    let place = async || match second.state(&next).await {
        ChatState::Waiting { place, .. } => place,
        other => panic!("{other:?}"),
    };
    assert_eq!(place().await, 2);
    let (_, cursor) = second.changed(None).await;
    first.member.apply(&first.leaving(&chat)).await.unwrap();
    assert_eq!(place().await, 1);
    let (changed, _) = second.changed(Some(&cursor)).await;
    let ids: Vec<_> = changed.into_iter().map(|chat| chat.id).collect();
    assert_eq!(ids, slice::from_ref(&next), "a chat that waits is worth a look each time");
}
