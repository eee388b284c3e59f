//! One page's rows. Nothing is believed: a cell that does not add up is none.

use rusqlite::types::Value;

use super::pages::{Pages, number, short};

/// What a page holds.
pub(super) struct Leaf {
    /// Whether its rows have row numbers, or are their own keys.
    pub(super) keyed: bool,
    /// The pages below it.
    pub(super) below: Vec<u32>,
    /// Its rows as far as they can be read.
    pub(super) rows: Vec<Cell>,
    /// Whether all of it could be read.
    pub(super) whole: bool,
}

/// One row.
pub(super) struct Cell {
    /// Its row number, where it has one.
    pub(super) row: Option<i64>,
    pub(super) values: Vec<Value>,
    /// Whether all of it could be read: else values are cut short or missing at its end.
    pub(super) whole: bool,
}

/// Reads a page of a table or an index. None: it is no such page.
pub(super) fn read(pages: &Pages, page_number: u32) -> Option<Leaf> {
    let page = pages.page(page_number)?;
    let start = if page_number == 1 { 100 } else { 0 };
    let (keyed, inner) = match page.get(start)? {
        2 => (true, true),
        5 => (false, true),
        10 => (true, false),
        13 => (false, false),
        _ => return None,
    };
    let count = short(page, start + 3)?;
    let pointers = start + if inner { 12 } else { 8 };
    if pointers + 2 * count > pages.size {
        return None;
    }
    let mut leaf = Leaf { keyed, below: Vec::new(), rows: Vec::new(), whole: true };
    for n in 0..count {
        let at = short(page, pointers + 2 * n)?;
        let rest = page.get(at..).filter(|_| at >= pointers + 2 * count);
        let Some(rest) = rest else {
            leaf.whole = false;
            continue;
        };
        let rest = if inner {
            leaf.below.extend(number(rest, 0));
            rest.get(4..).unwrap_or_default()
        } else {
            rest
        };
        if keyed || !inner {
            match cell(pages, rest, keyed) {
                Some(cell) => {
                    leaf.whole &= cell.whole;
                    leaf.rows.push(cell);
                }
                None => leaf.whole = false,
            }
        }
    }
    if inner {
        leaf.below.extend(number(page, start + 8));
    }
    Some(leaf)
}

fn cell(pages: &Pages, bytes: &[u8], keyed: bool) -> Option<Cell> {
    let (length, used) = varint(bytes, 0)?;
    let (row, used) =
        if keyed { (None, used) } else { varint(bytes, used).map(|(row, end)| (Some(row), end))? };
    let length = usize::try_from(length).ok()?;
    if length == 0 || length > pages.size.checked_mul(usize::try_from(pages.count()).ok()?)? {
        return None;
    }
    let here = local(pages.size, length, keyed);
    let mut payload = bytes.get(used..used.checked_add(here)?)?.to_vec();
    if here < length {
        let mut next = number(bytes, used + here)?;
        while payload.len() < length {
            let Some(more) = pages.page(next).filter(|_| next != 0) else { break };
            let wanted = (length - payload.len()).min(pages.size - 4);
            payload.extend_from_slice(more.get(4..4 + wanted)?);
            next = number(more, 0)?;
        }
    }
    Some(Cell { row: row.map(u64::cast_signed), ..record(&payload, length)? })
}

/// How much of a payload lies in its cell.
fn local(usable: usize, length: usize, keyed: bool) -> usize {
    let most = if keyed { (usable - 12) * 64 / 255 - 23 } else { usable - 35 };
    if length <= most {
        return length;
    }
    let least = (usable - 12) * 32 / 255 - 23;
    let some = least + (length - least) % (usable - 4);
    if some <= most { some } else { least }
}

/// Reads a row from its payload, of which the end may be missing.
fn record(payload: &[u8], length: usize) -> Option<Cell> {
    let (header, mut at) = varint(payload, 0)?;
    let header = usize::try_from(header).ok().filter(|header| *header <= payload.len())?;
    let mut cell = Cell { row: None, values: Vec::new(), whole: payload.len() == length };
    let mut body = header;
    while at < header {
        let (kind, next) = varint(payload, at)?;
        at = next;
        let size = size_of(kind)?;
        let end = body.checked_add(size)?;
        if end > length {
            return None;
        }
        let bytes = payload.get(body..end.min(payload.len())).unwrap_or_default();
        body = end;
        if bytes.len() < size && kind < 12 {
            // A number of which a part is missing says nothing.
            cell.whole = false;
            break;
        }
        cell.values.push(value(kind, bytes, &mut cell.whole));
    }
    (at == header || !cell.whole).then_some(cell)
}

fn size_of(kind: u64) -> Option<usize> {
    match kind {
        0 | 8 | 9 => Some(0),
        1..=4 => usize::try_from(kind).ok(),
        5 => Some(6),
        6 | 7 => Some(8),
        10 | 11 => None,
        _ => usize::try_from((kind - 12) / 2).ok(),
    }
}

fn value(kind: u64, bytes: &[u8], whole: &mut bool) -> Value {
    match kind {
        0 => Value::Null,
        8 => Value::Integer(0),
        9 => Value::Integer(1),
        1..=6 => {
            let negative = bytes.first().is_some_and(|first| first & 0x80 != 0);
            let from = if negative { -1 } else { 0 };
            Value::Integer(bytes.iter().fold(from, |number: i64, byte| (number << 8) | i64::from(*byte)))
        }
        7 => Value::Real(f64::from_be_bytes(bytes.try_into().unwrap_or_default())),
        _ if kind.is_multiple_of(2) => Value::Blob(bytes.to_vec()),
        _ => Value::Text(match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(problem) => {
                *whole = false;
                let good = bytes.get(..problem.valid_up_to()).unwrap_or_default();
                String::from_utf8_lossy(good).into_owned()
            }
        }),
    }
}

/// A number of one to nine bytes, and where it ends.
fn varint(bytes: &[u8], at: usize) -> Option<(u64, usize)> {
    let mut number = 0_u64;
    for n in 0..8 {
        let byte = *bytes.get(at + n)?;
        number = (number << 7) | u64::from(byte & 0x7f);
        if byte & 0x80 == 0 {
            return Some((number, at + n + 1));
        }
    }
    Some(((number << 8) | u64::from(*bytes.get(at + 8)?), at + 9))
}
