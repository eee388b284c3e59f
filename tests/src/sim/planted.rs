//! The planted mistakes: each must be found, by the rule that it breaks. Only a build with the feature `planted` can make any.

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
        self.known.as_ref().filter(|known| finds(self.bug, known)).or(self.fresh.as_ref())
    }
}

/// Whether a schedule found a mistake by the rule that it breaks.
pub fn finds(bug: Bug, outcome: &Outcome) -> bool {
    let rule = KNOWN.iter().find(|(name, ..)| *name == bug.name()).map(|(_, _, rule)| *rule);
    outcome.violation.as_ref().is_some_and(|violation| rule.is_none_or(|rule| violation.property == rule))
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
        hunt.fresh = Some(run(seed)?).filter(|outcome| finds(bug, outcome));
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
        let name = hunt.bug.name();
        let before = KNOWN.iter().find(|(known, ..)| *known == name).map(|(_, seed, rule)| (*seed, *rule));
        // The rule stays what it was, and so does a seed where none is better.
        let found = hunt.found().and_then(|found| Some((found.seed, found.violation.as_ref()?.property)));
        let Some((seed, rule)) = found.or(before) else { continue };
        let _ = writeln!(rows, "    ({name:?}, {seed}, {rule:?}),");
    }
    format!("{before}pub(super) const KNOWN: &[(&str, u64, &str)] = &[\n{rows}];{after}")
}
