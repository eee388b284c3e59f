//! Typing, both ways. Nothing of it is kept, and nothing waits for it.

use std::{sync::Arc, time::Duration};

use svara_model::{AccountId, ChatId};

use crate::{accounts::Live, changes::Stale, house::House, sync::is_hushed, trouble::Trouble};

/// How often the other side is told at most while the member types; at the desk it fades after 6 seconds.
const EVERY: Duration = Duration::from_secs(3);

/// The team member types, or has stopped.
pub(crate) fn heard(house: &House, live: &Live, chat: &ChatId, typing: bool) {
    if live.chat.set_typing(house, chat, typing) {
        house.changes.stale(Stale::Chats);
    }
}

/// The member types, or has stopped.
pub(crate) fn tell(
    house: &Arc<House>,
    account: &AccountId,
    chat: &ChatId,
    typing: bool,
) -> Result<(), Trouble> {
    let live = house.live(account)?;
    let Some(line) = live.line.chat() else { return Ok(()) };
    // A desk that wants quiet wants to hear of this least of all.
    if is_hushed(house, &live) {
        return Ok(());
    }
    if live.chat.tells(house, chat, typing, EVERY) {
        let chat = chat.clone();
        live.tasks.once("typing", async move {
            if let Err(failure) = line.typing(&chat, typing).await {
                tracing::debug!(%failure, "that the member types was not told");
            }
        });
    }
    Ok(())
}
