//! R5 for the app itself, in its real window: killed (-9) ten times after the window said "saved" or while it sends, it
//! loses nothing and sends nothing twice.
#![cfg(target_os = "linux")]

use anyhow::{Context, Result, ensure};
use svara_tests::{
    kills::{Found, Ledger, Word},
    session::until,
    window::{AppWindow, House, words},
};

const KILLS: u32 = 10;

const NEW_ISSUE: &str = "[aria-keyshortcuts='Control+N']";
const DRAFTS: &str = "a[href$='/unsent']";
const FRESHNESS: &str = "[data-testid=freshness]";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_with_its_window_the_app_loses_nothing_and_doubles_nothing() -> Result<()> {
    House::tell("kills", async |house| {
        let mut ledger = Ledger::default();
        for kill in 0..KILLS {
            let life =
                async |house: &House, window: &mut AppWindow| write(house, window, kill, &mut ledger).await;
            house.run(life).await.with_context(|| format!("life {kill}"))?;
        }
        house.run(async |house, window| look(house, window, &ledger).await).await
    })
    .await
}

/// Writes an issue, and kills the app once it is saved; or sends it, and kills the app at that.
async fn write(house: &House, window: &mut AppWindow, kill: u32, ledger: &mut Ledger) -> Result<()> {
    if kill == 0 {
        house.sign_in(window).await?;
    }
    let text = format!("word {kill} of the member");
    ledger.begin(&text);
    window.press(NEW_ISSUE).await?;
    window.write("#title", &format!("kill {kill}")).await?;
    window.write("#description", &text).await?;
    // The words may still be those of the title; what was typed last is saved when the draft says so again.
    let stores = ["keep.db", "keep.db-wal"].map(|name| house.data.join(name));
    until("the saved text", async || stores.iter().any(|store| holds(store, &text)).then_some(())).await?;
    window.says("[data-testid=saved]", &words("saved-moment")?).await?;
    ledger.heard(&text, Word::Saved);
    if kill % 2 == 1 {
        window.press("form [type=submit]").await?;
    }
    window.process()?.kill()
}

/// What was sent arrives, what was saved is a draft.
async fn look(house: &House, window: &AppWindow, ledger: &Ledger) -> Result<()> {
    window.says(FRESHNESS, &words("fresh-checked")?).await?;
    window.press(DRAFTS).await?;
    window.says("h1", &words("drafts-title")?).await?;
    until("an empty outbox", async || {
        let waiting = window.all("[data-testid=operation]", "data-state").await.ok()?;
        waiting.is_empty().then_some(())
    })
    .await?;
    house.take(window, "drafts").await?;
    let drafts = window.all("[data-testid=draft] .text", "class").await?;
    let drafts = drafts.into_iter().map(|(_, text)| text.trim().to_owned()).collect();
    let mut desk = Vec::new();
    for issue in house.agent.issues().await? {
        let entries = house.agent.entries(&issue.id).await?;
        desk.extend(entries.into_iter().map(|entry| entry.text).filter(|text| text.starts_with("word ")));
    }
    ensure!(!desk.is_empty(), "no life sent anything");
    ledger.check(&Found { desk, drafts })
}

fn holds(file: &std::path::Path, text: &str) -> bool {
    std::fs::read(file).is_ok_and(|bytes| svara_tests::window::holds(&bytes, text))
}
