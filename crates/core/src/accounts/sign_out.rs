//! Signing out: revoke the token at the desk, erase it from the keychain, erase what was fetched.

use std::{fs, sync::Arc, time::Duration};

use svara_model::{Account, AccountId, FailureKind};

use super::{Live, Slot};
use crate::{
    changes::Stale,
    drafts, follow_up,
    house::House,
    outbox,
    reading::OperationBrief,
    store::{AccountState, DraftKind},
    trouble::Trouble,
};

/// How long "send first" waits for the outbox.
const SEND_LIMIT: Duration = Duration::from_secs(30);
/// How long the desk may take to revoke while the member waits; then it is done in the background.
const REVOKE_LIMIT: Duration = Duration::from_secs(5);
/// How often a revocation is tried again.
const REVOKE_PAUSE: Duration = Duration::from_secs(300);

/// What happens to drafts and operations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsent {
    /// Send them first; sign out only when all have arrived.
    SendFirst,
    /// Save them into a folder of the member's choice, then delete.
    Export,
    /// Keep them on this computer for this account.
    Keep,
    /// Delete them.
    Delete,
}

/// How a sign-out ended.
#[derive(Clone, Debug)]
pub enum SignOut {
    /// Signed out.
    Done,
    /// The member cancelled a dialog.
    Cancelled,
    /// Still signed in: this could not be sent.
    Left(Vec<OperationBrief>),
}

/// Signs out, after `unsent` was done with what is unfinished.
pub(crate) async fn sign_out(house: &Arc<House>, id: &AccountId, unsent: Unsent) -> Result<SignOut, Trouble> {
    let live = house.live(id)?;
    match unsent {
        Unsent::SendFirst => {
            let left = send_first(house, &live).await?;
            if !left.is_empty() || house.keep.unsent_counts(id).await? != [0; 3] {
                return Ok(SignOut::Left(left));
            }
        }
        Unsent::Export => {
            if !crate::export::export(house, &live).await? {
                return Ok(SignOut::Cancelled);
            }
        }
        Unsent::Keep | Unsent::Delete => {}
    }
    leave(house, &live, unsent == Unsent::Keep).await?;
    Ok(SignOut::Done)
}

/// Sends complete drafts, then waits for the outbox; answers what is left in it.
async fn send_first(house: &Arc<House>, live: &Live) -> Result<Vec<OperationBrief>, Trouble> {
    let id = &live.account.id;
    for draft in house.keep.drafts(id).await? {
        // Nobody would be there when the chat begins.
        if draft.kind != DraftKind::Chat {
            drafts::send(house, &draft.id).await?;
        }
    }
    house.keep.requeue_waiting(id).await?;
    live.send.notify_one();
    let mut heard = house.changes.listen();
    let limit = house.clock.sleep(SEND_LIMIT);
    tokio::pin!(limit);
    loop {
        let left = outbox::briefs(house, live).await?;
        if left.iter().all(|operation| operation.is_stuck()) {
            return Ok(left);
        }
        tokio::select! {
            biased;
            () = &mut limit => return Ok(left),
            // A listener that fell behind just looks again.
            _ = heard.recv() => {}
        }
    }
}

/// Signs out: written down first, so that an app that ends in the middle goes on at its next start.
async fn leave(house: &Arc<House>, live: &Live, keep_unsent: bool) -> Result<(), Trouble> {
    let account = &live.account;
    house.keep.begin_leaving(&account.id, keep_unsent, house.clock.now()).await?;
    live.tasks.cancel();
    house.remove_live(&account.id);
    if !end(house, account, &live.slot).await {
        end_later(house, account.clone());
    }
    house.changes.stale(Stale::Accounts);
    house.changes.stale(Stale::Issues);
    house.changes.stale(Stale::Drafts);
    house.changes.stale(Stale::Outbox);
    Ok(())
}

/// Everything that signing out still has to do. All of it may be done again. False: something is left.
async fn end(house: &House, account: &Account, slot: &Arc<Slot>) -> bool {
    if let Err(trouble) = clear(house, &account.id).await {
        tracing::error!(%trouble, "what was fetched is not erased yet");
        return false;
    }
    if !revoke(house, account, slot.clone()).await || is_back(house, &account.id) {
        return false;
    }
    match finish(house, account, slot).await {
        Ok(()) => true,
        Err(trouble) => {
            tracing::error!(%trouble, "a sign-out is not finished yet");
            false
        }
    }
}

/// Erases what was fetched, and whatever of the account was deleted.
async fn clear(house: &House, id: &AccountId) -> Result<(), Trouble> {
    follow_up::leave(house, id).await?;
    house.cache.erase(id).await?;
    remove_files(house, id);
    Ok(house.keep.file().scrub().await?)
}

/// Whether the member has signed in again meanwhile: then everything of the account is the new sign-in's.
fn is_back(house: &House, id: &AccountId) -> bool {
    house.live(id).is_ok()
}

/// Whether the desk has ended the sign-in, or never will hear of it.
async fn revoke(house: &House, account: &Account, slot: Arc<Slot>) -> bool {
    let kind = house.kinds.kind(account.kind);
    tokio::select! {
        biased;
        ended = kind.revoke(account, slot) => match ended {
            Ok(()) => true,
            Err(failure) => matches!(failure.kind, FailureKind::SignedOut(_) | FailureKind::Gone),
        },
        () = house.clock.sleep(REVOKE_LIMIT) => false,
    }
}

/// Goes on with a sign-out until all is done and the desk has heard of it; the token stays in the keychain until then, for
/// nothing else.
pub(super) fn end_later(house: &Arc<House>, account: Account) {
    let its = house.clone();
    house.tasks.once("sign-out", async move {
        let slot = Arc::new(Slot::new(account.id.clone(), its.vault.clone()));
        while !is_back(&its, &account.id) && !end(&its, &account, &slot).await {
            its.clock.sleep(REVOKE_PAUSE).await;
        }
    });
}

/// Erases the keychain's entry, and the account itself unless drafts are kept for it.
async fn finish(house: &House, account: &Account, slot: &Slot) -> Result<(), Trouble> {
    if let Err(problem) = slot.erase().await {
        // Without a keychain there is nothing in it; a locked one keeps a token that the desk has revoked.
        tracing::warn!(%problem, "the keychain's entry was not erased");
    }
    if house.keep.unsent_counts(&account.id).await? == [0; 3] {
        house.keep.erase_account(&account.id).await?;
    } else {
        house.keep.set_account_state(&account.id, AccountState::Out).await?;
    }
    Ok(())
}

fn remove_files(house: &House, id: &AccountId) {
    let folder = house.folder.join("files").join(id.as_str());
    if let Err(problem) = fs::remove_dir_all(&folder)
        && problem.kind() != std::io::ErrorKind::NotFound
    {
        tracing::error!(%problem, "fetched files were not removed");
    }
}
