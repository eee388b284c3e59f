//! Which rows belong to which table: by the tables' trees where they can be followed, by their shape where not.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, types::Value};

use super::{
    cells::{self, Cell},
    pages::Pages,
};
use crate::store::problem::StoreProblem;

/// A table as the newest schema has it.
pub(super) struct Table {
    pub(super) name: String,
    /// In the order in which rows hold them.
    pub(super) columns: Vec<Column>,
    /// Whether its rows are their own keys (`WITHOUT ROWID`).
    keyed: bool,
}

/// A column.
pub(super) struct Column {
    pub(super) name: String,
    kind: String,
    required: bool,
    has_default: bool,
    is_row: bool,
}

/// What was found of the tables.
#[derive(Default)]
pub(super) struct Found {
    /// Rows by table, in the order of the table's columns; columns that were added later may be missing at the end.
    pub(super) rows: BTreeMap<String, Vec<Vec<Value>>>,
    /// The tables of which rows may be missing.
    pub(super) torn: BTreeSet<String>,
}

/// The tables in which a row that is cut short is better than none: what somebody wrote.
const WRITTEN: [&str; 2] = ["draft", "operation"];

impl Table {
    /// The tables of an open, empty file.
    pub(super) fn all(model: &Connection) -> Result<Vec<Self>, StoreProblem> {
        let mut list = model.prepare(
            "SELECT name, wr FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'
             ORDER BY name <> 'account', name",
        )?;
        let names = list.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        names
            .map(|row| {
                let (name, keyed): (String, bool) = row?;
                let columns = columns(model, &name, keyed)?;
                Ok(Self { name, columns, keyed })
            })
            .collect()
    }

    /// The row as this table's, if it can be one.
    fn take(&self, cell: &Cell) -> Option<Vec<Value>> {
        let may_be_short = WRITTEN.contains(&self.name.as_str());
        if cell.values.len() > self.columns.len() || !(cell.whole || may_be_short) {
            return None;
        }
        let mut values = Vec::new();
        for (at, column) in self.columns.iter().enumerate() {
            let value = match cell.values.get(at) {
                Some(Value::Null) if column.is_row => Value::Integer(cell.row?),
                Some(value) if column.fits(value) => value.clone(),
                Some(_) => return None,
                None if !cell.whole && column.required && !column.has_default => column.blank(),
                None if !column.required || column.has_default => break,
                None => return None,
            };
            values.push(value);
        }
        // Half a row that says not even whose it is says nothing.
        (values.len() > 2 || cell.whole).then_some(values)
    }
}

impl Column {
    fn fits(&self, value: &Value) -> bool {
        match value {
            Value::Null => !self.required,
            Value::Integer(_) => matches!(self.kind.as_str(), "INTEGER" | "INT" | "REAL" | "ANY"),
            Value::Real(_) => matches!(self.kind.as_str(), "REAL" | "ANY"),
            Value::Text(_) => matches!(self.kind.as_str(), "TEXT" | "ANY"),
            Value::Blob(_) => matches!(self.kind.as_str(), "BLOB" | "ANY"),
        }
    }

    fn blank(&self) -> Value {
        match self.kind.as_str() {
            "INTEGER" | "INT" => Value::Integer(0),
            "BLOB" => Value::Blob(Vec::new()),
            _ => Value::Text(String::new()),
        }
    }
}

fn columns(model: &Connection, table: &str, keyed: bool) -> Result<Vec<Column>, StoreProblem> {
    let order = if keyed { "pk = 0, pk, cid" } else { "cid" };
    let mut list = model.prepare(&format!(
        "SELECT name, type, \"notnull\", dflt_value IS NOT NULL, pk FROM pragma_table_info(?1) ORDER BY {order}"
    ))?;
    let columns = list.query_map([table], |row| {
        let (kind, key): (String, u32) = (row.get(1)?, row.get(4)?);
        Ok(Column {
            name: row.get(0)?,
            is_row: !keyed && key == 1 && kind == "INTEGER",
            kind,
            required: row.get(2)?,
            has_default: row.get(3)?,
        })
    })?;
    Ok(columns.collect::<Result<_, _>>()?)
}

/// Finds the rows of the tables.
pub(super) fn find(pages: &Pages, tables: &[Table]) -> Found {
    let mut found = Found::default();
    let mut seen: BTreeSet<u32> =
        if pages.has_header() { pages.free().into_iter().collect() } else { BTreeSet::new() };
    let (schema, whole) = walk(pages, 1, &mut seen);
    let roots = roots(&schema);
    for (name, root) in &roots {
        let (cells, whole) = walk(pages, *root, &mut seen);
        let Some(table) = tables.iter().find(|table| table.name == *name) else { continue };
        let all = cells.iter().fold(whole, |all, cell| add(&mut found, table, cell) && all);
        if !all {
            found.torn.insert(name.clone());
        }
    }
    for table in tables {
        if !whole && !roots.iter().any(|(name, _)| *name == table.name) {
            found.torn.insert(table.name.clone());
        }
    }
    if !found.torn.is_empty() {
        strays(pages, tables, &seen, &mut found);
    }
    found
}

fn add(found: &mut Found, table: &Table, cell: &Cell) -> bool {
    let taken = table.take(cell);
    let whole = taken.is_some() && cell.whole;
    if let Some(values) = taken {
        found.rows.entry(table.name.clone()).or_default().push(values);
    }
    whole
}

/// Every table's and index's first page, as the schema's rows say.
fn roots(schema: &[Cell]) -> Vec<(String, u32)> {
    let mut roots = Vec::new();
    for cell in schema {
        if let [Value::Text(kind), Value::Text(name), _, Value::Integer(root), ..] = cell.values.as_slice()
            && let Ok(root) = u32::try_from(*root)
            && root > 1
        {
            let name = if kind == "table" { name.clone() } else { String::new() };
            roots.push((name, root));
        }
    }
    roots
}

/// The rows of a tree, and whether all of it could be read.
fn walk(pages: &Pages, root: u32, seen: &mut BTreeSet<u32>) -> (Vec<Cell>, bool) {
    let (mut rows, mut whole) = (Vec::new(), true);
    let mut ahead = vec![root];
    while let Some(number) = ahead.pop() {
        let page = seen.insert(number).then(|| cells::read(pages, number)).flatten();
        let Some(page) = page else {
            // Perhaps its rows lie on it all the same: as strays.
            seen.remove(&number);
            whole = false;
            continue;
        };
        whole &= page.whole;
        ahead.extend(page.below);
        rows.extend(page.rows);
    }
    (rows, whole)
}

/// Takes rows from pages to which no tree leads, by their shape.
fn strays(pages: &Pages, tables: &[Table], seen: &BTreeSet<u32>, found: &mut Found) {
    for number in (1..=pages.count()).filter(|number| !seen.contains(number)) {
        let Some(page) = cells::read(pages, number) else { continue };
        for cell in &page.rows {
            let home = tables
                .iter()
                .filter(|table| table.keyed == page.keyed && found.torn.contains(&table.name))
                .filter(|table| table.take(cell).is_some())
                .min_by_key(|table| table.columns.len().abs_diff(cell.values.len()));
            if let Some(table) = home {
                add(found, table, cell);
            }
        }
    }
}
