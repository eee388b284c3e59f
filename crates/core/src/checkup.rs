//! "Would I be told?": every link from a change at the desk to a notice that the member sees, and what to do where one is
//! broken. Only facts: whatever cannot be known is called so.

mod trial;

use std::{collections::BTreeSet, sync::Arc, time::Duration};

use jiff::SignedDuration;
use svara_model::{AccountId, NoticeKind, NoticeProblem, VaultProblem};

pub use trial::Trial;
pub(crate) use trial::{Heard, end as end_trial, run as trial};

use crate::{
    accounts::{Freshness, Health, Live},
    follow_up,
    house::House,
    login::{self, StartAtLogin},
    settings::{self, NoticeSettings, OnClose},
    store::AccountState,
    texts::Texts,
    trouble::Trouble,
};

/// Clocks further apart than this show dates and deadlines wrongly.
const CLOCKS: SignedDuration = SignedDuration::from_mins(2);
/// A live feed that is down for a shorter time is mostly about to connect.
const MOMENT: Duration = Duration::from_secs(60);

/// A link of the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Which.
    pub what: What,
    /// How it is.
    pub state: LinkState,
    /// What it is called.
    pub name: String,
    /// How it is, in words.
    pub detail: String,
    /// What the member can do about it; none: nothing is to be done.
    pub todo: Option<String>,
    /// Whether the window says or asks it anyway, or the member chose it: then it needs no line of its own.
    pub elsewhere: bool,
}

/// Which link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// An account's sign-in.
    SignIn,
    /// An account's last check.
    Check,
    /// An account's live feed.
    Feed,
    /// This computer's clock against the desk's.
    Clock,
    /// The keychain.
    Keychain,
    /// The notification service.
    Service,
    /// The desktop's leave to show notices.
    Permission,
    /// Do not disturb.
    Disturb,
    /// The member's own pause.
    Pause,
    /// Quiet hours.
    Quiet,
    /// The kinds of notices that must not be missed.
    Kinds,
    /// The tray.
    Tray,
    /// The start at login.
    Login,
}

/// How a link is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LinkState {
    /// It cannot be known on this computer, or not yet.
    Unknown,
    /// In order.
    Green,
    /// Something may be told late, or not seen.
    Amber,
    /// Nothing is told.
    Red,
}

impl LinkState {
    /// In a word.
    pub fn word(self, texts: &Texts) -> String {
        match self {
            Self::Unknown => texts.checkup_unknown(),
            Self::Green => texts.checkup_green(),
            Self::Amber => texts.checkup_amber(),
            Self::Red => texts.checkup_red(),
        }
    }
}

type Found = (LinkState, String, Option<String>);

/// Looks at every link now. Shows nothing and asks no desk.
pub(crate) async fn checkup(house: &House) -> Result<Vec<Link>, Trouble> {
    let texts = house.texts();
    let lives = house.all_live();
    let chosen = settings::read(&house.keep).await?;
    let mut links = Vec::new();
    let mut add = |what, name, elsewhere, (state, detail, todo): Found| {
        links.push(Link { what, state, name, detail, todo, elsewhere });
    };
    if lives.is_empty() {
        let found = (LinkState::Red, texts.checkup_nobody(), Some(texts.checkup_do_sign_in()));
        add(What::SignIn, texts.checkup_sign_in(), true, found);
    }
    for live in &lives {
        let desk = live.profile().map_or_else(|| live.account.address.host(), |profile| profile.desk.name);
        add(What::SignIn, texts.checkup_sign_in_at(&desk), true, sign_in(&texts, live));
        add(What::Check, texts.checkup_check(&desk), true, check(house, &texts, live));
        add(What::Feed, texts.checkup_feed(&desk), is_moment(house, live), feed(&texts, live));
        add(What::Clock, texts.checkup_clock(&desk), false, clock(&texts, live));
    }
    let session = kept_for_the_session(house).await?;
    add(What::Keychain, texts.checkup_keychain(), true, keychain(&texts, &lives, &session));
    let service_answers = house.notifier.service().await;
    add(What::Service, texts.checkup_service(), false, service(&texts, service_answers.as_ref()));
    let allowed = house.desktop.allows_notices().await;
    let banners = house.desktop.shows_banners().await;
    add(What::Permission, texts.checkup_permission(), false, permission(&texts, allowed, banners));
    add(What::Disturb, texts.checkup_disturb(), false, disturb(&texts, house.desktop.holds_back().await));
    add(What::Pause, texts.checkup_pause(), false, pause(house, &texts));
    add(What::Quiet, texts.checkup_quiet(), true, quiet(house, &texts, &chosen.notices));
    add(What::Kinds, texts.checkup_kinds(), true, kinds(&texts, &chosen.notices));
    // Closing the window asks where there is no tray and nothing is chosen.
    let asks = chosen.on_close != OnClose::Quit;
    add(
        What::Tray,
        texts.checkup_tray(),
        asks,
        tray(&texts, house.desktop.has_tray().await, chosen.on_close),
    );
    let login = login::read(house).await?;
    // The first question asks for it.
    add(What::Login, texts.checkup_login(), login.wanted.is_none(), start(&texts, login));
    Ok(links)
}

/// The accounts whose sign-in no keychain has: it ends with the app, or ended with its last run.
async fn kept_for_the_session(house: &House) -> Result<BTreeSet<AccountId>, Trouble> {
    let rows = house.keep.accounts().await?.into_iter();
    Ok(rows.filter(|row| row.state == AccountState::Session).map(|row| row.account.id).collect())
}

/// Whether the desk has let the member in is known once a check of this run has ended.
fn sign_in(texts: &Texts, live: &Live) -> Found {
    match live.health().freshness {
        Freshness::SignedOut => {
            (LinkState::Red, texts.checkup_signed_out(), Some(texts.checkup_do_sign_in()))
        }
        Freshness::NotEligible => {
            (LinkState::Red, texts.checkup_not_eligible(), Some(texts.checkup_do_look()))
        }
        _ if !live.is_let_in() => (LinkState::Unknown, texts.checkup_sign_in_unknown(), None),
        _ => (LinkState::Green, texts.checkup_signed_in(&live.account.user_name), None),
    }
}

fn check(house: &House, texts: &Texts, live: &Live) -> Found {
    let health = live.health();
    let checked = health.checked.map(|at| texts.tray_checked(&texts.date_time(at, &house.clock.zone())));
    let checked = checked.unwrap_or_else(|| texts.tray_unsure());
    match health.freshness {
        Freshness::UpToDate => (LinkState::Green, checked, None),
        Freshness::Checking => (LinkState::Unknown, texts.checkup_checking(&checked), None),
        Freshness::Offline => {
            (LinkState::Red, texts.checkup_offline(&checked), Some(texts.checkup_do_network()))
        }
        Freshness::DeskInTrouble | Freshness::NotUnderstood => {
            (LinkState::Red, texts.checkup_desk_trouble(&checked), Some(texts.checkup_do_wait()))
        }
        Freshness::Storage => {
            (LinkState::Red, texts.checkup_storage(&checked), Some(texts.checkup_do_disk()))
        }
        Freshness::SignedOut | Freshness::NotEligible => {
            (LinkState::Red, checked, Some(texts.checkup_do_look()))
        }
    }
}

fn feed(texts: &Texts, live: &Live) -> Found {
    if live.is_fed() {
        (LinkState::Green, texts.checkup_fed(), None)
    } else if live.profile().is_some_and(|profile| !profile.desk.capabilities.live) {
        (LinkState::Green, texts.checkup_polled(), None)
    } else if live.health().freshness == Freshness::Checking {
        (LinkState::Unknown, texts.checkup_not_fed_yet(), None)
    } else {
        (LinkState::Amber, texts.checkup_not_fed(), Some(texts.checkup_do_wait()))
    }
}

/// Whether a feed that is down needs no line of its own: it broke off only now, or the lists say already that the desk is
/// not reached.
fn is_moment(house: &House, live: &Live) -> bool {
    live.health().freshness != Freshness::UpToDate || live.unfed(house.clock.steady()) < MOMENT
}

fn clock(texts: &Texts, live: &Live) -> Found {
    let Some(ahead) = live.connector.clock_ahead() else {
        return (LinkState::Unknown, texts.checkup_clock_unknown(), None);
    };
    if ahead.abs() <= CLOCKS {
        return (LinkState::Green, texts.checkup_clock_same(), None);
    }
    let minutes = u32::try_from(ahead.as_mins().unsigned_abs()).unwrap_or(u32::MAX);
    let detail = if ahead.is_positive() {
        texts.checkup_clock_slow(minutes)
    } else {
        texts.checkup_clock_fast(minutes)
    };
    (LinkState::Amber, detail, Some(texts.checkup_do_clock()))
}

/// What signing in and asking the desk have shown of it, the worst first: asking it only to know would make it ask the
/// member. That one account's sign-in was read says nothing of another's.
fn keychain(texts: &Texts, lives: &[Arc<Live>], session: &BTreeSet<AccountId>) -> Found {
    let urgency = |found: &Found| match found.0 {
        LinkState::Green => 0,
        LinkState::Unknown => 1,
        LinkState::Amber => 2,
        LinkState::Red => 3,
    };
    let found = lives.iter().map(|live| keychain_of(texts, live, session.contains(&live.account.id)));
    let nothing = (LinkState::Unknown, texts.checkup_keychain_unknown(), None);
    found.max_by_key(urgency).unwrap_or(nothing)
}

fn keychain_of(texts: &Texts, live: &Live, session: bool) -> Found {
    let todo = Some(texts.checkup_do_keychain());
    match live.unkept() {
        Some(VaultProblem::NoService | VaultProblem::NotSetUp) => {
            return (LinkState::Amber, texts.checkup_keychain_none(), todo);
        }
        Some(_) => return (LinkState::Amber, texts.checkup_keychain_failed(), todo),
        None => {}
    }
    let Health { freshness, trouble, .. } = live.health();
    if !session && trouble == Some(Trouble::Keychain) {
        (LinkState::Red, texts.checkup_keychain_locked(), todo)
    } else if session || (freshness == Freshness::SignedOut && !live.slot.is_open()) {
        (LinkState::Amber, texts.checkup_keychain_empty(), todo)
    } else if live.slot.is_open() {
        (LinkState::Green, texts.checkup_keychain_keeps(), None)
    } else {
        (LinkState::Unknown, texts.checkup_keychain_silent(), None)
    }
}

fn service(texts: &Texts, found: Option<&Result<(), NoticeProblem>>) -> Found {
    match found {
        None => (LinkState::Unknown, texts.checkup_service_unknown(), None),
        Some(Ok(())) => (LinkState::Green, texts.checkup_service_runs(), None),
        Some(Err(NoticeProblem::NoService)) => {
            (LinkState::Red, texts.checkup_service_missing(), Some(texts.checkup_do_service()))
        }
        Some(Err(_)) => (LinkState::Red, texts.checkup_service_silent(), Some(texts.checkup_do_service())),
    }
}

fn permission(texts: &Texts, allowed: Option<bool>, banners: Option<bool>) -> Found {
    match (allowed, banners) {
        (Some(false), _) => (LinkState::Red, texts.checkup_forbidden(), Some(texts.checkup_do_allow())),
        (_, Some(false)) => (LinkState::Amber, texts.checkup_unseen(), Some(texts.checkup_do_banners())),
        (None, _) => (LinkState::Unknown, texts.checkup_not_said(), None),
        (Some(true), _) => (LinkState::Green, texts.checkup_allowed(), None),
    }
}

fn disturb(texts: &Texts, held_back: Option<bool>) -> Found {
    match held_back {
        None => (LinkState::Unknown, texts.checkup_not_said(), None),
        Some(false) => (LinkState::Green, texts.checkup_disturb_off(), None),
        Some(true) => (LinkState::Amber, texts.checkup_disturb_on(), Some(texts.checkup_do_disturb())),
    }
}

/// The member wanted it, and may have forgotten.
fn pause(house: &House, texts: &Texts) -> Found {
    match follow_up::paused(house) {
        None => (LinkState::Green, texts.checkup_disturb_off(), None),
        Some(until) => {
            let until = texts.date_time(until, &house.clock.zone());
            (LinkState::Amber, texts.tray_paused(&until), Some(texts.checkup_do_go_on()))
        }
    }
}

/// The member wanted them, too; what comes meanwhile is told when they end.
fn quiet(house: &House, texts: &Texts, chosen: &NoticeSettings) -> Found {
    let zone = house.clock.zone();
    match chosen.quiet.until(house.clock.now(), &zone) {
        None => (LinkState::Green, texts.checkup_quiet_not_now(), None),
        Some(until) => {
            let detail = texts.checkup_quiet_now(&texts.date_time(until, &zone));
            (LinkState::Amber, detail, Some(texts.checkup_do_quiet()))
        }
    }
}

fn kinds(texts: &Texts, chosen: &NoticeSettings) -> Found {
    let off = |kind| chosen.off.contains(&kind);
    let detail = match (off(NoticeKind::Awaiting), off(NoticeKind::Deadline)) {
        (false, false) => return (LinkState::Green, texts.checkup_kinds_on(), None),
        (true, false) => texts.checkup_awaiting_off(),
        (false, true) => texts.checkup_deadline_off(),
        (true, true) => texts.checkup_kinds_off(),
    };
    (LinkState::Amber, detail, Some(texts.checkup_do_kinds()))
}

/// Without a tray nothing is lost once the member has said what closing the window means.
fn tray(texts: &Texts, there: Option<bool>, on_close: OnClose) -> Found {
    match (there, on_close) {
        (_, OnClose::Quit) => (LinkState::Amber, texts.checkup_quits(), Some(texts.checkup_do_close())),
        (None, _) => (LinkState::Unknown, texts.checkup_not_said(), None),
        (Some(true), _) => (LinkState::Green, texts.checkup_tray_there(), None),
        (Some(false), OnClose::Stay) => (LinkState::Green, texts.checkup_tray_not_needed(), None),
        (Some(false), OnClose::Ask) => {
            (LinkState::Amber, texts.checkup_tray_missing(), Some(texts.checkup_do_close()))
        }
    }
}

/// A member who said no has chosen; nothing is to be done then.
fn start(texts: &Texts, start: StartAtLogin) -> Found {
    match (start.on, start.wanted) {
        (None, _) => (LinkState::Unknown, texts.checkup_not_said(), None),
        (Some(true), _) => (LinkState::Green, texts.checkup_login_on(), None),
        (Some(false), Some(false)) => (LinkState::Green, texts.checkup_login_chosen(), None),
        (Some(false), Some(true)) => {
            (LinkState::Amber, texts.checkup_login_gone(), Some(texts.checkup_do_login()))
        }
        (Some(false), None) => (LinkState::Amber, texts.checkup_login_off(), Some(texts.checkup_do_login())),
    }
}
