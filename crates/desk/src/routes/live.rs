//! The event stream: hints that something changed, never what. It ends when its session does.

use std::{collections::VecDeque, convert::Infallible, sync::Arc, time::Duration};

use axum::{
    Extension,
    extract::State,
    http::HeaderMap,
    response::{
        IntoResponse, Response,
        sse::{Event, Sse},
    },
};
use serde::Deserialize;
use tokio::sync::broadcast::error::RecvError;
use utoipa::IntoParams;

use crate::{
    app::App,
    asking::{Query, Served, Signed},
    door::Door,
    facts::Facts,
    hub::{Heard, Listener},
    problem::{Problem, ProblemBody},
    seams::BoxFuture,
    store::{reading, sessions, transcripts},
};

/// Between two signs of life. At each the session is looked up again, so that one that expired, or that another
/// program ended, ends its stream too; and who waits in a chat's queue hears of it, for the wait goes on changing.
pub(crate) const PULSE: Duration = Duration::from_secs(15);

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct LiveQuery {
    /// The last cursor of issues that the client knows; `Last-Event-ID` comes before it.
    since: Option<String>,
}

/// Hints that something of this member's changed. First `connected` with the cursors `cursor` (of issues) and `chats`; then
/// `changed` with the cursor of issues, `chat` with the chat's id (`chat`) and the cursor of chats (`cursor`), and `typing`
/// with `chat` and `typing`. Only events of issues have an id.
#[utoipa::path(get, path = "/api/live", tag = "issues", security(("session" = [])),
    params(LiveQuery, ("Last-Event-ID" = Option<String>, Header)),
    responses(
        (status = 200, body = String, content_type = "text/event-stream"),
        (status = 410, description = "cursor_expired", body = ProblemBody, content_type = "application/problem+json")
    ))]
pub(crate) async fn live(
    State(app): State<Arc<App>>,
    Served(signed): Served,
    Query(query): Query<LiveQuery>,
    door: Option<Extension<Door>>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    // Listening begins before reading: nothing falls between the two.
    let news = app.hub.listen(&signed.user.id)?;
    let known =
        headers.get("last-event-id").and_then(|id| id.to_str().ok()).map(str::to_owned).or(query.since);
    let (cursors, owner) = (app.cursors.clone(), signed.user.id.clone());
    let (since, head, chats) = app
        .db
        .read(move |conn| {
            let desk = reading::desk_head(conn)?;
            let since = known.map(|cursor| cursors.read(&cursor, desk)).transpose()?;
            Ok((since, reading::head(conn, &owner)?, transcripts::head(conn, &owner)?))
        })
        .await?;
    let pulse = app.clock.sleep(PULSE);
    let pending = VecDeque::new();
    let mut feed = Feed { app, signed, news, pending, told: head, told_chats: chats, door, pulse };
    let connected = [("cursor", feed.app.cursors.write(head)), ("chats", feed.app.chat_cursors.write(chats))];
    feed.pending.push_back(event("connected", &connected).id(feed.app.cursors.write(head)));
    if since.is_some_and(|since| since < head) {
        feed.pending.push_back(feed.changed(head));
    }
    let events = futures_util::stream::unfold(feed, |mut feed| async {
        let event = feed.next().await?;
        Some((Ok::<_, Infallible>(event), feed))
    });
    Ok(Sse::new(events).into_response())
}

/// Cursors and ids have nothing in them that needs escaping.
pub(crate) fn event(name: &str, data: &[(&str, String)]) -> Event {
    let fields: Vec<_> = data.iter().map(|(field, value)| format!("\"{field}\":\"{value}\"")).collect();
    Event::default().event(name).data(format!("{{{}}}", fields.join(",")))
}

pub(crate) fn typing_event(chat: &str, typing: bool) -> Event {
    Event::default().event("typing").data(format!("{{\"chat\":\"{chat}\",\"typing\":{typing}}}"))
}

struct Feed {
    app: Arc<App>,
    signed: Signed,
    news: Listener,
    pending: VecDeque<Event>,
    /// The last change of an issue that was told.
    told: i64,
    /// The last change of a chat that was told.
    told_chats: i64,
    door: Option<Extension<Door>>,
    /// Kept from one event to the next, so that a busy stream is looked after like a quiet one.
    pulse: BoxFuture<'static, ()>,
}

impl Feed {
    /// The next event; none ends the stream.
    async fn next(&mut self) -> Option<Event> {
        let stop = self.door.as_ref().map(|door| door.stop.clone()).unwrap_or_default();
        loop {
            if let Some(event) = self.pending.pop_front() {
                return Some(event);
            }
            let heard = tokio::select! {
                biased;
                () = stop.cancelled() => return None,
                () = &mut self.pulse => {
                    self.pulse = self.app.clock.sleep(PULSE);
                    self.look_around().await?;
                    self.pending.push_back(Event::default().comment("still here"));
                    continue;
                }
                heard = self.news.hear() => heard,
            };
            match heard {
                Ok(Heard::Issue(seq)) => self.tell(seq),
                Ok(Heard::Chat { chat, seq }) => self.tell_chat(&chat, seq),
                Ok(Heard::Typing { chat, typing }) => self.pending.push_back(typing_event(&chat, typing)),
                Ok(Heard::SessionEnded(token)) if token == self.signed.token => return None,
                Ok(Heard::SessionEnded(_) | Heard::Duty) => {}
                Ok(Heard::UserEnded) | Err(RecvError::Closed) => return None,
                Err(RecvError::Lagged(_)) => self.look_around().await?,
            }
        }
    }

    fn tell(&mut self, seq: i64) {
        if seq > self.told {
            self.told = seq;
            self.pending.push_back(self.changed(seq));
        }
    }

    /// Not only once a change: a place in the queue moves without one.
    fn tell_chat(&mut self, chat: &str, seq: i64) {
        self.told_chats = self.told_chats.max(seq);
        let cursor = self.app.chat_cursors.write(self.told_chats);
        self.pending.push_back(event("chat", &[("chat", chat.to_owned()), ("cursor", cursor)]));
    }

    /// What the store knows, also when hints were lost; none when the session, or the right to it, was among it.
    /// Not `&self`: the pulse cannot be shared between threads, and an event stream moves between them.
    async fn look_around(&mut self) -> Option<()> {
        let (token, now, owner, told) =
            (self.signed.token, self.app.now(), self.signed.user.id.clone(), self.told_chats);
        let work = move |conn: &rusqlite::Connection| {
            let found = sessions::find(conn, &token, now)?;
            let stirred = transcripts::stirred(conn, &owner, told)?;
            Ok((found, Facts::load(conn)?, reading::head(conn, &owner)?, stirred))
        };
        let (found, facts, head, stirred) = self.app.db.read(work).await.ok()?;
        let found = found.filter(|found| facts.serves(found.user.rank.as_deref()))?;
        self.app.note_use(&token, &found, now).await.ok()?;
        self.app.presence.note(&self.signed.user.id, now);
        self.tell(head);
        for (chat, seq) in stirred {
            self.tell_chat(&chat, seq);
        }
        Some(())
    }

    fn changed(&self, seq: i64) -> Event {
        let cursor = self.app.cursors.write(seq);
        event("changed", &[("changed", cursor.clone())]).id(cursor)
    }
}
