//! The connector against answers written down here; what a real desk does is the contract suite's.

mod feed;
mod files;
mod operations;

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
    time::Duration,
};

use async_trait::async_trait;
use bytes::Bytes;
use futures_util::{StreamExt, TryStreamExt, stream};
use http::{HeaderMap, Method};
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};
use svara_model::{
    Account, AccountId, Act, Address, Applied, Attachment, AttachmentId, BoxFuture, Clock, Connector,
    Credentials, Cursor, Departure, DeskKind, EntryId, Failure, FailureKind, Finding, Hint, Kind, LocalFile,
    NetworkProblem, Operation, OperationKey, RemoteId, Retry, SecretSlot, SignInProblem, UploadRef,
    Withdrawn,
};

use super::SvaraDesk;
use crate::transport::{Body, Content, Transport, TransportProblem};

type Canned = Result<http::Response<Body>, TransportProblem>;

/// What was sent.
struct Sent {
    method: Method,
    uri: String,
    headers: HeaderMap,
    body: Vec<u8>,
}

/// Gives the answers in order and keeps what was sent.
pub(super) struct Script {
    answers: Mutex<VecDeque<Canned>>,
    sent: Mutex<Vec<Sent>>,
}

#[async_trait]
impl Transport for Script {
    async fn send(&self, request: http::Request<Content>) -> Canned {
        let (head, content) = request.into_parts();
        let body = match content {
            Content::Empty => Vec::new(),
            Content::Bytes(bytes) => bytes.to_vec(),
            Content::Stream { length, chunks } => {
                let body = chunks.collect::<Vec<_>>().await.concat();
                assert_eq!(body.len() as u64, length);
                body
            }
        };
        let sent = Sent { method: head.method, uri: head.uri.to_string(), headers: head.headers, body };
        self.sent.lock().unwrap().push(sent);
        self.answers.lock().unwrap().pop_front().expect("an answer for every request")
    }
}

impl Script {
    fn uris(&self) -> Vec<String> {
        self.sent.lock().unwrap().iter().map(|sent| format!("{} {}", sent.method, sent.uri)).collect()
    }
}

pub(super) fn canned(answers: Vec<Canned>) -> Arc<Script> {
    Arc::new(Script { answers: Mutex::new(answers.into()), sent: Mutex::default() })
}

/// A clock whose waits never end.
pub(super) struct NoClock;

impl Clock for NoClock {
    fn now(&self) -> jiff::Timestamp {
        jiff::Timestamp::UNIX_EPOCH
    }
    fn zone(&self) -> jiff::tz::TimeZone {
        jiff::tz::TimeZone::UTC
    }
    fn sleep(&self, _: Duration) -> BoxFuture<'static, ()> {
        Box::pin(std::future::pending())
    }
}

/// A clock whose waits end at once when nothing else is ready.
struct HastyClock;

impl Clock for HastyClock {
    fn now(&self) -> jiff::Timestamp {
        jiff::Timestamp::UNIX_EPOCH
    }
    fn zone(&self) -> jiff::tz::TimeZone {
        jiff::tz::TimeZone::UTC
    }
    fn sleep(&self, _: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::task::yield_now())
    }
}

struct Slot(Option<&'static str>);

#[async_trait]
impl SecretSlot for Slot {
    async fn read(&self) -> Result<SecretString, Failure> {
        let ended = || Failure::new(FailureKind::SignedOut(SignInProblem::Ended), "nothing kept");
        self.0.map(SecretString::from).ok_or_else(ended)
    }
    async fn rotate(&self, _: SecretString) -> Result<(), Failure> {
        Ok(())
    }
}

fn body(chunks: impl IntoIterator<Item = Result<&'static str, TransportProblem>>) -> Body {
    let chunks: Vec<_> =
        chunks.into_iter().map(|chunk| chunk.map(|text| Bytes::from(text.as_bytes()))).collect();
    Box::pin(stream::iter(chunks))
}

fn answer(status: u16, media_type: &str, body: Body) -> Canned {
    Ok(http::Response::builder().status(status).header("content-type", media_type).body(body).unwrap())
}

fn json_answer(status: u16, value: &Value) -> Canned {
    let text = Bytes::from(value.to_string());
    answer(status, "application/json", Box::pin(stream::iter([Ok(text)])))
}

fn refusal(status: u16, code: &str) -> Canned {
    let mut answer = json_answer(status, &json!({"type": "about:blank", "status": status, "code": code}))?;
    answer.headers_mut().insert("content-type", "application/problem+json".parse().unwrap());
    answer.headers_mut().insert("retry-after", "7".parse().unwrap());
    Ok(answer)
}

fn events(chunks: impl IntoIterator<Item = Result<&'static str, TransportProblem>>) -> Canned {
    answer(200, "text/event-stream", body(chunks))
}

fn address() -> Address {
    Address::parse("https://desk.example/help").unwrap()
}

fn account() -> Account {
    Account { id: AccountId::new("a1"), kind: Kind::Svara, address: address(), user_name: "kaisa".into() }
}

fn connector(script: &Arc<Script>, clock: Arc<dyn Clock>) -> Arc<dyn Connector> {
    let desk = SvaraDesk::new(Arc::<Script>::clone(script), clock);
    desk.open(&account(), Arc::new(Slot(Some("token"))))
}

fn desk(script: &Arc<Script>) -> SvaraDesk {
    SvaraDesk::new(Arc::<Script>::clone(script), Arc::new(NoClock))
}

fn an_operation() -> Operation {
    an_operation_that_left(0)
}

/// Days before (or after) what the clock says now.
fn an_operation_that_left(days: i64) -> Operation {
    let at = jiff::Timestamp::UNIX_EPOCH + jiff::SignedDuration::from_hours(days * 24);
    let desk = Some("2020-08-03T07:12:00Z".parse().unwrap());
    Operation {
        key: OperationKey::new("op-1"),
        made: at,
        left: Some(Departure { at, desk, cursor: None }),
        act: Act::Reply {
            issue: RemoteId::new("7"),
            text: "It works now".into(),
            uploads: vec![UploadRef::new("u1")],
        },
    }
}

fn empty_page(cursor: &str) -> Canned {
    json_answer(200, &json!({"issues": [], "gone": [], "cursor": cursor, "more": false, "restarted": false}))
}

#[tokio::test]
async fn a_call_carries_the_token_and_stays_at_the_desk() {
    let script = canned(vec![empty_page("c2")]);
    let page = connector(&script, Arc::new(NoClock)).changes(Some(&Cursor::new("c1"))).await.unwrap();
    assert_eq!(page.cursor, Cursor::new("c2"));
    assert!(!page.restarted);
    let expected = "GET https://desk.example/help/api/issues/changes?limit=1000&since=c1";
    assert_eq!(script.uris(), [expected]);
    let sent = script.sent.lock().unwrap();
    assert_eq!(sent[0].headers["authorization"], "Bearer token");
    assert!(sent[0].headers["authorization"].is_sensitive());
}

#[tokio::test]
async fn a_cursor_the_desk_does_not_know_restarts_from_the_start() {
    let script = canned(vec![refusal(410, "cursor_expired"), empty_page("c9")]);
    let page = connector(&script, Arc::new(NoClock)).changes(Some(&Cursor::new("old"))).await.unwrap();
    assert!(page.restarted);
    assert_eq!(page.cursor, Cursor::new("c9"));
    assert!(!script.uris()[1].contains("since"), "{:?}", script.uris());
}

#[tokio::test]
async fn without_a_token_nothing_is_sent() {
    let script = canned(Vec::new());
    let connector = desk(&script).open(&account(), Arc::new(Slot(None)));
    let failure = connector.profile().await.unwrap_err();
    assert_eq!(failure.kind, FailureKind::SignedOut(SignInProblem::Ended));
    assert!(script.uris().is_empty());
}

#[tokio::test]
async fn a_refused_sign_in_says_why() {
    let with = || Credentials { user_name: "kaisa".into(), password: "correct horse".to_owned().into() };
    for (status, code, kind, retry) in [
        (401, "wrong_password", FailureKind::SignedOut(SignInProblem::WrongPassword), Retry::WhenSignedIn),
        (429, "locked", FailureKind::SignedOut(SignInProblem::Locked), Retry::After(Duration::from_secs(7))),
        (429, "throttled", FailureKind::Throttled, Retry::After(Duration::from_secs(7))),
        (503, "busy", FailureKind::ServerFault, Retry::After(Duration::from_secs(7))),
    ] {
        let script = canned(vec![refusal(status, code)]);
        let failure = desk(&script).sign_in(&address(), with()).await.unwrap_err();
        assert_eq!((failure.kind, failure.retry), (kind, retry), "{code}");
        let sent = script.sent.lock().unwrap();
        assert!(!sent[0].headers.contains_key("authorization"));
        let body: Value = serde_json::from_slice(&sent[0].body).unwrap();
        assert_eq!(body, json!({"user_name": "kaisa", "password": "correct horse", "as": "member"}));
        assert!(!format!("{failure:?}").contains("correct horse"));
    }
}

#[tokio::test]
async fn another_site_is_no_desk() {
    let found = |answer: Canned, at: &'static str| async move {
        let script = canned(vec![answer]);
        let found = desk(&script).probe(&Address::parse(at).unwrap()).await;
        assert!(!script.sent.lock().unwrap()[0].headers.contains_key("authorization"));
        found.map(|found| found.is_some()).map_err(|why| why.kind)
    };
    let page = || answer(200, "text/html", body([Ok("<html>")]));
    let portal = Err(FailureKind::Offline(NetworkProblem::CaptivePortal));
    assert_eq!(found(page(), "https://www.example").await, Ok(false));
    assert_eq!(found(page(), "http://localhost:1").await, portal);
    assert_eq!(found(answer(511, "text/html", body([])), "http://localhost:1").await, portal);
    assert_eq!(found(refusal(404, "not_found"), "https://www.example").await, Ok(false));
    assert_eq!(found(json_answer(200, &json!({"hello": 1})), "https://www.example").await, Ok(false));
    let fault = answer(502, "text/html", body([]));
    assert_eq!(found(fault, "https://www.example").await, Err(FailureKind::ServerFault));
    let desk = json!({"product": "svara", "version": 1, "name": "D", "password_page": null, "demo": false});
    assert_eq!(found(json_answer(200, &desk), "https://www.example").await, Ok(true));
}

#[tokio::test]
async fn revoking_what_has_ended_is_a_success() {
    for (canned_answer, expected) in [
        (answer(204, "", body([])), Ok(())),
        (refusal(401, "signed_out"), Ok(())),
        (answer(200, "text/html", body([])), Err(FailureKind::Offline(NetworkProblem::CaptivePortal))),
        (refusal(500, "fault"), Err(FailureKind::ServerFault)),
    ] {
        let script = canned(vec![canned_answer]);
        let done = desk(&script).revoke(&account(), Arc::new(Slot(Some("token")))).await;
        assert_eq!(done.map_err(|why| why.kind), expected);
    }
    let script = canned(Vec::new());
    assert_eq!(desk(&script).revoke(&account(), Arc::new(Slot(None))).await, Ok(()));
}

#[tokio::test]
async fn a_call_that_drips_is_timed_out_as_a_whole() {
    let endless: Body = Box::pin(stream::pending());
    let script = canned(vec![answer(200, "application/json", endless)]);
    let failure = connector(&script, Arc::new(HastyClock)).profile().await.unwrap_err();
    assert_eq!(failure.kind, FailureKind::Offline(NetworkProblem::TimedOut));
}

#[tokio::test]
async fn a_token_comes_out_of_a_sign_in_and_into_no_text() {
    let profile = json!({
        "member": {"name": "Kaisa", "user_name": "kaisa", "email": null, "member_id": null, "rank": "Gold",
            "eligible": true},
        "desk": {"name": "D", "announcement": null, "lowest_rank": null, "languages": ["sv"],
            "chat_languages": [], "limits": {"title_chars": 200, "text_chars": 10_000, "file_bytes": 1,
            "files_per_entry": 5}, "close_rule": null, "password_page": null,
            "capabilities": {"attachments": true, "live": true, "chat": false, "demo": false}},
    });
    let session = json!({"token": "t0ken", "expires_at": "2020-08-03T07:12:00.000Z", "profile": profile});
    let script = canned(vec![json_answer(201, &session)]);
    let with = Credentials { user_name: "kaisa".into(), password: "p".to_owned().into() };
    let signed_in = desk(&script).sign_in(&address(), with).await.unwrap();
    assert_eq!(signed_in.secret.expose_secret(), "t0ken");
    assert!(signed_in.profile.member.eligible);
    assert!(!format!("{signed_in:?}").contains("t0ken"));
}
