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
notice-deadline-about-today = The desk may close this today
notice-deadline-over = The desk may close this at any time
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
tray-tooltip-signed-out = Svara: not signed in
tray-open = Open Svara
tray-sign-in = Sign in…
tray-check-now = Check now
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
