//! Facts of the pages of changes.

use std::{collections::BTreeSet, slice};

use svara_model::{CensusPlace, Cursor, FailureKind, RemoteId};

use super::{AgentAct, DeskUnderTest, Member, member::kind_of};

/// More issues than any connector asks for at once.
const MANY: usize = 205;

pub async fn changes_come_in_pages_and_end(desk: &dyn DeskUnderTest) {
    let member = Member::new(desk).await;
    let mut made = BTreeSet::new();
    for number in 0..MANY {
        made.insert(member.submit(&format!("Svenska - number {number}")).await);
    }
    let pages = member.pages(None).await;
    assert!(pages.len() > 1, "one page held {MANY} issues");
    assert!(pages.iter().all(|page| !page.restarted && page.gone.is_empty()));
    let seen: Vec<RemoteId> =
        pages.iter().flat_map(|page| &page.issues).map(|issue| issue.id.clone()).collect();
    assert_eq!(seen.len(), MANY, "an issue came twice");
    assert_eq!(seen.into_iter().collect::<BTreeSet<_>>(), made);
    let end = &pages.last().unwrap().cursor;
    let after = member.connector.changes(Some(end)).await.unwrap();
    assert!(after.issues.is_empty() && !after.more && !after.restarted);
}

pub async fn a_page_asked_again_is_the_same(desk: &dyn DeskUnderTest) {
    let member = Member::new(desk).await;
    let first = member.submit("Svenska - first").await;
    let cursor = member.cursor().await;
    member.submit("Svenska - second").await;
    desk.agent(&first, AgentAct::Ask("Which?")).await;
    for since in [None, Some(&cursor)] {
        let page = member.connector.changes(since).await.unwrap();
        assert_eq!(member.connector.changes(since).await, Ok(page));
    }
}

pub async fn only_what_changed_comes_again(desk: &dyn DeskUnderTest) {
    let member = Member::new(desk).await;
    let first = member.submit("Svenska - first").await;
    let second = member.submit("Svenska - second").await;
    let cursor = member.cursor().await;
    assert!(member.changed(Some(&cursor)).await.is_empty());
    desk.agent(&first, AgentAct::Reply("Seen.")).await;
    assert_eq!(member.changed(Some(&cursor)).await, slice::from_ref(&first));
    desk.agent(&second, AgentAct::Reply("Seen too.")).await;
    desk.agent(&first, AgentAct::Ask("And now?")).await;
    let changed = member.changed(Some(&cursor)).await;
    assert_eq!(changed.len(), 2, "each issue once: {changed:?}");
    assert_eq!(BTreeSet::from_iter(changed), BTreeSet::from([first, second]));
}

pub async fn an_unknown_cursor_begins_anew(desk: &dyn DeskUnderTest) {
    let member = Member::new(desk).await;
    let issue = member.submit("Svenska - still here").await;
    for unknown in ["no cursor at all", "0", "ÅÄÖ?&#"] {
        let page = member.connector.changes(Some(&Cursor::new(unknown))).await.unwrap();
        assert!(page.restarted, "{unknown}");
        assert_eq!(page.issues.iter().map(|issue| &issue.id).collect::<Vec<_>>(), [&issue]);
        let next = member.connector.changes(Some(&page.cursor)).await.unwrap();
        assert!(!next.restarted && next.issues.is_empty());
    }
}

pub async fn internal_notes_never_arrive(desk: &dyn DeskUnderTest) {
    let member = Member::new(desk).await;
    let issue = member.submit("Svenska - gossip").await;
    desk.agent(&issue, AgentAct::Reply("We look into it.")).await;
    let (cursor, before) = (member.cursor().await, member.connector.issue(&issue).await.unwrap());
    desk.agent(&issue, AgentAct::Note("between us: unplugged?")).await;
    assert_eq!(member.changed(Some(&cursor)).await, []);
    assert_eq!(member.connector.issue(&issue).await, Ok(before));
    desk.agent(&issue, AgentAct::Ask("Is the plug in?")).await;
    let everything =
        format!("{:?} {:?}", member.pages(None).await, member.connector.issue(&issue).await.unwrap());
    assert!(everything.contains("Is the plug in?"));
    assert!(!everything.contains("between us"), "{everything}");
}

pub async fn nobody_sees_anothers_issues(desk: &dyn DeskUnderTest) {
    let (one, other) = (Member::new(desk).await, Member::new(desk).await);
    let ones = one.submit("Svenska - mine").await;
    let others = other.submit("Svenska - yours").await;
    let cursor = one.cursor().await;
    desk.agent(&others, AgentAct::Ask("Which?")).await;
    assert_eq!(one.changed(None).await, [ones]);
    assert_eq!(one.changed(Some(&cursor)).await, []);
    assert_eq!(other.changed(None).await, [others]);
}

pub async fn a_later_change_has_a_later_time(desk: &dyn DeskUnderTest) {
    let member = Member::new(desk).await;
    let issue = member.submit("Svenska - fast desk").await;
    let mut before = member.issue(&issue).await.updated;
    for question in ["Which?", "And where?", "Since when?"] {
        desk.agent(&issue, AgentAct::Ask(question)).await;
        let now = member.issue(&issue).await.updated;
        assert!(before < now, "the newer state of an issue is told by its time: {before} {now}");
        before = now;
    }
}

/// Every name of a census.
async fn census(member: &Member) -> Vec<RemoteId> {
    let (mut ids, mut after) = (Vec::new(), None);
    loop {
        let page = member.connector.census(after.as_ref()).await.unwrap();
        ids.extend(page.ids);
        match page.next {
            Some(next) => after = Some(next),
            None => return ids,
        }
    }
}

pub async fn a_census_names_all_of_the_members_issues_and_no_other(desk: &dyn DeskUnderTest) {
    let (member, other) = (Member::new(desk).await, Member::new(desk).await);
    assert_eq!(census(&member).await, []);
    other.submit("Svenska - yours").await;
    let mut made = BTreeSet::new();
    for number in 0..5 {
        made.insert(member.submit(&format!("Svenska - number {number}")).await);
    }
    let closed = made.first().unwrap();
    desk.agent(closed, AgentAct::Close).await;
    let named = census(&member).await;
    assert_eq!(named.len(), made.len(), "each once");
    assert_eq!(named.into_iter().collect::<BTreeSet<_>>(), made, "closed ones, too");
}

pub async fn an_issue_lost_without_a_word_is_missed_by_the_census_alone(desk: &dyn DeskUnderTest) {
    let member = Member::new(desk).await;
    let stays = member.submit("Svenska - stays").await;
    let goes = member.submit("Svenska - goes").await;
    let cursor = member.cursor().await;
    desk.lose(&goes).await;
    let page = member.connector.changes(Some(&cursor)).await.unwrap();
    assert!(page.issues.is_empty() && page.gone.is_empty() && !page.restarted, "no event says so");
    assert_eq!(census(&member).await, [stays]);
    assert_eq!(kind_of(member.connector.issue(&goes).await), FailureKind::Gone);
}

pub async fn a_census_place_that_is_unknown_is_gone(desk: &dyn DeskUnderTest) {
    let member = Member::new(desk).await;
    member.submit("Svenska - still here").await;
    let unknown = CensusPlace::new("no place at all");
    assert_eq!(kind_of(member.connector.census(Some(&unknown)).await), FailureKind::Gone);
}
