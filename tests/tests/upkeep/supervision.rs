//! Every loop comes back after a panic, and the end comes in time whatever hangs.

use std::{
    collections::BTreeMap,
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll},
    time::Duration,
};

use anyhow::Result;
use async_trait::async_trait;
use futures_util::Stream;
use svara_connect::{Body, Connectors, Content, Transport, TransportProblem};
use svara_core::{Core, Parts};
use svara_model::{Clock, Notice, NoticeAct, NoticeProblem, Notifier, ShownId, Status};
use svara_tests::rig::{Fault, House, NoticeService, RecordingNotifier};

use super::{asked, list, scene, told};

/// What is to panic, and how often still.
#[derive(Clone, Default)]
struct Panics(Arc<Mutex<BTreeMap<&'static str, u32>>>);

impl Panics {
    fn all(times: u32) -> Self {
        let names = ["changes", "live", "submit", "conversation", "show", "acts"];
        Self(Arc::new(Mutex::new(names.map(|name| (name, times)).into())))
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<&'static str, u32>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn left(&self) -> BTreeMap<&'static str, u32> {
        self.lock().clone().into_iter().filter(|(_, left)| *left > 0).collect()
    }

    fn meet(&self, name: &'static str) {
        if let Some(left) = self.lock().get_mut(name).filter(|left| **left > 0) {
            *left -= 1;
        } else {
            return;
        }
        panic!("{name} panics, as a defect would");
    }
}

struct PanickingLine(Arc<dyn Transport>, Panics);

#[async_trait]
impl Transport for PanickingLine {
    async fn send(&self, request: http::Request<Content>) -> Result<http::Response<Body>, TransportProblem> {
        let path = request.uri().path();
        match (request.method().as_str(), path) {
            ("GET", path) if path.ends_with("/issues/changes") => self.1.meet("changes"),
            ("GET", path) if path.ends_with("/live") => self.1.meet("live"),
            ("GET", path) if path.ends_with("/issues/census") => {}
            ("GET", path) if path.contains("/issues/") => self.1.meet("conversation"),
            ("POST", path) if path.ends_with("/issues") => self.1.meet("submit"),
            _ => {}
        }
        self.0.send(request).await
    }
}

struct PanickingNotifier(Arc<RecordingNotifier>, Panics);

#[async_trait]
impl Notifier for PanickingNotifier {
    async fn show(&self, notice: &Notice, previous: Option<&ShownId>) -> Result<ShownId, NoticeProblem> {
        self.1.meet("show");
        self.0.show(notice, previous).await
    }

    async fn withdraw(&self, shown: &ShownId) -> Result<(), NoticeProblem> {
        self.0.withdraw(shown).await
    }

    fn acts(&self) -> Pin<Box<dyn Stream<Item = NoticeAct> + Send>> {
        Box::pin(PanickingActs(self.0.acts(), self.1.clone()))
    }
}

struct PanickingActs(Pin<Box<dyn Stream<Item = NoticeAct> + Send>>, Panics);

impl Stream for PanickingActs {
    type Item = NoticeAct;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<NoticeAct>> {
        self.1.meet("acts");
        self.0.as_mut().poll_next(context)
    }
}

fn parts(house: &House, panics: &Panics) -> Parts {
    let line: Arc<dyn Transport> = Arc::new(PanickingLine(house.line.clone(), panics.clone()));
    Parts {
        kinds: Arc::new(Connectors::new(line, Arc::new(house.clock.clone()))),
        notifier: Arc::new(PanickingNotifier(house.notifier.clone(), panics.clone())),
        ..house.parts()
    }
}

#[tokio::test(start_paused = true)]
async fn every_loop_comes_back_after_panics_and_does_its_work_once() -> Result<()> {
    let (scene, files) = scene().await?;
    let house = House::of(&scene, files.path(), 9).await?;
    let panics = Panics::all(2);
    let core = Core::open(parts(&house, &panics)).await?;
    let names = core.tasks();
    for name in ["disk", "follow-up", "live feed", "notice acts", "outbox", "sync"] {
        assert!(names.contains(&name), "{name} is not in {names:?}");
    }
    house.submit(&core, &scene.account, "trotz allem").await?;
    let known = asked(&house).await?;
    let new = house.issues().await?.into_iter().find(|issue| issue.id != known);
    house.ask(&new.map(|issue| issue.id).unwrap_or_default(), "Nå?").await?;
    house
        .within(Duration::from_secs(3600), "every loop has panicked", async || Ok(panics.left().is_empty()))
        .await
        .map_err(|problem| problem.context(format!("{:?} did not panic", panics.left())))?;
    house.settled(&core, &scene.account).await?;
    house.until("the question is told", async || Ok(told(&house, &scene).len() == 1)).await?;
    let sent = house.issues().await?.into_iter().filter(|issue| issue.title.ends_with("trotz allem"));
    assert_eq!(sent.count(), 1);
    assert_eq!(list(&core, &scene.account, Status::AwaitingFeedback).await?.len(), 2);
    let back = core.tasks();
    for name in ["disk", "follow-up", "live feed", "notice acts", "outbox", "sync"] {
        assert!(back.contains(&name), "{name} did not come back: {back:?}");
    }
    core.stop().await;
    assert!(core.tasks().is_empty(), "{:?}", core.tasks());
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn the_end_comes_within_five_seconds_though_desk_and_notices_hang() -> Result<()> {
    let (scene, files) = scene().await?;
    let house = House::of(&scene, files.path(), 10).await?;
    let core = house.open().await?;
    house.settled(&core, &scene.account).await?;
    let known = asked(&house).await?;
    let new = house.issues().await?.into_iter().find(|issue| issue.id != known);
    house.notifier.become_(NoticeService::Hangs);
    house.ask(&new.map(|issue| issue.id).unwrap_or_default(), "Nå?").await?;
    house.pass(Duration::from_secs(2)).await;
    house.line.set_always(Some(Fault::Hang));
    house.submit(&core, &scene.account, "hängt").await?;
    core.check_now(&scene.account).await?;
    house.pass(Duration::from_secs(1)).await;
    let began = house.clock.steady();
    core.stop().await;
    let took = house.clock.steady().saturating_sub(began);
    assert!(took <= Duration::from_secs(5), "{took:?}");
    // Nothing is lost by it.
    house.line.set_always(None);
    house.notifier.become_(NoticeService::Runs);
    drop(core);
    let core = house.open().await?;
    house.settled(&core, &scene.account).await?;
    let sent = house.issues().await?.into_iter().filter(|issue| issue.title.ends_with("hängt"));
    assert_eq!(sent.count(), 1);
    core.stop().await;
    Ok(())
}
