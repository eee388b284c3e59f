//! Notices over the free desktop's D-Bus interface. `notify-rust` shows them; who presses what is heard by one
//! subscription of our own (`ears`), which is there before the first notice and also hears of notices of an earlier run.

use std::{pin::Pin, sync::Mutex, sync::PoisonError, time::Duration};

use async_trait::async_trait;
use futures_core::Stream;
use notify_rust::{Hint, Notification, Timeout, Urgency};
use svara_model::{ActKind, Notice, NoticeAct, NoticeKind, NoticeProblem, Notifier, ShownId};
use zbus::names::OwnedUniqueName;

use self::{
    bus::{Line, Place, Skills},
    ears::Ears,
    standing::Standing,
};
use super::{Acts, NoticeSender, key_of, sounds, text};

mod bus;
mod ears;
mod standing;
mod told;

/// For a whole call; a service that hangs would otherwise be waited for without end.
const LIMIT: Duration = Duration::from_secs(5);

/// How often a notice is shown anew because the service restarted meanwhile.
const TRIES: usize = 3;

/// Shows notices and hears what becomes of them.
///
/// A `ShownId` names the bus, the service's unique name on it and the service's number, so it never means another notice:
/// unique names are not used twice on a bus. Some services (dunst) answer only the connection that a notice came from,
/// so there a notice of an earlier run can be pressed but is not heard.
#[derive(Debug)]
pub struct DesktopNotifier {
    sender: NoticeSender,
    ears: Ears,
    acts: Acts,
    standing: Mutex<Standing>,
    skills: Mutex<Option<(OwnedUniqueName, Skills)>>,
    limit: Duration,
}

impl DesktopNotifier {
    /// Starts to listen. To be called within a tokio runtime.
    pub fn start(sender: NoticeSender) -> Self {
        Self::start_with_limit(sender, LIMIT)
    }

    /// The same with another time limit for each call.
    pub fn start_with_limit(sender: NoticeSender, limit: Duration) -> Self {
        let acts = Acts::new();
        let ears = Ears::open(&tokio::runtime::Handle::current(), acts.sender.clone(), limit);
        Self { sender, ears, acts, standing: Mutex::default(), skills: Mutex::default(), limit }
    }

    async fn show_now(&self, notice: &Notice, previous: Option<&ShownId>) -> Result<ShownId, NoticeProblem> {
        let line = self.ears.line().await?;
        let previous = previous.and_then(Place::parse);
        for _ in 0..TRIES {
            let server = line.server().await?;
            let skills = self.skills_of(&line, &server).await?;
            let replaced =
                previous.as_ref().filter(|place| place.is_at(&line, &server)).map(|place| place.number);
            if let Some(number) = replaced {
                self.ears.begin(&Place::new(&line, &server, number).to_shown());
            }
            let notification = compose(&self.sender, notice, skills, replaced);
            let handle =
                notification.show_async().await.map_err(|error| line.problem_in(&error.to_string()))?;
            // The number is worth nothing without knowing who gave it.
            if line.owner().await?.as_ref() == Some(&server) {
                let shown = Place::new(&line, &server, handle.id()).to_shown();
                let mut standing = self.standing.lock().unwrap_or_else(PoisonError::into_inner);
                standing.add(shown.clone(), &server, handle, &self.ears);
                return Ok(shown);
            }
            tracing::info!("the notification service restarted while a notice was shown");
        }
        Err(NoticeProblem::Other("it restarts again and again".to_owned()))
    }

    async fn skills_of(&self, line: &Line, server: &OwnedUniqueName) -> Result<Skills, NoticeProblem> {
        let known = self.skills.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some((owner, skills)) = known
            && owner == *server
        {
            return Ok(skills);
        }
        let skills = line.skills(server).await?;
        *self.skills.lock().unwrap_or_else(PoisonError::into_inner) = Some((server.clone(), skills));
        Ok(skills)
    }

    async fn withdraw_now(&self, shown: &ShownId) -> Result<(), NoticeProblem> {
        let Some(place) = Place::parse(shown) else {
            return Ok(());
        };
        let line = self.ears.line().await?;
        if place.bus == line.bus_id() { line.close_notice(&place).await } else { Ok(()) }
    }
}

#[async_trait]
impl Notifier for DesktopNotifier {
    async fn show(&self, notice: &Notice, previous: Option<&ShownId>) -> Result<ShownId, NoticeProblem> {
        let shown = tokio::time::timeout(self.limit, self.show_now(notice, previous)).await;
        shown.unwrap_or(Err(NoticeProblem::TimedOut))
    }

    async fn withdraw(&self, shown: &ShownId) -> Result<(), NoticeProblem> {
        let withdrawn = tokio::time::timeout(self.limit, self.withdraw_now(shown)).await;
        withdrawn.unwrap_or(Err(NoticeProblem::TimedOut))
    }

    async fn service(&self) -> Option<Result<(), NoticeProblem>> {
        let asked = async {
            let line = self.ears.line().await?;
            let server = line.server().await?;
            line.skills(&server).await.map(drop)
        };
        let answered = tokio::time::timeout(self.limit, asked).await;
        Some(answered.unwrap_or(Err(NoticeProblem::TimedOut)))
    }

    fn acts(&self) -> Pin<Box<dyn Stream<Item = NoticeAct> + Send>> {
        self.acts.stream()
    }
}

fn compose(sender: &NoticeSender, notice: &Notice, skills: Skills, replaced: Option<u32>) -> Notification {
    let body = text::lines(&notice.body, text::BODY);
    let mut notification = Notification::new();
    notification
        .appname(&sender.name)
        .icon(&sender.icon)
        .summary(&text::line(&notice.title, text::TITLE))
        .body(&if skills.markup { text::escape(&body) } else { body })
        .hint(Hint::Category(category(notice.kind).to_owned()))
        .hint(Hint::DesktopEntry(sender.desktop_entry.clone()));
    // Never critical: that would break through *do not disturb*, and the platform is to decide.
    notification.urgency(Urgency::Normal);
    if notice.stays {
        notification.timeout(Timeout::Never);
    }
    notification.hint(match sounds::freedesktop(notice.sound, skills.sound) {
        Some(name) => Hint::SoundName(name.to_owned()),
        None => Hint::SuppressSound(true),
    });
    if let Some(number) = replaced {
        notification.id(number);
    }
    // A service without buttons may open a dialog in the middle of the screen instead.
    if skills.actions {
        add_actions(&mut notification, sender, notice);
    }
    notification
}

/// The category of the desktop's specification that comes nearest.
const fn category(kind: NoticeKind) -> &'static str {
    match kind {
        NoticeKind::Awaiting | NoticeKind::Reply | NoticeKind::Chat => "im.received",
        NoticeKind::Closed | NoticeKind::Reopened | NoticeKind::Deadline => "im",
        NoticeKind::Stuck => "transfer.error",
    }
}

/// A few services draw the press on the notice as a button too, so it needs a text: the app's name, unless the notice
/// has a better one.
fn add_actions(notification: &mut Notification, sender: &NoticeSender, notice: &Notice) {
    let label =
        |act| notice.buttons.iter().find(|button| button.act == act).map(|button| button.label.as_str());
    notification.action(super::OPEN, &text::line(label(ActKind::Open).unwrap_or(&sender.name), text::BUTTON));
    for button in notice.buttons.iter().filter(|button| button.act != ActKind::Open) {
        if let Some(key) = key_of(button.act) {
            notification.action(key, &text::line(&button.label, text::BUTTON));
        }
    }
}
