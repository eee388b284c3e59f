//! One signed-in account at a built-in desk.

use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use futures_util::{StreamExt, stream};
use http::{HeaderValue, Method, StatusCode, header};
use jiff::SignedDuration;
use svara_model::{
    Act, Applied, Attachment, ByteStream, CensusPage, CensusPlace, ChangePage, ChatLine, Clock, Connector,
    Conversation, Cursor, Failure, FailureKind, Finding, LiveFeed, LocalFile, Operation, OperationKey,
    Profile, Progress, RemoteId, SecretSlot, UploadRef, Withdrawn,
};

use super::{
    chat::{self, SvaraChat},
    client::{Call, Client},
    live::SvaraFeed,
    map, wire,
};
use crate::{
    answer, matching,
    transport::{Body, Content},
};

/// Issues in the first page of all, which is to be there soon, and in the later ones, which are to be few.
const FIRST_PAGE: &str = "200";
const PAGE: &str = "1000";
/// Names in one page of a census.
const CENSUS: &str = "1000";
/// A file is handed to the network in pieces of this size, each a step of its progress.
const PIECE: usize = 64 * 1024;

/// The desk remembers keys for 30 days; a day less leaves room for two clocks that are not quite alike.
const KEYS_KEPT: SignedDuration = SignedDuration::from_hours(29 * 24);

pub(super) struct SvaraConnector {
    client: Client,
    clock: Arc<dyn Clock>,
    secret: Arc<dyn SecretSlot>,
}

impl SvaraConnector {
    pub(super) fn new(client: Client, clock: Arc<dyn Clock>, secret: Arc<dyn SecretSlot>) -> Self {
        Self { client, clock, secret }
    }

    fn chats(&self) -> SvaraChat {
        SvaraChat::new(self.client.clone(), Arc::clone(&self.secret))
    }

    /// Whether the desk may have forgotten what the operation's key did. A clock that runs backwards proves nothing.
    fn may_be_forgotten(&self, operation: &Operation) -> bool {
        let age = operation.left.as_ref().map(|left| self.clock.now().duration_since(left.at));
        age.is_none_or(|age| age.is_negative() || age > KEYS_KEPT)
    }

    async fn signed<'a>(
        &self,
        what: &'static str,
        method: Method,
        path: &[&'a str],
    ) -> Result<Call<'a>, Failure> {
        Ok(Call::new(what, method, path)?.secret(&self.secret.read().await?))
    }

    async fn page(&self, since: Option<&Cursor>) -> Result<ChangePage, Failure> {
        let path = ["api", "issues", "changes"];
        let limit = if since.is_some() { PAGE } else { FIRST_PAGE };
        let mut call = self.signed("changes", Method::GET, &path).await?.query("limit", limit);
        if let Some(since) = since {
            call = call.query("since", since.as_str());
        }
        map::change_page(self.client.json(call).await?, since)
    }
}

#[async_trait]
impl Connector for SvaraConnector {
    fn clock_ahead(&self) -> Option<SignedDuration> {
        self.client.clock_ahead()
    }

    async fn profile(&self) -> Result<Profile, Failure> {
        let call = self.signed("profile", Method::GET, &["api", "profile"]).await?;
        Ok(map::profile(self.client.json(call).await?))
    }

    async fn changes(&self, since: Option<&Cursor>) -> Result<ChangePage, Failure> {
        match self.page(since).await {
            // The only thing at this route that can be gone is the cursor.
            Err(failure) if failure.kind == FailureKind::Gone && since.is_some() => {
                Ok(ChangePage { restarted: true, ..self.page(None).await? })
            }
            page => page,
        }
    }

    async fn census(&self, after: Option<&CensusPlace>) -> Result<CensusPage, Failure> {
        let mut call = self.signed("census", Method::GET, &["api", "issues", "census"]).await?;
        call = call.query("limit", CENSUS);
        if let Some(after) = after {
            call = call.query("after", after.as_str());
        }
        match self.client.json(call).await {
            Ok(page) => map::census_page(page, after),
            // A desk from before the census takes its name for an issue's.
            Err(failure) if failure.kind == FailureKind::Gone && after.is_none() => {
                Err(Failure::new(FailureKind::Unsupported, failure.detail))
            }
            Err(failure) => Err(failure),
        }
    }

    async fn issue(&self, id: &RemoteId) -> Result<Conversation, Failure> {
        let call = self.signed("issue", Method::GET, &["api", "issues", id.as_str()]).await?;
        let conversation = map::conversation(self.client.json(call).await?)?;
        if conversation.issue.id == *id {
            Ok(conversation)
        } else {
            Err(answer::garbled("issue", "another one than asked for"))
        }
    }

    async fn apply(&self, operation: &Operation, key: &OperationKey) -> Result<Applied, Failure> {
        let call = match &operation.act {
            Act::Submit { title, language, text, uploads } => {
                let body = wire::NewIssue { title, language, text, uploads: names(uploads) };
                self.signed("submit", Method::POST, &["api", "issues"]).await?.json(&body)?
            }
            Act::Reply { issue, text, uploads } => {
                let body = wire::NewReply { text, uploads: names(uploads) };
                let path = ["api", "issues", issue.as_str(), "entries"];
                self.signed("reply", Method::POST, &path).await?.json(&body)?
            }
            Act::StartChat(question) => {
                let body = chat::map::new_chat(question);
                self.signed("start chat", Method::POST, &["api", "chats"]).await?.json(&body)?
            }
            Act::Say { chat, text, uploads } => {
                let body = wire::NewReply { text, uploads: names(uploads) };
                let path = ["api", "chats", chat.as_str(), "messages"];
                self.signed("say", Method::POST, &path).await?.json(&body)?
            }
            Act::EndChat { chat } => {
                let path = ["api", "chats", chat.as_str(), "end"];
                self.signed("end chat", Method::POST, &path).await?.json(&chat::wire::EndChat {})?
            }
        };
        let call = call.key(key)?;
        if is_of_a_chat(operation) {
            return chat::map::applied(self.client.json(call).await?);
        }
        map::applied(self.client.json(call).await?)
    }

    async fn find_applied(
        &self,
        operation: &Operation,
        key: &OperationKey,
        taken: &[Applied],
    ) -> Result<Finding, Failure> {
        let call = self.signed("operation", Method::GET, &["api", "operations", key.as_str()]).await?;
        match self.client.json(call).await {
            Ok(done) => map::found_applied(done).map(Finding::Done),
            Err(failure) if failure.kind != FailureKind::Gone => Err(failure),
            // The desk has not seen the key, or has forgotten it.
            Err(_) if self.may_be_forgotten(operation) && is_of_a_chat(operation) => {
                chat::finding::find(&self.chats(), operation, key).await
            }
            Err(_) if self.may_be_forgotten(operation) => matching::search(self, operation, taken).await,
            Err(_) => Ok(Finding::NotDone),
        }
    }

    async fn withdraw(&self, operation: &Operation, key: &OperationKey) -> Result<Withdrawn, Failure> {
        let path = ["api", "operations", key.as_str(), "withdraw"];
        let call = self.signed("withdraw", Method::POST, &path).await?;
        match self.client.json(call).await.and_then(map::withdrawn) {
            // Nothing with the key arrives from here on; what had arrived may be forgotten, and has to be looked for.
            Ok(Withdrawn::Withdrawn) if self.may_be_forgotten(operation) => {
                Err(Failure::new(FailureKind::Unsupported, "withdraw: the desk may have forgotten the key"))
            }
            // A desk from before this route.
            Err(failure) if failure.kind == FailureKind::Gone => {
                Err(Failure::new(FailureKind::Unsupported, failure.detail))
            }
            withdrawn => withdrawn,
        }
    }

    async fn upload(
        &self,
        file: &LocalFile,
        key: &OperationKey,
        progress: Progress,
    ) -> Result<UploadRef, Failure> {
        let length = file.bytes.len() as u64;
        let call = self
            .signed("upload", Method::POST, &["api", "uploads"])
            .await?
            .query("name", &file.name)
            .key(key)?
            .content(&file.media_type, pieces(file.bytes.clone(), Arc::clone(&progress)))
            .while_it_moves();
        let upload: wire::Upload = self.client.json(call).await?;
        if upload.bytes != length {
            return Err(answer::garbled("upload", "another length than was sent"));
        }
        progress(length, length);
        Ok(UploadRef::new(map::id(upload.id, "upload")?))
    }

    async fn download(&self, file: &Attachment) -> Result<ByteStream, Failure> {
        let call = self
            .signed("download", Method::GET, &["api", "attachments", file.id.as_str()])
            .await?
            .header(header::ACCEPT, HeaderValue::from_static("*/*"))
            .while_it_moves();
        let (_, body) = self.client.stream(call).await?.into_parts();
        Ok(exactly(file.bytes, body))
    }

    fn live(&self) -> Option<Box<dyn LiveFeed>> {
        let (client, clock) = (self.client.clone(), Arc::clone(&self.clock));
        Some(Box::new(SvaraFeed::new(client, clock, Arc::clone(&self.secret))))
    }

    fn chat(&self) -> Option<Arc<dyn ChatLine>> {
        Some(Arc::new(self.chats()))
    }

    async fn ask_me_something(&self) -> Result<(), Failure> {
        // Nothing is repeated here, so a name by time is enough of a key.
        let key = OperationKey::new(format!("ask-{}", self.clock.now().as_nanosecond()));
        let call = self.signed("ask", Method::POST, &["api", "demo", "ask"]).await?.key(&key)?;
        match self.client.done(call, StatusCode::ACCEPTED).await {
            Err(failure) if failure.kind == FailureKind::Gone => {
                Err(Failure::new(FailureKind::Unsupported, failure.detail))
            }
            done => done,
        }
    }
}

fn is_of_a_chat(operation: &Operation) -> bool {
    matches!(operation.act, Act::StartChat(_) | Act::Say { .. } | Act::EndChat { .. })
}

fn names(uploads: &[UploadRef]) -> Vec<&str> {
    uploads.iter().map(UploadRef::as_str).collect()
}

/// A file's content in pieces. A piece is asked for once the network has room for it, which is what progress means here.
fn pieces(bytes: Bytes, progress: Progress) -> Content {
    let length = bytes.len() as u64;
    let chunks = stream::unfold((bytes, progress), move |(mut rest, progress)| async move {
        progress(length - rest.len() as u64, length);
        let piece = rest.split_to(rest.len().min(PIECE));
        (!piece.is_empty()).then_some((piece, (rest, progress)))
    });
    Content::Stream { length, chunks: Box::pin(chunks) }
}

/// The content of a file, which is exactly as long as the desk said, or fails.
fn exactly(length: u64, body: Body) -> ByteStream {
    let bytes = stream::unfold(Some((body, length)), |state| async move {
        let (mut body, left) = state?;
        match body.next().await {
            Some(Ok(chunk)) => match left.checked_sub(chunk.len() as u64) {
                Some(left) => Some((Ok(chunk), Some((body, left)))),
                None => Some((Err(answer::garbled("download", "longer than announced")), None)),
            },
            Some(Err(problem)) => Some((Err(problem.into()), None)),
            None if left == 0 => None,
            None => Some((Err(answer::garbled("download", "shorter than announced")), None)),
        }
    });
    Box::pin(bytes)
}
