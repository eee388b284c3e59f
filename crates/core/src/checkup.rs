//! "Would I be told?": every link from a change at the desk to a notice that the member sees, and what to do where one is
//! broken. Only facts: whatever cannot be known is called so.

mod trial;

use jiff::SignedDuration;
use svara_model::{NoticeProblem, VaultProblem};

pub use trial::Trial;
pub(crate) use trial::{Heard, run as trial};

use crate::{
    accounts::{Freshness, Live},
    follow_up,
    house::House,
    login::{self, StartAtLogin},
    settings::{self, OnClose},
    texts::Texts,
    trouble::Trouble,
};

/// Clocks further apart than this show dates and deadlines wrongly.
const CLOCKS: SignedDuration = SignedDuration::from_mins(2);

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
    /// A pause, or quiet hours.
    Pause,
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
    let mut links = Vec::new();
    let mut add =
        |what, name, (state, detail, todo): Found| links.push(Link { what, state, name, detail, todo });
    if lives.is_empty() {
        let found = (LinkState::Red, texts.checkup_nobody(), Some(texts.checkup_do_sign_in()));
        add(What::SignIn, texts.checkup_sign_in(), found);
    }
    for live in &lives {
        let desk = live.profile().map_or_else(|| live.account.address.host(), |profile| profile.desk.name);
        add(What::SignIn, texts.checkup_sign_in_at(&desk), sign_in(&texts, live));
        add(What::Check, texts.checkup_check(&desk), check(house, &texts, live));
        add(What::Feed, texts.checkup_feed(&desk), feed(&texts, live));
        add(What::Clock, texts.checkup_clock(&desk), clock(&texts, live));
    }
    add(What::Keychain, texts.checkup_keychain(), keychain(&texts, &lives));
    add(What::Service, texts.checkup_service(), service(&texts, house.notifier.service().await.as_ref()));
    add(
        What::Permission,
        texts.checkup_permission(),
        permission(&texts, house.desktop.allows_notices().await),
    );
    add(What::Disturb, texts.checkup_disturb(), disturb(&texts, house.desktop.holds_back().await));
    add(What::Pause, texts.checkup_pause(), pause(house, &texts));
    let on_close = settings::read(&house.keep).await?.on_close;
    add(What::Tray, texts.checkup_tray(), tray(&texts, house.desktop.has_tray().await, on_close));
    add(What::Login, texts.checkup_login(), start(&texts, login::read(house).await?));
    Ok(links)
}

fn sign_in(texts: &Texts, live: &Live) -> Found {
    match live.health().freshness {
        Freshness::SignedOut => {
            (LinkState::Red, texts.checkup_signed_out(), Some(texts.checkup_do_sign_in()))
        }
        Freshness::NotEligible => {
            (LinkState::Red, texts.checkup_not_eligible(), Some(texts.checkup_do_look()))
        }
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

/// What signing in and asking the desk have shown of it: asking it only to know would make it ask the member.
fn keychain(texts: &Texts, lives: &[std::sync::Arc<Live>]) -> Found {
    let unkept = lives.iter().find_map(|live| live.unkept());
    if lives.iter().any(|live| live.health().trouble == Some(Trouble::Keychain)) {
        return (LinkState::Red, texts.checkup_keychain_locked(), Some(texts.checkup_do_keychain()));
    }
    match unkept {
        None if lives.is_empty() => (LinkState::Unknown, texts.checkup_keychain_unknown(), None),
        None => (LinkState::Green, texts.checkup_keychain_keeps(), None),
        Some(VaultProblem::NoService | VaultProblem::NotSetUp) => {
            (LinkState::Amber, texts.checkup_keychain_none(), Some(texts.checkup_do_keychain()))
        }
        Some(_) => (LinkState::Amber, texts.checkup_keychain_failed(), Some(texts.checkup_do_keychain())),
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

fn permission(texts: &Texts, allowed: Option<bool>) -> Found {
    match allowed {
        None => (LinkState::Unknown, texts.checkup_not_said(), None),
        Some(true) => (LinkState::Green, texts.checkup_allowed(), None),
        Some(false) => (LinkState::Red, texts.checkup_forbidden(), Some(texts.checkup_do_allow())),
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
