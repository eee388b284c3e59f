//! Following up, in the real window: what awaits is told, told again when the member wants it, as one where it comes at once,
//! not after it was answered, not in the night, as one after a day away; and a link leads to it. The desk, the popups and the
//! second starts are real. The time is the story's, so that an evening, its night and a day pass in moments; its zone is far
//! from UTC, so that quiet hours show whose they are.
#![cfg(target_os = "linux")]

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use jiff::civil::{Time as Hour, Weekday, time};
use svara_tests::{
    rig::{DeskIssue, Member},
    session::until,
    window::{AppWindow, Begins, CROSS, House, Time, words},
};

/// No working morning follows, so that nothing is reminded of.
const FRIDAY_EVENING: Begins = Begins { zone: "Asia/Kolkata", day: Weekday::Friday, at: time(20, 0, 0, 0) };
/// In the quiet hours as they are offered: from 22:00 until 07:00.
const NIGHT: Hour = time(22, 30, 0, 0);
const MORNING: Hour = time(7, 0, 0, 0);
const MINUTE: Duration = Duration::from_secs(60);
/// After it the member comes back.
const DAY: Duration = Duration::from_secs(13 * 60 * 60);

const QUESTION: &str = "Does it still happen?";
/// The titles of notices about so many.
const OF_TWO: &str = "2 issues await your feedback";
const OF_FIVE: &str = "5 issues await your feedback";
const ANSWER: &str = "Not since this morning.";

const AWAITING: &str = "[aria-keyshortcuts='Control+1']";
const SETTINGS: &str = "a[href$='/settings']";
const FRIDAY: &str = "#quiet-4";
const CONTENT: &str = "#notices-content";
const SEND: &str = "[aria-keyshortcuts='Control+Enter']";
const REPLY: &str = "[data-testid=reply]";
const BRIEFING: &str = "[data-testid=briefing]";
const WALK: &str = "[data-testid=walk]";

const TITLE: &str = "Svara";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn follow_up() -> Result<()> {
    House::tell_from("follow_up", FRIDAY_EVENING, async |house, time| {
        house.run(async |house, window| Evening::begin(house, window, time).await?.pass().await).await
    })
    .await
}

/// The evening, and who is in it.
struct Evening<'a> {
    house: &'a House,
    window: &'a AppWindow,
    time: &'a Time,
    /// The member at another computer.
    elsewhere: Member,
    /// Issues that are open when it begins.
    issues: [DeskIssue; 5],
}

impl<'a> Evening<'a> {
    /// Signed in, with what awaited before told and taken away.
    async fn begin(house: &'a House, window: &'a AppWindow, time: &'a Time) -> Result<Self> {
        house.sign_in(window).await?;
        let summary = until("the summary", async || house.overheard.titles().into_iter().next()).await?;
        house.popups.press(&house.session.screen()?, &summary, CROSS).await?;
        let demo = &house.demo;
        let elsewhere = Member::sign_in(&house.desk, &demo.member, &demo.member_password).await?;
        let open = house.agent.issues().await?.into_iter().filter(|issue| issue.status == "open");
        let issues = open.take(5).collect::<Vec<_>>().try_into().ok().context("five issues are open")?;
        Ok(Self { house, window, time, elsewhere, issues })
    }

    async fn pass(&self) -> Result<()> {
        self.later().await.context("later")?;
        self.digest().await.context("the digest")?;
        self.answered_elsewhere().await.context("answering elsewhere")?;
        self.hidden().await.context("hidden content")?;
        self.quiet().await.context("the quiet hours")?;
        self.back().await.context("coming back")?;
        self.link().await.context("the link")?;
        self.second_start().await.context("the second start")
    }

    /// *Later* is an hour later: not before, once, and answered then.
    async fn later(&self) -> Result<()> {
        let [issue, other, ..] = &self.issues;
        self.ask(issue).await?;
        self.popup(&issue.title).await?;
        self.press(&issue.title, &words("button-later")?).await?;
        let told = self.told();
        self.look(issue).await?;
        self.window.says(".later", &words("later-set")?).await?;
        self.take("later").await?;
        self.window.press(AWAITING).await?;

        self.time.pass(59 * MINUTE).await?;
        // Whatever were due by now would be told before what is asked now.
        self.ask(other).await?;
        self.popup(&other.title).await?;
        self.was_told(told, &[&other.title])?;
        self.press(&other.title, CROSS).await?;
        self.time.pass(2 * MINUTE).await?;
        self.popup(&issue.title).await?;
        self.take("told-again").await?;
        self.was_told(told, &[&other.title, &issue.title])?;
        self.answer(issue).await
    }

    /// Brought to the reply by the notice's button, which goes with it.
    async fn answer(&self, issue: &DeskIssue) -> Result<()> {
        self.press(&issue.title, &words("button-answer")?).await?;
        self.window.says("#issue-title", &issue.title).await?;
        self.window.has_caret(REPLY).await?;
        self.window.write(REPLY, ANSWER).await?;
        self.window.press(SEND).await?;
        self.over(issue).await
    }

    /// Three questions within a minute: the first at once, the others as one at its end.
    async fn digest(&self) -> Result<()> {
        let [_, _, first, second, third] = &self.issues;
        self.time.pass(2 * MINUTE).await?;
        let told = self.told();
        self.ask(first).await?;
        self.popup(&first.title).await?;
        self.press(&first.title, CROSS).await?;
        self.ask(second).await?;
        self.ask(third).await?;
        self.awaits(second).await?;
        self.awaits(third).await?;
        self.time.pass(MINUTE).await?;
        let says = self.popup(OF_TWO).await?;
        ensure!(says == format!("{}, and one more", second.title), "it says {says:?}");
        self.was_told(told, &[&first.title, OF_TWO])?;
        self.take("digest").await
    }

    /// The digest says what is left of it while it is answered elsewhere, and is taken away when nothing is.
    async fn answered_elsewhere(&self) -> Result<()> {
        let [_, other, first, second, third] = &self.issues;
        let taken = self.house.overheard.withdrawn();
        for issue in [other, first, second] {
            self.elsewhere.reply(&issue.id, ANSWER).await?;
            self.over(issue).await?;
        }
        self.popup(&third.title).await?;
        self.take("one-is-left").await?;
        ensure!(self.house.overheard.withdrawn() == taken, "what still awaits was taken away");
        self.elsewhere.reply(&third.id, ANSWER).await?;
        self.over(third).await?;
        until("the end of the notice", async || (self.house.overheard.withdrawn() > taken).then_some(()))
            .await?;
        // This service leaves it standing all the same.
        self.press(&third.title, CROSS).await?;
        self.take("answered-elsewhere").await
    }

    /// With its content hidden a notice says that an issue awaits, and nothing of it.
    async fn hidden(&self) -> Result<()> {
        self.time.pass(2 * MINUTE).await?;
        let [issue, ..] = &self.issues;
        self.window.press(SETTINGS).await?;
        self.window.press(CONTENT).await?;
        self.window.shown(&format!("{CONTENT}[aria-checked=false]")).await?;
        self.ask(issue).await?;
        let hidden = words("notice-hidden")?;
        self.popup(&hidden).await?;
        let said = self.house.overheard.told().pop();
        ensure!(said == Some((hidden.clone(), String::new())), "it says {said:?}");
        self.take("hidden").await?;
        self.press(&hidden, CROSS).await?;
        self.window.press(CONTENT).await?;
        self.window.shown(&format!("{CONTENT}[aria-checked=true]")).await.map(drop)
    }

    /// Nothing is told in quiet hours, and once at their end what came in them.
    async fn quiet(&self) -> Result<()> {
        let [_, first, second, ..] = &self.issues;
        self.window.press(FRIDAY).await?;
        self.window.shown(&format!("{FRIDAY}[aria-checked=true]")).await?;
        self.take("quiet-hours").await?;
        self.window.press(AWAITING).await?;
        self.time.pass_to(NIGHT).await?;
        let told = self.told();
        self.ask(first).await?;
        self.ask(second).await?;
        self.awaits(first).await?;
        self.awaits(second).await?;
        self.take("quiet").await?;
        self.time.pass_to(MORNING).await?;
        self.popup(OF_TWO).await?;
        // One that was told in the night would stand before it.
        self.was_told(told, &[OF_TWO])?;
        self.take("morning").await?;
        self.press(OF_TWO, CROSS).await
    }

    /// Back after a day: one notice and one card say what waits, and the keyboard leads through it.
    async fn back(&self) -> Result<()> {
        let told = self.told();
        self.time.pass(DAY).await?;
        self.popup(OF_FIVE).await?;
        self.was_told(told, &[OF_FIVE])?;
        self.window.says(BRIEFING, OF_FIVE).await?;
        self.take("back").await?;
        self.press(OF_FIVE, CROSS).await?;

        let screen = self.house.session.screen()?;
        let main = screen.wait_for_title(TITLE).await?;
        screen.key(&main, "a").await?;
        for place in 1..=5 {
            self.window.says(WALK, &format!("{place} of 5")).await?;
            self.window.has_caret(REPLY).await?;
            if place == 1 {
                screen.type_text(&main, ANSWER).await?;
                self.window.holds(REPLY, ANSWER).await?;
                self.take("walk").await?;
                screen.key(&main, "ctrl+Return").await?;
            } else {
                screen.key(&main, "ctrl+shift+n").await?;
            }
        }
        self.window.gone(WALK).await?;
        // What was passed over still waits.
        self.window.says(BRIEFING, "4 issues await your feedback").await?;
        self.was_told(told, &[OF_FIVE])
    }

    /// A link brings the window that runs to the front, at its issue.
    async fn link(&self) -> Result<()> {
        let [.., issue] = &self.issues;
        let host = self.house.desk.strip_prefix("http://").context("the desk is on this computer")?;
        let link = format!("svara://issue/{host}/{}", issue.number);
        self.brought_by(&[&link]).await?;
        self.window.says("#issue-title", &issue.title).await?;
        self.take("link").await
    }

    /// A second start is the first one's window, where it was.
    async fn second_start(&self) -> Result<()> {
        let [.., issue] = &self.issues;
        self.brought_by(&[]).await?;
        self.window.says("#issue-title", &issue.title).await?;
        Ok(())
    }

    /// Another start with these arguments ends, and the one window is in front in its place.
    async fn brought_by(&self, arguments: &[&str]) -> Result<()> {
        let screen = self.house.session.screen()?;
        let main = screen.wait_for_title(TITLE).await?;
        let process = self.window.process()?;
        screen.minimize(&main).await?;
        self.house.second_start(arguments).await?;
        until("the window in front", async || (screen.active().await? == main).then_some(())).await?;
        ensure!(self.window.process()? == process, "another app runs");
        Ok(())
    }
}

/// What it is made of.
impl Evening<'_> {
    async fn ask(&self, issue: &DeskIssue) -> Result<()> {
        self.house.agent.ask(&issue.id, QUESTION).await
    }

    /// Waits for a popup of that title; answers what it says below.
    async fn popup(&self, title: &str) -> Result<String> {
        Ok(self.house.popups.wait_for(&self.house.session.screen()?, title).await?.body)
    }

    async fn press(&self, title: &str, button: &str) -> Result<()> {
        self.house.popups.press(&self.house.session.screen()?, title, button).await
    }

    /// How much was told so far.
    fn told(&self) -> usize {
        self.house.overheard.titles().len()
    }

    /// Since so much was told, these were, and no more.
    fn was_told(&self, before: usize, titles: &[&str]) -> Result<()> {
        let told = self.house.overheard.titles().split_off(before);
        ensure!(told == titles, "told was {told:?}");
        Ok(())
    }

    /// Waits until it stands under *Awaiting feedback*, which is open.
    async fn awaits(&self, issue: &DeskIssue) -> Result<()> {
        self.window.shown(&row(issue)).await.map(drop)
    }

    /// Waits until it does not any more.
    async fn over(&self, issue: &DeskIssue) -> Result<()> {
        self.window.press(AWAITING).await?;
        self.window.gone(&row(issue)).await
    }

    /// Opens what stands in the list.
    async fn look(&self, issue: &DeskIssue) -> Result<()> {
        self.window.press(&row(issue)).await?;
        self.window.says("#issue-title", &issue.title).await.map(drop)
    }

    async fn take(&self, name: &str) -> Result<()> {
        self.house.take(self.window, name).await
    }
}

fn row(issue: &DeskIssue) -> String {
    format!("[data-issue='{}']", issue.id)
}
