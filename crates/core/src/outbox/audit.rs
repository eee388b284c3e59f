//! Counting: every operation is in exactly one state, and every state has one owner. For tests of the whole house.

use svara_model::{AccountId, Applied, OperationKey};

use crate::{house::House, reading::SendState, store::OperationKind, trouble::Trouble};

/// What is in the outboxes of every account, signed in or not.
#[derive(Clone, Debug, Default)]
pub struct Audit {
    /// Every operation in the order of "send".
    pub operations: Vec<AuditedOperation>,
    /// Every draft by id, with what is written in it.
    pub drafts: Vec<(String, String)>,
    /// Every question of a chat in the journal, likewise. The desk has it, too.
    pub journal: Vec<(String, String)>,
    /// What desks have made, by operation, as far as it is remembered.
    pub made: Vec<(String, Option<Applied>)>,
    /// Operations in no known state, and waiting ones that wait for nothing known. Always 0.
    pub adrift: u32,
    /// Pictures that belong to nothing, or to something that is not there. Always 0.
    pub stray_pictures: u32,
}

/// An operation and who has to do something about it.
#[derive(Clone, Debug)]
pub struct AuditedOperation {
    /// Our name for it.
    pub id: String,
    /// Whose.
    pub account: AccountId,
    /// What it does.
    pub kind: OperationKind,
    /// Its key.
    pub key: OperationKey,
    /// The text.
    pub text: String,
    /// Where it is.
    pub state: SendState,
    /// Whether the desk may have it.
    pub unknown: bool,
    /// Whether the member wants it back.
    pub wanted_back: bool,
    /// Who has to do something.
    pub owner: Owner,
}

/// Who has to do something about an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// The outbox goes on by itself.
    Outbox,
    /// The member decides: retry, take back, or tell whether it arrived; or signs in.
    Member,
}

/// Counts everything.
pub(crate) async fn audit(house: &House) -> Result<Audit, Trouble> {
    let mut audit = house.keep.count_strays().await?;
    for account in house.keep.accounts().await? {
        let id = account.account.id;
        let is_live = house.live(&id).is_ok();
        for row in house.keep.operations(&id).await? {
            let state = SendState::of(row.state, false);
            // Every state is named here, so that a new one cannot be without an owner.
            let owner = match state {
                SendState::Stuck => Owner::Member,
                SendState::Queued | SendState::Uploading | SendState::Sending | SendState::Waiting
                    if is_live =>
                {
                    Owner::Outbox
                }
                SendState::Queued | SendState::Uploading | SendState::Sending | SendState::Waiting => {
                    Owner::Member
                }
            };
            audit.operations.push(AuditedOperation {
                id: row.id,
                account: id.clone(),
                kind: row.kind,
                key: row.key,
                text: row.text,
                state,
                unknown: row.unknown,
                wanted_back: row.back.is_some(),
                owner,
            });
        }
    }
    Ok(audit)
}
