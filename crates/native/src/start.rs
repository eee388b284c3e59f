//! One app a session, found on its bus before anything of the desktop begins: a start that ends while GTK opens its display
//! falls over, now and then, in a thread that GTK's exit has pulled the ground from under.

use std::{sync::Arc, time::Duration};

use zbus::{Connection, Error, connection::Builder, interface};

const PATH: &str = "/app/svara/desktop/Start";
const INTERFACE: &str = "app.svara.desktop.Start";

/// An app that runs answers at once, whatever it does.
const LIMIT: Duration = Duration::from_secs(5);
/// One that ends while it is told leaves its name.
const TRIES: u32 = 2;

/// What came of a start.
#[derive(Debug)]
pub enum Start {
    /// It is the first one.
    First(FirstStart),
    /// Another one runs, and has been told.
    Told,
}

/// The first start, for as long as it is kept; without a session bus nobody finds it.
#[derive(Debug)]
pub struct FirstStart(Option<(Connection, String)>);

/// The app that runs was told and did not answer.
#[derive(Debug, thiserror::Error)]
#[error("the app that runs does not answer")]
pub struct Unanswered(#[source] Error);

/// Begins a start under a bus name. A later one under the same name tells this one its arguments, which `hear` takes.
///
/// # Errors
/// [`Unanswered`] where another app has the name and does not hear.
pub async fn start(
    name: &str,
    arguments: &[String],
    hear: impl Fn(Vec<String>) + Send + Sync + 'static,
) -> Result<Start, Unanswered> {
    let hear: Arc<dyn Fn(Vec<String>) + Send + Sync> = Arc::new(hear);
    let mut silence = Error::NameTaken;
    for _ in 0..TRIES {
        match claim(name, Arc::clone(&hear)).await {
            Ok(connection) => return Ok(Start::First(FirstStart(Some((connection, name.to_owned()))))),
            Err(Error::NameTaken) => {}
            Err(error) => {
                tracing::info!(%error, "no session bus: other starts do not find this one");
                return Ok(Start::First(FirstStart(None)));
            }
        }
        match tell(name, arguments).await {
            Ok(()) => return Ok(Start::Told),
            Err(error) => silence = error,
        }
    }
    Err(Unanswered(silence))
}

impl FirstStart {
    /// Is found no more: what starts now begins anew.
    pub async fn end(&self) {
        let Some((connection, name)) = &self.0 else { return };
        if let Err(error) = connection.release_name(name.as_str()).await {
            tracing::debug!(%error, "the bus was gone first");
        }
    }
}

struct Ear(Arc<dyn Fn(Vec<String>) + Send + Sync>);

#[interface(name = "app.svara.desktop.Start")]
impl Ear {
    fn tell(&self, arguments: Vec<String>) {
        (self.0)(arguments);
    }
}

async fn claim(name: &str, hear: Arc<dyn Fn(Vec<String>) + Send + Sync>) -> zbus::Result<Connection> {
    Builder::session()
        .serve_at(PATH, Ear(hear))
        .name(name)
        .replace_existing_names(false)
        .allow_name_replacements(false)
        .method_timeout(LIMIT)
        .build()
        .await
}

async fn tell(name: &str, arguments: &[String]) -> zbus::Result<()> {
    let connection = Builder::session().method_timeout(LIMIT).build().await?;
    connection.call_method(Some(name), PATH, Some(INTERFACE), "Tell", &(arguments,)).await?;
    Ok(())
}
