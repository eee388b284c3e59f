//! Follow-up: what the member wants to hear and when, questions that nobody answers, and what must be so of both.

mod check;
mod laters;
mod loudness;
mod member;
mod returns;
mod scenes;

pub(super) use check::Heard;
pub(super) use laters::Later;
pub(super) use returns::Presence;
pub(super) use scenes::add;

/// What has to do with follow-up. Numbers choose among what is there when it happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FollowStep {
    /// The member sets quiet hours.
    Hours,
    /// The member wants no quiet hours.
    NoHours,
    /// The member pauses notices.
    Pause,
    /// The member ends the pause.
    PauseOver,
    /// The member wants to hear of an issue at another time.
    Remind,
    /// The computer is in another zone.
    Zone,
    /// The desk closes silent issues after a working day.
    Rule,
}

/// Where the computer can be.
pub(super) const ZONES: [&str; 4] = ["UTC", "Europe/Stockholm", "America/New_York", "Asia/Tokyo"];
