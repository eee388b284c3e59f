//! A desk's "no": read once into plain data, then put into words of the model.

use std::time::Duration;

use http::{HeaderMap, StatusCode, header};
use jiff::{Timestamp, fmt::rfc2822::DateTimeParser};
use serde::Deserialize;
use svara_model::{Failure, FailureKind, NetworkProblem, SignInProblem};

use crate::{
    answer,
    transport::{Body, TransportProblem},
};

/// No refusal is longer.
const REFUSAL_LIMIT: usize = 64 * 1024;
/// A desk that asks for more patience (or writes a date by mistake) is asked again after this all the same.
const LONGEST_WAIT: Duration = Duration::from_secs(3600);
/// Less would be a tight loop.
const SHORTEST_WAIT: Duration = Duration::from_secs(1);

/// An answer with an error status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    /// The status.
    pub(crate) status: StatusCode,
    /// The problem's code as the desk documents it. Absent when something between here and the desk answered.
    pub(crate) code: Option<String>,
    /// When the desk wants to be asked again.
    pub(crate) retry_after: Option<Duration>,
    html: bool,
}

/// Problem details (RFC 9457), as far as they are for machines. Titles and details may quote an issue and stay unread.
#[derive(Deserialize)]
struct Problem {
    code: Option<String>,
}

impl Refusal {
    /// Reads a refusal. An unreadable content is no failure of its own: the status already says enough.
    pub(crate) async fn read(
        status: StatusCode,
        headers: &HeaderMap,
        body: Body,
    ) -> Result<Self, TransportProblem> {
        let mut code = None;
        if answer::is_json(headers) {
            let bytes = answer::read(body, REFUSAL_LIMIT).await?;
            code = serde_json::from_slice(&bytes).ok().and_then(|problem: Problem| problem.code);
        }
        let code = code.filter(|code| is_code(code));
        Ok(Self { status, code, retry_after: retry_after(headers), html: answer::is_html(headers) })
    }

    /// Whether the desk named this code.
    pub(crate) fn is(&self, code: &str) -> bool {
        self.code.as_deref() == Some(code)
    }

    /// The refusal in words of the model, by its status.
    pub(crate) fn failure(&self, what: &str) -> Failure {
        let failure = Failure::new(self.kind(), self.detail(what));
        match self.retry_after {
            Some(wait) if self.may_pass() => failure.after(wait),
            _ => failure,
        }
    }

    /// For the log.
    pub(crate) fn detail(&self, what: &str) -> String {
        format!("{what}: {} {}", self.status.as_u16(), self.code.as_deref().unwrap_or("without a code"))
    }

    fn kind(&self) -> FailureKind {
        match self.status {
            StatusCode::TOO_MANY_REQUESTS => FailureKind::Throttled,
            StatusCode::PAYLOAD_TOO_LARGE => FailureKind::Invalid,
            StatusCode::REQUEST_TIMEOUT => FailureKind::Offline(NetworkProblem::TimedOut),
            status if status.is_server_error() => FailureKind::ServerFault,
            // A proxy whose desk restarts, or a hotel's network, says 404 or 403 of its own: believed, it would take
            // issues or the sign-in away.
            _ if self.html => FailureKind::Offline(NetworkProblem::CaptivePortal),
            _ if self.code.is_none() => FailureKind::Garbled,
            StatusCode::UNAUTHORIZED => FailureKind::SignedOut(SignInProblem::Ended),
            StatusCode::FORBIDDEN => FailureKind::Forbidden,
            StatusCode::NOT_FOUND | StatusCode::GONE => FailureKind::Gone,
            StatusCode::CONFLICT => FailureKind::Conflict,
            StatusCode::BAD_REQUEST
            | StatusCode::UNSUPPORTED_MEDIA_TYPE
            | StatusCode::UNPROCESSABLE_ENTITY => FailureKind::Invalid,
            StatusCode::METHOD_NOT_ALLOWED => FailureKind::Unsupported,
            _ => FailureKind::Garbled,
        }
    }

    /// Whether waiting helps: a desk's wait after "this will never do" means nothing.
    fn may_pass(&self) -> bool {
        self.status.is_server_error()
            || matches!(self.status, StatusCode::TOO_MANY_REQUESTS | StatusCode::CONFLICT)
    }
}

/// A code goes to the log, so it must look like one.
fn is_code(text: &str) -> bool {
    (1..=40).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
}

/// The wait a desk asks for, in seconds or as a date, which counts from the desk's own `Date`.
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let wanted = text(headers, &header::RETRY_AFTER)?;
    let wait = if !wanted.is_empty() && wanted.bytes().all(|byte| byte.is_ascii_digit()) {
        // More digits than fit mean "very long".
        wanted.parse().map_or(LONGEST_WAIT, Duration::from_secs)
    } else {
        let (until, now) = (date(wanted)?, answered(headers)?);
        Duration::try_from(until.duration_since(now)).unwrap_or_default()
    };
    Some(wait.clamp(SHORTEST_WAIT, LONGEST_WAIT))
}

/// When the desk answered, by its own clock.
pub(crate) fn answered(headers: &HeaderMap) -> Option<Timestamp> {
    date(text(headers, &header::DATE)?)
}

fn text<'a>(headers: &'a HeaderMap, name: &http::HeaderName) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim)
}

fn date(text: &str) -> Option<Timestamp> {
    DateTimeParser::new().parse_timestamp(text).ok()
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use futures_util::stream;
    use http::{HeaderName, HeaderValue};
    use svara_model::Retry;

    use super::*;

    fn headers(pairs: &[(HeaderName, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.clone(), HeaderValue::from_static(value))).collect()
    }

    fn wait(pairs: &[(HeaderName, &'static str)]) -> Option<u64> {
        retry_after(&headers(pairs)).map(|wait| wait.as_secs())
    }

    async fn refusal(status: u16, pairs: &[(HeaderName, &'static str)], body: &'static str) -> Failure {
        let body = Box::pin(stream::iter([Ok(Bytes::from_static(body.as_bytes()))]));
        let status = StatusCode::from_u16(status).unwrap();
        Refusal::read(status, &headers(pairs), body).await.unwrap().failure("profile")
    }

    const PROBLEM: (HeaderName, &str) = (header::CONTENT_TYPE, "application/problem+json");
    const PAGE: (HeaderName, &str) = (header::CONTENT_TYPE, "text/html");

    #[test]
    fn a_wait_in_seconds_is_kept_within_reason() {
        assert_eq!(wait(&[(header::RETRY_AFTER, "7")]), Some(7));
        assert_eq!(wait(&[(header::RETRY_AFTER, " 120 ")]), Some(120));
        assert_eq!(wait(&[(header::RETRY_AFTER, "0")]), Some(1));
        assert_eq!(wait(&[(header::RETRY_AFTER, "99999999")]), Some(3600));
        assert_eq!(wait(&[(header::RETRY_AFTER, "99999999999999999999999")]), Some(3600));
        assert_eq!(wait(&[(header::RETRY_AFTER, "-5")]), None);
        assert_eq!(wait(&[(header::RETRY_AFTER, "soon")]), None);
        assert_eq!(wait(&[(header::RETRY_AFTER, "")]), None);
        assert_eq!(wait(&[]), None);
    }

    #[test]
    fn a_wait_as_a_date_counts_by_the_desks_clock() {
        let desk = (header::DATE, "Mon, 03 Aug 2020 07:12:00 GMT");
        let check = |until| wait(&[desk.clone(), (header::RETRY_AFTER, until)]);
        assert_eq!(check("Mon, 03 Aug 2020 07:12:45 GMT"), Some(45));
        assert_eq!(check("Mon, 03 Aug 2020 07:11:00 GMT"), Some(1));
        assert_eq!(check("Tue, 03 Aug 2021 07:12:00 GMT"), Some(3600));
        assert_eq!(wait(&[(header::RETRY_AFTER, "Mon, 03 Aug 2020 07:12:45 GMT")]), None);
    }

    #[tokio::test]
    async fn each_status_has_its_kind() {
        for (status, kind) in [
            (400, FailureKind::Invalid),
            (401, FailureKind::SignedOut(SignInProblem::Ended)),
            (403, FailureKind::Forbidden),
            (404, FailureKind::Gone),
            (409, FailureKind::Conflict),
            (410, FailureKind::Gone),
            (413, FailureKind::Invalid),
            (415, FailureKind::Invalid),
            (422, FailureKind::Invalid),
            (429, FailureKind::Throttled),
            (500, FailureKind::ServerFault),
            (503, FailureKind::ServerFault),
        ] {
            assert_eq!(refusal(status, &[PROBLEM], r#"{"code":"x"}"#).await.kind, kind, "{status}");
        }
    }

    #[tokio::test]
    async fn waiting_is_for_refusals_that_pass() {
        let later = (header::RETRY_AFTER, "9");
        for (status, retry) in [
            (429, Retry::After(Duration::from_secs(9))),
            (503, Retry::After(Duration::from_secs(9))),
            (409, Retry::After(Duration::from_secs(9))),
            (403, Retry::Never),
            (422, Retry::Never),
            (401, Retry::WhenSignedIn),
        ] {
            let failure = refusal(status, &[PROBLEM, later.clone()], r#"{"code":"x"}"#).await;
            assert_eq!(failure.retry, retry, "{status}");
        }
    }

    #[tokio::test]
    async fn what_is_not_the_desks_own_word_takes_nothing_away() {
        let portal = FailureKind::Offline(NetworkProblem::CaptivePortal);
        for status in [401, 403, 404, 410] {
            assert_eq!(refusal(status, &[PAGE], "<html>").await.kind, portal, "{status}");
            assert_eq!(
                refusal(status, &[], "404 page not found").await.kind,
                FailureKind::Garbled,
                "{status}"
            );
        }
        assert_eq!(refusal(502, &[PAGE], "<html>").await.kind, FailureKind::ServerFault);
        assert_eq!(refusal(413, &[PAGE], "<html>").await.kind, FailureKind::Invalid);
        assert_eq!(refusal(429, &[PAGE], "<html>").await.kind, FailureKind::Throttled);
    }

    #[tokio::test]
    async fn the_log_gets_the_code_and_nothing_a_person_wrote() {
        let body = r#"{"code":"invalid","title":"my title","detail":"my text"}"#;
        assert_eq!(refusal(422, &[PROBLEM], body).await.detail, "profile: 422 invalid");
        let body = r#"{"code":"My Title"}"#;
        assert_eq!(refusal(422, &[PROBLEM], body).await.detail, "profile: 422 without a code");
    }
}
