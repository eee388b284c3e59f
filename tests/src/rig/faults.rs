//! A line to a desk that fails as told: requests lost on the way, answers lost on the way back, other answers put in.

use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use bytes::Bytes;
use futures_util::stream;
use http::{Method, StatusCode};
use svara_connect::{Body, Content, Transport, TransportProblem};

/// What happens to a request.
#[derive(Clone, Debug)]
pub enum Fault {
    /// It never arrives.
    LoseRequest,
    /// It arrives and is done; the answer does not come back.
    LoseAnswer,
    /// It never arrives, and this answers.
    Answer(StatusCode, &'static str, &'static str),
}

/// A transport with faults in front of another one.
pub struct FaultyLine {
    inner: Arc<dyn Transport>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    down: bool,
    planned: Vec<(Method, &'static str, Fault)>,
    seen: Vec<String>,
}

impl FaultyLine {
    /// No faults yet.
    pub fn new(inner: Arc<dyn Transport>) -> Arc<Self> {
        Arc::new(Self { inner, state: Mutex::default() })
    }

    /// The next request of this method whose path ends so meets the fault.
    pub fn plan(&self, method: Method, path_end: &'static str, fault: Fault) {
        self.state().planned.push((method, path_end, fault));
    }

    /// Whether the network is gone.
    pub fn set_down(&self, down: bool) {
        self.state().down = down;
    }

    /// Every request that was sent, as "METHOD /path".
    pub fn seen(&self) -> Vec<String> {
        self.state().seen.clone()
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn fault_for(&self, request: &http::Request<Content>) -> Option<Fault> {
        let mut state = self.state();
        let (method, path) = (request.method(), request.uri().path());
        state.seen.push(format!("{method} {path}"));
        if state.down {
            return Some(Fault::LoseRequest);
        }
        let at = state.planned.iter().position(|(m, end, _)| m == method && path.ends_with(end))?;
        Some(state.planned.remove(at).2)
    }
}

#[async_trait]
impl Transport for FaultyLine {
    async fn send(&self, request: http::Request<Content>) -> Result<http::Response<Body>, TransportProblem> {
        match self.fault_for(&request) {
            None => self.inner.send(request).await,
            Some(Fault::LoseRequest) => Err(TransportProblem::Unreachable("the network is gone".into())),
            Some(Fault::LoseAnswer) => {
                self.inner.send(request).await?;
                Err(TransportProblem::TimedOut)
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
