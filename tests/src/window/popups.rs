//! The popups of GNOME's `notification-daemon`, as a member sees and presses them.
//!
//! It shows one popup at a time: the next one comes when the one before is gone.
//!
//! A button is found by its name through accessibility, which also says where it is drawn at this moment, and is pressed
//! with the pointer. Neither the font nor the theme nor the place of the popup matters, and the press is a real one: the
//! service itself decides that its button was meant.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use anyhow::{Context, Result};
use futures_util::StreamExt;
use tokio::{task::JoinSet, time::timeout};
use zbus::{MatchRule, MessageStream, fdo::MonitoringProxy, message::Type};

use super::accessibility::{Accessibility, Area, Role, heard};
use crate::session::{Part, Screen, Session, until};

const SERVICE: &str = "org.freedesktop.Notifications";
const PROGRAM: &str = "notification-daemon";

/// The running service and what it shows.
#[derive(Debug)]
pub struct Popups {
    accessibility: Arc<Accessibility>,
    service: Mutex<Option<Part>>,
}

/// One popup.
#[derive(Clone, Debug)]
pub struct Popup {
    /// The first line.
    pub title: String,
    /// The lines under it.
    pub body: String,
    /// Its buttons by name; the cross has none.
    pub buttons: Vec<(String, Area)>,
}

/// The name of the cross that takes a popup away.
pub const CROSS: &str = "";

impl Popups {
    /// Starts the service.
    pub async fn start(session: &Session, accessibility: Arc<Accessibility>) -> Result<Self> {
        let mut command = session.command("/usr/lib/notification-daemon/notification-daemon");
        let service = session.spawn(PROGRAM, heard(&mut command))?;
        session.wait_for_name(SERVICE).await?;
        Ok(Self { accessibility, service: Mutex::new(Some(service)) })
    }

    /// Ends the service, as a crash would; nobody takes its place.
    pub async fn stop(&self, session: &Session) -> Result<()> {
        let service = self.service.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(service) = service {
            service.kill().await?;
        }
        session.wait_for_no_name(SERVICE).await
    }

    /// What stands on the display now.
    pub async fn now(&self) -> Result<Vec<Popup>> {
        let mut popups = Vec::new();
        for alert in self.accessibility.all(PROGRAM, Role::Alert).await? {
            let labels = self.accessibility.within(&alert, Role::Label).await?;
            let mut texts = labels.into_iter().map(|label| label.name);
            let Some(title) = texts.next() else { continue };
            let body = texts.collect::<Vec<_>>().join("\n");
            let mut buttons = Vec::new();
            for button in self.accessibility.within(&alert, Role::Button).await? {
                let area = self.accessibility.area(&button).await?;
                buttons.push((button.name, area));
            }
            popups.push(Popup { title, body, buttons });
        }
        Ok(popups)
    }

    /// Waits until a popup of that title is drawn.
    pub async fn wait_for(&self, screen: &Screen<'_>, title: &str) -> Result<Popup> {
        until(&format!("the popup {title:?}"), async || {
            let popup = self.now().await.ok()?.into_iter().find(|popup| popup.title == title)?;
            (!screen.windows_of_class(PROGRAM).await.is_empty()).then_some(popup)
        })
        .await
    }

    /// Waits until no popup has that title.
    pub async fn wait_until_gone(&self, title: &str) -> Result<()> {
        until(&format!("the end of the popup {title:?}"), async || {
            self.now().await.ok()?.iter().all(|popup| popup.title != title).then_some(())
        })
        .await
    }

    /// Presses a button of the popup of that title, and waits until the popup is gone.
    pub async fn press(&self, screen: &Screen<'_>, title: &str, button: &str) -> Result<()> {
        until(&format!("the press on {button:?} of {title:?}"), async || {
            let (x, y) = self.settled(title, button).await?.middle();
            screen.click(x, y).await.ok()?;
            timeout(Duration::from_secs(3), self.wait_until_gone(title)).await.ok()?.ok()
        })
        .await
    }

    /// Where a button stands, once it has come to rest.
    async fn settled(&self, title: &str, button: &str) -> Option<Area> {
        let place = async || {
            let popup = self.now().await.ok()?.into_iter().find(|popup| popup.title == title)?;
            let (_, area) = popup.buttons.into_iter().find(|(name, _)| name == button)?;
            (area.width > 0 && area.x >= 0 && area.y >= 0).then_some(area)
        };
        let first = place().await?;
        (place().await? == first).then_some(first)
    }
}

/// Writes down, as the bus sees it, what the notification service is asked to show and what is taken away again.
///
/// `notification-daemon` 3.20 says that it has closed a notice when an app asks it to, but leaves the popup standing: what an
/// app has taken away can be told on the bus only.
#[derive(Debug)]
pub struct Overheard {
    heard: Arc<Mutex<Heard>>,
    _listening: JoinSet<()>,
}

#[derive(Debug, Default)]
struct Heard {
    told: Vec<(String, String)>,
    withdrawn: usize,
}

impl Overheard {
    /// Listens from now on.
    pub async fn start(session: &Session) -> Result<Self> {
        let bus = session.bus().await?;
        let rule = |kind, member| -> Result<MatchRule<'static>> {
            Ok(MatchRule::builder().msg_type(kind).interface(SERVICE).member(member).build()?)
        };
        let rules = [rule(Type::MethodCall, "Notify")?, rule(Type::Signal, "NotificationClosed")?];
        let monitoring = MonitoringProxy::new(&bus).await?;
        monitoring.become_monitor(&rules, 0).await.context("the bus cannot be watched")?;
        let heard = Arc::new(Mutex::new(Heard::default()));
        let mut listening = JoinSet::new();
        let told = Arc::clone(&heard);
        listening.spawn(async move {
            let mut messages = MessageStream::from(bus);
            while let Some(Ok(message)) = messages.next().await {
                told.lock().unwrap_or_else(PoisonError::into_inner).hear(&message);
            }
        });
        Ok(Self { heard, _listening: listening })
    }

    /// The titles of all notices so far, in order; a notice that was shown again is here again.
    pub fn titles(&self) -> Vec<String> {
        self.told().into_iter().map(|(title, _)| title).collect()
    }

    /// The titles of all notices so far with what they say, in order.
    pub fn told(&self) -> Vec<(String, String)> {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner).told.clone()
    }

    /// How many notices an app has taken away.
    pub fn withdrawn(&self) -> usize {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner).withdrawn
    }
}

/// The arguments of `Notify`.
type Notify = (String, u32, String, String, String, Vec<String>, HashMap<String, zbus::OwnedVariant>, i32);

impl Heard {
    fn hear(&mut self, message: &zbus::Message) {
        const BY_THE_APP: u32 = 3;
        let body = message.body();
        match message.header().member().map(|member| member.as_str()) {
            Some("Notify") => {
                let told = body.deserialize::<Notify>().map(|(_, _, _, title, says, ..)| (title, says));
                self.told.extend(told);
            }
            Some("NotificationClosed") => {
                let closed = body.deserialize::<(u32, u32)>();
                self.withdrawn += usize::from(closed.is_ok_and(|(_, why)| why == BY_THE_APP));
            }
            _ => {}
        }
    }
}
