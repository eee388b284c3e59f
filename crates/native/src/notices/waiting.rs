//! macOS and Windows answer through the handle of a notice, by blocking: each notice waits on a thread of its own. Nothing is
//! replaced there, so an older notice of a tag may still stand: what is done with it counts for the newest.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use notify_rust::{CloseReason, NotificationHandle, NotificationResponse};
use svara_model::{ActKind, NoticeAct, NoticeProblem, ShownId};
use tokio::sync::mpsc;

use super::{act_of, plain_act, tell};

/// A notice that is never pressed keeps its thread, so only that many are waited for; the ones beyond are shown but not
/// heard. On macOS each of them also asks twice a second what became of it.
const MOST: usize = if cfg!(target_os = "macos") { 8 } else { 32 };

/// The notices that are waited for.
#[derive(Clone, Debug, Default)]
pub(super) struct Waiting(Arc<Mutex<Known>>);

#[derive(Debug, Default)]
struct Known {
    /// How many threads wait.
    waiting: usize,
    /// The newest notice of each tag in this run.
    newest: HashMap<String, ShownId>,
}

impl Waiting {
    /// Runs `show` on a thread of its own and waits there for what becomes of the notice.
    pub(super) fn start(
        &self,
        tag: &str,
        shown: ShownId,
        acts: mpsc::Sender<NoticeAct>,
        show: impl FnOnce() -> Option<NotificationHandle> + Send + 'static,
    ) -> Result<(), NoticeProblem> {
        let (its, tag) = (self.clone(), tag.to_owned());
        its.with(|known| known.newest.insert(tag.clone(), shown.clone()));
        let work = move || {
            let Some(handle) = show() else { return };
            let is_waited_for = its.with(|known| {
                known.waiting += 1;
                known.waiting <= MOST
            });
            if is_waited_for {
                its.wait(handle, &tag, &shown, &acts);
            }
            its.with(|known| known.waiting = known.waiting.saturating_sub(1));
        };
        let thread = std::thread::Builder::new().name("notice".to_owned()).spawn(work);
        thread.map(drop).map_err(|error| NoticeProblem::Other(error.to_string()))
    }

    fn wait(&self, handle: NotificationHandle, tag: &str, shown: &ShownId, acts: &mpsc::Sender<NoticeAct>) {
        let told = handle.wait_for_response(|response: &NotificationResponse| {
            let newest = self.with(|known| known.newest.get(tag).cloned()).unwrap_or_else(|| shown.clone());
            if let Some((kind, text)) = read(response)
                && (kind != ActKind::Gone || newest == *shown)
            {
                tell(acts, NoticeAct { text, ..plain_act(newest, kind) });
            }
        });
        if let Err(error) = told {
            tracing::warn!(%error, "what became of a notice is not known");
        }
    }

    fn with<T>(&self, work: impl FnOnce(&mut Known) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// What the member did. None: nothing that counts.
fn read(response: &NotificationResponse) -> Option<(ActKind, Option<String>)> {
    match response {
        NotificationResponse::Default => Some((ActKind::Open, None)),
        NotificationResponse::Action(key) => act_of(key).map(|kind| (kind, None)),
        NotificationResponse::Reply(text) => Some((ActKind::Answer, Some(text.clone()))),
        // It went to the list of notices, where it still stands.
        NotificationResponse::Closed(CloseReason::Expired) => None,
        NotificationResponse::Closed(_) => Some((ActKind::Gone, None)),
    }
}

/// A name that no other notice of any run has. (These platforms give none.)
pub(super) fn new_name() -> Result<ShownId, NoticeProblem> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|error| NoticeProblem::Other(error.to_string()))?;
    Ok(ShownId(format!("local/{:032x}", u128::from_be_bytes(bytes))))
}
