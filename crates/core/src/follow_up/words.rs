//! What a notice says.

use jiff::{Timestamp, tz::TimeZone};
use svara_model::{ActKind, Issue, Notice, NoticeButton};

use super::{
    closing::Closing,
    telling::{About, Telling},
};
use crate::{
    store::Occasion,
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
    pub(super) fn notice(&self, telling: &Telling, sound: bool) -> Notice {
        let texts = self.texts;
        let button = |act, label| NoticeButton { act, label };
        let (title, body, buttons) = match telling.only() {
            Some(only) => {
                let title =
                    if telling.hidden { texts.notice_hidden() } else { plain_line(&only.issue.title, TITLE) };
                let question = (!telling.hidden).then(|| self.question(&only.issue));
                let lines: Vec<_> = self.why(only).into_iter().chain(question).collect();
                let answer = button(ActKind::Answer, texts.button_answer());
                (title, lines.join("\n"), vec![answer, button(ActKind::Later, texts.button_later())])
            }
            None => {
                let count = u32::try_from(telling.about.len()).unwrap_or(u32::MAX);
                let first = telling.about.first().filter(|_| !telling.hidden);
                let named = first.map(|about| {
                    texts.notice_summary_body(about.issue.title.as_str(), count.saturating_sub(1))
                });
                let body = named.unwrap_or_default();
                (texts.notice_summary(count), body, vec![button(ActKind::Open, texts.button_open())])
            }
        };
        Notice {
            tag: telling.tag.clone(),
            title,
            body,
            buttons,
            urgent: telling.alert,
            kind: telling.kind(),
            sound: telling.alert && sound,
        }
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
