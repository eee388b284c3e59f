//! The time of a story in which hours pass: desk and app go by it, and the story moves it. Only a debug build of the app asks
//! for it.

use std::{sync::Arc, time::Duration};

use anyhow::{Result, ensure};
use jiff::{
    Timestamp,
    civil::{Time as Hour, Weekday},
    tz::TimeZone,
};
use svara_model::Clock;
use svara_native::{SteeredClock, SystemClock};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{UnixListener, UnixStream},
    sync::Mutex,
    task::JoinSet,
};

/// When and where a story begins.
#[derive(Clone, Copy, Debug)]
pub struct Begins {
    /// The member's zone, as `Asia/Kolkata`.
    pub zone: &'static str,
    /// The day of the week, as it comes next.
    pub day: Weekday,
    /// The hour there.
    pub at: Hour,
}

impl Begins {
    /// An ordinary working morning.
    pub const MORNING: Self =
        Self { zone: "Europe/Stockholm", day: Weekday::Monday, at: jiff::civil::time(10, 0, 0, 0) };
}

/// The story's time.
pub struct Time {
    clock: Arc<SteeredClock>,
    zone: TimeZone,
    begins: Begins,
    apps: Arc<Mutex<Vec<App>>>,
    folder: tempfile::TempDir,
    _listening: JoinSet<()>,
}

/// An app that asked for the time.
type App = BufReader<UnixStream>;

impl Time {
    /// Begins where and when it is said, and tells every app that asks.
    pub async fn begin(begins: Begins) -> Result<Self> {
        let zone = TimeZone::get(begins.zone)?;
        let clock = Arc::new(SteeredClock::new(Arc::new(SystemClock)));
        let today = zone.to_datetime(Clock::now(&*clock));
        let day = today.date().nth_weekday(1, begins.day)?;
        clock.forward(left(&clock, zone.to_timestamp(day.to_datetime(begins.at))?)?);
        let folder = tempfile::tempdir()?;
        let listener = UnixListener::bind(folder.path().join(SOCKET))?;
        let apps = Arc::<Mutex<Vec<App>>>::default();
        let mut listening = JoinSet::new();
        let (its_clock, its_apps) = (Arc::clone(&clock), Arc::clone(&apps));
        listening.spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let mut apps = its_apps.lock().await;
                let mut app = BufReader::new(stream);
                if tell(&mut app, its_clock.ahead()).await.is_ok() {
                    apps.push(app);
                }
            }
        });
        Ok(Self { clock, zone, begins, apps, folder, _listening: listening })
    }

    /// Lets time pass: desk and app have the new one when this ends.
    pub async fn pass(&self, length: Duration) -> Result<()> {
        let mut apps = self.apps.lock().await;
        ensure!(!apps.is_empty(), "no app has asked for the time; one that is built for release does not");
        self.clock.forward(length);
        let mut still = Vec::new();
        for mut app in apps.drain(..) {
            // One that has ended needs no time.
            if tell(&mut app, length).await.is_ok() {
                still.push(app);
            }
        }
        *apps = still;
        Ok(())
    }

    /// Lets time pass until it is that hour where the member lives, today or tomorrow.
    pub async fn pass_to(&self, hour: Hour) -> Result<()> {
        let now = self.zone.to_datetime(Clock::now(&*self.clock));
        let day = if now.time() < hour { now.date() } else { now.date().tomorrow()? };
        self.pass(left(&self.clock, self.zone.to_timestamp(day.to_datetime(hour))?)?).await
    }

    /// The clock that the desk goes by.
    pub(super) fn clock(&self) -> Arc<dyn Clock> {
        Arc::clone(&self.clock) as _
    }

    /// What tells a process of the story's session where it is and whom to ask for the time.
    pub(super) fn variables(&self) -> [(&'static str, String); 2] {
        let socket = self.folder.path().join(SOCKET);
        [("TZ", self.begins.zone.to_owned()), ("SVARA_CLOCK", socket.display().to_string())]
    }
}

const SOCKET: &str = "clock.sock";

/// How long it is until then, in whole seconds; not less.
fn left(clock: &SteeredClock, then: Timestamp) -> Result<Duration> {
    let left = then.duration_since(Clock::now(clock));
    ensure!(left.is_positive(), "{then} is over");
    Ok(Duration::from_secs(u64::try_from(left.as_secs())? + 1))
}

/// Moves an app's clock forward, and ends when it was.
async fn tell(app: &mut App, length: Duration) -> Result<()> {
    app.write_all(format!("{}\n", length.as_secs()).as_bytes()).await?;
    let mut heard = String::new();
    ensure!(app.read_line(&mut heard).await? > 0, "the app has ended");
    Ok(())
}
