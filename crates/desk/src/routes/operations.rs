//! What an `Idempotency-Key` did, for a client that lost the answer, and taking back what it did not do.

use std::sync::Arc;

use axum::extract::State;
use serde_json::Value;

use crate::{
    app::App,
    asking::{Id, Key, Served, Signed},
    presence::Typing,
    problem::{Code, Problem, ProblemBody},
    store::{operations, reading, transcripts::Reading},
    wire,
};

/// What this key of this member did; issue and chat as they are now.
#[utoipa::path(get, path = "/api/operations/{key}", operation_id = "operation", tag = "operations", security(("session" = [])),
    params(("key" = String, Path)),
    responses(
        (status = 200, body = wire::Done),
        (status = 404, description = "not_found", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "in_flight", body = ProblemBody, content_type = "application/problem+json")
    ))]
pub(crate) async fn find(
    State(app): State<Arc<App>>,
    Served(signed): Served,
    Id(key): Id,
) -> Result<axum::Json<wire::Done>, Problem> {
    if app.in_flight.holds(&signed.user.id, &key) {
        return Err(Code::InFlight.into());
    }
    let (now, typing) = (app.now(), app.typing.clone());
    let work = move |conn: &rusqlite::Connection| {
        let body = operations::find(conn, &signed.user.id, &key, now)?;
        done(conn, &typing, now, &signed, &body)
    };
    Ok(axum::Json(app.db.read(work).await?))
}

/// Take this key of this member back. If it has done nothing, a request with it that arrives later is refused
/// (`withdrawn`). Repeating this changes nothing.
#[utoipa::path(post, path = "/api/operations/{key}/withdraw", operation_id = "withdraw", tag = "operations", security(("session" = [])),
    params(("key" = String, Path)),
    responses(
        (status = 200, body = wire::Withdrawal),
        (status = 409, description = "in_flight", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "invalid", body = ProblemBody, content_type = "application/problem+json")
    ))]
pub(crate) async fn withdraw(
    State(app): State<Arc<App>>,
    Served(signed): Served,
    Id(key): Id,
) -> Result<axum::Json<wire::Withdrawal>, Problem> {
    let Key(key) = Key::parse(&key).ok_or_else(|| Problem::invalid("key", "not an Idempotency-Key"))?;
    let flight = app.in_flight.begin(&signed.user.id, &key)?;
    let (now, typing) = (app.now(), app.typing.clone());
    let work = move |conn: &rusqlite::Connection| {
        let done = match operations::find(conn, &signed.user.id, &key, now) {
            Ok(body) => Some(done(conn, &typing, now, &signed, &body)?),
            Err(problem) if problem.code() == Code::NotFound => None,
            Err(problem) => return Err(problem),
        };
        if done.is_none() {
            operations::withdraw(conn, &signed.user.id, &key, now)?;
        }
        // No request with the key comes in between, also when this client has gone.
        Ok((wire::Withdrawal { withdrawn: done.is_none(), done }, flight))
    };
    Ok(axum::Json(app.db.write_then(work, drop).await?))
}

/// What a write did, as it is now, by what it answered.
fn done(
    conn: &rusqlite::Connection,
    typing: &Typing,
    now: i64,
    signed: &Signed,
    body: &Value,
) -> Result<wire::Done, Problem> {
    let id_of = |part: &str| body.get(part)?.get("id")?.as_str().map(str::to_owned);
    let issue = id_of("issue").map(|id| reading::own_issue(conn, &signed.user.id, &id)).transpose()?;
    let entry = id_of("entry").map(|id| reading::entry(conn, &id)).transpose()?;
    let upload = upload(body);
    let reading = Reading { conn, typing, now };
    let chat = id_of("chat").map(|id| reading.own(&signed.user.id, &id)).transpose()?.map(|row| row.chat);
    let message = id_of("message").map(|id| reading.message(&signed.user, &id)).transpose()?;
    let (issue, entry) = (issue.map(|row| row.issue), entry.map(|one| one.entry));
    Ok(wire::Done { issue, entry, upload, chat, message })
}

/// An upload's answer is the only one with a media type.
fn upload(body: &Value) -> Option<wire::Upload> {
    let text = |part: &str| body.get(part)?.as_str().map(str::to_owned);
    Some(wire::Upload {
        media_type: text("media_type")?,
        id: text("id")?,
        bytes: body.get("bytes")?.as_u64()?,
    })
}
