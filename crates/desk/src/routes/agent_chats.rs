//! The agents' chats: the queue, taking, talking, giving away and ending.

use std::sync::Arc;

use axum::{
    body::Body,
    extract::State,
    http::{Response, StatusCode},
};
use rusqlite::Connection;

use crate::{
    app::App,
    asking::{Agent, Id, Json, Key, Query, Signed},
    hub::News,
    keeping::Which,
    problem::{Code, Problem, ProblemBody},
    routes::{
        chats::{Talk, TranscriptQuery, tell_typing},
        text,
        write::write,
    },
    store::{
        chats::Talking,
        issues::Writing,
        operations::Effect,
        steps::{self, Said},
        transcripts::Reading,
        users::{self, User},
    },
    wire::{Role, chats},
};

/// The queue, and who has which chat.
#[utoipa::path(get, path = "/api/agent/chats", operation_id = "agent_chats", tag = "agents", security(("session" = [])),
    responses((status = 200, body = chats::AgentChats)))]
pub(crate) async fn list(
    State(app): State<Arc<App>>,
    Agent(signed): Agent,
) -> Result<axum::Json<chats::AgentChats>, Problem> {
    let (typing, now) = (app.typing.clone(), app.now());
    let work = move |conn: &Connection| {
        let reading = Reading { conn, typing: &typing, now };
        let me = Some(&signed.user.id);
        let (mine, active) = reading.active()?.into_iter().partition(|row| row.agent.as_ref() == me);
        Ok(chats::AgentChats {
            waiting: reading.for_agents(reading.waiting()?)?,
            active: reading.for_agents(active)?,
            mine: reading.for_agents(mine)?,
        })
    };
    Ok(axum::Json(app.db.read(work).await?))
}

/// One chat, and up to 200 of its messages.
#[utoipa::path(get, path = "/api/agent/chats/{id}", operation_id = "agent_chat", tag = "agents", security(("session" = [])),
    params(TranscriptQuery, ("id" = String, Path)),
    responses(
        (status = 200, body = chats::AgentTranscript),
        (status = 404, description = "not_found", body = ProblemBody, content_type = "application/problem+json")
    ))]
pub(crate) async fn one(
    State(app): State<Arc<App>>,
    Agent(signed): Agent,
    Id(id): Id,
    Query(query): Query<TranscriptQuery>,
) -> Result<axum::Json<chats::AgentTranscript>, Problem> {
    app.keep_rules(Which::Chat(id.clone())).await?;
    let (typing, now) = (app.typing.clone(), app.now());
    let work = move |conn: &Connection| {
        let reading = Reading { conn, typing: &typing, now };
        let chat = reading.for_agent(reading.any(&id)?)?;
        let (messages, more) = reading.messages(&signed.user, &id, query.after.unwrap_or(0))?;
        Ok(chats::AgentTranscript { chat, messages, more })
    };
    Ok(axum::Json(app.db.read(work).await?))
}

/// Take a chat that waits. Taking one's own chat again changes nothing.
#[utoipa::path(post, path = "/api/agent/chats/{id}/take", operation_id = "agent_take", tag = "agents", security(("session" = [])),
    params(("id" = String, Path)),
    responses(
        (status = 200, body = chats::AgentChatChanged),
        (status = 404, description = "not_found", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "chat_taken, at_limit, chat_ended", body = ProblemBody, content_type = "application/problem+json")
    ))]
pub(crate) async fn take(
    State(app): State<Arc<App>>,
    Agent(signed): Agent,
    Id(id): Id,
) -> Result<axum::Json<chats::AgentChatChanged>, Problem> {
    act(&app, signed, id, |talking, id| Ok(news_of(talking.take(id)?))).await
}

/// Give the chat to another agent, or back to the queue.
#[utoipa::path(post, path = "/api/agent/chats/{id}/transfer", operation_id = "agent_transfer", tag = "agents", security(("session" = [])),
    request_body = chats::Transfer, params(("id" = String, Path)),
    responses(
        (status = 200, body = chats::AgentChatChanged),
        (status = 404, description = "not_found", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "conflict, chat_taken, at_limit, chat_ended", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "invalid", body = ProblemBody, content_type = "application/problem+json")
    ))]
pub(crate) async fn transfer(
    State(app): State<Arc<App>>,
    Agent(signed): Agent,
    Id(id): Id,
    Json(transfer): Json<chats::Transfer>,
) -> Result<axum::Json<chats::AgentChatChanged>, Problem> {
    act(&app, signed, id, move |talking, id| {
        let to = transfer.to.map(|name| agent_named(talking.writing.conn, &name)).transpose()?;
        talking.transfer(id, to.as_ref())
    })
    .await
}

fn agent_named(conn: &Connection, user_name: &str) -> Result<User, Problem> {
    let found = users::by_name(conn, user_name)?.filter(|user| user.role == Role::Agent);
    found.ok_or_else(|| Problem::invalid("to", "no agent of this name"))
}

/// End the chat. One that has ended stays as it ended.
#[utoipa::path(post, path = "/api/agent/chats/{id}/end", operation_id = "agent_end_chat", tag = "agents", security(("session" = [])),
    params(("id" = String, Path)),
    responses(
        (status = 200, body = chats::AgentChatChanged),
        (status = 404, description = "not_found", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "conflict, chat_taken", body = ProblemBody, content_type = "application/problem+json")
    ))]
pub(crate) async fn end(
    State(app): State<Arc<App>>,
    Agent(signed): Agent,
    Id(id): Id,
) -> Result<axum::Json<chats::AgentChatChanged>, Problem> {
    act(&app, signed, id, |talking, id| Ok(news_of(talking.end(id, None)?))).await
}

fn news_of(said: Option<Said>) -> Vec<News> {
    said.map_or_else(Vec::new, |said| said.news)
}

/// Something that may be repeated without a key; answers the chat after it.
async fn act<F>(
    app: &Arc<App>,
    signed: Signed,
    id: String,
    act: F,
) -> Result<axum::Json<chats::AgentChatChanged>, Problem>
where
    F: FnOnce(&Talking<'_>, &str) -> Result<Vec<News>, Problem> + Send + 'static,
{
    app.keep_rules(Which::Chat(id.clone())).await?;
    let (talk, random) = (Talk::new(app, &signed), Arc::clone(&app.random));
    let work = move |conn: &Connection| {
        let limits = signed.facts.limits;
        let writing = Writing { conn, random: &*random, limits, user: &signed.user, at: talk.now };
        let news = act(&talk.of(&writing), &id)?;
        let reading = talk.reading(&writing);
        let chat = reading.for_agent(reading.any(&id)?)?;
        Ok((chats::AgentChatChanged { chat }, news))
    };
    Ok(axum::Json(app.change(work).await?))
}

/// Say something in a chat that the agent has.
#[utoipa::path(post, path = "/api/agent/chats/{id}/messages", operation_id = "agent_say", tag = "agents", security(("session" = [])),
    request_body = chats::NewMessage, params(("id" = String, Path), ("Idempotency-Key" = String, Header)),
    responses(
        (status = 201, body = chats::AgentChatWritten),
        (status = 404, description = "not_found", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "conflict, chat_taken, chat_ended, in_flight", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "invalid, key_reused", body = ProblemBody, content_type = "application/problem+json"),
        (status = 429, description = "throttled", body = ProblemBody, content_type = "application/problem+json")
    ))]
pub(crate) async fn say(
    State(app): State<Arc<App>>,
    Agent(signed): Agent,
    Id(id): Id,
    key: Key,
    Json(new): Json<chats::NewMessage>,
) -> Result<Response<Body>, Problem> {
    text::check_message(&new, &signed.facts)?;
    app.keep_rules(Which::Chat(id.clone())).await?;
    let route = format!("POST /api/agent/chats/{id}/messages");
    let (talk, own) = (Talk::new(&app, &signed), key.0.clone());
    write(&app, signed, key, &route, new, move |writing, new| {
        let said = talk.of(writing).say(&id, new, Some(&own))?;
        talk.typing.note(&id, Role::Agent, false, talk.now);
        let reading = talk.reading(writing);
        let chat = reading.for_agent(reading.any(&id)?)?;
        let message = reading.message(writing.user, &said.message)?;
        Effect::new(201, &chats::AgentChatWritten { chat, message }, said.news)
    })
    .await
}

/// Ask the member to submit an issue instead, with the desk's own words for it.
#[utoipa::path(post, path = "/api/agent/chats/{id}/suggest-issue", operation_id = "agent_suggest_issue", tag = "agents", security(("session" = [])),
    request_body = chats::SuggestIssue, params(("id" = String, Path), ("Idempotency-Key" = String, Header)),
    responses(
        (status = 201, body = chats::IssueSuggested),
        (status = 404, description = "not_found", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "conflict, chat_taken, chat_ended, in_flight", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "invalid, key_reused", body = ProblemBody, content_type = "application/problem+json")
    ))]
pub(crate) async fn suggest_issue(
    State(app): State<Arc<App>>,
    Agent(signed): Agent,
    Id(id): Id,
    key: Key,
    Json(suggest): Json<chats::SuggestIssue>,
) -> Result<Response<Body>, Problem> {
    app.keep_rules(Which::Chat(id.clone())).await?;
    let route = format!("POST /api/agent/chats/{id}/suggest-issue");
    let (talk, own) = (Talk::new(&app, &signed), key.0.clone());
    write(&app, signed, key, &route, suggest, move |writing, suggest| {
        let talking = talk.of(writing);
        let (said, language) = talking.suggest_issue(&id, suggest.language.as_deref(), Some(&own))?;
        let reading = talk.reading(writing);
        let chat = reading.for_agent(reading.any(&id)?)?;
        let message = reading.message(writing.user, &said.message)?;
        Effect::new(201, &chats::IssueSuggested { chat, message, language }, said.news)
    })
    .await
}

/// Say that the agent types, or stopped. Nothing is stored; it fades by itself after 6 seconds.
#[utoipa::path(post, path = "/api/agent/chats/{id}/typing", operation_id = "agent_typing", tag = "agents", security(("session" = [])),
    request_body = chats::TypingNow, params(("id" = String, Path)),
    responses(
        (status = 204),
        (status = 404, description = "not_found", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "chat_taken, chat_ended", body = ProblemBody, content_type = "application/problem+json")
    ))]
pub(crate) async fn typing(
    State(app): State<Arc<App>>,
    Agent(signed): Agent,
    Id(id): Id,
    Json(new): Json<chats::TypingNow>,
) -> Result<StatusCode, Problem> {
    let (chat, me) = (id.clone(), signed.user.id);
    let work = move |conn: &Connection| {
        let standing = steps::standing(conn, &chat)?;
        match standing.state {
            chats::State::Ended => Err(Code::ChatEnded.into()),
            _ if standing.agent.as_ref() != Some(&me) => Err(Code::ChatTaken.into()),
            _ => Ok(standing.owner),
        }
    };
    let owner = app.db.read(work).await?;
    tell_typing(&app, owner, id, Role::Agent, new.typing);
    Ok(StatusCode::NO_CONTENT)
}
