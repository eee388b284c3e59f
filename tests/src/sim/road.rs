//! The way between app and desk, with its weather.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use async_trait::async_trait;
use bytes::Bytes;
use futures_util::{StreamExt, stream};
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use serde_json::{Value, json};
use svara_connect::{Body, Content, Transport, TransportProblem};
use tokio::sync::{oneshot, watch};
use tokio_util::task::TaskTracker;

use super::{
    clock::Time,
    desk_side::{Asked, DeskSide, Said, pieces},
    dice::Dice,
    life::Life,
    trace::Trace,
    weather::{self, Fault, Weather},
};

/// After this a line that stays silent counts as dead.
const IDLE: Duration = Duration::from_secs(30);
/// The longest that anything is under way.
const LONGEST: Duration = Duration::from_secs(72 * 3600);

/// The way between app and desk. Outlives the app.
pub(super) struct Road {
    time: Time,
    trace: Trace,
    dice: Dice,
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
    written: BTreeMap<String, Bytes>,
    /// How many requests of the outbox ended otherwise than with a sign-in that has ended.
    other_ends: u64,
    /// How many files the desk has received.
    files: usize,
    /// When the member last wanted something to happen now.
    urged: Duration,
}

/// A request that left the app.
#[derive(Clone, Debug)]
pub(super) struct Left {
    /// When.
    pub(super) at: Duration,
    /// Who.
    pub(super) member: String,
}

/// The road as one run of the app knows it.
pub(super) struct Line {
    road: Arc<Road>,
    life: Life,
}

type Answer = Result<http::Response<Body>, TransportProblem>;

impl Road {
    /// A calm road to this desk.
    pub(super) fn new(time: Time, trace: Trace, dice: Dice, desk: Arc<DeskSide>) -> Arc<Self> {
        let (tasks, inner) = (TaskTracker::new(), Mutex::default());
        Arc::new(Self { time, trace, dice, desk, tasks, inner, calm: watch::Sender::new(false) })
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
        self.write(None, token, key, &format!("agent/{path}"), body).await
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
        self.write(Some(member), token, key, path, body).await
    }

    async fn write(
        &self,
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
        let asked = Asked { method: Method::POST, path: format!("/api/{path}"), headers, body };
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
            let (write, file) = (is_write(&asked), asked.path.starts_with("/api/uploads"));
            let said = if road.desk.is_up() {
                let said = road.desk.ask(asked, member.as_deref()).await;
                said.ok_or_else(|| TransportProblem::Broken("the desk ended it".into()))
            } else {
                Err(TransportProblem::Unreachable("no desk".into()))
            };
            if let Ok(Said::Whole(StatusCode::CREATED, headers, body)) = &said {
                let mut inner = road.lock();
                if write {
                    inner.written.insert(member.clone().unwrap_or_default(), body.clone());
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

    /// What the request is, for the log and for what may not be asked again too soon.
    fn note(&self, asked: &Asked, member: &str) -> Option<Fault> {
        let path = asked.path.split('?').next().unwrap_or_default();
        let key = asked.headers.get("idempotency-key").and_then(|key| key.to_str().ok()).unwrap_or_default();
        let what = format!("{} {path} {key}", asked.method);
        let at = self.time.passed();
        let mut inner = self.lock();
        inner.left.push(Left { at, member: member.to_owned() });
        let quiet = inner.quiet.get(&quiet_name(&what, member)).copied();
        // What the member opens is read, whoever else was asked for patience.
        let bound = asked.method != Method::GET || path.ends_with("/changes") || path.ends_with("/live");
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

/// The longest quiet that the desk asks for.
const LONGEST_WISH: Duration = Duration::from_secs(240);

/// Requests are the same for the desk's wish if they ask the same; one that has a key is the same operation's.
fn quiet_name(what: &str, member: &str) -> String {
    format!("{member} {what}")
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
        let answer = self.road.carry(asked).await;
        self.road.time.awake().await;
        if self.life.is_over() {
            return std::future::pending().await;
        }
        self.road.note_end(&what, &answer);
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

    async fn carry(self: &Arc<Self>, asked: Asked) -> Answer {
        let token = asked.headers.get(header::AUTHORIZATION).and_then(|token| token.to_str().ok());
        let member = token.and_then(|token| self.lock().members.get(token).cloned()).unwrap_or_default();
        let fault = self.note(&asked, &member);
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
                let written = self.lock().written.get(&member).cloned().filter(|_| is_write(&asked));
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
                let mut answer = http::Response::new(once(bytes));
                *answer.status_mut() = status;
                *answer.headers_mut() = headers;
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

/// Ends when it is calm; the sender lives as long as the road.
async fn becomes(calm: &mut watch::Receiver<bool>) {
    let _ = calm.wait_for(|calm| *calm).await;
}

/// Whether it submits an issue or a reply.
fn is_write(asked: &Asked) -> bool {
    let path = &asked.path;
    asked.method == Method::POST && (path == "/api/issues" || path.ends_with("/entries"))
}

/// An answer that says of an entry that it is there, and it is not.
fn lie(written: &Bytes) -> String {
    let mut answer: Value = serde_json::from_slice(written).unwrap_or_default();
    if let Some(id) = answer.pointer_mut("/entry/id") {
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
