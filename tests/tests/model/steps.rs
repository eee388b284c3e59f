//! What can happen.

use svara_model::ActKind;

/// How the app ends in the middle of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// Killed.
    Kill,
    /// With the computer's power; the number decides what of the un-synced is left.
    PowerCut(u64),
}

/// One thing that happens, and whether the app ends in the middle of what follows from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Step {
    pub(super) what: What,
    /// After so many milliseconds.
    pub(super) cut: Option<(u16, End)>,
}

/// One thing that happens. Texts are made of words that are typed once and nowhere else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// The member begins a new issue.
    Write { word: u32 },
    /// The member begins a reply, or writes its draft anew.
    Answer { issue: String, word: u32 },
    /// The member writes a draft anew.
    Rewrite { draft: String, word: u32 },
    /// The member deletes a draft.
    Delete { draft: String },
    /// The member sends a draft.
    Send { draft: String },
    /// The member sends a draft and the app ends after so many changes of the disk; a draft that is still one is sent then.
    SendCut { draft: String, changes: u8, end: End },
    /// The member takes an operation back.
    TakeBack { operation: String },
    /// The member tries a stuck operation again.
    Retry { operation: String },
    /// The team asks.
    Ask { issue: String, word: u32 },
    /// The team adds something.
    Reply { issue: String, word: u32 },
    /// The team closes.
    Close { issue: String },
    /// The team opens again.
    Reopen { issue: String },
    /// The member does something with a notice.
    Press { place: usize, act: ActKind },
    /// The member looks at an issue, or away.
    Look { issue: Option<String> },
    /// The network goes, or comes.
    Network { up: bool },
    /// The next requests are lost.
    LoseRequests { count: u32 },
    /// The next answers are lost.
    LoseAnswers { count: u32 },
    /// The desk fails for so many requests.
    Fail { count: u32 },
    /// The desk ends the sign-in.
    SignedOut,
    /// The member signs in.
    SignIn,
    /// The app is closed and opened.
    Restart,
    /// The app ends and is opened.
    Crash(End),
    /// Seconds pass.
    Pass { seconds: u32 },
    /// The member asks for a check.
    Check,
    /// The desk forgets the cursors.
    Expire,
    /// The computer's clock is turned by so many hours.
    Turn { hours: i32 },
    /// The notification service goes, or comes.
    Service { there: bool },
}
