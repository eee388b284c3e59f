//! Looking up what became of an operation whose outcome was not seen.

use svara_model::{Applied, Finding, RemoteId};

use super::{
    attempt::{TryProblem, operation_of},
    ending::Stage,
};
use crate::{accounts::Live, house::House, store::OperationRow};

/// Two operations that are looked up at once may both find what one of them made; the second looks again.
const LOOKS: usize = 3;

/// What became of it.
pub(super) enum Looked {
    /// The desk made this of it, and of no other operation. Noted.
    Done(Applied),
    /// The desk does not have it.
    NotDone,
    /// It cannot be told.
    Unclear,
}

/// Asks the desk.
pub(super) async fn look_up(house: &House, live: &Live, row: &OperationRow) -> Result<Looked, TryProblem> {
    let operation = operation_of(row, Vec::new());
    let issue = row.issue.clone().map(RemoteId::new);
    for _ in 0..LOOKS {
        let taken = house.keep.all_made(&live.account.id, issue.clone()).await?;
        let found = live.connector.find_applied(&operation, &row.key, &taken).await;
        match found.map_err(|failure| TryProblem::Desk(failure, Stage::Looking))? {
            Finding::NotDone => return Ok(Looked::NotDone),
            Finding::Unclear => return Ok(Looked::Unclear),
            Finding::Done(made) => {
                if house.keep.note_made(&row.id, &made).await? {
                    return Ok(Looked::Done(made));
                }
            }
        }
    }
    Ok(Looked::Unclear)
}
