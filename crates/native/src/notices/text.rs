//! Texts from a desk become texts of a notice: bounded, without controls, markup escaped.

/// Longest title; no service shows more than a line.
pub(super) const TITLE: usize = 120;
/// Longest body.
pub(super) const BODY: usize = 400;
/// Longest text of a button.
pub(super) const BUTTON: usize = 40;

/// One line of at most `most` characters.
pub(super) fn line(text: &str, most: usize) -> String {
    let spaced: String = text.chars().map(|one| if one.is_whitespace() { ' ' } else { one }).collect();
    cut(&clean(&spaced), most)
}

/// Lines of at most `most` characters together.
pub(super) fn lines(text: &str, most: usize) -> String {
    cut(&clean(text), most)
}

/// For services that read markup in a body. Titles and buttons are never markup.
#[cfg(target_os = "linux")]
pub(super) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Without controls (a NUL cannot even be sent) and without the marks that force a direction of writing, with which a
/// text can pass for another one.
fn clean(text: &str) -> String {
    let kept = |one: &char| {
        (*one == '\n' || !one.is_control())
            && !matches!(one, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.trim().chars().filter(kept).collect()
}

fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let kept: String = text.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_one_line() {
        assert_eq!(line("  Svenska -\nkan\tinte\u{0}  ", 120), "Svenska - kan inte");
    }

    #[test]
    fn long_texts_end_in_an_ellipsis_within_the_limit() {
        assert_eq!(lines("åäö åäö", 7), "åäö åäö");
        assert_eq!(lines("åäö åäö!", 7), "åäö åä…");
        assert_eq!(lines("åäö åäö", 5), "åäö…");
        assert_eq!(lines("x", 0), "…");
    }

    #[test]
    fn direction_cannot_be_forced() {
        assert_eq!(lines("a\u{202e}b\u{2066}c\u{7}\nd", 10), "abc\nd");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn markup_is_shown_as_it_was_written() {
        assert_eq!(escape("<b>a & b</b> &amp;"), "&lt;b&gt;a &amp; b&lt;/b&gt; &amp;amp;");
    }
}
