//! The agents' desk: who is on duty, members and ranks, and the settings that agents change.

use std::sync::Arc;

use axum::extract::State;
use rusqlite::Connection;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::{
    app::App,
    asking::{Agent, Id, Json, Query},
    facts::Facts,
    hub::News,
    problem::{Code, Problem, ProblemBody},
    store::{
        duty, queue,
        transcripts::Reading,
        users::{self, User},
    },
    wire::{Role, chats, team},
};

const PAGE: usize = 100;
const LARGEST_PAGE: usize = 500;

/// Who is on duty.
#[utoipa::path(get, path = "/api/agent/duty", operation_id = "agent_duty", tag = "agents", security(("session" = [])),
    responses((status = 200, body = chats::Duty)))]
pub(crate) async fn duty(
    State(app): State<Arc<App>>,
    Agent(signed): Agent,
) -> Result<axum::Json<chats::Duty>, Problem> {
    let work = move |conn: &Connection| duty::view(conn, &signed.user, &signed.facts.chat);
    Ok(axum::Json(app.db.read(work).await?))
}

/// Go on duty or leave it. Chats that the agent has stay theirs.
#[utoipa::path(put, path = "/api/agent/duty", operation_id = "set_agent_duty", tag = "agents", security(("session" = [])),
    request_body = chats::SetDuty,
    responses(
        (status = 200, body = chats::Duty),
        (status = 422, description = "invalid", body = ProblemBody, content_type = "application/problem+json")
    ))]
pub(crate) async fn set_duty(
    State(app): State<Arc<App>>,
    Agent(signed): Agent,
    Json(new): Json<chats::SetDuty>,
) -> Result<axum::Json<chats::Duty>, Problem> {
    let now = app.now();
    let work = move |conn: &Connection| {
        duty::set(conn, &signed.user, &new, now)?;
        let view = duty::view(conn, &signed.user, &signed.facts.chat)?;
        // How long one waits depends on it.
        let mut news = queue::moved(conn)?;
        news.push(News::Duty);
        Ok((view, news))
    };
    Ok(axum::Json(app.change(work).await?))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct MembersQuery {
    /// Only members in whose name, user name, e-mail address or number this occurs.
    query: Option<String>,
    /// `next` of the page before.
    after: Option<String>,
    /// Members of a page, at most 500.
    limit: Option<usize>,
}

/// The desk's members.
#[utoipa::path(get, path = "/api/agent/members", operation_id = "agent_members", tag = "agents", security(("session" = [])), params(MembersQuery),
    responses((status = 200, body = team::AgentMembers)))]
pub(crate) async fn members(
    State(app): State<Arc<App>>,
    Agent(signed): Agent,
    Query(query): Query<MembersQuery>,
) -> Result<axum::Json<team::AgentMembers>, Problem> {
    let limit = query.limit.unwrap_or(PAGE).clamp(1, LARGEST_PAGE);
    let work = move |conn: &Connection| {
        let (after, words) = (query.after.unwrap_or_default(), query.query.unwrap_or_default());
        let mut found = users::members(conn, &words, &after, limit + 1)?;
        let more = found.len() > limit;
        found.truncate(limit);
        let next = found.last().filter(|_| more).map(|(user, _)| user.user_name.clone());
        let members = found.into_iter().map(|(user, disabled)| member(user, disabled, &signed.facts));
        Ok(team::AgentMembers { members: members.collect(), next })
    };
    Ok(axum::Json(app.db.read(work).await?))
}

fn member(user: User, disabled: bool, facts: &Facts) -> team::AgentMember {
    let eligible = facts.serves(user.rank.as_deref());
    team::AgentMember { member: user.into_issue_member(), eligible, disabled }
}

/// Change a member's rank, or take away or give back their access.
#[utoipa::path(patch, path = "/api/agent/members/{user_name}", operation_id = "change_member", tag = "agents", security(("session" = [])),
    request_body = team::ChangeMember, params(("user_name" = String, Path)),
    responses(
        (status = 200, body = team::AgentMember),
        (status = 404, description = "not_found", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "invalid", body = ProblemBody, content_type = "application/problem+json")
    ))]
pub(crate) async fn change_member(
    State(app): State<Arc<App>>,
    Agent(signed): Agent,
    Id(user_name): Id,
    Json(change): Json<team::ChangeMember>,
) -> Result<axum::Json<team::AgentMember>, Problem> {
    if let Some(Some(rank)) = &change.rank
        && !signed.facts.ranks.contains(rank)
    {
        return Err(Problem::invalid("rank", format!("one of {}", signed.facts.ranks.join(", "))));
    }
    let work = move |conn: &Connection| {
        let user = member_named(conn, &user_name)?;
        if let Some(rank) = &change.rank {
            users::set_rank(conn, &user.id, rank.as_deref())?;
        }
        match change.disabled {
            Some(true) => users::disable(conn, &user.id)?,
            Some(false) => users::enable(conn, &user.id)?,
            None => {}
        }
        let disabled = users::is_disabled(conn, &user.id)?;
        let user = users::by_id(conn, &user.id)?;
        let news = if disabled { vec![News::UserEnded(user.id.clone())] } else { Vec::new() };
        Ok((member(user, disabled, &signed.facts), news))
    };
    Ok(axum::Json(app.change(work).await?))
}

fn member_named(conn: &Connection, user_name: &str) -> Result<User, Problem> {
    let found = users::by_name(conn, user_name)?.filter(|user| user.role == Role::Member);
    found.ok_or_else(|| Code::NotFound.into())
}

/// A member's chats.
#[utoipa::path(get, path = "/api/agent/members/{user_name}/chats", operation_id = "member_chats", tag = "agents", security(("session" = [])),
    params(("user_name" = String, Path)),
    responses(
        (status = 200, body = team::MemberChats),
        (status = 404, description = "not_found", body = ProblemBody, content_type = "application/problem+json")
    ))]
pub(crate) async fn member_chats(
    State(app): State<Arc<App>>,
    _agent: Agent,
    Id(user_name): Id,
) -> Result<axum::Json<team::MemberChats>, Problem> {
    let (typing, now) = (app.typing.clone(), app.now());
    let work = move |conn: &Connection| {
        let owner = member_named(conn, &user_name)?.id;
        let reading = Reading { conn, typing: &typing, now };
        Ok(team::MemberChats { chats: reading.for_agents(reading.all_of(&owner)?)? })
    };
    Ok(axum::Json(app.db.read(work).await?))
}

/// The settings that agents change.
#[utoipa::path(get, path = "/api/agent/settings", operation_id = "agent_settings", tag = "agents", security(("session" = [])),
    responses((status = 200, body = team::AgentSettingsNow)))]
pub(crate) async fn settings(Agent(signed): Agent) -> axum::Json<team::AgentSettingsNow> {
    axum::Json(settings_of(signed.facts))
}

fn settings_of(facts: Facts) -> team::AgentSettingsNow {
    let settings = team::AgentSettings {
        announcement: facts.announcement,
        lowest_rank: facts.lowest_rank,
        languages: facts.languages,
        chat_languages: facts.chat_languages,
        chat: facts.chat,
        close_rule: facts.close_rule,
        calendar: Some(facts.calendar),
    };
    team::AgentSettingsNow { settings, ranks: facts.ranks }
}

/// Replace them.
#[utoipa::path(put, path = "/api/agent/settings", operation_id = "set_agent_settings", tag = "agents", security(("session" = [])),
    request_body = team::AgentSettings,
    responses(
        (status = 200, body = team::AgentSettingsNow),
        (status = 422, description = "invalid", body = ProblemBody, content_type = "application/problem+json")
    ))]
pub(crate) async fn set_settings(
    State(app): State<Arc<App>>,
    _agent: Agent,
    Json(new): Json<team::AgentSettings>,
) -> Result<axum::Json<team::AgentSettingsNow>, Problem> {
    let work = move |conn: &Connection| {
        let now = Facts::load(conn)?;
        let facts = Facts {
            announcement: new.announcement.filter(|text| !text.trim().is_empty()),
            lowest_rank: new.lowest_rank,
            languages: new.languages,
            chat_languages: new.chat_languages,
            chat: new.chat,
            close_rule: new.close_rule,
            calendar: new.calendar.unwrap_or(now.calendar),
            ..now
        };
        facts.check().map_err(|reason| Problem::invalid("settings", reason))?;
        facts.save(conn)?;
        Ok(facts)
    };
    Ok(axum::Json(settings_of(app.db.write(work).await?)))
}
