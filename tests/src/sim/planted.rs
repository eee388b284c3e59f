//! The planted mistakes: each must be found. Only a build with the feature `planted` can make any.

use std::{fmt::Write as _, path::Path, time::Duration};

use anyhow::Result;
use svara_core::planted::Bug;

use super::{Outcome, Templates, known::KNOWN};

/// How a mistake was looked for.
#[derive(Clone, Debug)]
pub struct Hunt {
    /// Which.
    pub bug: Bug,
    /// The schedule that found it first.
    pub found: Option<Outcome>,
    /// How many schedules were run.
    pub tried: u64,
    /// How many of them found it.
    pub times: u64,
    /// How long it took.
    pub took: Duration,
}

/// The seed that is known to find a mistake.
pub fn known(bug: Bug) -> Option<u64> {
    KNOWN.iter().find(|(name, ..)| *name == bug.name()).map(|(_, seed, _)| *seed)
}

/// Runs the schedules of these seeds with a mistake; until it is found, or all of them.
pub fn hunt(
    bug: Bug,
    seeds: impl IntoIterator<Item = u64>,
    all: bool,
    templates: &Templates,
    files: &Path,
) -> Result<Hunt> {
    let begin = tokio::time::Instant::now();
    let mut hunt = Hunt { bug, found: None, tried: 0, times: 0, took: Duration::ZERO };
    for seed in seeds {
        plant(Some(bug));
        let outcome = super::run(seed, templates, files, 60);
        plant(None);
        let outcome = outcome?;
        hunt.tried += 1;
        if outcome.violation.is_some() {
            hunt.times += 1;
            hunt.found.get_or_insert(outcome);
            if !all {
                break;
            }
        }
    }
    hunt.took = begin.elapsed();
    Ok(hunt)
}

/// The mistake that the schedules of this thread are run with from here on.
#[cfg(feature = "planted")]
pub fn plant(bug: Option<Bug>) {
    svara_core::planted::plant(bug);
}

/// Without the feature there is none.
#[cfg(not(feature = "planted"))]
pub fn plant(_: Option<Bug>) {}

/// Whether mistakes can be planted in this build.
pub const fn can() -> bool {
    cfg!(feature = "planted")
}

/// The table, readable.
pub fn table(hunts: &[Hunt]) -> String {
    let mut text = format!(
        "{:32} {:14} {:>8} {:>7} {:>7} {:>8}\n",
        "mistake", "found by", "seed", "tried", "found", "seconds"
    );
    for hunt in hunts {
        let violation = hunt.found.as_ref().and_then(|found| found.violation.as_ref());
        let property = violation.map_or("-", |violation| violation.property);
        let seed = hunt.found.as_ref().map_or_else(|| "-".to_owned(), |found| found.seed.to_string());
        let seconds = hunt.took.as_secs_f64();
        let name = hunt.bug.name();
        // Writing to a string does not fail.
        let _ = writeln!(
            text,
            "{name:32} {property:14} {seed:>8} {:>7} {:>7} {seconds:>8.1}",
            hunt.tried, hunt.times
        );
    }
    text
}

/// The text of `known.rs` after a hunt.
pub fn update(source: &str, hunts: &[Hunt]) -> String {
    let Some((before, rest)) = source.split_once("pub(super) const KNOWN: &[(&str, u64, &str)] = &[") else {
        return source.to_owned();
    };
    let after = rest.split_once("];").map(|(_, after)| after).unwrap_or_default();
    let mut rows = String::new();
    for hunt in hunts {
        let Some(found) = &hunt.found else { continue };
        let property = found.violation.as_ref().map_or("", |violation| violation.property);
        let _ = writeln!(rows, "    ({:?}, {}, {property:?}),", hunt.bug.name(), found.seed);
    }
    format!("{before}pub(super) const KNOWN: &[(&str, u64, &str)] = &[\n{rows}];{after}")
}
