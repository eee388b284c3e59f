//! What can go wrong between this computer and a desk, said once.

use std::time::Duration;

/// Why the desk could not do what was asked, and when it is worth asking again.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{kind:?} ({detail})")]
pub struct Failure {
    /// What went wrong.
    pub kind: FailureKind,
    /// When to try again; decided where the failure is made, nowhere else.
    pub retry: Retry,
    /// For the log: never a secret, never the text of an issue.
    pub detail: String,
}

/// What went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailureKind {
    /// The desk was not reached.
    Offline(NetworkProblem),
    /// The desk asks for fewer requests.
    Throttled,
    /// Nobody is signed in (any more).
    SignedOut(SignInProblem),
    /// The member may not do this; at issue and chat routes: their rank is below the desk's lowest.
    Forbidden,
    /// What was asked for is not there (any more), or not the member's.
    Gone,
    /// Something else happened first, or the same operation is under way.
    Conflict,
    /// The desk refuses what was sent.
    Invalid,
    /// The desk does not take a chat now: closed, or full.
    NotNow,
    /// This desk cannot do it.
    Unsupported,
    /// The desk is in trouble.
    ServerFault,
    /// The answer was not understood; nothing of it was used.
    Garbled,
}

/// Why a desk was not reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NetworkProblem {
    /// No such host, connection refused, no network: nothing was sent.
    Unreachable,
    /// No answer in time. Whether the desk received the request is unknown.
    TimedOut,
    /// The connection broke while the request was under way. Whether the desk received it is unknown.
    Broken,
    /// The desk's certificate is not to be trusted.
    Certificate(CertificateProblem),
    /// A network's own sign-in page answered in place of the desk.
    CaptivePortal,
}

/// Why a certificate is not to be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CertificateProblem {
    /// Its time is over, or has not begun.
    Expired,
    /// It belongs to another host.
    WrongHost,
    /// Nobody this computer trusts has signed it.
    Untrusted,
    /// Anything else.
    Other,
}

/// Why nobody is signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignInProblem {
    /// User name and password do not fit together.
    WrongPassword,
    /// The sign-in has ended, here or at the desk.
    Ended,
    /// Too many wrong passwords; try later.
    Locked,
    /// The keychain cannot be read now; the sign-in itself may be good.
    Keychain,
}

/// When it is worth trying again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retry {
    /// Not before this time has passed.
    After(Duration),
    /// With back-off, or as soon as the network is back.
    WhenOnline,
    /// As soon as the member has signed in.
    WhenSignedIn,
    /// Never; the member has to change something.
    Never,
}

impl Failure {
    /// A failure with the usual answer to "when again?" of its kind.
    pub fn new(kind: FailureKind, detail: impl Into<String>) -> Self {
        let retry = match kind {
            FailureKind::Offline(_) | FailureKind::ServerFault | FailureKind::Garbled => Retry::WhenOnline,
            FailureKind::Throttled => Retry::After(Duration::from_secs(60)),
            FailureKind::SignedOut(_) => Retry::WhenSignedIn,
            FailureKind::Conflict => Retry::After(Duration::from_secs(1)),
            FailureKind::Forbidden
            | FailureKind::Gone
            | FailureKind::Invalid
            | FailureKind::NotNow
            | FailureKind::Unsupported => Retry::Never,
        };
        Self { kind, retry, detail: detail.into() }
    }

    /// The same failure, to be tried again after `length`.
    #[must_use]
    pub fn after(mut self, length: Duration) -> Self {
        self.retry = Retry::After(length);
        self
    }

    /// Whether no connection came about, so that nothing of what was asked is at the desk or on its way there.
    pub fn never_left(&self) -> bool {
        matches!(
            self.kind,
            FailureKind::Offline(NetworkProblem::Unreachable | NetworkProblem::Certificate(_))
        )
    }

    /// Whether the desk may have done what was asked although we saw no answer.
    pub fn outcome_unknown(&self) -> bool {
        matches!(
            self.kind,
            FailureKind::Offline(NetworkProblem::TimedOut | NetworkProblem::Broken)
                | FailureKind::ServerFault
                | FailureKind::Garbled
        )
    }
}
