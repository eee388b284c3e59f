//! The connector contract against the built-in desk: over real HTTP, and with its routes called in process.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot prepare its desk has failed")]

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, AtomicU32, Ordering},
    },
    time::Duration,
};

use async_trait::async_trait;
use http::header;
use jiff::{SignedDuration, Timestamp};
use secrecy::SecretString;
use serde_json::{Value, json};
use svara_connect::{Connectors, Content, HttpOptions, HttpTransport, Transport};
use svara_desk::{BoxFuture, Calendar, ChatRules, Desk, Door, Facts, NewUser, Running, Settings};
use svara_model::{
    Address, ChatId, CloseRule, DeskCalendar, DeskKind, FailureKind, Kind, Kinds, NetworkProblem, RemoteId,
    Retry, SignInProblem,
};
use svara_native::SystemClock;
use svara_tests::{
    connector_contract,
    contract::{AgentAct, ChatAct, ChatDoor, ChatSide, ClosingSide, DeskUnderTest, Login, Member, Standing},
    in_process::InProcess,
};
use tempfile::TempDir;
use tokio::sync::Mutex;

connector_contract!(over_http, crate::over_http);
connector_contract!(in_process, crate::in_process);

/// The built-in desk in a folder of its own.
struct BuiltIn {
    desk: Desk,
    reached: Reached,
    transport: Arc<dyn Transport>,
    address: Address,
    agent: SecretString,
    clock: Arc<Ahead>,
    count: AtomicU32,
    _folder: TempDir,
}

enum Reached {
    OverHttp(Mutex<Option<Running>>),
    InProcess(Arc<InProcess>),
}

/// The computer's clock, with what has passed at the desk alone.
#[derive(Default)]
struct Ahead(AtomicI64);

impl svara_desk::Clock for Ahead {
    fn now(&self) -> Timestamp {
        let ahead = SignedDuration::from_millis(self.0.load(Ordering::Relaxed));
        svara_desk::Clock::now(&svara_desk::SystemClock) + ahead
    }

    fn sleep(&self, length: Duration) -> BoxFuture<'static, ()> {
        svara_desk::Clock::sleep(&svara_desk::SystemClock, length)
    }
}

const PASSWORD: &str = "correct horse battery";

async fn over_http() -> BuiltIn {
    let (folder, desk, clock) = empty_desk().await;
    let running = desk.serve(Door::loopback()).await.unwrap();
    let address = Address::parse(&format!("http://{}", running.addr)).unwrap();
    let transport = Arc::new(HttpTransport::new(&HttpOptions::default()).unwrap());
    let reached = Reached::OverHttp(Mutex::new(Some(running)));
    BuiltIn::new(folder, desk, clock, reached, transport, address).await
}

async fn in_process() -> BuiltIn {
    let (folder, desk, clock) = empty_desk().await;
    let transport = InProcess::new(desk.router());
    let reached = Reached::InProcess(Arc::clone(&transport));
    let address = Address::parse("https://desk.example/").unwrap();
    BuiltIn::new(folder, desk, clock, reached, transport, address).await
}

async fn empty_desk() -> (TempDir, Desk, Arc<Ahead>) {
    let folder = tempfile::tempdir().unwrap();
    let clock = Arc::new(Ahead::default());
    let settings = Settings { clock: clock.clone(), ..Settings::new(folder.path()) };
    (folder, Desk::open(settings).await.unwrap(), clock)
}

impl BuiltIn {
    async fn new(
        folder: TempDir,
        desk: Desk,
        clock: Arc<Ahead>,
        reached: Reached,
        transport: Arc<dyn Transport>,
        address: Address,
    ) -> Self {
        desk.add_user(NewUser::agent("noor", "Noor")).await.unwrap();
        let agent = desk.seed_session("noor").await.unwrap().into();
        Self { desk, reached, transport, address, agent, clock, count: AtomicU32::new(0), _folder: folder }
    }

    fn next(&self) -> u32 {
        self.count.fetch_add(1, Ordering::Relaxed)
    }

    /// One request of the agent's, which must succeed.
    async fn ask(&self, path: &str, body: &Value) {
        use secrecy::ExposeSecret;
        let url = self.address.url().join(path).unwrap();
        let request = || {
            http::Request::post(url.as_str())
                .header(header::AUTHORIZATION, format!("Bearer {}", self.agent.expose_secret()))
                .header(header::CONTENT_TYPE, "application/json")
                .header("idempotency-key", format!("agent-{}", self.next()))
                .body(Content::Bytes(body.to_string().into()))
                .unwrap()
        };
        let mut answer = self.transport.send(request()).await;
        if answer.is_err() {
            // A connection kept from before a restart.
            answer = self.transport.send(request()).await;
        }
        let status = answer.expect("the desk answers the agent").status();
        assert!(status.is_success(), "{path}: {status}");
    }
}

#[async_trait]
impl DeskUnderTest for BuiltIn {
    fn kind(&self) -> Arc<dyn DeskKind> {
        Connectors::new(Arc::clone(&self.transport), Arc::new(SystemClock)).kind(Kind::Svara)
    }

    fn address(&self) -> Address {
        self.address.clone()
    }

    async fn member(&self, standing: Standing) -> Login {
        let login = Login { user_name: format!("member{}", self.next()), password: PASSWORD.to_owned() };
        let rank = match standing {
            Standing::Served => "Gold",
            Standing::BelowLowestRank => "Member",
        };
        let user = NewUser::member(&login.user_name, "Kaisa Åberg").rank(rank).password(PASSWORD);
        self.desk.add_user(user).await.unwrap();
        login
    }

    async fn agent(&self, issue: &RemoteId, does: AgentAct<'_>) {
        let issue = format!("api/agent/issues/{issue}");
        let entry =
            |kind: &str, text: &str| (format!("{issue}/entries"), json!({"kind": kind, "text": text}));
        let (path, body) = match does {
            AgentAct::Ask(text) => entry("ask", text),
            AgentAct::Reply(text) => entry("reply", text),
            AgentAct::Note(text) => entry("note", text),
            AgentAct::Close => (format!("{issue}/close"), json!({"text": null})),
            AgentAct::Reopen => (format!("{issue}/reopen"), json!({})),
        };
        self.ask(&path, &body).await;
    }

    async fn lose(&self, issue: &RemoteId) {
        self.desk.purge_issue(issue.as_str()).await.unwrap();
    }

    async fn end_sign_ins(&self, login: &Login) {
        self.desk.set_password(&login.user_name, PASSWORD.to_owned()).await.unwrap();
    }

    async fn restart(&self) {
        match &self.reached {
            Reached::OverHttp(running) => {
                let mut running = running.lock().await;
                let old = running.take().expect("it runs");
                let door = Door { listen: old.addr, ..Door::loopback() };
                old.stop().await;
                *running = Some(self.desk.serve(door).await.unwrap());
            }
            Reached::InProcess(transport) => transport.restart(self.desk.router()),
        }
    }

    fn chats(&self) -> Option<&dyn ChatSide> {
        Some(self)
    }

    fn closing(&self) -> Option<&dyn ClosingSide> {
        Some(self)
    }
}

#[async_trait]
impl ClosingSide for BuiltIn {
    async fn rule(&self, rule: CloseRule, calendar: DeskCalendar) {
        let CloseRule { working_days, warns } = rule;
        let DeskCalendar { zone, weekend, holidays } = calendar;
        let close_rule = Some(svara_desk::CloseRule { working_days, warns });
        let calendar = Calendar { zone: Some(zone), weekend, holidays };
        let facts = self.desk.facts().await.unwrap();
        self.desk.set_facts(Facts { close_rule, calendar, ..facts }).await.unwrap();
    }

    async fn pass(&self, length: Duration) {
        self.clock.0.fetch_add(i64::try_from(length.as_millis()).unwrap(), Ordering::Relaxed);
        // What a served desk does every second.
        self.desk.tick().await.unwrap();
    }
}

#[async_trait]
impl ChatSide for BuiltIn {
    async fn agent(&self, chat: &ChatId, does: ChatAct<'_>) {
        let (act, body) = match does {
            ChatAct::Take => ("take", json!({})),
            ChatAct::Say(text) => ("messages", json!({"text": text})),
            ChatAct::Type => ("typing", json!({"typing": true})),
            ChatAct::PutBack => ("transfer", json!({"to": null})),
            ChatAct::SuggestIssue => ("suggest-issue", json!({"language": "sv"})),
            ChatAct::End => ("end", json!({})),
        };
        self.ask(&format!("api/agent/chats/{chat}/{act}"), &body).await;
    }

    async fn door(&self, door: ChatDoor) {
        let facts = self.desk.facts().await.unwrap();
        let chat = ChatRules {
            open: door != ChatDoor::Closed,
            full_at: if door == ChatDoor::Full { 0 } else { ChatRules::default().full_at },
            ..facts.chat
        };
        self.desk.set_facts(Facts { chat, ..facts }).await.unwrap();
        // What a served desk does every second.
        self.desk.tick().await.unwrap();
    }
}

#[tokio::test]
async fn too_many_wrong_passwords_lock_for_a_while() {
    let desk = over_http().await;
    let login = desk.member(Standing::Served).await;
    let mut last = None;
    for _ in 0..10 {
        let with = svara_model::Credentials {
            user_name: login.user_name.clone(),
            password: "wrong horse battery".to_owned().into(),
        };
        let failure = desk.kind().sign_in(&desk.address, with).await.unwrap_err();
        last = Some((failure.kind, failure.retry));
    }
    let (kind, retry) = last.unwrap();
    assert_eq!(kind, FailureKind::SignedOut(SignInProblem::Locked));
    assert!(matches!(retry, Retry::After(wait) if !wait.is_zero()), "{retry:?}");
}

#[tokio::test]
async fn a_desk_that_is_no_demo_asks_nothing() {
    let desk = over_http().await;
    let member = Member::new(&desk).await;
    let failure = member.connector.ask_me_something().await.unwrap_err();
    assert_eq!(failure.kind, FailureKind::Unsupported);
}

#[tokio::test]
async fn a_demo_desk_asks_when_asked_to() {
    let desk = over_http().await;
    let facts = desk.desk.facts().await.unwrap();
    desk.desk.set_facts(svara_desk::Facts { demo: true, ..facts }).await.unwrap();
    let member = Member::new(&desk).await;
    member.submit("Svenska - fråga mig").await;
    member.connector.ask_me_something().await.unwrap();
    let issues = member.pages(None).await.pop().unwrap().issues;
    assert!(issues.iter().any(|issue| issue.round.is_some()), "{issues:?}");
}

#[tokio::test]
async fn a_stopped_desk_is_unreachable() {
    let desk = over_http().await;
    let member = Member::new(&desk).await;
    let Reached::OverHttp(running) = &desk.reached else { unreachable!() };
    running.lock().await.take().unwrap().stop().await;
    let mut kinds = Vec::new();
    // The first may still use the connection from before.
    for _ in 0..2 {
        kinds.push(member.connector.profile().await.unwrap_err().kind);
    }
    assert_eq!(kinds.last(), Some(&FailureKind::Offline(NetworkProblem::Unreachable)), "{kinds:?}");
}
