//! From the wire to the model: what the model promises to its readers is checked here, once.

use std::time::Duration;

use http::StatusCode;
use svara_model::{
    Address, Allows, Applied, Attachment, AttachmentId, Author, Capabilities, CensusPage, CensusPlace,
    ChangePage, CloseRule, Conversation, Cursor, DeskCalendar, DeskFacts, Entry, EntryBrief, EntryId,
    Failure, FailureKind, Found, Issue, Kind, Limits, Member, Profile, RemoteId, Retry, Round, RoundKey,
    Side, SignInProblem, Status, Withdrawn,
};

use super::{chat, wire};
use crate::{answer::garbled, refusal::Refusal};

/// The contract's version that this crate speaks.
const VERSION: u32 = 1;
const QUESTION_CHARS: usize = 500;
const BRIEF_CHARS: usize = 200;
const MOST_HOLIDAYS: usize = 1_000;

/// A refusal in words of the model, where the desk's code says more than its status.
pub(super) fn refused(refusal: &Refusal, what: &str) -> Failure {
    let mut failure = refusal.failure(what);
    if refusal.is("wrong_password") {
        failure.kind = FailureKind::SignedOut(SignInProblem::WrongPassword);
    } else if refusal.is("locked") {
        // Keeps the wait that the desk asks for.
        failure.kind = FailureKind::SignedOut(SignInProblem::Locked);
    } else if refusal.is("chat_closed") || refusal.is("chat_full") {
        (failure.kind, failure.retry) = (FailureKind::NotNow, Retry::Never);
    } else if refusal.is("chat_ended") {
        (failure.kind, failure.retry) = (FailureKind::Gone, Retry::Never);
    } else if refusal.status == StatusCode::CONFLICT && !refusal.is("in_flight") {
        // Not the same operation under way, which passes, but something that stands against it: a closed issue, say.
        failure.retry = Retry::Never;
    }
    failure
}

pub(super) fn found(desk: wire::Desk) -> Result<Option<Found>, Failure> {
    if desk.product != "svara" {
        return Ok(None);
    }
    if desk.version != VERSION {
        let detail = format!("desk: contract version {}", desk.version);
        return Err(Failure::new(FailureKind::Unsupported, detail));
    }
    Ok(Some(Found {
        kind: Kind::Svara,
        name: desk.name,
        password_page: page(desk.password_page),
        demo: desk.demo,
    }))
}

pub(super) fn profile(from: wire::Profile) -> Profile {
    let wire::Profile { member, desk } = from;
    Profile {
        member: Member {
            name: member.name,
            user_name: member.user_name,
            email: member.email,
            member_id: member.member_id,
            rank: member.rank,
            eligible: member.eligible,
        },
        desk: desk_facts(desk),
    }
}

fn desk_facts(desk: wire::DeskFacts) -> DeskFacts {
    let wire::Capabilities { attachments, live, chat, demo } = desk.capabilities;
    DeskFacts {
        name: desk.name,
        announcement: desk.announcement,
        lowest_rank: desk.lowest_rank,
        languages: desk.languages,
        chat_languages: desk.chat_languages,
        limits: Limits {
            title_chars: desk.limits.title_chars,
            text_chars: desk.limits.text_chars,
            file_bytes: desk.limits.file_bytes,
            files_per_entry: desk.limits.files_per_entry,
        },
        close_rule: desk
            .close_rule
            .map(|rule| CloseRule { working_days: rule.working_days, warns: rule.warns }),
        calendar: desk.calendar.and_then(calendar),
        password_page: page(desk.password_page),
        capabilities: Capabilities { attachments, live, chat, demo, keyless: false },
    }
}

/// A calendar that leaves no day to work is none. What is no day is left out.
fn calendar(from: wire::Calendar) -> Option<DeskCalendar> {
    let works = (1..=7).any(|day| !from.weekend.contains(&day));
    let holidays = from.holidays.iter().take(MOST_HOLIDAYS).filter_map(|day| day.parse().ok()).collect();
    works.then_some(DeskCalendar { zone: from.zone, weekend: from.weekend, holidays })
}

/// A page that may be opened in the browser; anything but https (http on loopback) is treated as not named.
fn page(named: Option<String>) -> Option<String> {
    named.filter(|page| {
        (page.starts_with("https://") || page.starts_with("http://")) && Address::parse(page).is_ok()
    })
}

/// `since` is the cursor that the page was asked with.
pub(super) fn change_page(from: wire::ChangePage, since: Option<&Cursor>) -> Result<ChangePage, Failure> {
    let what = "changes";
    let cursor = Cursor::new(id(from.cursor, what)?);
    // A desk that always has more after the same place would keep a pull going for ever.
    if from.more && since == Some(&cursor) {
        return Err(garbled(what, "more without moving on"));
    }
    Ok(ChangePage {
        issues: from.issues.into_iter().map(issue).collect::<Result<_, _>>()?,
        gone: from
            .gone
            .into_iter()
            .map(|gone| id(gone, what).map(RemoteId::new))
            .collect::<Result<_, _>>()?,
        cursor,
        more: from.more,
        restarted: from.restarted,
        poll_after: from.poll_after.map(|seconds| Duration::from_secs(seconds.into())),
    })
}

/// `after` is the place that the page was asked with.
pub(super) fn census_page(
    from: wire::CensusPage,
    after: Option<&CensusPlace>,
) -> Result<CensusPage, Failure> {
    let what = "census";
    let next = from.next.map(|next| id(next, what).map(CensusPlace::new)).transpose()?;
    if next.is_some() && next.as_ref() == after {
        return Err(garbled(what, "more without moving on"));
    }
    let ids = from.ids.into_iter().map(|one| id(one, what).map(RemoteId::new)).collect::<Result<_, _>>()?;
    Ok(CensusPage { ids, next })
}

pub(super) fn conversation(from: wire::Conversation) -> Result<Conversation, Failure> {
    Ok(Conversation {
        issue: issue(from.issue)?,
        entries: from.entries.into_iter().map(entry).collect::<Result<_, _>>()?,
    })
}

fn issue(from: wire::Issue) -> Result<Issue, Failure> {
    let what = "issue";
    let (status, round, closed) = match (from.status, from.round, from.closed) {
        (wire::Status::Open, _, _) => (Status::Open, None, None),
        (wire::Status::AwaitingFeedback, Some(round), _) => (Status::AwaitingFeedback, Some(round), None),
        (wire::Status::AwaitingFeedback, None, _) => return Err(garbled(what, "awaiting without a round")),
        (wire::Status::Closed, _, Some(closed)) => (Status::Closed, None, Some(closed)),
        (wire::Status::Closed, _, None) => return Err(garbled(what, "closed without a date")),
    };
    let wire::Allows { reply, attach, close, reopen } = from.allows;
    Ok(Issue {
        id: RemoteId::new(id(from.id, what)?),
        number: from.number,
        title: from.title,
        status,
        language: from.language,
        opened: from.opened,
        closed,
        updated: from.updated,
        round: round.map(self::round).transpose()?,
        last_entry: from.last_entry.map(|last| EntryBrief {
            author: author(last.author),
            at: last.at,
            text: brief(&last.text),
        }),
        allows: Allows { reply, attach, close, reopen },
    })
}

fn round(from: wire::Round) -> Result<Round, Failure> {
    Ok(Round {
        key: RoundKey::new(id(from.key, "round")?),
        since: from.since,
        asker: from.asker,
        question: from.question.map(|question| beginning(&question, QUESTION_CHARS)),
    })
}

fn entry(from: wire::Entry) -> Result<Entry, Failure> {
    Ok(Entry {
        id: EntryId::new(id(from.id, "entry")?),
        author: author(from.author),
        at: from.at,
        text: from.text,
        asks: from.asks,
        attachments: from.attachments.into_iter().map(attachment).collect::<Result<_, _>>()?,
    })
}

pub(super) fn attachment(from: wire::Attachment) -> Result<Attachment, Failure> {
    Ok(Attachment {
        id: AttachmentId::new(id(from.id, "attachment")?),
        name: from.name,
        media_type: from.media_type,
        bytes: from.bytes,
    })
}

fn author(from: wire::Author) -> Author {
    let side = match from.side {
        wire::Side::Member => Side::Member,
        wire::Side::Agent => Side::Agent,
    };
    Author { name: from.name, side }
}

pub(super) fn applied(from: wire::Written) -> Result<Applied, Failure> {
    let issue = RemoteId::new(id(from.issue.id, "write")?);
    Ok(Applied::entry(issue, EntryId::new(id(from.entry.id, "write")?)))
}

/// A key that did something, but nothing to an issue or a chat, is not an operation's.
pub(super) fn found_applied(from: wire::Done) -> Result<Applied, Failure> {
    let what = "operation";
    match from {
        wire::Done { chat: Some(chat), message, issue: None, .. } => {
            chat::map::applied(chat::wire::Written { chat, message })
        }
        wire::Done { issue: Some(issue), entry, chat: None, .. } => {
            let entry = entry.map(|entry| id(entry.id, what).map(EntryId::new)).transpose()?;
            Ok(Applied::Issue { issue: RemoteId::new(id(issue.id, what)?), entry })
        }
        _ => Err(garbled(what, "neither of an issue nor of a chat")),
    }
}

pub(super) fn withdrawn(from: wire::Withdrawal) -> Result<Withdrawn, Failure> {
    match from {
        wire::Withdrawal { withdrawn: true, done: None } => Ok(Withdrawn::Withdrawn),
        wire::Withdrawal { withdrawn: false, done: Some(done) } => found_applied(done).map(Withdrawn::Done),
        _ => Err(garbled("withdraw", "neither done nor withdrawn")),
    }
}

pub(super) fn id(text: String, what: &str) -> Result<String, Failure> {
    if text.is_empty() { Err(garbled(what, "an empty id")) } else { Ok(text) }
}

pub(super) fn brief(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    beginning(&line, BRIEF_CHARS)
}

fn beginning(text: &str, chars: usize) -> String {
    text.chars().take(chars).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn example(changes: &Value) -> Result<Issue, Failure> {
        let mut value = json!({
            "id": "7", "number": "48213", "title": "Svenska - kan inte bearbeta beställning", "status": "open",
            "language": "sv", "opened": "2020-08-03T07:12:00.000Z", "closed": null,
            "updated": "2020-08-03T07:12:00.000Z", "round": null, "last_entry": null,
            "allows": {"reply": true, "attach": true, "close": false, "reopen": false},
        });
        for (name, change) in changes.as_object().unwrap() {
            value[name] = change.clone();
        }
        issue(serde_json::from_value(value).unwrap())
    }

    fn round_of(question: &str) -> Value {
        json!({"key": "12", "since": "2020-08-04T08:00:00.000Z", "asker": "Noor", "question": question})
    }

    #[test]
    fn an_issue_keeps_the_desks_times() {
        let issue = example(&json!({"status": "closed", "closed": "2020-08-05T10:30:00.250Z"})).unwrap();
        assert_eq!(issue.status, Status::Closed);
        assert_eq!(issue.closed.map(|at| at.to_string()).as_deref(), Some("2020-08-05T10:30:00.25Z"));
        assert_eq!(issue.opened.to_string(), "2020-08-03T07:12:00Z");
    }

    #[test]
    fn status_round_and_closed_date_always_fit_together() {
        let garbled = |changes| example(&changes).unwrap_err().kind == FailureKind::Garbled;
        assert!(garbled(json!({"status": "awaiting_feedback"})));
        assert!(garbled(json!({"status": "closed"})));
        assert!(garbled(json!({"id": ""})));
        let mut keyless = round_of("?");
        keyless["key"] = json!("");
        assert!(garbled(json!({"status": "awaiting_feedback", "round": keyless})));
        let stale = json!({"closed": "2020-08-05T10:30:00Z", "round": round_of("?")});
        let issue = example(&stale).unwrap();
        assert_eq!((issue.closed, issue.round), (None, None));
    }

    #[test]
    fn beginnings_are_cut_by_characters() {
        let long = "å".repeat(700);
        let issue = example(&json!({
            "status": "awaiting_feedback", "round": round_of(&long),
            "last_entry": {"author": {"name": "Noor", "side": "agent"}, "at": "2020-08-04T08:00:00Z",
                "text": format!("one\ntwo\t{long}")},
        }))
        .unwrap();
        assert_eq!(issue.round.unwrap().question.unwrap().chars().count(), 500);
        let last = issue.last_entry.unwrap();
        assert!(last.text.starts_with("one two å"), "{}", last.text);
        assert_eq!(last.text.chars().count(), 200);
    }

    #[test]
    fn a_page_must_move_on_to_have_more() {
        let page = |more| wire::ChangePage {
            issues: Vec::new(),
            gone: vec!["3".into()],
            cursor: "c1".into(),
            more,
            restarted: false,
            poll_after: None,
        };
        let here = Cursor::new("c1");
        assert_eq!(change_page(page(true), Some(&here)).unwrap_err().kind, FailureKind::Garbled);
        assert_eq!(change_page(page(false), Some(&here)).unwrap().gone, [RemoteId::new("3")]);
        assert!(change_page(page(true), None).is_ok());
    }

    #[test]
    fn a_calendar_without_a_working_day_is_none() {
        let of = |weekend: &[u8]| wire::Calendar {
            zone: "Europe/Stockholm".into(),
            weekend: weekend.to_vec(),
            holidays: vec!["2026-12-25".into(), "2026-02-30".into()],
        };
        assert_eq!(calendar(of(&[1, 2, 3, 4, 5, 6, 7])), None);
        let known = calendar(of(&[5, 6, 99])).unwrap();
        assert_eq!(known.holidays, [jiff::civil::date(2026, 12, 25)]);
    }

    #[test]
    fn only_pages_that_may_be_opened_are_named() {
        let check = |text: &str| page(Some(text.to_owned())).is_some();
        assert!(check("https://example.com/lost?lang=sv"));
        assert!(check("http://127.0.0.1:8080/lost"));
        for text in ["http://example.com/lost", "javascript:alert(1)", "file:///etc/passwd", "example.com"] {
            assert!(!check(text), "{text}");
        }
    }

    #[test]
    fn another_product_is_not_found_and_a_newer_contract_is_said() {
        let desk = |product: &str, version| wire::Desk {
            product: product.into(),
            version,
            name: "Desk".into(),
            password_page: None,
            demo: true,
        };
        assert_eq!(found(desk("other", 1)), Ok(None));
        assert!(found(desk("svara", 1)).unwrap().is_some_and(|found| found.demo && found.name == "Desk"));
        assert_eq!(found(desk("svara", 2)).unwrap_err().kind, FailureKind::Unsupported);
    }
}
