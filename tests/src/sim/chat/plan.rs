//! Which schedules have chats, by what rules the desk chats in them, and what is done about them when.

use std::time::Duration;

use super::{
    ChatStep::{Ask, End, IntoIssue, Look, Say, Start, Typing, Write},
    TeamStep, scenes,
};
use crate::sim::{dice::Dice, schedule::Step};

const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_secs(60);

/// How many of a thousand schedules have chats, and how many of these have scenes of them.
const SHARE: u64 = 340;
const WITH_SCENES: u64 = 650;

/// So many other steps stay where there are chats, if there were so many.
const LEAST: usize = 4;

/// After how many minutes the desk ends a chat: short, so that a schedule sees it.
#[derive(Clone, Copy, Debug)]
pub(in crate::sim) struct Rules {
    /// That nobody takes.
    pub(in crate::sim) queue_timeout: u32,
    /// In which nobody says anything.
    pub(in crate::sim) idle: u32,
    /// Whose member's app is not heard of.
    pub(in crate::sim) lost_contact: u32,
}

/// Puts chats into a schedule, or none.
pub(in crate::sim) fn add(dice: &Dice, steps: &mut Vec<(Duration, Step)>) -> Option<Rules> {
    if !dice.chance(SHARE) {
        return None;
    }
    let minutes = |most: u64| 2 + u32::try_from(dice.below(most)).unwrap_or_default();
    // What chats cost, other steps make room for.
    steps.truncate((steps.len() / 3).max(LEAST));
    let rules = Rules { queue_timeout: minutes(6), idle: minutes(5), lost_contact: minutes(4) };
    let begin = place(dice, 0, steps.len() / 2);
    let start = Step::Chat(Start, dice.next());
    steps.insert(begin, (dice.length(SECOND, 20 * SECOND), start));
    for _ in 0..3 + dice.below(10) {
        let at = place(dice, begin + 1, steps.len());
        let pause = dice.length(SECOND / 4, 20 * SECOND);
        steps.insert(at, (pause, some(dice)));
    }
    if dice.chance(WITH_SCENES) {
        for _ in 0..=dice.below(2) {
            let at = place(dice, 0, steps.len());
            steps.splice(at..at, scenes::one(dice));
        }
    }
    Some(rules)
}

fn place(dice: &Dice, first: usize, last: usize) -> usize {
    let room = last.saturating_sub(first) as u64 + 1;
    (first + usize::try_from(dice.below(room)).unwrap_or_default()).min(last)
}

fn some(dice: &Dice) -> Step {
    if dice.chance(550) {
        let steps =
            [(5, Ask), (14, Start), (5, Write), (22, Say), (7, End), (5, IntoIssue), (9, Look), (3, Typing)];
        return Step::Chat(dice.weighted(&steps).unwrap_or(Say), dice.next());
    }
    let steps = [
        (2, TeamStep::Duty),
        (20, TeamStep::Take),
        (20, TeamStep::Say),
        (2, TeamStep::Typing),
        (5, TeamStep::Transfer),
        (3, TeamStep::Suggest),
        (7, TeamStep::End),
        (3, TeamStep::Close),
        (1, TeamStep::Full),
        (5, TeamStep::Open),
    ];
    Step::Team(dice.weighted(&steps).unwrap_or(TeamStep::Take), dice.next())
}

/// So long that a queue or a silence is over by the desk's rules, or that a lost contact is.
pub(super) fn long(dice: &Dice) -> Duration {
    dice.length(2 * MINUTE, 12 * MINUTE)
}
