//! The desk's computer: the real desk on a disk of its own, reached in process. It can be down and start again; a request that
//! has arrived is dealt with, whatever becomes of who sent it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use anyhow::{Context as _, Result};
use axum::{Router, body::Body as AxumBody};
use bytes::Bytes;
use futures_util::StreamExt;
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode, header};
use http_body_util::BodyExt;
use serde_json::Value;
use svara_desk::{DbMode, Desk};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

use super::{
    clock::Time,
    dice::Dice,
    trace::Trace,
    truth::{Truth, Written},
};
use crate::disk::Disk;

/// A request, whole.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    /// How.
    pub(super) method: Method,
    /// For what, with the query.
    pub(super) path: String,
    /// With which headers.
    pub(super) headers: HeaderMap,
    /// With what in it.
    pub(super) body: Bytes,
}

/// What the desk said.
pub(super) enum Said {
    /// An answer, whole.
    Whole(StatusCode, HeaderMap, Bytes),
    /// An answer that goes on, and what ends it.
    Stream(Response<AxumBody>, CancellationToken),
}

/// The desk's computer.
pub(super) struct DeskSide {
    time: Time,
    trace: Trace,
    dice: Dice,
    /// What is so at the desk.
    pub(super) truth: Truth,
    disk: Disk,
    files: std::path::PathBuf,
    running: Mutex<Option<Running>>,
}

#[derive(Clone)]
struct Running {
    desk: Desk,
    router: Router,
    cut: CancellationToken,
}

impl DeskSide {
    /// A desk that does not run yet.
    pub(super) fn new(
        time: Time,
        trace: Trace,
        dice: Dice,
        truth: Truth,
        disk: Disk,
        files: &std::path::Path,
    ) -> Arc<Self> {
        let (files, running) = (files.to_owned(), Mutex::default());
        Arc::new(Self { time, trace, dice, truth, disk, files, running })
    }

    /// Starts the desk, in place of one that runs: every connection to that one breaks.
    pub(super) async fn start(&self) -> Result<()> {
        self.end();
        let settings = svara_desk::Settings {
            vfs: Some(self.disk.vfs().to_owned()),
            mode: DbMode::Inline,
            clock: Arc::new(self.time.desk()),
            random: Arc::new(self.dice.clone()),
            ..svara_desk::Settings::new(self.disk.folder_in(&self.files))
        };
        let desk = Desk::open(settings).await.context("the desk opens")?;
        let running = Running { router: desk.router(), desk, cut: CancellationToken::new() };
        *self.running() = Some(running);
        Ok(())
    }

    /// Ends the desk: every connection breaks, and there is nobody to connect to.
    pub(super) fn end(&self) {
        if let Some(running) = self.running().take() {
            running.cut.cancel();
        }
    }

    /// Breaks every live stream, as when a network in between forgets its connections.
    pub(super) fn cut_streams(&self) {
        if let Some(running) = &mut *self.running() {
            running.cut.cancel();
            running.cut = CancellationToken::new();
        }
    }

    /// Whether it runs.
    pub(super) fn is_up(&self) -> bool {
        self.running().is_some()
    }

    /// The desk itself, while it runs.
    pub(super) fn desk(&self) -> Option<Desk> {
        self.running().as_ref().map(|running| running.desk.clone())
    }

    /// A request arrives. None: nobody is there, or it broke off. `member` is who is known to send it.
    pub(super) async fn ask(&self, asked: Asked, member: Option<&str>) -> Option<Said> {
        let Running { router, cut, .. } = self.running().clone()?;
        let request = incoming(&asked)?;
        let response = tokio::select! {
            biased;
            () = cut.cancelled() => return None,
            response = router.oneshot(request) => response.unwrap_or_else(|never| match never {}),
        };
        if response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind == "text/event-stream") {
            return Some(Said::Stream(response, cut));
        }
        let (head, body) = response.into_parts();
        let body = body.collect().await.ok()?.to_bytes();
        if asked.method == Method::POST && head.status.is_success() {
            self.note(&asked, member, &head.headers, &body);
        }
        Some(Said::Whole(head.status, head.headers, body))
    }

    /// A write has been answered: what it changed is so now.
    fn note(&self, asked: &Asked, member: Option<&str>, headers: &HeaderMap, body: &Bytes) {
        let key = asked.headers.get("idempotency-key").and_then(|key| key.to_str().ok()).unwrap_or_default();
        if headers.contains_key("idempotent-replay") {
            return self.trace.say(format!("   desk: {key} again, answered as before"));
        }
        let (Ok(answer), sent) = (serde_json::from_slice::<Value>(body), serde_json::from_slice(&asked.body))
        else {
            return;
        };
        let sent: Value = sent.unwrap_or_default();
        self.truth.wrote(&Written { member, key, sent: &sent, answer: &answer }, self.time.passed());
    }

    fn running(&self) -> MutexGuard<'_, Option<Running>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The request as a server reads it off the line.
fn incoming(asked: &Asked) -> Option<Request<AxumBody>> {
    let mut request = Request::builder().method(asked.method.clone()).uri(&asked.path);
    let headers = request.headers_mut()?;
    headers.clone_from(&asked.headers);
    headers.insert(header::HOST, HeaderValue::from_static("desk.example"));
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(asked.body.len()));
    request.body(AxumBody::from(asked.body.clone())).ok()
}

/// The pieces of an answer that goes on, until it is cut.
pub(super) fn pieces(
    response: Response<AxumBody>,
    cut: CancellationToken,
) -> (http::response::Parts, impl futures_util::Stream<Item = Option<Bytes>> + Send) {
    let (head, body) = response.into_parts();
    let chunks = futures_util::stream::unfold(Some((body.into_data_stream(), cut)), |state| async {
        let (mut chunks, cut) = state?;
        let chunk = tokio::select! {
            biased;
            () = cut.cancelled() => None,
            chunk = chunks.next() => chunk?.ok(),
        };
        match chunk {
            Some(chunk) => Some((Some(chunk), Some((chunks, cut)))),
            None => Some((None, None)),
        }
    });
    (head, chunks)
}
