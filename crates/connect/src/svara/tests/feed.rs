//! The live feed.

use super::*;

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
