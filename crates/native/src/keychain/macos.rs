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
            // The crate means by the second: not available, or no such keychain.
            Error::NoDefaultStore | Error::NoStorageAccess(_) => VaultProblem::NoService,
            Error::PlatformFailure(cause) if is_locked(cause.as_ref()) => VaultProblem::Locked,
            other => VaultProblem::Other(other.to_string()),
        }
    }
}

/// Whether the member did not let us in: they cancelled, the password was wrong, or nobody could be asked
/// (`errSecUserCanceled`, `errSecAuthFailed`, `errSecInteractionNotAllowed` of Apple's Security framework).
fn is_locked(cause: &(dyn std::error::Error + Send + Sync + 'static)) -> bool {
    let error = cause.downcast_ref::<security_framework::base::Error>();
    error.is_some_and(|error| matches!(error.code(), -128 | -25293 | -25308))
}
