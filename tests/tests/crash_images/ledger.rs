//! What the app has promised at a moment: of everything the member wrote, where it may be.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};

/// Where something that the member wrote is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// A draft of this text and so many pictures.
    Draft(String, usize),
    /// In the outbox or at the desk.
    Sent(String, usize),
    /// Nowhere: the member threw it away, or it was never saved.
    Nowhere,
}

/// The member's side of the story so far.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ledger {
    /// Of each thing every place where it may be: one, except while the app has not answered.
    things: BTreeMap<String, Vec<Place>>,
    /// Issues that the member looked at: their rounds count as told.
    pub(crate) looked: BTreeSet<String>,
    /// The tags of the notices that were put off with *Later*.
    pub(crate) later: BTreeSet<String>,
}

/// Where things are found.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) drafts: Vec<(String, usize)>,
    pub(crate) outbox: Vec<(String, usize)>,
    pub(crate) desk: Vec<(String, usize)>,
}

impl Ledger {
    /// The app was asked for it and has not answered.
    pub(crate) fn may(&mut self, thing: &str, place: Place) {
        self.things.entry(thing.to_owned()).or_insert_with(|| vec![Place::Nowhere]).push(place);
    }

    /// The app said so.
    pub(crate) fn is(&mut self, thing: &str, place: Place) {
        self.things.insert(thing.to_owned(), vec![place]);
    }

    /// How much of it stands: draft, sent, gone.
    pub(crate) fn promises(&self) -> usize {
        self.things.values().filter(|places| !places.contains(&Place::Nowhere)).count()
    }

    /// Everything that was promised and is not so.
    pub(crate) fn broken(&self, found: &Found) -> String {
        let mut broken = String::new();
        for (thing, places) in &self.things {
            let of = |all: &[(String, usize)]| -> Vec<(String, usize)> {
                all.iter().filter(|(text, _)| text.starts_with(&format!("{thing} "))).cloned().collect()
            };
            let (drafts, outbox, desk) = (of(&found.drafts), of(&found.outbox), of(&found.desk));
            let is = |place: &Place| match place {
                Place::Draft(text, pictures) => {
                    drafts == [(text.clone(), *pictures)] && outbox.is_empty() && desk.is_empty()
                }
                Place::Sent(text, pictures) => {
                    let it = [(text.clone(), *pictures)];
                    let arrives =
                        outbox == it && (desk.is_empty() || desk == it) || outbox.is_empty() && desk == it;
                    drafts.is_empty() && arrives
                }
                Place::Nowhere => drafts.is_empty() && outbox.is_empty() && desk.is_empty(),
            };
            if !places.iter().any(is) {
                let short = |all: &[(String, usize)]| {
                    all.iter().map(|(t, n)| format!("{}… {n}p", &t[..t.len().min(12)])).collect::<Vec<_>>()
                };
                let _ = writeln!(
                    broken,
                    "{thing}: may be {:.200}; found as drafts {:?}, outbox {:?}, at the desk {:?}",
                    format!("{places:?}"),
                    short(&drafts),
                    short(&outbox),
                    short(&desk)
                );
            }
        }
        broken
    }

    /// The texts that must have arrived when nothing is on its way any more, and those that may have.
    pub(crate) fn arrivals(&self) -> (Vec<&str>, Vec<&str>) {
        let (mut must, mut may) = (Vec::new(), Vec::new());
        for places in self.things.values() {
            let sent = places.iter().filter_map(|place| match place {
                Place::Sent(text, _) => Some(text.as_str()),
                Place::Draft(..) | Place::Nowhere => None,
            });
            if places.len() == 1 { must.extend(sent) } else { may.extend(sent) }
        }
        (must, may)
    }
}
