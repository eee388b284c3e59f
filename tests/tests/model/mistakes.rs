//! Planted mistakes: a model that lets one pass that it is there to find proves nothing.

use std::panic::{AssertUnwindSafe, catch_unwind};

use proptest::{
    strategy::{Strategy, ValueTree},
    test_runner::{Config, TestRunner},
};
use proptest_state_machine::{ReferenceStateMachine, StateMachineTest};
use svara_core::planted::Bug;
use svara_tests::sim::planted;

use super::{STEPS, reference::Reference, system::System};

/// The mistakes that the model is there to find; `SVARA_MODEL_PLANT=all` asks for them.
const OURS: &[Bug] = &[
    Bug::CursorBeforeRows,
    Bug::DraftDeletedFirst,
    Bug::KeyMadeAnew,
    Bug::LaterLost,
    Bug::LaterTwice,
    Bug::MarksLostWithCache,
    Bug::NoToldMark,
    Bug::NoticeStays,
    Bug::OrderBroken,
    Bug::ReplyLostOnSignOut,
    Bug::StuckHoldsAll,
    Bug::TellsLookedAt,
    Bug::ToldBeforeShow,
    Bug::UpToDateEarly,
];

/// The mistakes that are asked for, by their names with commas between them: as in the code (`NoticeStays`), or in words.
pub(super) fn wanted() -> Option<Vec<Bug>> {
    let names = std::env::var("SVARA_MODEL_PLANT").ok().filter(|names| !names.is_empty())?;
    assert!(planted::can(), "SVARA_MODEL_PLANT needs a build with --features svara-tests/planted");
    if names == "all" {
        return Some(OURS.to_vec());
    }
    let named = |name: &str| {
        let mut all = Bug::ALL.iter();
        let bug = all.find(|bug| bug.name() == name || format!("{bug:?}") == name);
        *bug.unwrap_or_else(|| panic!("no such mistake: {name}"))
    };
    Some(names.split(',').map(named).collect())
}

/// Holds that each mistake is found.
pub(super) fn are_found(bugs: &[Bug], config: &Config) {
    let missed: Vec<&Bug> = bugs.iter().filter(|bug| !is_found(**bug, config)).collect();
    assert!(missed.is_empty(), "not found: {missed:?}");
}

/// Runs histories until one fails; that it fails is enough, so nothing is made smaller.
fn is_found(bug: Bug, config: &Config) -> bool {
    let mut runner = TestRunner::new(config.clone());
    let histories = Reference::sequential_strategy(STEPS);
    for case in 1..=config.cases {
        let (initial, steps, _) = histories.new_tree(&mut runner).unwrap().current();
        planted::plant(Some(bug));
        let ended =
            catch_unwind(AssertUnwindSafe(|| System::test_sequential(config.clone(), initial, steps, None)));
        planted::plant(None);
        if ended.is_err() {
            println!("{bug:?} is found by case {case}");
            return true;
        }
    }
    println!("{bug:?} is not found by {} cases", config.cases);
    false
}
