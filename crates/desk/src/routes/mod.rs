//! The HTTP contract, one module a noun. The router and its OpenAPI description come from the same lines.

mod agent;
mod agent_chats;
mod agent_live;
mod attachments;
mod chats;
mod console;
mod demo;
mod description;
mod issues;
mod live;
mod operations;
mod session;
mod team;
mod text;
mod uploads;
mod write;

use std::sync::Arc;

use axum::{Router, extract::State, response::IntoResponse, routing::get};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    app::App,
    door::{Door, guard},
    problem::{Code, Problem},
    wire,
};

fn api() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::with_openapi(description::base())
        .routes(routes!(desk))
        .routes(routes!(session::sign_in, session::sign_out))
        .routes(routes!(session::profile))
        .routes(routes!(issues::changes))
        .routes(routes!(issues::census))
        .routes(routes!(issues::one))
        .routes(routes!(issues::submit))
        .routes(routes!(issues::reply))
        .routes(routes!(chats::desk))
        .routes(routes!(chats::changes, chats::start))
        .routes(routes!(chats::one))
        .routes(routes!(chats::say))
        .routes(routes!(chats::end))
        .routes(routes!(chats::typing))
        .routes(routes!(uploads::upload))
        .routes(routes!(operations::find))
        .routes(routes!(operations::withdraw))
        .routes(routes!(attachments::download))
        .routes(routes!(live::live))
        .routes(routes!(demo::ask))
        .routes(routes!(demo::join))
        .routes(routes!(agent::profile))
        .routes(routes!(agent::list))
        .routes(routes!(agent::one))
        .routes(routes!(agent::write))
        .routes(routes!(agent::close))
        .routes(routes!(agent::reopen))
        .routes(routes!(agent_chats::list))
        .routes(routes!(agent_chats::one))
        .routes(routes!(agent_chats::take))
        .routes(routes!(agent_chats::say))
        .routes(routes!(agent_chats::typing))
        .routes(routes!(agent_chats::transfer))
        .routes(routes!(agent_chats::end))
        .routes(routes!(agent_chats::suggest_issue))
        .routes(routes!(agent_live::live))
        .routes(routes!(team::duty, team::set_duty))
        .routes(routes!(team::members))
        .routes(routes!(team::change_member))
        .routes(routes!(team::member_chats))
        .routes(routes!(team::settings, team::set_settings))
}

/// The description of the contract as JSON, ending with a line break.
pub(crate) fn openapi() -> Result<String, Problem> {
    let (_, mut openapi) = api().split_for_parts();
    description::complete(&mut openapi);
    Ok(openapi.to_pretty_json()? + "\n")
}

/// Every route behind `door`.
pub(crate) fn router(app: Arc<App>, door: Door) -> Router {
    let (routes, _) = api().split_for_parts();
    let routes = routes
        .route("/api/openapi.json", get(description_json))
        .merge(console::routes())
        .fallback(|| async { Problem::from(Code::NotFound) })
        .method_not_allowed_fallback(|| async { Problem::from(Code::MethodNotAllowed) })
        .with_state(Arc::clone(&app));
    guard(routes, door, app)
}

async fn description_json() -> Result<impl IntoResponse, Problem> {
    Ok(([(axum::http::header::CONTENT_TYPE, "application/json")], openapi()?))
}

/// What anybody may know of this desk.
#[utoipa::path(get, path = "/api/desk", tag = "desk", responses((status = 200, body = wire::Desk)))]
async fn desk(State(app): State<Arc<App>>) -> Result<axum::Json<wire::Desk>, Problem> {
    let facts = app.facts().await?;
    Ok(axum::Json(wire::Desk {
        product: "svara",
        version: 1,
        name: facts.name,
        password_page: facts.password_page,
        demo: facts.demo,
    }))
}
