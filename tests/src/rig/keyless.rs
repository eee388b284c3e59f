//! A desk that knows no keys: the built-in desk's connector without what keys give, so that what is sent twice is there
//! twice. Whole outboxes are tested against it.

use std::sync::{Arc, atomic::AtomicU32, atomic::Ordering};

use async_trait::async_trait;
use svara_connect::matching;
use svara_model::{
    Account, Address, Applied, Attachment, ByteStream, CensusPage, CensusPlace, ChangePage, Connector,
    Conversation, Credentials, Cursor, DeskKind, Failure, FailureKind, Finding, Found, Kind, Kinds, LiveFeed,
    LocalFile, Operation, OperationKey, Profile, Progress, Random, RemoteId, SecretSlot, SignedIn, UploadRef,
    Withdrawn,
};

/// The kinds of desk behind it, each without keys.
pub struct Keyless {
    inner: Arc<dyn Kinds>,
    random: Arc<dyn Random>,
    applied: Arc<AtomicU32>,
}

impl Keyless {
    /// `random` makes the keys that the desk behind gets in place of the operations' own.
    pub fn new(inner: Arc<dyn Kinds>, random: Arc<dyn Random>) -> Arc<Self> {
        Arc::new(Self { inner, random, applied: Arc::default() })
    }

    /// How often something was sent to be done.
    pub fn applied(&self) -> u32 {
        self.applied.load(Ordering::SeqCst)
    }

    fn desk(&self, kind: Kind) -> KeylessDesk {
        let (inner, random) = (self.inner.kind(kind), Arc::clone(&self.random));
        KeylessDesk { inner, random, applied: Arc::clone(&self.applied) }
    }
}

#[async_trait]
impl Kinds for Keyless {
    fn kind(&self, kind: Kind) -> Arc<dyn DeskKind> {
        Arc::new(self.desk(kind))
    }

    async fn probe(&self, address: &Address) -> Result<Option<Found>, Failure> {
        self.inner.probe(address).await
    }
}

struct KeylessDesk {
    inner: Arc<dyn DeskKind>,
    random: Arc<dyn Random>,
    applied: Arc<AtomicU32>,
}

#[async_trait]
impl DeskKind for KeylessDesk {
    async fn probe(&self, address: &Address) -> Result<Option<Found>, Failure> {
        self.inner.probe(address).await
    }

    async fn sign_in(&self, address: &Address, with: Credentials) -> Result<SignedIn, Failure> {
        let mut signed_in = self.inner.sign_in(address, with).await?;
        signed_in.profile.desk.capabilities.keyless = true;
        Ok(signed_in)
    }

    fn open(&self, account: &Account, secret: Arc<dyn SecretSlot>) -> Arc<dyn Connector> {
        let (inner, random) = (self.inner.open(account, secret), Arc::clone(&self.random));
        Arc::new(KeylessConnector { inner, random, applied: Arc::clone(&self.applied) })
    }

    async fn revoke(&self, account: &Account, secret: Arc<dyn SecretSlot>) -> Result<(), Failure> {
        self.inner.revoke(account, secret).await
    }
}

struct KeylessConnector {
    inner: Arc<dyn Connector>,
    random: Arc<dyn Random>,
    applied: Arc<AtomicU32>,
}

impl KeylessConnector {
    fn fresh(&self) -> OperationKey {
        let mut bytes = [0; 16];
        self.random.fill(&mut bytes);
        OperationKey::new(format!("{:032x}", u128::from_le_bytes(bytes)))
    }
}

#[async_trait]
impl Connector for KeylessConnector {
    async fn profile(&self) -> Result<Profile, Failure> {
        let mut profile = self.inner.profile().await?;
        profile.desk.capabilities.keyless = true;
        Ok(profile)
    }

    async fn changes(&self, since: Option<&Cursor>) -> Result<ChangePage, Failure> {
        self.inner.changes(since).await
    }

    async fn census(&self, after: Option<&CensusPlace>) -> Result<CensusPage, Failure> {
        self.inner.census(after).await
    }

    async fn issue(&self, id: &RemoteId) -> Result<Conversation, Failure> {
        self.inner.issue(id).await
    }

    async fn apply(&self, operation: &Operation, _: &OperationKey) -> Result<Applied, Failure> {
        self.applied.fetch_add(1, Ordering::SeqCst);
        self.inner.apply(operation, &self.fresh()).await
    }

    async fn find_applied(
        &self,
        operation: &Operation,
        _: &OperationKey,
        taken: &[Applied],
    ) -> Result<Finding, Failure> {
        matching::search(&*self.inner, operation, taken).await
    }

    async fn withdraw(&self, _: &Operation, _: &OperationKey) -> Result<Withdrawn, Failure> {
        Err(Failure::new(FailureKind::Unsupported, "this desk knows no keys"))
    }

    async fn upload(
        &self,
        file: &LocalFile,
        _: &OperationKey,
        progress: Progress,
    ) -> Result<UploadRef, Failure> {
        self.inner.upload(file, &self.fresh(), progress).await
    }

    async fn download(&self, file: &Attachment) -> Result<ByteStream, Failure> {
        self.inner.download(file).await
    }

    fn live(&self) -> Option<Box<dyn LiveFeed>> {
        self.inner.live()
    }

    async fn ask_me_something(&self) -> Result<(), Failure> {
        self.inner.ask_me_something().await
    }
}
