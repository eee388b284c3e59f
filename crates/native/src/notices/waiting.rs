//! macOS and Windows answer through the handle of a notice, by blocking: each notice waits on a thread of its own.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use notify_rust::{NotificationHandle, NotificationResponse};
use svara_model::{ActKind, NoticeAct, NoticeProblem, ShownId};
use tokio::sync::mpsc;

use super::{act_of, plain_act, tell};

/// A notice that is never pressed keeps its thread, so only that many are waited for; the ones beyond are shown but not
/// heard.
const MOST: usize = 32;

/// How many threads wait.
#[derive(Clone, Debug, Default)]
pub(super) struct Waiting(Arc<AtomicUsize>);

impl Waiting {
    /// Runs `show` on a thread of its own and waits there for what becomes of the notice.
    pub(super) fn start(
        &self,
        shown: ShownId,
        acts: mpsc::Sender<NoticeAct>,
        show: impl FnOnce() -> Option<NotificationHandle> + Send + 'static,
    ) -> Result<(), NoticeProblem> {
        let waiting = Arc::clone(&self.0);
        let work = move || {
            let Some(handle) = show() else { return };
            if waiting.fetch_add(1, Ordering::SeqCst) < MOST {
                wait(handle, &shown, &acts);
            }
            waiting.fetch_sub(1, Ordering::SeqCst);
        };
        let thread = std::thread::Builder::new().name("notice".to_owned()).spawn(work);
        thread.map(drop).map_err(|error| NoticeProblem::Other(error.to_string()))
    }
}

fn wait(handle: NotificationHandle, shown: &ShownId, acts: &mpsc::Sender<NoticeAct>) {
    let told = handle.wait_for_response(|response: &NotificationResponse| {
        let (kind, text) = match response {
            NotificationResponse::Default => (Some(ActKind::Open), None),
            NotificationResponse::Action(key) => (act_of(key), None),
            NotificationResponse::Closed(_) => (Some(ActKind::Gone), None),
            NotificationResponse::Reply(text) => (Some(ActKind::Answer), Some(text.clone())),
        };
        if let Some(kind) = kind {
            tell(acts, NoticeAct { text, ..plain_act(shown.clone(), kind) });
        }
    });
    if let Err(error) = told {
        tracing::warn!(%error, "what became of a notice is not known");
    }
}

/// A name that no other notice of any run has. (These platforms give none.)
pub(super) fn new_name() -> Result<ShownId, NoticeProblem> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|error| NoticeProblem::Other(error.to_string()))?;
    Ok(ShownId(format!("local/{:032x}", u128::from_be_bytes(bytes))))
}
