//! A notification service that writes down what it showed and acts as a member would.

use std::{pin::Pin, sync::Mutex};

use async_trait::async_trait;
use futures_util::Stream;
use serde::Serialize;
use svara_model::{ActKind, Notice, NoticeAct, NoticeProblem, Notifier, ShownId};
use tokio::sync::mpsc;
use tokio_stream::wrappers::UnboundedReceiverStream;

/// One call of `show`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RecordedNotice {
    /// The id that `show` returned. A notice shown in place of another one has an id of its own.
    pub id: String,
    /// The notice's tag.
    pub tag: String,
    /// Its title.
    pub title: String,
    /// Its body.
    pub body: String,
    /// The labels of its buttons.
    pub buttons: Vec<String>,
    /// Whether it may stay and make a sound.
    pub urgent: bool,
    /// The notice that it took the place of.
    pub replaces: Option<String>,
    /// Whether a member would still see it.
    pub standing: bool,
    /// Whether the app took it away while it stood.
    pub withdrawn: bool,
}

/// Shows nothing and remembers everything. Outlives the app, as a desktop's notification service does.
#[derive(Default)]
pub struct RecordingNotifier {
    inner: Mutex<Inner>,
}

#[derive(Default)]
struct Inner {
    notices: Vec<RecordedNotice>,
    listener: Option<mpsc::UnboundedSender<NoticeAct>>,
}

impl RecordingNotifier {
    /// Every call of `show` so far, oldest first.
    pub fn notices(&self) -> Vec<RecordedNotice> {
        self.lock().notices.clone()
    }

    /// Does something with the newest standing notice of this tag or id: the app hears it, and the notice is gone, as on
    /// a desktop. False: no such notice stands.
    pub fn act(&self, name: &str, kind: ActKind) -> bool {
        let mut inner = self.lock();
        let found = inner.notices.iter_mut().rev().find(|n| n.standing && (n.id == name || n.tag == name));
        let Some(notice) = found else { return false };
        notice.standing = false;
        let shown = ShownId(notice.id.clone());
        if kind != ActKind::Gone {
            inner.tell(&shown, kind);
        }
        inner.tell(&shown, ActKind::Gone);
        true
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

impl Inner {
    fn tell(&self, shown: &ShownId, kind: ActKind) {
        if let Some(listener) = &self.listener {
            // Nobody listens while the app is closed; a desktop loses such an act as well.
            let _ = listener.send(NoticeAct { shown: shown.clone(), kind, activation: None });
        }
    }

    fn take_away(&mut self, shown: &ShownId) -> Option<&mut RecordedNotice> {
        let notice = self.notices.iter_mut().find(|n| n.standing && n.id == shown.0)?;
        notice.standing = false;
        Some(notice)
    }
}

#[async_trait]
impl Notifier for RecordingNotifier {
    async fn show(&self, notice: &Notice, previous: Option<&ShownId>) -> Result<ShownId, NoticeProblem> {
        let mut inner = self.lock();
        let replaces = previous.and_then(|shown| inner.take_away(shown)).map(|n| n.id.clone());
        let id = format!("shown-{}", inner.notices.len() + 1);
        inner.notices.push(RecordedNotice {
            id: id.clone(),
            tag: notice.tag.clone(),
            title: notice.title.clone(),
            body: notice.body.clone(),
            buttons: notice.buttons.iter().map(|b| b.label.clone()).collect(),
            urgent: notice.urgent,
            replaces,
            standing: true,
            withdrawn: false,
        });
        Ok(ShownId(id))
    }

    async fn withdraw(&self, shown: &ShownId) -> Result<(), NoticeProblem> {
        let mut inner = self.lock();
        if let Some(notice) = inner.take_away(shown) {
            notice.withdrawn = true;
            inner.tell(shown, ActKind::Gone);
        }
        Ok(())
    }

    fn acts(&self) -> Pin<Box<dyn Stream<Item = NoticeAct> + Send>> {
        let (sender, receiver) = mpsc::unbounded_channel();
        self.lock().listener = Some(sender);
        Box::pin(UnboundedReceiverStream::new(receiver))
    }
}

#[cfg(test)]
mod tests {
    use futures_util::StreamExt;

    use super::*;

    fn notice(tag: &str) -> Notice {
        Notice { tag: tag.into(), title: "t".into(), body: "b".into(), buttons: vec![], urgent: true }
    }

    #[tokio::test]
    async fn an_act_is_heard_and_takes_the_notice_away() {
        let notifier = RecordingNotifier::default();
        let mut acts = notifier.acts();
        let shown = notifier.show(&notice("round-1"), None).await.unwrap();
        assert!(notifier.act("round-1", ActKind::Answer));
        assert_eq!(
            acts.next().await.unwrap(),
            NoticeAct { shown: shown.clone(), kind: ActKind::Answer, activation: None }
        );
        assert_eq!(acts.next().await.unwrap().kind, ActKind::Gone);
        assert!(!notifier.act("round-1", ActKind::Answer));
    }

    #[tokio::test]
    async fn a_notice_in_place_of_another_leaves_one_standing() {
        let notifier = RecordingNotifier::default();
        let first = notifier.show(&notice("r"), None).await.unwrap();
        notifier.show(&notice("r"), Some(&first)).await.unwrap();
        let all = notifier.notices();
        assert_eq!(all.iter().filter(|n| n.standing).count(), 1);
        assert_eq!(all[1].replaces.as_deref(), Some(first.0.as_str()));
    }
}
