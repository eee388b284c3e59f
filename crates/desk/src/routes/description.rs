//! What the routes' own descriptions leave out, since it holds for all of them.

use axum::http::StatusCode;
use utoipa::{
    OpenApi as _,
    openapi::{
        Content, OpenApi, Ref, RefOr, Response, ResponseBuilder,
        path::Operation,
        security::{Http, HttpAuthScheme, SecurityScheme},
    },
};

use crate::problem::{Code, ProblemBody};

#[derive(utoipa::OpenApi)]
#[openapi(
    info(title = "Svara desk", description = "What a member's app and the agents' console ask of a desk."),
    components(schemas(ProblemBody, Code))
)]
struct Base;

/// The description before any route.
pub(crate) fn base() -> OpenApi {
    let mut openapi = Base::openapi();
    let components = openapi.components.get_or_insert_default();
    components.add_security_scheme("session", SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer)));
    openapi
}

/// Adds the refusals of every signed-in route, and a description to every answer that has none.
pub(crate) fn complete(openapi: &mut OpenApi) {
    for item in openapi.paths.paths.values_mut() {
        let all = [&mut item.get, &mut item.post, &mut item.put, &mut item.patch, &mut item.delete];
        for operation in all.into_iter().flatten() {
            complete_operation(operation);
        }
    }
}

fn complete_operation(operation: &mut Operation) {
    let all = &mut operation.responses.responses;
    if operation.security.as_ref().is_some_and(|security| !security.is_empty()) {
        all.entry("401".to_owned()).or_insert_with(|| refusal("signed_out"));
        all.entry("403".to_owned()).or_insert_with(|| refusal("not_eligible, forbidden"));
    }
    for (status, response) in all {
        if let RefOr::T(response) = response
            && response.description.is_empty()
        {
            response.description = reason(status).to_owned();
        }
    }
}

fn refusal(codes: &str) -> RefOr<Response> {
    let content = Content::new(Some(Ref::from_schema_name("Problem")));
    RefOr::T(ResponseBuilder::new().description(codes).content("application/problem+json", content).build())
}

fn reason(status: &str) -> &'static str {
    let status = status.parse().ok().and_then(|status| StatusCode::from_u16(status).ok());
    status.and_then(|status| status.canonical_reason()).unwrap_or("An answer")
}
