//! The talk itself: every member has a chat and a stream, every agent many chats and one stream. What is said is read by the
//! other side as soon as its stream hints at it.

use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use anyhow::Context;
use futures_util::{StreamExt, TryStreamExt, stream};
use serde_json::{Value, json};
use tokio::{
    sync::mpsc,
    task::JoinSet,
    time::{Instant, MissedTickBehavior, interval, timeout},
};

use super::{
    super::line::{Events, Requests},
    CHATS_OF_AGENT, Cast, STILL,
};

/// Below which a chat lies for its member, and for agents.
const MEMBERS: &str = "/api/chats";
const AGENTS: &str = "/api/agent/chats";
/// Chats that begin beside each other.
const BESIDE: usize = 8;
/// Nothing takes longer.
const LIMIT: Duration = Duration::from_secs(60);

/// When what was said left, by its words.
type Left = Arc<Mutex<HashMap<String, Instant>>>;

/// All chats, begun and taken, with nothing open but their members' streams.
pub(super) struct Talk<'a> {
    address: &'a str,
    cast: &'a Cast,
    begun: Vec<Begun>,
}

/// One of them.
struct Begun {
    chat: String,
    events: Events,
}

/// One side of one chat.
struct Side {
    path: String,
    mouth: Requests,
}

impl<'a> Talk<'a> {
    pub(super) async fn begin(address: &'a str, cast: &'a Cast) -> anyhow::Result<Self> {
        let begun = stream::iter(cast.members.iter().enumerate())
            .map(|(n, member)| async move { begin(address, n, member, cast.agent_of(n)?).await });
        let begun = begun.buffered(BESIDE).try_collect().await?;
        Ok(Self { address, cast, begun })
    }

    /// Says so many messages at this many a second, each in the next chat and by the other side than the time before, without
    /// waiting for those before. Answers how long each took until the other side had read it, in milliseconds.
    pub(super) async fn talk(self, messages: u32, rate: u32) -> anyhow::Result<Vec<f64>> {
        let left = Left::default();
        let (told, mut arrived) = mpsc::unbounded_channel();
        let (sides, _listening) = self.join(&left, &told).await?;
        // Everybody first reads what was hinted at before they listened.
        tokio::time::sleep(STILL).await;
        let mut beat = interval(Duration::from_secs(1) / rate);
        beat.set_missed_tick_behavior(MissedTickBehavior::Burst);
        let mut saying = JoinSet::new();
        for n in 0..messages as usize {
            let due = beat.tick().await;
            let [member, agent] = sides.get(n % sides.len()).context("a chat")?;
            let turn = (n + n / sides.len()).is_multiple_of(2);
            let (side, left) = (Arc::clone(if turn { member } else { agent }), Arc::clone(&left));
            saying.spawn(async move {
                let (words, mut side) = (format!("message {n}"), side.lock().await);
                left.lock().unwrap_or_else(PoisonError::into_inner).insert(words.clone(), due);
                let Side { path, mouth } = &mut *side;
                mouth.post(path, &format!("say-{n}"), &json!({"text": words})).await.map(drop)
            });
        }
        while let Some(said) = saying.join_next().await {
            said??;
        }
        let mut times = Vec::new();
        while times.len() < messages as usize {
            times.push(timeout(LIMIT, arrived.recv()).await?.context("a listener ended")?);
        }
        Ok(times)
    }

    /// Everybody listens, and has a line to speak through.
    async fn join(
        self,
        left: &Left,
        told: &mpsc::UnboundedSender<f64>,
    ) -> anyhow::Result<(Vec<[Arc<tokio::sync::Mutex<Side>>; 2]>, JoinSet<anyhow::Result<()>>)> {
        let Self { address, cast, begun } = self;
        let mut listening = JoinSet::new();
        for (agent, theirs) in cast.agents.iter().zip(begun.chunks(CHATS_OF_AGENT)) {
            let events = Events::open(address, agent, "/api/agent/live").await?;
            let only = theirs.iter().map(|begun| begun.chat.clone()).collect();
            let ear = Ear::new(address, agent, events, Some(only));
            listening.spawn(ear.listen(Arc::clone(left), told.clone()));
        }
        let mut sides = Vec::new();
        for (n, Begun { chat, events }) in begun.into_iter().enumerate() {
            let (member, agent) = (cast.members.get(n).context("a member")?, cast.agent_of(n)?);
            let ear = Ear::new(address, member, events, None);
            listening.spawn(ear.listen(Arc::clone(left), told.clone()));
            let side = |path: &str, token: &str| {
                let (path, mouth) = (format!("{path}/{chat}/messages"), Requests::new(address, token));
                Arc::new(tokio::sync::Mutex::new(Side { path, mouth }))
            };
            sides.push([side(MEMBERS, member), side(AGENTS, agent)]);
        }
        Ok((sides, listening))
    }
}

impl Cast {
    fn agent_of(&self, chat: usize) -> anyhow::Result<&str> {
        self.agents.get(chat / CHATS_OF_AGENT).map(String::as_str).context("an agent for every chat")
    }
}

async fn begin(address: &str, n: usize, member: &str, agent: &str) -> anyhow::Result<Begun> {
    let events = Events::open(address, member, "/api/live").await?;
    let form = json!({"name": "Elsa", "email": "elsa@example.org", "question": "What is to be done?"});
    let mut asking = Requests::new(address, member);
    let started = asking.post(MEMBERS, &format!("start-{n}"), &form).await?;
    let chat = started.pointer("/chat/id").and_then(Value::as_str).context("a chat")?.to_owned();
    let mut taking = Requests::new(address, agent);
    taking.post(&format!("{AGENTS}/{chat}/take"), "", &json!({})).await?;
    Ok(Begun { chat, events })
}

/// Hears hints of chats and reads what is new in them.
struct Ear {
    events: Events,
    eyes: Requests,
    /// The agent's own chats; a member has no others.
    only: Option<HashSet<String>>,
    /// The last order read of each chat.
    read: HashMap<String, u64>,
}

impl Ear {
    fn new(address: &str, token: &str, events: Events, only: Option<HashSet<String>>) -> Self {
        Self { events, eyes: Requests::new(address, token), only, read: HashMap::new() }
    }

    async fn listen(mut self, left: Left, told: mpsc::UnboundedSender<f64>) -> anyhow::Result<()> {
        let hint = if self.only.is_some() { "chats" } else { "chat" };
        loop {
            let (name, data) = self.events.next().await?;
            let chat = data.get("chat").and_then(Value::as_str);
            let Some(chat) = chat.filter(|_| name == hint) else { continue };
            if self.only.as_ref().is_some_and(|only| !only.contains(chat)) {
                continue;
            }
            for words in self.news(chat).await? {
                let left = left.lock().unwrap_or_else(PoisonError::into_inner).get(&words).copied();
                if let Some(left) = left {
                    told.send(left.elapsed().as_secs_f64() * 1e3)?;
                }
            }
        }
    }

    /// What the other side has said since the last look.
    async fn news(&mut self, chat: &str) -> anyhow::Result<Vec<String>> {
        let after = self.read.get(chat).copied().unwrap_or(0);
        let (path, other) = if self.only.is_some() { (AGENTS, "member") } else { (MEMBERS, "agent") };
        let page = self.eyes.get(&format!("{path}/{chat}?after={after}")).await?;
        let mut words = Vec::new();
        for message in page.get("messages").and_then(Value::as_array).context("messages")? {
            let order = message.get("order").and_then(Value::as_u64).context("an order")?;
            self.read.insert(chat.to_owned(), order);
            if message.pointer("/author/side").and_then(Value::as_str) == Some(other) {
                words.push(message.get("text").and_then(Value::as_str).context("a text")?.to_owned());
            }
        }
        Ok(words)
    }
}
