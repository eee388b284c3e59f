//! Counting what belongs to nothing in `keep.db`.

use super::{db::StoreProblem, keep::Keep, settling::applied};
use crate::outbox::Audit;

const ADRIFT: &str =
    "SELECT count(*) FROM operation WHERE state NOT IN ('queued', 'sending', 'waiting', 'stuck')
     OR waits NOT IN ('due', 'sign_in', 'quiet', 'settle') OR (state = 'waiting' AND due < 0)
     OR (unknown = 1 AND left_at IS NULL) OR (state = 'stuck' AND problem IS NULL)
     OR ((kind IN ('start_chat', 'say', 'end_chat')) <> (chat IS NOT NULL)) OR (kind = 'start_chat' AND chat <> id)";
const STRAY: &str =
    "SELECT count(*) FROM picture WHERE NOT EXISTS (SELECT 1 FROM draft WHERE id = picture.draft)
     AND NOT EXISTS (SELECT 1 FROM operation WHERE id = picture.operation)";

impl Keep {
    /// What belongs to nothing, with drafts and what was made; operations are left out.
    pub(crate) async fn count_strays(&self) -> Result<Audit, StoreProblem> {
        self.0
            .call(|db| {
                let count = |query: &str| db.query_row(query, [], |row| row.get(0));
                let (adrift, stray_pictures) = (count(ADRIFT)?, count(STRAY)?);
                let mut drafts = db.prepare("SELECT id, text FROM draft WHERE put_away = ?1 ORDER BY id")?;
                let mut written = |put_away: bool| {
                    let drafts = drafts.query_map([put_away], |row| Ok((row.get(0)?, row.get(1)?)))?;
                    drafts.collect::<Result<_, _>>()
                };
                let (drafts, journal) = (written(false)?, written(true)?);
                let mut made =
                    db.prepare("SELECT issue, entry, chat, message, operation FROM made ORDER BY place")?;
                let made = made.query_map([], |row| Ok((row.get(4)?, applied(row)?)))?;
                let made = made.collect::<Result<_, _>>()?;
                Ok(Audit { operations: Vec::new(), drafts, journal, made, adrift, stray_pictures })
            })
            .await
    }
}
