//! The desktop shell: the window, the tray, the one entry for the window's commands, and everything of the house put
//! together. This crate must not know any rule of the product and any text that a member reads.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod arguments;
mod desk;
mod files;
mod folder;
mod front;
mod host;
mod house;
mod ipc;
mod leftover;
mod line;
mod logs;
mod once;
mod self_test;
mod time;
mod tray;
mod window;

use std::{process::ExitCode, sync::Arc};

use anyhow::{Context, Result};
use clap::Parser;
use tauri::{App, RunEvent, async_runtime};

use crate::{
    arguments::Arguments,
    folder::DataFolder,
    house::House,
    once::{First, Wished},
};

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(&arguments) {
        Ok(code) => ExitCode::from(code),
        Err(problem) => {
            tracing::error!("the app ends: {problem:#}");
            if arguments.self_test { ExitCode::from(self_test::none()) } else { ExitCode::FAILURE }
        }
    }
}

fn run(arguments: &Arguments) -> Result<u8> {
    let folder = DataFolder::prepare(arguments.data_folder.as_deref())?;
    let _flushes_at_the_end = logs::start(&folder.logs())?;
    if arguments.self_test {
        return self_test::run(&folder);
    }
    let (wishes, wished) = once::line();
    let Some(first) = First::begin(&folder, &wishes)? else {
        tracing::info!("the app that runs was told");
        return Ok(0);
    };
    let app = build(&first)?;
    // Only now: another start of the app with this folder has handed over to the first one and is gone.
    let _held_while_the_app_runs = async_runtime::block_on(folder.take())?;
    let house = async_runtime::block_on(House::open(app.handle().clone(), folder, arguments))?;
    let mut begins = Some((arguments.clone(), wished));
    let code = app.run_return(move |_, event| happened(&house, &first, &mut begins, event));
    tracing::info!(code, "the app has ended");
    Ok(u8::try_from(code).unwrap_or(1))
}

fn build(first: &First) -> Result<App> {
    first
        .watch(tauri::Builder::default())
        .register_asynchronous_uri_scheme_protocol(files::SCHEME, |context, request, responder| {
            files::serve(&context, request, responder);
        })
        .invoke_handler(tauri::generate_handler![ipc::call])
        .on_window_event(window::happened)
        .build(tauri::generate_context!())
        .context("the desktop cannot be reached")
}

/// `begins`: how the app was started, and what other starts want of it, until it has begun.
fn happened(house: &Arc<House>, first: &First, begins: &mut Option<(Arguments, Wished)>, event: RunEvent) {
    match event {
        RunEvent::Ready => {
            if let Err(problem) = house.begin() {
                tracing::error!(%problem, "the tray icon cannot be made");
            }
            let Some((arguments, wished)) = begins.take() else { return };
            if let Some(link) = arguments.link {
                house.follow(link);
            }
            if !arguments.hidden {
                house.shell.show(None);
            }
            house.open_to_others(wished);
        }
        // The last window is gone: the app goes on in the tray. An end that was asked for has a code.
        RunEvent::ExitRequested { code: None, api, .. } => api.prevent_exit(),
        RunEvent::Exit => async_runtime::block_on(async {
            first.end().await;
            house.stop().await;
        }),
        #[cfg(target_os = "macos")]
        RunEvent::Reopen { .. } => house.shell.show(None),
        // macOS hands links over by an event, not by arguments.
        #[cfg(target_os = "macos")]
        RunEvent::Opened { urls } => urls.first().into_iter().for_each(|link| first.opened(link.to_string())),
        _ => {}
    }
}
