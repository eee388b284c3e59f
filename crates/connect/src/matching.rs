//! Finding again what was sent to a desk that knows no keys: an operation is looked for among the member's own newest
//! items, by its text and the desk's times. A pure decision; where it cannot be certain it says so, and never guesses.

mod search;
#[cfg(test)]
mod tests;
mod text;

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use svara_model::{Applied, Departure, Finding};

pub use search::search;
pub use text::normal;

/// Desks write times down in whole seconds, and some set their clocks back a little.
const SLACK: SignedDuration = SignedDuration::from_secs(60);
/// How wrong this computer's clock may be where no time of the desk's is known.
const CLOCKS_APART: SignedDuration = SignedDuration::from_hours(48);
/// A request whose answer was given up may still be on its way. A listing younger than this says nothing of it.
pub const SETTLED: Duration = Duration::from_secs(60);

/// What is looked for.
#[derive(Clone, Copy, Debug)]
pub struct Sought<'a> {
    /// A new issue's title; none: a reply is looked for.
    pub title: Option<&'a str>,
    /// The text.
    pub text: &'a str,
    /// What was known before it left.
    pub left: Option<&'a Departure>,
}

/// One item of the member's own at the desk.
#[derive(Clone, Copy, Debug)]
pub struct Own<'a> {
    /// What it is there.
    pub made: &'a Applied,
    /// When it was written, by the desk's clock.
    pub at: Timestamp,
    /// A new issue's title.
    pub title: Option<&'a str>,
    /// The text.
    pub text: &'a str,
}

/// How far back a listing of own items goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Everything that can have come since the operation left is in it.
    Whole,
    /// Everything is in it that is not older, by the desk's clock.
    Back(Timestamp),
    /// Something may be missing.
    Part,
}

/// Whether what is sought is among the member's own items. `taken` is what other operations have made.
pub fn judge(sought: Sought<'_>, own: &[Own<'_>], reach: Reach, taken: &[Applied]) -> Finding {
    let earliest = earliest(sought.left);
    let mut alike = own.iter().filter(|item| {
        earliest.is_none_or(|earliest| item.at >= earliest)
            && is_alike(sought, item)
            && !taken.iter().any(|taken| is_same(taken, item.made))
    });
    match (alike.next(), alike.next()) {
        (None, _) if covers(reach, earliest) => Finding::NotDone,
        (Some(item), None) if earliest.is_some() || is_near(sought.left, item.at) => {
            Finding::Done(item.made.clone())
        }
        _ => Finding::Unclear,
    }
}

/// Before this, by the desk's clock, it had certainly not arrived.
fn earliest(left: Option<&Departure>) -> Option<Timestamp> {
    left?.desk?.checked_sub(SLACK).ok()
}

/// Without a time of the desk's, our own clock has to do; it may be wrong, and then nothing is certain.
fn is_near(left: Option<&Departure>, at: Timestamp) -> bool {
    left.is_some_and(|left| at.duration_since(left.at).abs() <= CLOCKS_APART)
}

fn covers(reach: Reach, earliest: Option<Timestamp>) -> bool {
    match reach {
        Reach::Whole => true,
        Reach::Back(to) => earliest.is_some_and(|earliest| to <= earliest),
        Reach::Part => false,
    }
}

fn is_alike(sought: Sought<'_>, item: &Own<'_>) -> bool {
    let title = match (sought.title, item.title) {
        (Some(sought), Some(title)) => normal(sought) == normal(title),
        (None, _) => true,
        (Some(_), None) => false,
    };
    title && normal(sought.text) == normal(item.text)
}

/// Where the desk named no entry, the issue itself is what was made.
fn is_same(taken: &Applied, made: &Applied) -> bool {
    match (taken, made) {
        (Applied::Issue { entry: Some(taken), .. }, Applied::Issue { entry: Some(made), .. }) => {
            taken == made
        }
        _ => taken == made,
    }
}
