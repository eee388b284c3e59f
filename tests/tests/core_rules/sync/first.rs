//! The first check of an account with much at the desk.

use http::Method;
use svara_core::Freshness;
use svara_desk::{SeedEnd, SeedIssue};
use svara_model::{AccountId, Status};
use svara_tests::rig::Fault;

use super::{asked, until_fresh};
use crate::{HOUR, MINUTE, rig::Rig};

/// More than two of the desk's largest pages.
const ALL: usize = 2_100;
/// More rounds than are marked at once, twice.
const AWAITING: usize = 1_100;

/// A desk with so much of the member's, most of which awaits them.
async fn long_known() -> Rig {
    let rig = Rig::new().await;
    let issues = (0..ALL).map(|number| SeedIssue {
        title: format!("Svenska - nummer {number}"),
        language: Some("sv".to_owned()),
        at: 1_780_000_000_000 + i64::try_from(number).unwrap() * 60_000,
        text: "Sidan blir vit.".to_owned(),
        reply: Some("Vad ser du?".to_owned()),
        end: if number < AWAITING { SeedEnd::Awaiting } else { SeedEnd::Open },
    });
    rig.desk.seed_issues("elsa", "maja", issues).await.unwrap();
    rig
}

async fn count(rig: &Rig, account: &AccountId, status: Status) -> usize {
    let page = rig.core.issues(account, status, None, 1).await.unwrap();
    usize::try_from(page.total).unwrap()
}

#[tokio::test(start_paused = true)]
async fn very_many_issues_are_all_there_after_the_first_check_and_told_in_one_summary() {
    let mut rig = long_known().await;
    let account = rig.signed_in().await;
    assert_eq!(count(&rig, &account, Status::AwaitingFeedback).await, AWAITING);
    assert_eq!(count(&rig, &account, Status::Open).await, ALL - AWAITING);
    assert_eq!(asked(&rig, "/changes"), 3, "by the desk's largest pages");
    rig.until("the summary", async || !rig.standing().is_empty()).await;
    assert_eq!(rig.standing()[0].title, "1,100 issues await your feedback");
    rig.pass(2 * HOUR).await;
    rig.restart().await;
    rig.pass(10 * MINUTE).await;
    assert_eq!(rig.notifier.notices().len(), 1, "none of them is told singly, also later");
}

#[tokio::test(start_paused = true)]
async fn a_first_check_that_breaks_off_between_large_pages_keeps_what_came_and_goes_on_from_there() {
    let rig = long_known().await;
    rig.line.plan(Method::GET, "/changes", Fault::Pass);
    rig.line.plan(Method::GET, "/changes", Fault::Pass);
    for _ in 0..4 {
        rig.line.plan(Method::GET, "/changes", Fault::LoseRequest);
    }
    let account = rig.sign_in("elsa").await;
    until_fresh(&rig, Freshness::Offline).await;
    let mut kept = 0;
    for status in [Status::Open, Status::AwaitingFeedback] {
        kept += count(&rig, &account, status).await;
    }
    assert_eq!(kept, 200 + 1_000, "the first page, which is small, and a large one");
    assert!(rig.notifier.notices().is_empty(), "nothing is told before all is known");
    until_fresh(&rig, Freshness::UpToDate).await;
    assert_eq!(asked(&rig, "/changes"), 2 + 4 + 1, "no page that came is asked for again");
    assert_eq!(count(&rig, &account, Status::AwaitingFeedback).await, AWAITING);
    assert_eq!(count(&rig, &account, Status::Open).await, ALL - AWAITING);
    rig.within(MINUTE, "the summary", async || rig.notifier.notices().len() == 1).await;
}
