//! The keychain: `keyring` first, a store of our own where that one did not start or went stale.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use async_trait::async_trait;
use keyring_core::{CredentialStore, Entry, Error};
use secrecy::{ExposeSecret, SecretString};
use svara_model::{AccountId, Vault, VaultProblem};
use tokio::{
    sync::{Semaphore, oneshot},
    time::{Instant, timeout_at},
};

#[cfg_attr(target_os = "linux", path = "keychain/linux.rs")]
#[cfg_attr(target_os = "macos", path = "keychain/macos.rs")]
#[cfg_attr(windows, path = "keychain/windows.rs")]
mod platform;

/// The name under which the entries of the installed app stand.
pub const SERVICE: &str = "app.svara.desktop";

/// Long enough to find and type the keychain's password.
const LIMIT: Duration = Duration::from_secs(60);

/// Calls that may hang at once; each holds a thread.
const CALLS: usize = 8;

/// What differs from one operating system to the next.
trait Platform {
    /// Builds a new store with a connection of its own.
    fn open() -> Result<Arc<CredentialStore>, Error>;
    /// Whether a new store may help. Never true when the member has refused: that would ask them twice.
    fn is_stale(error: &Error) -> bool;
    /// What to tell.
    fn problem(error: &Error) -> VaultProblem;
}

/// The operating system's keychain (Secret Service, macOS Keychain, Windows Credential Manager), one entry an account.
///
/// The calls below it block, some for as long as a prompt stands, so each runs on a thread of its own and is waited for
/// up to a limit. (Not on the runtime's blocking threads: an unanswered prompt would hold up the end of the app.) A call
/// that is given up lives on in its thread; later calls use a new store and so do not queue behind it.
#[derive(Clone, Debug)]
pub struct Keychain {
    shared: Arc<Shared>,
    calls: Arc<Semaphore>,
    limit: Duration,
}

#[derive(Debug)]
struct Shared {
    service: String,
    store: Mutex<Store>,
    latest: Mutex<HashMap<String, Latest>>,
}

/// Where entries come from. (The default store of `keyring_core` is one for the process; so is this app's keychain.)
#[derive(Clone, Copy, Debug, PartialEq)]
enum Store {
    /// The one that `keyring` starts, once for the process.
    Keyring,
    /// A later one that we built.
    Rebuilt,
    /// None that is known to work.
    Doubtful,
}

/// The last change that was asked for an account.
#[derive(Clone, Copy, Debug, Default)]
struct Latest {
    turn: u64,
    erased: bool,
}

impl Keychain {
    /// A keychain whose entries stand under `service`; the app's own is [`SERVICE`].
    pub fn new(service: impl Into<String>) -> Self {
        Self::with_limit(service, LIMIT)
    }

    /// The same with another time limit for each call.
    pub fn with_limit(service: impl Into<String>, limit: Duration) -> Self {
        let shared = Shared {
            service: service.into(),
            store: Mutex::new(Store::Keyring),
            latest: Mutex::new(HashMap::new()),
        };
        Self { shared: Arc::new(shared), calls: Arc::new(Semaphore::new(CALLS)), limit }
    }

    async fn call<T: Send + 'static>(
        &self,
        job: impl FnOnce(&Shared) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, VaultProblem> {
        let until = Instant::now() + self.limit;
        let Ok(Ok(place)) = timeout_at(until, Arc::clone(&self.calls).acquire_owned()).await else {
            return Err(VaultProblem::TimedOut);
        };
        let shared = Arc::clone(&self.shared);
        let (answer, answered) = oneshot::channel();
        std::thread::Builder::new()
            .name("keychain".to_owned())
            .spawn(move || {
                let outcome = job(&shared).map_err(|error| platform::Native::problem(&error));
                drop(place);
                if answer.send(outcome).is_err() {
                    tracing::info!("the keychain answered after its time limit");
                }
            })
            .map_err(|error| VaultProblem::Other(error.to_string()))?;
        match timeout_at(until, answered).await {
            Ok(Ok(outcome)) => outcome,
            Ok(Err(_)) => Err(VaultProblem::Other("its thread ended".to_owned())),
            Err(_) => {
                self.shared.doubt_store();
                Err(VaultProblem::TimedOut)
            }
        }
    }
}

#[async_trait]
impl Vault for Keychain {
    async fn read(&self, account: &AccountId) -> Result<Option<SecretString>, VaultProblem> {
        let account = account.as_str().to_owned();
        self.call(move |shared| match shared.with_entry(&account, Entry::get_password) {
            Ok(secret) => Ok(Some(SecretString::from(secret))),
            Err(Error::NoEntry) => Ok(None),
            Err(error) => Err(error),
        })
        .await
    }

    async fn write(&self, account: &AccountId, secret: &SecretString) -> Result<(), VaultProblem> {
        let (account, secret) = (account.as_str().to_owned(), secret.clone());
        let turn = self.shared.next_turn(&account, false);
        self.call(move |shared| {
            shared.with_entry(&account, |entry| entry.set_password(secret.expose_secret()))?;
            // A write that waited behind a prompt can land after the member has signed out.
            if shared.erased_since(&account, turn) {
                tracing::info!("a late secret is erased again");
                shared.with_entry(&account, erase)?;
            }
            Ok(())
        })
        .await
    }

    async fn erase(&self, account: &AccountId) -> Result<(), VaultProblem> {
        let account = account.as_str().to_owned();
        self.shared.next_turn(&account, true);
        self.call(move |shared| shared.with_entry(&account, erase)).await
    }
}

fn erase(entry: &Entry) -> Result<(), Error> {
    match entry.delete_credential() {
        Ok(()) | Err(Error::NoEntry) => Ok(()),
        Err(Error::Ambiguous(entries)) => entries.iter().try_for_each(Entry::delete_credential),
        Err(error) => Err(error),
    }
}

impl Shared {
    /// Does it, and once more with a new store where the old one is stale.
    fn with_entry<T>(&self, account: &str, job: impl Fn(&Entry) -> Result<T, Error>) -> Result<T, Error> {
        match self.entry(account).and_then(|entry| job(&entry)) {
            Err(error) if platform::Native::is_stale(&error) => {
                tracing::info!(%error, "the keychain's store is stale");
                self.rebuild_store()?;
                job(&Entry::new(&self.service, account)?)
            }
            outcome => outcome,
        }
    }

    fn entry(&self, account: &str) -> Result<Entry, Error> {
        let store = *self.store.lock().unwrap_or_else(PoisonError::into_inner);
        match store {
            Store::Rebuilt => {}
            Store::Doubtful => self.rebuild_store()?,
            Store::Keyring => match keyring::Entry::new(&self.service, account) {
                Ok(entry) => return Ok(entry.inner),
                Err(Error::NoDefaultStore) => {
                    tracing::info!(status = ?keyring::Entry::store_status(), "the keychain's store did not start");
                    self.rebuild_store()?;
                }
                Err(error) => return Err(error),
            },
        }
        Entry::new(&self.service, account)
    }

    /// May block for as long as the platform likes, so no lock is held.
    fn rebuild_store(&self) -> Result<(), Error> {
        self.doubt_store();
        keyring_core::set_default_store(platform::Native::open()?);
        *self.store.lock().unwrap_or_else(PoisonError::into_inner) = Store::Rebuilt;
        Ok(())
    }

    fn doubt_store(&self) {
        *self.store.lock().unwrap_or_else(PoisonError::into_inner) = Store::Doubtful;
    }

    fn next_turn(&self, account: &str, erased: bool) -> u64 {
        let mut latest = self.latest.lock().unwrap_or_else(PoisonError::into_inner);
        let entry = latest.entry(account.to_owned()).or_default();
        *entry = Latest { turn: entry.turn + 1, erased };
        entry.turn
    }

    fn erased_since(&self, account: &str, turn: u64) -> bool {
        let latest = self.latest.lock().unwrap_or_else(PoisonError::into_inner);
        latest.get(account).is_some_and(|last| last.turn > turn && last.erased)
    }
}
