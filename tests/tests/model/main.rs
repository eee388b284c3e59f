//! R1: the real core against a small reference model: whatever the member, the team, the network, the clock and the
//! computer do, every text is in exactly one place, nothing arrives twice, lists are the desk's, and notices are told once.
//!
//! `SVARA_MODEL_CASES` asks for more cases, `SVARA_MODEL_SEED` for others. `SVARA_MODEL_PLANT` plants mistakes, in a build with
//! the feature `planted`: each has to be found.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "tests"
)]

mod mistakes;
mod reference;
mod steps;
mod system;
mod watching;

use proptest::test_runner::{Config, FileFailurePersistence, RngSeed, TestRunner};
use proptest_state_machine::{ReferenceStateMachine, StateMachineTest};

use reference::Reference;
use system::System;

/// How many cases without a wish.
const CASES: u32 = 2_000;
/// The seed without a wish: the same cases at every run, so that no run fails that changed nothing.
const SEED: u64 = 20_261_122;
/// How many steps a case has.
const STEPS: usize = 60;

fn wish(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// The wishes, as a configuration of the histories' runner.
fn config() -> Config {
    let seed = wish("SVARA_MODEL_SEED").unwrap_or(SEED);
    let cases = wish("SVARA_MODEL_CASES").map_or(CASES, |cases| u32::try_from(cases).unwrap());
    println!("{cases} cases of {STEPS} steps, SVARA_MODEL_SEED={seed}");
    Config {
        cases,
        rng_seed: RngSeed::Fixed(seed),
        failure_persistence: Some(Box::new(FileFailurePersistence::WithSource("regressions"))),
        source_file: Some(file!()),
        test_name: Some("every_history_ends_as_the_model_says"),
        max_shrink_iters: 4_000,
        max_shrink_time: 120_000,
        verbose: u32::from(std::env::var_os("SVARA_MODEL_VERBOSE").is_some()),
        ..Config::default()
    }
}

/// Runs the histories.
fn run(config: &Config) -> Result<(), String> {
    let outcome = TestRunner::new(config.clone()).run(
        &Reference::sequential_strategy(STEPS),
        |(initial, steps, seen)| {
            System::test_sequential(config.clone(), initial, steps, seen);
            Ok(())
        },
    );
    outcome.map_err(|problem| problem.to_string())
}

#[test]
fn every_history_ends_as_the_model_says() {
    let config = config();
    if let Some(wanted) = mistakes::wanted() {
        return mistakes::are_found(&wanted, &config);
    }
    let began = tokio::time::Instant::now();
    let outcome = run(&config);
    println!("{:?}", began.elapsed());
    if let Err(problem) = outcome {
        panic!("{:?}: {problem}", config.rng_seed);
    }
}
