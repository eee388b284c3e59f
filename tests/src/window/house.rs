//! A desktop with everything that belongs to one, a desk with demo data, and the app between them.

use std::{fs, path::Path, path::PathBuf, sync::Arc, time::Duration};

use anyhow::{Context, Result, anyhow, ensure};
use svara_desk::{Demo, Desk, Door, Running, SeedDemo, Settings};
use tokio::{process::Command, time::timeout};

use super::{
    Album, AppWindow, Begins, CLASS, FileDialog, Overheard, Popups, Time, accessibility::Accessibility,
    binary, words,
};
use crate::{
    rig::{Agent, DeskTime},
    session::{Keyring, Needs, Part, Session},
};

/// A whole story's limit.
const LIMIT: Duration = Duration::from_secs(240);
/// How long a start may take that finds the app running.
const SECOND: Duration = Duration::from_secs(10);

/// The house of one story. Everything in it ends with it.
#[derive(Debug)]
pub struct House {
    /// What notices look like.
    pub popups: Popups,
    /// What was asked of the notification service.
    pub overheard: Overheard,
    /// The desk's address.
    pub desk: String,
    /// With what one signs in there.
    pub demo: Demo,
    /// A team member of the desk.
    pub agent: Agent,
    /// The folder that the app keeps everything in.
    pub data: PathBuf,
    /// The story's pictures.
    pub album: Album,
    serving: Serving,
    _keyring: Keyring,
    // Last: it is the ground that all the others stand on.
    /// The desktop.
    pub session: Session,
}

struct Serving(
    #[expect(dead_code, reason = "serves as long as it is held")] Running,
    tempfile::TempDir,
    Desk,
);

impl std::fmt::Debug for Serving {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.1.fmt(to)
    }
}

impl House {
    /// Builds the house and tells the story in it. What goes wrong is kept with the story's pictures.
    pub async fn tell(story: &str, steps: impl AsyncFnOnce(&Self) -> Result<()>) -> Result<()> {
        Self::tell_within(story, LIMIT, steps).await
    }

    /// The same for a story that takes its time.
    pub async fn tell_within(
        story: &str,
        limit: Duration,
        steps: impl AsyncFnOnce(&Self) -> Result<()>,
    ) -> Result<()> {
        let house = Self::build(story, None).await.context("the house was not built")?;
        house.hear(story, limit, steps(&house)).await
    }

    /// The same for a story in which hours pass.
    pub async fn tell_from(
        story: &str,
        begins: Begins,
        steps: impl AsyncFnOnce(&Self, &Time) -> Result<()>,
    ) -> Result<()> {
        let time = Time::begin(begins).await?;
        let house = Self::build(story, Some(&time)).await.context("the house was not built")?;
        house.hear(story, LIMIT, steps(&house, &time)).await
    }

    async fn hear(&self, story: &str, limit: Duration, told: impl Future<Output = Result<()>>) -> Result<()> {
        let told = match timeout(limit, told).await {
            Ok(told) => told,
            Err(_) => Err(anyhow!("the story takes longer than {limit:?}")),
        };
        told.map_err(|error| {
            self.album.keep("log.txt", &self.logs()).ok();
            error.context(format!("{story} went wrong; target/stories/{story} shows how"))
        })
    }

    async fn build(story: &str, time: Option<&Time>) -> Result<Self> {
        let mut session = Session::start(Needs::DESKTOP).await?;
        session.set(time.into_iter().flat_map(Time::variables));
        let accessibility = Arc::new(Accessibility::start(&mut session).await?);
        let keyring = session.start_keyring().await?;
        let popups = Popups::start(&session, accessibility).await?;
        let overheard = Overheard::start(&session).await?;
        let folder = tempfile::tempdir()?;
        let mut settings = Settings::new(folder.path());
        if let Some(time) = time {
            settings.clock = Arc::new(DeskTime(time.clock()));
        }
        let desk = Desk::open(settings).await?;
        let demo = desk.seed_demo(SeedDemo::default()).await?;
        let serving = desk.serve(Door::loopback()).await?;
        let address = format!("http://{}", serving.addr);
        let agent = Agent::sign_in(&address, &demo.agent, &demo.agent_password).await?;
        let data = session.folder("HOME").join("svara");
        Ok(Self {
            popups,
            overheard,
            desk: address,
            demo,
            agent,
            data,
            album: Album::new(story)?,
            serving: Serving(serving, folder, desk),
            _keyring: keyring,
            session,
        })
    }

    /// One run of the app, from its start to its end in order. What goes wrong is pictured before the window is gone.
    pub async fn run<T>(&self, steps: impl AsyncFnOnce(&Self, &mut AppWindow) -> Result<T>) -> Result<T> {
        self.run_with(&[], steps).await
    }

    /// The same with more on its command line.
    pub async fn run_with<T>(
        &self,
        more: &[&str],
        steps: impl AsyncFnOnce(&Self, &mut AppWindow) -> Result<T>,
    ) -> Result<T> {
        let more = more.iter().map(|&one| one.to_owned());
        let arguments: Vec<String> = self.arguments().into_iter().chain(more).collect();
        let mut window = AppWindow::open(&self.session, &arguments).await?;
        let told = steps(self, &mut window).await;
        if told.is_err() {
            self.album.take(&self.session, "failed").await.ok();
            let page = timeout(Duration::from_secs(5), window.source()).await;
            self.album.keep("failed.html", &page.map(Result::unwrap_or_default).unwrap_or_default()).ok();
            return told;
        }
        window.end().await.context("the end of the app")?;
        told
    }

    /// Ends the member's sign-in at the desk, as a new password does.
    pub async fn end_sign_in(&self) -> Result<()> {
        Ok(self.serving.2.set_password(&self.demo.member, self.demo.member_password.clone()).await?)
    }

    /// Another start of the app, as from the menu of programs.
    pub fn start_once_more(&self, more: &[&str]) -> Result<Part> {
        self.start(&mut self.command(more)?)
    }

    /// Starts what [`Self::command`] has made, after whatever else it was told.
    pub fn start(&self, command: &mut Command) -> Result<Part> {
        self.session.spawn("svara", command)
    }

    /// The app, as it is started in this house.
    pub fn command(&self, more: &[&str]) -> Result<Command> {
        let mut command = self.session.command(binary()?);
        command.args(self.arguments()).args(more);
        Ok(command)
    }

    /// The same, until it has ended, with success, because the app runs already.
    pub async fn second_start(&self, more: &[&str]) -> Result<()> {
        let mut second = self.start_once_more(more)?;
        let ended = timeout(SECOND, second.wait()).await.context("the second start goes on")??;
        ensure!(ended.success(), "the second start: {ended}");
        Ok(())
    }

    /// Signs in through the form, and ends when the lists are complete.
    pub async fn sign_in(&self, window: &AppWindow) -> Result<()> {
        window.write("#address", &self.desk).await?;
        window.write("#user-name", &self.demo.member).await?;
        window.write("#password", &self.demo.member_password).await?;
        window.press("#sign-in").await?;
        window.says("#list-title", &words("status-awaiting")?).await?;
        window.says("[data-testid=freshness]", &words("fresh-checked")?).await?;
        Ok(())
    }

    /// Chooses a picture in the desktop's file dialog, which that button opens, and ends when it stands in the window.
    pub async fn choose(&self, window: &AppWindow, button: &str, file: &Path) -> Result<()> {
        let screen = self.session.screen()?;
        let main = screen.wait_for_class(CLASS).await?;
        window.press(button).await?;
        let dialog = FileDialog::wait(&screen, &main).await?;
        self.album.take(&self.session, "file-dialog").await?;
        dialog.choose(&screen, file).await?;
        let name = file.file_name().and_then(|name| name.to_str()).context("a file without a name")?;
        window.says("[data-testid=enclosed]", name).await?;
        window.pictured("[data-testid=enclosed] img").await
    }

    /// A picture of the display while the window is in sight.
    pub async fn take(&self, window: &AppWindow, name: &str) -> Result<()> {
        self.album.take_drawn(&self.session, window, name).await
    }

    fn arguments(&self) -> [String; 2] {
        ["--data-folder".to_owned(), self.data.display().to_string()]
    }

    fn logs(&self) -> String {
        let own = files(&self.data.join("logs")).unwrap_or_default();
        let own = own.iter().filter_map(|file| fs::read_to_string(file).ok()).collect::<String>();
        self.session.logs() + &own
    }
}

/// The files below a folder that hold a text.
pub fn files_with(folder: &Path, text: &str) -> Result<Vec<PathBuf>> {
    let mut found = files(folder)?;
    // What is gone meanwhile holds nothing.
    found.retain(|file| fs::read(file).is_ok_and(|bytes| holds(&bytes, text)));
    Ok(found)
}

/// Whether a text stands in these bytes.
pub fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|part| part == text.as_bytes())
}

fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.append(&mut files(&path)?);
        } else {
            found.push(path);
        }
    }
    Ok(found)
}
