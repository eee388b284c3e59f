# The window's texts in English. `locales/sv/window.ftl` has the same messages with the same variables.

## Words that stand in many places

app = Svara
cancel = Cancel
close = Close
back = Back
retry = Try again
save-failed = Not saved yet
loading = Loading…
status-awaiting = Awaiting feedback
status-open = Open
status-closed = Closed
status-vanished = No longer at the desk
date-opened = Opened { $date }
date-closed = Closed { $date }
time-today = Today, { $time }
time-yesterday = Yesterday, { $time }
time-tomorrow = Tomorrow, { $time }
time-day = { $day }, { $time }
you = You

## Start

start-failed = Svara could not start properly

## Sign-in

signin-title = Sign in to your desk
signin-desk = Desk
signin-built-in = Built-in desk (on this computer)
signin-other = Another Svara desk
signin-address = Address of the desk
signin-address-example = help.example.com
signin-found = Found: { $desk }
signin-looking = Looking for the desk…
signin-user = User name
signin-password = Password
signin-password-hint = Sent to the desk once, never kept. Svara keeps only a sign-in token, in this computer’s keychain.
signin-submit = Sign in
signin-running = Signing in…
signin-forgot = Forgot password?
signin-try = Try it
signin-try-running = Starting the built-in desk…
signin-try-hint = No desk at hand? Svara has one built in, with demo data. Nothing leaves this computer.
signin-demo-hint = The demo member is filled in. Just sign in.
signin-safe = You are not signed in, and your password was not kept.
signin-check-address = Check the address and the network connection.
signin-later = Try again in a while. If it lasts, tell those who run the desk.
signin-missing-address = Write the address of your desk.
signin-missing-user = Write your user name.
signin-missing-password = Write your password.

## Lists

lists = My technical issues
rail = Main menu
new-issue = New issue
drafts-nav = Drafts and outbox
settings-nav = Settings
list-awaiting = Awaiting feedback
list-open = Open
list-closed = Closed
count-issues = { $count ->
    [one] { $count } issue
   *[other] { $count } issues
}
count-stuck = { $count ->
    [one] { $count } needs you
   *[other] { $count } need you
}
count-messages = { $count ->
    [one] { $count } new message
   *[other] { $count } new messages
}
row-said = { $author }: { $text }
row-mine = You: { $text }
row-new = New
list-more = Loading more issues…
empty-awaiting = Nothing waits for you
empty-awaiting-more = When the IT team asks you something, it shows here and Svara tells you.
empty-open = No open issues
empty-open-more = What you submit shows here until it is dealt with.
empty-closed = No closed issues yet
empty-closed-more = What was dealt with stays here, with the date it was closed.
empty-unsure = Nothing to show yet
empty-unsure-more = Svara can’t say whether something waits for you until the desk has been reached.
empty-unsure-signed-out = Svara can’t say whether something waits for you until you have signed in again.
empty-unsure-trouble = Svara can’t say whether something waits for you until the desk is well again.
empty-unsure-not-understood = Svara can’t say whether something waits for you until the desk’s answer makes sense.
empty-unsure-storage = Svara can’t say whether something waits for you until this computer can save what the desk says.
empty-checking = Checking with the desk…
list-failed = The list could not be read

## Search

search-label = Search issues, chats and drafts
search-hint = Issues, chats and drafts
search-title = Search
search-clear = End the search
search-running = Searching…
search-count = { $count ->
    [0] Nothing found
    [one] { $count } found
   *[other] { $count } found
}
search-more = The { $count } best. More words narrow it down.
search-none = Nothing found for “{ $words }”
search-none-more = Svara looks through titles, numbers, your chats and drafts, and the messages it has read from the desk. Fewer or shorter words find more.
search-failed = The search did not work
search-draft = Draft
search-draft-reply = Draft of an answer
search-chat = Chat

## How much the lists can be trusted

fresh-checked = Up to date, { $when }
fresh-checking = Checking…
fresh-checking-since = Checking… last time { $when }
fresh-offline = Offline
fresh-offline-since = Offline, last checked { $when }
fresh-signed-out = Signed out
fresh-not-eligible = Not open to your rank
fresh-trouble = The desk is in trouble
fresh-not-understood = The desk’s answer was not understood
fresh-storage = Nothing can be saved here
fresh-check-now = Check now
fresh-last = You see what was known at { $when }.
fresh-never = The desk has not been reached yet.
fresh-sign-in = Sign in again

## The return briefing

# What waited for a member who was away for more than 12 hours.
briefing-title = { $count ->
    [one] One issue awaits your feedback
   *[other] { $count } issues await your feedback
}
briefing-since = You were last here: { $when }
briefing-answer = Answer now
briefing-more = { $count ->
    [one] and one more
   *[other] and { $count } more
}
briefing-close = Put this away
# The walk through what waited, one issue after another.
walk-title = Answering what waited
walk-place = { $place } of { $total }
walk-next = Next
walk-done = Done
walk-end = Stop
walk-over = That was the last one.

## Issue

issue-awaiting = Awaiting your feedback
# When the desk closes an issue that stays silent: by its own word, or "about", as it has done before.
closes-left = { $days ->
    [0] May be closed any moment
    [one] 1 working day left
   *[other] { $days } working days left
}
closes-left-about = { $days ->
    [0] May be closed any moment
    [one] About 1 working day left
   *[other] About { $days } working days left
}
closes-on = The desk closes this on { $day } unless you answer.
closes-on-about = The desk will close this about { $day } unless you answer, as it has done before.
closes-over = The time to answer is over.
closes-unknown = The desk doesn’t say when it closes an issue that nobody answers.
issue-number = No. { $number }
issue-none = Choose an issue to read it here
issue-none-more = With the arrow keys or J and K, then Enter.
issue-entries = Conversation
entry-asks = asks you
issue-loading = Fetching the conversation…
issue-failed = The conversation could not be fetched
issue-old = This may not be the newest state of the conversation
issue-empty = No messages yet.
issue-no-reply = This issue takes no more replies. Does the problem show again? Submit a new issue.
issue-no-reply-open = The desk takes no reply to this issue right now.
issue-vanished = The desk does not have this issue any more. What Svara has read of it stays here to be read. Does the problem show again? Submit a new issue.
issue-vanished-draft = You had begun an answer. It can’t be sent to this issue any more.
issue-vanished-use = Begin a new issue with it
attachment-open = Open { $name } larger
attachment-file = { $name }, { $size }
attachments = Attachments
picture-size = { $width } × { $height } · { $size }

## To be told later

later = Remind me later
later-change = Another time
later-title = When shall Svara remind you?
later-hour = In an hour
later-evening = This evening
later-morning = Tomorrow morning
later-working-day = Next working day
later-at = At a time of your choice
later-at-set = Remind me then
# $when (String) - a day and a time.
later-set = You will be reminded: { $when }
later-cancel = Don’t remind me

## Reply

reply-label = Your answer
reply-placeholder = Write your answer…
reply-attach = Attach
ask-time = Ask for time
ask-time-until = Ask for time…
ask-time-written = Written into your answer. It is not sent yet.
reply-send = Send answer
reply-sending = Sending…
reply-sent = Your answer is on its way.
saved-moment = Saved a moment ago
saved-at = Saved { $when }
saving = Saving…

## Pictures

pictures-remove = Remove { $name }
pictures-list = Pictures
pictures-refused = { $count ->
    [one] One file was not attached
   *[other] { $count } files were not attached
}
refused-too-large = { $name } is larger than the desk takes ({ $limit }).
refused-not-a-picture = { $name } is not a PNG or JPEG picture.
refused-too-many-pixels = { $name } has too many pixels. Crop it, or save it smaller.
refused-damaged = { $name } is damaged and cannot be opened.
refused-unreadable = { $name } cannot be read.
refused-too-many = { $name } is one too many: the desk takes { $limit } with one message.
refused-dismiss = Understood

## New issue

compose-title = New issue
compose-lead = Describe one problem. The more the IT team is told, the sooner it can help.
compose-a = A. Title
compose-a-hint = Starts with the language you write in, so that it reaches the right team member.
compose-a-example = cannot process order
compose-language = Language of the issue
compose-other-language = The language seems to be { $language }.
compose-use-language = Change to { $language }
compose-b = B. What you did when it happened
compose-b-hint = Step by step, with what you expected and what you saw.
compose-c = C. Pictures of the problem
compose-c-hint = PNG or JPEG, up to { $count } pictures of { $size } each. Hidden details such as the place are removed.
compose-choose = Choose files
compose-d = D. Submit tech issue
compose-sending = Submitting…
compose-keep = Keep as draft
compose-sent = Your issue is on its way to the IT team.
compose-used = { $used } of { $limit } characters
problem-title-missing = Give the issue a title.
problem-title-too-long = The title is too long: { $actual } characters, the desk takes { $limit }.
problem-language-missing = Choose the language you write in.
problem-language-not-accepted = The desk does not take issues in this language. Choose another one.
problem-text-missing = Describe what happened.
problem-reply-missing = Write your answer first.
problem-question-missing = Write your question first.
problem-line-missing = Write a message first.
problem-name-missing = Write your name.
problem-email-missing = Write your email address.
problem-email-not-accepted = This is no email address.
problem-text-too-long = The text is too long: { $actual } characters, the desk takes { $limit }.
problem-pictures-too-many = Too many pictures: { $actual }, the desk takes { $limit }.
problem-pictures-not-accepted = The desk does not take these pictures. Remove them, or choose others.
problem-not-accepted = The desk does not take this.

## Tech support chat

chat-nav = Tech support chat
chat-title = Tech support chat
chat-form-title = Get support with live chat
chat-form-lead = Enter a few details to start your online chat below.
chat-form-lead-in = Enter a few details to start your online chat below. The chat is in { $languages } only.
chat-name = What is your name?
chat-email = Email address
chat-member-id = Member ID (optional)
chat-topic = What is it about?
chat-topic-any = Anything
chat-question = How can we help?
chat-start = Start chat
chat-starting = Starting…
chat-started = Your question is on its way to the queue.
chat-to-issue = Submit as an issue
chat-to-issue-instead = Submit as an issue instead
chat-open = The chat is open.
chat-open-free = Nobody waits before you.
chat-open-waiting = { $count ->
    [one] One member waits.
   *[other] { $count } members wait.
}
chat-open-wait = { $count ->
    [0] Nobody waits before you.
    [one] One member waits.
   *[other] { $count } members wait.
} { $minutes ->
    [one] You would wait about a minute.
   *[other] You would wait about { $minutes } minutes.
}
chat-full = The queue is full right now.
chat-closed = The chat is closed now.
chat-closed-until = The chat is closed now. It opens { $when }.
chat-unknown = Svara can’t say whether the chat is open until the desk has been reached.
chat-signed-out = Svara can’t say whether the chat is open until you have signed in again.
chat-as-issue = Write your question all the same: as an issue it reaches the team, and nothing you type is lost.
chat-none = This desk has no chat
chat-none-more = Submit an issue instead; the team answers it there.
chat-failed = The chat could not be read
chat-gone = This chat is not there any more.
    .safe = What you wrote stands under Drafts and outbox.
    .do = Begin a new chat, or submit an issue.
chat-gate-title = The chat is in { $languages } only
chat-gate-more = Your question seems to be in { $language }. As an issue it reaches a team member who reads { $language }. Everything you have written comes along.
chat-gate-neither = Your question seems to be in { $language }. The desk takes no issues in that language, either.
chat-gate-told = Your question seems to be in { $language }, and the chat is in { $languages } only.
chat-gate-issue = Submit as an issue in { $language }
chat-gate-write = Write in { $languages }
chat-gate-anyway = Start the chat anyway
chat-lead = You can go on working: Svara tells you when a team member joins.
chat-lead-in = In { $languages } only. You can go on working: Svara tells you when a team member joins.
chat-joining = Joining the queue…
chat-place = { $place ->
    [1] You are next in the queue
    [2] You are second in the queue
    [3] You are third in the queue
   *[other] You are number { $place } in the queue
}
chat-wait = { $minutes ->
    [one] About a minute to wait
   *[other] About { $minutes } minutes to wait
}
chat-kept = Your question is kept. If nobody comes, it becomes an issue with one press.
chat-leave = Leave the queue
chat-leave-title = Leave the queue?
chat-leave-more = Your place is given to the next one. What you wrote stays in the list of your chats.
chat-wait-on = Stay in the queue
chat-end = End chat
chat-end-title = End this chat?
chat-end-more = The conversation stays here to be read. If the problem shows again, start a new chat or submit an issue.
chat-go-on = Go on talking
chat-state-starting = Starting
chat-state-waiting = In the queue
chat-state-active = In progress
chat-state-ended = Ended
chat-with = With { $name }
chat-messages = Conversation
chat-said = { $name }: { $text }
chat-typing = { $name } is writing…
chat-delivered = Delivered
chat-fresh = { $count ->
    [one] One new message
   *[other] { $count } new messages
}
chat-joined = { $name } has joined
chat-left = { $name } has left. You are in the queue again, at its front.
chat-transferred = { $from } hands over to { $name }
chat-over = The chat is over
chat-suggested = The team asks you to submit an issue
chat-suggests = The team asks you to submit an issue
chat-suggests-more = The form is filled in with everything you wrote here, in the language you wrote it in.
chat-line = Your message
chat-line-placeholder = Write a message…
chat-send = Send
chat-ended-member = You ended the chat
chat-ended-agent = The team member ended the chat
chat-ended-idle = The chat ended because nobody wrote for a while
chat-ended-lost-contact = The chat ended because the desk lost contact with Svara
chat-ended-queue-timeout = Nobody came in time
chat-ended-closed = The desk closed its chat
chat-ended-not-begun = The desk took no new chats at that moment
chat-transcript = The conversation stays here, and you find it with the search.
chat-kept-as = Your question is kept as a draft of an issue, with every word and picture.
chat-open-kept = Go on with the draft
chat-unsent-line = You had begun a message. It can’t be sent to this chat any more.
chat-new = New chat
chat-all = All chats
chat-earlier = Earlier chats
chat-earlier-more = Show more
chat-list-failed = The list of your chats could not be read

## Drafts and outbox

drafts-title = Drafts and outbox
drafts-lead = What you are writing, and what is still on its way. Nothing here is lost when Svara or the network stops.
drafts-outbox = On its way
drafts-drafts = Drafts
drafts-empty = Nothing unfinished
drafts-empty-more = Everything you wrote has arrived at the desk.
draft-submit = New issue
draft-reply = Answer to “{ $title }”
draft-chat = Question for the chat
draft-say = Message in a chat
draft-untitled = No title yet
draft-no-text = No text yet
draft-continue = Go on writing
draft-delete = Delete
draft-delete-title = Delete this draft?
draft-delete-more = The text and its pictures are deleted from this computer.
draft-saved = Saved { $when }
draft-pictures = { $count ->
    [one] { $count } picture
   *[other] { $count } pictures
}
op-queued = Waits for its turn
op-uploading = Sending pictures: { $sent } of { $total }
op-sending = Sending…
op-waiting = Goes out by itself as soon as it can
op-stuck = Could not be sent
op-progress = Progress
op-take-back = Take back
op-unclear = Did it arrive?
op-unclear-arrived = It is there
op-unclear-again = Send again
op-taking-back = Being taken back…
op-taking-back-more = It becomes a draft again, unless the desk has it already.
op-taken-back = Taken back. It is a draft again.
op-taken-arrived = It had arrived already, so it stays sent.
op-submit = New issue: { $title }
op-reply = Answer to “{ $title }”
op-chat = Question for the chat
op-say = Message in a chat
op-end-chat = End of a chat
send-queued = Queued
send-uploading = Sending…
send-sending = Sending…
send-waiting = Waiting
send-stuck = Not sent

## Not eligible

rank-title = Technical Issues is not open to your rank
rank-rule = This desk serves members from { $lowest } on; your rank is { $rank }.
rank-rule-lowest = This desk serves members from { $lowest } on.
rank-rule-unknown = The desk says that your rank is not served here.
rank-instead = What to do instead
rank-ask = Ask your account manager.
rank-check = Check again
rank-checking = Checking…
rank-same = Checked: nothing has changed.

## Account

account-menu = Account: { $name }
account-rank = { $rank } · { $desk }
account-switch = Accounts
account-add = Add another account
account-sign-out = Sign out
account-unread-desk = { $name }, { $desk }
session-only = You stay signed in until Svara ends.
session-missing = This computer has no keychain that could keep your sign-in.
session-not-set-up = This computer’s keychain has not been set up yet. Create it, then try again.
session-locked = This computer’s keychain is locked. Unlock it, then try again.
session-failed = This computer’s keychain did not take your sign-in.
session-keep = Keep me signed in
session-only-hide = Hide
demo-banner = This is the built-in desk with demo data.
demo-ask = Let the desk ask me something
demo-asked = Asked. A notice appears within a few seconds.
demo-nothing = The desk has no open issue to ask about. Submit one first.

## Sign-out

signout-title = Sign out { $name }?
signout-plain = The sign-in at { $desk } ends, and what Svara keeps of this account on this computer is erased.
signout-unsent = Some things have not arrived at the desk:
signout-what = What shall happen to them?
signout-send = Send first
signout-send-more = Signs out once everything has arrived at the desk.
signout-export = Export
signout-export-more = Saves texts and pictures into a folder of your choice, then signs out.
signout-keep = Keep for this account
signout-keep-more = They stay on this computer until { $user } signs in again.
signout-delete = Delete
signout-delete-more = They are deleted for good.
signout-submit = Sign out
signout-running = Signing out…
signout-left = Not signed out: this could not be sent yet.
signout-not-done = You are still signed in.
signout-failed = You are still signed in. Nothing was erased.

## Settings

settings-title = Settings
settings-lead = Every change counts at once.
settings-language = Language
settings-language-system = As the computer
settings-appearance = Appearance
settings-appearance-system = As the computer
settings-appearance-light = Light
settings-appearance-dark = Dark
settings-close = When you close the window
settings-close-ask = Svara stays in the tray where there is one, else it asks
settings-close-stay = Svara goes on and tells you when the desk asks something
settings-close-quit = Svara quits
notices-title = Notices
notices-kinds = What Svara tells you
notices-kind-awaiting = An issue awaits your feedback
notices-kind-deadline = The desk will close an issue that you have not answered
notices-kind-closed = The desk closes an issue
notices-kind-reopened = The desk opens an issue again
notices-kind-reply = The desk replies and asks nothing
notices-kind-chat = Somebody writes in a chat
notices-kind-stuck = Something that you wrote could not be sent
notices-content = Show what a notice is about
notices-content-more = Otherwise it only says that an issue awaits your feedback.
notices-sound = Sound
notices-sound-system = As the computer
notices-sound-off = None
notices-sound-bell = Bell
notices-sound-complete = Something is done
notices-sound-information = Something to know
notices-sound-mail = New mail
notices-pause = Pause
notices-pause-hour = For an hour
notices-pause-tomorrow = Until tomorrow
notices-pause-over = End the pause
# $when (String) - a day and a time.
notices-paused = Nothing is told of issues until: { $when }
notices-deadline-breaks = Tell me all the same when an issue is about to be closed
history-title = What Svara told you
history-empty = Nothing yet
history-more = Show more
quiet-title = Quiet hours
quiet-more = What comes meanwhile is told as one when they end. Chats go on.
# $day (String) - a weekday.
quiet-from = { $day }: quiet from
quiet-to = { $day }: quiet until
quiet-next-day = the next day
settings-accounts = Accounts
settings-about = About
settings-about-more = Svara { $version }. Follow and answer the issues of your technical support desk.

## Start at login

login-title = Start at login
login-switch = Start Svara when you log in
login-why = Svara can tell you only while it runs. It starts in the tray, without a window.
login-unknown = This computer does not say whether it does.
login-ask = Start Svara when you log in?
login-yes = Yes, start it
login-no = No
login-failed = This computer does not let it be changed. You can try again in Settings.

## Would I be told?

told-title = Would I be told?
told-lead = Between the desk and you lie several links. Here is how each of them is now.
told-open = Look
told-again = Look again
told-try-title = Try a notice
told-try-lead = The only proof is a notice that you see: Svara shows one now, and you press it.
told-try = Show me a notice
told-trying = Press the notice. Svara waits for a minute.
told-pressed = You saw it and pressed it: notices reach you.
told-not-pressed = Nobody pressed it. If you saw it, try again; if not, look at the links above.
told-not-shown = It could not be shown. The links above say why.
# $name (String) - the link. $detail (String) - how it is.
told-broken = You may not be told. { $name }: { $detail }
told-look = Look
told-hide = Hide

## Links into the app

astray-title = This link leads to no issue that is known here
astray-more = It names another desk than yours, or an issue that is not yours. Nothing was opened.
astray-hide = Understood

## Closing the window

askclose-title = Close the window?
askclose-more = This desktop shows no tray. Svara can go on without a window and still tell you when the desk asks something; start it again to open the window. You can change this in Settings.
askclose-stay = Go on without a window
askclose-quit = Quit Svara
askquit-title = Quit with words that are not saved?
askquit-more = This computer’s disk does not take what you wrote last. If Svara ends now, that is lost. Svara saves it by itself as soon as the disk takes it.
askquit-stay = Don’t quit
askquit-quit = Quit and lose it

## Keyboard

help-title = Keyboard
help-open = Keyboard shortcuts
help-search = Search
help-new = New issue
help-chat = Tech support chat
help-lists = Awaiting feedback, open, closed
help-rows = Through the list
help-enter = Open the issue
help-answer = Answer
help-briefing = Answer what waited while you were away
help-walk = The next one that waited
help-send = Send
help-attach = Attach pictures
help-check = Check now
help-back = Back
help-help = This page
key-control = Ctrl
key-shift = Shift
key-enter = Enter
key-escape = Esc
key-or = or

## This computer’s disk

disk-again = There is room again. Everything is saved.
salvaged-title = Some of what Svara had saved here was damaged
salvaged-rescued = Rescued: { $drafts ->
    [one] { $drafts } draft
   *[other] { $drafts } drafts
} and { $operations ->
    [one] { $operations } unsent message
   *[other] { $operations } unsent messages
}.
salvaged-issues = Your issues are safe at the desk, and nothing is told to you twice.
salvaged-lost = Not everything could be read. Look through Drafts and outbox.
salvaged-look = Drafts and outbox
salvaged-hide = Understood

## What went wrong: what happened, what is safe, what to do

error-address-unreadable = This is not an address of a desk.
    .safe = Nothing was sent.
    .do = Write it as it stands in your invitation, for example help.example.com.
error-address-not-secure = This address would send your password readable.
    .safe = Nothing was sent.
    .do = Use the desk’s https address. Plain http works only with a desk on this computer.
error-not-a-desk = Something answered at this address, but it is no Svara desk.
    .safe = Your password was not sent.
    .do = Check the address, or ask those who run your desk.
error-wrong-password = User name and password do not fit together.
    .safe = Nothing was changed at the desk.
    .do = Check both, and whether Caps Lock is on.
error-locked-out = There were too many tries. The desk has locked this sign-in for a while.
    .safe = Your account and your issues are untouched.
    .do = Wait some minutes, then try again.
error-signed-out = Your sign-in at the desk has ended.
    .safe = Your drafts and what waits to be sent are kept on this computer.
    .do = Sign in again; everything goes on where it was.
error-keychain = This computer’s keychain is locked or does not answer.
    .safe = Your sign-in is kept there and nowhere else.
    .do = Unlock the keychain and check again, or sign in again.
error-unreachable = The desk could not be reached.
    .safe = What you wrote is kept and goes out by itself later.
    .do = Check the network connection.
error-certificate-expired = The desk’s security certificate is out of date.
    .safe = Nothing was sent.
    .do = Check this computer’s date and time. If they are right, tell those who run the desk.
error-certificate-foreign = The security certificate belongs to another address.
    .safe = Nothing was sent.
    .do = Check the address letter by letter. If it is right, tell those who run the desk.
error-certificate-untrusted = This computer does not trust whoever signed the desk’s certificate.
    .safe = Nothing was sent.
    .do = If your organisation has a certificate of its own, it must be installed on this computer first.
error-captive-portal = A network’s own sign-in page answered instead of the desk.
    .safe = Nothing of yours was sent to it.
    .do = Open a web browser, sign in to the network, then try again.
error-not-eligible = The desk does not serve your rank.
    .safe = Your drafts are kept on this computer.
    .do = Ask your account manager.
error-throttled = The desk asks Svara to slow down.
    .safe = What you wrote is kept.
    .do = Svara tries again by itself in a while.
error-gone = It is not at the desk any more.
    .safe = What you wrote is kept.
    .do = Take it back and submit it as a new issue.
error-refused = The desk did not take this.
    .safe = What you wrote is kept.
    .do = Take it back, change it and send it again.
error-desk-trouble = The desk is in trouble right now.
    .safe = What you wrote is kept and goes out by itself later.
    .do = Svara tries again by itself. If it lasts, tell those who run the desk.
error-not-understood = The desk’s answer was not understood.
    .safe = You see the last state that was certain.
    .do = Check for a newer Svara, or tell those who run the desk.
error-unclear = Svara can’t tell whether this has arrived at the desk.
    .safe = It is kept here, and nothing is sent twice.
    .do = Look in the desk’s own pages, or ask there: if you find this text, it is there; if not, send it again.
error-time-asked = You have asked for time already.
    .safe = The desk has your answer, or it is on its way.
    .do = Answer when you can; a new question of the desk can be put off again.
error-storage = Nothing can be saved on this computer.
    .safe = What you just wrote is kept as long as Svara runs.
    .do = Make room on the disk. Svara tries again by itself.
error-disk-full = This computer’s disk is full.
    .safe = What was saved is safe and can be read. What you write now is kept as long as Svara runs.
    .do = Make room on the disk. Svara then saves and goes on by itself.
error-disk-read-only = Svara may not write to this computer’s disk.
    .safe = What was saved is safe and can be read. What you write now is kept as long as Svara runs.
    .do = Check who may write to Svara’s folder. Svara then saves and goes on by itself.
error-disk-failing = This computer’s disk does not take what Svara saves.
    .safe = What you write now is kept as long as Svara runs.
    .do = Don’t quit Svara, and have the disk checked. Svara tries again by itself.
error-defect = Svara made a mistake.
    .safe = What was saved before is kept.
    .do = Try again. If it happens again, start Svara anew; its log says more.
