//! `svara --self-test`: asks the app that runs, or opens its data and looks, without sending or telling anything but
//! the trial's notice.

use std::{
    fs::File,
    io::{self, ErrorKind, Write},
    sync::Arc,
};

use anyhow::{Context, Result, bail};
use async_trait::async_trait;
use svara_api::{App, BuiltIn, Host, HostProblem};
use tauri::async_runtime;
use tokio::time::interval;

use crate::{
    folder::{DataFolder, LOOK},
    house, line,
};

/// So many times the app that runs is asked: it may be about to open.
const LOOKS: u32 = 80;

/// Prints whether the member would be told; answers the code to end with.
pub(crate) fn run(folder: &DataFolder) -> Result<u8> {
    async_runtime::block_on(async {
        let mut looks = interval(LOOK);
        for _ in 0..LOOKS {
            looks.tick().await;
            // An app that waits for the folder goes first.
            if !folder.is_wanted()?
                && let Ok(held) = folder.lock()
                && let Some(code) = look(folder, held).await?
            {
                return Ok(code);
            }
            match line::ask(folder, print).await {
                Ok(code) => return Ok(code),
                Err(problem) if matches!(problem.kind(), ErrorKind::Unsupported | ErrorKind::TimedOut) => {
                    return Err(problem).context("the Svara that runs here does not answer");
                }
                Err(problem) => tracing::debug!(%problem, "no answer yet"),
            }
        }
        bail!("the Svara that runs here does not answer")
    })
}

/// Looks at the data itself; none: an app wants it, and can be asked soon.
async fn look(folder: &DataFolder, _held_meanwhile: File) -> Result<Option<u8>> {
    let app = App::open_to_look(house::parts(folder).await?, Arc::new(NoWindow)).await;
    let app = app.context("the app's data cannot be opened")?;
    let code = app.self_test_until(folder.wanted(), print).await;
    app.stop().await;
    Ok(code)
}

/// Says that nothing could be tested; answers the code to end with.
pub(crate) fn none() -> u8 {
    print(svara_api::not_tested(svara_native::system_locale().as_deref()));
    svara_api::NOT_TESTED
}

fn print(line: String) {
    let _closed_terminal = io::stdout().write_all((line + "\n").as_bytes());
}

/// A host that has no window and makes none.
struct NoWindow;

#[async_trait]
impl Host for NoWindow {
    async fn open_url(&self, _url: &str) -> Result<(), HostProblem> {
        Err(HostProblem("this is a self-test".to_owned()))
    }

    async fn show_window(&self, _activation: Option<&str>) {}

    fn in_front(&self) -> bool {
        false
    }

    fn has_window(&self) -> bool {
        false
    }

    async fn hide_window(&self) {}

    async fn quit(&self) {}

    fn built_in(&self) -> Option<BuiltIn> {
        None
    }

    async fn start_built_in(&self) -> Result<BuiltIn, HostProblem> {
        Err(HostProblem("this is a self-test".to_owned()))
    }
}
