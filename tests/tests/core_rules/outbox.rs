//! The outbox: what the member sends arrives once, whatever the network, the desk, the disk and the clock do; and what is
//! taken back is a draft or at the desk, never both and never neither.

use std::sync::Arc;

use http::{Method, StatusCode};
use serde_json::json;
use svara_core::{Audit, DraftKind, Owner, SendState, Sent, TakenBack, Trouble, Unsent};
use svara_model::{AccountId, Kinds, Random, RemoteId, Status};
use svara_native::SystemRandom;
use svara_tests::{
    disk::{OpKind, Verdict},
    rig::{Fault, House, Keyless, Scene, SeededRandom},
};

use super::{HOUR, SECOND};
use crate::rig::{PASSWORD, Rig, reply};

const DAY: std::time::Duration = std::time::Duration::from_secs(24 * 3600);
const YEAR: i64 = 365 * 24 * 3600;

/// A desk without keys.
async fn keyless() -> Rig {
    Rig::with(|kinds| -> Arc<dyn Kinds> { Keyless::new(kinds, Arc::new(SystemRandom)) }).await
}

impl Rig {
    async fn is_empty(&self, account: &AccountId) -> bool {
        self.core.operations(account).await.unwrap().is_empty()
    }

    async fn state(&self, account: &AccountId) -> Option<SendState> {
        self.core.operations(account).await.unwrap().first().map(|operation| operation.state)
    }

    /// What the member wrote to an issue, oldest first.
    async fn own(&self, account: &AccountId, issue: &str) -> Vec<String> {
        let id = RemoteId::new(issue);
        self.until("the conversation is there", async || self.core.issue(account, &id).await.unwrap().loaded)
            .await;
        let entries = self.core.issue(account, &id).await.unwrap().entries;
        entries.into_iter().skip(1).map(|entry| entry.text).collect()
    }

    fn count(&self, line: &str) -> usize {
        self.line.seen().iter().filter(|seen| seen.as_str() == line).count()
    }

    /// Nothing is ever in no state or without an owner.
    async fn audited(&self) -> Audit {
        let audit = self.core.audit().await.unwrap();
        assert_eq!((audit.adrift, audit.stray_pictures), (0, 0), "{audit:?}");
        audit
    }

    async fn drafts(&self, account: &AccountId) -> Vec<String> {
        self.core.drafts(account).await.unwrap().into_iter().map(|draft| draft.text).collect()
    }

    /// Exactly one of the two: at the desk, or a draft.
    async fn ends_once(&self, account: &AccountId, issue: &str, text: &str) -> &'static str {
        self.within(700 * SECOND, "it is settled", async || self.is_empty(account).await).await;
        // Whatever is still on its way arrives.
        self.pass(2 * HOUR).await;
        let there = self.own(account, issue).await.iter().filter(|own| *own == text).count();
        let kept = self.drafts(account).await.iter().filter(|own| *own == text).count();
        self.audited().await;
        match (there, kept) {
            (1, 0) => "sent",
            (0, 1) => "draft",
            other => panic!("(at the desk, as draft): {other:?}"),
        }
    }
}

#[tokio::test(start_paused = true)]
async fn what_waits_is_taken_back_at_once() {
    let rig = Rig::new().await;
    let account = rig.signed_in().await;
    let issue = rig.submitted(&account, "väntar").await;
    rig.line.plan(Method::POST, "/api/uploads", Fault::Hang);
    rig.desk.set_password("elsa", PASSWORD.to_owned()).await.unwrap();
    rig.core.check_now(&account).await.unwrap();
    let operation = reply(&rig, &account, &issue, "Jag ångrar mig.").await;
    rig.until("it waits for a sign-in", async || rig.state(&account).await == Some(SendState::Waiting)).await;
    // It left, and was refused by a desk that let nobody in: only the desk can tell that it will never arrive.
    assert!(matches!(rig.core.take_back(&operation).await.unwrap(), TakenBack::UnderWay));
    assert!(rig.core.operations(&account).await.unwrap()[0].wanted_back);
    rig.sign_in("elsa").await;
    assert_eq!(rig.ends_once(&account, &issue, "Jag ångrar mig.").await, "draft");
}

#[tokio::test(start_paused = true)]
async fn what_no_connection_carried_is_a_draft_at_once_without_the_desk() {
    for with_keys in [true, false] {
        let rig = if with_keys { Rig::new().await } else { keyless().await };
        let account = rig.signed_in().await;
        let issue = rig.submitted(&account, "utan nät").await;
        rig.line.set_down(true);
        let operation = reply(&rig, &account, &issue, "Ingen hör mig.").await;
        rig.until("it waits", async || rig.state(&account).await == Some(SendState::Waiting)).await;
        // Also after other tries.
        rig.pass(HOUR).await;
        let taken = rig.core.take_back(&operation).await.unwrap();
        let TakenBack::Draft(draft) = taken else { panic!("{taken:?}") };
        assert_eq!(draft.text, "Ingen hör mig.");
        // One that is just being tried is a draft as soon as the try has failed.
        rig.line.hold(true);
        let operation = reply(&rig, &account, &issue, "Ingen hör mig.").await;
        rig.until("it is being sent", async || rig.state(&account).await == Some(SendState::Sending)).await;
        assert!(matches!(rig.core.take_back(&operation).await.unwrap(), TakenBack::UnderWay));
        rig.line.hold(false);
        rig.within(5 * SECOND, "it is a draft", async || rig.is_empty(&account).await).await;
        rig.line.set_down(false);
        assert_eq!(rig.ends_once(&account, &issue, "Ingen hör mig.").await, "draft");
        assert!(!rig.line.seen().iter().any(|line| line.ends_with("/withdraw")), "the desk was not asked");
    }
}

#[tokio::test(start_paused = true)]
async fn a_take_back_while_it_is_sent_ends_in_exactly_one() {
    for (fault, ends) in [
        (None, "sent"),
        (Some(Fault::LoseRequest), "draft"),
        (Some(Fault::LoseAnswer), "sent"),
        (Some(Fault::Hang), "draft"),
        (Some(Fault::Late(30 * SECOND)), "draft"),
        (Some(Fault::Late(HOUR)), "draft"),
        (Some(Fault::Answer(StatusCode::INTERNAL_SERVER_ERROR, "text/html", "<h1>500</h1>")), "draft"),
    ] {
        let rig = Rig::new().await;
        let account = rig.signed_in().await;
        let issue = rig.submitted(&account, "skickas nu").await;
        if let Some(fault) = &fault {
            rig.line.plan(Method::POST, "/entries", fault.clone());
        }
        rig.line.hold(true);
        let operation = reply(&rig, &account, &issue, "Vänta, nej.").await;
        rig.until("it is being sent", async || rig.state(&account).await == Some(SendState::Sending)).await;
        assert!(matches!(rig.core.take_back(&operation).await.unwrap(), TakenBack::UnderWay), "{fault:?}");
        rig.line.hold(false);
        assert_eq!(rig.ends_once(&account, &issue, "Vänta, nej.").await, ends, "{fault:?}");
        let again = rig.core.take_back(&operation).await;
        assert!(if ends == "sent" { matches!(again, Ok(TakenBack::Arrived)) } else { again.is_err() });
    }
}

#[tokio::test(start_paused = true)]
async fn what_the_desk_refuses_while_it_is_wanted_back_is_a_draft() {
    for with_keys in [true, false] {
        let rig = if with_keys { Rig::new().await } else { keyless().await };
        let account = rig.signed_in().await;
        let issue = rig.submitted(&account, "stängs nu").await;
        rig.line.hold(true);
        let operation = reply(&rig, &account, &issue, "Nej, inte än.").await;
        rig.until("it is being sent", async || rig.state(&account).await == Some(SendState::Sending)).await;
        rig.agent(&format!("issues/{issue}/close"), json!({"text": null})).await;
        assert!(matches!(rig.core.take_back(&operation).await.unwrap(), TakenBack::UnderWay));
        rig.line.hold(false);
        rig.within(700 * SECOND, "it is settled", async || rig.is_empty(&account).await).await;
        assert_eq!(rig.drafts(&account).await, ["Nej, inte än."]);
    }
}

#[tokio::test(start_paused = true)]
async fn a_take_back_without_a_network_is_settled_when_there_is_one_also_after_a_restart() {
    for (fault, ends) in [(Fault::LoseAnswer, "sent"), (Fault::Late(2 * HOUR), "draft")] {
        let mut rig = Rig::new().await;
        let account = rig.signed_in().await;
        let issue = rig.submitted(&account, "nätet försvann").await;
        rig.line.plan(Method::POST, "/entries", fault);
        let operation = reply(&rig, &account, &issue, "Var är jag?").await;
        rig.until("its outcome is unknown", async || {
            rig.core.operations(&account).await.unwrap().first().is_some_and(|op| op.unknown)
        })
        .await;
        rig.line.set_down(true);
        assert!(matches!(rig.core.take_back(&operation).await.unwrap(), TakenBack::UnderWay));
        rig.pass(HOUR).await;
        rig.restart().await;
        assert!(rig.core.operations(&account).await.unwrap()[0].wanted_back, "it is kept");
        rig.line.set_down(false);
        assert_eq!(rig.ends_once(&account, &issue, "Var är jag?").await, ends);
    }
}

#[tokio::test(start_paused = true)]
async fn what_comes_back_is_joined_to_what_was_written_meanwhile() {
    let rig = Rig::new().await;
    let account = rig.signed_in().await;
    let issue = rig.submitted(&account, "två tankar").await;
    rig.line.plan(Method::POST, "/entries", Fault::Late(HOUR));
    let operation = reply(&rig, &account, &issue, "Den första.").await;
    let draft = rig.core.begin_draft(&account, Some(RemoteId::new(issue.as_str()))).await.unwrap();
    rig.core.save_draft(&draft.id, [String::new(), draft.language, "Den andra.".into()]).await.unwrap();
    rig.until("it was lost sight of", async || rig.state(&account).await == Some(SendState::Waiting)).await;
    let taken = rig.core.take_back(&operation).await.unwrap();
    let TakenBack::Draft(back) = taken else { panic!("{taken:?}") };
    assert_eq!((back.id, back.text.as_str()), (draft.id, "Den första.\n\nDen andra."));
    rig.pass(2 * HOUR).await;
    assert!(rig.own(&account, &issue).await.is_empty(), "the late request found it withdrawn");
}

/// A real picture, chosen in the dialog.
async fn with_picture(rig: &Rig, account: &AccountId, issue: &str, text: &str) -> String {
    let draft = rig.core.begin_draft(account, Some(RemoteId::new(issue))).await.unwrap();
    rig.core.save_draft(&draft.id, [String::new(), draft.language, text.to_owned()]).await.unwrap();
    let path = rig.folder.path().join("bild.png");
    std::fs::write(&path, PNG).unwrap();
    rig.picker.choose_files(vec![path]);
    let picked = rig.core.pick_pictures(&draft.id).await.unwrap();
    assert_eq!(picked.draft.pictures.len(), 1, "{:?}", picked.refused);
    let Sent::Queued(operation) = rig.core.send_draft(&draft.id).await.unwrap() else { panic!("complete") };
    operation.id
}

/// One grey pixel.
pub(super) const PNG: &[u8] = &[
    137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82, 0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0, 58,
    126, 155, 85, 0, 0, 0, 10, 73, 68, 65, 84, 120, 156, 99, 104, 0, 0, 0, 130, 0, 129, 119, 205, 114, 182,
    0, 0, 0, 0, 73, 69, 78, 68, 174, 66, 96, 130,
];

#[tokio::test(start_paused = true)]
async fn an_upload_that_never_ends_holds_up_no_other_issue_and_can_be_taken_back() {
    let rig = Rig::new().await;
    let account = rig.signed_in().await;
    let (one, two) = (rig.submitted(&account, "ett").await, rig.submitted(&account, "två").await);
    rig.line.plan(Method::POST, "/api/uploads", Fault::Hang);
    let stuck = with_picture(&rig, &account, &one, "Se bild.").await;
    rig.until("it uploads", async || rig.state(&account).await == Some(SendState::Uploading)).await;
    let behind = reply(&rig, &account, &one, "Och så detta.").await;
    reply(&rig, &account, &two, "Utan bild.").await;
    rig.within(5 * SECOND, "the other arrives", async || {
        rig.core.operations(&account).await.unwrap().len() == 2
    })
    .await;
    assert_eq!(rig.own(&account, &two).await, ["Utan bild."]);
    let left: Vec<_> = rig.core.operations(&account).await.unwrap().into_iter().map(|op| op.id).collect();
    assert_eq!(left, [stuck.clone(), behind], "in their order");
    let taken = rig.core.take_back(&stuck).await.unwrap();
    let TakenBack::Draft(back) = taken else { panic!("{taken:?}") };
    assert_eq!((back.text.as_str(), back.pictures.len()), ("Se bild.", 1));
    rig.within(5 * SECOND, "what stood behind it goes", async || rig.is_empty(&account).await).await;
    assert!(matches!(rig.core.send_draft(&back.id).await.unwrap(), Sent::Queued(_)));
    rig.within(5 * SECOND, "it goes with its picture", async || rig.is_empty(&account).await).await;
    assert_eq!(rig.own(&account, &one).await, ["Och så detta.", "Se bild."]);
    rig.audited().await;
}

#[tokio::test(start_paused = true)]
async fn a_sign_in_that_ends_on_the_way_burns_no_try_and_nothing_else() {
    for at in ["/api/uploads", "/entries", "issue"] {
        let rig = Rig::new().await;
        let account = rig.signed_in().await;
        let issue = rig.submitted(&account, "inloggad").await;
        let out =
            Fault::Answer(StatusCode::UNAUTHORIZED, "application/problem+json", r#"{"code":"signed_out"}"#);
        if at == "issue" {
            // What was sent cannot be read back.
            rig.line.hold(true);
            with_picture(&rig, &account, &issue, "Hej.").await;
            rig.until("it is on its way", async || rig.count("POST /api/uploads") == 0).await;
            let path: &'static str = Box::leak(format!("/api/issues/{issue}").into_boxed_str());
            rig.line.plan(Method::GET, path, out);
            rig.line.hold(false);
        } else {
            rig.line.plan(Method::POST, at, out);
            with_picture(&rig, &account, &issue, "Hej.").await;
        }
        rig.within(700 * SECOND, "it arrives by itself", async || rig.is_empty(&account).await).await;
        assert_eq!(rig.own(&account, &issue).await, ["Hej."], "{at}");
        rig.audited().await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_desk_that_asks_for_quiet_gets_it_for_the_whole_account() {
    for status in [StatusCode::TOO_MANY_REQUESTS, StatusCode::SERVICE_UNAVAILABLE] {
        let mut rig = Rig::new().await;
        let account = rig.signed_in().await;
        let issues = [rig.submitted(&account, "ett").await, rig.submitted(&account, "två").await];
        rig.line.plan(Method::POST, "/entries", Fault::Busy(status, 1200));
        reply(&rig, &account, &issues[0], "Först.").await;
        rig.until("it waits", async || rig.state(&account).await == Some(SendState::Waiting)).await;
        let before = rig.line.seen().iter().filter(|line| line.starts_with("POST")).count();
        reply(&rig, &account, &issues[1], "Sedan.").await;
        rig.pass(600 * SECOND).await;
        // Neither the member's "check now" nor a restart takes the desk's wish away.
        rig.core.check_now(&account).await.unwrap();
        rig.restart().await;
        rig.pass(500 * SECOND).await;
        let after = rig.line.seen().iter().filter(|line| line.starts_with("POST")).count();
        assert_eq!(before, after, "nothing was sent: {status}");
        rig.within(200 * SECOND, "then everything goes", async || rig.is_empty(&account).await).await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_clock_that_is_set_back_makes_no_quiet_longer_and_none_shorter() {
    let rig = Rig::new().await;
    let account = rig.signed_in().await;
    let issue = rig.submitted(&account, "ett").await;
    rig.line.plan(Method::POST, "/entries", Fault::Busy(StatusCode::TOO_MANY_REQUESTS, 300));
    reply(&rig, &account, &issue, "Hej.").await;
    rig.until("it waits", async || rig.state(&account).await == Some(SendState::Waiting)).await;
    let posts = || rig.line.seen().iter().filter(|line| line.starts_with("POST")).count();
    let before = posts();
    // Less than a desk may ask for, so that the time alone does not give it away.
    rig.clock.set(-1800);
    rig.pass(250 * SECOND).await;
    assert_eq!(before, posts(), "the desk has its quiet");
    rig.within(120 * SECOND, "then it goes", async || rig.is_empty(&account).await).await;
}

#[tokio::test(start_paused = true)]
async fn a_refused_one_is_stuck_and_visible_and_the_member_owns_it() {
    let rig = Rig::new().await;
    let account = rig.signed_in().await;
    let issue = rig.submitted(&account, "för sent").await;
    rig.line.hold(true);
    reply(&rig, &account, &issue, "Hej.").await;
    rig.agent(&format!("issues/{issue}/close"), json!({"text": null})).await;
    rig.line.hold(false);
    rig.until("it is stuck", async || rig.state(&account).await == Some(SendState::Stuck)).await;
    let audit = rig.audited().await;
    assert_eq!(audit.operations[0].owner, Owner::Member);
    assert_eq!(rig.account().await.outbox, [1, 1]);
    rig.submitted(&account, "annat går").await;
}

#[tokio::test(start_paused = true)]
async fn a_clock_that_jumps_a_year_makes_nothing_wait_for_a_year() {
    for jump in [YEAR, -YEAR] {
        let mut rig = Rig::new().await;
        let account = rig.signed_in().await;
        rig.line.set_down(true);
        rig.submit(&account, "utan nät").await;
        rig.until("it waits", async || rig.state(&account).await == Some(SendState::Waiting)).await;
        rig.clock.set(jump);
        rig.restart().await;
        rig.line.set_down(false);
        rig.within(700 * SECOND, "it arrives", async || rig.is_empty(&account).await).await;
        rig.until("once", async || rig.titles(&account, Status::Open).await == ["Svenska - utan nät"]).await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_clock_that_jumps_after_it_left_neither_loses_nor_doubles_it() {
    for jump in [YEAR, -YEAR] {
        let rig = Rig::new().await;
        let account = rig.signed_in().await;
        rig.line.plan(Method::POST, "/api/issues", Fault::LoseAnswer);
        rig.line.plan(Method::GET, "/nothing", Fault::Hang);
        rig.submit(&account, "mitt i hoppet").await;
        rig.until("its outcome is unknown", async || rig.state(&account).await == Some(SendState::Waiting))
            .await;
        rig.clock.set(jump);
        rig.within(700 * SECOND, "it is settled", async || rig.is_empty(&account).await).await;
        rig.until("once", async || rig.titles(&account, Status::Open).await == ["Svenska - mitt i hoppet"])
            .await;
        assert_eq!(rig.count("POST /api/issues"), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn a_retry_after_the_desk_forgot_its_keys_looks_before_it_sends() {
    for (fault, sent) in [(Fault::LoseAnswer, 1), (Fault::LoseRequest, 2)] {
        let mut rig = Rig::new().await;
        let account = rig.signed_in().await;
        let issue = rig.submitted(&account, "länge sedan").await;
        rig.line.plan(Method::POST, "/entries", fault);
        reply(&rig, &account, &issue, "Är någon där?").await;
        rig.until("its outcome is unknown", async || rig.state(&account).await == Some(SendState::Waiting))
            .await;
        rig.line.set_down(true);
        rig.core.stop().await;
        rig.pass(40 * DAY).await;
        rig.desk.sweep().await.unwrap();
        rig.line.set_down(false);
        rig.restart().await;
        rig.sign_in("elsa").await;
        rig.within(700 * SECOND, "it is settled", async || rig.is_empty(&account).await).await;
        assert_eq!(rig.own(&account, &issue).await, ["Är någon där?"]);
        assert_eq!(rig.count(&format!("POST /api/issues/{issue}/entries")), sent);
    }
}

#[tokio::test(start_paused = true)]
async fn files_that_the_desk_dropped_meanwhile_are_sent_again() {
    let mut rig = Rig::new().await;
    let account = rig.signed_in().await;
    let issue = rig.submitted(&account, "gammal bild").await;
    rig.line.plan(Method::POST, "/entries", Fault::LoseRequest);
    with_picture(&rig, &account, &issue, "Se bild.").await;
    rig.until("the file is there", async || rig.state(&account).await == Some(SendState::Waiting)).await;
    rig.line.set_down(true);
    rig.core.stop().await;
    rig.pass(2 * DAY).await;
    rig.desk.sweep().await.unwrap();
    rig.line.set_down(false);
    rig.restart().await;
    rig.within(700 * SECOND, "it arrives", async || rig.is_empty(&account).await).await;
    let entries = rig.core.issue(&account, &RemoteId::new(issue.as_str())).await.unwrap().entries;
    assert_eq!(entries[1].attachments.len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_desk_without_keys_gets_nothing_twice() {
    for fault in [Fault::LoseRequest, Fault::LoseAnswer, Fault::Late(20 * SECOND)] {
        let mut rig = keyless().await;
        let account = rig.signed_in().await;
        let issue = rig.submitted(&account, "utan nycklar").await;
        rig.line.plan(Method::POST, "/entries", fault.clone());
        rig.line.plan(Method::POST, "/api/issues", fault.clone());
        reply(&rig, &account, &issue, "Ja.").await;
        rig.submit(&account, "en till").await;
        rig.pass(5 * SECOND).await;
        rig.restart().await;
        rig.within(700 * SECOND, "it is settled", async || rig.is_empty(&account).await).await;
        assert_eq!(rig.own(&account, &issue).await, ["Ja."], "{fault:?}");
        let titles = ["Svenska - en till", "Svenska - utan nycklar"];
        rig.until("both are there", async || {
            let mut there = rig.titles(&account, Status::Open).await;
            there.sort();
            there == titles
        })
        .await;
        rig.audited().await;
    }
}

#[tokio::test(start_paused = true)]
async fn at_a_desk_without_keys_equal_answers_are_each_sent_once() {
    let rig = keyless().await;
    let account = rig.signed_in().await;
    let issue = rig.submitted(&account, "lika").await;
    for fault in [Fault::LoseAnswer, Fault::LoseRequest, Fault::LoseAnswer] {
        rig.line.plan(Method::POST, "/entries", fault);
        reply(&rig, &account, &issue, "Ja.").await;
        rig.within(700 * SECOND, "it is settled", async || rig.is_empty(&account).await).await;
    }
    assert_eq!(rig.own(&account, &issue).await, ["Ja."; 3]);
    for fault in [Fault::LoseAnswer, Fault::LoseRequest] {
        rig.line.plan(Method::POST, "/api/issues", fault);
        rig.submit(&account, "dubbelt").await;
    }
    rig.within(700 * SECOND, "both are settled", async || rig.is_empty(&account).await).await;
    let there = || async {
        let titles = rig.titles(&account, Status::Open).await;
        titles.into_iter().filter(|title| title.ends_with("dubbelt")).count()
    };
    rig.until("both are there", async || there().await == 2).await;
    rig.pass(HOUR).await;
    assert_eq!(there().await, 2);
}

#[tokio::test(start_paused = true)]
async fn a_take_back_at_a_desk_without_keys_ends_in_exactly_one() {
    for (fault, ends) in
        [(Fault::LoseRequest, "draft"), (Fault::LoseAnswer, "sent"), (Fault::Late(20 * SECOND), "sent")]
    {
        let rig = keyless().await;
        let account = rig.signed_in().await;
        let issue = rig.submitted(&account, "tveksam").await;
        rig.line.plan(Method::POST, "/entries", fault.clone());
        let operation = reply(&rig, &account, &issue, "Kanske.").await;
        rig.until("it was tried", async || rig.state(&account).await == Some(SendState::Waiting)).await;
        rig.core.take_back(&operation).await.unwrap();
        assert_eq!(rig.ends_once(&account, &issue, "Kanske.").await, ends, "{fault:?}");
    }
}

/// Somebody at another computer of the member's writes the same meanwhile: nobody can tell which is which.
async fn unclear(rig: &Rig, account: &AccountId, title: &str) -> (String, String) {
    let issue = rig.submitted(account, title).await;
    rig.line.plan(Method::POST, "/entries", Fault::LoseAnswer);
    let operation = reply(rig, account, &issue, "Ja.").await;
    rig.until("its outcome is unknown", async || rig.state(account).await == Some(SendState::Waiting)).await;
    let elsewhere = rig.desk.seed_session("elsa").await.unwrap();
    rig.post_as(&elsewhere, &format!("api/issues/{issue}/entries"), json!({"text": "Ja."})).await;
    rig.within(700 * SECOND, "the member is asked", async || {
        rig.state(account).await == Some(SendState::Stuck)
    })
    .await;
    let brief = rig.core.operations(account).await.unwrap().remove(0);
    assert_eq!((brief.trouble, brief.unknown), (Some(Trouble::Unclear), true));
    (issue, operation)
}

#[tokio::test(start_paused = true)]
async fn what_cannot_be_told_the_member_decides() {
    let rig = keyless().await;
    let account = rig.signed_in().await;
    let (issue, operation) = unclear(&rig, &account, "oklart").await;
    rig.core.settle(&operation, true).await.unwrap();
    assert!(rig.is_empty(&account).await);
    rig.until("both are read", async || rig.own(&account, &issue).await == ["Ja.", "Ja."]).await;
    assert!(rig.core.settle(&operation, true).await.is_err(), "once");

    let (issue, operation) = unclear(&rig, &account, "oklarare").await;
    rig.core.settle(&operation, false).await.unwrap();
    rig.until("it is sent again", async || rig.is_empty(&account).await).await;
    rig.until("as the member said", async || rig.own(&account, &issue).await == ["Ja."; 3]).await;

    let (issue, operation) = unclear(&rig, &account, "oklarast").await;
    rig.core.take_back(&operation).await.unwrap();
    rig.within(700 * SECOND, "the member is asked again", async || {
        rig.state(&account).await == Some(SendState::Stuck)
    })
    .await;
    rig.core.settle(&operation, false).await.unwrap();
    assert!(rig.is_empty(&account).await);
    assert_eq!(rig.drafts(&account).await, ["Ja."]);
    rig.until("the two are there", async || rig.own(&account, &issue).await == ["Ja."; 2]).await;
    rig.audited().await;
}

#[tokio::test(start_paused = true)]
async fn only_what_is_asked_can_be_settled() {
    let rig = Rig::new().await;
    let account = rig.signed_in().await;
    rig.line.set_down(true);
    let operation = rig.submit(&account, "väntar").await;
    assert_eq!(rig.core.settle(&operation, true).await, Err(Trouble::Refused));
    assert_eq!(rig.core.settle("nothing", true).await, Err(Trouble::Gone));
    assert!(!rig.is_empty(&account).await);
}

#[tokio::test(start_paused = true)]
async fn what_is_typed_after_send_is_another_draft_and_only_that() {
    let rig = Rig::new().await;
    let account = rig.signed_in().await;
    let issue = rig.submitted(&account, "snabba fingrar").await;
    let save = async |id: &str, text: &str| {
        rig.core
            .save_draft(id, [String::new(), "sv".into(), text.into()])
            .await
            .map(|draft| (draft.id, draft.text))
    };
    let draft = rig.core.begin_draft(&account, Some(RemoteId::new(issue.as_str()))).await.unwrap();
    save(&draft.id, "Det fungerar.").await.unwrap();
    rig.core.send_draft(&draft.id).await.unwrap();
    assert_eq!(save(&draft.id, "Det fungerar.").await, Err(Trouble::Gone), "nothing is lost");
    assert_eq!(save(&draft.id, "Det fungerar. ").await, Err(Trouble::Gone));
    let (late, text) = save(&draft.id, "Det fungerar. Men").await.unwrap();
    assert_eq!(text, "Men");
    rig.until("it has arrived", async || rig.is_empty(&account).await).await;
    assert_eq!(
        save(&draft.id, "Det fungerar. Men inte").await.unwrap(),
        (late.clone(), "Men inte".to_owned())
    );
    assert_eq!(save(&late, "Men inte alltid.").await.unwrap().1, "Men inte alltid.");
    assert_eq!(rig.drafts(&account).await, ["Men inte alltid."]);
    rig.core.delete_draft(&late).await.unwrap();
    assert_eq!(save("never", "x").await, Err(Trouble::Gone));
    assert!(rig.drafts(&account).await.is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_question_for_the_chat_is_kept_listed_and_saved() {
    let mut rig = Rig::new().await;
    let account = rig.signed_in().await;
    let question = rig.core.begin_question(&account).await.unwrap();
    rig.core.save_draft(&question.id, [String::new(), "sv".into(), "Har ni öppet?".into()]).await.unwrap();
    let new = rig.core.begin_draft(&account, None).await.unwrap();
    assert_ne!(new.id, question.id, "a new issue is another draft");
    rig.restart().await;
    let kept = rig.core.drafts(&account).await.unwrap();
    assert_eq!((kept.len(), kept[0].kind, kept[0].text.as_str()), (1, DraftKind::Chat, "Har ni öppet?"));
    assert_eq!(rig.core.begin_question(&account).await.unwrap().id, question.id);
    let chosen = tempfile::tempdir().unwrap();
    rig.picker.choose_folder(chosen.path().to_owned());
    rig.core.sign_out(&account, Unsent::Export).await.unwrap();
    assert!(crate::rig::holds(chosen.path(), "Har ni öppet?"));
}

#[tokio::test(start_paused = true)]
async fn a_disk_that_takes_nothing_after_the_desk_said_yes_makes_nothing_twice_and_loses_nothing() {
    let files = tempfile::tempdir().unwrap();
    let scene = Scene::make(files.path()).await.unwrap();
    // Every write from the n-th on fails, counted from the moment at which the desk has it, until the disk recovers.
    for (file, good) in
        [("keep", 0), ("keep", 2), ("keep", 4), ("keep", 6), ("keep", 8), ("cache", 0), ("cache", 3)]
    {
        let house = House::of(&scene, files.path(), 7).await.unwrap();
        let core = house.open().await.unwrap();
        let account = scene.account.clone();
        house.settled(&core, &account).await.unwrap();
        let issue = house.issues().await.unwrap().remove(0).id;
        let applies = || house.line.seen().iter().filter(|line| line.ends_with("/entries")).count();
        let before = applies();
        let (line, mut left) = (house.line.clone(), good);
        house.disk.watch(Box::new(move |change| {
            let sent = line.seen().iter().filter(|line| line.ends_with("/entries")).count() > before;
            if !sent || !change.path.contains(file) || change.kind == OpKind::Open {
                return Verdict::Go;
            }
            if left == 0 {
                return Verdict::Full;
            }
            left -= 1;
            Verdict::Go
        }));
        house.reply(&core, &account, &issue, "Hann det fram?").await.unwrap();
        house.pass(40 * SECOND).await;
        assert_eq!(applies(), before + 1, "{file} after {good}");
        house.disk.unwatch();
        house.settled(&core, &account).await.unwrap();
        assert_eq!(applies(), before + 1, "{file} after {good}: not sent again");
        let there =
            house.written().await.unwrap().into_iter().filter(|(text, _)| text == "Hann det fram?").count();
        assert_eq!(there, 1);
        let audit = core.audit().await.unwrap();
        assert_eq!((audit.operations.len(), audit.drafts.len(), audit.adrift), (0, 0, 0));
        core.stop().await;
    }
}

/// What a network does, at random.
fn weather(dice: &SeededRandom) -> Fault {
    match roll(dice) % 6 {
        0 => Fault::LoseRequest,
        1 | 2 => Fault::LoseAnswer,
        3 => Fault::Late(SECOND * (roll(dice) % 45)),
        4 => Fault::Answer(StatusCode::BAD_GATEWAY, "text/html", "<h1>502</h1>"),
        _ => Fault::Busy(StatusCode::SERVICE_UNAVAILABLE, 30),
    }
}

fn roll(dice: &SeededRandom) -> u32 {
    let mut byte = [0];
    dice.fill(&mut byte);
    byte[0].into()
}

#[tokio::test(start_paused = true)]
async fn at_a_desk_without_keys_nothing_is_lost_or_doubled_whatever_the_network_does() {
    for seed in 0..20 {
        let dice = SeededRandom::new(seed);
        let mut rig = keyless().await;
        let account = rig.signed_in().await;
        let issue = rig.submitted(&account, "ute i kylan").await;
        for title in ["en sak", "en annan sak"] {
            for path in ["/entries", "/api/issues"] {
                for _ in 0..roll(&dice) % 3 {
                    rig.line.plan(Method::POST, path, weather(&dice));
                }
            }
            reply(&rig, &account, &issue, "Hej igen.").await;
            rig.submit(&account, title).await;
            rig.pass(SECOND * (roll(&dice) % 100)).await;
            if roll(&dice).is_multiple_of(2) {
                rig.restart().await;
            }
        }
        rig.within(4 * HOUR, &format!("seed {seed} is settled"), async || rig.is_empty(&account).await).await;
        rig.pass(HOUR).await;
        assert_eq!(rig.own(&account, &issue).await, ["Hej igen."; 2], "seed {seed}");
        let titles = rig.titles(&account, Status::Open).await;
        assert_eq!(titles.iter().filter(|title| title.ends_with("sak")).count(), 2, "seed {seed}");
        rig.audited().await;
    }
}
