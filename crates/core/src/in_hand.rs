//! Words in hand: what was being written when its window went away, and the disk did not take. They are kept in memory until
//! a window takes them back or the disk takes something again, whichever is first.

use std::sync::Mutex;

use svara_model::{AccountId, RemoteId};

use crate::{
    drafts,
    house::{House, lock},
    store::joined,
    trouble::Trouble,
};

/// What a window could not save.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InHand {
    /// Whose.
    pub account: AccountId,
    /// The issue replied to; none: a new issue.
    pub issue: Option<RemoteId>,
    /// Its draft, if one could be made.
    pub draft: Option<String>,
    /// The title without its tag.
    pub title: String,
    /// The language of the tag, BCP 47; empty: not chosen.
    pub language: String,
    /// The text.
    pub text: String,
}

/// The words of every window that went away.
#[derive(Default)]
pub(crate) struct Hand(Mutex<Vec<InHand>>);

/// Takes a window's words, and saves them if the disk takes them by now.
pub(crate) async fn keep(house: &House, words: Vec<InHand>) {
    lock(&house.hand.0).extend(words);
    save(house).await;
}

/// Gives the words to a window, which has them from now on.
pub(crate) fn give_back(house: &House) -> Vec<InHand> {
    std::mem::take(&mut *lock(&house.hand.0))
}

/// Saves what can be saved; whether nothing is left in hand.
pub(crate) async fn save(house: &House) -> bool {
    let mut left = Vec::new();
    for words in give_back(house) {
        match write(house, &words).await {
            Ok(()) => {}
            Err(Trouble::Gone) => tracing::info!("words of an account that has left were not kept"),
            Err(trouble) => {
                tracing::warn!(%trouble, "words stay in hand");
                left.push(words);
            }
        }
    }
    let mut hand = lock(&house.hand.0);
    left.append(&mut hand);
    *hand = left;
    hand.is_empty()
}

async fn write(house: &House, words: &InHand) -> Result<(), Trouble> {
    let InHand { account, issue, draft, title, language, text } = words;
    if let Some(draft) = draft {
        let fields = [title, language, text].map(Clone::clone);
        match drafts::save(house, draft, fields).await {
            // Sent or deleted elsewhere: these words are another draft's.
            Err(Trouble::Gone) => {}
            saved => return saved.map(drop),
        }
    }
    let there = drafts::begin(house, account, issue.clone()).await?;
    // A reply's draft is found again; its words are not these.
    let text = if there.text.is_empty() { text.clone() } else { joined(&there.text, text) };
    let language = if language.is_empty() { there.language } else { language.clone() };
    drafts::save(house, &there.id, [title.clone(), language, text]).await.map(drop)
}
