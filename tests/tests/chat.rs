//! Tech support chat from both its ends: the member in the real window, the agent in the console's page in a real Chromium
//! beside it. Popups and file dialog are the desktop's own.
#![cfg(target_os = "linux")]

use std::{
    io::{self, Write},
    time::Duration,
};

use anyhow::{Context, Result, ensure};
use svara_tests::{
    session::until,
    window::{AgentPage, AppWindow, CLASS, CROSS, House, METADATA, holds, picture, within, words},
};
use tokio::time::Instant;

/// By then the member must be told; what is promised is two seconds.
const TOLD: Duration = Duration::from_secs(10);

const MEMBER: &str = "Elsa Lind";
const EMAIL: &str = "elsa.lind@example.org";
const QUESTION: &str = "The shop shows a white page after I press Process order.";
const ASKED: &str = "Hello! Which browser do you use?";
const ANSWER: &str = "Firefox. It looks like this:";
const SOLVED: &str = "Thank you. The quokka cache is to blame; it works again.";

const OPEN: &str = "[aria-keyshortcuts='Control+2']";
const CHAT: &str = "[aria-keyshortcuts='Control+4']";
const START: &str = "[data-chat-form] .foot [aria-keyshortcuts='Control+Enter']";
const ATTACH: &str = "[aria-keyshortcuts='Control+Shift+A']";
const SEND: &str = "[aria-keyshortcuts='Control+Enter']";
const QUEUE: &str = "[data-testid=queue]";
const LINE: &str = "[data-testid=reply]";
const LOG: &str = "[data-testid=chat-log]";
const DELIVERED: &str = "[data-testid=chat-message][data-delivery=delivered]";
const HIT: &str = "[data-testid=hit]";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn chat() -> Result<()> {
    House::tell("chat", async |house| {
        // Before the window, which then stands in front of it.
        let mut agent = AgentPage::open(&house.session, &house.desk, &house.demo).await?;
        house.run(async |house, window| talk(house, window, &mut agent).await).await?;
        agent.close().await
    })
    .await
}

async fn talk(house: &House, window: &AppWindow, agent: &mut AgentPage) -> Result<()> {
    sign_in(house, window).await.context("signing in")?;
    queue(house, window).await.context("the queue")?;
    joined(house, window, agent).await.context("being told")?;
    both_ways(house, window, agent).await.context("talking")?;
    end(house, window, agent).await.context("the end")?;
    found(house, window).await.context("searching")
}

/// What awaits feedback is told, and taken away by its cross: the next popup is the chat's.
async fn sign_in(house: &House, window: &AppWindow) -> Result<()> {
    house.sign_in(window).await?;
    let summary = until("the summary", async || house.overheard.titles().into_iter().next()).await?;
    house.popups.press(&house.session.screen()?, &summary, CROSS).await
}

/// From the form, in which the member's name and address stand already, to the place in the queue.
async fn queue(house: &House, window: &AppWindow) -> Result<()> {
    window.press(CHAT).await?;
    window.says("[data-testid=availability]", &words("chat-open")?).await?;
    window.holds("#chat-name", MEMBER).await?;
    window.holds("#chat-email", EMAIL).await?;
    window.write("#chat-question", QUESTION).await?;
    house.take(window, "asked").await?;
    window.press(START).await?;
    window.says(QUEUE, "You are next in the queue").await?;
    house.take(window, "queued").await
}

/// The member does something else, out of sight; the agent comes, and the desktop says so and leads back to the chat.
async fn joined(house: &House, window: &AppWindow, agent: &mut AgentPage) -> Result<()> {
    window.press(OPEN).await?;
    window.says("#list-title", &words("status-open")?).await?;
    let screen = house.session.screen()?;
    let main = screen.wait_for_class(CLASS).await?;
    screen.minimize(&main).await?;
    agent.waits(MEMBER).await?;
    house.album.take(&house.session, "waits").await?;

    let taken = Instant::now();
    agent.take(MEMBER).await?;
    let title = format!("{} Maja", words("notice-chat-with")?);
    let popup =
        async || house.popups.now().await.is_ok_and(|popups| popups.iter().any(|one| one.title == title));
    within(TOLD, "the popup", popup).await?;
    let took = taken.elapsed();
    writeln!(io::stdout(), "taken until told by the desktop: {} ms", took.as_millis())?;
    let popup = house.popups.wait_for(&screen, &title).await?;
    ensure!(popup.body == "Maja is here now", "it says {:?}", popup.body);
    house.album.take(&house.session, "told").await?;

    house.popups.press(&screen, &title, &words("button-answer")?).await?;
    until("the window in front", async || (screen.active().await? == main).then_some(())).await?;
    window.says("[data-testid=chat-happened]", "Maja has joined").await?;
    window.has_caret(LINE).await?;
    house.take(window, "brought").await
}

/// Each reads what the other says; the member's picture comes whole, and tells nothing besides.
async fn both_ways(house: &House, window: &AppWindow, agent: &mut AgentPage) -> Result<()> {
    agent.say(ASKED).await?;
    window.says(LOG, ASKED).await?;
    window.write(LINE, ANSWER).await?;
    house.choose(window, ATTACH, &picture(&house.session).await?).await?;
    house.take(window, "with-a-picture").await?;
    window.press(SEND).await?;
    until("the answer delivered", async || {
        let delivered = window.all(DELIVERED, "data-delivery").await.ok()?;
        delivered.iter().any(|(_, said)| said.contains(ANSWER)).then_some(())
    })
    .await?;
    agent.reads(ANSWER).await?;
    agent.sees("screen.png").await?;
    picture_is_clean(house).await?;
    agent.say(SOLVED).await?;
    window.says(LOG, SOLVED).await?;
    house.take(window, "talk").await?;
    let titles = house.overheard.titles();
    ensure!(titles.len() == 2, "told was {titles:?}, of a chat that the member looks at, too");
    Ok(())
}

async fn picture_is_clean(house: &House) -> Result<()> {
    let messages = house.agent.transcript(QUESTION).await?;
    let files: Vec<_> = messages.iter().flat_map(|message| &message.attachments).collect();
    let [file] = files.as_slice() else { anyhow::bail!("the files are {files:?}") };
    let bytes = house.agent.file(&file.id).await?;
    ensure!(bytes.starts_with(b"\x89PNG"), "the picture is no PNG");
    ensure!(!holds(&bytes, METADATA), "the picture tells where it was taken");
    Ok(())
}

/// The member ends it, and both see so.
async fn end(house: &House, window: &AppWindow, agent: &mut AgentPage) -> Result<()> {
    let end = words("chat-end")?;
    window.button("@aria-labelledby='chat-title'", &end).await?.click().await?;
    window.button("@role='dialog'", &end).await?.click().await?;
    window.says("[data-testid=chat-ended]", &words("chat-ended-member")?).await?;
    house.take(window, "ended").await?;
    agent.is_left().await?;
    let screen = house.session.screen()?;
    screen.minimize(&screen.wait_for_class(CLASS).await?).await?;
    house.album.take(&house.session, "left").await?;
    house.start_once_more(&[])?.wait().await?;
    Ok(())
}

/// What the agent said leads to the whole conversation.
async fn found(house: &House, window: &AppWindow) -> Result<()> {
    window.press(OPEN).await?;
    window.write("#search", "quokk").await?;
    let hit = window.says(HIT, &words("search-chat")?).await?;
    ensure!(hit.contains("quokka"), "found was {hit:?}");
    house.take(window, "searched").await?;
    window.press(HIT).await?;
    window.says(LOG, SOLVED).await?;
    window.says("[data-testid=chat-ended]", &words("chat-ended-member")?).await?;
    window.pictured(&format!("{LOG} [data-testid=attachment] img")).await?;
    house.take(window, "found").await
}
