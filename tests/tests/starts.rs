//! How the app is started: hidden, by a link, once more, or to find out whether its member would be told.
#![cfg(target_os = "linux")]

use std::{fs::File, os::unix::net::UnixListener, path::Path, time::Duration};

use anyhow::{Context, Result, bail, ensure};
use svara_tests::{
    rig::DeskIssue,
    session::{Part, Place, Window, until},
    window::{AppWindow, Begins, CLASS, CROSS, House, Program, Time, TrayHost, end_in_order, words},
};

const TITLE: &str = "Svara";
const MINUTE: Duration = Duration::from_secs(60);
/// How the app's name on the bus begins.
const APP: &str = "app.svara.desktop";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn started_hidden_the_app_has_no_window_and_tells_all_the_same() -> Result<()> {
    // There is no tray on this desktop.
    House::tell_from("hidden", Begins::MORNING, hidden).await
}

async fn hidden(house: &House, time: &Time) -> Result<()> {
    let screen = house.session.screen()?;
    house.run(sign_in_and_read_the_summary).await?;
    // The minute after a notice goes on where the app begins anew.
    time.pass(MINUTE).await?;
    let issues = house.agent.issues().await?;
    let issue = issues.iter().find(|issue| issue.status == "open").context("the demo has an open issue")?;
    let part = house.start_once_more(&["--hidden"])?;
    let app = Program::of(&part)?;
    let has_no_window = async || {
        let windows = screen.windows_of_class(CLASS).await;
        ensure!(!app.has_web_view() && windows.is_empty(), "it has a window: {windows:?}");
        Ok(())
    };
    house.agent.ask(&issue.id, "Does it still happen?").await?;
    house.popups.press(&screen, &issue.title, CROSS).await?;
    has_no_window().await?;
    house.second_start(&["--hidden"]).await?;
    // What it does next comes after all that the second start could have had it do.
    let test = house.start_once_more(&["--self-test"])?;
    house.popups.press(&screen, &words("notice-trial")?, &words("button-seen")?).await?;
    code(house, test, 1).await?;
    has_no_window().await.context("after a second start in the tray")?;

    house.second_start(&[]).await?;
    screen.wait_for_title(TITLE).await?;
    end_in_order(part).await
}

async fn sign_in_and_read_the_summary(house: &House, window: &mut AppWindow) -> Result<()> {
    house.sign_in(window).await?;
    let summary = until("the summary", async || house.overheard.titles().into_iter().next()).await?;
    house.popups.press(&house.session.screen()?, &summary, CROSS).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_the_tray_nothing_of_the_web_view_is_left_and_the_window_comes_back() -> Result<()> {
    House::tell("at-rest", at_rest).await
}

async fn at_rest(house: &House) -> Result<()> {
    let screen = house.session.screen()?;
    let _tray = TrayHost::start(&house.session).await?;
    house.run(async |house, window| house.sign_in(window).await).await?;
    // Nobody drives it: WebKit would end a WebDriver's session with what is let go here.
    let part = house.start_once_more(&[])?;
    let app = Program::of(&part)?;
    for which in ["at first", "again"] {
        let main = screen.wait_for_title(TITLE).await?;
        is_drawn(house, &main).await.context(which)?;
        ensure!(app.has_web_view() && app.has_network(), "{which}: the page came from elsewhere");
        screen.key(&main, "alt+F4").await?;
        until("the end of the window", async || screen.is_gone(&main).await.then_some(())).await?;
        until("the end of all that the web view ran", async || {
            (!app.has_web_view() && !app.has_network()).then_some(())
        })
        .await?;
        house.second_start(&[]).await?;
    }
    screen.wait_for_title(TITLE).await?;
    end_in_order(part).await
}

/// Ends when a page stands in the window: an empty one has hardly a colour.
async fn is_drawn(house: &House, window: &Window) -> Result<()> {
    let screen = house.session.screen()?;
    let Place { x, y, width, height } = screen.place(window).await?;
    let inside = format!("{}x{}+{}+{}", width - 80, height - 120, x + 40, y + 60);
    let file = house.session.folder("HOME").join("window.png");
    until("the page in the window", async || {
        screen.save(&file).await.ok()?;
        let mut count = house.session.command("convert");
        let counted =
            count.arg(&file).args(["-crop", &inside, "-format", "%k", "info:"]).output().await.ok()?;
        let colours: u32 = String::from_utf8_lossy(&counted.stdout).trim().parse().ok()?;
        (colours > 100).then_some(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_link_that_starts_the_app_or_comes_while_it_opens_is_followed() -> Result<()> {
    House::tell("early-link", early_links).await
}

async fn early_links(house: &House) -> Result<()> {
    house.run(sign_in_and_read_the_summary).await?;
    let host = house.desk.strip_prefix("http://").context("the desk is on this computer")?;
    let issues = house.agent.issues().await?;
    let [first, second, ..] = issues.as_slice() else { bail!("the demo has issues") };
    let link = |issue: &DeskIssue| format!("svara://issue/{host}/{}", issue.number);
    let leads_to = async |house: &House, window: &mut AppWindow, issue: &DeskIssue| -> Result<()> {
        window.says("#issue-title", &issue.title).await?;
        house.take(window, "followed").await
    };
    house
        .run_with(&[&link(first)], async |house, window| leads_to(house, window, first).await)
        .await
        .context("the link that starts it")?;

    // It opens when this lets go of its data.
    let held = hold(&house.data)?;
    let opens = house.run(async |house, window| leads_to(house, window, second).await);
    let comes = async {
        let bus = house.session.bus().await?;
        until("the first start", async || {
            names(&bus).await.ok()?.iter().any(|name| name.starts_with(APP)).then_some(())
        })
        .await?;
        house.second_start(&[&link(second)]).await?;
        drop(held);
        Ok(())
    };
    tokio::try_join!(opens, comes).map(drop).context("the link that comes while it opens")
}

/// Holds the app's data as another program of the app would.
fn hold(data: &Path) -> Result<File> {
    let file = File::options().write(true).create(true).truncate(false).open(data.join("svara.lock"))?;
    file.try_lock()?;
    Ok(file)
}

async fn names(bus: &zbus::Connection) -> Result<Vec<String>> {
    let names = zbus::fdo::DBusProxy::new(bus).await?.list_names().await?;
    Ok(names.into_iter().map(|name| name.to_string()).collect())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_command_line_says_by_its_code_whether_the_member_would_be_told() -> Result<()> {
    House::tell("self-test-codes", async |house| {
        let _tray = TrayHost::start(&house.session).await?;
        codes(house).await
    })
    .await
}

async fn codes(house: &House) -> Result<()> {
    let screen = house.session.screen()?;
    let (trial, seen) = (words("notice-trial")?, words("button-seen")?);
    let prepare = async |house: &House, window: &mut AppWindow| {
        sign_in_and_read_the_summary(house, window).await?;
        window.press("[data-testid=ask-login] button").await?;
        window.gone("[data-testid=ask-login]").await
    };
    house.run(prepare).await?;
    for (button, expected) in [(&*seen, 0), (CROSS, 1)] {
        let test = house.start_once_more(&["--self-test"])?;
        house.popups.press(&screen, &trial, button).await?;
        code(house, test, expected).await?;
    }
    // The desktop's own switch for banners of this app.
    let settings = house.session.folder("XDG_CONFIG_HOME").join("glib-2.0/settings/keyfile");
    std::fs::create_dir_all(settings.parent().context("a folder")?)?;
    std::fs::write(settings, "[org/gnome/desktop/notifications/application/svara]\nshow-banners=false\n")?;
    let test = house.start(house.command(&["--self-test"])?.env("GSETTINGS_BACKEND", "keyfile"))?;
    house.popups.press(&screen, &trial, &seen).await?;
    let printed = code(house, test, 1).await?;
    ensure!(printed.contains(&words("checkup-unseen")?), "{printed}");

    let held = hold(&house.data)?;
    let printed = code(house, house.start_once_more(&["--self-test"])?, 3).await?;
    ensure!(printed.contains(&words("checkup-not-tested")?), "{printed}");
    // An app that hangs takes the question, and says nothing.
    let socket = house.data.join("svara.sock");
    std::fs::remove_file(&socket)?;
    let hangs = UnixListener::bind(&socket)?;
    let printed = code(house, house.start_once_more(&["--self-test"])?, 3).await?;
    ensure!(printed.contains(&words("checkup-not-tested")?), "{printed}");
    drop((hangs, held));

    // A member who starts the app meanwhile gets their window, and the test goes on there.
    let test = house.start_once_more(&["--self-test"])?;
    house.popups.wait_for(&screen, &trial).await?;
    let tried = || house.overheard.titles().into_iter().filter(|title| *title == trial).count();
    let (before, withdrawn) = (tried(), house.overheard.withdrawn());
    house
        .run(async |house, window| {
            window.says("#list-title", &words("status-awaiting")?).await?;
            until("the app's own notice", async || (tried() > before).then_some(())).await?;
            ensure!(house.overheard.withdrawn() > withdrawn, "the first one was not taken away");
            // This service leaves the first one standing all the same: both are pressed.
            house.popups.press(&screen, &trial, &seen).await?;
            let printed = code(house, test, 0).await?;
            ensure!(printed.contains(&words("checkup-handed-over")?), "{printed}");
            Ok(())
        })
        .await
}

/// Waits for the end of a self-test; answers what it printed.
async fn code(house: &House, mut test: Part, expected: i32) -> Result<String> {
    let ended = tokio::time::timeout(Duration::from_secs(60), test.wait()).await??;
    let printed = std::fs::read_to_string(house.session.log("svara"))?;
    house.album.keep(&format!("self-test-{expected}.txt"), &printed)?;
    ensure!(ended.code() == Some(expected), "{ended}: {printed}");
    Ok(printed)
}
