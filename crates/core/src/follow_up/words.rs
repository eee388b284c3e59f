//! What a notice says.

use svara_model::{ActKind, Issue, Notice, NoticeButton};

use super::plan::Telling;
use crate::texts::{Texts, first_sentence, plain_line};

/// The longest title of a notice, in characters.
const TITLE: usize = 120;
/// The longest question in a notice, in characters.
const QUESTION: usize = 200;

/// The notice: one issue's question, or how many there are and the most urgent.
pub(super) fn notice(texts: &Texts, telling: &Telling) -> Notice {
    let button = |act, label| NoticeButton { act, label };
    let (title, body, buttons) = match telling.only() {
        Some(only) => (
            plain_line(&only.issue.title, TITLE),
            question(texts, &only.issue),
            vec![
                button(ActKind::Answer, texts.button_answer()),
                button(ActKind::Later, texts.button_later()),
            ],
        ),
        None => {
            let count = u32::try_from(telling.about.len()).unwrap_or(u32::MAX);
            let first = telling.about.first().map(|about| about.issue.title.as_str()).unwrap_or_default();
            let body = texts.notice_summary_body(first, count.saturating_sub(1));
            (texts.notice_summary(count), body, vec![button(ActKind::Open, texts.button_open())])
        }
    };
    Notice { tag: telling.tag.clone(), title, body, buttons, urgent: telling.alert }
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
