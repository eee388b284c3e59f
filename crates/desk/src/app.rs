//! What every handler shares.

use std::{
    collections::HashSet,
    sync::{Arc, Mutex, PoisonError},
};

use rusqlite::Connection;

use crate::{
    closing::Looked,
    cursor::Cursors,
    db::Db,
    facts::Facts,
    files::Files,
    hub::{Hub, News},
    passwords::Passwords,
    presence::{Presence, Typing},
    problem::{Code, Problem},
    seams::{Clock, Random},
    store::sessions::{self, Found, TokenHash},
    throttle::Throttle,
};

/// The desk behind its routes.
pub(crate) struct App {
    pub(crate) db: Db,
    pub(crate) files: Files,
    pub(crate) passwords: Passwords,
    pub(crate) throttle: Throttle,
    pub(crate) hub: Hub,
    pub(crate) cursors: Cursors,
    /// Those of chats, whose changes have an order of their own.
    pub(crate) chat_cursors: Cursors,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) random: Arc<dyn Random>,
    pub(crate) in_flight: InFlight,
    pub(crate) presence: Presence,
    pub(crate) typing: Typing,
    /// When silent issues were looked at.
    pub(crate) looked: Looked,
}

impl App {
    pub(crate) fn now(&self) -> i64 {
        self.clock.now().as_millisecond()
    }

    /// Changes what is stored, and tells what came of it once that is kept, also when the caller has gone.
    pub(crate) async fn change<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<(T, Vec<News>), Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let hub = self.hub.clone();
        self.db.write_then(work, move |news| hub.tell_all(news)).await
    }

    /// Writes down that a session was used, where it is time to.
    pub(crate) async fn note_use(&self, token: &TokenHash, found: &Found, now: i64) -> Result<(), Problem> {
        if !found.to_note {
            return Ok(());
        }
        let token = *token;
        self.db.write(move |conn| sessions::note_use(conn, &token, now)).await
    }

    pub(crate) async fn facts(&self) -> Result<Facts, Problem> {
        self.db.read(Facts::load).await
    }
}

/// The keys whose write is under way.
#[derive(Debug, Default, Clone)]
pub(crate) struct InFlight(Arc<Mutex<HashSet<(String, String)>>>);

/// Holds one key until it is dropped.
#[derive(Debug)]
pub(crate) struct Flight {
    all: InFlight,
    one: (String, String),
}

impl InFlight {
    /// Refuses while the same key of the same user is held.
    pub(crate) fn begin(&self, user: &str, key: &str) -> Result<Flight, Problem> {
        let one = (user.to_owned(), key.to_owned());
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if held.insert(one.clone()) {
            Ok(Flight { all: self.clone(), one })
        } else {
            Err(Code::InFlight.into())
        }
    }

    pub(crate) fn holds(&self, user: &str, key: &str) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).contains(&(user.to_owned(), key.to_owned()))
    }
}

impl Drop for Flight {
    fn drop(&mut self) {
        self.all.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.one);
    }
}
