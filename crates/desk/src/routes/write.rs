//! The one way to write: one key at a time, key and effect in one transaction, and then the news.

use std::sync::Arc;

use axum::{
    body::Body,
    http::{HeaderValue, Response, StatusCode, header},
};
use rusqlite::Connection;
use serde::Serialize;

use crate::{
    app::{App, Flight},
    asking::{Key, Signed},
    problem::Problem,
    store::{
        issues::Writing,
        operations::{self, Claim, Effect},
    },
};

/// Carries out `effect` for the user of `signed` under `key`, or repeats what that key answered before.
pub(crate) async fn write<B, F>(
    app: &Arc<App>,
    signed: Signed,
    Key(key): Key,
    route: &str,
    body: B,
    effect: F,
) -> Result<Response<Body>, Problem>
where
    B: Serialize + Send + 'static,
    F: FnOnce(&Writing<'_>, &B) -> Result<Effect, Problem> + Send + 'static,
{
    let flight = app.in_flight.begin(&signed.user.id, &key)?;
    let fingerprint = Claim::fingerprint(route, &body)?;
    let claim = Claim { user: signed.user.id.clone(), key, fingerprint };
    let work = move |writing: &Writing<'_>| effect(writing, &body);
    carry_out(app, signed, claim, flight, work).await
}

/// The same with a claim that was made before, for uploads.
pub(crate) async fn carry_out<F>(
    app: &Arc<App>,
    signed: Signed,
    claim: Claim,
    flight: Flight,
    effect: F,
) -> Result<Response<Body>, Problem>
where
    F: FnOnce(&Writing<'_>) -> Result<Effect, Problem> + Send + 'static,
{
    let (now, random) = (app.now(), Arc::clone(&app.random));
    let hub = app.hub.clone();
    let work = move |conn: &Connection| {
        let answer = operations::once(conn, &claim, now, || {
            let (limits, user) = (signed.facts.limits, &signed.user);
            effect(&Writing { conn, random: &*random, limits, user, at: now })
        })?;
        Ok(((answer.status, answer.body, answer.replayed), answer.news))
    };
    let then = move |news| {
        hub.tell_all(news);
        // Held until the store is done, not only until the client goes away.
        drop(flight);
    };
    let (status, body, replayed) = app.db.write_then(work, then).await?;
    let status = StatusCode::from_u16(status).map_err(Problem::fault)?;
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    if replayed {
        headers.insert("idempotent-replay", HeaderValue::from_static("true"));
    }
    Ok(response)
}
