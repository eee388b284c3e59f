//! Telling the member: a round is told once per occasion, for all time. What is due is a round in the cache without a mark
//! in keep; it is shown under a tag derived from the round's key, then marked. A crash in between shows it again under the
//! same tag, which replaces.

mod acts;
mod plan;

use std::{collections::HashMap, sync::Arc, time::Duration};

use jiff::Timestamp;
use svara_model::{ActKind, Issue, Notice, NoticeButton, RoundKey};

use crate::{
    accounts::Live,
    house::House,
    store::{Mark, Shown, StoreProblem},
    texts::{Texts, first_sentence, plain_line},
};
use plan::{Plan, Telling};

pub(crate) use acts::listen;

/// How long to wait when the notification service does not do it.
const NOTIFIER_PAUSE: Duration = Duration::from_secs(60);

/// Starts an account's follow-up.
pub(crate) fn start(house: &Arc<House>, live: &Arc<Live>) {
    let (its_house, its) = (house.clone(), live.clone());
    live.tasks.forever("follow-up", move || work(its_house.clone(), its.clone()));
}

async fn work(house: Arc<House>, live: Arc<Live>) {
    loop {
        let until = match tell(&house, &live).await {
            Ok(until) => until,
            Err(problem) => {
                tracing::error!(%problem, "the notices cannot be kept");
                Some(house.clock.now() + NOTIFIER_PAUSE)
            }
        };
        let length =
            until.map(|until| until.duration_since(house.clock.now()).try_into().unwrap_or_default());
        tokio::select! {
            biased;
            () = live.follow.notified() => {}
            () = house.clock.sleep(length.unwrap_or(Duration::from_secs(3600))) => {}
        }
    }
}

/// Shows what is due and takes away what is over; answers when to look again, if nothing happens before.
async fn tell(house: &House, live: &Live) -> Result<Option<Timestamp>, StoreProblem> {
    let id = &live.account.id;
    let baselined = house.keep.accounts().await?.iter().any(|row| row.account.id == *id && row.baselined);
    if !baselined {
        return Ok(None);
    }
    let awaiting = house.cache.in_round(id).await?;
    let keys: Vec<RoundKey> =
        awaiting.iter().filter_map(|issue| issue.round.as_ref()).map(|round| round.key.clone()).collect();
    let told = house.keep.told(id, keys).await?;
    let shown: HashMap<String, Shown> =
        house.keep.shown_of(id).await?.into_iter().map(|shown| (shown.tag.clone(), shown)).collect();
    let plan = plan::plan(&plan::Facts {
        account: id,
        awaiting: &awaiting,
        told: &told,
        laters: &house.keep.laters(id).await?,
        summary_due: house.keep.summary_due(id).await?,
        shown: &shown,
        looking: house.looking(),
        now: house.clock.now(),
    });
    carry_out(house, live, plan, &shown).await
}

async fn carry_out(
    house: &House,
    live: &Live,
    plan: Plan,
    shown: &HashMap<String, Shown>,
) -> Result<Option<Timestamp>, StoreProblem> {
    let id = &live.account.id;
    for over in &plan.over {
        house.keep.forget_later(id, over).await?;
    }
    for tag in &plan.withdraw {
        if let Some(stands) = shown.get(tag) {
            if let Err(problem) = house.notifier.withdraw(&stands.shown).await {
                tracing::warn!(%problem, "a notice was not taken away");
            }
            house.keep.forget_shown(tag).await?;
        }
    }
    house.keep.mark_told(id, plan.seen, house.clock.now()).await?;
    if plan.summary_over {
        house.keep.summary_told(id).await?;
    }
    let mut until = plan.until;
    for telling in plan.tell {
        if !show(house, live, &telling, shown.get(&telling.tag())).await? {
            let again = house.clock.now() + NOTIFIER_PAUSE;
            until = Some(until.map_or(again, |until| until.min(again)));
            break;
        }
    }
    Ok(until)
}

/// Shows one notice and marks it; answers whether it was shown.
async fn show(
    house: &House,
    live: &Live,
    telling: &Telling,
    before: Option<&Shown>,
) -> Result<bool, StoreProblem> {
    let id = &live.account.id;
    let notice = notice_of(house, telling);
    let _showing = house.showing.lock().await;
    let name = match house.notifier.show(&notice, before.map(|before| &before.shown)).await {
        Ok(name) => name,
        Err(problem) => {
            tracing::warn!(%problem, "a notice was not shown");
            return Ok(false);
        }
    };
    let now = house.clock.now();
    let issue = telling.issue();
    let round = telling.round();
    let row = Shown {
        tag: notice.tag,
        account: id.to_string(),
        round: round.cloned(),
        issue: issue.map(|issue| issue.id.clone()),
        shown: name,
    };
    house.keep.put_shown(row, now).await?;
    match telling {
        Telling::Summary { .. } => house.keep.summary_told(id).await?,
        Telling::Round { occasion, .. } => {
            let marks =
                round.map(|round| Mark { round: round.clone(), occasion: *occasion }).into_iter().collect();
            house.keep.mark_told(id, marks, now).await?;
        }
    }
    tracing::info!(account = %id, "told");
    Ok(true)
}

/// The longest title of a notice, in characters.
const TITLE: usize = 120;
/// The longest question in a notice, in characters.
const QUESTION: usize = 200;

fn notice_of(house: &House, telling: &Telling) -> Notice {
    let texts = house.texts();
    let button = |act, label| NoticeButton { act, label };
    let (title, body, buttons) = match telling.issue() {
        Some(issue) => (
            plain_line(&issue.title, TITLE),
            question(&texts, issue),
            vec![
                button(ActKind::Answer, texts.button_answer()),
                button(ActKind::Later, texts.button_later()),
            ],
        ),
        None => {
            let awaiting = telling.awaiting();
            let count = u32::try_from(awaiting.len()).unwrap_or(u32::MAX);
            let first = awaiting.first().map(|issue| issue.title.as_str()).unwrap_or_default();
            let body = texts.notice_summary_body(first, count.saturating_sub(1));
            (texts.notice_summary(count), body, vec![button(ActKind::Open, texts.button_open())])
        }
    };
    Notice { tag: telling.tag(), title, body, buttons, urgent: true }
}

/// Who asks what.
fn question(texts: &Texts, issue: &Issue) -> String {
    let round = issue.round.as_ref();
    let asker = round.and_then(|round| round.asker.as_deref());
    let question =
        round.and_then(|round| round.question.as_deref()).map(|text| first_sentence(text, QUESTION));
    match (asker, question) {
        (Some(asker), Some(question)) => texts.notice_question(asker, &question),
        (None, Some(question)) => texts.notice_question_of_desk(&question),
        (Some(asker), None) => texts.notice_asks(asker),
        (None, None) => texts.notice_hidden(),
    }
}
