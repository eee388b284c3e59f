//! The road as one run of the app knows it, and what is written down of what passes.

use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use bytes::Bytes;
use futures_util::StreamExt;
use http::{Method, StatusCode, header};
use svara_connect::{Content, Transport};
use svara_model::Clock as _;

use super::{Answer, IsLastPage, LastPage, Left, Road};
use crate::sim::{
    desk_side::Asked,
    life::Life,
    weather::{self, Fault},
};

/// The least that a slow line takes for one way.
const SHORTEST_WAY: Duration = Duration::from_millis(50);
/// How many times longer than any other answer a conversation takes on it.
const LONG: u32 = 4;

/// The road as one run of the app knows it.
pub(in crate::sim) struct Line {
    pub(super) road: Arc<Road>,
    pub(super) life: Life,
}

#[async_trait]
impl Transport for Line {
    async fn send(&self, request: http::Request<Content>) -> Answer {
        if !self.life.acts() {
            return std::future::pending().await;
        }
        let page = self.road.lock().page;
        let asked = whole(request, page).await;
        let what = (asked.method.clone(), asked.path.clone());
        let (member, at) = (self.road.member(&asked), self.road.time.passed());
        let answer = self.road.carry(asked, &member).await;
        self.road.crawl(if is_conversation(&what) { LONG } else { 1 }).await;
        self.road.time.awake().await;
        if self.life.is_over() {
            return std::future::pending().await;
        }
        self.road.note_end(&what, &answer);
        if answer.as_ref().is_ok_and(|answer| answer.extensions().get::<IsLastPage>().is_some()) {
            let last = LastPage { asked: at, heard: self.road.time.app().now() };
            self.road.lock().last_pages.insert(member, last);
        }
        match &answer {
            Ok(answer) => self.road.trace.say(format!("<- {}", answer.status())),
            Err(problem) => self.road.trace.say(format!("<- {problem}")),
        }
        answer
    }
}

impl Road {
    fn note_end(&self, (method, path): &(Method, String), answer: &Answer) {
        let of_sync = ["/changes", "/census", "/api/live", "/api/profile"];
        let outbox = *method == Method::POST || !of_sync.iter().any(|part| path.contains(part));
        let signed_out = answer.as_ref().is_ok_and(|answer| answer.status() == StatusCode::UNAUTHORIZED);
        if outbox && !signed_out {
            self.lock().other_ends += 1;
        }
    }

    /// Who is known to sign a request so.
    fn member(&self, asked: &Asked) -> String {
        let token = asked.headers.get(header::AUTHORIZATION).and_then(|token| token.to_str().ok());
        token.and_then(|token| self.lock().members.get(token).cloned()).unwrap_or_default()
    }

    /// The way itself takes its time, where the line is slow.
    pub(super) async fn crawl(&self, load: u32) {
        let slow = self.lock().slow;
        if let Some(longest) = slow {
            tokio::time::sleep(self.slowness.length(SHORTEST_WAY, longest) * load).await;
        }
    }

    /// What the request is, for the log and for what may not be asked again too soon.
    pub(super) fn note(&self, asked: &Asked, member: &str) -> Option<Fault> {
        let path = asked.path.split('?').next().unwrap_or_default();
        let key = asked.headers.get("idempotency-key").and_then(|key| key.to_str().ok()).unwrap_or_default();
        let what = format!("{} {path} {key}", asked.method);
        let at = self.time.passed();
        let mut inner = self.lock();
        inner.left.push(Left { at, member: member.to_owned() });
        let quiet = inner.quiet.get(&quiet_name(&what, member)).copied();
        // What the member opens is read, whoever else was asked for patience.
        let by_itself = ["/changes", "/live", "/api/chats"].iter().any(|end| path.ends_with(end));
        let bound = asked.method != Method::GET || by_itself;
        let too_soon = quiet.filter(|(said, until)| bound && at < *until && inner.urged < *said);
        let fault = weather::fault(&inner.weather, &self.dice)
            .filter(|fault| !inner.keyless || !matches!(fault, Fault::Twice | Fault::LateRequest));
        drop(inner);
        self.trace.say(format!("-> {what}"));
        if let Some((said, until)) = too_soon {
            self.trace.broken("O9", format!("{what}: at {said:?} the desk asked for quiet until {until:?}"));
        }
        fault
    }
}

/// Requests are the same for the desk's wish if they ask the same; one that has a key is the same operation's.
pub(super) fn quiet_name(what: &str, member: &str) -> String {
    format!("{member} {what}")
}

/// Whether an issue is asked for with all that was said in it.
fn is_conversation((method, path): &(Method, String)) -> bool {
    let rest = path.strip_prefix("/api/issues/").unwrap_or_default();
    *method == Method::GET && !rest.is_empty() && !rest.starts_with("changes") && !rest.starts_with("census")
}

/// The request with all that is in it, so that it can arrive twice.
async fn whole(request: http::Request<Content>, page: Option<u32>) -> Asked {
    let (head, content) = request.into_parts();
    let body = match content {
        Content::Empty => Bytes::new(),
        Content::Bytes(bytes) => bytes,
        Content::Stream { chunks, .. } => {
            let mut chunks = chunks;
            let mut all = Vec::new();
            while let Some(chunk) = chunks.next().await {
                all.extend_from_slice(&chunk);
            }
            all.into()
        }
    };
    let mut path = head.uri.path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string);
    if let Some(page) = page {
        path = path
            .replace("limit=1000", &format!("limit={page}"))
            .replace("limit=200", &format!("limit={page}"));
    }
    Asked { method: head.method, path, headers: head.headers, body }
}
