//! One request on its way, and what goes wrong there.

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use futures_util::{StreamExt, stream};
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use serde_json::{Value, json};
use svara_connect::{Body, TransportProblem};
use tokio::sync::oneshot;

use super::{Answer, IsLastPage, Road, line::quiet_name, written};
use crate::sim::{
    desk_side::{Asked, Said, pieces},
    weather::Fault,
};

/// After this a line that stays silent counts as dead.
const IDLE: Duration = Duration::from_secs(30);
/// The longest quiet that the desk asks for.
const LONGEST_WISH: Duration = Duration::from_secs(240);

impl Road {
    /// Carries a request, and its answer back, with what goes wrong on the way.
    pub(super) async fn carry(self: &Arc<Self>, asked: Asked, member: &str) -> Answer {
        let member = member.to_owned();
        let fault = self.note(&asked, &member);
        self.crawl(1).await;
        if asked.method == Method::POST && asked.path == "/api/session" {
            return self.sign_in(&asked).await;
        }
        // Whether a desk is there at all is asked by a member who signs in, and who would try again.
        let fault = fault.filter(|_| asked.path != "/api/desk");
        if asked.path.starts_with("/api/live") && self.lock().no_streams {
            return Ok(canned(StatusCode::BAD_GATEWAY, "text/html", "<html>bad gateway", None));
        }
        if asked.path.starts_with("/api/issues/census") && std::mem::take(&mut self.lock().short_census) {
            self.trace.fault("short census", "");
            return Ok(canned(StatusCode::OK, "application/json", r#"{"ids":[],"next":null}"#, None));
        }
        let through = |late| self.set_out(asked.clone(), Some(member.clone()), late);
        let Some(fault) = fault else { return self.answer(through(Duration::ZERO), false).await };
        if !matches!(fault, Fault::SignedOut) {
            // The app may give up before anything comes back, or not understand what does: that is an end, too.
            self.lock().other_ends += 1;
        }
        self.lock().cuts.request(&asked);
        let name = |kind: &'static str| self.trace.fault(kind, "");
        match fault {
            Fault::Unreachable => {
                name("unreachable");
                Err(TransportProblem::Unreachable("nobody there".into()))
            }
            Fault::LostRequest => {
                name("lost request");
                self.silence().await
            }
            Fault::LostAnswer => {
                name("lost answer");
                let _never_read = through(Duration::ZERO);
                self.silence().await
            }
            Fault::Twice => {
                let late = self.late();
                self.trace.fault("duplicate", format!("again in {late:?}"));
                let first = through(Duration::ZERO);
                let _second = through(late);
                self.answer(first, false).await
            }
            Fault::LateRequest => {
                let late = self.late();
                self.trace.fault("late request", format!("by {late:?}"));
                self.answer(through(late), false).await
            }
            Fault::LateAnswer => {
                let late = self.late();
                self.trace.fault("late answer", format!("by {late:?}"));
                let said = through(Duration::ZERO);
                self.on_the_way(late).await;
                self.answer(said, false).await
            }
            Fault::SignedOut => {
                name("401");
                self.revoke(&asked.headers).await;
                self.answer(through(Duration::ZERO), false).await
            }
            Fault::Throttled => {
                name("429");
                let wish = Duration::from_secs(2 + self.dice.below(LONGEST_WISH.as_secs() - 2));
                let path = asked.path.split('?').next().unwrap_or_default();
                let key = asked
                    .headers
                    .get("idempotency-key")
                    .and_then(|key| key.to_str().ok())
                    .unwrap_or_default();
                let what = format!("{} {path} {key}", asked.method);
                let now = self.time.passed();
                self.lock().quiet.insert(quiet_name(&what, &member), (now, now + wish));
                Ok(canned(StatusCode::TOO_MANY_REQUESTS, PROBLEM, r#"{"code":"throttled"}"#, Some(wish)))
            }
            Fault::Storm => {
                name("5xx");
                if self.dice.chance(400) {
                    let _done_all_the_same = through(Duration::ZERO);
                    tokio::time::sleep(Duration::from_millis(20)).await;
                }
                let status = [500, 502, 503, 504];
                let status = self.dice.pick(&status).and_then(|status| StatusCode::from_u16(*status).ok());
                Ok(canned(status.unwrap_or(StatusCode::BAD_GATEWAY), "text/html", "<html>fault", None))
            }
            Fault::Page => {
                name("HTML 200");
                Ok(canned(StatusCode::OK, "text/html", "<html><body>Welcome", None))
            }
            Fault::Portal => {
                name("captive portal");
                let mut answer = canned(StatusCode::FOUND, "text/html", "<html>sign in", None);
                answer
                    .headers_mut()
                    .insert(header::LOCATION, HeaderValue::from_static("http://hotel.example/"));
                Ok(answer)
            }
            Fault::Cut => {
                name("cut JSON");
                self.answer(through(Duration::ZERO), true).await
            }
            Fault::OtherShape => {
                name("other shape");
                let _done_all_the_same = through(Duration::ZERO);
                Ok(canned(StatusCode::OK, "application/json", r#"{"ok":true}"#, None))
            }
            Fault::Expired
                if asked.path.contains("since=") || asked.headers.contains_key("last-event-id") =>
            {
                name("cursor expiry");
                Ok(canned(StatusCode::GONE, PROBLEM, r#"{"code":"cursor_expired"}"#, None))
            }
            Fault::Expired => self.answer(through(Duration::ZERO), false).await,
            Fault::Lie => {
                let kind = written(&asked);
                let written = kind.and_then(|kind| self.lock().written.get(&(member.clone(), kind)).cloned());
                let Some(written) = written else { return self.answer(through(Duration::ZERO), false).await };
                name("false success");
                Ok(canned(StatusCode::CREATED, "application/json", lie(&written), None))
            }
        }
    }

    /// Nothing comes; at some time the app's network says so.
    async fn silence(&self) -> Answer {
        if self.dice.chance(500) {
            return Err(TransportProblem::Broken("reset".into()));
        }
        tokio::time::sleep(IDLE).await;
        Err(TransportProblem::TimedOut)
    }

    async fn answer(&self, said: oneshot::Receiver<Result<Said, TransportProblem>>, cut: bool) -> Answer {
        let ended = |_| TransportProblem::Broken("the road ended".into());
        match said.await.map_err(ended)?? {
            Said::Whole(status, headers, bytes) => {
                let bytes = if cut { bytes.slice(..bytes.len() / 2) } else { bytes };
                let is_last_page = status == StatusCode::OK && is_last_page(&bytes);
                let mut answer = http::Response::new(once(bytes));
                *answer.status_mut() = status;
                *answer.headers_mut() = headers;
                if is_last_page {
                    answer.extensions_mut().insert(IsLastPage);
                }
                Ok(answer)
            }
            Said::Stream(response, ended) => {
                let (head, chunks) = pieces(response, ended);
                let (time, silent) = (self.time.clone(), self.dice.chance(300));
                let body = chunks.then(move |chunk| {
                    let time = time.clone();
                    async move {
                        if chunk.is_none() && silent {
                            return std::future::pending().await;
                        }
                        time.awake().await;
                        chunk.ok_or_else(|| TransportProblem::Broken("the stream was cut".into()))
                    }
                });
                Ok(http::Response::from_parts(head, Box::pin(body)))
            }
        }
    }

    /// A sign-in without the work of a password: the desk's own session, as its route would answer it.
    async fn sign_in(&self, asked: &Asked) -> Answer {
        let unreachable = || TransportProblem::Unreachable("no desk".into());
        let body: Value = serde_json::from_slice(&asked.body).unwrap_or_default();
        let member = body.get("user_name").and_then(Value::as_str).unwrap_or_default().to_owned();
        let desk = self.desk.desk().ok_or_else(unreachable)?;
        let token = desk.seed_session(&member).await.map_err(|_| unreachable())?;
        self.know(&token, &member);
        let bearer = HeaderValue::from_str(&format!("Bearer {token}")).map_err(|_| unreachable())?;
        let headers = HeaderMap::from_iter([(header::AUTHORIZATION, bearer)]);
        let path = "/api/profile".to_owned();
        let profile = Asked { method: Method::GET, path, headers, body: Bytes::new() };
        let Some(Said::Whole(_, _, profile)) = self.desk.ask(profile, None).await else {
            return Err(unreachable());
        };
        let profile: Value = serde_json::from_slice(&profile).unwrap_or_default();
        let session = json!({"token": token, "expires_at": "2030-01-01T00:00:00Z", "profile": profile});
        Ok(canned(StatusCode::CREATED, "application/json", session.to_string(), None))
    }
}

/// Whether an answer is a page of changes and there are no more.
fn is_last_page(answer: &Bytes) -> bool {
    #[derive(serde::Deserialize)]
    struct Page {
        #[serde(rename = "cursor")]
        _cursor: serde::de::IgnoredAny,
        more: bool,
    }
    serde_json::from_slice::<Page>(answer).is_ok_and(|page| !page.more)
}

/// An answer that says of an entry that it is there, and it is not.
fn lie(written: &Bytes) -> String {
    let mut answer: Value = serde_json::from_slice(written).unwrap_or_default();
    let place = if answer.get("entry").is_some() { "/entry/id" } else { "/message/id" };
    if let Some(id) = answer.pointer_mut(place) {
        let other: String = id.as_str().unwrap_or_default().chars().rev().collect();
        *id = other.into();
    }
    answer.to_string()
}

const PROBLEM: &str = "application/problem+json";

fn once(bytes: Bytes) -> Body {
    Box::pin(stream::iter([Ok(bytes)]))
}

fn canned(
    status: StatusCode,
    kind: &'static str,
    body: impl Into<String>,
    wait: Option<Duration>,
) -> http::Response<Body> {
    let mut answer = http::Response::new(once(Bytes::from(body.into())));
    *answer.status_mut() = status;
    answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    if let Some(wait) = wait {
        answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(wait.as_secs()));
    }
    answer
}
