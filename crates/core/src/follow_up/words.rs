//! What a notice says.

use jiff::{Timestamp, tz::TimeZone};
use svara_model::{ActKind, Issue, Notice, NoticeButton, NoticeSound};

use super::{
    closing::Closing,
    telling::{About, Matter, Telling},
};
use crate::{
    store::{NewsKind, Occasion},
    texts::{Texts, first_sentence, plain_line},
};

/// The longest title of a notice, in characters.
const TITLE: usize = 120;
/// The longest question in a notice, in characters.
const QUESTION: usize = 200;

/// In which words, and what day it is where they are read.
pub(super) struct Words<'a> {
    pub(super) texts: &'a Texts,
    pub(super) zone: &'a TimeZone,
    pub(super) now: Timestamp,
}

impl Words<'_> {
    /// The notice: one issue's question, or how many there are and the most urgent.
    pub(super) fn notice(&self, telling: &Telling, sound: NoticeSound) -> Notice {
        let texts = self.texts;
        let button = |act, label| NoticeButton { act, label };
        let (title, body, buttons) = match telling.only() {
            Some(only) => {
                let title = match (telling.hidden, only.matter) {
                    (false, _) => plain_line(&only.issue.title, TITLE),
                    (true, Matter::Round) => texts.notice_hidden(),
                    (true, Matter::News(_)) => texts.notice_news(1),
                };
                let said = if only.answered {
                    Some(texts.notice_unsent())
                } else {
                    (!telling.hidden).then(|| self.said(only))
                };
                let lines: Vec<_> = self.why(only).into_iter().chain(said).collect();
                let buttons = match only.matter {
                    Matter::Round => vec![
                        button(ActKind::Answer, texts.button_answer()),
                        button(ActKind::Later, texts.button_later()),
                    ],
                    Matter::News(_) => vec![button(ActKind::Open, texts.button_open())],
                };
                (title, lines.join("\n"), buttons)
            }
            None => {
                let count = u32::try_from(telling.about.len()).unwrap_or(u32::MAX);
                let first = telling.about.first().filter(|_| !telling.hidden);
                let named = first.map(|about| {
                    texts.notice_summary_body(&plain_line(&about.issue.title, TITLE), count.saturating_sub(1))
                });
                let body = named.unwrap_or_default();
                let title = match u32::try_from(telling.rounds()).unwrap_or(u32::MAX) {
                    0 => texts.notice_news(count),
                    rounds => texts.notice_summary(rounds),
                };
                (title, body, vec![button(ActKind::Open, texts.button_open())])
            }
        };
        // What asks for nothing makes no sound, and goes by itself.
        let stays = telling.rounds() > 0;
        let urgent = telling.alert && !telling.hushed && stays;
        let (tag, kind) = (telling.tag.clone(), telling.kind());
        let sound = if urgent { sound } else { NoticeSound::Off };
        Notice { tag, title, body, buttons, urgent, stays, kind, sound }
    }

    /// Why it is told again, where nobody has asked anything new.
    fn why(&self, about: &About) -> Option<String> {
        let told = |is: fn(&Occasion) -> bool| about.occasions.iter().any(is);
        match about.closing {
            Some(closing) if told(|occasion| matches!(occasion, Occasion::Deadline(_))) => {
                Some(self.deadline(closing))
            }
            _ if told(|occasion| matches!(occasion, Occasion::Reminder(_))) => {
                Some(self.texts.notice_reminder())
            }
            _ => None,
        }
    }

    /// When the desk closes it.
    fn deadline(&self, closing: Closing) -> String {
        let day = |at| self.zone.to_datetime(at).date();
        let (texts, last) = (self.texts, closing.last());
        match (closing.sure, closing.at <= self.now, day(last) == day(self.now)) {
            (_, true, _) => texts.notice_deadline_over(),
            (true, _, true) if day(closing.at) != day(last) => texts.notice_deadline_midnight(),
            (true, _, true) => texts.notice_deadline_today(&texts.time(closing.at, self.zone)),
            (false, _, true) => texts.notice_deadline_about_today(),
            (true, ..) => texts.notice_deadline(&texts.day(last, self.zone)),
            (false, ..) => texts.notice_deadline_about(&texts.day(last, self.zone)),
        }
    }

    /// What there is to say of an issue.
    fn said(&self, about: &About) -> String {
        let texts = self.texts;
        match about.matter {
            Matter::Round => self.question(&about.issue),
            Matter::News(NewsKind::Closed) => texts.notice_closed(),
            Matter::News(NewsKind::Reopened) => texts.notice_reopened(),
            Matter::News(NewsKind::Reply) => match &about.issue.last_entry {
                Some(entry) => texts.notice_reply(&entry.author.name, &first_sentence(&entry.text, QUESTION)),
                None => texts.notice_replied(),
            },
        }
    }

    /// Who asks what.
    fn question(&self, issue: &Issue) -> String {
        let texts = self.texts;
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
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(now: &str, at: &str, sure: bool, says: [&str; 2]) {
        let zone = TimeZone::get("Europe/Stockholm").unwrap();
        let moment = |text: &str| {
            text.parse::<jiff::civil::DateTime>().unwrap().to_zoned(zone.clone()).unwrap().timestamp()
        };
        let closing = Closing { at: moment(at), passed: 500, days_left: 1, sure };
        for (language, says) in ["en", "sv"].into_iter().zip(says) {
            let texts = Texts::new(Some(language), None);
            let words = Words { texts: &texts, zone: &zone, now: moment(now) };
            assert_eq!(words.deadline(closing), says, "{language}");
        }
    }

    #[test]
    fn a_desk_that_closes_at_midnight_does_it_on_the_day_that_ends_then() {
        // A Saturday at 00:00.
        let at = "2026-11-28T00:00";
        check(
            "2026-11-26T12:00",
            at,
            true,
            [
                "The desk will close this on Friday 27 November",
                "Supporten stänger ärendet fredag 27 november",
            ],
        );
        check(
            "2026-11-26T12:00",
            at,
            false,
            [
                "The desk will close this about Friday 27 November",
                "Supporten stänger ärendet omkring fredag 27 november",
            ],
        );
        check(
            "2026-11-27T12:00",
            at,
            true,
            ["The desk will close this tonight at midnight", "Supporten stänger ärendet i kväll vid midnatt"],
        );
        check(
            "2026-11-27T12:00",
            at,
            false,
            ["The desk may close this today", "Supporten kan stänga ärendet i dag"],
        );
        check(
            "2026-11-28T00:00",
            at,
            true,
            ["The desk may close this at any time", "Supporten kan stänga ärendet när som helst"],
        );
        check(
            "2026-11-27T12:00",
            "2026-11-27T14:13",
            true,
            ["The desk will close this today at 14:13", "Supporten stänger ärendet i dag kl. 14:13"],
        );
    }
}
