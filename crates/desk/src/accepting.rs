//! How connections are taken: what is said on them leaves at once, and one whose other end is gone without a word is ended
//! within a minute. Else a stream to a computer that sleeps or lost its network would count as somebody who listens for as
//! long as TCP tries, which is a quarter of an hour.

use std::{
    future::{Ready, ready},
    io,
    time::Duration,
};

use axum_server::accept::Accept;
use socket2::{SockRef, TcpKeepalive};
use tokio::net::TcpStream;

/// How long what was sent may stay without an answer. Streams send something every 15 seconds.
#[cfg(target_os = "linux")]
const UNANSWERED: Duration = Duration::from_secs(40);
/// When nothing is sent, the other end is asked after so long, and again after each of the next such spans.
const SILENT: Duration = Duration::from_secs(15);

/// Takes connections so.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Lively;

impl<S> Accept<TcpStream, S> for Lively {
    type Stream = TcpStream;
    type Service = S;
    type Future = Ready<io::Result<(TcpStream, S)>>;

    fn accept(&self, stream: TcpStream, service: S) -> Self::Future {
        ready(enliven(&stream).map(|()| (stream, service)))
    }
}

fn enliven(stream: &TcpStream) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let socket = SockRef::from(stream);
    socket.set_tcp_keepalive(&TcpKeepalive::new().with_time(SILENT).with_interval(SILENT))?;
    #[cfg(target_os = "linux")]
    socket.set_tcp_user_timeout(Some(UNANSWERED))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_connection_leaves_nothing_unsaid_and_is_not_kept_for_one_who_is_gone() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let there = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
        let (here, ()) = Lively.accept(listener.accept().await.unwrap().0, ()).await.unwrap();
        let socket = SockRef::from(&here);
        assert!(here.nodelay().unwrap() && socket.keepalive().unwrap());
        #[cfg(target_os = "linux")]
        assert_eq!(socket.tcp_user_timeout().unwrap(), Some(UNANSWERED));
        drop(there);
    }
}
