//! The connector against answers written down here; what a real desk does is the contract suite's.

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
async fn a_conflict_passes_only_while_the_operation_is_under_way() {
    for (code, retry) in [
        ("in_flight", Retry::After(Duration::from_secs(7))),
        ("conflict", Retry::Never),
        ("other", Retry::Never),
    ] {
        let script = canned(vec![refusal(409, code)]);
        let operation = an_operation();
        let failure =
            connector(&script, Arc::new(NoClock)).apply(&operation, &operation.key).await.unwrap_err();
        assert_eq!((failure.kind, failure.retry), (FailureKind::Conflict, retry), "{code}");
    }
}

#[tokio::test]
async fn an_operation_goes_out_with_its_key() {
    let script = canned(vec![json_answer(201, &json!({"issue": {"id": "7"}, "entry": {"id": "e1"}}))]);
    let operation = an_operation();
    let applied = connector(&script, Arc::new(NoClock)).apply(&operation, &operation.key).await.unwrap();
    assert_eq!(applied.issue(), Some(&RemoteId::new("7")));
    let sent = script.sent.lock().unwrap();
    assert_eq!(sent[0].headers["idempotency-key"], "op-1");
    assert_eq!(sent[0].uri, "https://desk.example/help/api/issues/7/entries");
    let body: Value = serde_json::from_slice(&sent[0].body).unwrap();
    assert_eq!(body, json!({"text": "It works now", "uploads": ["u1"]}));
}

#[tokio::test]
async fn only_the_desks_own_word_says_that_an_operation_never_arrived() {
    let operation = an_operation();
    let script = canned(vec![
        refusal(404, "not_found"),
        answer(404, "text/plain", body([Ok("404 page not found")])),
        json_answer(200, &json!({"issue": null, "entry": null, "upload": {"id": "u1"}})),
    ]);
    let connector = connector(&script, Arc::new(NoClock));
    assert_eq!(connector.find_applied(&operation, &operation.key, &[]).await, Ok(Finding::NotDone));
    for _ in 0..2 {
        let failure = connector.find_applied(&operation, &operation.key, &[]).await.unwrap_err();
        assert_eq!(failure.kind, FailureKind::Garbled);
    }
}

#[tokio::test]
async fn a_key_that_the_desk_may_have_forgotten_is_looked_for_by_its_text() {
    let entry = |id: &str, at: &str, text: &str| {
        json!({"id": id, "author": {"name": "Kaisa", "side": "member"}, "at": at, "text": text, "asks": false,
            "attachments": []})
    };
    let talk = |entries: Vec<Value>| {
        let issue = json!({"id": "7", "number": "7", "title": "t", "status": "open", "language": null,
            "opened": "2020-08-01T07:12:00Z", "closed": null, "updated": "2020-08-03T07:13:00Z", "round": null,
            "last_entry": null, "allows": {"reply": true, "attach": true, "close": false, "reopen": false}});
        json_answer(200, &json!({"issue": issue, "entries": entries}))
    };
    let before = entry("e1", "2020-08-01T07:12:00Z", "It works now");
    let after = entry("e2", "2020-08-03T07:12:30Z", "It works now\r\n");
    let found = Applied::entry(RemoteId::new("7"), EntryId::new("e2"));
    for (days, there, finding) in [
        (-31, vec![before.clone(), after.clone()], Finding::Done(found.clone())),
        (-31, vec![before.clone()], Finding::NotDone),
        // A clock that was set back says nothing of how old the key is.
        (365, vec![before, after], Finding::Done(found)),
    ] {
        let withdrawn = json_answer(200, &json!({"withdrawn": true, "done": null}));
        let script = canned(vec![refusal(404, "not_found"), talk(there), withdrawn]);
        let operation = an_operation_that_left(days);
        let connector = connector(&script, Arc::new(NoClock));
        assert_eq!(connector.find_applied(&operation, &operation.key, &[]).await, Ok(finding));
        // The desk refuses the key from here on; what had arrived before has to be looked for all the same.
        let looked_for = connector.withdraw(&operation, &operation.key).await.unwrap_err();
        assert_eq!(looked_for.kind, FailureKind::Unsupported, "{:?}", script.uris());
    }
}

#[tokio::test]
async fn a_withdrawal_is_believed_only_when_it_says_one_thing() {
    let script = canned(vec![
        json_answer(200, &json!({"withdrawn": true, "done": null})),
        json_answer(200, &json!({"withdrawn": false, "done": {"issue": {"id": "7"}, "entry": {"id": "e1"}}})),
        json_answer(200, &json!({"withdrawn": false, "done": null})),
        refusal(404, "not_found"),
        refusal(409, "in_flight"),
    ]);
    let operation = an_operation();
    let connector = connector(&script, Arc::new(NoClock));
    let ask = async || connector.withdraw(&operation, &operation.key).await;
    assert_eq!(ask().await, Ok(Withdrawn::Withdrawn));
    let applied = Applied::entry(RemoteId::new("7"), EntryId::new("e1"));
    assert_eq!(ask().await, Ok(Withdrawn::Done(applied)));
    assert_eq!(ask().await.unwrap_err().kind, FailureKind::Garbled);
    assert_eq!(ask().await.unwrap_err().kind, FailureKind::Unsupported, "a desk from before this route");
    assert!(matches!(ask().await.unwrap_err().retry, Retry::After(_)), "it is just arriving");
    assert_eq!(script.uris()[0], "POST https://desk.example/help/api/operations/op-1/withdraw");
}

#[tokio::test]
async fn an_upload_tells_its_progress_and_is_checked() {
    let file = |length: usize| LocalFile {
        name: "fel vid start.png".into(),
        media_type: "image/png".into(),
        bytes: Bytes::from(vec![7; length]),
    };
    let steps = Arc::new(Mutex::new(Vec::new()));
    let progress: svara_model::Progress = {
        let steps = Arc::clone(&steps);
        Arc::new(move |sent, all| steps.lock().unwrap().push((sent, all)))
    };
    let script = canned(vec![
        json_answer(201, &json!({"id": "u1", "media_type": "image/png", "bytes": 150_000})),
        json_answer(201, &json!({"id": "u2", "media_type": "image/png", "bytes": 3})),
    ]);
    let connector = connector(&script, Arc::new(NoClock));
    let key = OperationKey::new("up-1");
    let done = connector.upload(&file(150_000), &key, Arc::clone(&progress)).await;
    assert_eq!(done, Ok(UploadRef::new("u1")));
    let steps = std::mem::take(&mut *steps.lock().unwrap());
    assert!(steps.is_sorted() && steps.len() >= 4, "{steps:?}");
    assert_eq!((steps.first(), steps.last()), (Some(&(0, 150_000)), Some(&(150_000, 150_000))));
    let failure = connector.upload(&file(4), &key, progress).await.unwrap_err();
    assert_eq!(failure.kind, FailureKind::Garbled);
    let sent = script.sent.lock().unwrap();
    assert!(sent[0].uri.ends_with("/api/uploads?name=fel+vid+start.png"), "{}", sent[0].uri);
    assert_eq!(
        (sent[0].body.len(), &sent[0].headers["content-type"]),
        (150_000, &"image/png".parse().unwrap())
    );
}

#[tokio::test]
async fn a_download_is_as_long_as_announced_or_fails() {
    let file = Attachment {
        id: AttachmentId::new("f1"),
        name: "x.png".into(),
        media_type: "image/png".into(),
        bytes: 6,
    };
    let script = canned(vec![
        answer(200, "image/png", body([Ok("abc"), Ok("def")])),
        answer(200, "image/png", body([Ok("abc"), Ok("defg")])),
        answer(200, "image/png", body([Ok("abc")])),
        answer(200, "image/png", body([Ok("abc"), Err(TransportProblem::Broken("reset".into()))])),
        answer(200, "text/html", body([Ok("abcdef")])),
    ]);
    let connector = connector(&script, Arc::new(NoClock));
    let mut outcomes = Vec::new();
    for _ in 0..5 {
        let bytes = async { connector.download(&file).await?.try_collect::<Vec<_>>().await };
        outcomes.push(bytes.await.map(|chunks| chunks.concat()).map_err(|why| why.kind));
    }
    assert_eq!(
        outcomes,
        [
            Ok(b"abcdef".to_vec()),
            Err(FailureKind::Garbled),
            Err(FailureKind::Garbled),
            Err(FailureKind::Offline(NetworkProblem::Broken)),
            Err(FailureKind::Offline(NetworkProblem::CaptivePortal)),
        ]
    );
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

const CONNECTED: &str = "event: connected\nid: c1\ndata: {\"cursor\":\"c1\"}\n\n";

#[tokio::test]
async fn a_feed_goes_on_where_it_broke_off() {
    let script = canned(vec![
        events([
            Ok(CONNECTED),
            Ok(": keep-alive\n\nevent: chan"),
            Ok("ged\nid: c2\ndata: {\"changed\":\"c2\"}\n"),
            Ok("\nevent: novelty\ndata: {}\n\n"),
        ]),
        refusal(410, "cursor_expired"),
        events([Ok(CONNECTED)]),
    ]);
    let mut feed = connector(&script, Arc::new(NoClock)).live().unwrap();
    assert_eq!(feed.next().await, Ok(Hint::Connected(Some(Cursor::new("c1")))));
    assert_eq!(feed.next().await, Ok(Hint::Changed(Cursor::new("c2"))));
    let broken = feed.next().await.unwrap_err();
    assert_eq!(broken.kind, FailureKind::Offline(NetworkProblem::Broken));
    assert_eq!(feed.next().await, Ok(Hint::Connected(Some(Cursor::new("c1")))));
    let sent = script.sent.lock().unwrap();
    let last = |number: usize| sent[number].headers.get("last-event-id").map(|value| value.to_str().unwrap());
    assert_eq!((last(0), last(1), last(2)), (None, Some("c2"), None));
}

#[tokio::test]
async fn a_silent_feed_is_broken() {
    let silent: Body = Box::pin(body([Ok(CONNECTED)]).chain(stream::pending()));
    let script = canned(vec![answer(200, "text/event-stream", silent)]);
    let mut feed = connector(&script, Arc::new(HastyClock)).live().unwrap();
    assert_eq!(feed.next().await, Ok(Hint::Connected(Some(Cursor::new("c1")))));
    let failure = feed.next().await.unwrap_err();
    assert_eq!(failure.kind, FailureKind::Offline(NetworkProblem::Broken));
}

#[tokio::test]
async fn a_hostile_feed_neither_fills_memory_nor_stops_the_app() {
    let endless =
        || -> Body { Box::pin(stream::repeat_with(|| Ok(Bytes::from_static(b"data: more of it\n")))) };
    let script = canned(vec![
        answer(200, "text/event-stream", endless()),
        events([Ok("\u{feff}data: x\n\n")]),
        events([Ok("event: changed\ndata: no json\n\n")]),
        events([Ok("event: changed\ndata: {\"changed\":\"\"}\n\n")]),
        answer(200, "application/json", body([Ok("{}")])),
    ]);
    let mut feed = connector(&script, Arc::new(NoClock)).live().unwrap();
    let mut kinds = Vec::new();
    for _ in 0..5 {
        kinds.push(feed.next().await.unwrap_err().kind);
    }
    let garbled = FailureKind::Garbled;
    let broken = FailureKind::Offline(NetworkProblem::Broken);
    assert_eq!(kinds, [garbled, broken, garbled, garbled, garbled]);
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
