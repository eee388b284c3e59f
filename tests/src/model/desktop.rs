//! A desktop in memory: a keychain, a notification service that names notices by numbers as the free desktop's do, and
//! nothing else. It outlives the app.

use std::{
    collections::BTreeMap,
    path::PathBuf,
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use async_trait::async_trait;
use futures_util::{Stream, stream};
use secrecy::SecretString;
use svara_model::{
    AccountId, ActKind, Clock, Notice, NoticeAct, NoticeProblem, Notifier, PickFiles, Picker, PickerProblem,
    Power, ShownId, Vault, VaultProblem,
};
use tokio::sync::mpsc;

use super::ModelClock;

/// How long the service takes before it shows, and until its answer is there.
const WAY: Duration = Duration::from_millis(20);

/// A notice that was shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The notice's tag.
    pub tag: String,
    /// Its title.
    pub title: String,
    /// Whether it made a sound.
    pub urgent: bool,
    /// When, in the clock's elapsed time.
    pub at: Duration,
    /// Whether the app was there to hear its name.
    pub heard: bool,
    /// Whether it still stands.
    pub standing: bool,
    name: String,
}

/// The desktop; clones are the same one.
#[derive(Clone)]
pub struct ModelDesktop(Arc<Inner>);

struct Inner {
    state: Mutex<State>,
    clock: ModelClock,
}

#[derive(Default)]
struct State {
    shown: Vec<Shown>,
    missing: bool,
    acts: Option<mpsc::UnboundedSender<NoticeAct>>,
    secrets: BTreeMap<AccountId, SecretString>,
}

impl ModelDesktop {
    /// A desktop without notices.
    pub fn new(clock: &ModelClock) -> Self {
        Self(Arc::new(Inner { state: Mutex::default(), clock: clock.clone() }))
    }

    /// Every showing so far.
    pub fn shown(&self) -> Vec<Shown> {
        self.state().shown.clone()
    }

    /// Whether the notification service is gone.
    pub fn set_missing(&self, missing: bool) {
        self.state().missing = missing;
    }

    /// Whether the notification service is gone.
    pub fn is_missing(&self) -> bool {
        self.state().missing
    }

    /// Does something with the standing notice of that place, counted around; false: none stands.
    pub fn act(&self, place: usize, kind: ActKind) -> bool {
        let mut state = self.state();
        let count = state.shown.iter().filter(|shown| shown.standing).count();
        let Some(place) = place.checked_rem(count) else { return false };
        let Some(shown) = state.shown.iter_mut().filter(|shown| shown.standing).nth(place) else {
            return false;
        };
        shown.standing = false;
        let name = ShownId(shown.name.clone());
        if let Some(acts) = &state.acts {
            // Nobody listens while the app is closed.
            let _ = acts.send(NoticeAct { shown: name, kind, text: None, activation: None });
        }
        true
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl Notifier for ModelDesktop {
    async fn show(&self, notice: &Notice, previous: Option<&ShownId>) -> Result<ShownId, NoticeProblem> {
        self.0.clock.sleep(WAY).await;
        let (place, name) = {
            let mut state = self.state();
            if state.missing {
                return Err(NoticeProblem::NoService);
            }
            let place = state.shown.len();
            let replaced = previous
                .and_then(|name| state.shown.iter_mut().find(|shown| shown.standing && shown.name == name.0));
            let name = match replaced {
                Some(shown) => {
                    shown.standing = false;
                    shown.name.clone()
                }
                None => format!("n{place}"),
            };
            state.shown.push(Shown {
                tag: notice.tag.clone(),
                title: notice.title.clone(),
                urgent: notice.urgent,
                at: self.0.clock.elapsed(),
                heard: false,
                standing: true,
                name: name.clone(),
            });
            (place, name)
        };
        self.0.clock.sleep(WAY).await;
        if let Some(shown) = self.state().shown.get_mut(place) {
            shown.heard = true;
        }
        Ok(ShownId(name))
    }

    async fn withdraw(&self, name: &ShownId) -> Result<(), NoticeProblem> {
        self.0.clock.sleep(WAY).await;
        let mut state = self.state();
        if state.missing {
            return Err(NoticeProblem::NoService);
        }
        for shown in state.shown.iter_mut().filter(|shown| shown.name == name.0) {
            shown.standing = false;
        }
        Ok(())
    }

    fn acts(&self) -> Pin<Box<dyn Stream<Item = NoticeAct> + Send>> {
        let (sender, receiver) = mpsc::unbounded_channel();
        self.state().acts = Some(sender);
        Box::pin(stream::unfold(receiver, |mut receiver| async { Some((receiver.recv().await?, receiver)) }))
    }
}

#[async_trait]
impl Vault for ModelDesktop {
    async fn read(&self, account: &AccountId) -> Result<Option<SecretString>, VaultProblem> {
        Ok(self.state().secrets.get(account).cloned())
    }

    async fn write(&self, account: &AccountId, secret: &SecretString) -> Result<(), VaultProblem> {
        self.state().secrets.insert(account.clone(), secret.clone());
        Ok(())
    }

    async fn erase(&self, account: &AccountId) -> Result<(), VaultProblem> {
        self.state().secrets.remove(account);
        Ok(())
    }
}

#[async_trait]
impl Picker for ModelDesktop {
    async fn pick(&self, _what: &PickFiles) -> Result<Vec<PathBuf>, PickerProblem> {
        Ok(Vec::new())
    }

    async fn pick_folder(&self, _title: &str) -> Result<Option<PathBuf>, PickerProblem> {
        Ok(None)
    }
}

impl Power for ModelDesktop {
    fn on_battery(&self) -> Option<bool> {
        None
    }
}
