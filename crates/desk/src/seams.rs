//! Time and randomness are passed in, so that a simulator can own them.

use std::{future::Future, pin::Pin, time::Duration};

/// A boxed future of a seam's method.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// The desk's time. It dates entries and expiry; the order of changes never depends on it.
pub trait Clock: Send + Sync {
    /// The present moment.
    fn now(&self) -> jiff::Timestamp;
    /// Ends after `length`, not earlier.
    fn sleep(&self, length: Duration) -> BoxFuture<'static, ()>;
}

/// A source of unpredictable bytes: tokens, ids and salts are made of it.
pub trait Random: Send + Sync {
    /// Fills `bytes`, or fails when the source is not to be had; then nothing may be made of them.
    fn fill(&self, bytes: &mut [u8]) -> Result<(), NoRandomness>;
}

/// The source of randomness failed.
#[derive(Debug, Clone, Copy, thiserror::Error)]
#[error("no randomness to be had from the operating system")]
pub struct NoRandomness;

/// The computer's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[allow(clippy::disallowed_methods, reason = "the one place that asks the computer for the time")]
    fn now(&self) -> jiff::Timestamp {
        jiff::Timestamp::now()
    }

    fn sleep(&self, length: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(length))
    }
}

/// The operating system's randomness.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemRandom;

impl Random for SystemRandom {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), NoRandomness> {
        getrandom::fill(bytes).map_err(|_| NoRandomness)
    }
}

/// 128 random bits as text: the id of an issue, an entry or an upload. It says nothing of how many there are.
pub(crate) fn new_id(random: &dyn Random) -> Result<String, NoRandomness> {
    let mut bytes = [0_u8; 16];
    random.fill(&mut bytes)?;
    Ok(hex::encode(bytes))
}
