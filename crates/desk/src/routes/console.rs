//! The agents' console: static files made from the window's parts, embedded when this crate was built.

use std::sync::Arc;

use axum::{
    Router,
    body::Body,
    http::{HeaderValue, Response, StatusCode, header},
    response::{IntoResponse, Redirect},
    routing::get,
};
use include_dir::{Dir, include_dir};

use crate::{
    app::App,
    asking::Id,
    problem::{Code, Problem},
};

/// Empty when the window was not built before this crate.
static CONSOLE: Dir<'static> = include_dir!("$OUT_DIR/console");

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; \
                      connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        // The page names its assets relative to itself, so that it has to lie in a folder.
        .route("/agent", get(|| async { Redirect::permanent("/agent/") }))
        .route("/agent/", get(page))
        .route("/agent/favicon.svg", get(icon))
        .route("/agent/assets/{name}", get(asset))
}

async fn page() -> Response<Body> {
    match CONSOLE.get_file("agent.html") {
        Some(file) => answer(file.contents(), "text/html; charset=utf-8"),
        None => {
            let text =
                "The agents' console is not part of this build: build the window first, then this program.\n";
            (StatusCode::NOT_FOUND, text).into_response()
        }
    }
}

async fn icon() -> Result<Response<Body>, Problem> {
    let file = CONSOLE.get_file("favicon.svg").ok_or(Code::NotFound)?;
    Ok(answer(file.contents(), "image/svg+xml"))
}

async fn asset(Id(name): Id) -> Result<Response<Body>, Problem> {
    let file = CONSOLE.get_file(format!("assets/{name}")).ok_or(Code::NotFound)?;
    let kind = match name.rsplit('.').next().unwrap_or_default() {
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    };
    Ok(answer(file.contents(), kind))
}

fn answer(bytes: &'static [u8], kind: &'static str) -> Response<Body> {
    let mut response = Response::new(Body::from(bytes));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    response
}
