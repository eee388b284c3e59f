//! What a window can be told went wrong. A code exists only because the window has words for it.

use serde::Serialize;
use svara_core::Trouble;
use ts_rs::TS;

/// What went wrong, as a window tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    /// The address is none.
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
    /// It cannot be told whether the desk has it: the member looks.
    Unclear,
    /// Time was asked for in this round before.
    TimeAsked,
    /// Nothing can be saved on this computer.
    Storage,
    /// A defect of the app or of the desktop it runs on; the log says more.
    Defect,
}

/// A failed command.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct ErrorView {
    /// What went wrong.
    pub code: ErrorCode,
}

impl From<Trouble> for ErrorCode {
    fn from(trouble: Trouble) -> Self {
        match trouble {
            Trouble::AddressUnreadable => Self::AddressUnreadable,
            Trouble::AddressNotSecure => Self::AddressNotSecure,
            Trouble::NotADesk => Self::NotADesk,
            Trouble::WrongPassword => Self::WrongPassword,
            Trouble::LockedOut => Self::LockedOut,
            Trouble::SignedOut => Self::SignedOut,
            Trouble::Keychain => Self::Keychain,
            Trouble::Unreachable => Self::Unreachable,
            Trouble::CertificateExpired => Self::CertificateExpired,
            Trouble::CertificateForeign => Self::CertificateForeign,
            Trouble::CertificateUntrusted => Self::CertificateUntrusted,
            Trouble::CaptivePortal => Self::CaptivePortal,
            Trouble::NotEligible => Self::NotEligible,
            Trouble::Throttled => Self::Throttled,
            Trouble::Gone => Self::Gone,
            Trouble::Refused => Self::Refused,
            Trouble::DeskTrouble => Self::DeskTrouble,
            Trouble::NotUnderstood => Self::NotUnderstood,
            Trouble::Unclear => Self::Unclear,
            Trouble::TimeAsked => Self::TimeAsked,
            Trouble::Storage => Self::Storage,
            Trouble::Defect => Self::Defect,
        }
    }
}

impl From<Trouble> for ErrorView {
    fn from(trouble: Trouble) -> Self {
        Self { code: trouble.into() }
    }
}

impl From<ErrorCode> for ErrorView {
    fn from(code: ErrorCode) -> Self {
        Self { code }
    }
}
