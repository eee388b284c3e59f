//! P7: from a question at the desk to the call of the notifier, with many members on the live feed of one desk.
//!
//! An app tells at most one question a minute, whatever account it is of, so each sample is the first of its app's minute: of
//! each app another member is asked in every round, and a round takes a little more than a minute. Most members are accounts of whole apps, many to one app (an account's feed,
//! sync and follow-up are its own; the disk is shared); the others are bare streams, which say how soon the hint alone
//! arrives under the same load. Some more accounts have no feed: what polling takes.

mod crowd;

use std::time::Duration;

use tokio::time::{Instant, timeout};

use super::{
    house::processor_time,
    report::{Goal, Report, percentile},
};
use crowd::{Crowd, Kind};

/// The longest that a question may take: more than the longest pause between two polls.
const LIMIT: Duration = Duration::from_secs(200);

/// How many of what.
pub(super) struct Size {
    /// On the live feed.
    pub(super) members: u32,
    /// Whole apps.
    pub(super) apps: u32,
    /// Members of each of them.
    pub(super) each: u32,
    /// Accounts that poll, each of an app of its own.
    pub(super) polling: u32,
    /// Rounds of questions, a little more than a minute each.
    pub(super) rounds: usize,
}

pub(super) async fn measure(size: Size) -> anyhow::Result<Report> {
    let folder = tempfile::tempdir()?;
    let mut crowd = Crowd::gather(folder.path(), &size).await?;
    let mut report = Report::new("p7");

    let (desk, own, began) = (crowd.desk.processor_time()?, processor_time(), Instant::now());
    let asked = crowd.ask(size.rounds).await?;
    let fed = timeout(LIMIT, crowd.heard(&asked, |kind| kind != Kind::Polling)).await??;
    let passed = began.elapsed().as_secs_f64();
    let (desk, own) = (crowd.desk.processor_time()? - desk, processor_time().saturating_sub(own));
    let polled = timeout(LIMIT, crowd.heard(&asked, |kind| kind == Kind::Polling)).await??;
    let of = |kind| fed.iter().filter(|(is, _)| *is == kind).map(|(_, time)| *time).collect::<Vec<_>>();
    let (told, bare) = (of(Kind::App), of(Kind::Bare));
    let polled: Vec<f64> = polled.into_iter().map(|(_, time)| time).collect();

    report.note("members on the live feed", f64::from(size.members), "");
    report.note("of them accounts of whole apps", f64::from(size.apps * size.each), "");
    report.note("of them asked", told.len() as f64, "");
    report.note("whole apps", f64::from(size.apps), "");
    report.note("questions a second", asked.len() as f64 / passed, "");
    report.note("processors that the desk took", desk / passed, "");
    report.note("processors that the apps and streams took", own.as_secs_f64() / passed, "");
    let [median, most] = [0.5, 0.99].map(|share| percentile(&told, share));
    report.note("question to notifier, median", median, "ms");
    report.judge("question to notifier, p99", most, "ms", Goal::AtMost(300.0));
    report.note("question to notifier, longest", percentile(&told, 1.0), "ms");
    if !bare.is_empty() {
        report.note("question to a bare stream, median", percentile(&bare, 0.5), "ms");
        report.note("question to a bare stream, p99", percentile(&bare, 0.99), "ms");
        report.note("notifier over a bare stream, median", median / percentile(&bare, 0.5), "");
        report.note("notifier over a bare stream, p99", most / percentile(&bare, 0.99), "");
    }
    if !polled.is_empty() {
        report.note("accounts that poll", polled.len() as f64, "");
        report.note("question to notifier by polling, median", percentile(&polled, 0.5), "ms");
        report.note("question to notifier by polling, p99", percentile(&polled, 0.99), "ms");
        report.judge("notifier over polling, p99", most / percentile(&polled, 0.99), "", Goal::AtMost(0.02));
    }
    crowd.go().await;
    Ok(report)
}
