//! When the desk is asked: seldom, never too often, and at once when something may have changed.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
};

use async_trait::async_trait;
use futures_util::{StreamExt, stream};
use svara_connect::{Body, Connectors, Content, Transport, TransportProblem};
use svara_core::{Freshness, Presence};
use svara_model::{Kinds, RemoteId};

use super::{asked, several, until_fresh};
use crate::{
    DAY, HOUR, MINUTE, SECOND, YEAR,
    rig::{ADDRESS, PASSWORD, Rig, open, reply},
};

/// The most requests of any hour, looked at every ten minutes.
struct Hours {
    counts: Vec<usize>,
}

impl Hours {
    fn new(rig: &Rig) -> Self {
        Self { counts: vec![rig.line.seen().len()] }
    }

    fn note(&mut self, rig: &Rig) {
        self.counts.push(rig.line.seen().len());
    }

    #[track_caller]
    fn check(&self) {
        let most = self.counts.windows(7).map(|hour| hour[6] - hour[0]).max().unwrap();
        assert!(most <= 120, "{most} requests in an hour");
    }
}

#[tokio::test(start_paused = true)]
async fn no_hour_has_more_than_120_requests_however_busy_the_desk_is() {
    let rig = Rig::new().await;
    let account = rig.signed_in().await;
    let ids = several(&rig, &account, 3).await;
    rig.core.set_presence(Presence { focused: true });
    rig.pass(HOUR).await;
    let mut hours = Hours::new(&rig);
    for ten_minutes in 0..(3 * 6) {
        for round in 0..40 {
            let issue = &ids[round % ids.len()];
            let text = format!("Fråga {ten_minutes}-{round}?");
            rig.ask(issue, &text).await;
            rig.pass(15 * SECOND).await;
        }
        hours.note(&rig);
    }
    hours.check();
    rig.within(5 * MINUTE, "the last question is here", async || {
        let read = rig.core.issue(&account, &RemoteId::new(ids[0].as_str())).await.unwrap();
        read.entries.iter().any(|entry| entry.text == "Fråga 17-39?")
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn a_network_that_comes_and_goes_makes_no_storm_and_the_app_finds_back() {
    let rig = Rig::new().await;
    let account = rig.signed_in().await;
    rig.submitted(&account, "lugn").await;
    rig.pass(HOUR).await;
    let mut hours = Hours::new(&rig);
    for _ in 0..(24 * 6) {
        for down in [true, false, true, false, true] {
            rig.line.set_down(down);
            rig.pass(2 * MINUTE).await;
        }
        hours.note(&rig);
    }
    hours.check();
    rig.line.set_down(false);
    until_fresh(&rig, Freshness::UpToDate).await;
}

#[tokio::test(start_paused = true)]
async fn a_quiet_desk_is_asked_seldom_for_days() {
    let rig = Rig::new().await;
    let account = rig.signed_in().await;
    rig.submitted(&account, "lugn").await;
    rig.pass(HOUR).await;
    let before = rig.line.seen().len();
    rig.pass(3 * DAY).await;
    let an_hour = (rig.line.seen().len() - before) / 72;
    assert!(an_hour <= 9, "{an_hour} requests an hour while the live feed is connected");
}

#[tokio::test(start_paused = true)]
async fn after_the_computer_slept_there_is_exactly_one_check_and_nothing_is_believed_before_it() {
    let rig = Rig::new().await;
    let account = rig.signed_in().await;
    rig.submitted(&account, "sover").await;
    rig.pass(MINUTE).await;
    for _ in 0..5 {
        let (checks, feeds) = (asked(&rig, "/changes"), asked(&rig, "/live"));
        rig.clock.set(8 * 3600);
        // A poll that is due just then is that check.
        rig.within(15 * SECOND, "it is in doubt, or looked after", async || {
            rig.account().await.health.freshness == Freshness::Checking || asked(&rig, "/changes") > checks
        })
        .await;
        until_fresh(&rig, Freshness::UpToDate).await;
        rig.pass(MINUTE).await;
        assert_eq!(asked(&rig, "/changes") - checks, 1, "one check");
        assert_eq!(asked(&rig, "/live") - feeds, 1, "the live feed is connected anew");
        rig.pass(20 * MINUTE).await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_check_that_begins_before_the_sleep_is_noticed_is_the_check_after_it() {
    let rig = Rig::new().await;
    let account = rig.signed_in().await;
    for second in 0..10 {
        // Anywhere between two beats of the watch over the clock.
        rig.pass(5 * MINUTE + second * SECOND).await;
        let (checks, feeds) = (asked(&rig, "/changes"), asked(&rig, "/live"));
        rig.clock.set(8 * 3600);
        rig.core.check_now(&account).await.unwrap();
        rig.pass(MINUTE).await;
        assert_eq!(asked(&rig, "/changes") - checks, 1, "one check, {second} seconds later");
        assert_eq!(asked(&rig, "/live") - feeds, 1, "the live feed is connected anew");
        assert_eq!(rig.account().await.health.freshness, Freshness::UpToDate);
    }
}

#[tokio::test(start_paused = true)]
async fn a_check_that_began_before_the_sleep_does_not_say_up_to_date_after_it() {
    let rig = Rig::new().await;
    let account = rig.signed_in().await;
    rig.line.set_down(true);
    rig.core.check_now(&account).await.unwrap();
    until_fresh(&rig, Freshness::Offline).await;
    rig.clock.set(8 * 3600);
    rig.pass(15 * SECOND).await;
    let freshness = rig.account().await.health.freshness;
    assert_ne!(freshness, Freshness::UpToDate);
    rig.line.set_down(false);
    until_fresh(&rig, Freshness::UpToDate).await;
}

#[tokio::test(start_paused = true)]
async fn a_clock_that_is_set_by_years_stalls_nothing_and_storms_nothing() {
    let rig = Rig::new().await;
    let account = rig.signed_in().await;
    let issue = rig.submitted(&account, "årtal").await;
    for (number, jump) in [YEAR, -2 * YEAR, YEAR, -YEAR, YEAR].into_iter().enumerate() {
        rig.pass(HOUR).await;
        let before = rig.line.seen().len();
        rig.clock.set(jump);
        rig.pass(MINUTE).await;
        until_fresh(&rig, Freshness::UpToDate).await;
        let question = format!("Fråga {number}?");
        rig.ask(&issue, &question).await;
        rig.within(3 * MINUTE, "the question is here", async || {
            let read = rig.core.issue(&account, &RemoteId::new(issue.as_str())).await.unwrap();
            read.entries.iter().any(|entry| entry.text == question)
        })
        .await;
        reply(&rig, &account, &issue, &format!("Svar {number}.")).await;
        rig.within(5 * MINUTE, "the answer arrives", async || {
            rig.core.operations(&account).await.unwrap().is_empty()
        })
        .await;
        rig.pass(HOUR).await;
        assert!(rig.line.seen().len() - before <= 120, "no storm after {jump}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_window_in_front_and_the_desks_wish_set_the_pace() {
    let rig = Rig::new().await;
    let account = rig.signed_in().await;
    rig.submitted(&account, "utan direktlinje").await;
    rig.line.never("/api/live");
    rig.clock.set(60);
    rig.pass(HOUR).await;
    let in_an_hour = async || {
        let before = asked(&rig, "/changes");
        rig.pass(HOUR).await;
        asked(&rig, "/changes") - before
    };
    let away = in_an_hour().await;
    rig.core.set_presence(Presence { focused: true });
    let near = in_an_hour().await;
    rig.power.set(true);
    let saving = in_an_hour().await;
    rig.power.set(false);
    let facts = rig.desk.facts().await.unwrap();
    rig.desk.set_facts(svara_desk::Facts { poll_after: Some(600), ..facts }).await.unwrap();
    rig.pass(10 * MINUTE).await;
    let wished = in_an_hour().await;
    assert!((24..=38).contains(&away), "{away}");
    assert!((40..=76).contains(&near), "{near}");
    assert!((24..=38).contains(&saving), "{saving}");
    assert!((5..=8).contains(&wished), "{wished}");
}

/// A line that weighs what goes over it.
struct Scale {
    line: Arc<dyn Transport>,
    /// Each request's path with the bytes of both heads and the answer's content.
    weighed: Mutex<Vec<(String, usize)>>,
}

fn weight(headers: &http::HeaderMap) -> usize {
    headers.iter().map(|(name, value)| name.as_str().len() + value.len() + ": \r\n".len()).sum()
}

/// What a network adds to the heads of a request and of an answer: their first lines' rest, host, encodings, agent, date
/// and length.
const ADDED: usize = 240;

#[async_trait]
impl Transport for Scale {
    async fn send(&self, request: http::Request<Content>) -> Result<http::Response<Body>, TransportProblem> {
        let path = request.uri().path().to_owned();
        let asked = request.uri().to_string().len() + weight(request.headers()) + ADDED;
        if path.ends_with("/live") {
            return self.line.send(request).await;
        }
        let (head, mut body) = self.line.send(request).await?.into_parts();
        let mut bytes = Vec::new();
        while let Some(chunk) = body.next().await {
            bytes.extend_from_slice(&chunk?);
        }
        self.weighed.lock().unwrap().push((path, asked + weight(&head.headers) + bytes.len()));
        let body: Body = Box::pin(stream::iter([Ok(bytes.into())]));
        Ok(http::Response::from_parts(head, body))
    }
}

fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let files =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_file());
    files.map(|path| (path.clone(), std::fs::read(path).unwrap())).collect()
}

#[tokio::test(start_paused = true)]
async fn p5_a_check_without_news_is_one_small_request_and_writes_nothing() {
    let rig = Rig::new().await;
    let scale = Arc::new(Scale { line: rig.line.clone(), weighed: Mutex::default() });
    let transport: Arc<dyn Transport> = scale.clone();
    let kinds: Arc<dyn Kinds> = Arc::new(Connectors::new(transport, Arc::new(rig.clock.clone())));
    let folder = tempfile::tempdir().unwrap();
    let (notifier, vault, picker, power) = Default::default();
    let core =
        open(folder.path(), None, &kinds, &rig.clock, (&notifier, &vault, &picker, &power, &Arc::default()))
            .await;
    let account = core.sign_in(ADDRESS, "elsa", PASSWORD.to_owned().into()).await.unwrap().account.id;
    let checks = || scale.weighed.lock().unwrap().len();
    rig.pass(40 * SECOND).await;
    let mut quiet = 0;
    for _ in 0..5 {
        let (before, written) = (checks(), files(folder.path()));
        core.check_now(&account).await.unwrap();
        rig.pass(5 * SECOND).await;
        let all = scale.weighed.lock().unwrap()[before..].to_vec();
        let [(path, bytes)] = all.as_slice() else { panic!("one request: {all:?}") };
        assert_eq!(path, "/api/issues/changes");
        assert!(*bytes < 1024, "{bytes} bytes");
        quiet += usize::from(files(folder.path()) == written);
    }
    assert_eq!(quiet, 5, "nothing is written when nothing changed");
    core.stop().await;
}
