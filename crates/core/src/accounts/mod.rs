//! Who is signed in on this computer, and the loops that run for them.

pub(crate) mod sign_in;
pub(crate) mod sign_out;
mod slot;

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
    time::Duration,
};

use jiff::Timestamp;
use svara_model::{Account, AccountId, Connector, Cursor, Profile, RemoteId, VaultProblem};
use tokio::sync::Notify;

pub use sign_out::{SignOut, Unsent};
pub(crate) use slot::Slot;

use crate::{
    changes::Stale,
    chat,
    follow_up::{self, Patience},
    house::{House, Scope, lock},
    outbox,
    planted::{self, Bug},
    store::{AccountState, Counts},
    sync::{self, Budget, Metered},
    tasks::Tasks,
    trouble::Trouble,
};

/// A signed-in account and what runs for it. Its sign-in may have ended at the desk: then its lists stay readable.
pub(crate) struct Live {
    pub(crate) account: Account,
    /// Speaks to the desk for the member; never held up.
    pub(crate) connector: Arc<dyn Connector>,
    /// Speaks to the desk for the sync, which pays from the budget before.
    pub(crate) line: Arc<dyn Connector>,
    pub(crate) budget: Arc<Mutex<Budget>>,
    pub(crate) slot: Arc<Slot>,
    /// Wakes the sync: something may have changed, or the member wants to know.
    pub(crate) pull: Notify,
    /// Ends waiting for the budget: the member wants to know.
    pub(crate) granted: Notify,
    /// Wakes the sync: the desk hinted at something.
    pub(crate) hint: Notify,
    /// Wakes the sync: the computer slept, or its clock was set.
    pub(crate) resumed: Notify,
    /// Wakes who fetches the conversations that must be readable offline.
    pub(crate) ahead: Notify,
    /// Wakes who compares what is here with what the desk has.
    pub(crate) census: Notify,
    /// Wakes the live feed's loop: signed in again, or the network is back.
    pub(crate) feed: Notify,
    /// Makes the live feed connect anew: its connection may be dead without a sign.
    pub(crate) rewire: Notify,
    /// Wakes the outbox.
    pub(crate) send: Notify,
    /// Wakes the follow-up: rounds, marks or what the member looks at changed.
    pub(crate) follow: Notify,
    /// What is known of the desk's chat in this run of the app.
    pub(crate) chat: chat::Present,
    pub(crate) tasks: Tasks,
    /// One attachment is fetched at a time.
    pub(crate) downloads: tokio::sync::Mutex<()>,
    state: Mutex<LiveState>,
}

#[derive(Default)]
struct LiveState {
    health: Health,
    /// Why the token is held in memory only.
    unkept: Option<VaultProblem>,
    profile: Option<Profile>,
    /// Whether the desk has let the member in since the app started.
    let_in: bool,
    /// Whether the live feed is connected, and since when it is or is not, by the steady clock.
    fed: (bool, Duration),
    /// Grows when all that is known of the desk's present becomes doubtful.
    era: u64,
    /// Where the desk stands by its last hint.
    hinted: Option<Cursor>,
    /// How long the desk wishes not to be polled.
    wish: Option<Duration>,
    /// What was learnt of how long the desk waits for an answer, and when, by the steady clock.
    learnt: Option<(Duration, Option<Patience>)>,
    /// When the member who signs in again had signed out, until the first good check.
    left: Option<Timestamp>,
    /// Since when nobody was at this computer, from their return until the check that says what waits for them.
    away: Option<Timestamp>,
    /// When that was last said.
    briefed: Option<Timestamp>,
    /// The rounds of the first sync are marked.
    baselined: bool,
    /// (bytes sent, bytes in all) of the operation being sent.
    progress: HashMap<String, (u64, u64)>,
    /// Conversations being fetched, or whose last fetch failed.
    fetches: HashMap<RemoteId, Fetch>,
}

/// How far a conversation's fetch has come.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Fetch {
    /// Under way.
    Running,
    /// It failed then.
    Failed(Trouble, Timestamp),
}

/// How much an account's lists can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Freshness {
    /// The first check since the app started or resumed is under way.
    Checking,
    /// The last check was complete and good.
    UpToDate,
    /// The desk is not reached.
    Offline,
    /// The sign-in has ended.
    SignedOut,
    /// The desk does not serve the member.
    NotEligible,
    /// The desk answers with faults.
    DeskInTrouble,
    /// The desk's answer was not understood.
    NotUnderstood,
    /// The desk answered, and it could not be saved on this computer.
    Storage,
}

/// An account's freshness and what is in the way of a better one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Health {
    /// In a word.
    pub freshness: Freshness,
    /// What is in the way.
    pub trouble: Option<Trouble>,
    /// Whether a check is running now.
    pub running: bool,
    /// The last complete good check, by this computer's clock.
    pub checked: Option<Timestamp>,
}

impl Default for Health {
    fn default() -> Self {
        Self { freshness: Freshness::Checking, trouble: None, running: false, checked: None }
    }
}

/// An account, as a window shows it.
#[derive(Clone, Debug)]
pub struct AccountBrief {
    /// Who, where.
    pub account: Account,
    /// What the desk said of itself and the member; none before its first answer.
    pub profile: Option<Profile>,
    /// Why the sign-in ends with the app: the keychain did not take the token.
    pub unkept: Option<VaultProblem>,
    /// How much its lists can be trusted.
    pub health: Health,
    /// Issues awaiting feedback, open, closed.
    pub issues: [u32; 3],
    /// Drafts.
    pub drafts: u32,
    /// Operations in the outbox, and how many of them need the member.
    pub outbox: [u32; 2],
    /// Messages of chats that the member has not seen.
    pub chats: u32,
}

impl Live {
    pub(crate) fn health(&self) -> Health {
        lock(&self.state).health
    }

    /// Changes the health; answers whether it is another one.
    pub(crate) fn set_health(&self, change: impl FnOnce(&mut Health)) -> bool {
        let mut state = lock(&self.state);
        let before = state.health;
        change(&mut state.health);
        state.health != before
    }

    pub(crate) fn profile(&self) -> Option<Profile> {
        lock(&self.state).profile.clone()
    }

    pub(crate) fn set_profile(&self, profile: Profile) {
        lock(&self.state).profile = Some(profile);
    }

    pub(crate) fn unkept(&self) -> Option<VaultProblem> {
        lock(&self.state).unkept.clone()
    }

    pub(crate) fn set_unkept(&self, unkept: Option<VaultProblem>) {
        lock(&self.state).unkept = unkept;
    }

    /// The present era. A check that began in an earlier one says nothing of the present.
    pub(crate) fn era(&self) -> u64 {
        lock(&self.state).era
    }

    /// Everything known becomes doubtful: only a check that begins from now on makes the lists up to date. What the desk
    /// said of the member stands.
    pub(crate) fn begin_era(&self) {
        let mut state = lock(&self.state);
        state.era += 1;
        if !matches!(state.health.freshness, Freshness::SignedOut | Freshness::NotEligible) {
            state.health.freshness = Freshness::Checking;
            state.health.trouble = None;
        }
    }

    pub(crate) fn hinted(&self) -> Option<Cursor> {
        lock(&self.state).hinted.clone()
    }

    pub(crate) fn set_hinted(&self, at: Option<Cursor>) {
        lock(&self.state).hinted = at;
    }

    pub(crate) fn wish(&self) -> Option<Duration> {
        lock(&self.state).wish
    }

    pub(crate) fn set_wish(&self, wish: Option<Duration>) {
        lock(&self.state).wish = wish;
    }

    pub(crate) fn learnt(&self) -> Option<(Duration, Option<Patience>)> {
        lock(&self.state).learnt
    }

    pub(crate) fn set_learnt(&self, at: Duration, learnt: Option<Patience>) {
        lock(&self.state).learnt = Some((at, learnt));
    }

    pub(crate) fn left(&self) -> Option<Timestamp> {
        lock(&self.state).left
    }

    pub(crate) fn forget_left(&self) {
        lock(&self.state).left = None;
    }

    /// When the member's issues were last known to be as their desk had them, when they signed out, or since when nobody was
    /// at this computer, until they have been told of their return.
    pub(crate) fn last_here(&self) -> Option<Timestamp> {
        let state = lock(&self.state);
        state.away.or(state.health.checked).or(state.left)
    }

    /// The member is back, and was away since then.
    pub(crate) fn set_away(&self, since: Timestamp) {
        lock(&self.state).away = Some(since);
    }

    /// What waited for a member who was away since then is known now.
    pub(crate) fn note_briefed(&self, since: Timestamp, now: Timestamp) {
        let mut state = lock(&self.state);
        state.briefed = Some(now);
        if state.away == Some(since) {
            state.away = None;
        }
    }

    /// When the member last came back.
    pub(crate) fn briefed(&self) -> Option<Timestamp> {
        lock(&self.state).briefed
    }

    pub(crate) fn is_baselined(&self) -> bool {
        lock(&self.state).baselined
    }

    pub(crate) fn set_baselined(&self) {
        lock(&self.state).baselined = true;
    }

    /// Whether what is not urgent may be asked for, too.
    pub(crate) fn has_plenty(&self, now: Duration) -> bool {
        lock(&self.budget).is_plenty(now)
    }

    pub(crate) fn is_fed(&self) -> bool {
        lock(&self.state).fed.0
    }

    pub(crate) fn set_fed(&self, fed: bool, now: Duration) {
        let mut state = lock(&self.state);
        if state.fed.0 != fed {
            state.fed = (fed, now);
        }
    }

    /// For how long the live feed is not connected.
    pub(crate) fn unfed(&self, now: Duration) -> Duration {
        let (fed, since) = lock(&self.state).fed;
        if fed { Duration::ZERO } else { now.saturating_sub(since) }
    }

    pub(crate) fn is_let_in(&self) -> bool {
        lock(&self.state).let_in
    }

    pub(crate) fn set_let_in(&self) {
        lock(&self.state).let_in = true;
    }

    pub(crate) fn progress(&self, operation: &str) -> Option<(u64, u64)> {
        lock(&self.state).progress.get(operation).copied()
    }

    pub(crate) fn set_progress(&self, operation: &str, progress: Option<(u64, u64)>) {
        let mut state = lock(&self.state);
        match progress {
            Some(progress) => state.progress.insert(operation.to_owned(), progress),
            None => state.progress.remove(operation),
        };
    }

    pub(crate) fn fetch(&self, issue: &RemoteId) -> Option<Fetch> {
        lock(&self.state).fetches.get(issue).copied()
    }

    pub(crate) fn set_fetch(&self, issue: &RemoteId, fetch: Option<Fetch>) {
        let mut state = lock(&self.state);
        match fetch {
            Some(fetch) => state.fetches.insert(issue.clone(), fetch),
            None => state.fetches.remove(issue),
        };
    }
}

/// Signs in again whoever was signed in when the app ended, and goes on with revocations.
pub(crate) async fn resume(house: &Arc<House>) -> Result<(), Trouble> {
    for row in house.keep.accounts().await? {
        match row.state {
            AccountState::In | AccountState::Session => {
                let slot = Arc::new(Slot::new(row.account.id.clone(), house.vault.clone()));
                // What was held in memory only is gone with the last run: the desk will say so.
                bring_up(house, row.account, slot, None, None).await?;
            }
            AccountState::Revoking if house.scope == Scope::Everything => {
                sign_out::end_later(house, row.account);
            }
            AccountState::Revoking | AccountState::Out => {}
        }
    }
    Ok(())
}

/// Opens an account and starts its loops, in place of those that ran for it.
pub(crate) async fn bring_up(
    house: &Arc<House>,
    account: Account,
    slot: Arc<Slot>,
    unkept: Option<VaultProblem>,
    profile: Option<Profile>,
) -> Result<Arc<Live>, Trouble> {
    let stored = house.cache.sync(&account.id).await?;
    let state = LiveState {
        health: Health { checked: stored.checked, ..Health::default() },
        // The desk's own profile comes with a sign-in.
        let_in: profile.is_some(),
        fed: (false, house.clock.steady()),
        profile: profile.or(stored.profile),
        unkept,
        left: house.keep.left_at(&account.id).await?,
        ..LiveState::default()
    };
    if planted::is(Bug::MarksLostWithCache) && house.cache.progress(&account.id).await?.cursor.is_none() {
        house.keep.lose_marks(&account.id).await?;
    }
    let line = house.kinds.kind(account.kind).open(&account, slot.clone());
    let budget = Arc::new(Mutex::new(Budget::new(house.clock.steady())));
    let connector = |counted| {
        let (line, budget, clock) = (line.clone(), budget.clone(), house.clock.clone());
        Arc::new(Metered { line, budget, clock, counted })
    };
    let live = Arc::new(Live {
        connector: connector(true),
        line: connector(false),
        budget,
        account,
        slot,
        pull: Notify::new(),
        granted: Notify::new(),
        hint: Notify::new(),
        resumed: Notify::new(),
        ahead: Notify::new(),
        census: Notify::new(),
        feed: Notify::new(),
        rewire: Notify::new(),
        send: Notify::new(),
        follow: Notify::new(),
        chat: chat::Present::default(),
        tasks: house.tasks.child(),
        downloads: tokio::sync::Mutex::new(()),
        state: Mutex::new(state),
    });
    if let Some(before) = house.add_live(live.clone()) {
        before.tasks.cancel();
    }
    sync::start(house, &live);
    if house.scope == Scope::Everything {
        chat::start(house, &live);
        outbox::start(house, &live);
        follow_up::start(house, &live);
    }
    house.changes.stale(Stale::Accounts);
    Ok(live)
}

/// An account, as a window shows it.
pub(crate) async fn brief(house: &House, live: &Live) -> Result<AccountBrief, Trouble> {
    let id = &live.account.id;
    let Counts { awaiting, open, closed } = house.cache.counts(id).await?;
    let [drafts, operations, stuck] = house.keep.unsent_counts(id).await?;
    Ok(AccountBrief {
        account: live.account.clone(),
        profile: live.profile(),
        unkept: live.unkept(),
        health: live.health(),
        issues: [awaiting, open, closed],
        drafts,
        outbox: [operations, stuck],
        chats: chat::reading::unseen(house, id).await?,
    })
}

/// Asks for a check now, and gives what waits in the outbox another try.
pub(crate) async fn check_now(house: &House, id: &AccountId) -> Result<(), Trouble> {
    let live = house.live(id)?;
    house.keep.requeue_waiting(id).await?;
    sync::grant(&live);
    live.feed.notify_one();
    live.send.notify_one();
    Ok(())
}
