//! Desktop notifications. One type for every platform, `DesktopNotifier`, with what the platform offers.

use std::{
    pin::Pin,
    sync::{Mutex, PoisonError},
};

use futures_core::Stream;
use svara_model::{ActKind, NoticeAct};
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;

#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "macos")]
mod macos;
mod sounds;
mod text;
#[cfg(not(target_os = "linux"))]
mod waiting;
#[cfg(windows)]
mod windows;

#[cfg(target_os = "linux")]
pub use linux::DesktopNotifier;
#[cfg(target_os = "macos")]
pub use macos::DesktopNotifier;
#[cfg(windows)]
pub use windows::DesktopNotifier;

/// Who the desktop says a notice is from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeSender {
    /// The app's name.
    pub name: String,
    /// Linux: the name of the app's desktop entry, without `.desktop`; it gives grouping and settings.
    /// The package names it after the product, and its case counts.
    pub desktop_entry: String,
    /// Linux: the name of the app's icon in the icon theme.
    pub icon: String,
    /// Windows: the installed AppUserModelID. macOS: the bundle's identifier.
    pub app_id: String,
}

impl Default for NoticeSender {
    fn default() -> Self {
        Self {
            name: "Svara".to_owned(),
            desktop_entry: "Svara".to_owned(),
            icon: "svara".to_owned(),
            app_id: crate::SERVICE.to_owned(),
        }
    }
}

/// What members do queues here until it is asked for. Nobody presses hundreds of buttons before the app has started,
/// so a full queue means that nobody listens.
const QUEUE: usize = 256;

/// Both ends of the stream of acts.
#[derive(Debug)]
struct Acts {
    sender: mpsc::Sender<NoticeAct>,
    receiver: Mutex<Option<mpsc::Receiver<NoticeAct>>>,
}

impl Acts {
    fn new() -> Self {
        let (sender, receiver) = mpsc::channel(QUEUE);
        Self { sender, receiver: Mutex::new(Some(receiver)) }
    }

    /// The stream, the first time; later an empty one.
    fn stream(&self) -> Pin<Box<dyn Stream<Item = NoticeAct> + Send>> {
        let receiver = self.receiver.lock().unwrap_or_else(PoisonError::into_inner).take();
        match receiver {
            Some(receiver) => Box::pin(ReceiverStream::new(receiver)),
            None => {
                tracing::error!("what members do with notices is already being listened to");
                Box::pin(tokio_stream::empty())
            }
        }
    }
}

/// Never waits: whoever hears also keeps the connection going.
fn tell(acts: &mpsc::Sender<NoticeAct>, act: NoticeAct) {
    if let Err(error) = acts.try_send(act) {
        tracing::warn!(%error, "an act on a notice is lost");
    }
}

/// The press on the notice itself; the specification of the free desktop gives it this name.
const OPEN: &str = "default";
const ANSWER: &str = "answer";
const LATER: &str = "later";
const SEEN: &str = "seen";

fn key_of(act: ActKind) -> Option<&'static str> {
    match act {
        ActKind::Open => Some(OPEN),
        ActKind::Answer => Some(ANSWER),
        ActKind::Later => Some(LATER),
        ActKind::Seen => Some(SEEN),
        ActKind::Gone => None,
    }
}

fn act_of(key: &str) -> Option<ActKind> {
    match key {
        OPEN => Some(ActKind::Open),
        ANSWER => Some(ActKind::Answer),
        LATER => Some(ActKind::Later),
        SEEN => Some(ActKind::Seen),
        _ => None,
    }
}

/// An act without leave to take the front.
#[cfg(not(target_os = "linux"))]
fn plain_act(shown: svara_model::ShownId, kind: ActKind) -> NoticeAct {
    NoticeAct { shown, kind, text: None, activation: None }
}
