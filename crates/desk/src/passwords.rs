//! Password hashing: argon2id, never more at once than there are cores, with a short queue before the desk says busy.

use std::sync::Arc;

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use tokio::sync::Semaphore;

use crate::{
    db::DbMode,
    problem::{Code, Problem},
    seams::Random,
};

const MEMORY_KIB: u32 = 19 * 1024;
const ROUNDS: u32 = 2;
/// Hashes that may wait for each core: about a second.
const QUEUE_PER_CORE: usize = 16;

/// Hashes and checks passwords.
#[derive(Clone)]
pub(crate) struct Passwords {
    mode: DbMode,
    cores: Arc<Semaphore>,
    queue: Arc<Semaphore>,
    /// Of a password that nobody has: an unknown user name costs the same work as a wrong password.
    dummy: Arc<str>,
}

/// How a password compares with the stored one.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Wrong,
    Right,
    /// Right, and the stored hash is weaker than today's: store this one.
    RightRehashed(String),
}

impl Passwords {
    pub(crate) fn new(mode: DbMode) -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Self {
            mode,
            cores: Arc::new(Semaphore::new(cores)),
            queue: Arc::new(Semaphore::new(cores * (1 + QUEUE_PER_CORE))),
            dummy: Arc::from(DUMMY),
        }
    }

    /// Checks a password; without a stored hash it does the same work and answers wrong.
    pub(crate) async fn check(
        &self,
        password: String,
        stored: Option<String>,
        random: Arc<dyn Random>,
    ) -> Result<Verdict, Problem> {
        let dummy = Arc::clone(&self.dummy);
        self.run(move || {
            let against = PasswordHash::new(stored.as_deref().unwrap_or(&dummy)).map_err(Problem::fault)?;
            let right = hasher()?.verify_password(password.as_bytes(), &against).is_ok();
            match (right, stored) {
                (true, Some(stored)) if !stored.starts_with(&strength()) => {
                    Ok(Verdict::RightRehashed(hash(&password, &*random)?))
                }
                (true, Some(_)) => Ok(Verdict::Right),
                _ => Ok(Verdict::Wrong),
            }
        })
        .await
    }

    /// The hash of a new password as a PHC string.
    pub(crate) async fn hash(&self, password: String, random: Arc<dyn Random>) -> Result<String, Problem> {
        self.run(move || hash(&password, &*random)).await
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        if self.mode == DbMode::Inline {
            return work();
        }
        let _place = self.queue.try_acquire().map_err(|_| Code::Busy)?;
        // The core's permit goes into the work: a caller that stops waiting does not free a core that is still hashing.
        let core = Arc::clone(&self.cores).acquire_owned().await.map_err(Problem::fault)?;
        let work = move || {
            let _core = core;
            work()
        };
        tokio::task::spawn_blocking(work).await.map_err(Problem::fault)?
    }
}

/// A fixed hash with today's strength.
const DUMMY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$c3ZhcmEtZHVtbXktc2FsdA$C/r7O01PL5ZkyjRkdkUeJp0dWCH9yhFHJ6hOoq1iVSE";

fn strength() -> String {
    format!("$argon2id$v=19$m={MEMORY_KIB},t={ROUNDS},p=1$")
}

fn hasher() -> Result<Argon2<'static>, Problem> {
    let params = Params::new(MEMORY_KIB, ROUNDS, 1, None).map_err(Problem::fault)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn hash(password: &str, random: &dyn Random) -> Result<String, Problem> {
    let mut salt = [0_u8; 16];
    random.fill(&mut salt)?;
    let hash = hasher()?.hash_password_with_salt(password.as_bytes(), &salt).map_err(Problem::fault)?;
    Ok(hash.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seams::SystemRandom;

    #[test]
    fn a_hash_has_the_promised_strength_and_verifies() {
        let stored = hash("svara-demo", &SystemRandom).unwrap();
        assert!(stored.starts_with(&strength()), "{stored}");
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(PasswordHash::new(DUMMY).is_ok(), "the dummy costs the same work");
    }

    #[tokio::test]
    async fn a_weaker_hash_is_replaced_at_the_next_sign_in() {
        let weak = Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(8, 1, 1, None).unwrap());
        let weak = weak.hash_password_with_salt(b"secret", b"0123456789abcdef").unwrap().to_string();
        let passwords = Passwords::new(DbMode::Thread);
        let check = |word: &str, stored: Option<&str>| {
            passwords.check(word.to_owned(), stored.map(str::to_owned), Arc::new(SystemRandom))
        };
        let Verdict::RightRehashed(new) = check("secret", Some(&weak)).await.unwrap() else {
            panic!("not rehashed")
        };
        assert_eq!(check("secret", Some(&new)).await.unwrap(), Verdict::Right);
        assert_eq!(check("Secret", Some(&new)).await.unwrap(), Verdict::Wrong);
        assert_eq!(check("secret", None).await.unwrap(), Verdict::Wrong);
    }

    #[tokio::test]
    async fn more_hashes_than_the_queue_holds_are_refused_at_once() {
        let passwords = Passwords::new(DbMode::Thread);
        let held = passwords.queue.available_permits();
        let _all = passwords.queue.try_acquire_many(u32::try_from(held).unwrap()).unwrap();
        let refused = passwords.hash("x".to_owned(), Arc::new(SystemRandom)).await.unwrap_err();
        assert_eq!(refused.code(), Code::Busy);
    }
}
