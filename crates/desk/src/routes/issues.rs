//! A member's issues: what changed, one conversation, submitting and replying.

use std::sync::Arc;

use axum::{body::Body, extract::State, http::Response};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::{
    app::App,
    asking::{Id, Json, Key, Query, Served},
    problem::{Problem, ProblemBody},
    routes::{text, write::write},
    store::{
        issues::{Writing, Wrote},
        operations::Effect,
        reading,
    },
    wire::{self, EntryKind},
};

const PAGE: usize = 100;
const LARGEST_PAGE: usize = 1000;
const LARGEST_CENSUS: usize = 1000;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ChangesQuery {
    /// The cursor of the last page; without it, from the beginning.
    since: Option<String>,
    /// Issues of a page, at most 1000.
    limit: Option<usize>,
}

/// The member's issues that changed after a cursor, in the desk's order.
#[utoipa::path(get, path = "/api/issues/changes", tag = "issues", security(("session" = [])), params(ChangesQuery),
    responses(
        (status = 200, body = wire::ChangePage),
        (status = 403, description = "not_eligible", body = ProblemBody, content_type = "application/problem+json"),
        (status = 410, description = "cursor_expired", body = ProblemBody, content_type = "application/problem+json")
    ))]
pub(crate) async fn changes(
    State(app): State<Arc<App>>,
    Served(signed): Served,
    Query(query): Query<ChangesQuery>,
) -> Result<axum::Json<wire::ChangePage>, Problem> {
    let limit = query.limit.unwrap_or(PAGE).clamp(1, LARGEST_PAGE);
    let cursors = app.cursors.clone();
    let work = move |conn: &rusqlite::Connection| {
        let since = match &query.since {
            None => 0,
            Some(cursor) => cursors.read(cursor, reading::desk_head(conn)?)?,
        };
        let mut rows = reading::changes(conn, &signed.user.id, since, limit + 1)?;
        let more = rows.len() > limit;
        rows.truncate(limit);
        let cursor = cursors.write(rows.last().map_or(since, |row| row.changed));
        let issues = rows.into_iter().map(|row| row.issue).collect();
        let poll_after = signed.facts.poll_after;
        Ok(wire::ChangePage { issues, gone: Vec::new(), cursor, more, restarted: false, poll_after })
    };
    Ok(axum::Json(app.db.read(work).await?))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct CensusQuery {
    /// `next` of the last page; without it, from the beginning.
    after: Option<String>,
    /// Ids of a page, at most 1000.
    limit: Option<usize>,
}

/// The ids of all the member's issues, so that an app can find out what is not here any more.
#[utoipa::path(get, path = "/api/issues/census", tag = "issues", security(("session" = [])), params(CensusQuery),
    responses(
        (status = 200, body = wire::CensusPage),
        (status = 403, description = "not_eligible", body = ProblemBody, content_type = "application/problem+json"),
        (status = 410, description = "cursor_expired", body = ProblemBody, content_type = "application/problem+json")
    ))]
pub(crate) async fn census(
    State(app): State<Arc<App>>,
    Served(signed): Served,
    Query(query): Query<CensusQuery>,
) -> Result<axum::Json<wire::CensusPage>, Problem> {
    let limit = query.limit.unwrap_or(LARGEST_CENSUS).clamp(1, LARGEST_CENSUS);
    let cursors = app.cursors.clone();
    let work = move |conn: &rusqlite::Connection| {
        let after = match &query.after {
            None => 0,
            Some(place) => cursors.read(place, reading::desk_head(conn)?)?,
        };
        let mut rows = reading::census(conn, &signed.user.id, after, limit + 1)?;
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next = rows.last().filter(|_| more).map(|(_, changed)| cursors.write(*changed));
        Ok(wire::CensusPage { ids: rows.into_iter().map(|(id, _)| id).collect(), next })
    };
    Ok(axum::Json(app.db.read(work).await?))
}

/// One issue and its entries.
#[utoipa::path(get, path = "/api/issues/{id}", operation_id = "issue", tag = "issues", security(("session" = [])), params(("id" = String, Path)),
    responses(
        (status = 200, body = wire::Conversation),
        (status = 404, description = "not_found", body = ProblemBody, content_type = "application/problem+json")
    ))]
pub(crate) async fn one(
    State(app): State<Arc<App>>,
    Served(signed): Served,
    Id(id): Id,
) -> Result<axum::Json<wire::Conversation>, Problem> {
    let work = move |conn: &rusqlite::Connection| {
        let issue = reading::own_issue(conn, &signed.user.id, &id)?.issue;
        let entries = reading::public_entries(conn, &id)?;
        Ok(wire::Conversation { issue, entries })
    };
    Ok(axum::Json(app.db.read(work).await?))
}

/// Submit a new issue.
#[utoipa::path(post, path = "/api/issues", tag = "issues", security(("session" = [])), request_body = wire::NewIssue,
    params(("Idempotency-Key" = String, Header)),
    responses(
        (status = 201, body = wire::Written),
        (status = 409, description = "in_flight", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "invalid, key_reused", body = ProblemBody, content_type = "application/problem+json")
    ))]
pub(crate) async fn submit(
    State(app): State<Arc<App>>,
    Served(signed): Served,
    key: Key,
    Json(new): Json<wire::NewIssue>,
) -> Result<Response<Body>, Problem> {
    text::check_new(&new, &signed.facts)?;
    write(&app, signed, key, "POST /api/issues", new, |writing, new| {
        let wrote = writing.open(new)?;
        written(writing, wrote)
    })
    .await
}

/// Reply to an issue; one that awaits feedback becomes open.
#[utoipa::path(post, path = "/api/issues/{id}/entries", tag = "issues", security(("session" = [])),
    request_body = wire::NewReply, params(("id" = String, Path), ("Idempotency-Key" = String, Header)),
    responses(
        (status = 201, body = wire::Written),
        (status = 404, description = "not_found", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "conflict, in_flight", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "invalid, key_reused", body = ProblemBody, content_type = "application/problem+json")
    ))]
pub(crate) async fn reply(
    State(app): State<Arc<App>>,
    Served(signed): Served,
    Id(id): Id,
    key: Key,
    Json(new): Json<wire::NewReply>,
) -> Result<Response<Body>, Problem> {
    text::check_reply(&new, &signed.facts)?;
    let route = format!("POST /api/issues/{id}/entries");
    write(&app, signed, key, &route, new, move |writing, new| {
        let wrote = writing.write(&id, EntryKind::Reply, &new.text, &new.uploads)?;
        written(writing, wrote)
    })
    .await
}

fn written(writing: &Writing<'_>, wrote: Wrote) -> Result<Effect, Problem> {
    let issue = reading::own_issue(writing.conn, &writing.user.id, &wrote.issue)?.issue;
    let entry = wrote.entry.ok_or_else(|| Problem::fault("a member's write made no entry"))?;
    let entry = reading::entry(writing.conn, &entry)?.entry;
    Effect::new(201, &wire::Written { issue, entry }, vec![wrote.news])
}
