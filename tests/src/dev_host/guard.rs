//! Keeps other web pages out: a page on the internet may reach a loopback port through the member's own browser.

use std::net::SocketAddr;

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, StatusCode, header};

/// Passes requests that name this computer as their host and come from our own page or from no page at all.
pub(super) async fn only_this_computer(
    State(at): State<SocketAddr>,
    request: Request,
    next: Next,
) -> Response {
    if is_ours(request.headers(), at) {
        next.run(request).await
    } else {
        StatusCode::FORBIDDEN.into_response()
    }
}

fn is_ours(headers: &HeaderMap, at: SocketAddr) -> bool {
    let text = |name| headers.get(name).map(|value| value.to_str().unwrap_or("unreadable"));
    let Some(host) = text(header::HOST) else { return false };
    let names = [at.to_string(), format!("localhost:{}", at.port())];
    let origin_ok = text(header::ORIGIN).is_none_or(|origin| origin.strip_prefix("http://") == Some(host));
    let site_ok =
        headers.get("sec-fetch-site").is_none_or(|site| site != "cross-site" && site != "same-site");
    names.iter().any(|name| name == host) && origin_ok && site_ok
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_page_and_programs_get_in() {
        let at = SocketAddr::from(([127, 0, 0, 1], 4000));
        let check = |pairs: &[(&'static str, &'static str)]| {
            let headers = pairs.iter().map(|(n, v)| (n.parse().unwrap(), v.parse().unwrap())).collect();
            is_ours(&headers, at)
        };
        assert!(check(&[("host", "127.0.0.1:4000")]));
        assert!(check(&[("host", "localhost:4000"), ("origin", "http://localhost:4000")]));
        assert!(!check(&[]));
        assert!(!check(&[("host", "rebound.example:4000")]));
        assert!(!check(&[("host", "127.0.0.1:4001")]));
        assert!(!check(&[("host", "127.0.0.1:4000"), ("origin", "https://evil.example")]));
        assert!(!check(&[("host", "127.0.0.1:4000"), ("origin", "null")]));
        assert!(!check(&[("host", "127.0.0.1:4000"), ("origin", "http://127.0.0.1:5000")]));
        assert!(!check(&[("host", "127.0.0.1:4000"), ("sec-fetch-site", "cross-site")]));
    }
}
