//! The member's desktop: it shows notices and keeps them over runs of the app, as a notification service does.

mod chats;
mod follow;
mod news;
mod stuck;
mod summary;

use std::{
    collections::{BTreeMap, BTreeSet},
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use async_trait::async_trait;
use futures_util::Stream;
use svara_model::{ActKind, Clock as _, Notice, NoticeAct, NoticeKind, NoticeProblem, Notifier, ShownId};
use tokio::sync::mpsc;
use tokio_stream::wrappers::UnboundedReceiverStream;

use super::{
    clock::Time,
    inside::{OpenRound, Peek, Tries},
    life::Life,
    trace::Trace,
    wishes::Wishes,
};
use crate::disk::Disk;
use chats::ToldOfChat;
pub(super) use stuck::Silent;
use summary::Unsettled;

/// A repeat under the same tag is no second telling if the app died so soon after the first.
const WINDOW: Duration = Duration::from_secs(1);
const HOUR: Duration = Duration::from_secs(3600);
/// Between two notices of issues lies a minute; the clock of a notice's minute is read in parts of a second.
const MINUTE: Duration = Duration::from_secs(59);
/// With what a reminder begins, and how many there are at most.
const REMINDS: &str = "Still awaits your feedback";
const REMINDERS: u32 = 3;
/// How many steps a deadline has.
const STEPS: u32 = 3;

/// A notice that was shown.
#[derive(Clone, Debug)]
pub(super) struct Shown {
    /// The desktop's name for it.
    pub(super) id: String,
    /// What.
    pub(super) notice: Notice,
    /// When.
    pub(super) at: Duration,
    /// Whether it stands.
    pub(super) stands: bool,
    /// The rounds that it names, as far as that is known.
    pub(super) names: Vec<String>,
}

/// The desktop. Clones are the same one.
#[derive(Clone)]
pub(super) struct Desktop {
    name: &'static str,
    time: Time,
    trace: Trace,
    disk: Disk,
    wishes: Wishes,
    peek: Peek,
    inner: Arc<Mutex<Inner>>,
}

#[derive(Default)]
struct Inner {
    shown: Vec<Shown>,
    listener: Option<mpsc::UnboundedSender<NoticeAct>>,
    /// How often each round was told, and may be told, by account and key.
    told: BTreeMap<(String, String), Told>,
    /// Rounds of the first sync, by account and key.
    in_summary: BTreeSet<(String, String)>,
    /// News that a notice of several may have named.
    perhaps_told: BTreeSet<(String, String)>,
    /// Where the member looks: account and issue.
    looks: Option<(String, String)>,
    /// Where the member has ever looked, or begun to: what is seen is marked without a notice.
    looked: BTreeSet<(String, String)>,
    /// The chat at which the member looks.
    looks_at_chat: Option<(String, String)>,
    /// How far each chat was told, by account and its name.
    chats: BTreeMap<(String, String), ToldOfChat>,
    /// When the app died.
    deaths: Vec<Duration>,
    /// When the member was last told of anything but a chat, and in which run.
    minute: Option<(Duration, usize)>,
    /// How many runs the app had, and when its clock was set last.
    runs: usize,
    jumped: Option<Duration>,
    /// The accounts that were ever told of one.
    ever: BTreeSet<String>,
    /// Notices of several rounds of which it is not known yet which they are.
    unsettled: Vec<Unsettled>,
}

/// A round's tellings.
#[derive(Clone, Debug, Default)]
struct Told {
    alerts: u32,
    /// *Later* that the app heard.
    laters: u32,
    /// What the app told of its own accord: reminders, and that the desk will close it.
    reminders: u32,
    deadlines: u32,
    /// When it was told that the desk will close it.
    warned: Vec<Duration>,
    /// When a notice of its own told it last, if one did here.
    alone: Option<Duration>,
    /// When it was told, in whatever notice.
    notices: Vec<Duration>,
    last: Duration,
}

/// What one run of the app has of the desktop.
pub(super) struct AppsDesktop {
    desktop: Desktop,
    life: Life,
}

impl Desktop {
    /// Shows nothing.
    /// Its notices' names begin with `name`: no desktop gives a name that another one has given.
    pub(super) fn new(name: &'static str, time: Time, trace: Trace, disk: Disk, wishes: Wishes) -> Self {
        Self { name, time, trace, disk, wishes, peek: Peek::default(), inner: Arc::default() }
    }

    /// The member begins to look at an issue; whether the app hears of it is to be seen.
    pub(super) fn begins_to_look(&self, account: &str, issue: &str) {
        self.lock().looked.insert((account.to_owned(), issue.to_owned()));
    }

    /// The member looks at an issue, or nowhere, and the app knows.
    pub(super) fn looks(&self, at: Option<(&str, &str)>) {
        let mut inner = self.lock();
        inner.looks = at.map(|(account, issue)| (account.to_owned(), issue.to_owned()));
        inner.looks_at_chat = None;
    }

    /// The rounds that are not over in the app's store.
    pub(super) fn open_rounds(&self) -> Vec<OpenRound> {
        self.peek.open_rounds(&self.disk, &self.trace)
    }

    /// Whether the app's cache has all that the account's desk has had.
    pub(super) fn is_complete(&self, account: &str) -> bool {
        self.peek.is_complete(&self.disk, account)
    }

    /// How often each operation was tried that waits for a sign-in.
    pub(super) fn tries(&self) -> Tries {
        self.peek.tries(&self.disk)
    }

    /// What needs the member: account and what it is told by.
    pub(super) fn stuck(&self) -> Vec<(String, String)> {
        self.peek.stuck(&self.disk)
    }

    /// What the app keeps of a round's telling.
    pub(super) fn kept(&self, round: &str) -> String {
        self.peek.telling(&self.disk, round)
    }

    /// A round that awaits the first sync: told in its summary, never singly.
    pub(super) fn only_in_summary(&self, account: &str, round: &str) {
        self.lock().in_summary.insert((account.to_owned(), round.to_owned()));
    }

    /// The app is about to end.
    pub(super) fn app_ends(&self) {
        self.peek.close();
    }

    /// The app has died.
    pub(super) fn app_died(&self, at: Duration) {
        self.lock().deaths.push(at);
    }

    /// What the app did not keep when it died it has told nobody of, as far as it knows.
    pub(super) fn forgets_unkept(&self) {
        let mut inner = self.lock();
        self.settle(&mut inner);
        inner.unsettled.clear();
    }

    /// Whether a round was told in any way.
    pub(super) fn was_told(&self, round: &str) -> bool {
        self.lock().told.iter().any(|((_, key), told)| key == round && told.alerts > 0)
    }

    /// A round that was known before the first sync: told in a summary, never singly.
    pub(super) fn told_before(&self, account: &str, round: &str) {
        let key = (account.to_owned(), round.to_owned());
        let told = Told { alerts: 1, notices: vec![Duration::ZERO], ..Told::default() };
        self.lock().told.insert(key, told);
    }

    /// N1, N3, N5: may this be shown now?
    fn judge(&self, inner: &mut Inner, notice: &Notice) {
        let now = self.time.passed();
        let open = self.open_rounds();
        let looked = inner.looks.clone();
        let is_looked_at = |open: &OpenRound| {
            looked.as_ref().is_some_and(|(account, issue)| *account == open.account && *issue == open.issue)
        };
        if let Some((account, round)) =
            notice.tag.strip_prefix("round/").and_then(|rest| rest.split_once('/'))
        {
            let committed = open.iter().find(|open| open.account == account && open.round == round);
            match committed {
                None => self.trace.broken("N3", format!("{} is told, and is over", notice.tag)),
                Some(open) if is_looked_at(open) => {
                    self.trace.broken("N3", format!("{} is told, and is looked at", notice.tag));
                }
                Some(_) => {}
            }
            if notice.urgent || notice.body.starts_with(REMINDS) {
                self.judge_time(inner, notice, account, now);
                self.tell(inner, notice, account, round, now);
            }
            return;
        }
        if let Some((account, chat)) = notice.tag.strip_prefix("chat/").and_then(|rest| rest.split_once('/'))
        {
            return self.judge_chat(inner, notice, account, chat);
        }
        if let Some((account, issue)) = notice.tag.strip_prefix("news/").and_then(|rest| rest.split_once('/'))
        {
            return self.judge_news(inner, notice, account, issue);
        }
        if let Some(account) = notice.tag.strip_prefix("news/") {
            return self.tells_news(inner, notice, account, count(&notice.title));
        }
        if let Some(account) = notice.tag.strip_prefix("stuck/") {
            return self.judge_stuck(inner, notice, account);
        }
        let Some(account) = notice.tag.strip_prefix("summary/") else {
            return self.trace.broken("N1", format!("a notice of another kind: {}", notice.tag));
        };
        let open: Vec<_> =
            open.iter().filter(|open| open.account == account && !is_looked_at(open)).collect();
        self.judge_summary(inner, notice, account, &open);
    }

    /// N1: a round is told once, once more for each *Later*, and as often as the app reminds by itself.
    fn tell(&self, inner: &mut Inner, notice: &Notice, account: &str, round: &str, now: Duration) {
        let deaths = inner.deaths.clone();
        let key = (account.to_owned(), round.to_owned());
        let baseline = inner.in_summary.contains(&key);
        let told = inner.told.entry(key).or_default();
        told.notices.push(now);
        if notice.kind == NoticeKind::Deadline {
            told.warned.push(now);
        }
        let by_itself = told.is_of_its_own_accord(notice, self.by_its_clock(), now);
        told.alone = Some(now);
        if by_itself {
            told.last = now;
            return;
        }
        if baseline && told.laters == 0 {
            self.trace.broken("N1", format!("round {round} of the first sync is told singly"));
        }
        told.alerts += 1;
        if told.alerts > 1 + told.laters {
            let in_window = deaths.iter().any(|died| *died >= told.last && *died <= told.last + WINDOW);
            if in_window {
                told.alerts -= 1;
                told.last = now;
                self.trace.fault("repeat in the crash window", round);
                // The one before was shown and its name died with the app: nobody can take it away but the member.
                let tag = format!("round/{account}/{round}");
                for orphan in inner.shown.iter_mut().filter(|shown| shown.notice.tag == tag) {
                    orphan.stands = false;
                }
                return;
            } else {
                let (kept, now) = (self.kept(round), self.time.app().now());
                let Told { alerts, laters, .. } = *told;
                let detail =
                    format!("round {round} is told {alerts} times, *Later* {laters}, at {now}, kept: {kept}");
                self.trace.broken("N1", detail);
            }
        }
        told.last = now;
    }

    /// What the next notice will be called.
    fn next_id(&self, inner: &Inner) -> String {
        format!("{}-{}", self.name, inner.shown.len() + 1)
    }

    /// What a run of the app has of it.
    pub(super) fn of(&self, life: Life) -> Arc<AppsDesktop> {
        self.lock().listener = None;
        self.lock().runs += 1;
        Arc::new(AppsDesktop { desktop: self.clone(), life })
    }

    /// What stands, as far as the app can know: the name of one that it died over is nobody's.
    pub(super) fn standing(&self) -> Vec<Shown> {
        let inner = self.lock();
        let died_over =
            |shown: &Shown| inner.deaths.iter().any(|died| *died >= shown.at && *died <= shown.at + WINDOW);
        inner.shown.iter().filter(|shown| shown.stands && !died_over(shown)).cloned().collect()
    }

    /// The member does something with a notice: it goes, and the app hears it if it runs. Answers whether it heard.
    pub(super) fn act(&self, id: &str, kind: ActKind) -> bool {
        let mut inner = self.lock();
        let Some(shown) = inner.shown.iter_mut().find(|shown| shown.id == id && shown.stands) else {
            return false;
        };
        shown.stands = false;
        let act = |kind| NoticeAct { shown: ShownId(id.to_owned()), kind, text: None, activation: None };
        let Some(listener) = inner.listener.clone() else { return false };
        let heard = listener.send(act(kind)).is_ok();
        if heard && kind == ActKind::Later {
            inner.laters(id);
        }
        if kind != ActKind::Gone {
            let _ = listener.send(act(ActKind::Gone));
        }
        heard
    }

    /// The computer has lost its power: nothing stands any more.
    pub(super) fn power_lost(&self) {
        let mut inner = self.lock();
        inner.listener = None;
        for shown in &mut inner.shown {
            shown.stands = false;
        }
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Told {
    /// Whether this is told again because nobody has answered: not often, and not soon. By clocks that were set, soon is
    /// nothing that could be said from here.
    fn is_of_its_own_accord(&mut self, notice: &Notice, set: bool, now: Duration) -> bool {
        let reminds = notice.body.starts_with(REMINDS) && self.reminders < REMINDERS;
        let warns = notice.kind == NoticeKind::Deadline && self.deadlines < STEPS;
        if reminds && (set || self.alone.is_none_or(|alone| now >= alone + HOUR)) {
            self.reminders += 1;
            return true;
        }
        self.deadlines += u32::from(warns);
        warns
    }
}

impl Inner {
    /// The round of a notice may be told once more.
    fn laters(&mut self, id: &str) {
        let Some(shown) = self.shown.iter().find(|shown| shown.id == id) else { return };
        let (tag, names) = (shown.notice.tag.clone(), shown.names.clone());
        for ((account, round), told) in &mut self.told {
            // A summary that names one round only is about that one.
            let names_it = names == [round.clone()] && tag == format!("summary/{account}");
            if tag == format!("round/{account}/{round}") || names_it {
                told.laters += 1;
            }
        }
    }
}

/// The number at a summary's beginning; a notice without one is about one round.
fn count(title: &str) -> usize {
    title.split_whitespace().next().and_then(|first| first.parse().ok()).unwrap_or(1)
}

/// How many a summary names in all.
fn in_all(body: &str) -> usize {
    let more = body.rsplit_once(", and ").and_then(|(_, more)| more.strip_suffix(" more"));
    more.map_or(1, |more| 1 + more.parse().unwrap_or(1))
}

#[async_trait]
impl Notifier for AppsDesktop {
    async fn show(&self, notice: &Notice, previous: Option<&ShownId>) -> Result<ShownId, NoticeProblem> {
        if !self.life.acts() {
            return std::future::pending().await;
        }
        let mut inner = self.desktop.lock();
        self.life.set_watched(true);
        self.desktop.settle(&mut inner);
        self.desktop.judge(&mut inner, notice);
        self.life.set_watched(false);
        let before = previous
            .and_then(|previous| inner.shown.iter_mut().find(|shown| shown.stands && shown.id == previous.0));
        if let Some(before) = before {
            before.stands = false;
        }
        let id = self.desktop.next_id(&inner);
        let at = self.desktop.time.passed();
        let shown = Shown { id: id.clone(), notice: notice.clone(), at, stands: true, names: Vec::new() };
        inner.shown.push(shown);
        self.desktop.trace.say(format!("   notice {id}: {} [{}] {}", notice.tag, notice.title, notice.body));
        Ok(ShownId(id))
    }

    async fn withdraw(&self, shown: &ShownId) -> Result<(), NoticeProblem> {
        if !self.life.acts() {
            return std::future::pending().await;
        }
        let mut inner = self.desktop.lock();
        self.life.set_watched(true);
        self.desktop.settle(&mut inner);
        self.life.set_watched(false);
        let Inner { shown: all, listener, .. } = &mut *inner;
        if let Some(one) = all.iter_mut().find(|one| one.stands && one.id == shown.0) {
            one.stands = false;
            self.desktop.trace.say(format!("   notice {} is taken away", shown.0));
            if let Some(listener) = listener {
                let gone =
                    NoticeAct { shown: shown.clone(), kind: ActKind::Gone, text: None, activation: None };
                let _ = listener.send(gone);
            }
        }
        Ok(())
    }

    fn acts(&self) -> Pin<Box<dyn Stream<Item = NoticeAct> + Send>> {
        let (sender, receiver) = mpsc::unbounded_channel();
        self.desktop.lock().listener = Some(sender);
        Box::pin(UnboundedReceiverStream::new(receiver))
    }
}
