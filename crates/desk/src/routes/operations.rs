//! Looking up what an `Idempotency-Key` did, for a client that lost the answer.

use std::sync::Arc;

use axum::extract::State;
use serde_json::Value;

use crate::{
    app::App,
    asking::{Id, Served},
    problem::{Code, Problem, ProblemBody},
    store::{operations, reading},
    wire,
};

/// What this key of this member did; the issue as it is now.
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
    let now = app.now();
    let work = move |conn: &mut rusqlite::Connection| {
        let tx = conn.transaction_with_behavior(rusqlite::TransactionBehavior::Deferred)?;
        let body = operations::find(&tx, &signed.user.id, &key, now)?;
        let id_of = |part: &str| body.get(part)?.get("id")?.as_str().map(str::to_owned);
        let issue = id_of("issue").map(|id| reading::own_issue(&tx, &signed.user.id, &id)).transpose()?;
        let entry = id_of("entry").map(|id| reading::entry(&tx, &id)).transpose()?;
        let upload = upload(&body);
        Ok(wire::Done { issue: issue.map(|row| row.issue), entry: entry.map(|one| one.entry), upload })
    };
    Ok(axum::Json(app.db.call(work).await?))
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
