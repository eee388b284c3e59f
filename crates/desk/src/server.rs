//! The desk on a socket: plain on loopback, with TLS anywhere, or plain behind one proxy.

use std::{
    fs::File,
    io,
    net::{IpAddr, SocketAddr, TcpListener},
    sync::Arc,
    time::Duration,
};

use axum_server::{Handle, tls_rustls::RustlsConfig};
use rustls_pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{
    accepting::Lively, desk::Desk, door, files::private_file, problem::Problem, routes, seams::BoxFuture,
};

/// A client that connects and says nothing is dropped after this long.
const FIRST_WORD: Duration = Duration::from_secs(15);
/// Requests that are under way when the server stops have this long.
const GRACE: Duration = Duration::from_secs(5);
const SWEEP: Duration = Duration::from_secs(60 * 60);
const TICK: Duration = Duration::from_secs(1);

/// How the desk is reached.
#[derive(Debug, Clone)]
pub enum Way {
    /// Unencrypted, on a loopback address only.
    Plain,
    /// TLS with a certificate chain and its key, both PEM.
    Tls {
        /// The certificate and those that it was signed with.
        certificate: Vec<u8>,
        /// Its private key.
        key: Vec<u8>,
    },
    /// Unencrypted, for the one proxy at this address, which speaks TLS to everybody else.
    Proxy(IpAddr),
}

/// Where and how to serve.
#[derive(Debug, Clone)]
pub struct Door {
    /// The address; port 0 takes any free one.
    pub listen: SocketAddr,
    /// How.
    pub way: Way,
    /// The names that clients may ask for, with the port where it is not the usual one. None given answers all names,
    /// but a plain desk on loopback only ever answers loopback names.
    pub hosts: Vec<String>,
}

impl Door {
    /// Plain on loopback at any free port.
    pub fn loopback() -> Self {
        Self { listen: SocketAddr::from(([127, 0, 0, 1], 0)), way: Way::Plain, hosts: Vec::new() }
    }
}

/// Why the desk is not served.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// Unencrypted where others could listen in.
    #[error(
        "{0} can be reached from other computers: serve with a certificate and its key, or name the trusted proxy in front"
    )]
    Unprotected(SocketAddr),
    /// The address is taken or not this computer's.
    #[error("cannot listen on {0}")]
    Listen(SocketAddr, #[source] io::Error),
    /// The certificate or its key cannot be used.
    #[error("the certificate cannot be used: {0}")]
    Certificate(String),
    /// Another process serves this desk.
    #[error("another program serves this folder")]
    Taken,
    /// The desk itself failed.
    #[error(transparent)]
    Desk(#[from] Problem),
}

/// A desk that is being served. Dropping it stops it at once.
pub struct Running {
    /// Where it listens, with the port it really has.
    pub addr: SocketAddr,
    handle: Handle<SocketAddr>,
    stop: CancellationToken,
    tasks: TaskTracker,
    /// Held as long as the desk is served.
    _lock: File,
}

impl Running {
    /// Ends event streams, lets requests under way finish for a few seconds, and returns when all is over.
    pub async fn stop(self) {
        self.stop.cancel();
        self.handle.graceful_shutdown(Some(GRACE));
        self.tasks.wait().await;
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop.cancel();
        self.handle.shutdown();
    }
}

impl Desk {
    /// Serves the desk until [`Running::stop`]. One process at a time serves a folder. What is said leaves at once: an event is a
    /// small write, which would otherwise wait for the answer to the one before it.
    pub async fn serve(&self, door: Door) -> Result<Running, ServeError> {
        let listen = door.listen;
        if matches!(door.way, Way::Plain) && !listen.ip().is_loopback() {
            return Err(ServeError::Unprotected(listen));
        }
        let lock = self.lock()?;
        self.tidy().await?;
        self.sweep().await?;
        let listener = TcpListener::bind(listen).map_err(|error| ServeError::Listen(listen, error))?;
        let addr = listener.local_addr().map_err(|error| ServeError::Listen(listen, error))?;
        let stop = CancellationToken::new();
        let router = routes::router(Arc::clone(&self.app), knocking(&door, addr, &stop));
        let (handle, tasks) = (Handle::new(), TaskTracker::new());
        let service = router.into_make_service_with_connect_info::<SocketAddr>();
        let failed = |error| ServeError::Listen(listen, error);
        let serving: BoxFuture<'static, io::Result<()>> = match door.way {
            Way::Tls { certificate, key } => {
                let config = RustlsConfig::from_config(Arc::new(tls(&certificate, &key)?));
                let server = axum_server::from_tcp_rustls(listener, config)
                    .map_err(failed)?
                    .map(|tls| tls.acceptor(Lively));
                Box::pin(server.handle(handle.clone()).first_request_timeout(FIRST_WORD).serve(service))
            }
            Way::Plain | Way::Proxy(_) => {
                let server = axum_server::from_tcp(listener).map_err(failed)?.acceptor(Lively);
                Box::pin(server.handle(handle.clone()).first_request_timeout(FIRST_WORD).serve(service))
            }
        };
        tasks.spawn(async move {
            if let Err(error) = serving.await {
                tracing::error!(%error, "the desk's server ended");
            }
        });
        tasks.spawn(sweep_every_hour(self.clone(), stop.clone()));
        tasks.spawn(tick_every_second(self.clone(), stop.clone()));
        tasks.close();
        Ok(Running { addr, handle, stop, tasks, _lock: lock })
    }

    fn lock(&self) -> Result<File, ServeError> {
        let file = private_file(&self.folder.join("desk.lock")).map_err(Problem::from)?;
        file.try_lock().map_err(|_| ServeError::Taken)?;
        Ok(file)
    }
}

/// A plain loopback desk answers only loopback names, so that no page can reach it through a name of its own.
fn knocking(door: &Door, addr: SocketAddr, stop: &CancellationToken) -> door::Door {
    let named =
        (!door.hosts.is_empty()).then(|| door.hosts.iter().map(|host| host.to_ascii_lowercase()).collect());
    let base = match door.way {
        Way::Plain => door::Door::loopback(addr.port()),
        Way::Tls { .. } => door::Door { hosts: named, tls: true, ..door::Door::default() },
        Way::Proxy(proxy) => {
            door::Door { hosts: named, proxy: Some(proxy.to_canonical()), ..door::Door::default() }
        }
    };
    door::Door { stop: stop.clone(), ..base }
}

fn tls(certificate: &[u8], key: &[u8]) -> Result<rustls::ServerConfig, ServeError> {
    let wrong = |error: &dyn std::fmt::Display| ServeError::Certificate(error.to_string());
    let chain: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(certificate).collect();
    let key = PrivateKeyDer::from_pem_slice(key).map_err(|error| wrong(&error))?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| wrong(&error))?
        .with_no_client_auth()
        .with_single_cert(chain.map_err(|error| wrong(&error))?, key)
        .map_err(|error| wrong(&error))?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}

async fn sweep_every_hour(desk: Desk, stop: CancellationToken) {
    loop {
        tokio::select! {
            biased;
            () = stop.cancelled() => return,
            () = desk.app.clock.sleep(SWEEP) => {}
        }
        if let Err(problem) = desk.sweep().await {
            tracing::warn!(%problem, "the hourly sweep failed");
        }
    }
}

async fn tick_every_second(desk: Desk, stop: CancellationToken) {
    loop {
        tokio::select! {
            biased;
            () = stop.cancelled() => return,
            () = desk.app.clock.sleep(TICK) => {}
        }
        if let Err(problem) = desk.tick().await {
            tracing::warn!(%problem, "the chats and silent issues were not looked after");
        }
    }
}
