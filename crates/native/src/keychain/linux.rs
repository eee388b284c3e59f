//! The Secret Service (GNOME Keyring, KWallet, KeePassXC) over D-Bus.

use std::sync::Arc;

use keyring_core::{CredentialStore, Error, error::PlatformError};
use secret_service::Error as Cause;
use svara_model::VaultProblem;
use zbus_secret_service_keyring_store::Store;

use super::Platform;

pub(super) struct Native;

impl Platform for Native {
    fn open() -> Result<Arc<CredentialStore>, Error> {
        let store: Arc<CredentialStore> = Store::new()?;
        Ok(store)
    }

    /// The session dies with the keychain's process, the connection with the bus, and the store notices neither.
    fn is_stale(error: &Error) -> bool {
        match error {
            Error::PlatformFailure(cause) => !matches!(problem_of(cause), VaultProblem::Locked),
            _ => false,
        }
    }

    fn problem(error: &Error) -> VaultProblem {
        match error {
            Error::NoDefaultStore => VaultProblem::NoService,
            Error::PlatformFailure(cause) | Error::NoStorageAccess(cause) => problem_of(cause),
            other => VaultProblem::Other(other.to_string()),
        }
    }
}

fn problem_of(cause: &PlatformError) -> VaultProblem {
    match cause.downcast_ref::<Cause>() {
        Some(Cause::Unavailable) => VaultProblem::NoService,
        Some(Cause::NoResult) => VaultProblem::NotSetUp,
        // A prompt that nobody could be shown ends like one that was dismissed.
        Some(Cause::Locked | Cause::Prompt | Cause::PromptDisconnected) => VaultProblem::Locked,
        _ => problem_named(cause),
    }
}

/// The names of D-Bus errors are part of the protocol and stand in the text of every wrapper around them.
fn problem_named(cause: &PlatformError) -> VaultProblem {
    const NO_SERVICE: [&str; 5] = [
        "org.freedesktop.DBus.Error.ServiceUnknown",
        "org.freedesktop.DBus.Error.NameHasNoOwner",
        "org.freedesktop.DBus.Error.NoReply",
        "org.freedesktop.DBus.Error.Disconnected",
        "org.freedesktop.DBus.Error.Spawn.",
    ];
    let text = cause.to_string();
    if text.contains("org.freedesktop.Secret.Error.IsLocked") {
        VaultProblem::Locked
    } else if is_connection_failure(cause.as_ref()) || NO_SERVICE.iter().any(|name| text.contains(name)) {
        VaultProblem::NoService
    } else {
        VaultProblem::Other(text)
    }
}

/// An I/O error anywhere in the chain means that the bus itself is not there.
fn is_connection_failure(cause: &(dyn std::error::Error + 'static)) -> bool {
    let io = |one: &(dyn std::error::Error + 'static)| {
        one.is::<std::io::Error>() || one.is::<Arc<std::io::Error>>()
    };
    std::iter::successors(Some(cause), |one| one.source()).any(io)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refusals_are_never_asked_twice() {
        for cause in [Cause::Prompt, Cause::Locked, Cause::PromptDisconnected] {
            assert!(!Native::is_stale(&Error::PlatformFailure(Box::new(cause))));
        }
        assert!(!Native::is_stale(&Error::NoEntry));
        assert!(!Native::is_stale(&Error::NoStorageAccess(Box::new(Cause::NoResult))));
    }

    #[test]
    fn causes_have_their_problem() {
        let problem = |cause| Native::problem(&Error::PlatformFailure(Box::new(cause)));
        assert_eq!(problem(Cause::Unavailable), VaultProblem::NoService);
        assert_eq!(problem(Cause::Prompt), VaultProblem::Locked);
        assert_eq!(problem(Cause::NoResult), VaultProblem::NotSetUp);
        assert!(matches!(problem(Cause::Crypto("x")), VaultProblem::Other(_)));
        assert_eq!(Native::problem(&Error::NoDefaultStore), VaultProblem::NoService);
    }
}
