//! How `svara --self-test` hears of the app that runs: a socket in the data folder, which only the member may enter. It
//! answers whoever connects and listens to nothing. A message is a line of JSON: a text to print, then the code to end with,
//! and `null` meanwhile as long as the app is at it.

#[cfg(unix)]
pub(crate) use unix::{ask, serve};

#[cfg(unix)]
mod unix {
    use std::{fs, io, path::PathBuf, sync::Arc, time::Duration};

    use serde_json::{Value, json};
    use svara_api::{App, NOT_TESTED};
    use tauri::async_runtime;
    use tokio::{
        io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
        net::{UnixListener, UnixStream},
        sync::mpsc,
        time::{interval, timeout},
    };

    use crate::folder::DataFolder;

    /// So often the app says that it is at it.
    const BEAT: Duration = Duration::from_secs(1);
    /// One that says nothing for so long hangs.
    const SILENCE: Duration = Duration::from_secs(10);

    fn place(folder: &DataFolder) -> PathBuf {
        folder.path().join("svara.sock")
    }

    /// Answers self-tests as long as the process lives.
    pub(crate) async fn serve(folder: DataFolder, app: Arc<App>) -> io::Result<()> {
        let place = place(&folder);
        // An earlier run's: this one holds the folder.
        match fs::remove_file(&place) {
            Err(problem) if problem.kind() != io::ErrorKind::NotFound => return Err(problem),
            _ => {}
        }
        let listener = UnixListener::bind(&place)?;
        loop {
            let (stream, _) = listener.accept().await?;
            let app = Arc::clone(&app);
            // Beside the others, since a test waits for its press; it has nothing to save.
            async_runtime::spawn(async move {
                if let Err(problem) = answer(stream, &app).await {
                    tracing::info!(%problem, "whoever asked for a self-test is gone");
                }
            });
        }
    }

    async fn answer(mut stream: UnixStream, app: &App) -> io::Result<()> {
        let (say, mut said) = mpsc::unbounded_channel();
        let test = async {
            let code = app.self_test(|line| drop(say.send(json!(line)))).await;
            drop(say.send(json!(code)));
            drop(say);
        };
        let pass_on = async {
            let mut beats = interval(BEAT);
            loop {
                let message = tokio::select! {
                    message = said.recv() => message,
                    _ = beats.tick() => Some(Value::Null),
                };
                let Some(message) = message else { return stream.shutdown().await };
                stream.write_all(format!("{message}\n").as_bytes()).await?;
            }
        };
        tokio::join!(test, pass_on).1
    }

    /// Has the app that runs make the test. [`io::ErrorKind::TimedOut`]: it hangs.
    pub(crate) async fn ask(folder: &DataFolder, print: impl Fn(String)) -> io::Result<u8> {
        let mut lines = BufReader::new(UnixStream::connect(place(folder)).await?).lines();
        while let Some(line) = timeout(SILENCE, lines.next_line()).await?? {
            match serde_json::from_str(&line)? {
                Value::Null => {}
                Value::String(text) => print(text),
                code => {
                    return Ok(code.as_u64().and_then(|code| u8::try_from(code).ok()).unwrap_or(NOT_TESTED));
                }
            }
        }
        Err(io::ErrorKind::UnexpectedEof.into())
    }
}

/// Elsewhere the window's own page is the way: Settings, "Would I be told?".
#[cfg(not(unix))]
pub(crate) async fn ask(_folder: &crate::folder::DataFolder, _print: impl Fn(String)) -> std::io::Result<u8> {
    Err(std::io::ErrorKind::Unsupported.into())
}
