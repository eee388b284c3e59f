//! Notices against a service of the test's own on a real bus, and against a real one; and what else the bus is asked.

mod service;

use std::{pin::Pin, time::Duration};

use anyhow::{Context, Result, bail};
use futures_util::{Stream, StreamExt};
use svara_model::{
    ActKind, Desktop, Notice, NoticeAct, NoticeButton, NoticeKind, NoticeProblem, NoticeSound, Notifier,
    ShownId,
};
use svara_native::{DesktopNotifier, NoticeSender, Start, SystemDesktop, start, tray_host_present};
use svara_tests::session::{Needs, inside, until};
use tokio::sync::mpsc;
use zbus::fdo;

use service::Service;

type Acts = Pin<Box<dyn Stream<Item = NoticeAct> + Send>>;

fn notifier() -> (DesktopNotifier, Acts) {
    let notifier = DesktopNotifier::start(NoticeSender::default());
    let acts = notifier.acts();
    (notifier, acts)
}

fn notice() -> Notice {
    let button = |act, label: &str| NoticeButton { act, label: label.to_owned() };
    Notice {
        tag: "round-1".to_owned(),
        title: "Svenska - kan inte bearbeta".to_owned(),
        body: "Ada asks: <which> version & edition?".to_owned(),
        buttons: vec![button(ActKind::Answer, "Answer"), button(ActKind::Later, "Later")],
        urgent: true,
        stays: true,
        kind: NoticeKind::Awaiting,
        sound: NoticeSound::System,
    }
}

async fn next(acts: &mut Acts) -> Result<NoticeAct> {
    let act =
        tokio::time::timeout(Duration::from_secs(10), acts.next()).await.context("nothing was heard")?;
    act.context("the ears closed")
}

fn act(shown: &ShownId, kind: ActKind) -> NoticeAct {
    NoticeAct { shown: shown.clone(), kind, text: None, activation: None }
}

/// Ends when the notifier listens.
async fn listening(notifier: &DesktopNotifier) -> Result<()> {
    Ok(notifier.withdraw(&ShownId("dbus/elsewhere/:1.1/1".to_owned())).await?)
}

#[test]
fn a_notice_is_shown_as_it_was_asked_for() -> Result<()> {
    inside("a_notice_is_shown_as_it_was_asked_for", Needs::BUS, async |session| {
        let service = Service::start(session).await?;
        let (notifier, _acts) = notifier();
        notifier.show(&notice(), None).await?;
        let asked = service.last()?;
        assert_eq!(asked.title, "Svenska - kan inte bearbeta");
        assert_eq!(asked.body, "Ada asks: &lt;which&gt; version &amp; edition?");
        assert_eq!(asked.actions, ["default", "Svara", "answer", "Answer", "later", "Later"]);
        assert_eq!((asked.replaces, asked.expires), (0, 0));
        let hint =
            |name: &str| asked.hints.iter().find(|(one, _)| one == name).map(|(_, value)| value.clone());
        assert_eq!(hint("desktop-entry").as_deref(), Some("\"Svara\""));
        assert_eq!(hint("category").as_deref(), Some("\"im.received\""));
        assert_eq!(
            hint("urgency").as_deref(),
            Some("byte 0x01"),
            "the desktop decides while it is not to disturb"
        );
        assert_eq!(hint("sound-name").as_deref(), Some("\"message-new-instant\""));
        assert_eq!(hint("suppress-sound"), None);
        notifier
            .show(&Notice { kind: NoticeKind::Deadline, sound: NoticeSound::Off, ..notice() }, None)
            .await?;
        let asked = service.last()?;
        let hint =
            |name: &str| asked.hints.iter().find(|(one, _)| one == name).map(|(_, value)| value.clone());
        assert_eq!(hint("category").as_deref(), Some("\"im\""));
        assert_eq!(
            (hint("urgency").as_deref(), asked.expires),
            (Some("byte 0x01"), 0),
            "it stays, and is not heard"
        );
        assert_eq!(hint("suppress-sound").as_deref(), Some("true"));
        assert_eq!(hint("sound-name"), None);
        notifier.show(&Notice { sound: NoticeSound::Bell, ..notice() }, None).await?;
        let asked = service.last()?;
        let name = asked.hints.iter().find(|(one, _)| one == "sound-name").map(|(_, value)| value.as_str());
        assert_eq!(name, Some("\"bell\""));
        Ok(())
    })
}

#[test]
fn a_service_without_markup_and_buttons_gets_neither() -> Result<()> {
    inside("a_service_without_markup_and_buttons_gets_neither", Needs::BUS, async |session| {
        let service = Service::start(session).await?;
        service.state().skills = vec!["body"];
        let (notifier, _acts) = notifier();
        let body = format!("<which>\u{0}{}", "å".repeat(5000));
        notifier
            .show(&Notice { body, urgent: false, stays: false, sound: NoticeSound::Off, ..notice() }, None)
            .await?;
        let asked = service.last()?;
        assert!(asked.body.starts_with("<which>åå"), "{}", asked.body);
        assert_eq!(asked.body.chars().count(), 400);
        assert!(asked.actions.is_empty());
        assert_eq!(asked.expires, -1);
        Ok(())
    })
}

#[test]
fn showing_again_replaces_and_acts_count_anew() -> Result<()> {
    inside("showing_again_replaces_and_acts_count_anew", Needs::BUS, async |session| {
        let service = Service::start(session).await?;
        let (notifier, mut acts) = notifier();
        let first = notifier.show(&notice(), None).await?;
        for _ in 0..3 {
            service.press(1, "later").await?;
            assert_eq!(next(&mut acts).await?, act(&first, ActKind::Later));
            let again = notifier.show(&notice(), Some(&first)).await?;
            assert_eq!(again, first);
            assert_eq!(service.last()?.replaces, 1);
        }
        service.press(1, "answer").await?;
        assert_eq!(next(&mut acts).await?, act(&first, ActKind::Answer));
        Ok(())
    })
}

#[test]
fn a_press_before_the_app_knows_the_number_is_heard() -> Result<()> {
    inside("a_press_before_the_app_knows_the_number_is_heard", Needs::BUS, async |session| {
        let service = Service::start(session).await?;
        service.state().pressed_at_once = Some("default");
        let (notifier, mut acts) = notifier();
        for _ in 0..20 {
            let shown = notifier.show(&notice(), None).await?;
            assert_eq!(next(&mut acts).await?, act(&shown, ActKind::Open));
        }
        Ok(())
    })
}

#[test]
fn a_notice_of_an_earlier_run_is_heard_under_its_own_name() -> Result<()> {
    inside("a_notice_of_an_earlier_run_is_heard_under_its_own_name", Needs::BUS, async |session| {
        let service = Service::start(session).await?;
        let shown = notifier().0.show(&notice(), None).await?;
        let (second, mut acts) = notifier();
        listening(&second).await?;
        service.press(1, "answer").await?;
        assert_eq!(next(&mut acts).await?, act(&shown, ActKind::Answer));
        assert_eq!(second.show(&notice(), Some(&shown)).await?, shown);
        assert_eq!(service.last()?.replaces, 1);
        Ok(())
    })
}

#[test]
fn each_act_is_told_once_with_the_leave_to_take_the_front() -> Result<()> {
    inside("each_act_is_told_once_with_the_leave_to_take_the_front", Needs::BUS, async |session| {
        let service = Service::start(session).await?;
        let (notifier, mut acts) = notifier();
        listening(&notifier).await?;
        for number in 101..=150_u32 {
            service.say(None, "ActivationToken", &(number, "of another app")).await?;
        }
        for number in 1..=10_u32 {
            let shown = notifier.show(&notice(), None).await?;
            let token = format!("token-{number}");
            service.say(None, "ActivationToken", &(number, token.as_str())).await?;
            service.press(number, "answer").await?;
            service.say(None, "NotificationClosed", &(number, 2_u32)).await?;
            let pressed = NoticeAct { activation: Some(token), ..act(&shown, ActKind::Answer) };
            assert_eq!(next(&mut acts).await?, pressed);
            assert_eq!(next(&mut acts).await?, act(&shown, ActKind::Gone));
        }
        Ok(())
    })
}

#[test]
fn a_service_that_answers_only_the_sender_is_heard() -> Result<()> {
    inside("a_service_that_answers_only_the_sender_is_heard", Needs::BUS, async |session| {
        let service = Service::start(session).await?;
        let (notifier, mut acts) = notifier();
        for number in 1..=3_u32 {
            let shown = notifier.show(&notice(), None).await?;
            // The notice's own connection listens a moment after the notice is shown.
            let heard = until("the act", async || {
                let by = service.last().ok()?.by;
                service.say(Some(&by), "ActionInvoked", &(number, "later")).await.ok()?;
                tokio::time::timeout(Duration::from_millis(50), acts.next()).await.ok().flatten()
            });
            assert_eq!(heard.await?, act(&shown, ActKind::Later));
        }
        Ok(())
    })
}

#[test]
fn connections_stay_while_a_notice_stands() -> Result<()> {
    inside("connections_stay_while_a_notice_stands", Needs::BUS, async |session| {
        let service = Service::start(session).await?;
        let bus = fdo::DBusProxy::new(&service.bus).await?;
        let (notifier, mut acts) = notifier();
        let first = notifier.show(&notice(), None).await?;
        notifier.show(&notice(), None).await?;
        service.press(1, "answer").await?;
        assert_eq!(next(&mut acts).await?, act(&first, ActKind::Answer));
        notifier.show(&notice(), None).await?;
        let all = service.state().asked.clone();
        for asked in all {
            assert!(bus.name_has_owner(asked.by.as_str().try_into()?).await?, "{asked:?}");
        }
        Ok(())
    })
}

#[test]
fn a_service_that_hangs_is_not_waited_for() -> Result<()> {
    inside("a_service_that_hangs_is_not_waited_for", Needs::BUS, async |session| {
        let service = Service::start(session).await?;
        service.state().hangs = true;
        let limit = Duration::from_millis(500);
        let notifier = DesktopNotifier::start_with_limit(NoticeSender::default(), limit);
        assert_eq!(notifier.show(&notice(), None).await, Err(NoticeProblem::TimedOut));
        service.state().hangs = false;
        until("a notice", async || notifier.show(&notice(), None).await.ok()).await?;
        Ok(())
    })
}

#[test]
fn without_a_bus_or_a_service_there_is_no_service_until_one_comes() -> Result<()> {
    inside(
        "without_a_bus_or_a_service_there_is_no_service_until_one_comes",
        Needs::NOTHING,
        async |session| {
            let (notifier, mut acts) = notifier();
            assert_eq!(notifier.show(&notice(), None).await, Err(NoticeProblem::NoService));
            let _bus = session.start_bus().await?;
            assert_eq!(notifier.show(&notice(), None).await, Err(NoticeProblem::NoService));
            let service = Service::start(session).await?;
            let shown = notifier.show(&notice(), None).await?;
            service.press(1, "default").await?;
            assert_eq!(next(&mut acts).await?, act(&shown, ActKind::Open));
            Ok(())
        },
    )
}

#[test]
fn after_a_restart_of_the_service_a_notice_is_shown_anew() -> Result<()> {
    inside("after_a_restart_of_the_service_a_notice_is_shown_anew", Needs::BUS, async |session| {
        let service = Service::start(session).await?;
        let (notifier, mut acts) = notifier();
        let first = notifier.show(&notice(), None).await?;
        service.stop(session).await?;
        notifier.withdraw(&first).await?;

        let service = Service::start(session).await?;
        let second = notifier.show(&notice(), Some(&first)).await?;
        let asked = service.last()?;
        assert_eq!((asked.number, asked.replaces), (1, 0));
        assert_ne!(first, second, "the same number of another service");
        notifier.withdraw(&first).await?;
        assert!(service.state().closed.is_empty());
        service.press(1, "answer").await?;
        assert_eq!(next(&mut acts).await?, act(&second, ActKind::Answer));
        Ok(())
    })
}

#[test]
fn after_a_restart_of_the_bus_notices_are_shown_and_heard() -> Result<()> {
    inside("after_a_restart_of_the_bus_notices_are_shown_and_heard", Needs::NOTHING, async |session| {
        let bus = session.start_bus().await?;
        let service = Service::start(session).await?;
        let (notifier, mut acts) = notifier();
        let first = notifier.show(&notice(), None).await?;
        drop(service);
        bus.kill().await?;
        until("the end of the bus", async || {
            let outcome = notifier.show(&notice(), None).await;
            (outcome == Err(NoticeProblem::NoService)).then_some(())
        })
        .await?;

        let _bus = session.start_bus().await?;
        let service = Service::start(session).await?;
        let second = notifier.show(&notice(), Some(&first)).await?;
        assert_ne!(first, second);
        assert_eq!(service.last()?.replaces, 0);
        service.press(1, "later").await?;
        assert_eq!(next(&mut acts).await?, act(&second, ActKind::Later));
        Ok(())
    })
}

#[test]
fn a_lost_bus_is_found_again_without_a_notice() -> Result<()> {
    inside("a_lost_bus_is_found_again_without_a_notice", Needs::NOTHING, async |session| {
        let (_notifier, mut acts) = notifier();
        let _bus = session.start_bus().await?;
        let service = Service::start(session).await?;
        let heard = until("an act", async || {
            service.press(7, "answer").await.ok()?;
            tokio::time::timeout(Duration::from_millis(50), acts.next()).await.ok().flatten()
        });
        assert_eq!(heard.await?.kind, ActKind::Answer);
        Ok(())
    })
}

#[test]
fn withdrawing_takes_away_and_what_is_gone_is_a_success() -> Result<()> {
    inside("withdrawing_takes_away_and_what_is_gone_is_a_success", Needs::BUS, async |session| {
        let service = Service::start(session).await?;
        let (notifier, _acts) = notifier();
        let shown = notifier.show(&notice(), None).await?;
        notifier.withdraw(&shown).await?;
        assert_eq!(service.state().closed, [1]);
        service.state().asked.clear();
        notifier.withdraw(&shown).await?;
        notifier.withdraw(&ShownId("of another platform".to_owned())).await?;
        Ok(())
    })
}

#[test]
fn a_real_service_shows_a_popup_and_tells_of_its_press() -> Result<()> {
    inside("a_real_service_shows_a_popup_and_tells_of_its_press", Needs::DESKTOP, async |session| {
        let _service = session.start_notification_daemon().await?;
        let screen = session.screen()?;
        let (notifier, mut acts) = notifier();
        let shown = notifier.show(&notice(), None).await?;
        let popup = screen.wait_for_class("notification-daemon").await?;
        let pressed = until("the press", async || {
            let place = screen.place(&popup).await.ok()?;
            screen.click(place.x + place.width / 2, place.y + place.height / 3).await.ok()?;
            tokio::time::timeout(Duration::from_millis(500), acts.next()).await.ok().flatten()
        });
        assert_eq!(pressed.await?, act(&shown, ActKind::Open));
        until("the end of the popup", async || screen.is_gone(&popup).await.then_some(())).await?;
        assert_eq!(next(&mut acts).await?, act(&shown, ActKind::Gone));
        Ok(())
    })
}

struct Watcher(bool);

#[zbus::interface(name = "org.kde.StatusNotifierWatcher")]
impl Watcher {
    #[zbus(property)]
    fn is_status_notifier_host_registered(&self) -> bool {
        self.0
    }
}

#[test]
fn a_tray_needs_a_watcher_with_a_host() -> Result<()> {
    inside("a_tray_needs_a_watcher_with_a_host", Needs::NOTHING, async |session| {
        assert!(!tray_host_present().await, "no bus");
        let _bus = session.start_bus().await?;
        assert!(!tray_host_present().await, "no watcher");
        for has_host in [false, true] {
            let watcher = zbus::connection::Builder::address(session.bus_address())
                .serve_at("/StatusNotifierWatcher", Watcher(has_host))
                .name("org.kde.StatusNotifierWatcher")
                .build()
                .await?;
            assert_eq!(tray_host_present().await, has_host);
            watcher.close().await?;
            session.wait_for_no_name("org.kde.StatusNotifierWatcher").await?;
        }
        Ok(())
    })
}

/// An app's start under that name, and what it hears of later ones.
async fn begun(name: &str, arguments: &[&str]) -> Result<(Start, mpsc::UnboundedReceiver<Vec<String>>)> {
    let (heard, hears) = mpsc::unbounded_channel();
    let arguments: Vec<String> = arguments.iter().map(|one| (*one).to_owned()).collect();
    let begun = start(name, &arguments, move |arguments| {
        let _nobody_listens_any_more = heard.send(arguments);
    });
    Ok((begun.await?, hears))
}

#[test]
fn the_first_start_hears_of_the_others_until_it_ends() -> Result<()> {
    inside("the_first_start_hears_of_the_others_until_it_ends", Needs::NOTHING, async |session| {
        let name = "app.svara.desktop.Start";
        assert!(matches!(begun(name, &[]).await?.0, Start::First(_)), "no bus: it goes on alone");

        let _bus = session.start_bus().await?;
        let (Start::First(first), mut hears) = begun(name, &["svara"]).await? else {
            bail!("nobody else was there");
        };
        assert!(matches!(begun(name, &["svara", "svara://issue/desk.example/1"]).await?.0, Start::Told));
        assert_eq!(
            hears.recv().await.as_deref(),
            Some(["svara", "svara://issue/desk.example/1"].map(str::to_owned).as_slice())
        );
        let elsewhere = begun(&format!("{name}.folder_1"), &["svara"]).await?;
        assert!(matches!(elsewhere.0, Start::First(_)), "another folder is another app");

        first.end().await;
        let (next, _hears) = begun(name, &["svara"]).await?;
        assert!(matches!(next, Start::First(_)), "{next:?}");
        assert!(hears.try_recv().is_err(), "the first one heard what it did not");
        Ok(())
    })
}

#[test]
fn a_display_says_how_long_nobody_has_touched_it() -> Result<()> {
    inside("a_display_says_how_long_nobody_has_touched_it", Needs::DESKTOP, async |session| {
        let desktop = SystemDesktop::new(Vec::new());
        let half = Duration::from_millis(500);
        until("nobody touches it", async || (desktop.idle().await? >= half).then_some(())).await?;
        let screen = session.screen()?;
        until("a touch", async || {
            screen.click(1, 1).await.ok()?;
            (desktop.idle().await? < half).then_some(())
        })
        .await
    })
}

#[test]
fn without_a_display_nobody_says_how_long_it_was_not_touched() -> Result<()> {
    inside("without_a_display_nobody_says_how_long_it_was_not_touched", Needs::NOTHING, async |_| {
        assert_eq!(SystemDesktop::new(Vec::new()).idle().await, None);
        Ok(())
    })
}
