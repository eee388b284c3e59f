//! The dev host: the app without a desktop. The same core, command table and built-in desk as in the product stand behind
//! a loopback HTTP server, and the desktop is a double that a test steers under `/rig/`.

mod desk;
mod guard;
mod house;
mod rig_faults;
mod rig_routes;
mod window;
mod window_routes;

use std::{net::SocketAddr, path::PathBuf, sync::Arc};

use anyhow::Context;
use serde::Serialize;
use tokio::{net::TcpListener, task::JoinSet};

use desk::DemoDesk;
use house::House;

/// What a dev host is started with.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Holds `app/` and, with the built-in desk, `desk/`. Made where it is missing.
    pub data_folder: PathBuf,
    /// The built window.
    pub ui: PathBuf,
    /// Where to listen; loopback only.
    pub listen: SocketAddr,
    /// The desk that the sign-in page offers.
    pub desk: DeskChoice,
    /// The locale of the pretended desktop, BCP 47.
    pub locale: Option<String>,
    /// Where the pretended desktop keeps its keychain and its notices, so that they outlive this process; else in memory.
    pub desktop: Option<PathBuf>,
    /// Where the app's databases lie.
    pub disk: DiskChoice,
}

/// Where the app's databases lie.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DiskChoice {
    /// In the data folder.
    #[default]
    Computer,
    /// In memory, on a disk that a test can fill; gone with this process.
    Pretended,
}

/// The desk that the sign-in page offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeskChoice {
    /// The built-in desk with demo data, on a random loopback port.
    Embedded,
    /// A desk that runs elsewhere.
    At(String),
}

/// Who can sign in at the built-in desk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Person {
    /// The user name.
    pub user_name: String,
    /// The password.
    pub password: String,
}

/// What a test needs to begin.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Ready {
    /// The window's address.
    pub window: String,
    /// The desk's address.
    pub desk: String,
    /// The app's folder.
    pub folder: PathBuf,
    /// An agent of the built-in desk.
    pub agent: Option<Person>,
    /// The demo member of the built-in desk.
    pub member: Option<Person>,
}

/// A running dev host.
pub struct DevHost {
    ready: Ready,
    house: Arc<House>,
    server: JoinSet<()>,
}

impl DevHost {
    /// Starts the desk, opens the app and serves the window.
    pub async fn start(settings: Settings) -> anyhow::Result<Self> {
        anyhow::ensure!(settings.listen.ip().is_loopback(), "the dev host listens on loopback only");
        let folder = settings.data_folder.join("app");
        let desk = match &settings.desk {
            DeskChoice::Embedded => {
                Some(DemoDesk::start(svara_desk::Settings::new(settings.data_folder.join("desk"))).await?)
            }
            DeskChoice::At(_) => None,
        };
        let listener = TcpListener::bind(settings.listen).await.context("listen for the window")?;
        let at = listener.local_addr()?;
        let ready = Ready {
            window: format!("http://{at}/"),
            desk: match (&desk, settings.desk) {
                (Some(desk), _) => desk.address(),
                (None, DeskChoice::At(address)) => address,
                (None, DeskChoice::Embedded) => String::new(),
            },
            folder: folder.clone(),
            agent: desk.as_ref().map(|desk| desk.agent().clone()),
            member: desk.as_ref().map(|desk| desk.member().clone()),
        };
        let house =
            House::open(folder, settings.locale, settings.desktop.as_deref(), settings.disk, desk).await?;
        let router = window_routes::router(Arc::clone(&house), &settings.ui)
            .merge(rig_routes::router(Arc::clone(&house)))
            .merge(rig_faults::router(Arc::clone(&house)))
            .layer(axum::middleware::from_fn_with_state(at, guard::only_this_computer));
        let mut server = JoinSet::new();
        server.spawn(async move {
            if let Err(problem) = axum::serve(listener, router).await {
                tracing::error!(%problem, "the dev host's server ended");
            }
        });
        Ok(Self { ready, house, server })
    }

    /// What a test needs to begin.
    pub fn ready(&self) -> &Ready {
        &self.ready
    }

    /// Stops serving, closes the app, then the desk.
    pub async fn stop(mut self) {
        self.server.shutdown().await;
        self.house.close().await;
    }
}
