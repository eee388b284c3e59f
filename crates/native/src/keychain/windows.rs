//! The Credential Manager of Windows. Written from the crate's documentation; not run yet. A secret is stored as UTF-16
//! in at most 2560 bytes, so one beyond 1280 characters is refused (`Other`).

use std::sync::Arc;

use keyring_core::{CredentialStore, Error};
use svara_model::VaultProblem;
use windows_native_keyring_store::Store;

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
            // The store reports a missing logon session this way: the account has no credentials of its own.
            Error::NoDefaultStore | Error::NoStorageAccess(_) => VaultProblem::NoService,
            other => VaultProblem::Other(other.to_string()),
        }
    }
}
