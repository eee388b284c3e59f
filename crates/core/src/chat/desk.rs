//! Whether and how a chat can be started.

use std::{sync::Arc, time::Duration};

use svara_model::{AccountId, ChatDesk, ChatId, Limits, Member};

use super::is_offered;
use crate::{accounts::Live, changes::Stale, house::House, store::OperationKind, trouble::Trouble};

/// How old what the desk says of its chat may be, where a chat can be started, and while one is open.
const DESK_AGE: (Duration, Duration) = (Duration::from_secs(5), Duration::from_secs(60));

/// Whether and how a chat can be started.
#[derive(Clone, Debug)]
pub struct ChatDeskRead {
    /// Whether this desk chats at all.
    pub offered: bool,
    /// What it says of its chat; none: not known yet.
    pub desk: Option<ChatDesk>,
    /// What is in the way of knowing.
    pub trouble: Option<Trouble>,
    /// The member as the desk knows them, for the form.
    pub member: Option<Member>,
    /// What the desk accepts besides.
    pub limits: Option<Limits>,
    /// The chat that is not over, or the operation that starts one.
    pub current: Option<ChatId>,
}

/// Whether and how a chat can be started; asks in the background when that is not known, or not lately.
pub(crate) async fn read(house: &Arc<House>, account: &AccountId) -> Result<ChatDeskRead, Trouble> {
    let live = house.live(account)?;
    let profile = live.profile();
    let current = current(house, &live).await?;
    if is_offered(&live) {
        ask(house, &live, if current.is_none() { DESK_AGE.0 } else { DESK_AGE.1 });
    }
    let asked = live.chat.asked();
    Ok(ChatDeskRead {
        offered: is_offered(&live) && live.line.chat().is_some(),
        trouble: asked.trouble,
        desk: asked.desk,
        limits: profile.as_ref().map(|profile| profile.desk.limits),
        member: profile.map(|profile| profile.member),
        current,
    })
}

/// The chat that is not over, or the operation that starts one.
async fn current(house: &House, live: &Live) -> Result<Option<ChatId>, Trouble> {
    let account = &live.account.id;
    let open = house.cache.chats_in_motion(account).await?.into_iter().rfind(|row| !row.is_over());
    if let Some(row) = open {
        return Ok(Some(row.chat.id));
    }
    let operations = house.keep.operations(account).await?;
    let start = operations.into_iter().rfind(|row| row.kind == OperationKind::StartChat);
    Ok(start.map(|row| ChatId::new(row.id)))
}

/// Asks the desk for its chat, unless it said so less than that ago or is being asked.
fn ask(house: &Arc<House>, live: &Arc<Live>, age: Duration) {
    let asked = live.chat.asked();
    let now = house.clock.steady();
    let fresh = asked.at.is_some_and(|at| now.saturating_sub(at) < age);
    let Some(line) = live.line.chat().filter(|_| !fresh && !asked.running) else { return };
    live.chat.set_asked(|asked| asked.running = true);
    let (its_house, its) = (house.clone(), live.clone());
    live.tasks.once("fetch chat", async move {
        let said = line.desk().await;
        its.chat.set_asked(|asked| {
            asked.running = false;
            asked.at = Some(its_house.clock.steady());
            match said {
                Ok(desk) => (asked.desk, asked.trouble) = (Some(desk), None),
                Err(failure) => asked.trouble = Some(failure.into()),
            }
        });
        its_house.changes.stale(Stale::Chats);
    });
}
