//! Fetching a file.

use std::sync::Arc;

use axum::{
    body::Body,
    extract::State,
    http::{HeaderValue, Response, header},
};

use crate::{
    app::App,
    asking::{Either, Id},
    kinds,
    problem::{Problem, ProblemBody},
    store::uploads,
    wire,
};

/// A file's bytes, as a download that no browser runs anything of.
#[utoipa::path(get, path = "/api/attachments/{id}", tag = "files", security(("session" = [])),
    params(("id" = String, Path)),
    responses(
        (status = 200, body = wire::FileBytes, content_type = "application/octet-stream"),
        (status = 404, description = "not_found", body = ProblemBody, content_type = "application/problem+json")
    ))]
pub(crate) async fn download(
    State(app): State<Arc<App>>,
    Either(signed): Either,
    Id(id): Id,
) -> Result<Response<Body>, Problem> {
    let file = app.db.read(move |conn| uploads::readable(conn, &signed.user, &id)).await?;
    let mut response = Response::new(app.files.read(&file.id).await?);
    let headers = response.headers_mut();
    let value = |text: &str| HeaderValue::from_str(text).map_err(Problem::fault);
    headers.insert(header::CONTENT_TYPE, value(&file.media_type)?);
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(file.bytes));
    headers.insert(header::CONTENT_DISPOSITION, value(&kinds::disposition(&file.name))?);
    let policy = HeaderValue::from_static("default-src 'none'; sandbox; frame-ancestors 'none'");
    headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    Ok(response)
}
