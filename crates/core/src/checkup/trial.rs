//! A real notice that asks to be pressed: the only proof that the member sees notices and Svara hears of them.

use std::{sync::Mutex, time::Duration};

use svara_model::{ActKind, Notice, NoticeAct, NoticeButton, NoticeKind, NoticeProblem, ShownId};
use tokio::sync::broadcast;

use crate::{
    house::{House, lock},
    settings,
};

const TAG: &str = "trial";
/// So long the member has to press it.
const PATIENCE: Duration = Duration::from_secs(60);
/// How long the notifier may take.
const CALL_LIMIT: Duration = Duration::from_secs(5);
/// Acts that wait for whoever listens here; a member does few things in a minute.
const QUEUE: usize = 64;

/// How the trial ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trial {
    /// Shown and pressed.
    Pressed,
    /// Shown as far as the notification service says, and not pressed.
    NotPressed,
    /// Not shown.
    NotShown,
}

/// What members do with notices, for whoever tries one.
pub(crate) struct Heard {
    acts: broadcast::Sender<NoticeAct>,
    /// The notices of trials that stand now: one may be made in the window, one from the command line.
    standing: Mutex<Vec<ShownId>>,
}

impl Default for Heard {
    fn default() -> Self {
        Self { acts: broadcast::channel(QUEUE).0, standing: Mutex::default() }
    }
}

impl Heard {
    pub(crate) fn tell(&self, act: &NoticeAct) {
        // Mostly nobody tries anything.
        let _ = self.acts.send(act.clone());
    }
}

/// Shows the notice and waits for its press.
pub(crate) async fn run(house: &House) -> Trial {
    let texts = house.texts();
    let notice = Notice {
        tag: TAG.to_owned(),
        title: texts.notice_trial(),
        body: texts.notice_trial_body(),
        buttons: vec![NoticeButton { act: ActKind::Seen, label: texts.button_seen() }],
        urgent: true,
        stays: true,
        // As one for which the member waits.
        kind: NoticeKind::Awaiting,
        sound: settings::read(&house.keep).await.map(|chosen| chosen.notices.sound).unwrap_or_default(),
    };
    // From before it is shown: the member may be quicker than our note of what it is called.
    let mut acts = house.heard.acts.subscribe();
    let shown = tokio::select! {
        biased;
        shown = house.notifier.show(&notice, None) => shown,
        () = house.clock.sleep(CALL_LIMIT) => Err(NoticeProblem::TimedOut),
    };
    let shown = match shown {
        Ok(shown) => shown,
        Err(problem) => {
            tracing::warn!(%problem, "the trial's notice was not shown");
            return Trial::NotShown;
        }
    };
    // Whoever waits for the press may be broken off; the end of the app takes the notice away then.
    lock(&house.heard.standing).push(shown.clone());
    let pressed = tokio::select! {
        biased;
        pressed = is_pressed(&mut acts, &shown) => pressed,
        () = house.clock.sleep(PATIENCE) => false,
    };
    withdraw(house, &shown).await;
    if pressed { Trial::Pressed } else { Trial::NotPressed }
}

/// Takes away what trials have left.
pub(crate) async fn end(house: &House) {
    let left = lock(&house.heard.standing).clone();
    for shown in left {
        withdraw(house, &shown).await;
    }
}

async fn withdraw(house: &House, shown: &ShownId) {
    lock(&house.heard.standing).retain(|standing| standing != shown);
    let gone = tokio::select! {
        biased;
        gone = house.notifier.withdraw(shown) => gone,
        () = house.clock.sleep(CALL_LIMIT) => Err(NoticeProblem::TimedOut),
    };
    if let Err(problem) = gone {
        tracing::warn!(%problem, "the trial's notice was not taken away");
    }
}

/// Ends when the notice is pressed or gone.
async fn is_pressed(acts: &mut broadcast::Receiver<NoticeAct>, shown: &ShownId) -> bool {
    loop {
        match acts.recv().await {
            Ok(act) if act.shown == *shown => return act.kind != ActKind::Gone,
            Ok(_) | Err(broadcast::error::RecvError::Lagged(_)) => {}
            Err(broadcast::error::RecvError::Closed) => return false,
        }
    }
}
