//! What the desktop leads to and says: links into the app, the tray, the start at login, and "Would I be told?".

use svara_core::{Link, LinkState, Trial, Trouble, What};
use svara_model::ActKind;
use svara_tests::rig::{NoticeService, Said};

use super::{
    MINUTE, SECOND,
    rig::{Rig, reply},
};

pub(super) fn state(links: &[Link], what: What) -> LinkState {
    links.iter().find(|link| link.what == what).unwrap_or_else(|| panic!("no {what:?} in {links:?}")).state
}

/// A desktop with which nothing is wrong.
pub(super) const GOOD: Said = Said {
    allows_notices: Some(true),
    shows_banners: Some(true),
    holds_back: Some(false),
    idle: None,
    tray: Some(true),
    starts_at_login: true,
    login_fails: false,
};

#[tokio::test(start_paused = true)]
async fn a_link_leads_to_the_members_own_issue_by_its_number_and_does_nothing_there() {
    let rig = Rig::new().await;
    let account = rig.signed_in().await;
    let issue = rig.submitted(&account, "kan inte skriva ut").await;
    let number =
        rig.core.issue(&account, &svara_model::RemoteId::new(&*issue)).await.unwrap().brief.issue.number;
    for name in [&number, &issue] {
        assert!(rig.core.follow_link(&format!("svara://issue/desk.example/{name}")).await.unwrap());
        let go = rig.core.take_go().expect("the window is wanted");
        assert_eq!((go.account, go.issue.map(|id| id.to_string())), (account.clone(), Some(issue.clone())));
        assert!(!go.answer && go.chat.is_none());
    }
    for stray in [
        "svara://issue/desk.example/999999",
        &format!("svara://issue/elsewhere.example/{number}"),
        &format!("svara://issue/desk.example:444/{number}"),
        &format!("svara://issue/desk.example/{number}/reply"),
        "",
    ] {
        assert!(!rig.core.follow_link(stray).await.unwrap(), "{stray}");
        assert!(rig.core.take_go().is_none(), "{stray}");
    }
    assert!(matches!(
        rig.core.sign_out(&account, svara_core::Unsent::Delete).await,
        Ok(svara_core::SignOut::Done)
    ));
    assert!(
        !rig.core.follow_link(&format!("svara://issue/desk.example/{number}")).await.unwrap(),
        "signed out"
    );
}

#[tokio::test(start_paused = true)]
async fn the_tray_counts_what_awaits_and_names_the_longest_waiting_first() {
    let rig = Rig::new().await;
    let account = rig.signed_in().await;
    let titles: Vec<String> = (1..=8).map(|number| format!("fråga {number}")).collect();
    for title in &titles {
        let issue = rig.submitted(&account, title).await;
        rig.ask(&issue, "Vad ser du?").await;
        rig.pass(MINUTE).await;
    }
    rig.until("all await", async || rig.awaiting(&account).await == 8).await;
    let tray = rig.core.tray().await.unwrap();
    assert_eq!(tray.count, 8);
    let named: Vec<_> = tray.items.iter().filter(|item| item.id.starts_with("issue/")).collect();
    let expected: Vec<_> = titles[..6].iter().map(|title| format!("Svenska - {title}")).collect();
    assert_eq!(named.iter().map(|item| item.label.clone()).collect::<Vec<_>>(), expected);
    assert!(tray.items.iter().any(|item| item.label == "2 more…" && item.id == "open"));
}

#[tokio::test(start_paused = true)]
async fn who_only_looks_finds_out_how_everything_is_and_sends_and_tells_nothing() {
    let mut rig = Rig::new().await;
    let account = rig.signed_in().await;
    let issue = rig.submitted(&account, "ett").await;
    rig.desktop.say(GOOD);
    rig.line.set_down(true);
    let operation = reply(&rig, &account, &issue, "Sedan i går.").await;
    rig.core.stop().await;
    rig.line.set_down(false);
    rig.ask(&issue, "Vad ser du?").await;
    rig.look().await;
    rig.until("everything is in order", async || {
        let links = rig.core.checkup().await.unwrap();
        links.iter().all(|link| link.state == LinkState::Green || link.what == What::Clock)
    })
    .await;
    rig.pass(10 * MINUTE).await;
    assert!(rig.notifier.notices().is_empty());
    assert_eq!(rig.core.operations(&account).await.unwrap()[0].id, operation);
    rig.restart().await;
    rig.until("it is sent now", async || rig.core.operations(&account).await.unwrap().is_empty()).await;
}

#[tokio::test(start_paused = true)]
async fn nothing_starts_at_login_before_the_member_says_so() {
    let mut rig = Rig::new().await;
    let before = rig.core.start_at_login().await.unwrap();
    assert_eq!((before.on, before.wanted), (Some(false), None));
    assert_eq!(rig.core.set_start_at_login(true).await.unwrap().on, Some(true));
    assert!(rig.desktop.says().starts_at_login);
    rig.restart().await;
    assert_eq!(rig.core.start_at_login().await.unwrap().wanted, Some(true), "the answer is kept");
    rig.core.set_start_at_login(false).await.unwrap();
    assert!(!rig.desktop.says().starts_at_login);
    rig.desktop.say(Said { login_fails: true, ..Said::default() });
    assert!(matches!(rig.core.set_start_at_login(true).await, Err(Trouble::Defect)));
    assert_eq!(rig.core.start_at_login().await.unwrap().wanted, Some(false), "what was not done is not kept");
}

#[tokio::test(start_paused = true)]
async fn a_whole_chain_is_green_and_each_broken_link_is_named() {
    let rig = Rig::new().await;
    let nobody = rig.core.checkup().await.unwrap();
    assert_eq!(state(&nobody, What::SignIn), LinkState::Red, "nobody is signed in");
    rig.signed_in().await;
    rig.desktop.say(GOOD);
    rig.until("everything is in order", async || {
        let links = rig.core.checkup().await.unwrap();
        // The desk in process answers without a date.
        links.iter().all(|link| link.state == LinkState::Green || link.what == What::Clock)
    })
    .await;
    let links = rig.core.checkup().await.unwrap();
    assert!(links.iter().all(|link| link.todo.is_none()), "{links:?}");

    for (said, what, expected) in [
        (Said { allows_notices: Some(false), ..GOOD }, What::Permission, LinkState::Red),
        (Said { allows_notices: None, ..GOOD }, What::Permission, LinkState::Unknown),
        (Said { shows_banners: Some(false), ..GOOD }, What::Permission, LinkState::Amber),
        (Said { holds_back: Some(true), ..GOOD }, What::Disturb, LinkState::Amber),
        (Said { holds_back: None, ..GOOD }, What::Disturb, LinkState::Unknown),
        (Said { tray: Some(false), ..GOOD }, What::Tray, LinkState::Amber),
        (Said { starts_at_login: false, ..GOOD }, What::Login, LinkState::Amber),
    ] {
        rig.desktop.say(said);
        let links = rig.core.checkup().await.unwrap();
        assert_eq!(state(&links, what), expected, "{said:?}");
        let others = links.iter().filter(|link| !matches!(link.what, What::Clock) && link.what != what);
        assert!(others.clone().all(|link| link.state == LinkState::Green), "{said:?}: {links:?}");
    }
    rig.desktop.say(GOOD);
    for (service, expected) in [
        (NoticeService::Missing, LinkState::Red),
        (NoticeService::Hangs, LinkState::Red),
        (NoticeService::Runs, LinkState::Green),
    ] {
        rig.notifier.become_(service);
        let links = rig.core.checkup().await.unwrap();
        let link = links.iter().find(|link| link.what == What::Service).unwrap();
        assert_eq!(link.state, expected);
        assert_eq!(link.todo.is_some(), expected == LinkState::Red);
    }
}

#[tokio::test(start_paused = true)]
async fn a_desk_that_is_not_reached_breaks_its_own_links() {
    let rig = Rig::new().await;
    let account = rig.signed_in().await;
    rig.line.set_down(true);
    rig.core.check_now(&account).await.unwrap();
    rig.until("the check fails", async || {
        state(&rig.core.checkup().await.unwrap(), What::Check) == LinkState::Red
    })
    .await;
    assert_eq!(state(&rig.core.checkup().await.unwrap(), What::SignIn), LinkState::Green);
}

#[tokio::test(start_paused = true)]
async fn a_trial_ends_with_the_press_and_not_without_end() {
    let rig = Rig::new().await;
    let (trial, ()) = tokio::join!(rig.core.try_notice(), async {
        rig.until("the notice", async || !rig.standing().is_empty()).await;
        assert_eq!(rig.standing()[0].title, "This is a test");
        assert!(rig.notifier.act("trial", ActKind::Open).await);
    });
    assert_eq!(trial, Trial::Pressed);
    let began = svara_model::Clock::now(&rig.clock);
    assert_eq!(rig.core.try_notice().await, Trial::NotPressed);
    let took = svara_model::Clock::now(&rig.clock).duration_since(began);
    assert!((59..=61).contains(&took.as_secs()), "{took:?}");
    assert!(rig.standing().is_empty(), "taken away again");
    rig.notifier.become_(NoticeService::Missing);
    assert_eq!(rig.core.try_notice().await, Trial::NotShown);
    rig.pass(SECOND).await;
}
