//! A plain JSON client, for tests that speak to a server as another program would.

use anyhow::Context;
use bytes::Bytes;
use futures_util::{Stream, StreamExt, future};
use http::{HeaderMap, Method, Request, StatusCode, header};
use http_body_util::{BodyExt, Full};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use serde_json::Value;

/// Speaks to one server on this computer.
#[derive(Clone, Debug)]
pub struct Peer {
    base: String,
    headers: HeaderMap,
    client: Client<HttpConnector, Full<Bytes>>,
}

/// An answer, read to its end.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Its status.
    pub status: StatusCode,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its content.
    pub bytes: Bytes,
}

impl Answer {
    /// The content as JSON; an empty one is null.
    pub fn json(&self) -> anyhow::Result<Value> {
        if self.bytes.is_empty() {
            return Ok(Value::Null);
        }
        serde_json::from_slice(&self.bytes).with_context(|| format!("{}: {:?}", self.status, self.bytes))
    }
}

impl Peer {
    /// `base` ends in `/`.
    pub fn new(base: &str) -> Self {
        let client = Client::builder(TokioExecutor::new()).build_http();
        Self { base: base.to_owned(), headers: HeaderMap::new(), client }
    }

    /// The same peer, sending one more header with every request.
    #[must_use]
    pub fn with(mut self, name: header::HeaderName, value: &str) -> Self {
        if let Ok(value) = value.parse() {
            self.headers.insert(name, value);
        }
        self
    }

    /// The content at a path.
    pub async fn get(&self, path: &str) -> anyhow::Result<Answer> {
        self.ask(Method::GET, path, None).await
    }

    /// Sends JSON to a path.
    pub async fn post(&self, path: &str, body: &Value) -> anyhow::Result<Answer> {
        self.ask(Method::POST, path, Some(body)).await
    }

    /// The `data` lines of an event stream, from when the server has answered.
    pub async fn events(&self, path: &str) -> anyhow::Result<impl Stream<Item = String> + Unpin + use<>> {
        let answer = self.client.request(self.request(Method::GET, path, None)?).await?;
        let chunks = answer.into_body().into_data_stream();
        let lines = chunks.filter_map(|chunk| future::ready(chunk.ok())).flat_map(|chunk| {
            let text = String::from_utf8_lossy(&chunk).into_owned();
            let data =
                text.lines().filter_map(|line| line.strip_prefix("data:")).map(|data| data.trim().to_owned());
            futures_util::stream::iter(data.collect::<Vec<_>>())
        });
        Ok(Box::pin(lines))
    }

    async fn ask(&self, method: Method, path: &str, body: Option<&Value>) -> anyhow::Result<Answer> {
        let answer = self.client.request(self.request(method, path, body)?).await?;
        let (head, body) = answer.into_parts();
        Ok(Answer { status: head.status, headers: head.headers, bytes: body.collect().await?.to_bytes() })
    }

    fn request(
        &self,
        method: Method,
        path: &str,
        body: Option<&Value>,
    ) -> anyhow::Result<Request<Full<Bytes>>> {
        let content = body.map(Value::to_string).unwrap_or_default();
        let mut request = Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.base))
            .header(header::CONTENT_TYPE, "application/json")
            .body(Full::from(content))?;
        request.headers_mut().extend(self.headers.clone());
        Ok(request)
    }
}
