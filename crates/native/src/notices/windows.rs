//! Toasts of Windows through `notify-rust`. Written from its documentation; not run yet. Its limits: nothing is replaced
//! or withdrawn; a notice of an earlier run, or one that went to the list of notices, is not heard.

use std::{pin::Pin, time::Duration};

use async_trait::async_trait;
use futures_core::Stream;
use notify_rust::{Notification, Timeout};
use svara_model::{ActKind, Notice, NoticeAct, NoticeProblem, Notifier, ShownId};
use tokio::sync::oneshot;
use windows_registry::CURRENT_USER;

use super::{Acts, NoticeSender, key_of, sounds, text, waiting};

const LIMIT: Duration = Duration::from_secs(5);

/// Shows notices and hears what becomes of them in this run.
#[derive(Debug)]
pub struct DesktopNotifier {
    sender: NoticeSender,
    acts: Acts,
    waiting: waiting::Waiting,
}

impl DesktopNotifier {
    /// Takes the app's identity, which Windows has to know: it shows no toast of an AppUserModelID that it does not.
    pub fn start(sender: NoticeSender) -> Self {
        let key = format!(r"Software\Classes\AppUserModelId\{}", sender.app_id);
        let known = CURRENT_USER.create(key).and_then(|key| key.set_string("DisplayName", &sender.name));
        if let Err(problem) = known {
            tracing::warn!(%problem, "notices may not be shown: the app's identity cannot be registered");
        }
        Self { sender, acts: Acts::new(), waiting: waiting::Waiting::default() }
    }
}

#[async_trait]
impl Notifier for DesktopNotifier {
    async fn show(&self, notice: &Notice, _previous: Option<&ShownId>) -> Result<ShownId, NoticeProblem> {
        let shown = waiting::new_name()?;
        let notification = compose(&self.sender, notice);
        let (report, reported) = oneshot::channel();
        self.waiting.start(&notice.tag, shown.clone(), self.acts.sender.clone(), move || {
            let (handle, outcome) = match notification.show() {
                Ok(handle) => (Some(handle), Ok(())),
                Err(error) => (None, Err(NoticeProblem::Other(error.to_string()))),
            };
            if report.send(outcome).is_err() {
                tracing::info!("a notice was shown after its time limit");
            }
            handle
        })?;
        match tokio::time::timeout(LIMIT, reported).await {
            Ok(Ok(outcome)) => outcome.map(|()| shown),
            Ok(Err(_)) => Err(NoticeProblem::Other("its thread ended".to_owned())),
            Err(_) => Err(NoticeProblem::TimedOut),
        }
    }

    fn replaces(&self) -> bool {
        false
    }

    /// The toast API behind `notify-rust` cannot.
    async fn withdraw(&self, _shown: &ShownId) -> Result<(), NoticeProblem> {
        Ok(())
    }

    fn acts(&self) -> Pin<Box<dyn Stream<Item = NoticeAct> + Send>> {
        self.acts.stream()
    }
}

fn compose(sender: &NoticeSender, notice: &Notice) -> Notification {
    let mut notification = Notification::new();
    notification
        .app_id(&sender.app_id)
        .summary(&text::line(&notice.title, text::TITLE))
        .body(&text::lines(&notice.body, text::BODY));
    if notice.stays {
        notification.timeout(Timeout::Never);
    }
    if let Some(name) = sounds::windows(notice.sound) {
        notification.sound_name(name);
    }
    for button in notice.buttons.iter().filter(|button| button.act != ActKind::Open) {
        if let Some(key) = key_of(button.act) {
            notification.action(key, &text::line(&button.label, text::BUTTON));
        }
    }
    notification
}
