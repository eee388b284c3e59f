//! Who asks: the extractors that every signed-in route goes through, and the ones that read what was asked. A route
//! names the one it needs in its signature; that is the whole of the desk's authorization by role and rank.

use std::{net::SocketAddr, sync::Arc};

use axum::{
    body::Body,
    extract::{ConnectInfo, FromRequest, FromRequestParts, OptionalFromRequestParts},
    http::{Request, header, request::Parts},
};
use serde::de::DeserializeOwned;

use crate::{
    app::App,
    door::Door,
    facts::Facts,
    problem::{Code, Problem},
    store::{
        sessions::{self, TokenHash},
        users::User,
    },
    wire::Role,
};

/// Bytes of a JSON body at most.
const JSON_BYTES: usize = 256 * 1024;
const KEY_CHARS: usize = 128;

/// Anybody with a session.
pub(crate) struct Signed {
    pub(crate) user: User,
    pub(crate) token: TokenHash,
    pub(crate) facts: Facts,
}

impl Signed {
    /// A member must have the rank that the desk serves; agents have none to have.
    pub(crate) fn must_be_served(self) -> Result<Self, Problem> {
        if self.user.role == Role::Agent || self.facts.serves(self.user.rank.as_deref()) {
            return Ok(self);
        }
        Err(Problem::not_eligible(self.facts.lowest_rank, self.user.rank))
    }
}

impl FromRequestParts<Arc<App>> for Signed {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Problem> {
        let token = bearer(parts).map(sessions::hash).ok_or(Code::SignedOut)?;
        let now = app.now();
        let (found, facts) =
            app.db.read(move |conn| Ok((sessions::find(conn, &token, now)?, Facts::load(conn)?))).await?;
        let found = found.ok_or(Code::SignedOut)?;
        app.note_use(&token, &found, now).await?;
        app.presence.note(&found.user.id, now);
        Ok(Self { user: found.user, token, facts })
    }
}

fn bearer(parts: &Parts) -> Option<&str> {
    let value = parts.headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// A signed-in member, whatever the rank.
pub(crate) struct Member(pub(crate) Signed);

impl FromRequestParts<Arc<App>> for Member {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Problem> {
        let signed = Signed::from_request_parts(parts, app).await?;
        if signed.user.role == Role::Member { Ok(Self(signed)) } else { Err(Code::Forbidden.into()) }
    }
}

/// A signed-in member whose rank the desk serves.
pub(crate) struct Served(pub(crate) Signed);

impl FromRequestParts<Arc<App>> for Served {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Problem> {
        let Member(signed) = Member::from_request_parts(parts, app).await?;
        Ok(Self(signed.must_be_served()?))
    }
}

/// A member whose rank the desk serves, or an agent: for files, which both send and fetch.
pub(crate) struct Either(pub(crate) Signed);

impl FromRequestParts<Arc<App>> for Either {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Problem> {
        Ok(Self(Signed::from_request_parts(parts, app).await?.must_be_served()?))
    }
}

/// A signed-in agent.
pub(crate) struct Agent(pub(crate) Signed);

impl FromRequestParts<Arc<App>> for Agent {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Problem> {
        let signed = Signed::from_request_parts(parts, app).await?;
        if signed.user.role == Role::Agent { Ok(Self(signed)) } else { Err(Code::Forbidden.into()) }
    }
}

/// The `Idempotency-Key` of a write.
pub(crate) struct Key(pub(crate) String);

const KEY: &str = "idempotency-key";

impl<S: Send + Sync> FromRequestParts<S> for Key {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Problem> {
        let value = parts.headers.get(KEY).and_then(|value| value.to_str().ok());
        value.and_then(Self::parse).ok_or_else(|| {
            Problem::invalid(
                "Idempotency-Key",
                format!("a header of 1 to {KEY_CHARS} visible ASCII characters"),
            )
        })
    }
}

impl<S: Send + Sync> OptionalFromRequestParts<S> for Key {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Option<Self>, Problem> {
        if parts.headers.contains_key(KEY) {
            <Self as FromRequestParts<S>>::from_request_parts(parts, state).await.map(Some)
        } else {
            Ok(None)
        }
    }
}

impl Key {
    pub(crate) fn parse(value: &str) -> Option<Self> {
        let fits =
            (1..=KEY_CHARS).contains(&value.len()) && value.bytes().all(|byte| byte.is_ascii_graphic());
        fits.then(|| Self(value.to_owned()))
    }
}

/// Where a request comes from, for throttling: the peer, or what the trusted proxy says of it.
pub(crate) struct Source(pub(crate) String);

impl<S: Send + Sync> FromRequestParts<S> for Source {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Problem> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
        let behind = parts.extensions.get::<Door>().is_some_and(|door| door.proxy.is_some());
        let told =
            || parts.headers.get("x-forwarded-for")?.to_str().ok()?.rsplit(',').next()?.trim().parse().ok();
        Ok(Self(match if behind { told().or(peer) } else { peer } {
            None => "in process".to_owned(),
            Some(std::net::IpAddr::V4(ip)) => ip.to_string(),
            // One household or host has a whole /64.
            Some(std::net::IpAddr::V6(ip)) => match ip.to_ipv4_mapped() {
                Some(ip) => ip.to_string(),
                None => format!("{:x}/64", u128::from(ip) >> 64),
            },
        }))
    }
}

/// An id in the path.
pub(crate) struct Id(pub(crate) String);

impl<S: Send + Sync> FromRequestParts<S> for Id {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let path =
            <axum::extract::Path<String> as FromRequestParts<S>>::from_request_parts(parts, state).await;
        path.map(|path| Self(path.0)).map_err(|_| Code::NotFound.into())
    }
}

/// What stands behind the `?`.
pub(crate) struct Query<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let query = axum::extract::Query::<T>::from_request_parts(parts, state).await;
        query.map(|query| Self(query.0)).map_err(|error| Problem::invalid("query", error.body_text()))
    }
}

/// A JSON body.
pub(crate) struct Json<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Json<T> {
    type Rejection = Problem;

    async fn from_request(request: Request<Body>, _state: &S) -> Result<Self, Problem> {
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let kind = kind.and_then(|kind| kind.split(';').next()).unwrap_or_default();
        if !kind.trim().eq_ignore_ascii_case("application/json") {
            return Err(Problem::new(Code::UnsupportedMedia).detail("application/json is expected"));
        }
        let bytes = match axum::body::to_bytes(request.into_body(), JSON_BYTES).await {
            Ok(bytes) => bytes,
            Err(error) if is_too_large(&error) => return Err(Code::TooLarge.into()),
            Err(_) => return Err(Problem::invalid("body", "the body broke off")),
        };
        serde_json::from_slice(&bytes).map(Self).map_err(|error| Problem::invalid("body", error.to_string()))
    }
}

fn is_too_large(error: &axum::Error) -> bool {
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(one) = cause {
        if one.is::<http_body_util::LengthLimitError>() {
            return true;
        }
        cause = one.source();
    }
    false
}
