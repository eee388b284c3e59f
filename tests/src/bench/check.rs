//! P5: a check in which nothing changed.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use anyhow::Context;
use svara_model::AccountId;
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

use super::{
    house::{House, desk, processor_time},
    report::{Goal, Report, percentile},
};

const ISSUES: u32 = 2_000;
/// Checks that are not measured: connections are made, statements prepared, the live feed begun.
const FIRST: u32 = 3;
/// Checks of one account that are measured: more at once than its budget has are put off.
const CHECKS: u32 = 20;

pub(super) async fn measure(apps: u32) -> anyhow::Result<Report> {
    let folder = tempfile::tempdir()?;
    let desk = desk(&folder.path().join("desk"), &[("elsa", ISSUES)]).await?;
    let line = Line::start(desk.address()).await?;
    let mut report = Report::new("p5");

    let counted = run(&folder.path().join("counted"), &line.address(), &line).await?;
    // The processor time without the counting in between.
    let mut direct = Vec::new();
    for app in 0..apps {
        direct.push(run(&folder.path().join(format!("direct-{app}")), desk.address(), &line).await?);
    }
    let of = |take: fn(&Taken) -> f64| percentile(&direct.iter().map(take).collect::<Vec<_>>(), 0.5);
    report.judge("requests of a check", counted.requests, "", Goal::AtMost(1.0));
    report.judge("bytes of a check, both ways", counted.bytes, "bytes", Goal::AtMost(1023.0));
    report.judge("processor time of a check, app", of(|taken| taken.processor), "ms", Goal::AtMost(2.0));
    report.note("time of a check", of(|taken| taken.time), "ms");
    Ok(report)
}

/// What a check took on average.
struct Taken {
    requests: f64,
    bytes: f64,
    processor: f64,
    time: f64,
}

async fn run(folder: &std::path::Path, address: &str, line: &Line) -> anyhow::Result<Taken> {
    let house = House::open(folder).await?;
    let account = house.sync(address, "elsa").await?;
    for _ in 0..FIRST {
        check(&house, &account).await?;
    }
    let (requests, bytes) = (house.requests(), line.bytes());
    let (began, processor) = (tokio::time::Instant::now(), processor_time());
    for _ in 0..CHECKS {
        check(&house, &account).await?;
    }
    let each = f64::from(CHECKS);
    let taken = Taken {
        requests: (house.requests() - requests) as f64 / each,
        bytes: (line.bytes() - bytes) as f64 / each,
        processor: processor_time().saturating_sub(processor).as_secs_f64() * 1e3 / each,
        time: began.elapsed().as_secs_f64() * 1e3 / each,
    };
    house.core.stop().await;
    Ok(taken)
}

/// One check, from the member's wish to its end.
async fn check(house: &House, account: &AccountId) -> anyhow::Result<()> {
    let mut heard = house.core.changes();
    let before = house.health(account).await?.checked;
    house.core.check_now(account).await?;
    loop {
        let _heard = heard.recv().await;
        let health = house.health(account).await?;
        if !health.running && health.checked != before {
            return Ok(());
        }
    }
}

/// A line to the desk that counts what goes through it.
struct Line {
    at: SocketAddr,
    bytes: Arc<AtomicU64>,
}

impl Line {
    async fn start(desk: &str) -> anyhow::Result<Self> {
        let desk: SocketAddr = desk.trim_start_matches("http://").trim_end_matches('/').parse()?;
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let at = listener.local_addr()?;
        let bytes = Arc::new(AtomicU64::new(0));
        let count = Arc::clone(&bytes);
        #[allow(clippy::disallowed_methods, reason = "the line ends with the program")]
        tokio::spawn(async move {
            while let Ok((here, _)) = listener.accept().await {
                let Ok(there) = TcpStream::connect(desk).await else { continue };
                let ((here_in, here_out), (there_in, there_out)) = (here.into_split(), there.into_split());
                tokio::spawn(carry(here_in, there_out, Arc::clone(&count)));
                tokio::spawn(carry(there_in, here_out, Arc::clone(&count)));
            }
        });
        Ok(Self { at, bytes })
    }

    fn address(&self) -> String {
        format!("http://{}/", self.at)
    }

    fn bytes(&self) -> u64 {
        self.bytes.load(Ordering::Relaxed)
    }
}

async fn carry(
    mut from: impl AsyncRead + Unpin,
    mut to: impl AsyncWrite + Unpin,
    count: Arc<AtomicU64>,
) -> anyhow::Result<()> {
    let mut buffer = vec![0; 16 * 1024];
    loop {
        let length = from.read(&mut buffer).await?;
        if length == 0 {
            return Ok(to.shutdown().await?);
        }
        count.fetch_add(length as u64, Ordering::Relaxed);
        to.write_all(buffer.get(..length).context("the length read")?).await?;
    }
}
