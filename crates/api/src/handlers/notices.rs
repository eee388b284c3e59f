//! When notices come.

use svara_core::{Briefing, PauseFor as Length, WasTold, When};
use svara_model::{AccountId, RemoteId};

use super::Answer;
use crate::{
    App, ErrorCode,
    convert::{issue_row, time},
    view::{
        AccountArgs, BriefingView, HistoryArgs, HistoryView, IssueArgs, LaterArgs, LaterWhen, Nothing,
        PauseArgs, PauseFor, PauseView, ToldView,
    },
};

/// Rows of a page of the history.
const ROWS: u32 = 50;

pub(crate) async fn history(app: &App, args: HistoryArgs) -> Answer<HistoryView> {
    let page = app.core.history(&AccountId::new(args.account), args.after.as_deref(), ROWS).await?;
    Ok(HistoryView { rows: page.rows.into_iter().map(told_view).collect(), next: page.next })
}

fn told_view(told: WasTold) -> ToldView {
    let WasTold { id, kind, title, body, issue, chat, at } = told;
    let (issue, chat) = (issue.map(|issue| issue.to_string()), chat.map(|chat| chat.to_string()));
    ToldView { id, kind: kind.into(), title, body, issue, chat, at: time(at) }
}

pub(crate) async fn briefing(app: &App, args: AccountArgs) -> Answer<Option<BriefingView>> {
    let briefing = app.core.briefing(&AccountId::new(args.account)).await?;
    Ok(briefing.map(|Briefing { since, rows, more }| {
        let rows = rows.into_iter().map(issue_row).collect();
        BriefingView { since: time(since), rows, more }
    }))
}

pub(crate) async fn close_briefing(app: &App, args: AccountArgs) -> Answer<()> {
    Ok(app.core.close_briefing(&AccountId::new(args.account)).await?)
}

pub(crate) async fn later(app: &App, args: LaterArgs) -> Answer<()> {
    let when = match (args.when, args.at) {
        (LaterWhen::Hour, _) => When::Hour,
        (LaterWhen::Evening, _) => When::Evening,
        (LaterWhen::Morning, _) => When::Morning,
        (LaterWhen::WorkingDay, _) => When::WorkingDay,
        (LaterWhen::At, at) => When::At(at.and_then(|at| at.parse().ok()).ok_or(ErrorCode::Defect)?),
    };
    app.core.later(&AccountId::new(args.account), &RemoteId::new(args.issue), when).await?;
    Ok(())
}

pub(crate) async fn cancel_later(app: &App, args: IssueArgs) -> Answer<()> {
    Ok(app.core.cancel_later(&AccountId::new(args.account), &RemoteId::new(args.issue)).await?)
}

pub(crate) async fn pause(app: &App, args: PauseArgs) -> Answer<PauseView> {
    let length = match args.length {
        PauseFor::Over => None,
        PauseFor::Hour => Some(Length::Hour),
        PauseFor::Tomorrow => Some(Length::Tomorrow),
    };
    app.core.pause(length).await?;
    paused(app, Nothing {}).await
}

#[allow(clippy::unused_async, reason = "the table's shape")]
pub(crate) async fn paused(app: &App, _: Nothing) -> Answer<PauseView> {
    Ok(PauseView { until: app.core.paused().map(time) })
}
