//! Sockets, certificates, and who may knock.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use axum::{
    Router,
    body::Body,
    http::{Method, Request},
};
use rustls_pki_types::{CertificateDer, ServerName, pem::PemObject};
use svara_desk::{Desk, Door, ServeError, Settings, Way};
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::TcpStream,
};

use crate::rig::{Answer, Rig, ask};

const LIMIT: Duration = Duration::from_secs(20);

async fn knock(router: &Router, headers: &[(&str, &str)], path: &str) -> Answer {
    let mut request = Request::builder().method(Method::GET).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    ask(router, request.body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn a_loopback_desk_answers_loopback_names_only() {
    let rig = Rig::new().await;
    let router = rig.desk.loopback_router(8787);
    for host in ["127.0.0.1:8787", "localhost:8787", "LOCALHOST:8787", "[::1]:8787"] {
        knock(&router, &[("host", host)], "/api/desk").await.ok(200);
    }
    let foreign =
        ["evil.test", "evil.test:8787", "127.0.0.1", "127.0.0.1:80", "localhost.evil.test:8787", ""];
    for path in ["/api/desk", "/api/openapi.json", "/agent", "/agent/", "/api/issues/changes", "/nothing"] {
        for host in foreign {
            knock(&router, &[("host", host)], path).await.refused(403, "forbidden");
        }
        knock(&router, &[], path).await.refused(403, "forbidden");
        let two = [("host", "localhost:8787"), ("host", "evil.test")];
        knock(&router, &two, path).await.refused(403, "forbidden");
    }
}

#[tokio::test]
async fn a_foreign_page_is_refused_before_any_handler() {
    let rig = Rig::new().await;
    let router = rig.desk.loopback_router(8787);
    let host = ("host", "localhost:8787");
    knock(&router, &[host, ("origin", "http://localhost:8787")], "/api/desk").await.ok(200);
    for origin in
        ["http://evil.test", "https://localhost", "http://127.0.0.1:8787", "null", "", "http://localhost:1"]
    {
        let answer = knock(&router, &[host, ("origin", origin)], "/api/desk").await;
        assert_eq!(answer.header("access-control-allow-origin"), "", "{origin}");
        answer.refused(403, "forbidden");
    }
    let preflight = Request::builder()
        .method(Method::OPTIONS)
        .uri("/api/issues")
        .header("host", "localhost:8787")
        .header("origin", "http://evil.test")
        .header("access-control-request-method", "POST");
    let answer = ask(&router, preflight.body(Body::empty()).unwrap()).await;
    assert!(answer.headers.keys().all(|name| !name.as_str().starts_with("access-control")));
    answer.refused(403, "forbidden");
}

#[tokio::test]
async fn every_answer_has_the_headers_that_keep_it_harmless() {
    let rig = Rig::new().await;
    for path in
        ["/api/desk", "/api/openapi.json", "/agent/", "/agent/assets/none.js", "/api/profile", "/nothing"]
    {
        let answer = rig.get("", path).await;
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
            ("cache-control", "no-store"),
            ("x-frame-options", "DENY"),
        ] {
            assert_eq!(answer.header(name), value, "{path}");
        }
        assert!(answer.header("content-security-policy").starts_with("default-src 'none'"), "{path}");
        assert!(answer.header("content-security-policy").contains("frame-ancestors 'none'"), "{path}");
    }
}

#[tokio::test]
async fn what_does_not_exist_is_problem_details_too() {
    let rig = Rig::new().await;
    rig.get("", "/").await.refused(404, "not_found");
    rig.get("", "/api").await.refused(404, "not_found");
    rig.get(&rig.elsa, "/api/issues/%ff").await.refused(404, "not_found");
    rig.get(&rig.elsa, "/api/issues/changes?limit=many").await.refused(422, "invalid");
    let put = |path: &str| Request::builder().method(Method::PUT).uri(path).body(Body::empty()).unwrap();
    rig.ask(put("/api/desk")).await.refused(405, "method_not_allowed");
    let plain = Request::builder().method(Method::POST).uri("/api/session").body(Body::from("{}")).unwrap();
    rig.ask(plain).await.refused(415, "unsupported_media");
}

#[tokio::test]
async fn beyond_loopback_only_with_protection() {
    let rig = Rig::new().await;
    let listen = SocketAddr::from(([0, 0, 0, 0], 0));
    let refused = rig.desk.serve(Door { listen, ..Door::loopback() }).await.err().unwrap();
    assert!(matches!(refused, ServeError::Unprotected(_)));
    assert!(refused.to_string().contains("certificate"), "{refused}");
    let way = Way::Tls { certificate: b"no".to_vec(), key: b"no".to_vec() };
    let refused = rig.desk.serve(Door { listen, way, hosts: Vec::new() }).await.err().unwrap();
    assert!(matches!(refused, ServeError::Certificate(_)), "{refused}");
}

#[tokio::test]
async fn behind_a_proxy_only_the_proxy_may_knock() {
    let rig = Rig::new().await;
    let way = Way::Proxy([127, 0, 0, 1].into());
    let listen = SocketAddr::from(([127, 0, 0, 1], 0));
    let running = rig.desk.serve(Door { listen, way, hosts: vec!["desk.example".to_owned()] }).await.unwrap();
    let get = |host: &str| format!("GET /api/desk HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    let mut socket = TcpStream::connect(running.addr).await.unwrap();
    assert!(talk(&mut socket, &get("desk.example")).await.starts_with("HTTP/1.1 200"));
    let mut socket = TcpStream::connect(running.addr).await.unwrap();
    assert!(talk(&mut socket, &get("other.example")).await.starts_with("HTTP/1.1 403"));
    running.stop().await;
    let way = Way::Proxy([192, 0, 2, 9].into());
    let running = rig.desk.serve(Door { listen, way, hosts: Vec::new() }).await.unwrap();
    let mut socket = TcpStream::connect(running.addr).await.unwrap();
    assert!(talk(&mut socket, &get("desk.example")).await.starts_with("HTTP/1.1 403"));
    running.stop().await;
}

#[tokio::test]
async fn the_desk_speaks_tls_with_its_certificate() {
    let rig = Rig::new().await;
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let (certificate, key) = (made.cert.pem(), made.signing_key.serialize_pem());
    let way = Way::Tls { certificate: certificate.clone().into_bytes(), key: key.into_bytes() };
    let running = rig.desk.serve(Door { way, ..Door::loopback() }).await.unwrap();
    let mut roots = rustls::RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(certificate.as_bytes()).unwrap()).unwrap();
    let config =
        rustls::ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(roots)
            .with_no_client_auth();
    let connector = tokio_rustls::TlsConnector::from(Arc::new(config));
    let socket = TcpStream::connect(running.addr).await.unwrap();
    let mut tls = connector.connect(ServerName::try_from("localhost").unwrap(), socket).await.unwrap();
    let answer =
        talk(&mut tls, "GET /api/desk HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(answer.contains("strict-transport-security"), "{answer}");
    let socket = TcpStream::connect(running.addr).await.unwrap();
    let other = connector.connect(ServerName::try_from("other.example").unwrap(), socket).await;
    assert!(other.is_err(), "another name is not this certificate's");
    running.stop().await;
}

async fn talk(stream: &mut (impl AsyncRead + AsyncWrite + Unpin), says: &str) -> String {
    stream.write_all(says.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    // A server that closes without a goodbye has still answered.
    let _ = tokio::time::timeout(LIMIT, stream.read_to_end(&mut answer)).await.unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn one_program_at_a_time_serves_a_folder() {
    let rig = Rig::new().await;
    let running = rig.desk.serve(Door::loopback()).await.unwrap();
    let second = Desk::open(Settings::new(rig.folder.path().join("desk"))).await.unwrap();
    assert!(matches!(second.serve(Door::loopback()).await.err(), Some(ServeError::Taken)));
    let (taken, _) = (running.addr, running.stop().await);
    let running = second.serve(Door { listen: taken, ..Door::loopback() }).await.unwrap();
    assert_eq!(running.addr, taken, "a stopped server frees its port");
    running.stop().await;
}

#[tokio::test]
async fn serving_removes_what_a_crash_left() {
    let rig = Rig::new().await;
    let kept = rig.upload(&rig.elsa, "k", "a.txt", b"text").await.ok(201);
    let files = rig.folder.path().join("desk/files");
    std::fs::write(files.join("aaaa.part"), b"half").unwrap();
    std::fs::write(files.join("bbbb"), b"whole but never recorded").unwrap();
    let running = rig.desk.serve(Door::loopback()).await.unwrap();
    let left: Vec<_> = std::fs::read_dir(&files).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, [kept["id"].as_str().unwrap()]);
    running.stop().await;
}

#[tokio::test]
async fn an_address_that_is_taken_is_named() {
    let rig = Rig::new().await;
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let listen = taken.local_addr().unwrap();
    let refused = rig.desk.serve(Door { listen, ..Door::loopback() }).await.err().unwrap();
    assert!(refused.to_string().contains(&listen.to_string()), "{refused}");
}
