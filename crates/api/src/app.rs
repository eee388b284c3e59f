//! The app behind its windows: the core and its host.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use futures_core::Stream;
use futures_util::{StreamExt, future, stream};
use svara_core::{Change, Core, InHand, OnClose, OpenProblem, Parts, Presence, Stale, TrayWish};
use tokio::sync::{
    broadcast::{self, error::RecvError},
    oneshot,
};

use crate::{BuiltIn, Closing, ErrorView, Event, Go, Host, Tag, TrayMood, TrayView};

/// How long a window may take to save what is being written.
const SETTLE_LIMIT: Duration = Duration::from_secs(1);

/// The app behind its windows. Hosts share it.
pub struct App {
    pub(crate) core: Core,
    pub(crate) host: Arc<dyn Host>,
    events: broadcast::Sender<Event>,
    /// Who waits for the window to save what is being written.
    leaving: Mutex<Vec<oneshot::Sender<Vec<InHand>>>>,
    /// Whether the app was to end and waits for the member's word.
    quits: AtomicBool,
    /// Whether a link led nowhere, and no window has said so yet.
    astray: AtomicBool,
    /// Where each desk has its page for a forgotten password: a window names the desk, never an address to open.
    pub(crate) password_pages: Mutex<BTreeMap<String, String>>,
}

impl App {
    /// Opens the core and serves `host`'s windows.
    pub async fn open(parts: Parts, host: Arc<dyn Host>) -> Result<Arc<Self>, OpenProblem> {
        Ok(Self::with(Core::open(parts).await?, host))
    }

    /// The same for a self-test: nothing is sent or told.
    pub async fn open_to_look(parts: Parts, host: Arc<dyn Host>) -> Result<Arc<Self>, OpenProblem> {
        Ok(Self::with(Core::open_to_look(parts).await?, host))
    }

    fn with(core: Core, host: Arc<dyn Host>) -> Arc<Self> {
        let events = broadcast::channel(64).0;
        let (leaving, password_pages) = (Mutex::default(), Mutex::default());
        let (quits, astray) = (AtomicBool::new(false), AtomicBool::new(false));
        Arc::new(Self { core, host, events, leaving, quits, astray, password_pages })
    }

    /// Ends the loops, at most 5 seconds long.
    pub async fn stop(&self) {
        self.core.stop().await;
    }

    /// What a window hears from now on. A press on a notice also brings the window to the front, as long as somebody
    /// listens.
    pub fn events(self: &Arc<Self>) -> impl Stream<Item = Event> + Send + 'static {
        let app = self.clone();
        let changes = stream::unfold(self.core.changes(), |mut changes| async {
            match changes.recv().await {
                Ok(change) => Some((event_of(change), changes)),
                Err(RecvError::Lagged(_)) => Some((everything(), changes)),
                Err(RecvError::Closed) => None,
            }
        })
        .then(move |(event, activation)| {
            let app = app.clone();
            async move {
                if event == Event::Go {
                    app.host.show_window(activation.as_deref()).await;
                }
                event
            }
        });
        let own = stream::unfold(self.events.subscribe(), |mut events| async {
            loop {
                match events.recv().await {
                    Ok(event) => return Some((event, events)),
                    Err(RecvError::Lagged(_)) => {}
                    Err(RecvError::Closed) => return None,
                }
            }
        });
        // Both ends: the core stopping ends the app's events.
        stream::select(changes.map(Some).chain(stream::once(future::ready(None))), own.map(Some))
            .take_while(|event| future::ready(event.is_some()))
            .filter_map(future::ready)
            .boxed()
    }

    /// Whether a window of the app is in front: then what is new is wanted sooner.
    pub fn set_in_front(&self, in_front: bool) {
        self.core.set_presence(Presence { focused: in_front });
    }

    /// Decides what closing the window does.
    pub async fn close_requested(&self, tray_present: bool) -> Closing {
        let chosen = self.core.settings().await.map(|settings| settings.on_close).unwrap_or_default();
        match chosen {
            OnClose::Stay => Closing::Stay,
            OnClose::Quit => Closing::Quit,
            OnClose::Ask if tray_present => Closing::Stay,
            OnClose::Ask => {
                self.tell(Event::AskClose);
                Closing::Asked
            }
        }
    }

    /// Takes the window away after it has saved what is being written. What it cannot save is kept in memory: the next window
    /// has it again, and the disk gets it when it takes something.
    pub async fn hide(&self) {
        let unsaved = self.settle().await;
        self.core.keep_in_hand(unsaved).await;
        self.host.hide_window().await;
    }

    /// Ends the app, unless words would be lost by it: then the member is asked.
    pub async fn quit(&self) {
        let unsaved = self.settle().await;
        if unsaved.is_empty() && self.core.save_in_hand().await {
            return self.host.quit().await;
        }
        self.quits.store(true, Ordering::SeqCst);
        self.host.show_window(None).await;
        self.tell(Event::AskQuit);
    }

    /// Lets the window save what is being written; answers what it cannot save. A window that does not answer is not waited
    /// for long.
    async fn settle(&self) -> Vec<InHand> {
        if !self.host.has_window() {
            return Vec::new();
        }
        let (settled, answer) = oneshot::channel();
        // Listening before telling, so that a quick answer is heard.
        lock(&self.leaving).push(settled);
        self.tell(Event::Leave);
        match tokio::time::timeout(SETTLE_LIMIT, answer).await {
            Ok(Ok(unsaved)) => unsaved,
            Ok(Err(_)) | Err(_) => {
                tracing::warn!("the window did not say that it has saved");
                Vec::new()
            }
        }
    }

    /// The window has saved what was being written, but for this.
    pub(crate) fn settled(&self, unsaved: &[InHand]) {
        for waits in lock(&self.leaving).drain(..) {
            // Whoever waited too long is gone.
            let _ = waits.send(unsaved.to_vec());
        }
    }

    /// Whether the app was to end and waits for the member's word; once.
    pub(crate) fn take_quits(&self) -> bool {
        self.quits.swap(false, Ordering::SeqCst)
    }

    /// Another start of the app happened: this one comes to the front, where its link leads, if it had one.
    pub async fn second_start(&self, link: Option<&str>) {
        match link {
            Some(link) => self.follow_link(link).await,
            None => self.host.show_window(None).await,
        }
    }

    /// Brings the window to what a link into the app names. Links come from anywhere: one that names nothing of the
    /// member's brings the window, which says so.
    pub async fn follow_link(&self, link: &str) {
        match self.core.follow_link(link).await {
            // Its change brings the window.
            Ok(true) => return,
            Ok(false) => tracing::info!("a link names nothing of the member's"),
            Err(trouble) => tracing::warn!(%trouble, "a link was not followed"),
        }
        self.astray.store(true, Ordering::SeqCst);
        self.host.show_window(None).await;
        self.tell(Event::Astray);
    }

    /// Whether a link led nowhere; once.
    pub(crate) fn take_astray(&self) -> bool {
        self.astray.swap(false, Ordering::SeqCst)
    }

    /// What the tray says now, in the member's language.
    pub async fn tray(&self) -> Result<TrayView, ErrorView> {
        let tray = self.core.tray().await?;
        let (mood, count) = (TrayMood::from(tray.mood), tray.count);
        Ok(TrayView { tooltip: tray.tooltip, mood, count, items: tray.items })
    }

    /// Does what a press in the tray's menu wants.
    pub async fn tray_press(&self, id: &str) {
        match self.core.tray_press(id) {
            Some(TrayWish::Open) => self.host.show_window(None).await,
            // Its change brings the window.
            Some(TrayWish::Go(_)) | None => {}
            Some(TrayWish::Check) => {
                for account in self.core.accounts().await.unwrap_or_default() {
                    if let Err(trouble) = self.core.check_now(&account.account.id).await {
                        tracing::warn!(%trouble, "no check from the tray");
                    }
                }
            }
            Some(TrayWish::Pause(length)) => {
                if let Err(trouble) = self.core.pause(length).await {
                    tracing::warn!(%trouble, "no pause from the tray");
                }
            }
            Some(TrayWish::Quit) => self.quit().await,
        }
    }

    pub(crate) fn tell(&self, event: Event) {
        // No window is nobody to tell.
        let _ = self.events.send(event);
    }

    pub(crate) fn built_in(&self) -> Option<BuiltIn> {
        self.host.built_in()
    }

    pub(crate) fn remember_password_page(&self, address: &str, page: Option<String>) {
        let mut pages = lock(&self.password_pages);
        match page {
            Some(page) => pages.insert(address.to_owned(), page),
            None => pages.remove(address),
        };
    }

    pub(crate) fn password_page(&self, address: &str) -> Option<String> {
        lock(&self.password_pages).get(address).cloned()
    }

    pub(crate) fn take_go(&self) -> Option<Go> {
        self.core.take_go().map(Go::from)
    }
}

/// A lock whose holder panicked still guards plain data that is whole.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn event_of(change: Change) -> (Event, Option<String>) {
    match change {
        Change::Stale(what) => (Event::Stale { tags: vec![tag(what)] }, None),
        Change::Go(to) => (Event::Go, to.activation),
    }
}

/// What a listener hears that fell behind.
fn everything() -> (Event, Option<String>) {
    let all = [
        Stale::Accounts,
        Stale::Issues,
        Stale::Chats,
        Stale::Drafts,
        Stale::Outbox,
        Stale::Settings,
        Stale::Disk,
    ];
    (Event::Stale { tags: all.map(tag).to_vec() }, None)
}

fn tag(what: Stale) -> Tag {
    match what {
        Stale::Accounts => Tag::Accounts,
        Stale::Issues => Tag::Issues,
        Stale::Chats => Tag::Chats,
        Stale::Drafts => Tag::Drafts,
        Stale::Outbox => Tag::Outbox,
        Stale::Settings => Tag::Settings,
        Stale::Disk => Tag::Disk,
    }
}
