//! Which files the desk takes. A file's type is what its bytes say; its name and its `Content-Type` are not asked.

/// Types of the first bytes that are taken; plain text is found by reading all of it.
const TAKEN: &[&str] =
    &["image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf", "application/zip"];
/// The first bytes that decide.
const HEAD: usize = 8 * 1024;
const NAME_CHARS: usize = 150;

/// Reads a file in pieces and says what it is.
#[derive(Debug, Default)]
pub(crate) struct Sniffer {
    head: Vec<u8>,
    /// Bytes of a character that the last piece cut off.
    cut: Vec<u8>,
    not_text: bool,
}

impl Sniffer {
    pub(crate) fn read(&mut self, piece: &[u8]) {
        let room = HEAD.saturating_sub(self.head.len()).min(piece.len());
        self.head.extend(piece.iter().take(room));
        if !self.not_text {
            self.cut.extend_from_slice(piece);
            let bytes = std::mem::take(&mut self.cut);
            match std::str::from_utf8(&bytes) {
                Ok(text) => self.not_text = !is_text(text),
                Err(error) if error.error_len().is_none() => {
                    let (text, cut) = bytes.split_at(error.valid_up_to());
                    self.not_text = !std::str::from_utf8(text).is_ok_and(is_text);
                    self.cut = cut.to_vec();
                }
                Err(_) => self.not_text = true,
            }
        }
    }

    /// The type, if the desk takes it.
    pub(crate) fn media_type(&self) -> Option<&'static str> {
        let found = infer::get(&self.head).map(|kind| kind.mime_type());
        if let Some(found) = found
            && let Some(taken) = TAKEN.iter().find(|taken| **taken == found)
        {
            return Some(taken);
        }
        // What looks like a page or a script is still only text here: it is served as text, as a download.
        let readable = found.is_none_or(|found| found.starts_with("text/"));
        (readable && !self.not_text && self.cut.is_empty()).then_some("text/plain; charset=utf-8")
    }
}

fn is_text(text: &str) -> bool {
    !text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{c}' | '\u{1b}'))
}

/// A file name without folders, control characters and characters that turn the reading direction; never empty.
pub(crate) fn safe_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept: String = last.chars().filter(|c| !c.is_control() && !turns_direction(*c)).collect();
    let kept = kept.trim().trim_matches('.');
    let count = kept.chars().count();
    // The end of a name says most, so that the middle goes.
    let short: String = kept.chars().skip(count.saturating_sub(NAME_CHARS)).collect();
    if short.is_empty() { "file".to_owned() } else { short }
}

fn turns_direction(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// `attachment` with the name in both spellings of RFC 6266.
pub(crate) fn disposition(name: &str) -> String {
    let plain: String =
        name.chars().map(|c| if c.is_ascii_graphic() && !"\"\\%".contains(c) { c } else { '_' }).collect();
    let mut encoded = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(pieces: &[&[u8]]) -> Option<&'static str> {
        let mut sniffer = Sniffer::default();
        pieces.iter().for_each(|piece| sniffer.read(piece));
        sniffer.media_type()
    }

    #[test]
    fn the_type_is_what_the_bytes_say() {
        assert_eq!(of(&[b"\x89PNG\r\n\x1a\n....IHDR"]), Some("image/png"));
        assert_eq!(of(&[b"\xff\xd8\xff\xe0..JFIF"]), Some("image/jpeg"));
        assert_eq!(of(&[b"GIF89a...."]), Some("image/gif"));
        assert_eq!(of(&[b"RIFF\x10\0\0\0WEBPVP8 "]), Some("image/webp"));
        assert_eq!(of(&[b"%PDF-1.7\n%\xe2\xe3"]), Some("application/pdf"));
        assert_eq!(of(&[b"PK\x03\x04\x14\0\0\0"]), Some("application/zip"));
        assert_eq!(of(&[b"MZ\x90\0\x03"]), None);
        assert_eq!(of(&[b"\x7fELF\x02\x01"]), None);
        assert_eq!(of(&[b"ab\0c"]), None);
        assert_eq!(of(&[b"\xff\xfe\xfd"]), None);
    }

    #[test]
    fn text_is_text_even_when_a_character_is_cut() {
        let text = Some("text/plain; charset=utf-8");
        assert_eq!(of(&["bestäl".as_bytes(), "lning\n".as_bytes()]), text);
        assert_eq!(of(&[&"ä".as_bytes()[..1], &"ä".as_bytes()[1..]]), text);
        assert_eq!(of(&[&"ä".as_bytes()[..1]]), None, "a character that never ends");
        assert_eq!(of(&[b"<!DOCTYPE html><script>"]), text, "a page is served as text");
    }

    #[test]
    fn a_name_is_made_safe() {
        assert_eq!(safe_name("../../.config/x.desktop"), "x.desktop");
        assert_eq!(safe_name("C:\\temp\\bild.png"), "bild.png");
        assert_eq!(safe_name("invoice\u{202e}gnp.exe"), "invoicegnp.exe");
        assert_eq!(safe_name("\0\n.."), "file");
        assert!(safe_name(&format!("{}.png", "å".repeat(4000))).ends_with(".png"));
        assert!(safe_name(&"å".repeat(4000)).chars().count() <= NAME_CHARS);
    }

    #[test]
    fn a_disposition_cannot_be_broken_out_of() {
        let header = disposition("a\"b;é.png");
        assert_eq!(header, "attachment; filename=\"a_b;_.png\"; filename*=UTF-8''a%22b%3B%C3%A9.png");
    }
}
