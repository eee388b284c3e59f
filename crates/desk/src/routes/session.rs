//! Signing in and out, and who one is.

use std::sync::Arc;

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};

use crate::{
    app::App,
    asking::{Json, Member, Signed, Source},
    facts::Facts,
    hub::News,
    passwords::Verdict,
    problem::{Code, Problem, ProblemBody},
    store::{
        sessions,
        users::{self, User},
    },
    wire::{self, AnyProfile, Role, rfc3339},
};

/// Characters of a user name or a password at most; more is wrong without any work.
const CREDENTIAL_CHARS: usize = 256;

/// Begin a session.
#[utoipa::path(post, path = "/api/session", tag = "session", request_body = wire::SignIn, responses(
    (status = 201, body = wire::Session),
    (status = 401, description = "wrong_password", body = ProblemBody, content_type = "application/problem+json"),
    (status = 429, description = "locked", body = ProblemBody, content_type = "application/problem+json"),
    (status = 503, description = "busy", body = ProblemBody, content_type = "application/problem+json")
))]
pub(crate) async fn sign_in(
    State(app): State<Arc<App>>,
    Source(source): Source,
    Json(with): Json<wire::SignIn>,
) -> Result<Response, Problem> {
    if with.user_name.chars().count() > CREDENTIAL_CHARS || with.password.chars().count() > CREDENTIAL_CHARS {
        return Err(Code::WrongPassword.into());
    }
    let account = users::fold(&with.user_name);
    app.throttle.begin(&account, &source, app.now())?;
    let user = match right_user(&app, &account, with.password, with.role).await {
        Ok(user) => user,
        Err(problem) => {
            if problem.code() != Code::WrongPassword {
                app.throttle.take_back(&account, &source);
            }
            return Err(problem);
        }
    };
    app.throttle.succeed(&account, &source);
    let session = open(&app, user).await?;
    Ok((StatusCode::CREATED, axum::Json(session)).into_response())
}

/// The user whose password this is. A name of the other role is refused like a wrong password.
async fn right_user(app: &App, account: &str, password: String, role: Role) -> Result<User, Problem> {
    let name = account.to_owned();
    let found = app.db.read(move |conn| users::to_sign_in(conn, &name)).await?;
    let (user, stored) = found.filter(|(user, _)| user.role == role).unzip();
    let verdict = app.passwords.check(password, stored.flatten(), Arc::clone(&app.random)).await?;
    let user = user.ok_or(Code::WrongPassword)?;
    match verdict {
        Verdict::Wrong => return Err(Code::WrongPassword.into()),
        Verdict::Right => {}
        Verdict::RightRehashed(hash) => {
            let id = user.id.clone();
            app.db.write(move |conn| users::rehash(conn, &id, &hash)).await?;
        }
    }
    Ok(user)
}

async fn open(app: &Arc<App>, user: User) -> Result<wire::Session, Problem> {
    let (now, random, id) = (app.now(), Arc::clone(&app.random), user.id.clone());
    let work = move |conn: &rusqlite::Connection| {
        Ok((sessions::open(conn, &id, now, &*random)?, Facts::load(conn)?))
    };
    let ((token, expires), facts) = app.db.write(work).await?;
    let profile = match user.role {
        Role::Member => AnyProfile::Member(member_profile(user, facts, now)),
        Role::Agent => AnyProfile::Agent(agent_profile(user, facts, now)),
    };
    Ok(wire::Session { token, expires_at: rfc3339(expires), profile })
}

/// End this session; its token is worth nothing from now on.
#[utoipa::path(delete, path = "/api/session", tag = "session", security(("session" = [])), responses((status = 204)))]
pub(crate) async fn sign_out(State(app): State<Arc<App>>, signed: Signed) -> Result<Response, Problem> {
    let token = signed.token;
    app.db.write(move |conn| sessions::revoke(conn, &token)).await?;
    app.hub.tell(News::SessionEnded { user: signed.user.id, token });
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// The member, and what the desk says of itself; also for a member whose rank it does not serve.
#[utoipa::path(get, path = "/api/profile", tag = "session", security(("session" = [])),
    responses((status = 200, body = wire::Profile)))]
pub(crate) async fn profile(
    State(app): State<Arc<App>>,
    Member(signed): Member,
) -> axum::Json<wire::Profile> {
    axum::Json(member_profile(signed.user, signed.facts, app.now()))
}

fn member_profile(user: User, facts: Facts, now: i64) -> wire::Profile {
    let eligible = facts.serves(user.rank.as_deref());
    let User { name, user_name, email, member_id, rank, .. } = user;
    let member = wire::MemberFacts { name, user_name, email, member_id, rank, eligible };
    wire::Profile { member, desk: desk_facts(facts, now) }
}

pub(crate) fn agent_profile(user: User, facts: Facts, now: i64) -> wire::AgentProfile {
    let agent = wire::AgentFacts { name: user.name, user_name: user.user_name };
    wire::AgentProfile { agent, desk: desk_facts(facts, now) }
}

fn desk_facts(facts: Facts, now: i64) -> wire::DeskFacts {
    wire::DeskFacts {
        calendar: wire::WorkingDays::of(&facts, now),
        name: facts.name,
        announcement: facts.announcement,
        lowest_rank: facts.lowest_rank,
        languages: facts.languages,
        chat_languages: facts.chat_languages,
        limits: facts.limits,
        close_rule: facts.close_rule,
        password_page: facts.password_page,
        capabilities: wire::Capabilities { attachments: true, live: true, chat: true, demo: facts.demo },
    }
}
