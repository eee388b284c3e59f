//! What every connector promises, whatever desk is behind it. A kind of desk proves itself by a [`DeskUnderTest`] and one
//! line: `connector_contract!(name, async_function_that_makes_one)`.
//!
//! A fact fails by a panic that says what was expected: it is a test, only written where each kind of desk can run it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "facts are tests; here they stand in a library so that every kind of desk runs them"
)]
#![allow(missing_docs, reason = "a fact's name says what it holds")]

pub mod changes;
pub mod chats;
pub mod closing;
pub mod files;
pub mod issues;
pub mod live;
mod member;
pub mod signing_in;
pub mod writing;

use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use svara_model::{Address, ChatId, CloseRule, DeskCalendar, DeskKind, RemoteId};

pub use self::member::{Member, Slot};

/// A desk that a test can steer from the other side. Each fact gets one of its own, empty.
#[async_trait]
pub trait DeskUnderTest: Send + Sync {
    /// The connector's way in.
    fn kind(&self) -> Arc<dyn DeskKind>;
    /// Where the desk is.
    fn address(&self) -> Address;
    /// Adds a member.
    async fn member(&self, standing: Standing) -> Login;
    /// Has an agent do something with an issue.
    async fn agent(&self, issue: &RemoteId, does: AgentAct<'_>);
    /// Removes an issue for good, and no event says so.
    async fn lose(&self, issue: &RemoteId);
    /// Ends every sign-in of a member, at the desk.
    async fn end_sign_ins(&self, login: &Login);
    /// Stops the desk, breaking all connections, and starts it again at the same address.
    async fn restart(&self);
    /// The other side of its chats; none: this kind of desk has no chat.
    fn chats(&self) -> Option<&dyn ChatSide> {
        None
    }
    /// Its rule for silent issues; none: this kind of desk says nothing of it.
    fn closing(&self) -> Option<&dyn ClosingSide> {
        None
    }
}

/// The other side of a desk's rule for silent issues.
#[async_trait]
pub trait ClosingSide: Send + Sync {
    /// From now on it closes silent issues, in a calendar; the rule says when.
    async fn rule(&self, rule: CloseRule, calendar: DeskCalendar);
    /// Lets time pass at the desk, and the desk look after its issues.
    async fn pass(&self, length: Duration);
}

/// The other side of a desk's chats.
#[async_trait]
pub trait ChatSide: Send + Sync {
    /// Has an agent, always the same one, do something with a chat.
    async fn agent(&self, chat: &ChatId, does: ChatAct<'_>);
    /// Says who is let into the queue from now on.
    async fn door(&self, door: ChatDoor);
}

/// What an agent does with a chat.
#[derive(Clone, Copy, Debug)]
pub enum ChatAct<'a> {
    /// Takes it.
    Take,
    /// Writes.
    Say(&'a str),
    /// Types.
    Type,
    /// Gives it back to the queue.
    PutBack,
    /// Asks the member to submit an issue instead.
    SuggestIssue,
    /// Ends it.
    End,
}

/// Who is let into the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChatDoor {
    Open,
    Closed,
    /// Nobody, for so many wait.
    Full,
}

/// How a desk sees a new member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The desk serves them.
    Served,
    /// Their rank is below the desk's lowest.
    BelowLowestRank,
}

/// What a member signs in with.
#[derive(Clone, Debug)]
pub struct Login {
    pub user_name: String,
    pub password: String,
}

/// What an agent does with an issue.
#[derive(Clone, Copy, Debug)]
pub enum AgentAct<'a> {
    /// Asks for feedback.
    Ask(&'a str),
    /// Answers without asking.
    Reply(&'a str),
    /// Writes what only agents may read.
    Note(&'a str),
    /// Closes it.
    Close,
    /// Opens it again.
    Reopen,
}

/// A hint may take this long, and so may anything else a fact waits for.
pub(crate) const SOON: Duration = Duration::from_secs(2);

/// What comes soon, or a failed fact.
pub(crate) async fn soon<T>(what: &str, awaited: impl Future<Output = T>) -> T {
    tokio::time::timeout(SOON, awaited)
        .await
        .unwrap_or_else(|_| panic!("{what} did not come within {SOON:?}"))
}

/// Makes one test of every fact of the contract, each against a desk of its own made by `$make`.
#[macro_export]
macro_rules! connector_contract {
    ($module:ident, $make:path) => {
        mod $module {
            $crate::connector_contract! { @areas $make;
                signing_in {
                    a_desk_is_found_without_credentials
                    nothing_is_found_where_no_desk_is
                    a_sign_in_gives_a_token_and_the_profile
                    a_wrong_password_is_said_and_no_more
                    a_revoked_token_is_signed_out_everywhere
                    a_sign_in_ended_by_the_desk_is_said
                    a_member_below_the_lowest_rank_reads_the_profile_and_no_issue
                }
                changes {
                    changes_come_in_pages_and_end
                    a_page_asked_again_is_the_same
                    only_what_changed_comes_again
                    an_unknown_cursor_begins_anew
                    internal_notes_never_arrive
                    nobody_sees_anothers_issues
                    a_later_change_has_a_later_time
                    a_census_names_all_of_the_members_issues_and_no_other
                    an_issue_lost_without_a_word_is_missed_by_the_census_alone
                    a_census_place_that_is_unknown_is_gone
                }
                issues {
                    an_issue_keeps_what_was_written
                    a_rounds_key_stays_until_it_is_answered
                    a_closed_issue_has_its_date_and_takes_no_reply
                    closing_ends_the_round
                    a_reopened_issue_is_open_again
                    foreign_and_missing_issues_are_gone
                }
                closing {
                    a_rule_is_told_with_its_calendar
                    a_silent_issue_is_warned_of_and_then_closed
                    holidays_put_the_end_off
                }
                writing {
                    applied_twice_with_one_key_is_one_issue
                    applied_at_once_with_one_key_is_one_issue
                    one_key_serves_one_operation
                    an_operation_is_found_after_it_was_applied_and_not_before
                    keys_belong_to_their_member
                    what_was_withdrawn_never_arrives
                    what_has_arrived_is_not_withdrawn
                    what_is_missing_or_too_long_is_invalid
                }
                files {
                    a_file_comes_back_byte_for_byte
                    uploaded_twice_with_one_key_is_one_file
                    an_upload_serves_one_entry
                    files_of_others_are_gone
                    a_file_the_desk_does_not_take_is_invalid
                }
                chats {
                    a_desk_says_whether_it_chats
                    a_chat_waits_is_taken_and_ends
                    a_transcript_goes_on_after_any_message
                    done_twice_with_one_key_is_done_once
                    what_was_done_in_a_chat_is_found_and_not_before
                    what_was_taken_back_is_never_said
                    a_closed_or_full_desk_takes_no_chat
                    closing_ends_what_waits
                    a_member_has_one_chat_at_a_time
                    an_ended_chat_takes_no_word_and_can_be_ended_again
                    pictures_come_with_their_message
                    a_chat_given_back_waits_again
                    an_issue_instead_is_asked_for
                    changed_chats_come_after_a_cursor
                    nobody_reads_anothers_chat
                    a_member_below_the_lowest_rank_has_no_chat
                    what_is_missing_or_too_long_is_not_said
                    changes_and_typing_are_hinted_soon
                    places_move_up_as_others_leave
                }
                live {
                    a_change_is_hinted_soon
                    a_feed_resumes_after_the_desk_restarted
                    a_feed_ends_with_its_sign_in
                }
            }
        }
    };
    (@areas $make:path; $($area:ident { $($fact:ident)* })*) => {
        $(mod $area {
            $(#[tokio::test]
            async fn $fact() {
                let desk = $make().await;
                $crate::contract::$area::$fact(&desk).await;
            })*
        })*
    };
}
