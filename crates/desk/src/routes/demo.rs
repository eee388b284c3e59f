//! The desk's question on demand, and an agent who joins a chat, so that a newcomer sees what that is like.

use std::sync::Arc;

use axum::{extract::State, http::StatusCode};

use crate::{
    app::App,
    asking::Served,
    demo,
    problem::{Code, Problem, ProblemBody},
};

/// Have an agent ask something on one of this member's issues. Only a desk for trying out does.
#[utoipa::path(post, path = "/api/demo/ask", operation_id = "demo_ask", tag = "demo", security(("session" = [])),
    responses(
        (status = 202),
        (status = 404, description = "not_found", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "conflict", body = ProblemBody, content_type = "application/problem+json")
    ))]
pub(crate) async fn ask(State(app): State<Arc<App>>, Served(signed): Served) -> Result<StatusCode, Problem> {
    if !signed.facts.demo {
        return Err(Code::NotFound.into());
    }
    let (now, random, limits) = (app.now(), Arc::clone(&app.random), signed.facts.limits);
    let work =
        move |conn: &rusqlite::Connection| Ok(((), demo::ask(conn, &*random, limits, &signed.user, now)?));
    app.change(work).await?;
    Ok(StatusCode::ACCEPTED)
}

/// Have an agent join this member's chat, or say something more in it. Only a desk for trying out does.
#[utoipa::path(post, path = "/api/demo/join", operation_id = "demo_join", tag = "demo", security(("session" = [])),
    responses(
        (status = 202),
        (status = 404, description = "not_found", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "conflict", body = ProblemBody, content_type = "application/problem+json")
    ))]
pub(crate) async fn join(State(app): State<Arc<App>>, Served(signed): Served) -> Result<StatusCode, Problem> {
    if !signed.facts.demo {
        return Err(Code::NotFound.into());
    }
    let (now, random) = (app.now(), Arc::clone(&app.random));
    let work = move |conn: &rusqlite::Connection| {
        Ok(((), demo::join(conn, &*random, &signed.facts, &signed.user, now)?))
    };
    app.change(work).await?;
    Ok(StatusCode::ACCEPTED)
}
