//! The app's time: the computer's. In a debug build a story may move it forward, so that hours of the real window pass in
//! moments: where `SVARA_CLOCK` names a socket, the app asks there. Each line moves its clock forward by so many seconds and
//! is answered when it has; the first one comes before the app begins. A release has none of this.

use std::sync::Arc;

use anyhow::Result;
use svara_model::Clock;
use svara_native::SystemClock;

/// The clock that everything in this process goes by.
#[cfg(not(all(debug_assertions, unix)))]
pub(crate) async fn clock() -> Result<Arc<dyn Clock>> {
    Ok(Arc::new(SystemClock))
}

/// The clock that everything in this process goes by.
#[cfg(all(debug_assertions, unix))]
pub(crate) async fn clock() -> Result<Arc<dyn Clock>> {
    match std::env::var_os("SVARA_CLOCK") {
        None => Ok(Arc::new(SystemClock)),
        Some(place) => Ok(steered::ask(place.as_ref()).await?),
    }
}

#[cfg(all(debug_assertions, unix))]
mod steered {
    use std::{path::Path, sync::Arc, time::Duration};

    use anyhow::{Context, Result};
    use svara_native::{SteeredClock, SystemClock};
    use tauri::async_runtime;
    use tokio::{
        io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
        net::UnixStream,
    };

    /// A clock that is moved from now on by whoever listens there.
    pub(super) async fn ask(place: &Path) -> Result<Arc<SteeredClock>> {
        let mut story = BufReader::new(UnixStream::connect(place).await.context("nobody tells the time")?);
        let clock = Arc::new(SteeredClock::new(Arc::new(SystemClock)));
        hear(&mut story, &clock).await?.context("the time was not told")?;
        let its = Arc::clone(&clock);
        async_runtime::spawn(async move { while let Ok(Some(())) = hear(&mut story, &its).await {} });
        Ok(clock)
    }

    /// Moves the clock once; `None` when nobody will any more.
    async fn hear(story: &mut BufReader<UnixStream>, clock: &SteeredClock) -> Result<Option<()>> {
        let mut line = String::new();
        if story.read_line(&mut line).await? == 0 {
            return Ok(None);
        }
        clock.forward(Duration::from_secs(line.trim().parse()?));
        story.write_all(line.as_bytes()).await?;
        Ok(Some(()))
    }
}
