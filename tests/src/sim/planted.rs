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
    /// What the seed found that is known to find it, if there is one.
    pub known: Option<Outcome>,
    /// The first other schedule that found it.
    pub fresh: Option<Outcome>,
    /// How many other schedules were run, until it was found or there were no more.
    pub tried: u64,
    /// How long it took.
    pub took: Duration,
}

impl Hunt {
    /// The schedule that found it.
    pub fn found(&self) -> Option<&Outcome> {
        self.known.as_ref().filter(|known| known.violation.is_some()).or(self.fresh.as_ref())
    }
}

/// The seed that is known to find a mistake.
pub fn known(bug: Bug) -> Option<u64> {
    KNOWN.iter().find(|(name, ..)| *name == bug.name()).map(|(_, seed, _)| *seed)
}

/// Runs the schedule that is known to find a mistake, and others until one finds it.
pub fn hunt(
    bug: Bug,
    known: Option<u64>,
    seeds: impl IntoIterator<Item = u64>,
    templates: &Templates,
    files: &Path,
) -> Result<Hunt> {
    let begin = tokio::time::Instant::now();
    let run = |seed| {
        plant(Some(bug));
        let outcome = super::run(seed, templates, files, 60);
        plant(None);
        outcome
    };
    let known = known.map(run).transpose()?;
    let mut hunt = Hunt { bug, known, fresh: None, tried: 0, took: Duration::ZERO };
    for seed in seeds {
        hunt.tried += 1;
        hunt.fresh = Some(run(seed)?).filter(|outcome| outcome.violation.is_some());
        if hunt.fresh.is_some() {
            break;
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
        "{:32} {:14} {:>8} {:14} {:>8} {:>6} {:>8}\n",
        "mistake", "breaks", "known", "breaks", "fresh", "tried", "seconds"
    );
    let dash = || "-".to_owned();
    let broken = |outcome: &Option<Outcome>| {
        outcome.as_ref().and_then(|outcome| outcome.violation.as_ref()).map_or("-", |broken| broken.property)
    };
    let seed = |outcome: &Option<Outcome>| outcome.as_ref().map_or_else(dash, |run| run.seed.to_string());
    for hunt in hunts {
        let (known, fresh) = (&hunt.known, &hunt.fresh);
        // Writing to a string does not fail.
        let _ = writeln!(
            text,
            "{:32} {:14} {:>8} {:14} {:>8} {:>6} {:>8.1}",
            hunt.bug.name(),
            broken(known),
            seed(known),
            broken(fresh),
            seed(fresh),
            hunt.tried,
            hunt.took.as_secs_f64()
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
        let Some(found) = hunt.found() else { continue };
        let property = found.violation.as_ref().map_or("", |violation| violation.property);
        let _ = writeln!(rows, "    ({:?}, {}, {property:?}),", hunt.bug.name(), found.seed);
    }
    format!("{before}pub(super) const KNOWN: &[(&str, u64, &str)] = &[\n{rows}];{after}")
}
