//! The window's door: its files, the command table, events, and bytes by id.

use std::{convert::Infallible, path::Path, sync::Arc};

use axum::{
    Json, Router,
    extract::{self, State},
    response::{
        IntoResponse, Response,
        sse::{self, Sse},
    },
    routing::{get, post},
};
use futures_util::{Stream, StreamExt, stream};
use http::{HeaderName, HeaderValue, StatusCode, header};
use serde_json::Value;
use tower_http::{services::ServeDir, set_header::SetResponseHeaderLayer};

use super::house::House;

/// What the window may load: itself and nothing else. The shell's policy is the same.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
    img-src 'self' svara-file: http://svara-file.localhost; font-src 'self'; \
    connect-src 'self' ipc: http://ipc.localhost; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; \
    object-src 'none'";

/// The window's routes, and its files from the folder `ui`.
pub(super) fn router(house: Arc<House>, ui: &Path) -> Router {
    let always =
        |name: HeaderName, value| SetResponseHeaderLayer::overriding(name, HeaderValue::from_static(value));
    Router::new()
        .route("/api/call/{name}", post(call))
        .route("/api/events", get(events))
        .route("/file/{id}", get(file))
        .fallback_service(ServeDir::new(ui))
        .layer(always(header::CONTENT_SECURITY_POLICY, POLICY))
        .layer(always(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(always(header::CACHE_CONTROL, "no-store"))
        .layer(always(header::REFERRER_POLICY, "no-referrer"))
        .with_state(house)
}

async fn call(
    State(house): State<Arc<House>>,
    extract::Path(name): extract::Path<String>,
    Json(args): Json<Value>,
) -> Response {
    let Some(running) = house.running().await else { return StatusCode::SERVICE_UNAVAILABLE.into_response() };
    match svara_api::call(&running.app, &name, args).await {
        Ok(value) => Json(value).into_response(),
        Err(problem) => (StatusCode::BAD_REQUEST, Json(problem)).into_response(),
    }
}

async fn events(State(house): State<Arc<House>>) -> Response {
    let Some(running) = house.running().await else { return StatusCode::SERVICE_UNAVAILABLE.into_response() };
    let over = running.over.clone().cancelled_owned();
    let events = running.app.events().filter_map(|event| async move {
        sse::Event::default()
            .json_data(event)
            .inspect_err(|problem| tracing::error!(%problem, "an event cannot be written"))
            .ok()
    });
    Sse::new(opened(events).take_until(over)).keep_alive(sse::KeepAlive::default()).into_response()
}

/// Sends a comment at once, so that the browser knows that the stream stands before the first event comes.
fn opened(events: impl Stream<Item = sse::Event>) -> impl Stream<Item = Result<sse::Event, Infallible>> {
    stream::once(async { sse::Event::default().comment("open") }).chain(events).map(Ok)
}

async fn file(State(house): State<Arc<House>>, extract::Path(id): extract::Path<String>) -> Response {
    let Some(running) = house.running().await else { return StatusCode::SERVICE_UNAVAILABLE.into_response() };
    match svara_api::file(&running.app, &id).await {
        Ok(file) => ([(header::CONTENT_TYPE, file.media_type)], file.bytes).into_response(),
        Err(problem) => (StatusCode::NOT_FOUND, Json(problem)).into_response(),
    }
}
