//! The event stream, over a real socket, since that is where it breaks.

use std::time::Duration;

use axum::{body::Body, http::Method};
use serde_json::{Value, json};
use svara_desk::{Door, Running};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::rig::{PNG, Rig, request, text};

/// A test that waits longer has failed.
const LIMIT: Duration = Duration::from_secs(20);

pub(crate) struct Stream {
    socket: TcpStream,
    seen: String,
}

impl Stream {
    pub(crate) async fn open(running: &Running, token: &str, path: &str, extra: &str) -> Self {
        let mut socket = TcpStream::connect(running.addr).await.unwrap();
        let host = running.addr;
        let head =
            format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {token}\r\n{extra}\r\n");
        socket.write_all(head.as_bytes()).await.unwrap();
        Self { socket, seen: String::new() }
    }

    /// Reads on until `what` was seen once; what came before is forgotten.
    async fn until(&mut self, what: &str) {
        let read = async {
            while !self.seen.contains(what) {
                assert!(self.more().await, "the stream ended before {what:?}: {}", self.seen);
            }
        };
        tokio::time::timeout(LIMIT, read).await.unwrap_or_else(|_| panic!("no {what:?} came"));
        let end = self.seen.find(what).unwrap() + what.len();
        self.seen.drain(..end);
    }

    /// The data of the next event of this name.
    pub(crate) async fn event(&mut self, name: &str) -> Value {
        self.until(&format!("event: {name}\n")).await;
        self.until("data: ").await;
        while !self.seen.contains("\n\n") {
            assert!(self.more().await);
        }
        serde_json::from_str(self.seen.lines().next().unwrap()).unwrap()
    }

    pub(crate) async fn ended(&mut self) -> bool {
        tokio::time::timeout(LIMIT, async {
            while !self.seen.contains("\r\n0\r\n\r\n") && self.more().await {}
        })
        .await
        .is_ok()
    }

    async fn more(&mut self) -> bool {
        let mut piece = [0; 4096];
        let count = self.socket.read(&mut piece).await.unwrap_or(0);
        self.seen.push_str(std::str::from_utf8(&piece[..count]).unwrap());
        count > 0
    }
}

pub(crate) async fn serving() -> (Rig, Running) {
    let rig = Rig::new().await;
    let running = rig.desk.serve(Door::loopback()).await.unwrap();
    (rig, running)
}

#[tokio::test]
async fn a_change_is_hinted_and_only_to_its_member() {
    let (rig, running) = serving().await;
    let id = rig.issue(&rig.elsa, "live").await;
    let mut elsa = Stream::open(&running, &rig.elsa, "/api/live", "").await;
    let mut nils = Stream::open(&running, &rig.nils, "/api/live", "").await;
    elsa.until("200 OK").await;
    elsa.until("content-type: text/event-stream").await;
    let connected = elsa.event("connected").await;
    assert_eq!(connected["cursor"], rig.changes(&rig.elsa, None).await["cursor"]);
    nils.event("connected").await;

    rig.agent(&id, "note", "SECRET-NOTE").await;
    rig.agent(&id, "ask", "Which browser?").await;
    let changed = elsa.event("changed").await;
    let page = rig.changes(&rig.elsa, Some(&text(&connected["cursor"]))).await;
    assert_eq!(changed, json!({"changed": page["cursor"]}));
    assert_eq!(page["issues"][0]["status"], "awaiting_feedback");

    // The next thing that Nils hears is of his own issue: of Elsa's he heard nothing.
    rig.issue(&rig.nils, "other").await;
    let heard = nils.event("changed").await;
    assert_eq!(heard["changed"], rig.changes(&rig.nils, None).await["cursor"]);
    running.stop().await;
}

#[tokio::test]
async fn a_stream_resumes_after_what_was_heard_last() {
    let (rig, running) = serving().await;
    let id = rig.issue(&rig.elsa, "resumed").await;
    let before = text(&rig.changes(&rig.elsa, None).await["cursor"]);
    rig.agent(&id, "ask", "Well?").await;
    let after = text(&rig.changes(&rig.elsa, None).await["cursor"]);
    for (path, extra) in [
        (format!("/api/live?since={before}"), String::new()),
        ("/api/live".to_owned(), format!("Last-Event-ID: {before}\r\n")),
        (format!("/api/live?since={after}"), format!("Last-Event-ID: {before}\r\n")),
    ] {
        let mut stream = Stream::open(&running, &rig.elsa, &path, &extra).await;
        stream.event("connected").await;
        assert_eq!(stream.event("changed").await["changed"], after);
    }
    let mut current = Stream::open(&running, &rig.elsa, &format!("/api/live?since={after}"), "").await;
    current.event("connected").await;
    rig.agent(&id, "reply", "Next.").await;
    assert_ne!(
        current.event("changed").await["changed"],
        after,
        "nothing was missed, so nothing was repeated"
    );
    rig.get(&rig.elsa, "/api/live?since=nonsense").await.refused(410, "cursor_expired");
    running.stop().await;
}

#[tokio::test]
async fn a_stream_ends_with_its_session() {
    let (rig, running) = serving().await;
    let second = rig.desk.seed_session("elsa").await.unwrap();
    let mut left = Stream::open(&running, &rig.elsa, "/api/live", "").await;
    let mut stays = Stream::open(&running, &second, "/api/live", "").await;
    left.event("connected").await;
    stays.event("connected").await;
    rig.ask(request(Method::DELETE, "/api/session", &rig.elsa).body(Body::empty()).unwrap()).await.ok(204);
    assert!(left.ended().await);
    rig.issue(&second, "still here").await;
    stays.event("changed").await;
    rig.desk.disable_user("elsa").await.unwrap();
    assert!(stays.ended().await);
    running.stop().await;
}

#[tokio::test]
async fn a_stream_gives_signs_of_life_and_ends_when_its_session_expires() {
    let (rig, running) = serving().await;
    let mut stream = Stream::open(&running, &rig.elsa, "/api/live", "").await;
    stream.event("connected").await;
    // The pulse begins once the stream waits, which is a moment after its first event.
    let pulse = async {
        loop {
            rig.clock.forward(Duration::from_secs(15));
            tokio::task::yield_now().await;
        }
    };
    tokio::select! { () = stream.until(": still here") => {}, () = pulse => {} }
    let expiry = async {
        loop {
            rig.clock.forward(Duration::from_secs(24 * 60 * 60));
            tokio::task::yield_now().await;
        }
    };
    tokio::select! { ended = stream.ended() => assert!(ended), () = expiry => {} }
    running.stop().await;
}

#[tokio::test]
async fn streams_end_when_the_server_stops() {
    let (rig, running) = serving().await;
    let mut stream = Stream::open(&running, &rig.elsa, "/api/live", "").await;
    stream.event("connected").await;
    tokio::time::timeout(LIMIT, running.stop()).await.unwrap();
    assert!(stream.ended().await);
}

#[tokio::test]
async fn one_member_may_not_hold_every_stream() {
    let (rig, running) = serving().await;
    let mut streams = Vec::new();
    for _ in 0..16 {
        let mut stream = Stream::open(&running, &rig.elsa, "/api/live", "").await;
        stream.event("connected").await;
        streams.push(stream);
    }
    rig.get(&rig.elsa, "/api/live").await.refused(429, "throttled");
    let mut nils = Stream::open(&running, &rig.nils, "/api/live", "").await;
    nils.event("connected").await;
    rig.upload(&rig.elsa, "k", "a.png", PNG).await.ok(201);
    drop(streams);
    running.stop().await;
}
