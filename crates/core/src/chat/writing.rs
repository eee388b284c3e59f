//! What is being written for a chat: its question, and the next line of it.

use svara_model::{AccountId, ChatDesk, ChatForm, ChatId, ChatState, Profile};

use super::reading::resolve;
use crate::{
    accounts::Live,
    changes::Stale,
    drafts::{DraftBrief, Fault, Field, MOST_TEXT, brief, find},
    house::House,
    store::{DraftKind, DraftRow},
    trouble::Trouble,
};

/// Begins a question for the chat; finds it again.
pub(crate) async fn begin_question(house: &House, account: &AccountId) -> Result<DraftBrief, Trouble> {
    let live = house.live(account)?;
    if let Some(row) = house.keep.question_draft(account).await? {
        return brief(house, row).await;
    }
    let form = live.profile().map(|profile| ChatForm {
        name: profile.member.name,
        email: profile.member.email.unwrap_or_default(),
        member_id: profile.member.member_id,
        topic: None,
    });
    let row = DraftRow {
        id: house.new_id(),
        account: account.to_string(),
        kind: DraftKind::Chat,
        issue: None,
        about: None,
        title: String::new(),
        language: house.texts().language().to_owned(),
        text: String::new(),
        saved: house.clock.now(),
        chat: None,
        form: Some(form.unwrap_or_default()),
    };
    house.keep.add_draft(row.clone()).await?;
    brief(house, row).await
}

/// Begins a line of a chat; finds it again.
pub(crate) async fn begin_line(
    house: &House,
    account: &AccountId,
    chat: &ChatId,
) -> Result<DraftBrief, Trouble> {
    house.live(account)?;
    let chat = resolve(house, chat).await?;
    if let Some(row) = house.keep.line_draft(account, chat.as_str()).await? {
        return brief(house, row).await;
    }
    let row = DraftRow {
        id: house.new_id(),
        account: account.to_string(),
        kind: DraftKind::Say,
        issue: None,
        about: None,
        title: String::new(),
        language: house.texts().language().to_owned(),
        text: String::new(),
        saved: house.clock.now(),
        chat: Some(chat.to_string()),
        form: None,
    };
    house.keep.add_draft(row.clone()).await?;
    brief(house, row).await
}

/// Saves a question as other drafts are: its language and text, and who asks.
pub(crate) async fn save_question(
    house: &House,
    id: &str,
    written: (String, String),
    form: ChatForm,
) -> Result<DraftBrief, Trouble> {
    let fields = [&written.0, &written.1, &form.name, &form.email];
    if fields.iter().map(|field| field.len()).sum::<usize>() > MOST_TEXT {
        return Err(Trouble::Refused);
    }
    let saved = house.keep.save_question(id, written, form, house.new_id(), house.clock.now()).await?;
    let id = saved.ok_or(Trouble::Gone)?;
    house.changes.stale(Stale::Drafts);
    house.changes.stale(Stale::Accounts);
    find(house, &id).await
}

/// What the member must see to before a question or a line can be sent.
pub(crate) async fn faults(
    house: &House,
    live: &Live,
    draft: &DraftBrief,
) -> Result<Vec<(Field, Fault)>, Trouble> {
    if draft.kind == DraftKind::Say && is_over(house, draft).await? {
        return Ok(vec![(Field::Text, Fault::NotAccepted)]);
    }
    Ok(decide(draft, live.profile().as_ref(), live.chat.desk().as_ref()))
}

/// Whether the chat of a line is over, as far as is known.
async fn is_over(house: &House, draft: &DraftBrief) -> Result<bool, Trouble> {
    let Some(chat) = &draft.chat else { return Ok(true) };
    let row = house.cache.chat(&draft.account, chat).await?;
    Ok(row.is_some_and(|row| matches!(row.chat.state, ChatState::Ended { .. })))
}

/// What is wrong with it: a pure decision.
fn decide(draft: &DraftBrief, profile: Option<&Profile>, desk: Option<&ChatDesk>) -> Vec<(Field, Fault)> {
    let mut faults = Vec::new();
    let limits = profile.map(|profile| profile.desk.limits);
    let limit = desk.map(|desk| desk.text_chars).or(limits.map(|limits| limits.text_chars));
    let actual = u32::try_from(draft.text.chars().count()).unwrap_or(u32::MAX);
    match limit {
        _ if draft.text.trim().is_empty() => faults.push((Field::Text, Fault::Missing)),
        Some(limit) if actual > limit => faults.push((Field::Text, Fault::TooLong { limit, actual })),
        _ => {}
    }
    if draft.kind == DraftKind::Chat {
        let form = draft.form.clone().unwrap_or_default();
        let topics = desk.map(|desk| desk.topics.as_slice()).unwrap_or_default();
        if form.name.trim().is_empty() {
            faults.push((Field::Name, Fault::Missing));
        }
        match form.email.trim() {
            "" => faults.push((Field::Email, Fault::Missing)),
            email if is_address(email) => {}
            _ => faults.push((Field::Email, Fault::NotAccepted)),
        }
        if form.topic.is_some_and(|topic| desk.is_some() && topics.iter().all(|known| known.id != topic)) {
            faults.push((Field::Topic, Fault::NotAccepted));
        }
    }
    let actual = u32::try_from(draft.pictures.len()).unwrap_or(u32::MAX);
    let limit = desk.map(|desk| desk.files_per_message).or(limits.map(|limits| limits.files_per_entry));
    if let Some(limit) = limit.filter(|limit| actual > *limit) {
        faults.push((Field::Pictures, Fault::TooMany { limit, actual }));
    }
    faults
}

/// Whether a text can be a mail address. Whether it is one, only its desk finds out.
fn is_address(text: &str) -> bool {
    let parts = text.split_once('@');
    parts.is_some_and(|(name, host)| !name.is_empty() && !host.is_empty() && !host.contains('@'))
        && !text.contains(char::is_whitespace)
}
