//! What every part of the core stands on: stores, ports and who is signed in.

use std::{
    collections::BTreeMap,
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use jiff::{SignedDuration, Timestamp};
use svara_model::{
    AccountId, ChatId, Clock, Desktop, Detector, Kinds, Notifier, OperationKey, Picker, Power, Random,
    RemoteId, Vault,
};

use crate::{
    accounts::Live,
    changes::{Changes, GoTo},
    checkup::Heard,
    follow_up::{Loudness, Minute, Showing},
    in_hand::Hand,
    pictures::Pictures,
    store::{Cache, Keep, StoreMode},
    sync::{LastBeat, Nearness},
    tasks::Tasks,
    texts::Texts,
    trouble::Trouble,
};

/// So long after the member looked away they are not reminded of what they saw.
const GRACE: SignedDuration = SignedDuration::from_secs(10);

/// What the member looks at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// An issue.
    Issue(AccountId, RemoteId),
    /// A chat: as its desk calls it, or the operation that starts it.
    Chat(AccountId, ChatId),
}

impl From<(AccountId, RemoteId)> for Place {
    fn from((account, issue): (AccountId, RemoteId)) -> Self {
        Self::Issue(account, issue)
    }
}

/// Stores, ports and who is signed in. Shared by every part of the core; locks in it are never held across an await.
pub(crate) struct House {
    pub(crate) folder: PathBuf,
    pub(crate) scope: Scope,
    pub(crate) cache: Cache,
    pub(crate) keep: Keep,
    pub(crate) kinds: Arc<dyn Kinds>,
    pub(crate) vault: Arc<dyn Vault>,
    pub(crate) notifier: Arc<dyn Notifier>,
    pub(crate) picker: Arc<dyn Picker>,
    pub(crate) power: Arc<dyn Power>,
    pub(crate) desktop: Arc<dyn Desktop>,
    pub(crate) detector: Arc<dyn Detector>,
    pub(crate) nearness: Nearness,
    pub(crate) last_beat: LastBeat,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) random: Arc<dyn Random>,
    pub(crate) pictures: Pictures,
    pub(crate) changes: Changes,
    pub(crate) tasks: Tasks,
    /// The system's locale, BCP 47.
    pub(crate) locale: Option<String>,
    /// The notices being shown.
    pub(crate) showing: Showing,
    /// When to be loud.
    pub(crate) loudness: Loudness,
    /// The minute after a notice.
    pub(crate) minute: Minute,
    /// What the member does with notices, for a trial.
    pub(crate) heard: Heard,
    /// What windows could not save.
    pub(crate) hand: Hand,
    /// Wakes who takes away the notices of accounts that have left.
    pub(crate) strays: tokio::sync::Notify,
    texts: Mutex<Arc<Texts>>,
    live: Mutex<BTreeMap<AccountId, Arc<Live>>>,
    looking: Mutex<Option<Place>>,
    /// Where they looked before, and when they looked away.
    left: Mutex<Option<(Place, Timestamp)>>,
    go: Mutex<Option<GoTo>>,
}

/// What the app was opened for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scope {
    /// All that it does.
    Everything,
    /// To find out how everything is.
    Looking,
}

/// The parts a house is built of.
pub(crate) struct Stones {
    pub(crate) folder: PathBuf,
    pub(crate) scope: Scope,
    pub(crate) cache: Cache,
    pub(crate) keep: Keep,
    pub(crate) texts: Texts,
    pub(crate) loudness: Loudness,
    pub(crate) minute: Minute,
}

impl House {
    pub(crate) fn new(stones: Stones, parts: crate::Parts) -> Self {
        Self {
            folder: stones.folder,
            scope: stones.scope,
            cache: stones.cache,
            keep: stones.keep,
            kinds: parts.kinds,
            vault: parts.vault,
            notifier: parts.notifier,
            picker: parts.picker,
            power: parts.power,
            desktop: parts.desktop,
            detector: parts.detector,
            nearness: Nearness::new(),
            last_beat: LastBeat::new(parts.clock.now()),
            tasks: Tasks::new(parts.clock.clone()),
            clock: parts.clock,
            random: parts.random,
            pictures: match parts.store.mode {
                StoreMode::Inline => Pictures::inline(),
                StoreMode::Thread => Pictures::default(),
            },
            changes: Changes::new(),
            locale: parts.locale,
            showing: Showing::default(),
            loudness: stones.loudness,
            minute: stones.minute,
            heard: Heard::default(),
            hand: Hand::default(),
            strays: tokio::sync::Notify::new(),
            texts: Mutex::new(Arc::new(stones.texts)),
            live: Mutex::default(),
            looking: Mutex::default(),
            left: Mutex::default(),
            go: Mutex::default(),
        }
    }

    /// The texts of the member's language.
    pub(crate) fn texts(&self) -> Arc<Texts> {
        lock(&self.texts).clone()
    }

    pub(crate) fn set_texts(&self, texts: Texts) {
        *lock(&self.texts) = Arc::new(texts);
    }

    /// A signed-in account (its sign-in may have ended at the desk).
    pub(crate) fn live(&self, id: &AccountId) -> Result<Arc<Live>, Trouble> {
        lock(&self.live).get(id).cloned().ok_or(Trouble::Gone)
    }

    pub(crate) fn all_live(&self) -> Vec<Arc<Live>> {
        lock(&self.live).values().cloned().collect()
    }

    pub(crate) fn add_live(&self, live: Arc<Live>) -> Option<Arc<Live>> {
        lock(&self.live).insert(live.account.id.clone(), live)
    }

    pub(crate) fn remove_live(&self, id: &AccountId) -> Option<Arc<Live>> {
        lock(&self.live).remove(id)
    }

    /// What the member looks at, while a window is in front.
    pub(crate) fn looking(&self) -> Option<Place> {
        lock(&self.looking).clone()
    }

    pub(crate) fn is_looking(&self, account: &AccountId, issue: &RemoteId) -> bool {
        matches!(&*lock(&self.looking), Some(Place::Issue(a, i)) if a == account && i == issue)
    }

    pub(crate) fn is_looking_at_chat(&self, account: &AccountId, chat: &ChatId) -> bool {
        matches!(&*lock(&self.looking), Some(Place::Chat(a, c)) if a == account && c == chat)
    }

    pub(crate) fn set_looking(&self, at: Option<Place>) {
        let mut looking = lock(&self.looking);
        if let Some(before) = looking.take().filter(|before| at.as_ref() != Some(before)) {
            *lock(&self.left) = Some((before, self.clock.now()));
        }
        *looking = at;
    }

    /// The issue of this account that the member looked at until a moment ago, and until when that is a moment ago.
    pub(crate) fn left(&self, account: &AccountId) -> Option<(RemoteId, Timestamp)> {
        let left = lock(&self.left).clone();
        let (Some((Place::Issue(its, issue), at)), now) = (left, self.clock.now()) else { return None };
        let since = now.duration_since(at);
        let is_left = its == *account && !since.is_negative() && since < GRACE;
        is_left.then(|| (issue, at.checked_add(GRACE).unwrap_or(now)))
    }

    /// Remembers where the window is wanted, and says so.
    pub(crate) fn go(&self, to: GoTo) {
        *lock(&self.go) = Some(to.clone());
        self.changes.go(to);
    }

    /// Where the window is wanted, once.
    pub(crate) fn take_go(&self) -> Option<GoTo> {
        lock(&self.go).take()
    }

    /// A new name of ours: 128 random bits in hexadecimal.
    pub(crate) fn new_id(&self) -> String {
        let mut bytes = [0; 16];
        self.random.fill(&mut bytes);
        hex::encode(bytes)
    }

    /// A new operation's or upload's key.
    pub(crate) fn new_key(&self) -> OperationKey {
        OperationKey::new(self.new_id())
    }

    /// A random number of at least 0 and below 1.
    pub(crate) fn chance(&self) -> f64 {
        let mut bytes = [0; 4];
        self.random.fill(&mut bytes);
        f64::from(u32::from_le_bytes(bytes)) / (f64::from(u32::MAX) + 1.0)
    }
}

/// A lock whose holder panicked still guards plain data that is whole: every holder replaces it in one step.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
