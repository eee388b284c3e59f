//! What the tray says and does.

use svara_model::{AccountId, RemoteId};

use crate::{
    accounts::Freshness,
    changes::GoTo,
    follow_up::{self, PauseFor},
    house::House,
    texts::plain_line,
    trouble::Trouble,
};

/// The most issues named in the tray's menu.
const MOST: usize = 6;
/// So many of an account are looked at for it.
const LOOKED_AT: u32 = 50;
/// The longest title in it, in characters.
const TITLE: usize = 60;

/// The tray, in the member's language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tray {
    /// Shown when the pointer rests on the icon.
    pub tooltip: String,
    /// What the icon says.
    pub mood: Mood,
    /// How many issues await feedback, for the icon.
    pub count: u32,
    /// The menu.
    pub items: Vec<TrayItem>,
}

/// What the tray's icon says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    /// Nothing waits for the member.
    Calm,
    /// Something awaits feedback.
    Awaiting,
    /// It is not known whether something does.
    Trouble,
}

/// A line of the tray's menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrayItem {
    /// To pass back when it is pressed; empty: it cannot be pressed.
    pub id: String,
    /// What it says; empty: a line between groups.
    pub label: String,
}

/// What a press in the tray's menu wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TrayWish {
    /// The window.
    Open,
    /// The window, at an issue.
    Go(GoTo),
    /// A check now.
    Check,
    /// No notices for so long; none: they go on.
    Pause(Option<PauseFor>),
    /// The end of the app.
    Quit,
}

/// What the tray says now.
pub(crate) async fn tray(house: &House) -> Result<Tray, Trouble> {
    let texts = house.texts();
    let lives = house.all_live();
    let mut items =
        vec![item("open", if lives.is_empty() { texts.tray_sign_in() } else { texts.tray_open() })];
    let (mut awaiting, mut named, mut sure, mut wrong, mut checked) = (0, Vec::new(), true, false, None);
    for live in &lives {
        let id = &live.account.id;
        let health = live.health();
        sure &= health.freshness == Freshness::UpToDate;
        // The first moments after the start are no trouble.
        wrong |= !matches!(health.freshness, Freshness::UpToDate | Freshness::Checking);
        checked = checked.max(health.checked);
        awaiting += house.cache.counts(id).await?.awaiting;
        for issue in house.cache.longest_waiting(id, LOOKED_AT).await? {
            let since = issue.round.as_ref().map(|round| round.since);
            let line = item(&format!("issue/{id}/{}", issue.id), plain_line(&issue.title, TITLE));
            named.push((since, line));
        }
    }
    let tooltip = match (lives.is_empty(), awaiting) {
        (true, _) => texts.tray_tooltip_signed_out(),
        (false, 0) if sure => texts.tray_tooltip_none(),
        (false, 0) => texts.tray_tooltip_unsure(),
        (false, count) => texts.tray_tooltip(count),
    };
    if !lives.is_empty() {
        items.push(item("", String::new()));
        if !sure {
            let zone = house.clock.zone();
            let said = checked.map(|at| texts.tray_checked(&texts.date_time(at, &zone)));
            items.push(item("", said.unwrap_or_else(|| texts.tray_unsure())));
        }
        if awaiting > 0 {
            items.push(item("", texts.tray_awaiting(awaiting)));
            named.sort_by_key(|(since, _)| *since);
            named.truncate(MOST);
            let left = awaiting.saturating_sub(u32::try_from(named.len()).unwrap_or(u32::MAX));
            items.extend(named.into_iter().map(|(_, line)| line));
            if left > 0 {
                items.push(item("open", texts.tray_more(left)));
            }
        } else if sure {
            items.push(item("", texts.tray_none()));
        }
        items.push(item("", String::new()));
        items.push(item("check", texts.tray_check_now()));
        if let Some(until) = follow_up::paused(house) {
            items.push(item("", texts.tray_paused(&texts.date_time(until, &house.clock.zone()))));
            items.push(item("pause/over", texts.tray_go_on()));
        } else {
            items.push(item("pause/hour", texts.tray_pause_hour()));
            items.push(item("pause/tomorrow", texts.tray_pause_tomorrow()));
        }
    }
    items.push(item("", String::new()));
    items.push(item("quit", texts.tray_quit()));
    let mood = match (awaiting, wrong) {
        (0, false) => Mood::Calm,
        (0, true) => Mood::Trouble,
        _ => Mood::Awaiting,
    };
    Ok(Tray { tooltip, mood, count: awaiting, items })
}

/// What a press on an item wants.
pub(crate) fn wish(id: &str) -> Option<TrayWish> {
    match id {
        "open" => Some(TrayWish::Open),
        "check" => Some(TrayWish::Check),
        "pause/hour" => Some(TrayWish::Pause(Some(PauseFor::Hour))),
        "pause/tomorrow" => Some(TrayWish::Pause(Some(PauseFor::Tomorrow))),
        "pause/over" => Some(TrayWish::Pause(None)),
        "quit" => Some(TrayWish::Quit),
        _ => {
            let (account, issue) = id.strip_prefix("issue/")?.split_once('/')?;
            Some(TrayWish::Go(GoTo {
                account: AccountId::new(account),
                issue: Some(RemoteId::new(issue)),
                chat: None,
                unsent: false,
                answer: true,
                activation: None,
            }))
        }
    }
}

fn item(id: &str, label: String) -> TrayItem {
    TrayItem { id: id.to_owned(), label }
}
