# The agents' console's texts in English. `locales/sv/agent.ftl` has the same messages with the same variables.

## Words that stand in many places

app = Svara desk
cancel = Cancel
close = Close
back = Back
retry = Try again
loading = Loading…
dismiss = Hide
status-open = Open
status-awaiting = Awaiting feedback
status-closed = Closed
date-opened = Opened { $date }
date-closed = Closed { $date }
time-today = Today, { $time }
time-yesterday = Yesterday, { $time }
time-day = { $day }, { $time }

## Sign-in

signin-title = Sign in as a team member
signin-title-desk = { $desk }: sign in as a team member
signin-user = User name
signin-password = Password
signin-password-hint = You stay signed in until this page is closed or loaded anew. Nothing is kept in the browser.
signin-submit = Sign in
signin-running = Signing in…
signin-missing-user = Write your user name.
signin-missing-password = Write your password.
signin-reloaded = The page was loaded anew, so you are signed out.
signin-reloaded-more = That is how it is meant: your sign-in lives in this page alone.
signin-ended = Your sign-in at the desk has ended.
signin-ended-more = What you typed is still here. Sign in again to go on.
signin-ended-more-none = Sign in again to go on.
signin-out = You are signed out.

## Lists

rail = Main menu
lists = Issues
list-open = Open
list-awaiting = Awaiting feedback
list-closed = Closed
list-all = All
list-more = Loading more issues…
list-none = No issue fits
list-none-more = Each word must stand in the title, the number, the conversation or the member’s name.
filter-words = Search issues
filter-clear = Clear the search
filter-language = Language of the issues
filter-language-any = Any language
filter-drop = Show all again
list-failed = The list could not be read
list-empty-open = Nothing waits for the team
list-empty-open-more = What members submit or answer shows here.
list-empty-awaiting = Nothing waits for a member
list-empty-awaiting-more = Issues show here while a member is asked for feedback.
list-empty-closed = No closed issues yet
list-empty-closed-more = What was dealt with stays here.
list-empty-all = No issues yet
list-empty-all-more = What members submit shows here.
row-said = { $author }: { $text }
row-unsent = Unsent text
row-new = New

## How much the list can be trusted

fresh-checked = Checked { $when }
fresh-checking = Checking…
fresh-failed = Not up to date
fresh-failed-since = Not up to date since { $when }
fresh-check-now = Check now

## Sign-out

signout = Sign out
signout-title = Sign out with unsent text?
signout-more = { $count ->
    [one] One text has not been sent. It is lost when you sign out.
   *[other] { $count } texts have not been sent. They are lost when you sign out.
}
signout-lose = Sign out and lose it
signout-title-chats = Sign out in the middle of a chat?
signout-chats = { $count ->
    [one] You are in a chat. It stays yours; end it or hand it over first.
   *[other] You are in { $count } chats. They stay yours; end them or hand them over first.
}

## Issue

issue-none = Choose an issue to read it here
issue-none-more = With the arrow keys or J and K, then Enter.
issue-number = No. { $number }
issue-entries = Conversation
issue-loading = Fetching the conversation…
issue-failed = The conversation could not be fetched
issue-old = This may not be the newest state of the conversation
issue-round = { $asker } asked for feedback on { $date }.
issue-round-unsaid = Feedback was asked for on { $date }.
member = Member
member-user = User name
member-email = E-mail
member-id = Member ID
member-rank = Rank
entry-team = Team
entry-asks = asks for feedback
entry-internal = Internal note
entry-internal-more = Only team members see it.
attachments = Attachments
attachment-open = Open larger
attachment-download = Download
attachment-fetching = Fetching…
attachment-failed = Could not be fetched. Press to try again.

## Writing

compose-label = Your text
compose-kind = What to send
compose-reply = Reply
compose-reply-more = The member sees it. The issue stays as it is.
compose-ask = Ask for feedback
compose-ask-more = The member is told, and the issue awaits their answer.
compose-note = Internal note
compose-note-more = Only team members see it. The member is not told.
compose-reply-placeholder = Write a reply to { $member }…
compose-ask-placeholder = What do you need to know from { $member }?
compose-note-placeholder = Write a note for the team…
compose-reply-send = Send reply
compose-ask-send = Ask for feedback
compose-note-send = Save note
compose-sending = Sending…
compose-reply-sent = The reply was sent.
compose-ask-sent = The member was asked for feedback.
compose-note-sent = The note was saved.
compose-closed = The issue is closed. Reopen it to write to the member.
problem-text-missing = Write something first.
problem-text-too-long = The text is too long: { $actual } characters, the desk takes { $limit }.

attach = Attach
attach-list = Attached files
attach-remove = Remove { $name }
attach-declined = { $count ->
    [one] One file was not attached
   *[other] { $count } files were not attached
}
attach-too-large = { $name } is too large: the desk takes up to { $size }.
attach-too-many = { $name }: no more than { $count } files at once.
attach-empty = { $name } is empty.

## Chats

chats = Chats
chats-waiting = Waiting
chats-mine = Yours
chats-others = Colleagues’
chats-none = No chats right now
chats-none-more = Members who come to the chat wait here for you.
chats-take-next = Take next
chats-come = { $count ->
    [one] { $name } waits in the chat.
   *[other] { $name } waits in the chat. { $count } are waiting.
}
chats-count-waiting = { $count ->
    [one] one waits
   *[other] { $count } wait
}
chats-count-unread = { $count ->
    [one] one of yours has something new
   *[other] { $count } of yours have something new
}
chat-waiting = Waiting
chat-active = In conversation
chat-ended = Ended
chat-ended-member = Ended by the member
chat-ended-agent = Ended by the team
chat-ended-idle = Ended after silence
chat-ended-lost = Ended: the member’s app was not heard of any more
chat-ended-timeout = Ended: nobody came in time
chat-ended-closed = Ended: the chat closed while they waited
chat-goes-on = Goes on
chat-place = No. { $place } in the queue
chat-since = Since { $time }
chat-with = With { $agent }
chat-with-you = With you
chat-waits-moment = Has just come
chat-waits = Waits { $minutes } min
chat-waits-hours = Waits { $hours } h { $minutes } min
talk-none = Choose a chat to read it here
talk-none-more = T takes the one who has waited longest.
talk-messages = Messages
talk-issues = Their issues
talk-desk = Desk
talk-joined = { $name } joined, { $time }
talk-left = { $name } gave the chat back to the queue, { $time }
talk-transferred = { $name } handed the chat over to { $to }, { $time }
talk-ended = The chat ended, { $time }
talk-types = { $member } is writing…
talk-types-short = Is writing…
talk-waits = { $member } waits for somebody to come.
talk-other = { $agent } talks with { $member }. You can read along.
talk-unsaid = What you were writing was not sent:
talk-discard = Throw it away
talk-take = Take the chat
talk-taking = Taking…
talk-placeholder = Write to { $member }…
talk-label = Your message
talk-hint = Enter sends, Shift and Enter make a new line.
talk-send = Send
talk-refused = It was not sent.
talk-unsent = It is tried again by itself; nothing is sent twice.
talk-take-back = Back to the field
talk-suggest = Ask to submit an issue
talk-suggests = asks for an issue
talk-suggest-language = Language of the ready text
talk-suggested = { $member } was asked to submit an issue.
talk-suggested-before = The member was asked already.
transfer-open = Hand over…
transfer-title = Hand this chat over?
transfer-more = { $member } sees who comes next, or that they wait again.
transfer-to = To whom
transfer-queue = Back to the queue
transfer-queue-more = As the next one
transfer-nobody = No colleague is on duty.
transfer-submit = Hand over
transfer-running = Handing over…
transfer-done = The chat is now with { $name }.
transfer-done-queue = The chat is back in the queue.
end-open = End…
end-title = End the chat with { $member }?
end-more = They can read what was said, and can start another chat or submit an issue.
end-submit = End chat
end-running = Ending…
end-done = The chat was ended.

## Duty

duty = Duty
duty-on = On duty
duty-off = Off duty
duty-now-on = You are on duty.
duty-now-off = You are off duty.
duty-limit = Chats at once
duty-limit-count = { $count ->
    [one] One chat at once
   *[other] { $count } chats at once
}
duty-limit-usual = As usual ({ $count })
duty-others = On duty too:
duty-load = { $chats } of { $limit } chats
duty-only-you = Nobody else is on duty.
duty-nobody = Nobody is on duty.
duty-failed = Who is on duty could not be read
duty-unattended = Somebody waits, and nobody is on duty.

## Members

members = Members
members-words = Search members
members-none = No members yet
members-none-found = No member fits
member-none = Choose a member to see them here
member-served = Served
member-not-served = Not served
member-disabled = Shut out
member-no-rank = No rank
member-chats = Chats
member-chats-none = No chats yet.
rank-label = Rank of the member
rank-change = Change rank…
rank-title = Change the rank of { $name }?
rank-from-to = From { $from } to { $to }.
rank-still-served = The desk goes on serving { $name }.
rank-now-served = The desk serves { $name } from now on.
rank-not-served = The desk does not serve this rank: { $name } can neither submit nor read issues until the rank is higher.
rank-done = { $name } has the rank { $rank } now.
access = Access
access-granted = This member can sign in.
access-none = This member cannot sign in.
disable-open = Shut out…
disable-title = Shut { $name } out?
disable-more = { $name } is signed out everywhere at once and cannot sign in any more. Issues and chats stay.
disable-done = { $name } is shut out.
enable-open = Let in again…
enable-title = Let { $name } in again?
enable-more = { $name } can sign in again with the same password.
enable-done = { $name } can sign in again.
change-submit = Change it
change-running = Changing…

## Settings of the desk

settings = Desk settings
settings-lead = They hold for all members and all team members. Nothing changes before you have read what will.
settings-failed = The settings could not be read
set-members = What members see
set-announcement = Announcement
set-announcement-hint = Stands before every member all the time. Leave it empty for none.
set-rank = Lowest rank
set-rank-hint = Members below it are not served.
set-rank-everybody = Everybody
set-languages = Languages of issues
set-languages-hint = None chosen means any language.
set-language-add = Add a language…
set-language-remove = Remove { $language }
set-close = Silent issues
set-close-rule = Close issues that nobody answers
set-close-hint = The desk tells members the rule, so that they are reminded in time, and closes the issues by itself.
set-close-days = Working days without an answer
set-close-warns = Members are warned before
set-holidays = Days off
set-holidays-hint = Besides weekends: days that do not count as working days.
set-holidays-day = Day off
set-holidays-add = Add a day off
set-holidays-remove = Remove { $day }
set-holidays-wrong = Choose a day, or remove the empty one.
set-chat = Chat
set-chat-languages = Languages of the chat
set-chat-languages-hint = Who writes in another one is led to submitting an issue. None chosen means any language.
set-chat-open = Chat is open
set-chat-open-yes = Members can start chats within the hours.
set-chat-open-no = Nobody can start a chat. Those that go on are not touched.
set-hours = Hours
set-hours-always = Always
set-hours-some = At these times
set-hours-from = { $day }, from
set-hours-to = { $day }, to
set-hours-add = { $day }: add a time
set-hours-remove = { $day }: remove { $from } to { $to }
set-hours-closed = Closed
set-hours-wrong = Give at least one time, and each with its beginning and its end.
set-zone = Time zone of the hours
set-topics = Topics
set-topics-hint = What members choose from before they ask. None means no choice.
set-topics-name = Topic
set-topics-add = Add a topic
set-topics-remove = Remove { $name }
set-topics-wrong = Each topic needs a name.
set-limit = Chats at once
set-limit-hint = For each team member, unless they say otherwise.
set-full = Most who wait
set-full-hint = With so many waiting nobody else is let in.
set-queue = Longest wait in minutes
set-queue-hint = Then the question is kept as an issue ready to send.
set-idle = Longest silence in minutes
set-idle-hint = The desk warns before it ends a silent chat.
set-lost = Longest lost contact in minutes
set-lost-hint = When the member’s app is not heard of.
set-chars = Characters of a message
set-chars-hint = At most.
set-never = Never
set-number-wrong = Write a whole number of at least 1; minutes up to 1440.
set-unchanged = Nothing is changed.
set-changed = There are changes that do not hold yet.
set-undo = Undo
set-save = Save…
set-ask = Change this for everybody?
set-saved = The settings were changed.
say-announcement = The announcement becomes: “{ $text }”
say-announcement-none = There is no announcement any more.
say-rank = The lowest rank that is served changes from { $from } to { $to }.
say-languages = Issues may be written in: { $languages }.
say-languages-any = Issues may be written in any language.
say-chat-languages = The chat speaks: { $languages }.
say-chat-languages-any = The chat speaks any language.
say-close-none = Silent issues are not closed by a rule any more.
say-close = { $days ->
    [one] Silent issues are closed after one working day, without a warning.
   *[other] Silent issues are closed after { $days } working days, without a warning.
}
say-close-warned = { $days ->
    [one] Silent issues are closed after one working day, with a warning before.
   *[other] Silent issues are closed after { $days } working days, with a warning before.
}
say-holidays = { $count ->
    [0] There are no days off besides weekends.
    [one] There is one day off besides weekends.
   *[other] There are { $count } days off besides weekends.
}
say-chat-open = The chat opens.
say-chat-shut = The chat closes: nobody can start one.
say-hours-always = The chat has no hours: it is always open.
say-hours = The chat’s hours become: { $hours }.
say-zone = The hours are those of { $zone }.
say-topics = The topics become: { $topics }.
say-topics-none = Members choose no topic any more.
say-full = { $count ->
    [one] One may wait; then nobody else is let in.
   *[other] Up to { $count } may wait.
}
say-limit = { $count ->
    [one] Team members take one chat at once unless they say otherwise.
   *[other] Team members take { $count } chats at once unless they say otherwise.
}
say-chars = A message has at most { $count } characters.
say-queue = Who waits longer than { $minutes } min is asked to submit an issue instead.
say-queue-never = Nobody is sent away for waiting long.
say-idle = A chat ends after { $minutes } min of silence.
say-idle-never = No chat ends because of silence.
say-lost = A chat ends when the member’s app is not heard of for { $minutes } min.
say-lost-never = No chat ends because the member’s app is not heard of.

## The weekdays

day-monday = Monday
day-tuesday = Tuesday
day-wednesday = Wednesday
day-thursday = Thursday
day-friday = Friday
day-saturday = Saturday
day-sunday = Sunday

## The keyboard

help = Keyboard
help-search = Search
help-lists = Open, awaiting, closed, all
help-rows = From row to row
help-enter = Open
help-take = Take who waits longest
help-answer = Write, or take the chat
help-send = Send, or save
help-say = Send in a chat
help-attach = Attach files
help-check = Check now
help-back = Back
help-help = This list
key-control = Ctrl
key-shift = Shift
key-enter = Enter
key-escape = Esc
key-or = or

## Closing and reopening

close-open = Close issue…
close-title = Close this issue?
close-more = The member is told and can no longer reply.
close-text = Last reply to the member (optional)
close-submit = Close issue
close-running = Closing…
close-done = The issue was closed.
reopen = Reopen
reopen-running = Reopening…
reopen-done = The issue is open again.

## What went wrong: what happened, and what to do

error-wrong-password = User name and password do not fit together, or belong to no team member.
    .do = Check both, and whether Caps Lock is on.
error-locked = There were too many tries. The desk has locked this sign-in for a while.
    .do = Wait some minutes, then try again.
error-signed-out = Your sign-in at the desk has ended.
    .do = What you typed is kept. Sign in again.
error-forbidden = The desk does not allow this.
    .do = What you typed is kept. Ask those who run the desk.
error-not-found = It is not at the desk any more.
    .do = What you typed is kept; copy what you still need.
error-conflict = The issue’s status has changed, so this was not done.
    .do = What you typed is kept. Look at the issue as it is now, then decide.
error-chat-changed = The chat is otherwise now, so this was not done.
    .do = What you typed is kept. Look at the chat as it is now, then decide.
error-chat-taken = A colleague has this chat.
    .do = Look who has it now.
error-at-limit = You are in as many chats as you take at once.
    .do = End or hand over one, or take more at once.
error-chat-ended = The chat has ended.
    .do = What you typed is kept. Write to the member in an issue instead.
error-in-flight = The desk is still at work on this.
    .do = Try again in a moment. Nothing is sent twice.
error-key-reused = What you sent first had arrived after all. What you changed since then was not sent.
    .do = Look at the conversation. Send again if it is still needed.
error-invalid = The desk does not take this as it is.
    .do = What you typed is kept. Change it and try again.
error-too-large = This is larger than the desk takes.
    .do = What you typed is kept. Make it shorter and try again.
error-unsupported-media = The desk does not take files of this kind.
    .do = What you typed is kept. Take the file out; pictures, PDF, ZIP and plain text are taken.
error-throttled = The desk asks to slow down.
    .do = What you typed is kept. Try again in a minute.
error-busy = The desk has too much to do right now.
    .do = What you typed is kept. Try again: nothing is sent twice.
error-fault = The desk has failed at this.
    .do = What you typed is kept. Try again: nothing is sent twice. If it lasts, tell those who run the desk.
error-unreachable = The desk could not be reached.
    .do = What you typed is kept. Check the network, then try again: nothing is sent twice.
error-not-understood = The desk’s answer was not understood.
    .do = What you typed is kept. Try again: nothing is sent twice. If it lasts, tell those who run the desk.
