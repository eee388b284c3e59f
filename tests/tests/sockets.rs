//! Real sockets (tier R6): the app's own HTTP over TCP and TLS to a desk behind a proxy that resets, stalls, drips, loses and
//! cuts. After each schedule everything sent has arrived exactly once, and nothing waited longer than the limits allow.
//!
//! `SVARA_SOCKET_SCHEDULES=5000` runs more of them; `SVARA_SOCKET_SEED=17` runs one.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "tests; this one measures how long real calls take"
)]

use std::{
    collections::BTreeMap,
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use async_trait::async_trait;
use fastrand::Rng;
use futures_util::{StreamExt, stream};
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use rusqlite::{Connection, OpenFlags};
use rustls::pki_types::CertificateDer;
use svara_connect::{
    Body, Connectors, Content, HttpOptions, HttpTransport, Limits, Transport, TransportProblem,
};
use svara_core::{Core, Freshness, Parts, Presence};
use svara_desk::{Door, Running, Way};
use svara_native::SteeredClock;
use svara_tests::{
    proxy::{Proxy, Weather},
    rig::{House, Scene},
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

/// What the transport and the connector are configured with: no step of a call may take longer.
const LIMIT: Duration = Duration::from_millis(300);
/// How much longer a call may take on a busy computer.
const SLACK: Duration = Duration::from_millis(2_500);
/// How long the bad weather lasts.
const STORM: Duration = Duration::from_millis(1_200);
/// When the faults are over, everything has arrived after this much of the app's time: three times twice the longest
/// back-off, because on a busy computer a good call may take longer than its limit, too.
const CALM: Duration = Duration::from_secs(1_800);
/// The app's time runs so much faster than the sockets'.
const FASTER: u32 = 60;
/// So many schedules run at a time: they mostly wait.
const BESIDE: usize = 8;

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

#[test]
fn whatever_the_sockets_do_everything_arrives_once_and_nothing_hangs() {
    let seeds =
        number("SVARA_SOCKET_SEED").map_or(0..number("SVARA_SOCKET_SCHEDULES").unwrap_or(200), |s| s..s + 1);
    let files = tempfile::tempdir().unwrap();
    let paused =
        tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build().unwrap();
    let scene = paused.block_on(Scene::make(files.path())).unwrap();
    let authority = Authority::new();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let met = runtime.block_on(
        stream::iter(seeds)
            .map(|seed| schedule(&scene, files.path(), &authority, seed))
            .buffer_unordered(BESIDE)
            .fold(BTreeMap::<&str, u32>::new(), async |mut all, one| {
                one.into_iter().for_each(|(name, times)| *all.entry(name).or_default() += times);
                all
            }),
    );
    println!("connections: {met:?}");
    if number("SVARA_SOCKET_SEED").is_none() {
        assert_eq!(met.len(), 9, "every fate comes: {met:?}");
    }
}

/// One member's storm, and the calm after it. Answers what the connections met.
async fn schedule(
    scene: &Scene,
    files: &Path,
    authority: &Authority,
    seed: u64,
) -> BTreeMap<&'static str, u32> {
    let mut rng = Rng::with_seed(seed);
    let tls = seed.is_multiple_of(4);
    let house = House::of(scene, files, seed).await.unwrap();
    let desk = Served::start(&house, authority, tls).await;
    let weather = Weather { bad: rng.u8(30..95), drip: Duration::from_millis(30), encrypted: tls };
    let proxy = Proxy::start(desk.addr, weather, seed).await.unwrap();
    let address = format!("{}://127.0.0.1:{}/", if tls { "https" } else { "http" }, proxy.addr.port());
    moved_to(&house, &address);
    let line = Timed::new(authority);
    let core = open(&house, line.clone()).await;
    core.set_presence(Presence { focused: true });
    let sent = storm(&house, &core, scene, &mut rng, seed).await;
    proxy.clear_up();
    arrives(&house, &core, scene, &sent, seed).await;
    let longest = line.longest.lock().unwrap().clone();
    assert!(longest.0 <= 2 * LIMIT + SLACK, "schedule {seed}: {} took {:?}", longest.1, longest.0);
    core.stop().await;
    proxy.met()
}

/// Everything a member and an agent do while the line is bad; answers what was sent: texts with their pictures.
async fn storm(house: &House, core: &Core, scene: &Scene, rng: &mut Rng, seed: u64) -> Vec<(String, usize)> {
    let (account, begin) = (&scene.account, Instant::now());
    let issues = house.issues().await.unwrap();
    let mut sent = Vec::new();
    for n in 0..rng.usize(2..5) {
        let issue =
            (n % 2 == 1).then(|| svara_model::RemoteId::new(issues[rng.usize(..issues.len())].id.as_str()));
        let draft = core.begin_draft(account, issue.clone()).await.unwrap();
        let text = format!("schedule {seed}, number {n}");
        let title = if issue.is_some() { String::new() } else { text.clone() };
        core.save_draft(&draft.id, [title, "sv".to_owned(), text.clone()]).await.unwrap();
        let pictures = rng.usize(0..3);
        for _ in 0..pictures {
            house.picker.choose_files(vec![picture()]);
            core.pick_pictures(&draft.id).await.unwrap();
        }
        core.send_draft(&draft.id).await.unwrap();
        sent.push((text, pictures));
        if rng.bool() {
            let issue = &issues[rng.usize(..issues.len())];
            house.tell(&issue.id, "Vi tittar på det.").await.unwrap();
            core.issue(account, &svara_model::RemoteId::new(issue.id.as_str())).await.unwrap();
        }
        house.pass(Duration::from_millis(rng.u64(0..200))).await;
        core.check_now(account).await.unwrap();
    }
    house.pass(STORM.saturating_sub(begin.elapsed())).await;
    sent
}

async fn arrives(house: &House, core: &Core, scene: &Scene, sent: &[(String, usize)], seed: u64) {
    let end = Instant::now() + CALM / FASTER;
    loop {
        let waiting = core.operations(&scene.account).await.unwrap();
        let fresh = house.freshness(core).await.unwrap();
        if waiting.is_empty() && fresh == Freshness::UpToDate {
            break;
        }
        assert!(Instant::now() < end, "schedule {seed}: {fresh:?}, still on the way: {waiting:#?}");
        house.pass(Duration::from_millis(20)).await;
    }
    let written = house.written().await.unwrap();
    for one in sent {
        let there: Vec<_> = written.iter().filter(|(text, _)| *text == one.0).collect();
        assert_eq!(there, [one], "schedule {seed}");
    }
}

fn picture() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../icons/32x32.png")
}

/// The desk has another address from now on.
fn moved_to(house: &House, address: &str) {
    let file = house.disk.folder().join("app/keep.db");
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE;
    let keep = Connection::open_with_flags_and_vfs(file, flags, house.disk.vfs()).unwrap();
    assert_eq!(keep.execute("UPDATE account SET address = ?1", [address]).unwrap(), 1);
}

/// The app with real HTTP and short limits. Its own time runs faster, so that its pauses do not last.
async fn open(house: &House, line: Arc<Timed>) -> Core {
    let real: Arc<dyn svara_model::Clock> = Arc::new(house.clock.clone());
    let limits = Limits { whole_call: LIMIT, silence: 4 * LIMIT };
    let clock = Arc::new(SteeredClock::new(real.clone()));
    let kinds = Arc::new(Connectors::with_limits(line.clone(), real, limits));
    let faster = clock.clone();
    line.tasks.spawn(async move {
        let step = Duration::from_millis(25);
        loop {
            tokio::time::sleep(step).await;
            faster.forward(step * (FASTER - 1));
        }
    });
    Core::open(Parts { kinds, clock, ..house.parts() }).await.unwrap()
}

/// The real transport, and the longest that one of its calls took.
struct Timed {
    http: HttpTransport,
    longest: Mutex<(Duration, String)>,
    tasks: TaskTracker,
}

impl Timed {
    fn new(authority: &Authority) -> Arc<Self> {
        let options = HttpOptions {
            extra_roots: vec![authority.root.clone()],
            connect_timeout: LIMIT,
            idle_timeout: LIMIT,
        };
        let http = HttpTransport::new(&options).unwrap();
        Arc::new(Self { http, longest: Mutex::default(), tasks: TaskTracker::new() })
    }
}

/// A call under way; it may be dropped by whoever waits.
struct Call<'a>(&'a Timed, String, Instant);

impl Drop for Call<'_> {
    fn drop(&mut self) {
        let mut longest = self.0.longest.lock().unwrap();
        if self.2.elapsed() > longest.0 {
            *longest = (self.2.elapsed(), self.1.clone());
        }
    }
}

#[async_trait]
impl Transport for Timed {
    async fn send(&self, request: http::Request<Content>) -> Result<http::Response<Body>, TransportProblem> {
        let what = format!("{} {}", request.method(), request.uri().path());
        let _call = Call(self, what, Instant::now());
        self.http.send(request).await
    }
}

/// The desk on a socket of its own.
struct Served {
    addr: SocketAddr,
    /// With TLS: as the desk serves itself.
    _running: Option<Running>,
    /// Without: its routes alone, because a desk on loopback answers only those who ask for its own port.
    over: CancellationToken,
}

impl Served {
    async fn start(house: &House, authority: &Authority, tls: bool) -> Self {
        let over = CancellationToken::new();
        if tls {
            let way = Way::Tls { certificate: authority.certificate.clone(), key: authority.key.clone() };
            let running = house.desk.serve(Door { way, ..Door::loopback() }).await.unwrap();
            return Self { addr: running.addr, _running: Some(running), over };
        }
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let addr = listener.local_addr().unwrap();
        let (routes, end) = (house.desk.router(), over.clone());
        tokio::spawn(async move {
            tokio::select! {
                biased;
                () = end.cancelled() => {}
                served = axum::serve(listener, routes) => served.unwrap(),
            }
        });
        Self { addr, _running: None, over }
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.over.cancel();
    }
}

/// Who the app trusts, and what the desk shows, both PEM.
struct Authority {
    root: CertificateDer<'static>,
    certificate: Vec<u8>,
    key: Vec<u8>,
}

impl Authority {
    fn new() -> Self {
        let issuer_key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let root = params.self_signed(&issuer_key).unwrap().der().clone();
        let issuer = Issuer::new(params, issuer_key);
        let key = KeyPair::generate().unwrap();
        let named = CertificateParams::new(vec!["127.0.0.1".to_owned()]).unwrap();
        let certificate = named.signed_by(&key, &issuer).unwrap().pem().into_bytes();
        Self { root, certificate, key: key.serialize_pem().into_bytes() }
    }
}
