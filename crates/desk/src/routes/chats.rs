//! A member's chats: whether the desk chats now, what changed, one transcript, starting, talking and ending.

use std::sync::Arc;

use axum::{
    body::Body,
    extract::State,
    http::{Response, StatusCode},
};
use rusqlite::Connection;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::{
    app::App,
    asking::{Id, Json, Key, Query, Served, Signed},
    facts::Facts,
    hub::News,
    keeping::Which,
    presence::Typing,
    problem::{Code, Problem, ProblemBody},
    routes::{text, write::write},
    store::{
        chats::Talking,
        issues::Writing,
        operations::Effect,
        queue::{self, Outlook},
        steps::{self, Said},
        transcripts::{self, Reading},
        users::User,
    },
    wire::{Role, chats, rfc3339},
};

const PAGE: usize = 100;
const LARGEST_PAGE: usize = 1000;

/// Whether and how the desk chats now, and what the form begins with.
#[utoipa::path(get, path = "/api/chat", operation_id = "chat_desk", tag = "chats", security(("session" = [])),
    responses((status = 200, body = chats::ChatDesk)))]
pub(crate) async fn desk(
    State(app): State<Arc<App>>,
    Served(signed): Served,
) -> Result<axum::Json<chats::ChatDesk>, Problem> {
    let now = app.now();
    let work = move |conn: &Connection| {
        let Signed { user, facts, .. } = signed;
        let availability = availability(conn, &facts, now)?;
        let User { name, email, member_id, .. } = user;
        Ok(chats::ChatDesk {
            availability,
            topics: facts.chat.topics,
            languages: facts.chat_languages,
            text_chars: facts.chat.text_chars,
            files_per_message: facts.limits.files_per_entry,
            name,
            email,
            member_id,
        })
    };
    Ok(axum::Json(app.db.read(work).await?))
}

fn availability(conn: &Connection, facts: &Facts, now: i64) -> Result<chats::Availability, Problem> {
    let waiting = queue::length(conn)?;
    let state = match facts.chat.is_open(now) {
        false => chats::AvailabilityState::Closed,
        true if waiting >= facts.chat.full_at => chats::AvailabilityState::Full,
        true => chats::AvailabilityState::Open,
    };
    let closed = state == chats::AvailabilityState::Closed;
    let opens_at = if closed { facts.chat.opens_at(now).map(rfc3339) } else { None };
    let wait_seconds = if closed { None } else { Outlook::load(conn)?.wait(waiting.saturating_add(1)) };
    Ok(chats::Availability { state, opens_at, waiting, wait_seconds })
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ChatsQuery {
    /// The cursor of the last page; without it, from the beginning.
    since: Option<String>,
    /// Chats of a page, at most 1000.
    limit: Option<usize>,
}

/// The member's chats that changed after a cursor, in the desk's order.
#[utoipa::path(get, path = "/api/chats", operation_id = "chats", tag = "chats", security(("session" = [])), params(ChatsQuery),
    responses(
        (status = 200, body = chats::ChatPage),
        (status = 410, description = "cursor_expired", body = ProblemBody, content_type = "application/problem+json")
    ))]
pub(crate) async fn changes(
    State(app): State<Arc<App>>,
    Served(signed): Served,
    Query(query): Query<ChatsQuery>,
) -> Result<axum::Json<chats::ChatPage>, Problem> {
    app.keep_rules(Which::Of { member: signed.user.id.clone() }).await?;
    let limit = query.limit.unwrap_or(PAGE).clamp(1, LARGEST_PAGE);
    let (cursors, typing, now) = (app.chat_cursors.clone(), app.typing.clone(), app.now());
    let work = move |conn: &Connection| {
        let since = match &query.since {
            None => 0,
            Some(cursor) => cursors.read(cursor, transcripts::desk_head(conn)?)?,
        };
        let reading = Reading { conn, typing: &typing, now };
        let mut rows = reading.changes(&signed.user.id, since, limit + 1)?;
        let more = rows.len() > limit;
        rows.truncate(limit);
        let cursor = cursors.write(rows.last().map_or(since, |row| row.changed));
        let waiting = if more { None } else { reading.waiting_of(&signed.user.id)? };
        rows.extend(waiting.filter(|row| row.changed <= since));
        let chats = rows.into_iter().map(|row| row.chat).collect();
        Ok(chats::ChatPage { chats, cursor, more, restarted: false })
    };
    Ok(axum::Json(app.db.read(work).await?))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct TranscriptQuery {
    /// Only messages of a higher order.
    pub(crate) after: Option<u32>,
}

/// One chat, and up to 200 of its messages.
#[utoipa::path(get, path = "/api/chats/{id}", operation_id = "chat", tag = "chats", security(("session" = [])),
    params(TranscriptQuery, ("id" = String, Path)),
    responses(
        (status = 200, body = chats::Transcript),
        (status = 404, description = "not_found", body = ProblemBody, content_type = "application/problem+json")
    ))]
pub(crate) async fn one(
    State(app): State<Arc<App>>,
    Served(signed): Served,
    Id(id): Id,
    Query(query): Query<TranscriptQuery>,
) -> Result<axum::Json<chats::Transcript>, Problem> {
    app.keep_rules(Which::Of { member: signed.user.id.clone() }).await?;
    let (typing, now) = (app.typing.clone(), app.now());
    let work = move |conn: &Connection| {
        let reading = Reading { conn, typing: &typing, now };
        let chat = reading.own(&signed.user.id, &id)?.chat;
        let (messages, more) = reading.messages(&signed.user, &id, query.after.unwrap_or(0))?;
        Ok(chats::Transcript { chat, messages, more })
    };
    Ok(axum::Json(app.db.read(work).await?))
}

/// Start a chat: the question goes to the end of the queue.
#[utoipa::path(post, path = "/api/chats", operation_id = "start_chat", tag = "chats", security(("session" = [])), request_body = chats::NewChat,
    params(("Idempotency-Key" = String, Header)),
    responses(
        (status = 201, body = chats::Written),
        (status = 409, description = "chat_closed, chat_full, chat_open, in_flight, withdrawn", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "invalid, key_reused", body = ProblemBody, content_type = "application/problem+json"),
        (status = 429, description = "throttled", body = ProblemBody, content_type = "application/problem+json")
    ))]
pub(crate) async fn start(
    State(app): State<Arc<App>>,
    Served(signed): Served,
    key: Key,
    Json(new): Json<chats::NewChat>,
) -> Result<Response<Body>, Problem> {
    text::check_chat(&new, &signed.facts)?;
    app.keep_rules(Which::Of { member: signed.user.id.clone() }).await?;
    let (talk, own) = (Talk::new(&app, &signed), key.0.clone());
    write(&app, signed, key, "POST /api/chats", new, move |writing, new| {
        let (chat, said) = talk.of(writing).start(new, Some(&own))?;
        talk.written(writing, &chat, said)
    })
    .await
}

/// Say something, in the queue too.
#[utoipa::path(post, path = "/api/chats/{id}/messages", operation_id = "say", tag = "chats", security(("session" = [])),
    request_body = chats::NewMessage, params(("id" = String, Path), ("Idempotency-Key" = String, Header)),
    responses(
        (status = 201, body = chats::Written),
        (status = 404, description = "not_found", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "chat_ended, in_flight, withdrawn", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "invalid, key_reused", body = ProblemBody, content_type = "application/problem+json"),
        (status = 429, description = "throttled", body = ProblemBody, content_type = "application/problem+json")
    ))]
pub(crate) async fn say(
    State(app): State<Arc<App>>,
    Served(signed): Served,
    Id(id): Id,
    key: Key,
    Json(new): Json<chats::NewMessage>,
) -> Result<Response<Body>, Problem> {
    text::check_message(&new, &signed.facts)?;
    app.keep_rules(Which::Of { member: signed.user.id.clone() }).await?;
    let route = format!("POST /api/chats/{id}/messages");
    let (talk, own) = (Talk::new(&app, &signed), key.0.clone());
    write(&app, signed, key, &route, new, move |writing, new| {
        let said = talk.of(writing).say(&id, new, Some(&own))?;
        talk.typing.note(&id, Role::Member, false, talk.now);
        talk.written(writing, &id, said)
    })
    .await
}

/// End the chat. One that has ended stays as it ended.
#[utoipa::path(post, path = "/api/chats/{id}/end", operation_id = "end_chat", tag = "chats", security(("session" = [])),
    request_body = chats::EndChat, params(("id" = String, Path), ("Idempotency-Key" = String, Header)),
    responses(
        (status = 200, body = chats::Ended),
        (status = 404, description = "not_found", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "in_flight, withdrawn", body = ProblemBody, content_type = "application/problem+json")
    ))]
pub(crate) async fn end(
    State(app): State<Arc<App>>,
    Served(signed): Served,
    Id(id): Id,
    key: Key,
    Json(end): Json<chats::EndChat>,
) -> Result<Response<Body>, Problem> {
    app.keep_rules(Which::Of { member: signed.user.id.clone() }).await?;
    let route = format!("POST /api/chats/{id}/end");
    let (talk, own) = (Talk::new(&app, &signed), key.0.clone());
    write(&app, signed, key, &route, end, move |writing, _| {
        let news = talk.of(writing).end(&id, Some(&own))?.map_or_else(Vec::new, |said| said.news);
        let chat = talk.reading(writing).own(&writing.user.id, &id)?.chat;
        Effect::new(200, &chats::Ended { chat }, news)
    })
    .await
}

/// Say that the member types, or stopped. Nothing is stored; it fades by itself after 6 seconds.
#[utoipa::path(post, path = "/api/chats/{id}/typing", operation_id = "typing", tag = "chats", security(("session" = [])),
    request_body = chats::TypingNow, params(("id" = String, Path)),
    responses(
        (status = 204),
        (status = 404, description = "not_found", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "chat_ended", body = ProblemBody, content_type = "application/problem+json")
    ))]
pub(crate) async fn typing(
    State(app): State<Arc<App>>,
    Served(signed): Served,
    Id(id): Id,
    Json(new): Json<chats::TypingNow>,
) -> Result<StatusCode, Problem> {
    let (chat, me) = (id.clone(), signed.user.id);
    let work = move |conn: &Connection| {
        let standing = steps::standing(conn, &chat)?;
        match standing.state {
            _ if standing.owner != me => Err(Code::NotFound.into()),
            chats::State::Ended => Err(Code::ChatEnded.into()),
            _ => Ok(standing.owner),
        }
    };
    let owner = app.db.read(work).await?;
    tell_typing(&app, owner, id, Role::Member, new.typing);
    Ok(StatusCode::NO_CONTENT)
}

pub(crate) fn tell_typing(app: &App, owner: String, chat: String, by: Role, typing: bool) {
    if app.typing.note(&chat, by, typing, app.now()) {
        app.hub.tell(News::Typing { owner, chat, by, typing });
    }
}

/// What writing in a chat takes along to the store.
pub(crate) struct Talk {
    facts: Facts,
    pub(crate) typing: Typing,
    pub(crate) now: i64,
}

impl Talk {
    pub(crate) fn new(app: &App, signed: &Signed) -> Self {
        Self { facts: signed.facts.clone(), typing: app.typing.clone(), now: app.now() }
    }

    pub(crate) fn of<'a>(&'a self, writing: &'a Writing<'a>) -> Talking<'a> {
        Talking { writing, rules: &self.facts.chat }
    }

    pub(crate) fn reading<'a>(&'a self, writing: &Writing<'a>) -> Reading<'a> {
        Reading { conn: writing.conn, typing: &self.typing, now: self.now }
    }

    fn written(&self, writing: &Writing<'_>, chat: &str, said: Said) -> Result<Effect, Problem> {
        let reading = self.reading(writing);
        let chat = reading.own(&writing.user.id, chat)?.chat;
        let message = reading.message(writing.user, &said.message)?;
        Effect::new(201, &chats::Written { chat, message }, said.news)
    }
}
