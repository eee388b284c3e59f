//! Search over what is on this computer: own issues with what is stored of their conversations, chats, and drafts. Works offline
//! and while typing.
//!
//! The index of issues is FTS5 (`store::search`). Drafts are few and change with every pause in typing: they are read
//! through the same words instead of being indexed, so that nothing typed lies in `keep.db` twice.
//!
//! The order is [`query::Nearness`], then drafts, then the newest change. It is not bm25: that counts every issue a word
//! is in before it can name the first (15 ms for a word in each sixth of 100,000 issues, 90 for one in all of them), and
//! what another account fetched would move an account's own results. Each nearness is read newest first and only as far
//! as the answer goes.

pub(crate) mod pieces;
pub(crate) mod query;
pub(crate) mod words;

use std::sync::Arc;

use futures_util::future;
use jiff::Timestamp;
use svara_model::{AccountId, ChatId, RemoteId, Status};

use crate::{
    house::House,
    store::{DraftRow, FoundChat, FoundIssue},
    trouble::Trouble,
};
use pieces::Pieces;
use query::{Nearness, Query};

/// What the index is asked for a text, nearest first: for whoever measures what the rest of a search takes.
pub fn search_expressions(text: &str) -> Vec<String> {
    let mut expressions: Vec<String> = Vec::new();
    for nearness in Nearness::ALL {
        let next = Query::read(text).map(|query| query.expression(nearness));
        expressions.extend(next.filter(|next| !expressions.contains(next)));
    }
    expressions
}

/// The most results of one search.
const MOST_HITS: u32 = 100;

/// Something that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// What it is.
    pub place: HitPlace,
    /// Its title in pieces; true: looked for. Hostile text.
    pub title: Vec<(String, bool)>,
    /// The text around the first word that was looked for, in pieces; the newest text's beginning if none is in it. Hostile
    /// text in one line.
    pub piece: Vec<(String, bool)>,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HitPlace {
    /// An issue.
    Issue {
        /// The desk's name for it.
        id: RemoteId,
        /// The number that a member reads to a team member.
        number: String,
        /// Its title. Hostile text.
        title: String,
        /// Where it stands.
        status: Status,
        /// Date Opened.
        opened: Timestamp,
        /// Date Closed, of a closed one.
        closed: Option<Timestamp>,
        /// Whether it is no longer at the desk.
        vanished: bool,
    },
    /// A chat; its title is the question's beginning.
    Chat {
        /// The desk's name for it.
        id: ChatId,
        /// When it began.
        opened: Timestamp,
        /// When it ended.
        ended: Option<Timestamp>,
    },
    /// A draft.
    Draft {
        /// Our name for it.
        id: String,
        /// Its title, or that of the issue replied to.
        title: String,
        /// The issue replied to; none: a new issue.
        issue: Option<RemoteId>,
    },
}

/// Puts what a version without search has fetched into the index, in the background and some at a time.
pub(crate) fn start(house: &Arc<House>) {
    let its = house.clone();
    house.tasks.once("search index", async move {
        loop {
            match its.cache.fill_index().await {
                Ok(true) => {}
                Ok(false) => return,
                Err(problem) => {
                    // The next opening goes on.
                    tracing::error!(%problem, "the search index is not complete");
                    return;
                }
            }
        }
    });
}

/// Looks for words in an account's issues, chats and drafts, nearest first; a text without a word finds nothing.
pub(crate) async fn search(
    house: &House,
    account: &AccountId,
    text: &str,
    limit: u32,
) -> Result<Vec<Hit>, Trouble> {
    house.live(account)?;
    let limit = limit.clamp(1, MOST_HITS);
    let Some(query) = Query::read(text) else { return Ok(Vec::new()) };
    let stored = house.cache.search(account, query.clone(), limit);
    let (drafts, stored) = future::join(house.keep.drafts(account), stored).await;
    let (issues, chats) = stored?;
    let mut hits: Vec<(Nearness, Hit)> =
        drafts?.into_iter().filter_map(|draft| found_draft(&query, draft)).collect();
    hits.extend(issues.into_iter().map(|found| (found.nearness, found.into())));
    hits.extend(chats.into_iter().map(|found| (found.nearness, found.into())));
    // Keeps the newest first, and drafts before issues before chats.
    hits.sort_by_key(|(nearness, _)| *nearness);
    hits.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(hits.into_iter().map(|(_, hit)| hit).collect())
}

fn found_draft(query: &Query, draft: DraftRow) -> Option<(Nearness, Hit)> {
    let title = match (draft.issue.is_some(), draft.about) {
        (true, Some(about)) => about,
        _ => draft.title,
    };
    let nearness = query.nearness(&title, &draft.text)?;
    let (piece, _, _) = pieces::around(query, &draft.text);
    let marked: Pieces = pieces::title(query, &title);
    let place = HitPlace::Draft { id: draft.id, title, issue: draft.issue.map(RemoteId::new) };
    Some((nearness, Hit { place, title: marked, piece }))
}

impl From<FoundIssue> for Hit {
    fn from(found: FoundIssue) -> Self {
        let FoundIssue { id, number, title, status, opened, closed, vanished, marked, piece, .. } = found;
        let place = HitPlace::Issue { id, number, title, status, opened, closed, vanished };
        Self { place, title: marked, piece }
    }
}

impl From<FoundChat> for Hit {
    fn from(found: FoundChat) -> Self {
        let FoundChat { id, question, opened, ended, piece, .. } = found;
        Self { place: HitPlace::Chat { id, opened, ended }, title: question, piece }
    }
}
