//! The built-in desk with its demo data, which a test can take away and bring back at the same address.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use anyhow::Context;
use svara_desk::{Desk, Door, Running, SeedDemo, Settings};
use svara_native::{SteeredClock, SystemClock};

use super::Person;
use crate::rig::DeskTime;

/// A demo desk on a loopback port that stays its own over stops and starts.
pub(super) struct DemoDesk {
    settings: Settings,
    at: SocketAddr,
    running: Option<(Desk, Running)>,
    clock: Arc<SteeredClock>,
    agent: Person,
    member: Person,
}

impl DemoDesk {
    /// Makes the desk and serves it on a free port.
    pub(super) async fn start(settings: Settings) -> anyhow::Result<Self> {
        let clock = Arc::new(SteeredClock::new(Arc::new(SystemClock)));
        let settings = Settings { clock: Arc::new(DeskTime(Arc::clone(&clock) as _)), ..settings };
        let desk = Desk::open(settings.clone()).await.context("open the desk")?;
        let demo = desk.seed_demo(SeedDemo::default()).await.context("make the desk a demo")?;
        // The demo's second agent is there for what two of them do together.
        desk.set_password("tom", demo.agent_password.clone()).await.context("let the second agent in")?;
        let running = desk.serve(Door::loopback()).await.context("serve the desk")?;
        Ok(Self {
            settings,
            at: running.addr,
            running: Some((desk, running)),
            clock,
            agent: Person { user_name: demo.agent, password: demo.agent_password },
            member: Person { user_name: demo.member, password: demo.member_password },
        })
    }

    /// The desk is away, like a computer that was switched off: its port refuses connections.
    pub(super) async fn stop(&mut self) {
        if let Some((desk, running)) = self.running.take() {
            running.stop().await;
            drop(desk);
        }
    }

    /// The desk is back, with everything it knew, at the address where it was.
    pub(super) async fn start_again(&mut self) -> anyhow::Result<()> {
        if self.running.is_none() {
            let desk = Desk::open(self.settings.clone()).await.context("open the desk again")?;
            let door = Door { listen: self.at, ..Door::loopback() };
            let running = desk.serve(door).await.context("serve the desk again")?;
            self.running = Some((desk, running));
        }
        Ok(())
    }

    /// Moves the desk's time forward: what waits at the desk has waited so much longer.
    pub(super) fn forward(&self, length: Duration) {
        self.clock.forward(length);
    }

    /// Removes an issue for good, as an administrator does behind the desk's back.
    pub(super) async fn purge(&self, issue: &str) -> anyhow::Result<()> {
        let (desk, _) = self.running.as_ref().context("the desk is away")?;
        desk.purge_issue(issue).await.context("purge an issue")
    }

    pub(super) fn address(&self) -> String {
        format!("http://{}/", self.at)
    }

    pub(super) fn agent(&self) -> &Person {
        &self.agent
    }

    pub(super) fn member(&self) -> &Person {
        &self.member
    }
}
