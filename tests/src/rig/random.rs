//! Randomness from a seed, for both sides.

use std::sync::{Mutex, PoisonError};

use fastrand::Rng;

/// The same bytes for the same seed.
#[derive(Debug)]
pub struct SeededRandom(Mutex<Rng>);

impl SeededRandom {
    /// The bytes of a seed.
    pub fn new(seed: u64) -> Self {
        Self(Mutex::new(Rng::with_seed(seed)))
    }

    fn next(&self, bytes: &mut [u8]) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).fill(bytes);
    }
}

impl svara_model::Random for SeededRandom {
    fn fill(&self, bytes: &mut [u8]) {
        self.next(bytes);
    }
}

impl svara_desk::Random for SeededRandom {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), svara_desk::NoRandomness> {
        self.next(bytes);
        Ok(())
    }
}
