//! Scenes: a few steps that belong together, for what chance alone seldom brings about. Every scene is trouble for something
//! that the app promises, and none says what is to come of it: that is the oracle's.

use std::time::Duration;

use jiff::SignedDuration;

use super::{
    dice::Dice,
    schedule::{
        AgentStep::{Ask, Close, Note, Reopen, Reply},
        MemberStep::{Answer, Attach, CheckNow, Notice, Send, TakeBack, WriteNew, WriteReply},
        Step,
    },
    weather::{Fault, Weather},
};

const MILLI: Duration = Duration::from_millis(1);
const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);

/// How many of a thousand schedules have any.
const SHARE: u64 = 450;

/// Steps, each after a pause.
type Steps = Vec<(Duration, Step)>;

/// A scene.
#[derive(Clone, Copy)]
struct Scene {
    play: fn(&Dice) -> Steps,
    /// Whether the schedule's end has to wait for *Later*.
    hears_later: bool,
}

const fn scene(play: fn(&Dice) -> Steps) -> Scene {
    Scene { play, hears_later: false }
}

/// Each scene, with how often it is played.
const SCENES: &[(u64, Scene)] = &[
    (3, scene(taken_back_under_way)),
    (3, scene(pictures_whose_answers_are_lost)),
    (3, scene(answers_that_are_overtaken)),
    (2, scene(a_clock_set_back_while_the_desk_wants_quiet)),
    (3, scene(a_page_in_place_of_the_lists)),
    (2, scene(questions_within_a_minute)),
    (2, scene(a_death_while_sending)),
    (2, scene(a_death_while_telling)),
    (2, Scene { play: later_and_a_restart, hears_later: true }),
    (2, scene(a_sign_in_that_ends_while_sending)),
    (1, scene(a_desk_whose_clock_is_set)),
];

/// Puts scenes of one kind into a schedule, or none. Answers whether the end has to wait for *Later*.
pub(super) fn add(dice: &Dice, steps: &mut Steps) -> bool {
    if !dice.chance(SHARE) {
        return false;
    }
    let Some(scene) = dice.weighted(SCENES) else { return false };
    for _ in 0..=dice.below(2) {
        let at = usize::try_from(dice.below(steps.len() as u64 + 1)).unwrap_or_default();
        steps.splice(at..at, (scene.play)(dice));
    }
    scene.hears_later
}

/// What has left is wanted back while it is still on its way, and arrives after that.
fn taken_back_under_way(dice: &Dice) -> Steps {
    let mut steps = written(dice);
    steps.push(weather(dice, &[(800, Fault::LateRequest)], 2 * SECOND, 40 * SECOND));
    steps.push(soon(Step::Member(Send, dice.next())));
    for _ in 0..=dice.below(2) {
        steps.push((dice.length(SECOND / 4, 40 * SECOND), Step::Member(TakeBack, dice.next())));
    }
    steps
}

/// The desk has a picture, and the app does not know it.
fn pictures_whose_answers_are_lost(dice: &Dice) -> Steps {
    let mut steps = written(dice);
    // The same choice is the same draft, as long as there is no other one.
    let choice = dice.next();
    for _ in 0..=dice.below(3) {
        steps.push(soon(Step::Member(Attach, choice)));
    }
    let lost = 300 + dice.below(500);
    steps.push(weather(dice, &[(lost, Fault::LostAnswer)], 20 * SECOND, 3 * MINUTE));
    steps.push(soon(Step::Member(Send, choice)));
    steps
}

/// Answers of one issue come late, and newer ones before them.
fn answers_that_are_overtaken(dice: &Dice) -> Steps {
    let late = 200 + dice.below(500);
    let mut steps = vec![weather(dice, &[(late, Fault::LateAnswer)], 20 * SECOND, 5 * MINUTE)];
    let issue = dice.next();
    for _ in 0..3 + dice.below(8) {
        let act = dice.weighted(&[(6, Ask), (3, Reply), (1, Note), (2, Close), (2, Reopen)]).unwrap_or(Ask);
        steps.push((dice.length(100 * MILLI, 5 * SECOND), Step::Agent(act, issue)));
        if dice.chance(200) {
            steps.push(soon(Step::Member(Answer, dice.next())));
        }
    }
    steps
}

/// What waits, waits by a clock that is set back.
fn a_clock_set_back_while_the_desk_wants_quiet(dice: &Dice) -> Steps {
    let mut steps = written(dice);
    steps.push(weather(dice, &[(950, Fault::Throttled)], 5 * SECOND, 30 * SECOND));
    steps.push(soon(Step::Member(Send, dice.next())));
    let back = SignedDuration::from_secs(600 << dice.below(14));
    steps.push((dice.length(SECOND, 20 * SECOND), Step::Jump(-back)));
    steps
}

/// The team writes while the app is away, and a page stands between it and the desk when it comes back.
fn a_page_in_place_of_the_lists(dice: &Dice) -> Steps {
    let page = if dice.chance(700) { Fault::Page } else { Fault::Portal };
    let (share, away) = (300 + dice.below(500), dice.length(2 * SECOND, MINUTE));
    let mut steps = vec![(SECOND, if dice.chance(500) { Step::Quit(away) } else { Step::Kill(away) })];
    steps.extend(asked(dice, away / 4));
    steps.push(weather(dice, &[(share, page)], 30 * SECOND, 5 * MINUTE));
    for _ in 0..dice.below(4) {
        steps.push((dice.length(SECOND, MINUTE), Step::Member(CheckNow, dice.next())));
    }
    steps
}

/// More questions than one notice a minute can name singly.
fn questions_within_a_minute(dice: &Dice) -> Steps {
    let mut steps = asked(dice, SECOND);
    for _ in 0..2 + dice.below(4) {
        steps.extend(asked(dice, 15 * SECOND));
    }
    steps
}

/// The app dies at some moment between "send" and the desk's answer.
fn a_death_while_sending(dice: &Dice) -> Steps {
    let mut steps = written(dice);
    let choice = dice.next();
    if dice.chance(300) {
        steps.push(soon(Step::Member(Attach, choice)));
    }
    steps.push(soon(dies(dice)));
    steps.push(soon(Step::Member(Send, choice)));
    steps
}

/// The app dies at some moment between the desk's question and the notice that is kept.
fn a_death_while_telling(dice: &Dice) -> Steps {
    let mut steps = vec![soon(dies(dice))];
    steps.extend(asked(dice, 5 * SECOND));
    steps
}

/// The member wants to hear of it later, and the app begins anew meanwhile.
fn later_and_a_restart(dice: &Dice) -> Steps {
    // Of a notice that has *Later* that is the act that is wanted.
    let later = || dice.next() & !(3 << 32) | 1 << 32;
    let mut steps = asked(dice, 5 * SECOND);
    steps.push((dice.length(5 * SECOND, 2 * MINUTE), Step::Member(Notice, later())));
    let away = dice.length(SECOND, 10 * MINUTE);
    let restart = match dice.below(3) {
        0 => Step::Quit(away),
        1 => Step::Kill(away),
        _ => Step::PowerCut(away),
    };
    steps.push((dice.length(2 * SECOND, MINUTE), restart));
    steps
}

/// The desk does not know the member any more when the words arrive.
fn a_sign_in_that_ends_while_sending(dice: &Dice) -> Steps {
    let mut steps = written(dice);
    steps.push(soon(Step::SignInEnds(dice.next())));
    steps.push(soon(Step::Member(Send, dice.next())));
    steps.push((dice.length(SECOND, HOUR), Step::Member(Send, dice.next())));
    steps
}

/// The desk's time goes back or on between what it says.
fn a_desk_whose_clock_is_set(dice: &Dice) -> Steps {
    let mut steps = asked(dice, 10 * SECOND);
    for _ in 0..=dice.below(3) {
        let by = SignedDuration::from_secs(60 << dice.below(8));
        steps.push(soon(Step::DeskJump(if dice.chance(600) { -by } else { by })));
        steps.push((dice.length(SECOND, MINUTE), Step::Member(Answer, dice.next())));
        steps.extend(asked(dice, MINUTE));
    }
    steps
}

/// The member writes something.
fn written(dice: &Dice) -> Steps {
    let act = if dice.chance(500) { WriteNew } else { WriteReply };
    vec![(dice.length(SECOND, 10 * SECOND), Step::Member(act, dice.next()))]
}

/// An agent asks.
fn asked(dice: &Dice, longest: Duration) -> Steps {
    vec![(dice.length(SECOND / 4, longest.max(SECOND)), Step::Agent(Ask, dice.next()))]
}

fn dies(dice: &Dice) -> Step {
    Step::DieSoon(1 + dice.below(1 << (1 + dice.below(6))), dice.chance(500), dice.length(SECOND, MINUTE))
}

fn weather(dice: &Dice, faults: &[(u64, Fault)], least: Duration, most: Duration) -> (Duration, Step) {
    soon(Step::Weather(Weather::from(faults), dice.length(least, most)))
}

fn soon(step: Step) -> (Duration, Step) {
    (SECOND / 4, step)
}
