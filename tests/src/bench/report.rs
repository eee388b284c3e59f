//! What a part came to.

use std::{fmt::Write as _, io::Write as _};

use serde_json::{Map, Value, json};

/// Rows of measured values, some with a goal.
pub(super) struct Report {
    part: &'static str,
    rows: Vec<Row>,
}

struct Row {
    name: String,
    value: f64,
    unit: &'static str,
    goal: Option<Goal>,
}

/// What a value is to be.
#[derive(Clone, Copy)]
pub(super) enum Goal {
    AtLeast(f64),
    AtMost(f64),
}

impl Goal {
    fn is_met(self, value: f64) -> bool {
        match self {
            Self::AtLeast(goal) => value >= goal,
            Self::AtMost(goal) => value <= goal,
        }
    }

    fn text(self) -> String {
        match self {
            Self::AtLeast(goal) => format!("at least {goal}"),
            Self::AtMost(goal) => format!("at most {goal}"),
        }
    }
}

impl Report {
    pub(super) fn new(part: &'static str) -> Self {
        Self { part, rows: Vec::new() }
    }

    /// Notes a value.
    pub(super) fn note(&mut self, name: impl Into<String>, value: f64, unit: &'static str) {
        self.rows.push(Row { name: name.into(), value, unit, goal: None });
    }

    /// Notes a value that has a goal.
    pub(super) fn judge(&mut self, name: impl Into<String>, value: f64, unit: &'static str, goal: Goal) {
        self.rows.push(Row { name: name.into(), value, unit, goal: Some(goal) });
    }

    /// What was noted, then one line a goal, then one line of JSON.
    pub(super) fn print(&self) -> anyhow::Result<()> {
        let mut text = String::new();
        let mut values = Map::new();
        for Row { name, value, unit, .. } in self.rows.iter().filter(|row| row.goal.is_none()) {
            writeln!(text, "{name:<52} {value:>14.3} {unit}")?;
        }
        for Row { name, value, unit, goal } in &self.rows {
            values.insert(name.clone(), json!(value));
            let Some(goal) = goal else { continue };
            let judged = if goal.is_met(*value) { "reached" } else { "MISSED" };
            let (part, goal) = (self.part, goal.text());
            writeln!(text, "goal {part:<4} {name:<42} {value:>14.3} {unit:<5} {goal:<15} {judged}")?;
        }
        let missed: Vec<&str> = self
            .rows
            .iter()
            .filter(|row| row.goal.is_some_and(|goal| !goal.is_met(row.value)))
            .map(|row| row.name.as_str())
            .collect();
        let line = json!({
            "part": self.part,
            "build": if cfg!(debug_assertions) { "dev" } else { "release" },
            "values": Value::Object(values),
            "missed": missed,
        });
        writeln!(text, "{line}")?;
        std::io::stdout().write_all(text.as_bytes())?;
        Ok(())
    }
}

/// The value below which this share of the values lies.
pub(super) fn percentile(values: &[f64], share: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of a length is one")]
    let at = (share * (sorted.len().saturating_sub(1)) as f64).round() as usize;
    sorted.get(at).copied().unwrap_or_default()
}
