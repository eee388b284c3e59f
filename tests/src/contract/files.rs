//! Facts of files.

use std::sync::{Arc, Mutex};

use bytes::Bytes;
use futures_util::TryStreamExt;
use svara_model::{Attachment, FailureKind, LocalFile, Progress, UploadRef};

use super::{DeskUnderTest, Member, member::kind_of};

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";

/// What a desk takes for a picture, with `more` bytes after its beginning.
pub(crate) fn png(more: usize) -> Bytes {
    let filling = (0..more).map(|number| (number * 31 % 251) as u8);
    SIGNATURE.iter().copied().chain(filling).collect()
}

fn picture(name: &str, more: usize) -> LocalFile {
    LocalFile { name: name.to_owned(), media_type: "image/png".to_owned(), bytes: png(more) }
}

fn quietly() -> Progress {
    Arc::new(|_, _| {})
}

async fn upload(member: &Member, file: &LocalFile) -> UploadRef {
    member.connector.upload(file, &member.key(), quietly()).await.expect("the desk takes a picture")
}

async fn download(member: &Member, file: &Attachment) -> Result<Vec<u8>, svara_model::Failure> {
    let chunks: Vec<Bytes> = member.connector.download(file).await?.try_collect().await?;
    Ok(chunks.concat())
}

pub async fn a_file_comes_back_byte_for_byte(desk: &dyn DeskUnderTest) {
    let member = Member::new(desk).await;
    let files = [picture("fel vid start.png", 400_000), picture("två.png", 0)];
    let steps = Arc::new(Mutex::new(Vec::new()));
    let progress: Progress = {
        let steps = Arc::clone(&steps);
        Arc::new(move |sent, all| steps.lock().unwrap().push((sent, all)))
    };
    let first = member.connector.upload(&files[0], &member.key(), progress).await.unwrap();
    let second = upload(&member, &files[1]).await;
    let submission = member.submission("Svenska - with pictures", vec![first, second]);
    let applied = member.apply(&submission).await.unwrap();

    let entry = member.connector.issue(applied.issue().unwrap()).await.unwrap().entries.remove(0);
    assert_eq!(entry.attachments.len(), files.len());
    for (attachment, file) in entry.attachments.iter().zip(&files) {
        assert_eq!((&attachment.name, attachment.media_type.as_str()), (&file.name, "image/png"));
        assert_eq!(attachment.bytes, file.bytes.len() as u64);
        let came = download(&member, attachment).await.unwrap();
        assert!(came == file.bytes, "{} came back changed", file.name);
    }
    let length = files[0].bytes.len() as u64;
    let steps = steps.lock().unwrap();
    assert!(steps.len() > 2 && steps.is_sorted(), "{steps:?}");
    assert_eq!(steps.last(), Some(&(length, length)));
}

pub async fn uploaded_twice_with_one_key_is_one_file(desk: &dyn DeskUnderTest) {
    let member = Member::new(desk).await;
    let (file, key) = (picture("once.png", 5_000), member.key());
    let first = member.connector.upload(&file, &key, quietly()).await.unwrap();
    assert_eq!(member.connector.upload(&file, &key, quietly()).await, Ok(first.clone()));
    let applied = member.apply(&member.submission("Svenska - one file", vec![first])).await.unwrap();
    let entries = member.connector.issue(applied.issue().unwrap()).await.unwrap().entries;
    assert!(download(&member, &entries[0].attachments[0]).await.unwrap() == file.bytes);
}

pub async fn an_upload_serves_one_entry(desk: &dyn DeskUnderTest) {
    let (member, other) = (Member::new(desk).await, Member::new(desk).await);
    let file = upload(&member, &picture("mine.png", 10)).await;
    let theft = other.submission("Svenska - theft", vec![file.clone()]);
    assert!(is_refusal(kind_of(other.apply(&theft).await)));
    let applied = member.apply(&member.submission("Svenska - used", vec![file.clone()])).await.unwrap();
    let again = member.reply(applied.issue().unwrap(), "Used again", vec![file]);
    assert!(is_refusal(kind_of(member.apply(&again).await)));
    let missing =
        member.reply(applied.issue().unwrap(), "Never sent", vec![UploadRef::new("no-such-upload")]);
    assert!(is_refusal(kind_of(member.apply(&missing).await)));
    assert_eq!(member.connector.issue(applied.issue().unwrap()).await.unwrap().entries.len(), 1);
    assert!(other.changed(None).await.is_empty());
}

fn is_refusal(kind: FailureKind) -> bool {
    matches!(kind, FailureKind::Invalid | FailureKind::Gone | FailureKind::Conflict)
}

pub async fn files_of_others_are_gone(desk: &dyn DeskUnderTest) {
    let (member, other) = (Member::new(desk).await, Member::new(desk).await);
    let file = upload(&member, &picture("private.png", 10)).await;
    let applied = member.apply(&member.submission("Svenska - private", vec![file])).await.unwrap();
    let attachment = member
        .connector
        .issue(applied.issue().unwrap())
        .await
        .unwrap()
        .entries
        .remove(0)
        .attachments
        .remove(0);
    assert!(download(&member, &attachment).await.is_ok());
    assert_eq!(kind_of(download(&other, &attachment).await), FailureKind::Gone);
}

pub async fn a_file_the_desk_does_not_take_is_invalid(desk: &dyn DeskUnderTest) {
    let member = Member::new(desk).await;
    let program = LocalFile {
        name: "harmless.png".to_owned(),
        media_type: "image/png".to_owned(),
        bytes: Bytes::from_static(b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0"),
    };
    let upload = member.connector.upload(&program, &member.key(), quietly()).await;
    assert_eq!(kind_of(upload), FailureKind::Invalid, "the type is found by content");
    let limit = member.profile.desk.limits.file_bytes as usize;
    let large = picture("large.png", limit);
    let upload = member.connector.upload(&large, &member.key(), quietly()).await;
    assert_eq!(kind_of(upload), FailureKind::Invalid, "larger than the desk said");
}
