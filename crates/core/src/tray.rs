//! What the tray says and does.

use svara_model::{AccountId, RemoteId, Status};

use crate::{accounts::Freshness, changes::GoTo, house::House, texts::plain_line, trouble::Trouble};

/// The most issues named in the tray's menu.
const MOST: u32 = 6;
/// The longest title in it, in characters.
const TITLE: usize = 60;

/// The tray, in the member's language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tray {
    /// Shown when the pointer rests on the icon.
    pub tooltip: String,
    /// What the icon says.
    pub mood: Mood,
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
        for issue in house.cache.list(id, Status::AwaitingFeedback, None, MOST).await? {
            named.push(item(&format!("issue/{id}/{}", issue.id), plain_line(&issue.title, TITLE)));
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
            named.truncate(usize::try_from(MOST).unwrap_or(usize::MAX));
            let left = awaiting.saturating_sub(u32::try_from(named.len()).unwrap_or(u32::MAX));
            items.append(&mut named);
            if left > 0 {
                items.push(item("open", texts.tray_more(left)));
            }
        } else if sure {
            items.push(item("", texts.tray_none()));
        }
        items.push(item("", String::new()));
        items.push(item("check", texts.tray_check_now()));
    }
    items.push(item("", String::new()));
    items.push(item("quit", texts.tray_quit()));
    let mood = match (awaiting, wrong) {
        (0, false) => Mood::Calm,
        (0, true) => Mood::Trouble,
        _ => Mood::Awaiting,
    };
    Ok(Tray { tooltip, mood, items })
}

/// What a press on an item wants.
pub(crate) fn wish(id: &str) -> Option<TrayWish> {
    match id {
        "open" => Some(TrayWish::Open),
        "check" => Some(TrayWish::Check),
        "quit" => Some(TrayWish::Quit),
        _ => {
            let (account, issue) = id.strip_prefix("issue/")?.split_once('/')?;
            Some(TrayWish::Go(GoTo {
                account: AccountId::new(account),
                issue: Some(RemoteId::new(issue)),
                chat: None,
                answer: true,
                activation: None,
            }))
        }
    }
}

fn item(id: &str, label: String) -> TrayItem {
    TrayItem { id: id.to_owned(), label }
}
