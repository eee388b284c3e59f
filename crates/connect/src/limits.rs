//! How long a desk may take.

use std::time::Duration;

/// How long a desk may take, whatever carries the requests; the default is the product's. [`crate::HttpOptions`] limits
/// what moves on the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// A call with a short answer, from its beginning to the answer's last byte, also when it drips.
    pub whole_call: Duration,
    /// How long a live feed may say nothing. A desk says something every 15 seconds, a comment if nothing else; three times
    /// that means the line is dead.
    pub silence: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self { whole_call: Duration::from_secs(60), silence: Duration::from_secs(45) }
    }
}
