//! The runs of the app: how each begins, and how it ends.

use std::{
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use anyhow::Result;

use super::{FAILS, FULL, Pending, Run, World};
use crate::{
    disk::{Crash, OpKind, Verdict},
    sim::{
        app::{self, Ports},
        inside::CACHE,
        life::Life,
        oracle,
    },
};

/// How long the app may take to end.
const STOP: Duration = Duration::from_secs(5);

impl World {
    /// Opens the app, unless it runs or the computer sleeps.
    pub(in crate::sim) async fn open(&mut self) -> Result<()> {
        if self.app.is_some() || self.time.is_asleep() {
            return Ok(());
        }
        self.runs += 1;
        let life = Life::new(None);
        if let Some((acts, ..)) = self.soon {
            // An early death can come while the app opens.
            life.die_in(acts);
        }
        self.watch_disk(&life);
        self.road.urge();
        self.trace.say(format!("the app opens: run {}", self.runs));
        let ports = Ports {
            disk: self.disk.clone(),
            line: self.road.line(life.clone()),
            desktop: self.desktop.of(life.clone()),
            vault: Arc::clone(&self.vault),
            clock: self.time.app(),
            picker: Arc::clone(&self.picker),
            keyless: self.keyless,
            dice: self.core_dice.clone(),
        };
        let since = self.time.passed();
        match app::open(ports).await {
            Ok(core) => {
                self.damaged = false;
                self.oracle.begins(since);
                self.app = Some(Run { core, life: life.clone() });
                if life.is_over() {
                    self.bury().await?;
                }
            }
            Err(problem) if life.is_over() => {
                // Each disk has a number of its own, which is no news of the schedule's.
                let disk = self.disk.folder().display().to_string();
                let problem = format!("{problem:#}").replace(&disk, "");
                self.trace.say(format!("died while opening: {problem}"));
                self.after_death(&life);
            }
            Err(problem) => {
                let disk = self.disk.folder().display().to_string();
                let problem = format!("{problem:#}").replace(&disk, "");
                if self.disk_is_fine() {
                    self.trace.broken("D2", format!("the app does not open: {problem}"));
                } else {
                    self.trace.say(format!("cannot open now: {problem}"));
                }
                self.later(Duration::from_secs(30), Pending::Open);
            }
        }
        Ok(())
    }

    fn watch_disk(&self, life: &Life) {
        let (life, state) = (life.clone(), Arc::clone(&self.disk_state));
        self.disk.watch(Box::new(move |op| {
            if life.is_watched() {
                return Verdict::Go;
            }
            if !life.acts() {
                return Verdict::Freeze;
            }
            let writes = matches!(op.kind, OpKind::Write | OpKind::Sync | OpKind::Truncate);
            match state.load(Ordering::Relaxed) {
                FULL if op.grows => Verdict::Full,
                FAILS if writes => Verdict::Io,
                _ => Verdict::Go,
            }
        }));
    }

    /// The file is not a database any more.
    pub(super) fn damage_cache(&mut self) {
        self.trace.fault("damaged cache", "");
        self.damaged = true;
        let mut image = self.disk.image();
        image.put(CACHE, &[0x55; 8192]);
        self.disk.restore(&image);
    }

    pub(super) async fn end_run(&mut self, power: bool, length: Duration) -> Result<()> {
        if let Some(run) = &self.app {
            self.soon = Some((0, power, length));
            run.life.die();
        }
        Ok(())
    }

    /// The app has died: what it left is what the next run finds.
    pub(super) async fn bury(&mut self) -> Result<()> {
        let Some(run) = self.app.take() else { return Ok(()) };
        self.disk.freeze();
        self.desktop.app_ends();
        let before = self.time.passed();
        // Its tasks end, without any effect.
        {
            let ends = run.core.stop();
            tokio::pin!(ends);
            tokio::select! {
                biased;
                () = &mut ends => {}
                () = tokio::time::sleep(STOP) => {
                    // The dead wait by the clock of a computer that sleeps.
                    let asleep = self.time.is_asleep();
                    self.time.set_asleep(false);
                    ends.await;
                    self.time.set_asleep(asleep);
                }
            }
        }
        if self.time.passed() > before {
            self.trace.say("   a dead run's tasks took their time");
        }
        drop(run.core);
        self.after_death(&run.life);
        Ok(())
    }

    fn after_death(&mut self, life: &Life) {
        let (_, power, length) = self.soon.take().unwrap_or((0, false, Duration::from_secs(1)));
        let kind = if power { "power cut" } else { "crash" };
        self.trace.fault(kind, format!("after {} acts", life.ticks()));
        // Its tasks may have taken their time since then.
        let died = self.time.passed().saturating_sub(life.over_for());
        self.oracle.died(died);
        self.desktop.app_died(died);
        self.road.one_more_end();
        let crash = if power { Crash::PowerCut { seed: self.dice.next() } } else { Crash::Kill };
        let image = self.disk.crash(crash);
        self.disk.restore(&image);
        self.disk.unwatch();
        if power {
            self.desktop.power_lost();
            self.pending.retain(|(_, pending)| *pending != Pending::Wake);
            self.time.set_asleep(false);
        }
        self.looking = None;
        self.desktop.looks(None);
        self.later(length, Pending::Open);
        oracle::check_disk(&self.disk, self.damaged, &self.trace);
        self.cut();
        self.desktop.forgets_unkept();
        self.desktop.app_ends();
    }

    pub(super) async fn quit(&mut self, length: Duration) {
        if self.app.is_some() && !self.time.is_asleep() {
            self.trace.fault("quit", "");
            if self.stop().await {
                self.later(length, Pending::Open);
            }
        }
    }

    /// The member ends the app. False: it died meanwhile.
    pub(in crate::sim) async fn stop(&mut self) -> bool {
        let Some(run) = self.app.take() else { return true };
        self.desktop.app_ends();
        let before = self.time.passed();
        self.oracle.presence.leaves(before);
        run.core.stop().await;
        // A notice that was shown meanwhile was looked into.
        self.desktop.app_ends();
        let took = self.time.passed() - before;
        if took > STOP {
            self.trace.broken("stop", format!("the app took {took:?} to end"));
        }
        drop(run.core);
        if run.life.is_over() {
            self.after_death(&run.life);
            return false;
        }
        self.looking = None;
        self.desktop.looks(None);
        self.disk.unwatch();
        oracle::check_disk(&self.disk, self.damaged, &self.trace);
        true
    }
}
