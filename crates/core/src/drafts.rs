//! What is being written. On disk as it is typed; sending moves it into the outbox in one transaction.

use svara_model::{AccountId, ChatForm, ChatId, Limits, PickFiles, Profile, RemoteId};

use crate::{
    accounts::Live,
    changes::Stale,
    chat, file_names, follow_up,
    house::House,
    languages, outbox,
    pictures::PictureProblem,
    reading::{OperationBrief, PictureBrief},
    store::{DraftKind, DraftRow, NewPicture},
    trouble::Trouble,
};

/// The longest text that is kept at all, in bytes: far above every desk's limit, so that nothing typed is refused.
pub(crate) const MOST_TEXT: usize = 4 * 1024 * 1024;

/// What is being written, as a window shows it.
#[derive(Clone, Debug)]
pub struct DraftBrief {
    /// Our name for it.
    pub id: String,
    /// Whose.
    pub account: AccountId,
    /// What it is to become.
    pub kind: DraftKind,
    /// The issue replied to.
    pub issue: Option<RemoteId>,
    /// That issue's title.
    pub about: Option<String>,
    /// The title without its tag.
    pub title: String,
    /// The language of the tag, BCP 47.
    pub language: String,
    /// The text.
    pub text: String,
    /// The pictures.
    pub pictures: Vec<PictureBrief>,
    /// When it was saved last.
    pub saved: jiff::Timestamp,
    /// The chat that a line is for, or that an issue was to be; until its desk has named it, the operation that starts it.
    pub chat: Option<ChatId>,
    /// A question's: who asks.
    pub form: Option<ChatForm>,
}

/// A field of a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// The title.
    Title,
    /// The language of the title's tag.
    Language,
    /// The text.
    Text,
    /// The pictures.
    Pictures,
    /// The name of who asks in a chat.
    Name,
    /// Where the desk can write to.
    Email,
    /// What a chat is about.
    Topic,
}

/// What is wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Nothing was written.
    Missing,
    /// More characters than the desk takes.
    TooLong {
        /// So many are taken.
        limit: u32,
        /// So many there are.
        actual: u32,
    },
    /// More files than the desk takes.
    TooMany {
        /// So many are taken.
        limit: u32,
        /// So many there are.
        actual: u32,
    },
    /// The desk does not take this.
    NotAccepted,
}

/// What became of "send".
#[derive(Clone, Debug)]
pub enum Sent {
    /// It is in the outbox.
    Queued(Box<OperationBrief>),
    /// The member must see to these first; nothing was changed.
    Faulty(Vec<(Field, Fault)>),
}

/// Why a chosen file was not attached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileFault {
    /// The picture itself.
    Picture(PictureProblem),
    /// The desk takes no more files with one entry.
    TooMany,
}

/// What became of the chosen files.
#[derive(Clone, Debug)]
pub struct Picked {
    /// The draft with the pictures that could be attached.
    pub draft: DraftBrief,
    /// The names of those that could not, and why.
    pub refused: Vec<(String, FileFault)>,
}

/// Begins a draft; finds the reply's, or one in which nothing is, again.
pub(crate) async fn begin(
    house: &House,
    account: &AccountId,
    issue: Option<RemoteId>,
) -> Result<DraftBrief, Trouble> {
    let live = house.live(account)?;
    let there = match &issue {
        Some(issue) => house.keep.reply_draft(account, issue).await?,
        None => house.keep.blank_draft(account).await?,
    };
    if let Some(row) = there {
        return brief(house, row).await;
    }
    let known = match &issue {
        Some(id) => house.cache.issue(account, id).await?.map(|(issue, _)| issue),
        None => None,
    };
    let profile = live.profile();
    let written_in = known.as_ref().and_then(|issue| issue.language.clone());
    let row = DraftRow {
        id: house.new_id(),
        account: account.to_string(),
        kind: if issue.is_some() { DraftKind::Reply } else { DraftKind::Issue },
        issue: issue.map(|issue| issue.to_string()),
        about: known.map(|issue| issue.title),
        title: String::new(),
        language: written_in.unwrap_or_else(|| first_guess(house, profile.as_ref())),
        text: String::new(),
        saved: house.clock.now(),
        chat: None,
        form: None,
    };
    house.keep.add_draft(row.clone()).await?;
    brief(house, row).await
}

/// The interface's language where the desk takes it, else the desk's first.
fn first_guess(house: &House, profile: Option<&Profile>) -> String {
    let spoken = house.texts().language();
    let accepted = profile.map(|profile| profile.desk.languages.as_slice()).unwrap_or_default();
    if accepts(accepted, spoken) {
        spoken.to_owned()
    } else {
        accepted.first().cloned().unwrap_or_else(|| spoken.to_owned())
    }
}

fn accepts(accepted: &[String], tag: &str) -> bool {
    accepted.is_empty() || accepted.iter().any(|known| known.eq_ignore_ascii_case(tag))
}

/// A draft.
pub(crate) async fn find(house: &House, id: &str) -> Result<DraftBrief, Trouble> {
    let row = house.keep.draft(id).await?.ok_or(Trouble::Gone)?;
    brief(house, row).await
}

/// The draft of the reply to an issue, if something is in it.
pub(crate) async fn of_reply(
    house: &House,
    account: &AccountId,
    issue: &RemoteId,
) -> Result<Option<DraftBrief>, Trouble> {
    match house.keep.reply_draft(account, issue).await? {
        Some(row) => Ok(Some(brief(house, row).await?)),
        None => Ok(None),
    }
}

/// An account's drafts in which something is, newest first.
pub(crate) async fn all(house: &House, account: &AccountId) -> Result<Vec<DraftBrief>, Trouble> {
    let mut drafts = Vec::new();
    for row in house.keep.drafts(account).await? {
        drafts.push(brief(house, row).await?);
    }
    Ok(drafts)
}

/// Saves what was typed. After "send" has taken the draft, what was typed since is another draft's, which is answered; its
/// window goes on with that one. `Gone`: the draft was sent or deleted, and nothing of this is lost.
pub(crate) async fn save(house: &House, id: &str, fields: [String; 3]) -> Result<DraftBrief, Trouble> {
    if fields.iter().map(String::len).sum::<usize>() > MOST_TEXT {
        return Err(Trouble::Refused);
    }
    let saved = house.keep.save_draft(id, fields, house.new_id(), house.clock.now()).await?;
    let id = saved.ok_or(Trouble::Gone)?;
    house.changes.stale(Stale::Drafts);
    house.changes.stale(Stale::Accounts);
    find(house, &id).await
}

/// Deletes a draft and its pictures.
pub(crate) async fn delete(house: &House, id: &str) -> Result<(), Trouble> {
    house.keep.delete_draft(id).await?;
    house.changes.stale(Stale::Drafts);
    house.changes.stale(Stale::Accounts);
    Ok(())
}

/// Shows the file dialog and attaches what was chosen, drawn anew without metadata.
pub(crate) async fn pick_pictures(house: &House, id: &str) -> Result<Picked, Trouble> {
    let draft = find(house, id).await?;
    let live = house.live(&draft.account)?;
    let limits = limits(&live).ok_or(Trouble::Refused)?;
    let texts = house.texts();
    let ask = PickFiles {
        title: texts.pick_pictures_title(),
        filter: texts.pick_pictures_filter(),
        extensions: ["png", "jpg", "jpeg"].map(str::to_owned).to_vec(),
    };
    let mut room =
        u32::try_from(draft.pictures.len()).map_or(0, |n| limits.files_per_entry.saturating_sub(n));
    let mut refused = Vec::new();
    for path in house.picker.pick(&ask).await? {
        let name = path.file_name().map(|name| file_names::safe(&name.to_string_lossy())).unwrap_or_default();
        if room == 0 {
            refused.push((name, FileFault::TooMany));
            continue;
        }
        match house.pictures.prepare_file(path, limits.file_bytes).await {
            Err(problem) => refused.push((name, FileFault::Picture(problem))),
            Ok(ready) => {
                let picture = NewPicture {
                    id: house.new_id(),
                    upload_key: house.new_key(),
                    name: ready.name,
                    media_type: ready.picture.media_type.to_owned(),
                    width: ready.picture.width,
                    height: ready.picture.height,
                    bytes: ready.picture.bytes.to_vec(),
                    thumb: ready.picture.thumb.to_vec(),
                };
                if !house.keep.add_picture(id, picture).await? {
                    return Err(Trouble::Gone);
                }
                room -= 1;
            }
        }
    }
    house.changes.stale(Stale::Drafts);
    Ok(Picked { draft: find(house, id).await?, refused })
}

/// Takes a picture off a draft.
pub(crate) async fn remove_picture(house: &House, id: &str, picture: &str) -> Result<DraftBrief, Trouble> {
    house.keep.remove_picture(id, picture).await?;
    house.changes.stale(Stale::Drafts);
    find(house, id).await
}

/// Checks a draft and moves it into the outbox.
pub(crate) async fn send(house: &House, id: &str) -> Result<Sent, Trouble> {
    let draft = find(house, id).await?;
    let live = house.live(&draft.account)?;
    let faults = match draft.kind {
        DraftKind::Issue | DraftKind::Reply => faults(&draft, live.profile().as_ref()),
        DraftKind::Chat | DraftKind::Say => chat::writing::faults(house, &live, &draft).await?,
    };
    if !faults.is_empty() {
        return Ok(Sent::Faulty(faults));
    }
    let answers = follow_up::time::answers(house, &draft).await?;
    let row = house
        .keep
        .send(id, house.new_id(), house.new_key(), house.clock.now(), answers)
        .await?
        .ok_or(Trouble::Gone)?;
    let brief = outbox::brief(house, &live, row).await?;
    house.changes.stale(Stale::Drafts);
    house.changes.stale(Stale::Chats);
    outbox::wake(house, live.account.id.as_str());
    Ok(Sent::Queued(Box::new(brief)))
}

fn limits(live: &Live) -> Option<Limits> {
    live.profile().filter(|profile| profile.desk.capabilities.attachments).map(|profile| profile.desk.limits)
}

/// What the member must see to before a draft can be sent: a pure decision. Without a profile only what is missing is.
fn faults(draft: &DraftBrief, profile: Option<&Profile>) -> Vec<(Field, Fault)> {
    let mut faults = Vec::new();
    let limits = profile.map(|profile| profile.desk.limits);
    let mut check = |field, text: &str, counted: &str, limit: Option<u32>| {
        let actual = u32::try_from(counted.chars().count()).unwrap_or(u32::MAX);
        match limit {
            _ if text.trim().is_empty() => faults.push((field, Fault::Missing)),
            Some(limit) if actual > limit => faults.push((field, Fault::TooLong { limit, actual })),
            _ => {}
        }
    };
    if draft.issue.is_none() {
        let whole = languages::title(&draft.language, &draft.title);
        check(Field::Title, &draft.title, &whole, limits.map(|limits| limits.title_chars));
    }
    check(Field::Text, &draft.text, &draft.text, limits.map(|limits| limits.text_chars));
    let Some(profile) = profile else { return faults };
    if draft.issue.is_none() && !accepts(&profile.desk.languages, &draft.language) {
        faults.push((Field::Language, Fault::NotAccepted));
    }
    let (actual, limit) = (draft.pictures.len(), profile.desk.limits.files_per_entry);
    let actual = u32::try_from(actual).unwrap_or(u32::MAX);
    if actual > 0 && !profile.desk.capabilities.attachments {
        faults.push((Field::Pictures, Fault::NotAccepted));
    } else if actual > limit {
        faults.push((Field::Pictures, Fault::TooMany { limit, actual }));
    }
    faults
}

pub(crate) async fn brief(house: &House, row: DraftRow) -> Result<DraftBrief, Trouble> {
    let pictures = house.keep.pictures(&row.id).await?;
    Ok(DraftBrief {
        id: row.id,
        account: AccountId::new(row.account),
        kind: row.kind,
        issue: row.issue.map(RemoteId::new),
        about: row.about,
        title: row.title,
        language: row.language,
        text: row.text,
        pictures: pictures.into_iter().map(PictureBrief::from).collect(),
        saved: row.saved,
        chat: row.chat.map(ChatId::new),
        form: row.form,
    })
}
