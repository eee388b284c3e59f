//! A transport to a server in the same process: no sockets, so that whole stories can run on one thread and one clock.

use std::sync::{Arc, PoisonError, RwLock};

use async_trait::async_trait;
use axum::{Router, body::Body as AxumBody};
use futures_util::{StreamExt, stream};
use http::{HeaderValue, Uri, header, uri::PathAndQuery};
use svara_connect::{Body, Content, Transport, TransportProblem};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

/// Carries requests to a router in place of a network.
pub struct InProcess {
    line: RwLock<Line>,
}

/// A router, and the end of all connections to it.
#[derive(Clone)]
struct Line {
    router: Router,
    cut: CancellationToken,
}

impl InProcess {
    /// Every request goes to `router`, whatever host it names.
    pub fn new(router: Router) -> Arc<Self> {
        let line = Line { router, cut: CancellationToken::new() };
        Arc::new(Self { line: RwLock::new(line) })
    }

    /// Breaks every connection and sends later requests to `router`, as when a server starts again.
    pub fn restart(&self, router: Router) {
        let mut line = self.line.write().unwrap_or_else(PoisonError::into_inner);
        line.cut.cancel();
        *line = Line { router, cut: CancellationToken::new() };
    }

    fn line(&self) -> Line {
        self.line.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

#[async_trait]
impl Transport for InProcess {
    async fn send(&self, request: http::Request<Content>) -> Result<http::Response<Body>, TransportProblem> {
        let Line { router, cut } = self.line();
        let answer = tokio::select! {
            biased;
            () = cut.cancelled() => return Err(broken()),
            answer = router.oneshot(incoming(request)) => answer.unwrap_or_else(|never| match never {}),
        };
        let (head, body) = answer.into_parts();
        let chunks = Some((body.into_data_stream(), cut));
        let body = stream::unfold(chunks, |state| async {
            let (mut chunks, cut) = state?;
            let chunk = tokio::select! {
                biased;
                () = cut.cancelled() => return Some((Err(broken()), None)),
                chunk = chunks.next() => chunk?,
            };
            match chunk {
                Ok(chunk) => Some((Ok(chunk), Some((chunks, cut)))),
                Err(_) => Some((Err(broken()), None)),
            }
        });
        Ok(http::Response::from_parts(head, Box::pin(body)))
    }
}

/// The request as a server reads it off the line.
fn incoming(request: http::Request<Content>) -> http::Request<AxumBody> {
    let (mut head, content) = request.into_parts();
    if let Some(host) = head.uri.authority().and_then(|host| HeaderValue::from_str(host.as_str()).ok()) {
        head.headers.insert(header::HOST, host);
    }
    let path = head.uri.path_and_query().cloned().unwrap_or_else(|| PathAndQuery::from_static("/"));
    head.uri = Uri::from(path);
    let (length, body) = match content {
        Content::Empty => (0, AxumBody::empty()),
        Content::Bytes(bytes) => (bytes.len() as u64, AxumBody::from(bytes)),
        Content::Stream { length, chunks } => {
            (length, AxumBody::from_stream(chunks.map(Ok::<_, std::convert::Infallible>)))
        }
    };
    head.headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    http::Request::from_parts(head, body)
}

fn broken() -> TransportProblem {
    TransportProblem::Broken("the server ended it".to_owned())
}
