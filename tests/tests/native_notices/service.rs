//! A notification service of a test's own, which writes down what it is asked and does what it is told.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use anyhow::{Context, Result};
use svara_tests::session::Session;
use zbus::{Connection, OwnedVariant, fdo, message::Header};

const NAME: &str = "org.freedesktop.Notifications";
const PATH: &str = "/org/freedesktop/Notifications";

/// What the service was asked to show.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    pub(super) by: String,
    pub(super) number: u32,
    pub(super) replaces: u32,
    pub(super) title: String,
    pub(super) body: String,
    pub(super) actions: Vec<String>,
    pub(super) hints: Vec<(String, String)>,
    pub(super) expires: i32,
}

#[derive(Debug, Default)]
pub(super) struct State {
    pub(super) asked: Vec<Asked>,
    given: u32,
    pub(super) closed: Vec<u32>,
    pub(super) skills: Vec<&'static str>,
    pub(super) hangs: bool,
    /// Pressed before the app knows the notice's number.
    pub(super) pressed_at_once: Option<&'static str>,
}

/// A notification service.
pub(super) struct Service {
    pub(super) bus: Connection,
    state: Arc<Mutex<State>>,
}

struct Desk(Arc<Mutex<State>>);

#[zbus::interface(name = "org.freedesktop.Notifications")]
impl Desk {
    #[allow(clippy::too_many_arguments, reason = "the specification's")]
    async fn notify(
        &self,
        #[zbus(header)] header: Header<'_>,
        #[zbus(connection)] bus: &Connection,
        _app_name: String,
        replaces: u32,
        _icon: String,
        title: String,
        body: String,
        actions: Vec<String>,
        hints: HashMap<String, OwnedVariant>,
        expires: i32,
    ) -> fdo::Result<u32> {
        let by = header.sender().map(ToString::to_string).unwrap_or_default();
        let (number, hangs, pressed) = {
            let mut state = lock(&self.0);
            let number = if replaces == 0 { state.given + 1 } else { replaces };
            state.given = state.given.max(number);
            let mut hints: Vec<_> =
                hints.iter().map(|(name, value)| (name.clone(), value.to_string())).collect();
            hints.sort();
            state.asked.push(Asked { by, number, replaces, title, body, actions, hints, expires });
            (number, state.hangs, state.pressed_at_once)
        };
        if hangs {
            std::future::pending::<()>().await;
        }
        if let Some(key) = pressed {
            bus.emit_signal(None::<&str>, PATH, NAME, "ActionInvoked", &(number, key)).await?;
        }
        Ok(number)
    }

    fn get_capabilities(&self) -> Vec<&'static str> {
        lock(&self.0).skills.clone()
    }

    fn close_notification(&self, number: u32) -> fdo::Result<()> {
        let mut state = lock(&self.0);
        if !state.asked.iter().any(|asked| asked.number == number) {
            return Err(fdo::Error::Failed(String::new()));
        }
        state.closed.push(number);
        Ok(())
    }
}

impl Service {
    pub(super) async fn start(session: &Session) -> Result<Self> {
        let skills = vec!["actions", "body", "body-markup", "sound"];
        let state = Arc::new(Mutex::new(State { skills, ..State::default() }));
        let bus = zbus::connection::Builder::address(session.bus_address())
            .serve_at(PATH, Desk(Arc::clone(&state)))
            .name(NAME)
            .build()
            .await?;
        Ok(Self { bus, state })
    }

    /// Ends it, and waits until the bus knows.
    pub(super) async fn stop(self, session: &Session) -> Result<()> {
        self.bus.close().await?;
        session.wait_for_no_name(NAME).await
    }

    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }

    pub(super) fn last(&self) -> Result<Asked> {
        self.state().asked.last().cloned().context("nothing was shown")
    }

    pub(super) async fn press(&self, number: u32, key: &str) -> Result<()> {
        self.say(None, "ActionInvoked", &(number, key)).await
    }

    pub(super) async fn say<B>(&self, to: Option<&str>, what: &str, body: &B) -> Result<()>
    where
        B: serde::Serialize + zbus::Type,
    {
        Ok(self.bus.emit_signal(to, PATH, NAME, what, body).await?)
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}
