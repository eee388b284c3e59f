//! The yardstick: a server of the same kind whose only route is an event stream on which nothing happens.

use std::{convert::Infallible, io::Write as _, net::Ipv4Addr};

use axum::{
    Router,
    response::sse::{Event, KeepAlive, Sse},
    routing::get,
};
use futures_util::{Stream, stream};

/// Serves until the input ends.
pub(in super::super) async fn serve() -> anyhow::Result<()> {
    let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    writeln!(std::io::stdout(), "the desk is at http://{}/", listener.local_addr()?)?;
    std::io::stdout().flush()?;
    let router = Router::new().route("/", get(events));
    let input = tokio::task::spawn_blocking(|| std::io::copy(&mut std::io::stdin(), &mut std::io::sink()));
    tokio::select! {
        served = async { axum::serve(listener, router).await } => Ok(served?),
        ended = input => Ok(ended.map(drop)?),
    }
}

async fn events() -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let first = stream::iter([Ok(Event::default().event("connected").data("{}"))]);
    Sse::new(futures_util::StreamExt::chain(first, stream::pending())).keep_alive(KeepAlive::default())
}
