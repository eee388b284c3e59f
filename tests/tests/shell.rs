//! The app around its window: one app a user, what closing does, and the tray.
#![cfg(target_os = "linux")]

use anyhow::{Context, Result, ensure};
use svara_tests::{
    session::{Place, until},
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
    house.second_start(&[]).await?;
    until("the first window in front", async || (screen.active().await? == main).then_some(())).await?;
    house.take(window, "brought").await?;

    screen.key(&main, "alt+F4").await?;
    window.says("[role=dialog]", &words("askclose-title")?).await?;
    house.take(window, "asked").await?;
    window.button("@role='dialog'", &words("askclose-stay")?).await?.click().await?;
    until("the end of the window", async || screen.is_gone(&main).await.then_some(())).await?;
    ensure!(!window.process()?.has_ended(), "the app ended with its window");

    house.second_start(&[]).await.context("without a window")?;
    let again = screen.wait_for_title(TITLE).await?;
    until("the new window in front", async || (screen.active().await? == again).then_some(())).await?;
    window.turn_to_new().await?;
    window.shown("#address").await?;
    house.take(window, "again").await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_link_leads_to_the_members_own_issues_only() -> Result<()> {
    House::tell("deep-link", async |house| house.run(follow_links).await).await
}

async fn follow_links(house: &House, window: &mut AppWindow) -> Result<()> {
    house.sign_in(window).await?;
    let host = house.desk.strip_prefix("http://").context("the desk is on this computer")?;
    let issues = house.agent.issues().await?;
    let issue = issues.iter().find(|issue| issue.status == "open").context("the demo has an open issue")?;
    house.second_start(&[&format!("svara://issue/{host}/{}", issue.number)]).await?;
    window.says("#issue-title", &issue.title).await?;
    house.take(window, "followed").await?;

    for stray in [
        format!("svara://issue/{host}/9999999"),
        format!("svara://issue/elsewhere.example/{}", issue.number),
        format!("svara://issue/{host}/{}?answer=1", issue.number),
        "svara://quit".to_owned(),
    ] {
        house.second_start(&[&stray]).await?;
        window.says("[data-testid=astray]", &words("astray-title")?).await?;
        house.take(window, "astray").await?;
        window.press("[data-testid=astray] button").await?;
        window.gone("[data-testid=astray]").await?;
    }
    // A second start is over before it needs a display, and with it everything that GTK and WebKit begin.
    let mut blind = house.start(house.command(&[])?.env("DISPLAY", ":none"))?;
    let ended = tokio::time::timeout(std::time::Duration::from_secs(30), blind.wait()).await??;
    ensure!(ended.success(), "without a display: {ended}");
    // Nothing else of a second start is heard.
    house.second_start(&["--hidden", "--with-demo-desk"]).await?;
    window.says("#issue-title", &issue.title).await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_self_test_names_a_notification_service_that_is_gone() -> Result<()> {
    House::tell("self-test", async |house| house.run(would_be_told).await).await
}

async fn would_be_told(house: &House, window: &mut AppWindow) -> Result<()> {
    house.sign_in(window).await?;
    let screen = house.session.screen()?;
    let summary = until("the summary", async || house.overheard.titles().into_iter().next()).await?;
    house.popups.press(&screen, &summary, CROSS).await?;
    says_yes_to_the_start_at_login(house, window).await?;

    window.press("a[href$='/settings']").await?;
    window.press("#told").await?;
    window.says("[data-link=service]", &words("checkup-service-runs")?).await?;
    window.says("[data-link=login]", &words("checkup-login-on")?).await?;
    window.says("[data-link=clock]", &words("checkup-clock-same")?).await?;
    house.take(window, "in-order").await?;
    window.press("#try-notice").await?;
    house.popups.press(&screen, &words("notice-trial")?, &words("button-seen")?).await?;
    window.says("[data-testid=tried]", &words("told-pressed")?).await?;

    house.popups.stop(&house.session).await?;
    window.press("#told-again").await?;
    window.says("[data-link=service]", &words("checkup-service-missing")?).await?;
    window.says("[data-link=service]", &words("checkup-red")?).await?;
    house.take(window, "no-service").await?;
    window.press("a[href$='/awaiting']").await?;
    window.says("[data-testid=broken-link]", &words("checkup-service-missing")?).await?;
    house.take(window, "quiet-line").await?;

    let mut test = house.start_once_more(&["--self-test"])?;
    let ended = tokio::time::timeout(std::time::Duration::from_secs(30), test.wait()).await??;
    let printed = std::fs::read_to_string(house.session.log("svara"))?;
    house.album.keep("self-test.txt", &printed)?;
    ensure!(ended.code() == Some(2), "{ended}: {printed}");
    let named = format!("{}: {}", words("checkup-service")?, words("checkup-service-missing")?);
    let line = printed.lines().find(|line| line.contains(&named)).with_context(|| printed.clone())?;
    ensure!(line.trim_start().starts_with(&words("checkup-red")?), "{line}");
    ensure!(printed.contains(&words("checkup-not-shown")?), "{printed}");
    Ok(())
}

/// Nothing is written before the member has said so.
async fn says_yes_to_the_start_at_login(house: &House, window: &AppWindow) -> Result<()> {
    let entry = house.session.folder("XDG_CONFIG_HOME").join("autostart/Svara.desktop");
    window.says("[data-testid=ask-login]", &words("login-why")?).await?;
    house.take(window, "asks-for-the-start").await?;
    ensure!(!entry.exists(), "it starts at login before it was asked for");
    window.press("[data-testid=ask-login] button").await?;
    window.gone("[data-testid=ask-login]").await?;
    let written = std::fs::read_to_string(&entry).context("the entry")?;
    ensure!(written.contains("\"--hidden\""), "{written}");
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
    tray.wait_for_icon(&house.session, "tray-calm").await?;
    house.sign_in(window).await?;
    let screen = house.session.screen()?;
    let awaiting: Vec<_> =
        house.agent.issues().await?.into_iter().filter(|issue| issue.status == "awaiting_feedback").collect();
    let drawing = format!("tray-awaiting-{}", awaiting.len());
    tray.wait_for_icon(&house.session, &drawing).await.context("the number that await")?;
    let menu = tray
        .wait_for_menu("the awaiting issues in the tray", |menu| {
            awaiting.iter().all(|issue| item(menu, &issue.title).is_some_and(|item| item.enabled))
        })
        .await?;
    for key in ["tray-open", "tray-check-now", "tray-pause-hour", "tray-pause-tomorrow", "tray-quit"] {
        let label = words(key)?;
        ensure!(item(&menu, &label).is_some_and(|item| item.enabled), "{label} is not in {menu:?}");
    }
    let summary = until("the summary", async || house.overheard.titles().into_iter().next()).await?;
    house.popups.press(&screen, &summary, CROSS).await?;
    pauses_and_goes_on(tray).await?;

    comes_back_as_it_was(house, window).await?;
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

    house.end_sign_in().await?;
    tray.press(&words("tray-check-now")?).await?;
    tray.wait_for_icon(&house.session, "tray-trouble").await?;
    ensure!(item(&tray.menu().await?, &issue.title).is_some(), "what awaits stays in the menu");

    let process = window.process()?;
    tray.press(&words("tray-quit")?).await?;
    until("the end of the app", async || process.has_ended().then_some(())).await
}

/// A pause stands in the menu and is ended there.
async fn pauses_and_goes_on(tray: &TrayHost) -> Result<()> {
    let (pause, go_on) = (words("tray-pause-hour")?, words("tray-go-on")?);
    tray.press(&pause).await?;
    let paused = tray.wait_for_menu("the pause in the tray", |menu| item(menu, &go_on).is_some()).await?;
    ensure!(item(&paused, &pause).is_none(), "{pause} is in {paused:?}");
    tray.press(&go_on).await?;
    tray.wait_for_menu("the end of the pause in the tray", |menu| item(menu, &pause).is_some()).await?;
    Ok(())
}

/// The window that is made when it is wanted again shows what the last one did, where that one stood.
async fn comes_back_as_it_was(house: &House, window: &mut AppWindow) -> Result<()> {
    let screen = house.session.screen()?;
    let main = screen.wait_for_title(TITLE).await?;
    window.press("a[href$='/closed']").await?;
    window.says("#list-title", &words("status-closed")?).await?;
    screen.put(&main, Place { x: 120, y: 90, width: 1000, height: 600 }).await?;
    let stood = screen.place(&main).await?;
    screen.key(&main, "alt+F4").await?;
    until("the end of the window", async || screen.is_gone(&main).await.then_some(())).await?;
    until("the end of the web view", async || (!window.process().ok()?.has_web_view()).then_some(())).await?;

    house.second_start(&[]).await?;
    let again = screen.wait_for_title(TITLE).await?;
    window.turn_to_new().await?;
    window.says("#list-title", &words("status-closed")?).await?;
    until("the window where it was", async || (screen.place(&again).await.ok()? == stood).then_some(()))
        .await
        .with_context(|| format!("it stood at {stood:?}"))?;
    house.take(window, "as-it-was").await
}

fn item(menu: &[TrayMenuItem], label: &str) -> Option<TrayMenuItem> {
    menu.iter().find(|item| item.label == label).cloned()
}
