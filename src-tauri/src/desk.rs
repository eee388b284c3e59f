//! The built-in desk inside this process, on loopback, with demo data.

use std::{
    fs,
    io::{self, Write},
    net::{Ipv4Addr, SocketAddr},
    path::PathBuf,
    sync::{PoisonError, RwLock},
};

use anyhow::{Context, Result};
use serde_json::{Value, json};
use svara_api::{App, BuiltIn};
use svara_desk::{Demo, Desk, Door, Running, SeedDemo, ServeError, Settings};
use tokio::sync::Mutex;

use crate::folder::private_file;

/// The desk, while it runs.
pub(crate) struct DeskInside {
    folder: PathBuf,
    running: Mutex<Option<Running>>,
    /// What is known of the running desk, for those who cannot wait.
    known: RwLock<Option<BuiltIn>>,
}

impl DeskInside {
    pub(crate) fn new(folder: PathBuf) -> Self {
        Self { folder, running: Mutex::default(), known: RwLock::default() }
    }

    /// The desk, where it runs.
    pub(crate) fn running(&self) -> Option<BuiltIn> {
        self.known.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Starts the desk again where it ran before, or because it is wanted; then the agents' way in is told to the terminal.
    /// Without the desk the app goes on.
    pub(crate) async fn resume(&self, wanted: bool) {
        if !wanted && self.last_port().is_none() {
            return;
        }
        match self.run().await {
            Ok((built_in, Some(demo))) if wanted => tell(&built_in, &demo),
            Ok(_) => {}
            Err(problem) => tracing::error!("the built-in desk did not start: {problem:#}"),
        }
    }

    /// Starts the desk, or gives the one that runs.
    pub(crate) async fn start(&self) -> Result<BuiltIn> {
        Ok(self.run().await?.0)
    }

    /// Ends the desk.
    pub(crate) async fn stop(&self) {
        if let Some(running) = self.running.lock().await.take() {
            self.know(None);
            running.stop().await;
        }
    }

    /// Ends the desk when nobody on this computer is signed in to it.
    pub(crate) async fn stop_unless_used(&self, app: &App) {
        let Some(built_in) = self.running() else { return };
        match svara_api::call(app, "accounts", json!({})).await {
            Ok(accounts) if !is_used(&accounts, &built_in.address) => self.stop().await,
            Ok(_) => {}
            Err(problem) => tracing::warn!(?problem, "whether the built-in desk is used cannot be told"),
        }
    }

    async fn run(&self) -> Result<(BuiltIn, Option<Demo>)> {
        let mut running = self.running.lock().await;
        if let Some(built_in) = self.running() {
            return Ok((built_in, None));
        }
        let desk = Desk::open(Settings::new(&self.folder)).await.context("its data cannot be opened")?;
        let demo = desk.seed_demo(SeedDemo::default()).await.context("its demo data cannot be made")?;
        let serving = self.serve(&desk).await?;
        let built_in = BuiltIn {
            address: format!("http://{}", serving.addr),
            user_name: demo.member.clone(),
            password: demo.member_password.clone(),
        };
        tracing::info!(address = built_in.address, "the built-in desk runs");
        *running = Some(serving);
        self.know(Some(built_in.clone()));
        Ok((built_in, Some(demo)))
    }

    /// At the port of the last time, for an account remembers its desk's address.
    async fn serve(&self, desk: &Desk) -> Result<Running> {
        let at = |port| Door { listen: SocketAddr::from((Ipv4Addr::LOCALHOST, port)), ..Door::loopback() };
        let serving = match self.last_port() {
            None => desk.serve(at(0)).await?,
            Some(port) => match desk.serve(at(port)).await {
                Err(ServeError::Listen(address, problem)) => {
                    tracing::warn!(%address, %problem, "the built-in desk's last address is taken; accounts there lose it");
                    desk.serve(at(0)).await?
                }
                other => other?,
            },
        };
        if let Err(problem) = self.keep_port(serving.addr.port()) {
            tracing::warn!(%problem, "the built-in desk's address cannot be kept");
        }
        Ok(serving)
    }

    fn last_port(&self) -> Option<u16> {
        fs::read_to_string(self.port_file()).ok()?.trim().parse().ok()
    }

    fn keep_port(&self, port: u16) -> io::Result<()> {
        let mut file = private_file(&self.port_file())?;
        file.set_len(0)?;
        write!(file, "{port}")
    }

    fn port_file(&self) -> PathBuf {
        self.folder.join("port")
    }

    fn know(&self, built_in: Option<BuiltIn>) {
        *self.known.write().unwrap_or_else(PoisonError::into_inner) = built_in;
    }
}

fn is_used(accounts: &Value, address: &str) -> bool {
    let mut addresses =
        accounts.as_array().into_iter().flatten().filter_map(|account| account.get("address")?.as_str());
    addresses.any(|used| used.trim_end_matches('/') == address)
}

/// For the developer at the terminal. Not for the log: it says a password.
fn tell(built_in: &BuiltIn, demo: &Demo) {
    let lines = format!(
        "The built-in desk: {}\n  member: {}, password: {}\n  agents' page: {}/agent/, user: {}, password: {}\n",
        built_in.address,
        demo.member,
        demo.member_password,
        built_in.address,
        demo.agent,
        demo.agent_password
    );
    let _closed_terminal = io::stdout().write_all(lines.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_desk_is_used_by_an_account_at_its_address_only() {
        let address = "http://127.0.0.1:4711";
        assert!(is_used(
            &json!([{"address": "https://desk.example/"}, {"address": "http://127.0.0.1:4711/"}]),
            address
        ));
        assert!(!is_used(&json!([{"address": "http://127.0.0.1:47110/"}]), address));
        assert!(!is_used(&json!([]), address));
    }

    #[tokio::test]
    async fn the_desk_comes_back_at_the_same_address_with_its_data() {
        let folder = tempfile::tempdir().expect("a folder");
        let desk = DeskInside::new(folder.path().join("desk"));
        desk.resume(false).await;
        assert_eq!(desk.running(), None, "a desk that never ran does not start by itself");
        let first = desk.start().await.expect("the desk starts");
        assert_eq!(desk.start().await.expect("it runs"), first);
        desk.stop().await;
        assert_eq!(desk.running(), None);
        let again = DeskInside::new(folder.path().join("desk"));
        again.resume(false).await;
        assert_eq!(again.running(), Some(first));
        again.stop().await;
    }

    #[tokio::test]
    async fn a_desk_whose_port_is_taken_finds_another() {
        let folder = tempfile::tempdir().expect("a folder");
        let taken = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port is free");
        let port = taken.local_addr().expect("it has an address").port();
        let desk = DeskInside::new(folder.path().to_path_buf());
        fs::write(desk.port_file(), port.to_string()).expect("the folder can be written");
        let built_in = desk.start().await.expect("the desk starts");
        assert_ne!(built_in.address, format!("http://127.0.0.1:{port}"));
        desk.stop().await;
    }
}
