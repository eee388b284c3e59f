//! Facts of operations: what is sent arrives once, and only once.

use std::slice;

use svara_model::{Act, Applied, Failure, FailureKind, Finding, Operation, Retry, Withdrawn};

use super::{DeskUnderTest, Member, member::kind_of, soon};

pub async fn applied_twice_with_one_key_is_one_issue(desk: &dyn DeskUnderTest) {
    let member = Member::new(desk).await;
    let submission = member.submission("Svenska - once", Vec::new());
    let applied = member.apply(&submission).await.unwrap();
    assert_eq!(member.apply(&submission).await, Ok(applied.clone()));
    assert_eq!(member.changed(None).await, slice::from_ref(applied.issue().unwrap()));
    let reply = member.reply(applied.issue().unwrap(), "Once too", Vec::new());
    let replied = member.apply(&reply).await.unwrap();
    assert_eq!(member.apply(&reply).await, Ok(replied.clone()));
    let entries = member.connector.issue(applied.issue().unwrap()).await.unwrap().entries;
    assert_eq!(entries.len(), 2);
    assert_eq!(replied, Applied::entry(applied.issue().unwrap().clone(), entries[1].id.clone()));
    let same_text = member.reply(applied.issue().unwrap(), "Once too", Vec::new());
    assert_ne!(member.apply(&same_text).await, Ok(replied), "another key is another entry");
}

pub async fn applied_at_once_with_one_key_is_one_issue(desk: &dyn DeskUnderTest) {
    let member = Member::new(desk).await;
    let submission = member.submission("Svenska - at once", Vec::new());
    let tries = std::iter::repeat_with(|| member.apply(&submission)).take(5);
    let outcomes = futures_util::future::join_all(tries).await;
    let mut applied: Vec<_> = outcomes.iter().filter_map(|outcome| outcome.as_ref().ok()).collect();
    applied.dedup();
    assert_eq!(applied.len(), 1, "{outcomes:?}");
    for failure in outcomes.iter().filter_map(|outcome| outcome.as_ref().err()) {
        assert_eq!(failure.kind, FailureKind::Conflict);
        assert!(matches!(failure.retry, Retry::After(_)), "what is under way passes: {failure:?}");
    }
    assert_eq!(member.changed(None).await, [applied[0].issue().unwrap().clone()]);
}

pub async fn one_key_serves_one_operation(desk: &dyn DeskUnderTest) {
    let member = Member::new(desk).await;
    let submission = member.submission("Svenska - original", Vec::new());
    let applied = member.apply(&submission).await.unwrap();
    let Operation { act, .. } = member.submission("Svenska - forged", Vec::new());
    let other = Operation { act, ..submission };
    assert_eq!(kind_of(member.apply(&other).await), FailureKind::Invalid);
    let Operation { act, .. } = member.reply(applied.issue().unwrap(), "forged", Vec::new());
    assert_eq!(kind_of(member.apply(&Operation { act, ..other }).await), FailureKind::Invalid);
    assert_eq!(member.connector.issue(applied.issue().unwrap()).await.unwrap().entries.len(), 1);
    assert_eq!(member.changed(None).await, [applied.issue().unwrap().clone()]);
}

pub async fn an_operation_is_found_after_it_was_applied_and_not_before(desk: &dyn DeskUnderTest) {
    let member = Member::new(desk).await;
    let submission = member.submission("Svenska - lost answer", Vec::new());
    assert_eq!(find(&member, &submission).await, Ok(Finding::NotDone));
    let submitted = member.apply(&submission).await.unwrap();
    assert_eq!(find(&member, &submission).await, Ok(Finding::Done(submitted.clone())));
    let reply = member.reply(submitted.issue().unwrap(), "lost too", Vec::new());
    assert_eq!(find(&member, &reply).await, Ok(Finding::NotDone));
    let replied = member.apply(&reply).await.unwrap();
    assert_eq!(find(&member, &reply).await, Ok(Finding::Done(replied)));
    desk.restart().await;
    // A connection kept from before the restart may be found dead only when it is used.
    let again = || find(&member, &submission);
    let mut found = again().await;
    while found.as_ref().is_err_and(|why| matches!(why.kind, FailureKind::Offline(_))) {
        found = soon("an answer", again()).await;
    }
    assert_eq!(found, Ok(Finding::Done(submitted)));
}

pub async fn keys_belong_to_their_member(desk: &dyn DeskUnderTest) {
    let (member, other) = (Member::new(desk).await, Member::new(desk).await);
    let submission = member.submission("Svenska - mine", Vec::new());
    let applied = member.apply(&submission).await.unwrap();
    assert_eq!(find(&other, &submission).await, Ok(Finding::NotDone));
    let others = other.apply(&submission).await.unwrap();
    assert_ne!(applied.issue(), others.issue());
}

pub async fn what_is_missing_or_too_long_is_invalid(desk: &dyn DeskUnderTest) {
    let member = Member::new(desk).await;
    let limits = member.profile.desk.limits;
    let submit = |title: String, text: String| {
        member.operation(Act::Submit { title, language: "sv".to_owned(), text, uploads: Vec::new() })
    };
    let long = |chars: u32| "å".repeat(chars as usize);
    for operation in [
        submit(String::new(), "text".to_owned()),
        submit("Svenska - title".to_owned(), String::new()),
        submit(long(limits.title_chars + 1), "text".to_owned()),
        submit("Svenska - title".to_owned(), long(limits.text_chars + 1)),
    ] {
        let failure = member.apply(&operation).await.unwrap_err();
        assert_eq!((failure.kind, failure.retry), (FailureKind::Invalid, Retry::Never));
        assert_eq!(find(&member, &operation).await, Ok(Finding::NotDone));
    }
    assert!(member.changed(None).await.is_empty(), "nothing is stored by half");
    let largest = submit(long(limits.title_chars), long(limits.text_chars));
    member.apply(&largest).await.unwrap();
}

pub async fn what_was_withdrawn_never_arrives(desk: &dyn DeskUnderTest) {
    let (member, other) = (Member::new(desk).await, Member::new(desk).await);
    let submission = member.submission("Svenska - ändrade mig", Vec::new());
    assert_eq!(withdraw(&member, &submission).await, Ok(Withdrawn::Withdrawn));
    assert_eq!(withdraw(&member, &submission).await, Ok(Withdrawn::Withdrawn), "as often as one likes");
    // The request that was delayed on its way.
    let failure = member.apply(&submission).await.unwrap_err();
    assert_eq!((failure.kind, failure.retry), (FailureKind::Conflict, Retry::Never));
    assert_eq!(find(&member, &submission).await, Ok(Finding::NotDone));
    assert!(member.changed(None).await.is_empty());
    other.apply(&submission).await.expect("the key is withdrawn for its own member only");
    let issue = member.submit("Svenska - kvar").await;
    let reply = member.reply(&issue, "Nej, vänta", Vec::new());
    assert_eq!(withdraw(&member, &reply).await, Ok(Withdrawn::Withdrawn));
    assert_eq!(kind_of(member.apply(&reply).await), FailureKind::Conflict);
    assert_eq!(member.connector.issue(&issue).await.unwrap().entries.len(), 1);
}

pub async fn what_has_arrived_is_not_withdrawn(desk: &dyn DeskUnderTest) {
    let member = Member::new(desk).await;
    let submission = member.submission("Svenska - för sent", Vec::new());
    let applied = member.apply(&submission).await.unwrap();
    assert_eq!(withdraw(&member, &submission).await, Ok(Withdrawn::Done(applied.clone())));
    assert_eq!(member.apply(&submission).await, Ok(applied.clone()), "the key still says what it did");
    assert_eq!(find(&member, &submission).await, Ok(Finding::Done(applied.clone())));
    assert_eq!(member.changed(None).await, [applied.issue().unwrap().clone()]);
}

async fn find(member: &Member, operation: &Operation) -> Result<Finding, Failure> {
    member.connector.find_applied(operation, &operation.key, &NOBODYS).await
}

async fn withdraw(member: &Member, operation: &Operation) -> Result<Withdrawn, Failure> {
    member.connector.withdraw(operation, &operation.key).await
}

const NOBODYS: [Applied; 0] = [];
