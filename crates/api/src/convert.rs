//! From core's plain data to views.

/// Declares that a word of core's and one of the window's mean the same.
macro_rules! same {
    ($($core:ty => $view:ty { $($variant:ident),+ })+) => {$(
        impl From<$core> for $view {
            fn from(word: $core) -> Self {
                match word { $(<$core>::$variant => Self::$variant),+ }
            }
        }
    )+};
}

mod chat;
mod checkup;
mod settings;

use jiff::Timestamp;
use svara_core::{
    AccountBrief, AskedTime, Closing, ClosingRead, DraftBrief, Fault, FileFault, Health, Hit, HitPlace,
    InHand, IssueBrief, IssuePage, IssueRead, OperationBrief, Picked, PictureBrief, Purpose, Sent, Size,
    TakenBack, attachment_id, file_names, is_picture, languages, links, picture_id, pictures::PictureProblem,
    texts::Texts,
};
use svara_model::{AccountId, Attachment, ChatId, Entry, Limits, RemoteId, Side, Status, VaultProblem};

#[allow(clippy::wildcard_imports, reason = "nearly every view is made here")]
use crate::view::*;
use crate::{BuiltIn, ErrorCode, Go, TrayMood};
pub(crate) use chat::{chat_desk_view, chat_row_view, chat_view, form_of};
pub(crate) use checkup::link_view;

same! {
    svara_core::Freshness => Freshness { Checking, UpToDate, Offline, SignedOut, NotEligible, DeskInTrouble, NotUnderstood, Storage }
    svara_core::SendState => SendState { Queued, Uploading, Sending, Waiting, Stuck }
    svara_core::Appearance => Appearance { System, Light, Dark }
    Appearance => svara_core::Appearance { System, Light, Dark }
    svara_core::OnClose => OnClose { Ask, Stay, Quit }
    OnClose => svara_core::OnClose { Ask, Stay, Quit }
    svara_model::NoticeSound => NoticeSound { System, Off, Bell, Complete, Information, Mail }
    NoticeSound => svara_model::NoticeSound { System, Off, Bell, Complete, Information, Mail }
    svara_model::NoticeKind => NoticeKind { Awaiting, Closed, Reopened, Reply, Deadline, Chat, Stuck }
    NoticeKind => svara_model::NoticeKind { Awaiting, Closed, Reopened, Reply, Deadline, Chat, Stuck }
    Unsent => svara_core::Unsent { SendFirst, Export, Keep, Delete }
    svara_core::Field => Field { Title, Language, Text, Pictures, Name, Email, Topic }
    PictureProblem => FileProblem { TooLarge, NotAPicture, TooManyPixels, Damaged, Unreadable }
    svara_core::DiskState => DiskState { Fine, Full, ReadOnly, Failing }
    svara_core::Mood => TrayMood { Calm, Awaiting, Trouble }
}

impl From<VaultProblem> for KeychainProblem {
    fn from(problem: VaultProblem) -> Self {
        match problem {
            VaultProblem::NoService => Self::Missing,
            VaultProblem::NotSetUp => Self::NotSetUp,
            VaultProblem::Locked | VaultProblem::TimedOut => Self::Locked,
            VaultProblem::Other(_) => Self::Failed,
        }
    }
}

impl From<Status> for List {
    fn from(status: Status) -> Self {
        match status {
            Status::AwaitingFeedback => Self::Awaiting,
            Status::Open => Self::Open,
            Status::Closed => Self::Closed,
        }
    }
}

impl From<List> for Status {
    fn from(list: List) -> Self {
        match list {
            List::Awaiting => Self::AwaitingFeedback,
            List::Open => Self::Open,
            List::Closed => Self::Closed,
        }
    }
}

impl From<svara_core::Salvaged> for SalvagedView {
    fn from(salvaged: svara_core::Salvaged) -> Self {
        let svara_core::Salvaged { drafts, operations, lost } = salvaged;
        Self { drafts, operations, lost }
    }
}

impl From<svara_core::GoTo> for Go {
    fn from(to: svara_core::GoTo) -> Self {
        Self {
            account: to.account.to_string(),
            issue: to.issue.map(|issue| issue.to_string()),
            chat: to.chat.map(|chat| chat.to_string()),
            unsent: to.unsent,
            answer: to.answer,
        }
    }
}

pub(crate) fn built_in_view(built_in: BuiltIn) -> BuiltInView {
    BuiltInView { address: built_in.address, user_name: built_in.user_name, password: built_in.password }
}

pub(crate) fn account_view(brief: AccountBrief, texts: &Texts) -> AccountView {
    let AccountBrief { account, profile, unkept, health, issues, drafts, outbox, chats } = brief;
    let [awaiting, open, closed] = issues;
    let [outbox, stuck] = outbox;
    let desk = profile.as_ref().map(|profile| &profile.desk);
    let member = profile.as_ref().map(|profile| &profile.member);
    let accepted = desk.map(|desk| desk.languages.as_slice()).unwrap_or_default();
    let host = account.address.host();
    AccountView {
        desk: desk.map_or_else(|| host.clone(), |desk| desk.name.clone()),
        host,
        address: account.address.to_string(),
        name: member.map_or_else(|| account.user_name.clone(), |member| member.name.clone()),
        user_name: account.user_name,
        email: member.and_then(|member| member.email.clone()),
        rank: member.and_then(|member| member.rank.clone()),
        eligible: member.is_none_or(|member| member.eligible),
        lowest_rank: desk.and_then(|desk| desk.lowest_rank.clone()),
        announcement: desk.and_then(|desk| desk.announcement.clone()),
        languages: languages_of(accepted, texts.language()),
        limits: limits_view(desk.map(|desk| desk.limits)),
        attachments: desk.is_some_and(|desk| desk.capabilities.attachments),
        chat: desk.is_some_and(|desk| desk.capabilities.chat),
        demo: desk.is_some_and(|desk| desk.capabilities.demo),
        session_only: unkept.map(KeychainProblem::from),
        freshness: freshness_view(health),
        counts: CountsView { awaiting, open, closed, drafts, outbox, stuck, chats },
        id: account.id.to_string(),
    }
}

/// The languages an issue may be written in, by their own names: the interface's first, the others as the table has them.
fn languages_of(accepted: &[String], spoken: &str) -> Vec<LanguageView> {
    let mut tags: Vec<&str> = if accepted.is_empty() {
        languages::LANGUAGES.iter().map(|language| language.tag).collect()
    } else {
        accepted.iter().map(String::as_str).collect()
    };
    tags.sort_by_key(|tag| *tag != spoken);
    tags.into_iter()
        .map(|tag| LanguageView {
            tag: tag.to_owned(),
            name: languages::own_name(tag).unwrap_or(tag).to_owned(),
        })
        .collect()
}

/// What a desk accepts; before its first answer nothing is refused here.
fn limits_view(limits: Option<Limits>) -> LimitsView {
    let most = Limits {
        title_chars: u32::MAX,
        text_chars: u32::MAX,
        file_bytes: u64::from(u32::MAX),
        files_per_entry: 0,
    };
    let Limits { title_chars, text_chars, file_bytes, files_per_entry } = limits.unwrap_or(most);
    LimitsView { title_chars, text_chars, file_bytes, files_per_entry }
}

fn freshness_view(health: Health) -> FreshnessView {
    FreshnessView {
        state: health.freshness.into(),
        checked: health.checked.map(time),
        problem: health.trouble.map(ErrorCode::from),
        running: health.running,
    }
}

pub(crate) fn issue_list_view(page: IssuePage) -> IssueListView {
    IssueListView {
        rows: page.rows.into_iter().map(issue_row).collect(),
        next: page.next,
        total: page.total,
        freshness: freshness_view(page.health),
    }
}

pub(crate) fn issue_row(brief: IssueBrief) -> IssueRow {
    let IssueBrief { issue, unread, sending, vanished, closing } = brief;
    let (last_author, last_mine, last_text) = match issue.last_entry {
        Some(entry) => (Some(entry.author.name), entry.author.side == Side::Member, Some(entry.text)),
        None => (None, false, None),
    };
    IssueRow {
        id: issue.id.to_string(),
        number: issue.number,
        title: issue.title,
        status: issue.status.into(),
        opened: time(issue.opened),
        closed: issue.closed.map(time),
        last_author,
        last_mine,
        last_text,
        unread,
        sending: sending.map(SendState::from),
        vanished,
        closes: closes_view(closing),
    }
}

fn closes_view(closing: ClosingRead) -> Option<ClosesView> {
    match closing {
        ClosingRead::Known(Closing { at, days_left, sure, .. }) => {
            Some(ClosesView { at: time(at), days_left, sure })
        }
        ClosingRead::NotAwaiting | ClosingRead::Unknown => None,
    }
}

pub(crate) fn asked_time_view(asked: AskedTime) -> AskedTimeView {
    let language = languages::own_name(&asked.language).map_or(asked.language.clone(), str::to_owned);
    AskedTimeView { text: asked.text, language }
}

pub(crate) fn issue_view(account: &AccountId, read: IssueRead) -> IssueView {
    let issue = &read.brief.issue;
    IssueView {
        language: issue.language.as_deref().map(|tag| languages::own_name(tag).unwrap_or(tag).to_owned()),
        asker: issue.round.as_ref().and_then(|round| round.asker.clone()),
        may_reply: issue.allows.reply,
        may_attach: issue.allows.attach,
        entries: read.entries.into_iter().map(|entry| entry_view(account, entry)).collect(),
        loaded: read.loaded,
        problem: read.trouble.map(ErrorCode::from),
        sending: read.sending.into_iter().map(operation_view).collect(),
        draft: read.draft.map(draft_view),
        later: read.later.map(time),
        ask_time: read.ask_time.iter().map(ToString::to_string).collect(),
        row: issue_row(read.brief),
    }
}

fn entry_view(account: &AccountId, entry: Entry) -> EntryView {
    EntryView {
        id: entry.id.to_string(),
        mine: entry.author.side == Side::Member,
        author: entry.author.name,
        at: time(entry.at),
        parts: links::split(&entry.text).into_iter().map(text_part).collect(),
        asks: entry.asks,
        attachments: entry.attachments.iter().map(|file| attachment_view(account, file)).collect(),
    }
}

fn text_part(part: links::Part) -> TextPart {
    match part {
        links::Part::Text(text) => TextPart { kind: PartKind::Text, text, href: None },
        links::Part::Link { shown, href } => TextPart { kind: PartKind::Link, text: shown, href: Some(href) },
    }
}

fn attachment_view(account: &AccountId, file: &Attachment) -> AttachmentView {
    let picture = is_picture(file);
    let id = |size| picture.then(|| attachment_id(account, &file.id, size));
    AttachmentView {
        name: file_names::safe(&file.name),
        media_type: file.media_type.clone(),
        bytes: file.bytes,
        picture,
        thumb: id(Size::Thumb),
        full: id(Size::Full),
    }
}

pub(crate) fn draft_view(draft: DraftBrief) -> DraftView {
    DraftView {
        id: draft.id,
        kind: match draft.kind {
            svara_core::DraftKind::Issue => DraftKind::Submit,
            svara_core::DraftKind::Reply => DraftKind::Reply,
            svara_core::DraftKind::Chat => DraftKind::Chat,
            svara_core::DraftKind::Say => DraftKind::Say,
        },
        chat: draft.chat.filter(|_| draft.kind == svara_core::DraftKind::Say).map(|chat| chat.to_string()),
        form: draft.form.map(chat::form_view),
        issue: draft.issue.map(|issue| issue.to_string()),
        issue_title: draft.about,
        title: draft.title,
        language: draft.language,
        text: draft.text,
        pictures: draft.pictures.into_iter().map(picture_view).collect(),
        saved: time(draft.saved),
    }
}

fn picture_view(picture: PictureBrief) -> PictureView {
    PictureView {
        thumb: picture_id(&picture.id, Size::Thumb),
        full: picture_id(&picture.id, Size::Full),
        id: picture.id,
        name: picture.name,
        bytes: picture.bytes,
        width: picture.width,
        height: picture.height,
    }
}

pub(crate) fn operation_view(operation: OperationBrief) -> OperationView {
    let (sent_bytes, total_bytes) = operation.bytes;
    OperationView {
        id: operation.id,
        kind: match operation.kind {
            svara_core::OperationKind::Submit => OperationKind::Submit,
            svara_core::OperationKind::Reply => OperationKind::Reply,
            svara_core::OperationKind::StartChat => OperationKind::Chat,
            svara_core::OperationKind::Say => OperationKind::Say,
            svara_core::OperationKind::EndChat => OperationKind::EndChat,
        },
        issue: operation.issue.map(|issue| issue.to_string()),
        chat: operation.chat.map(|chat| chat.to_string()),
        title: operation.title,
        text: operation.text,
        pictures: operation.pictures.into_iter().map(picture_view).collect(),
        made: time(operation.made),
        state: operation.state.into(),
        sent_bytes,
        total_bytes,
        problem: operation.trouble.map(ErrorCode::from),
        wanted_back: operation.wanted_back,
    }
}

pub(crate) fn picked_view(picked: Picked) -> PickedView {
    let refused = picked.refused.into_iter().map(|(name, fault)| RefusedFile {
        name,
        problem: match fault {
            FileFault::Picture(problem) => problem.into(),
            FileFault::TooMany => FileProblem::TooMany,
        },
    });
    PickedView { draft: draft_view(picked.draft), refused: refused.collect() }
}

pub(crate) fn sent_view(sent: Sent) -> SentView {
    match sent {
        Sent::Queued(operation) => {
            SentView { problems: Vec::new(), operation: Some(operation_view(*operation)) }
        }
        Sent::Faulty(faults) => {
            let problems = faults.into_iter().map(|(field, fault)| {
                let (problem, limit, actual) = match fault {
                    Fault::Missing => (FieldProblem::Missing, None, None),
                    Fault::TooLong { limit, actual } => (FieldProblem::TooLong, Some(limit), Some(actual)),
                    Fault::TooMany { limit, actual } => (FieldProblem::TooMany, Some(limit), Some(actual)),
                    Fault::NotAccepted => (FieldProblem::NotAccepted, None, None),
                };
                FieldProblemView { field: field.into(), problem, limit, actual }
            });
            SentView { problems: problems.collect(), operation: None }
        }
    }
}

pub(crate) fn taken_back_view(taken: TakenBack) -> TakenBackView {
    let (state, draft) = match taken {
        TakenBack::Draft(draft) => (TakenBackState::Draft, Some(draft_view(*draft))),
        TakenBack::Arrived => (TakenBackState::Arrived, None),
        TakenBack::UnderWay => (TakenBackState::UnderWay, None),
    };
    TakenBackView { state, draft }
}

impl From<UnsavedArgs> for InHand {
    fn from(words: UnsavedArgs) -> Self {
        let UnsavedArgs { account, issue, chat, form, draft, title, language, text } = words;
        let purpose = match (form, chat, issue) {
            (Some(form), _, _) => Purpose::Question(form_of(form)),
            (None, Some(chat), _) => Purpose::Line(ChatId::new(chat)),
            (None, None, Some(issue)) => Purpose::Reply(RemoteId::new(issue)),
            (None, None, None) => Purpose::Issue,
        };
        Self { account: AccountId::new(account), purpose, draft, title, language, text }
    }
}

impl From<InHand> for UnsavedWords {
    fn from(words: InHand) -> Self {
        let InHand { account, purpose, draft, title, language, text } = words;
        let (issue, chat, form) = match purpose {
            Purpose::Issue => (None, None, None),
            Purpose::Reply(issue) => (Some(issue.to_string()), None, None),
            Purpose::Line(chat) => (None, Some(chat.to_string()), None),
            Purpose::Question(form) => (None, None, Some(chat::form_view(form))),
        };
        Self { account: account.to_string(), issue, chat, form, draft, title, language, text }
    }
}

/// `most`: how many are shown of what was found.
pub(crate) fn search_view(hits: Vec<Hit>, most: u32) -> SearchView {
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    SearchView { more: hits.len() > most, hits: hits.into_iter().take(most).map(hit_view).collect() }
}

fn hit_view(hit: Hit) -> HitView {
    let Hit { place, title, piece } = hit;
    let (title, piece) = (pieces(title), pieces(piece));
    match place {
        HitPlace::Issue { id, number, status, opened, closed, vanished, .. } => HitView {
            kind: HitKind::Issue,
            id: id.to_string(),
            issue: None,
            number: Some(number),
            title,
            status: Some(status.into()),
            opened: Some(time(opened)),
            closed: closed.map(time),
            vanished,
            piece,
        },
        HitPlace::Chat { id, opened, ended } => HitView {
            kind: HitKind::Chat,
            id: id.to_string(),
            issue: None,
            number: None,
            title,
            status: None,
            opened: Some(time(opened)),
            closed: ended.map(time),
            vanished: false,
            piece,
        },
        HitPlace::Draft { id, issue, .. } => HitView {
            kind: HitKind::Draft,
            id,
            issue: issue.map(|issue| issue.to_string()),
            number: None,
            title,
            status: None,
            opened: None,
            closed: None,
            vanished: false,
            piece,
        },
    }
}

fn pieces(pieces: Vec<(String, bool)>) -> Vec<PiecePart> {
    pieces.into_iter().map(|(text, found)| PiecePart { text, found }).collect()
}

/// RFC 3339 in UTC.
pub(crate) fn time(at: Timestamp) -> String {
    at.to_string()
}
