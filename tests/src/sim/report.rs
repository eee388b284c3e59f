//! What a run of many schedules found, in one line of JSON.

use std::{collections::BTreeMap, time::Duration};

use serde::Serialize;

use super::Outcome;

/// What a run of many schedules found.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Report {
    /// How many schedules were run.
    pub schedules: u64,
    /// The first seed.
    pub seed: u64,
    /// How long they were in their own time.
    pub simulated_hours: u64,
    /// How often each kind of fault happened.
    pub faults: BTreeMap<&'static str, u64>,
    /// How many schedules had chats.
    pub chat_schedules: u64,
    /// Chats at the desk.
    pub chats: u64,
    /// What members and agents said in them.
    pub lines: u64,
    /// How often chats were cut, by the state that they were in.
    pub cuts: BTreeMap<&'static str, u64>,
    /// How many schedules found a property that did not hold.
    pub violations: u64,
    /// Their seeds, by property.
    pub seeds: BTreeMap<&'static str, Vec<u64>>,
    /// How long it took.
    pub seconds: f64,
    /// On how many cores.
    pub cores: usize,
    #[serde(skip)]
    simulated: Duration,
}

impl Report {
    /// Before the first schedule.
    pub fn new(seed: u64, cores: usize) -> Self {
        Self { seed, cores, ..Self::default() }
    }

    /// Counts one schedule.
    pub fn add(&mut self, outcome: &Outcome) {
        self.schedules += 1;
        self.simulated += outcome.simulated;
        self.simulated_hours = self.simulated.as_secs() / 3600;
        for (kind, times) in &outcome.faults {
            *self.faults.entry(kind).or_default() += times;
        }
        self.chat_schedules += u64::from(outcome.chats.chats > 0);
        self.chats += outcome.chats.chats;
        self.lines += outcome.chats.lines;
        for (state, times) in &outcome.chats.cuts {
            *self.cuts.entry(state).or_default() += times;
        }
        if let Some(violation) = &outcome.violation {
            self.violations += 1;
            let seeds = self.seeds.entry(violation.property).or_default();
            seeds.push(outcome.seed);
            seeds.sort_unstable();
        }
    }

    /// The line.
    pub fn line(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}
