//! Links into the app, `svara://issue/HOST/NAME`, from mails, pages and other programs. Any of them may be hostile: a link
//! can only lead to an issue that is the member's already, and does nothing there.

use svara_model::RemoteId;
use url::Host;

use crate::{changes::GoTo, house::House, trouble::Trouble};

/// The longest link that is read, in bytes.
const LONGEST: usize = 300;
/// The longest name of an issue in one, in bytes.
const LONGEST_NAME: usize = 100;

/// An issue as a link names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeepLink {
    /// Where the desk is: host, and port where it is not the usual one, as [`svara_model::Address::host`] writes them.
    pub host: String,
    /// The issue's number, or the desk's own name for it.
    pub name: String,
}

impl DeepLink {
    /// Whether a text means to be such a link.
    pub fn is_meant(text: &str) -> bool {
        text.split_once(':').is_some_and(|(scheme, _)| scheme.eq_ignore_ascii_case("svara"))
    }

    /// Reads a link. It is exactly of this shape and of plain characters: nothing in it is decoded, put right or ignored.
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() > LONGEST || !Self::is_meant(text) {
            return None;
        }
        let (_, rest) = text.split_once("://")?;
        let mut parts = rest.split('/');
        let (what, host, name) = (parts.next()?, parts.next()?, parts.next()?);
        if what != "issue" || parts.next().is_some() {
            return None;
        }
        Some(Self { host: read_host(host)?, name: read_name(name)? })
    }
}

fn read_host(text: &str) -> Option<String> {
    // The port is behind the last colon, unless that one belongs to an address in brackets.
    let (host, port) = match text.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
        _ => (text, None),
    };
    if !host.bytes().all(|one| one.is_ascii_alphanumeric() || b".-[:]".contains(&one)) {
        return None;
    }
    let host = Host::parse(host).ok()?;
    let Some(port) = port else { return Some(host.to_string()) };
    if !port.bytes().all(|one| one.is_ascii_digit()) || port.starts_with('0') {
        return None;
    }
    Some(format!("{host}:{}", port.parse::<u16>().ok()?))
}

fn read_name(text: &str) -> Option<String> {
    let plain = |one: u8| one.is_ascii_alphanumeric() || b"-_".contains(&one);
    (!text.is_empty() && text.len() <= LONGEST_NAME && text.bytes().all(plain)).then(|| text.to_owned())
}

/// Wants the window at the issue that a link names. False: it names none that is known to be the member's.
pub(crate) async fn follow(house: &House, link: &str) -> Result<bool, Trouble> {
    let Some(DeepLink { host, name }) = DeepLink::parse(link) else { return Ok(false) };
    for live in house.all_live() {
        let account = &live.account.id;
        if live.account.address.host() != host {
            continue;
        }
        if let Some(issue) = find(house, account, &name).await? {
            let account = account.clone();
            house.go(GoTo {
                account,
                issue: Some(issue),
                chat: None,
                unsent: false,
                answer: false,
                activation: None,
            });
            return Ok(true);
        }
    }
    Ok(false)
}

/// A number is what a member sees, so it goes first where another issue's name at the desk is the same text.
async fn find(
    house: &House,
    account: &svara_model::AccountId,
    name: &str,
) -> Result<Option<RemoteId>, Trouble> {
    if let Some(issue) = house.cache.numbered(account, name).await? {
        return Ok(Some(issue));
    }
    let id = RemoteId::new(name);
    Ok(house.cache.issue(account, &id).await?.map(|_| id))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Option<(String, String)> {
        DeepLink::parse(text).map(|link| (link.host, link.name))
    }

    #[test]
    fn a_link_names_a_desk_and_an_issue() {
        for (text, host, name) in [
            ("svara://issue/help.example.com/48213", "help.example.com", "48213"),
            ("SVARA://issue/Help.Example.com/INC-12", "help.example.com", "INC-12"),
            ("svara://issue/127.0.0.1:4711/9f_2", "127.0.0.1:4711", "9f_2"),
            ("svara://issue/[::1]:4711/7", "[::1]:4711", "7"),
            ("svara://issue/[::1]/7", "[::1]", "7"),
        ] {
            assert_eq!(read(text), Some((host.to_owned(), name.to_owned())), "{text}");
        }
    }

    #[test]
    fn anything_else_is_no_link() {
        for text in [
            "",
            "svara:",
            "svara://",
            "svara://issue",
            "svara://issue/",
            "svara://issue/help.example.com",
            "svara://issue/help.example.com/",
            "svara://issue//48213",
            "svara://issue/help.example.com/48213/",
            "svara://issue/help.example.com/48213/reply",
            "svara://issue/help.example.com/48213?answer=1",
            "svara://issue/help.example.com/48213#reply",
            "svara://quit/help.example.com/48213",
            "svara://ISSUE/help.example.com/48213",
            "svara:issue/help.example.com/48213",
            "svara:///issue/help.example.com/48213",
            " svara://issue/help.example.com/48213",
            "svara://issue/help.example.com/48213\n",
            "svara://issue/someone@help.example.com/48213",
            "svara://issue/help.example.com%2f/48213",
            "svara://issue/help.example.com/%34",
            "svara://issue/help.example.com/..",
            "svara://issue/help.example.com/4\u{202e}8",
            "svara://issue/h\u{e4}lp.example.com/48213",
            "svara://issue/help.example.com:/48213",
            "svara://issue/help.example.com:0/48213",
            "svara://issue/help.example.com:+80/48213",
            "svara://issue/help.example.com:65536/48213",
            "svara://issue/help example.com/48213",
            "svara://issue/[::1/48213",
            "https://issue/help.example.com/48213",
            "svaras://issue/help.example.com/48213",
            "--hidden",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(read(&format!("svara://issue/help.example.com/{}", "4".repeat(LONGEST_NAME + 1))), None);
        assert_eq!(read(&format!("svara://issue/{}/4", "a".repeat(LONGEST))), None);
    }

    proptest! {
        #[test]
        fn no_text_leads_anywhere_else(text in "\\PC{0,80}|svara://issue/\\PC{0,40}/\\PC{0,40}|.{0,400}") {
            if let Some(link) = DeepLink::parse(&text) {
                prop_assert!(text.is_ascii() && text.len() <= LONGEST);
                prop_assert!(!link.name.is_empty());
                prop_assert!(link.name.bytes().all(|one| one.is_ascii_alphanumeric() || b"-_".contains(&one)));
                // What was read is what it says: written again and read again, it is the same.
                let again = format!("svara://issue/{}/{}", link.host, link.name);
                prop_assert_eq!(DeepLink::parse(&again), Some(link));
            }
        }

        #[test]
        fn every_desk_and_number_can_be_named(
            host in "[a-z][a-z0-9]{0,20}(\\.[a-z][a-z0-9]{0,10}){0,3}",
            port in proptest::option::of(1_u16..),
            name in "[A-Za-z0-9_-]{1,100}",
        ) {
            let host = port.map_or_else(|| host.clone(), |port| format!("{host}:{port}"));
            let link = DeepLink::parse(&format!("svara://issue/{host}/{name}"));
            prop_assert_eq!(link, Some(DeepLink { host, name }));
        }
    }
}
