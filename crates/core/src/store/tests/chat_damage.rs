//! What is left of a chat's words after `keep.db` was damaged: every one on an intact page, as what it was.

use std::collections::BTreeMap;

use svara_model::{Applied, ChatForm, ChatId, MessageId};

use super::*;

const PAGE: usize = 4096;
/// So many chats of each kind.
const MANY: usize = 6;

/// A row as it must be again: its text, kind, chat and form, and whether it is put away.
type Row = (String, String, Option<String>, Option<String>, i64);

fn text(id: &str, n: usize) -> String {
    format!("[{id}]").repeat([1, 60, 900][n % 3])
}

fn written(id: &str, n: usize, kind: DraftKind, chat: Option<String>) -> DraftRow {
    let form =
        ChatForm { name: format!("Elsa {n}"), email: "elsa@example.com".into(), ..ChatForm::default() };
    let form = (kind == DraftKind::Chat).then_some(form);
    DraftRow { kind, chat, form, title: String::new(), ..draft(id, None, &text(id, n)) }
}

/// Sends a draft; answers its operation's id.
async fn send(keep: &Keep, draft: &str) -> String {
    let key = OperationKey::new(format!("key-{draft}"));
    keep.send(draft, format!("{draft}-sent"), key, moment(1), None).await.unwrap().unwrap().id
}

/// The words of chats in every place where they can be: begun, on their way, in the journal, and back from there.
async fn rich(folder: &Path) -> Vec<u8> {
    let keep = keep_with_account(folder).await;
    for n in 0..MANY {
        let id = |what: &str| format!("{what}-{n:02}");
        keep.add_draft(written(&id("line"), n, DraftKind::Say, Some(id("chat")))).await.unwrap();
        keep.add_draft(written(&id("said"), n, DraftKind::Say, Some(id("other")))).await.unwrap();
        send(&keep, &id("said")).await;
        for what in ["waits", "alone"] {
            let draft = id(what);
            keep.add_draft(written(&draft, n, DraftKind::Chat, None)).await.unwrap();
            let large = NewPicture { bytes: vec![7; 6_000], ..picture(&format!("p-{draft}")) };
            keep.add_picture(&draft, large).await.unwrap();
            let start = send(&keep, &draft).await;
            let (chat, message) = (ChatId::new(format!("of-{draft}")), MessageId::new(format!("m-{draft}")));
            let made = Applied::Chat { chat, message: Some(message) };
            keep.confirm_chat(&start, made, 1, moment(2)).await.unwrap();
            if what == "alone" {
                keep.journal_into_issue(&start).await.unwrap();
            }
        }
        keep.add_draft(written(&id("starts"), n, DraftKind::Chat, None)).await.unwrap();
        let start = send(&keep, &id("starts")).await;
        keep.add_draft(written(&id("after"), n, DraftKind::Say, Some(start))).await.unwrap();
        send(&keep, &id("after")).await;
    }
    keep.add_draft(written("question", 1, DraftKind::Chat, None)).await.unwrap();
    keep.file().close().await.unwrap();
    fs::read(folder.join("keep.db")).unwrap()
}

async fn rows(keep: &Keep) -> BTreeMap<String, Row> {
    let read = |db: &mut rusqlite::Connection| {
        let mut rows = db.prepare(
            "SELECT id, text, kind, chat, form, put_away FROM draft
             UNION ALL SELECT id, text, kind, chat, form, 0 FROM operation",
        )?;
        let rows = rows.query_map([], |row| {
            Ok((row.get(0)?, (row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?)))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    };
    keep.file().call(read).await.unwrap()
}

/// The pages on which something of a text lies, which says its name over and over.
fn pages_of(bytes: &[u8], text: &str) -> Vec<usize> {
    let name = text.split_inclusive(']').next().unwrap().as_bytes();
    // Of a name that two pages share, each has a part.
    let part = &name[1..name.len() - 1];
    let holds = |page: &[u8]| page.windows(part.len()).any(|window| window == part);
    bytes.chunks(PAGE).enumerate().filter(|(_, page)| holds(page)).map(|(n, _)| n).collect()
}

/// The bytes with anything at all on that page.
fn spoiled(mut bytes: Vec<u8>, page: usize) -> Vec<u8> {
    let mut state = u64::try_from(page).unwrap() | 1;
    for byte in &mut bytes[page * PAGE..(page + 1) * PAGE] {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        *byte = (state >> 56) as u8;
    }
    bytes
}

#[tokio::test]
async fn whichever_page_is_damaged_a_chats_words_on_other_pages_are_what_they_were() {
    let folder = tempfile::tempdir().unwrap();
    let whole = rich(folder.path()).await;
    let before = rows(&open_keep(folder.path(), &settings()).unwrap()).await;
    assert_eq!(before.len(), 6 * MANY + 1);
    let put_away = before.values().filter(|row| row.4 == 1).count();
    assert_eq!(put_away, MANY, "the journal is there");
    let mut lost = 0;
    for page in 0..whole.len() / PAGE {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("keep.db"), spoiled(whole.clone(), page)).unwrap();
        let keep = open_keep(folder.path(), &settings()).unwrap();
        let after = rows(&keep).await;
        let said = keep.take_salvaged().await.unwrap();
        for (id, row) in &before {
            if !pages_of(&whole, &row.0).contains(&page) {
                assert_eq!(after.get(id), Some(row), "{id} is intact, page {page} is not");
            } else if after.get(id).map(|row| &row.0) != Some(&row.0) {
                lost += 1;
                assert!(said.is_some_and(|said| said.lost), "{id} was lost without a word, page {page}");
            }
        }
        if let Some(said) = said {
            // A question that waits in the queue is no draft of the member's.
            let drafts = keep.drafts(&account()).await.unwrap().len();
            assert_eq!(usize::try_from(said.drafts).unwrap(), drafts, "page {page}");
        }
        // The pictures of what is there are there, and no others.
        let strays = keep.count_strays().await.unwrap();
        assert_eq!(strays.stray_pictures, 0, "page {page}");
        // The journal goes on: nobody came to any of them.
        for question in keep.journal(&account()).await.unwrap() {
            keep.journal_into_issue(&question.draft).await.unwrap();
        }
    }
    assert!(lost > 0, "some words did lie on the damaged pages");
}
