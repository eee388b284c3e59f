//! Saving what is unsent into a folder of the member's choice: one text file, the pictures beside it.

use std::{
    fs::{File, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
};

use jiff::Timestamp;

use crate::{
    accounts::Live,
    drafts,
    house::House,
    languages, outbox,
    reading::PictureBrief,
    store::{DraftKind, OperationKind, PictureBytes},
    texts::Texts,
    trouble::Trouble,
};

/// How many names are tried before a folder counts as unwritable.
const MOST_NAMES: u32 = 1_000;

/// Saves an account's drafts and operations. False: the member cancelled.
pub(crate) async fn export(house: &House, live: &Live) -> Result<bool, Trouble> {
    let texts = house.texts();
    let Some(folder) = house.picker.pick_folder(&texts.export_folder_title()).await? else {
        return Ok(false);
    };
    let now = house.clock.now().to_zoned(house.clock.zone());
    let folder = new_folder(&folder, &texts.export_file_name(&now.date().to_string())).map_err(unwritable)?;
    let mut text = String::new();
    let member = live.profile();
    let name =
        member.as_ref().map_or(live.account.user_name.as_str(), |profile| profile.member.name.as_str());
    let desk =
        member.as_ref().map_or_else(|| live.account.address.host(), |profile| profile.desk.name.clone());
    push(&mut text, &[&texts.export_heading(name, &desk, &when(&texts, house, now.timestamp()))]);
    for draft in drafts::all(house, &live.account.id).await? {
        let about = match draft.kind {
            DraftKind::Chat => texts.export_question(),
            DraftKind::Say => texts.export_line(),
            DraftKind::Issue | DraftKind::Reply => heading(&texts, draft.about.as_deref()),
        };
        let title = (draft.kind == DraftKind::Issue)
            .then(|| texts.export_title(&languages::title(&draft.language, &draft.title)));
        let state = texts.export_draft(&when(&texts, house, draft.saved));
        let pictures = save_pictures(house, &folder, &draft.pictures).await?;
        push(
            &mut text,
            &[&about, &state, &title.unwrap_or_default(), &names(&texts, &pictures), "", &draft.text],
        );
    }
    for operation in outbox::briefs(house, live).await? {
        let about = match operation.kind {
            OperationKind::Submit => texts.export_submit(),
            OperationKind::Reply => texts.export_reply(&operation.title),
            OperationKind::StartChat => texts.export_question(),
            OperationKind::Say => texts.export_line(),
            // It has no words.
            OperationKind::EndChat => continue,
        };
        let title = (operation.kind == OperationKind::Submit).then(|| texts.export_title(&operation.title));
        let made = when(&texts, house, operation.made);
        let state = if operation.unknown { texts.export_unknown(&made) } else { texts.export_unsent(&made) };
        let pictures = save_pictures(house, &folder, &operation.pictures).await?;
        push(
            &mut text,
            &[&about, &state, &title.unwrap_or_default(), &names(&texts, &pictures), "", &operation.text],
        );
    }
    let file = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let (mut file, _) = new_file(&folder, &file, "txt").map_err(unwritable)?;
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(unwritable)?;
    Ok(true)
}

fn heading(texts: &Texts, about: Option<&str>) -> String {
    about.map_or_else(|| texts.export_submit(), |title| texts.export_reply(title))
}

fn when(texts: &Texts, house: &House, at: Timestamp) -> String {
    texts.date_time(at, &house.clock.zone())
}

fn names(texts: &Texts, pictures: &[String]) -> String {
    if pictures.is_empty() { String::new() } else { texts.export_pictures(&pictures.join(", ")) }
}

/// Adds a block of lines; empty leading facts are left out, the text itself keeps its lines.
fn push(text: &mut String, lines: &[&str]) {
    for line in lines.iter().filter(|line| !line.is_empty()) {
        text.push_str(line);
        text.push('\n');
    }
    text.push('\n');
}

async fn save_pictures(
    house: &House,
    folder: &Path,
    pictures: &[PictureBrief],
) -> Result<Vec<String>, Trouble> {
    let mut names = Vec::new();
    for picture in pictures {
        let Some((_, bytes)) = house.keep.picture_bytes(&picture.id, PictureBytes::Full).await? else {
            continue;
        };
        let path = Path::new(&picture.name);
        let part = |part: Option<&std::ffi::OsStr>| {
            part.map(|part| part.to_string_lossy().into_owned()).unwrap_or_default()
        };
        let (mut file, name) =
            new_file(folder, &part(path.file_stem()), &part(path.extension())).map_err(unwritable)?;
        file.write_all(&bytes).map_err(unwritable)?;
        names.push(name);
    }
    Ok(names)
}

/// Makes a folder that was not there: nothing of the member's is ever overwritten.
fn new_folder(parent: &Path, name: &str) -> io::Result<PathBuf> {
    first_free(name, "", |name| {
        let path = parent.join(name);
        std::fs::create_dir(&path).map(|()| path)
    })
    .map(|(path, _)| path)
}

fn new_file(folder: &Path, stem: &str, ending: &str) -> io::Result<(File, String)> {
    let ending = if ending.is_empty() { String::new() } else { format!(".{ending}") };
    first_free(stem, &ending, |name| OpenOptions::new().write(true).create_new(true).open(folder.join(name)))
}

fn first_free<T>(stem: &str, ending: &str, make: impl Fn(&str) -> io::Result<T>) -> io::Result<(T, String)> {
    for n in 1..=MOST_NAMES {
        let name = if n == 1 { format!("{stem}{ending}") } else { format!("{stem} ({n}){ending}") };
        match make(&name) {
            Err(problem) if problem.kind() == io::ErrorKind::AlreadyExists => {}
            made => return made.map(|made| (made, name)),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

#[allow(clippy::needless_pass_by_value, reason = "the shape map_err wants")]
fn unwritable(problem: io::Error) -> Trouble {
    tracing::error!(%problem, "unsent things were not saved");
    Trouble::Storage
}
