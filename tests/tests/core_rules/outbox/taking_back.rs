//! What is wanted back ends in exactly one of sent and draft.

use http::{Method, StatusCode};
use serde_json::json;
use svara_core::{SendState, TakenBack, Trouble};
use svara_model::RemoteId;
use svara_tests::rig::Fault;

use super::without_keys::keyless;
use crate::{
    HOUR, SECOND,
    rig::{PASSWORD, Rig, reply},
};

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
