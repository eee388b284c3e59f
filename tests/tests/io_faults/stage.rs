//! The twelve things a member or the app does while the disk fails.

use std::{
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard},
    time::Duration,
};

use anyhow::{Context, Result, ensure};
use svara_core::{Appearance, Core, Sent, Settings, SignOut, Trouble, Unsent};
use svara_model::{AccountId, ActKind, RemoteId, Status};
use svara_tests::{
    disk::Image,
    rig::{House, Scene},
};

/// What the member wrote before anything failed.
const WITNESS: &str = "Det här skrev jag innan disken krånglade.";
/// What is written in a flow.
const TEXT: &str = "Sidan blir vit när jag trycker på knappen.";

/// One of the flows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flow {
    OpenFirst,
    SignIn,
    SaveDraft,
    AddPicture,
    Send,
    Deliver,
    SyncPage,
    Conversation,
    Notice,
    Later,
    Settings,
    SignOut,
}

pub(crate) const FLOWS: [Flow; 12] = [
    Flow::OpenFirst,
    Flow::SignIn,
    Flow::SaveDraft,
    Flow::AddPicture,
    Flow::Send,
    Flow::Deliver,
    Flow::SyncPage,
    Flow::Conversation,
    Flow::Notice,
    Flow::Later,
    Flow::Settings,
    Flow::SignOut,
];

impl Flow {
    /// What is there before it.
    pub(crate) fn scene(self, scene: &Scene) -> Scene {
        match self {
            Self::OpenFirst | Self::SignIn => scene.left_as(Image::default(), scene.desk.clone(), Vec::new()),
            _ => scene.clone(),
        }
    }

    /// Whether somebody is signed in from the start.
    fn has_member(self) -> bool {
        !matches!(self, Self::OpenFirst | Self::SignIn)
    }
}

/// A flow on its way.
pub(crate) struct Stage<'a> {
    pub(crate) flow: Flow,
    pub(crate) house: &'a House,
    pub(crate) core: Core,
    pub(crate) account: AccountId,
    /// An open issue, as its desk calls it.
    issue: String,
    /// The draft that is written in, or the tag of the notice.
    subject: Mutex<String>,
    /// How many notices there were before.
    notices: usize,
}

impl<'a> Stage<'a> {
    pub(crate) async fn new(flow: Flow, house: &'a House, core: Core, account: &AccountId) -> Result<Self> {
        let issues = house.issues().await?;
        let open = issues.into_iter().find(|issue| issue.status == "open").context("no open issue")?;
        let (account, subject, notices) = (account.clone(), Mutex::default(), house.notifier.notices().len());
        Ok(Self { flow, house, core, account, issue: open.id, subject, notices })
    }

    /// The same flow as another run of the app finds it.
    pub(crate) fn again<'b>(&self, house: &'b House, core: Core) -> Stage<'b> {
        let (account, issue) = (self.account.clone(), self.issue.clone());
        let subject = Mutex::new(self.subject().clone());
        Stage { flow: self.flow, house, core, account, issue, subject, notices: self.notices }
    }

    fn subject(&self) -> MutexGuard<'_, String> {
        self.subject.lock().unwrap()
    }

    /// Everything up to the flow, while the disk works.
    pub(crate) async fn before(&self) -> Result<()> {
        let core = &self.core;
        if self.flow.has_member() {
            self.house.settled(core, &self.account).await?;
            let issue =
                self.house.issues().await?.into_iter().find(|i| i.id != self.issue).context("one issue")?;
            let witness = core.begin_draft(&self.account, Some(RemoteId::new(issue.id))).await?;
            core.save_draft(&witness.id, [String::new(), "sv".into(), WITNESS.into()]).await?;
        }
        match self.flow {
            Flow::SaveDraft => *self.subject() = core.begin_draft(&self.account, None).await?.id,
            Flow::AddPicture => *self.subject() = self.written().await?,
            Flow::Send => {
                self.house.line.set_down(true);
                *self.subject() = self.written().await?;
            }
            Flow::Deliver => {
                self.house.line.set_down(true);
                let draft = self.written().await?;
                ensure!(matches!(core.send_draft(&draft).await?, Sent::Queued(_)), "not sent");
                self.house.pass(Duration::from_secs(1)).await;
            }
            Flow::SyncPage => {
                self.house.line.set_down(true);
                self.house.tell(&self.issue, "Vi tittar på det.").await?;
                self.house.ask(&self.issue, "Vilken webbläsare?").await?;
            }
            Flow::Conversation => {
                self.house.tell(&self.issue, "Vi tittar på det.").await?;
                self.house.pass(Duration::from_secs(5)).await;
            }
            Flow::Later => {
                self.house.ask(&self.issue, "Vilken webbläsare?").await?;
                self.house.until("it is told", async || Ok(self.standing().len() == 1)).await?;
                *self.subject() = self.standing().remove(0);
            }
            Flow::SignOut => drop(self.written().await?),
            Flow::OpenFirst | Flow::SignIn | Flow::Notice | Flow::Settings => {}
        }
        Ok(())
    }

    /// A draft with text; answers its id.
    async fn written(&self) -> Result<String> {
        let draft = self.core.begin_draft(&self.account, None).await?;
        let fields = ["vit sida", "sv", TEXT].map(str::to_owned);
        self.core.save_draft(&draft.id, fields).await?;
        Ok(draft.id)
    }

    /// The tags of the standing notices, without the one that stood before.
    fn standing(&self) -> Vec<String> {
        let notices = self.house.notifier.notices();
        notices
            .into_iter()
            .skip(self.notices)
            .filter(|notice| notice.standing)
            .map(|notice| notice.tag)
            .collect()
    }

    /// The flow itself. Done again where it answered with a trouble.
    pub(crate) async fn act(&self) -> Result<(), Trouble> {
        let (core, account, subject) = (&self.core, &self.account, self.subject().clone());
        match self.flow {
            Flow::OpenFirst => {}
            Flow::SignIn => {
                self.house.expect_sign_in().await.unwrap();
                let address = "https://desk.example/";
                core.sign_in(address, "elsa", "unused password".to_owned().into()).await?;
            }
            Flow::SaveDraft => {
                core.save_draft(&subject, ["vit sida", "sv", TEXT].map(str::to_owned)).await?;
            }
            Flow::AddPicture => {
                self.house.picker.choose_files(vec![picture()]);
                let picked = core.pick_pictures(&subject).await?;
                assert_eq!(picked.refused, []);
            }
            Flow::Send => {
                let sent = core.send_draft(&subject).await?;
                assert!(matches!(sent, Sent::Queued(_)), "{sent:?}");
            }
            Flow::Deliver | Flow::SyncPage => {
                self.house.line.set_down(false);
                core.check_now(account).await?;
            }
            Flow::Conversation => drop(core.issue(account, &RemoteId::new(self.issue.as_str())).await?),
            Flow::Notice => self.house.ask(&self.issue, "Vilken webbläsare?").await.unwrap(),
            Flow::Later => {
                // The desktop hears that it was seen to only when that is kept.
                let act = self.house.notifier.act(&subject, ActKind::Later);
                tokio::time::timeout(Duration::from_secs(5), act).await.ok();
            }
            Flow::Settings => {
                let settings = Settings { appearance: Appearance::Dark, ..core.settings().await? };
                core.change_settings(settings).await?;
            }
            Flow::SignOut => {
                let done = core.sign_out(account, Unsent::Delete).await?;
                assert!(matches!(done, SignOut::Done), "{done:?}");
            }
        }
        self.house.pass(Duration::from_secs(5)).await;
        Ok(())
    }

    /// D2: whatever the disk does, what is there can be read.
    pub(crate) async fn reads(&self) -> Result<(), Trouble> {
        let core = &self.core;
        core.settings().await?;
        for account in core.accounts().await? {
            let account = &account.account.id;
            core.drafts(account).await?;
            core.operations(account).await?;
            for status in [Status::Open, Status::AwaitingFeedback, Status::Closed] {
                core.issues(account, status, None, 50).await?;
            }
        }
        Ok(())
    }

    /// Whether the flow has come to its end, and what was there before still is.
    pub(crate) async fn holds(&self) -> Result<bool> {
        let core = &self.core;
        if self.flow.has_member() && self.flow != Flow::SignOut {
            let drafts = core.drafts(&self.account).await?;
            ensure!(drafts.iter().any(|draft| draft.text == WITNESS), "what was saved is gone: {drafts:?}");
        }
        Ok(match self.flow {
            Flow::OpenFirst => core.accounts().await?.is_empty(),
            Flow::SignIn => core.accounts().await?.len() == 1 && self.all_issues().await? == 3,
            Flow::SaveDraft => self.drafts_written().await? == [0],
            Flow::AddPicture => self.drafts_written().await? == [1],
            Flow::Send => {
                let queued = core.operations(&self.account).await?;
                self.drafts_written().await?.is_empty()
                    && queued.iter().filter(|o| o.text == TEXT).count() == 1
            }
            Flow::Deliver => {
                let there = self.house.written().await?.iter().filter(|(text, _)| text == TEXT).count();
                ensure!(there <= 1, "it arrived {there} times");
                there == 1 && core.operations(&self.account).await?.is_empty()
            }
            Flow::SyncPage => self.awaits().await? && self.all_issues().await? == 3,
            Flow::Conversation => {
                let read = core.issue(&self.account, &RemoteId::new(self.issue.as_str())).await?;
                read.entries.iter().any(|entry| entry.text == "Vi tittar på det.")
            }
            Flow::Notice => self.standing().len() == 1 && self.awaits().await?,
            Flow::Later => {
                let tag = self.subject().clone();
                self.standing() == [tag.clone()]
                    && self.house.notifier.notices().iter().filter(|notice| notice.tag == tag).count() >= 2
            }
            Flow::Settings => core.settings().await?.appearance == Appearance::Dark,
            Flow::SignOut => core.accounts().await?.is_empty() && self.nothing_is_left(),
        })
    }

    async fn all_issues(&self) -> Result<u32> {
        let account = self.core.accounts().await?.remove(0).account.id;
        let mut all = 0;
        for status in [Status::Open, Status::AwaitingFeedback, Status::Closed] {
            all += self.core.issues(&account, status, None, 50).await?.total;
        }
        Ok(all)
    }

    async fn awaits(&self) -> Result<bool> {
        let page = self.core.issues(&self.account, Status::AwaitingFeedback, None, 50).await?;
        Ok(page.rows.iter().any(|row| row.issue.id.as_str() == self.issue))
    }

    /// Of each draft with the flow's text, how many pictures it has.
    async fn drafts_written(&self) -> Result<Vec<usize>> {
        let drafts = self.core.drafts(&self.account).await?;
        Ok(drafts.into_iter().filter(|draft| draft.text == TEXT).map(|draft| draft.pictures.len()).collect())
    }

    /// None of the member's words can be read off the disk.
    fn nothing_is_left(&self) -> bool {
        let image = self.house.disk.image();
        image.paths().iter().all(|path| {
            let bytes = image.bytes(path).unwrap();
            let readable = String::from_utf8_lossy(&bytes);
            !readable.contains(WITNESS) && !readable.contains(TEXT)
        })
    }
}

fn picture() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../icons/32x32.png")
}
