//! Facts of finding a desk, signing in and out.

use futures_util::TryStreamExt;
use secrecy::ExposeSecret;
use svara_model::{
    Address, Attachment, AttachmentId, FailureKind, Found, LocalFile, RemoteId, Retry, SecretSlot,
    SignInProblem,
};

use super::{
    AgentAct, DeskUnderTest, Login, Member, Standing,
    member::{credentials, kind_of},
    soon,
};

const ENDED: FailureKind = FailureKind::SignedOut(SignInProblem::Ended);

pub async fn a_desk_is_found_without_credentials(desk: &dyn DeskUnderTest) {
    let found = desk.kind().probe(&desk.address()).await.unwrap().expect("the desk is found");
    let member = Member::new(desk).await;
    let Found { kind, name, password_page, .. } = found;
    assert_eq!(kind, member.account.kind);
    assert_eq!(name, member.profile.desk.name);
    assert_eq!(password_page, member.profile.desk.password_page);
}

pub async fn nothing_is_found_where_no_desk_is(desk: &dyn DeskUnderTest) {
    let elsewhere = Address::parse(desk.address().url().join("no/desk/here/").unwrap().as_str()).unwrap();
    assert_eq!(desk.kind().probe(&elsewhere).await, Ok(None));
}

pub async fn a_sign_in_gives_a_token_and_the_profile(desk: &dyn DeskUnderTest) {
    let member = Member::new(desk).await;
    assert_eq!(member.profile.member.user_name, member.login.user_name);
    assert!(member.profile.member.eligible);
    assert_eq!(member.connector.profile().await, Ok(member.profile.clone()));
    let token = member.slot.read().await.unwrap();
    assert_ne!(token.expose_secret(), member.login.password);
    let again = Member::signed_in(desk, member.login.clone()).await;
    assert_ne!(again.slot.read().await.unwrap().expose_secret(), token.expose_secret());
}

pub async fn a_wrong_password_is_said_and_no_more(desk: &dyn DeskUnderTest) {
    let login = desk.member(Standing::Served).await;
    let wrong = Login { password: "something else entirely".to_owned(), ..login };
    let nobody = Login { user_name: "nobody".to_owned(), ..wrong.clone() };
    for login in [wrong, nobody] {
        let failure = desk.kind().sign_in(&desk.address(), credentials(&login)).await.unwrap_err();
        assert_eq!(failure.kind, FailureKind::SignedOut(SignInProblem::WrongPassword));
        assert_eq!(failure.retry, Retry::WhenSignedIn);
        assert!(!failure.detail.contains(&login.password), "{}", failure.detail);
    }
}

pub async fn a_revoked_token_is_signed_out_everywhere(desk: &dyn DeskUnderTest) {
    let member = Member::new(desk).await;
    let other_computer = Member::signed_in(desk, member.login.clone()).await;
    let issue = member.submit("Svenska - sign out").await;
    assert_eq!(member.sign_out(desk).await, Ok(()));
    for kind in every_issue_call(&member, &issue).await {
        assert_eq!(kind, ENDED);
    }
    assert_eq!(kind_of(member.connector.profile().await), ENDED);
    assert_eq!(member.sign_out(desk).await, Ok(()), "an ended sign-in is signed out already");
    assert!(other_computer.connector.profile().await.is_ok());
}

pub async fn a_sign_in_ended_by_the_desk_is_said(desk: &dyn DeskUnderTest) {
    let member = Member::new(desk).await;
    desk.end_sign_ins(&member.login).await;
    let failure = member.connector.changes(None).await.unwrap_err();
    assert_eq!((failure.kind, failure.retry), (ENDED, Retry::WhenSignedIn));
    assert_eq!(member.sign_out(desk).await, Ok(()));
}

pub async fn a_member_below_the_lowest_rank_reads_the_profile_and_no_issue(desk: &dyn DeskUnderTest) {
    let served = Member::new(desk).await;
    let issue = served.submit("Svenska - not for everybody").await;
    desk.agent(&issue, AgentAct::Ask("Which one?")).await;
    let below = Member::of(desk, Standing::BelowLowestRank).await;
    assert!(!below.profile.member.eligible);
    assert!(below.profile.desk.lowest_rank.is_some());
    assert_eq!(below.connector.profile().await, Ok(below.profile.clone()));
    for kind in every_issue_call(&below, &issue).await {
        assert_eq!(kind, FailureKind::Forbidden);
    }
}

/// What each call that has to do with issues fails with.
async fn every_issue_call(member: &Member, issue: &RemoteId) -> Vec<FailureKind> {
    let connector = &member.connector;
    let submission = member.submission("Svenska - anyway", Vec::new());
    let reply = member.reply(issue, "anyway", Vec::new());
    let (name, media_type) = ("x.png".to_owned(), "image/png".to_owned());
    let attachment = Attachment {
        id: AttachmentId::new("x"),
        name: name.clone(),
        media_type: media_type.clone(),
        bytes: 1,
    };
    let file = LocalFile { name, media_type, bytes: super::files::png(1) };
    let download = async { connector.download(&attachment).await?.try_collect::<Vec<_>>().await };
    let mut kinds = vec![
        kind_of(connector.changes(None).await),
        kind_of(connector.issue(issue).await),
        kind_of(member.apply(&submission).await),
        kind_of(member.apply(&reply).await),
        kind_of(connector.find_applied(&submission, &submission.key, &[]).await),
        kind_of(connector.upload(&file, &member.key(), std::sync::Arc::new(|_, _| {})).await),
        kind_of(download.await),
    ];
    if let Some(mut feed) = connector.live() {
        kinds.push(kind_of(soon("the feed's refusal", feed.next()).await));
    }
    kinds
}
