//! Cursors: opaque to clients; inside, the database's identity and a sequence number.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

use crate::problem::{Code, Problem};

/// Cursors of one database.
#[derive(Debug, Clone)]
pub(crate) struct Cursors {
    origin: String,
}

impl Cursors {
    pub(crate) fn new(origin: String) -> Self {
        Self { origin }
    }

    pub(crate) fn write(&self, seq: i64) -> String {
        URL_SAFE_NO_PAD.encode(format!("1.{}.{seq}", self.origin))
    }

    /// The sequence number, unless the cursor is of another database or beyond `head`, which means that this database
    /// was put back to an earlier state.
    pub(crate) fn read(&self, cursor: &str, head: i64) -> Result<i64, Problem> {
        let expired = || Problem::from(Code::CursorExpired);
        let text = URL_SAFE_NO_PAD.decode(cursor).ok().and_then(|bytes| String::from_utf8(bytes).ok());
        let text = text.ok_or_else(expired)?;
        let seq = text.strip_prefix("1.").and_then(|rest| rest.strip_prefix(self.origin.as_str()));
        let seq: i64 =
            seq.and_then(|rest| rest.strip_prefix('.')).and_then(|s| s.parse().ok()).ok_or_else(expired)?;
        if (0..=head).contains(&seq) { Ok(seq) } else { Err(expired()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_cursor_of_this_database_is_read() {
        let ours = Cursors::new("a".to_owned());
        assert_eq!(ours.read(&ours.write(7), 7).unwrap(), 7);
        assert!(ours.read(&ours.write(8), 7).is_err(), "beyond the head");
        assert!(ours.read(&Cursors::new("b".to_owned()).write(7), 7).is_err(), "another database");
        for wrong in ["", "7", "MS4x", "%%%", "\u{1F600}"] {
            assert!(ours.read(wrong, 7).is_err(), "{wrong:?}");
        }
    }
}
