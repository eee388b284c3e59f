//! "Would I be told?" on the command line, in the member's language.

use std::time::Duration;

use svara_core::{Link, LinkState, Trial, Trouble, What, texts::Texts};
use tokio::time::{MissedTickBehavior, interval};

use crate::App;

/// So often it is looked whether the first checks after a start are over.
const LOOK: Duration = Duration::from_millis(500);
/// So many times in all: longer than a keychain may take, which may ask the member.
const LOOKS: u32 = 150;
/// After so many it is said what is waited for.
const SAID: u32 = 5;
/// So many times for the live feeds.
const FEED_LOOKS: u32 = 30;

/// The code of a process: nothing is wrong, as far as can be known.
const FINE: u8 = 0;
/// Something may be told late, or not seen; or no check ended.
const DOUBTFUL: u8 = 1;
/// Nothing is told.
const BROKEN: u8 = 2;
/// Nothing could be tested.
pub const NOT_TESTED: u8 = 3;

/// What is said where nothing could be tested, in the language of a system's locale.
pub fn not_tested(locale: Option<&str>) -> String {
    Texts::new(None, locale).checkup_not_tested()
}

impl App {
    /// Says, line by line, whether the member would be told, and asks them to press a notice. Answers the code to end with.
    pub async fn self_test(&self, mut say: impl FnMut(String) + Send) -> u8 {
        let texts = self.core.texts();
        say(texts.checkup_question());
        let links = match self.settled_links(&texts, &mut say).await {
            Ok(links) => links,
            Err(trouble) => {
                tracing::error!(%trouble, "no self-test");
                say(texts.checkup_not_tested());
                return NOT_TESTED;
            }
        };
        let mut worst = links.iter().map(weight).max().unwrap_or(LinkState::Unknown);
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

    /// The same until somebody wants the app's data, of which this test then lets go; none: it did.
    pub async fn self_test_until(
        &self,
        wanted: impl Future<Output = ()>,
        mut say: impl FnMut(String) + Send,
    ) -> Option<u8> {
        let code = tokio::select! {
            biased;
            code = self.self_test(&mut say) => Some(code),
            () = wanted => None,
        };
        if code.is_none() {
            say(self.core.texts().checkup_handed_over());
        }
        code
    }

    /// The links, once the checks that a start begins are over; they are not waited for without end.
    async fn settled_links(
        &self,
        texts: &Texts,
        say: &mut (impl FnMut(String) + Send),
    ) -> Result<Vec<Link>, Trouble> {
        let mut looks = interval(LOOK);
        looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        for look in 1..LOOKS {
            looks.tick().await;
            let links = self.core.checkup().await?;
            if !waits(&links, look) {
                return Ok(links);
            }
            if look == SAID && has(&links, What::Keychain, LinkState::Unknown) {
                say(texts.checkup_waits_for_keychain());
            }
        }
        self.core.checkup().await
    }
}

fn has(links: &[Link], what: What, state: LinkState) -> bool {
    links.iter().any(|link| link.what == what && link.state == state)
}

/// Whether something of the links is about to become known.
fn waits(links: &[Link], look: u32) -> bool {
    let mut feeds = links.iter().filter(|link| link.what == What::Feed);
    // A desk that is not reached has no live feed either.
    let may_connect = look < FEED_LOOKS && !has(links, What::Check, LinkState::Red);
    has(links, What::Check, LinkState::Unknown)
        || (may_connect && feeds.any(|link| link.state != LinkState::Green))
}

/// What a link counts for the code: without a check nothing is known, and that is not fine.
fn weight(link: &Link) -> LinkState {
    match (link.what, link.state) {
        (What::Check, LinkState::Unknown) => LinkState::Amber,
        (_, state) => state,
    }
}

fn line(texts: &Texts, state: LinkState, name: &str, detail: &str, todo: Option<&str>) -> String {
    let states = [LinkState::Unknown, LinkState::Green, LinkState::Amber, LinkState::Red];
    let width = states.map(|state| state.word(texts).chars().count()).into_iter().max().unwrap_or_default();
    let word = state.word(texts);
    let todo = todo.map(|todo| format!(". {todo}")).unwrap_or_default();
    format!("  {word:width$}  {name}: {detail}{todo}")
}
