//! What stands before every route: who may knock, how long a request may take, and the headers of every answer.

use std::{
    net::{IpAddr, SocketAddr},
    sync::Arc,
    time::Duration,
};

use axum::{
    Router,
    extract::{ConnectInfo, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
};
use tower_http::catch_panic::CatchPanicLayer;

use crate::{
    app::App,
    problem::{Code, Problem},
};

/// Longest time of a request that is no upload, download or event stream.
const PATIENCE: Duration = Duration::from_secs(30);

/// Through which door requests come.
#[derive(Debug, Clone, Default)]
pub(crate) struct Door {
    /// The `Host` values that are answered, in lower case; none given answers all of them: in process, or where a
    /// certificate or a proxy vouches for the name.
    pub(crate) hosts: Option<Arc<[String]>>,
    /// The only peer that may connect, if the desk is behind a proxy.
    pub(crate) proxy: Option<IpAddr>,
    /// Whether the desk itself speaks TLS.
    pub(crate) tls: bool,
    /// Ends the event streams when the server stops.
    pub(crate) stop: tokio_util::sync::CancellationToken,
}

impl Door {
    /// The door of a server on this loopback address: a page that a foreign name resolves to us is not answered.
    pub(crate) fn loopback(port: u16) -> Self {
        let hosts = ["127.0.0.1", "localhost", "[::1]"].map(|host| format!("{host}:{port}"));
        Self { hosts: Some(hosts.into()), ..Self::default() }
    }

    fn admits(&self, request: &Request) -> bool {
        let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
        if self.proxy.is_some() && self.proxy != peer.map(|peer| peer.to_canonical()) {
            return false;
        }
        let host = authority(request);
        if let Some(hosts) = &self.hosts
            && !host.as_ref().is_some_and(|host| hosts.contains(host))
        {
            return false;
        }
        let mut origins = request.headers().get_all(header::ORIGIN).iter();
        origins.all(|origin| {
            let origin = origin.to_str().ok().and_then(|origin| origin.split_once("://"));
            origin.is_some_and(|(_, name)| Some(name.to_ascii_lowercase()) == host)
        })
    }
}

/// The name that the client asked for: HTTP/2 has it in the address, HTTP/1 in `Host`. Two different ones are none.
fn authority(request: &Request) -> Option<String> {
    let mut named = request.headers().get_all(header::HOST).iter().map(|host| host.to_str().ok());
    let host = match (named.next(), named.next()) {
        (None, _) => request.uri().authority().map(|host| host.as_str()),
        (Some(host), None) => host,
        (Some(_), Some(_)) => None,
    };
    host.map(str::to_ascii_lowercase)
}

/// Puts the door before `routes`.
pub(crate) fn guard(routes: Router, door: Door, app: Arc<App>) -> Router {
    let tls = door.tls;
    routes
        .layer(middleware::from_fn_with_state(app, hurry))
        .layer(middleware::from_fn_with_state(door, knock))
        .layer(CatchPanicLayer::custom(|_: Box<dyn std::any::Any + Send>| {
            Problem::fault("a handler panicked").into_response()
        }))
        .layer(middleware::map_response(move |response| headers(tls, response)))
}

async fn knock(State(door): State<Door>, mut request: Request, next: Next) -> Response {
    if !door.admits(&request) {
        return Problem::new(Code::Forbidden).detail("this host or origin may not ask").into_response();
    }
    request.extensions_mut().insert(door);
    next.run(request).await
}

async fn hurry(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    if ["/api/uploads", "/api/live", "/api/agent/live"].contains(&path) {
        return next.run(request).await;
    }
    tokio::select! {
        biased;
        response = next.run(request) => response,
        () = app.clock.sleep(PATIENCE) => Problem::new(Code::Busy).into_response(),
    }
}

/// Nothing the desk sends is to be framed, sniffed, cached or shared. A route's own policy stays.
async fn headers(tls: bool, mut response: Response) -> Response {
    let headers = response.headers_mut();
    let policy = HeaderValue::from_static(
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(policy);
    set(headers, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(headers, header::X_FRAME_OPTIONS, "DENY");
    set(headers, header::REFERRER_POLICY, "no-referrer");
    set(headers, HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    set(headers, HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    set(headers, header::CACHE_CONTROL, "no-store");
    if tls {
        set(headers, header::STRICT_TRANSPORT_SECURITY, "max-age=31536000");
    }
    response
}

fn set(headers: &mut HeaderMap, name: HeaderName, value: &'static str) {
    headers.insert(name, HeaderValue::from_static(value));
}

#[cfg(test)]
mod tests {
    use axum::{body::Body, routing::get};
    use tower::ServiceExt;

    use super::*;
    use crate::{Desk, Settings};

    #[tokio::test]
    async fn a_panic_is_answered_like_every_other_fault() {
        let folder = tempfile::tempdir().unwrap();
        let desk = Desk::open(Settings::new(folder.path().join("desk"))).await.unwrap();
        async fn broken() {
            panic!("the secret of this handler");
        }
        let router = guard(Router::new().route("/", get(broken)), Door::default(), desk.app);
        let response = router.oneshot(Request::new(Body::empty())).await.unwrap();
        assert_eq!(response.status(), 500);
        assert_eq!(response.headers()[header::CONTENT_TYPE], "application/problem+json");
        assert_eq!(response.headers()[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
        let body = axum::body::to_bytes(response.into_body(), 10_000).await.unwrap();
        let body = String::from_utf8(body.to_vec()).unwrap();
        assert!(body.contains("\"fault\"") && !body.contains("secret"), "{body}");
    }
}
