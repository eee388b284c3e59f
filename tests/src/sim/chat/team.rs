//! What the desk's team does in chats, and the desk itself as time passes.

use std::time::Duration;

use anyhow::{Context as _, Result};
use http::{Method, StatusCode};
use serde_json::{Value, json};

use super::{Counts, DeskChat, Rules, TeamStep};
use crate::sim::{chosen, world::World};

/// Between two looks of the desk after its chats; a served desk looks every second.
const LOOKS: Duration = Duration::from_secs(10);
/// While there is none.
const LOOKS_SELDOM: Duration = Duration::from_secs(300);
/// As many may wait as the desk has room for, when it has room.
const ROOM: u32 = 100;

impl World {
    /// The schedule has chats, by these rules.
    pub(in crate::sim) async fn begin_chats(&mut self, rules: Rules) -> Result<()> {
        self.chat.plays = true;
        self.trace.say(format!("chats by {rules:?}"));
        let desk = self.desk.desk().context("a desk")?;
        let mut facts = desk.facts().await?;
        facts.chat.queue_timeout_minutes = Some(rules.queue_timeout);
        facts.chat.idle_minutes = Some(rules.idle);
        facts.chat.lost_contact_minutes = Some(rules.lost_contact);
        desk.set_facts(facts).await?;
        for other in [false, true] {
            let (_, token) = self.chat.agent(other);
            self.on_duty(&token, true).await;
        }
        Ok(())
    }

    /// When the desk looks after its chats next.
    pub(in crate::sim) fn next_tick(&self) -> Option<Duration> {
        (self.chat.plays || self.oracle.rule.is_some()).then_some(self.chat.tick)
    }

    /// The desk looks after its chats, if it is time and it runs.
    pub(in crate::sim) async fn tick(&mut self) -> Result<()> {
        let now = self.time.passed();
        let rules = self.oracle.rule.is_some();
        if !(self.chat.plays || rules) || self.chat.tick > now {
            return Ok(());
        }
        if rules {
            // Before the desk ends something, the member has heard of it.
            self.check_follow_up();
        }
        if let Some(desk) = self.desk.desk() {
            desk.tick().await.context("the desk looks after its chats")?;
        }
        if rules {
            self.note_silent_ends();
        }
        let open = self.chat.desk.any_open().unwrap_or_default();
        self.chat.tick = now + if open { LOOKS } else { LOOKS_SELDOM };
        Ok(())
    }

    /// The team does something about chats; at a desk that is down, nothing.
    pub(in crate::sim) async fn team_does(&mut self, step: TeamStep, choice: u64) -> Result<()> {
        if !self.chat.plays {
            return Ok(());
        }
        match step {
            TeamStep::Close => self.set_open(false, ROOM).await,
            TeamStep::Full => self.set_open(true, 0).await,
            TeamStep::Open => self.set_open(true, ROOM).await,
            TeamStep::Duty => {
                let (_, token) = self.chat.agent(choice & 2 > 0);
                self.on_duty(&token, choice & 1 > 0).await;
                Ok(())
            }
            step => {
                let state = if step == TeamStep::Take { "waiting" } else { "active" };
                let mut chats = self.desk_chats();
                chats.retain(|chat| chat.state == state);
                if let Some(chat) = chosen(&chats, choice).cloned() {
                    self.in_chat(step, &chat, choice).await;
                }
                Ok(())
            }
        }
    }

    async fn in_chat(&mut self, step: TeamStep, chat: &DeskChat, choice: u64) {
        let has_it = self.chat.agent(true).0 == chat.agent;
        let who = if step == TeamStep::Take { choice >> 20 & 1 > 0 } else { has_it };
        let ((_, token), (other, _)) = (self.chat.agent(who), self.chat.agent(!who));
        self.writes += 1;
        let key = format!("agent-{}", self.writes);
        let text = format!("Agents' line {}.", self.writes);
        let (path, body) = match step {
            TeamStep::Take => ("take", json!({})),
            TeamStep::Say => ("messages", json!({"text": text, "uploads": []})),
            TeamStep::Typing => ("typing", json!({"typing": choice >> 30 & 3 > 0})),
            TeamStep::Transfer if choice >> 30 & 1 > 0 => ("transfer", json!({"to": other})),
            TeamStep::Transfer => ("transfer", json!({"to": null})),
            TeamStep::Suggest => ("suggest-issue", json!({"language": "en"})),
            _ => ("end", json!({})),
        };
        let path = format!("chats/{}/{path}", chat.id);
        let times = if step == TeamStep::Say && choice >> 40 & 7 == 0 { 2 } else { 1 };
        for _ in 0..times {
            let answer = self.road.as_agent(Method::POST, &token, &key, &path, &body).await;
            let status = answer.map_or(StatusCode::SERVICE_UNAVAILABLE, |(status, _)| status);
            self.trace.say(format!("agent: {step:?} {}: {}", chat.id, status.as_u16()));
            let line = (chat.id.clone(), text.clone());
            if step == TeamStep::Say && status == StatusCode::CREATED && !self.chat.said.contains(&line) {
                self.chat.said.push(line);
            }
        }
    }

    async fn on_duty(&self, token: &str, on_duty: bool) {
        let body: Value = json!({"on_duty": on_duty, "limit": null});
        self.road.as_agent(Method::PUT, token, "duty", "duty", &body).await;
        self.trace.say(format!("agent: on duty: {on_duty}"));
    }

    async fn set_open(&self, open: bool, full_at: u32) -> Result<()> {
        let Some(desk) = self.desk.desk() else { return Ok(()) };
        let mut facts = desk.facts().await?;
        (facts.chat.open, facts.chat.full_at) = (open, full_at);
        self.trace.say(format!("desk: open for chats: {open}, room for {full_at}"));
        Ok(desk.set_facts(facts).await?)
    }

    /// The team ends every chat.
    pub(in crate::sim) async fn end_all_chats(&mut self) -> Result<()> {
        for chat in self.desk_chats() {
            match chat.state.as_str() {
                "active" => self.in_chat(TeamStep::End, &chat, 0).await,
                "waiting" => {
                    self.set_open(false, ROOM).await?;
                    // Who was there before is not sent away: somebody comes again.
                    self.in_chat(TeamStep::Take, &chat, 0).await;
                    if let Some(now) = self.desk_chats().iter().find(|now| now.id == chat.id) {
                        let now = now.clone();
                        if !now.is_over() {
                            self.in_chat(TeamStep::End, &now, 0).await;
                        }
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// How many chats there were, and where they were cut.
    pub(in crate::sim) fn chat_counts(&self) -> Counts {
        let chats = self.desk_chats();
        let texts = |chat: &DeskChat| chat.messages.iter().filter(|said| said.kind == "text").count() as u64;
        Counts {
            chats: chats.len() as u64,
            lines: chats.iter().map(texts).sum(),
            cuts: self.chat.cuts.by_name(),
        }
    }
}
