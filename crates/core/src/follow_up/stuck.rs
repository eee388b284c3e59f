//! Telling of what the outbox cannot go on with by itself: one notice an account, apart from the issues', for it asks for
//! something else. Told once each time that something gets stuck, and never to whoever has a window in front: it says so.

use std::sync::Arc;

use jiff::Timestamp;
use svara_model::{AccountId, ActKind, Notice, NoticeButton, NoticeKind, NoticeSound, RoundKey, ShownId};

use super::{
    loud::{loud, stamp},
    minute::Urgency,
    pace::Pace,
    returning,
    showing::{self, Ended},
    withdrawing,
};
use crate::{
    accounts::Live,
    house::House,
    planted::{self, Bug},
    store::{About, Mark, Occasion, Shown, StoreProblem, StuckRow, Told, Words},
    texts::{Texts, plain_line},
};

/// The longest title in a notice, in characters.
const TITLE: usize = 120;

/// How the notice of an account is called.
fn tag(account: &AccountId) -> String {
    format!("{PREFIX}{account}")
}

const PREFIX: &str = "stuck/";

/// Whether it is such a notice's tag.
pub(super) fn is_its(tag: &str) -> bool {
    tag.starts_with(PREFIX)
}

/// Does what is due; answers when to look again, if nothing happens before.
pub(super) async fn pass(
    house: &Arc<House>,
    live: &Live,
    pace: &mut Pace,
) -> Result<Option<Timestamp>, StoreProblem> {
    let (id, tag) = (&live.account.id, tag(&live.account.id));
    let stuck = house.keep.stuck(id).await?;
    let standing = house.keep.standing(id, About::Issues).await?;
    if let Some(shown) = standing.get(&tag)
        && !stuck.iter().any(|one| shown.rounds.contains(&one.key))
    {
        withdrawing::withdraw(house, pace, std::slice::from_ref(&tag), &standing).await?;
    }
    let new = new(house, id, &stuck, &pace.unkept).await?;
    if new.is_empty() || planted::is(Bug::StuckSilent) {
        return Ok(None);
    }
    let loud = loud(house, house.clock.now());
    if !loud.tells(NoticeKind::Stuck) {
        house.keep.mark_told(id, marks_of(&new), stamp(house)).await?;
        return Ok(None);
    }
    if loud.quiet.is_some() {
        return Ok(loud.quiet);
    }
    let waits = house.nearness.is_focused() || returning::is_on(house, live) || pace.waits();
    if waits || !pace.may_show() {
        return Ok(None);
    }
    let Some(claim) = pace.ask(house, Urgency::STUCK) else { return Ok(None) };
    let ended = show(house, id, new).await;
    claim.end(&ended);
    match ended? {
        Ended::Shown => pace.show.went_well(),
        Ended::Unkept(told) => {
            pace.show.went_well();
            pace.unkept.push(*told);
        }
        Ended::Overtaken => {}
        Ended::NotShown { unsure } => pace.show.failed(house, unsure),
    }
    Ok(None)
}

/// What was not told yet.
async fn new(
    house: &House,
    account: &AccountId,
    stuck: &[StuckRow],
    unkept: &[Told],
) -> Result<Vec<RoundKey>, StoreProblem> {
    let keys: Vec<RoundKey> = stuck.iter().map(|one| one.key.clone()).collect();
    let told = house.keep.told(account, keys.clone()).await?;
    let unkept = |key: &RoundKey| unkept.iter().any(|told| told.shown.rounds.contains(key));
    let new = keys.into_iter().zip(told).filter(|(key, told)| !told && !unkept(key));
    Ok(new.map(|(key, _)| key).collect())
}

fn marks_of(keys: &[RoundKey]) -> Vec<Mark> {
    keys.iter().map(|key| Mark { round: key.clone(), occasion: Occasion::First }).collect()
}

/// Shows the notice of all that is stuck, to its end whatever becomes of who asked for it.
async fn show(house: &Arc<House>, account: &AccountId, new: Vec<RoundKey>) -> Result<Ended, StoreProblem> {
    let (its, account) = (house.clone(), account.clone());
    showing::to_its_end(house, async move { show_now(&its, &account, &new).await }).await
}

async fn show_now(house: &House, account: &AccountId, new: &[RoundKey]) -> Result<Ended, StoreProblem> {
    let stuck = house.keep.stuck(account).await?;
    let Some(first) = stuck.iter().find(|one| new.contains(&one.key)) else {
        return Ok(Ended::Overtaken);
    };
    let tag = tag(account);
    let only = if stuck.len() == 1 { first.issue.clone() } else { None };
    let shown = Shown {
        tag: tag.clone(),
        account: account.to_string(),
        round: None,
        issue: only,
        chat: None,
        shown: ShownId::of_tag(&tag),
        says: stuck.len().to_string(),
        rounds: stuck.iter().map(|one| one.key.clone()).collect(),
    };
    let begun = house.keep.begin_showing(shown.clone(), house.clock.now()).await?;
    let wishes = loud(house, house.clock.now()).notices;
    let texts = house.texts();
    let count = u32::try_from(stuck.len()).unwrap_or(u32::MAX);
    let notice = |hidden| Notice { sound: wishes.sound, ..notice(&texts, &tag, (first, count), hidden) };
    let named = match showing::call(house, &notice(wishes.hidden), &begun).await? {
        Ok(named) => named,
        Err(ended) => return Ok(ended),
    };
    let Notice { kind, title, body, .. } = notice(false);
    let shown = Shown { shown: named, ..shown };
    let words = Some(Words { kind, title, body });
    // Also what got stuck since it was decided: the notice counts it.
    let marks = if planted::is(Bug::StuckAgain) { Vec::new() } else { marks_of(&shown.rounds) };
    let told = Told { marks, order: None, summary: false, at: stamp(house), shown, words };
    Ok(showing::keep_told(house, told).await)
}

/// What it says outside the window: the first of so many.
fn notice(texts: &Texts, tag: &str, (first, count): (&StuckRow, u32), hidden: bool) -> Notice {
    let name = match &first.title {
        Some(title) => plain_line(title, TITLE),
        None => texts.notice_chat(),
    };
    let (title, body) = match (count, hidden) {
        (1, false) => (name, if first.unknown { texts.notice_stuck_unclear() } else { texts.notice_stuck() }),
        (_, true) => (texts.notice_stuck_summary(count), String::new()),
        (_, false) => {
            (texts.notice_stuck_summary(count), texts.notice_summary_body(&name, count.saturating_sub(1)))
        }
    };
    let buttons = vec![NoticeButton { act: ActKind::Open, label: texts.button_open() }];
    Notice {
        tag: tag.to_owned(),
        title,
        body,
        buttons,
        urgent: true,
        stays: true,
        kind: NoticeKind::Stuck,
        sound: NoticeSound::System,
    }
}
