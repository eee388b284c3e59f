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
                let said = (!telling.hidden).then(|| self.said(only));
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
        let urgent = telling.alert && stays;
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
        let texts = self.texts;
        match (closing.sure, closing.at <= self.now, day(closing.at) == day(self.now)) {
            (_, true, _) => texts.notice_deadline_over(),
            (true, _, true) => texts.notice_deadline_today(&texts.time(closing.at, self.zone)),
            (false, _, true) => texts.notice_deadline_about_today(),
            (true, ..) => texts.notice_deadline(&texts.day(closing.at, self.zone)),
            (false, ..) => texts.notice_deadline_about(&texts.day(closing.at, self.zone)),
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
