//! Facts of the live feed. A kind of desk without one has nothing to show here.

use std::slice;

use svara_model::{FailureKind, Hint, LiveFeed, SignInProblem};

use super::{AgentAct, DeskUnderTest, Member, SOON, soon};

/// A desk that starts again may refuse a few connections first.
const TRIES: u32 = 200;

pub async fn a_change_is_hinted_soon(desk: &dyn DeskUnderTest) {
    let member = Member::new(desk).await;
    let Some(mut feed) = member.connector.live() else { return };
    let id = member.submit("Svenska - tell me").await;
    assert!(matches!(soon("the connection", feed.next()).await, Ok(Hint::Connected(_))));
    let cursor = member.cursor().await;
    desk.agent(&id, AgentAct::Note("Says nothing.")).await;
    desk.agent(&id, AgentAct::Ask("Which?")).await;
    let hint = soon("a hint", feed.next()).await.unwrap();
    assert!(matches!(hint, Hint::Changed(_)), "{hint:?}");
    assert_eq!(member.changed(Some(&cursor)).await, slice::from_ref(&id), "a hint is worth a pull");
    let Hint::Changed(hinted) = hint else { return };
    assert!(member.changed(Some(&hinted)).await.is_empty(), "the hint's cursor is where the changes stand");
    member.apply(&member.reply(&id, "This one", Vec::new())).await.unwrap();
    let hint = soon("a hint of the member's own act", feed.next()).await;
    assert!(matches!(hint, Ok(Hint::Changed(_))), "other windows of theirs are told: {hint:?}");
}

pub async fn a_feed_resumes_after_the_desk_restarted(desk: &dyn DeskUnderTest) {
    let member = Member::new(desk).await;
    let Some(mut feed) = member.connector.live() else { return };
    let id = member.submit("Svenska - power cut").await;
    assert!(matches!(soon("the connection", feed.next()).await, Ok(Hint::Connected(_))));
    desk.restart().await;
    desk.agent(&id, AgentAct::Ask("Did you notice?")).await;
    let broken = soon("the end of the feed", feed.next()).await.unwrap_err();
    assert!(matches!(broken.kind, FailureKind::Offline(_)), "{broken:?}");
    reconnect(feed.as_mut()).await;
    let missed = soon("what was missed", feed.next()).await;
    assert!(matches!(missed, Ok(Hint::Changed(_))), "it goes on where it broke off: {missed:?}");
    desk.agent(&id, AgentAct::Ask("And now?")).await;
    // The question while the round goes on may be hinted together with the one before it.
    desk.agent(&id, AgentAct::Close).await;
    assert!(matches!(soon("a hint", feed.next()).await, Ok(Hint::Changed(_))));
}

async fn reconnect(feed: &mut dyn LiveFeed) {
    for _ in 0..TRIES {
        match soon("a connection", feed.next()).await {
            Ok(hint) => return assert!(matches!(hint, Hint::Connected(_)), "{hint:?}"),
            Err(failure) => assert!(matches!(failure.kind, FailureKind::Offline(_)), "{failure:?}"),
        }
        tokio::time::sleep(SOON / TRIES).await;
    }
    panic!("no connection after {TRIES} tries");
}

pub async fn a_feed_ends_with_its_sign_in(desk: &dyn DeskUnderTest) {
    let member = Member::new(desk).await;
    let Some(mut feed) = member.connector.live() else { return };
    assert!(matches!(soon("the connection", feed.next()).await, Ok(Hint::Connected(_))));
    desk.end_sign_ins(&member.login).await;
    let failure = soon("the end of the feed", feed.next()).await.unwrap_err();
    assert!(matches!(failure.kind, FailureKind::Offline(_) | FailureKind::SignedOut(_)), "{failure:?}");
    let failure = soon("a refusal", feed.next()).await.unwrap_err();
    assert_eq!(failure.kind, FailureKind::SignedOut(SignInProblem::Ended));
}
