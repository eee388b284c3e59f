//! The connections that notices came from.

use std::sync::Arc;

use notify_rust::{NotificationHandle, NotificationResponse};
use svara_model::{ActKind, ShownId};
use zbus::names::OwnedUniqueName;

use super::{super::act_of, ears::Ears};
use crate::tasks::OwnedTask;

/// Each is a connection; the oldest goes when there are more.
const MOST: usize = 64;

/// Notices that stand, as far as we know.
///
/// GNOME Shell takes all of an app's notices away when the connection of the first of them closes, and dunst answers
/// only the connection that a notice came from. So all connections are kept while any of the notices stands.
#[derive(Debug, Default)]
pub(super) struct Standing {
    notices: Vec<Stood>,
}

#[derive(Debug)]
struct Stood {
    shown: ShownId,
    server: OwnedUniqueName,
    /// Keeps the connection.
    _handle: Arc<NotificationHandle>,
    /// None once it was replaced.
    waiter: Option<OwnedTask>,
}

impl Standing {
    pub(super) fn add(
        &mut self,
        shown: ShownId,
        server: &OwnedUniqueName,
        handle: NotificationHandle,
        ears: &Ears,
    ) {
        self.notices.retain(|notice| notice.server == *server);
        for notice in self.notices.iter_mut().filter(|notice| notice.shown == shown) {
            notice.waiter = None;
        }
        if self.notices.iter().all(Stood::is_over) {
            self.notices.clear();
        }
        if self.notices.len() >= MOST {
            self.notices.remove(0);
        }
        let handle = Arc::new(handle);
        let waiter = Some(ears.overhear(shown.clone(), wait(Arc::clone(&handle))));
        self.notices.push(Stood { shown, server: server.clone(), _handle: handle, waiter });
    }
}

impl Stood {
    fn is_over(&self) -> bool {
        self.waiter.as_ref().is_none_or(OwnedTask::is_done)
    }
}

/// Begins a little after the notice is shown, so an act within the first millisecond is not heard here.
async fn wait(handle: Arc<NotificationHandle>) -> Option<ActKind> {
    let mut kind = None;
    handle
        .wait_for_action_async(|response: &NotificationResponse| {
            kind = match response {
                NotificationResponse::Default => Some(ActKind::Open),
                NotificationResponse::Action(key) => act_of(key),
                NotificationResponse::Closed(_) => Some(ActKind::Gone),
                NotificationResponse::Reply(_) => None,
            };
        })
        .await;
    kind
}
