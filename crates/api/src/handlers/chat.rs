//! Chats: one function a command.

use svara_core::{Trouble, languages};
use svara_model::{AccountId, ChatId};

use super::Answer;
use crate::{
    App,
    convert::{chat_desk_view, chat_row_view, chat_view, draft_view, form_of},
    view::{
        AccountArgs, ChatArgs, ChatDeskView, ChatRowView, ChatView, DraftView, SaveQuestionArgs, ToIssueArgs,
        TypingArgs,
    },
};

pub(crate) async fn chat_desk(app: &App, args: AccountArgs) -> Answer<ChatDeskView> {
    Ok(chat_desk_view(app.core.chat_desk(&AccountId::new(args.account)).await?))
}

pub(crate) async fn chats(app: &App, args: AccountArgs) -> Answer<Vec<ChatRowView>> {
    let chats = app.core.chats(&AccountId::new(args.account)).await?;
    Ok(chats.into_iter().map(chat_row_view).collect())
}

pub(crate) async fn chat(app: &App, args: ChatArgs) -> Answer<ChatView> {
    let account = AccountId::new(args.account);
    let read = app.core.chat(&account, &ChatId::new(args.chat)).await?;
    Ok(chat_view(&account, read))
}

pub(crate) async fn new_question(app: &App, args: AccountArgs) -> Answer<DraftView> {
    Ok(draft_view(app.core.begin_question(&AccountId::new(args.account)).await?))
}

pub(crate) async fn save_question(app: &App, args: SaveQuestionArgs) -> Answer<DraftView> {
    let form = form_of(args.form);
    // The tag as the table writes it, so that it agrees with that of an issue this may become.
    let language = languages::find(&args.language).map_or(args.language, |known| known.tag.to_owned());
    Ok(draft_view(app.core.save_question(&args.draft, language, args.text, form).await?))
}

pub(crate) async fn new_line(app: &App, args: ChatArgs) -> Answer<DraftView> {
    Ok(draft_view(app.core.begin_line(&AccountId::new(args.account), &ChatId::new(args.chat)).await?))
}

pub(crate) async fn end_chat(app: &App, args: ChatArgs) -> Answer<()> {
    Ok(app.core.end_chat(&AccountId::new(args.account), &ChatId::new(args.chat)).await?)
}

#[allow(clippy::unused_async, reason = "the table's shape")]
pub(crate) async fn typing(app: &App, args: TypingArgs) -> Answer<()> {
    Ok(app.core.typing(&AccountId::new(args.account), &ChatId::new(args.chat), args.typing)?)
}

pub(crate) async fn question_to_issue(app: &App, args: ToIssueArgs) -> Answer<DraftView> {
    let draft = match (args.draft, args.chat) {
        (Some(draft), None) => app.core.draft_into_issue(&draft).await?,
        (None, Some(chat)) => {
            app.core.chat_into_issue(&AccountId::new(args.account), &ChatId::new(chat)).await?
        }
        _ => return Err(Trouble::Refused.into()),
    };
    Ok(draft_view(draft))
}
