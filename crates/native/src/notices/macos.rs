//! Notices of macOS through `notify-rust`'s default backend (`NSUserNotification`). Written from its documentation; not
//! run yet. Its limits: a notice is sent only while its handle is waited on, which needs the host's main run loop, so
//! whether it was shown is not known; a field to answer in excludes buttons; nothing is replaced or withdrawn; a notice of an
//! earlier run is not heard.

use std::pin::Pin;

use async_trait::async_trait;
use futures_core::Stream;
use notify_rust::Notification;
use svara_model::{ActKind, Notice, NoticeAct, NoticeProblem, Notifier, ShownId};

use super::{Acts, NoticeSender, key_of, sounds, text, waiting};

/// Shows notices and hears what becomes of them in this run.
#[derive(Debug)]
pub struct DesktopNotifier {
    acts: Acts,
    waiting: waiting::Waiting,
}

impl DesktopNotifier {
    /// Takes the bundle's identity. To be called once, at the start. A program outside a bundle has none to take: the crate
    /// would make this process pass for another app instead.
    pub fn start(sender: NoticeSender) -> Self {
        let NoticeSender { app_id, .. } = sender;
        if !is_bundled() {
            tracing::info!("outside its bundle the app's notices have no identity");
        } else if let Err(error) = notify_rust::set_application(&app_id) {
            tracing::warn!(%error, "notices come without the app's identity");
        }
        Self { acts: Acts::new(), waiting: waiting::Waiting::default() }
    }
}

#[async_trait]
impl Notifier for DesktopNotifier {
    async fn show(&self, notice: &Notice, _previous: Option<&ShownId>) -> Result<ShownId, NoticeProblem> {
        let shown = waiting::new_name()?;
        let notification = compose(notice);
        self.waiting.start(&notice.tag, shown.clone(), self.acts.sender.clone(), move || {
            notification.show().inspect_err(|error| tracing::warn!(%error, "a notice was not shown")).ok()
        })?;
        Ok(shown)
    }

    fn replaces(&self) -> bool {
        false
    }

    /// This backend cannot.
    async fn withdraw(&self, _shown: &ShownId) -> Result<(), NoticeProblem> {
        Ok(())
    }

    fn acts(&self) -> Pin<Box<dyn Stream<Item = NoticeAct> + Send>> {
        self.acts.stream()
    }
}

fn is_bundled() -> bool {
    let program = std::env::current_exe().unwrap_or_default();
    program.parent().is_some_and(|folder| folder.ends_with("Contents/MacOS"))
}

fn compose(notice: &Notice) -> Notification {
    let mut notification = Notification::new();
    notification
        .summary(&text::line(&notice.title, text::TITLE))
        .body(&text::lines(&notice.body, text::BODY));
    // A field to answer in takes the place of all buttons: *Later* stands in the window, which a press on the notice opens.
    let answer = notice.buttons.iter().find(|button| button.act == ActKind::Answer);
    if let Some(answer) = answer {
        notification.reply(&text::line(&answer.label, text::BUTTON));
    }
    for button in notice.buttons.iter().filter(|_| answer.is_none()) {
        if let Some(key) = key_of(button.act) {
            notification.action(key, &text::line(&button.label, text::BUTTON));
        }
    }
    if let Some(name) = sounds::macos(notice.sound) {
        notification.sound_name(name);
    }
    notification
}
