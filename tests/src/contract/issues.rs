//! Facts of an issue's life.

use std::slice;

use svara_model::{FailureKind, RemoteId, Retry, RoundKey, Side, Status};

use super::{AgentAct, DeskUnderTest, Member, member::kind_of};

pub async fn an_issue_keeps_what_was_written(desk: &dyn DeskUnderTest) {
    let member = Member::new(desk).await;
    let title = "Svenska - kan inte bearbeta beställning <b>&amp; 日本";
    let id = member.submit(title).await;
    let conversation = member.connector.issue(&id).await.unwrap();
    let issue = &conversation.issue;
    assert_eq!((issue.title.as_str(), issue.status), (title, Status::Open));
    assert_eq!((&issue.round, issue.closed), (&None, None));
    assert!(issue.allows.reply && !issue.number.is_empty());
    assert_eq!(conversation.entries.len(), 1);
    let entry = &conversation.entries[0];
    assert_eq!(entry.text, format!("What happens: {title}"));
    assert_eq!(entry.author.side, Side::Member);
    assert!(!entry.asks && entry.attachments.is_empty());
    let listed = member.pages(None).await.pop().unwrap().issues.pop().unwrap();
    assert_eq!(listed, *issue, "the list and the conversation speak of one issue");

    desk.agent(&id, AgentAct::Reply("Line one\nand two")).await;
    member.apply(&member.reply(&id, "Tack\n\n  så mycket", Vec::new())).await.unwrap();
    let conversation = member.connector.issue(&id).await.unwrap();
    let said: Vec<_> =
        conversation.entries.iter().map(|entry| (entry.author.side, entry.text.as_str())).collect();
    assert_eq!(said[1..], [(Side::Agent, "Line one\nand two"), (Side::Member, "Tack\n\n  så mycket")]);
    assert_eq!(conversation.issue.last_entry.unwrap().text, "Tack så mycket");
}

pub async fn a_rounds_key_stays_until_it_is_answered(desk: &dyn DeskUnderTest) {
    let member = Member::new(desk).await;
    let id = member.submit("Svenska - rounds").await;
    desk.agent(&id, AgentAct::Ask("Which computer?")).await;
    let first = awaiting(&member, &id, "Which computer?").await;
    desk.agent(&id, AgentAct::Ask("And which program?")).await;
    assert_eq!(awaiting(&member, &id, "And which program?").await, first);
    let asks: Vec<_> = member.connector.issue(&id).await.unwrap().entries.iter().map(|e| e.asks).collect();
    assert_eq!(asks, [false, true, true]);

    member.apply(&member.reply(&id, "The blue one", Vec::new())).await.unwrap();
    let answered = member.issue(&id).await;
    assert_eq!((answered.status, answered.round), (Status::Open, None));

    desk.agent(&id, AgentAct::Ask("Does it work now?")).await;
    assert_ne!(awaiting(&member, &id, "Does it work now?").await, first, "a new round has a new key");
}

/// The round of an issue that awaits an answer to `question`.
async fn awaiting(member: &Member, id: &RemoteId, question: &str) -> RoundKey {
    let issue = member.issue(id).await;
    assert_eq!(issue.status, Status::AwaitingFeedback);
    let round = issue.round.unwrap();
    assert_eq!(round.question.as_deref(), Some(question));
    assert!(round.asker.is_some_and(|name| !name.is_empty()));
    round.key
}

pub async fn a_closed_issue_has_its_date_and_takes_no_reply(desk: &dyn DeskUnderTest) {
    let member = Member::new(desk).await;
    let id = member.submit("Svenska - soon closed").await;
    desk.agent(&id, AgentAct::Close).await;
    let issue = member.issue(&id).await;
    assert_eq!(issue.status, Status::Closed);
    assert!(issue.closed.is_some_and(|closed| closed >= issue.opened));
    assert!(!issue.allows.reply && !issue.allows.attach);
    let failure = member.apply(&member.reply(&id, "One more thing", Vec::new())).await.unwrap_err();
    assert_eq!((failure.kind, failure.retry), (FailureKind::Conflict, Retry::Never));
    assert_eq!(member.connector.issue(&id).await.unwrap().entries.len(), 1);
}

pub async fn closing_ends_the_round(desk: &dyn DeskUnderTest) {
    let member = Member::new(desk).await;
    let id = member.submit("Svenska - nobody answers").await;
    desk.agent(&id, AgentAct::Ask("Still there?")).await;
    desk.agent(&id, AgentAct::Close).await;
    let issue = member.issue(&id).await;
    assert_eq!((issue.status, issue.round), (Status::Closed, None));
}

pub async fn a_reopened_issue_is_open_again(desk: &dyn DeskUnderTest) {
    let member = Member::new(desk).await;
    let id = member.submit("Svenska - not yet").await;
    desk.agent(&id, AgentAct::Close).await;
    let cursor = member.cursor().await;
    desk.agent(&id, AgentAct::Reopen).await;
    assert_eq!(member.changed(Some(&cursor)).await, slice::from_ref(&id));
    let issue = member.issue(&id).await;
    assert_eq!((issue.status, issue.closed), (Status::Open, None));
    assert!(issue.allows.reply);
    member.apply(&member.reply(&id, "It came back", Vec::new())).await.unwrap();
}

pub async fn foreign_and_missing_issues_are_gone(desk: &dyn DeskUnderTest) {
    let (member, other) = (Member::new(desk).await, Member::new(desk).await);
    let foreign = other.submit("Svenska - private").await;
    for id in
        [foreign.clone(), RemoteId::new("no-such-issue"), RemoteId::new("../profile"), RemoteId::new("..")]
    {
        let read = member.connector.issue(&id).await.unwrap_err();
        let write = member.apply(&member.reply(&id, "Hello?", Vec::new())).await.unwrap_err();
        assert_eq!((read.kind, write.kind), (FailureKind::Gone, FailureKind::Gone), "{id}");
        assert_eq!(write.retry, Retry::Never);
    }
    assert_eq!(kind_of(member.connector.issue(&foreign).await), FailureKind::Gone);
    assert_eq!(other.connector.issue(&foreign).await.unwrap().entries.len(), 1);
}
