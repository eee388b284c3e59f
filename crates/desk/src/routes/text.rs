//! What titles, texts and forms may be. Lengths are counted in characters, as the member counts them.

use crate::{
    facts::Facts,
    problem::Problem,
    wire::{
        NewIssue, NewReply,
        chats::{NewChat, NewMessage},
    },
};

/// Characters of a name, a number or a language tag in a form.
const FIELD_CHARS: u32 = 200;

pub(crate) fn check_new(new: &NewIssue, facts: &Facts) -> Result<(), Problem> {
    let title = new.title.trim();
    if title.is_empty() {
        return Err(Problem::invalid("title", "a title is needed"));
    }
    check_length("title", title, facts.limits.title_chars)?;
    if title.chars().any(char::is_control) {
        return Err(Problem::invalid("title", "one line without control characters"));
    }
    if let Some(language) = &new.language
        && !facts.languages.is_empty()
        && !facts.languages.contains(language)
    {
        return Err(Problem::invalid("language", format!("one of {}", facts.languages.join(", "))));
    }
    check_text(&new.text, facts)
}

/// A reply may be pictures alone.
pub(crate) fn check_reply(new: &NewReply, facts: &Facts) -> Result<(), Problem> {
    if new.text.trim().is_empty() && !new.uploads.is_empty() {
        return Ok(());
    }
    check_text(&new.text, facts)
}

pub(crate) fn check_text(text: &str, facts: &Facts) -> Result<(), Problem> {
    check_words("text", text, facts.limits.text_chars)
}

pub(crate) fn check_chat(new: &NewChat, facts: &Facts) -> Result<(), Problem> {
    check_field("name", &new.name)?;
    check_field("email", &new.email)?;
    if !new.email.trim().split_once('@').is_some_and(|(who, at)| !who.is_empty() && !at.is_empty()) {
        return Err(Problem::invalid("email", "an e-mail address"));
    }
    new.member_id.as_deref().map_or(Ok(()), |id| check_field("member_id", id))?;
    new.language.as_deref().map_or(Ok(()), |tag| check_field("language", tag))?;
    if let Some(topic) = &new.topic
        && !facts.chat.topics.iter().any(|known| known.id == *topic)
    {
        return Err(Problem::invalid("topic", "one of the desk's topics, or null"));
    }
    check_words("question", &new.question, facts.chat.text_chars)
}

/// A message may be pictures alone.
pub(crate) fn check_message(new: &NewMessage, facts: &Facts) -> Result<(), Problem> {
    if new.text.trim().is_empty() && !new.uploads.is_empty() {
        return Ok(());
    }
    check_words("text", &new.text, facts.chat.text_chars)
}

fn check_field(field: &'static str, text: &str) -> Result<(), Problem> {
    if text.trim().is_empty() || text.chars().any(char::is_control) {
        return Err(Problem::invalid(field, "one line of text"));
    }
    check_length(field, text, FIELD_CHARS)
}

fn check_words(field: &'static str, text: &str, most: u32) -> Result<(), Problem> {
    if text.trim().is_empty() {
        return Err(Problem::invalid(field, "a text is needed"));
    }
    check_length(field, text, most)?;
    if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
        return Err(Problem::invalid(field, "no control characters but tabs and line breaks"));
    }
    Ok(())
}

fn check_length(field: &'static str, text: &str, most: u32) -> Result<(), Problem> {
    if text.chars().count() <= most as usize {
        return Ok(());
    }
    Err(Problem::invalid(field, format!("at most {most} characters")))
}
