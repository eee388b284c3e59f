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
use tokio::sync::broadcast::{Receiver, error::RecvError};
use utoipa::IntoParams;

use crate::{
    app::{App, OpenStream},
    asking::{Query, Served, Signed},
    door::Door,
    facts::Facts,
    hub::News,
    problem::{Problem, ProblemBody},
    seams::BoxFuture,
    store::{reading, sessions},
};

/// Between two signs of life. At each the session is looked up again, so that one that expired, or that another
/// program ended, ends its stream too.
const PULSE: Duration = Duration::from_secs(15);

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct LiveQuery {
    /// The last cursor the client knows; `Last-Event-ID` comes before it.
    since: Option<String>,
}

/// Hints that this member's issues changed: first `connected`, then `changed`, each with a cursor.
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
    let open = app.streams.open(&signed.user.id)?;
    // Listening begins before reading: nothing falls between the two.
    let news = app.hub.listen();
    let known =
        headers.get("last-event-id").and_then(|id| id.to_str().ok()).map(str::to_owned).or(query.since);
    let (cursors, owner) = (app.cursors.clone(), signed.user.id.clone());
    let (since, head) = app
        .db
        .call(move |conn| {
            let desk = reading::desk_head(conn)?;
            let since = known.map(|cursor| cursors.read(&cursor, desk)).transpose()?;
            Ok((since, reading::head(conn, &owner)?))
        })
        .await?;
    let pulse = app.clock.sleep(PULSE);
    let mut feed = Feed { app, signed, news, pending: VecDeque::new(), told: head, _open: open, door, pulse };
    feed.pending.push_back(feed.event("connected", "cursor", head));
    if since.is_some_and(|since| since < head) {
        feed.pending.push_back(feed.event("changed", "changed", head));
    }
    let events = futures_util::stream::unfold(feed, |mut feed| async {
        let event = feed.next().await?;
        Some((Ok::<_, Infallible>(event), feed))
    });
    Ok(Sse::new(events).into_response())
}

struct Feed {
    app: Arc<App>,
    signed: Signed,
    news: Receiver<News>,
    pending: VecDeque<Event>,
    /// The last change that was told.
    told: i64,
    _open: OpenStream,
    door: Option<Extension<Door>>,
    /// Kept from one event to the next, so that a busy stream is looked after like a quiet one.
    pulse: BoxFuture<'static, ()>,
}

impl Feed {
    /// The next event; none ends the stream.
    async fn next(&mut self) -> Option<Event> {
        if let Some(event) = self.pending.pop_front() {
            return Some(event);
        }
        let stop = self.door.as_ref().map(|door| door.stop.clone()).unwrap_or_default();
        loop {
            let news = tokio::select! {
                biased;
                () = stop.cancelled() => return None,
                () = &mut self.pulse => {
                    self.pulse = self.app.clock.sleep(PULSE);
                    return self.still_allowed().await.then(|| Event::default().comment("still here"));
                }
                news = self.news.recv() => news,
            };
            match news {
                Ok(News::Changed(hint)) if hint.owner == self.signed.user.id => {
                    if let Some(event) = self.tell(hint.seq) {
                        return Some(event);
                    }
                }
                Ok(News::SessionEnded(token)) if token == self.signed.token => return None,
                Ok(News::UserEnded(user)) if user == self.signed.user.id => return None,
                Ok(_) => {}
                Err(RecvError::Closed) => return None,
                Err(RecvError::Lagged(_)) => return self.caught_up().await,
            }
        }
    }

    fn tell(&mut self, seq: i64) -> Option<Event> {
        if seq <= self.told {
            return None;
        }
        self.told = seq;
        Some(self.event("changed", "changed", seq))
    }

    /// After hints were lost: the store knows, also whether the session was among what was lost.
    async fn caught_up(&mut self) -> Option<Event> {
        if !self.still_allowed().await {
            return None;
        }
        let owner = self.signed.user.id.clone();
        let head = self.app.db.call(move |conn| reading::head(conn, &owner)).await.ok()?;
        self.tell(head).or_else(|| Some(Event::default().comment("still here")))
    }

    /// Not `&self`: the pulse cannot be shared between threads, and an event stream moves between them.
    async fn still_allowed(&mut self) -> bool {
        let (token, now) = (self.signed.token, self.app.now());
        let found =
            self.app.db.call(move |conn| Ok((sessions::find(conn, &token, now)?, Facts::load(conn)?))).await;
        matches!(found, Ok((Some(user), facts)) if facts.serves(user.rank.as_deref()))
    }

    fn event(&self, name: &str, field: &str, seq: i64) -> Event {
        let cursor = self.app.cursors.write(seq);
        // A cursor is base64url: nothing in it needs escaping.
        Event::default().event(name).id(&cursor).data(format!("{{\"{field}\":\"{cursor}\"}}"))
    }
}
