//! Rescuing what can be read of a damaged `keep.db`: page by page, since its trees cannot be relied on. What is rescued is
//! written into a fresh file in one transaction; only then is the damaged one moved aside, and kept.

mod cells;
mod pages;
mod tables;

use rusqlite::{Connection, Transaction, params_from_iter, types::Value};
use serde::{Deserialize, Serialize};

use super::{aside, opened::Plan, problem::StoreProblem};
use pages::Pages;
use tables::{Found, Table};

/// What was rescued of a damaged file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Salvaged {
    /// Drafts in which something is.
    pub drafts: u32,
    /// What the member sent and the desk had not confirmed.
    pub operations: u32,
    /// Whether something may be missing.
    pub lost: bool,
}

/// The setting under which the outcome waits until the member has heard of it.
pub(super) const SALVAGED: &str = "salvaged";
/// The setting that stands while it is not known any more which rounds were told.
pub(super) const MARKS_LOST: &str = "marks lost";
/// What the name of the setting begins with that says an account a second time.
pub(super) const ACCOUNT: &str = "account/";

/// Replaces the damaged file by one with everything that can be read of it.
pub(super) fn salvage(plan: &Plan, why: &str) -> Result<(), StoreProblem> {
    let path = plan.path();
    let log = plan.files.read(&plan.file("keep.db-wal"))?;
    let pages = Pages::read(plan.files.read(&path)?, &log);
    let fresh = plan.file(aside::SALVAGED);
    for end in ["", "-journal", "-wal", "-shm"] {
        plan.files.remove(&plan.file(&format!("{}{end}", aside::SALVAGED)))?;
    }
    plan.files.make_private(&fresh)?;
    let mut connection = plan.connect(&fresh)?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "fullfsync", "ON")?;
    connection.pragma_update(None, "foreign_keys", "OFF")?;
    // As the damaged file was: what its rows mean is for the migrations to say, when the rescued file is opened.
    let version = pages.version().filter(|version| (1..=plan.which.latest()).contains(version));
    plan.which.migrations_up_to(version.unwrap_or(plan.which.latest())).to_latest(&mut connection)?;
    let tables = Table::all(&connection)?;
    let found = tables::find(&pages, &tables);
    let transaction = connection.transaction()?;
    let salvaged = fill(&transaction, &tables, &found)?;
    transaction.commit()?;
    connection.close().map_err(|(_, problem)| problem)?;
    tracing::error!(?salvaged, torn = ?found.torn, "the members' own file was damaged, and rescued");
    aside::move_aside(plan, why)?;
    Ok(plan.files.rename(&fresh, &path)?)
}

fn fill(db: &Transaction<'_>, tables: &[Table], found: &Found) -> Result<Salvaged, StoreProblem> {
    for table in tables {
        for values in found.rows.get(&table.name).into_iter().flatten() {
            insert(db, table, values)?;
        }
    }
    restore_accounts(db)?;
    drop_orphans(db, tables)?;
    let count = |what: &str| -> Result<u32, StoreProblem> {
        Ok(db.query_row(&format!("SELECT count(*) FROM {what}"), [], |row| row.get(0))?)
    };
    let lost = !found.torn.is_empty();
    if lost {
        hold_operations(db)?;
    }
    if found.torn.contains("told") || found.torn.contains("account") {
        set(db, MARKS_LOST, "1")?;
    }
    // A question in the journal is no draft; a file of an earlier version has no journal.
    let has_journal =
        db.prepare("SELECT 1 FROM pragma_table_info('draft') WHERE name = 'put_away'")?.exists([])?;
    let written = if has_journal { "put_away = 0" } else { "true" };
    let drafts = count(&format!(
        "draft WHERE {written} AND (trim(title) <> '' OR trim(text) <> ''
         OR EXISTS (SELECT 1 FROM picture WHERE picture.draft = draft.id))"
    ))?;
    let salvaged = Salvaged { drafts, operations: count("operation")?, lost };
    set(db, SALVAGED, &serde_json::to_string(&salvaged)?)?;
    Ok(salvaged)
}

/// Whether an operation was changed, sent or has lost a picture since: nobody knows. The member decides, and before it is
/// sent again it is looked up.
fn hold_operations(db: &Transaction<'_>) -> Result<(), StoreProblem> {
    db.execute("UPDATE operation SET state = 'stuck', unknown = 1, problem = 'storage'", [])?;
    let leaves = "SELECT 1 FROM pragma_table_info('operation') WHERE name = 'left_at'";
    if db.prepare(leaves)?.exists([])? {
        db.execute("UPDATE operation SET left_at = coalesce(left_at, made)", [])?;
    }
    Ok(())
}

/// Stores a row, unless a rule of the schema speaks against it or it is there already.
fn insert(db: &Transaction<'_>, table: &Table, values: &[Value]) -> Result<(), StoreProblem> {
    let names: Vec<_> =
        table.columns.iter().take(values.len()).map(|column| format!("\"{}\"", column.name)).collect();
    let places: Vec<_> = (1..=values.len()).map(|n| format!("?{n}")).collect();
    let sql = format!(
        "INSERT OR IGNORE INTO \"{}\" ({}) VALUES ({})",
        table.name,
        names.join(", "),
        places.join(", ")
    );
    let stored = db.prepare_cached(&sql)?.execute(params_from_iter(values));
    match stored.map_err(StoreProblem::from) {
        Err(problem @ (StoreProblem::Full(_) | StoreProblem::ReadOnly(_) | StoreProblem::Failing(_))) => {
            Err(problem)
        }
        Err(problem) => {
            tracing::warn!(%problem, table = table.name, "a rescued row does not fit");
            Ok(())
        }
        Ok(_) => Ok(()),
    }
}

/// An account whose row is gone is known from the setting that says it a second time; failing that, it keeps what was
/// written for it until somebody signs in.
fn restore_accounts(db: &Transaction<'_>) -> Result<(), StoreProblem> {
    db.execute(
        "INSERT OR IGNORE INTO account (id, kind, address, user_name, made, state, baselined)
         SELECT substr(name, 9), value ->> 0, value ->> 1, value ->> 2, 0, 'in', 1
         FROM setting WHERE name LIKE 'account/%' AND json_valid(value)",
        [],
    )?;
    db.execute(
        "INSERT OR IGNORE INTO account (id, kind, address, user_name, made, state)
         SELECT account, '', '', '', 0, 'out' FROM (SELECT account FROM draft UNION SELECT account FROM operation)",
        [],
    )?;
    Ok(())
}

/// Removes rows that belong to nothing that is there.
fn drop_orphans(db: &Transaction<'_>, tables: &[Table]) -> Result<(), StoreProblem> {
    // Twice: what belonged to what was removed.
    for _ in 0..2 {
        for table in tables {
            let mut list =
                db.prepare("SELECT \"from\", \"table\", \"to\" FROM pragma_foreign_key_list(?1)")?;
            let keys = list.query_map([&table.name], |row| {
                Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?))
            })?;
            for key in keys {
                let (from, parent, to) = key?;
                let name = &table.name;
                db.execute(
                    &format!("DELETE FROM \"{name}\" WHERE \"{from}\" IS NOT NULL AND \"{from}\" NOT IN (SELECT \"{to}\" FROM \"{parent}\")"),
                    [],
                )?;
            }
        }
    }
    Ok(())
}

fn set(db: &Connection, name: &str, value: &str) -> Result<(), StoreProblem> {
    db.execute(
        "INSERT INTO setting (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        [name, value],
    )?;
    Ok(())
}
