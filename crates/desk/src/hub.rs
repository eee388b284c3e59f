//! Tells open event streams what happened. Only hints travel here; whoever hears one reads the store.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use tokio::sync::broadcast::{self, error::RecvError};

use crate::{
    problem::{Code, Problem},
    store::sessions::TokenHash,
    wire::Role,
};

/// Hints that a slow stream of one user may lag behind before it reads the store instead.
const ROOM: usize = 32;
/// The same for the agents, who all hear of everything.
const AGENTS_ROOM: usize = 1024;
/// Event streams that one user may hold open at once.
const STREAMS: usize = 16;

/// Something happened that open streams are to hear of.
#[derive(Debug, Clone)]
pub(crate) enum News {
    /// An issue changed up to `seq`; `shown` says whether its owner may see that.
    Issue { owner: String, seq: i64, shown: bool },
    /// A chat changed up to `seq`.
    Chat { owner: String, chat: String, seq: i64 },
    /// A waiting chat moved in the queue; only its owner is told.
    Moved { owner: String, chat: String, seq: i64 },
    /// Somebody of this side types in a chat, or stopped.
    Typing { owner: String, chat: String, by: Role, typing: bool },
    /// Who is on duty changed.
    Duty,
    /// This session ended.
    SessionEnded { user: String, token: TokenHash },
    /// Every session of this user ended.
    UserEnded(String),
}

/// What one stream hears.
#[derive(Debug, Clone)]
pub(crate) enum Heard {
    Issue(i64),
    Chat { chat: Arc<str>, seq: i64 },
    Typing { chat: Arc<str>, typing: bool },
    Duty,
    SessionEnded(TokenHash),
    UserEnded,
}

/// The desk's one place of news: a channel a user who listens, so that a hint costs only those whom it concerns, and one
/// for all agents.
#[derive(Debug, Clone)]
pub(crate) struct Hub {
    users: Arc<Mutex<HashMap<String, broadcast::Sender<Heard>>>>,
    agents: broadcast::Sender<Heard>,
}

impl Hub {
    pub(crate) fn new() -> Self {
        Self { users: Arc::default(), agents: broadcast::channel(AGENTS_ROOM).0 }
    }

    /// Nobody listening is fine.
    pub(crate) fn tell(&self, news: News) {
        match news {
            News::Issue { owner, seq, shown } => {
                if shown {
                    self.to_user(&owner, Heard::Issue(seq));
                }
                self.to_agents(Heard::Issue(seq));
            }
            News::Chat { owner, chat, seq } => {
                let heard = Heard::Chat { chat: chat.into(), seq };
                self.to_user(&owner, heard.clone());
                self.to_agents(heard);
            }
            News::Moved { owner, chat, seq } => self.to_user(&owner, Heard::Chat { chat: chat.into(), seq }),
            News::Typing { owner, chat, by, typing } => {
                let heard = Heard::Typing { chat: chat.into(), typing };
                match by {
                    Role::Agent => self.to_user(&owner, heard),
                    Role::Member => self.to_agents(heard),
                }
            }
            News::Duty => self.to_agents(Heard::Duty),
            News::SessionEnded { user, token } => self.to_user(&user, Heard::SessionEnded(token)),
            News::UserEnded(user) => self.to_user(&user, Heard::UserEnded),
        }
    }

    pub(crate) fn tell_all(&self, news: impl IntoIterator<Item = News>) {
        news.into_iter().for_each(|one| self.tell(one));
    }

    fn to_user(&self, user: &str, heard: Heard) {
        if let Some(channel) = self.users.lock().unwrap_or_else(PoisonError::into_inner).get(user) {
            let _ = channel.send(heard);
        }
    }

    fn to_agents(&self, heard: Heard) {
        let _ = self.agents.send(heard);
    }

    /// What concerns this user; refuses more streams than one user may hold.
    pub(crate) fn listen(&self, user: &str) -> Result<Listener, Problem> {
        let mut users = self.users.lock().unwrap_or_else(PoisonError::into_inner);
        let channel = users.entry(user.to_owned()).or_insert_with(|| broadcast::channel(ROOM).0);
        if channel.receiver_count() >= STREAMS {
            return Err(Problem::new(Code::Throttled).detail("too many event streams"));
        }
        let ear = Some(channel.subscribe());
        drop(users);
        Ok(Listener { hub: self.clone(), user: user.to_owned(), ear })
    }

    /// What concerns all agents.
    pub(crate) fn listen_as_agent(&self) -> broadcast::Receiver<Heard> {
        self.agents.subscribe()
    }

    /// Whether a stream of this user is open.
    pub(crate) fn hears(&self, user: &str) -> bool {
        self.users.lock().unwrap_or_else(PoisonError::into_inner).contains_key(user)
    }
}

/// One open stream of a user; dropping it counts it out.
#[derive(Debug)]
pub(crate) struct Listener {
    hub: Hub,
    user: String,
    /// Only ever none while it is dropped.
    ear: Option<broadcast::Receiver<Heard>>,
}

impl Listener {
    pub(crate) async fn hear(&mut self) -> Result<Heard, RecvError> {
        match &mut self.ear {
            Some(ear) => ear.recv().await,
            None => Err(RecvError::Closed),
        }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let mut users = self.hub.users.lock().unwrap_or_else(PoisonError::into_inner);
        // Under the lock, so that of two that leave at once the second one sees that nobody is left.
        drop(self.ear.take());
        if users.get(&self.user).is_some_and(|channel| channel.receiver_count() == 0) {
            users.remove(&self.user);
        }
    }
}
