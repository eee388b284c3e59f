//! A team member of a desk who works through the desk's HTTP interface, as another program would.

use std::sync::atomic::{AtomicU32, Ordering};

use anyhow::{Context, Result, ensure};
use bytes::Bytes;
use http::{HeaderName, StatusCode, header};
use jiff::Timestamp;
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Value, json};

use super::Peer;

/// A team member with a session at one desk.
#[derive(Clone, Debug)]
pub struct Agent {
    peer: Peer,
}

/// An issue as the desk has it.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
pub struct DeskIssue {
    /// The desk's id of it.
    pub id: String,
    /// The number that people call it by.
    pub number: String,
    /// Its title.
    pub title: String,
    /// `open`, `awaiting_feedback` or `closed`.
    pub status: String,
    /// When it was opened.
    pub opened: Timestamp,
    /// When it was closed, if it is.
    pub closed: Option<Timestamp>,
}

/// A message of an issue.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
pub struct DeskEntry {
    /// What it says.
    pub text: String,
    /// The files that came with it.
    pub attachments: Vec<DeskFile>,
}

/// A file of a message.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
pub struct DeskFile {
    /// The desk's id of it.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its type, by its content.
    pub media_type: String,
}

/// Every write has a key of its own, whoever of a test it comes from.
static WRITES: AtomicU32 = AtomicU32::new(0);

impl Agent {
    /// Signs in at the desk of that address.
    pub async fn sign_in(desk: &str, user_name: &str, password: &str) -> Result<Self> {
        Ok(Self { peer: signed_in(desk, user_name, password, "agent").await? })
    }

    /// Every issue of the desk, whoever's it is.
    pub async fn issues(&self) -> Result<Vec<DeskIssue>> {
        #[derive(Deserialize)]
        struct Page {
            issues: Vec<DeskIssue>,
            next: Option<String>,
        }

        let mut page: Page = self.read("api/agent/issues?limit=200").await?;
        let mut all = page.issues;
        while let Some(after) = page.next {
            page = self.read(&format!("api/agent/issues?limit=200&after={after}")).await?;
            all.append(&mut page.issues);
        }
        Ok(all)
    }

    /// The issue of that id.
    pub async fn issue(&self, id: &str) -> Result<DeskIssue> {
        let issues = self.issues().await?;
        issues.into_iter().find(|issue| issue.id == id).with_context(|| format!("no issue {id}"))
    }

    /// The messages of an issue, oldest first.
    pub async fn entries(&self, issue: &str) -> Result<Vec<DeskEntry>> {
        #[derive(Deserialize)]
        struct Conversation {
            entries: Vec<DeskEntry>,
        }

        let conversation: Conversation = self.read(&format!("api/agent/issues/{issue}")).await?;
        Ok(conversation.entries)
    }

    /// Everything that was said in the chat with that question, oldest first, once the agent is in it.
    pub async fn transcript(&self, question: &str) -> Result<Vec<DeskEntry>> {
        #[derive(Deserialize)]
        struct Chats {
            mine: Vec<Chat>,
        }
        #[derive(Deserialize)]
        struct Chat {
            id: String,
            question: String,
        }
        #[derive(Deserialize)]
        struct Transcript {
            messages: Vec<DeskEntry>,
        }

        let chats: Chats = self.read("api/agent/chats").await?;
        let chat = chats.mine.into_iter().find(|chat| chat.question == question).context("no such chat")?;
        let transcript: Transcript = self.read(&format!("api/agent/chats/{}", chat.id)).await?;
        Ok(transcript.messages)
    }

    /// The content of a file.
    pub async fn file(&self, id: &str) -> Result<Bytes> {
        let answer = self.peer.get(&format!("api/attachments/{id}")).await?;
        ensure!(answer.status.is_success(), "the file {id}: {}", answer.status);
        Ok(answer.bytes)
    }

    /// Asks the member for feedback.
    pub async fn ask(&self, issue: &str, text: &str) -> Result<()> {
        let entry = json!({"text": text, "kind": "ask", "uploads": []});
        self.write(&format!("api/agent/issues/{issue}/entries"), &entry).await
    }

    /// Closes an issue with a last word.
    pub async fn close(&self, issue: &str, text: &str) -> Result<()> {
        self.write(&format!("api/agent/issues/{issue}/close"), &json!({"text": text})).await
    }

    async fn read<T: DeserializeOwned>(&self, path: &str) -> Result<T> {
        let answer = self.peer.get(path).await?;
        ensure!(answer.status.is_success(), "{path}: {}", answer.status);
        serde_json::from_slice(&answer.bytes).with_context(|| path.to_owned())
    }

    async fn write(&self, path: &str, body: &Value) -> Result<()> {
        write(&self.peer, path, body).await
    }
}

/// Whoever signs in there from now on, as `agent` or as `member`.
pub(super) async fn signed_in(desk: &str, user_name: &str, password: &str, role: &str) -> Result<Peer> {
    let peer = Peer::new(&format!("{}/", desk.trim_end_matches('/')));
    let person = json!({"user_name": user_name, "password": password, "as": role});
    let answer = peer.post("api/session", &person).await?;
    ensure!(answer.status == StatusCode::CREATED, "the {role}'s sign-in: {}", answer.status);
    let session = answer.json()?;
    let token = session.get("token").and_then(Value::as_str).context("no token")?;
    Ok(peer.with(header::AUTHORIZATION, &format!("Bearer {token}")))
}

/// Writes once.
pub(super) async fn write(peer: &Peer, path: &str, body: &Value) -> Result<()> {
    let key = format!("write-{}", WRITES.fetch_add(1, Ordering::Relaxed));
    let peer = peer.clone().with(HeaderName::from_static("idempotency-key"), &key);
    let answer = peer.post(path, body).await?;
    ensure!(answer.status.is_success(), "{path}: {} {:?}", answer.status, answer.bytes);
    Ok(())
}
