//! The connectors of an account: what goes through them is counted, where it was not paid for, and a wish of the desk for
//! quiet is heard whoever it was said to.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use jiff::SignedDuration;
use svara_model::{
    Applied, Attachment, ByteStream, CensusPage, CensusPlace, ChangePage, ChatDesk, ChatId, ChatLine,
    ChatPage, Clock, Connector, Conversation, Cursor, Failure, Finding, LiveFeed, LocalFile, Operation,
    OperationKey, Profile, Progress, RemoteId, Transcript, UploadRef, Withdrawn,
};

use super::Budget;
use crate::house::lock;

/// A connector whose requests are counted.
pub(crate) struct Metered {
    pub(crate) line: Arc<dyn Connector>,
    pub(crate) budget: Arc<Mutex<Budget>>,
    pub(crate) clock: Arc<dyn Clock>,
    /// Whether a request through it is still to be counted.
    pub(crate) counted: bool,
}

impl Metered {
    fn count(&self) -> &dyn Connector {
        if self.counted {
            lock(&self.budget).count(self.clock.steady());
        }
        &*self.line
    }

    fn heard<T>(&self, answer: Result<T, Failure>) -> Result<T, Failure> {
        if let Err(failure) = &answer {
            lock(&self.budget).hush(self.clock.steady(), failure);
        }
        answer
    }
}

#[async_trait]
impl Connector for Metered {
    fn clock_ahead(&self) -> Option<SignedDuration> {
        self.line.clock_ahead()
    }
    async fn profile(&self) -> Result<Profile, Failure> {
        self.heard(self.count().profile().await)
    }
    async fn changes(&self, since: Option<&Cursor>) -> Result<ChangePage, Failure> {
        self.heard(self.count().changes(since).await)
    }
    async fn census(&self, after: Option<&CensusPlace>) -> Result<CensusPage, Failure> {
        self.heard(self.count().census(after).await)
    }
    async fn issue(&self, id: &RemoteId) -> Result<Conversation, Failure> {
        self.heard(self.count().issue(id).await)
    }
    async fn apply(&self, operation: &Operation, key: &OperationKey) -> Result<Applied, Failure> {
        self.heard(self.count().apply(operation, key).await)
    }
    async fn find_applied(
        &self,
        operation: &Operation,
        key: &OperationKey,
        taken: &[Applied],
    ) -> Result<Finding, Failure> {
        self.heard(self.count().find_applied(operation, key, taken).await)
    }
    async fn withdraw(&self, operation: &Operation, key: &OperationKey) -> Result<Withdrawn, Failure> {
        self.heard(self.count().withdraw(operation, key).await)
    }
    async fn upload(
        &self,
        file: &LocalFile,
        key: &OperationKey,
        progress: Progress,
    ) -> Result<UploadRef, Failure> {
        self.heard(self.count().upload(file, key, progress).await)
    }
    async fn download(&self, file: &Attachment) -> Result<ByteStream, Failure> {
        self.heard(self.count().download(file).await)
    }
    fn live(&self) -> Option<Box<dyn LiveFeed>> {
        self.line.live()
    }
    fn chat(&self) -> Option<Arc<dyn ChatLine>> {
        let line = self.line.chat()?;
        Some(Arc::new(MeteredChat { line, budget: self.budget.clone(), clock: self.clock.clone() }))
    }
    async fn ask_me_something(&self) -> Result<(), Failure> {
        self.heard(self.count().ask_me_something().await)
    }
}

/// A chat whose wishes for quiet are heard. Its requests are not counted: a chat is what the member has opened, and its
/// pace is the desk's; who asks without one pays before.
struct MeteredChat {
    line: Arc<dyn ChatLine>,
    budget: Arc<Mutex<Budget>>,
    clock: Arc<dyn Clock>,
}

impl MeteredChat {
    fn heard<T>(&self, answer: Result<T, Failure>) -> Result<T, Failure> {
        if let Err(failure) = &answer {
            lock(&self.budget).hush(self.clock.steady(), failure);
        }
        answer
    }
}

#[async_trait]
impl ChatLine for MeteredChat {
    async fn desk(&self) -> Result<ChatDesk, Failure> {
        self.heard(self.line.desk().await)
    }
    async fn chats(&self, since: Option<&Cursor>) -> Result<ChatPage, Failure> {
        self.heard(self.line.chats(since).await)
    }
    async fn transcript(&self, chat: &ChatId, after: Option<u64>) -> Result<Transcript, Failure> {
        self.heard(self.line.transcript(chat, after).await)
    }
    async fn typing(&self, chat: &ChatId, typing: bool) -> Result<(), Failure> {
        self.heard(self.line.typing(chat, typing).await)
    }
}
