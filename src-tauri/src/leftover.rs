//! What a web view leaves behind. WebKit on Linux keeps its network process until the app ends, and Tauri the context that
//! holds it (<https://github.com/tauri-apps/tauri/issues/14626>): a fifth of what the app weighs in the tray. It is ended when
//! no window has come back, and WebKit starts another one with the next window.

use std::time::Duration;

use tauri::AppHandle;

/// A window that was closed by mistake comes back at once.
const GRACE: Duration = Duration::from_secs(5);

/// Ends what no window needs any more.
pub(crate) async fn let_go(handle: AppHandle) {
    tokio::time::sleep(GRACE).await;
    if is_driven() {
        return;
    }
    let asked = handle.clone();
    // On the main thread, where windows are made: none can come in between.
    let work = move || {
        if crate::window::find(&handle).is_none() {
            end();
        }
    };
    if let Err(problem) = asked.run_on_main_thread(work) {
        tracing::debug!(%problem, "the app is about to end");
    }
}

/// Whether a WebDriver drives the app: WebKit would end its session with the process, and a story goes on without a window.
fn is_driven() -> bool {
    std::env::var("TAURI_WEBVIEW_AUTOMATION").is_ok_and(|said| said == "true")
}

#[cfg(target_os = "linux")]
fn end() {
    for child in linux::children() {
        if let Err(problem) = linux::end(child) {
            tracing::warn!(%problem, "WebKit's network process goes on");
        }
    }
}

#[cfg(not(target_os = "linux"))]
fn end() {}

#[cfg(target_os = "linux")]
mod linux {
    use std::{fs, path::Path};

    use rustix::process::{Pid, Signal, kill_process};

    /// As far as the kernel keeps a name.
    const NETWORK: &str = "WebKitNetworkPr";

    /// The network processes that this process has started.
    pub(super) fn children() -> Vec<Pid> {
        let threads = fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
        let lists = threads.filter_map(|thread| fs::read_to_string(thread.path().join("children")).ok());
        let ids: Vec<i32> = lists.flat_map(|list| numbers(&list)).collect();
        ids.into_iter().filter(|id| is_network(*id)).filter_map(Pid::from_raw).collect()
    }

    fn numbers(list: &str) -> Vec<i32> {
        list.split_whitespace().filter_map(|id| id.parse().ok()).collect()
    }

    fn is_network(id: i32) -> bool {
        let name = fs::read_to_string(Path::new("/proc").join(id.to_string()).join("comm"));
        name.is_ok_and(|name| name.trim_end() == NETWORK)
    }

    /// A child keeps its number until it is waited for: no other process can be meant.
    pub(super) fn end(child: Pid) -> rustix::io::Result<()> {
        kill_process(child, Signal::TERM)
    }
}
