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
    /// The same at the end of today.
    notice_deadline_midnight();
    /// The same today, where that is learnt.
    notice_deadline_about_today();
    /// The same where the time is over.
    notice_deadline_over();
    /// A notice's line where the member has answered and the desk has not received it.
    notice_unsent();
    /// The title of the one notice for several issues.
    notice_summary(count: u32);
    /// Its body: the most urgent issue's title and how many more there are.
    notice_summary_body(title: &str, others: u32);
    /// The title of the one notice for several issues of which none awaits the member.
    notice_news(count: u32);
    /// A notice's body: what the member wrote cannot be sent without them.
    notice_stuck();
    /// The same where it may have arrived.
    notice_stuck_unclear();
    /// The title of the one notice for several of them, or for one that is not named.
    notice_stuck_summary(count: u32);
    /// A notice's body: the desk closed the issue.
    notice_closed();
    /// A notice's body: the desk opened the issue again.
    notice_reopened();
    /// A notice's body: who wrote, and the entry's first sentence.
    notice_reply(author: &str, text: &str);
    /// The same where the entry is not known.
    notice_replied();
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
    /// The title of a notice that asks to be pressed.
    notice_trial();
    /// Its body.
    notice_trial_body();
    /// Its button.
    button_seen();
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
    /// The tray's tooltip with the number of awaiting issues when the lists cannot be trusted now.
    tray_tooltip_count_unsure(count: u32);
    /// The tray's tooltip when nobody is signed in.
    tray_tooltip_signed_out();
    /// Opens the window.
    tray_open();
    /// Opens the window at the sign-in.
    tray_sign_in();
    /// Asks the desk now.
    tray_check_now();
    /// Notices pause for an hour.
    tray_pause_hour();
    /// Notices pause until tomorrow.
    tray_pause_tomorrow();
    /// Until when notices pause: a time, or a day and a time.
    tray_paused(when: &str);
    /// Notices go on.
    tray_go_on();
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

    /// What the self-test answers.
    checkup_question();
    /// A link in order.
    checkup_green();
    /// A link that needs a look.
    checkup_amber();
    /// A broken link.
    checkup_red();
    /// A link of which nothing can be known.
    checkup_unknown();
    /// The sign-in, where nobody is signed in.
    checkup_sign_in();
    /// The sign-in at a desk.
    checkup_sign_in_at(desk: &str);
    /// The last check of a desk.
    checkup_check(desk: &str);
    /// The live connection to a desk.
    checkup_feed(desk: &str);
    /// This computer's clock against a desk's.
    checkup_clock(desk: &str);
    /// The keychain.
    checkup_keychain();
    /// The notification service.
    checkup_service();
    /// The desktop's leave to show notices.
    checkup_permission();
    /// Do not disturb.
    checkup_disturb();
    /// The member's own pause.
    checkup_pause();
    /// Quiet hours.
    checkup_quiet();
    /// The kinds of notices that must not be missed.
    checkup_kinds();
    /// The tray.
    checkup_tray();
    /// The start at login.
    checkup_login();
    /// The notice that asks to be pressed.
    checkup_trial();
    /// Nobody is signed in.
    checkup_nobody();
    /// Signed in under this name.
    checkup_signed_in(name: &str);
    /// The sign-in has ended.
    checkup_signed_out();
    /// The desk does not serve the member.
    checkup_not_eligible();
    /// No check of this run has ended.
    checkup_sign_in_unknown();
    /// A check is under way; `checked` says when the last one was.
    checkup_checking(checked: &str);
    /// The desk is not reached.
    checkup_offline(checked: &str);
    /// The desk answers with faults.
    checkup_desk_trouble(checked: &str);
    /// What the desk answers cannot be saved.
    checkup_storage(checked: &str);
    /// The live connection stands.
    checkup_fed();
    /// The desk has no live connection.
    checkup_polled();
    /// The live connection does not stand.
    checkup_not_fed();
    /// The live connection does not stand yet.
    checkup_not_fed_yet();
    /// The clocks agree.
    checkup_clock_same();
    /// This computer's clock is behind the desk's.
    checkup_clock_slow(minutes: u32);
    /// This computer's clock is ahead of the desk's.
    checkup_clock_fast(minutes: u32);
    /// The desk has not said its time.
    checkup_clock_unknown();
    /// The keychain keeps the sign-in.
    checkup_keychain_keeps();
    /// There is no keychain.
    checkup_keychain_none();
    /// The keychain did not take the sign-in.
    checkup_keychain_failed();
    /// The keychain does not give the sign-in out.
    checkup_keychain_locked();
    /// Nothing is in the keychain yet.
    checkup_keychain_unknown();
    /// The keychain has not given the sign-in out yet.
    checkup_keychain_silent();
    /// The keychain has no sign-in of an account.
    checkup_keychain_empty();
    /// The notification service answers.
    checkup_service_runs();
    /// No notification service runs.
    checkup_service_missing();
    /// The notification service does not answer.
    checkup_service_silent();
    /// The notification service cannot be asked.
    checkup_service_unknown();
    /// The desktop does not say.
    checkup_not_said();
    /// Notices are allowed.
    checkup_allowed();
    /// Notices are forbidden.
    checkup_forbidden();
    /// Notices are allowed, and none comes up.
    checkup_unseen();
    /// Notices are not held back.
    checkup_disturb_off();
    /// Notices are held back.
    checkup_disturb_on();
    /// Quiet hours are not now.
    checkup_quiet_not_now();
    /// Quiet hours until then.
    checkup_quiet_now(when: &str);
    /// The kinds that must not be missed are on.
    checkup_kinds_on();
    /// Awaiting issues are not told.
    checkup_awaiting_off();
    /// Close times are not told.
    checkup_deadline_off();
    /// Neither is told.
    checkup_kinds_off();
    /// The desktop shows the tray.
    checkup_tray_there();
    /// The desktop shows no tray.
    checkup_tray_missing();
    /// The desktop shows no tray, and the app goes on without.
    checkup_tray_not_needed();
    /// Closing the window ends the app.
    checkup_quits();
    /// The app starts at login.
    checkup_login_on();
    /// The app does not start at login, and nobody was asked.
    checkup_login_off();
    /// The app does not start at login, as the member chose.
    checkup_login_chosen();
    /// The app was to start at login and does not.
    checkup_login_gone();
    /// A notice was shown and waits to be pressed.
    checkup_trial_asks();
    /// It was pressed.
    checkup_pressed();
    /// It was not pressed.
    checkup_not_pressed();
    /// It was not shown.
    checkup_not_shown();
    /// What to do: sign in.
    checkup_do_sign_in();
    /// What to do: the window says it.
    checkup_do_look();
    /// What to do: look at the network.
    checkup_do_network();
    /// What to do: nothing.
    checkup_do_wait();
    /// What to do: make room.
    checkup_do_disk();
    /// What to do: set the clock.
    checkup_do_clock();
    /// What to do: unlock or set up the keychain.
    checkup_do_keychain();
    /// What to do: start a notification service.
    checkup_do_service();
    /// What to do: allow notices.
    checkup_do_allow();
    /// What to do: let notices come up.
    checkup_do_banners();
    /// What to do: end do not disturb.
    checkup_do_disturb();
    /// What to do: look oneself until quiet hours end.
    checkup_do_quiet();
    /// What to do: switch kinds on.
    checkup_do_kinds();
    /// What to do: end the pause.
    checkup_do_go_on();
    /// What to do: choose what closing means.
    checkup_do_close();
    /// What to do: switch the start at login on.
    checkup_do_login();
    /// What to do: look for the notice.
    checkup_do_press();
    /// On the command line: the keychain is waited for.
    checkup_waits_for_keychain();
    /// On the command line: the app was started while this program tested.
    checkup_handed_over();
    /// On the command line: nothing could be tested.
    checkup_not_tested();

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
