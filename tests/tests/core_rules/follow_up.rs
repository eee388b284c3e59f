//! Never silent when it matters, never loud when it does not: reminders, the desk's deadline, quiet hours, pauses, what is
//! switched off, hidden notices, and *Later* at a time of choice. It begins on a Monday at 14:13 (UTC).

use jiff::civil::time;
use serde_json::json;
use svara_core::{Change, NoticeSettings, PauseFor, QuietHours, Settings, Span, Stale, When};
use svara_desk::CloseRule;
use svara_model::{AccountId, ActKind, Clock, NoticeKind, NoticeSound, RemoteId};
use svara_tests::rig::{NoticeService, RecordedNotice, Said};

use crate::{
    DAY, HOUR, MINUTE, SECOND,
    rig::{Rig, reply},
};

const SETTINGS: Change = Change::Stale(Stale::Settings);

/// An account with an issue that awaits feedback, and of which the member was told.
async fn asked(rig: &Rig, title: &str) -> (AccountId, RemoteId) {
    let account = rig.signed_in().await;
    let issue = rig.submitted(&account, title).await;
    rig.ask(&issue, "Vad ser du?").await;
    rig.within(2 * SECOND, "the notice", async || rig.standing().len() == 1).await;
    (account, RemoteId::new(issue))
}

async fn choose(rig: &Rig, notices: NoticeSettings) {
    let settings = Settings { notices, ..rig.core.settings().await.unwrap() };
    assert_eq!(rig.core.change_settings(settings.clone()).await.unwrap(), settings);
}

fn every_day(from: i8, to: i8) -> QuietHours {
    QuietHours { days: [Some(Span { from: time(from, 0, 0, 0), to: time(to, 0, 0, 0) }); 7] }
}

async fn quiet(rig: &Rig, from: i8, to: i8) {
    choose(rig, NoticeSettings { quiet: every_day(from, to), ..NoticeSettings::default() }).await;
}

/// The desk closes silent issues after so many working days.
async fn closes_after(rig: &Rig, working_days: u32) {
    let mut facts = rig.desk.facts().await.unwrap();
    facts.close_rule = Some(CloseRule { working_days, warns: false });
    rig.desk.set_facts(facts).await.unwrap();
}

/// The clock's day and time: "23 14:00".
fn day(rig: &Rig) -> String {
    Clock::now(&rig.clock).strftime("%d %H:%M").to_string()
}

/// Passes the time until the next notice with a sound, at most so long; answers when that was.
async fn next(rig: &Rig, limit: std::time::Duration) -> Option<(String, RecordedNotice)> {
    let before = alerts(rig).len();
    let end = Clock::now(&rig.clock) + limit;
    while Clock::now(&rig.clock) < end {
        rig.pass(MINUTE).await;
        if let Some(new) = alerts(rig).get(before) {
            return Some((day(rig), new.clone()));
        }
    }
    None
}

fn alerts(rig: &Rig) -> Vec<RecordedNotice> {
    rig.notifier.notices().into_iter().filter(|notice| notice.urgent).collect()
}

#[tokio::test(start_paused = true)]
async fn a_round_that_nobody_answers_reminds_gently_and_three_times() {
    let mut rig = Rig::new().await;
    let (account, issue) = asked(&rig, "ett").await;
    // After six hours of the app's running, then every working morning; a restart in between changes nothing.
    rig.pass(3 * HOUR).await;
    rig.restart().await;
    let (at, first) = next(&rig, DAY).await.unwrap();
    assert_eq!(at, "21 20:14");
    assert_eq!(first.body, "Still awaits your feedback\nMaja asks: Vad ser du?");
    assert!(first.sound.is_some() && first.replaces.is_some() && rig.standing().len() == 1);
    assert_eq!(next(&rig, 2 * DAY).await.unwrap().0, "22 09:00");
    rig.restart().await;
    assert_eq!(next(&rig, 2 * DAY).await.unwrap().0, "23 09:00");
    assert!(next(&rig, 5 * DAY).await.is_none(), "no more than three");
    reply(&rig, &account, issue.as_str(), "En vit sida.").await;
    rig.until("it goes", async || rig.standing().is_empty()).await;
}

#[tokio::test(start_paused = true)]
async fn an_app_that_is_closed_reminds_on_the_first_morning_it_runs() {
    let mut rig = Rig::new().await;
    asked(&rig, "ett").await;
    rig.pass(HOUR).await;
    // The computer is off until Tuesday evening, then until Thursday at 08:00.
    rig.clock.set(28 * 3600);
    rig.restart().await;
    let (at, _) = next(&rig, 10 * MINUTE).await.unwrap();
    assert_eq!(at, "22 19:14", "the morning has passed unheard");
}

#[tokio::test(start_paused = true)]
async fn the_deadline_is_told_at_each_step_also_offline() {
    let rig = Rig::new().await;
    closes_after(&rig, 4).await;
    let account = rig.signed_in().await;
    choose(&rig, NoticeSettings { off: [NoticeKind::Awaiting].into(), ..NoticeSettings::default() }).await;
    let issue = rig.submitted(&account, "ett").await;
    rig.ask(&issue, "Vad ser du?").await;
    rig.until("it is here", async || rig.awaiting(&account).await == 1).await;
    rig.line.set_down(true);
    // Two, 3.2 and 3.8 of four working days after Monday at 14:13.
    let (at, notice) = next(&rig, 3 * DAY).await.unwrap();
    assert_eq!((at.as_str(), notice.kind.as_str()), ("23 14:13", "deadline"));
    assert!(notice.body.starts_with("The desk will close this on Friday"), "{}", notice.body);
    assert_eq!(next(&rig, 3 * DAY).await.unwrap().0, "24 19:01");
    let (at, notice) = next(&rig, 3 * DAY).await.unwrap();
    assert_eq!(at, "25 09:25");
    assert!(notice.body.starts_with("The desk will close this today at 14:13"), "{}", notice.body);
    assert!(next(&rig, 5 * DAY).await.is_none());
}

#[tokio::test(start_paused = true)]
async fn of_the_steps_that_passed_while_the_app_was_closed_only_the_newest_is_told() {
    let mut rig = Rig::new().await;
    closes_after(&rig, 4).await;
    asked(&rig, "ett").await;
    rig.clock.set(4 * 24 * 3600 - 3600);
    rig.restart().await;
    let (_, notice) = next(&rig, 10 * MINUTE).await.unwrap();
    assert_eq!(notice.kind, "deadline");
    assert!(next(&rig, 50 * MINUTE).await.is_none());
}

#[tokio::test(start_paused = true)]
async fn quiet_hours_keep_what_comes_for_one_notice_at_their_end() {
    let rig = Rig::new().await;
    let account = rig.signed_in().await;
    let mut issues = Vec::new();
    for title in ["ett", "två", "tre"] {
        issues.push(rig.submitted(&account, title).await);
    }
    quiet(&rig, 13, 18).await;
    for issue in &issues {
        rig.ask(issue, "Vad ser du?").await;
        rig.pass(20 * MINUTE).await;
    }
    assert!(rig.notifier.notices().is_empty(), "quiet");
    let (at, notice) = next(&rig, DAY).await.unwrap();
    assert_eq!(at, "21 18:00");
    assert_eq!((notice.title.as_str(), rig.standing().len()), ("3 issues await your feedback", 1));
    assert_eq!(notice.body, "Svenska - ett, and 2 more");
    // In the next quiet, what stands is kept true.
    rig.pass(20 * HOUR).await;
    rig.agent(&format!("issues/{}/close", issues[0]), json!({"text": null})).await;
    let before = alerts(&rig).len();
    rig.within(5 * SECOND, "it shrinks", async || {
        rig.standing().iter().any(|notice| notice.title.starts_with("2 issues") && notice.sound.is_none())
    })
    .await;
    assert_eq!(alerts(&rig).len(), before);
}

#[tokio::test(start_paused = true)]
async fn hours_in_quiet_are_no_running_time() {
    let rig = Rig::new().await;
    asked(&rig, "ett").await;
    quiet(&rig, 14, 15).await;
    assert_eq!(next(&rig, DAY).await.unwrap().0, "21 21:00", "six hours after the quiet");
}

#[tokio::test(start_paused = true)]
async fn only_the_last_step_breaks_quiet_hours_and_only_with_leave() {
    for leave in [false, true] {
        let rig = Rig::new().await;
        closes_after(&rig, 1).await;
        asked(&rig, "ett").await;
        let quiet = every_day(15, 14);
        choose(&rig, NoticeSettings { quiet, deadline_breaks_quiet: leave, ..NoticeSettings::default() })
            .await;
        // 95 % of a day.
        let told = next(&rig, DAY - 36 * MINUTE).await.map(|(at, _)| at);
        assert_eq!(told.as_deref(), leave.then_some("22 13:01"));
    }
}

#[tokio::test(start_paused = true)]
async fn a_pause_is_quiet_also_over_a_restart_and_ends_by_itself() {
    let mut rig = Rig::new().await;
    let account = rig.signed_in().await;
    let issue = rig.submitted(&account, "ett").await;
    rig.core.pause(Some(PauseFor::Hour)).await.unwrap();
    rig.ask(&issue, "Vad ser du?").await;
    rig.pass(20 * MINUTE).await;
    rig.restart().await;
    assert!(rig.core.paused().is_some());
    rig.pass(39 * MINUTE).await;
    assert!(rig.notifier.notices().is_empty());
    rig.within(2 * MINUTE, "told at its end", async || rig.standing().len() == 1).await;
    assert_eq!(rig.core.paused(), None);
    rig.core.pause(Some(PauseFor::Tomorrow)).await.unwrap();
    assert_eq!(rig.core.paused().unwrap().strftime("%d %H:%M").to_string(), "22 08:00");
    rig.core.pause(None).await.unwrap();
    assert_eq!(rig.core.paused(), None);
}

#[tokio::test(start_paused = true)]
async fn who_shows_a_pause_hears_when_it_ends_by_itself() {
    let rig = Rig::new().await;
    rig.signed_in().await;
    let shown = async || rig.core.tray().await.unwrap().items.iter().any(|item| item.id == "pause/over");
    for slept in [false, true] {
        rig.core.pause(Some(PauseFor::Hour)).await.unwrap();
        assert!(shown().await);
        let mut heard = rig.core.changes();
        let mut settings = || std::iter::from_fn(|| heard.try_recv().ok()).any(|change| change == SETTINGS);
        rig.pass(HOUR - MINUTE).await;
        assert!(!settings(), "nothing of it has changed");
        if slept {
            rig.clock.set(60);
        }
        rig.pass(if slept { 20 * SECOND } else { MINUTE + SECOND }).await;
        assert!(settings());
        assert!(!shown().await);
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_switched_off_is_not_told_late() {
    let rig = Rig::new().await;
    let account = rig.signed_in().await;
    let issue = rig.submitted(&account, "ett").await;
    choose(&rig, NoticeSettings { off: [NoticeKind::Awaiting].into(), ..NoticeSettings::default() }).await;
    rig.ask(&issue, "Vad ser du?").await;
    rig.pass(10 * HOUR).await;
    choose(&rig, NoticeSettings::default()).await;
    rig.pass(2 * HOUR).await;
    assert!(rig.notifier.notices().is_empty());
    // Of the mornings that come, it is reminded.
    assert_eq!(next(&rig, DAY).await.unwrap().0, "22 09:00");
}

#[tokio::test(start_paused = true)]
async fn a_hidden_notice_says_nothing_of_its_issue_and_a_silent_one_is_not_heard() {
    let rig = Rig::new().await;
    let notices = NoticeSettings { hidden: true, sound: NoticeSound::Off, ..NoticeSettings::default() };
    choose(&rig, notices).await;
    asked(&rig, "ett").await;
    let notice = rig.standing().remove(0);
    assert_eq!((notice.title.as_str(), notice.body.as_str()), ("An issue awaits your feedback", ""));
    assert!(notice.urgent && notice.sound.is_none());
    choose(&rig, NoticeSettings::default()).await;
    rig.within(2 * SECOND, "it is said now", async || rig.standing()[0].title == "Svenska - ett").await;
    assert!(!rig.standing()[0].urgent);
}

#[tokio::test(start_paused = true)]
async fn the_sound_of_choice_is_heard_also_after_a_restart() {
    let mut rig = Rig::new().await;
    choose(&rig, NoticeSettings { sound: NoticeSound::Bell, ..NoticeSettings::default() }).await;
    rig.restart().await;
    assert_eq!(rig.core.settings().await.unwrap().notices.sound, NoticeSound::Bell);
    asked(&rig, "ett").await;
    assert_eq!(rig.standing()[0].sound.as_deref(), Some("bell"));
}

#[tokio::test(start_paused = true)]
async fn later_comes_at_the_time_of_choice_once_and_can_be_cancelled() {
    let mut rig = Rig::new().await;
    let (account, issue) = asked(&rig, "ett").await;
    let due = rig.core.later(&account, &issue, When::Evening).await.unwrap();
    assert_eq!(due.strftime("%d %H:%M").to_string(), "21 18:00");
    assert!(rig.standing().is_empty(), "it goes until then");
    assert_eq!(rig.core.issue(&account, &issue).await.unwrap().later, Some(due));
    rig.pass(HOUR).await;
    rig.restart().await;
    assert_eq!(next(&rig, DAY).await.unwrap().0, "21 18:00");
    assert_eq!(rig.core.issue(&account, &issue).await.unwrap().later, None);
    // A *Later* that waits keeps reminders back, as long as it waits.
    rig.core.later(&account, &issue, When::At(Clock::now(&rig.clock) + 3 * DAY)).await.unwrap();
    assert_eq!(next(&rig, 2 * DAY).await, None);
    rig.core.cancel_later(&account, &issue).await.unwrap();
    assert_eq!(rig.core.issue(&account, &issue).await.unwrap().later, None);
    assert!(next(&rig, DAY).await.is_some(), "it reminds by itself again");
}

#[tokio::test(start_paused = true)]
async fn later_of_an_answered_issue_is_forgotten_and_of_none_is_refused() {
    let rig = Rig::new().await;
    let (account, issue) = asked(&rig, "ett").await;
    rig.core.later(&account, &issue, When::Hour).await.unwrap();
    reply(&rig, &account, issue.as_str(), "En vit sida.").await;
    rig.until("it is open", async || rig.awaiting(&account).await == 0).await;
    assert!(rig.core.later(&account, &issue, When::Hour).await.is_err());
    rig.core.cancel_later(&account, &issue).await.unwrap();
    assert!(next(&rig, 2 * HOUR).await.is_none());
}

#[tokio::test(start_paused = true)]
async fn a_notice_that_cannot_be_taken_away_for_later_stands_until_then() {
    let rig = Rig::new().await;
    let (account, issue) = asked(&rig, "ett").await;
    rig.notifier.become_(NoticeService::Missing);
    rig.core.later(&account, &issue, When::Hour).await.unwrap();
    rig.notifier.become_(NoticeService::Runs);
    assert_eq!(rig.standing().len(), 1);
    let (_, again) = next(&rig, 2 * HOUR).await.unwrap();
    assert!(again.replaces.is_some() && rig.standing().len() == 1);
}

#[tokio::test(start_paused = true)]
async fn who_looks_at_what_is_reminded_of_is_not_reminded() {
    let rig = Rig::new().await;
    let (account, issue) = asked(&rig, "ett").await;
    assert!(rig.notifier.act(&rig.standing()[0].tag, ActKind::Gone).await);
    rig.core.looking(Some((account, issue).into())).await.unwrap();
    assert!(next(&rig, 8 * HOUR).await.is_none());
    rig.core.looking(None).await.unwrap();
    assert_eq!(next(&rig, DAY).await.unwrap().0, "22 09:00");
}

#[tokio::test(start_paused = true)]
async fn an_hour_without_anything_to_do_writes_no_running_time() {
    let disk = svara_tests::disk::Disk::new().unwrap();
    let rig = Rig::on(&disk).await;
    let (account, issue) = asked(&rig, "ett").await;
    let writes = std::sync::Arc::new(std::sync::atomic::AtomicU32::new(0));
    let count = writes.clone();
    disk.watch(Box::new(move |change| {
        if change.path.contains("keep") && change.kind == svara_tests::disk::OpKind::Sync {
            count.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        }
        svara_tests::disk::Verdict::Go
    }));
    let written = || writes.swap(0, std::sync::atomic::Ordering::Relaxed);
    rig.pass(HOUR).await;
    let waiting = written();
    assert!((12..=60).contains(&waiting), "every five minutes while a reminder waits for it: {waiting}");
    reply(&rig, &account, issue.as_str(), "En vit sida.").await;
    rig.until("it is open", async || rig.awaiting(&account).await == 0).await;
    rig.pass(10 * MINUTE).await;
    written();
    rig.pass(HOUR).await;
    assert_eq!(written(), 0);
}

fn holds_back(rig: &Rig, on: bool) {
    rig.desktop.say(Said { holds_back: Some(on), ..rig.desktop.says() });
}

#[tokio::test(start_paused = true)]
async fn what_do_not_disturb_held_back_is_told_as_one_when_it_ends() {
    let rig = Rig::new().await;
    let account = rig.signed_in().await;
    let issues = [rig.submitted(&account, "ett").await, rig.submitted(&account, "två").await];
    holds_back(&rig, true);
    for issue in &issues {
        rig.ask(issue, "Vad ser du?").await;
        rig.pass(2 * MINUTE).await;
    }
    assert_eq!(rig.notifier.notices().len(), 2, "they go to the platform as usual");
    rig.pass(HOUR).await;
    assert_eq!(rig.notifier.notices().len(), 2);
    holds_back(&rig, false);
    rig.pass(3 * MINUTE).await;
    let new = rig.notifier.notices().split_off(2);
    assert_eq!(new.len(), 1, "{new:?}");
    assert_eq!(new[0].title, "2 issues await your feedback");
    // What was told before it began is not told again with what came meanwhile; what the member read is not either.
    holds_back(&rig, true);
    let closed = rig.submitted(&account, "stängd").await;
    let read = rig.submitted(&account, "läst").await;
    rig.agent(&format!("issues/{closed}/close"), json!({"text": null})).await;
    rig.ask(&read, "Vad ser du?").await;
    rig.pass(3 * MINUTE).await;
    rig.core.looking(Some((account.clone(), RemoteId::new(read.as_str())).into())).await.unwrap();
    rig.pass(2 * MINUTE).await;
    rig.core.looking(None).await.unwrap();
    let before = rig.notifier.notices().len();
    holds_back(&rig, false);
    rig.pass(3 * MINUTE).await;
    let new = rig.notifier.notices().split_off(before);
    assert_eq!(
        new.iter().map(|notice| notice.title.as_str()).collect::<Vec<_>>(),
        ["Svenska - stängd"],
        "{new:?}"
    );
    // What was answered meanwhile is not told, and nothing is held back any more.
    holds_back(&rig, true);
    rig.pass(2 * MINUTE).await;
    rig.ask(&rig.submitted(&account, "tre").await, "Vad ser du?").await;
    rig.pass(2 * MINUTE).await;
    let before = rig.notifier.notices().len();
    for row in rig.core.issues(&account, svara_model::Status::AwaitingFeedback, None, 9).await.unwrap().rows {
        reply(&rig, &account, row.issue.id.as_str(), "En vit sida.").await;
    }
    rig.until("all is answered", async || rig.awaiting(&account).await == 0).await;
    holds_back(&rig, false);
    rig.pass(5 * MINUTE).await;
    assert_eq!(rig.notifier.notices().len(), before);
}
