//! Never more than one notice a minute, chats aside: whatever accounts they are of, and also when the app begins anew.

use svara_core::{Freshness, Unsent};
use svara_desk::NewUser;
use svara_model::AccountId;

use crate::{
    MINUTE, SECOND,
    rig::{PASSWORD, Rig, reply},
};

/// Two accounts, each with an issue of this title.
async fn two(rig: &Rig, titles: [&str; 2]) -> ([AccountId; 2], [String; 2]) {
    let ida = NewUser::member("ida", "Ida Berg").rank("Gold").password(PASSWORD);
    rig.desk.add_user(ida).await.unwrap();
    let accounts = [rig.sign_in("elsa").await, rig.sign_in("ida").await];
    rig.until("the first checks are done", async || {
        let briefs = rig.core.accounts().await.unwrap();
        briefs.iter().all(|brief| brief.health.freshness == Freshness::UpToDate)
    })
    .await;
    let [elsa, ida] = &accounts;
    let issues = [rig.submitted(elsa, titles[0]).await, rig.submitted(ida, titles[1]).await];
    (accounts, issues)
}

/// The titles of every notice so far.
fn told(rig: &Rig) -> Vec<String> {
    rig.notifier.notices().into_iter().map(|notice| notice.title).collect()
}

/// What is told next comes after so long and not before.
async fn next_after(rig: &Rig, length: std::time::Duration, title: &str) {
    let before = told(rig);
    rig.pass(length - 2 * SECOND).await;
    assert_eq!(told(rig), before, "collected");
    rig.within(4 * SECOND, title, async || told(rig).len() > before.len()).await;
    assert_eq!(told(rig)[before.len()..], [title]);
}

#[tokio::test(start_paused = true)]
async fn it_is_one_minute_for_all_accounts_and_the_most_urgent_comes_first() {
    let rig = Rig::new().await;
    let ([elsa, _], [one, other]) = two(&rig, ["ett", "två"]).await;
    let third = rig.submitted(&elsa, "tre").await;
    rig.ask(&one, "Vad ser du?").await;
    rig.within(2 * SECOND, "the first at once", async || told(&rig) == ["Svenska - ett"]).await;
    // What waits longer at the end of the minute comes first, and the other a minute later.
    rig.pass(10 * SECOND).await;
    rig.ask(&other, "Vad ser du?").await;
    rig.pass(10 * SECOND).await;
    rig.ask(&third, "Vad ser du?").await;
    next_after(&rig, 40 * SECOND, "Svenska - två").await;
    next_after(&rig, MINUTE, "Svenska - tre").await;
    rig.pass(2 * MINUTE).await;
    assert_eq!(told(&rig).len(), 3);
}

#[tokio::test(start_paused = true)]
async fn an_account_that_has_nothing_to_tell_any_more_holds_up_nobody() {
    let rig = Rig::new().await;
    let ([elsa, ida], [one, other]) = two(&rig, ["ett", "två"]).await;
    let third = rig.submitted(&ida, "tre").await;
    rig.ask(&third, "Vad ser du?").await;
    rig.within(2 * SECOND, "the first at once", async || told(&rig).len() == 1).await;
    rig.ask(&one, "Vad ser du?").await;
    rig.pass(5 * SECOND).await;
    rig.ask(&other, "Vad ser du?").await;
    reply(&rig, &elsa, &one, "En vit sida.").await;
    next_after(&rig, 55 * SECOND, "Svenska - två").await;
    // Nor does one that is signed out.
    rig.ask(&one, "Vad ser du nu?").await;
    rig.pass(5 * SECOND).await;
    rig.agent(&format!("issues/{other}/close"), serde_json::json!({"text": null})).await;
    rig.pass(5 * SECOND).await;
    rig.core.sign_out(&elsa, Unsent::Delete).await.unwrap();
    next_after(&rig, 50 * SECOND, "Svenska - två").await;
}

#[tokio::test(start_paused = true)]
async fn it_goes_on_where_the_app_begins_anew() {
    let mut rig = Rig::new().await;
    let (_, [one, other]) = two(&rig, ["ett", "två"]).await;
    rig.ask(&one, "Vad ser du?").await;
    rig.within(2 * SECOND, "the first at once", async || told(&rig).len() == 1).await;
    rig.pass(20 * SECOND).await;
    rig.restart().await;
    rig.ask(&other, "Vad ser du?").await;
    rig.pass(10 * SECOND).await;
    rig.restart().await;
    next_after(&rig, 30 * SECOND, "Svenska - två").await;
    // A clock that is set meanwhile makes it no longer.
    rig.clock.set(-3600);
    rig.restart().await;
    rig.agent(&format!("issues/{one}/close"), serde_json::json!({"text": null})).await;
    next_after(&rig, MINUTE, "Svenska - ett").await;
}
