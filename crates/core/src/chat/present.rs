//! What is known of a desk's chat in this run of the app: nothing of it is kept.

use std::{collections::BTreeMap, sync::Mutex, time::Duration};

use svara_model::{ChatDesk, ChatId};
use tokio::sync::Notify;

use crate::{
    house::{House, lock},
    trouble::Trouble,
};

/// How long somebody counts as typing after it was last said.
const FADES: Duration = Duration::from_secs(7);

/// What is known of a desk's chat in this run of the app.
#[derive(Default)]
pub(crate) struct Present {
    wake: Notify,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// Everything up to the last hint was read.
    read: bool,
    /// What was in the way of reading seems to be gone.
    clear: bool,
    desk: Asked,
    /// Until when a team member counts as typing, by the steady clock.
    typing: BTreeMap<ChatId, Duration>,
    /// When the other side was told last that the member types.
    told: BTreeMap<ChatId, Duration>,
}

/// What the desk says of its chat.
#[derive(Clone, Debug, Default)]
pub(super) struct Asked {
    pub(super) desk: Option<ChatDesk>,
    pub(super) trouble: Option<Trouble>,
    /// When it was asked last, by the steady clock.
    pub(super) at: Option<Duration>,
    pub(super) running: bool,
}

impl Present {
    /// The chats are to be read: the desk hinted at something, or nobody knows.
    pub(crate) fn wake(&self) {
        self.want();
        self.wake.notify_one();
    }

    /// The desk is reached again: what failed is tried again at once.
    pub(crate) fn clear(&self) {
        lock(&self.state).clear = true;
        self.wake();
    }

    pub(super) fn take_clear(&self) -> bool {
        std::mem::take(&mut lock(&self.state).clear)
    }

    pub(super) fn want(&self) {
        lock(&self.state).read = false;
    }

    pub(super) fn is_wanted(&self) -> bool {
        !lock(&self.state).read
    }

    pub(super) fn take_wanted(&self) {
        lock(&self.state).read = true;
    }

    pub(super) async fn woken(&self) {
        self.wake.notified().await;
    }

    pub(super) fn asked(&self) -> Asked {
        lock(&self.state).desk.clone()
    }

    pub(super) fn set_asked(&self, change: impl FnOnce(&mut Asked)) {
        change(&mut lock(&self.state).desk);
    }

    /// What the desk said of its chat last.
    pub(crate) fn desk(&self) -> Option<ChatDesk> {
        lock(&self.state).desk.desk.clone()
    }

    /// Whether the team member types, as far as is known.
    pub(super) fn is_typing(&self, house: &House, chat: &ChatId) -> bool {
        lock(&self.state).typing.get(chat).is_some_and(|until| *until > house.clock.steady())
    }

    /// Notes that the team member types, or has stopped; answers whether that is news.
    pub(super) fn set_typing(&self, house: &House, chat: &ChatId, typing: bool) -> bool {
        let before = self.is_typing(house, chat);
        let mut state = lock(&self.state);
        if typing {
            state.typing.insert(chat.clone(), house.clock.steady() + FADES);
            // Who rests has to look when it fades.
            self.wake.notify_one();
        } else {
            state.typing.remove(chat);
        }
        before != typing
    }

    /// How long until somebody who types counts as typing no more.
    pub(super) fn fades(&self, house: &House) -> Option<Duration> {
        let next = lock(&self.state).typing.values().min().copied()?;
        Some(next.saturating_sub(house.clock.steady()))
    }

    /// Forgets who does not type any more; answers whether anybody was forgotten.
    pub(super) fn fade(&self, house: &House) -> bool {
        let now = house.clock.steady();
        let mut state = lock(&self.state);
        let before = state.typing.len();
        state.typing.retain(|_, until| *until > now);
        state.typing.len() != before
    }

    /// Whether the other side has to be told, and notes that it is: not at every key.
    pub(super) fn tells(&self, house: &House, chat: &ChatId, typing: bool, every: Duration) -> bool {
        let now = house.clock.steady();
        let mut state = lock(&self.state);
        if !typing {
            return state.told.remove(chat).is_some();
        }
        let due = state.told.get(chat).is_none_or(|at| now.saturating_sub(*at) >= every);
        if due {
            state.told.insert(chat.clone(), now);
        }
        due
    }
}
