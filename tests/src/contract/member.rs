//! A member at a desk under test.

use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

use async_trait::async_trait;
use jiff::Timestamp;
use secrecy::SecretString;
use svara_model::{
    Account, AccountId, Act, ChangePage, Clock, Connector, Credentials, Cursor, Departure, Failure,
    FailureKind, Issue, Kind, Operation, OperationKey, Profile, RemoteId, SecretSlot, SignInProblem,
    UploadRef,
};

use super::{DeskUnderTest, Login, Standing};

/// No fact makes more pages than this.
const PAGES: usize = 20;

/// One account's secret, in memory.
pub struct Slot(std::sync::Mutex<Option<SecretString>>);

impl Slot {
    pub fn new(secret: SecretString) -> Arc<Self> {
        Arc::new(Self(std::sync::Mutex::new(Some(secret))))
    }
}

#[async_trait]
impl SecretSlot for Slot {
    async fn read(&self) -> Result<SecretString, Failure> {
        let secret = self.0.lock().unwrap().clone();
        secret.ok_or_else(|| Failure::new(FailureKind::SignedOut(SignInProblem::Ended), "no secret"))
    }

    async fn rotate(&self, secret: SecretString) -> Result<(), Failure> {
        *self.0.lock().unwrap() = Some(secret);
        Ok(())
    }
}

/// A member who signed in.
pub struct Member {
    pub login: Login,
    pub account: Account,
    pub slot: Arc<Slot>,
    pub profile: Profile,
    pub connector: Arc<dyn Connector>,
    keys: AtomicU32,
}

impl Member {
    /// A new member, signed in.
    pub async fn new(desk: &dyn DeskUnderTest) -> Self {
        Self::of(desk, Standing::Served).await
    }

    pub async fn of(desk: &dyn DeskUnderTest, standing: Standing) -> Self {
        Self::signed_in(desk, desk.member(standing).await).await
    }

    /// The same member once more, as on another computer.
    pub async fn signed_in(desk: &dyn DeskUnderTest, login: Login) -> Self {
        let kind = desk.kind();
        let signed_in =
            kind.sign_in(&desk.address(), credentials(&login)).await.expect("the desk lets them in");
        let account = Account {
            id: AccountId::new(format!("account-of-{}", login.user_name)),
            kind: Kind::Svara,
            address: desk.address(),
            user_name: login.user_name.clone(),
        };
        let slot = Slot::new(signed_in.secret);
        let connector = kind.open(&account, Arc::<Slot>::clone(&slot));
        let keys = AtomicU32::new(0);
        Self { login, account, slot, profile: signed_in.profile, connector, keys }
    }

    /// Ends this sign-in, as the app does.
    pub async fn sign_out(&self, desk: &dyn DeskUnderTest) -> Result<(), Failure> {
        desk.kind().revoke(&self.account, Arc::<Slot>::clone(&self.slot)).await
    }

    pub fn key(&self) -> OperationKey {
        let number = self.keys.fetch_add(1, Ordering::Relaxed);
        OperationKey::new(format!("{}-{number}", self.account.id))
    }

    /// An operation that submits an issue, with a key of its own.
    pub fn submission(&self, title: &str, uploads: Vec<UploadRef>) -> Operation {
        let (title, text) = (title.to_owned(), format!("What happens: {title}"));
        self.operation(Act::Submit { title, language: "sv".to_owned(), text, uploads })
    }

    /// An operation that replies, with a key of its own.
    pub fn reply(&self, issue: &RemoteId, text: &str, uploads: Vec<UploadRef>) -> Operation {
        self.operation(Act::Reply { issue: issue.clone(), text: text.to_owned(), uploads })
    }

    pub fn operation(&self, act: Act) -> Operation {
        // It leaves now: desks remember keys only for a while.
        let left = Departure { at: svara_native::SystemClock.now(), desk: None, cursor: None };
        Operation { key: self.key(), made: Timestamp::UNIX_EPOCH, left: Some(left), act }
    }

    /// Submits an issue.
    pub async fn submit(&self, title: &str) -> RemoteId {
        let applied = self.apply(&self.submission(title, Vec::new())).await.expect("the desk takes an issue");
        applied.issue().expect("an issue").clone()
    }

    pub async fn apply(&self, operation: &Operation) -> Result<svara_model::Applied, Failure> {
        self.connector.apply(operation, &operation.key).await
    }

    /// The issue as it is now.
    pub async fn issue(&self, id: &RemoteId) -> Issue {
        self.connector.issue(id).await.expect("the member's own issue").issue
    }

    /// All pages since a cursor.
    pub async fn pages(&self, since: Option<&Cursor>) -> Vec<ChangePage> {
        let mut pages: Vec<ChangePage> = Vec::new();
        loop {
            let last = pages.last().map(|page| &page.cursor).or(since);
            let page = self.connector.changes(last).await.expect("a page of changes");
            let more = page.more;
            pages.push(page);
            if !more {
                return pages;
            }
            assert!(pages.len() < PAGES, "changes never end");
        }
    }

    /// Where the changes stand now.
    pub async fn cursor(&self) -> Cursor {
        self.pages(None).await.pop().expect("at least one page").cursor
    }

    /// The ids of what changed since a cursor.
    pub async fn changed(&self, since: Option<&Cursor>) -> Vec<RemoteId> {
        let pages = self.pages(since).await;
        pages.into_iter().flat_map(|page| page.issues).map(|issue| issue.id).collect()
    }
}

pub(super) fn credentials(login: &Login) -> Credentials {
    Credentials { user_name: login.user_name.clone(), password: login.password.clone().into() }
}

/// What a call failed with.
#[track_caller]
pub(super) fn kind_of<T: std::fmt::Debug>(outcome: Result<T, Failure>) -> FailureKind {
    outcome.expect_err("a failure").kind
}
