//! "Would I be told?" on the command line, in the member's language.

use std::time::Duration;

use svara_core::{Link, LinkState, Trial, Trouble, What, texts::Texts};
use tokio::time::{MissedTickBehavior, interval};

use crate::App;

/// So often, and so many times, the first checks after a start are waited for.
const LOOK: Duration = Duration::from_millis(250);
const LOOKS: u32 = 60;

/// The code of a process: nothing is wrong, as far as can be known.
const FINE: u8 = 0;
/// Something may be told late, or not seen.
const DOUBTFUL: u8 = 1;
/// Nothing is told.
const BROKEN: u8 = 2;

impl App {
    /// Says, line by line, whether the member would be told, and asks them to press a notice. Answers the code to end with.
    pub async fn self_test(&self, mut say: impl FnMut(String) + Send) -> u8 {
        let texts = self.core.texts();
        say(texts.checkup_question());
        let links = match self.settled_links().await {
            Ok(links) => links,
            Err(trouble) => {
                tracing::error!(%trouble, "no self-test");
                return BROKEN;
            }
        };
        let mut worst = links.iter().map(|link| link.state).max().unwrap_or(LinkState::Unknown);
        for link in &links {
            say(line(&texts, link.state, &link.name, &link.detail, link.todo.as_deref()));
        }
        say(texts.checkup_trial_asks());
        let (state, detail, todo) = match self.core.try_notice().await {
            Trial::Pressed => (LinkState::Green, texts.checkup_pressed(), None),
            Trial::NotPressed => {
                (LinkState::Amber, texts.checkup_not_pressed(), Some(texts.checkup_do_press()))
            }
            Trial::NotShown => (LinkState::Red, texts.checkup_not_shown(), Some(texts.checkup_do_service())),
        };
        say(line(&texts, state, &texts.checkup_trial(), &detail, todo.as_deref()));
        worst = worst.max(state);
        match worst {
            LinkState::Unknown | LinkState::Green => FINE,
            LinkState::Amber => DOUBTFUL,
            LinkState::Red => BROKEN,
        }
    }

    /// The links, once the checks that a start begins are over; they are not waited for without end.
    async fn settled_links(&self) -> Result<Vec<Link>, Trouble> {
        let mut looks = interval(LOOK);
        looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        for _ in 1..LOOKS {
            looks.tick().await;
            let links = self.core.checkup().await?;
            let waits = |link: &&Link| {
                (link.what == What::Check && link.state == LinkState::Unknown)
                    || (link.what == What::Feed && link.state != LinkState::Green)
            };
            let doomed = |link: &&Link| link.what == What::Check && link.state == LinkState::Red;
            if !links.iter().any(|link| waits(&link)) || links.iter().any(|link| doomed(&link)) {
                return Ok(links);
            }
        }
        self.core.checkup().await
    }
}

fn line(texts: &Texts, state: LinkState, name: &str, detail: &str, todo: Option<&str>) -> String {
    let states = [LinkState::Unknown, LinkState::Green, LinkState::Amber, LinkState::Red];
    let width = states.map(|state| state.word(texts).chars().count()).into_iter().max().unwrap_or_default();
    let word = state.word(texts);
    let todo = todo.map(|todo| format!(". {todo}")).unwrap_or_default();
    format!("  {word:width$}  {name}: {detail}{todo}")
}
