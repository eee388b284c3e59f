//! The store's part of what the app does about its own files: what was rescued, which marks are lost, whether there is room.

use rusqlite::OptionalExtension;
use svara_model::{AccountId, RoundKey};

use super::{
    Cache, Keep, Salvaged,
    db::{Db, StoreProblem},
    salvage::{MARKS_LOST, SALVAGED},
    tellings::{Mark, Occasion, Stamp, insert_marks},
};

impl Cache {
    /// The file, to be watched, probed and closed.
    pub(crate) fn file(&self) -> &Db {
        &self.0
    }
}

impl Keep {
    /// The file, to be watched, probed and closed.
    pub(crate) fn file(&self) -> &Db {
        &self.0
    }

    /// What was rescued of a damaged file; answered once.
    pub(crate) async fn take_salvaged(&self) -> Result<Option<Salvaged>, StoreProblem> {
        let said = self.setting(SALVAGED).await?;
        if said.is_some() {
            self.set_setting(SALVAGED, None).await?;
        }
        // What another version said of itself and is not understood is not worth a word.
        Ok(said.and_then(|text| serde_json::from_str(&text).ok()))
    }

    /// Whether it is not known which rounds were told. Until that is settled, every round counts as told.
    pub(crate) async fn marks_lost(&self) -> Result<bool, StoreProblem> {
        Ok(self.setting(MARKS_LOST).await?.is_some())
    }

    /// Goes on from the rounds that are known now: they count as told. An account of which not all is known yet begins with
    /// a baseline again.
    pub(crate) async fn settle_marks(
        &self,
        known: Vec<(AccountId, Option<Vec<String>>)>,
        now: Stamp,
    ) -> Result<(), StoreProblem> {
        self.0
            .write(move |db| {
                let open: Option<String> = db
                    .query_row("SELECT value FROM setting WHERE name = ?1", [MARKS_LOST], |row| row.get(0))
                    .optional()?;
                if open.is_none() {
                    return Ok(());
                }
                for (account, rounds) in &known {
                    db.execute(
                        "UPDATE account SET baselined = ?2 WHERE id = ?1",
                        rusqlite::params![account.as_str(), rounds.is_some()],
                    )?;
                    let known = rounds.iter().flatten().map(RoundKey::new);
                    let marks: Vec<_> =
                        known.map(|round| Mark { round, occasion: Occasion::Baseline }).collect();
                    insert_marks(db, account.as_str(), &marks, now)?;
                }
                db.execute("DELETE FROM setting WHERE name = ?1", [MARKS_LOST])?;
                Ok(())
            })
            .await
    }
}
