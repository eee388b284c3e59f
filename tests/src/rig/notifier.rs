//! A notification service that writes down what it showed and acts as a member would.

use std::{
    pin::Pin,
    sync::Mutex,
    task::{Context, Poll},
};

use async_trait::async_trait;
use futures_util::Stream;
use serde::Serialize;
use svara_model::{ActKind, Notice, NoticeAct, NoticeProblem, Notifier, ShownId};
use tokio::sync::{mpsc, oneshot};

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
    listener: Option<mpsc::UnboundedSender<Heard>>,
}

/// An act on its way to the app. The sender is dropped when the app asks for the next one: it is done with this one then.
type Heard = (NoticeAct, oneshot::Sender<()>);

/// The acts as the app hears them.
struct Acts {
    receiver: mpsc::UnboundedReceiver<Heard>,
    under_way: Option<oneshot::Sender<()>>,
}

impl Stream for Acts {
    type Item = NoticeAct;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<NoticeAct>> {
        self.under_way = None;
        self.receiver.poll_recv(context).map(|heard| {
            heard.map(|(act, done)| {
                self.under_way = Some(done);
                act
            })
        })
    }
}

impl RecordingNotifier {
    /// Every call of `show` so far, oldest first.
    pub fn notices(&self) -> Vec<RecordedNotice> {
        self.lock().notices.clone()
    }

    /// Does something with the newest standing notice of this tag or id: the notice is gone, as on a desktop, the app hears
    /// it, and this returns when the app has seen to it. False: no such notice stands.
    pub async fn act(&self, name: &str, kind: ActKind) -> bool {
        let heard = {
            let mut inner = self.lock();
            let found =
                inner.notices.iter_mut().rev().find(|n| n.standing && (n.id == name || n.tag == name));
            let Some(notice) = found else { return false };
            notice.standing = false;
            let shown = ShownId(notice.id.clone());
            let done = inner.tell(&shown, kind);
            if kind == ActKind::Gone { done } else { inner.tell(&shown, ActKind::Gone) }
        };
        if let Some(done) = heard {
            let _dropped_when_done = done.await;
        }
        true
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

impl Inner {
    /// Ends when the app has seen to it; `None` while the app is closed, when a desktop loses such an act as well.
    fn tell(&self, shown: &ShownId, kind: ActKind) -> Option<oneshot::Receiver<()>> {
        let (done, wait) = oneshot::channel();
        let act = NoticeAct { shown: shown.clone(), kind, activation: None };
        self.listener.as_ref()?.send((act, done)).ok().map(|()| wait)
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
            let _nobody_waits = inner.tell(shown, ActKind::Gone);
        }
        Ok(())
    }

    fn acts(&self) -> Pin<Box<dyn Stream<Item = NoticeAct> + Send>> {
        let (sender, receiver) = mpsc::unbounded_channel();
        self.lock().listener = Some(sender);
        Box::pin(Acts { receiver, under_way: None })
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
    async fn an_act_is_over_when_the_app_has_seen_to_it() {
        let notifier = RecordingNotifier::default();
        let mut acts = notifier.acts();
        let shown = notifier.show(&notice("round-1"), None).await.unwrap();
        let mut act = Box::pin(notifier.act("round-1", ActKind::Answer));
        assert!(futures_util::poll!(&mut act).is_pending());
        assert_eq!(acts.next().await.unwrap(), NoticeAct { shown, kind: ActKind::Answer, activation: None });
        assert_eq!(acts.next().await.unwrap().kind, ActKind::Gone);
        assert!(futures_util::poll!(&mut act).is_pending());
        assert!(futures_util::poll!(acts.next()).is_pending());
        assert!(act.await);
        assert!(!notifier.act("round-1", ActKind::Answer).await);
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
