//! The built-in desk's chat.

pub(super) mod finding;
pub(super) mod map;
pub(super) mod wire;

use std::sync::Arc;

use async_trait::async_trait;
use http::{Method, StatusCode};
use svara_model::{
    ChatDesk, ChatId, ChatLine, ChatPage, Cursor, Failure, FailureKind, SecretSlot, Transcript,
};

use super::client::{Call, Client};
use crate::answer;

/// Chats in one page of changes.
const PAGE: &str = "200";

/// The chats of one signed-in account.
pub(super) struct SvaraChat {
    client: Client,
    secret: Arc<dyn SecretSlot>,
}

impl SvaraChat {
    pub(super) fn new(client: Client, secret: Arc<dyn SecretSlot>) -> Self {
        Self { client, secret }
    }

    async fn signed<'a>(
        &self,
        what: &'static str,
        method: Method,
        path: &[&'a str],
    ) -> Result<Call<'a>, Failure> {
        Ok(Call::new(what, method, path)?.secret(&self.secret.read().await?))
    }

    async fn page(&self, since: Option<&Cursor>) -> Result<ChatPage, Failure> {
        let mut call = self.signed("chats", Method::GET, &["api", "chats"]).await?.query("limit", PAGE);
        if let Some(since) = since {
            call = call.query("since", since.as_str());
        }
        map::chat_page(self.client.json(call).await?, since)
    }
}

#[async_trait]
impl ChatLine for SvaraChat {
    async fn desk(&self) -> Result<ChatDesk, Failure> {
        let call = self.signed("chat desk", Method::GET, &["api", "chat"]).await?;
        match self.client.json(call).await {
            Ok(desk) => Ok(map::desk(desk)),
            // A desk from before its chat.
            Err(failure) if failure.kind == FailureKind::Gone => {
                Err(Failure::new(FailureKind::Unsupported, failure.detail))
            }
            Err(failure) => Err(failure),
        }
    }

    async fn chats(&self, since: Option<&Cursor>) -> Result<ChatPage, Failure> {
        match self.page(since).await {
            // The only thing at this route that can be gone is the cursor.
            Err(failure) if failure.kind == FailureKind::Gone && since.is_some() => {
                Ok(ChatPage { restarted: true, ..self.page(None).await? })
            }
            page => page,
        }
    }

    async fn transcript(&self, chat: &ChatId, after: Option<u64>) -> Result<Transcript, Failure> {
        let after = after.unwrap_or(0);
        let text = after.to_string();
        let path = ["api", "chats", chat.as_str()];
        let call = self.signed("chat", Method::GET, &path).await?.query("after", &text);
        let transcript = map::transcript(self.client.json(call).await?, after)?;
        if transcript.chat.id == *chat {
            Ok(transcript)
        } else {
            Err(answer::garbled("chat", "another one than asked for"))
        }
    }

    async fn typing(&self, chat: &ChatId, typing: bool) -> Result<(), Failure> {
        let path = ["api", "chats", chat.as_str(), "typing"];
        let call = self.signed("typing", Method::POST, &path).await?.json(&wire::Typing { typing })?;
        self.client.done(call, StatusCode::NO_CONTENT).await
    }
}
