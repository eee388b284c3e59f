//! What the model tests run the real core against: a small desk and a small desktop in memory, whose faults are switched by
//! the test, and a clock that can be turned. Small enough to be believed without a test of their own.

mod clock;
mod desk;
mod desktop;

pub use clock::ModelClock;
pub use desk::{ModelDesk, ModelEntry, ModelIssue};
pub use desktop::{ModelDesktop, Shown};
