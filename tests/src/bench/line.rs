//! HTTP as sparing as it gets, so that the two processors are left to the desk: one socket for requests, one for events.

use anyhow::{Context, bail};
use serde_json::Value;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

fn host(address: &str) -> &str {
    address.trim_start_matches("http://").trim_end_matches('/')
}

async fn connect(address: &str) -> anyhow::Result<TcpStream> {
    let socket = TcpStream::connect(host(address)).await?;
    socket.set_nodelay(true)?;
    Ok(socket)
}

/// One request after the other. It connects with the first: a desk drops who connects and says nothing.
pub(super) struct Requests {
    socket: Option<TcpStream>,
    address: String,
    token: String,
    seen: Vec<u8>,
}

impl Requests {
    pub(super) fn new(address: &str, token: &str) -> Self {
        let (address, token) = (address.to_owned(), token.to_owned());
        Self { socket: None, address, token, seen: Vec::new() }
    }

    pub(super) async fn get(&mut self, path: &str) -> anyhow::Result<Value> {
        self.ask("GET", path, "", "").await
    }

    pub(super) async fn post(&mut self, path: &str, key: &str, body: &Value) -> anyhow::Result<Value> {
        self.ask("POST", path, key, &body.to_string()).await
    }

    async fn ask(&mut self, method: &str, path: &str, key: &str, body: &str) -> anyhow::Result<Value> {
        let Self { socket, address, token, seen } = self;
        let host = host(address);
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {token}\r\nIdempotency-Key: {key}\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        let socket = match socket {
            Some(socket) => socket,
            None => socket.insert(connect(address).await?),
        };
        socket.write_all(request.as_bytes()).await?;
        loop {
            if let Some((status, value, length)) = answer(seen)? {
                seen.drain(..length);
                if !(200..300).contains(&status) {
                    bail!("{method} {path}: {status} {value}");
                }
                return Ok(value);
            }
            if socket.read_buf(seen).await? == 0 {
                bail!("{method} {path}: the desk hung up");
            }
        }
    }
}

/// A whole answer at the front: its status, its body and its length.
fn answer(seen: &[u8]) -> anyhow::Result<Option<(u16, Value, usize)>> {
    let Some(end) = seen.windows(4).position(|four| four == b"\r\n\r\n") else { return Ok(None) };
    let (head, body) = seen.split_at(end + 4);
    let head = std::str::from_utf8(head)?;
    let status = head.split(' ').nth(1).context("a status")?.parse()?;
    let length = head.lines().filter_map(|line| line.split_once(": "));
    let length = length.filter(|(name, _)| name.eq_ignore_ascii_case("content-length"));
    let length = length.map(|(_, value)| value.parse()).next().transpose()?.unwrap_or(0);
    let Some(body) = body.get(..length) else { return Ok(None) };
    let value = if body.is_empty() { Value::Null } else { serde_json::from_slice(body)? };
    Ok(Some((status, value, end + 4 + length)))
}

/// An open event stream.
pub(super) struct Events {
    socket: TcpStream,
    seen: String,
}

impl Events {
    /// Opens it and waits for its first event.
    pub(super) async fn open(address: &str, token: &str, path: &str) -> anyhow::Result<Self> {
        let mut socket = connect(address).await?;
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {token}\r\n\r\n",
            host(address)
        );
        socket.write_all(request.as_bytes()).await?;
        let mut events = Self { socket, seen: String::new() };
        let (first, data) = events.next().await?;
        if first == "connected" { Ok(events) } else { bail!("no stream: {first} {data}") }
    }

    /// The next event's name and data.
    pub(super) async fn next(&mut self) -> anyhow::Result<(String, Value)> {
        loop {
            if let Some((event, length)) = event(&self.seen)? {
                self.seen.drain(..length);
                return Ok(event);
            }
            let mut piece = [0; 4096];
            let count = self.socket.read(&mut piece).await?;
            if count == 0 {
                bail!("a stream ended: {}", self.seen);
            }
            self.seen.push_str(std::str::from_utf8(piece.get(..count).unwrap_or_default())?);
        }
    }
}

/// The first whole event, and where it ends. What frames it, and signs of life, are passed over.
fn event(seen: &str) -> anyhow::Result<Option<((String, Value), usize)>> {
    let Some(begin) = seen.find("event: ") else { return Ok(None) };
    let rest = seen.get(begin..).unwrap_or_default();
    let Some(end) = rest.find("\n\n") else { return Ok(None) };
    let mut lines = rest.get(..end).unwrap_or_default().lines();
    let name = lines.next().unwrap_or_default().trim_start_matches("event: ").to_owned();
    let data = lines.find_map(|line| line.strip_prefix("data: ")).context("an event's data")?;
    Ok(Some(((name, serde_json::from_str(data)?), begin + end + 2)))
}
