//! What the member does.

use std::time::Duration;

use anyhow::Result;
use svara_core::{
    Core, DraftBrief, DraftKind, Freshness, OperationBrief, OperationKind, SendState, Sent, TakenBack,
    Trouble,
};
use svara_model::{AccountId, ActKind, RemoteId, Status};

use super::{chosen, schedule::MemberStep, template::ADDRESS, words::newest, world::World};

/// How long the *Later* of a notice is.
const LATER: Duration = Duration::from_secs(3600);

impl World {
    /// The member does something, if the app runs.
    pub(super) async fn member(&mut self, step: MemberStep, choice: u64) -> Result<()> {
        if self.app.as_ref().is_none_or(|run| run.life.is_over()) || self.time.is_asleep() {
            return Ok(());
        }
        let Some((account, member)) = chosen(&self.members, choice >> 8).cloned() else { return Ok(()) };
        self.trace.say(format!("{member}: {step:?}"));
        match step {
            MemberStep::WriteNew => self.write(&account, member, None).await,
            MemberStep::WriteReply | MemberStep::Answer => {
                let Some(issue) = self.some_issue(&account, choice, step == MemberStep::Answer).await else {
                    return Ok(());
                };
                self.write(&account, member, Some(issue.clone())).await;
                if step == MemberStep::Answer {
                    self.send_reply(&account, &issue).await;
                }
            }
            MemberStep::Edit => {
                if let Some(draft) = self.some_draft(&account, choice).await {
                    let words: Vec<u64> = newest(&draft.text).into_keys().collect();
                    if let Some(word) = chosen(&words, choice >> 4) {
                        self.go_on_writing(&draft, *word).await;
                    }
                }
            }
            MemberStep::Attach => {
                if let Some(draft) = self.some_draft(&account, choice).await {
                    self.picker.choose_files(vec![self.picture.clone()]);
                    let done = self.with_app(|core| async move { core.pick_pictures(&draft.id).await });
                    if let Some(Err(trouble)) = done.await {
                        self.trace.say(format!("   not attached: {trouble}"));
                    }
                }
            }
            MemberStep::Send => {
                if let Some(draft) = self.some_draft(&account, choice).await {
                    self.send(&draft).await;
                }
            }
            MemberStep::Delete => {
                if let Some(draft) = self.some_draft(&account, choice).await {
                    self.words.deleting(&draft.text);
                    let id = draft.id.clone();
                    if let Some(Ok(())) =
                        self.with_app(|core| async move { core.delete_draft(&id).await }).await
                    {
                        self.words.deleted(&draft.text);
                    }
                }
            }
            MemberStep::TakeBack => self.take_back(&account, choice).await,
            MemberStep::Retry => {
                if let Some(operation) = self.some_operation(&account, choice).await {
                    self.try_again(&operation, member).await;
                }
            }
            MemberStep::Look => {
                let Some(issue) = self.some_issue(&account, choice, false).await else { return Ok(()) };
                self.look_at(Some((account, issue))).await;
            }
            MemberStep::LookAway => self.look_at(None).await,
            MemberStep::Notice => self.notice(choice),
            MemberStep::CheckNow => {
                self.road.urge();
                self.with_app(|core| async move { core.check_now(&account).await.ok() }).await;
            }
            MemberStep::SignIn => self.sign_in_again().await,
        }
        Ok(())
    }

    /// Begins a draft, or finds it again, and writes something new into it.
    async fn write(&mut self, account: &AccountId, member: &str, issue: Option<RemoteId>) {
        let id = account.clone();
        let Some(Ok(draft)) = self.with_app(|core| async move { core.begin_draft(&id, issue).await }).await
        else {
            return;
        };
        let word = self.words.begin(member);
        self.go_on_writing(&draft, word).await;
    }

    /// Answers the draft, once that is saved.
    pub(super) async fn go_on_writing(&mut self, draft: &DraftBrief, word: u64) -> Option<DraftBrief> {
        let text = format!("{} {}", draft.text, self.words.next(word)).trim().to_owned();
        let saved = if draft.kind == DraftKind::Chat {
            self.save_question(draft, text).await
        } else {
            let title = if draft.kind == DraftKind::Issue { format!("Issue w{word}") } else { String::new() };
            let (id, fields) = (draft.id.clone(), [title, "en".to_owned(), text]);
            self.with_app(|core| async move { core.save_draft(&id, fields).await }).await
        };
        match saved? {
            Ok(draft) => {
                self.words.saved(&draft.text);
                Some(draft)
            }
            Err(trouble) => {
                self.trace.say(format!("   not saved: {trouble}"));
                None
            }
        }
    }

    async fn send_reply(&mut self, account: &AccountId, issue: &RemoteId) {
        let account = account.clone();
        let drafts = self.look(|core| async move { core.drafts(&account).await }).await;
        let Some(Ok(drafts)) = drafts else { return };
        if let Some(draft) = drafts.iter().find(|draft| draft.issue.as_ref() == Some(issue)) {
            self.send(draft).await;
        }
    }

    pub(super) async fn send(&mut self, draft: &DraftBrief) {
        let (id, text) = (draft.id.clone(), draft.text.clone());
        self.words.sending(&text);
        if matches!(draft.kind, DraftKind::Chat | DraftKind::Say) {
            self.words.saying(&text);
        }
        self.oracle.pictures += draft.pictures.len();
        match self.with_app(|core| async move { core.send_draft(&id).await }).await {
            Some(Ok(Sent::Queued(operation))) => {
                self.trace.say(format!("   sent: {text}"));
                self.words.sent(&operation.text);
                let pictures = operation.pictures.len();
                match operation.kind {
                    OperationKind::StartChat | OperationKind::Say => {
                        self.words.said_with(&operation.text, pictures);
                    }
                    _ => self.words.pictured(&operation.text, pictures),
                }
            }
            Some(Ok(Sent::Faulty(faults))) => {
                self.trace.say(format!("   faulty: {faults:?}"));
                self.words.back(&text);
            }
            // The app has not said what became of it.
            Some(Err(trouble)) => self.trace.say(format!("   not sent: {trouble}")),
            None => {}
        }
    }

    pub(super) async fn take_back(&mut self, account: &AccountId, choice: u64) {
        let Some(operation) = self.some_operation(account, choice).await else { return };
        let (id, text) = (operation.id, operation.text);
        self.words.wanted_back(&text);
        match self.with_app(|core| async move { core.take_back(&id).await }).await {
            Some(Ok(TakenBack::Draft(draft))) => {
                self.trace.say("   taken back");
                self.words.back(&draft.text);
            }
            Some(Ok(TakenBack::Arrived)) => {
                self.trace.say("   too late");
                self.words.sent(&text);
            }
            Some(Ok(TakenBack::UnderWay)) => self.trace.say("   under way"),
            Some(Err(trouble)) => self.trace.say(format!("   not taken back: {trouble}")),
            None => {}
        }
    }

    pub(super) async fn look_at(&mut self, at: Option<(AccountId, RemoteId)>) {
        if let Some((account, issue)) = &at {
            self.desktop.begins_to_look(account.as_str(), issue.as_str());
        }
        let to = at.clone();
        let done = self.with_app(|core| async move {
            if let Some((account, issue)) = &to {
                // As a window does: it reads the issue, and says so.
                let _ = core.issue(account, issue).await;
            }
            core.looking(to.map(Into::into)).await
        });
        if let Some(Ok(())) = done.await {
            let now = self.time.passed();
            self.oracle.looks(at.as_ref().map(|(_, issue)| issue.as_str()), now);
            self.desktop.looks(at.as_ref().map(|(account, issue)| (account.as_str(), issue.as_str())));
            self.looking = at.map(|(account, issue)| (account, issue.to_string()));
        }
    }

    fn notice(&mut self, choice: u64) {
        let standing = self.desktop.standing();
        let Some(shown) = chosen(&standing, choice) else { return };
        let has_later = shown.notice.buttons.iter().any(|button| button.act == ActKind::Later);
        let kind = match choice >> 32 & 3 {
            0 => ActKind::Gone,
            1 | 2 if has_later => ActKind::Later,
            _ if has_later => ActKind::Answer,
            _ => ActKind::Open,
        };
        self.trace.say(format!("   {kind:?} of {} ({})", shown.id, shown.notice.tag));
        let heard = self.desktop.act(&shown.id, kind);
        // What a disk that takes nothing cannot keep lasts only as long as the app does.
        if heard && self.disk_is_fine() && kind == ActKind::Later {
            self.oracle.later(&self.desktop.only_round(shown), self.time.passed(), LATER);
        }
    }

    pub(super) async fn sign_in_again(&mut self) {
        for (account, member) in self.members.clone() {
            let briefs = self.look(|core| async move { core.accounts().await }).await;
            let Some(Ok(briefs)) = briefs else { return };
            let out = briefs
                .iter()
                .any(|brief| brief.account.id == account && brief.health.freshness == Freshness::SignedOut);
            if out {
                self.road.urge();
                let done = self.with_app(|core| async move {
                    core.sign_in(ADDRESS, member, "a password".to_owned().into()).await.map(|_| ())
                });
                let done = done.await;
                self.trace.say(format!("   {member} signs in: {done:?}"));
            }
        }
    }

    /// Tries again; what only the member can tell, they tell after a look at the desk.
    async fn try_again(&mut self, operation: &OperationBrief, member: &str) {
        self.road.urge();
        // What the desk refused is sent again with its files.
        self.oracle.pictures += operation.pictures.len();
        let id = operation.id.clone();
        if operation.trouble != Some(Trouble::Unclear) {
            self.with_app(|core| async move { core.retry(&id).await.ok() }).await;
            return;
        }
        let arrived = {
            let known = self.desk.truth.known();
            newest(&operation.text)
                .keys()
                .any(|word| known.holding(member, &format!("w{word}")).next().is_some())
        };
        self.trace.say(format!("   unclear: {}: arrived: {arrived}", operation.text));
        self.with_app(|core| async move { core.settle(&id, arrived).await.ok() }).await;
    }

    /// What is stuck, the member sees to: it becomes a draft, or they say what is at the desk.
    pub(super) async fn see_to_stuck(&mut self) {
        for (account, member) in self.members.clone() {
            let id = account.clone();
            let operations = self.look(|core| async move { core.operations(&id).await }).await;
            let Some(Ok(operations)) = operations else { return };
            for (at, operation) in operations.iter().enumerate() {
                if operation.state != SendState::Stuck {
                    continue;
                }
                let why = operation.trouble.unwrap_or(Trouble::Defect);
                self.trace.say(format!("   stuck: {} {why}", operation.text));
                if why == Trouble::Unclear {
                    self.try_again(operation, member).await;
                } else {
                    self.take_back(&account, at as u64).await;
                }
            }
        }
    }

    async fn some_draft(&self, account: &AccountId, choice: u64) -> Option<DraftBrief> {
        let account = account.clone();
        let drafts = self.look(|core| async move { core.drafts(&account).await }).await?.ok()?;
        chosen(&drafts, choice).cloned()
    }

    /// Something in the outbox.
    async fn some_operation(&self, account: &AccountId, choice: u64) -> Option<OperationBrief> {
        let account = account.clone();
        let operations = self.look(|core| async move { core.operations(&account).await }).await?.ok()?;
        chosen(&operations, choice).cloned()
    }

    /// An issue that can be replied to; for an answer one that waits for it, if there is one.
    async fn some_issue(&self, account: &AccountId, choice: u64, awaiting: bool) -> Option<RemoteId> {
        let mut ids = Vec::new();
        if awaiting {
            ids = self.list(account, Status::AwaitingFeedback).await;
        }
        if ids.is_empty() {
            for status in [Status::AwaitingFeedback, Status::Open] {
                ids.extend(self.list(account, status).await);
            }
        }
        chosen(&ids, choice).cloned()
    }

    async fn list(&self, account: &AccountId, status: Status) -> Vec<RemoteId> {
        let account = account.clone();
        let read = |core: Core| async move { core.issues(&account, status, None, 200).await };
        match self.look(read).await {
            Some(Ok(page)) => page.rows.into_iter().map(|row| row.issue.id).collect(),
            _ => Vec::new(),
        }
    }
}
