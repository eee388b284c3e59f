//! The simulator itself: the same seed does the same, what it once found stays found, and nobody else has its mistakes.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use cargo_metadata::MetadataCommand;
use svara_tests::sim::{self, Templates};

#[test]
fn twenty_seeds_run_twice_do_the_same_bit_for_bit() {
    let folder = sim::folder().unwrap();
    let templates = Templates::make(folder.path()).unwrap();
    for seed in 101..121 {
        let once = sim::run(seed, &templates, folder.path(), usize::MAX).unwrap();
        let twice = sim::run(seed, &templates, folder.path(), usize::MAX).unwrap();
        assert_eq!(once.trace, twice.trace, "seed {seed}");
        assert_eq!(once.hash, twice.hash, "seed {seed}");
    }
}

#[test]
fn what_was_found_once_is_not_there_again() {
    let folder = sim::folder().unwrap();
    let templates = Templates::make(folder.path()).unwrap();
    for seed in sim::REGRESSIONS {
        let outcome = sim::run(*seed, &templates, folder.path(), 60).unwrap();
        assert!(outcome.violation.is_none(), "seed {seed}: {:?}\n{}", outcome.violation, outcome.trace);
    }
}

#[test]
fn only_the_simulators_own_build_has_mistakes_planted() {
    let metadata = MetadataCommand::new().no_deps().exec().unwrap();
    let mut having = Vec::new();
    for package in &metadata.packages {
        if package.features.contains_key("planted") {
            having.push(package.name.to_string());
        }
        for (feature, turns_on) in &package.features {
            let plants = turns_on.iter().any(|on| on.ends_with("planted"));
            let may = feature == "planted" && package.name.as_str() == "svara-tests";
            assert!(!plants || may, "{}: the feature {feature} plants mistakes", package.name);
        }
        for dependency in &package.dependencies {
            let asks = dependency.features.iter().any(|feature| feature == "planted");
            assert!(!asks, "{} asks {} for mistakes", package.name, dependency.name);
        }
    }
    having.sort();
    assert_eq!(having, ["svara-core", "svara-tests"]);
}
