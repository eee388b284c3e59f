//! A TCP proxy between an app and a desk on this computer that fails as networks do. A seed decides which connection meets what;
//! when the proxy is told to, everything is well again.

mod carry;
mod fate;

use std::{
    collections::BTreeMap,
    net::SocketAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use anyhow::Result;
use fastrand::Rng;
use tokio::net::{TcpListener, TcpStream};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

pub use fate::{Fate, Weather};

use carry::Line;

/// A running proxy. Dropping it breaks every connection.
pub struct Proxy {
    /// Where it listens: on loopback.
    pub addr: SocketAddr,
    inner: Arc<Inner>,
}

struct Inner {
    weather: Weather,
    rng: Mutex<Rng>,
    met: Mutex<BTreeMap<&'static str, u32>>,
    /// The faults are over.
    calm: CancellationToken,
    /// The proxy is over.
    over: CancellationToken,
    tasks: TaskTracker,
}

impl Proxy {
    /// Listens on loopback and passes everything on to `desk`, as far as the weather lets it.
    pub async fn start(desk: SocketAddr, weather: Weather, seed: u64) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let addr = listener.local_addr()?;
        let inner = Arc::new(Inner {
            weather,
            rng: Mutex::new(Rng::with_seed(seed)),
            met: Mutex::default(),
            calm: CancellationToken::new(),
            over: CancellationToken::new(),
            tasks: TaskTracker::new(),
        });
        inner.tasks.spawn(accept(listener, desk, inner.clone()));
        Ok(Self { addr, inner })
    }

    /// From now on every connection is carried as it should be. Those that met something before are reset.
    pub fn clear_up(&self) {
        self.inner.calm.cancel();
    }

    /// How many connections met what so far.
    pub fn met(&self) -> BTreeMap<&'static str, u32> {
        lock(&self.inner.met).clone()
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.inner.over.cancel();
    }
}

async fn accept(listener: TcpListener, desk: SocketAddr, inner: Arc<Inner>) {
    loop {
        let app = tokio::select! {
            biased;
            () = inner.over.cancelled() => return,
            app = listener.accept() => app,
        };
        // A connection that went before it was accepted is none.
        let Ok((app, _)) = app else { continue };
        let fate =
            if inner.calm.is_cancelled() { Fate::Good } else { inner.weather.fate(&mut lock(&inner.rng)) };
        *lock(&inner.met).entry(fate.name()).or_default() += 1;
        inner.tasks.spawn(serve(app, desk, fate, inner.clone()));
    }
}

/// Carries one connection to its end. What ends it from outside resets both sides.
async fn serve(app: TcpStream, desk: SocketAddr, fate: Fate, inner: Arc<Inner>) {
    let Ok(desk) = TcpStream::connect(desk).await else { return };
    let mut line = Line { app, desk };
    let ended = tokio::select! {
        biased;
        () = inner.over.cancelled() => false,
        () = inner.calm.cancelled(), if fate != Fate::Good => false,
        ended = line.carry(fate) => ended.unwrap_or(false),
    };
    if !ended {
        line.reset();
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;
