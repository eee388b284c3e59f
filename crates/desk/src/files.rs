//! Uploaded files: streamed to the disk under a temporary name, their type found by their content, then renamed. A file
//! under its final name is whole; the record in the database comes after it.

use std::{
    fs::{File, OpenOptions},
    io::{Read, Write},
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use axum::body::Body;
use bytes::Bytes;
use futures_util::StreamExt;
use sha2::{Digest, Sha256};

use crate::{
    db::DbMode,
    kinds::Sniffer,
    problem::{Code, Problem},
    seams::Clock,
};

const PART: &str = "part";
const CHUNK: usize = 64 * 1024;
/// A sender that is silent for this long has gone.
const SILENCE: Duration = Duration::from_secs(30);

/// The folder of uploaded files.
#[derive(Clone)]
pub(crate) struct Files {
    folder: PathBuf,
    mode: DbMode,
    clock: Arc<dyn Clock>,
}

/// A whole file that is not under its final name yet; dropping it removes it.
pub(crate) struct Received {
    part: Part,
    pub(crate) media_type: &'static str,
    pub(crate) bytes: u64,
    pub(crate) sha256: [u8; 32],
}

struct Part(PathBuf);

impl Drop for Part {
    fn drop(&mut self) {
        // After the rename there is nothing under this name, which is fine.
        let _ = std::fs::remove_file(&self.0);
    }
}

impl Files {
    pub(crate) fn new(folder: PathBuf, mode: DbMode, clock: Arc<dyn Clock>) -> Self {
        Self { folder, mode, clock }
    }

    /// Takes a body of at most `limit` bytes in.
    pub(crate) async fn receive(&self, id: &str, body: Body, limit: u64) -> Result<Received, Problem> {
        let part = Part(self.folder.join(id).with_extension(PART));
        let path = part.0.clone();
        let mut file = self.run(move || create(&path)).await?;
        let (mut sniffer, mut hash, mut bytes) = (Sniffer::default(), Sha256::new(), 0_u64);
        let mut stream = body.into_data_stream();
        while let Some(chunk) = self.next(&mut stream).await? {
            bytes = bytes.saturating_add(chunk.len() as u64);
            if bytes > limit {
                return Err(Problem::new(Code::TooLarge).detail(format!("at most {limit} bytes")));
            }
            sniffer.read(&chunk);
            hash.update(&chunk);
            file = self.run(move || file.write_all(&chunk).map(|()| file)).await?;
        }
        if bytes == 0 {
            return Err(Problem::invalid("body", "the file is empty"));
        }
        let media_type = sniffer.media_type().ok_or(Code::UnsupportedMedia)?;
        self.run(move || file.sync_all()).await?;
        Ok(Received { part, media_type, bytes, sha256: hash.finalize().into() })
    }

    async fn next(&self, stream: &mut axum::body::BodyDataStream) -> Result<Option<Bytes>, Problem> {
        let chunk = tokio::select! {
            biased;
            chunk = stream.next() => chunk,
            () = self.clock.sleep(SILENCE) => return Err(Problem::invalid("body", "the body did not arrive")),
        };
        chunk.transpose().map_err(|_| Problem::invalid("body", "the body broke off"))
    }

    /// Gives the file its final name, durably.
    pub(crate) async fn keep(&self, id: &str, received: Received) -> Result<(), Problem> {
        let (to, folder) = (self.folder.join(id), self.folder.clone());
        self.run(move || {
            std::fs::rename(&received.part.0, to)?;
            sync_folder(&folder)
        })
        .await
    }

    pub(crate) async fn remove(&self, id: &str) -> Result<(), Problem> {
        let path = self.folder.join(id);
        self.run(move || match std::fs::remove_file(path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        })
        .await
    }

    /// The file's bytes as a streamed body.
    pub(crate) async fn read(&self, id: &str) -> Result<Body, Problem> {
        let path = self.folder.join(id);
        let file = self.run(move || File::open(path)).await?;
        let chunks = futures_util::stream::unfold(Some((self.clone(), file)), |state| async {
            let (files, file) = state?;
            match files.run(move || read_chunk(file)).await {
                Ok((bytes, _)) if bytes.is_empty() => None,
                Ok((bytes, file)) => Some((Ok(bytes), Some((files, file)))),
                Err(problem) => Some((Err(std::io::Error::other(problem)), None)),
            }
        });
        Ok(Body::from_stream(chunks))
    }

    /// Stores bytes that the desk made itself; for the demo's pictures.
    pub(crate) async fn put(&self, id: &str, bytes: Bytes) -> Result<Received, Problem> {
        let length = bytes.len() as u64;
        self.receive(id, Body::from(bytes), length).await
    }

    /// The names of all whole files; removes what earlier runs left half. Only while nobody uploads.
    pub(crate) async fn tidy(&self) -> Result<Vec<String>, Problem> {
        let folder = self.folder.clone();
        self.run(move || {
            let mut names = Vec::new();
            for entry in std::fs::read_dir(folder)? {
                let path = entry?.path();
                if path.extension().is_some_and(|end| end == PART) {
                    std::fs::remove_file(path)?;
                } else if let Some(name) = path.file_name().and_then(|name| name.to_str()) {
                    names.push(name.to_owned());
                }
            }
            Ok(names)
        })
        .await
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> std::io::Result<T> + Send + 'static,
    ) -> Result<T, Problem> {
        match self.mode {
            DbMode::Inline => Ok(work()?),
            DbMode::Thread => Ok(tokio::task::spawn_blocking(work).await.map_err(Problem::fault)??),
        }
    }
}

/// Creates a folder that only this user may enter.
pub(crate) fn private_folder(path: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
        builder.mode(0o700).create(path)?;
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o700))
    }
    #[cfg(not(unix))]
    builder.create(path)
}

/// Creates a file that only this user may read, if there is none.
pub(crate) fn private_file(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.create(true).truncate(false).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

fn create(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.create_new(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

fn read_chunk(mut file: File) -> std::io::Result<(Bytes, File)> {
    let mut chunk = Vec::with_capacity(CHUNK);
    (&mut file).take(CHUNK as u64).read_to_end(&mut chunk)?;
    Ok((Bytes::from(chunk), file))
}

#[cfg(unix)]
fn sync_folder(folder: &Path) -> std::io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_folder: &Path) -> std::io::Result<()> {
    Ok(())
}
