//! Slows guessing of passwords down. Nobody is locked out for good, and nobody can lock another out: what one source
//! tries never costs a fresh source its try at the same account.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use crate::problem::{Code, Problem};

/// Tries of one source at one account before it has to wait.
const FREE: u32 = 5;
/// The same, while many sources try the account.
const FREE_UNDER_ATTACK: u32 = 1;
/// Failures at one account, from all sources, that make an attack.
const ATTACK: u32 = 50;
/// Tries of one source at all accounts before it has to wait.
const FREE_OF_SOURCE: u32 = 30;
const SECOND: i64 = 1000;
const LONGEST: i64 = 15 * 60 * SECOND;
/// Without a try for this long, everything is forgotten.
const FORGET: i64 = 60 * 60 * SECOND;
/// Places remembered at most; the oldest go first.
const ROOM: usize = 20_000;

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Place {
    Pair { account: String, source: String },
    Account(String),
    Source(String),
}

#[derive(Debug, Clone, Copy, Default)]
struct Tries {
    count: u32,
    last: i64,
}

/// Remembers tries in memory; a restart forgets them.
#[derive(Debug, Default)]
pub(crate) struct Throttle(Mutex<HashMap<Place, Tries>>);

impl Throttle {
    /// Counts a try *before* it is made, so that many at once count too; refuses when it comes too early.
    pub(crate) fn begin(&self, account: &str, source: &str, now: i64) -> Result<(), Problem> {
        let mut places = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let [pair, whole, from] = places_of(account, source);
        let of =
            |place: &Place| places.get(place).copied().filter(|t| now - t.last < FORGET).unwrap_or_default();
        let free = if of(&whole).count >= ATTACK { FREE_UNDER_ATTACK } else { FREE };
        let wait = wait(of(&pair), free, now).max(wait(of(&from), FREE_OF_SOURCE, now));
        if wait > 0 {
            let seconds = u64::try_from(wait.div_euclid(SECOND) + 1).unwrap_or(1);
            return Err(Problem::new(Code::Locked).retry_after(seconds));
        }
        let counted: Vec<_> = [pair, whole, from].map(|place| (of(&place), place)).into();
        for (tries, place) in counted {
            places.insert(place, Tries { count: tries.count.saturating_add(1), last: now });
        }
        make_room(&mut places, now);
        Ok(())
    }

    /// The try was right: the pair is trusted again, and what it counted elsewhere is taken back.
    pub(crate) fn succeed(&self, account: &str, source: &str) {
        let mut places = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let [pair, whole, from] = places_of(account, source);
        let own = places.remove(&pair).map_or(0, |tries| tries.count);
        for place in [whole, from] {
            if let Some(tries) = places.get_mut(&place) {
                tries.count = tries.count.saturating_sub(own);
            }
        }
    }

    /// The try was never made, for the desk was busy.
    pub(crate) fn take_back(&self, account: &str, source: &str) {
        let mut places = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for place in places_of(account, source) {
            if let Some(tries) = places.get_mut(&place) {
                tries.count = tries.count.saturating_sub(1);
            }
        }
    }
}

fn places_of(account: &str, source: &str) -> [Place; 3] {
    let (account, source) = (account.to_owned(), source.to_owned());
    [
        Place::Pair { account: account.clone(), source: source.clone() },
        Place::Account(account),
        Place::Source(source),
    ]
}

/// Milliseconds until the next try; it doubles with every try over the free ones.
fn wait(tries: Tries, free: u32, now: i64) -> i64 {
    if tries.count < free {
        return 0;
    }
    let doubled = 1_i64.checked_shl((tries.count - free).min(20)).unwrap_or(LONGEST);
    let delay = doubled.saturating_mul(SECOND).min(LONGEST);
    (tries.last + delay - now).max(0)
}

fn make_room(places: &mut HashMap<Place, Tries>, now: i64) {
    if places.len() <= ROOM {
        return;
    }
    places.retain(|_, tries| now - tries.last < FORGET);
    if places.len() > ROOM {
        let mut times: Vec<i64> = places.values().map(|tries| tries.last).collect();
        times.sort_unstable();
        let middle = times.get(times.len() / 2).copied().unwrap_or(now);
        places.retain(|_, tries| tries.last > middle);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(problem: &Problem) -> String {
        use axum::response::IntoResponse;
        let response = Problem::new(problem.code()).retry_after(0).into_response();
        response.status().to_string()
    }

    #[test]
    fn the_delay_grows_and_is_bounded() {
        let throttle = Throttle::default();
        let mut now = 0;
        for _ in 0..FREE {
            throttle.begin("elsa", "a", now).unwrap();
        }
        let mut delays = Vec::new();
        for _ in 0..14 {
            let mut delay = 0;
            while throttle.begin("elsa", "a", now + delay).is_err() {
                delay += SECOND;
            }
            now += delay;
            delays.push(delay / SECOND);
        }
        assert_eq!(&delays[..6], [1, 2, 4, 8, 16, 32]);
        assert_eq!(delays.last(), Some(&(LONGEST / SECOND)));
        assert!(seconds(&throttle.begin("elsa", "a", now).unwrap_err()).starts_with("429"));
    }

    #[test]
    fn a_victim_still_signs_in_from_another_source() {
        let throttle = Throttle::default();
        for source in 0..50 {
            for _ in 0..200 {
                let _ = throttle.begin("elsa", &format!("10.0.0.{source}"), 1);
            }
        }
        assert!(throttle.begin("elsa", "10.0.0.1", 2).is_err());
        assert!(throttle.begin("elsa", "192.0.2.7", 2).is_ok());
    }

    #[test]
    fn one_source_cannot_walk_all_accounts() {
        let throttle = Throttle::default();
        let passed = (0..1000).filter(|n| throttle.begin(&format!("user{n}"), "a", 1).is_ok()).count();
        assert_eq!(passed, FREE_OF_SOURCE as usize);
    }

    #[test]
    fn a_right_password_clears_what_was_counted() {
        let throttle = Throttle::default();
        for _ in 0..1000 {
            throttle.begin("elsa", "a", 1).unwrap();
            throttle.succeed("elsa", "a");
        }
        for _ in 0..FREE {
            throttle.begin("elsa", "a", 1).unwrap();
        }
        assert!(throttle.begin("elsa", "a", 1).is_err());
        assert!(throttle.begin("elsa", "a", 1 + FORGET).is_ok(), "an hour later all is forgotten");
    }

    #[test]
    fn memory_is_bounded() {
        let throttle = Throttle::default();
        for n in 0..30_000 {
            let _ = throttle.begin(&format!("user{n}"), &format!("source{n}"), n);
        }
        assert!(throttle.0.lock().unwrap().len() <= ROOM + 3);
    }
}
