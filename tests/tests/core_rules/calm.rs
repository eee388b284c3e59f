//! What is kept back: of a round that is answered, in the night, and what nobody wants to hear. It begins on a Monday at 14:13
//! (UTC), far from every zone's night.

use svara_core::{NoticeSettings, Settings, TakenBack, When};
use svara_desk::CloseRule;
use svara_model::{AccountId, Clock, NoticeKind};
use svara_tests::rig::RecordedNotice;

use crate::{
    DAY, HOUR, MINUTE, SECOND,
    rig::{Rig, reply},
};

/// An account with an issue that awaits feedback, and of which the member was told.
async fn asked(rig: &Rig) -> (AccountId, String) {
    let account = rig.signed_in().await;
    let issue = rig.submitted(&account, "ett").await;
    rig.ask(&issue, "Vad ser du?").await;
    rig.within(2 * SECOND, "the notice", async || rig.standing().len() == 1).await;
    (account, issue)
}

async fn closes_after(rig: &Rig, working_days: u32) {
    let mut facts = rig.desk.facts().await.unwrap();
    facts.close_rule = Some(CloseRule { working_days, warns: false });
    rig.desk.set_facts(facts).await.unwrap();
}

/// Passes so much time; answers what was told in it and when: "22 09:00".
async fn told_within(rig: &Rig, limit: std::time::Duration) -> Vec<(String, RecordedNotice)> {
    let end = Clock::now(&rig.clock) + limit;
    let mut seen = rig.notifier.notices().len();
    let mut told = Vec::new();
    while Clock::now(&rig.clock) < end {
        rig.pass(MINUTE).await;
        let at = Clock::now(&rig.clock).strftime("%d %H:%M").to_string();
        told.extend(rig.notifier.notices().into_iter().skip(seen).map(|notice| (at.clone(), notice)));
        seen = rig.notifier.notices().len();
    }
    told
}

#[tokio::test(start_paused = true)]
async fn who_has_answered_offline_is_not_reminded_and_is_again_when_the_answer_is_taken_back() {
    let mut rig = Rig::new().await;
    let (account, issue) = asked(&rig).await;
    rig.core.later(&account, &svara_model::RemoteId::new(issue.as_str()), When::Hour).await.unwrap();
    rig.line.set_down(true);
    let operation = reply(&rig, &account, &issue, "En vit sida.").await;
    assert_eq!(told_within(&rig, 20 * HOUR).await, [], "neither *Later* nor the morning");
    rig.restart().await;
    assert_eq!(told_within(&rig, HOUR).await, []);
    assert!(matches!(rig.core.take_back(&operation).await, Ok(TakenBack::Draft(_))));
    let told = told_within(&rig, 2 * MINUTE).await;
    assert_eq!(told.len(), 1, "what was wanted comes: {told:?}");
    assert_eq!(told_within(&rig, DAY).await.len(), 2, "and reminders, after six hours and in the morning");
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_does_not_arrive_in_time_is_named_at_the_last_step() {
    let rig = Rig::new().await;
    closes_after(&rig, 1).await;
    let (account, issue) = asked(&rig).await;
    rig.line.set_down(true);
    reply(&rig, &account, &issue, "En vit sida.").await;
    let told = told_within(&rig, DAY - 5 * MINUTE).await;
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(told[0].0, "22 13:01");
    assert_eq!(told[0].1.body, "The desk will close this today at 14:13\nYour answer has not been sent yet");
}

#[tokio::test(start_paused = true)]
async fn at_night_a_reminder_stands_there_without_a_sound() {
    let rig = Rig::new().await;
    rig.pass(7 * HOUR).await;
    asked(&rig).await;
    let told = told_within(&rig, 12 * HOUR).await;
    assert_eq!(told.len(), 2, "{told:?}");
    // Six hours after 21:13.
    let (at, reminder) = &told[0];
    assert_eq!((at.as_str(), reminder.urgent, reminder.sound.clone()), ("22 03:13", false, None));
    assert!(reminder.body.starts_with("Still awaits"), "{}", reminder.body);
    assert_eq!((told[1].0.as_str(), told[1].1.urgent), ("22 09:00", true));
}

#[tokio::test(start_paused = true)]
async fn a_step_of_the_night_is_told_in_the_morning_and_one_that_cannot_wait_at_once() {
    // Of three working days from Monday at 14:13, 50 % end on Wednesday at 02:13; of one from 07:33, 95 % at 06:21.
    let rig = Rig::new().await;
    closes_after(&rig, 3).await;
    asked(&rig).await;
    let told = told_within(&rig, 2 * DAY).await;
    let deadline = told.iter().find(|(_, notice)| notice.kind == "deadline").unwrap();
    assert_eq!((deadline.0.as_str(), deadline.1.urgent), ("23 07:00", true));
    let rig = Rig::new().await;
    closes_after(&rig, 1).await;
    rig.pass(17 * HOUR + 20 * MINUTE).await;
    asked(&rig).await;
    let told = told_within(&rig, DAY - 5 * MINUTE).await;
    let last = told.last().unwrap();
    assert_eq!((last.0.as_str(), last.1.kind.as_str(), last.1.urgent), ("23 06:21", "deadline", true));
}

#[tokio::test(start_paused = true)]
async fn who_wants_no_deadlines_is_reminded_all_the_same() {
    let rig = Rig::new().await;
    closes_after(&rig, 2).await;
    let notices = NoticeSettings { off: [NoticeKind::Deadline].into(), ..NoticeSettings::default() };
    let settings = Settings { notices, ..rig.core.settings().await.unwrap() };
    rig.core.change_settings(settings).await.unwrap();
    rig.pass(18 * HOUR + 30 * MINUTE).await;
    asked(&rig).await;
    // Asked on Tuesday at 08:43: half of two days pass on Wednesday at 08:43, and the morning is at nine.
    let told = told_within(&rig, DAY + HOUR).await;
    let times: Vec<_> = told.iter().map(|(at, notice)| (at.as_str(), notice.kind.as_str())).collect();
    assert_eq!(times, [("22 09:43", "awaiting"), ("23 09:00", "awaiting")]);
}
