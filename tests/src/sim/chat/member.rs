//! What the member does in chats.

use anyhow::Result;
use svara_core::{ChatBrief, ChatPhase, DraftBrief, DraftKind, Place};
use svara_model::{AccountId, ChatForm, ChatId, Speaker};

use super::ChatStep;
use crate::sim::{chosen, words::newest, world::World};

impl World {
    /// The member does something about a chat, if the app runs.
    pub(in crate::sim) async fn member_chats(&mut self, step: ChatStep, choice: u64) -> Result<()> {
        let runs = self.app.as_ref().is_some_and(|run| !run.life.is_over());
        if !self.chat.plays || !runs || self.time.is_asleep() {
            return Ok(());
        }
        let Some((account, member)) = chosen(&self.members, choice >> 8).cloned() else { return Ok(()) };
        self.trace.say(format!("{member}: chat: {step:?}"));
        match step {
            ChatStep::Ask => {
                self.ask(&account, member).await;
            }
            ChatStep::Start => {
                let Some(draft) = self.ask(&account, member).await else { return Ok(()) };
                if let Some(draft) = self.pictured(draft, choice).await {
                    self.send(&draft).await;
                }
            }
            ChatStep::Write | ChatStep::Say => {
                let Some(chat) = self.some_chat(&account, choice).await else { return Ok(()) };
                let Some(draft) = self.line(&account, member, &chat.id).await else { return Ok(()) };
                if step == ChatStep::Say
                    && let Some(draft) = self.pictured(draft, choice).await
                {
                    self.send(&draft).await;
                }
            }
            ChatStep::End => {
                let Some(chat) = self.some_chat(&account, choice).await else { return Ok(()) };
                if !matches!(chat.phase, ChatPhase::Ended(_)) {
                    self.end_chat(&account, chat).await;
                }
            }
            ChatStep::IntoIssue => self.make_issue(&account, choice).await,
            ChatStep::Look => {
                let chat = self.some_chat(&account, choice).await;
                // One that is being started may have the desk's name already, and only the app knows which.
                if let Some(chat) = chat.filter(|chat| chat.phase != ChatPhase::Starting) {
                    self.look_at_chat(&account, &chat.id).await;
                }
            }
            ChatStep::Typing => {
                let Some(chat) = self.some_chat(&account, choice).await else { return Ok(()) };
                let typing = choice & 3 > 0;
                self.with_app(|core| async move { core.typing(&account, &chat.id, typing) }).await;
            }
        }
        Ok(())
    }

    /// Writes a question, or goes on with the one that is being written.
    async fn ask(&mut self, account: &AccountId, member: &str) -> Option<DraftBrief> {
        let id = account.clone();
        let begun = self.with_app(|core| async move { core.begin_question(&id).await }).await;
        let draft = self.heard("no question", begun)?;
        let words: Vec<u64> = newest(&draft.text).into_keys().collect();
        let word = match words.last() {
            Some(word) => *word,
            None => self.words.begin_in_chat(member),
        };
        self.go_on_writing(&draft, word).await
    }

    /// Writes a line.
    async fn line(&mut self, account: &AccountId, member: &str, chat: &ChatId) -> Option<DraftBrief> {
        let (id, of) = (account.clone(), chat.clone());
        let begun = self.with_app(|core| async move { core.begin_line(&id, &of).await }).await;
        let draft = self.heard("no line", begun)?;
        let word = self.words.begin_in_chat(member);
        self.go_on_writing(&draft, word).await
    }

    /// With a picture now and then.
    async fn pictured(&mut self, draft: DraftBrief, choice: u64) -> Option<DraftBrief> {
        if choice >> 40 & 7 > 0 {
            return Some(draft);
        }
        self.picker.choose_files(vec![self.picture.clone()]);
        let id = draft.id.clone();
        let picked = self.with_app(|core| async move { core.pick_pictures(&id).await }).await?;
        match picked {
            Ok(picked) => Some(picked.draft),
            Err(trouble) => {
                self.trace.say(format!("   not attached: {trouble}"));
                Some(draft)
            }
        }
    }

    /// Saves a question as its form does.
    pub(in crate::sim) async fn save_question(
        &self,
        draft: &DraftBrief,
        text: String,
    ) -> Option<Result<DraftBrief, svara_core::Trouble>> {
        let form = draft.form.clone().unwrap_or_default();
        let form = ChatForm { email: "elsa@example.com".to_owned(), name: "Elsa".to_owned(), ..form };
        let id = draft.id.clone();
        self.with_app(|core| async move { core.save_question(&id, "en".to_owned(), text, form).await }).await
    }

    async fn end_chat(&mut self, account: &AccountId, chat: ChatBrief) {
        let Some(said) = self.said_in(account, &chat.id).await else { return };
        for text in said {
            self.words.leaving(&text);
            if chat.phase == ChatPhase::Starting {
                self.words.wanted_back(&text);
            }
        }
        let id = account.clone();
        let ended = self.with_app(|core| async move { core.end_chat(&id, &chat.id).await }).await;
        if let Some(Err(trouble)) = ended {
            self.trace.say(format!("   not ended: {trouble}"));
        }
    }

    /// Makes an issue of what was not sent, or of a chat.
    async fn make_issue(&mut self, account: &AccountId, choice: u64) {
        let id = account.clone();
        let drafts = self.look(|core| async move { core.drafts(&id).await }).await;
        let Some(Ok(mut drafts)) = drafts else { return };
        drafts.retain(|draft| matches!(draft.kind, DraftKind::Chat | DraftKind::Say));
        if let Some(draft) = chosen(&drafts, choice) {
            let id = draft.id.clone();
            let made = self.with_app(|core| async move { core.draft_into_issue(&id).await }).await;
            self.heard("no issue", made);
            return;
        }
        let Some(chat) = self.some_chat(account, choice).await else { return };
        if chat.phase == ChatPhase::Starting || !self.chat.turned.insert(chat.id.to_string()) {
            return;
        }
        let Some(said) = self.said_in(account, &chat.id).await else { return };
        for text in said {
            self.words.copying(&text);
        }
        let id = account.clone();
        let made = self.with_app(|core| async move { core.chat_into_issue(&id, &chat.id).await }).await;
        self.heard("no issue", made);
    }

    async fn look_at_chat(&mut self, account: &AccountId, chat: &ChatId) {
        let now = self.time.passed();
        self.desktop.looks(None);
        self.looking = None;
        self.oracle.looks(Some(chat.as_str()), now);
        let (id, of) = (account.clone(), chat.clone());
        let done = self.with_app(|core| async move {
            // As a window does: it reads the chat, and says so.
            let _ = core.chat(&id, &of).await;
            core.looking(Some(Place::Chat(id, of))).await
        });
        if let Some(Ok(())) = done.await {
            self.desktop.looks_at_chat(account.as_str(), chat.as_str());
        }
    }

    /// A chat: one that is not over, if there is one; at times one that is.
    pub(in crate::sim) async fn some_chat(&self, account: &AccountId, choice: u64) -> Option<ChatBrief> {
        let id = account.clone();
        let chats = self.look(|core| async move { core.chats(&id).await }).await?.ok()?;
        let open = chats.iter().find(|chat| !matches!(chat.phase, ChatPhase::Ended(_)));
        match open.filter(|_| choice >> 50 & 15 > 0) {
            Some(open) => Some(open.clone()),
            None => chosen(&chats, choice).cloned(),
        }
    }

    /// What the member said in a chat, as the app shows it.
    async fn said_in(&self, account: &AccountId, chat: &ChatId) -> Option<Vec<String>> {
        let (id, of) = (account.clone(), chat.clone());
        let read = self.look(|core| async move { core.chat(&id, &of).await }).await?.ok()?;
        let own = read.lines.into_iter().filter(|line| line.speaker == Speaker::Member);
        Some(own.map(|line| line.text).collect())
    }

    fn heard<T>(&self, what: &str, answer: Option<Result<T, svara_core::Trouble>>) -> Option<T> {
        match answer? {
            Ok(answer) => Some(answer),
            Err(trouble) => {
                self.trace.say(format!("   {what}: {trouble}"));
                None
            }
        }
    }
}
