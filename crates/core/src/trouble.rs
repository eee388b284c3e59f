//! What can be in the way, as a window tells it.

use serde::{Deserialize, Serialize};
use svara_model::{
    AddressProblem, CertificateProblem, Failure, FailureKind, NetworkProblem, NoticeProblem, PickerProblem,
    SignInProblem, VaultProblem,
};

use crate::store::StoreProblem;

/// What is in the way. Stored with operations, so a name once given stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
#[error("{self:?}")]
pub enum Trouble {
    /// The text is no address of a desk.
    AddressUnreadable,
    /// The address would send the password readable.
    AddressNotSecure,
    /// Something else than a desk is at the address.
    NotADesk,
    /// User name and password do not fit together.
    WrongPassword,
    /// Too many tries.
    LockedOut,
    /// The sign-in has ended.
    SignedOut,
    /// The keychain is locked or does not answer.
    Keychain,
    /// No desk was reached.
    Unreachable,
    /// The desk's certificate is out of date.
    CertificateExpired,
    /// The desk's certificate is another host's.
    CertificateForeign,
    /// Nobody this computer trusts has signed the desk's certificate.
    CertificateUntrusted,
    /// A network's sign-in page answered.
    CaptivePortal,
    /// The desk does not serve the member's rank.
    NotEligible,
    /// The desk asks for fewer requests.
    Throttled,
    /// It is not there (any more).
    Gone,
    /// The desk refuses what was sent, or cannot do it.
    Refused,
    /// The desk is in trouble.
    DeskTrouble,
    /// The desk's answer was not understood.
    NotUnderstood,
    /// It cannot be told whether the desk has it; the member has to look.
    Unclear,
    /// Time was asked for in this round before.
    TimeAsked,
    /// Nothing can be saved on this computer.
    Storage,
    /// The desktop did not do it, or this app is wrong; the log says more.
    Defect,
}

impl Trouble {
    /// The name it is stored under.
    pub(crate) fn word(self) -> String {
        serde_json::to_value(self).ok().and_then(|word| word.as_str().map(str::to_owned)).unwrap_or_default()
    }

    /// The trouble stored under a name.
    pub(crate) fn read(word: &str) -> Self {
        serde_json::from_value(word.into()).unwrap_or(Self::Defect)
    }
}

impl From<&Failure> for Trouble {
    fn from(failure: &Failure) -> Self {
        match failure.kind {
            FailureKind::Offline(network) => match network {
                NetworkProblem::Unreachable | NetworkProblem::TimedOut | NetworkProblem::Broken => {
                    Self::Unreachable
                }
                NetworkProblem::Certificate(CertificateProblem::Expired) => Self::CertificateExpired,
                NetworkProblem::Certificate(CertificateProblem::WrongHost) => Self::CertificateForeign,
                NetworkProblem::Certificate(CertificateProblem::Untrusted | CertificateProblem::Other) => {
                    Self::CertificateUntrusted
                }
                NetworkProblem::CaptivePortal => Self::CaptivePortal,
            },
            FailureKind::Throttled => Self::Throttled,
            FailureKind::SignedOut(why) => match why {
                SignInProblem::WrongPassword => Self::WrongPassword,
                SignInProblem::Ended => Self::SignedOut,
                SignInProblem::Locked => Self::LockedOut,
                SignInProblem::Keychain => Self::Keychain,
            },
            FailureKind::Forbidden => Self::NotEligible,
            FailureKind::Gone => Self::Gone,
            FailureKind::Conflict | FailureKind::Invalid | FailureKind::NotNow | FailureKind::Unsupported => {
                Self::Refused
            }
            FailureKind::ServerFault => Self::DeskTrouble,
            FailureKind::Garbled => Self::NotUnderstood,
        }
    }
}

impl From<Failure> for Trouble {
    fn from(failure: Failure) -> Self {
        tracing::info!(%failure, "a desk did not do what was asked");
        Self::from(&failure)
    }
}

impl From<StoreProblem> for Trouble {
    fn from(problem: StoreProblem) -> Self {
        tracing::error!(%problem, "the store failed");
        Self::Storage
    }
}

impl From<VaultProblem> for Trouble {
    fn from(problem: VaultProblem) -> Self {
        tracing::warn!(%problem, "the keychain failed");
        Self::Keychain
    }
}

impl From<AddressProblem> for Trouble {
    fn from(problem: AddressProblem) -> Self {
        match problem {
            AddressProblem::NotSecure => Self::AddressNotSecure,
            AddressProblem::Empty | AddressProblem::Unreadable => Self::AddressUnreadable,
        }
    }
}

impl From<PickerProblem> for Trouble {
    fn from(problem: PickerProblem) -> Self {
        tracing::error!(%problem, "no file dialog");
        Self::Defect
    }
}

impl From<NoticeProblem> for Trouble {
    fn from(problem: NoticeProblem) -> Self {
        tracing::warn!(%problem, "a notice was not shown");
        Self::Defect
    }
}
