//! In which language something is written, before it is sent: for the tag in front of a title, and for the chat, which is
//! not held in every language.

use svara_model::AccountId;

use crate::{
    house::House,
    languages::{self, candidates, composed},
    trouble::Trouble,
};

/// What was detected of what a member writes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Detection {
    /// The language (BCP 47), as the desk writes its tag where it takes issues in it. `None`: nothing is claimed.
    pub language: Option<String>,
    /// Whether it may contradict the member.
    pub sure: bool,
    /// Whether it may be a language of the desk's chat. Only what is sure keeps anybody away.
    pub chat: bool,
}

/// Looks at title and text together: they are in one language, and one of them is often very short.
pub(crate) fn detect(
    house: &House,
    account: &AccountId,
    title: &str,
    text: &str,
) -> Result<Detection, Trouble> {
    let profile = house.live(account)?.profile();
    let desk = profile.as_ref().map(|profile| &profile.desk);
    let issues = desk.map(|desk| desk.languages.as_slice()).unwrap_or_default();
    let chat = desk.map(|desk| desk.chat_languages.as_slice()).unwrap_or_default();
    let spoken: Vec<&str> = issues.iter().chain(chat).map(|tag| usual(tag)).collect();
    let title = languages::guess_tag(title).map_or(title, |(_, rest)| rest);
    let written = format!("{title}\n{text}");
    let found = house.detector.detect(&composed(&written), &candidates(&spoken));
    let sure = found.as_ref().is_some_and(|found| found.sure);
    let language = found.map(|found| found.language);
    Ok(Detection {
        chat: !sure
            || chat.is_empty()
            || chat.iter().any(|tag| language.as_deref().is_some_and(|found| alike(tag, found))),
        sure,
        language: language
            .map(|found| issues.iter().find(|tag| usual(tag) == found).cloned().unwrap_or(found)),
    })
}

/// A tag as the table has it.
fn usual(tag: &str) -> &str {
    languages::find(tag).map_or(tag, |language| language.tag)
}

/// Whether who writes one language can talk in the other: variants of one language.
fn alike(tag: &str, other: &str) -> bool {
    let main = |tag| usual(tag).split('-').next().map(str::to_lowercase);
    main(tag) == main(other)
}
