//! Everything that happens in a schedule, in order, with the time: what a failing seed is read by, and what two runs of one
//! seed are compared by.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    hash::Hasher,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use super::clock::Time;

/// What happened so far. Clones write into the same trace.
#[derive(Clone)]
pub(super) struct Trace {
    time: Time,
    inner: Arc<Mutex<Inner>>,
}

#[derive(Default)]
struct Inner {
    lines: Vec<(Duration, String)>,
    faults: BTreeMap<&'static str, u64>,
    broken: Option<Violation>,
}

/// A property that did not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// Which: an id of the specification, or a few words.
    pub property: &'static str,
    /// What was seen.
    pub detail: String,
    /// When, since the schedule's beginning.
    pub at: Duration,
}

impl Trace {
    /// Nothing has happened yet.
    pub(super) fn new(time: Time) -> Self {
        Self { time, inner: Arc::default() }
    }

    /// Something happens.
    pub(super) fn say(&self, line: impl Into<String>) {
        let at = self.time.passed();
        self.lock().lines.push((at, line.into()));
    }

    /// A fault happens; it is counted by its kind.
    pub(super) fn fault(&self, kind: &'static str, line: impl AsRef<str>) {
        *self.lock().faults.entry(kind).or_default() += 1;
        self.say(format!("   fault: {kind} {}", line.as_ref()));
    }

    /// A property does not hold. The first one counts.
    pub(super) fn broken(&self, property: &'static str, detail: impl Into<String>) {
        let violation = Violation { property, detail: detail.into(), at: self.time.passed() };
        self.say(format!("VIOLATION of {property}: {}", violation.detail));
        self.lock().broken.get_or_insert(violation);
    }

    /// The first property that did not hold.
    pub(super) fn violation(&self) -> Option<Violation> {
        self.lock().broken.clone()
    }

    /// How often each kind of fault happened.
    pub(super) fn faults(&self) -> BTreeMap<&'static str, u64> {
        self.lock().faults.clone()
    }

    /// The same for two runs in which the same happened.
    pub(super) fn hash(&self) -> u64 {
        let mut hasher = std::hash::DefaultHasher::new();
        for (at, line) in &self.lock().lines {
            hasher.write_u128(at.as_nanos());
            hasher.write(line.as_bytes());
        }
        hasher.finish()
    }

    /// The last lines, readable.
    pub(super) fn tail(&self, most: usize) -> String {
        let inner = self.lock();
        let mut text = String::new();
        for (at, line) in inner.lines.iter().skip(inner.lines.len().saturating_sub(most)) {
            let (seconds, millis) = (at.as_secs(), at.subsec_millis());
            let (hours, minutes) = (seconds / 3600, seconds / 60 % 60);
            // Writing to a string does not fail.
            let _ = writeln!(text, "{hours:3}:{minutes:02}:{:02}.{millis:03}  {line}", seconds % 60);
        }
        text
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
