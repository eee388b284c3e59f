//! What stays the same of a text that went through a desk. Desks change line ends, drop space at the ends, write text as
//! HTML and HTML as text.

/// More rounds than any text needs that was not made to need them.
const ROUNDS: usize = 64;

/// The text as it is compared: characters written as HTML read again, tags and space of every kind made one space.
pub fn normal(text: &str) -> String {
    let read = settled(text, read_entities);
    let bare = one_spaced(&settled(&read, without_tags));
    // A text of nothing but tags still differs from another one.
    if bare.is_empty() { one_spaced(&read) } else { bare }
}

/// A desk may have written HTML of HTML, so the change is made until it changes nothing.
fn settled(text: &str, change: fn(&str) -> String) -> String {
    let mut text = text.to_owned();
    for _ in 0..ROUNDS {
        let changed = change(&text);
        if changed == text {
            break;
        }
        text = changed;
    }
    text
}

fn read_entities(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, from)) = rest.split_once('&') {
        out.push_str(before);
        let named = from.split_once(';').and_then(|(name, after)| Some((entity(name)?, after)));
        rest = match named {
            Some((character, after)) => {
                out.push(character);
                after
            }
            None => {
                out.push('&');
                from
            }
        };
    }
    out + rest
}

fn entity(name: &str) -> Option<char> {
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => ' ',
        _ => {
            let code = name.strip_prefix('#')?;
            let code = match code.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => code.parse().ok()?,
            };
            char::from_u32(code)?
        }
    })
}

fn without_tags(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, from)) = rest.split_once('<') {
        out.push_str(before);
        let tag = from.split_once('>').filter(|(tag, _)| is_tag(tag));
        rest = match tag {
            Some((_, after)) => {
                out.push(' ');
                after
            }
            None => {
                out.push('<');
                from
            }
        };
    }
    out + rest
}

/// "a < b > c" is no tag.
fn is_tag(inside: &str) -> bool {
    inside.starts_with(|first: char| first.is_ascii_alphabetic() || matches!(first, '/' | '!'))
        && !inside.contains('<')
}

fn one_spaced(text: &str) -> String {
    let parts = text.split(|c: char| c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}'));
    parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}
