//! A keychain in memory that can be missing or locked.

use std::{
    collections::BTreeMap,
    io,
    path::{Path, PathBuf},
    sync::Mutex,
};

use async_trait::async_trait;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use svara_model::{AccountId, Vault, VaultProblem};
use tokio::sync::Notify;

/// How the keychain behaves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VaultState {
    /// Takes and gives.
    #[default]
    Ok,
    /// Does not run.
    None,
    /// Is locked and stays so.
    Locked,
    /// Asks to be unlocked, and waits for that.
    Asks,
}

/// A keychain that outlives the app, as the desktop's own does, but not the test.
#[derive(Default)]
pub struct MemoryVault {
    inner: Mutex<Inner>,
    turned: Notify,
}

#[derive(Default)]
struct Inner {
    state: VaultState,
    secrets: BTreeMap<AccountId, SecretString>,
    /// Where the secrets lie, where a kill of this process must not end them.
    file: Option<PathBuf>,
}

impl MemoryVault {
    /// A keychain that outlives this process, in a file. For the made-up secrets of a test.
    pub fn lasting(file: &Path) -> io::Result<Self> {
        let kept: BTreeMap<String, String> = match std::fs::read(file) {
            Err(problem) if problem.kind() == io::ErrorKind::NotFound => BTreeMap::new(),
            bytes => serde_json::from_slice(&bytes?)?,
        };
        let secrets =
            kept.into_iter().map(|(account, secret)| (AccountId::new(account), secret.into())).collect();
        let inner = Inner { state: VaultState::Ok, secrets, file: Some(file.to_owned()) };
        Ok(Self { inner: Mutex::new(inner), turned: Notify::new() })
    }

    /// From now on the keychain behaves so. What it holds stays.
    pub fn become_(&self, state: VaultState) {
        self.lock().state = state;
        self.turned.notify_waiters();
    }

    /// How many secrets it holds, reachable or not.
    pub fn len(&self) -> usize {
        self.lock().secrets.len()
    }

    /// Whether it holds nothing.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// Waits while it asks to be unlocked.
    async fn asked(&self) {
        loop {
            let turned = self.turned.notified();
            if self.lock().state != VaultState::Asks {
                return;
            }
            turned.await;
        }
    }

    fn unlocked(&self) -> Result<std::sync::MutexGuard<'_, Inner>, VaultProblem> {
        let inner = self.lock();
        match inner.state {
            VaultState::Ok => Ok(inner),
            VaultState::None => Err(VaultProblem::NoService),
            VaultState::Locked | VaultState::Asks => Err(VaultProblem::Locked),
        }
    }
}

impl Inner {
    /// The file is replaced as a whole, so that a kill leaves the one before or the one after.
    fn keep(&self) -> Result<(), VaultProblem> {
        let Some(file) = &self.file else { return Ok(()) };
        let kept: BTreeMap<&str, &str> =
            self.secrets.iter().map(|(account, secret)| (account.as_str(), secret.expose_secret())).collect();
        let part = file.with_extension("part");
        serde_json::to_vec(&kept)
            .map_err(io::Error::from)
            .and_then(|bytes| std::fs::write(&part, bytes))
            .and_then(|()| std::fs::rename(&part, file))
            .map_err(|problem| VaultProblem::Other(problem.to_string()))
    }
}

#[async_trait]
impl Vault for MemoryVault {
    async fn read(&self, account: &AccountId) -> Result<Option<SecretString>, VaultProblem> {
        self.asked().await;
        Ok(self.unlocked()?.secrets.get(account).cloned())
    }

    async fn write(&self, account: &AccountId, secret: &SecretString) -> Result<(), VaultProblem> {
        self.asked().await;
        let mut inner = self.unlocked()?;
        inner.secrets.insert(account.clone(), secret.clone());
        inner.keep()
    }

    async fn erase(&self, account: &AccountId) -> Result<(), VaultProblem> {
        self.asked().await;
        let mut inner = self.unlocked()?;
        inner.secrets.remove(account);
        inner.keep()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_locked_keychain_keeps_what_it_holds() {
        let vault = MemoryVault::default();
        let account = AccountId::new("a");
        vault.write(&account, &SecretString::from("s")).await.unwrap();
        vault.become_(VaultState::Locked);
        assert_eq!(vault.read(&account).await.unwrap_err(), VaultProblem::Locked);
        vault.become_(VaultState::Ok);
        assert!(vault.read(&account).await.unwrap().is_some());
        vault.erase(&account).await.unwrap();
        assert!(vault.is_empty());
    }
}
