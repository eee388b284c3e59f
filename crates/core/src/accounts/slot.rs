//! One account's secret: in the keychain, or in memory only where there is none.

use std::sync::Arc;

use async_trait::async_trait;
use secrecy::SecretString;
use svara_model::{AccountId, Failure, FailureKind, SecretSlot, SignInProblem, Vault, VaultProblem};
use tokio::sync::Mutex;

/// One account's secret. Read from the keychain once; the keychain may ask the member to unlock it, so only one read is
/// under way at a time.
pub(crate) struct Slot {
    account: AccountId,
    vault: Arc<dyn Vault>,
    kept: Mutex<Option<SecretString>>,
}

impl Slot {
    /// A slot whose secret is in the keychain, as far as we know.
    pub(crate) fn new(account: AccountId, vault: Arc<dyn Vault>) -> Self {
        Self { account, vault, kept: Mutex::new(None) }
    }

    /// Whether the secret was read or given since the app started, without asking the keychain.
    pub(crate) fn is_open(&self) -> bool {
        // Who holds it asks the keychain just now.
        self.kept.try_lock().is_ok_and(|kept| kept.is_some())
    }

    /// Stores a new secret. When the keychain does not take it, it is held in memory and the problem answered.
    pub(crate) async fn put(&self, secret: SecretString) -> Result<(), VaultProblem> {
        let mut kept = self.kept.lock().await;
        let written = self.vault.write(&self.account, &secret).await;
        *kept = Some(secret);
        written
    }

    /// Tries again to store what is held in memory.
    pub(crate) async fn keep(&self) -> Result<(), VaultProblem> {
        match &*self.kept.lock().await {
            Some(secret) => self.vault.write(&self.account, secret).await,
            None => Ok(()),
        }
    }

    /// Removes the secret from memory and keychain.
    pub(crate) async fn erase(&self) -> Result<(), VaultProblem> {
        let mut kept = self.kept.lock().await;
        *kept = None;
        self.vault.erase(&self.account).await
    }
}

#[async_trait]
impl SecretSlot for Slot {
    async fn read(&self) -> Result<SecretString, Failure> {
        let mut kept = self.kept.lock().await;
        if let Some(secret) = &*kept {
            return Ok(secret.clone());
        }
        let signed_out = |why, detail: String| Failure::new(FailureKind::SignedOut(why), detail);
        match self.vault.read(&self.account).await {
            Ok(Some(secret)) => Ok(kept.insert(secret).clone()),
            Ok(None) => Err(signed_out(SignInProblem::Ended, "no token in the keychain".into())),
            Err(problem) => Err(signed_out(SignInProblem::Keychain, problem.to_string())),
        }
    }

    async fn rotate(&self, secret: SecretString) -> Result<(), Failure> {
        self.put(secret).await.map_err(|problem| {
            Failure::new(FailureKind::SignedOut(SignInProblem::Keychain), problem.to_string())
        })
    }
}
