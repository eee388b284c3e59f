//! The app around its window: one app a user, what closing does, and the tray.
#![cfg(target_os = "linux")]

use anyhow::{Context, Result, ensure};
use svara_tests::{
    session::until,
    window::{AppWindow, CROSS, House, TrayHost, TrayMenuItem, words},
};

const REPLY: &str = "[data-testid=reply]";
const TITLE: &str = "Svara";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_start_brings_the_first_and_closing_without_a_tray_asks() -> Result<()> {
    House::tell("one-app", async |house| house.run(without_a_tray).await).await
}

async fn without_a_tray(house: &House, window: &mut AppWindow) -> Result<()> {
    let screen = house.session.screen()?;
    let main = screen.wait_for_title(TITLE).await?;
    window.shown("#address").await?;
    screen.minimize(&main).await?;
    second_start(house).await?;
    until("the first window in front", async || (screen.active().await? == main).then_some(())).await?;
    house.take(window, "brought").await?;

    screen.key(&main, "alt+F4").await?;
    window.says("[role=dialog]", &words("askclose-title")?).await?;
    house.take(window, "asked").await?;
    window.button("@role='dialog'", &words("askclose-stay")?).await?.click().await?;
    until("the end of the window", async || screen.is_gone(&main).await.then_some(())).await?;
    ensure!(!window.process()?.has_ended(), "the app ended with its window");

    second_start(house).await.context("without a window")?;
    let again = screen.wait_for_title(TITLE).await?;
    until("the new window in front", async || (screen.active().await? == again).then_some(())).await?;
    window.turn_to_new().await?;
    window.shown("#address").await?;
    house.take(window, "again").await
}

/// It ends by itself, with success.
async fn second_start(house: &House) -> Result<()> {
    let mut second = house.start_once_more()?;
    let limit = std::time::Duration::from_secs(10);
    let ended = tokio::time::timeout(limit, second.wait()).await.context("the second start goes on")??;
    ensure!(ended.success(), "the second start: {ended}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_a_tray_the_app_goes_on_without_its_window() -> Result<()> {
    House::tell("tray", async |house| {
        let tray = TrayHost::start(&house.session).await?;
        house.run(async |house, window| in_the_tray(house, window, &tray).await).await
    })
    .await
}

async fn in_the_tray(house: &House, window: &mut AppWindow, tray: &TrayHost) -> Result<()> {
    house.sign_in(window).await?;
    let screen = house.session.screen()?;
    let awaiting: Vec<_> =
        house.agent.issues().await?.into_iter().filter(|issue| issue.status == "awaiting_feedback").collect();
    let menu = tray
        .wait_for_menu("the awaiting issues in the tray", |menu| {
            awaiting.iter().all(|issue| item(menu, &issue.title).is_some_and(|item| item.enabled))
        })
        .await?;
    for key in ["tray-open", "tray-check-now", "tray-quit"] {
        let label = words(key)?;
        ensure!(item(&menu, &label).is_some_and(|item| item.enabled), "{label} is not in {menu:?}");
    }
    let summary = until("the summary", async || house.overheard.titles().into_iter().next()).await?;
    house.popups.press(&screen, &summary, CROSS).await?;

    let main = screen.wait_for_title(TITLE).await?;
    screen.key(&main, "alt+F4").await?;
    until("the end of the window", async || screen.is_gone(&main).await.then_some(())).await?;
    ensure!(!window.process()?.has_ended(), "the app ended with its window");

    let issues = house.agent.issues().await?;
    let issue = issues.iter().find(|issue| issue.status == "open").context("the demo has an open issue")?;
    house.agent.ask(&issue.id, "Does it still happen?").await?;
    house.popups.wait_for(&screen, &issue.title).await?;
    tray.wait_for_menu("the issue in the tray", |menu| item(menu, &issue.title).is_some()).await?;
    house.album.take(&house.session, "told-without-a-window").await?;

    house.popups.press(&screen, &issue.title, &words("button-answer")?).await?;
    let again = screen.wait_for_title(TITLE).await?;
    until("the new window in front", async || (screen.active().await? == again).then_some(())).await?;
    window.turn_to_new().await?;
    window.says("#issue-title", &issue.title).await?;
    window.has_caret(REPLY).await?;
    house.take(window, "answering").await?;

    let quit = item(&tray.menu().await?, &words("tray-quit")?).context("nothing quits")?;
    let process = window.process()?;
    tray.press(&quit).await?;
    until("the end of the app", async || process.has_ended().then_some(())).await
}

fn item(menu: &[TrayMenuItem], label: &str) -> Option<TrayMenuItem> {
    menu.iter().find(|item| item.label == label).cloned()
}
