//! The rules of the core, held with the real desk called in process, real stores, and a clock that moves only when
//! everything waits: hours pass in moments, and no test waits for real time.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod calm;
mod chats;
mod checkup;
mod closing;
mod desktop;
mod follow_up;
mod minute;
mod news;
mod notices;
mod outbox;
mod returning;
mod rig;
mod stuck;
mod sync;

use std::time::Duration;

use http::{Method, StatusCode};
use serde_json::json;
use svara_core::{
    Fault as FieldFault, Field, Freshness, SendState, Sent, SignOut, TakenBack, Trouble, Unsent,
};
use svara_model::{ActKind, RemoteId, Status, VaultProblem};
use svara_tests::rig::{Fault, VaultState};

use rig::{PASSWORD, Rig, holds, reply};

const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);
const DAY: Duration = Duration::from_secs(24 * 3600);
/// In seconds, for clocks that are set.
const YEAR: i64 = 365 * 24 * 3600;

#[tokio::test(start_paused = true)]
async fn a_round_is_told_within_two_seconds_and_never_again() {
    let mut rig = Rig::new().await;
    let account = rig.signed_in().await;
    let issue = rig.submitted(&account, "kan inte bearbeta beställning").await;
    rig.ask(&issue, "Hej Elsa! Vilken webbläsare använder du? Skriv gärna också version.").await;
    rig.within(2 * SECOND, "the notice", async || !rig.standing().is_empty()).await;
    let notice = rig.standing().remove(0);
    assert_eq!(notice.title, "Svenska - kan inte bearbeta beställning");
    assert_eq!(notice.body, "Maja asks: Hej Elsa! Vilken webbläsare använder du?");
    assert_eq!(notice.buttons, ["Answer", "Later"]);
    for _ in 0..3 {
        rig.restart().await;
        rig.pass(HOUR).await;
    }
    assert_eq!(rig.notifier.notices().len(), 1, "told once");
}

#[tokio::test(start_paused = true)]
async fn what_awaits_at_the_first_sync_makes_one_summary() {
    let rig = Rig::new().await;
    let account = rig.signed_in().await;
    for title in ["ett", "två"] {
        let issue = rig.submitted(&account, title).await;
        rig.ask(&issue, "Vad ser du?").await;
    }
    assert!(matches!(rig.core.sign_out(&account, Unsent::Delete).await, Ok(SignOut::Done)));
    let before = rig.notifier.notices().len();
    let account = rig.signed_in().await;
    rig.until("the summary", async || rig.notifier.notices().len() > before).await;
    rig.pass(HOUR).await;
    let notices = rig.notifier.notices().split_off(before);
    assert_eq!(notices.len(), 1, "{notices:?}");
    assert_eq!(notices[0].title, "2 issues await your feedback");
    assert_eq!(rig.awaiting(&account).await, 2);
}

#[tokio::test(start_paused = true)]
async fn later_tells_again_in_an_hour_in_place_of_the_first_and_not_after_the_answer() {
    let mut rig = Rig::new().await;
    let account = rig.signed_in().await;
    let issue = rig.submitted(&account, "skärmen är svart").await;
    rig.ask(&issue, "När började det?").await;
    rig.until("the notice", async || !rig.standing().is_empty()).await;
    let tag = rig.standing()[0].tag.clone();
    assert!(rig.notifier.act(&tag, ActKind::Later).await);
    rig.pass(HOUR / 2).await;
    assert!(rig.standing().is_empty(), "quiet for an hour");
    rig.restart().await;
    rig.within(HOUR / 2 + 60 * SECOND, "it comes again", async || !rig.standing().is_empty()).await;
    assert_eq!(rig.standing()[0].tag, tag);
    assert!(rig.notifier.act(&tag, ActKind::Later).await);
    reply(&rig, &account, &issue, "I går.").await;
    rig.until("the round is over", async || rig.awaiting(&account).await == 0).await;
    rig.pass(3 * HOUR).await;
    assert!(rig.standing().is_empty(), "nothing to tell after the answer");
}

#[tokio::test(start_paused = true)]
async fn a_notice_goes_when_the_round_is_over_and_answering_leads_to_the_reply() {
    let rig = Rig::new().await;
    let account = rig.signed_in().await;
    let issue = rig.submitted(&account, "skrivaren saknas").await;
    rig.ask(&issue, "Vilken skrivare?").await;
    rig.until("the notice", async || !rig.standing().is_empty()).await;
    assert!(rig.notifier.act(&rig.standing()[0].tag, ActKind::Answer).await);
    rig.until("the window is wanted", async || {
        rig.core.take_go().is_some_and(|go| go.answer && go.issue.is_some())
    })
    .await;
    assert!(rig.core.take_go().is_none(), "once");
    rig.ask(&issue, "Och vilken våning?").await;
    rig.pass(60 * SECOND).await;
    assert_eq!(rig.notifier.notices().len(), 1, "a further question of the same round is not told singly");
    reply(&rig, &account, &issue, "HP på tredje våningen.").await;
    rig.until("it leaves awaiting", async || rig.awaiting(&account).await == 0).await;
    rig.ask(&issue, "Fungerar det nu?").await;
    rig.until("a new round is told", async || rig.notifier.notices().len() == 2).await;
    rig.agent(&format!("issues/{issue}/close"), json!({"text": null})).await;
    rig.until("the notice is taken away", async || rig.standing().is_empty()).await;
    assert!(rig.notifier.notices()[1].withdrawn);
}

#[tokio::test(start_paused = true)]
async fn no_notice_comes_for_the_issue_that_is_looked_at() {
    let rig = Rig::new().await;
    let account = rig.signed_in().await;
    let issue = rig.submitted(&account, "nätet är långsamt").await;
    rig.core.looking(Some((account.clone(), RemoteId::new(issue.as_str())).into())).await.unwrap();
    rig.ask(&issue, "Hela dagen?").await;
    rig.until("the issue awaits", async || rig.awaiting(&account).await == 1).await;
    rig.pass(HOUR).await;
    rig.core.looking(None).await.unwrap();
    rig.pass(HOUR).await;
    assert!(rig.notifier.notices().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_lost_answer_makes_no_second_issue() {
    let rig = Rig::new().await;
    let account = rig.signed_in().await;
    rig.line.plan(Method::POST, "/api/issues", Fault::LoseAnswer);
    rig.submitted(&account, "en enda gång").await;
    rig.until("the outbox is empty", async || rig.core.operations(&account).await.unwrap().is_empty()).await;
    assert_eq!(rig.titles(&account, Status::Open).await, ["Svenska - en enda gång"]);
    let sent = rig.line.seen().into_iter().filter(|line| line == "POST /api/issues").count();
    assert_eq!(sent, 1, "what was found at the desk is not sent again");
    assert!(rig.line.seen().iter().any(|line| line.starts_with("GET /api/operations/")), "looked up first");
}

#[tokio::test(start_paused = true)]
async fn what_was_sent_while_the_network_was_gone_arrives_once_after_a_restart() {
    let mut rig = Rig::new().await;
    let account = rig.signed_in().await;
    rig.line.set_down(true);
    rig.submit(&account, "utan nät").await;
    rig.until("it waits", async || {
        rig.core.operations(&account).await.unwrap()[0].state == SendState::Waiting
    })
    .await;
    rig.core.check_now(&account).await.unwrap();
    rig.until("offline is said", async || rig.account().await.health.freshness == Freshness::Offline).await;
    rig.restart().await;
    rig.pass(60 * SECOND).await;
    rig.line.set_down(false);
    rig.within(300 * SECOND, "it arrives", async || rig.core.operations(&account).await.unwrap().is_empty())
        .await;
    assert_eq!(rig.titles(&account, Status::Open).await, ["Svenska - utan nät"]);
}

#[tokio::test(start_paused = true)]
async fn a_sign_in_that_ended_loses_nothing_and_says_so() {
    let rig = Rig::new().await;
    let account = rig.signed_in().await;
    rig.submitted(&account, "kvar i listan").await;
    rig.desk.set_password("elsa", PASSWORD.to_owned()).await.unwrap();
    rig.submit(&account, "på väg").await;
    rig.core.check_now(&account).await.unwrap();
    rig.until("signed out is said", async || rig.account().await.health.freshness == Freshness::SignedOut)
        .await;
    assert_eq!(rig.titles(&account, Status::Open).await.len(), 1, "the last known list stays");
    let waiting = rig.core.operations(&account).await.unwrap();
    assert_eq!((waiting.len(), waiting[0].state), (1, SendState::Waiting));
    assert_eq!(waiting[0].trouble, Some(Trouble::SignedOut));
    assert_eq!(rig.sign_in("elsa").await, account, "the same account");
    rig.until("it arrives", async || rig.core.operations(&account).await.unwrap().is_empty()).await;
    assert_eq!(rig.titles(&account, Status::Open).await.len(), 2);
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_is_html_changes_nothing_and_is_said() {
    let rig = Rig::new().await;
    let account = rig.signed_in().await;
    rig.submitted(&account, "står kvar").await;
    rig.line.plan(
        Method::GET,
        "/changes",
        Fault::Answer(StatusCode::OK, "text/html", "<h1>Hotel Wi-Fi</h1>"),
    );
    rig.core.check_now(&account).await.unwrap();
    rig.until("offline is said", async || rig.account().await.health.freshness == Freshness::Offline).await;
    assert_eq!(rig.account().await.health.trouble, Some(Trouble::CaptivePortal));
    assert_eq!(rig.titles(&account, Status::Open).await.len(), 1);
    rig.until("it comes back by itself", async || {
        rig.account().await.health.freshness == Freshness::UpToDate
    })
    .await;
    rig.line.plan(
        Method::GET,
        "/changes",
        Fault::Answer(StatusCode::OK, "application/json", "{\"issues\": [{\"id\""),
    );
    rig.core.check_now(&account).await.unwrap();
    rig.until("not understood is said", async || {
        rig.account().await.health.freshness == Freshness::NotUnderstood
    })
    .await;
    assert_eq!(rig.titles(&account, Status::Open).await.len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_refused_reply_is_stuck_and_can_be_taken_back_with_every_word() {
    let rig = Rig::new().await;
    let account = rig.signed_in().await;
    let issue = rig.submitted(&account, "stängs snart").await;
    rig.line.set_down(true);
    let operation = reply(&rig, &account, &issue, "Ett svar som kommer för sent.").await;
    rig.agent(&format!("issues/{issue}/close"), json!({"text": null})).await;
    rig.line.set_down(false);
    rig.within(300 * SECOND, "it is stuck", async || {
        rig.core.operations(&account).await.unwrap().first().is_some_and(|op| op.state == SendState::Stuck)
    })
    .await;
    let TakenBack::Draft(draft) = rig.core.take_back(&operation).await.unwrap() else {
        panic!("it was not received");
    };
    assert_eq!(draft.text, "Ett svar som kommer för sent.");
    assert!(rig.core.operations(&account).await.unwrap().is_empty());
}

#[tokio::test(start_paused = true)]
async fn signing_out_leaves_nothing_behind() {
    let mut rig = Rig::new().await;
    let account = rig.signed_in().await;
    let issue = rig.submitted(&account, "hemligheten om lagret").await;
    rig.ask(&issue, "Vilket lager?").await;
    rig.until("the notice", async || !rig.standing().is_empty()).await;
    let draft = rig.core.begin_draft(&account, None).await.unwrap();
    rig.core.save_draft(&draft.id, ["halvfärdig om lagret", "sv", "x"].map(str::to_owned)).await.unwrap();
    assert_eq!(rig.vault.len(), 1);
    assert!(holds(&rig.app_folder(), "om lagret"), "the check can see");
    assert!(matches!(rig.core.sign_out(&account, Unsent::Delete).await, Ok(SignOut::Done)));
    assert!(rig.vault.is_empty(), "the keychain's entry is gone");
    assert!(rig.standing().is_empty(), "no notice stands");
    assert!(rig.line.seen().iter().any(|line| line == "DELETE /api/session"), "revoked at the desk");
    assert!(rig.core.accounts().await.unwrap().is_empty());
    rig.core.stop().await;
    assert!(!holds(&rig.app_folder(), "om lagret"), "no word is left in any file");
    rig.restart().await;
    assert!(rig.core.accounts().await.unwrap().is_empty());
}

#[tokio::test(start_paused = true)]
async fn drafts_can_be_kept_for_the_account() {
    let rig = Rig::new().await;
    let account = rig.signed_in().await;
    let draft = rig.core.begin_draft(&account, None).await.unwrap();
    rig.core.save_draft(&draft.id, ["halvfärdig", "sv", "x"].map(str::to_owned)).await.unwrap();
    assert!(matches!(rig.core.sign_out(&account, Unsent::Keep).await, Ok(SignOut::Done)));
    assert!(rig.core.accounts().await.unwrap().is_empty() && rig.vault.is_empty());
    let again = rig.signed_in().await;
    assert_eq!(rig.core.drafts(&again).await.unwrap()[0].title, "halvfärdig");
}

#[tokio::test(start_paused = true)]
async fn send_first_signs_out_only_when_all_has_arrived() {
    let rig = Rig::new().await;
    let account = rig.signed_in().await;
    rig.line.set_down(true);
    rig.submit(&account, "innan jag går").await;
    let Ok(SignOut::Left(left)) = rig.core.sign_out(&account, Unsent::SendFirst).await else {
        panic!("still signed in")
    };
    assert_eq!(left.len(), 1);
    rig.line.set_down(false);
    assert!(matches!(rig.core.sign_out(&account, Unsent::SendFirst).await, Ok(SignOut::Done)));
    let account = rig.signed_in().await;
    assert_eq!(rig.titles(&account, Status::Open).await, ["Svenska - innan jag går"]);
}

#[tokio::test(start_paused = true)]
async fn unsent_things_can_be_saved_into_a_folder() {
    let rig = Rig::new().await;
    let account = rig.signed_in().await;
    let draft = rig.core.begin_draft(&account, None).await.unwrap();
    rig.core
        .save_draft(&draft.id, ["halvfärdig", "sv", "Jag hann inte mer."].map(str::to_owned))
        .await
        .unwrap();
    let chosen = tempfile::tempdir().unwrap();
    rig.picker.choose_folder(chosen.path().to_owned());
    assert!(matches!(rig.core.sign_out(&account, Unsent::Export).await, Ok(SignOut::Done)));
    assert!(holds(chosen.path(), "Svenska - halvfärdig") && holds(chosen.path(), "Jag hann inte mer."));
}

#[tokio::test(start_paused = true)]
async fn without_a_keychain_the_session_lasts_until_the_app_ends() {
    let mut rig = Rig::new().await;
    rig.vault.become_(VaultState::None);
    let account = rig.signed_in().await;
    assert_eq!(rig.account().await.unkept, Some(VaultProblem::NoService));
    rig.submitted(&account, "ändå skickat").await;
    rig.restart().await;
    rig.until("signed out is said", async || rig.account().await.health.freshness == Freshness::SignedOut)
        .await;
    assert_eq!(rig.titles(&account, Status::Open).await.len(), 1, "the last known list stays readable");
}

#[tokio::test(start_paused = true)]
async fn a_locked_keychain_that_is_unlocked_later_takes_the_sign_in() {
    let mut rig = Rig::new().await;
    rig.vault.become_(VaultState::Locked);
    let account = rig.signed_in().await;
    assert_eq!(rig.account().await.unkept, Some(VaultProblem::Locked));
    rig.vault.become_(VaultState::Ok);
    assert_eq!(rig.core.keep_sign_in(&account).await.unwrap().unkept, None);
    rig.restart().await;
    rig.until("still signed in", async || rig.account().await.health.freshness == Freshness::UpToDate).await;
    rig.vault.become_(VaultState::Locked);
    rig.restart().await;
    rig.until("the keychain is named", async || {
        rig.account().await.health.trouble == Some(Trouble::Keychain)
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn a_member_below_the_lowest_rank_is_told_so_and_asked_nothing_more() {
    let rig = Rig::new().await;
    rig.sign_in("bo").await;
    rig.until("the rule is said", async || rig.account().await.health.freshness == Freshness::NotEligible)
        .await;
    let profile = rig.account().await.profile.unwrap();
    assert_eq!((profile.member.rank.as_deref(), profile.member.eligible), (Some("Member"), false));
    assert_eq!(profile.desk.lowest_rank.as_deref(), Some("Silver"));
}

#[tokio::test(start_paused = true)]
async fn what_is_missing_or_too_long_is_said_before_anything_is_sent() {
    let rig = Rig::new().await;
    let account = rig.signed_in().await;
    let draft = rig.core.begin_draft(&account, None).await.unwrap();
    let limit = rig.account().await.profile.unwrap().desk.limits.title_chars;
    let Sent::Faulty(faults) = rig.core.send_draft(&draft.id).await.unwrap() else {
        panic!("nothing was written")
    };
    assert_eq!(faults, [(Field::Title, FieldFault::Missing), (Field::Text, FieldFault::Missing)]);
    let long = "å".repeat(usize::try_from(limit).unwrap());
    rig.core.save_draft(&draft.id, [long, "sv".into(), "x".into()]).await.unwrap();
    let Sent::Faulty(faults) = rig.core.send_draft(&draft.id).await.unwrap() else {
        panic!("it is too long")
    };
    let actual = limit + u32::try_from("Svenska - ".len()).unwrap();
    assert_eq!(faults, [(Field::Title, FieldFault::TooLong { limit, actual })]);
    assert!(!rig.line.seen().iter().any(|line| line == "POST /api/issues"));
}

#[tokio::test(start_paused = true)]
async fn a_signed_in_app_that_waits_asks_seldom() {
    let rig = Rig::new().await;
    let account = rig.signed_in().await;
    rig.submitted(&account, "lugn").await;
    rig.pass(60 * SECOND).await;
    let before = rig.line.seen().len();
    rig.pass(4 * HOUR).await;
    let asked = rig.line.seen().len() - before;
    assert!(asked <= 4 * 120, "{asked} requests in four hours");
}
