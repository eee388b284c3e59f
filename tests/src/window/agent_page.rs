//! A team member at work in the desk's own page, in a real Chromium on the display on which the app's window stands.
//!
//! The page is driven by Playwright, as the stories are, through what they know of the console (`tests/stories/pages`): a
//! story of one test that takes its steps from here, one line each, and answers each when it is done.

use std::{env, path::Path, path::PathBuf};

use anyhow::{Context, Result, bail, ensure};
use serde_json::json;
use svara_desk::Demo;
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines},
    net::{
        UnixListener,
        unix::{OwnedReadHalf, OwnedWriteHalf},
    },
    time::timeout,
};

use super::START;
use crate::session::{Part, Session};

/// The page, for as long as it is open.
#[derive(Debug)]
pub struct AgentPage {
    browser: Part,
    log: PathBuf,
    steps: OwnedWriteHalf,
    answers: Lines<BufReader<OwnedReadHalf>>,
}

impl AgentPage {
    /// Opens the console, signs in as the demo's agent and goes on duty.
    pub async fn open(session: &Session, desk: &str, demo: &Demo) -> Result<Self> {
        const NAME: &str = "agent-page";
        let folder = session.folder("XDG_RUNTIME_DIR").join(NAME);
        let socket = folder.with_extension("steps");
        let listener = UnixListener::bind(&socket)?;
        let stories = Path::new(env!("CARGO_MANIFEST_DIR")).join("stories");
        let mut command = session.command("node");
        command
            .arg(stories.join("../../node_modules/@playwright/test/cli.js"))
            .args(["test", "--config", "beside.config.ts"])
            .current_dir(&stories)
            .env("SVARA_STORY_RESULTS", &folder)
            .env(
                "SVARA_BESIDE",
                json!({
                    "steps": socket,
                    "desk": desk,
                    "agent": {"user_name": demo.agent, "password": demo.agent_password},
                })
                .to_string(),
            );
        if let Some(browsers) = browsers() {
            command.env("PLAYWRIGHT_BROWSERS_PATH", browsers);
        }
        let browser = session.spawn(NAME, &mut command)?;
        let log = session.log(NAME);
        let Ok(connected) = timeout(START, listener.accept()).await else {
            bail!("the agent's page did not come in time: {}", said(&log));
        };
        let (answers, steps) = connected?.0.into_split();
        let mut page = Self { browser, log, steps, answers: BufReader::new(answers).lines() };
        page.step("begin", "").await?;
        Ok(page)
    }

    /// Waits until a member of that name stands in the queue.
    pub async fn waits(&mut self, member: &str) -> Result<()> {
        self.step("waits", member).await
    }

    /// Takes the chat of a member who waits.
    pub async fn take(&mut self, member: &str) -> Result<()> {
        self.step("take", member).await
    }

    /// Says something in the chat that is open.
    pub async fn say(&mut self, text: &str) -> Result<()> {
        self.step("say", text).await
    }

    /// Waits until that is the newest of the chat.
    pub async fn reads(&mut self, text: &str) -> Result<()> {
        self.step("reads", text).await
    }

    /// Waits until the newest has that picture, whole.
    pub async fn sees(&mut self, picture: &str) -> Result<()> {
        self.step("sees", picture).await
    }

    /// Waits until the member has ended the chat.
    pub async fn is_left(&mut self) -> Result<()> {
        self.step("is left", "").await
    }

    /// Closes the page. It fails if something happened in it that never may: an error, or a request to elsewhere.
    pub async fn close(mut self) -> Result<()> {
        self.steps.shutdown().await?;
        let ended =
            timeout(START, self.browser.wait()).await.context("the agent's page does not close")??;
        ensure!(ended.success(), "the agent's page: {}", said(&self.log));
        Ok(())
    }

    async fn step(&mut self, step: &str, what: &str) -> Result<()> {
        let line = format!("{}\n", json!({"step": step, "what": what}));
        self.steps.write_all(line.as_bytes()).await?;
        if self.answers.next_line().await?.is_none() {
            // It says why before it ends.
            timeout(START, self.browser.wait()).await.ok();
            bail!("the agent could not: {step} {what:?}\n{}", said(&self.log));
        }
        Ok(())
    }
}

/// Where Playwright keeps browsers that it has fetched. A session has a home of its own, in which there are none.
fn browsers() -> Option<PathBuf> {
    if env::var_os("PLAYWRIGHT_BROWSERS_PATH").is_some() {
        return None;
    }
    let cache = env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
    let cache = cache.or_else(|| Some(Path::new(&env::var_os("HOME")?).join(".cache")))?;
    Some(cache.join("ms-playwright"))
}

fn said(log: &Path) -> String {
    std::fs::read_to_string(log).unwrap_or_default()
}
