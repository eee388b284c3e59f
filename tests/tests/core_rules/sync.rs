//! What the sync promises: nothing lost, nothing undone, nothing said that is not known, and never too many requests.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
    time::Duration,
};

use async_trait::async_trait;
use futures_util::{StreamExt, stream};
use http::{Method, StatusCode};
use serde_json::json;
use svara_connect::{Body, Connectors, Content, Transport, TransportProblem};
use svara_core::{Freshness, HitPlace, Presence, Trouble};
use svara_model::{AccountId, Kinds, RemoteId, Status};
use svara_tests::rig::Fault;

use crate::{
    HOUR, SECOND,
    rig::{ADDRESS, PASSWORD, Rig, open, reply},
};

const MINUTE: Duration = Duration::from_secs(60);
const DAY: Duration = Duration::from_secs(24 * 3600);
const YEAR: i64 = 365 * 24 * 3600;

const JSON: &str = "application/json";
const PROBLEM: &str = "application/problem+json";
const NO_NAMES: Fault = Fault::Answer(StatusCode::OK, JSON, r#"{"ids": [], "next": null}"#);

fn asked(rig: &Rig, what: &str) -> usize {
    rig.line.seen().iter().filter(|line| line.ends_with(what)).count()
}

async fn until_fresh(rig: &Rig, freshness: Freshness) {
    rig.within(10 * MINUTE, &format!("{freshness:?} is said"), async || {
        rig.account().await.health.freshness == freshness
    })
    .await;
}

/// Waits for what takes hours.
async fn slowly(rig: &Rig, limit: Duration, what: &str, is: impl AsyncFn() -> bool) {
    for _ in 0..limit.as_secs() / 20 {
        if is().await {
            return;
        }
        rig.pass(20 * SECOND).await;
    }
    panic!("not within {limit:?}: {what}");
}

async fn vanished(rig: &Rig, account: &AccountId) -> Vec<String> {
    let mut names = Vec::new();
    for status in [Status::Open, Status::AwaitingFeedback, Status::Closed] {
        let rows = rig.core.issues(account, status, None, 200).await.unwrap().rows;
        names.extend(rows.into_iter().filter(|row| row.vanished).map(|row| row.issue.title));
    }
    names
}

/// Several issues, each made at the desk in the member's name by this app.
async fn several(rig: &Rig, account: &AccountId, count: usize) -> Vec<String> {
    let mut ids = Vec::new();
    for number in 0..count {
        ids.push(rig.submitted(account, &format!("nummer {number:02}")).await);
    }
    ids
}

#[tokio::test(start_paused = true)]
async fn what_vanished_at_the_desk_is_found_kept_to_be_read_and_not_told_of_any_more() {
    let rig = Rig::new().await;
    let account = rig.signed_in().await;
    let [goes, stays]: [String; 2] = several(&rig, &account, 2).await.try_into().unwrap();
    for issue in [&goes, &stays] {
        rig.ask(issue, "Vad ser du?").await;
    }
    rig.until("both await", async || rig.awaiting(&account).await == 2).await;
    rig.within(10 * MINUTE, "both are told", async || !rig.standing().is_empty()).await;
    rig.desk.purge_issue(&goes).await.unwrap();
    slowly(&rig, 30 * HOUR, "it is found out", async || !vanished(&rig, &account).await.is_empty()).await;
    assert_eq!(rig.awaiting(&account).await, 1, "nothing waits in an issue that is not there");
    let read = rig.core.issue(&account, &RemoteId::new(goes.as_str())).await.unwrap();
    assert!(read.brief.vanished && read.loaded && !read.entries.is_empty(), "it can be read");
    assert_eq!((read.brief.issue.allows, read.brief.issue.round), (Default::default(), None));
    let found =
        rig.core.search(&account, "nummer", 10).await.unwrap().into_iter().map(|hit| match hit.place {
            HitPlace::Issue { id, vanished, .. } => (id.to_string(), vanished),
            HitPlace::Chat { .. } | HitPlace::Draft { .. } => panic!("nothing was begun"),
        });
    assert_eq!(found.collect::<BTreeMap<_, _>>(), BTreeMap::from([(goes.clone(), true), (stays, false)]));
    rig.until("its notice is taken away", async || {
        rig.notifier.notices().iter().all(|notice| !notice.standing || !notice.title.contains("nummer 00"))
    })
    .await;
    rig.pass(3 * DAY).await;
    assert_eq!(vanished(&rig, &account).await.len(), 1, "it is never deleted, and the other one stays");
}

#[tokio::test(start_paused = true)]
async fn what_comes_back_to_the_desk_comes_back_here_as_it_was() {
    let rig = Rig::new().await;
    let account = rig.signed_in().await;
    let ids = several(&rig, &account, 3).await;
    rig.ask(&ids[0], "Vad ser du?").await;
    rig.until("it awaits", async || rig.awaiting(&account).await == 1).await;
    rig.pass(MINUTE).await;
    for id in &ids {
        let path: &'static str = Box::leak(format!("/issues/{id}").into_boxed_str());
        let gone = Fault::Answer(StatusCode::NOT_FOUND, PROBLEM, r#"{"code": "not_found"}"#);
        rig.line.plan(Method::GET, path, gone);
    }
    rig.line.plan(Method::GET, "/census", NO_NAMES);
    slowly(&rig, 30 * HOUR, "a desk without memory", async || vanished(&rig, &account).await.len() == 3)
        .await;
    slowly(&rig, 30 * HOUR, "they come back", async || vanished(&rig, &account).await.is_empty()).await;
    assert_eq!((rig.awaiting(&account).await, rig.titles(&account, Status::Open).await.len()), (1, 2));
    rig.pass(HOUR).await;
    let told = rig.notifier.notices().iter().filter(|notice| notice.body.contains("Vad ser du?")).count();
    assert_eq!(told, 1, "its round was told before");
}

#[tokio::test(start_paused = true)]
async fn a_few_that_a_census_misses_are_asked_for_before_they_are_believed_to_be_gone() {
    let rig = Rig::new().await;
    let account = rig.signed_in().await;
    several(&rig, &account, 3).await;
    rig.pass(MINUTE).await;
    rig.line.plan(Method::GET, "/census", NO_NAMES);
    slowly(&rig, 30 * HOUR, "a census", async || asked(&rig, "/census") == 1).await;
    rig.pass(HOUR).await;
    assert!(vanished(&rig, &account).await.is_empty(), "the desk has them");
}

#[tokio::test(start_paused = true)]
async fn a_desk_that_seems_to_have_lost_many_is_asked_again_after_ten_minutes() {
    let rig = Rig::new().await;
    let account = rig.signed_in().await;
    several(&rig, &account, 8).await;
    rig.line.plan(Method::GET, "/census", NO_NAMES);
    slowly(&rig, 30 * HOUR, "a census", async || asked(&rig, "/census") == 1).await;
    slowly(&rig, 25 * MINUTE, "another one", async || asked(&rig, "/census") == 2).await;
    rig.pass(MINUTE).await;
    assert!(vanished(&rig, &account).await.is_empty(), "they are all there");
    rig.line.plan(Method::GET, "/census", NO_NAMES);
    rig.line.plan(Method::GET, "/census", NO_NAMES);
    slowly(&rig, 30 * HOUR, "a census", async || asked(&rig, "/census") == 3).await;
    rig.pass(MINUTE).await;
    assert!(vanished(&rig, &account).await.is_empty(), "one alone is not believed");
    slowly(&rig, 25 * MINUTE, "two agree", async || vanished(&rig, &account).await.len() == 8).await;
}

#[tokio::test(start_paused = true)]
async fn an_expired_cursor_leads_to_a_full_pass_that_tells_no_known_round_again() {
    let rig = Rig::new().await;
    let account = rig.signed_in().await;
    let ids = several(&rig, &account, 2).await;
    rig.ask(&ids[0], "Vad ser du?").await;
    rig.until("the notice", async || !rig.standing().is_empty()).await;
    let told = rig.notifier.notices().len();
    let expired = Fault::Answer(StatusCode::GONE, PROBLEM, r#"{"code": "cursor_expired"}"#);
    rig.line.plan(Method::GET, "/changes", expired);
    let before = asked(&rig, "/changes");
    rig.core.check_now(&account).await.unwrap();
    rig.until("everything was told anew", async || asked(&rig, "/changes") == before + 2).await;
    until_fresh(&rig, Freshness::UpToDate).await;
    let census = asked(&rig, "/census");
    rig.pass(HOUR).await;
    assert_eq!(rig.notifier.notices().len(), told, "told once, for all time");
    assert_eq!(rig.awaiting(&account).await, 1);
    assert!(asked(&rig, "/census") > census, "what the desk lost with its memory is looked for");
    rig.ask(&ids[1], "Och du?").await;
    rig.within(10 * MINUTE, "a new round is told", async || rig.notifier.notices().len() > told).await;
}

#[tokio::test(start_paused = true)]
async fn a_full_pass_that_breaks_off_goes_on_where_it_stopped_and_is_not_up_to_date_before() {
    let rig = Rig::new().await;
    let account = rig.signed_in().await;
    // Three pages of one issue each, then the desk's own.
    let page = |cursor: &str, more: bool| -> &'static str {
        let page = json!({"issues": [], "gone": [], "cursor": cursor, "more": more, "restarted": false});
        Box::leak(page.to_string().into_boxed_str())
    };
    let answer = |body| Fault::Answer(StatusCode::OK, JSON, body);
    let expired = Fault::Answer(StatusCode::GONE, PROBLEM, r#"{"code": "cursor_expired"}"#);
    rig.line.plan(Method::GET, "/changes", expired);
    rig.line.plan(Method::GET, "/changes", answer(page("one", true)));
    rig.line.plan(Method::GET, "/changes", Fault::LoseRequest);
    rig.line.plan(Method::GET, "/changes", answer(page("two", true)));
    rig.line.plan(Method::GET, "/changes", answer(page("three", false)));
    let before = asked(&rig, "/changes");
    rig.core.check_now(&account).await.unwrap();
    until_fresh(&rig, Freshness::Offline).await;
    assert_eq!(asked(&rig, "/changes"), before + 3);
    until_fresh(&rig, Freshness::UpToDate).await;
    assert_eq!(asked(&rig, "/changes"), before + 5, "the pass went on after its first page");
}

#[tokio::test(start_paused = true)]
async fn pages_that_lead_in_a_circle_end_the_check_and_change_nothing_for_ever() {
    let rig = Rig::new().await;
    let account = rig.signed_in().await;
    rig.submitted(&account, "står kvar").await;
    for _ in 0..20 {
        for cursor in ["one", "two", "three"] {
            let page = json!({"issues": [], "gone": [], "cursor": cursor, "more": true, "restarted": false});
            let body = Box::leak(page.to_string().into_boxed_str());
            rig.line.plan(Method::GET, "/changes", Fault::Answer(StatusCode::OK, JSON, body));
        }
    }
    let before = asked(&rig, "/changes");
    rig.core.check_now(&account).await.unwrap();
    until_fresh(&rig, Freshness::NotUnderstood).await;
    assert!(asked(&rig, "/changes") - before < 20);
    assert_eq!(rig.titles(&account, Status::Open).await.len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_conversation_that_fails_keeps_neither_the_others_nor_the_lists() {
    let rig = Rig::new().await;
    let account = rig.signed_in().await;
    let ids = several(&rig, &account, 3).await;
    let path = |id: &str| -> &'static str { Box::leak(format!("/issues/{id}").into_boxed_str()) };
    rig.pass(MINUTE).await;
    rig.line.plan(Method::GET, path(&ids[0]), Fault::Answer(StatusCode::OK, JSON, "{\"issue\":"));
    let gone = Fault::Answer(StatusCode::NOT_FOUND, PROBLEM, r#"{"code": "not_found"}"#);
    rig.line.plan(Method::GET, path(&ids[1]), gone);
    for id in &ids {
        rig.ask(id, "Vad ser du?").await;
    }
    let seen = async |id: &String| rig.core.issue(&account, &RemoteId::new(id.as_str())).await.unwrap();
    rig.until("the third is here", async || asked(&rig, path(&ids[2])) > 0).await;
    rig.pass(5 * SECOND).await;
    rig.line.set_down(true);
    let third = seen(&ids[2]).await;
    assert!(
        third.loaded && third.entries.iter().any(|entry| entry.text == "Vad ser du?"),
        "readable offline"
    );
    assert_eq!(rig.account().await.health.freshness, Freshness::UpToDate, "the lists are");
    assert_eq!(rig.awaiting(&account).await, 3);
    assert_eq!(seen(&ids[0]).await.trouble, Some(Trouble::NotUnderstood), "the issue says it itself");
    rig.line.set_down(false);
    rig.within(10 * MINUTE, "they are fetched later", async || {
        let (first, second) = (seen(&ids[0]).await, seen(&ids[1]).await);
        [first, second].iter().all(|read| read.entries.iter().any(|entry| entry.asks))
    })
    .await;
}

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
        rig.within(15 * SECOND, "it is in doubt", async || {
            rig.account().await.health.freshness == Freshness::Checking
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

/// Answers that are none, and what is said of them.
const NO_ANSWERS: [(&str, &str, Freshness); 5] = [
    ("text/html", "<h1>Hotel Wi-Fi</h1>", Freshness::Offline),
    (JSON, "{\"issues\": [{\"id\"", Freshness::NotUnderstood),
    (JSON, "[]", Freshness::NotUnderstood),
    (JSON, "{\"ids\": \"none\", \"issues\": 7}", Freshness::NotUnderstood),
    (JSON, "null", Freshness::NotUnderstood),
];

/// Everything that a member can read.
async fn everything(rig: &Rig, account: &AccountId, issue: &str) -> String {
    let mut rows = Vec::new();
    for status in [Status::Open, Status::AwaitingFeedback, Status::Closed] {
        rows.extend(rig.core.issues(account, status, None, 200).await.unwrap().rows);
    }
    let talk = rig.core.issue(account, &RemoteId::new(issue)).await.unwrap();
    format!("{rows:?} {:?}", talk.entries)
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_is_none_changes_nothing_and_is_said() {
    let mut rig = Rig::new().await;
    let account = rig.signed_in().await;
    let ids = several(&rig, &account, 7).await;
    rig.ask(&ids[0], "Vad ser du?").await;
    rig.until("it awaits", async || rig.awaiting(&account).await == 1).await;
    rig.pass(MINUTE).await;
    let before = everything(&rig, &account, &ids[0]).await;
    for route in ["/profile", "/changes"] {
        for (media, body, said) in NO_ANSWERS {
            rig.line.plan(Method::GET, route, Fault::Answer(StatusCode::OK, media, body));
            rig.restart().await;
            until_fresh(&rig, said).await;
            assert_eq!(everything(&rig, &account, &ids[0]).await, before, "{route} {media} {body}");
            until_fresh(&rig, Freshness::UpToDate).await;
            rig.pass(MINUTE).await;
            assert_eq!(everything(&rig, &account, &ids[0]).await, before, "{route} {media} {body}, later");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_conversation_that_is_none_changes_nothing_and_the_issue_says_so() {
    let rig = Rig::new().await;
    let account = rig.signed_in().await;
    let issue = rig.submitted(&account, "läses").await;
    let path: &'static str = Box::leak(format!("/issues/{issue}").into_boxed_str());
    for (number, (media, body, _)) in NO_ANSWERS.into_iter().enumerate() {
        rig.pass(10 * MINUTE).await;
        let seen = async || rig.core.issue(&account, &RemoteId::new(issue.as_str())).await.unwrap();
        let before = seen().await.entries;
        rig.line.plan(Method::GET, path, Fault::Answer(StatusCode::OK, media, body));
        rig.agent(&format!("issues/{issue}/entries"), json!({"text": number.to_string(), "kind": "reply"}))
            .await;
        rig.until("it is said", async || seen().await.trouble.is_some()).await;
        let now = seen().await;
        assert!(now.loaded && now.entries == before, "{media} {body}");
        rig.within(5 * MINUTE, "it is fetched all the same", async || {
            seen().await.entries.len() > before.len()
        })
        .await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_census_that_is_none_marks_nothing() {
    let rig = Rig::new().await;
    let account = rig.signed_in().await;
    let ids = several(&rig, &account, 7).await;
    let before = everything(&rig, &account, &ids[0]).await;
    for (media, body, _) in NO_ANSWERS {
        let count = asked(&rig, "/census");
        rig.line.plan(Method::GET, "/census", Fault::Answer(StatusCode::OK, media, body));
        slowly(&rig, 40 * HOUR, "a census", async || asked(&rig, "/census") > count).await;
        rig.pass(HOUR).await;
        assert_eq!(everything(&rig, &account, &ids[0]).await, before, "{media} {body}");
    }
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
    let core = open(folder.path(), &kinds, &rig.clock, (&notifier, &vault, &picker, &power)).await;
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
