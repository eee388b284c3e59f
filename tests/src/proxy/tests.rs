//! Each fate does what it says.

use std::time::Duration;

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    time::timeout,
};

use super::*;

/// A server that answers every line with the same line.
async fn echo() -> (SocketAddr, TaskTracker) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (addr, tasks) = (listener.local_addr().unwrap(), TaskTracker::new());
    tasks.spawn(async move {
        while let Ok((mut side, _)) = listener.accept().await {
            let mut buffer = [0; 64];
            while let Ok(read @ 1..) = side.read(&mut buffer).await {
                side.write_all(&buffer[..read]).await.ok();
            }
        }
    });
    (addr, tasks)
}

/// What comes back of "hello" on a connection of this fate, and how the connection ends within 200 ms.
async fn said(fate: Fate) -> (String, Option<std::io::Result<()>>) {
    let (desk, _tasks) = echo().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let mut app = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
    let weather = Weather { bad: 0, drip: Duration::ZERO, encrypted: false };
    let inner = Arc::new(Inner {
        weather,
        rng: Mutex::new(Rng::with_seed(1)),
        met: Mutex::default(),
        calm: CancellationToken::new(),
        over: CancellationToken::new(),
        tasks: TaskTracker::new(),
    });
    inner.tasks.spawn(serve(listener.accept().await.unwrap().0, desk, fate, inner.clone()));
    app.write_all(b"hello").await.ok();
    let mut heard = Vec::new();
    let ended = timeout(Duration::from_millis(200), app.read_to_end(&mut heard)).await;
    inner.over.cancel();
    (String::from_utf8(heard).unwrap(), ended.ok().map(|ended| ended.map(drop)))
}

#[tokio::test]
async fn every_fate_ends_as_it_says() {
    let (text, ended) = said(Fate::Good).await;
    assert_eq!((text.as_str(), ended.is_none()), ("hello", true));
    for fate in [Fate::HalfOpen, Fate::BlackHole, Fate::LostAnswer] {
        let (text, ended) = said(fate).await;
        assert_eq!((text.as_str(), ended.is_none()), ("", true), "{fate:?}");
    }
    for fate in [Fate::Reset, Fate::ResetAfter(2)] {
        let (text, ended) = said(fate).await;
        assert!(text.len() < 3 && ended.unwrap().is_err(), "{fate:?}");
    }
    let (text, ended) = said(Fate::Cut(2)).await;
    assert!(text == "he" && ended.unwrap().is_ok());
    let (text, ended) = said(Fate::Drip(Duration::from_millis(80))).await;
    assert!((2..=4).contains(&text.len()) && ended.is_none(), "{text}");
    assert_eq!(said(Fate::Garbled(1)).await.0, "h0llo");
}
