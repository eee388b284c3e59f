//! Words in hand: what was being written when its window went away, and the disk did not take. They are kept in memory until
//! a window takes them back or the disk takes something again, whichever is first.

use std::sync::Mutex;

use svara_model::{AccountId, ChatForm, ChatId, RemoteId};

use crate::{
    chat, drafts,
    house::{House, lock},
    store::joined,
    trouble::Trouble,
};

/// What words are written for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// A new issue.
    Issue,
    /// A reply to this issue.
    Reply(RemoteId),
    /// The question of a chat, and who asks it.
    Question(ChatForm),
    /// The next line of this chat.
    Line(ChatId),
}

/// What a window could not save.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InHand {
    /// Whose.
    pub account: AccountId,
    /// What they are for.
    pub purpose: Purpose,
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
    if let Some(draft) = &words.draft {
        match store(house, draft, words).await {
            // Sent or deleted elsewhere: these words are another draft's.
            Err(Trouble::Gone) => {}
            saved => return saved,
        }
    }
    let account = &words.account;
    let there = match &words.purpose {
        Purpose::Issue => drafts::begin(house, account, None).await?,
        Purpose::Reply(issue) => drafts::begin(house, account, Some(issue.clone())).await?,
        Purpose::Question(_) => chat::writing::begin_question(house, account).await?,
        Purpose::Line(chat) => chat::writing::begin_line(house, account, chat).await?,
    };
    let mut words = words.clone();
    // A draft that there is one of is found again; its words are not these.
    if !there.text.is_empty() {
        words.text = joined(&there.text, &words.text);
    }
    if words.language.is_empty() {
        words.language = there.language;
    }
    store(house, &there.id, &words).await
}

async fn store(house: &House, draft: &str, words: &InHand) -> Result<(), Trouble> {
    let InHand { purpose, title, language, text, .. } = words.clone();
    let saved = match purpose {
        Purpose::Question(form) => chat::writing::save_question(house, draft, (language, text), form).await,
        Purpose::Issue | Purpose::Reply(_) | Purpose::Line(_) => {
            drafts::save(house, draft, [title, language, text]).await
        }
    };
    saved.map(drop)
}
