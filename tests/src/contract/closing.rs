//! Facts of the rule for silent issues. A kind of desk that says nothing of one has nothing to show here.

use std::time::Duration;

use jiff::{ToSpan as _, tz::TimeZone};
use svara_model::{CloseRule, DeskCalendar, Side, Status};

use super::{AgentAct, DeskUnderTest, Member};

const HOUR: Duration = Duration::from_secs(3600);

/// Every day is a working day.
fn every_day() -> DeskCalendar {
    DeskCalendar { zone: "UTC".to_owned(), weekend: Vec::new(), holidays: Vec::new() }
}

pub async fn a_rule_is_told_with_its_calendar(desk: &dyn DeskUnderTest) {
    let Some(side) = desk.closing() else { return };
    let rule = CloseRule { working_days: 4, warns: true };
    let calendar = DeskCalendar { zone: "Europe/Stockholm".to_owned(), weekend: vec![5, 6], ..every_day() };
    side.rule(rule, calendar.clone()).await;
    let told = Member::new(desk).await.connector.profile().await.unwrap().desk;
    assert_eq!((told.close_rule, told.calendar), (Some(rule), Some(calendar)));
}

pub async fn a_silent_issue_is_warned_of_and_then_closed(desk: &dyn DeskUnderTest) {
    let Some(side) = desk.closing() else { return };
    let member = Member::new(desk).await;
    side.rule(CloseRule { working_days: 2, warns: true }, every_day()).await;
    let silent = member.submit("English - nobody answers").await;
    let answered = member.submit("English - somebody answers").await;
    for id in [&silent, &answered] {
        desk.agent(id, AgentAct::Ask("Still there?")).await;
    }
    let round = member.issue(&silent).await.round;
    side.pass(HOUR * 25).await;
    let warned = member.connector.issue(&silent).await.unwrap();
    assert_eq!((warned.issue.status, &warned.issue.round), (Status::AwaitingFeedback, &round));
    assert_eq!(warned.entries.len(), 3, "the warning is an entry that everybody reads");
    assert!(warned.entries[2].author.side == Side::Agent && !warned.entries[2].asks);

    member.apply(&member.reply(&answered, "I am", Vec::new())).await.unwrap();
    side.pass(HOUR * 25).await;
    let closed = member.connector.issue(&silent).await.unwrap();
    assert_eq!((closed.issue.status, closed.issue.round), (Status::Closed, None));
    assert!(closed.issue.closed.is_some() && closed.entries.len() == 4);
    let listed = member.pages(None).await.into_iter().flat_map(|page| page.issues);
    assert!(listed.into_iter().any(|issue| issue.id == silent && issue.status == Status::Closed));
    assert_eq!(member.issue(&answered).await.status, Status::Open);
}

pub async fn holidays_put_the_end_off(desk: &dyn DeskUnderTest) {
    let Some(side) = desk.closing() else { return };
    let member = Member::new(desk).await;
    let id = member.submit("English - over the holidays").await;
    desk.agent(&id, AgentAct::Ask("Still there?")).await;
    let since = TimeZone::UTC.to_datetime(member.issue(&id).await.round.unwrap().since).date();
    let holidays = [1, 2].map(|days| since.checked_add(days.days()).unwrap()).to_vec();
    side.rule(CloseRule { working_days: 1, warns: false }, DeskCalendar { holidays, ..every_day() }).await;
    side.pass(HOUR * 36).await;
    assert_eq!(member.issue(&id).await.status, Status::AwaitingFeedback);
    side.pass(HOUR * 37).await;
    assert_eq!(member.issue(&id).await.status, Status::Closed);
}
