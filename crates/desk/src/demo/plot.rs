//! The demo's story: what was written when, and by whom. It is played through the same writes as everything else.

use bytes::Bytes;
use jiff::Timestamp;
use rusqlite::Connection;
use serde::Deserialize;

use crate::{
    demo::{AGENT, MEMBER, SECOND_AGENT, pictures},
    desk::Desk,
    facts::Limits,
    problem::{Code, Problem},
    seams::{self, Random},
    store::{
        issues::Writing,
        uploads,
        users::{self, User},
    },
    wire::{Attachment, EntryKind, NewIssue},
};

const ISSUES: &str = include_str!("../../demo/issues.json");
const QUESTIONS: &str = include_str!("../../demo/questions.json");
pub(super) const MINUTE: i64 = 60 * 1000;

/// One issue of the story.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Plot {
    title: String,
    language: String,
    /// When it was opened: a date and time, or minutes before now.
    opened: Moment,
    entries: Vec<Line>,
    /// Minutes after the last entry at which it was closed.
    closed_after: Option<i64>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(untagged)]
enum Moment {
    At(Timestamp),
    MinutesAgo(i64),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    by: By,
    /// Minutes after the entry before.
    #[serde(default)]
    after: i64,
    #[serde(default = "reply")]
    kind: EntryKind,
    text: String,
    #[serde(default)]
    picture: Option<pictures::Scene>,
}

fn reply() -> EntryKind {
    EntryKind::Reply
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum By {
    Member,
    Maja,
    Tom,
}

/// One thing that happens, in the order of time over all issues.
struct Scene {
    at: i64,
    plot: usize,
    by: By,
    act: Act,
    /// The entry's picture, which already lies among the files.
    file: Option<Attachment>,
}

enum Act {
    Write(Line),
    Close,
}

pub(super) struct Cast {
    member: User,
    maja: User,
    tom: User,
}

impl Cast {
    pub(super) fn load(conn: &Connection) -> Result<Self, Problem> {
        let user = |name: &str| users::by_name(conn, name)?.ok_or_else(|| Problem::from(Code::NotFound));
        Ok(Self { member: user(MEMBER)?, maja: user(AGENT)?, tom: user(SECOND_AGENT)? })
    }

    pub(super) fn of(&self, by: By) -> &User {
        match by {
            By::Member => &self.member,
            By::Maja => &self.maja,
            By::Tom => &self.tom,
        }
    }
}

/// The whole story, ready to be played.
pub(super) struct Story {
    plots: Vec<Plot>,
    scenes: Vec<Scene>,
}

impl Story {
    /// Reads the story, dates it from `now`, and draws its pictures.
    pub(super) async fn prepare(desk: &Desk, now: Timestamp) -> Result<Self, Problem> {
        let mut plots: Vec<Plot> = serde_json::from_str(ISSUES)?;
        let mut scenes = scenes(&mut plots, now.as_millisecond());
        for scene in &mut scenes {
            if let Act::Write(Line { picture: Some(picture), .. }) = &scene.act {
                scene.file = Some(draw(desk, *picture).await?);
            }
        }
        Ok(Self { plots, scenes })
    }

    /// Plays it; issues get their numbers in the order in which they were opened.
    pub(super) fn play(self, conn: &Connection, random: &dyn Random, limits: Limits) -> Result<(), Problem> {
        let cast = Cast::load(conn)?;
        let mut ids: Vec<Option<String>> = self.plots.iter().map(|_| None).collect();
        for scene in self.scenes {
            let writing = Writing { conn, random, limits, user: cast.of(scene.by), at: scene.at };
            if let (Some(plot), Some(id)) = (self.plots.get(scene.plot), ids.get_mut(scene.plot)) {
                perform(&writing, plot, id, &scene.act, scene.file)?;
            }
        }
        Ok(())
    }
}

fn scenes(plots: &mut [Plot], now: i64) -> Vec<Scene> {
    let mut scenes = Vec::new();
    for (index, plot) in plots.iter_mut().enumerate() {
        let mut at = match plot.opened {
            Moment::At(at) => at.as_millisecond(),
            Moment::MinutesAgo(minutes) => now - minutes * MINUTE,
        };
        for line in std::mem::take(&mut plot.entries) {
            at += line.after * MINUTE;
            scenes.push(Scene { at, plot: index, by: line.by, act: Act::Write(line), file: None });
        }
        if let Some(minutes) = plot.closed_after {
            let at = at + minutes * MINUTE;
            scenes.push(Scene { at, plot: index, by: By::Maja, act: Act::Close, file: None });
        }
    }
    scenes.sort_by_key(|scene| scene.at);
    scenes
}

fn perform(
    writing: &Writing<'_>,
    plot: &Plot,
    id: &mut Option<String>,
    act: &Act,
    file: Option<Attachment>,
) -> Result<(), Problem> {
    if let Some(file) = &file {
        uploads::add(writing.conn, &writing.user.id, file, writing.at)?;
    }
    let files: Vec<String> = file.into_iter().map(|file| file.id).collect();
    match (act, id.as_deref()) {
        (Act::Close, Some(issue)) => writing.close(issue, None).map(drop),
        (Act::Close, None) => Ok(()),
        (Act::Write(line), Some(issue)) => writing.write(issue, line.kind, &line.text, &files).map(drop),
        (Act::Write(line), None) => {
            let (title, language) = (plot.title.clone(), Some(plot.language.clone()));
            let new = NewIssue { title, language, text: line.text.clone(), uploads: files };
            *id = Some(writing.open(&new)?.issue);
            Ok(())
        }
    }
}

/// Draws a picture and puts it among the files.
pub(super) async fn draw(desk: &Desk, picture: pictures::Scene) -> Result<Attachment, Problem> {
    let png = pictures::draw(picture)?;
    let id = seams::new_id(&*desk.app.random)?;
    let received = desk.app.files.put(&id, Bytes::from(png)).await?;
    let file = Attachment {
        id: id.clone(),
        name: picture.file_name().to_owned(),
        media_type: received.media_type.to_owned(),
        bytes: received.bytes,
    };
    desk.app.files.keep(&id, received).await?;
    Ok(file)
}

/// A question in this language, another one each minute.
pub(super) fn question(language: Option<&str>, at: i64) -> Result<String, Problem> {
    let all: std::collections::BTreeMap<String, Vec<String>> = serde_json::from_str(QUESTIONS)?;
    let of = |language: &str| all.get(language).filter(|questions| !questions.is_empty());
    let questions = language.and_then(of).or_else(|| of("en")).ok_or(Code::Fault)?;
    let count = i64::try_from(questions.len()).unwrap_or(1);
    let turn = usize::try_from((at / MINUTE).rem_euclid(count)).unwrap_or_default();
    questions.get(turn).cloned().ok_or_else(|| Code::Fault.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_of_the_story_has_questions() {
        let plots: Vec<Plot> = serde_json::from_str(ISSUES).unwrap();
        let all: std::collections::BTreeMap<String, Vec<String>> = serde_json::from_str(QUESTIONS).unwrap();
        let known = crate::Facts::default().languages;
        for plot in &plots {
            assert!(all.contains_key(&plot.language), "{}", plot.title);
            assert!(known.contains(&plot.language), "{}", plot.title);
            assert!(matches!(plot.entries[0].by, By::Member), "{}", plot.title);
        }
    }
}
