//! The listing for desks that list changes and conversations: any connector's can be searched.

use svara_model::{
    Act, Applied, Connector, Conversation, Departure, Failure, FailureKind, Finding, Issue, Operation,
    RemoteId, Side,
};

use super::{Own, Reach, Sought, judge, normal};

/// Pages of changes that are read at most; more than this has changed only after a very long time.
const PAGES: usize = 100;

/// Looks for what an operation made, in what the desk lists.
pub async fn search(
    connector: &dyn Connector,
    operation: &Operation,
    taken: &[Applied],
) -> Result<Finding, Failure> {
    let left = operation.left.as_ref();
    match &operation.act {
        Act::Reply { issue, text, .. } => {
            let talk = connector.issue(issue).await?;
            Ok(among(Sought { title: None, text, left }, &[talk], Reach::Whole, taken))
        }
        Act::Submit { title, text, .. } => {
            let (issues, reach) = titled(connector, title, left).await?;
            let mut talks = Vec::new();
            for issue in issues {
                match connector.issue(&issue).await {
                    Ok(talk) => talks.push(talk),
                    Err(failure) if failure.kind == FailureKind::Gone => {}
                    Err(failure) => return Err(failure),
                }
            }
            Ok(among(Sought { title: Some(title), text, left }, &talks, reach, taken))
        }
        // No desk without keys has a chat here.
        Act::StartChat(_) | Act::Say { .. } | Act::EndChat { .. } => {
            Err(Failure::new(FailureKind::Unsupported, "chats are not looked for by their texts"))
        }
    }
}

/// The issues with this title that changed since the operation left.
async fn titled(
    connector: &dyn Connector,
    title: &str,
    left: Option<&Departure>,
) -> Result<(Vec<RemoteId>, Reach), Failure> {
    let title = normal(title);
    let mut found: Vec<RemoteId> = Vec::new();
    let mut cursor = left.and_then(|left| left.cursor.clone());
    for _ in 0..PAGES {
        let page = connector.changes(cursor.as_ref()).await?;
        let alike = |issue: &Issue| normal(&issue.title) == title && !found.contains(&issue.id);
        let more: Vec<_> =
            page.issues.iter().filter(|issue| alike(issue)).map(|issue| issue.id.clone()).collect();
        found.extend(more);
        if !page.more {
            return Ok((found, Reach::Whole));
        }
        cursor = Some(page.cursor);
    }
    Ok((found, Reach::Part))
}

fn among(sought: Sought<'_>, talks: &[Conversation], reach: Reach, taken: &[Applied]) -> Finding {
    let entries = talks.iter().flat_map(|talk| {
        let mine = talk.entries.iter().filter(|entry| entry.author.side == Side::Member);
        // What submits an issue is its first entry.
        let first_only = if sought.title.is_some() { 1 } else { usize::MAX };
        mine.take(first_only).map(move |entry| (talk, entry))
    });
    let made: Vec<_> = entries
        .map(|(talk, entry)| (Applied::entry(talk.issue.id.clone(), entry.id.clone()), talk, entry))
        .collect();
    let own: Vec<_> = made
        .iter()
        .map(|(made, talk, entry)| Own {
            made,
            at: entry.at,
            title: sought.title.is_some().then_some(talk.issue.title.as_str()),
            text: &entry.text,
        })
        .collect();
    judge(sought, &own, reach, taken)
}
