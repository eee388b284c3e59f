//! What a title and a text may be. Lengths are counted in characters, as the member counts them.

use crate::{
    facts::Facts,
    problem::Problem,
    wire::{NewIssue, NewReply},
};

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
    if text.trim().is_empty() {
        return Err(Problem::invalid("text", "a text is needed"));
    }
    check_length("text", text, facts.limits.text_chars)?;
    if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
        return Err(Problem::invalid("text", "no control characters but tabs and line breaks"));
    }
    Ok(())
}

fn check_length(field: &'static str, text: &str, most: u32) -> Result<(), Problem> {
    if text.chars().count() <= most as usize {
        return Ok(());
    }
    Err(Problem::invalid(field, format!("at most {most} characters")))
}
