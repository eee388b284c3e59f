//! What SQLite alone takes: the rows of a synced `cache.db` imported into an empty one of the same tables, indexes,
//! triggers and full text, with statements that are prepared once and transactions of ten thousand rows.

use std::{path::Path, time::Duration};

use anyhow::Context;
use rusqlite::{Connection, types::Value};
use tokio::time::Instant;

/// Rows of one transaction.
const BATCH: usize = 10_000;
/// Tables whose rows are imported: all but what triggers fill and what the full text keeps for itself.
const TABLES: &str = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'
  AND name NOT LIKE 'sqlite_%' AND name <> 'list_count' ORDER BY name";

/// Everything of a `cache.db`, ready to be imported.
pub(super) struct Import {
    schema: Vec<String>,
    /// An INSERT and its rows.
    tables: Vec<(String, Vec<Vec<Value>>)>,
}

/// Opens a cache as the core does.
pub(super) fn open(path: &Path) -> anyhow::Result<Connection> {
    let db = Connection::open(path)?;
    db.execute_batch(
        "PRAGMA cell_size_check = ON; PRAGMA journal_mode = WAL; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY;
         PRAGMA synchronous = NORMAL; PRAGMA cache_size = -16000; PRAGMA wal_autocheckpoint = 4000",
    )?;
    Ok(db)
}

impl Import {
    /// Reads a synced cache.
    pub(super) fn read(path: &Path) -> anyhow::Result<Self> {
        let db = open(path)?;
        // A table is made before its indexes and triggers.
        let schema = column(
            &db,
            "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'
             AND name NOT IN (SELECT name FROM pragma_table_list WHERE type = 'shadow')
             ORDER BY type = 'table' DESC, rowid",
        )?;
        let names = column(&db, TABLES)?;
        let mut tables = Vec::new();
        for name in names {
            // In the order in which they came.
            let order = if name == "issue" { "ORDER BY place" } else { "" };
            let mut rows = db.prepare(&format!("SELECT * FROM {name} {order}"))?;
            let width = rows.column_count();
            let columns = rows.column_names().join(", ");
            let marks = vec!["?"; width].join(", ");
            let insert = format!("INSERT INTO {name} ({columns}) VALUES ({marks})");
            let read = rows.query_map([], |row| (0..width).map(|at| row.get(at)).collect())?;
            tables.push((insert, read.collect::<Result<_, _>>()?));
        }
        tables.push(words(&db)?);
        Ok(Self { schema, tables })
    }

    /// Imports everything into a new file; how long that took.
    pub(super) fn run(&self, path: &Path) -> anyhow::Result<Duration> {
        let mut db = open(path)?;
        for statement in &self.schema {
            db.execute_batch(statement).with_context(|| statement.clone())?;
        }
        let began = Instant::now();
        for (insert, rows) in &self.tables {
            for batch in rows.chunks(BATCH) {
                let transaction = db.transaction()?;
                let mut statement = transaction.prepare_cached(insert)?;
                for row in batch {
                    statement.execute(rusqlite::params_from_iter(row))?;
                }
                drop(statement);
                transaction.commit()?;
            }
        }
        Ok(began.elapsed())
    }
}

fn column(db: &Connection, sql: &str) -> anyhow::Result<Vec<String>> {
    Ok(db.prepare(sql)?.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// The rows of the full text, from what the issues say.
fn words(db: &Connection) -> anyhow::Result<(String, Vec<Vec<Value>>)> {
    let insert =
        "INSERT INTO words (rowid, number, title, title_plain, talk, talk_plain) VALUES (?, ?, ?, ?, ?, ?)";
    let mut rows = db.prepare("SELECT place, number, title, body FROM issue ORDER BY place")?;
    let read = rows.query_map([], |row| {
        Ok((
            row.get::<_, i64>(0)?,
            row.get::<_, String>(1)?,
            row.get::<_, String>(2)?,
            row.get::<_, String>(3)?,
        ))
    })?;
    let mut all = Vec::new();
    for row in read {
        let (place, number, title, body) = row?;
        let body: serde_json::Value = serde_json::from_str(&body)?;
        let said = |path: &str| body.pointer(path).and_then(serde_json::Value::as_str).unwrap_or_default();
        let talk =
            [said("/last_entry/author/name"), said("/last_entry/text"), said("/round/question")].join(" ");
        let ((title, title_plain), (talk, talk_plain)) = (read_words(&title), read_words(&talk));
        let mut row = vec![Value::Integer(place)];
        row.extend([number, title, title_plain, talk, talk_plain].map(Value::Text));
        all.push(row);
    }
    Ok((insert.to_owned(), all))
}

/// The words of a text as the core's index has them, of the letters that these texts are made of.
fn read_words(text: &str) -> (String, String) {
    let (mut written, mut plain) = (String::new(), String::new());
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let word = word.to_lowercase();
        written.push_str(&word);
        written.push(' ');
        if !word.is_ascii() {
            plain.push_str(&word.replace(['å', 'ä'], "a").replace('ö', "o"));
            plain.push(' ');
        }
    }
    (written, plain)
}
