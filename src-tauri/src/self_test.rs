//! `svara --self-test`: asks the app that runs, or opens its data and looks, without sending or telling anything but
//! the trial's notice.

use std::{
    io::{self, Write},
    sync::Arc,
};

use anyhow::{Context, Result};
use async_trait::async_trait;
use svara_api::{App, BuiltIn, Host, HostProblem};
use tauri::async_runtime;

use crate::{folder::DataFolder, house, line};

/// Prints whether the member would be told; answers the code to end with.
pub(crate) fn run(folder: &DataFolder) -> Result<u8> {
    async_runtime::block_on(async {
        let Ok(_held_meanwhile) = folder.lock() else {
            return line::ask(folder, print).await.context("the Svara that runs here does not answer");
        };
        let app = App::open_to_look(house::parts(folder).await?, Arc::new(NoWindow)).await;
        let app = app.context("the app's data cannot be opened")?;
        let code = app.self_test(print).await;
        app.stop().await;
        Ok(code)
    })
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
