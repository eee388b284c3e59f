//! A line to a desk that fails as told: requests lost on the way, answers lost on the way back, other answers put in.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use async_trait::async_trait;
use bytes::Bytes;
use futures_util::stream;
use http::{HeaderValue, Method, StatusCode, header};
use jiff::{Timestamp, fmt::rfc2822};
use svara_connect::{Body, Content, Transport, TransportProblem};
use tokio::sync::watch;

/// What happens to a request.
#[derive(Clone, Debug)]
pub enum Fault {
    /// None: what is planned behind it meets a later request.
    Pass,
    /// It never arrives.
    LoseRequest,
    /// It arrives and is done; the answer does not come back.
    LoseAnswer,
    /// It never arrives, and this answers.
    Answer(StatusCode, &'static str, &'static str),
    /// It never arrives, and the desk asks for this many seconds of quiet.
    Busy(StatusCode, u32),
    /// Nobody hears of it any more, but it arrives this much later.
    Late(Duration),
    /// It neither arrives nor fails.
    Hang,
}

/// A transport with faults in front of another one.
pub struct FaultyLine {
    inner: Arc<dyn Transport>,
    state: Mutex<State>,
    held: watch::Sender<bool>,
}

#[derive(Default)]
struct State {
    down: bool,
    always: Option<Fault>,
    planned: Vec<(Method, &'static str, Fault)>,
    never: Vec<&'static str>,
    seen: Vec<String>,
    date: Option<String>,
}

impl FaultyLine {
    /// No faults yet.
    pub fn new(inner: Arc<dyn Transport>) -> Arc<Self> {
        Arc::new(Self { inner, state: Mutex::default(), held: watch::Sender::new(false) })
    }

    /// The next request of this method whose path ends so meets the fault.
    pub fn plan(&self, method: Method, path_end: &'static str, fault: Fault) {
        self.state().planned.push((method, path_end, fault));
    }

    /// No request whose path ends so arrives from now on.
    pub fn never(&self, path_end: &'static str) {
        self.state().never.push(path_end);
    }

    /// Whether the network is gone.
    pub fn set_down(&self, down: bool) {
        self.state().down = down;
    }

    /// Every request meets this fault from now on; none: as planned.
    pub fn set_always(&self, fault: Option<Fault>) {
        self.state().always = fault;
    }

    /// Every answer of the desk is dated so from now on, as a server on a network dates its answers.
    pub fn set_date(&self, at: Timestamp) {
        self.state().date = rfc2822::DateTimePrinter::new().timestamp_to_rfc9110_string(&at).ok();
    }

    /// Whether what changes something at the desk waits on its way.
    pub fn hold(&self, held: bool) {
        self.held.send_replace(held);
    }

    /// Every request that was sent, as "METHOD /path".
    pub fn seen(&self) -> Vec<String> {
        self.state().seen.clone()
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    #[allow(clippy::disallowed_methods, reason = "nobody owns a request that is lost in the network")]
    fn send_later(&self, length: Duration, request: http::Request<Content>) {
        let inner = Arc::clone(&self.inner);
        tokio::spawn(async move {
            tokio::time::sleep(length).await;
            // Nobody waits for its answer.
            let _ = inner.send(request).await;
        });
    }

    fn fault_for(&self, request: &http::Request<Content>) -> Option<Fault> {
        let mut state = self.state();
        let (method, path) = (request.method(), request.uri().path());
        state.seen.push(format!("{method} {path}"));
        if state.down || state.never.iter().any(|end| path.ends_with(end)) {
            return Some(Fault::LoseRequest);
        }
        if state.always.is_some() {
            return state.always.clone();
        }
        let at = state.planned.iter().position(|(m, end, _)| m == method && path.ends_with(end))?;
        Some(state.planned.remove(at).2)
    }
}

#[async_trait]
impl Transport for FaultyLine {
    async fn send(&self, request: http::Request<Content>) -> Result<http::Response<Body>, TransportProblem> {
        if request.method() != Method::GET {
            // The sender lives as long as this.
            let _ = self.held.subscribe().wait_for(|held| !held).await;
        }
        match self.fault_for(&request) {
            None | Some(Fault::Pass) => {
                let mut answer = self.inner.send(request).await?;
                let date = self.state().date.as_deref().and_then(|date| HeaderValue::from_str(date).ok());
                answer.headers_mut().extend(date.map(|date| (header::DATE, date)));
                Ok(answer)
            }
            Some(Fault::LoseRequest) => Err(TransportProblem::Unreachable("the network is gone".into())),
            Some(Fault::LoseAnswer) => {
                self.inner.send(request).await?;
                Err(TransportProblem::TimedOut)
            }
            Some(Fault::Late(length)) => {
                self.send_later(length, request);
                Err(TransportProblem::TimedOut)
            }
            Some(Fault::Hang) => std::future::pending().await,
            Some(Fault::Busy(status, seconds)) => {
                let body: Body =
                    Box::pin(stream::iter([Ok(Bytes::from_static(b"{\"code\":\"throttled\"}"))]));
                http::Response::builder()
                    .status(status)
                    .header(http::header::CONTENT_TYPE, "application/problem+json")
                    .header(http::header::RETRY_AFTER, seconds)
                    .body(body)
                    .map_err(|problem| TransportProblem::Broken(problem.to_string()))
            }
            Some(Fault::Answer(status, media_type, body)) => {
                let body: Body = Box::pin(stream::iter([Ok(Bytes::from_static(body.as_bytes()))]));
                http::Response::builder()
                    .status(status)
                    .header(http::header::CONTENT_TYPE, media_type)
                    .body(body)
                    .map_err(|problem| TransportProblem::Broken(problem.to_string()))
            }
        }
    }
}
