//! Members and settings, as agents see and change them.

use serde::{Deserialize, Deserializer, Serialize};
use utoipa::ToSchema;

use crate::{
    facts::{Calendar, ChatRules, CloseRule},
    wire::{IssueMember, chats::AgentChat},
};

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AgentMember {
    #[serde(flatten)]
    pub(crate) member: IssueMember,
    /// Whether the desk serves this rank.
    pub(crate) eligible: bool,
    pub(crate) disabled: bool,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AgentMembers {
    /// By user name.
    pub(crate) members: Vec<AgentMember>,
    /// For `after`; `null` at the end.
    pub(crate) next: Option<String>,
}

/// What is not given stays as it is.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChangeMember {
    /// One of the desk's ranks, or `null` for none.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub(crate) rank: Option<Option<String>>,
    #[serde(default)]
    pub(crate) disabled: Option<bool>,
}

/// Tells a `null` from a value that is not there.
fn given<'a, D: Deserializer<'a>>(from: D) -> Result<Option<Option<String>>, D::Error> {
    Option::deserialize(from).map(Some)
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MemberChats {
    /// The latest first, at most 100.
    pub(crate) chats: Vec<AgentChat>,
}

/// The settings that agents change.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AgentSettings {
    pub(crate) announcement: Option<String>,
    /// The lowest rank that the desk serves; `null`: it serves everybody.
    pub(crate) lowest_rank: Option<String>,
    /// The languages that issues may be written in; empty: any.
    pub(crate) languages: Vec<String>,
    pub(crate) chat_languages: Vec<String>,
    pub(crate) chat: ChatRules,
    pub(crate) close_rule: Option<CloseRule>,
    /// On which days the desk works; stays as it is when it is not given.
    #[serde(default)]
    pub(crate) calendar: Option<Calendar>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AgentSettingsNow {
    #[serde(flatten)]
    pub(crate) settings: AgentSettings,
    /// Lowest first; agents do not change them.
    pub(crate) ranks: Vec<String>,
}
