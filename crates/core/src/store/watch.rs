//! What a store notices by itself: that its disk takes nothing any more, or again; that its file was made anew.

use std::sync::{
    Arc, Mutex, OnceLock,
    atomic::{AtomicU64, Ordering},
};

use tokio::sync::Notify;

use super::problem::StoreProblem;
use crate::house::lock;
use crate::planted::{self, Bug};

/// Whether the disk takes what the app writes. Reading goes on in any of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum DiskState {
    /// It does.
    #[default]
    Fine,
    /// There is no room.
    Full,
    /// Nothing may be written.
    ReadOnly,
    /// It answers with faults.
    Failing,
}

/// Something that a store noticed by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Noticed {
    /// The disk's state is another one.
    Disk(DiskState),
    /// The file was damaged and made anew while the app runs.
    Renewed,
}

type Ear = Box<dyn Fn(Noticed) + Send + Sync>;

/// One store's eyes. Clones are the same.
#[derive(Clone, Default)]
pub(crate) struct Watch(Arc<Inner>);

#[derive(Default)]
struct Inner {
    disk: Mutex<DiskState>,
    ear: OnceLock<Ear>,
    roused: Notify,
    generation: AtomicU64,
}

impl Watch {
    /// Has `ear` hear at once, before the statement that brought it up is answered. It must not wait for the store.
    pub(crate) fn listen(&self, ear: impl Fn(Noticed) + Send + Sync + 'static) {
        // Whoever listens first, listens.
        let _ = self.0.ear.set(Box::new(ear));
    }

    pub(crate) fn disk(&self) -> DiskState {
        *lock(&self.0.disk)
    }

    /// Ends when the disk takes nothing any more or the file was made anew; may end without that, too.
    pub(crate) async fn roused(&self) {
        if self.disk() == DiskState::Fine {
            self.0.roused.notified().await;
        }
    }

    /// How often the file was made anew. It does not change while a statement runs.
    pub(crate) fn generation(&self) -> u64 {
        self.0.generation.load(Ordering::SeqCst)
    }

    pub(super) fn renewed(&self) {
        self.0.generation.fetch_add(1, Ordering::SeqCst);
        self.0.roused.notify_one();
        self.tell(Noticed::Renewed);
    }

    /// Takes in how a read ended. One that went well says nothing: much is read from memory.
    pub(super) fn read<T>(&self, outcome: &Result<T, StoreProblem>) {
        if matches!(outcome, Err(StoreProblem::Failing(_))) {
            self.is(DiskState::Failing);
        }
    }

    /// Takes in how a write ended.
    pub(super) fn wrote<T>(&self, outcome: &Result<T, StoreProblem>) {
        match outcome {
            Ok(_) if planted::is(Bug::FullForEver) => {}
            Ok(_) => self.is(DiskState::Fine),
            Err(StoreProblem::Full(_)) => self.is(DiskState::Full),
            Err(StoreProblem::ReadOnly(_)) => self.is(DiskState::ReadOnly),
            Err(StoreProblem::Failing(_)) => self.is(DiskState::Failing),
            Err(_) => {}
        }
    }

    fn is(&self, now: DiskState) {
        let before = std::mem::replace(&mut *lock(&self.0.disk), now);
        if before != now {
            tracing::warn!(?before, ?now, "the disk's state");
            if now != DiskState::Fine {
                self.0.roused.notify_one();
            }
            self.tell(Noticed::Disk(now));
        }
    }

    fn tell(&self, noticed: Noticed) {
        if let Some(ear) = self.0.ear.get() {
            ear(noticed);
        }
    }
}
