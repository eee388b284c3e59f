//! The agents' side: every issue, notes among agents, asking for feedback, closing and reopening.

use std::sync::Arc;

use axum::{body::Body, extract::State, http::Response};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::{
    app::App,
    asking::{Agent, Id, Json, Key, Query},
    problem::{Problem, ProblemBody},
    routes::{session, text, write},
    store::{
        issues::{Writing, Wrote},
        operations::Effect,
        reading,
    },
    wire::{self, Status},
};

const PAGE: usize = 50;
const LARGEST_PAGE: usize = 200;

/// The agent, and what the desk says of itself.
#[utoipa::path(get, path = "/api/agent/profile", operation_id = "agent_profile", tag = "agents", security(("session" = [])),
    responses((status = 200, body = wire::AgentProfile)))]
pub(crate) async fn profile(
    State(app): State<Arc<App>>,
    Agent(signed): Agent,
) -> axum::Json<wire::AgentProfile> {
    axum::Json(session::agent_profile(signed.user, signed.facts, app.now()))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ListQuery {
    /// Only issues of this status.
    status: Option<Status>,
    /// Only issues in this language, as BCP 47.
    language: Option<String>,
    /// Only issues in which each of these words stands: in the title, number, an entry, or the member's names.
    words: Option<String>,
    /// `next` of the page before.
    after: Option<String>,
    /// Issues of a page, at most 200.
    limit: Option<usize>,
}

/// All issues, the latest event first.
#[utoipa::path(get, path = "/api/agent/issues", operation_id = "agent_issues", tag = "agents", security(("session" = [])), params(ListQuery),
    responses((status = 200, body = wire::AgentIssues)))]
pub(crate) async fn list(
    State(app): State<Arc<App>>,
    _agent: Agent,
    Query(query): Query<ListQuery>,
) -> Result<axum::Json<wire::AgentIssues>, Problem> {
    let limit = query.limit.unwrap_or(PAGE).clamp(1, LARGEST_PAGE);
    let cursors = app.cursors.clone();
    let work = move |conn: &rusqlite::Connection| {
        let before = match &query.after {
            None => i64::MAX,
            Some(cursor) => cursors.read(cursor, reading::desk_head(conn)?)?,
        };
        let wanted = reading::Wanted {
            status: query.status,
            language: query.language,
            words: query.words.unwrap_or_default(),
        };
        let mut rows = reading::for_agents(conn, &wanted, before, limit + 1)?;
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next = rows.last().filter(|_| more).map(|(last, _)| cursors.write(*last));
        Ok(wire::AgentIssues { issues: rows.into_iter().map(|(_, issue)| issue).collect(), next })
    };
    Ok(axum::Json(app.db.read(work).await?))
}

/// One issue with all its entries, notes too.
#[utoipa::path(get, path = "/api/agent/issues/{id}", operation_id = "agent_issue", tag = "agents", security(("session" = [])),
    params(("id" = String, Path)),
    responses(
        (status = 200, body = wire::AgentConversation),
        (status = 404, description = "not_found", body = ProblemBody, content_type = "application/problem+json")
    ))]
pub(crate) async fn one(
    State(app): State<Arc<App>>,
    _agent: Agent,
    Id(id): Id,
) -> Result<axum::Json<wire::AgentConversation>, Problem> {
    let work = move |conn: &rusqlite::Connection| {
        let row = reading::any_issue(conn, &id)?;
        let member = crate::store::users::by_id(conn, &row.owner)?.into_issue_member();
        let issue = reading::with_member(conn, row)?;
        let entries = reading::all_entries(conn, &id)?;
        Ok(wire::AgentConversation { issue, member, entries })
    };
    Ok(axum::Json(app.db.read(work).await?))
}

/// Reply, ask for feedback, or leave a note. A question moves the issue to awaiting feedback.
#[utoipa::path(post, path = "/api/agent/issues/{id}/entries", operation_id = "agent_entry", tag = "agents", security(("session" = [])),
    request_body = wire::NewAgentEntry, params(("id" = String, Path), ("Idempotency-Key" = String, Header)),
    responses(
        (status = 201, body = wire::AgentWritten),
        (status = 409, description = "conflict, in_flight", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "invalid, key_reused", body = ProblemBody, content_type = "application/problem+json")
    ))]
pub(crate) async fn write(
    State(app): State<Arc<App>>,
    Agent(signed): Agent,
    Id(id): Id,
    key: Key,
    Json(new): Json<wire::NewAgentEntry>,
) -> Result<Response<Body>, Problem> {
    text::check_text(&new.text, &signed.facts)?;
    let route = format!("POST /api/agent/issues/{id}/entries");
    write::write(&app, signed, key, &route, new, move |writing, new| {
        let wrote = writing.write(&id, new.kind, &new.text, &new.uploads)?;
        written(writing, 201, wrote)
    })
    .await
}

/// Close the issue, with a last reply if there is a text.
#[utoipa::path(post, path = "/api/agent/issues/{id}/close", operation_id = "agent_close", tag = "agents", security(("session" = [])),
    request_body = wire::Close, params(("id" = String, Path), ("Idempotency-Key" = String, Header)),
    responses(
        (status = 200, body = wire::AgentWritten),
        (status = 409, description = "conflict, in_flight", body = ProblemBody, content_type = "application/problem+json")
    ))]
pub(crate) async fn close(
    State(app): State<Arc<App>>,
    Agent(signed): Agent,
    Id(id): Id,
    key: Key,
    Json(close): Json<wire::Close>,
) -> Result<Response<Body>, Problem> {
    if let Some(last) = &close.text {
        text::check_text(last, &signed.facts)?;
    }
    let route = format!("POST /api/agent/issues/{id}/close");
    write::write(&app, signed, key, &route, close, move |writing, close| {
        let wrote = writing.close(&id, close.text.as_deref())?;
        written(writing, 200, wrote)
    })
    .await
}

/// Open a closed issue again.
#[utoipa::path(post, path = "/api/agent/issues/{id}/reopen", operation_id = "agent_reopen", tag = "agents", security(("session" = [])),
    request_body = wire::Reopen, params(("id" = String, Path), ("Idempotency-Key" = String, Header)),
    responses(
        (status = 200, body = wire::AgentWritten),
        (status = 409, description = "conflict, in_flight", body = ProblemBody, content_type = "application/problem+json")
    ))]
pub(crate) async fn reopen(
    State(app): State<Arc<App>>,
    Agent(signed): Agent,
    Id(id): Id,
    key: Key,
    Json(reopen): Json<wire::Reopen>,
) -> Result<Response<Body>, Problem> {
    let route = format!("POST /api/agent/issues/{id}/reopen");
    write::write(&app, signed, key, &route, reopen, move |writing, _| {
        let wrote = writing.reopen(&id)?;
        written(writing, 200, wrote)
    })
    .await
}

fn written(writing: &Writing<'_>, status: u16, wrote: Wrote) -> Result<Effect, Problem> {
    let issue = reading::with_member(writing.conn, reading::any_issue(writing.conn, &wrote.issue)?)?;
    let entry = wrote.entry.as_ref().map(|id| reading::entry(writing.conn, id)).transpose()?;
    Effect::new(status, &wire::AgentWritten { issue, entry }, vec![wrote.news])
}
