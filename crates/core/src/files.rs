//! Bytes reach the window by id: pictures of drafts from `keep.db`, attachments fetched once, drawn anew and cached.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use bytes::{Bytes, BytesMut};
use futures_util::StreamExt;
use sha2::{Digest, Sha256};
use svara_model::{AccountId, Attachment, AttachmentId, ByteStream};

use crate::{accounts::Live, house::House, private, store::PictureBytes, trouble::Trouble};

/// The largest attachment that is shown as a picture, in bytes.
const MOST_BYTES: u64 = 40 * 1024 * 1024;

/// Which size of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// At most 320 × 240 pixels.
    Thumb,
    /// As large as it is, within what can be shown.
    Full,
}

/// The id of a picture of a draft or an operation.
pub fn picture_id(picture: &str, size: Size) -> String {
    format!("p{}-{picture}", letter(size))
}

/// The id of an attachment's picture.
pub fn attachment_id(account: &AccountId, attachment: &AttachmentId, size: Size) -> String {
    format!("a{}-{account}-{}", letter(size), hex::encode(attachment.as_str()))
}

/// Whether an attachment can be shown as a picture, by what the desk says of it; its content is checked when it is.
pub fn is_picture(attachment: &Attachment) -> bool {
    matches!(attachment.media_type.as_str(), "image/png" | "image/jpeg") && attachment.bytes <= MOST_BYTES
}

fn letter(size: Size) -> char {
    match size {
        Size::Thumb => 't',
        Size::Full => 'f',
    }
}

/// What an id of the window's means.
enum Wanted {
    Picture { id: String, size: Size },
    Attachment { account: AccountId, id: String, size: Size },
}

fn read_id(id: &str) -> Option<Wanted> {
    let (kind, rest) = id.split_once('-')?;
    match kind {
        "pt" => Some(Wanted::Picture { id: rest.to_owned(), size: Size::Thumb }),
        "pf" => Some(Wanted::Picture { id: rest.to_owned(), size: Size::Full }),
        "at" | "af" => {
            let (account, name) = rest.split_once('-')?;
            let id = String::from_utf8(hex::decode(name).ok()?).ok()?;
            let size = if kind == "at" { Size::Thumb } else { Size::Full };
            Some(Wanted::Attachment { account: AccountId::new(account), id, size })
        }
        _ => None,
    }
}

/// The type and the bytes of an id.
pub(crate) async fn file(house: &House, id: &str) -> Result<(String, Bytes), Trouble> {
    match read_id(id).ok_or(Trouble::Gone)? {
        Wanted::Picture { id, size } => {
            let which = if size == Size::Thumb { PictureBytes::Thumb } else { PictureBytes::Full };
            let (media_type, bytes) = house.keep.picture_bytes(&id, which).await?.ok_or(Trouble::Gone)?;
            Ok((media_type, bytes.into()))
        }
        Wanted::Attachment { account, id, size } => {
            let live = house.live(&account)?;
            let attachment = house.cache.attachment(&account, &id).await?.ok_or(Trouble::Gone)?;
            attachment_file(house, &live, &attachment, size).await
        }
    }
}

async fn attachment_file(
    house: &House,
    live: &Arc<Live>,
    attachment: &Attachment,
    size: Size,
) -> Result<(String, Bytes), Trouble> {
    if !is_picture(attachment) {
        return Err(Trouble::Refused);
    }
    let paths = Paths::new(&house.folder, &live.account.id, &attachment.id);
    // The small and the large one are asked for together: the second waits for the first's download.
    let _turn = live.downloads.lock().await;
    if let Some(found) = read(paths.of(size)).await {
        return Ok(found);
    }
    let bytes = collect(live.connector.download(attachment).await?).await?;
    let picture = house.pictures.show(bytes).await.map_err(|problem| {
        tracing::info!(%problem, "an attachment cannot be shown");
        Trouble::Refused
    })?;
    paths.store(&picture.thumb, &picture.bytes).await.map_err(|problem| {
        tracing::error!(%problem, "an attachment was not kept");
        Trouble::Storage
    })?;
    let bytes = if size == Size::Thumb { picture.thumb } else { picture.bytes };
    Ok((picture.media_type.to_owned(), bytes))
}

async fn collect(mut stream: ByteStream) -> Result<Bytes, Trouble> {
    let mut all = BytesMut::new();
    while let Some(some) = stream.next().await {
        all.extend_from_slice(&some?);
        if u64::try_from(all.len()).map_or(true, |length| length > MOST_BYTES) {
            return Err(Trouble::Refused);
        }
    }
    Ok(all.freeze())
}

/// Where an attachment's pictures are cached. The names are digests: a desk's names never reach the file system.
struct Paths {
    folder: PathBuf,
    thumb: PathBuf,
    full: PathBuf,
}

impl Paths {
    fn new(folder: &Path, account: &AccountId, attachment: &AttachmentId) -> Self {
        let folder = folder.join("files").join(account.as_str());
        let name = hex::encode(Sha256::digest(attachment.as_str()));
        Self {
            thumb: folder.join(format!("{name}.thumb")),
            full: folder.join(format!("{name}.full")),
            folder,
        }
    }

    fn of(&self, size: Size) -> &Path {
        match size {
            Size::Thumb => &self.thumb,
            Size::Full => &self.full,
        }
    }

    async fn store(&self, thumb: &Bytes, full: &Bytes) -> std::io::Result<()> {
        let folder = self.folder.clone();
        let files = [(self.full.clone(), full.clone()), (self.thumb.clone(), thumb.clone())];
        let written = tokio::task::spawn_blocking(move || {
            std::fs::create_dir_all(folder)?;
            for (path, bytes) in files {
                let part = path.with_extension("part");
                private::write(&part, &bytes)?;
                std::fs::rename(&part, &path)?;
            }
            Ok(())
        });
        written.await.map_err(std::io::Error::other)?
    }
}

/// A cached picture and its type by content; an unreadable one is fetched again.
async fn read(path: &Path) -> Option<(String, Bytes)> {
    let bytes = tokio::fs::read(path).await.ok()?;
    let media_type = infer::get(&bytes)?.mime_type();
    matches!(media_type, "image/png" | "image/jpeg").then(|| (media_type.to_owned(), Bytes::from(bytes)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_names_no_path() {
        let account = AccountId::new("abc");
        let id = attachment_id(&account, &AttachmentId::new("../../etc/passwd"), Size::Thumb);
        assert!(id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'), "{id}");
        assert!(
            matches!(read_id(&id), Some(Wanted::Attachment { id, size: Size::Thumb, .. }) if id == "../../etc/passwd")
        );
        let paths = Paths::new(Path::new("data"), &account, &AttachmentId::new("../../etc/passwd"));
        assert!(paths.full.starts_with("data/files/abc") && !paths.full.to_string_lossy().contains(".."));
        for id in ["", "x", "at-", "at-abc-zz", "../x", "zz-1"] {
            assert!(read_id(id).is_none(), "{id}");
        }
    }
}
