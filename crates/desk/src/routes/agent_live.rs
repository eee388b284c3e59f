//! The agents' event stream: hints of everything at the desk.

use std::{collections::VecDeque, convert::Infallible, sync::Arc};

use axum::{
    Extension,
    extract::State,
    response::{
        IntoResponse, Response,
        sse::{Event, Sse},
    },
};
use tokio::sync::broadcast::{Receiver, error::RecvError};

use crate::{
    app::App,
    asking::{Agent, Signed},
    door::Door,
    hub::{Heard, Listener},
    problem::Problem,
    routes::live::{PULSE, event, typing_event},
    seams::BoxFuture,
    store::{reading, sessions, transcripts},
};

/// Hints that something changed at the desk. First, and whenever hints were lost, `connected` with the cursors `issues` and
/// `chats`: then everything is worth reading anew. After it `changed` with `issues`, `chats` with the chat's id (`chat`) and
/// the cursor of chats (`cursor`), `typing` with `chat` and `typing` when a member types, and `duty`.
#[utoipa::path(get, path = "/api/agent/live", operation_id = "agent_live", tag = "agents", security(("session" = [])),
    responses((status = 200, body = String, content_type = "text/event-stream")))]
pub(crate) async fn live(
    State(app): State<Arc<App>>,
    Agent(signed): Agent,
    door: Option<Extension<Door>>,
) -> Result<Response, Problem> {
    let own = app.hub.listen(&signed.user.id)?;
    let (all, pulse) = (app.hub.listen_as_agent(), app.clock.sleep(PULSE));
    let mut feed = Feed { app, signed, own, all, pending: VecDeque::new(), door, pulse };
    feed.connected().await?;
    let events = futures_util::stream::unfold(feed, |mut feed| async {
        let event = feed.next().await?;
        Some((Ok::<_, Infallible>(event), feed))
    });
    Ok(Sse::new(events).into_response())
}

struct Feed {
    app: Arc<App>,
    signed: Signed,
    /// What concerns this agent alone: that their session ended.
    own: Listener,
    all: Receiver<Heard>,
    pending: VecDeque<Event>,
    door: Option<Extension<Door>>,
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
                    self.still_allowed().await?;
                    self.pending.push_back(Event::default().comment("still here"));
                    continue;
                }
                heard = self.own.hear() => heard,
                heard = self.all.recv() => heard,
            };
            match heard {
                Ok(Heard::SessionEnded(token)) if token == self.signed.token => return None,
                Ok(Heard::SessionEnded(_)) => {}
                Ok(Heard::UserEnded) | Err(RecvError::Closed) => return None,
                Ok(Heard::Issue(seq)) => {
                    let cursor = self.app.cursors.write(seq);
                    self.pending.push_back(event("changed", &[("issues", cursor)]));
                }
                Ok(Heard::Chat { chat, seq }) => {
                    let cursor = self.app.chat_cursors.write(seq);
                    self.pending.push_back(event("chats", &[("chat", chat.to_string()), ("cursor", cursor)]));
                }
                Ok(Heard::Typing { chat, typing }) => self.pending.push_back(typing_event(&chat, typing)),
                Ok(Heard::Duty) => self.pending.push_back(event("duty", &[])),
                Err(RecvError::Lagged(_)) => {
                    self.still_allowed().await?;
                    self.connected().await.ok()?;
                }
            }
        }
    }

    async fn connected(&mut self) -> Result<(), Problem> {
        let heads =
            |conn: &rusqlite::Connection| Ok((reading::desk_head(conn)?, transcripts::desk_head(conn)?));
        let (issues, chats) = self.app.db.read(heads).await?;
        let cursors =
            [("issues", self.app.cursors.write(issues)), ("chats", self.app.chat_cursors.write(chats))];
        self.pending.push_back(event("connected", &cursors));
        Ok(())
    }

    async fn still_allowed(&mut self) -> Option<()> {
        let (token, now) = (self.signed.token, self.app.now());
        let found = self.app.db.read(move |conn| sessions::find(conn, &token, now)).await.ok()??;
        self.app.presence.note(&self.signed.user.id, now);
        self.app.note_use(&token, &found, now).await.ok()
    }
}
