//! What the desk itself says in chats and issues, in every language that it takes by default. A language that is not here gets English.

use std::collections::BTreeMap;

use serde::{Deserialize, de::DeserializeOwned};

use crate::problem::{Code, Problem};

const CHAT: &str = include_str!("../texts/chat.json");
const ISSUE: &str = include_str!("../texts/issue.json");
const FALLBACK: &str = "en";

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ChatTexts {
    /// Asks the member to submit an issue in their own language instead.
    suggest_issue: String,
    /// Warns that the chat ends when nobody says anything.
    still_there: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct IssueTexts {
    /// Warns that the issue is closed when its member does not answer.
    closes_soon: String,
    /// Why it was closed.
    closed: String,
}

/// The text, and the language it is in.
pub(crate) fn suggest_issue(language: Option<&str>) -> Result<(String, String), Problem> {
    pick(CHAT, language, |texts: ChatTexts| texts.suggest_issue)
}

/// The text, and the language it is in.
pub(crate) fn still_there(language: Option<&str>) -> Result<(String, String), Problem> {
    pick(CHAT, language, |texts: ChatTexts| texts.still_there)
}

/// In the issue's language.
pub(crate) fn closes_soon(language: Option<&str>) -> Result<String, Problem> {
    Ok(pick(ISSUE, language, |texts: IssueTexts| texts.closes_soon)?.1)
}

/// In the issue's language.
pub(crate) fn closed(language: Option<&str>) -> Result<String, Problem> {
    Ok(pick(ISSUE, language, |texts: IssueTexts| texts.closed)?.1)
}

fn pick<T: DeserializeOwned>(
    texts: &str,
    language: Option<&str>,
    text: fn(T) -> String,
) -> Result<(String, String), Problem> {
    let mut all: BTreeMap<String, T> = serde_json::from_str(texts)?;
    let tag = language.unwrap_or(FALLBACK).to_ascii_lowercase();
    let primary = tag.split('-').next().unwrap_or_default();
    // Norwegian without saying which is written as Bokmål.
    let primary = if primary == "no" { "nb" } else { primary };
    let found = if all.contains_key(&tag) { tag.as_str() } else { primary };
    let found = if all.contains_key(found) { found } else { FALLBACK };
    let texts = all.remove(found).ok_or(Code::Fault)?;
    Ok((found.to_owned(), text(texts)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_usual_language_of_the_desk_has_texts() {
        for language in crate::Facts::default().languages {
            assert_eq!(suggest_issue(Some(&language)).unwrap().0, language);
            assert!(!still_there(Some(&language)).unwrap().1.is_empty());
            let english = language == "en";
            assert_eq!(closes_soon(Some(&language)).unwrap() == closes_soon(None).unwrap(), english);
            assert_eq!(closed(Some(&language)).unwrap() == closed(None).unwrap(), english);
        }
    }

    #[test]
    fn a_region_gets_its_language_and_others_get_english() {
        let language = |tag: Option<&str>| suggest_issue(tag).unwrap().0;
        assert_eq!(language(Some("pt-BR")), "pt");
        assert_eq!(language(Some("NO")), "nb");
        for tag in [None, Some("tlh"), Some("en-GB"), Some("")] {
            assert_eq!(language(tag), "en");
        }
    }
}
