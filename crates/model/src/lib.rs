//! Plain data and the ports of Svara. This crate must not know any desk's wire format, any database, any window and any
//! async runtime; everything else in the house may know it.

mod account;
mod chat;
mod desktop;
mod failure;
mod ids;
mod issue;
mod language;
mod operation;
mod ports;
mod profile;
mod seams;

pub use account::{Account, Address, AddressProblem, Kind};
pub use chat::{
    Availability, Chat, ChatDesk, ChatForm, ChatLine, ChatPage, ChatState, EndedBy, Message, MessageKind,
    Question, Speaker, Topic, Transcript,
};
pub use desktop::{
    ActKind, Desktop, LoginProblem, Notice, NoticeAct, NoticeButton, NoticeKind, NoticeProblem, NoticeSound,
    Notifier, PickFiles, Picker, PickerProblem, Power, ShownId, Vault, VaultProblem,
};
pub use failure::{CertificateProblem, Failure, FailureKind, NetworkProblem, Retry, SignInProblem};
pub use ids::{
    AccountId, AttachmentId, CensusPlace, ChatId, Cursor, EntryId, MessageId, OperationKey, RemoteId,
    RoundKey, TopicId, UploadRef,
};
pub use issue::{
    Allows, Attachment, Author, CensusPage, ChangePage, Conversation, Entry, EntryBrief, Issue, Round, Side,
    Status,
};
pub use language::{Detected, Detector};
pub use operation::{Act, Applied, Departure, Finding, LocalFile, Operation, Withdrawn};
pub use ports::{
    ByteStream, Connector, Credentials, DeskKind, Found, Hint, Kinds, LiveFeed, Progress, SecretSlot,
    SignedIn,
};
pub use profile::{Capabilities, CloseRule, DeskCalendar, DeskFacts, Limits, Member, Profile};
pub use seams::{BoxFuture, Clock, Random};
