//! The ports to desks. A new kind of desk implements these and nothing else.

use std::{pin::Pin, sync::Arc};

use async_trait::async_trait;
use bytes::Bytes;
use futures_core::Stream;
use jiff::SignedDuration;
use secrecy::SecretString;

use crate::{
    Account, Address, Applied, Attachment, CensusPage, CensusPlace, ChangePage, ChatId, ChatLine,
    Conversation, Cursor, Failure, Finding, Kind, LocalFile, Operation, OperationKey, Profile, RemoteId,
    UploadRef, Withdrawn,
};

/// A file's content as it arrives.
pub type ByteStream = Pin<Box<dyn Stream<Item = Result<Bytes, Failure>> + Send>>;

/// Called with (bytes sent so far, bytes in all).
pub type Progress = Arc<dyn Fn(u64, u64) + Send + Sync>;

/// What a member signs in with. Lives only as long as the sign-in.
#[derive(Clone, Debug)]
pub struct Credentials {
    /// The user name.
    pub user_name: String,
    /// The password.
    pub password: SecretString,
}

/// A desk found at an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Which kind.
    pub kind: Kind,
    /// Its name.
    pub name: String,
    /// Its page for a forgotten password.
    pub password_page: Option<String>,
    /// Whether it is a demonstration.
    pub demo: bool,
}

/// A sign-in that the desk accepted.
#[derive(Debug)]
pub struct SignedIn {
    /// The token to keep in the keychain.
    pub secret: SecretString,
    /// Who signed in, where.
    pub profile: Profile,
}

/// One account's secret, in the keychain (or in memory only, where there is none).
#[async_trait]
pub trait SecretSlot: Send + Sync {
    /// The secret; `SignedOut` when there is none or the keychain does not give it out.
    async fn read(&self) -> Result<SecretString, Failure>;
    /// Stores a rotated secret durably before it is used.
    async fn rotate(&self, secret: SecretString) -> Result<(), Failure>;
}

/// One kind of desk.
#[async_trait]
pub trait DeskKind: Send + Sync {
    /// Whether a desk of this kind is at the address. Sends no credentials. `None`: something else is there.
    async fn probe(&self, address: &Address) -> Result<Option<Found>, Failure>;
    /// Exchanges user name and password for a token.
    async fn sign_in(&self, address: &Address, with: Credentials) -> Result<SignedIn, Failure>;
    /// Speaks for a signed-in account. Sends nothing yet.
    fn open(&self, account: &Account, secret: Arc<dyn SecretSlot>) -> Arc<dyn Connector>;
    /// Ends the sign-in at the desk. An ended sign-in is a success.
    async fn revoke(&self, account: &Account, secret: Arc<dyn SecretSlot>) -> Result<(), Failure>;
}

/// Every kind of desk this house can speak to.
#[async_trait]
pub trait Kinds: Send + Sync {
    /// The connector factory of a kind.
    fn kind(&self, kind: Kind) -> Arc<dyn DeskKind>;
    /// Asks each kind in turn whether the address is a desk of its own. Sends no credentials. `None`: no kind knows it.
    async fn probe(&self, address: &Address) -> Result<Option<Found>, Failure>;
}

/// One signed-in account at one desk.
#[async_trait]
pub trait Connector: Send + Sync {
    /// Member, rank, desk facts, capabilities.
    async fn profile(&self) -> Result<Profile, Failure>;
    /// One bounded page of what changed since the cursor; from the start without one.
    async fn changes(&self, since: Option<&Cursor>) -> Result<ChangePage, Failure>;
    /// One bounded page of the names of all the member's issues; from the start without a place. `Gone`: the desk does
    /// not know that place any more. `Unsupported`: it cannot list them.
    async fn census(&self, after: Option<&CensusPlace>) -> Result<CensusPage, Failure>;
    /// An issue with its entries.
    async fn issue(&self, id: &RemoteId) -> Result<Conversation, Failure>;
    /// Does what the operation says, at most once for a key. A failure that `never_left` says that nothing of it did.
    async fn apply(&self, operation: &Operation, key: &OperationKey) -> Result<Applied, Failure>;
    /// Whether the desk has done the operation. `taken` is what other operations of this account are known to have made;
    /// desks that know operations by their keys need none of it.
    async fn find_applied(
        &self,
        operation: &Operation,
        key: &OperationKey,
        taken: &[Applied],
    ) -> Result<Finding, Failure>;
    /// Takes the operation back, unless it has arrived already. `Unsupported`: this desk cannot, or not any more for this
    /// key; then [`Self::find_applied`] tells.
    async fn withdraw(&self, operation: &Operation, key: &OperationKey) -> Result<Withdrawn, Failure>;
    /// Sends a file ahead of the operation that names it, at most once for a key.
    async fn upload(
        &self,
        file: &LocalFile,
        key: &OperationKey,
        progress: Progress,
    ) -> Result<UploadRef, Failure>;
    /// An attachment's content.
    async fn download(&self, file: &Attachment) -> Result<ByteStream, Failure>;
    /// How far the desk's clock is ahead of this computer's, by its last answer, to a second or two; `None`: it has not said.
    fn clock_ahead(&self) -> Option<SignedDuration> {
        None
    }
    /// Hints that something changed; `None` at desks that must be polled.
    fn live(&self) -> Option<Box<dyn LiveFeed>>;
    /// The desk's chat; `None` at desks without one.
    fn chat(&self) -> Option<Arc<dyn ChatLine>> {
        None
    }
    /// Asks a demonstration desk to ask the member something.
    async fn ask_me_something(&self) -> Result<(), Failure>;
}

/// A stream of hints. Never data to show: a hint only says that a pull is worth it.
#[async_trait]
pub trait LiveFeed: Send {
    /// The next hint. A failure ends the connection; the next call connects again where it broke off.
    async fn next(&mut self) -> Result<Hint, Failure>;
    /// Drops the connection, which may be dead without a sign; the next call connects again where it was.
    fn hang_up(&mut self);
}

/// What a live feed says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hint {
    /// The feed is connected. The desk stands at this cursor, where it says; otherwise whatever happened before is worth
    /// one pull.
    Connected(Option<Cursor>),
    /// Something changed up to this cursor.
    Changed(Cursor),
    /// Something in this chat changed.
    Chat(ChatId),
    /// The team member in this chat types, or has stopped.
    Typing(ChatId, bool),
}
