//! Signing in: find the desk, exchange the password for a token, put the token into the keychain.

use std::sync::Arc;

use secrecy::SecretString;
use svara_model::{Account, AccountId, Address, Credentials, Found};

use super::{AccountBrief, Slot, brief, bring_up};
use crate::{changes::Stale, house::House, store::AccountState, trouble::Trouble};

/// Looks what is at an address. Sends no credentials.
pub(crate) async fn find_desk(house: &House, address: &str) -> Result<(Address, Found), Trouble> {
    let address = Address::parse(address)?;
    let found = house.kinds.probe(&address).await?.ok_or(Trouble::NotADesk)?;
    Ok((address, found))
}

/// Signs in. The password goes to the desk once, after it is clear that a desk is there, and is dropped with this call.
pub(crate) async fn sign_in(
    house: &Arc<House>,
    address: &str,
    user_name: &str,
    password: SecretString,
) -> Result<AccountBrief, Trouble> {
    let (address, found) = find_desk(house, address).await?;
    let user_name = user_name.trim().to_owned();
    let with = Credentials { user_name: user_name.clone(), password };
    let signed_in = house.kinds.kind(found.kind).sign_in(&address, with).await?;
    let new = Account { id: AccountId::new(house.new_id()), kind: found.kind, address, user_name };
    let id = known(house, &new).await?.unwrap_or_else(|| new.id.clone());
    let account = Account { id, ..new };
    let slot = Arc::new(Slot::new(account.id.clone(), house.vault.clone()));
    let unkept = slot.put(signed_in.secret).await.err();
    if let Some(problem) = &unkept {
        tracing::warn!(%problem, "the keychain did not take the token: it is held until the app ends");
    }
    let state = if unkept.is_some() { AccountState::Session } else { AccountState::In };
    house.keep.put_account(&account, state, house.clock.now()).await?;
    house.cache.set_profile(&account.id, &signed_in.profile).await?;
    let live = bring_up(house, account, slot, unkept, Some(signed_in.profile)).await?;
    house.keep.requeue_waiting(&live.account.id).await?;
    brief(house, &live).await
}

/// The account that this member already has here: signed in before, signed out with drafts kept, or one whose name a
/// damaged file has lost.
async fn known(house: &House, new: &Account) -> Result<Option<AccountId>, Trouble> {
    let rows = house.keep.accounts().await?;
    let known = rows.into_iter().map(|row| row.account).find(|account| {
        account.address == new.address && account.user_name.to_lowercase() == new.user_name.to_lowercase()
    });
    match known {
        Some(account) => Ok(Some(account.id)),
        None => Ok(house.keep.adopt_account(new).await?),
    }
}

/// Puts a token that is held in memory only into the keychain: the member has unlocked or started it meanwhile.
pub(crate) async fn keep_sign_in(house: &House, id: &AccountId) -> Result<AccountBrief, Trouble> {
    let live = house.live(id)?;
    if live.unkept().is_some() {
        let unkept = live.slot.keep().await.err();
        if unkept.is_none() {
            house.keep.set_account_state(id, AccountState::In).await?;
        }
        live.set_unkept(unkept);
        house.changes.stale(Stale::Accounts);
    }
    brief(house, &live).await
}
