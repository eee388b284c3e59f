//! Scenes of follow-up. Their time is long: a question that nobody answers is told again after hours.

use std::time::Duration;

use super::FollowStep::{Hours, NoHours, Pause, PauseOver, Remind, Rule, Zone};
use crate::sim::{
    dice::Dice,
    schedule::{
        AgentStep::{Ask, Close},
        MemberStep::{Answer, CheckNow, Look, LookAway},
        Step,
    },
};

const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);

/// How many of a thousand schedules have a scene.
const SHARE: u64 = 120;

type Steps = Vec<(Duration, Step)>;
type Play = fn(&Dice) -> Steps;

/// Each scene, with how often it is played, and whether the end has to wait for *Later*.
const SCENES: &[(u64, (Play, bool))] = &[
    (5, (quiet_and_questions, false)),
    (3, (a_pause_and_a_restart, false)),
    (3, (later_at_another_time, true)),
    (2, (hours_without_an_answer, false)),
    (1, (a_desk_that_closes, false)),
    (3, (a_night_away, false)),
];

/// Puts a scene at the end of a schedule, or none. Answers whether the end has to wait for *Later*.
pub(in crate::sim) fn add(dice: &Dice, steps: &mut Steps) -> bool {
    if !dice.chance(SHARE) {
        return false;
    }
    let Some((play, hears_later)) = dice.weighted(SCENES) else { return false };
    steps.extend(play(dice));
    hears_later
}

fn follow(dice: &Dice, step: super::FollowStep) -> Step {
    Step::Follow(step, dice.next())
}

fn asked(dice: &Dice) -> (Duration, Step) {
    (dice.length(SECOND, MINUTE), Step::Agent(Ask, dice.next()))
}

/// The app ends or sleeps, and goes on.
fn away(dice: &Dice, longest: Duration) -> Step {
    let length = dice.length(SECOND, longest);
    match dice.below(4) {
        0 => Step::Quit(length),
        1 => Step::Kill(length),
        2 => Step::PowerCut(length),
        _ => Step::Suspend(length),
    }
}

/// Questions come before, in and after quiet hours; the computer is carried through zones, and the app does not always run.
fn quiet_and_questions(dice: &Dice) -> Steps {
    let mut steps = vec![(SECOND, follow(dice, Hours))];
    for _ in 0..2 + dice.below(4) {
        steps.push(asked(dice));
        match dice.below(6) {
            0 => steps.push((dice.length(SECOND, 10 * MINUTE), follow(dice, Zone))),
            1 => steps.push((dice.length(SECOND, 10 * MINUTE), away(dice, HOUR))),
            2 => steps.push((dice.length(SECOND, 10 * MINUTE), Step::Agent(Close, dice.next()))),
            3 => steps.push((dice.length(SECOND, HOUR), follow(dice, Hours))),
            _ => steps.push((dice.length(SECOND, 3 * HOUR), Step::Member(Answer, dice.next()))),
        }
    }
    steps.push((dice.length(HOUR, 4 * HOUR), follow(dice, NoHours)));
    steps
}

/// The member pauses notices, and the app begins anew meanwhile.
fn a_pause_and_a_restart(dice: &Dice) -> Steps {
    let mut steps = vec![(SECOND, follow(dice, Pause)), asked(dice)];
    steps.push((dice.length(SECOND, 5 * MINUTE), away(dice, 5 * MINUTE)));
    steps.push((dice.length(SECOND, 10 * MINUTE), Step::Agent(Ask, dice.next())));
    if dice.chance(300) {
        steps.push((dice.length(MINUTE, 10 * MINUTE), follow(dice, PauseOver)));
    }
    steps.push((dice.length(10 * MINUTE, 2 * HOUR), Step::Member(CheckNow, dice.next())));
    steps
}

/// The member chooses when to hear of it again.
fn later_at_another_time(dice: &Dice) -> Steps {
    let mut steps = vec![asked(dice), asked(dice)];
    for _ in 0..=dice.below(2) {
        steps.push((dice.length(5 * SECOND, 2 * MINUTE), follow(dice, Remind)));
        if dice.chance(600) {
            steps.push((dice.length(SECOND, 10 * MINUTE), away(dice, 2 * HOUR)));
        }
    }
    steps
}

/// Hours pass, and nobody answers.
fn hours_without_an_answer(dice: &Dice) -> Steps {
    let mut steps = vec![asked(dice)];
    if dice.chance(400) {
        steps.push((dice.length(SECOND, MINUTE), follow(dice, Hours)));
    }
    for _ in 0..3 + dice.below(3) {
        let pause = dice.length(HOUR, 5 * HOUR);
        let act = match dice.below(5) {
            0 => away(dice, HOUR),
            1 => Step::Member(Look, dice.next()),
            2 => Step::Member(LookAway, dice.next()),
            _ => Step::Member(CheckNow, dice.next()),
        };
        steps.push((pause, act));
    }
    steps
}

/// Questions wait over a night or a weekend, and some come meanwhile.
fn a_night_away(dice: &Dice) -> Steps {
    let mut steps = Vec::new();
    for _ in 0..=dice.below(3) {
        steps.push(asked(dice));
    }
    if dice.chance(300) {
        steps.push((dice.length(SECOND, MINUTE), follow(dice, Hours)));
    }
    let length = dice.length(11 * HOUR, 40 * HOUR);
    let leaves = match dice.below(4) {
        0 => Step::Quit(length),
        1 => Step::Kill(length),
        _ => Step::Suspend(length),
    };
    // The app has asked the desk when the member goes.
    steps.push((dice.length(5 * MINUTE, HOUR), leaves));
    for _ in 0..dice.below(3) {
        steps.push((dice.length(SECOND, 4 * HOUR), Step::Agent(Ask, dice.next())));
    }
    steps.push((length, Step::Member(CheckNow, dice.next())));
    for _ in 0..2 + dice.below(3) {
        let act = match dice.below(4) {
            0 => Step::Member(Answer, dice.next()),
            1 => away(dice, HOUR),
            _ => Step::Member(CheckNow, dice.next()),
        };
        steps.push((dice.length(SECOND, 10 * MINUTE), act));
    }
    steps
}

/// The desk closes what nobody answers, while the computer is carried through zones and the app does not always run.
fn a_desk_that_closes(dice: &Dice) -> Steps {
    let mut steps = Vec::new();
    if dice.chance(400) {
        steps.push(asked(dice));
    }
    steps.push((SECOND, follow(dice, Rule)));
    // The app reads what the desk says of itself once an hour.
    steps.push((70 * MINUTE, Step::Member(CheckNow, dice.next())));
    steps.push(asked(dice));
    if dice.chance(300) {
        steps.push((dice.length(SECOND, MINUTE), follow(dice, Hours)));
    }
    for _ in 0..9 {
        let act = match dice.below(8) {
            0 | 1 => away(dice, HOUR),
            2 => follow(dice, Zone),
            _ => Step::Member(CheckNow, dice.next()),
        };
        steps.push((dice.length(2 * HOUR, 4 * HOUR), act));
    }
    steps
}
