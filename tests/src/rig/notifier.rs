//! A notification service that writes down what it showed and acts as a member would.

use std::{
    collections::BTreeMap,
    fs::File,
    io::Write,
    path::Path,
    pin::Pin,
    sync::Mutex,
    task::{Context, Poll},
};

use async_trait::async_trait;
use futures_util::Stream;
use serde::{Deserialize, Serialize};
use svara_model::{ActKind, Notice, NoticeAct, NoticeProblem, NoticeSound, Notifier, ShownId};
use tokio::sync::{mpsc, oneshot};

/// One call of `show`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
    /// What it is about, as it is stored.
    pub kind: String,
    /// What is heard of it, as it is stored; none: nothing.
    pub sound: Option<String>,
    /// The notice that it took the place of.
    pub replaces: Option<String>,
    /// Whether a member would still see it.
    pub standing: bool,
    /// Whether the app took it away while it stood.
    pub withdrawn: bool,
}

/// How the notification service behaves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NoticeService {
    /// Shows and takes away.
    #[default]
    Runs,
    /// Is not there.
    Missing,
    /// Takes calls and answers none of them; what it is asked to show does not show.
    Hangs,
    /// Shows, but its answer never comes.
    ShowsWithoutAnswer,
    /// Shows, and neither replaces nor takes away, as on Windows and macOS.
    OnlyAdds,
}

/// Shows nothing and remembers everything. Outlives the app, as a desktop's notification service does.
#[derive(Default)]
pub struct RecordingNotifier {
    inner: Mutex<Inner>,
}

#[derive(Default)]
struct Inner {
    service: NoticeService,
    calls: usize,
    notices: Vec<RecordedNotice>,
    listener: Option<mpsc::UnboundedSender<Heard>>,
    /// Where every change of a notice is written down, where a kill of this process must not end it.
    log: Option<File>,
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
    /// A notification service that has shown these before, also to another app: no new notice has the id of one of them.
    pub fn with(notices: Vec<RecordedNotice>) -> Self {
        Self { inner: Mutex::new(Inner { notices, ..Inner::default() }) }
    }

    /// A notification service whose notices outlive this process, in a file.
    pub fn lasting(path: &Path) -> std::io::Result<Self> {
        let notices = recorded(path)?;
        let log = File::options().create(true).append(true).open(path)?;
        Ok(Self { inner: Mutex::new(Inner { notices, log: Some(log), ..Inner::default() }) })
    }

    /// From now on the service behaves so. What stands stays.
    pub fn become_(&self, service: NoticeService) {
        self.lock().service = service;
    }

    /// How often it was called to show or to take away, with or without success.
    pub fn calls(&self) -> usize {
        self.lock().calls
    }

    /// Every notice that was shown so far, oldest first.
    pub fn notices(&self) -> Vec<RecordedNotice> {
        self.lock().notices.clone()
    }

    /// Does something with the newest standing notice of this tag or id: the notice is gone, as on a desktop, the app hears
    /// it, and this returns when the app has seen to it. False: no such notice stands.
    pub async fn act(&self, name: &str, kind: ActKind) -> bool {
        self.press(name, kind, None).await
    }

    /// The same, with what is written into it.
    pub async fn answer(&self, name: &str, text: &str) -> bool {
        self.press(name, ActKind::Answer, Some(text.to_owned())).await
    }

    async fn press(&self, name: &str, kind: ActKind, text: Option<String>) -> bool {
        let heard = {
            let mut inner = self.lock();
            let found =
                inner.notices.iter_mut().rev().find(|n| n.standing && (n.id == name || n.tag == name));
            let Some(notice) = found else { return false };
            notice.standing = false;
            let shown = ShownId(notice.id.clone());
            let changed = notice.clone();
            inner.write_down(&changed);
            let done = inner.tell(&shown, kind, text);
            if kind == ActKind::Gone { done } else { inner.tell(&shown, ActKind::Gone, None) }
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
    fn call(&mut self) -> Result<NoticeService, NoticeProblem> {
        self.calls += 1;
        match self.service {
            NoticeService::Missing => Err(NoticeProblem::NoService),
            service => Ok(service),
        }
    }

    fn show(&mut self, notice: &Notice, previous: Option<&ShownId>) -> ShownId {
        let before = previous.and_then(|shown| self.take_away(shown)).cloned();
        let replaces = before.as_ref().map(|notice| notice.id.clone());
        if let Some(before) = before {
            self.write_down(&before);
        }
        let id = format!("shown-{}", self.notices.len() + 1);
        let shown = RecordedNotice {
            id: id.clone(),
            tag: notice.tag.clone(),
            title: notice.title.clone(),
            body: notice.body.clone(),
            buttons: notice.buttons.iter().map(|b| b.label.clone()).collect(),
            urgent: notice.urgent,
            kind: notice.kind.word().to_owned(),
            sound: (notice.sound != NoticeSound::Off).then(|| notice.sound.word().to_owned()),
            replaces,
            standing: true,
            withdrawn: false,
        };
        self.write_down(&shown);
        self.notices.push(shown);
        ShownId(id)
    }

    /// Ends when the app has seen to it; `None` while the app is closed, when a desktop loses such an act as well.
    fn tell(&self, shown: &ShownId, kind: ActKind, text: Option<String>) -> Option<oneshot::Receiver<()>> {
        let (done, wait) = oneshot::channel();
        let act = NoticeAct { shown: shown.clone(), kind, text, activation: None };
        self.listener.as_ref()?.send((act, done)).ok().map(|()| wait)
    }

    fn take_away(&mut self, shown: &ShownId) -> Option<&mut RecordedNotice> {
        let notice = self.notices.iter_mut().find(|n| n.standing && n.id == shown.0)?;
        notice.standing = false;
        Some(notice)
    }

    /// The last line of an id says how its notice is.
    fn write_down(&mut self, notice: &RecordedNotice) {
        if let (Some(log), Ok(line)) = (&mut self.log, serde_json::to_string(notice)) {
            // One call, so that a kill leaves whole lines.
            log.write_all((line + "\n").as_bytes()).ok();
        }
    }
}

/// The notices that a lasting notification service has written down, oldest first.
pub fn recorded(path: &Path) -> std::io::Result<Vec<RecordedNotice>> {
    let text = match std::fs::read_to_string(path) {
        Err(problem) if problem.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        text => text?,
    };
    let mut order = Vec::new();
    let mut newest: BTreeMap<String, RecordedNotice> = BTreeMap::new();
    for line in text.lines() {
        let notice: RecordedNotice = serde_json::from_str(line)?;
        if newest.insert(notice.id.clone(), notice.clone()).is_none() {
            order.push(notice.id);
        }
    }
    Ok(order.iter().filter_map(|id| newest.remove(id)).collect())
}

#[async_trait]
impl Notifier for RecordingNotifier {
    async fn show(&self, notice: &Notice, previous: Option<&ShownId>) -> Result<ShownId, NoticeProblem> {
        let shown = {
            let mut inner = self.lock();
            match inner.call()? {
                NoticeService::Hangs => None,
                NoticeService::ShowsWithoutAnswer => {
                    inner.show(notice, previous);
                    None
                }
                NoticeService::OnlyAdds => Some(inner.show(notice, None)),
                NoticeService::Runs | NoticeService::Missing => Some(inner.show(notice, previous)),
            }
        };
        match shown {
            Some(shown) => Ok(shown),
            None => std::future::pending().await,
        }
    }

    async fn withdraw(&self, shown: &ShownId) -> Result<(), NoticeProblem> {
        let hangs = {
            let mut inner = self.lock();
            let service = inner.call()?;
            let hangs = service == NoticeService::Hangs;
            if !hangs
                && service != NoticeService::OnlyAdds
                && let Some(notice) = inner.take_away(shown)
            {
                notice.withdrawn = true;
                let withdrawn = notice.clone();
                inner.write_down(&withdrawn);
                let _nobody_waits = inner.tell(shown, ActKind::Gone, None);
            }
            hangs
        };
        if hangs { std::future::pending().await } else { Ok(()) }
    }

    async fn service(&self) -> Option<Result<(), NoticeProblem>> {
        let state = self.lock().service;
        match state {
            NoticeService::Missing => Some(Err(NoticeProblem::NoService)),
            NoticeService::Hangs => Some(Err(NoticeProblem::TimedOut)),
            NoticeService::OnlyAdds => None,
            NoticeService::Runs | NoticeService::ShowsWithoutAnswer => Some(Ok(())),
        }
    }

    fn replaces(&self) -> bool {
        self.lock().service != NoticeService::OnlyAdds
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

    use svara_model::NoticeKind;

    use super::*;

    fn notice(tag: &str) -> Notice {
        Notice {
            tag: tag.into(),
            title: "t".into(),
            body: "b".into(),
            buttons: vec![],
            urgent: true,
            stays: true,
            kind: NoticeKind::Awaiting,
            sound: NoticeSound::System,
        }
    }

    #[tokio::test]
    async fn an_act_is_over_when_the_app_has_seen_to_it() {
        let notifier = RecordingNotifier::default();
        let mut acts = notifier.acts();
        let shown = notifier.show(&notice("round-1"), None).await.unwrap();
        let mut act = Box::pin(notifier.act("round-1", ActKind::Answer));
        assert!(futures_util::poll!(&mut act).is_pending());
        assert_eq!(
            acts.next().await.unwrap(),
            NoticeAct { shown, kind: ActKind::Answer, text: None, activation: None }
        );
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
