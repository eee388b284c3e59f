//! P6: search and the first page of the lists, with many issues.

use anyhow::Context;
use rusqlite::{Connection, OptionalExtension, params};
use svara_core::HitPlace;
use svara_model::Status;
use tokio::time::Instant;

use super::{
    house::{House, desk},
    raw,
    report::{Goal, Report, percentile},
    texts::{COMMON, Texts},
};

/// Results of a page.
const LIMIT: u32 = 20;
/// Rows of a list's first page.
const ROWS: u32 = 50;

pub(super) async fn measure(issues: u32, searches: u32) -> anyhow::Result<Report> {
    let folder = tempfile::tempdir()?;
    let desk = desk(&folder.path().join("desk"), &[("elsa", issues)]).await?;
    let house = House::open(&folder.path().join("app")).await?;
    let account = house.sync(desk.address(), "elsa").await?;
    // A member searches in an app that was started, not in the one that fetched everything.
    let house = house.again(&account).await?;
    let raw = raw::open(&folder.path().join("app/cache.db"))?;
    let mut report = Report::new("p6");
    report.note("issues", f64::from(issues), "");

    let mut texts = Texts::new(2);
    let (mut ours, mut bare) = (Vec::new(), Vec::new());
    for kind in [Kind::Rare, Kind::Common, Kind::Prefix, Kind::Phrase] {
        let (mut mine, mut its) = (Vec::new(), Vec::new());
        for n in 0..searches {
            let text = kind.query(&mut texts, issues);
            let expressions = svara_core::search_expressions(&text);
            let mut found = None;
            // Who is second finds the file's pages in the computer's memory: they take turns.
            if n % 2 == 1 {
                found = Some(timed(&mut its, || ask(&raw, account.as_str(), &expressions))?);
            }
            let began = Instant::now();
            let hits = house.core.search(&account, &text, LIMIT).await?;
            mine.push(began.elapsed().as_secs_f64() * 1e3);
            let found = match found {
                Some(found) => found,
                None => timed(&mut its, || ask(&raw, account.as_str(), &expressions))?,
            };
            let hits = hits.iter().filter(|hit| matches!(hit.place, HitPlace::Issue { .. })).count();
            anyhow::ensure!(hits == found, "{text:?}: {hits} found, {found} in the index");
        }
        let name = kind.name();
        report.note(format!("{name}: search, p99"), percentile(&mine, 0.99), "ms");
        report.note(format!("{name}: raw FTS5, p99"), percentile(&its, 0.99), "ms");
        report.note(
            format!("{name}: medians, search / raw"),
            percentile(&mine, 0.5) / percentile(&its, 0.5),
            "x",
        );
        ours.extend(mine);
        bare.extend(its);
    }
    let (all, its) = (percentile(&ours, 0.99), percentile(&bare, 0.99));
    report.judge("search, p99", all, "ms", Goal::AtMost(10.0));
    report.note("raw FTS5, p99", its, "ms");
    report.judge("search / raw FTS5, p99", all / its, "x", Goal::AtMost(1.15));

    for status in [Status::AwaitingFeedback, Status::Open, Status::Closed] {
        let mut pages = Vec::new();
        for _ in 0..searches {
            let began = Instant::now();
            house.core.issues(&account, status, None, ROWS).await?;
            pages.push(began.elapsed().as_secs_f64() * 1e3);
        }
        let name = format!("first page, {status:?}, p99");
        report.judge(name, percentile(&pages, 0.99), "ms", Goal::AtMost(50.0));
    }
    house.core.stop().await;
    Ok(report)
}

/// Runs `work` and notes the milliseconds it took.
fn timed<T>(taken: &mut Vec<f64>, work: impl FnOnce() -> T) -> T {
    let began = Instant::now();
    let out = work();
    taken.push(began.elapsed().as_secs_f64() * 1e3);
    out
}

/// A kind of query.
#[derive(Clone, Copy)]
enum Kind {
    Rare,
    Common,
    Prefix,
    Phrase,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Rare => "a rare word",
            Self::Common => "a common word",
            Self::Prefix => "the beginning of a word",
            Self::Phrase => "two words or a phrase",
        }
    }

    fn query(self, texts: &mut Texts, issues: u32) -> String {
        match self {
            Self::Rare => format!("fel{}", texts.below(issues)),
            Self::Common if texts.below(2) == 0 => COMMON.to_owned(),
            Self::Common => texts.word().to_owned(),
            Self::Prefix => {
                let length = 2 + texts.below(3) as usize;
                texts.word().chars().chain("best".chars()).take(length).collect()
            }
            Self::Phrase if texts.below(2) == 0 => format!("{} {COMMON}", texts.word()),
            Self::Phrase => {
                let first = texts.word().to_owned();
                format!("\"{first} {}\"", texts.word())
            }
        }
    }
}

/// What a search asks SQLite, with nothing around it: the index for each nearness until there is enough, then what each
/// result says.
fn ask(db: &Connection, account: &str, expressions: &[String]) -> anyhow::Result<usize> {
    let shelf: i64 = db
        .prepare_cached("SELECT number FROM shelf WHERE account = ?1")?
        .query_row([account], |row| row.get(0))
        .optional()?
        .context("nothing is indexed")?;
    let (first, last) = (shelf << 40, ((shelf + 1) << 40) - 1);
    let mut find = db.prepare_cached(include_str!("../../../crates/core/src/store/find.sql"))?;
    let mut found: Vec<(i64, String, bool)> = Vec::new();
    for expression in expressions {
        if found.len() >= LIMIT as usize {
            break;
        }
        let nearer = found.len();
        let rows = find.query_map(params![expression, first, last, LIMIT], |row| {
            // Every column is read, as the app reads them.
            let _rest: (String, String, String, i64, i64) =
                (row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?, row.get(6)?);
            row.get_ref(9)?.as_str()?;
            Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?, row.get::<_, bool>(8)?))
        })?;
        for row in rows {
            let row = row?;
            if !found.iter().take(nearer).any(|before| before.0 == row.0) {
                found.push(row);
            }
        }
    }
    found.truncate(LIMIT as usize);
    let mut entries = db.prepare_cached(
        "SELECT body FROM entry WHERE account = ?1 AND issue = ?2 ORDER BY position DESC LIMIT 200",
    )?;
    for (_, id, _) in found.iter().filter(|(.., talks)| *talks) {
        entries.query_row([account, id], |row| row.get::<_, String>(0)).optional()?;
    }
    Ok(found.len())
}
