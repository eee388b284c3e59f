//! A desk in memory behind the connector ports. It has a sequence of changes, knows operations by their keys, and fails as
//! told: requests and answers are lost, sign-ins end, cursors grow old.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use async_trait::async_trait;
use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};
use svara_model::{
    Account, Act, Address, Allows, Applied, Attachment, Author, ByteStream, Capabilities, CensusPage,
    CensusPlace, ChangePage, Clock, Connector, Conversation, Credentials, Cursor, DeskFacts, DeskKind, Entry,
    EntryBrief, EntryId, Failure, FailureKind, Finding, Found, Hint, Issue, Kind, Kinds, Limits, LiveFeed,
    LocalFile, Member, NetworkProblem, Operation, OperationKey, Profile, Progress, RemoteId, Retry, Round,
    RoundKey, SecretSlot, Side, SignInProblem, SignedIn, Status, UploadRef, Withdrawn,
};
use tokio::sync::watch;

use super::ModelClock;

/// How long a request is on its way, and its answer on the way back.
const WAY: Duration = Duration::from_millis(15);
/// How many issues a page has: few, so that there are many pages.
const PAGE: usize = 3;

/// An issue as the desk has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModelIssue {
    /// The desk's name for it.
    pub id: String,
    /// With the language's name in front.
    pub title: String,
    /// Where it stands.
    pub status: Status,
    /// While it awaits: the round's key.
    pub round: Option<String>,
    /// Its messages, oldest first.
    pub entries: Vec<ModelEntry>,
    changed: u64,
    asked: u64,
}

/// A message at the desk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModelEntry {
    /// Whether the member wrote it.
    pub own: bool,
    /// What it says.
    pub text: String,
    at: u64,
}

/// A desk; clones are the same one.
#[derive(Clone)]
pub struct ModelDesk(Arc<Inner>);

struct Inner {
    state: Mutex<State>,
    /// Rings when something changed, or the network did.
    bell: watch::Sender<u64>,
    clock: ModelClock,
}

#[derive(Default)]
struct State {
    sequence: u64,
    issues: BTreeMap<String, ModelIssue>,
    done: BTreeMap<OperationKey, Applied>,
    refused: BTreeSet<OperationKey>,
    /// Cursors of an earlier age are too old.
    age: u64,
    /// The sign-in that is good.
    session: u64,
    down: bool,
    lost_requests: u32,
    lost_answers: u32,
    faults: u32,
    requests: u64,
}

impl ModelDesk {
    /// A desk without issues.
    pub fn new(clock: &ModelClock) -> Self {
        let inner = Inner { state: Mutex::default(), bell: watch::Sender::new(0), clock: clock.clone() };
        Self(Arc::new(inner))
    }

    /// Every issue, by the desk's name for it.
    pub fn issues(&self) -> Vec<ModelIssue> {
        self.state().issues.values().cloned().collect()
    }

    /// The issue with this title.
    pub fn titled(&self, title: &str) -> Option<ModelIssue> {
        self.state().issues.values().find(|issue| issue.title == title).cloned()
    }

    /// How many requests have come.
    pub fn requests(&self) -> u64 {
        self.state().requests
    }

    /// Somebody opens an issue for the member.
    pub fn open(&self, title: &str, text: &str) {
        self.change(|state| {
            state.add_issue(title, text);
        });
    }

    /// The team asks the member something.
    pub fn ask(&self, title: &str, question: &str) {
        self.on(title, |issue, now| {
            issue.add(false, question, now);
            if issue.round.is_none() {
                issue.round = Some(format!("q{now}"));
                issue.asked = now;
            }
            issue.status = Status::AwaitingFeedback;
        });
    }

    /// The team adds something without asking.
    pub fn reply(&self, title: &str, text: &str) {
        self.on(title, |issue, now| issue.add(false, text, now));
    }

    /// The team closes an issue.
    pub fn close(&self, title: &str) {
        self.on(title, |issue, _| {
            issue.status = Status::Closed;
            issue.round = None;
        });
    }

    /// The team opens a closed issue again.
    pub fn reopen(&self, title: &str) {
        self.on(title, |issue, _| issue.status = Status::Open);
    }

    /// Whether the network is gone.
    pub fn set_down(&self, down: bool) {
        self.change(|state| state.down = down);
    }

    /// The next requests are lost on their way.
    pub fn lose_requests(&self, count: u32) {
        self.state().lost_requests = count;
    }

    /// The next answers are lost on their way back.
    pub fn lose_answers(&self, count: u32) {
        self.state().lost_answers = count;
    }

    /// The next requests meet a fault of the desk.
    pub fn fail(&self, count: u32) {
        self.state().faults = count;
    }

    /// Everything that was planned to go wrong goes well.
    pub fn heal(&self) {
        let mut state = self.state();
        (state.lost_requests, state.lost_answers, state.faults) = (0, 0, 0);
    }

    /// Ends every sign-in.
    pub fn sign_out(&self) {
        self.change(|state| state.session += 1);
    }

    /// No cursor given out so far is good any more.
    pub fn expire_cursors(&self) {
        self.change(|state| state.age += 1);
    }

    /// The port.
    pub fn kinds(&self) -> Arc<dyn Kinds> {
        Arc::new(self.clone())
    }

    fn on(&self, title: &str, act: impl FnOnce(&mut ModelIssue, u64)) {
        self.change(|state| {
            state.sequence += 1;
            let now = state.sequence;
            if let Some(issue) = state.issues.values_mut().find(|issue| issue.title == title) {
                issue.changed = now;
                act(issue, now);
            }
        });
    }

    fn change(&self, act: impl FnOnce(&mut State)) {
        act(&mut self.state());
        self.0.bell.send_modify(|rings| *rings += 1);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A request and its answer, with everything that can happen to them.
    async fn call<T>(
        &self,
        secret: &dyn SecretSlot,
        act: impl FnOnce(&mut State) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let token = secret.read().await?;
        self.0.clock.sleep(WAY).await;
        let answer = {
            let mut state = self.state();
            state.requests += 1;
            state.receive(&token)?;
            let before = state.sequence;
            let answer = act(&mut state);
            if state.sequence != before {
                self.0.bell.send_modify(|rings| *rings += 1);
            }
            answer
        };
        self.0.clock.sleep(WAY).await;
        let mut state = self.state();
        if state.down {
            return Err(Failure::new(FailureKind::Offline(NetworkProblem::Broken), "cut"));
        }
        if take(&mut state.lost_answers) {
            return Err(Failure::new(FailureKind::Offline(NetworkProblem::TimedOut), "answer lost"));
        }
        answer
    }
}

fn take(count: &mut u32) -> bool {
    let any = *count > 0;
    *count = count.saturating_sub(1);
    any
}

/// The desk's own time.
fn at(sequence: u64) -> Timestamp {
    let second = i64::try_from(sequence).unwrap_or(i64::MAX);
    Timestamp::from_second(1_780_000_000_i64.saturating_add(second)).unwrap_or_default()
}

fn author(own: bool) -> Author {
    let (name, side) = if own { ("Elsa", Side::Member) } else { ("Maja", Side::Agent) };
    Author { name: name.to_owned(), side }
}

impl ModelIssue {
    fn add(&mut self, own: bool, text: &str, now: u64) {
        self.entries.push(ModelEntry { own, text: text.to_owned(), at: now });
    }

    fn issue(&self) -> Issue {
        let last = self.entries.last().map(|entry| EntryBrief {
            author: author(entry.own),
            at: at(entry.at),
            text: entry.text.clone(),
        });
        let question = self.entries.iter().rev().find(|entry| !entry.own).map(|entry| entry.text.clone());
        let open = self.status != Status::Closed;
        Issue {
            id: RemoteId::new(self.id.as_str()),
            number: self.id.clone(),
            title: self.title.clone(),
            status: self.status,
            language: Some("en".to_owned()),
            opened: at(0),
            closed: (!open).then(|| at(self.changed)),
            updated: at(self.changed),
            round: self.round.as_ref().map(|key| Round {
                key: RoundKey::new(key.as_str()),
                since: at(self.asked),
                asker: Some("Maja".to_owned()),
                question,
            }),
            last_entry: last,
            allows: Allows { reply: open, attach: false, close: false, reopen: false },
        }
    }

    fn conversation(&self) -> Conversation {
        let entries = self.entries.iter().map(|entry| Entry {
            id: entry_id(entry.at),
            author: author(entry.own),
            at: at(entry.at),
            text: entry.text.clone(),
            asks: false,
            attachments: Vec::new(),
        });
        Conversation { issue: self.issue(), entries: entries.collect() }
    }
}

fn entry_id(sequence: u64) -> EntryId {
    EntryId::new(format!("e{sequence}"))
}

impl State {
    /// What happens to a request before it is read.
    fn receive(&mut self, token: &SecretString) -> Result<(), Failure> {
        let offline = |problem, why| Err(Failure::new(FailureKind::Offline(problem), why));
        if self.down {
            return offline(NetworkProblem::Unreachable, "down");
        }
        if take(&mut self.lost_requests) {
            return offline(NetworkProblem::TimedOut, "request lost");
        }
        if take(&mut self.faults) {
            return Err(Failure::new(FailureKind::ServerFault, "fault"));
        }
        if token.expose_secret() != self.session.to_string() {
            return Err(Failure::new(FailureKind::SignedOut(SignInProblem::Ended), "ended"));
        }
        Ok(())
    }

    fn add_issue(&mut self, title: &str, text: &str) -> Applied {
        self.sequence += 1;
        let now = self.sequence;
        let mut issue = ModelIssue {
            id: format!("{now:06}"),
            title: title.to_owned(),
            status: Status::Open,
            round: None,
            entries: Vec::new(),
            changed: now,
            asked: 0,
        };
        issue.add(true, text, now);
        let applied = Applied::entry(RemoteId::new(issue.id.as_str()), entry_id(now));
        self.issues.insert(issue.id.clone(), issue);
        applied
    }

    fn apply(&mut self, operation: &Operation, key: &OperationKey) -> Result<Applied, Failure> {
        if let Some(applied) = self.done.get(key) {
            return Ok(applied.clone());
        }
        if self.refused.contains(key) {
            return Err(Failure { retry: Retry::Never, ..Failure::new(FailureKind::Conflict, "taken back") });
        }
        let applied = match &operation.act {
            Act::Submit { title, text, .. } => self.add_issue(title, text),
            Act::Reply { issue, text, .. } => self.add_reply(issue, text)?,
            Act::StartChat(_) | Act::Say { .. } | Act::EndChat { .. } => return Err(unsupported()),
        };
        self.done.insert(key.clone(), applied.clone());
        Ok(applied)
    }

    /// A reply ends the round; a closed issue takes none.
    fn add_reply(&mut self, id: &RemoteId, text: &str) -> Result<Applied, Failure> {
        let gone = || Failure::new(FailureKind::Gone, "no such issue");
        let issue = self.issues.get_mut(id.as_str()).ok_or_else(gone)?;
        if issue.status == Status::Closed {
            return Err(Failure::new(FailureKind::Invalid, "closed"));
        }
        self.sequence += 1;
        issue.changed = self.sequence;
        issue.add(true, text, self.sequence);
        issue.status = Status::Open;
        issue.round = None;
        Ok(Applied::entry(id.clone(), entry_id(self.sequence)))
    }

    fn cursor(&self, sequence: u64) -> Cursor {
        Cursor::new(format!("{}:{sequence}", self.age))
    }

    fn changes(&self, since: Option<&Cursor>) -> ChangePage {
        let parse = |cursor: &Cursor| {
            let (age, sequence) = cursor.as_str().split_once(':')?;
            Some((age.parse::<u64>().ok()?, sequence.parse::<u64>().ok()?))
        };
        let (after, restarted) = match since.and_then(parse) {
            None => (0, false),
            Some((age, sequence)) if age == self.age => (sequence, false),
            Some(_) => (0, true),
        };
        let mut news: Vec<&ModelIssue> = self.issues.values().filter(|issue| issue.changed > after).collect();
        news.sort_by_key(|issue| issue.changed);
        let more = news.len() > PAGE;
        news.truncate(PAGE);
        let last = news.last().map_or(self.sequence, |issue| issue.changed);
        ChangePage {
            issues: news.iter().map(|issue| issue.issue()).collect(),
            gone: Vec::new(),
            cursor: self.cursor(if more { last } else { self.sequence }),
            more,
            restarted,
            poll_after: None,
        }
    }

    fn census(&self, after: Option<&CensusPlace>) -> CensusPage {
        let from = after.map(CensusPlace::as_str).unwrap_or_default();
        let mut ids: Vec<&String> = self.issues.keys().filter(|id| id.as_str() > from).collect();
        let more = ids.len() > PAGE;
        ids.truncate(PAGE);
        CensusPage {
            next: ids.last().filter(|_| more).map(|id| CensusPlace::new(id.as_str())),
            ids: ids.iter().map(|id| RemoteId::new(id.as_str())).collect(),
        }
    }
}

fn profile() -> Profile {
    Profile {
        member: Member {
            name: "Elsa".to_owned(),
            user_name: "elsa".to_owned(),
            email: None,
            member_id: None,
            rank: None,
            eligible: true,
        },
        desk: DeskFacts {
            name: "Model".to_owned(),
            announcement: None,
            lowest_rank: None,
            languages: Vec::new(),
            chat_languages: Vec::new(),
            limits: Limits { title_chars: 1000, text_chars: 100_000, file_bytes: 1, files_per_entry: 0 },
            close_rule: None,
            calendar: None,
            password_page: None,
            capabilities: Capabilities { live: true, ..Capabilities::default() },
        },
    }
}

#[async_trait]
impl Kinds for ModelDesk {
    fn kind(&self, _kind: Kind) -> Arc<dyn DeskKind> {
        Arc::new(self.clone())
    }

    async fn probe(&self, address: &Address) -> Result<Option<Found>, Failure> {
        DeskKind::probe(self, address).await
    }
}

#[async_trait]
impl DeskKind for ModelDesk {
    async fn probe(&self, _address: &Address) -> Result<Option<Found>, Failure> {
        Ok(Some(Found { kind: Kind::Svara, name: "Model".to_owned(), password_page: None, demo: false }))
    }

    async fn sign_in(&self, _address: &Address, _with: Credentials) -> Result<SignedIn, Failure> {
        let mut state = self.state();
        if state.down {
            return Err(Failure::new(FailureKind::Offline(NetworkProblem::Unreachable), "down"));
        }
        state.session += 1;
        Ok(SignedIn { secret: state.session.to_string().into(), profile: profile() })
    }

    fn open(&self, _account: &Account, secret: Arc<dyn SecretSlot>) -> Arc<dyn Connector> {
        Arc::new(Line { desk: self.clone(), secret })
    }

    async fn revoke(&self, _account: &Account, _secret: Arc<dyn SecretSlot>) -> Result<(), Failure> {
        Ok(())
    }
}

/// One account's line to the desk.
struct Line {
    desk: ModelDesk,
    secret: Arc<dyn SecretSlot>,
}

impl Line {
    async fn call<T>(&self, act: impl FnOnce(&mut State) -> Result<T, Failure>) -> Result<T, Failure> {
        self.desk.call(&*self.secret, act).await
    }
}

fn unsupported() -> Failure {
    Failure::new(FailureKind::Unsupported, "not here")
}

#[async_trait]
impl Connector for Line {
    async fn profile(&self) -> Result<Profile, Failure> {
        self.call(|_| Ok(profile())).await
    }

    async fn changes(&self, since: Option<&Cursor>) -> Result<ChangePage, Failure> {
        self.call(|state| Ok(state.changes(since))).await
    }

    async fn census(&self, after: Option<&CensusPlace>) -> Result<CensusPage, Failure> {
        self.call(|state| Ok(state.census(after))).await
    }

    async fn issue(&self, id: &RemoteId) -> Result<Conversation, Failure> {
        self.call(|state| {
            let issue = state.issues.get(id.as_str());
            issue
                .map(ModelIssue::conversation)
                .ok_or_else(|| Failure::new(FailureKind::Gone, "no such issue"))
        })
        .await
    }

    async fn apply(&self, operation: &Operation, key: &OperationKey) -> Result<Applied, Failure> {
        self.call(|state| state.apply(operation, key)).await
    }

    async fn find_applied(
        &self,
        _operation: &Operation,
        key: &OperationKey,
        _taken: &[Applied],
    ) -> Result<Finding, Failure> {
        self.call(|state| Ok(state.done.get(key).cloned().map_or(Finding::NotDone, Finding::Done))).await
    }

    async fn withdraw(&self, _operation: &Operation, key: &OperationKey) -> Result<Withdrawn, Failure> {
        self.call(|state| {
            if let Some(applied) = state.done.get(key) {
                return Ok(Withdrawn::Done(applied.clone()));
            }
            state.refused.insert(key.clone());
            Ok(Withdrawn::Withdrawn)
        })
        .await
    }

    async fn upload(
        &self,
        _file: &LocalFile,
        _key: &OperationKey,
        _progress: Progress,
    ) -> Result<UploadRef, Failure> {
        Err(unsupported())
    }

    async fn download(&self, _file: &Attachment) -> Result<ByteStream, Failure> {
        Err(unsupported())
    }

    fn live(&self) -> Option<Box<dyn LiveFeed>> {
        let bell = self.desk.0.bell.subscribe();
        Some(Box::new(Feed { desk: self.desk.clone(), secret: self.secret.clone(), bell, told: None }))
    }

    async fn ask_me_something(&self) -> Result<(), Failure> {
        Err(unsupported())
    }
}

/// Rings when something changed.
struct Feed {
    desk: ModelDesk,
    secret: Arc<dyn SecretSlot>,
    bell: watch::Receiver<u64>,
    /// Up to where; none: not connected.
    told: Option<Cursor>,
}

#[async_trait]
impl LiveFeed for Feed {
    async fn next(&mut self) -> Result<Hint, Failure> {
        let cursor = |state: &mut State| Ok(state.cursor(state.sequence));
        if self.told.is_none() {
            self.bell.mark_unchanged();
            let now = self.desk.call(&*self.secret, cursor).await?;
            self.told = Some(now.clone());
            return Ok(Hint::Connected(Some(now)));
        }
        let token = self.secret.read().await?;
        loop {
            {
                let mut state = self.desk.state();
                let good = !state.down && *token.expose_secret() == state.session.to_string();
                let now = cursor(&mut state)?;
                if !good {
                    self.told = None;
                    return Err(Failure::new(FailureKind::Offline(NetworkProblem::Broken), "cut"));
                }
                if self.told.as_ref() != Some(&now) {
                    self.told = Some(now.clone());
                    return Ok(Hint::Changed(now));
                }
            }
            if self.bell.changed().await.is_err() {
                return Err(Failure::new(FailureKind::Offline(NetworkProblem::Broken), "gone"));
            }
        }
    }

    fn hang_up(&mut self) {
        self.told = None;
    }
}
