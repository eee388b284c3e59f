//! The close clock: what is known of an issue's end, by the desk's word or as it has done before, also offline; and asking
//! the desk for time, once a round.

use jiff::{ToSpan as _, civil::date};
use serde_json::json;
use svara_core::{Closing, ClosingRead, TakenBack, Trouble, When};
use svara_desk::{Calendar, CloseRule, Facts};
use svara_model::{AccountId, RemoteId, Status};

use crate::{
    HOUR, SECOND,
    rig::{Rig, reply},
};

/// A desk that closes silent issues, and an account at it. The rig begins on a Monday.
async fn ruled(working_days: u32, calendar: Calendar) -> (Rig, AccountId) {
    let rig = Rig::new().await;
    let facts = rig.desk.facts().await.unwrap();
    let close_rule = Some(CloseRule { working_days, warns: true });
    rig.desk.set_facts(Facts { close_rule, calendar, ..facts }).await.unwrap();
    let account = rig.signed_in().await;
    (rig, account)
}

impl Rig {
    /// An issue that awaits an answer.
    async fn asked(&self, account: &AccountId, title: &str) -> String {
        let before = self.awaiting(account).await;
        let issue = self.submitted(account, title).await;
        self.ask(&issue, "Vad ser du?").await;
        self.until("it awaits", async || self.awaiting(account).await > before).await;
        issue
    }

    /// What its list says of the end of the only issue that awaits.
    async fn closing(&self, account: &AccountId) -> ClosingRead {
        let mut rows = self.core.issues(account, Status::AwaitingFeedback, None, 9).await.unwrap().rows;
        assert_eq!(rows.len(), 1);
        rows.remove(0).closing
    }

    async fn known(&self, account: &AccountId) -> Closing {
        match self.closing(account).await {
            ClosingRead::Known(closing) => closing,
            other => panic!("{other:?}"),
        }
    }

    /// Lets hours pass at the desk, too, which looks after its issues.
    async fn hours_at_desk(&self, hours: u32) {
        for _ in 0..hours {
            self.pass(HOUR).await;
            self.desk.tick().await.unwrap();
        }
        self.pass(2 * SECOND).await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_desks_rule_is_a_clock_that_goes_on_offline_and_ends_in_the_warned_end() {
    let mut rig_and_account = ruled(4, Calendar::default()).await;
    let (rig, account) = (&mut rig_and_account.0, &rig_and_account.1);
    let issue = rig.asked(account, "skrivaren").await;
    let closing = rig.known(account).await;
    assert_eq!((closing.days_left, closing.sure), (4, true));
    assert_eq!(closing.at.strftime("%A").to_string(), "Friday");
    rig.line.set_down(true);
    rig.hours_at_desk(25).await;
    rig.restart().await;
    assert_eq!((rig.known(account).await.days_left, rig.known(account).await.at), (3, closing.at));
    rig.line.set_down(false);
    rig.hours_at_desk(48).await;
    let read = rig.core.issue(account, &RemoteId::new(issue.as_str())).await.unwrap();
    assert_eq!(read.brief.issue.status, Status::AwaitingFeedback);
    assert_eq!(rig.known(account).await.at, closing.at, "the warning begins no new time");
    assert_eq!(rig.known(account).await.days_left, 1);
    rig.hours_at_desk(24).await;
    rig.until("it is closed", async || rig.titles(account, Status::Closed).await.len() == 1).await;
    let read = rig.core.issue(account, &RemoteId::new(issue.as_str())).await.unwrap();
    assert_eq!(read.brief.closing, ClosingRead::NotAwaiting);
}

#[tokio::test(start_paused = true)]
async fn holidays_of_the_desk_are_no_time() {
    let holidays = vec![date(2026, 9, 22), date(2026, 9, 23)];
    let (rig, account) = ruled(2, Calendar { holidays, ..Calendar::default() }).await;
    rig.asked(&account, "skrivaren").await;
    let at = rig.known(&account).await.at;
    assert_eq!(at.strftime("%A").to_string(), "Friday");
}

#[tokio::test(start_paused = true)]
async fn without_a_rule_three_silent_ends_tell_about_how_long_the_desk_waits() {
    let rig = Rig::new().await;
    let account = rig.signed_in().await;
    // Monday to Wednesday, to Friday, and over the weekend to Tuesday. The member reads none of it.
    for (n, hours) in (1..).zip([47, 47, 95]) {
        let issue = rig.asked(&account, &format!("tyst {n}")).await;
        assert_eq!(rig.closing(&account).await, ClosingRead::Unknown, "after {} silent ends", n - 1);
        rig.pass(hours * HOUR).await;
        rig.agent(&format!("issues/{issue}/close"), json!({"text": "Vi stänger."})).await;
        rig.until("it is closed", async || rig.awaiting(&account).await == 0).await;
    }
    rig.pass(72 * HOUR).await;
    rig.asked(&account, "nu").await;
    let closing = rig.known(&account).await;
    assert_eq!((closing.sure, closing.days_left), (false, 2), "about");
    // From Friday to Tuesday at about 10:00.
    rig.pass(94 * HOUR).await;
    let told = rig.notifier.notices();
    assert!(
        told.iter().any(|notice| notice.body.starts_with("The desk may close this today")),
        "what is learnt reminds: {told:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn on_the_desks_days_off_nobody_is_reminded() {
    let (rig, account) =
        ruled(9, Calendar { holidays: vec![date(2026, 9, 22)], ..Calendar::default() }).await;
    let id = RemoteId::new(rig.asked(&account, "skrivaren").await);
    let due = rig.core.later(&account, &id, When::WorkingDay).await.unwrap();
    assert_eq!(due.strftime("%d %H:%M").to_string(), "23 09:00");
    rig.core.cancel_later(&account, &id).await.unwrap();
    // Six hours of running; then the holiday, and the morning after it.
    rig.pass(10 * HOUR).await;
    let told = rig.notifier.notices().len();
    rig.pass(24 * HOUR).await;
    assert_eq!(rig.notifier.notices().len(), told);
    rig.pass(10 * HOUR).await;
    assert_eq!(rig.notifier.notices().len(), told + 1);
}

#[tokio::test(start_paused = true)]
async fn time_is_asked_for_once_a_round_in_the_issues_language() {
    let (mut rig, account) = ruled(5, Calendar::default()).await;
    let issue = rig.asked(&account, "skrivaren").await;
    let id = RemoteId::new(issue.as_str());
    let days = rig.core.issue(&account, &id).await.unwrap().ask_time;
    assert_eq!(days, [22, 23, 24, 25, 28].map(|day| date(2026, 9, day)), "working days");
    let asked = rig.core.ask_for_time(&account, &id, days[4]).await.unwrap();
    assert_eq!(
        (asked.text.as_str(), asked.language.as_str()),
        ("Jag svarar senast måndag 28 september.", "sv")
    );
    let other = days[4].checked_add(1.day()).unwrap();
    assert_eq!(rig.core.ask_for_time(&account, &id, other).await.unwrap_err(), Trouble::Refused);

    rig.line.set_down(true);
    let operation = reply(&rig, &account, &issue, &format!("Hej!\n\n{}", asked.text)).await;
    rig.restart().await;
    assert!(rig.core.issue(&account, &id).await.unwrap().ask_time.is_empty());
    assert_eq!(rig.core.ask_for_time(&account, &id, days[0]).await.unwrap_err(), Trouble::TimeAsked);
    // What was taken back has not asked.
    assert!(matches!(rig.core.take_back(&operation).await, Ok(TakenBack::Draft(_))));
    assert_eq!(rig.core.issue(&account, &id).await.unwrap().ask_time, days);

    rig.line.set_down(false);
    reply(&rig, &account, &issue, &asked.text).await;
    rig.within(300 * SECOND, "it arrives", async || rig.core.operations(&account).await.unwrap().is_empty())
        .await;
    let read = rig.core.issue(&account, &id).await.unwrap();
    assert_eq!(read.brief.issue.status, Status::Open, "as the desk has it: an answer");
    assert!(read.ask_time.is_empty());
    // A new round can be put off again.
    rig.ask(&issue, "Och nu?").await;
    rig.until("it awaits", async || rig.awaiting(&account).await == 1).await;
    assert_eq!(rig.core.issue(&account, &id).await.unwrap().ask_time.len(), 5);
}

#[tokio::test(start_paused = true)]
async fn a_reply_without_the_sentence_asks_for_nothing() {
    let (rig, account) = ruled(5, Calendar::default()).await;
    let issue = rig.asked(&account, "skrivaren").await;
    let id = RemoteId::new(issue.as_str());
    rig.line.set_down(true);
    reply(&rig, &account, &issue, "Det är den blå.").await;
    assert_eq!(rig.core.issue(&account, &id).await.unwrap().ask_time.len(), 5);
}

#[tokio::test(start_paused = true)]
async fn what_asks_for_time_in_words_of_ones_own_has_asked_too() {
    let (rig, account) = ruled(5, Calendar::default()).await;
    let issue = rig.asked(&account, "skrivaren").await;
    let id = RemoteId::new(issue.as_str());
    let days = rig.core.issue(&account, &id).await.unwrap().ask_time;
    let left = async || rig.core.issue(&account, &id).await.unwrap().ask_time.len();
    rig.core.ask_for_time(&account, &id, days[4]).await.unwrap();
    rig.line.set_down(true);
    let operation = reply(&rig, &account, &issue, "Jag hör av mig i början av nästa vecka!").await;
    assert_eq!(left().await, 0);
    assert_eq!(rig.core.ask_for_time(&account, &id, days[0]).await.unwrap_err(), Trouble::TimeAsked);
    // Taken back it has not asked, and would ask again.
    assert!(matches!(rig.core.take_back(&operation).await, Ok(TakenBack::Draft(_))));
    assert_eq!(left().await, 5);
    let operation = reply(&rig, &account, &issue, "Jag hör av mig på måndag.").await;
    assert_eq!(left().await, 0);
    // Who empties the draft begins anew.
    let Ok(TakenBack::Draft(draft)) = rig.core.take_back(&operation).await else { panic!("a draft") };
    let empty = [String::new(), draft.language.clone(), String::new()];
    rig.core.save_draft(&draft.id, empty).await.unwrap();
    reply(&rig, &account, &issue, "Det är den blå.").await;
    assert_eq!(left().await, 5);
}
