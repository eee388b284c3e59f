//! The built-in desk's stream of hints (server-sent events). Connecting again is the caller's: every call after a failure
//! tries once.

use std::{pin::Pin, sync::Arc, time::Duration};

use async_trait::async_trait;
use bytes::Bytes;
use eventsource_stream::{Event, EventStream, EventStreamError};
use futures_core::Stream;
use futures_util::{
    StreamExt,
    future::{Either, select},
    stream,
};
use http::{HeaderName, HeaderValue, Method, header};
use serde::de::DeserializeOwned;
use svara_model::{ChatId, Clock, Cursor, Failure, FailureKind, Hint, LiveFeed, SecretSlot};

use super::{
    chat,
    client::{Call, Client},
    map, wire,
};
use crate::{
    answer,
    transport::{Body, TransportProblem},
};

const WHAT: &str = "live";
/// No event is longer.
const EVENT_LIMIT: usize = 64 * 1024;

type Events = Pin<Box<dyn Stream<Item = Result<Event, EventStreamError<TransportProblem>>> + Send>>;

pub(super) struct SvaraFeed {
    client: Client,
    clock: Arc<dyn Clock>,
    secret: Arc<dyn SecretSlot>,
    /// Where the desk's sequence stood at the last event, to go on from there.
    last: Option<Cursor>,
    events: Option<Events>,
}

impl SvaraFeed {
    pub(super) fn new(client: Client, clock: Arc<dyn Clock>, secret: Arc<dyn SecretSlot>) -> Self {
        Self { client, clock, secret, last: None, events: None }
    }

    /// Connects where the feed broke off. A desk that does not know that place any more is asked where it stands.
    async fn connect(&mut self) -> Result<Events, Failure> {
        let answer = match self.ask().await {
            Err(failure) if failure.kind == FailureKind::Gone && self.last.take().is_some() => {
                self.ask().await?
            }
            answer => answer?,
        };
        if answer::media_type(answer.headers()) != "text/event-stream" {
            return Err(answer::garbled(WHAT, "no event stream"));
        }
        Ok(Box::pin(EventStream::new(guarded(
            answer.into_body(),
            Arc::clone(&self.clock),
            self.client.limits.silence,
        ))))
    }

    async fn ask(&mut self) -> Result<http::Response<Body>, Failure> {
        let mut call = Call::new(WHAT, Method::GET, &["api", "live"])?
            .secret(&self.secret.read().await?)
            .header(header::ACCEPT, HeaderValue::from_static("text/event-stream"))
            // Compressed, a hint may wait in a buffer for its successors.
            .header(header::ACCEPT_ENCODING, HeaderValue::from_static("identity"));
        if let Some(value) = self.last.as_ref().and_then(|last| HeaderValue::from_str(last.as_str()).ok()) {
            call = call.header(HeaderName::from_static("last-event-id"), value);
        }
        self.client.stream(call).await
    }

    /// The next event. Keeps its place when the caller stops waiting half-way.
    async fn event(&mut self) -> Result<Event, Failure> {
        if self.events.is_none() {
            self.events = Some(self.connect().await?);
        }
        let Some(events) = self.events.as_mut() else { return Err(ended()) };
        match events.next().await {
            Some(Ok(event)) => Ok(event),
            Some(Err(EventStreamError::Transport(problem))) => Err(problem.into()),
            // The parser's message quotes what it read.
            Some(Err(_)) => Err(answer::garbled(WHAT, "no event")),
            None => Err(ended()),
        }
    }

    /// What an event says; `None` for one that a newer desk sends to newer apps.
    fn hint(&mut self, event: &Event) -> Result<Option<Hint>, Failure> {
        let (cursor, hint): (String, fn(Cursor) -> Hint) = match event.event.as_str() {
            "connected" => (parsed::<wire::Connected>(event)?.cursor, |at| Hint::Connected(Some(at))),
            "changed" => (parsed::<wire::Changed>(event)?.changed, Hint::Changed),
            // Chats have an order of their own: the place from which the feed goes on stays.
            "chat" => return Ok(Some(Hint::Chat(chat_id(parsed::<chat::wire::Changed>(event)?.chat)?))),
            "typing" => {
                let chat::wire::TypingHint { chat, typing } = parsed(event)?;
                return Ok(Some(Hint::Typing(chat_id(chat)?, typing)));
            }
            _ => return Ok(None),
        };
        let cursor = Cursor::new(map::id(cursor, WHAT)?);
        self.last = Some(cursor.clone());
        Ok(Some(hint(cursor)))
    }
}

#[async_trait]
impl LiveFeed for SvaraFeed {
    async fn next(&mut self) -> Result<Hint, Failure> {
        loop {
            let hint = match self.event().await {
                Ok(event) => self.hint(&event),
                Err(failure) => Err(failure),
            };
            match hint {
                Ok(Some(hint)) => return Ok(hint),
                Ok(None) => {}
                Err(failure) => {
                    self.events = None;
                    return Err(failure);
                }
            }
        }
    }

    fn hang_up(&mut self) {
        self.events = None;
    }
}

fn parsed<T: DeserializeOwned>(event: &Event) -> Result<T, Failure> {
    serde_json::from_str(&event.data).map_err(|_| answer::garbled(WHAT, "a hint of another shape"))
}

fn chat_id(text: String) -> Result<ChatId, Failure> {
    map::id(text, WHAT).map(ChatId::new)
}

fn ended() -> Failure {
    TransportProblem::Broken("the live feed ended".to_owned()).into()
}

/// The content of a feed, ended when it stays silent or grows without a hint in it.
fn guarded(
    body: Body,
    clock: Arc<dyn Clock>,
    limit: Duration,
) -> impl Stream<Item = Result<Bytes, TransportProblem>> + Send + 'static {
    stream::unfold(Some((body, Guard::default())), move |state| {
        let silence = clock.sleep(limit);
        async move {
            let (mut body, mut guard) = state?;
            let chunk = match select(body.next(), silence).await {
                Either::Left((chunk, _)) => chunk?,
                Either::Right(_) => Err(TransportProblem::Broken("the live feed fell silent".to_owned())),
            };
            match chunk.and_then(|chunk| guard.pass(chunk)) {
                Ok(chunk) => Some((Ok(chunk), Some((body, guard)))),
                Err(problem) => Some((Err(problem), None)),
            }
        }
    })
}

/// Keeps from the parser what it does not survive: it holds an unfinished event in memory however long, and a byte order
/// mark makes it cut a character in two.
#[derive(Default)]
struct Guard {
    started: bool,
    /// Bytes of the present line.
    line: usize,
    /// Bytes since the last empty line.
    event: usize,
}

impl Guard {
    fn pass(&mut self, chunk: Bytes) -> Result<Bytes, TransportProblem> {
        if !self.started && chunk.first() == Some(&0xEF) {
            return Err(TransportProblem::Broken("no event stream".to_owned()));
        }
        self.started |= !chunk.is_empty();
        for byte in &chunk {
            self.event += 1;
            match byte {
                b'\n' if self.line == 0 => self.event = 0,
                b'\n' => self.line = 0,
                b'\r' => {}
                _ => self.line += 1,
            }
            if self.event > EVENT_LIMIT {
                return Err(TransportProblem::TooLarge);
            }
        }
        Ok(chunk)
    }
}
