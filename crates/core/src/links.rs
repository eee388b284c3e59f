//! Links in plain text from strangers: found, checked, and shown as what they open.

use linkify::{LinkFinder, LinkKind};
use url::{Host, Url};

use crate::texts::plain_text;

/// The longest address that is offered as a link, in bytes.
const LONGEST: usize = 2_048;

/// The most links of one text; what follows stays text. No honest message has more, and each costs the window an element.
const MOST: usize = 500;

/// A part of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Text, line breaks included.
    Text(String),
    /// An address that was checked.
    Link {
        /// What to show: the address that will be opened, its host in ASCII.
        shown: String,
        /// What to pass to [`check`] and to open.
        href: String,
    },
}

/// Why an address is not opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LinkProblem {
    /// Not an address, or with characters that have no place in one.
    #[error("not an address")]
    Unreadable,
    /// Neither a web page nor a mail address.
    #[error("neither a web page nor a mail address")]
    Scheme,
    /// With a user or password in front of the host, which serves only to show another host than the real one.
    #[error("the address hides its host behind a user name")]
    UserInfo,
    /// Longer than any honest one.
    #[error("the address is too long")]
    TooLong,
}

/// Cuts a text, made plain with [`plain_text`], into text and links. A link is shown as it will be opened.
pub fn split(text: &str) -> Vec<Part> {
    let text = plain_text(text);
    let mut finder = LinkFinder::new();
    finder.kinds(&[LinkKind::Url, LinkKind::Email]);
    let mut parts = Parts::default();
    for span in finder.spans(&text) {
        let written = span.as_str();
        let link = match span.kind() {
            Some(LinkKind::Url) if parts.links < MOST => web(written),
            Some(LinkKind::Email) if parts.links < MOST => mail(written),
            _ => None,
        };
        match link {
            Some(link) => parts.link(link),
            None => parts.text(written),
        }
    }
    parts.done
}

/// Reads an address once more before it is opened: `https`, `http` or `mailto`, with the host in ASCII (an
/// internationalised one in punycode, so that it cannot pass for another), without user, password or control characters.
/// A mail address comes without subject, body or attachments.
pub fn check(href: &str) -> Result<Url, LinkProblem> {
    if href.len() > LONGEST {
        return Err(LinkProblem::TooLong);
    }
    // The parser would silently drop some of these; an address that has them was not made by `split`.
    if href.chars().any(|c| c.is_control() || c.is_whitespace()) {
        return Err(LinkProblem::Unreadable);
    }
    let url = Url::parse(href).map_err(|_| LinkProblem::Unreadable)?;
    match url.scheme() {
        "https" | "http" => check_web(href, &url)?,
        "mailto" => return check_mail(url.path(), &url),
        _ => return Err(LinkProblem::Scheme),
    }
    if url.as_str().len() > LONGEST { Err(LinkProblem::TooLong) } else { Ok(url) }
}

fn check_web(href: &str, url: &Url) -> Result<(), LinkProblem> {
    let authority = href.split_once("://").map_or(href, |(_, rest)| rest);
    let authority = authority.split(['/', '\\', '?', '#']).next().unwrap_or_default();
    if !url.username().is_empty() || url.password().is_some() || authority.contains('@') {
        return Err(LinkProblem::UserInfo);
    }
    if url.host_str().is_none_or(str::is_empty) { Err(LinkProblem::Unreadable) } else { Ok(()) }
}

fn check_mail(address: &str, url: &Url) -> Result<Url, LinkProblem> {
    if url.query().is_some() || url.fragment().is_some() {
        return Err(LinkProblem::Unreadable);
    }
    let (user, domain) = address.split_once('@').ok_or(LinkProblem::Unreadable)?;
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '+' | '-');
    if user.is_empty() || !user.chars().all(plain) {
        return Err(LinkProblem::Unreadable);
    }
    match Host::parse(domain) {
        Ok(Host::Domain(domain)) if domain.chars().all(plain) => {
            Url::parse(&format!("mailto:{user}@{domain}")).map_err(|_| LinkProblem::Unreadable)
        }
        _ => Err(LinkProblem::Unreadable),
    }
}

fn web(written: &str) -> Option<(String, String)> {
    let url = check(written).ok().filter(|url| url.scheme() != "mailto")?;
    let href = String::from(url);
    // "https://example.com" is shown as written, without the slash it is opened with.
    let shown = if href.strip_suffix('/') == Some(written) { written.to_owned() } else { href.clone() };
    Some((shown, href))
}

fn mail(written: &str) -> Option<(String, String)> {
    // A domain of other scripts must be turned into ASCII before it becomes part of an address.
    let (user, domain) = written.rsplit_once('@')?;
    let domain = Host::parse(domain).ok()?;
    let url = check(&format!("mailto:{user}@{domain}")).ok()?;
    Some((url.path().to_owned(), url.into()))
}

#[derive(Default)]
struct Parts {
    done: Vec<Part>,
    links: usize,
}

impl Parts {
    fn text(&mut self, more: &str) {
        match self.done.last_mut() {
            Some(Part::Text(text)) => text.push_str(more),
            _ => self.done.push(Part::Text(more.to_owned())),
        }
    }

    fn link(&mut self, (shown, href): (String, String)) {
        self.links += 1;
        self.done.push(Part::Link { shown, href });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Links in `<shown|href>`, or `<href>` where both are the same.
    fn marked(text: &str) -> String {
        split(text)
            .into_iter()
            .map(|part| match part {
                Part::Text(text) => text,
                Part::Link { shown, href } if shown == href => format!("<{href}>"),
                Part::Link { shown, href } => format!("<{shown}|{href}>"),
            })
            .collect()
    }

    #[test]
    fn links_are_found_in_text() {
        for (text, expected) in [
            ("", ""),
            ("no link here", "no link here"),
            ("see https://example.com.", "see <https://example.com|https://example.com/>."),
            ("(http://example.com/a?b=c#d)\nnext", "(<http://example.com/a?b=c#d>)\nnext"),
            ("HTTPS://EXAMPLE.COM/Å", "<https://example.com/%C3%85>"),
            (
                "write to help@example.com, please",
                "write to <help@example.com|mailto:help@example.com>, please",
            ),
            ("http://127.0.0.1:80/x", "<http://127.0.0.1/x>"),
            ("example.com and www.example.com", "example.com and www.example.com"),
        ] {
            assert_eq!(marked(text), expected, "{text}");
        }
    }

    #[test]
    fn other_schemes_and_hidden_hosts_stay_text() {
        for text in [
            "smb://host/share",
            "file:///etc/passwd",
            "ms-msdt:/id PCWDiagnostic",
            "\\\\host\\x",
            "data:text/html,<b>",
            "javascript:alert(1)",
            "javascript://example.com/%0aalert(1)",
            "vscode://file/x",
            "https://paypal.com@evil.test",
            "https://paypal.com@evil.test/path",
            "https://user:secret@evil.test/",
            "https://@evil.test/",
            "https://:@evil.test/",
            "https://",
        ] {
            assert_eq!(split(text), [Part::Text(text.to_owned())], "{text}");
        }
    }

    #[test]
    fn a_host_is_shown_as_it_is_opened() {
        // The first letter a is Cyrillic.
        assert_eq!(marked("https://p\u{430}ypal.com/login"), "<https://xn--pypal-4ve.com/login>");
        assert_eq!(marked("https://räksmörgås.se"), "<https://xn--rksmrgs-5wao1o.se/>");
        assert_eq!(
            marked("https://paypal.com\\@evil.test"),
            "<https://paypal.com|https://paypal.com/>\\@evil.test"
        );
        assert_eq!(
            marked("https://paypal.com%2F@evil.test"),
            "<https://paypal.com|https://paypal.com/>%2F@evil.test"
        );
        // Read backwards, this would be a link to another host.
        assert_eq!(marked("\u{202E}https://moc.elpmaxe.test/\u{202C}"), "<https://moc.elpmaxe.test/>");
        for part in
            split("https://EXAMPLE.com/x http://b\u{fc}cher.de help@b\u{fc}cher.de https://ex%61mple.com")
        {
            let Part::Link { shown, href } = part else { continue };
            assert!(shown.is_ascii(), "{shown}");
            let opened = check(&href).unwrap();
            assert_eq!(opened.as_str(), href);
            assert!(href.trim_end_matches('/').ends_with(shown.trim_end_matches('/')), "{shown} {href}");
        }
    }

    #[test]
    fn an_address_is_checked_again_before_it_is_opened() {
        use LinkProblem::{Scheme, TooLong, Unreadable, UserInfo};
        for (href, expected) in [
            ("https://example.com/", Ok("https://example.com/")),
            ("http://0x7f.1/x", Ok("http://127.0.0.1/x")),
            ("mailto:help@example.com", Ok("mailto:help@example.com")),
            ("MAILTO:help@Example.com", Ok("mailto:help@example.com")),
            ("mailto:help@example.com?attach=/etc/passwd", Err(Unreadable)),
            ("mailto:a@example.com,b@example.com", Err(Unreadable)),
            ("mailto:a%40evil.test@example.com", Err(Unreadable)),
            ("mailto:", Err(Unreadable)),
            ("mailto:-@", Err(Unreadable)),
            ("smb://host/share", Err(Scheme)),
            ("file:///etc/passwd", Err(Scheme)),
            ("ms-msdt:/id", Err(Scheme)),
            ("data:text/html,x", Err(Scheme)),
            ("javascript:alert(1)", Err(Scheme)),
            ("\\\\host\\x", Err(Unreadable)),
            ("java\nscript:alert(1)", Err(Unreadable)),
            (" https://example.com", Err(Unreadable)),
            ("https://exa\tmple.com", Err(Unreadable)),
            ("https://paypal.com@evil.test", Err(UserInfo)),
            ("https:paypal.com@evil.test", Err(UserInfo)),
            ("https:/\\paypal.com@evil.test", Err(UserInfo)),
            ("https:///paypal.com@evil.test", Err(UserInfo)),
            ("", Err(Unreadable)),
        ] {
            assert_eq!(check(href).as_ref().map(Url::as_str), expected.as_ref().copied(), "{href}");
        }
        assert_eq!(check(&format!("https://example.com/{}", "a".repeat(LONGEST))), Err(TooLong));
        assert_eq!(check(&format!("https://example.com/{}", "å".repeat(LONGEST / 3))), Err(TooLong));
    }

    #[test]
    fn a_text_full_of_links_costs_no_more_than_its_share() {
        let parts = split(&"https://a.test/ ".repeat(2_000));
        assert_eq!(parts.iter().filter(|part| matches!(part, Part::Link { .. })).count(), MOST);
        let text = "a".repeat(1_000_000);
        assert_eq!(split(&text), [Part::Text(text)]);
    }
}
