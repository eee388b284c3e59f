//! Random numbers from a seed: the same seed, the same schedule.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

/// A stream of numbers that depends on nothing but its seed and its name (SplitMix64). Clones go on with the same stream.
#[derive(Clone, Debug)]
pub(super) struct Dice(Arc<Mutex<u64>>);

impl Dice {
    /// The stream of this name in the schedule of this seed.
    pub(super) fn new(seed: u64, name: &str) -> Self {
        Self::named(seed ^ 0x9E37_79B9_7F4A_7C15, name)
    }

    /// A stream beside this one, which goes on as if nobody had asked: what is added later changes nothing of what was.
    pub(super) fn aside(&self, name: &str) -> Self {
        Self::named(*self.0.lock().unwrap_or_else(PoisonError::into_inner), name)
    }

    fn named(mut state: u64, name: &str) -> Self {
        for byte in name.bytes() {
            state = mixed(state.wrapping_add(u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3));
        }
        Self(Arc::new(Mutex::new(state)))
    }

    /// The next number.
    pub(super) fn next(&self) -> u64 {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        mixed(*state)
    }

    /// A number below `end`; 0 when there is none.
    pub(super) fn below(&self, end: u64) -> u64 {
        self.next().checked_rem(end).unwrap_or_default()
    }

    /// Whether something happens that happens so many times in a thousand.
    pub(super) fn chance(&self, in_thousand: u64) -> bool {
        self.below(1000) < in_thousand
    }

    /// One of them; none of nothing.
    pub(super) fn pick<'a, T>(&self, of: &'a [T]) -> Option<&'a T> {
        let at = usize::try_from(self.below(of.len() as u64)).ok()?;
        of.get(at)
    }

    /// One of them, each as often as its weight says.
    pub(super) fn weighted<T: Copy>(&self, of: &[(u64, T)]) -> Option<T> {
        let mut left = self.below(of.iter().map(|(weight, _)| weight).sum());
        for (weight, one) in of {
            if left < *weight {
                return Some(*one);
            }
            left -= weight;
        }
        None
    }

    /// A length between two, short ones as often as long ones at every scale.
    pub(super) fn length(&self, least: Duration, most: Duration) -> Duration {
        let (least, most) = (least.as_millis().max(1) as u64, most.as_millis().max(1) as u64);
        let doublings = (most / least).max(1).ilog2();
        let scale = least << self.below(u64::from(doublings) + 1);
        Duration::from_millis((scale + self.below(scale)).min(most))
    }
}

fn mixed(state: u64) -> u64 {
    let state = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let state = (state ^ (state >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    state ^ (state >> 31)
}

impl svara_model::Random for Dice {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            for (byte, random) in chunk.iter_mut().zip(self.next().to_le_bytes()) {
                *byte = random;
            }
        }
    }
}

impl svara_desk::Random for Dice {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), svara_desk::NoRandomness> {
        svara_model::Random::fill(self, bytes);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_depends_on_its_seed_and_name_alone() {
        let four = |seed, name| {
            let dice = Dice::new(seed, name);
            [(); 4].map(|()| dice.next())
        };
        assert_eq!(four(7, "line"), four(7, "line"));
        assert_ne!(four(7, "line"), four(7, "core"));
        assert_ne!(four(7, "line"), four(8, "line"));
    }

    #[test]
    fn a_stream_beside_another_one_changes_nothing_of_it() {
        let (dice, same) = (Dice::new(7, "line"), Dice::new(7, "line"));
        let aside = dice.aside("slowness");
        assert_ne!(aside.next(), same.next());
        assert_eq!(same.aside("x").next(), {
            dice.next();
            dice.aside("x").next()
        });
    }

    #[test]
    fn lengths_and_choices_stay_within_their_bounds() {
        let dice = Dice::new(1, "test");
        let (least, most) = (Duration::from_secs(1), Duration::from_secs(3600));
        for _ in 0..1000 {
            let length = dice.length(least, most);
            assert!(length >= least && length <= most);
            assert!(matches!(dice.weighted(&[(0, 'a'), (3, 'b'), (1, 'c')]), Some('b' | 'c')));
        }
        assert_eq!(dice.pick::<u8>(&[]), None);
    }
}
