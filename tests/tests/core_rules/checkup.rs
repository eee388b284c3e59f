//! "Would I be told?": what is known of each link, and what is only hoped.

use std::{collections::BTreeSet, sync::Arc};

use async_trait::async_trait;
use jiff::{SignedDuration, civil::time};
use svara_api::{App, BuiltIn, Host, HostProblem};
use svara_core::{
    Link, LinkState, Mood, NoticeSettings, OnClose, PauseFor, QuietHours, Settings, Span, What,
};
use svara_desk::NewUser;
use svara_model::{AccountId, ActKind, Clock, NoticeKind, Status};
use svara_tests::rig::{Said, VaultState};

use super::{
    MINUTE, SECOND,
    desktop::{GOOD, state},
    rig::{PASSWORD, Rig},
};

async fn link(rig: &Rig, what: What) -> Link {
    let links = rig.core.checkup().await.unwrap();
    links.into_iter().find(|link| link.what == what).unwrap_or_else(|| panic!("no {what:?}"))
}

async fn is(rig: &Rig, what: What) -> LinkState {
    state(&rig.core.checkup().await.unwrap(), what)
}

#[tokio::test(start_paused = true)]
async fn nothing_is_green_before_a_check_of_this_run_has_shown_it() {
    let mut rig = Rig::new().await;
    rig.signed_in().await;
    assert_eq!(is(&rig, What::SignIn).await, LinkState::Green);
    assert_eq!(is(&rig, What::Keychain).await, LinkState::Green);
    rig.vault.become_(VaultState::Asks);
    rig.restart().await;
    rig.pass(MINUTE).await;
    for what in [What::SignIn, What::Check, What::Keychain] {
        assert_eq!(is(&rig, what).await, LinkState::Unknown, "{what:?}");
    }
    rig.vault.become_(VaultState::Ok);
    rig.until("it is known", async || is(&rig, What::Check).await == LinkState::Green).await;
    assert_eq!(is(&rig, What::SignIn).await, LinkState::Green);
    assert_eq!(is(&rig, What::Keychain).await, LinkState::Green);
}

#[tokio::test(start_paused = true)]
async fn a_sign_in_that_no_keychain_has_is_said_also_after_the_app_has_ended() {
    let mut rig = Rig::new().await;
    rig.vault.become_(VaultState::None);
    rig.signed_in().await;
    assert_eq!(is(&rig, What::Keychain).await, LinkState::Amber);
    // The keychain runs now, and has nothing of it.
    rig.vault.become_(VaultState::Ok);
    rig.restart().await;
    assert_eq!(is(&rig, What::Keychain).await, LinkState::Amber, "at once");
    rig.until("the sign-in has ended", async || is(&rig, What::SignIn).await == LinkState::Red).await;
    let keychain = link(&rig, What::Keychain).await;
    assert_eq!(keychain.state, LinkState::Amber);
    assert!(keychain.todo.is_some());
    rig.sign_in("elsa").await;
    assert_eq!(is(&rig, What::Keychain).await, LinkState::Green);
}

#[tokio::test(start_paused = true)]
async fn a_keychain_that_keeps_the_sign_in_to_itself_is_red() {
    let mut rig = Rig::new().await;
    rig.signed_in().await;
    rig.vault.become_(VaultState::Locked);
    rig.restart().await;
    rig.until("it is known", async || is(&rig, What::Keychain).await != LinkState::Unknown).await;
    assert_eq!(is(&rig, What::Keychain).await, LinkState::Red);
    assert_eq!(is(&rig, What::SignIn).await, LinkState::Red);
}

#[tokio::test(start_paused = true)]
async fn clocks_that_differ_are_named_with_their_difference() {
    let rig = Rig::new().await;
    let account = rig.signed_in().await;
    for (minutes, expected, said) in [
        (0, LinkState::Green, "agree"),
        (10, LinkState::Amber, "minutes behind"),
        (-10, LinkState::Amber, "minutes ahead"),
    ] {
        rig.line.set_date(Clock::now(&rig.clock) + SignedDuration::from_mins(minutes));
        rig.core.check_now(&account).await.unwrap();
        rig.until(said, async || link(&rig, What::Clock).await.detail.contains(said)).await;
        let clock = link(&rig, What::Clock).await;
        assert_eq!((clock.state, clock.todo.is_some()), (expected, minutes != 0));
    }
}

#[tokio::test(start_paused = true)]
async fn what_the_member_has_switched_off_is_named() {
    let rig = Rig::new().await;
    rig.signed_in().await;
    rig.core.pause(Some(PauseFor::Hour)).await.unwrap();
    let pause = link(&rig, What::Pause).await;
    assert_eq!((pause.state, pause.elsewhere), (LinkState::Amber, false), "it may be forgotten");
    rig.core.pause(None).await.unwrap();
    assert_eq!(is(&rig, What::Pause).await, LinkState::Green);

    let span = Span { from: time(0, 0, 0, 0), to: time(0, 0, 0, 0) };
    let quiet = QuietHours { days: [Some(span); 7] };
    for (off, said, quiet_now) in [
        (vec![], None, false),
        (vec![NoticeKind::Awaiting], Some("await your feedback are switched off"), true),
        (vec![NoticeKind::Deadline], Some("the desk will close are switched off"), false),
        (
            vec![NoticeKind::Awaiting, NoticeKind::Deadline],
            Some("feedback, and that the desk will close"),
            true,
        ),
        (vec![NoticeKind::Reply], None, false),
    ] {
        let quiet = if quiet_now { quiet } else { QuietHours::default() };
        let notices =
            NoticeSettings { off: BTreeSet::from_iter(off.clone()), quiet, ..NoticeSettings::default() };
        rig.core.change_settings(Settings { notices, ..Settings::default() }).await.unwrap();
        let kinds = link(&rig, What::Kinds).await;
        let expected = if said.is_some() { LinkState::Amber } else { LinkState::Green };
        assert_eq!((kinds.state, kinds.elsewhere), (expected, true), "{off:?}");
        assert!(kinds.detail.contains(said.unwrap_or_default()), "{off:?}: {}", kinds.detail);
        let hours = link(&rig, What::Quiet).await;
        let expected = if quiet_now { LinkState::Amber } else { LinkState::Green };
        assert_eq!((hours.state, hours.elsewhere), (expected, true));
    }
}

#[tokio::test(start_paused = true)]
async fn a_start_at_login_that_is_gone_needs_a_line_and_one_that_nobody_wanted_none() {
    let rig = Rig::new().await;
    rig.desktop.say(Said { starts_at_login: false, ..GOOD });
    let unasked = link(&rig, What::Login).await;
    assert_eq!((unasked.state, unasked.elsewhere), (LinkState::Amber, true), "the first question asks");
    rig.core.set_start_at_login(true).await.unwrap();
    assert_eq!(is(&rig, What::Login).await, LinkState::Green);
    rig.desktop.say(Said { starts_at_login: false, ..GOOD });
    let gone = link(&rig, What::Login).await;
    assert_eq!((gone.state, gone.elsewhere), (LinkState::Amber, false));
    assert_ne!(gone.detail, unasked.detail);
    rig.core.set_start_at_login(false).await.unwrap();
    assert_eq!(is(&rig, What::Login).await, LinkState::Green, "as the member chose");
}

#[tokio::test(start_paused = true)]
async fn a_window_that_ends_the_app_and_a_feed_that_stays_away_need_a_line() {
    let mut rig = Rig::new().await;
    rig.signed_in().await;
    rig.desktop.say(Said { tray: Some(false), ..GOOD });
    let asks = link(&rig, What::Tray).await;
    assert_eq!((asks.state, asks.elsewhere), (LinkState::Amber, true), "closing asks");
    let settings = Settings { on_close: OnClose::Quit, ..Settings::default() };
    rig.core.change_settings(settings).await.unwrap();
    let quits = link(&rig, What::Tray).await;
    assert_eq!((quits.state, quits.elsewhere), (LinkState::Amber, false));

    rig.line.never("/live");
    rig.restart().await;
    rig.until("up to date", async || is(&rig, What::Check).await == LinkState::Green).await;
    let at_first = link(&rig, What::Feed).await;
    assert_eq!((at_first.state, at_first.elsewhere), (LinkState::Amber, true), "about to connect");
    rig.pass(MINUTE + SECOND).await;
    let later = link(&rig, What::Feed).await;
    assert_eq!((later.state, later.elsewhere), (LinkState::Amber, false));
    rig.line.set_down(true);
    rig.within(20 * MINUTE, "offline", async || is(&rig, What::Check).await == LinkState::Red).await;
    assert!(link(&rig, What::Feed).await.elsewhere, "the lists say it");
}

#[tokio::test(start_paused = true)]
async fn the_tray_of_two_accounts_has_the_issues_of_both_and_says_when_one_needs_its_member() {
    let rig = Rig::new().await;
    let elsa = rig.signed_in().await;
    rig.desk.add_user(NewUser::member("ida", "Ida Berg").rank("Gold").password(PASSWORD)).await.unwrap();
    let ida = rig.sign_in("ida").await;
    for (account, title) in [(&elsa, "från Elsa"), (&ida, "från Ida")] {
        let issue = rig.submitted(account, title).await;
        rig.ask(&issue, "Vad ser du?").await;
    }
    let waits = async |account: &AccountId| !rig.titles(account, Status::AwaitingFeedback).await.is_empty();
    rig.until("both await", async || waits(&elsa).await && waits(&ida).await).await;
    let tray = rig.core.tray().await.unwrap();
    assert_eq!((tray.mood, tray.count), (Mood::Awaiting, 2));
    assert_eq!(tray.tooltip, "Svara: 2 issues await your feedback");
    let named = |title: &str| tray.items.iter().filter(|item| item.label.ends_with(title)).count();
    assert_eq!((named("från Elsa"), named("från Ida")), (1, 1), "{:?}", tray.items);
    assert!(!tray.items.iter().any(|item| item.label.starts_with("Last checked")), "all is up to date");

    rig.pass(10 * MINUTE).await;
    rig.desk.set_password("ida", PASSWORD.to_owned()).await.unwrap();
    rig.core.check_now(&ida).await.unwrap();
    let mood = async || rig.core.tray().await.unwrap().mood;
    rig.until("it shows that Ida is needed", async || mood().await == Mood::Trouble).await;
    let tray = rig.core.tray().await.unwrap();
    assert_eq!(tray.count, 2);
    assert_eq!(tray.tooltip, "Svara: 2 issues await your feedback; not up to date");
    assert_eq!(tray.items.iter().filter(|item| item.id.starts_with("issue/")).count(), 2);
    let said = tray.items.iter().find(|item| item.label.starts_with("Last checked")).expect("when it was");
    let health =
        rig.core.accounts().await.unwrap().into_iter().find(|one| one.account.id == ida).unwrap().health;
    let checked = health.checked.unwrap().to_zoned(Clock::zone(&rig.clock)).strftime("%H:%M").to_string();
    assert!(said.label.ends_with(&checked), "{} and not {checked}", said.label);
}

/// A host that has no window and makes none.
struct NoWindow;

#[async_trait]
impl Host for NoWindow {
    async fn open_url(&self, _url: &str) -> Result<(), HostProblem> {
        Err(HostProblem("nothing is opened".into()))
    }
    async fn show_window(&self, _activation: Option<&str>) {}
    fn in_front(&self) -> bool {
        false
    }
    fn has_window(&self) -> bool {
        false
    }
    async fn hide_window(&self) {}
    async fn quit(&self) {}
    fn built_in(&self) -> Option<BuiltIn> {
        None
    }
    async fn start_built_in(&self) -> Result<BuiltIn, HostProblem> {
        Err(HostProblem("there is none here".into()))
    }
}

#[tokio::test(start_paused = true)]
async fn the_command_line_is_in_doubt_while_no_check_ends_and_lets_go_when_it_is_wanted() {
    let rig = Rig::new().await;
    rig.signed_in().await;
    rig.desktop.say(GOOD);
    rig.core.stop().await;
    rig.vault.become_(VaultState::Asks);
    let app = App::open_to_look(rig.parts(), Arc::new(NoWindow)).await.unwrap();
    let stands = async || !rig.standing().is_empty();
    let mut said = Vec::new();
    let (code, ()) = tokio::join!(app.self_test(|line| said.push(line)), async {
        // A keychain that asks its member may take a minute.
        rig.pass(MINUTE).await;
        assert!(!stands().await, "it waits for the keychain");
        rig.until("the notice", stands).await;
        assert!(rig.notifier.act("trial", ActKind::Open).await);
    });
    assert_eq!(code, 1, "{said:#?}");
    assert!(said.iter().any(|line| line.starts_with("Waiting for the keychain")), "{said:#?}");

    rig.vault.become_(VaultState::Ok);
    let wanted = rig.until("the notice", stands);
    let code = app.self_test_until(wanted, |line| said.push(line)).await;
    assert_eq!(code, None, "{said:#?}");
    assert!(said.last().unwrap().starts_with("Svara was started meanwhile"), "{said:#?}");
    app.stop().await;
    assert!(rig.standing().is_empty(), "nobody waits for its press any more");
}
