//! What the desk knows of the moment and stores nowhere: when each member was heard of last, and who is typing. A restart
//! forgets both; then everybody counts as heard of at the start.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use crate::wire::Role;

/// How long somebody types without saying so again.
const TYPING: i64 = 6_000;
/// The same word again is not told before this much has passed.
const AGAIN: i64 = 2_000;

/// When each user asked for something last.
#[derive(Debug, Clone)]
pub(crate) struct Presence {
    since: i64,
    seen: Arc<Mutex<HashMap<String, i64>>>,
}

impl Presence {
    pub(crate) fn new(now: i64) -> Self {
        Self { since: now, seen: Arc::default() }
    }

    pub(crate) fn note(&self, user: &str, now: i64) {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        match seen.get_mut(user) {
            Some(last) => *last = now,
            None => {
                seen.insert(user.to_owned(), now);
            }
        }
    }

    /// The last sign of life.
    pub(crate) fn last(&self, user: &str) -> i64 {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.get(user).copied().unwrap_or(self.since)
    }

    /// Forgets who was not heard of since `before`; they then count as heard of at the start, which is earlier.
    pub(crate) fn sweep(&self, before: i64) {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).retain(|_, last| *last >= before);
    }
}

#[derive(Debug, Clone, Copy)]
struct Hands {
    /// Until when they type; in the past: they stopped.
    until: i64,
    told: i64,
}

/// Who is typing in which chat.
#[derive(Debug, Clone, Default)]
pub(crate) struct Typing(Arc<Mutex<HashMap<(String, Role), Hands>>>);

impl Typing {
    /// Notes it and answers whether the other side is to be told.
    pub(crate) fn note(&self, chat: &str, by: Role, typing: bool, now: i64) -> bool {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let place = (chat.to_owned(), by);
        if typing {
            let known = all.get(&place).copied().filter(|hands| hands.until > now);
            let told = known.map(|hands| hands.told).filter(|told| now - told < AGAIN && *told <= now);
            all.insert(place, Hands { until: now + TYPING, told: told.unwrap_or(now) });
            told.is_none()
        } else {
            all.remove(&place).is_some_and(|hands| hands.until > now)
        }
    }

    pub(crate) fn of(&self, chat: &str, by: Role, now: i64) -> bool {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // A clock that was set back does not keep anybody typing.
        all.get(&(chat.to_owned(), by)).is_some_and(|hands| (1..=TYPING).contains(&(hands.until - now)))
    }

    pub(crate) fn sweep(&self, now: i64) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).retain(|_, hands| hands.until > now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typing_is_told_seldom_and_fades() {
        let typing = Typing::default();
        assert!(typing.note("a", Role::Agent, true, 0));
        assert!(!typing.note("a", Role::Agent, true, 1_000), "it was told a moment ago");
        assert!(typing.note("a", Role::Agent, true, 3_000));
        assert!(typing.of("a", Role::Agent, 8_999) && !typing.of("a", Role::Member, 8_999));
        assert!(!typing.of("a", Role::Agent, 9_000));
        assert!(!typing.note("a", Role::Agent, false, 9_001), "it had faded");
        assert!(typing.note("a", Role::Agent, true, 9_002));
        assert!(typing.note("a", Role::Agent, false, 9_003));
        assert!(!typing.of("a", Role::Agent, 9_004));
    }

    #[test]
    fn who_was_not_seen_yet_counts_from_the_start() {
        let presence = Presence::new(5);
        assert_eq!(presence.last("elsa"), 5);
        presence.note("elsa", 9);
        assert_eq!(presence.last("elsa"), 9);
        presence.sweep(10);
        assert_eq!(presence.last("elsa"), 5);
    }
}
