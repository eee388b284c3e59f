//! Who the member is at the desk, and what the desk is like.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What a desk says of itself and of the member. Served to members below the lowest rank too, so that they are told why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// The member.
    pub member: Member,
    /// The desk.
    pub desk: DeskFacts,
}

/// The member, as the desk knows them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// The name to show.
    pub name: String,
    /// The name to sign in with.
    pub user_name: String,
    /// Where the desk writes to.
    pub email: Option<String>,
    /// The member ID.
    pub member_id: Option<String>,
    /// The member's rank by its name at the desk; absent at desks without ranks.
    pub rank: Option<String>,
    /// Whether the desk serves the member.
    pub eligible: bool,
}

/// The desk, as it describes itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeskFacts {
    /// The desk's name.
    pub name: String,
    /// Its standing message to members. Hostile text.
    pub announcement: Option<String>,
    /// The lowest rank it serves, by name.
    pub lowest_rank: Option<String>,
    /// The languages issues may be written in (BCP 47); empty: any.
    pub languages: Vec<String>,
    /// The languages of the chat (BCP 47).
    pub chat_languages: Vec<String>,
    /// What it accepts.
    pub limits: Limits,
    /// When it closes silent issues, where it says.
    pub close_rule: Option<CloseRule>,
    /// On which days it works, where it says.
    #[serde(default)]
    pub calendar: Option<DeskCalendar>,
    /// The page for a forgotten password, an https address (http on loopback).
    pub password_page: Option<String>,
    /// What it can do.
    pub capabilities: Capabilities,
}

/// What a desk accepts. Lengths are in characters (Unicode scalar values), sizes in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// The longest title, language tag included.
    pub title_chars: u32,
    /// The longest description or reply.
    pub text_chars: u32,
    /// The largest file.
    pub file_bytes: u64,
    /// The most files with one entry.
    pub files_per_entry: u32,
}

/// When a desk closes issues that stay silent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CloseRule {
    /// After so many working days without an answer.
    pub working_days: u32,
    /// Whether the desk warns before.
    pub warns: bool,
}

/// On which days a desk works: what its close rule counts in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeskCalendar {
    /// Where its days begin and end, by the IANA name. Perhaps one that this computer does not know.
    pub zone: String,
    /// Days of the week on which nobody works: 1 is Monday, 7 is Sunday; never all.
    pub weekend: Vec<u8>,
    /// Other days on which nobody works, for about a year from today and back.
    pub holidays: Vec<Date>,
}

/// What a desk can do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Capabilities {
    /// Take files.
    pub attachments: bool,
    /// Tell of changes at once.
    pub live: bool,
    /// Chat.
    pub chat: bool,
    /// Be asked to ask the member something (a demo desk only).
    pub demo: bool,
    /// It does not know operations by their keys, so that what is sent twice is there twice.
    #[serde(default)]
    pub keyless: bool,
}
