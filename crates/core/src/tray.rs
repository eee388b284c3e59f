//! What the tray says and does.

use jiff::Timestamp;
use svara_model::{AccountId, RemoteId};

use crate::{
    accounts::{Freshness, Health},
    changes::GoTo,
    follow_up::{self, ClosingRead, PauseFor},
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
    /// It is not known whether something does, or an account needs the member.
    Trouble,
}

/// What all accounts together make of the tray.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Overall {
    /// Every account is up to date.
    sure: bool,
    /// Some account's lists cannot be trusted, and not only because the app has just started.
    wrong: bool,
    /// Some account stays as it is until the member does something.
    needs: bool,
    /// The last good check of the account that has gone without one for longest; none: it never had one.
    checked: Option<Timestamp>,
}

impl Overall {
    fn of(healths: &[Health]) -> Self {
        let is = |one: fn(Freshness) -> bool| healths.iter().any(|health| one(health.freshness));
        let stale = healths.iter().filter(|health| health.freshness != Freshness::UpToDate);
        Self {
            sure: healths.iter().all(|health| health.freshness == Freshness::UpToDate),
            wrong: is(|one| !matches!(one, Freshness::UpToDate | Freshness::Checking)),
            needs: is(needs_the_member),
            // None comes first.
            checked: stale.map(|health| health.checked).min().flatten(),
        }
    }

    fn mood(self, awaiting: u32) -> Mood {
        match awaiting {
            _ if self.needs => Mood::Trouble,
            0 if self.wrong => Mood::Trouble,
            0 => Mood::Calm,
            _ => Mood::Awaiting,
        }
    }
}

/// The network comes back and a desk recovers by themselves; these do not.
fn needs_the_member(freshness: Freshness) -> bool {
    match freshness {
        Freshness::SignedOut | Freshness::NotEligible | Freshness::NotUnderstood | Freshness::Storage => true,
        Freshness::UpToDate | Freshness::Checking | Freshness::Offline | Freshness::DeskInTrouble => false,
    }
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

/// An issue that the menu may name.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Named {
    /// When its desk closes it, as far as that is known.
    closes: Option<Timestamp>,
    /// Since when it awaits the member.
    since: Option<Timestamp>,
    line: TrayItem,
}

/// Those that a desk closes come first, the next one to be closed before the others; then what has waited longest.
fn sort(named: &mut [Named]) {
    named.sort_by_key(|Named { closes, since, .. }| (closes.is_none(), *closes, *since));
}

/// What the tray says now.
pub(crate) async fn tray(house: &House) -> Result<Tray, Trouble> {
    let texts = house.texts();
    let lives = house.all_live();
    let mut items =
        vec![item("open", if lives.is_empty() { texts.tray_sign_in() } else { texts.tray_open() })];
    let healths: Vec<Health> = lives.iter().map(|live| live.health()).collect();
    let overall = Overall::of(&healths);
    let sure = overall.sure;
    let (mut awaiting, mut named) = (0, Vec::new());
    for live in &lives {
        let id = &live.account.id;
        awaiting += house.cache.counts(id).await?.awaiting;
        let (clock, now) = (follow_up::patience_lately(house, live).await?, house.clock.now());
        for issue in house.cache.longest_waiting(id, LOOKED_AT).await? {
            let closes = match follow_up::closing_of(clock.as_ref(), &issue, now) {
                ClosingRead::Known(closing) => Some(closing.at),
                ClosingRead::Unknown | ClosingRead::NotAwaiting => None,
            };
            let since = issue.round.as_ref().map(|round| round.since);
            let line = item(&format!("issue/{id}/{}", issue.id), plain_line(&issue.title, TITLE));
            named.push(Named { closes, since, line });
        }
    }
    let tooltip = match (lives.is_empty(), awaiting) {
        (true, _) => texts.tray_tooltip_signed_out(),
        (false, 0) if sure => texts.tray_tooltip_none(),
        (false, 0) => texts.tray_tooltip_unsure(),
        (false, count) if sure => texts.tray_tooltip(count),
        (false, count) => texts.tray_tooltip_count_unsure(count),
    };
    if !lives.is_empty() {
        items.push(item("", String::new()));
        if !sure {
            let zone = house.clock.zone();
            let said = overall.checked.map(|at| texts.tray_checked(&texts.date_time(at, &zone)));
            items.push(item("", said.unwrap_or_else(|| texts.tray_unsure())));
        }
        if awaiting > 0 {
            items.push(item("", texts.tray_awaiting(awaiting)));
            sort(&mut named);
            named.truncate(MOST);
            let left = awaiting.saturating_sub(u32::try_from(named.len()).unwrap_or(u32::MAX));
            items.extend(named.into_iter().map(|named| named.line));
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
    Ok(Tray { tooltip, mood: overall.mood(awaiting), count: awaiting, items })
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

#[cfg(test)]
mod tests {
    use super::*;

    fn health(freshness: Freshness, checked: Option<&str>) -> Health {
        let checked = checked.map(|day| format!("2026-11-{day}T12:00:00Z").parse().unwrap());
        Health { freshness, checked, ..Health::default() }
    }

    #[test]
    fn the_last_check_is_that_of_the_account_that_has_gone_without_for_longest() {
        let checked = |healths: &[Health]| {
            let said = Overall::of(healths).checked;
            said.map(|at| at.strftime("%d").to_string())
        };
        let (today, offline) = (health(Freshness::UpToDate, Some("27")), Freshness::Offline);
        assert_eq!(checked(&[today, health(offline, Some("24"))]), Some("24".to_owned()));
        let both = [health(offline, Some("26")), today, health(offline, Some("25"))];
        assert_eq!(checked(&both), Some("25".to_owned()));
        assert_eq!(checked(&[health(offline, Some("26")), health(Freshness::Checking, None)]), None);
    }

    #[test]
    fn what_needs_the_member_goes_before_what_awaits_them() {
        let (good, bad) = (health(Freshness::UpToDate, Some("27")), |one| health(one, Some("26")));
        let mood = |one, awaiting| Overall::of(&[good, bad(one)]).mood(awaiting);
        assert_eq!(mood(Freshness::SignedOut, 2), Mood::Trouble);
        assert_eq!(mood(Freshness::Storage, 2), Mood::Trouble);
        assert_eq!(
            (mood(Freshness::Offline, 2), mood(Freshness::Offline, 0)),
            (Mood::Awaiting, Mood::Trouble)
        );
        assert_eq!(
            (mood(Freshness::Checking, 2), mood(Freshness::Checking, 0)),
            (Mood::Awaiting, Mood::Calm)
        );
        assert_eq!(Overall::of(&[]).mood(0), Mood::Calm, "nobody is signed in");
    }

    #[test]
    fn what_is_closed_next_comes_first_and_then_what_has_waited_longest() {
        let at = |day: &str| Some(format!("2026-11-{day}T12:00:00Z").parse().unwrap());
        let named = |title: &str, closes, since| Named { closes, since, line: item("", title.to_owned()) };
        let mut all = vec![
            named("waits", None, at("02")),
            named("closed on the 30th, asked later", at("30"), at("25")),
            named("waits longest", None, at("01")),
            named("closed on the 28th", at("28"), at("26")),
            named("closed on the 30th", at("30"), at("24")),
        ];
        sort(&mut all);
        let titles: Vec<&str> = all.iter().map(|named| named.line.label.as_str()).collect();
        assert_eq!(
            titles,
            [
                "closed on the 28th",
                "closed on the 30th",
                "closed on the 30th, asked later",
                "waits longest",
                "waits"
            ]
        );
    }
}
