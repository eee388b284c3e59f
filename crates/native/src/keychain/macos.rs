//! The login keychain of macOS. Written from the crate's documentation; not run yet.

use std::sync::Arc;

use apple_native_keyring_store::keychain::Store;
use keyring_core::{CredentialStore, Error};
use svara_model::VaultProblem;

use super::Platform;

pub(super) struct Native;

impl Platform for Native {
    fn open() -> Result<Arc<CredentialStore>, Error> {
        let store: Arc<CredentialStore> = Store::new()?;
        Ok(store)
    }

    /// The store holds no session.
    fn is_stale(_: &Error) -> bool {
        false
    }

    fn problem(error: &Error) -> VaultProblem {
        match error {
            Error::NoDefaultStore => VaultProblem::NoService,
            // Locked, refused or missing: the crate does not tell them apart, and unlocking is the first thing to try.
            Error::NoStorageAccess(_) => VaultProblem::Locked,
            other => VaultProblem::Other(other.to_string()),
        }
    }
}
