//! A desk with two members, one member below the lowest rank, an agent, and a clock of its own.

use std::{sync::Arc, time::Duration};

use axum::{
    Router,
    body::Body,
    http::{HeaderMap, Method, Request, StatusCode},
};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use svara_desk::{BoxFuture, Clock, Desk, NewUser, Settings};
use tempfile::TempDir;
use tokio::sync::watch;
use tower::ServiceExt;

/// 2026-11-22T12:00:00Z.
pub(crate) const START: i64 = 1_795_348_800_000;

/// A clock that moves only when a test says so.
#[derive(Clone)]
pub(crate) struct HandClock(watch::Sender<i64>);

impl HandClock {
    fn new() -> Self {
        Self(watch::channel(START).0)
    }

    pub(crate) fn forward(&self, length: Duration) {
        self.0.send_modify(|now| *now += i64::try_from(length.as_millis()).unwrap());
    }
}

impl Clock for HandClock {
    fn now(&self) -> jiff::Timestamp {
        jiff::Timestamp::from_millisecond(*self.0.borrow()).unwrap()
    }

    fn sleep(&self, length: Duration) -> BoxFuture<'static, ()> {
        let mut now = self.0.subscribe();
        let until = *now.borrow() + i64::try_from(length.as_millis()).unwrap();
        Box::pin(async move {
            let _ = now.wait_for(|now| *now >= until).await;
        })
    }
}

pub(crate) struct Rig {
    pub(crate) desk: Desk,
    pub(crate) clock: HandClock,
    pub(crate) router: Router,
    pub(crate) elsa: String,
    pub(crate) nils: String,
    pub(crate) bo: String,
    pub(crate) maja: String,
    pub(crate) folder: TempDir,
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) bytes: Vec<u8>,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or(Value::Null)
    }

    pub(crate) fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or_default().to_owned()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The body, of an answer that must have this status.
    #[track_caller]
    pub(crate) fn ok(self, status: u16) -> Value {
        assert_eq!(self.status.as_u16(), status, "{}", String::from_utf8_lossy(&self.bytes));
        self.json()
    }

    /// A refusal must be problem details with this status and code.
    #[track_caller]
    pub(crate) fn refused(self, status: u16, code: &str) -> Value {
        let body = self.json();
        assert_eq!((self.status.as_u16(), self.code().as_str()), (status, code), "{body}");
        assert_eq!(self.header("content-type"), "application/problem+json");
        assert_eq!(body["status"], status);
        assert_eq!(body["type"], format!("urn:svara:problem:{code}"));
        body
    }
}

impl Rig {
    pub(crate) async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = HandClock::new();
        let desk = open(&folder, &clock).await;
        for user in [
            NewUser::member("elsa", "Elsa Lind").rank("Gold"),
            NewUser::member("nils", "Nils Berg").rank("Silver"),
            NewUser::member("bo", "Bo Ek").rank("Member"),
            NewUser::agent("maja", "Maja"),
        ] {
            desk.add_user(user).await.unwrap();
        }
        let token = |name: &'static str| {
            let desk = desk.clone();
            async move { desk.seed_session(name).await.unwrap() }
        };
        Self {
            elsa: token("elsa").await,
            nils: token("nils").await,
            bo: token("bo").await,
            maja: token("maja").await,
            router: desk.router(),
            desk,
            clock,
            folder,
        }
    }

    pub(crate) async fn ask(&self, request: Request<Body>) -> Answer {
        ask(&self.router, request).await
    }

    pub(crate) async fn get(&self, token: &str, path: &str) -> Answer {
        self.ask(request(Method::GET, path, token).body(Body::empty()).unwrap()).await
    }

    pub(crate) async fn post(&self, token: &str, path: &str, key: &str, body: &Value) -> Answer {
        self.ask(posting(token, path, key, body)).await
    }

    pub(crate) async fn put(&self, token: &str, path: &str, body: &Value) -> Answer {
        let request = request(Method::PUT, path, token).header("content-type", "application/json");
        self.ask(request.body(Body::from(body.to_string())).unwrap()).await
    }

    pub(crate) async fn patch(&self, token: &str, path: &str, body: &Value) -> Answer {
        let request = request(Method::PATCH, path, token).header("content-type", "application/json");
        self.ask(request.body(Body::from(body.to_string())).unwrap()).await
    }

    /// One of the desk's settings as `svara-desk set` changes it.
    pub(crate) async fn set(&self, key: &str, value: &str) {
        let facts = self.desk.facts().await.unwrap().with(key, value).unwrap();
        self.desk.set_facts(facts).await.unwrap();
    }

    /// Another agent: the token.
    pub(crate) async fn second_agent(&self) -> String {
        self.desk.add_user(NewUser::agent("tom", "Tom")).await.unwrap();
        self.desk.seed_session("tom").await.unwrap()
    }

    /// The id of a new chat of this member.
    pub(crate) async fn chat(&self, token: &str, question: &str) -> String {
        let key: String = question.chars().filter(char::is_ascii_alphanumeric).take(60).collect();
        let written = self.post(token, "/api/chats", &format!("chat-{key}"), &chat_form(question)).await;
        text(&written.ok(201)["chat"]["id"])
    }

    /// A chat as its member sees it.
    pub(crate) async fn see(&self, token: &str, chat: &str) -> Value {
        self.get(token, &format!("/api/chats/{chat}")).await.ok(200)
    }

    /// What a member says in a chat.
    pub(crate) async fn say(&self, token: &str, chat: &str, key: &str, words: &str) -> Answer {
        self.post(token, &format!("/api/chats/{chat}/messages"), key, &json!({"text": words})).await
    }

    /// What an agent does with a chat without a key.
    pub(crate) async fn at_chat(&self, token: &str, chat: &str, act: &str, body: &Value) -> Answer {
        self.post(token, &format!("/api/agent/chats/{chat}/{act}"), "", body).await
    }

    pub(crate) async fn take(&self, token: &str, chat: &str) -> Value {
        self.at_chat(token, chat, "take", &json!({})).await.ok(200)["chat"].clone()
    }

    /// What an agent says in a chat.
    pub(crate) async fn agent_says(&self, token: &str, chat: &str, key: &str, words: &str) -> Answer {
        self.post(token, &format!("/api/agent/chats/{chat}/messages"), key, &json!({"text": words})).await
    }

    pub(crate) async fn upload(&self, token: &str, key: &str, name: &str, bytes: &[u8]) -> Answer {
        let path = format!("/api/uploads?name={name}");
        let request = request(Method::POST, &path, token).header("idempotency-key", key);
        self.ask(request.body(Body::from(bytes.to_vec())).unwrap()).await
    }

    /// The id of a new issue of this member.
    pub(crate) async fn issue(&self, token: &str, title: &str) -> String {
        let body = json!({"title": title, "language": "sv", "text": "Det går inte."});
        let written = self.post(token, "/api/issues", &format!("new {title}").replace(' ', "-"), &body).await;
        text(&written.ok(201)["issue"]["id"])
    }

    /// An agent's entry; the issue after it.
    pub(crate) async fn agent(&self, issue: &str, kind: &str, says: &str) -> Value {
        let path = format!("/api/agent/issues/{issue}/entries");
        let key: String = says.chars().filter(char::is_ascii_alphanumeric).take(60).collect();
        let key = format!("{kind}-{key}");
        self.post(&self.maja, &path, &key, &json!({"kind": kind, "text": says})).await.ok(201)["issue"]
            .clone()
    }

    pub(crate) async fn changes(&self, token: &str, since: Option<&str>) -> Value {
        let since = since.map(|since| format!("?since={since}")).unwrap_or_default();
        self.get(token, &format!("/api/issues/changes{since}")).await.ok(200)
    }

    /// The same desk again, opened from its folder.
    pub(crate) async fn reopened(self) -> Self {
        let Self { desk, clock, router, elsa, nils, bo, maja, folder } = self;
        drop((desk, router));
        let desk = open(&folder, &clock).await;
        Self { router: desk.router(), desk, clock, elsa, nils, bo, maja, folder }
    }
}

async fn open(folder: &TempDir, clock: &HandClock) -> Desk {
    let settings = Settings { clock: Arc::new(clock.clone()), ..Settings::new(folder.path().join("desk")) };
    Desk::open(settings).await.unwrap()
}

pub(crate) async fn ask(router: &Router, request: Request<Body>) -> Answer {
    let (parts, body) = router.clone().oneshot(request).await.unwrap().into_parts();
    let bytes = body.collect().await.unwrap().to_bytes().to_vec();
    Answer { status: parts.status, headers: parts.headers, bytes }
}

pub(crate) fn request(method: Method, path: &str, token: &str) -> axum::http::request::Builder {
    let request = Request::builder().method(method).uri(path);
    if token.is_empty() { request } else { request.header("authorization", format!("Bearer {token}")) }
}

pub(crate) fn posting(token: &str, path: &str, key: &str, body: &Value) -> Request<Body> {
    let request = request(Method::POST, path, token).header("content-type", "application/json");
    let request = if key.is_empty() { request } else { request.header("idempotency-key", key) };
    request.body(Body::from(body.to_string())).unwrap()
}

pub(crate) fn chat_form(question: &str) -> Value {
    json!({
        "name": "Elsa L", "email": "elsa@example.org", "member_id": null, "topic": null, "language": "en",
        "question": question, "uploads": []
    })
}

#[track_caller]
pub(crate) fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("{value} is no text")).to_owned()
}

pub(crate) const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0";
