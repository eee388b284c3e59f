//! What every kind of desk checks in an answer before it believes it: did the desk answer at all, or a network's
//! sign-in page in its place, and is it the shape that is due.

use bytes::Bytes;
use futures_util::StreamExt;
use http::{HeaderMap, StatusCode, Uri, header};
use serde::de::DeserializeOwned;
use svara_model::{Failure, FailureKind, NetworkProblem};
use url::Url;
use zeroize::Zeroizing;

use crate::transport::{Body, TransportProblem};

/// The largest JSON answer that is read, decompressed.
pub(crate) const JSON_LIMIT: usize = 32 * 1024 * 1024;

/// Most answers are shorter, those with a token always.
const USUAL: usize = 16 * 1024;

/// Refuses an answer that no desk's API gives: a network's sign-in page or a redirect. `what` names the request in the
/// log.
pub(crate) fn from_desk(
    asked: &Uri,
    status: StatusCode,
    headers: &HeaderMap,
    what: &str,
) -> Result<(), Failure> {
    if status == StatusCode::NETWORK_AUTHENTICATION_REQUIRED {
        return Err(captive_portal(what, "the network asks for a sign-in"));
    }
    if status.is_redirection() {
        return Err(if leads_elsewhere(asked, headers) {
            captive_portal(what, "sent on to another host")
        } else {
            garbled(what, "sent on to another page")
        });
    }
    if status.is_success() && is_html(headers) {
        return Err(captive_portal(what, "a page in place of an answer"));
    }
    Ok(())
}

/// Reads a JSON answer whole.
pub(crate) async fn json<T: DeserializeOwned>(
    headers: &HeaderMap,
    body: Body,
    what: &str,
) -> Result<T, Failure> {
    if !is_json(headers) {
        return Err(garbled(what, "no JSON"));
    }
    let bytes = read(body, JSON_LIMIT).await?;
    // The parser's own message may quote the answer; only where it stumbled goes to the log.
    serde_json::from_slice(&bytes)
        .map_err(|why| garbled(what, &format!("{:?} error at byte column {}", why.classify(), why.column())))
}

/// Reads at most `limit` bytes, decompressed; more is refused. Wiped after use, since an answer may hold a token.
pub(crate) async fn read(mut body: Body, limit: usize) -> Result<Zeroizing<Vec<u8>>, TransportProblem> {
    // Room for any answer with a token in it, since a buffer that grows leaves its old self behind unwiped.
    let mut all = Zeroizing::new(Vec::with_capacity(USUAL));
    while let Some(chunk) = body.next().await {
        let chunk: Bytes = chunk?;
        if all.len().saturating_add(chunk.len()) > limit {
            return Err(TransportProblem::TooLarge);
        }
        all.extend_from_slice(&chunk);
    }
    Ok(all)
}

pub(crate) fn garbled(what: &str, why: &str) -> Failure {
    Failure::new(FailureKind::Garbled, format!("{what}: {why}"))
}

pub(crate) fn captive_portal(what: &str, why: &str) -> Failure {
    Failure::new(FailureKind::Offline(NetworkProblem::CaptivePortal), format!("{what}: {why}"))
}

pub(crate) fn is_html(headers: &HeaderMap) -> bool {
    matches!(media_type(headers).as_str(), "text/html" | "application/xhtml+xml")
}

pub(crate) fn is_json(headers: &HeaderMap) -> bool {
    let kind = media_type(headers);
    kind == "application/json" || (kind.starts_with("application/") && kind.ends_with("+json"))
}

pub(crate) fn media_type(headers: &HeaderMap) -> String {
    let value = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

fn leads_elsewhere(asked: &Uri, headers: &HeaderMap) -> bool {
    let Some(target) = headers.get(header::LOCATION).and_then(|value| value.to_str().ok()) else {
        return false;
    };
    let Ok(asked) = Url::parse(&asked.to_string()) else { return true };
    asked.join(target).is_ok_and(|target| target.origin() != asked.origin())
}

#[cfg(test)]
mod tests {
    use futures_util::stream;
    use http::HeaderValue;

    use super::*;

    const ASKED: &str = "https://desk.example/api/profile";

    fn headers(name: header::HeaderName, value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_static(value))])
    }

    fn check(status: u16, headers: &HeaderMap) -> Option<FailureKind> {
        let status = StatusCode::from_u16(status).unwrap();
        from_desk(&ASKED.parse().unwrap(), status, headers, "profile").err().map(|why| why.kind)
    }

    fn body(chunks: &[&'static str]) -> Body {
        let chunks: Vec<_> = chunks.iter().map(|chunk| Ok(Bytes::from_static(chunk.as_bytes()))).collect();
        Box::pin(stream::iter(chunks))
    }

    #[test]
    fn a_page_in_place_of_an_answer_is_a_captive_portal() {
        let portal = Some(FailureKind::Offline(NetworkProblem::CaptivePortal));
        assert_eq!(check(200, &headers(header::CONTENT_TYPE, "text/html; charset=utf-8")), portal);
        assert_eq!(check(511, &HeaderMap::new()), portal);
        assert_eq!(check(302, &headers(header::LOCATION, "http://login.hotel.example/")), portal);
        assert_eq!(check(307, &headers(header::LOCATION, "http://desk.example/api/profile")), portal);
        assert_eq!(check(200, &headers(header::CONTENT_TYPE, "application/json")), None);
        assert_eq!(check(404, &headers(header::CONTENT_TYPE, "text/html")), None);
    }

    #[test]
    fn a_redirect_within_the_desk_is_garbled() {
        let garbled = Some(FailureKind::Garbled);
        assert_eq!(check(302, &headers(header::LOCATION, "/login")), garbled);
        assert_eq!(check(301, &headers(header::LOCATION, "https://desk.example:443/x")), garbled);
        assert_eq!(check(304, &HeaderMap::new()), garbled);
    }

    #[tokio::test]
    async fn cut_or_wrongly_shaped_json_is_garbled_and_not_quoted() {
        let json_headers = headers(header::CONTENT_TYPE, "application/json");
        for chunks in [&["{\"title\":\"secret"][..], &["[", "1,2]"], &["{\"title\":7}"], &[""]] {
            #[derive(Debug, serde::Deserialize)]
            struct Wanted {
                #[expect(dead_code, reason = "only its shape matters")]
                title: String,
            }
            let why = json::<Wanted>(&json_headers, body(chunks), "issue").await.unwrap_err();
            assert_eq!(why.kind, FailureKind::Garbled);
            assert!(!why.detail.contains("secret"), "{}", why.detail);
        }
    }

    #[tokio::test]
    async fn an_answer_beyond_the_limit_is_refused_before_it_is_whole() {
        assert_eq!(read(body(&["1234", "5678"]), 8).await.unwrap().as_slice(), b"12345678");
        let endless: Body = Box::pin(stream::repeat_with(|| Ok(Bytes::from_static(&[0; 1024]))));
        assert_eq!(read(endless, 4096).await.err(), Some(TransportProblem::TooLarge));
    }

    #[test]
    fn json_is_known_by_its_media_type() {
        for value in ["application/json", "Application/JSON; charset=utf-8", "application/problem+json"] {
            assert!(is_json(&headers(header::CONTENT_TYPE, value)), "{value}");
        }
        for value in ["text/html", "text/json", "image/svg+xml", ""] {
            assert!(!is_json(&headers(header::CONTENT_TYPE, value)), "{value}");
        }
    }
}
