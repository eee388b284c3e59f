//! Chats: a question is answered, kept as an issue, or the member's again; nothing said is lost, doubled or out of order,
//! and nothing is told twice.

mod asking;
mod reading_back;
mod saying;
mod telling;

use serde_json::json;
use svara_core::{ChatPhase, ChatRead, DraftKind, Sent};
use svara_model::{AccountId, ChatId, MessageKind, Speaker};

use crate::{MINUTE, SECOND, outbox::PNG, rig::Rig};

const QUESTION: &str = "Why does the screen stay black after the update?";

impl Rig {
    /// Writes a question and sends it; answers its operation's name.
    async fn start_chat(&self, account: &AccountId, question: &str) -> ChatId {
        let draft = self.core.begin_question(account).await.unwrap();
        let form = draft.form.clone().unwrap();
        assert_eq!(form.name, "Elsa Lind", "filled in from the profile");
        let form = svara_model::ChatForm { email: "elsa@example.com".into(), ..form };
        self.core.save_question(&draft.id, "en".into(), question.into(), form).await.unwrap();
        ChatId::new(self.send(&draft.id).await)
    }

    /// Writes a line of a chat and sends it; answers its operation's name.
    async fn say(&self, account: &AccountId, chat: &ChatId, text: &str) -> String {
        let draft = self.core.begin_line(account, chat).await.unwrap();
        assert_eq!(draft.kind, DraftKind::Say);
        self.core.save_draft(&draft.id, [String::new(), draft.language, text.into()]).await.unwrap();
        self.send(&draft.id).await
    }

    async fn send(&self, draft: &str) -> String {
        match self.core.send_draft(draft).await.unwrap() {
            Sent::Queued(operation) => operation.id,
            Sent::Faulty(faults) => panic!("{faults:?}"),
        }
    }

    /// Attaches a picture to a draft.
    async fn attach(&self, draft: &str) {
        let path = self.folder.path().join("bild.png");
        std::fs::write(&path, PNG).unwrap();
        self.picker.choose_files(vec![path]);
        let picked = self.core.pick_pictures(draft).await.unwrap();
        assert_eq!(picked.draft.pictures.len(), 1, "{:?}", picked.refused);
    }

    async fn chat(&self, account: &AccountId, chat: &ChatId) -> ChatRead {
        self.core.chat(account, chat).await.unwrap()
    }

    /// A chat that waits in the queue, by the desk's name for it.
    async fn waiting(&self, account: &AccountId) -> ChatId {
        let start = self.start_chat(account, QUESTION).await;
        self.until("it waits", async || {
            matches!(self.chat(account, &start).await.brief.phase, ChatPhase::Waiting { .. })
                && self.core.operations(account).await.unwrap().is_empty()
        })
        .await;
        self.chat(account, &start).await.brief.id
    }

    /// A chat in which Maja is.
    async fn taken(&self, account: &AccountId) -> ChatId {
        let chat = self.waiting(account).await;
        self.take(&chat).await;
        self.until("she is there", async || self.phase(account, &chat).await == ChatPhase::Active).await;
        chat
    }

    async fn take(&self, chat: &ChatId) {
        self.agent(&format!("chats/{chat}/take"), json!({})).await;
    }

    async fn maja_says(&self, chat: &ChatId, text: &str) {
        self.agent(&format!("chats/{chat}/messages"), json!({"text": text, "uploads": []})).await;
    }

    async fn phase(&self, account: &AccountId, chat: &ChatId) -> ChatPhase {
        self.chat(account, chat).await.brief.phase
    }

    /// What was said, with who said it, in the order shown.
    async fn said(&self, account: &AccountId, chat: &ChatId) -> Vec<String> {
        let lines = self.chat(account, chat).await.lines.into_iter();
        let said = lines.filter(|line| line.kind == MessageKind::Text).map(|line| match line.speaker {
            Speaker::Member => line.text,
            Speaker::Agent { name } => format!("{name}: {}", line.text),
            Speaker::Desk => format!("desk: {}", line.text),
        });
        said.collect()
    }

    async fn all_arrived(&self, account: &AccountId) {
        self.until("all has arrived", async || self.core.operations(account).await.unwrap().is_empty()).await;
    }

    /// Lets time pass at the desk, too, which looks at its queue.
    async fn pass_at_desk(&self, minutes: u32) {
        for _ in 0..minutes {
            self.pass(MINUTE).await;
            self.desk.tick().await.unwrap();
        }
        self.pass(2 * SECOND).await;
    }

    /// What is written, by place: drafts, journal, outbox.
    async fn places(&self) -> (Vec<String>, Vec<String>, Vec<String>) {
        let audit = self.core.audit().await.unwrap();
        assert_eq!((audit.adrift, audit.stray_pictures), (0, 0), "{audit:?}");
        let words = |written: Vec<(String, String)>| written.into_iter().map(|(_, text)| text).collect();
        let operations = audit.operations.into_iter().map(|operation| operation.text).collect();
        (words(audit.drafts), words(audit.journal), operations)
    }

    async fn set_open(&self, open: bool) {
        let mut facts = self.desk.facts().await.unwrap();
        facts.chat.open = open;
        self.desk.set_facts(facts).await.unwrap();
    }

    fn chat_notices(&self) -> Vec<(String, String)> {
        let standing = self.standing().into_iter().filter(|notice| notice.tag.starts_with("chat/"));
        standing.map(|notice| (notice.title, notice.body)).collect()
    }
}
