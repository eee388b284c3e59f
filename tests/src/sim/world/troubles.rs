//! The world's troubles.

use std::{sync::atomic::Ordering, time::Duration};

use anyhow::Result;

use super::{FAILS, FULL, Pending, World};
use crate::sim::{chosen, schedule::Step};

impl World {
    /// Something goes wrong in the world.
    pub(super) async fn trouble(&mut self, step: Step) -> Result<()> {
        self.trace.say(format!("{step:?}"));
        if cuts(&step) && self.app.is_some() {
            self.cut();
        }
        match step {
            Step::Weather(weather, length) => {
                self.pending.retain(|(_, pending)| *pending != Pending::Calm);
                self.road.set_weather(weather);
                self.later(length, Pending::Calm);
            }
            Step::DeskRestart => {
                self.trace.fault("desk restart", "");
                self.desk.start().await?;
            }
            Step::DeskDown(length) => {
                self.trace.fault("desk down", "");
                self.desk.end();
                self.later(length, Pending::DeskUp);
            }
            Step::SignInEnds(choice) => {
                if let Some((_, member)) = chosen(&self.members, choice) {
                    self.trace.fault("401", format!("the sign-in of {member} ends"));
                    self.road.revoke_member(member).await;
                }
            }
            Step::Jump(by) => {
                self.trace.fault("clock jump", by.to_string());
                self.time.jump_app(by);
                self.oracle.jumped();
                self.desktop.clock_set();
                self.wishes.jumped();
                self.road.urge();
            }
            // Who matches by the desk's time cannot be asked to know that it is wrong.
            Step::DeskJump(_) if self.keyless => {}
            Step::DeskJump(by) => {
                self.trace.fault("desk's clock jump", by.to_string());
                self.time.jump_desk(by);
            }
            Step::Suspend(length) => self.suspend(length),
            Step::Kill(length) => self.end_run(false, length).await?,
            Step::PowerCut(length) => self.end_run(true, length).await?,
            Step::DieSoon(acts, power, length) => {
                self.soon = Some((acts, power, length));
                if let Some(run) = &self.app {
                    run.life.die_in(acts);
                }
            }
            Step::Quit(length) => self.quit(length).await,
            Step::CacheDamaged(length) => {
                if self.app.is_some() && !self.time.is_asleep() && self.stop().await {
                    self.damage_cache();
                    self.later(length, Pending::Open);
                }
            }
            // Two that agree are believed, and rightly.
            Step::ShortCensus if self.trace.faults().contains_key("short census") => {}
            Step::ShortCensus => self.road.shorten_census(),
            Step::DiskFull(length) => self.disk_trouble("disk full", FULL, length),
            Step::DiskFails(length) => self.disk_trouble("disk fails", FAILS, length),
            Step::Member(..) | Step::Agent(..) | Step::Chat(..) | Step::Team(..) | Step::Follow(..) => {}
        }
        Ok(())
    }

    fn disk_trouble(&mut self, kind: &'static str, state: u8, length: Duration) {
        self.trace.fault(kind, "");
        self.oracle.disk_fails(self.time.passed());
        self.pending.retain(|(_, pending)| *pending != Pending::DiskFine);
        self.disk_state.store(state, Ordering::Relaxed);
        self.later(length, Pending::DiskFine);
    }

    fn suspend(&mut self, length: Duration) {
        if self.time.is_asleep() {
            return;
        }
        self.trace.fault("suspend", "");
        self.time.set_asleep(true);
        self.oracle.sleeps(self.time.passed());
        // Nobody keeps a connection to a computer that sleeps.
        self.desk.cut_streams();
        self.later(length, Pending::Wake);
    }
}

/// Whether something ends or cuts off what is going on; how the app's death does, is seen when it dies.
fn cuts(step: &Step) -> bool {
    matches!(
        step,
        Step::DeskRestart | Step::DeskDown(_) | Step::SignInEnds(_) | Step::Suspend(_) | Step::Quit(_)
    )
}
