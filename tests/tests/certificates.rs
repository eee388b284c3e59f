//! The product's transport against networks that lie, stall or listen in: certificates, sign-in pages, redirects, bombs.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "servers of a test live as long as its runtime; one that cannot be prepared has failed"
)]

use std::{
    io::Write,
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::Duration,
};

use async_trait::async_trait;
use axum::{
    Router,
    body::Body,
    extract::Request,
    http::{HeaderName, StatusCode, header},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use futures_util::{StreamExt, stream};
use rcgen::{BasicConstraints, Certificate, CertificateParams, IsCa, Issuer, KeyPair, date_time_ymd};
use rustls::{
    ServerConfig,
    pki_types::{CertificateDer, PrivatePkcs8KeyDer},
};
use secrecy::SecretString;
use svara_connect::{Connectors, Content, HttpOptions, HttpTransport, Transport, TransportProblem};
use svara_desk::{Desk, Door, NewUser, Settings, Way};
use svara_model::{
    Account, AccountId, Address, AddressProblem, CertificateProblem, Connector, Credentials, Failure,
    FailureKind, Hint, Kind, Kinds, NetworkProblem, Retry, SecretSlot,
};
use svara_native::SystemClock;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};
use tokio_rustls::TlsAcceptor;

const DESK: &str = r#"{"product":"svara","version":1,"name":"Desk","password_page":null,"demo":false}"#;
const PORTAL: FailureKind = FailureKind::Offline(NetworkProblem::CaptivePortal);
const TIMED_OUT: FailureKind = FailureKind::Offline(NetworkProblem::TimedOut);

/// Long enough for a busy computer, short enough for a test.
const SHORT: Duration = Duration::from_millis(300);

#[tokio::test]
async fn a_desk_with_a_good_certificate_is_found() {
    let authority = Authority::new();
    let (certificate, key) = authority.sign(&named(&["localhost", "127.0.0.1"]));
    let line = Tapped::serve(&certificate, &key).await;
    for host in ["localhost", "127.0.0.1"] {
        let found = probe(host, line.port, &authority.trusted).await;
        assert!(found.unwrap(), "{host}");
    }
    assert!(line.heard().contains("GET /api/desk"));
}

#[tokio::test]
async fn an_expired_certificate_is_refused_before_anything_is_sent() {
    let authority = Authority::new();
    let mut expired = named(&["localhost"]);
    expired.not_before = date_time_ymd(2019, 1, 1);
    expired.not_after = date_time_ymd(2020, 8, 3);
    let mut not_yet = named(&["localhost"]);
    not_yet.not_before = date_time_ymd(2099, 1, 1);
    for params in [expired, not_yet] {
        let signed = authority.sign(&params);
        refused(signed, &authority.trusted, CertificateProblem::Expired).await;
    }
}

#[tokio::test]
async fn a_certificate_of_another_host_is_refused_before_anything_is_sent() {
    let authority = Authority::new();
    let signed = authority.sign(&named(&["desk.example", "*.localhost", "127.0.0.1"]));
    refused(signed, &authority.trusted, CertificateProblem::WrongHost).await;
}

#[tokio::test]
async fn a_certificate_that_nobody_vouches_for_is_refused_before_anything_is_sent() {
    let (authority, stranger) = (Authority::new(), Authority::new());
    let key = KeyPair::generate().unwrap();
    let self_signed = named(&["localhost"]).self_signed(&key).unwrap();
    refused((self_signed, key), &authority.trusted, CertificateProblem::Untrusted).await;
    refused(stranger.sign(&named(&["localhost"])), &authority.trusted, CertificateProblem::Untrusted).await;
    refused(authority.sign(&named(&["localhost"])), &[], CertificateProblem::Untrusted).await;
}

#[tokio::test]
async fn what_speaks_no_tls_is_not_reached_by_https() {
    let plain = serve(|_| async { DESK.into_response() }).await;
    let failure = probe("localhost", plain.port(), &[]).await.unwrap_err();
    assert_eq!(failure.kind, FailureKind::Offline(NetworkProblem::Unreachable));
}

#[tokio::test]
async fn the_built_in_desk_serves_over_tls() {
    let authority = Authority::new();
    let (certificate, key) = authority.sign(&named(&["localhost"]));
    let folder = tempfile::tempdir().unwrap();
    let desk = Desk::open(Settings::new(folder.path())).await.unwrap();
    desk.add_user(NewUser::member("kaisa", "Kaisa").rank("Gold").password("correct horse")).await.unwrap();
    let way = Way::Tls { certificate: certificate.pem().into_bytes(), key: key.serialize_pem().into_bytes() };
    let running = desk.serve(Door { way, ..Door::loopback() }).await.unwrap();
    let connectors = connectors(&authority.trusted);
    let address = Address::parse(&format!("https://localhost:{}", running.addr.port())).unwrap();
    let kind = connectors.probe(&address).await.unwrap().unwrap().kind;
    let with = Credentials { user_name: "kaisa".into(), password: "correct horse".to_owned().into() };
    let signed_in = connectors.kind(kind).sign_in(&address, with).await.unwrap();
    let connector = connectors.kind(kind).open(&account(address), Arc::new(Slot(signed_in.secret)));
    assert!(connector.changes(None).await.unwrap().issues.is_empty());
    let mut feed = connector.live().unwrap();
    let hint = tokio::time::timeout(Duration::from_secs(5), feed.next()).await.unwrap();
    assert!(matches!(hint, Ok(Hint::Connected(_))), "{hint:?}");
    drop(feed);
    running.stop().await;
}

/// A certificate is refused with this problem, and the server hears not one byte of the request.
async fn refused(
    (certificate, key): (Certificate, KeyPair),
    trusted: &[CertificateDer<'static>],
    why: CertificateProblem,
) {
    let line = Tapped::serve(&certificate, &key).await;
    let address = Address::parse(&format!("https://localhost:{}", line.port)).unwrap();
    let connectors = connectors(trusted);
    let with = Credentials { user_name: "kaisa".into(), password: "correct horse".to_owned().into() };
    let expected = FailureKind::Offline(NetworkProblem::Certificate(why));
    assert_eq!(connectors.probe(&address).await.unwrap_err().kind, expected);
    let sign_in = connectors.kind(Kind::Svara).sign_in(&address, with).await;
    assert_eq!(sign_in.unwrap_err().kind, expected);
    assert_eq!(line.heard(), "");
}

#[tokio::test]
async fn a_networks_sign_in_page_is_a_captive_portal_and_no_sign_out() {
    let answers: [fn() -> Response; 5] = [
        || page_of(StatusCode::OK),
        || page_of(StatusCode::NETWORK_AUTHENTICATION_REQUIRED),
        || page_of(StatusCode::UNAUTHORIZED),
        || page_of(StatusCode::FORBIDDEN),
        || redirect(StatusCode::FOUND, "http://login.hotel.example/?back=desk"),
    ];
    for answer in answers {
        let address = plain(serve(move |_| async move { answer() }).await);
        let failure = connector(&address).changes(None).await.unwrap_err();
        assert_eq!((failure.kind, failure.retry), (PORTAL, Retry::WhenOnline), "{failure}");
        let with = Credentials { user_name: "kaisa".into(), password: "correct horse".to_owned().into() };
        let failure = connectors(&[]).kind(Kind::Svara).sign_in(&address, with).await.unwrap_err();
        assert_eq!(failure.kind, PORTAL, "{failure}");
        let revoked = connectors(&[]).kind(Kind::Svara).revoke(&account(address), slot()).await;
        assert_eq!(revoked.unwrap_err().kind, PORTAL, "a portal has revoked nothing");
    }
}

#[tokio::test]
async fn a_token_follows_no_redirect() {
    let (heard, second) = listening().await;
    for status in [301, 302, 303, 307, 308] {
        let status = StatusCode::from_u16(status).unwrap();
        for target in [format!("http://{second}/api/profile"), "/elsewhere".to_owned()] {
            let seen = Arc::new(Mutex::new(Vec::new()));
            let paths = Arc::clone(&seen);
            let first = serve(move |request| {
                paths.lock().unwrap().push(request.uri().path().to_owned());
                let answer = redirect(status, &target);
                async { answer }
            });
            let failure = connector(&plain(first.await)).profile().await.unwrap_err();
            assert!(matches!(failure.kind, PORTAL | FailureKind::Garbled), "{failure}");
            assert_eq!(*seen.lock().unwrap(), ["/api/profile"]);
        }
    }
    assert_eq!(*heard.lock().unwrap(), Vec::<String>::new(), "the second host was asked");
}

#[tokio::test]
async fn nothing_travels_readable_beyond_this_computer() {
    assert_eq!(Address::parse("http://desk.example"), Err(AddressProblem::NotSecure));
    let transport = transport(&HttpOptions::default());
    for uri in ["http://desk.example/api/desk", "http://192.0.2.1/api/desk"] {
        let request = http::Request::get(uri).body(Content::Empty).unwrap();
        assert_eq!(transport.send(request).await.err(), Some(TransportProblem::NotSecure));
    }
}

#[test]
fn a_proxy_in_the_environment_never_carries_what_stays_on_this_computer() {
    // The environment belongs to the whole process, so that these two run in one of their own.
    let mut again = std::process::Command::new(std::env::current_exe().unwrap());
    again.args(["--exact", "a_desk_with_a_good_certificate_is_found", "a_token_follows_no_redirect"]);
    for name in ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"] {
        // Nobody listens there.
        again.env(name, "http://127.0.0.1:1");
    }
    for name in ["NO_PROXY", "no_proxy"] {
        again.env_remove(name);
    }
    let outcome = again.output().unwrap();
    let said = String::from_utf8_lossy(&outcome.stdout);
    assert!(outcome.status.success() && said.contains("2 passed"), "{said}");
}

#[tokio::test]
async fn what_is_not_there_is_unreachable() {
    let free = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    for address in [format!("http://{free}"), "https://desk.invalid".to_owned()] {
        let failure = connectors(&[]).probe(&Address::parse(&address).unwrap()).await.unwrap_err();
        assert_eq!(failure.kind, FailureKind::Offline(NetworkProblem::Unreachable), "{failure}");
    }
}

#[tokio::test]
async fn a_bomb_is_refused_by_its_decompressed_size() {
    let bomb = Bytes::from(bomb());
    assert!(bomb.len() < 1_000_000, "it is small on the line");
    let address = plain(
        serve(move |_| {
            let headers = [(header::CONTENT_TYPE, "application/json"), (header::CONTENT_ENCODING, "gzip")];
            let answer = (headers, bomb.clone()).into_response();
            async { answer }
        })
        .await,
    );
    let failure = connector(&address).profile().await.unwrap_err();
    assert_eq!(failure.kind, FailureKind::Garbled, "{failure}");
    assert!(failure.detail.contains("too large"), "{failure}");
}

/// 48 MiB of JSON, compressed.
fn bomb() -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(b"{\"name\":\"").unwrap();
    for _ in 0..48 {
        packed.write_all(&vec![b'a'; 1024 * 1024]).unwrap();
    }
    packed.write_all(b"\"}").unwrap();
    packed.finish().unwrap()
}

#[tokio::test]
async fn a_head_larger_than_any_desks_is_refused() {
    let address = plain(
        serve(|_| async {
            let names = ["x-one", "x-two", "x-three"].map(HeaderName::from_static);
            let mut answer = ([(header::CONTENT_TYPE, "application/json")], DESK).into_response();
            for name in names {
                answer.headers_mut().insert(name, "h".repeat(30_000).parse().unwrap());
            }
            answer
        })
        .await,
    );
    let failure = connectors(&[]).probe(&address).await.err();
    assert_eq!(failure, None, "a probe takes it for another site");
    let failure = connector(&address).profile().await.unwrap_err();
    assert_eq!(failure.kind, FailureKind::Garbled, "{failure}");
}

#[tokio::test]
async fn an_answer_that_stalls_is_timed_out() {
    let silent = serve(|_| std::future::pending::<Response>()).await;
    let stalled = serve(|_| async {
        let beginning = stream::iter([Ok::<_, std::io::Error>(Bytes::from_static(b"{\"member\""))]);
        let body = Body::from_stream(beginning.chain(stream::pending()));
        ([(header::CONTENT_TYPE, "application/json")], body).into_response()
    });
    for server in [silent, stalled.await] {
        let hasty = transport(&HttpOptions { idle_timeout: SHORT, ..HttpOptions::default() });
        let failure = connector_over(hasty, &plain(server)).profile().await.unwrap_err();
        assert_eq!(failure.kind, TIMED_OUT, "{failure}");
        assert!(failure.outcome_unknown());
    }
}

#[tokio::test]
async fn an_answer_that_is_cut_is_broken_and_half_json_is_garbled() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = plain(listener.local_addr().unwrap());
    tokio::spawn(async move {
        let heads = ["content-length: 100\r\n", "connection: close\r\n"];
        for head in heads {
            let (mut line, _) = listener.accept().await.unwrap();
            let _ = line.read(&mut [0; 4096]).await.unwrap();
            let answer =
                format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n{head}\r\n{{\"member\":");
            line.write_all(answer.as_bytes()).await.unwrap();
        }
    });
    let connector = connector(&address);
    let mut kinds = Vec::new();
    for _ in 0..2 {
        kinds.push(connector.profile().await.unwrap_err().kind);
    }
    assert_eq!(kinds, [FailureKind::Offline(NetworkProblem::Broken), FailureKind::Garbled]);
}

/// Signs certificates that are trusted where its own is.
struct Authority {
    trusted: [CertificateDer<'static>; 1],
    issuer: Issuer<'static, KeyPair>,
}

impl Authority {
    fn new() -> Self {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let certificate = params.self_signed(&key).unwrap().der().clone();
        Self { trusted: [certificate], issuer: Issuer::new(params, key) }
    }

    fn sign(&self, params: &CertificateParams) -> (Certificate, KeyPair) {
        let key = KeyPair::generate().unwrap();
        (params.signed_by(&key, &self.issuer).unwrap(), key)
    }
}

fn named(hosts: &[&str]) -> CertificateParams {
    CertificateParams::new(hosts.iter().map(|host| (*host).to_owned()).collect::<Vec<_>>()).unwrap()
}

/// A TLS server that keeps whatever comes through.
struct Tapped {
    port: u16,
    heard: Arc<Mutex<Vec<u8>>>,
}

impl Tapped {
    async fn serve(certificate: &Certificate, key: &KeyPair) -> Self {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let key = PrivatePkcs8KeyDer::from(key.serialize_der()).into();
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![certificate.der().clone()], key)
            .unwrap();
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let heard = Arc::new(Mutex::new(Vec::new()));
        let tap = Arc::clone(&heard);
        tokio::spawn(async move {
            loop {
                let (line, _) = listener.accept().await.unwrap();
                let Ok(mut line) = acceptor.accept(line).await else { continue };
                let mut bytes = [0; 4096];
                let length = line.read(&mut bytes).await.unwrap_or(0);
                tap.lock().unwrap().extend(bytes.iter().take(length));
                let answer = format!(
                    "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{DESK}",
                    DESK.len()
                );
                let _ = line.write_all(answer.as_bytes()).await;
                let _ = line.shutdown().await;
            }
        });
        Self { port, heard }
    }

    fn heard(&self) -> String {
        String::from_utf8_lossy(&self.heard.lock().unwrap()).into_owned()
    }
}

/// A plain server that answers every request so.
async fn serve<F, A>(answer: F) -> SocketAddr
where
    F: Fn(Request) -> A + Clone + Send + Sync + 'static,
    A: Future<Output = Response> + Send + 'static,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = Router::new().fallback(answer);
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    address
}

/// A plain server, and the paths it was asked for.
async fn listening() -> (Arc<Mutex<Vec<String>>>, SocketAddr) {
    let heard = Arc::new(Mutex::new(Vec::new()));
    let paths = Arc::clone(&heard);
    let address = serve(move |request| {
        paths.lock().unwrap().push(request.uri().path().to_owned());
        async { DESK.into_response() }
    });
    (heard, address.await)
}

fn page_of(status: StatusCode) -> Response {
    (status, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], "<html>Welcome to the hotel")
        .into_response()
}

fn redirect(status: StatusCode, target: &str) -> Response {
    (status, [(header::LOCATION, target)]).into_response()
}

fn plain(server: SocketAddr) -> Address {
    Address::parse(&format!("http://{server}")).unwrap()
}

fn transport(options: &HttpOptions) -> Arc<dyn Transport> {
    Arc::new(HttpTransport::new(options).unwrap())
}

fn connectors(trusted: &[CertificateDer<'static>]) -> Connectors {
    let options = HttpOptions { extra_roots: trusted.to_vec(), ..HttpOptions::default() };
    Connectors::new(transport(&options), Arc::new(SystemClock))
}

async fn probe(host: &str, port: u16, trusted: &[CertificateDer<'static>]) -> Result<bool, Failure> {
    let address = Address::parse(&format!("https://{host}:{port}")).unwrap();
    Ok(connectors(trusted).probe(&address).await?.is_some())
}

fn connector(address: &Address) -> Arc<dyn Connector> {
    connector_over(transport(&HttpOptions::default()), address)
}

fn connector_over(transport: Arc<dyn Transport>, address: &Address) -> Arc<dyn Connector> {
    let connectors = Connectors::new(transport, Arc::new(SystemClock));
    connectors.kind(Kind::Svara).open(&account(address.clone()), slot())
}

fn account(address: Address) -> Account {
    Account { id: AccountId::new("a1"), kind: Kind::Svara, address, user_name: "kaisa".to_owned() }
}

fn slot() -> Arc<Slot> {
    Arc::new(Slot("token".to_owned().into()))
}

/// A secret that stays.
struct Slot(SecretString);

#[async_trait]
impl SecretSlot for Slot {
    async fn read(&self) -> Result<SecretString, Failure> {
        Ok(self.0.clone())
    }

    async fn rotate(&self, _: SecretString) -> Result<(), Failure> {
        Ok(())
    }
}
