//! Serves the window over loopback HTTP with the real app and the real desk behind it, for tests and for work on the
//! window. Ends when its standard input closes, or on SIGTERM.

use std::{
    io::Write,
    net::{Ipv4Addr, SocketAddr},
    path::PathBuf,
};

use clap::Parser;
use svara_tests::dev_host::{DeskChoice, DevHost, DiskChoice, Settings};
use tracing_subscriber::EnvFilter;

/// Serves the window over loopback HTTP, for tests and for work on the window.
#[derive(Debug, Parser)]
#[command(name = "svara-dev-host", version)]
struct Args {
    /// Holds the app's folder and the built-in desk's.
    #[arg(long)]
    data_folder: PathBuf,
    /// The built window.
    #[arg(long, default_value = "ui/dist")]
    ui: PathBuf,
    /// Where to listen, on loopback.
    #[arg(long, default_value_t = SocketAddr::from((Ipv4Addr::LOCALHOST, 0)))]
    listen: SocketAddr,
    /// `embedded`, or the address of a desk that runs.
    #[arg(long, default_value = "embedded")]
    desk: String,
    /// The pretended desktop's locale, such as sv-SE.
    #[arg(long)]
    locale: Option<String>,
    /// Where the pretended desktop keeps its keychain and its notices, so that they outlive this program.
    #[arg(long)]
    desktop: Option<PathBuf>,
    /// The app's databases lie in memory, on a disk that a test can fill.
    #[arg(long)]
    pretended_disk: bool,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("warn"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(false).init();
    let args = Args::parse();
    let desk = if args.desk == "embedded" { DeskChoice::Embedded } else { DeskChoice::At(args.desk) };
    let settings = Settings {
        data_folder: args.data_folder,
        ui: args.ui,
        listen: args.listen,
        desk,
        locale: args.locale,
        desktop: args.desktop,
        disk: if args.pretended_disk { DiskChoice::Pretended } else { DiskChoice::Computer },
    };
    let host = DevHost::start(settings).await?;
    let mut out = std::io::stdout().lock();
    writeln!(out, "{}", serde_json::to_string(host.ready())?)?;
    out.flush()?;
    drop(out);
    until_told().await?;
    host.stop().await;
    Ok(())
}

/// Ends when whoever started this program is done with it, or gone.
async fn until_told() -> anyhow::Result<()> {
    tokio::select! {
        _closed = stdin_closed() => Ok(()),
        asked = terminated() => asked,
        asked = tokio::signal::ctrl_c() => Ok(asked?),
    }
}

/// Reads on a thread of its own: nothing waits for it when the program ends.
async fn stdin_closed() {
    let (closed, wait) = tokio::sync::oneshot::channel::<()>();
    std::thread::spawn(move || {
        let _read = std::io::copy(&mut std::io::stdin(), &mut std::io::sink());
        drop(closed);
    });
    let _dropped = wait.await;
}

#[cfg(unix)]
async fn terminated() -> anyhow::Result<()> {
    tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?.recv().await;
    Ok(())
}

#[cfg(not(unix))]
async fn terminated() -> anyhow::Result<()> {
    std::future::pending().await
}
