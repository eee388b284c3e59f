//! The messages, one function each. A message `notice-question` in `locales/*/desktop.ftl` is `notice_question` here,
//! with the same variables; a test holds both together, in both languages.

use super::{Argument, Texts};

macro_rules! messages {
    ($($(#[$doc:meta])* $name:ident($($argument:ident: $kind:ty),*);)+) => {
        impl Texts {
            $(
                $(#[$doc])*
                pub fn $name(&self, $($argument: $kind),*) -> String {
                    self.say(stringify!($name), &[$((stringify!($argument), $argument.value())),*])
                }
            )+
        }

        /// Every message with its variables.
        #[cfg(test)]
        pub(super) const DECLARED: &[(&str, &[&str])] = &[$((stringify!($name), &[$(stringify!($argument)),*])),+];

        /// Every message, said with arguments made up by `super::tests::Sample`.
        #[cfg(test)]
        pub(super) fn said(texts: &Texts) -> Vec<(&'static str, String)> {
            use super::tests::Sample;
            vec![$((stringify!($name), texts.$name($(<$kind>::sample(stringify!($argument))),*))),+]
        }
    };
}

messages! {
    /// The app's name.
    app_name();
    /// The built-in desk's name where it is meant, not what it calls itself.
    built_in_desk();

    /// A notice's body: who asks, and the question's first sentence.
    notice_question(asker: &str, question: &str);
    /// A notice's body where the desk does not say who asks.
    notice_question_of_desk(question: &str);
    /// A notice's body where the question is not known yet.
    notice_asks(asker: &str);
    /// A notice's title or body where its content is hidden or not known.
    notice_hidden();
    /// A notice's line where nobody has asked anything new: it is told again.
    notice_reminder();
    /// A notice's line: the desk closes the issue on this day.
    notice_deadline(day: &str);
    /// The same where that is learnt.
    notice_deadline_about(day: &str);
    /// The same where the day is today.
    notice_deadline_today(time: &str);
    /// The same where that is learnt.
    notice_deadline_about_today();
    /// The same where the time is over.
    notice_deadline_over();
    /// The title of the one notice for several issues.
    notice_summary(count: u32);
    /// Its body: the most urgent issue's title and how many more there are.
    notice_summary_body(title: &str, others: u32);
    /// The title of a chat's notice.
    notice_chat();
    /// The same with the team member who is there.
    notice_chat_with(agent: &str);
    /// Its body: a team member joined.
    notice_chat_joined(agent: &str);
    /// The same where the desk does not say who.
    notice_chat_here();
    /// Its body: a message that is only a file.
    notice_chat_file();
    /// Its body: something was written, and its content is hidden.
    notice_chat_hidden();
    /// Its body: the team asks to submit an issue instead.
    notice_chat_suggests();
    /// Its body: the team ended the chat.
    notice_chat_ended();
    /// Its body: nobody wrote for too long.
    notice_chat_idle();
    /// Its body: nobody came in time.
    notice_chat_nobody();
    /// The button that leads to the reply.
    button_answer();
    /// The button that tells again in an hour.
    button_later();
    /// The button that leads to the list.
    button_open();

    /// The tray's tooltip when nothing waits, and that is certain.
    tray_tooltip_none();
    /// The tray's tooltip with the number of awaiting issues.
    tray_tooltip(count: u32);
    /// The tray's tooltip when the lists cannot be trusted now.
    tray_tooltip_unsure();
    /// The tray's tooltip when nobody is signed in.
    tray_tooltip_signed_out();
    /// Opens the window.
    tray_open();
    /// Opens the window at the sign-in.
    tray_sign_in();
    /// Asks the desk now.
    tray_check_now();
    /// Stands above the awaiting issues.
    tray_awaiting(count: u32);
    /// Stands there when nothing waits, and that is certain.
    tray_none();
    /// Stands there when the lists cannot be trusted and were never checked.
    tray_unsure();
    /// Stands there when the lists cannot be trusted: the last good check, a time or a day and a time.
    tray_checked(when: &str);
    /// Stands below the awaiting issues that are named, when there are more.
    tray_more(count: u32);
    /// Ends the app.
    tray_quit();

    /// The title of the dialog that picks pictures.
    pick_pictures_title();
    /// The name of that dialog's filter.
    pick_pictures_filter();
    /// The title of the dialog that picks a folder for unsent things.
    export_folder_title();
    /// The name of the exported file, without ending. `date` is 2020-08-03.
    export_file_name(date: &str);
    /// The first line of an exported file.
    export_heading(name: &str, desk: &str, when: &str);
    /// Stands above a new issue.
    export_submit();
    /// Stands above a reply.
    export_reply(title: &str);
    /// Stands above a question for the chat.
    export_question();
    /// Stands above a line of a chat.
    export_line();
    /// When a draft was saved last.
    export_draft(when: &str);
    /// When the member pressed "send" for something the desk has not received.
    export_unsent(when: &str);
    /// When the member pressed "send" for something of which it is unknown whether the desk has received it.
    export_unknown(when: &str);
    /// A new issue's title.
    export_title(title: &str);
    /// Names the pictures saved beside the file.
    export_pictures(names: &str);
}
