//! Tells open event streams what happened. Only hints travel here; whoever hears one reads the store.

use tokio::sync::broadcast;

use crate::store::sessions::TokenHash;

/// Hints that a slow stream may lag behind before it reads the store instead.
const ROOM: usize = 1024;

/// Something that the owner of an issue may see changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Hint {
    pub(crate) owner: String,
    pub(crate) seq: i64,
}

/// What the hub carries.
#[derive(Debug, Clone)]
pub(crate) enum News {
    Changed(Hint),
    /// This session ended.
    SessionEnded(TokenHash),
    /// Every session of this user ended.
    UserEnded(String),
}

/// The desk's one place of news.
#[derive(Debug, Clone)]
pub(crate) struct Hub(broadcast::Sender<News>);

impl Hub {
    pub(crate) fn new() -> Self {
        Self(broadcast::channel(ROOM).0)
    }

    /// Nobody listening is fine.
    pub(crate) fn tell(&self, news: News) {
        let _ = self.0.send(news);
    }

    pub(crate) fn listen(&self) -> broadcast::Receiver<News> {
        self.0.subscribe()
    }
}
