//! What each platform calls the sounds that a member can choose; none: it stays silent.

use svara_model::NoticeSound;

/// The free desktop's name, by its sound naming specification and the files of its sound theme. A service that does not say that
/// it plays sounds is asked for what is heard of every message, the one that services know best.
#[cfg(any(target_os = "linux", test))]
pub(super) const fn freedesktop(sound: NoticeSound, plays: bool) -> Option<&'static str> {
    match sound {
        NoticeSound::Off => None,
        NoticeSound::Bell if plays => Some("bell"),
        NoticeSound::Complete if plays => Some("complete"),
        NoticeSound::Information if plays => Some("dialog-information"),
        NoticeSound::Mail if plays => Some("message-new-email"),
        _ => Some("message-new-instant"),
    }
}

/// Windows' name, of those that a toast can have.
#[cfg(any(windows, test))]
pub(super) const fn windows(sound: NoticeSound) -> Option<&'static str> {
    match sound {
        NoticeSound::System => Some("Default"),
        NoticeSound::Off => None,
        NoticeSound::Bell => Some("Reminder"),
        NoticeSound::Complete => Some("SMS"),
        NoticeSound::Information => Some("IM"),
        NoticeSound::Mail => Some("Mail"),
    }
}

/// macOS' name, of those that every Mac has.
#[cfg(any(target_os = "macos", test))]
pub(super) const fn macos(sound: NoticeSound) -> Option<&'static str> {
    match sound {
        // The backend's own name for it: anything else it takes for a file's.
        NoticeSound::System => Some("NSUserNotificationDefaultSoundName"),
        NoticeSound::Off => None,
        NoticeSound::Bell => Some("Glass"),
        NoticeSound::Complete => Some("Hero"),
        NoticeSound::Information => Some("Pop"),
        NoticeSound::Mail => Some("Ping"),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_choice_is_heard_as_itself_and_only_off_is_silent() {
        for name in [windows, macos, |sound| freedesktop(sound, true)] {
            let silent: Vec<_> =
                NoticeSound::ALL.into_iter().filter(|sound| name(*sound).is_none()).collect();
            assert_eq!(silent, [NoticeSound::Off]);
            let names: BTreeSet<_> = NoticeSound::ALL.into_iter().filter_map(name).collect();
            assert_eq!(names.len(), NoticeSound::ALL.len() - 1, "{names:?}");
        }
    }

    #[test]
    fn a_service_that_may_play_nothing_is_asked_for_the_usual() {
        for sound in NoticeSound::ALL.into_iter().filter(|sound| *sound != NoticeSound::Off) {
            assert_eq!(freedesktop(sound, false), Some("message-new-instant"));
        }
        assert_eq!(freedesktop(NoticeSound::Off, false), None);
    }
}
