//! Seams for this crate's own tests.

use std::{future::Future, pin::Pin, sync::Mutex, time::Duration};

use jiff::Timestamp;
use svara_model::{Clock, Random};

/// Tokio's time, from a fixed moment on; with `start_paused` it moves only when everything waits.
pub(crate) struct TokioClock {
    from: Timestamp,
    at: tokio::time::Instant,
}

impl TokioClock {
    pub(crate) fn new() -> Self {
        Self { from: crate::store::moment(1_790_000_000_000), at: tokio::time::Instant::now() }
    }
}

impl Clock for TokioClock {
    fn now(&self) -> Timestamp {
        self.from + self.at.elapsed()
    }

    fn sleep(&self, length: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        Box::pin(tokio::time::sleep(length))
    }
}

/// Bytes that are the same in every run.
pub(crate) struct SeededRandom(Mutex<u64>);

impl SeededRandom {
    pub(crate) fn new(seed: u64) -> Self {
        Self(Mutex::new(seed))
    }
}

impl Random for SeededRandom {
    fn fill(&self, bytes: &mut [u8]) {
        let mut state = self.0.lock().expect("no test panics while it holds this");
        for byte in bytes {
            // SplitMix64's step: enough to tell ids apart.
            *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mixed = (*state ^ (*state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            *byte = (mixed >> 56) as u8;
        }
    }
}
