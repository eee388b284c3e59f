//! Sending a file, which an entry uses afterwards.

use std::sync::Arc;

use axum::{
    body::Body,
    extract::{Request, State},
    http::Response,
};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::{
    app::App,
    asking::{Either, Key, Query},
    kinds,
    problem::{Problem, ProblemBody},
    routes::write::carry_out,
    seams,
    store::{
        operations::{Claim, Effect},
        uploads,
    },
    wire::{self, Attachment},
};

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct UploadQuery {
    /// The file's name; folders in it are ignored.
    name: String,
}

/// Send a file as the raw body. Its type is found by its content.
#[utoipa::path(post, path = "/api/uploads", tag = "files", security(("session" = [])),
    params(UploadQuery, ("Idempotency-Key" = String, Header)),
    request_body(content = wire::FileBytes, content_type = "application/octet-stream"),
    responses(
        (status = 201, body = wire::Upload),
        (status = 413, description = "too_large", body = ProblemBody, content_type = "application/problem+json"),
        (status = 415, description = "unsupported_media", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "invalid, key_reused", body = ProblemBody, content_type = "application/problem+json"),
        (status = 429, description = "throttled", body = ProblemBody, content_type = "application/problem+json")
    ))]
pub(crate) async fn upload(
    State(app): State<Arc<App>>,
    Either(signed): Either,
    Key(key): Key,
    Query(query): Query<UploadQuery>,
    request: Request,
) -> Result<Response<Body>, Problem> {
    let flight = app.in_flight.begin(&signed.user.id, &key)?;
    let owner = signed.user.id.clone();
    app.db.read(move |conn| uploads::check_quota(conn, &owner)).await?;
    let id = seams::new_id(&*app.random)?;
    let received = app.files.receive(&id, request.into_body(), signed.facts.limits.file_bytes).await?;
    let name = kinds::safe_name(&query.name);
    let fingerprint = Claim::fingerprint("POST /api/uploads", &(&name, received.sha256))?;
    let claim = Claim { user: signed.user.id.clone(), key, fingerprint };
    let file = Attachment {
        id: id.clone(),
        name,
        media_type: received.media_type.to_owned(),
        bytes: received.bytes,
    };
    // First the file, then its record: a crash in between leaves a file that the next start removes.
    app.files.keep(&id, received).await?;
    let outcome = carry_out(&app, signed, claim, flight, move |writing| {
        uploads::add(writing.conn, &writing.user.id, &file, writing.at)?;
        let Attachment { id, media_type, bytes, .. } = file;
        Effect::new(201, &wire::Upload { id, media_type, bytes }, Vec::new())
    })
    .await;
    let kept = outcome.as_ref().is_ok_and(|response| !response.headers().contains_key("idempotent-replay"));
    if !kept {
        app.files.remove(&id).await?;
    }
    outcome
}
