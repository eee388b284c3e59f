//! Many writes, one commit. A commit waits for the disk, and however many came meanwhile wait for the next one together: each
//! runs in a part of one transaction, so that it fails alone, and nobody is answered before the whole of it is committed.

use std::panic::{AssertUnwindSafe, catch_unwind};

use rusqlite::Connection;
use tokio::sync::{mpsc, oneshot};

use crate::problem::Problem;

/// Writes of one transaction at most; the first of them waits for the last.
const MOST: usize = 64;

/// Something to write, and who waits for it.
pub(super) trait Job: Send {
    /// Does it. False: what it did is to be undone.
    fn run(&mut self, conn: &Connection) -> bool;
    /// Says how it ended; `committed` is how the transaction did.
    fn answer(self: Box<Self>, committed: Result<(), Problem>);
}

/// A [`Job`] of closures.
pub(super) struct Write<T, N, F, A> {
    work: Option<F>,
    /// None: it was not run, or it panicked.
    outcome: Option<Result<(T, N), Problem>>,
    then: A,
    done: oneshot::Sender<Result<T, Problem>>,
}

impl<T, N, F, A> Write<T, N, F, A> {
    pub(super) fn new(work: F, then: A, done: oneshot::Sender<Result<T, Problem>>) -> Self {
        Self { work: Some(work), outcome: None, then, done }
    }
}

impl<T, N, F, A> Job for Write<T, N, F, A>
where
    T: Send,
    N: Send,
    F: FnOnce(&Connection) -> Result<(T, N), Problem> + Send,
    A: FnOnce(N) + Send,
{
    fn run(&mut self, conn: &Connection) -> bool {
        self.outcome = self.work.take().map(|work| work(conn));
        matches!(self.outcome, Some(Ok(_)))
    }

    fn answer(self: Box<Self>, committed: Result<(), Problem>) {
        let Self { work, outcome, then, done } = *self;
        let ended = match (outcome, committed) {
            (Some(Err(problem)), _) | (_, Err(problem)) => Err(problem),
            (None, Ok(())) => Err(Problem::fault("a write of the store panicked")),
            (Some(Ok(done)), Ok(())) => Ok(done),
        };
        let answer = match ended {
            Ok((value, more)) => {
                then(more);
                Ok(value)
            }
            Err(problem) => {
                // What they hold is let go before anybody can ask again.
                drop((work, then));
                Err(problem)
            }
        };
        // Nobody may wait any more.
        let _ = done.send(answer);
    }
}

/// Ends when the last handle is dropped.
pub(super) fn run(mut conn: Connection, mut queue: mpsc::Receiver<Box<dyn Job>>) {
    let mut jobs = Vec::with_capacity(MOST);
    while queue.blocking_recv_many(&mut jobs, MOST) > 0 {
        carry_out(&mut conn, &mut jobs);
    }
}

/// Runs the jobs in their order, commits once, and answers them all.
fn carry_out(conn: &mut Connection, jobs: &mut Vec<Box<dyn Job>>) {
    let committed = commit(conn, jobs);
    for job in jobs.drain(..) {
        let committed = committed.clone();
        if catch_unwind(AssertUnwindSafe(|| job.answer(committed))).is_err() {
            tracing::error!("what followed a write of the store panicked");
        }
    }
}

fn commit(conn: &mut Connection, jobs: &mut [Box<dyn Job>]) -> Result<(), Problem> {
    let mut tx = conn.transaction()?;
    if let [alone] = jobs {
        // What it did is undone with the transaction.
        return if ran(alone, &tx) { Ok(tx.commit()?) } else { Ok(tx.rollback()?) };
    }
    for job in jobs {
        let part = tx.savepoint()?;
        if ran(job, &part) {
            part.commit()?;
        } else if part.is_autocommit() {
            // A disk that fails may have SQLite undo all of it.
            return Err(Problem::fault("another write ended the transaction"));
        } else {
            part.finish()?;
        }
    }
    Ok(tx.commit()?)
}

/// A panic costs only the job.
fn ran(job: &mut Box<dyn Job>, conn: &Connection) -> bool {
    catch_unwind(AssertUnwindSafe(|| job.run(conn))).unwrap_or_else(|_| {
        tracing::error!("a write of the store panicked");
        false
    })
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use tokio::sync::oneshot::{Receiver, error::TryRecvError};

    use super::*;
    use crate::problem::Code;

    type Answer = Receiver<Result<usize, Problem>>;
    type Heard = Arc<Mutex<Vec<&'static str>>>;

    /// A store in which what a word belongs to may be written after the word, but before the commit.
    fn store(folder: &tempfile::TempDir) -> Connection {
        let conn = Connection::open(folder.path().join("store.db")).unwrap();
        conn.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA foreign_keys = ON;
             CREATE TABLE book (id INTEGER PRIMARY KEY);
             CREATE TABLE word (text TEXT, book INTEGER REFERENCES book DEFERRABLE INITIALLY DEFERRED);",
        )
        .unwrap();
        conn
    }

    fn words(folder: &tempfile::TempDir) -> Vec<String> {
        let conn = Connection::open(folder.path().join("store.db")).unwrap();
        let mut words = conn.prepare("SELECT text FROM word ORDER BY rowid").unwrap();
        words.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    }

    fn job(
        work: impl FnOnce(&Connection) -> Result<usize, Problem> + Send + 'static,
        then: impl FnOnce() + Send + 'static,
    ) -> (Box<dyn Job>, Answer) {
        let (done, answer) = oneshot::channel();
        (Box::new(Write::new(move |conn: &Connection| Ok((work(conn)?, ())), move |()| then(), done)), answer)
    }

    fn put(text: &'static str) -> impl FnOnce(&Connection) -> Result<usize, Problem> + Send + 'static {
        move |conn| Ok(conn.execute("INSERT INTO word (text) VALUES (?1)", [text])?)
    }

    #[test]
    fn nobody_is_answered_before_the_commit() {
        let folder = tempfile::tempdir().unwrap();
        let mut conn = store(&folder);
        let heard = Heard::default();
        let seen = Arc::clone(&heard);
        let path = Arc::new(folder);
        let looking = Arc::clone(&path);
        let (first, mut answer) = job(put("one"), move || {
            assert_eq!(words(&looking), ["one", "two"], "what follows comes after the commit of all");
            seen.lock().unwrap().push("then");
        });
        let earlier = Arc::new(Mutex::new(None));
        let asked = Arc::clone(&earlier);
        let outside = Arc::clone(&path);
        let (second, mut second_answer) = job(
            move |conn| {
                assert!(words(&outside).is_empty(), "nothing is committed yet");
                *asked.lock().unwrap() = Some(answer.try_recv().map(drop));
                let written = put("two")(conn)?;
                drop(answer);
                Ok(written)
            },
            || {},
        );
        carry_out(&mut conn, &mut vec![first, second]);
        assert!(matches!(*earlier.lock().unwrap(), Some(Err(TryRecvError::Empty))));
        assert_eq!(second_answer.try_recv().unwrap().unwrap(), 1);
        assert_eq!(*heard.lock().unwrap(), ["then"], "also when nobody waits for the answer any more");
    }

    #[test]
    fn one_that_fails_and_one_that_panics_cost_only_themselves() {
        let folder = tempfile::tempdir().unwrap();
        let mut conn = store(&folder);
        let never = || panic!("nothing follows");
        let (good, mut good_answer) = job(put("good"), || {});
        let (bad, mut bad_answer) = job(
            |conn| {
                put("bad")(conn)?;
                Err(Code::Conflict.into())
            },
            never,
        );
        let (mad, mut mad_answer) = job(
            |conn| {
                put("mad")(conn)?;
                panic!("on purpose")
            },
            never,
        );
        let (last, mut last_answer) = job(put("last"), || {});
        carry_out(&mut conn, &mut vec![good, bad, mad, last]);
        assert_eq!(words(&folder), ["good", "last"]);
        assert_eq!(good_answer.try_recv().unwrap().unwrap(), 1);
        assert_eq!(bad_answer.try_recv().unwrap().unwrap_err().code(), Code::Conflict);
        assert_eq!(mad_answer.try_recv().unwrap().unwrap_err().code(), Code::Fault);
        assert_eq!(last_answer.try_recv().unwrap().unwrap(), 1);
    }

    #[test]
    fn one_alone_that_fails_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let mut conn = store(&folder);
        let (bad, mut answer) = job(
            |conn| {
                put("bad")(conn)?;
                Err(Code::Conflict.into())
            },
            || {},
        );
        carry_out(&mut conn, &mut vec![bad]);
        assert_eq!(answer.try_recv().unwrap().unwrap_err().code(), Code::Conflict);
        let (good, mut answer) = job(put("good"), || {});
        carry_out(&mut conn, &mut vec![good]);
        assert_eq!(answer.try_recv().unwrap().unwrap(), 1);
        assert_eq!(words(&folder), ["good"]);
    }

    /// Notes when it is let go whether the answer was there by then.
    struct Held(Arc<Mutex<Option<Answer>>>, Arc<Mutex<Vec<bool>>>);

    impl Drop for Held {
        fn drop(&mut self) {
            let answered = self.0.lock().unwrap().as_mut().is_none_or(|answer| answer.try_recv().is_ok());
            self.1.lock().unwrap().push(answered);
        }
    }

    #[test]
    fn what_a_write_holds_is_let_go_before_its_answer() {
        let folder = tempfile::tempdir().unwrap();
        let mut conn = store(&folder);
        let let_go = Arc::new(Mutex::new(Vec::new()));
        for fails in [false, true] {
            let answer = Arc::new(Mutex::new(None));
            let held = Held(Arc::clone(&answer), Arc::clone(&let_go));
            let work =
                move |conn: &Connection| if fails { Err(Code::Conflict.into()) } else { put("one")(conn) };
            let (write, waits) = job(work, move || drop(held));
            *answer.lock().unwrap() = Some(waits);
            carry_out(&mut conn, &mut vec![write]);
        }
        assert_eq!(*let_go.lock().unwrap(), [false, false]);
    }

    #[test]
    fn a_commit_that_fails_reaches_everybody() {
        let folder = tempfile::tempdir().unwrap();
        let mut conn = store(&folder);
        let (good, mut good_answer) = job(put("good"), || panic!("nothing follows"));
        let (bad, mut bad_answer) = job(|_| Err(Code::Conflict.into()), || {});
        // It is found out only when all is committed that this book is not there.
        let lost =
            |conn: &Connection| Ok(conn.execute("INSERT INTO word (text, book) VALUES ('lost', 1)", [])?);
        let (lost, mut lost_answer) = job(lost, || panic!("nothing follows"));
        carry_out(&mut conn, &mut vec![good, bad, lost]);
        assert!(words(&folder).is_empty());
        assert_eq!(good_answer.try_recv().unwrap().unwrap_err().code(), Code::Fault);
        assert_eq!(
            bad_answer.try_recv().unwrap().unwrap_err().code(),
            Code::Conflict,
            "it had failed before"
        );
        assert_eq!(lost_answer.try_recv().unwrap().unwrap_err().code(), Code::Fault);
        let (next, mut answer) = job(put("next"), || {});
        carry_out(&mut conn, &mut vec![next]);
        assert_eq!(answer.try_recv().unwrap().unwrap(), 1);
    }

    #[test]
    fn a_write_that_ends_the_transaction_takes_all_of_it_along() {
        let folder = tempfile::tempdir().unwrap();
        let mut conn = store(&folder);
        let (good, mut good_answer) = job(put("good"), || panic!("nothing follows"));
        let rolled_back = |conn: &Connection| {
            conn.execute_batch("ROLLBACK")?;
            Err(Code::Fault.into())
        };
        let (bad, mut bad_answer) = job(rolled_back, || {});
        let (last, mut last_answer) = job(put("last"), || panic!("nothing follows"));
        carry_out(&mut conn, &mut vec![good, bad, last]);
        for answer in [&mut good_answer, &mut bad_answer, &mut last_answer] {
            assert_eq!(answer.try_recv().unwrap().unwrap_err().code(), Code::Fault);
        }
        assert!(words(&folder).is_empty());
    }
}
