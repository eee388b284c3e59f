//! D2, with the whole app: a disk that takes nothing is said, reading goes on, and the app goes on by itself afterwards.

use std::time::Duration;

use anyhow::Result;
use svara_core::{Change, Core, DiskState, DraftKind, InHand, Purpose, Stale, Trouble};
use svara_model::{AccountId, ChatForm, ChatId, RemoteId, Status};
use svara_tests::{
    disk::{DiskOp, OpKind, Verdict},
    rig::House,
};

use super::{asked, list, scene, told};

#[tokio::test(start_paused = true)]
async fn a_disk_that_takes_nothing_is_said_reading_goes_on_and_nothing_is_lost_or_told_twice() -> Result<()> {
    for (verdict, state) in [(Verdict::Full, DiskState::Full), (Verdict::Io, DiskState::Failing)] {
        let (scene, files) = scene().await?;
        let house = House::of(&scene, files.path(), 5).await?;
        let core = house.open().await?;
        house.settled(&core, &scene.account).await?;
        let draft = core.begin_draft(&scene.account, None).await?;
        let mut heard = core.changes();
        house.disk.watch(Box::new(move |_| verdict));

        let text = ["Titel".to_owned(), "sv".to_owned(), "text".to_owned()];
        assert_eq!(core.save_draft(&draft.id, text.clone()).await.err(), Some(Trouble::Storage));
        assert_eq!(core.disk(), state);
        let mut said = false;
        while let Ok(change) = heard.try_recv() {
            said |= change == Change::Stale(Stale::Disk);
        }
        assert!(said, "the window hears of it");

        let issue = asked(&house).await?;
        let id = RemoteId::new(issue.clone());
        core.looking(Some((scene.account.clone(), id.clone()).into())).await?;
        assert_eq!(core.issue(&scene.account, &id).await?.entries.len(), 2, "reading goes on");
        assert_eq!(list(&core, &scene.account, Status::Open).await?.len(), 2);
        core.looking(None).await?;

        // A question comes, and hours pass in which nothing can be written.
        let other = house.issues().await?.into_iter().find(|other| other.id != issue);
        let other = other.map(|other| other.id).unwrap_or_default();
        house.ask(&other, "Och nu?").await?;
        house.pass(Duration::from_secs(7200)).await;
        assert!(told(&house, &scene).len() <= 1, "not told again and again");

        house.disk.unwatch();
        house.until("it is fine again by itself", async || Ok(core.disk() == DiskState::Fine)).await?;
        core.save_draft(&draft.id, text).await?;
        core.send_draft(&draft.id).await?;
        house.settled(&core, &scene.account).await?;
        assert_eq!(list(&core, &scene.account, Status::AwaitingFeedback).await?.len(), 2);
        house.pass(Duration::from_secs(600)).await;
        let told = told(&house, &scene);
        assert_eq!(told.iter().filter(|notice| notice.replaces.is_none()).count(), 1, "{told:?}");
        assert_eq!(house.issues().await?.len(), 4, "sent once");
        core.stop().await;
    }
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn an_app_that_starts_on_a_full_disk_shows_what_it_has() -> Result<()> {
    let (scene, files) = scene().await?;
    let house = House::of(&scene, files.path(), 6).await?;
    // A full disk still has room for a name, not for a byte.
    let refuses = |op: &DiskOp<'_>| op.grows && op.kind != OpKind::Open;
    house.disk.watch(Box::new(move |op| if refuses(op) { Verdict::Full } else { Verdict::Go }));
    let core = house.open().await?;
    assert_eq!(list(&core, &scene.account, Status::AwaitingFeedback).await?.len(), 1);
    house.disk.unwatch();
    house.settled(&core, &scene.account).await?;
    house.until("it is fine again", async || Ok(core.disk() == DiskState::Fine)).await?;
    core.stop().await;
    Ok(())
}

async fn texts(core: &Core, account: &AccountId) -> Result<Vec<String>> {
    let mut texts: Vec<String> = core.drafts(account).await?.into_iter().map(|draft| draft.text).collect();
    texts.sort();
    Ok(texts)
}

#[tokio::test(start_paused = true)]
async fn what_a_window_could_not_save_is_the_next_windows_or_saved_when_the_disk_takes_it() -> Result<()> {
    let (scene, files) = scene().await?;
    let house = House::of(&scene, files.path(), 7).await?;
    let core = house.open().await?;
    house.settled(&core, &scene.account).await?;
    let draft = core.begin_draft(&scene.account, None).await?;
    core.save_draft(&draft.id, ["Titel", "sv", "sparat"].map(str::to_owned)).await?;
    let issue = RemoteId::new(asked(&house).await?);
    let reply = || Purpose::Reply(issue.clone());
    let words = |draft: Option<&str>, purpose: Purpose, text: &str| InHand {
        account: scene.account.clone(),
        purpose,
        draft: draft.map(str::to_owned),
        title: String::new(),
        language: String::new(),
        text: text.to_owned(),
    };
    house.disk.watch(Box::new(|_| Verdict::Full));
    let unsaved =
        vec![words(Some(&draft.id), Purpose::Issue, "sparat, och mer"), words(None, reply(), "ett svar")];
    core.keep_in_hand(unsaved.clone()).await;
    assert!(!core.save_in_hand().await);
    assert_eq!(core.take_in_hand(), unsaved);
    assert!(core.save_in_hand().await, "they are the window's now");
    assert_eq!(texts(&core, &scene.account).await?, ["sparat"]);

    core.keep_in_hand(unsaved).await;
    core.keep_in_hand(vec![words(None, Purpose::Issue, "något nytt")]).await;
    house.disk.unwatch();
    let all = ["ett svar", "något nytt", "sparat, och mer"];
    house.until("all is saved by itself", async || Ok(texts(&core, &scene.account).await? == all)).await?;
    assert!(core.take_in_hand().is_empty(), "once");

    house.disk.watch(Box::new(|_| Verdict::Full));
    core.keep_in_hand(vec![words(None, reply(), "mer om det")]).await;
    house.disk.unwatch();
    core.stop().await;
    let core = house.open().await?;
    assert_eq!(texts(&core, &scene.account).await?, ["ett svar\n\nmer om det", all[1], all[2]]);
    core.stop().await;
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn a_chats_words_that_could_not_be_saved_are_its_question_and_its_line_again() -> Result<()> {
    let (scene, files) = scene().await?;
    let house = House::of(&scene, files.path(), 7).await?;
    let core = house.open().await?;
    house.settled(&core, &scene.account).await?;
    let form = ChatForm { name: "Elsa".into(), email: "elsa@example.com".into(), ..ChatForm::default() };
    let chat = ChatId::new("c1");
    let words = |purpose, text: &str| InHand {
        account: scene.account.clone(),
        purpose,
        draft: None,
        title: String::new(),
        language: String::new(),
        text: text.to_owned(),
    };
    let unsaved = vec![
        words(Purpose::Question(form.clone()), "Varför är skärmen svart?"),
        words(Purpose::Line(chat.clone()), "Den surrar."),
    ];
    house.disk.watch(Box::new(|_| Verdict::Full));
    core.keep_in_hand(unsaved.clone()).await;
    assert_eq!(core.take_in_hand(), unsaved, "the next window has them as what they are");
    core.keep_in_hand(unsaved).await;
    house.disk.unwatch();
    assert!(core.save_in_hand().await);
    let question = core.begin_question(&scene.account).await?;
    assert_eq!((question.text.as_str(), question.form), ("Varför är skärmen svart?", Some(form)));
    let line = core.begin_line(&scene.account, &chat).await?;
    assert_eq!((line.kind, line.text.as_str()), (DraftKind::Say, "Den surrar."));
    assert_eq!(core.drafts(&scene.account).await?.len(), 2, "and nothing else of them");
    core.stop().await;
    Ok(())
}
