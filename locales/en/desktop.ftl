### What Svara says outside its window: notices, the tray, dialogs of the system, exported files.
### Arguments are plain text in one line; numbers are written as in the member's region.

app-name = Svara
built-in-desk = Desk on this computer

## Notices

# $asker (String) - who asks. $question (String) - the question's first sentence.
notice-question = { $asker } asks: { $question }
notice-question-of-desk = The desk asks: { $question }
notice-asks = { $asker } asks you something
notice-hidden = An issue awaits your feedback
notice-reminder = Still awaits your feedback
# $day (String) - a weekday and a date.
notice-deadline = The desk will close this on { $day }
notice-deadline-about = The desk will close this about { $day }
# $time (String) - a time of today.
notice-deadline-today = The desk will close this today at { $time }
notice-deadline-midnight = The desk will close this tonight at midnight
notice-deadline-about-today = The desk may close this today
notice-deadline-over = The desk may close this at any time
notice-unsent = Your answer has not been sent yet
# $count (Number) - how many issues await feedback.
notice-summary = { $count ->
    [one] One issue awaits your feedback
   *[other] { $count } issues await your feedback
}
# $title (String) - the title of the most urgent issue. $others (Number) - how many more there are, 0 or more.
notice-summary-body = { $others ->
    [0] { $title }
    [one] { $title }, and one more
   *[other] { $title }, and { $others } more
}
# $count (Number) - how many issues the desk did something to that asks for nothing.
notice-news = { $count ->
    [one] One issue has news
   *[other] { $count } issues have news
}
# Of something that the member wrote: the title is that of its issue.
notice-stuck = What you wrote could not be sent. It needs you.
notice-stuck-unclear = What you wrote may not have arrived. It needs you.
# $count (Number) - how many things that the member wrote need them.
notice-stuck-summary = { $count ->
    [one] Something that you wrote could not be sent
   *[other] { $count } things that you wrote could not be sent
}
notice-closed = The desk has closed this issue
notice-reopened = The desk has opened this issue again
# $author (String) - who wrote. $text (String) - the entry's first sentence.
notice-reply = { $author } replied: { $text }
notice-replied = The desk has replied
notice-chat = Chat
# $agent (String) - the team member's name.
notice-chat-with = Chat with { $agent }
notice-chat-joined = { $agent } is here now
notice-chat-here = A team member is here now
notice-chat-file = A file for you
notice-chat-hidden = Something new for you
notice-chat-suggests = The team asks you to submit an issue
notice-chat-ended = The chat is over
notice-chat-idle = The chat is over: nobody wrote for a while
notice-chat-nobody = Nobody came in time. Your question is kept as a draft.
notice-trial = This is a test
notice-trial-body = Press it, and Svara knows that you see its notices.
button-seen = I see it
button-answer = Answer
button-later = Later
button-open = Open

## Tray

tray-tooltip-none = Svara: nothing waits for you
tray-tooltip = { $count ->
    [one] Svara: one issue awaits your feedback
   *[other] Svara: { $count } issues await your feedback
}
tray-tooltip-unsure = Svara: not up to date
tray-tooltip-count-unsure = { $count ->
    [one] Svara: one issue awaits your feedback; not up to date
   *[other] Svara: { $count } issues await your feedback; not up to date
}
tray-tooltip-signed-out = Svara: not signed in
tray-open = Open Svara
tray-sign-in = Sign in…
tray-check-now = Check now
tray-pause-hour = Pause notices for an hour
tray-pause-tomorrow = Pause notices until tomorrow
# $when (String) - a time, or a day and a time.
tray-paused = Notices pause until { $when }
tray-go-on = Go on with notices
tray-awaiting = { $count ->
    [one] One issue awaits your feedback
   *[other] { $count } issues await your feedback
}
tray-none = Nothing waits for you
tray-unsure = Not checked yet
# $when (String) - a time, or a day and a time.
tray-checked = Last checked { $when }
tray-more = { $count ->
    [one] One more…
   *[other] { $count } more…
}
tray-quit = Quit Svara

## The self-test: would I be told?

checkup-question = Would I be told?
checkup-green = In order
checkup-amber = Worth a look
checkup-red = Broken
checkup-unknown = Cannot be known
checkup-sign-in = Sign-in
# $desk (String) - the desk's name.
checkup-sign-in-at = Sign-in at { $desk }
checkup-check = Last check of { $desk }
checkup-feed = Live connection to { $desk }
checkup-clock = Clock against { $desk }
checkup-keychain = Keychain
checkup-service = Notification service
checkup-permission = Permission to show notices
checkup-disturb = Do not disturb
checkup-pause = Pause
checkup-quiet = Quiet hours
checkup-kinds = What you are told of
checkup-tray = Tray
checkup-login = Start at login
checkup-trial = Test notice
checkup-nobody = Nobody is signed in
# $name (String) - the name to sign in with.
checkup-signed-in = Signed in as { $name }
checkup-signed-out = The sign-in has ended
checkup-not-eligible = The desk does not serve your rank
checkup-sign-in-unknown = The desk has not answered yet
# $checked (String) - a sentence: when the last check was, without a full stop.
checkup-checking = A check is under way. { $checked }
checkup-offline = The desk is not reached. { $checked }
checkup-desk-trouble = The desk is in trouble. { $checked }
checkup-storage = The desk’s answer cannot be saved on this computer. { $checked }
checkup-fed = Connected: you are told at once
checkup-polled = This desk has none; Svara asks every few minutes
checkup-not-fed = Not connected now; Svara asks every few minutes
checkup-not-fed-yet = Not connected yet
checkup-clock-same = The clocks agree
# $minutes (Number)
checkup-clock-slow = { $minutes ->
    [one] This computer’s clock is a minute behind
   *[other] This computer’s clock is { $minutes } minutes behind
}
checkup-clock-fast = { $minutes ->
    [one] This computer’s clock is a minute ahead
   *[other] This computer’s clock is { $minutes } minutes ahead
}
checkup-clock-unknown = The desk has not said its time
checkup-keychain-keeps = It keeps your sign-in
checkup-keychain-none = There is none, so your sign-in lasts until Svara ends
checkup-keychain-failed = It did not take your sign-in, which lasts until Svara ends
checkup-keychain-locked = It does not give your sign-in out
checkup-keychain-unknown = Nothing is in it yet
checkup-keychain-silent = It has not given your sign-in out yet, and may ask you to unlock it
checkup-keychain-empty = Your sign-in is not in it
checkup-service-runs = It answers
checkup-service-missing = None runs on this computer
checkup-service-silent = It does not answer
checkup-service-unknown = It cannot be asked here
checkup-not-said = This computer does not say
checkup-allowed = Notices of Svara are allowed
checkup-forbidden = Notices of Svara are switched off in this computer’s settings
checkup-unseen = Notices of Svara do not come up; they only lie in the list
checkup-disturb-off = Off
checkup-disturb-on = On: this computer holds notices back
checkup-quiet-not-now = Not now
# $when (String) - a day and a time.
checkup-quiet-now = Until { $when }; what comes meanwhile is told then
checkup-kinds-on = Issues that await your feedback, and that the desk will close
checkup-awaiting-off = Issues that await your feedback are switched off
checkup-deadline-off = Issues that the desk will close are switched off
checkup-kinds-off = Issues that await your feedback, and that the desk will close, are switched off
checkup-tray-there = Svara goes on there when you close the window
checkup-tray-missing = This desktop shows none, so closing the window asks you
checkup-tray-not-needed = This desktop shows none; Svara goes on without
checkup-quits = Closing the window quits Svara, and then nothing is told
checkup-login-on = Svara starts when you log in
checkup-login-off = Off: after a restart nothing is told until you start Svara
checkup-login-chosen = Off, as you chose
checkup-login-gone = You switched it on, and it is gone or starts another Svara
# Of the test notice.
checkup-trial-asks = A test notice is shown now. Press it within a minute.
checkup-pressed = You saw it and pressed it
checkup-not-pressed = Nobody pressed it
checkup-not-shown = It could not be shown
checkup-do-sign-in = Open Svara and sign in.
checkup-do-look = Open Svara: the window says what you can do.
checkup-do-network = Check this computer’s network. Svara tries again by itself.
checkup-do-wait = Svara tries again by itself.
checkup-do-disk = Make room on this computer’s disk.
checkup-do-clock = Let this computer set its clock by the network.
checkup-do-keychain = Unlock or set up the keychain, then sign in again.
checkup-do-service = Start your desktop’s notification service, or install one.
checkup-do-allow = Allow notices of Svara in this computer’s settings.
checkup-do-banners = Let notices of Svara come up, in this computer’s settings.
checkup-do-disturb = Look at Svara yourself until it is over, or switch it off.
checkup-do-quiet = Look at Svara yourself until then, or change them in Settings.
checkup-do-kinds = Switch them on in Settings.
checkup-do-go-on = Let notices go on, in the tray or in Settings.
checkup-do-close = Choose in Settings that Svara goes on when you close the window.
checkup-do-login = Switch it on in Settings.
checkup-do-press = If you saw it, try again and press it. If not, look at the links above.
checkup-waits-for-keychain = Waiting for the keychain, for up to a minute: it may ask you to unlock it.
checkup-handed-over = Svara was started meanwhile. It goes on with the test, from the beginning.
checkup-not-tested = Not tested: Svara runs here and does not answer, or its data cannot be opened. Open Svara and look in Settings.

## Dialogs and exported files

pick-pictures-title = Choose pictures
pick-pictures-filter = Pictures (PNG, JPEG)
export-folder-title = Choose a folder for what is unsent
# $date (String) - 2020-08-03. Part of a file name.
export-file-name = Svara - unsent { $date }
# $name (String) - the member. $desk (String) - the desk's name. $when (String) - a day and a time.
export-heading = What { $name } had not sent to { $desk } on { $when }
export-submit = New issue
export-reply = Reply to: { $title }
export-question = Question for the chat
export-line = Message in a chat
export-draft = Draft, last saved { $when }
export-unsent = Sent { $when }, not received by the desk
export-unknown = Sent { $when }, perhaps received by the desk
export-title = Title: { $title }
export-pictures = Pictures: { $names }
