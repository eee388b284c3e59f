//! Asking the desk for time: a short reply that names a day, once a round. A reply asks for it if the sentence stands in it,
//! or was put into its draft, whatever the member has made of it since; who empties the draft asks for nothing.

use jiff::{ToSpan as _, civil::Date};
use svara_model::{AccountId, Issue, RemoteId};

use super::patience::calendar_of;
use crate::{
    accounts::Live,
    drafts::{self, DraftBrief},
    house::House,
    store::{Answers, StoreProblem},
    texts::AskingForTime,
    trouble::Trouble,
};

/// So many working days can be named.
const OFFERED: usize = 5;
/// A reply that is sent names a day at most this far from today: drafts lie around.
const FARTHEST: i32 = 60;

/// What asks for time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskedTime {
    /// What the member would send.
    pub text: String,
    /// The language it is in, BCP 47: the issue's, or English where there is no sentence in that.
    pub language: String,
}

/// The days that the member can name, the next first; none: time cannot be asked for.
pub(crate) async fn days(house: &House, live: &Live, issue: &Issue) -> Result<Vec<Date>, StoreProblem> {
    let Some(round) = issue.round.as_ref().filter(|_| issue.allows.reply) else { return Ok(Vec::new()) };
    if house.keep.has_asked_time(&live.account.id, &round.key).await? {
        return Ok(Vec::new());
    }
    let (calendar, today) = (calendar_of(house, live), today(house));
    let coming = (1..=FARTHEST).filter_map(|days| today.checked_add(days.days()).ok());
    Ok(coming.filter(|day| calendar.works_on(*day)).take(OFFERED).collect())
}

/// The sentence that asks for time until this day, in the issue's language, to be put into the reply: its draft remembers.
pub(crate) async fn ask(
    house: &House,
    account: &AccountId,
    issue: &RemoteId,
    day: Date,
) -> Result<AskedTime, Trouble> {
    let live = house.live(account)?;
    let (issue, _) = house.cache.issue(account, issue).await?.ok_or(Trouble::Gone)?;
    let round = issue.round.as_ref().filter(|_| issue.allows.reply).ok_or(Trouble::Refused)?;
    if house.keep.has_asked_time(account, &round.key).await? {
        return Err(Trouble::TimeAsked);
    }
    if !days(house, &live, &issue).await?.contains(&day) {
        return Err(Trouble::Refused);
    }
    let draft = drafts::begin(house, account, Some(issue.id)).await?;
    house.keep.ask_until(&draft.id, day).await?;
    let asking = AskingForTime::new(issue.language.as_deref());
    Ok(AskedTime { text: asking.by(day), language: asking.language.to_owned() })
}

/// What a draft that is sent now is to its issue's round; none: it is no reply, or nothing is asked there.
pub(crate) async fn answers(house: &House, draft: &DraftBrief) -> Result<Option<Answers>, StoreProblem> {
    let Some(issue) = &draft.issue else { return Ok(None) };
    let Some((issue, _)) = house.cache.issue(&draft.account, issue).await? else { return Ok(None) };
    let Some(round) = issue.round.map(|round| round.key) else { return Ok(None) };
    let named = named(&AskingForTime::new(issue.language.as_deref()), today(house), &draft.text);
    let until = match named {
        Some(day) => Some(day),
        None => house.keep.asks_until(&draft.id).await?,
    };
    Ok(Some(Answers { round, until }))
}

/// The day that the sentence names in a text.
fn named(asking: &AskingForTime, today: Date, text: &str) -> Option<Date> {
    let mut days = (-FARTHEST..=FARTHEST).filter_map(|days| today.checked_add(days.days()).ok());
    days.find(|day| text.contains(&asking.by(*day)))
}

/// Where the member is.
fn today(house: &House) -> Date {
    house.clock.zone().to_datetime(house.clock.now()).date()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_words_alone_tell_that_time_is_asked_for() {
        let (english, today) = (AskingForTime::new(Some("en")), date(2026, 11, 27));
        let sentence = english.by(date(2026, 11, 30));
        let within = format!("Hi Noor,\n\n{sentence} Sorry for the wait.");
        for text in [&sentence, &within] {
            assert_eq!(named(&english, today, text), Some(date(2026, 11, 30)));
        }
        assert_eq!(
            named(&english, date(2026, 12, 4), &sentence),
            Some(date(2026, 11, 30)),
            "a draft that lay around"
        );
        for text in ["", "It is the blue one.", "I will answer by the way."] {
            assert_eq!(named(&english, today, text), None, "{text}");
        }
        assert_eq!(named(&AskingForTime::new(Some("sv")), today, &sentence), None, "in another language");
    }
}
