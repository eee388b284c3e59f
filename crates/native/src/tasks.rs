//! A task that ends with its owner.

use std::future::Future;

use tokio::{runtime::Handle, task::AbortHandle};
use tracing::Instrument;

/// Runs until it is done or dropped.
#[derive(Debug)]
pub(crate) struct OwnedTask {
    handle: AbortHandle,
}

impl OwnedTask {
    /// Starts `work` under `name`, which its log lines carry.
    pub(crate) fn start(
        runtime: &Handle,
        name: &'static str,
        work: impl Future<Output = ()> + Send + 'static,
    ) -> Self {
        let span = tracing::info_span!("task", name);
        Self { handle: runtime.spawn(work.instrument(span)).abort_handle() }
    }

    /// Whether it came to its end by itself.
    pub(crate) fn is_done(&self) -> bool {
        self.handle.is_finished()
    }
}

impl Drop for OwnedTask {
    fn drop(&mut self) {
        self.handle.abort();
    }
}
