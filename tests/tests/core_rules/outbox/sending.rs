//! What is sent arrives once, in its order.

use http::{Method, StatusCode};
use serde_json::json;
use svara_core::{DraftKind, Owner, SendState, Sent, TakenBack, Trouble, Unsent};
use svara_model::{RemoteId, Status};
use svara_tests::{
    disk::{OpKind, Verdict},
    rig::{Fault, House, Scene},
};

use super::with_picture;
use crate::{
    DAY, MINUTE, SECOND, YEAR,
    rig::{Rig, reply},
};

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
async fn a_refused_one_that_is_tried_again_sends_its_picture_anew_and_arrives_once() {
    let rig = Rig::new().await;
    let account = rig.signed_in().await;
    let issue = rig.submitted(&account, "en gång till").await;
    let refusal = r#"{"code": "invalid"}"#;
    let refused = Fault::Answer(StatusCode::UNPROCESSABLE_ENTITY, "application/problem+json", refusal);
    rig.line.plan(Method::POST, "/entries", refused);
    let operation = with_picture(&rig, &account, &issue, "Se bild.").await;
    rig.until("it is stuck", async || rig.state(&account).await == Some(SendState::Stuck)).await;
    rig.core.retry(&operation).await.unwrap();
    rig.until("it has arrived", async || rig.is_empty(&account).await).await;
    assert_eq!(rig.count("POST /api/uploads"), 2, "the desk may have dropped it");
    let entries = rig.core.issue(&account, &RemoteId::new(issue.as_str())).await.unwrap().entries;
    assert_eq!((entries.len(), entries[1].attachments.len()), (2, 1));
    assert!(rig.core.retry(&operation).await.is_err(), "it is gone from the outbox");
    rig.audited().await;
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

#[tokio::test(start_paused = true)]
async fn an_answer_that_the_desk_only_claims_to_have_is_sent_until_it_stands_in_the_issue() {
    let rig = Rig::new().await;
    let account = rig.signed_in().await;
    let issue = rig.submitted(&account, "tomma ord").await;
    let claim = json!({"issue": {"id": issue}, "entry": {"id": "nowhere"}});
    let claim = Box::leak(claim.to_string().into_boxed_str());
    rig.line.plan(Method::POST, "/entries", Fault::Answer(StatusCode::CREATED, "application/json", claim));
    reply(&rig, &account, &issue, "Hej.").await;
    rig.within(700 * SECOND, "it arrives", async || rig.is_empty(&account).await).await;
    assert_eq!(rig.own(&account, &issue).await, ["Hej."]);
    assert_eq!(rig.count(&format!("POST /api/issues/{issue}/entries")), 2, "looked for, and sent again");
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_nobody_will_ever_read_back_is_believed() {
    let rig = Rig::new().await;
    let account = rig.signed_in().await;
    let issue = rig.submitted(&account, "borta").await;
    let path: &'static str = Box::leak(format!("/api/issues/{issue}").into_boxed_str());
    rig.pass(MINUTE).await;
    let gone = Fault::Answer(StatusCode::NOT_FOUND, "application/problem+json", r#"{"code": "not_found"}"#);
    rig.line.plan(Method::GET, path, gone);
    reply(&rig, &account, &issue, "Hej.").await;
    rig.until("it has arrived", async || rig.is_empty(&account).await).await;
    assert_eq!(rig.count(&format!("POST /api/issues/{issue}/entries")), 1);
}
