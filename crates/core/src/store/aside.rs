//! Files beside the open ones: damaged ones that were moved aside, copies from before a migration.

use rusqlite::backup::{Backup, StepResult};

use super::{opened::Plan, problem::StoreProblem, schema::Which};

/// A rescued file on its way to its name. Whole as soon as the damaged one is gone.
pub(super) const SALVAGED: &str = "keep.salvaged.db";

/// Ends what a crash has interrupted: without the file itself, a log or a rescued file beside it waits for its end.
pub(super) fn finish(plan: &Plan) -> Result<(), StoreProblem> {
    let path = plan.path();
    if plan.files.exists(&path)? {
        return Ok(());
    }
    remove_log(plan)?;
    let salvaged = plan.file(SALVAGED);
    if plan.which == Which::Keep && plan.files.exists(&salvaged)? {
        plan.files.rename(&salvaged, &path)?;
    }
    Ok(())
}

/// Moves the damaged file aside, so that a fresh one can be made. The newest ones are kept: a large one of what can be
/// fetched again, two of what cannot.
pub(super) fn move_aside(plan: &Plan, why: &str) -> Result<(), StoreProblem> {
    let name = plan.which.name();
    tracing::error!(file = name, why, "damaged: moved aside");
    let (start, end) = (format!("{name}.damaged-"), ".db");
    let mut numbers: Vec<u32> = plan
        .files
        .list(&plan.folder)?
        .iter()
        .filter_map(|name| name.strip_prefix(&start)?.strip_suffix(end)?.parse().ok())
        .collect();
    numbers.sort_unstable();
    let new = numbers.last().map_or(1, |last| last.saturating_add(1));
    let to = |n: u32, log: &str| plan.file(&format!("{start}{n}{end}{log}"));
    // The file first: without it, a log alone says nothing, and `finish` removes it.
    plan.files.rename(&plan.path(), &to(new, ""))?;
    let log = plan.file(&format!("{name}.db-wal"));
    if plan.files.exists(&log)? {
        plan.files.rename(&log, &to(new, "-wal"))?;
    }
    remove_log(plan)?;
    let keep = if plan.which == Which::Cache { 0 } else { 1 };
    for old in numbers.iter().rev().skip(keep) {
        for log in ["", "-wal"] {
            plan.files.remove(&to(*old, log))?;
        }
    }
    Ok(())
}

fn remove_log(plan: &Plan) -> Result<(), StoreProblem> {
    for end in ["db-wal", "db-shm"] {
        plan.files.remove(&plan.file(&format!("{}.{end}", plan.which.name())))?;
    }
    Ok(())
}

/// Copies the file before a migration touches it. The copy is whole as soon as it has its name.
pub(super) fn copy_before_migration(
    plan: &Plan,
    connection: &rusqlite::Connection,
) -> Result<(), StoreProblem> {
    let part = plan.file("keep.before.part");
    for end in ["", "-journal"] {
        plan.files.remove(&plan.file(&format!("keep.before.part{end}")))?;
    }
    plan.files.make_private(&part)?;
    let mut copy = plan.connect(&part)?;
    copy.pragma_update(None, "synchronous", "FULL")?;
    copy.pragma_update(None, "fullfsync", "ON")?;
    let done = Backup::new(connection, &mut copy)?.step(-1)?;
    if done != StepResult::Done {
        return Err(StoreProblem::Other(format!("the copy before the migration was not made: {done:?}")));
    }
    copy.close().map_err(|(_, problem)| problem)?;
    plan.files.rename(&part, &plan.file(&format!("keep.before-{}.db", plan.which.latest())))?;
    Ok(())
}

/// Removes the copies that earlier migrations left: the app has started with the migrated file since.
pub(super) fn remove_migration_copies(plan: &Plan) {
    if let Err(problem) = remove(plan, &["keep.before"]) {
        tracing::warn!(%problem, "an older copy was not removed");
    }
}

/// Removes every copy of the file, damaged or from before a migration.
pub(super) fn remove_copies(plan: &Plan) -> Result<(), StoreProblem> {
    let name = plan.which.name();
    remove(plan, &[&format!("{name}.before"), &format!("{name}.damaged")])
}

fn remove(plan: &Plan, starts: &[&str]) -> Result<(), StoreProblem> {
    for name in plan.files.list(&plan.folder)? {
        if starts.iter().any(|start| name.starts_with(start)) {
            plan.files.remove(&plan.file(&name))?;
        }
    }
    Ok(())
}
