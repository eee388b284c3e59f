//! The desk for whoever hosts it: opened on a folder, asked in process or served, and given users and settings.

use std::{path::PathBuf, sync::Arc};

use axum::Router;

use crate::{
    app::App,
    cursor::Cursors,
    db::{Db, DbMode},
    door,
    facts::Facts,
    files::{Files, private_file, private_folder},
    hub::{Hub, News},
    keeping::Which,
    passwords::Passwords,
    presence::Presence,
    problem::{Code, Problem},
    routes,
    seams::{Clock, Random, SystemClock, SystemRandom, new_id},
    store::{
        self, chats, issues, operations, sessions, uploads,
        users::{self, User},
    },
    throttle::Throttle,
    wire::Role,
};

/// The shortest password.
const PASSWORD_CHARS: usize = 8;
/// Longer than any rule waits for a sign of life.
const REMEMBERED: i64 = 25 * 60 * 60 * 1000;

/// How a desk is opened.
#[derive(Clone)]
pub struct Settings {
    /// Everything the desk keeps lies in this folder: `desk.db` and `files/`. Only its owner may enter.
    pub folder: PathBuf,
    /// The SQLite VFS by name; `None` is the system's.
    pub vfs: Option<String>,
    /// Where database, files and hashing run.
    pub mode: DbMode,
    /// The desk's time.
    pub clock: Arc<dyn Clock>,
    /// Where tokens, ids and salts come from.
    pub random: Arc<dyn Random>,
}

impl Settings {
    /// A desk in `folder` with the computer's clock and randomness.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self {
            folder: folder.into(),
            vfs: None,
            mode: DbMode::Thread,
            clock: Arc::new(SystemClock),
            random: Arc::new(SystemRandom),
        }
    }
}

/// On which side of the desk a user is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UserRole {
    /// Writes issues.
    Member,
    /// Answers them.
    Agent,
}

/// A user to add.
#[derive(Debug, Clone)]
pub struct NewUser {
    /// What the user signs in with; compared without regard to case.
    pub user_name: String,
    /// At least 8 characters; without one the user cannot sign in by password.
    pub password: Option<String>,
    /// Which side.
    pub role: UserRole,
    /// The name that others see.
    pub name: String,
    /// Where the desk may write to.
    pub email: Option<String>,
    /// The member's number.
    pub member_id: Option<String>,
    /// The member's rank; one of [`Facts::ranks`].
    pub rank: Option<String>,
}

impl NewUser {
    /// A member without e-mail, number and rank.
    pub fn member(user_name: &str, name: &str) -> Self {
        Self::of(UserRole::Member, user_name, name)
    }

    /// An agent.
    pub fn agent(user_name: &str, name: &str) -> Self {
        Self::of(UserRole::Agent, user_name, name)
    }

    fn of(role: UserRole, user_name: &str, name: &str) -> Self {
        let (user_name, name) = (user_name.to_owned(), name.to_owned());
        Self { user_name, name, role, password: None, email: None, member_id: None, rank: None }
    }

    /// The same with a rank.
    #[must_use]
    pub fn rank(self, rank: &str) -> Self {
        Self { rank: Some(rank.to_owned()), ..self }
    }

    /// The same with a password.
    #[must_use]
    pub fn password(self, password: &str) -> Self {
        Self { password: Some(password.to_owned()), ..self }
    }
}

/// An open desk; clones share it. It closes when the last clone, router and server of it are gone.
#[derive(Clone)]
pub struct Desk {
    pub(crate) app: Arc<App>,
    pub(crate) folder: PathBuf,
}

impl Desk {
    /// Opens the desk of a folder, making both if there is none.
    pub async fn open(settings: Settings) -> Result<Self, Problem> {
        let Settings { folder, vfs, mode, clock, random } = settings;
        let files = folder.join("files");
        private_folder(&folder)?;
        private_folder(&files)?;
        let path = folder.join("desk.db");
        if vfs.is_none() {
            // SQLite gives its other files the rights of this one.
            private_file(&path)?;
        }
        let db = Db::open(path, vfs, mode).await?;
        let source = Arc::clone(&random);
        let origin = db.write(move |conn| store::origin(conn, &*source)).await?;
        let app = App {
            db,
            files: Files::new(files, mode, Arc::clone(&clock)),
            passwords: Passwords::new(mode),
            throttle: Throttle::default(),
            hub: Hub::new(),
            chat_cursors: Cursors::new(format!("{origin}.chats")),
            cursors: Cursors::new(origin),
            presence: Presence::new(clock.now().as_millisecond()),
            clock,
            random,
            in_flight: Default::default(),
            typing: Default::default(),
            looked: Default::default(),
        };
        Ok(Self { app: Arc::new(app), folder })
    }

    /// The desk's routes for a caller in the same process. There is no socket, so that any `Host` is answered; a foreign
    /// `Origin` is not.
    pub fn router(&self) -> Router {
        routes::router(Arc::clone(&self.app), door::Door::default())
    }

    /// The routes as a server on this loopback port has them: another `Host` is refused.
    pub fn loopback_router(&self, port: u16) -> Router {
        routes::router(Arc::clone(&self.app), door::Door::loopback(port))
    }

    /// Adds a user. [`Code::Conflict`] when the name is taken, [`Code::Invalid`] when a value is wrong.
    pub async fn add_user(&self, new: NewUser) -> Result<(), Problem> {
        let (user, hash) = self.prepare_user(new, &self.facts().await?).await?;
        let now = self.app.now();
        self.app.db.write(move |conn| users::add(conn, &user, hash.as_deref(), now)).await
    }

    /// The user as it is to be stored, with the hash of the password.
    pub(crate) async fn prepare_user(
        &self,
        new: NewUser,
        facts: &Facts,
    ) -> Result<(User, Option<String>), Problem> {
        check(&new, facts)?;
        let hash = match new.password {
            None => None,
            Some(password) => Some(self.app.passwords.hash(password, Arc::clone(&self.app.random)).await?),
        };
        let role = if new.role == UserRole::Agent { Role::Agent } else { Role::Member };
        let id = new_id(&*self.app.random)?;
        let NewUser { user_name, name, email, member_id, rank, .. } = new;
        Ok((User { id, user_name, role, name, email, member_id, rank }, hash))
    }

    /// Gives a user a new password; every session of theirs ends.
    pub async fn set_password(&self, user_name: &str, password: String) -> Result<(), Problem> {
        check_password(&password)?;
        let hash = self.app.passwords.hash(password, Arc::clone(&self.app.random)).await?;
        self.change_user(user_name, move |conn, user| users::set_password(conn, user, &hash)).await
    }

    /// Takes a user's access away; every session of theirs ends.
    pub async fn disable_user(&self, user_name: &str) -> Result<(), Problem> {
        self.change_user(user_name, users::disable).await
    }

    async fn change_user(
        &self,
        user_name: &str,
        change: impl FnOnce(&rusqlite::Connection, &str) -> Result<(), Problem> + Send + 'static,
    ) -> Result<(), Problem> {
        let user_name = user_name.to_owned();
        let work = move |conn: &rusqlite::Connection| {
            let user = users::by_name(conn, &user_name)?.ok_or(Code::NotFound)?;
            change(conn, &user.id)?;
            Ok(((), vec![News::UserEnded(user.id)]))
        };
        self.app.change(work).await
    }

    /// A session of this user without a password, for hosts that test: its token.
    pub async fn seed_session(&self, user_name: &str) -> Result<String, Problem> {
        let (user_name, now, random) = (user_name.to_owned(), self.app.now(), Arc::clone(&self.app.random));
        let work = move |conn: &rusqlite::Connection| {
            let user = users::by_name(conn, &user_name)?.ok_or(Code::NotFound)?;
            sessions::open(conn, &user.id, now, &*random)
        };
        Ok(self.app.db.write(work).await?.0)
    }

    /// The desk's settings.
    pub async fn facts(&self) -> Result<Facts, Problem> {
        self.app.facts().await
    }

    /// Replaces the desk's settings.
    pub async fn set_facts(&self, facts: Facts) -> Result<(), Problem> {
        facts.check().map_err(|reason| Problem::invalid("facts", reason))?;
        self.app.db.write(move |conn| facts.save(conn)).await
    }

    /// Looks after the chats once: ends those whose time is over, warns of silence, gives back to the queue what nobody has
    /// any more, and takes agents off duty of whom nothing is heard. Once a minute it also warns of the end of silent issues
    /// and closes them, where the desk has a rule. A server does it every second; a host that serves in process has to.
    pub async fn tick(&self) -> Result<(), Problem> {
        self.app.typing.sweep(self.app.now());
        self.app.keep_duty().await?;
        self.app.keep_rules(Which::All).await?;
        self.app.close_silent().await
    }

    /// Removes what has had its time: ended sessions, old keys, uploads that nothing uses. A server does it every hour.
    pub async fn sweep(&self) -> Result<(), Problem> {
        let now = self.app.now();
        self.app.presence.sweep(now.saturating_sub(REMEMBERED));
        let work = move |conn: &rusqlite::Connection| {
            sessions::sweep(conn, now)?;
            operations::sweep(conn, now)?;
            uploads::sweep(conn, now)
        };
        for id in self.app.db.write(work).await? {
            self.app.files.remove(&id).await?;
        }
        Ok(())
    }

    /// Removes an issue for good, as an administrator does with a statement of SQL: no event says so, and no app is told.
    pub async fn purge_issue(&self, id: &str) -> Result<(), Problem> {
        let id = id.to_owned();
        self.purge(move |conn| issues::purge(conn, &id)).await
    }

    /// Removes a chat for good, as [`Self::purge_issue`] does with an issue.
    pub async fn purge_chat(&self, id: &str) -> Result<(), Problem> {
        let id = id.to_owned();
        self.purge(move |conn| chats::purge(conn, &id)).await
    }

    async fn purge(
        &self,
        remove: impl FnOnce(&rusqlite::Connection) -> Result<Vec<String>, Problem> + Send + 'static,
    ) -> Result<(), Problem> {
        for file in self.app.db.write(remove).await? {
            self.app.files.remove(&file).await?;
        }
        Ok(())
    }

    /// Removes the files that a crash left without a record. Only while nobody uploads.
    pub(crate) async fn tidy(&self) -> Result<(), Problem> {
        for id in self.app.files.tidy().await? {
            let name = id.clone();
            if !self.app.db.read(move |conn| uploads::exists(conn, &name)).await? {
                self.app.files.remove(&id).await?;
            }
        }
        Ok(())
    }
}

/// The description of the HTTP contract, made from the code: OpenAPI 3.1 as JSON.
pub fn openapi() -> Result<String, Problem> {
    routes::openapi()
}

fn check(new: &NewUser, facts: &Facts) -> Result<(), Problem> {
    let name = new.user_name.trim();
    if name.is_empty()
        || name.chars().count() > 100
        || name.chars().any(|c| c.is_control() || c.is_whitespace())
    {
        return Err(Problem::invalid("user_name", "1 to 100 characters without spaces"));
    }
    if new.name.trim().is_empty() {
        return Err(Problem::invalid("name", "a name is needed"));
    }
    if let Some(rank) = &new.rank
        && !facts.ranks.contains(rank)
    {
        return Err(Problem::invalid("rank", format!("one of {}", facts.ranks.join(", "))));
    }
    new.password.as_deref().map_or(Ok(()), check_password)
}

fn check_password(password: &str) -> Result<(), Problem> {
    if (PASSWORD_CHARS..=256).contains(&password.chars().count()) {
        return Ok(());
    }
    Err(Problem::invalid("password", format!("{PASSWORD_CHARS} to 256 characters")))
}
