//! The one subscription that hears what members do with notices, for as long as the app runs.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use futures_util::StreamExt;
use svara_model::{ActKind, NoticeAct, NoticeProblem, ShownId};
use tokio::{
    runtime::Handle,
    sync::{Notify, mpsc, watch},
};
use zbus::{Message, MessageStream};

use super::{
    super::{act_of, tell},
    bus::{Line, Place},
    told::Told,
};
use crate::tasks::OwnedTask;

const FIRST_PAUSE: Duration = Duration::from_millis(250);
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// Leaves to take the front that wait for their act, which follows at once.
const TOKENS: usize = 16;

/// Keeps a line open, opens a new one when it breaks, and tells what it hears.
#[derive(Debug)]
pub(super) struct Ears {
    shared: Arc<Shared>,
    hearsay: mpsc::Sender<Hearsay>,
    runtime: Handle,
    _listener: OwnedTask,
}

#[derive(Debug)]
struct Shared {
    link: watch::Sender<Link>,
    wanted: Notify,
    told: Mutex<Told>,
    acts: mpsc::Sender<NoticeAct>,
}

#[derive(Clone, Debug)]
enum Link {
    Opening,
    Up(Line),
    Down(NoticeProblem),
}

/// What a notice's own connection heard.
#[derive(Debug)]
struct Hearsay {
    shown: ShownId,
    round: u64,
    kind: ActKind,
}

impl Ears {
    pub(super) fn open(runtime: &Handle, acts: mpsc::Sender<NoticeAct>, limit: Duration) -> Self {
        let shared = Arc::new(Shared {
            link: watch::Sender::new(Link::Opening),
            wanted: Notify::new(),
            told: Mutex::default(),
            acts,
        });
        let (hearsay, heard) = mpsc::channel(super::super::QUEUE);
        let listener = OwnedTask::start(runtime, "notices", Arc::clone(&shared).listen(heard, limit));
        Self { shared, hearsay, runtime: runtime.clone(), _listener: listener }
    }

    /// The open line; where there is none, waits for one more try.
    pub(super) async fn line(&self) -> Result<Line, NoticeProblem> {
        let mut link = self.shared.link.subscribe();
        let was_down = self.shared.link.send_if_modified(|link| {
            let is_down = matches!(link, Link::Down(_));
            if is_down {
                *link = Link::Opening;
            }
            is_down
        });
        if was_down {
            self.shared.wanted.notify_one();
        }
        let link = link.wait_for(|link| !matches!(link, Link::Opening)).await.map(|link| link.clone());
        match link {
            Ok(Link::Up(line)) => Ok(line),
            Ok(Link::Down(problem)) => Err(problem),
            Ok(Link::Opening) | Err(_) => Err(NoticeProblem::NoService),
        }
    }

    /// A notice is about to be shown again in the same place.
    pub(super) fn begin(&self, shown: &ShownId) {
        self.shared.told().begin(shown);
    }

    /// A task in which a notice's own connection may tell what it hears.
    pub(super) fn overhear<W>(&self, shown: ShownId, wait: W) -> OwnedTask
    where
        W: Future<Output = Option<ActKind>> + Send + 'static,
    {
        let round = self.shared.told().round_of(&shown);
        let (hearsay, link) = (self.hearsay.clone(), self.shared.link.subscribe());
        OwnedTask::start(&self.runtime, "notice", async move {
            let Some(kind) = wait.await else { return };
            // Most services tell everybody. What our line heard comes first, because it may bring the leave to take
            // the front; after this it is in the listener's queue.
            let line = match &*link.borrow() {
                Link::Up(line) => Some(line.clone()),
                Link::Opening | Link::Down(_) => None,
            };
            if let Some(line) = line {
                line.catch_up().await;
            }
            if hearsay.send(Hearsay { shown, round, kind }).await.is_err() {
                tracing::debug!("nobody listens any more");
            }
        })
    }
}

impl Shared {
    async fn listen(self: Arc<Self>, mut hearsay: mpsc::Receiver<Hearsay>, limit: Duration) {
        let mut pause = FIRST_PAUSE;
        loop {
            match tokio::time::timeout(limit, Line::open(limit)).await {
                Ok(Ok((line, signals))) => {
                    pause = FIRST_PAUSE;
                    self.link.send_replace(Link::Up(line.clone()));
                    self.hear(&line, signals, &mut hearsay).await;
                    tracing::warn!("the session bus went away");
                    self.link.send_replace(Link::Down(NoticeProblem::NoService));
                }
                Ok(Err(error)) => {
                    tracing::info!(%error, "no session bus");
                    self.link.send_replace(Link::Down(NoticeProblem::NoService));
                }
                Err(_) => {
                    self.link.send_replace(Link::Down(NoticeProblem::TimedOut));
                }
            }
            tokio::select! {
                () = tokio::time::sleep(pause) => pause = LONGEST_PAUSE.min(pause * 2),
                () = self.wanted.notified() => {}
            }
            self.link.send_replace(Link::Opening);
        }
    }

    /// Until the line breaks.
    async fn hear(&self, line: &Line, mut signals: MessageStream, hearsay: &mut mpsc::Receiver<Hearsay>) {
        let mut tokens = VecDeque::new();
        loop {
            tokio::select! {
                biased;
                signal = signals.next() => match signal {
                    Some(Ok(signal)) => self.take_signal(line, &signal, &mut tokens),
                    Some(Err(error)) => tracing::debug!(%error, "an unreadable signal"),
                    None => return,
                },
                Some(Hearsay { shown, round, kind }) = hearsay.recv() => {
                    if self.told().take(&shown, Some(round), kind) {
                        tell(&self.acts, NoticeAct { shown, kind, text: None, activation: None });
                    }
                }
            }
        }
    }

    /// Everybody on the bus can say anything, but only under their own name, which is part of the place: nobody can
    /// speak of a notice that they did not show.
    fn take_signal(&self, line: &Line, signal: &Message, tokens: &mut VecDeque<(ShownId, String)>) {
        let header = signal.header();
        let (Some(sender), Some(member)) = (header.sender(), header.member()) else { return };
        let place = |number| Place::new(line, sender, number).to_shown();
        let body = signal.body();
        match member.as_str() {
            "ActivationToken" => {
                if let Ok((number, token)) = body.deserialize::<(u32, String)>() {
                    // Those whose act never came are the oldest.
                    if tokens.len() >= TOKENS {
                        tokens.pop_front();
                    }
                    tokens.push_back((place(number), token));
                }
            }
            "ActionInvoked" => {
                if let Ok((number, key)) = body.deserialize::<(u32, String)>()
                    && let Some(kind) = act_of(&key)
                {
                    self.take(place(number), kind, tokens);
                }
            }
            "NotificationClosed" => {
                if let Ok((number, _reason)) = body.deserialize::<(u32, u32)>() {
                    self.take(place(number), ActKind::Gone, tokens);
                }
            }
            _ => {}
        }
    }

    fn take(&self, shown: ShownId, kind: ActKind, tokens: &mut VecDeque<(ShownId, String)>) {
        let token = tokens.iter().position(|(of, _)| *of == shown).and_then(|at| tokens.remove(at));
        if self.told().take(&shown, None, kind) {
            tell(
                &self.acts,
                NoticeAct { shown, kind, text: None, activation: token.map(|(_, token)| token) },
            );
        }
    }

    fn told(&self) -> std::sync::MutexGuard<'_, Told> {
        self.told.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
