//! Scenes of chats: one for each of the eight states, with something that cuts it there, and some of what chance alone
//! seldom brings about.

use std::time::Duration;

use super::{ChatStep, TeamStep, plan::long};
use crate::sim::{
    dice::Dice,
    schedule::{MemberStep, Step},
    weather::{self, Fault, Weather},
};

const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_secs(60);

type Steps = Vec<(Duration, Step)>;

type Scene = fn(&Dice) -> Steps;

/// Each scene, with how often it is played.
const SCENES: &[(u64, Scene)] = &[
    (2, typed),
    (4, starting),
    (3, waiting),
    (5, unanswered),
    (3, talking),
    (4, line_under_way),
    (3, ending),
    (5, lines_left),
    (3, taken_back_under_way),
    (4, an_end_whose_messages_do_not_come),
    (3, told_and_cut),
    (3, many_lines_while_away),
    (2, closed_while_starting),
];

/// One scene.
pub(super) fn one(dice: &Dice) -> Steps {
    dice.weighted(SCENES).map(|scene| scene(dice)).unwrap_or_default()
}

/// The question is being typed.
fn typed(dice: &Dice) -> Steps {
    vec![member(dice, ChatStep::Ask), (pause(dice), cut(dice)), (pause(dice), chat(dice, ChatStep::Start))]
}

/// The start is under way.
fn starting(dice: &Dice) -> Steps {
    let mut steps = vec![under_way(dice), member(dice, ChatStep::Start)];
    if dice.chance(400) {
        steps.push(member(dice, ChatStep::Say));
    }
    if dice.chance(600) {
        steps.push((dice.length(SECOND / 20, 4 * SECOND), cut(dice)));
    }
    steps
}

/// In the queue.
fn waiting(dice: &Dice) -> Steps {
    let mut steps = begun(dice);
    if dice.chance(300) {
        steps.push(member(dice, ChatStep::Say));
    }
    steps.push((pause(dice), cut(dice)));
    steps.push((dice.length(SECOND, MINUTE), team(dice, TeamStep::Take)));
    steps
}

/// Nobody comes in time, or the desk closes; the app may hear of it later.
fn unanswered(dice: &Dice) -> Steps {
    let mut steps = begun(dice);
    if dice.chance(500) {
        let length = long(dice);
        steps.push((pause(dice), away(dice, length)));
        if dice.chance(400) {
            steps.push((SECOND, team(dice, TeamStep::Close)));
        }
        steps.push((length, team(dice, TeamStep::Open)));
    } else if dice.chance(400) {
        steps.push((pause(dice), team(dice, TeamStep::Close)));
        if dice.chance(500) {
            steps.push((Duration::from_millis(1 + dice.below(200)), cut(dice)));
        }
        steps.push((pause(dice), team(dice, TeamStep::Open)));
    } else {
        if dice.chance(600) {
            steps.push(soon(dies(dice)));
        }
        steps.push((long(dice), chat(dice, ChatStep::Look)));
    }
    steps.push((pause(dice), cut(dice)));
    if dice.chance(400) {
        steps.push((pause(dice), Step::Member(MemberStep::Send, dice.next())));
    }
    steps
}

/// Somebody is there.
fn talking(dice: &Dice) -> Steps {
    let mut steps = taken(dice);
    steps.push((pause(dice), team(dice, TeamStep::Say)));
    steps.push(member(dice, ChatStep::Say));
    steps.push((pause(dice), cut(dice)));
    steps.push((pause(dice), team(dice, TeamStep::Say)));
    steps.push(member(dice, ChatStep::Say));
    steps
}

/// Lines are under way.
fn line_under_way(dice: &Dice) -> Steps {
    let mut steps = taken(dice);
    steps.push(under_way(dice));
    for _ in 0..2 + dice.below(3) {
        steps.push((dice.length(SECOND / 20, 3 * SECOND), chat(dice, ChatStep::Say)));
    }
    if dice.chance(500) {
        steps.push((dice.length(SECOND / 20, 3 * SECOND), cut(dice)));
    }
    steps.push((pause(dice), team(dice, TeamStep::Say)));
    steps
}

/// The end is under way.
fn ending(dice: &Dice) -> Steps {
    let mut steps = if dice.chance(500) { taken(dice) } else { begun(dice) };
    steps.push(under_way(dice));
    if dice.chance(400) {
        steps.push(soon(chat(dice, ChatStep::Say)));
    }
    steps.push((dice.length(SECOND / 20, 3 * SECOND), chat(dice, ChatStep::End)));
    if dice.chance(500) {
        steps.push((dice.length(SECOND / 20, 3 * SECOND), cut(dice)));
    }
    if dice.chance(300) {
        steps.push((pause(dice), team(dice, TeamStep::Take)));
    }
    steps
}

/// It is over while lines wait that nobody can say any more.
fn lines_left(dice: &Dice) -> Steps {
    let mut steps = taken(dice);
    let fault = if dice.chance(700) { Fault::Unreachable } else { Fault::LostRequest };
    steps.push(weather(dice, &[(1000, fault)], 15 * SECOND, 2 * MINUTE));
    for _ in 0..1 + dice.below(3) {
        steps.push((dice.length(SECOND / 20, 3 * SECOND), chat(dice, ChatStep::Say)));
    }
    if dice.chance(300) {
        steps.push(soon(chat(dice, ChatStep::Write)));
    }
    steps.push(soon(team(dice, TeamStep::End)));
    if dice.chance(700) {
        steps.push((dice.length(SECOND / 4, 10 * SECOND), cut(dice)));
    }
    steps.push((dice.length(30 * SECOND, 4 * MINUTE), chat(dice, ChatStep::IntoIssue)));
    steps
}

/// The question is wanted back while it is on its way, and arrives after that.
fn taken_back_under_way(dice: &Dice) -> Steps {
    let mut steps = vec![weather(dice, &[(800, Fault::LateRequest)], 2 * SECOND, 40 * SECOND)];
    steps.push(soon(chat(dice, ChatStep::Start)));
    if dice.chance(400) {
        steps.push(soon(chat(dice, ChatStep::Say)));
    }
    steps.push((dice.length(SECOND / 4, 40 * SECOND), chat(dice, ChatStep::End)));
    steps.push((pause(dice), cut(dice)));
    steps
}

/// Somebody comes and goes while the app is away; that the chat is over comes through, and what was said does not.
fn an_end_whose_messages_do_not_come(dice: &Dice) -> Steps {
    let mut steps = begun(dice);
    let length = dice.length(8 * SECOND, MINUTE);
    steps.push((2 * SECOND, away(dice, length)));
    let said = [TeamStep::Take, TeamStep::Say, TeamStep::End];
    for step in said {
        steps.push((dice.length(100 * Duration::from_millis(1), SECOND), team(dice, step)));
    }
    let lost = 400 + dice.below(300);
    let fault = if dice.chance(500) { Fault::LostAnswer } else { Fault::Storm };
    steps.push(weather(dice, &[(lost, fault)], MINUTE, 4 * MINUTE));
    steps
}

/// The app dies at some moment between what an agent says or does, which may be the last of this chat, and the notice that
/// is kept.
fn told_and_cut(dice: &Dice) -> Steps {
    let mut steps = taken(dice);
    steps.push((SECOND, if dice.chance(800) { dies(dice) } else { cut(dice) }));
    let many = dice.below(3);
    for _ in 0..many {
        steps.push((dice.length(SECOND / 4, 10 * SECOND), team(dice, TeamStep::Say)));
    }
    if many == 0 || dice.chance(500) {
        steps.push(soon(team(dice, TeamStep::End)));
    }
    steps
}

/// Much is said while the app is away, and it dies, or is cut off, when it reads that.
fn many_lines_while_away(dice: &Dice) -> Steps {
    let mut steps = taken(dice);
    let length = dice.length(10 * SECOND, MINUTE);
    steps.push((SECOND, away(dice, length)));
    for _ in 0..3 + dice.below(4) {
        steps.push((dice.length(SECOND / 4, 2 * SECOND), team(dice, TeamStep::Say)));
    }
    if dice.chance(400) {
        steps.push(soon(team(dice, TeamStep::End)));
    }
    steps.push((length, if dice.chance(500) { dies(dice) } else { cut(dice) }));
    steps
}

/// The desk closes for chats before the question arrives.
fn closed_while_starting(dice: &Dice) -> Steps {
    let shut = if dice.chance(700) { TeamStep::Close } else { TeamStep::Full };
    let mut steps = vec![soon(team(dice, shut))];
    if dice.chance(600) {
        steps.push(under_way(dice));
    }
    steps.push(member(dice, ChatStep::Start));
    if dice.chance(500) {
        steps.push((SECOND / 20, chat(dice, ChatStep::Say)));
    }
    steps.push((pause(dice), cut(dice)));
    steps.push((pause(dice), team(dice, TeamStep::Open)));
    steps
}

/// A chat is in the queue.
fn begun(dice: &Dice) -> Steps {
    vec![
        soon(team(dice, TeamStep::Open)),
        member(dice, ChatStep::Start),
        (2 * SECOND, chat(dice, ChatStep::Typing)),
    ]
}

/// Somebody is there.
fn taken(dice: &Dice) -> Steps {
    let mut steps = begun(dice);
    steps.push((pause(dice), team(dice, TeamStep::Take)));
    steps.push((SECOND, chat(dice, ChatStep::Typing)));
    steps
}

/// Something that goes wrong with what sets out next.
fn under_way(dice: &Dice) -> (Duration, Step) {
    if dice.chance(400) {
        return soon(dies(dice));
    }
    soon(Step::Weather(weather::some(dice), dice.length(10 * SECOND, 2 * MINUTE)))
}

/// Something that cuts whatever is going on.
fn cut(dice: &Dice) -> Step {
    let length = dice.length(SECOND, 3 * MINUTE);
    match dice.below(11) {
        0..3 => dies(dice),
        3 => Step::Kill(length),
        4 => Step::PowerCut(length),
        5 => Step::Quit(length),
        6 => Step::Suspend(length),
        7 => Step::DeskRestart,
        8 => Step::DeskDown(length),
        9 => Step::SignInEnds(dice.next()),
        _ => Step::Weather(weather::some(dice), length),
    }
}

fn away(dice: &Dice, length: Duration) -> Step {
    match dice.below(4) {
        0 => Step::Quit(length),
        1 => Step::Kill(length),
        2 => Step::Suspend(length),
        _ => Step::Weather(Weather::from([(1000, Fault::Unreachable)]), length),
    }
}

fn dies(dice: &Dice) -> Step {
    Step::DieSoon(1 + dice.below(1 << (1 + dice.below(7))), dice.chance(500), dice.length(SECOND, MINUTE))
}

fn weather(dice: &Dice, faults: &[(u64, Fault)], least: Duration, most: Duration) -> (Duration, Step) {
    soon(Step::Weather(Weather::from(faults), dice.length(least, most)))
}

fn pause(dice: &Dice) -> Duration {
    dice.length(SECOND / 4, 8 * SECOND)
}

fn member(dice: &Dice, step: ChatStep) -> (Duration, Step) {
    (dice.length(SECOND / 4, 3 * SECOND), chat(dice, step))
}

fn chat(dice: &Dice, step: ChatStep) -> Step {
    Step::Chat(step, dice.next())
}

fn team(dice: &Dice, step: TeamStep) -> Step {
    Step::Team(step, dice.next())
}

fn soon(step: Step) -> (Duration, Step) {
    (SECOND / 4, step)
}
