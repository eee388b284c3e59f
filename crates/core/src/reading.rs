//! What a member reads: lists, issues and what is on its way. Answers come from the stores at once; what is missing or old
//! is fetched in the background, and the window hears when it is there.

use std::{collections::HashMap, sync::Arc, time::Duration};

use jiff::civil::Date;
use svara_model::{AccountId, ChatId, Entry, Issue, OperationKey, RemoteId, Status};

use crate::{
    accounts::{Fetch, Health, Live},
    changes::Stale,
    chat,
    drafts::{self, DraftBrief},
    follow_up::{self, ClosingRead},
    house::{House, Place},
    outbox,
    store::{
        Entries, ListPlace, OperationKind, OperationRow, OperationState, PictureRow, ReadAsk, from_desk,
        sorted_by,
    },
    trouble::Trouble,
};

/// The most rows of one page of a list.
const MOST_ROWS: u32 = 200;
/// How long a failed fetch is not repeated.
const FETCH_PAUSE: Duration = Duration::from_secs(30);

/// An issue in a list.
#[derive(Clone, Debug)]
pub struct IssueBrief {
    /// As the desk gave it.
    pub issue: Issue,
    /// Whether it is no longer at the desk: it stays readable, and nothing can be done with it.
    pub vanished: bool,
    /// Whether something in it is new to the member.
    pub unread: bool,
    /// What the member sent to it and is still on its way.
    pub sending: Option<SendState>,
    /// When the desk closes it, as far as that is known.
    pub closing: ClosingRead,
}

/// A page of a list.
#[derive(Clone, Debug)]
pub struct IssuePage {
    /// The rows.
    pub rows: Vec<IssueBrief>,
    /// Where the next page begins.
    pub next: Option<String>,
    /// How many the list has.
    pub total: u32,
    /// How much it can be trusted.
    pub health: Health,
}

/// An issue with its conversation.
#[derive(Clone, Debug)]
pub struct IssueRead {
    /// As in the list.
    pub brief: IssueBrief,
    /// Its entries as far as they are stored, oldest first.
    pub entries: Vec<Entry>,
    /// Whether any entries are stored.
    pub loaded: bool,
    /// Why the stored entries are not the newest.
    pub trouble: Option<Trouble>,
    /// What is on its way, in the order of "send".
    pub sending: Vec<OperationBrief>,
    /// The reply being written.
    pub draft: Option<DraftBrief>,
    /// When the member wants to hear of it again.
    pub later: Option<jiff::Timestamp>,
    /// The days until which the member can ask the desk for time, the next first; none: not (any more) in this round.
    pub ask_time: Vec<Date>,
}

/// Where something that the member sent is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SendState {
    /// Waits for its turn.
    Queued,
    /// Files are being sent.
    Uploading,
    /// The desk is being told.
    Sending,
    /// Goes on by itself later.
    Waiting,
    /// Needs the member.
    Stuck,
}

impl SendState {
    pub(crate) fn of(state: OperationState, uploading: bool) -> Self {
        match state {
            OperationState::Queued => Self::Queued,
            OperationState::Sending if uploading => Self::Uploading,
            OperationState::Sending => Self::Sending,
            OperationState::Waiting => Self::Waiting,
            OperationState::Stuck => Self::Stuck,
        }
    }
}

/// What the member sent, as a window shows it.
#[derive(Clone, Debug)]
pub struct OperationBrief {
    /// Our name for it.
    pub id: String,
    /// Its key.
    pub key: OperationKey,
    /// What it does.
    pub kind: OperationKind,
    /// The issue replied to.
    pub issue: Option<RemoteId>,
    /// The chat it is about; until its desk has named it, the operation that starts it.
    pub chat: Option<ChatId>,
    /// A new issue's title with its tag, or that of the issue replied to; empty where it is about a chat.
    pub title: String,
    /// The text.
    pub text: String,
    /// The pictures.
    pub pictures: Vec<PictureBrief>,
    /// When the member pressed "send".
    pub made: jiff::Timestamp,
    /// Where it is.
    pub state: SendState,
    /// Bytes of files sent, and in all.
    pub bytes: (u64, u64),
    /// Why it waits or is stuck.
    pub trouble: Option<Trouble>,
    /// Whether the desk may have received it.
    pub unknown: bool,
    /// Whether the member wants it back: it ends as sent or as a draft.
    pub wanted_back: bool,
}

/// A picture with a draft or an operation.
#[derive(Clone, Debug)]
pub struct PictureBrief {
    /// Our name for it.
    pub id: String,
    /// Its file name.
    pub name: String,
    /// Its length.
    pub bytes: u64,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
}

impl From<PictureRow> for PictureBrief {
    fn from(row: PictureRow) -> Self {
        Self { id: row.id, name: row.name, bytes: row.length, width: row.width, height: row.height }
    }
}

impl OperationBrief {
    pub(crate) fn new(row: OperationRow, pictures: Vec<PictureRow>, sent: u64, in_all: u64) -> Self {
        let state = SendState::of(row.state, sent < in_all);
        let title = match (row.kind, &row.about) {
            (_, Some(about)) => about.clone(),
            (OperationKind::Submit, None) => crate::languages::title(&row.language, &row.title),
            _ => String::new(),
        };
        Self {
            id: row.id,
            key: row.key,
            kind: row.kind,
            issue: row.issue.map(RemoteId::new),
            chat: row.chat.map(ChatId::new),
            title,
            text: row.text,
            pictures: pictures.into_iter().map(PictureBrief::from).collect(),
            made: row.made,
            state,
            bytes: (sent, in_all),
            trouble: row.problem.as_deref().map(Trouble::read),
            unknown: row.unknown,
            wanted_back: row.back.is_some(),
        }
    }

    /// Whether it needs the member.
    pub fn is_stuck(&self) -> bool {
        self.state == SendState::Stuck
    }
}

/// A page of a list, newest first.
pub(crate) async fn issues(
    house: &House,
    account: &AccountId,
    status: Status,
    after: Option<&str>,
    limit: u32,
) -> Result<IssuePage, Trouble> {
    let live = house.live(account)?;
    let limit = limit.clamp(1, MOST_ROWS);
    let issues = house.cache.list(account, status, after.and_then(place), limit).await?;
    let full = issues.len() == usize::try_from(limit).unwrap_or(usize::MAX);
    let next = issues.last().filter(|_| full).map(|last| format!("{}:{}", sorted_by(last), last.id));
    let counts = house.cache.counts(account).await?;
    let total = match status {
        Status::AwaitingFeedback => counts.awaiting,
        Status::Open => counts.open,
        Status::Closed => counts.closed,
    };
    Ok(IssuePage { rows: briefs(house, &live, issues).await?, next, total, health: live.health() })
}

fn place(after: &str) -> Option<ListPlace> {
    let (sorted, id) = after.split_once(':')?;
    Some(ListPlace { sorted: sorted.parse().ok()?, id: id.to_owned() })
}

/// Issues as a list shows them.
pub(crate) async fn briefs(
    house: &House,
    live: &Live,
    issues: Vec<Issue>,
) -> Result<Vec<IssueBrief>, Trouble> {
    let account = &live.account.id;
    let asks = issues
        .iter()
        .map(|issue| ReadAsk { issue: issue.id.clone(), awaiting: issue.status == Status::AwaitingFeedback })
        .collect();
    let marks = house.keep.read_marks(account, asks).await?;
    let vanished =
        house.cache.vanished(account, issues.iter().map(|issue| issue.id.clone()).collect()).await?;
    let mut sending: HashMap<RemoteId, SendState> = HashMap::new();
    for operation in outbox::briefs(house, live).await? {
        if let Some(issue) = operation.issue {
            let state = sending.entry(issue).or_insert(operation.state);
            *state = (*state).max(operation.state);
        }
    }
    let waits = issues.iter().any(|issue| issue.round.is_some());
    let clock = if waits { follow_up::patience_of(house, live).await? } else { None };
    let now = house.clock.now();
    Ok(issues
        .into_iter()
        .zip(marks)
        .zip(vanished)
        .map(|((issue, seen), vanished)| IssueBrief {
            vanished,
            unread: from_desk(issue.last_entry.as_ref()) && issue.updated.as_millisecond() > seen,
            sending: sending.get(&issue.id).copied(),
            closing: follow_up::closing_of(clock.as_ref(), &issue, now),
            issue,
        })
        .collect())
}

/// An issue with what is stored of its conversation; fetches it in the background when that is not the newest.
pub(crate) async fn issue(
    house: &Arc<House>,
    account: &AccountId,
    id: &RemoteId,
) -> Result<IssueRead, Trouble> {
    let live = house.live(account)?;
    let (issue, stored) = match house.cache.issue(account, id).await? {
        Some(found) => found,
        // Told of by a notice or a link before the sync has seen it.
        None => {
            let talk = live.connector.issue(id).await?;
            house.cache.store_conversation(account, talk).await?;
            live.follow.notify_one();
            house.cache.issue(account, id).await?.ok_or(Trouble::Gone)?
        }
    };
    if house.is_looking(account, id) {
        note_read(house, account, &issue).await;
    }
    if stored != Entries::Current {
        fetch(house, &live, id);
    }
    let trouble = match live.fetch(id) {
        Some(Fetch::Failed(trouble, _)) if stored != Entries::Current => Some(trouble),
        _ => None,
    };
    let brief = briefs(house, &live, vec![issue]).await?.into_iter().next().ok_or(Trouble::Gone)?;
    let sending =
        outbox::briefs(house, &live).await?.into_iter().filter(|op| op.issue.as_ref() == Some(id)).collect();
    let later = match &brief.issue.round {
        Some(round) => follow_up::later_of(house, account, &round.key).await?,
        None => None,
    };
    Ok(IssueRead {
        later,
        ask_time: follow_up::time::days(house, &live, &brief.issue).await?,
        brief,
        entries: house.cache.entries(account, id).await?,
        loaded: stored != Entries::None,
        trouble,
        sending,
        draft: drafts::of_reply(house, account, id).await?,
    })
}

/// Fetches a conversation, unless that is under way or failed a moment ago.
fn fetch(house: &Arc<House>, live: &Arc<Live>, id: &RemoteId) {
    let now = house.clock.now();
    match live.fetch(id) {
        Some(Fetch::Running) => return,
        Some(Fetch::Failed(_, at)) if now.duration_since(at).unsigned_abs() < FETCH_PAUSE => return,
        _ => live.set_fetch(id, Some(Fetch::Running)),
    }
    let (its_house, its, id) = (house.clone(), live.clone(), id.clone());
    live.tasks.once("fetch issue", async move {
        let fetched = match its.connector.issue(&id).await {
            Ok(talk) => {
                its_house.cache.store_conversation(&its.account.id, talk).await.map_err(Trouble::from)
            }
            Err(failure) => Err(Trouble::from(failure)),
        };
        // It may be ahead of the lists: with it a round begins or ends.
        its.follow.notify_one();
        its.set_fetch(&id, fetched.err().map(|trouble| Fetch::Failed(trouble, its_house.clock.now())));
        its_house.changes.stale(Stale::Issues);
    });
}

/// Notes what the member looks at: it is read then, and no notice comes for it.
pub(crate) async fn looking(house: &House, at: Option<Place>) -> Result<(), Trouble> {
    // What they saw until now they have seen, whether or not its notice was decided meanwhile.
    if let Some(before @ Place::Issue(account, id)) = &house.looking()
        && at.as_ref() != Some(before)
        && let Some((issue, _)) = house.cache.issue(account, id).await?
        && let Err(problem) = follow_up::seen(house, account, &issue).await
    {
        tracing::warn!(%problem, "that a round was seen is not kept");
    }
    let at = match at {
        Some(Place::Chat(account, chat)) => {
            let chat = chat::reading::resolve(house, &chat).await?;
            house.set_looking(Some(Place::Chat(account.clone(), chat.clone())));
            return chat::reading::note_seen(house, &account, &chat).await;
        }
        at => at,
    };
    house.set_looking(at.clone());
    let Some(Place::Issue(account, id)) = at else { return Ok(()) };
    let live = house.live(&account)?;
    if let Some((issue, _)) = house.cache.issue(&account, &id).await? {
        note_read(house, &account, &issue).await;
        if let Err(problem) = follow_up::seen(house, &account, &issue).await {
            tracing::warn!(%problem, "that a round was seen is not kept");
        }
    }
    live.follow.notify_one();
    Ok(())
}

/// Notes that the member has seen an issue. A disk that takes nothing does not keep anybody from reading.
async fn note_read(house: &House, account: &AccountId, issue: &Issue) {
    match house.keep.mark_read(account, &issue.id, issue.updated).await {
        Ok(true) => house.changes.stale(Stale::Issues),
        Ok(false) => {}
        Err(problem) => tracing::warn!(%problem, "that an issue was read is not kept"),
    }
}
