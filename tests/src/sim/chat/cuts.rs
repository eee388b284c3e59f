//! The eight states in which something can cut a chat: each needs another mending, so that a run has to show that it
//! reached each.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use http::Method;

use crate::sim::{desk_side::Asked, world::World};

/// Where a member's chat is, as the app's files have it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::sim) enum Stage {
    /// The question is being typed.
    Typed,
    /// The start is under way.
    Starting,
    /// In the queue.
    Waiting,
    /// Nobody came: the question stands under the drafts.
    Unanswered,
    /// Somebody is there.
    Talking,
    /// A line is under way.
    LineUnderWay,
    /// The end is under way.
    Ending,
    /// Over at the desk, and lines still wait to be said.
    LinesLeft,
}

impl Stage {
    /// Each of them.
    pub(in crate::sim) const ALL: [Self; 8] = [
        Self::Typed,
        Self::Starting,
        Self::Waiting,
        Self::Unanswered,
        Self::Talking,
        Self::LineUnderWay,
        Self::Ending,
        Self::LinesLeft,
    ];

    /// Its name in the report.
    pub(in crate::sim) fn name(self) -> &'static str {
        match self {
            Self::Typed => "question typed",
            Self::Starting => "start under way",
            Self::Waiting => "in the queue",
            Self::Unanswered => "nobody came",
            Self::Talking => "talking",
            Self::LineUnderWay => "line under way",
            Self::Ending => "ending",
            Self::LinesLeft => "over, lines left",
        }
    }

    /// What a request that goes wrong cuts.
    fn of(asked: &Asked) -> Option<Self> {
        let path = asked.path.split('?').next().unwrap_or_default();
        let rest = path.strip_prefix("/api/chats").filter(|_| asked.method == Method::POST)?;
        match rest.rsplit('/').next() {
            Some("") => Some(Self::Starting),
            Some("messages") => Some(Self::LineUnderWay),
            Some("end") => Some(Self::Ending),
            _ => None,
        }
    }
}

/// How often chats were cut in each state. Clones count together.
#[derive(Clone, Default)]
pub(in crate::sim) struct Cuts(Arc<Mutex<BTreeMap<Stage, u64>>>);

impl Cuts {
    /// One more.
    pub(in crate::sim) fn add(&self, stage: Stage) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner).entry(stage).or_default() += 1;
    }

    /// A request goes wrong.
    pub(in crate::sim) fn request(&self, asked: &Asked) {
        if let Some(stage) = Stage::of(asked) {
            self.add(stage);
        }
    }

    /// By name, those too that never were.
    pub(in crate::sim) fn by_name(&self) -> BTreeMap<&'static str, u64> {
        let cuts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Stage::ALL.iter().map(|stage| (stage.name(), cuts.get(stage).copied().unwrap_or_default())).collect()
    }
}

impl World {
    /// Something cuts whatever is going on: counts in which states chats are. The app's files hold still.
    pub(in crate::sim) fn cut(&self) {
        if !self.chat.plays {
            return;
        }
        let chats = self.desk_chats();
        for (account, _) in &self.members {
            let over = |chat: &str| chats.iter().any(|there| there.id == chat && there.is_over());
            let files = self.desktop.chat_files(account.as_str());
            if let Some(stage) = files.stage(over) {
                self.trace.say(format!("   cut: {}", stage.name()));
                self.chat.cuts.add(stage);
            }
        }
    }
}
