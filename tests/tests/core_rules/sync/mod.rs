//! What the sync promises: nothing lost, nothing undone, nothing said that is not known, and never too many requests.

mod census;
mod checks;
mod first;
mod pace;

use std::time::Duration;

use svara_core::Freshness;
use svara_model::{AccountId, RemoteId, Status};

use crate::{MINUTE, SECOND, rig::Rig};

const JSON: &str = "application/json";

const PROBLEM: &str = "application/problem+json";

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

/// Several issues, each made at the desk in the member's name by this app.
async fn several(rig: &Rig, account: &AccountId, count: usize) -> Vec<String> {
    let mut ids = Vec::new();
    for number in 0..count {
        ids.push(rig.submitted(account, &format!("nummer {number:02}")).await);
    }
    ids
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
