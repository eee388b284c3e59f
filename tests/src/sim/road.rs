//! The way between app and desk, with its weather.

mod carriage;
mod line;

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use jiff::Timestamp;
use serde_json::Value;
use svara_connect::{Body, TransportProblem};
use tokio::sync::{oneshot, watch};
use tokio_util::task::TaskTracker;

use super::{
    chat::Cuts,
    clock::Time,
    desk_side::{Asked, DeskSide, Said},
    dice::Dice,
    life::Life,
    trace::Trace,
    weather::Weather,
};

pub(super) use line::Line;

/// The longest that anything is under way.
const LONGEST: Duration = Duration::from_secs(72 * 3600);

/// The way between app and desk. Outlives the app.
pub(super) struct Road {
    time: Time,
    trace: Trace,
    dice: Dice,
    slowness: Dice,
    desk: Arc<DeskSide>,
    tasks: TaskTracker,
    inner: Mutex<Inner>,
    /// Whether the faults are over: what is still under way arrives soon.
    calm: watch::Sender<bool>,
}

#[derive(Default)]
struct Inner {
    weather: Weather,
    /// How many issues the desk puts into one page.
    page: Option<u32>,
    /// Whether something on the way breaks live streams off.
    no_streams: bool,
    /// User names by the header that their requests are signed with.
    members: BTreeMap<String, String>,
    /// When each request left the app: time, member, and what it asked.
    left: Vec<Left>,
    /// When the desk asked not to be asked this again, and until when.
    quiet: BTreeMap<String, (Duration, Duration)>,
    /// The next census names nothing.
    short_census: bool,
    /// Whether the desk knows no keys, so that nothing may arrive twice or very late.
    keyless: bool,
    /// The desk's last answer to each member's write.
    written: BTreeMap<(String, Kind), Bytes>,
    /// How many requests of the outbox ended otherwise than with a sign-in that has ended.
    other_ends: u64,
    /// How many files the desk has received.
    files: usize,
    /// When the member last wanted something to happen now.
    urged: Duration,
    /// How long every request and every answer is on its way at most, in fine weather too.
    slow: Option<Duration>,
    /// Counts the requests of chats with which something goes wrong.
    cuts: Cuts,
    /// The last page of changes that each member's app got whole.
    last_pages: BTreeMap<String, LastPage>,
}

/// The end of what the desk has, as an app got it.
#[derive(Clone, Copy, Debug)]
pub(super) struct LastPage {
    /// When it was asked for.
    pub(super) asked: Duration,
    /// What the app's clock said when it came.
    pub(super) heard: Timestamp,
}

/// An answer that is the last page of changes, whole.
#[derive(Clone, Copy)]
struct IsLastPage;

/// A request that left the app.
#[derive(Clone, Debug)]
pub(super) struct Left {
    /// When.
    pub(super) at: Duration,
    /// Who.
    pub(super) member: String,
}

type Answer = Result<http::Response<Body>, TransportProblem>;

impl Road {
    /// A calm road to this desk.
    pub(super) fn new(time: Time, trace: Trace, dice: Dice, desk: Arc<DeskSide>) -> Arc<Self> {
        let (slowness, tasks, inner) = (dice.aside("slowness"), TaskTracker::new(), Mutex::default());
        Arc::new(Self { time, trace, dice, slowness, desk, tasks, inner, calm: watch::Sender::new(false) })
    }

    /// The road for a run of the app.
    pub(super) fn line(self: &Arc<Self>, life: Life) -> Arc<Line> {
        Arc::new(Line { road: Arc::clone(self), life })
    }

    /// From now on this goes wrong.
    pub(super) fn set_weather(&self, weather: Weather) {
        self.lock().weather = weather;
    }

    /// The desk puts so many issues into one page.
    pub(super) fn set_page(&self, issues: Option<u32>) {
        self.lock().page = issues;
    }

    /// Whether something on the way breaks live streams off.
    pub(super) fn set_no_streams(&self, none: bool) {
        self.lock().no_streams = none;
    }

    /// The line is slow: everything is on its way for up to so long, which is no fault.
    pub(super) fn set_slow(&self, longest: Option<Duration>) {
        self.lock().slow = longest;
    }

    /// Where requests of chats with which something goes wrong are counted.
    pub(super) fn count_cuts(&self, cuts: Cuts) {
        self.lock().cuts = cuts;
    }

    /// The last page of changes that a member's app got whole.
    pub(super) fn last_page(&self, member: &str) -> Option<LastPage> {
        self.lock().last_pages.get(member).copied()
    }

    /// The next census names nothing of what is there.
    pub(super) fn shorten_census(&self) {
        self.lock().short_census = true;
    }

    /// The desk knows no keys.
    pub(super) fn set_keyless(&self) {
        self.lock().keyless = true;
    }

    /// How many requests of the outbox ended otherwise than with a sign-in that has ended.
    pub(super) fn other_ends(&self) -> u64 {
        self.lock().other_ends
    }

    /// A try has ended with the app.
    pub(super) fn one_more_end(&self) {
        self.lock().other_ends += 1;
    }

    /// How many files the desk has received.
    pub(super) fn files(&self) -> usize {
        self.lock().files
    }

    /// Nothing goes wrong from here on, and what is under way arrives soon.
    pub(super) fn calm_down(&self) {
        self.set_weather(Weather::new());
        self.calm.send_replace(true);
    }

    /// Whoever signs requests so is this member.
    pub(super) fn know(&self, token: &str, member: &str) {
        self.lock().members.insert(format!("Bearer {token}"), member.to_owned());
    }

    /// The member wants something to happen now: what the desk asked for does not bind them.
    pub(super) fn urge(&self) {
        let now = self.time.passed();
        self.lock().urged = now;
    }

    /// Every request that left the app.
    pub(super) fn left(&self) -> Vec<Left> {
        self.lock().left.clone()
    }

    /// Until when the desk does not want to be asked.
    pub(super) fn quiet_until(&self) -> Duration {
        self.lock().quiet.values().map(|(_, until)| *until).max().unwrap_or_default()
    }

    /// Writes at the desk as an agent, who has no app.
    pub(super) async fn agent(
        &self,
        token: &str,
        key: &str,
        path: &str,
        body: &Value,
    ) -> Option<(StatusCode, Value)> {
        self.as_agent(Method::POST, token, key, path, body).await
    }

    /// The same, in whichever way.
    pub(super) async fn as_agent(
        &self,
        method: Method,
        token: &str,
        key: &str,
        path: &str,
        body: &Value,
    ) -> Option<(StatusCode, Value)> {
        self.write(method, None, token, key, &format!("agent/{path}"), body).await
    }

    /// Writes at the desk as a member from elsewhere.
    pub(super) async fn as_member(
        &self,
        member: &str,
        token: &str,
        key: &str,
        path: &str,
        body: &Value,
    ) -> Option<(StatusCode, Value)> {
        self.write(Method::POST, Some(member), token, key, path, body).await
    }

    async fn write(
        &self,
        method: Method,
        member: Option<&str>,
        token: &str,
        key: &str,
        path: &str,
        body: &Value,
    ) -> Option<(StatusCode, Value)> {
        let mut headers = HeaderMap::new();
        headers.insert(header::AUTHORIZATION, HeaderValue::from_str(&format!("Bearer {token}")).ok()?);
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        headers.insert("idempotency-key", HeaderValue::from_str(key).ok()?);
        let body = Bytes::from(body.to_string());
        let asked = Asked { method, path: format!("/api/{path}"), headers, body };
        match self.desk.ask(asked, member).await? {
            Said::Whole(status, _, body) => Some((status, serde_json::from_slice(&body).unwrap_or_default())),
            Said::Stream(..) => None,
        }
    }

    /// Ends the sign-in behind a request at the desk.
    async fn revoke(&self, headers: &HeaderMap) {
        let path = "/api/session".to_owned();
        let asked = Asked { method: Method::DELETE, path, headers: headers.clone(), body: Bytes::new() };
        self.desk.ask(asked, None).await;
    }

    /// Ends the sign-in of a member at the desk.
    pub(super) async fn revoke_member(&self, member: &str) {
        let tokens: Vec<String> = {
            let inner = self.lock();
            inner.members.iter().filter(|(_, of)| *of == member).map(|(token, _)| token.clone()).collect()
        };
        for token in tokens {
            let Ok(value) = HeaderValue::from_str(&token) else { continue };
            self.revoke(&HeaderMap::from_iter([(header::AUTHORIZATION, value)])).await;
        }
    }

    /// A request sets out; the answer comes through what is answered here, if it comes. It arrives whatever the app does.
    #[allow(
        clippy::disallowed_methods,
        reason = "the road's tracker is the owner; what is under way has left the app"
    )]
    fn set_out(
        self: &Arc<Self>,
        asked: Asked,
        member: Option<String>,
        late: Duration,
    ) -> oneshot::Receiver<Result<Said, TransportProblem>> {
        let (sender, receiver) = oneshot::channel();
        let road = Arc::clone(self);
        self.tasks.spawn(async move {
            road.on_the_way(late).await;
            let (write, file) = (written(&asked), asked.path.starts_with("/api/uploads"));
            let said = if road.desk.is_up() {
                let said = road.desk.ask(asked, member.as_deref()).await;
                said.ok_or_else(|| TransportProblem::Broken("the desk ended it".into()))
            } else {
                Err(TransportProblem::Unreachable("no desk".into()))
            };
            if let Ok(Said::Whole(StatusCode::CREATED, headers, body)) = &said {
                let mut inner = road.lock();
                if let Some(kind) = write {
                    inner.written.insert((member.clone().unwrap_or_default(), kind), body.clone());
                }
                inner.files += usize::from(file && !headers.contains_key("idempotent-replay"));
            }
            // The app may have given up.
            let _ = sender.send(said);
        });
        receiver
    }

    /// Ends after `late`, or soon once the faults are over.
    async fn on_the_way(&self, late: Duration) {
        if late.is_zero() {
            return;
        }
        let mut calm = self.calm.subscribe();
        let soon = late.min(Duration::from_millis(100 + self.dice.below(60_000)));
        tokio::select! {
            biased;
            () = tokio::time::sleep(late) => {}
            () = becomes(&mut calm) => tokio::time::sleep(soon).await,
        }
    }

    fn late(&self) -> Duration {
        self.dice.length(Duration::from_millis(200), LONGEST)
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Ends when it is calm; the sender lives as long as the road.
async fn becomes(calm: &mut watch::Receiver<bool>) {
    let _ = calm.wait_for(|calm| *calm).await;
}

/// What is written at the desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    /// An issue or a reply.
    Entry,
    /// A question or a line of a chat.
    Message,
}

/// What a request writes.
fn written(asked: &Asked) -> Option<Kind> {
    let path = asked.path.as_str();
    match path {
        _ if asked.method != Method::POST => None,
        "/api/issues" => Some(Kind::Entry),
        "/api/chats" => Some(Kind::Message),
        _ if path.ends_with("/entries") => Some(Kind::Entry),
        _ if path.starts_with("/api/chats/") && path.ends_with("/messages") => Some(Kind::Message),
        _ => None,
    }
}
