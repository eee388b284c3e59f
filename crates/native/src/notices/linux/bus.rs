//! One connection to the session bus, and questions to the notification service on it.

use std::{num::NonZero, time::Duration};

use svara_model::{NoticeProblem, ShownId};
use zbus::{
    Connection, Error, MatchRule, MessageStream,
    fdo::{DBusProxy, Error as BusError},
    names::{BusName, OwnedUniqueName, WellKnownName},
};

const SERVICE: &str = "org.freedesktop.Notifications";
const PATH: &str = "/org/freedesktop/Notifications";

/// Signals wait here while the listener is busy; it never waits for anybody, so they are few.
const QUEUE: Option<NonZero<usize>> = NonZero::new(256);

/// An open connection; a clone is the same one.
#[derive(Clone, Debug)]
pub(super) struct Line {
    connection: Connection,
    bus: String,
}

/// What the running service can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Skills {
    pub(super) markup: bool,
    pub(super) actions: bool,
    pub(super) sound: bool,
}

impl Line {
    /// Connects and subscribes to everything that notification services say, so that nothing said later is missed.
    pub(super) async fn open(limit: Duration) -> zbus::Result<(Self, MessageStream)> {
        let connection = zbus::connection::Builder::session().method_timeout(limit).build().await?;
        let rule = MatchRule::builder()
            .msg_type(zbus::message::Type::Signal)
            .interface(SERVICE)
            .path(PATH)
            .build()?;
        let signals = MessageStream::for_match_rule(rule, &connection, QUEUE).await?;
        let bus = DBusProxy::new(&connection).await?.get_id().await?.to_string();
        Ok((Self { connection, bus }, signals))
    }

    /// The bus's own name; another one after each start of the bus.
    pub(super) fn bus_id(&self) -> &str {
        &self.bus
    }

    /// Who serves notices now.
    pub(super) async fn owner(&self) -> Result<Option<OwnedUniqueName>, NoticeProblem> {
        let bus = DBusProxy::new(&self.connection).await.map_err(|error| self.problem(&error))?;
        match bus.get_name_owner(BusName::WellKnown(WellKnownName::from_static_str_unchecked(SERVICE))).await
        {
            Ok(owner) => Ok(Some(owner)),
            Err(BusError::NameHasNoOwner(_)) => Ok(None),
            Err(error) => Err(self.problem(&error.into())),
        }
    }

    /// Who serves notices now, started by the bus where nobody does yet.
    pub(super) async fn server(&self) -> Result<OwnedUniqueName, NoticeProblem> {
        if let Some(owner) = self.owner().await? {
            return Ok(owner);
        }
        let bus = DBusProxy::new(&self.connection).await.map_err(|error| self.problem(&error))?;
        let name = WellKnownName::from_static_str_unchecked(SERVICE);
        bus.start_service_by_name(name, 0).await.map_err(|error| {
            tracing::info!(%error, "no notification service could be started");
            self.problem(&error.into())
        })?;
        self.owner().await?.ok_or(NoticeProblem::NoService)
    }

    /// What the service says of itself.
    pub(super) async fn skills(&self, server: &OwnedUniqueName) -> Result<Skills, NoticeProblem> {
        let answer =
            self.connection.call_method(Some(server), PATH, Some(SERVICE), "GetCapabilities", &()).await;
        let answer = answer.map_err(|error| self.problem(&error))?;
        let names: Vec<String> = answer.body().deserialize().map_err(|error| self.problem(&error))?;
        let has = |name: &str| names.iter().any(|one| one == name);
        Ok(Skills { markup: has("body-markup"), actions: has("actions"), sound: has("sound") })
    }

    /// Asks the service that showed it, and no later one, to take a notice away.
    pub(super) async fn close_notice(&self, place: &Place) -> Result<(), NoticeProblem> {
        let Ok(server) = OwnedUniqueName::try_from(place.server.as_str()) else {
            return Ok(());
        };
        let closing = self.connection.call_method(
            Some(&server),
            PATH,
            Some(SERVICE),
            "CloseNotification",
            &place.number,
        );
        match closing.await {
            // The service knows no such notice any more.
            Ok(_) | Err(Error::MethodError(..)) => Ok(()),
            Err(Error::FDO(error)) if is_gone(&error) => Ok(()),
            Err(error) => Err(self.problem(&error)),
        }
    }

    /// Ends after everything that the bus had sent us before is in our queue.
    pub(super) async fn catch_up(&self) {
        if let Ok(bus) = DBusProxy::new(&self.connection).await
            && let Err(error) = bus.get_id().await
        {
            tracing::debug!(%error, "the bus is gone");
        }
    }

    fn problem(&self, error: &Error) -> NoticeProblem {
        match error {
            Error::FDO(fault) if is_absence(fault) => NoticeProblem::NoService,
            Error::InputOutput(io) if io.kind() == std::io::ErrorKind::TimedOut => NoticeProblem::TimedOut,
            Error::Connection(..) | Error::InputOutput(_) | Error::Address(_) => NoticeProblem::NoService,
            other => self.problem_in(&other.to_string()),
        }
    }

    /// For failures of which `notify-rust` shows only the text.
    pub(super) fn problem_in(&self, text: &str) -> NoticeProblem {
        if self.connection.is_closed() || text.contains("org.freedesktop.DBus.Error.ServiceUnknown") {
            NoticeProblem::NoService
        } else {
            NoticeProblem::Other(text.to_owned())
        }
    }
}

/// Nobody serves notices, and the bus cannot start anybody.
fn is_absence(error: &BusError) -> bool {
    use BusError as B;
    matches!(
        error,
        B::ServiceUnknown(_)
            | B::NameHasNoOwner(_)
            | B::NoReply(_)
            | B::Disconnected(_)
            | B::SpawnExecFailed(_)
            | B::SpawnForkFailed(_)
            | B::SpawnChildExited(_)
            | B::SpawnChildSignaled(_)
            | B::SpawnFailed(_)
            | B::SpawnServiceNotFound(_)
    )
}

/// The service does not know the notice, or is gone and the notice with it.
fn is_gone(error: &BusError) -> bool {
    !matches!(error, BusError::AccessDenied(_) | BusError::LimitsExceeded(_) | BusError::Timeout(_))
}

/// Where a notice stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) bus: String,
    pub(super) server: String,
    pub(super) number: u32,
}

impl Place {
    pub(super) fn new(line: &Line, server: &str, number: u32) -> Self {
        Self { bus: line.bus.clone(), server: server.to_owned(), number }
    }

    /// None for what another platform or version wrote.
    pub(super) fn parse(shown: &ShownId) -> Option<Self> {
        let mut parts = shown.0.strip_prefix("dbus/")?.split('/');
        let (bus, server, number) = (parts.next()?, parts.next()?, parts.next()?.parse().ok()?);
        parts.next().is_none().then(|| Self { bus: bus.to_owned(), server: server.to_owned(), number })
    }

    pub(super) fn to_shown(&self) -> ShownId {
        ShownId(format!("dbus/{}/{}/{}", self.bus, self.server, self.number))
    }

    pub(super) fn is_at(&self, line: &Line, server: &OwnedUniqueName) -> bool {
        self.bus == line.bus && self.server == server.as_str()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_read_back_as_it_was_written() {
        let place = Place { bus: "8f3a".into(), server: ":1.42".into(), number: 7 };
        assert_eq!(place.to_shown(), ShownId("dbus/8f3a/:1.42/7".into()));
        assert_eq!(Place::parse(&place.to_shown()), Some(place));
        for text in ["", "dbus/a/b", "dbus/a/b/c", "dbus/a/b/1/2", "local/a/1", "dbus/a/b/-1"] {
            assert_eq!(Place::parse(&ShownId(text.into())), None, "{text}");
        }
    }
}
