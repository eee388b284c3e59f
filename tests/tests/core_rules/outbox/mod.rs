//! The outbox: what the member sends arrives once, whatever the network, the desk, the disk and the clock do; and what is
//! taken back is a draft or at the desk, never both and never neither.

mod sending;
mod taking_back;
mod without_keys;

use svara_core::{Audit, SendState, Sent};
use svara_model::{AccountId, RemoteId};

use crate::{HOUR, SECOND, rig::Rig};

impl Rig {
    async fn is_empty(&self, account: &AccountId) -> bool {
        self.core.operations(account).await.unwrap().is_empty()
    }

    async fn state(&self, account: &AccountId) -> Option<SendState> {
        self.core.operations(account).await.unwrap().first().map(|operation| operation.state)
    }

    /// What the member wrote to an issue, oldest first.
    async fn own(&self, account: &AccountId, issue: &str) -> Vec<String> {
        let id = RemoteId::new(issue);
        self.until("the conversation is there", async || self.core.issue(account, &id).await.unwrap().loaded)
            .await;
        let entries = self.core.issue(account, &id).await.unwrap().entries;
        entries.into_iter().skip(1).map(|entry| entry.text).collect()
    }

    fn count(&self, line: &str) -> usize {
        self.line.seen().iter().filter(|seen| seen.as_str() == line).count()
    }

    /// Nothing is ever in no state or without an owner.
    async fn audited(&self) -> Audit {
        let audit = self.core.audit().await.unwrap();
        assert_eq!((audit.adrift, audit.stray_pictures), (0, 0), "{audit:?}");
        audit
    }

    async fn drafts(&self, account: &AccountId) -> Vec<String> {
        self.core.drafts(account).await.unwrap().into_iter().map(|draft| draft.text).collect()
    }

    /// Exactly one of the two: at the desk, or a draft.
    async fn ends_once(&self, account: &AccountId, issue: &str, text: &str) -> &'static str {
        self.within(700 * SECOND, "it is settled", async || self.is_empty(account).await).await;
        // Whatever is still on its way arrives.
        self.pass(2 * HOUR).await;
        let there = self.own(account, issue).await.iter().filter(|own| *own == text).count();
        let kept = self.drafts(account).await.iter().filter(|own| *own == text).count();
        self.audited().await;
        match (there, kept) {
            (1, 0) => "sent",
            (0, 1) => "draft",
            other => panic!("(at the desk, as draft): {other:?}"),
        }
    }
}

/// A real picture, chosen in the dialog.
async fn with_picture(rig: &Rig, account: &AccountId, issue: &str, text: &str) -> String {
    let draft = rig.core.begin_draft(account, Some(RemoteId::new(issue))).await.unwrap();
    rig.core.save_draft(&draft.id, [String::new(), draft.language, text.to_owned()]).await.unwrap();
    let path = rig.folder.path().join("bild.png");
    std::fs::write(&path, PNG).unwrap();
    rig.picker.choose_files(vec![path]);
    let picked = rig.core.pick_pictures(&draft.id).await.unwrap();
    assert_eq!(picked.draft.pictures.len(), 1, "{:?}", picked.refused);
    let Sent::Queued(operation) = rig.core.send_draft(&draft.id).await.unwrap() else { panic!("complete") };
    operation.id
}

/// One grey pixel.
pub(super) const PNG: &[u8] = &[
    137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82, 0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0, 58,
    126, 155, 85, 0, 0, 0, 10, 73, 68, 65, 84, 120, 156, 99, 104, 0, 0, 0, 130, 0, 129, 119, 205, 114, 182,
    0, 0, 0, 0, 73, 69, 78, 68, 174, 66, 96, 130,
];
