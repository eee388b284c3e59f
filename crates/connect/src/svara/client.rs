//! Calls to the built-in desk's API: what each request has in common, and what every answer is checked for.

use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use futures_util::future::{Either, select};
use http::{HeaderValue, Method, StatusCode, header};
use jiff::SignedDuration;
use secrecy::{ExposeSecret, SecretString};
use serde::{Serialize, de::DeserializeOwned};
use svara_model::{Address, Clock, Failure, FailureKind, OperationKey};
use url::Url;
use zeroize::Zeroizing;

use super::map;
use crate::{
    answer,
    limits::Limits,
    refusal::{self, Refusal},
    transport::{Body, Content, Transport, TransportProblem},
};

/// One request, before it has an address.
pub(super) struct Call<'a> {
    /// Names it in the log.
    pub(super) what: &'static str,
    method: Method,
    path: Vec<&'a str>,
    query: Vec<(&'static str, &'a str)>,
    headers: http::HeaderMap,
    content: Content,
    /// Whether it may take as long as something moves.
    endless: bool,
}

impl<'a> Call<'a> {
    /// A call to the path below the desk's address. An id in it that a path cannot hold is no id of this desk's.
    pub(super) fn new(what: &'static str, method: Method, path: &[&'a str]) -> Result<Self, Failure> {
        // These would be dropped from the path and so name something else.
        if path.iter().any(|part| matches!(*part, "" | "." | "..")) {
            return Err(Failure::new(FailureKind::Gone, format!("{what}: not an id")));
        }
        let mut headers = http::HeaderMap::new();
        headers.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
        let (path, query, content) = (path.to_vec(), Vec::new(), Content::Empty);
        Ok(Self { what, method, path, query, headers, content, endless: false })
    }

    pub(super) fn query(mut self, name: &'static str, value: &'a str) -> Self {
        self.query.push((name, value));
        self
    }

    pub(super) fn header(mut self, name: header::HeaderName, value: HeaderValue) -> Self {
        self.headers.insert(name, value);
        self
    }

    /// Signs the call with a token.
    pub(super) fn secret(mut self, secret: &SecretString) -> Self {
        let text = Zeroizing::new(format!("Bearer {}", secret.expose_secret()));
        // A token that no header can hold was never this desk's; without it the desk says so.
        if let Ok(mut value) = HeaderValue::from_str(&text) {
            value.set_sensitive(true);
            self.headers.insert(header::AUTHORIZATION, value);
        }
        self
    }

    /// Makes the call one that the desk does at most once.
    pub(super) fn key(self, key: &OperationKey) -> Result<Self, Failure> {
        let value = HeaderValue::from_str(key.as_str())
            .map_err(|_| Failure::new(FailureKind::Invalid, format!("{}: unusable key", self.what)))?;
        Ok(self.header(header::HeaderName::from_static("idempotency-key"), value))
    }

    pub(super) fn content(mut self, media_type: &str, content: Content) -> Self {
        let value = HeaderValue::from_str(media_type)
            .unwrap_or_else(|_| HeaderValue::from_static("application/octet-stream"));
        self.content = content;
        self.header(header::CONTENT_TYPE, value)
    }

    pub(super) fn json(self, body: &impl Serialize) -> Result<Self, Failure> {
        let bytes = serde_json::to_vec(body).map_err(|_| self.unwritable())?;
        Ok(self.content("application/json", Content::Bytes(bytes.into())))
    }

    /// Like [`Self::json`]; what was written is wiped once it is sent.
    pub(super) fn secret_json(self, body: &impl Serialize) -> Result<Self, Failure> {
        // Large enough never to move, since a move would leave a copy behind.
        let mut bytes = Zeroizing::new(Vec::with_capacity(16 * 1024));
        serde_json::to_writer(&mut *bytes, body).map_err(|_| self.unwritable())?;
        Ok(self.content("application/json", Content::Bytes(Bytes::from_owner(bytes))))
    }

    /// Lets the call take as long as its content or answer moves.
    pub(super) fn while_it_moves(mut self) -> Self {
        self.endless = true;
        self
    }

    fn unwritable(&self) -> Failure {
        Failure::new(FailureKind::Invalid, format!("{}: cannot be written down", self.what))
    }
}

/// The desk at one address.
#[derive(Clone)]
pub(super) struct Client {
    transport: Arc<dyn Transport>,
    clock: Arc<dyn Clock>,
    pub(super) limits: Limits,
    address: Address,
    /// How far the desk's clock was ahead of ours at its last answer.
    ahead: Arc<Mutex<Option<SignedDuration>>>,
}

impl Client {
    pub(super) fn new(
        transport: Arc<dyn Transport>,
        clock: Arc<dyn Clock>,
        limits: Limits,
        address: Address,
    ) -> Self {
        Self { transport, clock, limits, address, ahead: Arc::default() }
    }

    /// How far the desk's clock was ahead of ours at its last answer, where that had a date.
    pub(super) fn clock_ahead(&self) -> Option<SignedDuration> {
        *self.ahead.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A call whose answer is JSON.
    pub(super) async fn json<T: DeserializeOwned>(&self, call: Call<'_>) -> Result<T, Failure> {
        let (what, endless) = (call.what, call.endless);
        self.within(endless, async {
            let (head, body) = self.accepted(call).await?.into_parts();
            answer::json(&head.headers, body, what).await
        })
        .await
    }

    /// A call answered by nothing but its status.
    pub(super) async fn done(&self, call: Call<'_>, due: StatusCode) -> Result<(), Failure> {
        let (what, endless) = (call.what, call.endless);
        let status = self.within(endless, async { Ok(self.accepted(call).await?.status()) }).await?;
        if status == due { Ok(()) } else { Err(answer::garbled(what, "another status than is due")) }
    }

    /// A call whose answer is read by the caller, as it comes.
    pub(super) async fn stream(&self, call: Call<'_>) -> Result<http::Response<Body>, Failure> {
        let endless = call.endless;
        self.within(endless, self.accepted(call)).await
    }

    async fn accepted(&self, call: Call<'_>) -> Result<http::Response<Body>, Failure> {
        let what = call.what;
        let request = self.request(call)?;
        let asked = request.uri().clone();
        let answer = self.transport.send(request).await?;
        let status = answer.status();
        answer::from_desk(&asked, status, answer.headers(), what)?;
        if let Some(date) = refusal::answered(answer.headers()) {
            let ahead = date.duration_since(self.clock.now());
            *self.ahead.lock().unwrap_or_else(PoisonError::into_inner) = Some(ahead);
        }
        if status.is_success() {
            return Ok(answer);
        }
        let (head, body) = answer.into_parts();
        let refusal = Refusal::read(status, &head.headers, body).await?;
        Err(map::refused(&refusal, what))
    }

    fn request(&self, call: Call<'_>) -> Result<http::Request<Content>, Failure> {
        let url = self.url(&call.path, &call.query);
        let mut request =
            http::Request::builder()
                .method(call.method)
                .uri(url.as_str())
                .body(call.content)
                .map_err(|_| Failure::new(FailureKind::Invalid, format!("{}: no address", call.what)))?;
        *request.headers_mut() = call.headers;
        Ok(request)
    }

    /// Always below the account's own address: the token goes nowhere else.
    fn url(&self, path: &[&str], query: &[(&str, &str)]) -> Url {
        let mut url = self.address.url().clone();
        if let Ok(mut parts) = url.path_segments_mut() {
            parts.pop_if_empty().extend(path);
        }
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        url
    }

    async fn within<T>(
        &self,
        endless: bool,
        call: impl Future<Output = Result<T, Failure>>,
    ) -> Result<T, Failure> {
        if endless {
            return call.await;
        }
        match select(std::pin::pin!(call), self.clock.sleep(self.limits.whole_call)).await {
            Either::Left((outcome, _)) => outcome,
            Either::Right(_) => Err(TransportProblem::TimedOut.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::svara::tests::{NoClock, canned};

    fn url(address: &str, path: &[&str], query: &[(&str, &str)]) -> String {
        let client = Client::new(
            canned(Vec::new()),
            Arc::new(NoClock),
            Limits::default(),
            Address::parse(address).unwrap(),
        );
        client.url(path, query).into()
    }

    #[test]
    fn every_call_stays_below_the_desks_address() {
        let issue = ["api", "issues", "7"];
        assert_eq!(url("https://desk.example", &issue, &[]), "https://desk.example/api/issues/7");
        assert_eq!(url("https://desk.example/help", &issue, &[]), "https://desk.example/help/api/issues/7");
        assert_eq!(
            url("https://desk.example", &["api", "issues", "../../x?y#z"], &[("since", "a b&c")]),
            "https://desk.example/api/issues/..%2F..%2Fx%3Fy%23z?since=a+b%26c"
        );
    }

    #[test]
    fn an_id_that_a_path_cannot_hold_is_gone() {
        for id in ["", ".", ".."] {
            let why = Call::new("issue", Method::GET, &["api", "issues", id]).err().unwrap();
            assert_eq!(why.kind, FailureKind::Gone);
        }
    }
}
