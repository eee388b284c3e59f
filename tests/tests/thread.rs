//! The main story, in the real window: sign in, follow, submit, be told, answer, and leave nothing behind. Keychain, popups
//! and file dialog are the desktop's own.
#![cfg(target_os = "linux")]

use std::{
    io::{self, Write},
    time::Duration,
};

use anyhow::{Context, Result, ensure};
use http::{StatusCode, header};
use jiff::{Timestamp, tz::TimeZone};
use svara_tests::{
    rig::{DeskIssue, Peer},
    session::until,
    window::{
        AppWindow, Begins, CROSS, House, METADATA, files_with, holds, picture, secrets_of, within, words,
    },
};
use tokio::time::Instant;

/// By then the member must be told; what is promised is two seconds.
const TOLD: Duration = Duration::from_secs(10);

const TITLE: &str = "kan inte bearbeta beställning";
const TAGGED: &str = "Svenska - kan inte bearbeta beställning";
const TEXT: &str = "Jag lade två varor i korgen och tryckte på Slutför. Sidan blev vit.";
const QUESTION: &str = "Vilken webbläsare använder du? Händer det även i ett privat fönster?";
const ANSWER: &str = "Firefox 128. I ett privat fönster fungerar det.";

const AWAITING: &str = "[aria-keyshortcuts='Control+1']";
const OPEN: &str = "[aria-keyshortcuts='Control+2']";
const CLOSED: &str = "[aria-keyshortcuts='Control+3']";
const NEW_ISSUE: &str = "[aria-keyshortcuts='Control+N']";
const SEND: &str = "[aria-keyshortcuts='Control+Enter']";
const FRESHNESS: &str = "[data-testid=freshness]";
const ROW: &str = "[data-testid=issue-row]";
const REPLY: &str = "[data-testid=reply]";
const ACTION: &str = "[role=dialog] .actions .primary";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn thread() -> Result<()> {
    House::tell_from("thread", Begins::MORNING, async |house, time| {
        house.run(first_run).await?;
        // The minute after a notice goes on where the app begins anew.
        time.pass(Duration::from_secs(60)).await?;
        house.run(second_run).await
    })
    .await
}

async fn first_run(house: &House, window: &mut AppWindow) -> Result<()> {
    sign_in(house, window).await.context("signing in")?;
    summary(house, window).await.context("the summary")?;
    lists(house, window).await.context("the lists")?;
    let issue = submit(house, window).await.context("submitting")?;
    told(house, window, &issue).await.context("being told")?;
    answer(house, window, &issue).await.context("answering")?;
    closed(house, window, &issue).await.context("closing")
}

async fn second_run(house: &House, window: &mut AppWindow) -> Result<()> {
    again(house, window).await.context("the second start")?;
    sign_out(house, window).await.context("signing out")
}

/// A wrong password first: the words say so, and nothing is kept.
async fn sign_in(house: &House, window: &AppWindow) -> Result<()> {
    window.write("#address", &house.desk).await?;
    window.write("#user-name", &house.demo.member).await?;
    window.write("#password", "not the password").await?;
    window.press("#sign-in").await?;
    window.says("[role=alert]", &words("error-wrong-password")?).await?;
    house.take(window, "wrong-password").await?;
    ensure!(secrets_of(&house.session, "app.svara.desktop").await?.is_empty(), "nothing is kept yet");

    house.sign_in(window).await?;
    house.take(window, "signed-in").await?;
    ensure!(secrets_of(&house.session, "app.svara.desktop").await?.len() == 1, "one entry in the keychain");
    Ok(())
}

/// What awaited feedback before is told in one notice, which is taken away by its cross.
async fn summary(house: &House, window: &AppWindow) -> Result<()> {
    let awaiting = issues(house, "awaiting_feedback").await?.len();
    let titles =
        until("the summary", async || Some(house.overheard.titles()).filter(|titles| !titles.is_empty()))
            .await?;
    let [title] = titles.as_slice() else { anyhow::bail!("told was {titles:?}") };
    ensure!(title.starts_with(&format!("{awaiting} ")), "told was {title:?}");
    let screen = house.session.screen()?;
    house.popups.wait_for(&screen, title).await?;
    house.take(window, "summary").await?;
    house.popups.press(&screen, title, CROSS).await
}

/// Each list has its issues, each issue its date with the year.
async fn lists(house: &House, window: &AppWindow) -> Result<()> {
    let lists = [
        (AWAITING, "status-awaiting", "awaiting_feedback"),
        (OPEN, "status-open", "open"),
        (CLOSED, "status-closed", "closed"),
    ];
    for (link, title, status) in lists {
        window.press(link).await?;
        window.says("#list-title", &words(title)?).await?;
        let issues = issues(house, status).await?;
        let of = |id: &str| issues.iter().find(|issue| issue.id == id);
        // The list before may stand for a moment yet.
        let rows = until(&format!("the issues of {status}"), async || {
            let rows = window.all(ROW, "data-issue").await.ok()?;
            (!rows.is_empty() && rows.iter().all(|(id, _)| of(id).is_some())).then_some(rows)
        })
        .await?;
        for (id, said) in &rows {
            has_date(said, of(id).context("it was there")?)?;
        }
        house.take(window, status).await?;
    }
    Ok(())
}

fn has_date(row: &str, issue: &DeskIssue) -> Result<()> {
    let (word, at): (_, Timestamp) = match issue.closed {
        Some(closed) => ("date-closed", closed),
        None => ("date-opened", issue.opened),
    };
    let word = words(word)?;
    let line =
        row.lines().find(|line| line.starts_with(&word)).with_context(|| format!("no date in {row:?}"))?;
    let day = at.to_zoned(TimeZone::get(Begins::MORNING.zone)?);
    let numbers: Vec<&str> =
        line.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let (year, day) = (day.year().to_string(), day.day().to_string());
    ensure!(numbers.contains(&&*year) && numbers.contains(&&*day), "{line:?} is not {at}");
    Ok(())
}

/// A new issue with a picture from the file dialog arrives as it was written, without what the picture tells besides.
async fn submit(house: &House, window: &AppWindow) -> Result<DeskIssue> {
    let picture = picture(&house.session).await?;
    let before = house.agent.issues().await?;
    window.press(NEW_ISSUE).await?;
    window.shown("#language").await?.select_by_label("Svenska").await?;
    window.write("#title", TITLE).await?;
    window.write("#description", TEXT).await?;
    house.choose(window, "#pictures", &picture).await?;
    house.take(window, "written").await?;
    window.press("form [type=submit]").await?;

    let issue = until("the issue at the desk", async || {
        let issues = house.agent.issues().await.ok()?;
        issues.into_iter().find(|issue| before.iter().all(|old| old.id != issue.id))
    })
    .await?;
    ensure!(issue.title == TAGGED, "its title is {:?}", issue.title);
    window.says("#list-title", &words("status-open")?).await?;
    has_date(&window.says(&row(&issue), TITLE).await?, &issue)?;
    house.take(window, "submitted").await?;

    let entries = house.agent.entries(&issue.id).await?;
    let [entry] = entries.as_slice() else { anyhow::bail!("it has {entries:?}") };
    ensure!(entry.text == TEXT, "it says {entry:?}");
    let [file] = entry.attachments.as_slice() else { anyhow::bail!("it has {entry:?}") };
    ensure!(file.media_type == "image/png", "the picture is {}", file.media_type);
    let bytes = house.agent.file(&file.id).await?;
    ensure!(bytes.starts_with(b"\x89PNG"), "the picture is no PNG");
    ensure!(!holds(&bytes, METADATA), "the picture tells where it was taken");
    Ok(issue)
}

/// Asked, told by the desktop within the time, and brought to the reply by a press on *Answer*.
async fn told(house: &House, window: &AppWindow, issue: &DeskIssue) -> Result<()> {
    let screen = house.session.screen()?;
    let main = screen.wait_for_title("Svara").await?;
    screen.minimize(&main).await?;
    let asked = Instant::now();
    house.agent.ask(&issue.id, QUESTION).await?;
    let popup =
        async || house.popups.now().await.is_ok_and(|popups| popups.iter().any(|one| one.title == TAGGED));
    within(TOLD, "the popup", popup).await?;
    let took = asked.elapsed();
    writeln!(io::stdout(), "asked until told by the desktop: {} ms", took.as_millis())?;
    let popup = house.popups.wait_for(&screen, TAGGED).await?;
    ensure!(popup.body == "Maja asks: Vilken webbläsare använder du?", "it says {:?}", popup.body);
    house.album.take(&house.session, "told").await?;

    house.popups.press(&screen, TAGGED, &words("button-answer")?).await?;
    until("the window in front", async || (screen.active().await? == main).then_some(())).await?;
    window.says("#issue-title", TAGGED).await?;
    window.has_caret(REPLY).await?;
    house.take(window, "brought").await
}

/// The answer goes out, and nothing awaits the member any more.
async fn answer(house: &House, window: &AppWindow, issue: &DeskIssue) -> Result<()> {
    window.write(REPLY, ANSWER).await?;
    house.take(window, "answering").await?;
    window.press(SEND).await?;
    until("the answer at the desk", async || {
        let entries = house.agent.entries(&issue.id).await.ok()?;
        entries.iter().any(|entry| entry.text == ANSWER).then_some(())
    })
    .await?;
    ensure!(house.agent.issue(&issue.id).await?.status == "open", "the issue is not open again");
    window.press(AWAITING).await?;
    window.gone(&row(issue)).await?;
    house.popups.wait_until_gone(TAGGED).await?;
    house.take(window, "answered").await
}

/// The agent closes it while the member looks at it: it stands under Closed with its date.
async fn closed(house: &House, window: &AppWindow, issue: &DeskIssue) -> Result<()> {
    // The member looks on, so that no notice comes of it.
    window.press(OPEN).await?;
    window.press(&row(issue)).await?;
    window.says("#issue-title", TAGGED).await?;
    house.agent.close(&issue.id, "Tack, det är lagat.").await?;
    let issue = house.agent.issue(&issue.id).await?;
    window.press(CLOSED).await?;
    window.says("#list-title", &words("status-closed")?).await?;
    let said = window.says(&row(&issue), &words("date-closed")?).await?;
    has_date(&said, &issue)?;
    house.take(window, "closed").await
}

/// Signed in as before, and nothing is told twice; what is new is told.
async fn again(house: &House, window: &AppWindow) -> Result<()> {
    let before = house.overheard.titles();
    window.says(FRESHNESS, &words("fresh-checked")?).await?;
    window.says("#list-title", &words("status-awaiting")?).await?;
    ensure!(window.all("#password", "id").await?.is_empty(), "the password is asked for again");
    window.shown(ROW).await?;
    house.take(window, "again").await?;
    // Tellings come in order: one that was told twice would stand before this one.
    let issues = issues(house, "open").await?;
    let other =
        issues.iter().find(|issue| issue.title != TAGGED).context("the demo has another open issue")?;
    house.agent.ask(&other.id, "Does it still happen?").await?;
    house.popups.wait_for(&house.session.screen()?, &other.title).await?;
    let told = house.overheard.titles().split_off(before.len());
    ensure!(told == [other.title.clone()], "after the second start was told {told:?}");
    house.take(window, "told-again").await
}

/// After signing out, nothing is left: not in the keychain, not at the desk, not on the disk, not on the display.
async fn sign_out(house: &House, window: &AppWindow) -> Result<()> {
    let secrets = secrets_of(&house.session, "app.svara.desktop").await?;
    let [token] = secrets.as_slice() else { anyhow::bail!("{} entries in the keychain", secrets.len()) };
    ensure!(profile(house, token).await? == StatusCode::OK, "what the keychain holds is no token");
    ensure!(!files_with(&house.data, "bearbeta")?.is_empty(), "what is searched for can be found");

    let withdrawn = house.overheard.withdrawn();
    window.press("nav [aria-haspopup=dialog]").await?;
    window.button("@role='dialog'", &words("account-sign-out")?).await?.click().await?;
    window.says(ACTION, &words("signout-submit")?).await?;
    house.take(window, "signing-out").await?;
    window.press(ACTION).await?;
    window.shown("#user-name").await?;

    ensure!(
        secrets_of(&house.session, "app.svara.desktop").await?.is_empty(),
        "the keychain still has its entry"
    );
    ensure!(profile(house, token).await? == StatusCode::UNAUTHORIZED, "the desk still takes the token");
    for what in ["bearbeta", "Slutför", "webbläsare"] {
        until(&format!("the end of {what:?} on the disk"), async || {
            files_with(&house.data, what).ok()?.is_empty().then_some(())
        })
        .await
        .with_context(|| format!("{:?}", files_with(&house.data, what)))?;
    }
    ensure!(house.overheard.withdrawn() == withdrawn + 1, "the notice that stood was not taken away");
    house.take(window, "signed-out").await
}

/// What the desk says to somebody with that token.
async fn profile(house: &House, token: &str) -> Result<StatusCode> {
    let peer = Peer::new(&format!("{}/", house.desk)).with(header::AUTHORIZATION, &format!("Bearer {token}"));
    Ok(peer.get("api/profile").await?.status)
}

fn row(issue: &DeskIssue) -> String {
    format!("[data-issue='{}']", issue.id)
}

/// The desk's issues of a status.
async fn issues(house: &House, status: &str) -> Result<Vec<DeskIssue>> {
    Ok(house.agent.issues().await?.into_iter().filter(|issue| issue.status == status).collect())
}
