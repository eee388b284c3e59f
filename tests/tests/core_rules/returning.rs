//! The return briefing: whoever was away for more than 12 hours finds one notice and one card that say what waits. It
//! begins on a Monday at 14:13 (UTC).

use std::time::Duration;

use jiff::SignedDuration;
use serde_json::json;
use svara_core::{Briefing, Freshness, NoticeSettings, QuietHours, SignOut, Span, Unsent, When};
use svara_model::{AccountId, Clock, RemoteId};
use svara_tests::rig::Said;

use crate::{
    HOUR, MINUTE, SECOND,
    rig::{PASSWORD, Rig, reply},
};

/// An account with three issues, of which two were asked about: the older one first.
async fn two_of_three(rig: &Rig) -> (AccountId, [String; 3]) {
    let account = rig.signed_in().await;
    let issues = [
        rig.submitted(&account, "ett").await,
        rig.submitted(&account, "två").await,
        rig.submitted(&account, "tre").await,
    ];
    for issue in &issues[..2] {
        rig.ask(issue, "Vad ser du?").await;
        rig.pass(2 * MINUTE).await;
    }
    assert_eq!(rig.standing().len(), 2);
    (account, issues)
}

async fn until_fresh(rig: &Rig) {
    rig.within(2 * MINUTE, "the check after it", async || {
        rig.account().await.health.freshness == Freshness::UpToDate
    })
    .await;
}

async fn briefing(rig: &Rig, account: &AccountId) -> Option<Briefing> {
    rig.core.briefing(account).await.unwrap()
}

/// The last words of the titles on the card.
async fn card(rig: &Rig, account: &AccountId) -> Vec<String> {
    let rows = briefing(rig, account).await.map(|briefing| briefing.rows).unwrap_or_default();
    rows.iter().filter_map(|row| Some(row.issue.title.split(" - ").last()?.to_owned())).collect()
}

#[tokio::test(start_paused = true)]
async fn whoever_comes_back_is_told_once_of_all_that_waits_and_finds_it_on_a_card() {
    let rig = Rig::new().await;
    let (account, [_, _, third]) = two_of_three(&rig).await;
    assert!(briefing(&rig, &account).await.is_none(), "nobody was away");
    let (before, left) = (rig.notifier.notices().len(), rig.account().await.health.checked);
    rig.clock.set(14 * 3600);
    rig.ask(&third, "Och nu?").await;
    rig.within(2 * MINUTE, "the notice", async || rig.notifier.notices().len() > before).await;
    rig.pass(5 * MINUTE).await;
    assert_eq!(rig.notifier.notices().len(), before + 1, "one");
    let standing = rig.standing();
    assert_eq!(standing.len(), 1, "in place of the others");
    assert_eq!(standing[0].title, "3 issues await your feedback");
    assert_eq!(standing[0].body, "Svenska - ett, and 2 more");
    assert!(standing[0].urgent);
    assert_eq!(card(&rig, &account).await, ["ett", "två", "tre"], "the least time left first");
    assert_eq!(briefing(&rig, &account).await.map(|briefing| briefing.since), left);
}

#[tokio::test(start_paused = true)]
async fn a_short_absence_is_none() {
    let rig = Rig::new().await;
    let (account, [.., third]) = two_of_three(&rig).await;
    rig.clock.set(11 * 3600);
    rig.ask(&third, "Och nu?").await;
    until_fresh(&rig).await;
    rig.pass(5 * MINUTE).await;
    assert!(briefing(&rig, &account).await.is_none());
}

#[tokio::test(start_paused = true)]
async fn the_card_stays_until_it_is_closed_or_all_of_it_is_answered() {
    let mut rig = Rig::new().await;
    let (account, [first, second, third]) = two_of_three(&rig).await;
    rig.core.stop().await;
    rig.clock.set(14 * 3600);
    rig.restart().await;
    until_fresh(&rig).await;
    rig.restart().await;
    rig.ask(&third, "Och nu?").await;
    rig.until("it is here", async || rig.awaiting(&account).await == 3).await;
    assert_eq!(card(&rig, &account).await, ["ett", "två"], "what is asked later is told by itself");
    for (issue, left) in [(&first, 1), (&second, 0)] {
        reply(&rig, &account, issue, "En vit sida.").await;
        rig.until("it goes", async || card(&rig, &account).await.len() == left).await;
    }
    rig.clock.set(14 * 3600);
    rig.until("the next briefing", async || card(&rig, &account).await == ["tre"]).await;
    rig.core.close_briefing(&account).await.unwrap();
    rig.restart().await;
    assert!(briefing(&rig, &account).await.is_none());
}

#[tokio::test(start_paused = true)]
async fn what_became_due_meanwhile_is_in_the_one_notice() {
    let rig = Rig::new().await;
    let (account, [first, second, third]) = two_of_three(&rig).await;
    rig.core.later(&account, &RemoteId::new(first), When::Hour).await.unwrap();
    let before = rig.notifier.notices().len();
    rig.clock.set(16 * 3600);
    reply_of_desk(&rig, &third).await;
    rig.agent(&format!("issues/{second}/close"), json!({"text": null})).await;
    until_fresh(&rig).await;
    rig.pass(10 * MINUTE).await;
    let new = rig.notifier.notices().split_off(before);
    assert_eq!(new.len(), 1, "the *Later*, the close and the reply: {new:?}");
    assert_eq!(new[0].title, "One issue awaits your feedback");
    assert_eq!(new[0].body, "Svenska - ett, and 2 more");
    assert_eq!(card(&rig, &account).await, ["ett"]);
}

async fn reply_of_desk(rig: &Rig, issue: &str) {
    let path = format!("issues/{issue}/entries");
    rig.agent(&path, json!({"text": "Vi tittar.", "kind": "reply", "uploads": []})).await;
}

#[tokio::test(start_paused = true)]
async fn who_comes_back_offline_is_told_what_is_known_and_all_of_it_when_the_desk_is_reached() {
    let mut rig = Rig::new().await;
    let (account, [.., third]) = two_of_three(&rig).await;
    let before = rig.notifier.notices().len();
    rig.core.stop().await;
    rig.clock.set(20 * 3600);
    rig.line.set_down(true);
    rig.ask(&third, "Och nu?").await;
    rig.restart().await;
    rig.within(3 * MINUTE, "the reminders", async || rig.notifier.notices().len() > before).await;
    assert!(briefing(&rig, &account).await.is_none());
    rig.line.set_down(false);
    rig.core.check_now(&account).await.unwrap();
    rig.within(3 * MINUTE, "the briefing", async || {
        rig.standing().iter().any(|notice| notice.title == "3 issues await your feedback")
    })
    .await;
    assert_eq!(rig.standing().len(), 1);
    assert_eq!(card(&rig, &account).await.len(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_sign_in_that_had_ended_and_a_sign_out_are_absences_too() {
    let rig = Rig::new().await;
    let (account, [.., third]) = two_of_three(&rig).await;
    rig.desk.set_password("elsa", PASSWORD.to_owned()).await.unwrap();
    rig.core.check_now(&account).await.unwrap();
    rig.until("signed out", async || rig.account().await.health.freshness == Freshness::SignedOut).await;
    rig.pass(13 * HOUR).await;
    let again = rig.signed_in().await;
    assert_eq!(again, account);
    assert_eq!(card(&rig, &account).await, ["ett", "två"]);
    // Signed out here, with a draft that is kept.
    let draft = rig.core.begin_draft(&account, None).await.unwrap();
    rig.core.save_draft(&draft.id, ["fyra", "sv", "Mer sedan."].map(str::to_owned)).await.unwrap();
    assert!(matches!(rig.core.sign_out(&account, Unsent::Keep).await, Ok(SignOut::Done)));
    rig.pass(MINUTE).await;
    let before = rig.notifier.notices().len();
    rig.ask(&third, "Och nu?").await;
    rig.clock.set(13 * 3600);
    assert_eq!(rig.signed_in().await, account);
    rig.pass(5 * MINUTE).await;
    assert_eq!(card(&rig, &account).await, ["ett", "två", "tre"]);
    let new = rig.notifier.notices().split_off(before);
    assert_eq!(new.len(), 1, "{new:?}");
    assert_eq!(new[0].title, "3 issues await your feedback");
}

#[tokio::test(start_paused = true)]
async fn the_briefing_waits_for_the_quiet_to_end() {
    let rig = Rig::new().await;
    let (account, _) = two_of_three(&rig).await;
    // It comes back at 4 in the morning.
    let span = Span { from: jiff::civil::time(22, 0, 0, 0), to: jiff::civil::time(7, 0, 0, 0) };
    let notices = NoticeSettings { quiet: QuietHours { days: [Some(span); 7] }, ..NoticeSettings::default() };
    let settings = svara_core::Settings { notices, ..rig.core.settings().await.unwrap() };
    rig.core.change_settings(settings).await.unwrap();
    rig.clock.set(14 * 3600);
    until_fresh(&rig).await;
    let before = rig.notifier.notices().len();
    rig.pass(2 * HOUR).await;
    assert_eq!(rig.notifier.notices().len(), before);
    assert_eq!(card(&rig, &account).await, ["ett", "två"], "the card makes no noise");
    rig.within(HOUR, "its end", async || rig.notifier.notices().len() > before).await;
    rig.pass(10 * SECOND).await;
    assert_eq!(rig.standing().len(), 1);
}

fn untouched(rig: &Rig, idle: Duration) {
    rig.desktop.say(Said { idle: Some(idle), ..rig.desktop.says() });
}

#[tokio::test(start_paused = true)]
async fn who_left_the_computer_on_comes_back_when_they_touch_it() {
    let rig = Rig::new().await;
    untouched(&rig, Duration::ZERO);
    let left = Clock::now(&rig.clock);
    let (account, [_, _, third]) = two_of_three(&rig).await;
    untouched(&rig, 12 * HOUR);
    rig.pass(12 * HOUR).await;
    rig.ask(&third, "Och nu?").await;
    rig.within(2 * MINUTE, "its own notice", async || {
        rig.standing().iter().any(|notice| notice.body.contains("tre") || notice.title.contains("tre"))
    })
    .await;
    untouched(&rig, 60 * HOUR);
    rig.pass(48 * HOUR).await;
    assert!(briefing(&rig, &account).await.is_none(), "nobody is there to read it");
    let before = rig.notifier.notices().len();
    untouched(&rig, 5 * SECOND);
    rig.pass(5 * MINUTE).await;
    let new = rig.notifier.notices().split_off(before);
    assert_eq!(new.len(), 1, "{new:?}");
    assert_eq!(new[0].title, "3 issues await your feedback");
    assert_eq!(rig.standing().len(), 1, "in place of the others");
    assert_eq!(card(&rig, &account).await, ["ett", "två", "tre"]);
    let since = briefing(&rig, &account).await.unwrap().since;
    assert!(since.duration_since(left).abs() <= SignedDuration::from_mins(1), "{since} {left}");
    rig.core.close_briefing(&account).await.unwrap();
    untouched(&rig, 11 * HOUR);
    rig.pass(24 * HOUR).await;
    assert!(briefing(&rig, &account).await.is_none(), "they were here meanwhile");
}

#[tokio::test(start_paused = true)]
async fn waking_the_computer_and_touching_it_are_one_return() {
    let rig = Rig::new().await;
    untouched(&rig, Duration::ZERO);
    let (account, _) = two_of_three(&rig).await;
    untouched(&rig, 14 * HOUR);
    rig.clock.set(14 * 3600);
    rig.within(5 * MINUTE, "the card", async || card(&rig, &account).await.len() == 2).await;
    rig.core.close_briefing(&account).await.unwrap();
    rig.pass(2 * MINUTE).await;
    untouched(&rig, Duration::ZERO);
    rig.pass(10 * MINUTE).await;
    assert!(briefing(&rig, &account).await.is_none());
}
