# The agents' console's texts in English. `locales/sv/agent.ftl` has the same messages with the same variables.

## Words that stand in many places

app = Svara desk
cancel = Cancel
close = Close
back = Back
retry = Try again
loading = Loading…
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
list-all = All issues
list-more = Loading more issues…
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
error-in-flight = The desk is still at work on this.
    .do = Try again in a moment. Nothing is sent twice.
error-key-reused = What you sent first had arrived after all. What you changed since then was not sent.
    .do = Look at the conversation. Send again if it is still needed.
error-invalid = The desk does not take this as it is.
    .do = What you typed is kept. Change it and try again.
error-too-large = This is larger than the desk takes.
    .do = What you typed is kept. Make it shorter and try again.
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
