//! The members, each with one issue that bears their name, and the agents who ask.

use std::{collections::HashMap, path::Path, pin::Pin, sync::Arc, time::Duration};

use anyhow::Context;
use async_trait::async_trait;
use futures_util::{Stream, StreamExt, TryStreamExt, stream};
use serde_json::{Value, json};
use svara_desk::{Desk, NewUser, SeedEnd, SeedIssue, Settings};
use svara_model::{Notice, NoticeAct, NoticeProblem, Notifier, ShownId};
use tokio::{
    sync::{Mutex, mpsc},
    task::JoinSet,
    time::{Instant, MissedTickBehavior, interval},
};

use super::{
    super::{
        house::{AGENT, House, PASSWORD, Way, serving},
        line::{Events, Requests},
    },
    Size,
};
use crate::desk_program::DeskProgram;

/// How long a round of questions takes: a little more than the minute in which an app tells nothing else.
const ROUND: Duration = Duration::from_secs(62);
/// Agents who ask beside each other.
const LINES: usize = 8;
/// Apps whose members sign in beside each other: a desk hashes as many passwords at once as there are processors.
const BESIDE: usize = 2;

/// How a member hears of what they are asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// By a whole app on the live feed.
    App,
    /// By an event stream and nothing else.
    Bare,
    /// By a whole app of its own without a feed.
    Polling,
}

/// Who heard something, by name, and when.
type Heard = (String, Instant);

/// Everybody who listens.
pub(super) struct Crowd {
    pub(super) desk: DeskProgram,
    members: Vec<Member>,
    lines: Vec<Arc<Mutex<Requests>>>,
    houses: Vec<House>,
    /// Members of each app.
    each: usize,
    heard: mpsc::UnboundedReceiver<Heard>,
    times: HashMap<String, Instant>,
    _streams: JoinSet<anyhow::Result<()>>,
}

struct Member {
    name: String,
    kind: Kind,
    /// The desk's id of their issue.
    issue: String,
}

/// A notifier that only says when it was called; a notice's title is its issue's, and that the member's name.
struct Bell(mpsc::UnboundedSender<Heard>);

#[async_trait]
impl Notifier for Bell {
    async fn show(&self, notice: &Notice, _: Option<&ShownId>) -> Result<ShownId, NoticeProblem> {
        // The bench may have ended.
        let _ = self.0.send((notice.title.clone(), Instant::now()));
        Ok(ShownId::of_tag(&notice.tag))
    }

    async fn withdraw(&self, _: &ShownId) -> Result<(), NoticeProblem> {
        Ok(())
    }

    fn acts(&self) -> Pin<Box<dyn Stream<Item = NoticeAct> + Send>> {
        Box::pin(stream::pending())
    }
}

impl Crowd {
    /// Makes the desk, opens the apps and the streams; ends when all is known and every feed connected.
    pub(super) async fn gather(folder: &Path, size: &Size) -> anyhow::Result<Self> {
        let whole = size.apps * size.each;
        anyhow::ensure!(whole <= size.members, "{whole} members of apps, and only {} in all", size.members);
        let kind = |n| match n {
            n if n < whole => Kind::App,
            n if n < size.members => Kind::Bare,
            _ => Kind::Polling,
        };
        let kinds: Vec<Kind> = (0..size.members + size.polling).map(kind).collect();
        let (desk, agent, tokens) = desk(&folder.join("desk"), &kinds).await?;
        let (told, heard) = mpsc::unbounded_channel();

        let names: Vec<String> = (0..kinds.len()).map(name).collect();
        let (fed, polling) = (names.iter().zip(&kinds), names.iter().zip(&kinds));
        let fed: Vec<&str> =
            fed.filter(|(_, kind)| **kind == Kind::App).map(|(name, _)| name.as_str()).collect();
        let polling: Vec<&str> =
            polling.filter(|(_, kind)| **kind == Kind::Polling).map(|(name, _)| name.as_str()).collect();
        let each = usize::try_from(size.each)?.max(1);
        let fed = fed.chunks(each).map(|names| (names, Way::Whole));
        let polling = polling.chunks(1).map(|names| (names, Way::Unfed));
        let apps = fed.chain(polling).enumerate().map(|(n, (names, way))| {
            let (folder, bell) = (folder.join(format!("app-{n}")), Arc::new(Bell(told.clone())));
            let address = desk.address();
            async move { app(&folder, bell, way, address, names).await }
        });
        // Collected first: what borrows a closure's argument is no stream's.
        let apps: Vec<_> = apps.collect();
        let houses = stream::iter(apps).buffered(BESIDE).try_collect().await?;

        let mut streams = JoinSet::new();
        for (name, token) in tokens {
            let mut events = Events::open(desk.address(), &token, "/api/live").await?;
            let told = told.clone();
            streams.spawn(async move {
                loop {
                    if events.next().await?.0 == "changed" {
                        told.send((name.clone(), Instant::now()))?;
                    }
                }
            });
        }
        let mut issues = issues(&mut Requests::new(desk.address(), &agent)).await?;
        let members = names.into_iter().zip(kinds).map(|(name, kind)| {
            let issue = issues.remove(&name).with_context(|| format!("no issue of {name}"))?;
            Ok(Member { name, kind, issue })
        });
        let members = members.collect::<anyhow::Result<_>>()?;
        let line = |_| Arc::new(Mutex::new(Requests::new(desk.address(), &agent)));
        let lines = (0..LINES).map(line).collect();
        Ok(Self { desk, members, lines, houses, each, heard, times: HashMap::new(), _streams: streams })
    }

    /// Asks members in random order, without waiting for those before, in some rounds: in each a member of every app, and
    /// all who are nobody else's. From round to round the order is the same, so that an app's minute is over. Answers when
    /// each was due to be asked first: what a question waits for its agent counts.
    pub(super) async fn ask(&self, rounds: usize) -> anyhow::Result<HashMap<String, Instant>> {
        let (whole, others): (Vec<_>, Vec<_>) =
            self.members.iter().partition(|member| member.kind == Kind::App);
        let apps: Vec<&[&Member]> = whole.chunks(self.each).collect();
        let others: Vec<&[&Member]> = others.chunks(1).collect();
        let mut order: Vec<&[&Member]> = apps.into_iter().chain(others).collect();
        fastrand::Rng::with_seed(7).shuffle(&mut order);
        let mut beat = interval(ROUND / u32::try_from(order.len()).unwrap_or(u32::MAX).max(1));
        beat.set_missed_tick_behavior(MissedTickBehavior::Burst);
        let (mut asked, mut asking) = (HashMap::new(), JoinSet::new());
        let turns = (0..rounds).flat_map(|round| order.iter().map(move |of| (round, *of)));
        for ((round, of), line) in turns.zip(self.lines.iter().cycle()) {
            let due = beat.tick().await;
            let polled = of.first().is_some_and(|member| member.kind == Kind::Polling);
            let member = if of.len() == 1 && !(polled && round > 0) { of.first() } else { of.get(round) };
            let Some(member) = member else { continue };
            asked.entry(member.name.clone()).or_insert(due);
            let path = format!("/api/agent/issues/{}/entries", member.issue);
            let (key, line) = (format!("ask-{}-{round}", member.name), Arc::clone(line));
            asking.spawn(async move {
                let entry = json!({"text": "What is to be done?", "kind": "ask", "uploads": []});
                line.lock().await.post(&path, &key, &entry).await.map(drop)
            });
        }
        while let Some(done) = asking.join_next().await {
            done??;
        }
        Ok(asked)
    }

    /// Waits until all of these kinds have heard, and answers how long it took each, in milliseconds.
    pub(super) async fn heard(
        &mut self,
        asked: &HashMap<String, Instant>,
        which: impl Fn(Kind) -> bool,
    ) -> anyhow::Result<Vec<(Kind, f64)>> {
        let mut times = Vec::new();
        let of_interest = |member: &&Member| which(member.kind) && asked.contains_key(&member.name);
        for member in self.members.iter().filter(of_interest) {
            let at = loop {
                if let Some(at) = self.times.get(&member.name) {
                    break *at;
                }
                let (name, at) = self.heard.recv().await.context("nobody listens any more")?;
                self.times.entry(name).or_insert(at);
            };
            let asked = asked.get(&member.name).context("nobody was asked")?;
            times.push((member.kind, at.saturating_duration_since(*asked).as_secs_f64() * 1e3));
        }
        Ok(times)
    }

    /// Ends the apps.
    pub(super) async fn go(self) {
        for house in self.houses {
            house.core.stop().await;
        }
    }
}

fn name(n: usize) -> String {
    format!("member{n}")
}

/// A desk with a member of each of these kinds: itself, an agent's token, and the names and tokens of who is a bare stream.
async fn desk(folder: &Path, kinds: &[Kind]) -> anyhow::Result<(DeskProgram, String, Vec<(String, String)>)> {
    let desk = Desk::open(Settings::new(folder)).await?;
    desk.add_user(NewUser::agent(AGENT, "Maja")).await?;
    let mut tokens = Vec::new();
    for (n, kind) in kinds.iter().enumerate() {
        let name = name(n);
        let member = NewUser::member(&name, "Elsa Lind").rank("Gold");
        let member = if *kind == Kind::Bare { member } else { member.password(PASSWORD) };
        desk.add_user(member).await?;
        if *kind == Kind::Bare {
            tokens.push((name.clone(), desk.seed_session(&name).await?));
        }
        let issue = SeedIssue {
            title: name.clone(),
            language: None,
            at: 1_700_000_000_000,
            text: "It does not work.".to_owned(),
            reply: None,
            end: SeedEnd::Open,
        };
        desk.seed_issues(&name, AGENT, std::iter::once(issue)).await?;
    }
    let agent = desk.seed_session(AGENT).await?;
    drop(desk);
    Ok((serving("desk", folder).await?, agent, tokens))
}

/// An app in which all of these are signed in.
async fn app(
    folder: &Path,
    bell: Arc<Bell>,
    way: Way,
    address: &str,
    names: &[&str],
) -> anyhow::Result<House> {
    let house = House::told_by(folder, bell, way).await?;
    for name in names {
        house.sync(address, name).await?;
    }
    if way == Way::Whole {
        house.until_fed().await?;
    }
    Ok(house)
}

/// The ids of all issues, by their titles.
async fn issues(eyes: &mut Requests) -> anyhow::Result<HashMap<String, String>> {
    let mut issues = HashMap::new();
    let mut path = "/api/agent/issues?limit=200".to_owned();
    loop {
        let page = eyes.get(&path).await?;
        for issue in page.get("issues").and_then(Value::as_array).context("issues")? {
            let text = |name| issue.get(name).and_then(Value::as_str).map(str::to_owned).context("a text");
            issues.insert(text("title")?, text("id")?);
        }
        match page.get("next").and_then(Value::as_str) {
            Some(after) => path = format!("/api/agent/issues?limit=200&after={after}"),
            None => return Ok(issues),
        }
    }
}
