//! One function a command.

mod chat;
mod notices;

use secrecy::SecretString;
use svara_core::{InHand, Place, SignOut, Trouble, languages, links};
use svara_model::{AccountId, ChatId, RemoteId};

pub(crate) use chat::*;
pub(crate) use notices::*;

#[allow(clippy::wildcard_imports, reason = "nearly every view is an argument or an answer here")]
use crate::view::*;
use crate::{
    App, ErrorCode, ErrorView, Go,
    convert::{
        account_view, asked_time_view, built_in_view, draft_view, issue_list_view, issue_view, link_view,
        operation_view, picked_view, search_view, sent_view, taken_back_view,
    },
};

/// So many hits are shown of a search; more words narrow it down.
const MOST_HITS: u32 = 60;

type Answer<T> = Result<T, ErrorView>;

pub(crate) async fn start(app: &App, _: Nothing) -> Answer<StartView> {
    let texts = app.core.texts();
    Ok(StartView {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        language: texts.language().to_owned(),
        locale: texts.locale().to_owned(),
        settings: app.core.settings().await?.into(),
        accounts: accounts(app, Nothing {}).await?,
        built_in: app.built_in().map(built_in_view),
        go: app.take_go(),
    })
}

pub(crate) async fn take_go(app: &App, _: Nothing) -> Answer<Option<Go>> {
    Ok(app.take_go())
}

#[allow(clippy::unused_async, reason = "the table's shape")]
pub(crate) async fn take_astray(app: &App, _: Nothing) -> Answer<bool> {
    Ok(app.take_astray())
}

pub(crate) async fn try_built_in(app: &App, _: Nothing) -> Answer<BuiltInView> {
    match app.host.start_built_in().await {
        Ok(built_in) => Ok(built_in_view(built_in)),
        Err(problem) => {
            tracing::error!(%problem, "the built-in desk did not start");
            Err(ErrorCode::Defect.into())
        }
    }
}

pub(crate) async fn find_desk(app: &App, args: AddressArgs) -> Answer<DeskView> {
    let (address, found) = app.core.find_desk(&args.address).await?;
    let address = address.to_string();
    let page = found.password_page.filter(|page| links::check(page).is_ok());
    app.remember_password_page(&address, page.clone());
    Ok(DeskView { name: found.name, address, password_page: page.is_some() })
}

pub(crate) async fn sign_in(app: &App, args: SignInArgs) -> Answer<AccountView> {
    let password = SecretString::from(args.password);
    let account = app.core.sign_in(&args.address, &args.user_name, password).await?;
    Ok(account_view(account, &app.core.texts()))
}

pub(crate) async fn keep_sign_in(app: &App, args: AccountArgs) -> Answer<AccountView> {
    let account = app.core.keep_sign_in(&AccountId::new(args.account)).await?;
    Ok(account_view(account, &app.core.texts()))
}

pub(crate) async fn open_password_page(app: &App, args: AddressArgs) -> Answer<()> {
    let address = svara_model::Address::parse(&args.address).map_err(Trouble::from)?.to_string();
    let page = match app.password_page(&address) {
        Some(page) => page,
        None => {
            find_desk(app, args).await?;
            app.password_page(&address).ok_or(Trouble::Gone)?
        }
    };
    open(app, &page).await
}

pub(crate) async fn accounts(app: &App, _: Nothing) -> Answer<Vec<AccountView>> {
    let texts = app.core.texts();
    Ok(app.core.accounts().await?.into_iter().map(|account| account_view(account, &texts)).collect())
}

pub(crate) async fn unsent(app: &App, args: AccountArgs) -> Answer<UnsentView> {
    let account = AccountId::new(args.account);
    Ok(UnsentView {
        drafts: app.core.drafts(&account).await?.into_iter().map(draft_view).collect(),
        operations: app.core.operations(&account).await?.into_iter().map(operation_view).collect(),
    })
}

pub(crate) async fn sign_out(app: &App, args: SignOutArgs) -> Answer<SignedOutView> {
    let ended = app.core.sign_out(&AccountId::new(args.account), args.unsent.into()).await?;
    Ok(match ended {
        SignOut::Done => SignedOutView { done: true, left: Vec::new() },
        SignOut::Cancelled => SignedOutView { done: false, left: Vec::new() },
        SignOut::Left(left) => {
            SignedOutView { done: false, left: left.into_iter().map(operation_view).collect() }
        }
    })
}

pub(crate) async fn check_now(app: &App, args: AccountArgs) -> Answer<()> {
    Ok(app.core.check_now(&AccountId::new(args.account)).await?)
}

pub(crate) async fn issues(app: &App, args: IssuesArgs) -> Answer<IssueListView> {
    let account = AccountId::new(args.account);
    let page = app.core.issues(&account, args.list.into(), args.after.as_deref(), args.limit).await?;
    Ok(issue_list_view(page))
}

pub(crate) async fn issue(app: &App, args: IssueArgs) -> Answer<IssueView> {
    let account = AccountId::new(args.account);
    let read = app.core.issue(&account, &RemoteId::new(args.issue)).await?;
    Ok(issue_view(&account, read))
}

pub(crate) async fn ask_for_time(app: &App, args: AskTimeArgs) -> Answer<AskedTimeView> {
    let day = args.day.parse().map_err(|_| ErrorCode::Defect)?;
    let account = AccountId::new(args.account);
    Ok(asked_time_view(app.core.ask_for_time(&account, &RemoteId::new(args.issue), day).await?))
}

pub(crate) async fn looking(app: &App, args: LookingArgs) -> Answer<()> {
    let account = args.account.map(AccountId::new);
    let at = match (account, args.issue, args.chat) {
        (Some(account), Some(issue), _) => Some(Place::Issue(account, RemoteId::new(issue))),
        (Some(account), None, Some(chat)) => Some(Place::Chat(account, ChatId::new(chat))),
        _ => None,
    };
    // A window that says it is looked at while it is not in front would swallow notices.
    let at = at.filter(|_| app.host.in_front());
    Ok(app.core.looking(at).await?)
}

pub(crate) async fn new_draft(app: &App, args: NewDraftArgs) -> Answer<DraftView> {
    let issue = args.issue.map(RemoteId::new);
    Ok(draft_view(app.core.begin_draft(&AccountId::new(args.account), issue).await?))
}

pub(crate) async fn draft(app: &App, args: DraftArgs) -> Answer<DraftView> {
    Ok(draft_view(app.core.draft(&args.draft).await?))
}

pub(crate) async fn save_draft(app: &App, args: SaveDraftArgs) -> Answer<DraftView> {
    // The tag as the table writes it, so that the title's prefix and the desk's list agree.
    let language = languages::find(&args.language).map_or(args.language, |known| known.tag.to_owned());
    Ok(draft_view(app.core.save_draft(&args.draft, [args.title, language, args.text]).await?))
}

pub(crate) async fn delete_draft(app: &App, args: DraftArgs) -> Answer<()> {
    Ok(app.core.delete_draft(&args.draft).await?)
}

pub(crate) async fn pick_pictures(app: &App, args: DraftArgs) -> Answer<PickedView> {
    Ok(picked_view(app.core.pick_pictures(&args.draft).await?))
}

pub(crate) async fn remove_picture(app: &App, args: PictureArgs) -> Answer<DraftView> {
    Ok(draft_view(app.core.remove_picture(&args.draft, &args.picture).await?))
}

#[allow(clippy::unused_async, reason = "the table's shape")]
pub(crate) async fn detect(app: &App, args: DetectArgs) -> Answer<DetectedView> {
    let found = app.core.detect(&AccountId::new(args.account), &args.title, &args.text)?;
    let name = found.language.as_deref().and_then(languages::own_name).map(str::to_owned);
    Ok(DetectedView { language: found.language, name, sure: found.sure, chat: found.chat })
}

pub(crate) async fn send_draft(app: &App, args: DraftArgs) -> Answer<SentView> {
    Ok(sent_view(app.core.send_draft(&args.draft).await?))
}

pub(crate) async fn retry(app: &App, args: OperationArgs) -> Answer<()> {
    Ok(app.core.retry(&args.operation).await?)
}

pub(crate) async fn take_back(app: &App, args: OperationArgs) -> Answer<TakenBackView> {
    Ok(taken_back_view(app.core.take_back(&args.operation).await?))
}

pub(crate) async fn settle(app: &App, args: SettleArgs) -> Answer<()> {
    Ok(app.core.settle(&args.operation, args.arrived).await?)
}

pub(crate) async fn search(app: &App, args: SearchArgs) -> Answer<SearchView> {
    let hits = app.core.search(&AccountId::new(args.account), &args.words, MOST_HITS + 1).await?;
    Ok(search_view(hits, MOST_HITS))
}

#[allow(clippy::unused_async, reason = "the table's shape")]
pub(crate) async fn disk(app: &App, _: Nothing) -> Answer<DiskView> {
    Ok(DiskView { state: app.core.disk().into() })
}

pub(crate) async fn take_salvaged(app: &App, _: Nothing) -> Answer<Option<SalvagedView>> {
    Ok(app.core.salvage().await?.map(SalvagedView::from))
}

pub(crate) async fn open_link(app: &App, args: LinkArgs) -> Answer<()> {
    open(app, &args.href).await
}

pub(crate) async fn ask_me_something(app: &App, args: AccountArgs) -> Answer<()> {
    Ok(app.core.ask_me_something(&AccountId::new(args.account)).await?)
}

pub(crate) async fn settings(app: &App, _: Nothing) -> Answer<SettingsView> {
    Ok(app.core.settings().await?.into())
}

pub(crate) async fn change_settings(app: &App, args: SettingsArgs) -> Answer<SettingsView> {
    Ok(app.core.change_settings(args.into()).await?.into())
}

pub(crate) async fn start_at_login(app: &App, _: Nothing) -> Answer<LoginView> {
    Ok(app.core.start_at_login().await?.into())
}

pub(crate) async fn set_start_at_login(app: &App, args: LoginArgs) -> Answer<LoginView> {
    Ok(app.core.set_start_at_login(args.on).await?.into())
}

pub(crate) async fn checkup(app: &App, _: Nothing) -> Answer<Vec<LinkView>> {
    let texts = app.core.texts();
    Ok(app.core.checkup().await?.into_iter().map(|link| link_view(link, &texts)).collect())
}

pub(crate) async fn try_notice(app: &App, _: Nothing) -> Answer<Trial> {
    Ok(app.core.try_notice().await.into())
}

#[allow(clippy::unused_async, reason = "the table's shape")]
pub(crate) async fn settled(app: &App, args: SettledArgs) -> Answer<()> {
    let unsaved: Vec<InHand> = args.unsaved.into_iter().map(InHand::from).collect();
    app.settled(&unsaved);
    Ok(())
}

#[allow(clippy::unused_async, reason = "the table's shape")]
pub(crate) async fn take_unsaved(app: &App, _: Nothing) -> Answer<UnsavedView> {
    let words = app.core.take_in_hand().into_iter().map(UnsavedWords::from).collect();
    Ok(UnsavedView { words, quits: app.take_quits() })
}

pub(crate) async fn close_window(app: &App, args: CloseArgs) -> Answer<()> {
    if let Err(trouble) = remember_close(app, args.choice).await {
        // A disk that takes nothing does not hold the window open.
        tracing::warn!(%trouble, "what closing means was not kept");
    }
    match args.choice {
        OnClose::Stay => app.hide().await,
        OnClose::Quit => app.quit().await,
        OnClose::Ask => {}
    }
    Ok(())
}

async fn remember_close(app: &App, choice: OnClose) -> Result<(), Trouble> {
    let mut settings = app.core.settings().await?;
    settings.on_close = choice.into();
    app.core.change_settings(settings).await.map(drop)
}

pub(crate) async fn quit(app: &App, _: Nothing) -> Answer<()> {
    app.host.quit().await;
    Ok(())
}

/// Opens an address in the browser, after it was checked here: what a window passes is not trusted.
async fn open(app: &App, address: &str) -> Answer<()> {
    let url = links::check(address).map_err(|problem| {
        tracing::warn!(%problem, "an address was not opened");
        ErrorView::from(ErrorCode::Refused)
    })?;
    app.host.open_url(url.as_str()).await.map_err(|problem| {
        tracing::error!(%problem, "no browser opened");
        ErrorCode::Defect.into()
    })
}
