//! Notices: told once, never missed, never false, taken away in time, collected, kept (N1 to N6).

use serde_json::json;
use svara_core::{SignOut, Unsent};
use svara_model::{AccountId, ActKind, RemoteId};
use svara_tests::{
    disk::{Disk, OpKind, Verdict},
    rig::NoticeService,
};

use crate::{
    HOUR, MINUTE, SECOND,
    rig::{Rig, reply},
};

/// Submits issues with these titles; answers their ids.
async fn issues(rig: &Rig, account: &AccountId, titles: &[&str]) -> Vec<String> {
    let mut ids = Vec::new();
    for title in titles {
        ids.push(rig.submitted(account, title).await);
    }
    ids
}

/// How many notices of single rounds stand.
fn of_rounds(rig: &Rig) -> usize {
    rig.standing().iter().filter(|notice| notice.tag.starts_with("round/")).count()
}

/// The titles of every notice so far.
fn told(rig: &Rig) -> Vec<String> {
    rig.notifier.notices().into_iter().map(|notice| notice.title).collect()
}

#[tokio::test(start_paused = true)]
async fn n5_the_first_is_told_at_once_and_those_of_the_next_minute_as_one_at_its_end() {
    let rig = Rig::new().await;
    let account = rig.signed_in().await;
    let ids = issues(&rig, &account, &["ett", "två", "tre"]).await;
    rig.ask(&ids[1], "Vad ser du?").await;
    rig.within(2 * SECOND, "the first", async || rig.standing().len() == 1).await;
    for id in [&ids[0], &ids[2]] {
        rig.pass(5 * SECOND).await;
        rig.ask(id, "Vad ser du?").await;
    }
    rig.pass(40 * SECOND).await;
    assert_eq!(rig.standing().len(), 1, "collected");
    rig.within(15 * SECOND, "the rest", async || rig.standing().len() == 2).await;
    let notice = rig.standing().remove(1);
    assert_eq!(notice.title, "2 issues await your feedback");
    assert_eq!(notice.body, "Svenska - ett, and one more");
    rig.pass(2 * HOUR).await;
    assert_eq!(told(&rig).len(), 2);
}

#[tokio::test(start_paused = true)]
async fn n5_a_restart_in_the_middle_of_the_minute_loses_nothing_and_tells_nothing_twice() {
    let mut rig = Rig::new().await;
    let account = rig.signed_in().await;
    let ids = issues(&rig, &account, &["ett", "två", "tre"]).await;
    for id in &ids {
        rig.ask(id, "Vad ser du?").await;
        rig.pass(SECOND).await;
    }
    rig.until("the first", async || rig.standing().len() == 1).await;
    rig.restart().await;
    rig.pass(50 * SECOND).await;
    assert_eq!(rig.standing().len(), 1, "collected");
    rig.within(10 * SECOND, "the others at its end", async || rig.standing().len() == 2).await;
    rig.restart().await;
    rig.pass(2 * HOUR).await;
    assert_eq!(told(&rig), ["Svenska - ett", "2 issues await your feedback"]);
}

#[tokio::test(start_paused = true)]
async fn n4_a_summary_shrinks_without_a_sound_and_goes_with_its_last_round() {
    let rig = Rig::new().await;
    let account = rig.signed_in().await;
    let ids = issues(&rig, &account, &["ett", "två", "tre"]).await;
    for id in &ids {
        rig.ask(id, "Vad ser du?").await;
        rig.pass(SECOND).await;
    }
    rig.within(70 * SECOND, "both notices", async || rig.standing().len() == 2).await;
    let tag = rig.standing()[1].tag.clone();
    rig.agent(&format!("issues/{}/close", ids[1]), json!({"text": null})).await;
    rig.within(5 * SECOND, "it shrinks", async || rig.standing().iter().any(|n| n.title == "Svenska - tre"))
        .await;
    let shrunk = rig.standing().into_iter().find(|notice| notice.tag == tag).unwrap();
    assert!(!shrunk.urgent && shrunk.replaces.is_some());
    rig.agent(&format!("issues/{}/close", ids[2]), json!({"text": null})).await;
    rig.within(5 * SECOND, "it goes", async || rig.standing().iter().all(|notice| notice.tag != tag)).await;
    assert_eq!(rig.standing().len(), 1, "the first stands");
}

#[tokio::test(start_paused = true)]
async fn n4_where_nothing_is_replaced_a_summary_that_shrinks_is_not_shown_anew() {
    let rig = Rig::new().await;
    let account = rig.signed_in().await;
    rig.notifier.become_(NoticeService::OnlyAdds);
    let ids = issues(&rig, &account, &["ett", "två", "tre"]).await;
    for id in &ids {
        rig.ask(id, "Vad ser du?").await;
        rig.pass(SECOND).await;
    }
    rig.within(70 * SECOND, "both notices", async || rig.notifier.notices().len() == 2).await;
    reply(&rig, &account, &ids[1], "En vit sida.").await;
    rig.within(5 * SECOND, "it is answered", async || rig.awaiting(&account).await == 2).await;
    rig.pass(MINUTE).await;
    assert_eq!(rig.notifier.notices().len(), 2, "{:?}", rig.notifier.notices());
}

#[tokio::test(start_paused = true)]
async fn n2_what_could_not_be_shown_is_shown_when_the_service_is_back() {
    let rig = Rig::new().await;
    let account = rig.signed_in().await;
    let ids = issues(&rig, &account, &["ett"]).await;
    for service in [NoticeService::Missing, NoticeService::Hangs] {
        rig.notifier.become_(service);
        let before = (rig.notifier.calls(), told(&rig).len());
        rig.ask(&ids[0], "Vad ser du?").await;
        rig.pass(HOUR).await;
        let calls = rig.notifier.calls() - before.0;
        assert!((50..=80).contains(&calls), "{service:?}: {calls} calls in an hour");
        rig.notifier.become_(NoticeService::Runs);
        rig.within(2 * MINUTE, "the notice", async || told(&rig).len() == before.1 + 1).await;
        reply(&rig, &account, &ids[0], "En vit sida.").await;
        rig.until("it goes", async || rig.standing().is_empty()).await;
        rig.pass(2 * MINUTE).await;
    }
}

#[tokio::test(start_paused = true)]
async fn n1_a_service_that_does_not_answer_gets_the_same_tag_again_and_few_times() {
    let rig = Rig::new().await;
    let account = rig.signed_in().await;
    let ids = issues(&rig, &account, &["ett"]).await;
    rig.notifier.become_(NoticeService::ShowsWithoutAnswer);
    rig.ask(&ids[0], "Vad ser du?").await;
    rig.until("it shows", async || !rig.standing().is_empty()).await;
    rig.pass(10 * SECOND).await;
    assert_eq!(told(&rig).len(), 1, "not again within the minute");
    rig.notifier.become_(NoticeService::Runs);
    rig.within(2 * MINUTE, "shown again", async || told(&rig).len() == 2).await;
    let notices = rig.notifier.notices();
    assert_eq!(notices[0].tag, notices[1].tag);
    rig.pass(2 * HOUR).await;
    assert_eq!(told(&rig).len(), 2);
}

#[tokio::test(start_paused = true)]
async fn n2_an_account_in_trouble_holds_up_no_other() {
    let rig = Rig::new().await;
    let elsa = rig.signed_in().await;
    let ids = issues(&rig, &elsa, &["ett"]).await;
    rig.sign_in("bo").await;
    rig.notifier.become_(NoticeService::Hangs);
    rig.ask(&ids[0], "Vad ser du?").await;
    rig.pass(SECOND).await;
    // What the member does elsewhere is heard, although a showing is under way.
    rig.notifier.become_(NoticeService::Runs);
    assert!(matches!(rig.core.sign_out(&elsa, Unsent::Delete).await, Ok(SignOut::Done)));
    assert!(rig.standing().is_empty());
}

#[tokio::test(start_paused = true)]
async fn n4_what_could_not_be_taken_away_is_tried_again_also_after_a_restart() {
    let mut rig = Rig::new().await;
    let account = rig.signed_in().await;
    let ids = issues(&rig, &account, &["ett"]).await;
    rig.ask(&ids[0], "Vad ser du?").await;
    rig.until("the notice", async || rig.standing().len() == 1).await;
    rig.notifier.become_(NoticeService::Missing);
    rig.agent(&format!("issues/{}/close", ids[0]), json!({"text": null})).await;
    rig.pass(MINUTE).await;
    rig.restart().await;
    rig.pass(MINUTE).await;
    assert_eq!(rig.standing().len(), 1);
    rig.notifier.become_(NoticeService::Runs);
    rig.within(2 * MINUTE, "it goes", async || of_rounds(&rig) == 0).await;
}

#[tokio::test(start_paused = true)]
async fn n4_the_notices_of_an_account_that_left_are_taken_away_when_the_service_is_back() {
    let mut rig = Rig::new().await;
    let account = rig.signed_in().await;
    let ids = issues(&rig, &account, &["ett"]).await;
    rig.ask(&ids[0], "Vad ser du?").await;
    rig.until("the notice", async || rig.standing().len() == 1).await;
    rig.notifier.become_(NoticeService::Missing);
    assert!(matches!(rig.core.sign_out(&account, Unsent::Delete).await, Ok(SignOut::Done)));
    rig.restart().await;
    assert_eq!(rig.standing().len(), 1);
    rig.notifier.become_(NoticeService::Runs);
    rig.within(2 * MINUTE, "it goes", async || rig.standing().is_empty()).await;
}

#[tokio::test(start_paused = true)]
async fn a_further_question_is_shown_silently_in_place_and_makes_the_issue_unread() {
    let rig = Rig::new().await;
    let account = rig.signed_in().await;
    let ids = issues(&rig, &account, &["ett", "två"]).await;
    rig.ask(&ids[0], "Vad ser du?").await;
    rig.until("the notice", async || rig.standing().len() == 1).await;
    let id = RemoteId::new(ids[0].as_str());
    rig.core.issue(&account, &id).await.unwrap();
    rig.ask(&ids[0], "Och sedan när?").await;
    rig.within(5 * SECOND, "it says the new question", async || {
        rig.standing().iter().any(|notice| notice.body.contains("Och sedan när?"))
    })
    .await;
    let notice = rig.standing().remove(0);
    assert!(!notice.urgent && notice.replaces.is_some() && rig.standing().len() == 1);
    assert!(rig.core.issue(&account, &id).await.unwrap().brief.unread);
    assert!(rig.notifier.act(&notice.tag, ActKind::Gone).await);
    rig.ask(&ids[0], "Hallå?").await;
    rig.pass(HOUR).await;
    assert!(rig.standing().is_empty(), "what the member dismissed stays away");
}

#[tokio::test(start_paused = true)]
async fn what_the_member_has_looked_at_is_not_told_when_they_have_looked_away() {
    let rig = Rig::new().await;
    let account = rig.signed_in().await;
    let ids = issues(&rig, &account, &["ett", "två"]).await;
    rig.ask(&ids[0], "Vad ser du?").await;
    rig.until("the first", async || rig.standing().len() == 1).await;
    rig.ask(&ids[1], "Vad ser du?").await;
    rig.until("both await", async || rig.awaiting(&account).await == 2).await;
    rig.core.looking(Some((account.clone(), RemoteId::new(ids[1].as_str())).into())).await.unwrap();
    rig.core.looking(None).await.unwrap();
    rig.pass(HOUR).await;
    assert_eq!(told(&rig), ["Svenska - ett"]);
}

#[tokio::test(start_paused = true)]
async fn n1_a_disk_that_takes_no_mark_makes_no_round_told_twice() {
    let disk = Disk::new().unwrap();
    let mut rig = Rig::on(&disk).await;
    let account = rig.signed_in().await;
    let ids = issues(&rig, &account, &["ett", "två"]).await;
    // The disk is full from the moment at which the question is shown.
    let notifier = rig.notifier.clone();
    disk.watch(Box::new(move |change| {
        let is_full = !notifier.notices().is_empty() && change.path.contains("keep");
        if is_full && change.kind != OpKind::Open { Verdict::Full } else { Verdict::Go }
    }));
    rig.ask(&ids[0], "Vad ser du?").await;
    rig.until("the notice", async || rig.standing().len() == 1).await;
    rig.pass(5 * MINUTE).await;
    rig.ask(&ids[1], "Och du?").await;
    rig.pass(5 * MINUTE).await;
    assert_eq!(told(&rig), ["Svenska - ett"], "told once, although that cannot be kept");
    disk.unwatch();
    rig.within(3 * MINUTE, "what came meanwhile", async || told(&rig).len() == 2).await;
    rig.restart().await;
    rig.pass(5 * MINUTE).await;
    assert_eq!(told(&rig), ["Svenska - ett", "Svenska - två"], "its mark was kept when the disk took it");
    rig.agent(&format!("issues/{}/close", ids[0]), json!({"text": null})).await;
    rig.within(5 * SECOND, "it can be taken away", async || of_rounds(&rig) == 1).await;
}

#[tokio::test(start_paused = true)]
async fn what_is_written_into_a_notice_is_sent_once_and_without_a_window() {
    let rig = Rig::new().await;
    let account = rig.signed_in().await;
    let issue = rig.submitted(&account, "skrivaren").await;
    rig.ask(&issue, "Vilket rum?").await;
    rig.until("the notice", async || rig.standing().len() == 1).await;
    assert!(rig.notifier.answer(&rig.standing()[0].tag, "Rum 12.").await);
    rig.until("it arrives", async || rig.awaiting(&account).await == 0).await;
    let id = RemoteId::new(issue.as_str());
    rig.until("as a reply", async || {
        let read = rig.core.issue(&account, &id).await.unwrap();
        read.entries.last().is_some_and(|entry| entry.text == "Rum 12.") && read.draft.is_none()
    })
    .await;
    assert!(rig.core.take_go().is_none(), "nobody wanted the window");
}

#[tokio::test(start_paused = true)]
async fn what_is_written_into_a_notice_joins_a_reply_that_was_begun_and_waits_for_the_member() {
    let rig = Rig::new().await;
    let account = rig.signed_in().await;
    let issue = rig.submitted(&account, "skrivaren").await;
    let id = RemoteId::new(issue.as_str());
    rig.ask(&issue, "Vilket rum?").await;
    rig.until("the notice", async || rig.standing().len() == 1).await;
    let draft = rig.core.begin_draft(&account, Some(id.clone())).await.unwrap();
    rig.core.save_draft(&draft.id, [String::new(), draft.language, "Det står på".into()]).await.unwrap();
    assert!(rig.notifier.answer(&rig.standing()[0].tag, "Rum 12.").await);
    let go = rig.core.take_go().expect("the member sees to it");
    assert!(go.issue == Some(id.clone()) && go.answer);
    rig.pass(2 * MINUTE).await;
    let text = rig.core.issue(&account, &id).await.unwrap().draft.unwrap().text;
    assert!(text.contains("Det står på") && text.contains("Rum 12."), "{text}");
    assert_eq!(rig.awaiting(&account).await, 1, "nothing was sent");
}
