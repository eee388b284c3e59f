//! What a connection meets.

use std::time::Duration;

use fastrand::Rng;

/// What a connection meets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is carried as it should be.
    Good,
    /// It is reset as soon as it stands.
    Reset,
    /// It is reset after so many bytes of what was asked have gone on to the desk.
    ResetAfter(usize),
    /// It stands, and nothing is ever read from it or said on it.
    HalfOpen,
    /// Whatever is said on it disappears.
    BlackHole,
    /// Everything reaches the desk; nothing comes back.
    LostAnswer,
    /// The answers come a byte at a time, so long apart.
    Drip(Duration),
    /// It ends after so many bytes of the answers.
    Cut(usize),
    /// A byte of the answers, so many bytes in, is another one. Only what is encrypted finds that out.
    Garbled(usize),
}

/// How often connections meet something.
#[derive(Clone, Copy, Debug)]
pub struct Weather {
    /// How many of a hundred connections meet something.
    pub bad: u8,
    /// Between two bytes of an answer that drips.
    pub drip: Duration,
    /// Whether what is carried is encrypted, so that garbled bytes are found out.
    pub encrypted: bool,
}

impl Weather {
    pub(super) fn fate(&self, rng: &mut Rng) -> Fate {
        if rng.u8(0..100) >= self.bad {
            // A server may end a connection between two requests, too.
            return if rng.bool() { Fate::Good } else { Fate::Cut(rng.usize(4_000..40_000)) };
        }
        match rng.u8(0..if self.encrypted { 9 } else { 8 }) {
            0 => Fate::Reset,
            1 => Fate::ResetAfter(rng.usize(1..1_500)),
            2 => Fate::HalfOpen,
            3 => Fate::BlackHole,
            4 => Fate::LostAnswer,
            5 => Fate::Drip(self.drip),
            6 | 7 => Fate::Cut(rng.usize(1..2_500)),
            _ => Fate::Garbled(rng.usize(1..5_000)),
        }
    }
}

impl Fate {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Reset => "reset",
            Self::ResetAfter(_) => "reset in a request",
            Self::HalfOpen => "half-open",
            Self::BlackHole => "black hole",
            Self::LostAnswer => "lost answer",
            Self::Drip(_) => "byte by byte",
            Self::Cut(_) => "cut in an answer",
            Self::Garbled(_) => "garbled",
        }
    }
}
