//! The product's transport: HTTP over TCP and TLS.

use std::{
    error::Error,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use async_trait::async_trait;
use bytes::Bytes;
use futures_util::{StreamExt, stream};
use http::{HeaderValue, Uri, header};
use rustls_pki_types::CertificateDer;

use crate::{
    certificate,
    transport::{Body, Content, Transport, TransportProblem},
};

/// An answer's head may be this large, all names and values together.
const HEADER_LIMIT: usize = 64 * 1024;
/// More header lines than any desk sends.
const HEADER_LINES: usize = 100;

/// How [`HttpTransport`] behaves.
#[derive(Clone, Debug)]
pub struct HttpOptions {
    /// Root certificates trusted besides this computer's own, for desks with a private authority.
    pub extra_roots: Vec<CertificateDer<'static>>,
    /// How long a connection may take to come about, TLS included.
    pub connect_timeout: Duration,
    /// How long nothing at all may move, in either direction, while a request is under way.
    pub idle_timeout: Duration,
}

impl Default for HttpOptions {
    fn default() -> Self {
        Self {
            extra_roots: Vec::new(),
            connect_timeout: Duration::from_secs(10),
            idle_timeout: Duration::from_secs(30),
        }
    }
}

/// HTTP/1.1 and HTTP/2 over TLS as this computer trusts it; without TLS to this computer itself only.
pub struct HttpTransport {
    /// To this computer: never through a proxy, whatever the environment says.
    near: reqwest::Client,
    /// To everywhere else.
    far: reqwest::Client,
    idle_timeout: Duration,
}

/// Why no transport could be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no HTTP on this computer: {0}")]
pub struct NoTransport(String);

impl HttpTransport {
    /// Makes a transport. Connects to nothing yet.
    pub fn new(options: &HttpOptions) -> Result<Self, NoTransport> {
        let tls =
            certificate::client_config(&options.extra_roots).map_err(|why| NoTransport(why.to_string()))?;
        let builder = || {
            reqwest::Client::builder()
                .tls_backend_preconfigured(tls.clone())
                .user_agent(concat!("svara/", env!("CARGO_PKG_VERSION")))
                .redirect(reqwest::redirect::Policy::none())
                .referer(false)
                .connect_timeout(options.connect_timeout)
                .http1_max_headers(HEADER_LINES)
                .http2_max_header_list_size(HEADER_LIMIT as u32)
        };
        // The name is looked up nowhere: a name server must not decide what "this computer" is.
        let loopback = [IpAddr::V4(Ipv4Addr::LOCALHOST), IpAddr::V6(Ipv6Addr::LOCALHOST)]
            .map(|address| SocketAddr::new(address, 0));
        let near = builder().no_proxy().resolve_to_addrs("localhost", &loopback).build();
        Ok(Self {
            near: near.map_err(|why| NoTransport(chain(&why)))?,
            far: builder().build().map_err(|why| NoTransport(chain(&why)))?,
            idle_timeout: options.idle_timeout,
        })
    }

    fn client_for(&self, uri: &Uri) -> Result<&reqwest::Client, TransportProblem> {
        match (uri.scheme_str(), is_loopback(uri)) {
            (Some("http" | "https"), true) => Ok(&self.near),
            (Some("https"), false) => Ok(&self.far),
            _ => Err(TransportProblem::NotSecure),
        }
    }
}

#[async_trait]
impl Transport for HttpTransport {
    async fn send(&self, request: http::Request<Content>) -> Result<http::Response<Body>, TransportProblem> {
        let client = self.client_for(request.uri())?;
        let moved = Arc::new(AtomicBool::new(false));
        let request = outgoing(request, Arc::clone(&moved))?;
        let answer = client.execute(request);
        let answer = while_moving(answer, &moved, self.idle_timeout).await?.map_err(|why| problem(&why))?;
        incoming(answer, self.idle_timeout)
    }
}

fn is_loopback(uri: &Uri) -> bool {
    let host = uri.host().unwrap_or_default();
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost") || bare.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

fn outgoing(
    request: http::Request<Content>,
    moved: Arc<AtomicBool>,
) -> Result<reqwest::Request, TransportProblem> {
    let (mut parts, content) = request.into_parts();
    let body = match content {
        Content::Empty => None,
        Content::Bytes(bytes) => Some(reqwest::Body::from(bytes)),
        Content::Stream { length, chunks } => {
            parts.headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
            Some(reqwest::Body::wrap_stream(chunks.map(move |chunk| {
                moved.store(true, Ordering::Relaxed);
                Ok::<_, std::convert::Infallible>(chunk)
            })))
        }
    };
    let mut request = reqwest::Request::try_from(http::Request::from_parts(parts, Bytes::new()))
        .map_err(|why| TransportProblem::Unreachable(chain(&why.without_url())))?;
    *request.body_mut() = body;
    Ok(request)
}

/// Waits for `answer` as long as the request's content keeps moving: a long upload is no time-out.
async fn while_moving<F: Future>(
    answer: F,
    moved: &AtomicBool,
    idle: Duration,
) -> Result<F::Output, TransportProblem> {
    let mut answer = std::pin::pin!(answer);
    loop {
        match tokio::time::timeout(idle, answer.as_mut()).await {
            Ok(answer) => return Ok(answer),
            Err(_) if moved.swap(false, Ordering::Relaxed) => {}
            Err(_) => return Err(TransportProblem::TimedOut),
        }
    }
}

fn incoming(answer: reqwest::Response, idle: Duration) -> Result<http::Response<Body>, TransportProblem> {
    let header_bytes: usize =
        answer.headers().iter().map(|(name, value)| name.as_str().len() + value.len()).sum();
    if header_bytes > HEADER_LIMIT {
        return Err(TransportProblem::TooLarge);
    }
    let mut head = http::Response::new(());
    *head.status_mut() = answer.status();
    *head.headers_mut() = answer.headers().clone();
    let chunks = Box::pin(answer.bytes_stream());
    let body = stream::unfold(Some(chunks), move |chunks| async move {
        let mut chunks = chunks?;
        match tokio::time::timeout(idle, chunks.next()).await {
            Ok(Some(Ok(chunk))) => Some((Ok(chunk), Some(chunks))),
            Ok(Some(Err(why))) => Some((Err(problem(&why)), None)),
            Ok(None) => None,
            Err(_) => Some((Err(TransportProblem::TimedOut), None)),
        }
    });
    Ok(head.map(|()| Box::pin(body) as Body))
}

fn problem(why: &reqwest::Error) -> TransportProblem {
    if let Some(certificate) = certificate::problem_in(why) {
        return TransportProblem::Certificate(certificate);
    }
    // A connection that does not come about in time carried nothing, so it is no time-out of unknown outcome.
    if why.is_connect() {
        return TransportProblem::Unreachable(sources(why));
    }
    if why.is_timeout() {
        return TransportProblem::TimedOut;
    }
    TransportProblem::Broken(sources(why))
}

/// What lies below an error of reqwest, whose own text names the whole URL.
fn sources(why: &reqwest::Error) -> String {
    why.source().map_or_else(String::new, chain)
}

fn chain(why: &dyn Error) -> String {
    let mut text = why.to_string();
    let mut next = why.source();
    while let Some(why) = next {
        text.push_str(": ");
        text.push_str(&why.to_string());
        next = why.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loopback_is_told_by_the_host_alone() {
        for uri in ["http://localhost:1/", "http://127.0.0.1/", "http://127.9.9.9:80/x", "http://[::1]:5/"] {
            assert!(is_loopback(&uri.parse().unwrap()), "{uri}");
        }
        for uri in ["http://localhost.example.com/", "http://127.0.0.1.example.com/", "http://[::2]/", "/x"] {
            assert!(!is_loopback(&uri.parse().unwrap()), "{uri}");
        }
    }

    #[tokio::test]
    async fn nothing_leaves_this_computer_readable() {
        let transport = HttpTransport::new(&HttpOptions::default()).unwrap();
        for uri in ["http://192.0.2.1/api/desk", "http://desk.example/", "ftp://127.0.0.1/"] {
            let request = http::Request::get(uri).body(Content::Empty).unwrap();
            let problem = transport.send(request).await.err();
            assert_eq!(problem, Some(TransportProblem::NotSecure), "{uri}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn an_upload_that_moves_is_not_timed_out() {
        let idle = Duration::from_secs(30);
        let moved = Arc::new(AtomicBool::new(false));
        let sender = Arc::clone(&moved);
        let upload = async move {
            for _ in 0..10 {
                tokio::time::sleep(Duration::from_secs(20)).await;
                sender.store(true, Ordering::Relaxed);
            }
            "stored"
        };
        assert_eq!(while_moving(upload, &moved, idle).await, Ok("stored"));
        let silence = std::future::pending::<()>();
        assert_eq!(while_moving(silence, &moved, idle).await, Err(TransportProblem::TimedOut));
    }
}
