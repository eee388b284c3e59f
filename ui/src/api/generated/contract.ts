// Made from crates/api by `cargo xtask bindings`; a test compares.

/** An account. */
export type AccountArgs = { 
/**
 * Which.
 */
account: string, };

/** A member signed in to a desk. */
export type AccountView = { 
/**
 * Our name for it.
 */
id: string, 
/**
 * The desk's name.
 */
desk: string, 
/**
 * The desk's host, as a member recognises it.
 */
host: string, 
/**
 * The desk's full address.
 */
address: string, 
/**
 * The member's name.
 */
name: string, 
/**
 * The name to sign in with.
 */
user_name: string, 
/**
 * The member's e-mail address.
 */
email: string | null, 
/**
 * The member's rank.
 */
rank: string | null, 
/**
 * Whether the desk serves the member.
 */
eligible: boolean, 
/**
 * The lowest rank the desk serves.
 */
lowest_rank: string | null, 
/**
 * The desk's announcement.
 */
announcement: string | null, 
/**
 * The languages an issue may be written in, the interface's language first.
 */
languages: Array<LanguageView>, 
/**
 * What the desk accepts.
 */
limits: LimitsView, 
/**
 * Whether the desk takes files.
 */
attachments: boolean, 
/**
 * Whether the desk chats with the member.
 */
chat: boolean, 
/**
 * Whether this desk can be asked to ask the member something.
 */
demo: boolean, 
/**
 * Why the sign-in lasts only until the app ends; none: it is in the keychain.
 */
session_only: KeychainProblem | null, 
/**
 * How much the lists can be trusted.
 */
freshness: FreshnessView, 
/**
 * How many there are of everything.
 */
counts: CountsView, };

/** An address as a member types it. */
export type AddressArgs = { 
/**
 * Perhaps without a scheme.
 */
address: string, };

/** Light or dark. */
export type Appearance = "system" | "light" | "dark";

/** Asking the desk for time. */
export type AskTimeArgs = { 
/**
 * Which account.
 */
account: string, 
/**
 * Which issue.
 */
issue: string, 
/**
 * One of the days that were offered: 2026-11-30.
 */
day: string, };

/** What asks for time. */
export type AskedTimeView = { 
/**
 * What the member would send.
 */
text: string, 
/**
 * The language it is in, by its own name.
 */
language: string, };

/** A file with an entry. */
export type AttachmentView = { 
/**
 * The file's safe name.
 */
name: string, 
/**
 * Its type by content.
 */
media_type: string, 
/**
 * Its length.
 */
bytes: number, 
/**
 * Whether the window can show it as a picture.
 */
picture: boolean, 
/**
 * The id of a small picture of it, at most 320 × 240 pixels.
 */
thumb: string | null, 
/**
 * The id of the picture itself.
 */
full: string | null, };

/** What waited for a member who was away, and still does. */
export type BriefingView = { 
/**
 * When they were here last.
 */
since: string, 
/**
 * The issues, the least time left first; never nothing, and not all where there are very many.
 */
rows: Array<IssueRow>, 
/**
 * How many more there are.
 */
more: number, };

/** The built-in desk on this computer. */
export type BuiltInView = { 
/**
 * Its address.
 */
address: string, 
/**
 * The demo member's user name, to be filled in.
 */
user_name: string, 
/**
 * The demo member's password, to be filled in: everybody knows it.
 */
password: string, };

/** A chat. */
export type ChatArgs = { 
/**
 * Which account.
 */
account: string, 
/**
 * Which chat: as its desk calls it, or the operation that starts it.
 */
chat: string, };

/** Whether a chat can be started. */
export type ChatAvailability = "open" | "closed" | "full" | "unknown" | "none";

/** Whether and how a chat can be started. */
export type ChatDeskView = { 
/**
 * In a word.
 */
availability: ChatAvailability, 
/**
 * When it opens again, where the desk says.
 */
opens_at: string | null, 
/**
 * How many wait.
 */
waiting: number, 
/**
 * How long a new one is likely to wait, where the desk can say.
 */
wait_seconds: number | null, 
/**
 * What a chat can be about; empty: anything.
 */
topics: Array<TopicView>, 
/**
 * The languages spoken; empty: any.
 */
languages: Array<LanguageView>, 
/**
 * The member's name, for the form.
 */
name: string, 
/**
 * The member's address, for the form.
 */
email: string, 
/**
 * The member ID, for the form.
 */
member_id: string | null, 
/**
 * The longest message.
 */
text_chars: number, 
/**
 * The most files with one message.
 */
files_per_message: number, 
/**
 * The chat that is not over, or the operation that starts one: there is one at a time.
 */
current: string | null, 
/**
 * Why it is not known whether a chat can be started, or not known lately.
 */
problem: ErrorCode | null, };

/** By whom or what a chat was ended. */
export type ChatEnd = "member" | "agent" | "idle" | "lost_contact" | "queue_timeout" | "closed";

/** Who asks in a chat, as it is now. */
export type ChatFormArgs = { 
/**
 * The name that the team sees.
 */
name: string, 
/**
 * Where the desk can write to.
 */
email: string, 
/**
 * The member ID.
 */
member_id: string | null, 
/**
 * What it is about: a topic's id.
 */
topic: string | null, };

/** Who asks in a chat. */
export type ChatFormView = { 
/**
 * The name that the team sees.
 */
name: string, 
/**
 * Where the desk can write to.
 */
email: string, 
/**
 * The member ID.
 */
member_id: string | null, 
/**
 * What it is about: a topic's id.
 */
topic: string | null, };

/** A chat in a list. */
export type ChatRowView = { 
/**
 * The desk's name for it, or the operation that starts it.
 */
id: string, 
/**
 * Where it stands.
 */
state: ChatStateWord, 
/**
 * The question's beginning, in one line.
 */
question: string, 
/**
 * The team member who is there, or was last.
 */
agent: string | null, 
/**
 * When it began.
 */
opened: string, 
/**
 * When it ended.
 */
ended: string | null, 
/**
 * By whom or what.
 */
ended_by: ChatEnd | null, 
/**
 * Whether something in it is new to the member.
 */
unread: boolean, };

/** Where a chat stands. */
export type ChatStateWord = "starting" | "waiting" | "active" | "ended";

/** A chat with its messages. */
export type ChatView = { 
/**
 * The desk's name for it; while it starts, the operation's. Either name finds it later.
 */
id: string, 
/**
 * Where it stands.
 */
state: ChatStateWord, 
/**
 * While it waits: 1 is the next.
 */
place: number | null, 
/**
 * While it waits: how long it is likely to, where the desk can say.
 */
wait_seconds: number | null, 
/**
 * The team member who is there, or was last.
 */
agent: string | null, 
/**
 * Whether the team member types.
 */
agent_typing: boolean, 
/**
 * The question's beginning, in one line.
 */
question: string, 
/**
 * When it began.
 */
opened: string, 
/**
 * When it ended.
 */
ended: string | null, 
/**
 * By whom or what.
 */
ended_by: ChatEnd | null, 
/**
 * Whether the team asks the member to submit an issue instead.
 */
suggests_issue: boolean, 
/**
 * The messages in the desk's order, then what is on its way there.
 */
messages: Array<MessageView>, 
/**
 * The line being written.
 */
draft: DraftView | null, 
/**
 * The issue's draft that its question has become, for nobody came.
 */
kept_as: string | null, 
/**
 * How much it can be trusted.
 */
freshness: FreshnessView, };

/** The answer to "what does closing the window do?". */
export type CloseArgs = { 
/**
 * Stay or quit.
 */
choice: OnClose, };

/** When a desk closes an issue that nobody answers. */
export type ClosesView = { 
/**
 * When.
 */
at: string, 
/**
 * Working days that are left, a begun one counted; 0: the time is over.
 */
days_left: number, 
/**
 * Whether it is the desk's own word; else it is said as "about".
 */
sure: boolean, };

/** How many there are. */
export type CountsView = { 
/**
 * Issues awaiting feedback.
 */
awaiting: number, 
/**
 * Open issues.
 */
open: number, 
/**
 * Closed issues.
 */
closed: number, 
/**
 * Drafts.
 */
drafts: number, 
/**
 * Operations in the outbox.
 */
outbox: number, 
/**
 * Operations that need the member.
 */
stuck: number, 
/**
 * Messages of chats that the member has not seen.
 */
chats: number, };

/** Whether what the member said has arrived. */
export type Delivery = "sending" | "delivered" | "failed";

/** A desk that answered at an address. */
export type DeskView = { 
/**
 * Its name.
 */
name: string, 
/**
 * Its address as understood.
 */
address: string, 
/**
 * Whether it has a page for a forgotten password (`open_password_page` opens it).
 */
password_page: boolean, };

/** Something being written. */
export type DetectArgs = { 
/**
 * Which account.
 */
account: string, 
/**
 * The title without its tag; empty where there is none.
 */
title: string, 
/**
 * The text.
 */
text: string, };

/** The language of something that is being written. */
export type DetectedView = { 
/**
 * BCP 47; none: nothing is claimed.
 */
language: string | null, 
/**
 * By its own name.
 */
name: string | null, 
/**
 * Whether it may contradict the member; otherwise it is a guess.
 */
sure: boolean, 
/**
 * Whether it may be one of the desk's chat languages: so it is while nothing is sure.
 */
chat: boolean, };

/** Whether what is written can be saved on this computer. */
export type DiskState = "fine" | "full" | "read_only" | "failing";

/** Whether what is written can be saved on this computer. */
export type DiskView = { 
/**
 * In a word.
 */
state: DiskState, };

/** A draft. */
export type DraftArgs = { 
/**
 * Which.
 */
draft: string, };

/** What a draft is about. */
export type DraftKind = "submit" | "reply" | "chat" | "say";

/** What is being written. */
export type DraftView = { 
/**
 * Our name for it.
 */
id: string, 
/**
 * What it is to become.
 */
kind: DraftKind, 
/**
 * The issue replied to.
 */
issue: string | null, 
/**
 * That issue's title.
 */
issue_title: string | null, 
/**
 * The title without its tag.
 */
title: string, 
/**
 * The language of the tag, BCP 47.
 */
language: string, 
/**
 * The text.
 */
text: string, 
/**
 * The pictures.
 */
pictures: Array<PictureView>, 
/**
 * When it was saved last.
 */
saved: string, 
/**
 * The chat that a line is for.
 */
chat: string | null, 
/**
 * A question's: who asks.
 */
form: ChatFormView | null, };

/** An entry. */
export type EntryView = { 
/**
 * The desk's name for it.
 */
id: string, 
/**
 * Who wrote it.
 */
author: string, 
/**
 * Whether the member did.
 */
mine: boolean, 
/**
 * When.
 */
at: string, 
/**
 * What, in parts; line breaks are in the text.
 */
parts: Array<TextPart>, 
/**
 * Whether it asks the member something.
 */
asks: boolean, 
/**
 * What came with it.
 */
attachments: Array<AttachmentView>, };

/** What went wrong, as a window tells it. */
export type ErrorCode = "address_unreadable" | "address_not_secure" | "not_a_desk" | "wrong_password" | "locked_out" | "signed_out" | "keychain" | "unreachable" | "certificate_expired" | "certificate_foreign" | "certificate_untrusted" | "captive_portal" | "not_eligible" | "throttled" | "gone" | "refused" | "desk_trouble" | "not_understood" | "unclear" | "time_asked" | "storage" | "defect";

/** A failed command. */
export type ErrorView = { 
/**
 * What went wrong.
 */
code: ErrorCode, };

/** What a window hears. */
export type Event = { "event": "stale", 
/**
 * What went stale.
 */
tags: Array<Tag>, } | { "event": "go" } | { "event": "astray" } | { "event": "ask_close" } | { "event": "leave" } | { "event": "ask_quit" };

/** A field of a form. */
export type Field = "title" | "language" | "text" | "pictures" | "name" | "email" | "topic";

/** What is wrong with a field. */
export type FieldProblem = "missing" | "too_long" | "too_many" | "not_accepted";

/** What is wrong with a field. */
export type FieldProblemView = { 
/**
 * Which.
 */
field: Field, 
/**
 * What.
 */
problem: FieldProblem, 
/**
 * The limit, where there is one.
 */
limit: number | null, 
/**
 * What was written, in the limit's unit.
 */
actual: number | null, };

/** Why a chosen file was not attached. */
export type FileProblem = "too_large" | "not_a_picture" | "too_many_pixels" | "damaged" | "unreadable" | "too_many";

/** How much the lists can be trusted right now. */
export type Freshness = "checking" | "up_to_date" | "offline" | "signed_out" | "not_eligible" | "desk_in_trouble" | "not_understood" | "storage";

/** How much the lists can be trusted. */
export type FreshnessView = { 
/**
 * In a word.
 */
state: Freshness, 
/**
 * The last complete good check.
 */
checked: string | null, 
/**
 * What is in the way.
 */
problem: ErrorCode | null, 
/**
 * Whether a check is running now.
 */
running: boolean, };

/** Where a notice or the tray wants the window to go. */
export type Go = { 
/**
 * Which account.
 */
account: string, 
/**
 * Which issue; with neither this nor a chat: the list of what awaits, or what is unfinished.
 */
issue: string | null, 
/**
 * Which chat.
 */
chat: string | null, 
/**
 * Whether it is what was written and is unfinished, where neither issue nor chat is named.
 */
unsent: boolean, 
/**
 * Whether the caret belongs in the reply.
 */
answer: boolean, };

/** A page of what was told. */
export type HistoryArgs = { 
/**
 * Which account.
 */
account: string, 
/**
 * Where to go on.
 */
after: string | null, };

/** A page of what was told, newest first. */
export type HistoryView = { 
/**
 * What was told.
 */
rows: Array<ToldView>, 
/**
 * Pass it as `after` for the next page.
 */
next: string | null, };

/** What a search found. */
export type HitKind = "issue" | "draft" | "chat";

/** An issue, a draft or a chat that a search found. */
export type HitView = { 
/**
 * What it is.
 */
kind: HitKind, 
/**
 * The issue's or chat's name at the desk, or the draft's.
 */
id: string, 
/**
 * The issue that a draft replies to.
 */
issue: string | null, 
/**
 * The issue's number.
 */
number: string | null, 
/**
 * The title: a new issue's draft has it without its tag, a reply's draft has that of its issue, a chat has the
 * beginning of its question.
 */
title: Array<PiecePart>, 
/**
 * Which list the issue is in.
 */
status: List | null, 
/**
 * Date Opened of the issue, or when the chat began.
 */
opened: string | null, 
/**
 * Date Closed of the issue, or when the chat ended.
 */
closed: string | null, 
/**
 * Whether the issue is no longer at the desk.
 */
vanished: boolean, 
/**
 * The text around what was found, in one line; the newest text's beginning if nothing is in it.
 */
piece: Array<PiecePart>, };

/** An issue. */
export type IssueArgs = { 
/**
 * Which account.
 */
account: string, 
/**
 * Which issue.
 */
issue: string, };

/** A page of a list. */
export type IssueListView = { 
/**
 * In order: awaiting and open by newest change, closed by newest date closed.
 */
rows: Array<IssueRow>, 
/**
 * Pass it as `after` for the next page.
 */
next: string | null, 
/**
 * How many the list has.
 */
total: number, 
/**
 * How much it can be trusted.
 */
freshness: FreshnessView, };

/** An issue in a list. */
export type IssueRow = { 
/**
 * The desk's name for it.
 */
id: string, 
/**
 * The number.
 */
number: string, 
/**
 * The title with its language tag.
 */
title: string, 
/**
 * Which list it is in.
 */
status: List, 
/**
 * Date Opened.
 */
opened: string, 
/**
 * Date Closed.
 */
closed: string | null, 
/**
 * The newest entry's author; none at an issue without entries.
 */
last_author: string | null, 
/**
 * Whether the member wrote the newest entry.
 */
last_mine: boolean, 
/**
 * The newest entry's beginning.
 */
last_text: string | null, 
/**
 * Whether something in it is new to the member.
 */
unread: boolean, 
/**
 * What the member sent to it and is still on its way.
 */
sending: SendState | null, 
/**
 * Whether it is no longer at the desk: it can be read, and nothing else.
 */
vanished: boolean, 
/**
 * When the desk closes it if nobody answers; none: it awaits nothing, or that is not known.
 */
closes: ClosesView | null, };

/** An issue with its conversation. */
export type IssueView = { 
/**
 * As in the list.
 */
row: IssueRow, 
/**
 * The language it is written in, by its own name.
 */
language: string | null, 
/**
 * Who asks, while it awaits feedback.
 */
asker: string | null, 
/**
 * Whether the desk takes a reply.
 */
may_reply: boolean, 
/**
 * Whether the desk takes files with it.
 */
may_attach: boolean, 
/**
 * The entries, oldest first.
 */
entries: Array<EntryView>, 
/**
 * Whether the entries are known; when not, `problem` says why or they are being fetched.
 */
loaded: boolean, 
/**
 * Why the entries are not known or not new.
 */
problem: ErrorCode | null, 
/**
 * What the member sent to it and is still on its way, oldest first.
 */
sending: Array<OperationView>, 
/**
 * The reply being written.
 */
draft: DraftView | null, 
/**
 * When the member wants to hear of it again.
 */
later: string | null, 
/**
 * The days until which the member can ask the desk for time (2026-11-30), the next first; none: it cannot be asked
 * for, or was in this round.
 */
ask_time: Array<string>, };

/** A page of a list. */
export type IssuesArgs = { 
/**
 * Which account.
 */
account: string, 
/**
 * Which list.
 */
list: List, 
/**
 * Where to go on.
 */
after: string | null, 
/**
 * At most so many rows, up to 200.
 */
limit: number, };

/** Why the keychain did not take a sign-in. */
export type KeychainProblem = "missing" | "not_set_up" | "locked" | "failed";

/** A language to write in. */
export type LanguageView = { 
/**
 * BCP 47.
 */
tag: string, 
/**
 * By its own name: "Svenska".
 */
name: string, };

/** An issue to be told again. */
export type LaterArgs = { 
/**
 * Which account.
 */
account: string, 
/**
 * Which issue.
 */
issue: string, 
/**
 * When.
 */
when: LaterWhen, 
/**
 * The time of choice; at most 30 days from now.
 */
at: string | null, };

/** When the member wants to hear of an issue again. */
export type LaterWhen = "hour" | "evening" | "morning" | "working_day" | "at";

/** What a desk accepts: characters and bytes. */
export type LimitsView = { 
/**
 * The longest title, language tag included.
 */
title_chars: number, 
/**
 * The longest text.
 */
text_chars: number, 
/**
 * The largest file in bytes.
 */
file_bytes: number, 
/**
 * The most files with one entry.
 */
files_per_entry: number, };

/** A link. */
export type LinkArgs = { 
/**
 * As the entry's part gave it.
 */
href: string, };

/** Which link it is. */
export type LinkKind = "sign_in" | "check" | "feed" | "clock" | "keychain" | "service" | "permission" | "disturb" | "pause" | "quiet" | "kinds" | "tray" | "login";

/** How a link from the desk to the member is. */
export type LinkState = "unknown" | "green" | "amber" | "red";

/** A link from the desk to the member, its texts in the member's language. */
export type LinkView = { 
/**
 * Which.
 */
what: LinkKind, 
/**
 * How it is.
 */
state: LinkState, 
/**
 * The state in a word.
 */
word: string, 
/**
 * What it is called.
 */
name: string, 
/**
 * How it is, in words.
 */
detail: string, 
/**
 * What to do about it.
 */
todo: string | null, 
/**
 * Whether the window says or asks it anyway, or the member chose it.
 */
elsewhere: boolean, };

/** One of the three lists. */
export type List = "awaiting" | "open" | "closed";

/** The start at login. */
export type LoginArgs = { 
/**
 * Whether it is wanted.
 */
on: boolean, };

/** Whether the app starts at login. */
export type LoginView = { 
/**
 * Whether it does; null where the desktop does not say.
 */
on: boolean | null, 
/**
 * Whether the member was asked already.
 */
asked: boolean, };

/** What the member looks at. */
export type LookingArgs = { 
/**
 * Which account.
 */
account: string | null, 
/**
 * Which issue, while the window is in front.
 */
issue: string | null, 
/**
 * Which chat, likewise; never both.
 */
chat: string | null, };

/** What a message tells. */
export type MessageKind = "text" | "joined" | "left" | "transferred" | "ended" | "suggest_issue";

/** Who speaks. */
export type MessageSide = "member" | "agent" | "desk";

/** A message of a chat. */
export type MessageView = { 
/**
 * The desk's name for it, or the operation's.
 */
id: string, 
/**
 * Its order at the desk; none: it is not there yet.
 */
order: number | null, 
/**
 * Who speaks.
 */
side: MessageSide, 
/**
 * A team member's name.
 */
name: string | null, 
/**
 * What it tells.
 */
kind: MessageKind, 
/**
 * When.
 */
at: string, 
/**
 * What, in parts; line breaks are in the text.
 */
parts: Array<TextPart>, 
/**
 * What came with it.
 */
attachments: Array<AttachmentView>, 
/**
 * What goes with it while it is on its way.
 */
pictures: Array<PictureView>, 
/**
 * Whether it has arrived.
 */
delivery: Delivery, 
/**
 * The operation that it is on its way with.
 */
operation: string | null, 
/**
 * Why it waits or failed.
 */
problem: ErrorCode | null, };

/** A new draft. */
export type NewDraftArgs = { 
/**
 * Which account.
 */
account: string, 
/**
 * The issue to reply to; none: a new issue. A reply's draft is made once and found again.
 */
issue: string | null, };

/** No arguments. */
export type Nothing = Record<symbol, never>;

/** What a notice is about. */
export type NoticeKind = "awaiting" | "closed" | "reopened" | "reply" | "deadline" | "chat" | "stuck";

/** How the member wants to be told. */
export type NoticeSettingsArgs = { 
/**
 * What is not told.
 */
off: Array<NoticeKind>, 
/**
 * Whether notices do not say what they are about.
 */
hidden: boolean, 
/**
 * What is heard.
 */
sound: NoticeSound, 
/**
 * When nothing is told of issues: seven days, Monday first.
 */
quiet: Array<QuietArgs | null>, 
/**
 * Whether an issue that is about to be closed is told in quiet hours, too.
 */
deadline_breaks_quiet: boolean, };

/** How the member wants to be told. */
export type NoticeSettingsView = { 
/**
 * What is not told.
 */
off: Array<NoticeKind>, 
/**
 * Whether notices do not say what they are about.
 */
hidden: boolean, 
/**
 * What is heard.
 */
sound: NoticeSound, 
/**
 * When nothing is told of issues: seven days, Monday first.
 */
quiet: Array<QuietView | null>, 
/**
 * Whether an issue that is about to be closed is told in quiet hours, too.
 */
deadline_breaks_quiet: boolean, };

/** What is heard of a notice. */
export type NoticeSound = "system" | "off" | "bell" | "complete" | "information" | "mail";

/** What closing the window does. */
export type OnClose = "ask" | "stay" | "quit";

/** An operation. */
export type OperationArgs = { 
/**
 * Which.
 */
operation: string, };

/** What the member did. */
export type OperationKind = "submit" | "reply" | "chat" | "say" | "end_chat";

/** What the member sent. */
export type OperationView = { 
/**
 * Our name for it.
 */
id: string, 
/**
 * What it does.
 */
kind: OperationKind, 
/**
 * The issue replied to.
 */
issue: string | null, 
/**
 * The chat it is about; a question's is itself.
 */
chat: string | null, 
/**
 * The title of the new issue or of the issue replied to; empty where it is about a chat.
 */
title: string, 
/**
 * The text.
 */
text: string, 
/**
 * The pictures.
 */
pictures: Array<PictureView>, 
/**
 * When the member pressed "send".
 */
made: string, 
/**
 * Where it is.
 */
state: SendState, 
/**
 * Bytes of files sent.
 */
sent_bytes: number, 
/**
 * Bytes of files in all.
 */
total_bytes: number, 
/**
 * Why it waits or is stuck.
 */
problem: ErrorCode | null, 
/**
 * Whether the member wants it back while it is being sent.
 */
wanted_back: boolean, };

/** Part of a text. */
export type PartKind = "text" | "link";

/** A pause of notices. */
export type PauseArgs = { 
/**
 * How long.
 */
length: PauseFor, };

/** How long notices pause. */
export type PauseFor = "over" | "hour" | "tomorrow";

/** Until when notices pause. */
export type PauseView = { 
/**
 * None: they do not.
 */
until: string | null, };

/** What became of the chosen files. */
export type PickedView = { 
/**
 * The draft with the pictures that could be attached.
 */
draft: DraftView, 
/**
 * The files that could not.
 */
refused: Array<RefusedFile>, };

/** A picture of a draft. */
export type PictureArgs = { 
/**
 * Which draft.
 */
draft: string, 
/**
 * Which picture.
 */
picture: string, };

/** A picture with a draft or an operation. */
export type PictureView = { 
/**
 * Our name for it.
 */
id: string, 
/**
 * Its file name.
 */
name: string, 
/**
 * Its length after re-encoding.
 */
bytes: number, 
/**
 * In pixels.
 */
width: number, 
/**
 * In pixels.
 */
height: number, 
/**
 * The id of a small picture of it.
 */
thumb: string, 
/**
 * The id of the picture itself.
 */
full: string, };

/** Part of a found text. */
export type PiecePart = { 
/**
 * What to show.
 */
text: string, 
/**
 * Whether it is what was looked for.
 */
found: boolean, };

/** The quiet hours that begin on a day. */
export type QuietArgs = { 
/**
 * "22:00".
 */
from: string, 
/**
 * "07:00"; when it is not later than `from`, the next day.
 */
to: string, };

/** The quiet hours that begin on a day. */
export type QuietView = { 
/**
 * "22:00".
 */
from: string, 
/**
 * "07:00"; when it is not later than `from`, the next day.
 */
to: string, };

/** A file that could not be attached. */
export type RefusedFile = { 
/**
 * Its name.
 */
name: string, 
/**
 * Why.
 */
problem: FileProblem, };

/** What was rescued of damaged files. */
export type SalvagedView = { 
/**
 * Drafts.
 */
drafts: number, 
/**
 * What had not arrived at the desk yet.
 */
operations: number, 
/**
 * Whether something could not be rescued.
 */
lost: boolean, };

/** A draft as it is now. */
export type SaveDraftArgs = { 
/**
 * Which.
 */
draft: string, 
/**
 * The title without its tag.
 */
title: string, 
/**
 * The language of the tag.
 */
language: string, 
/**
 * The text.
 */
text: string, };

/** A question as it is now. */
export type SaveQuestionArgs = { 
/**
 * Which draft.
 */
draft: string, 
/**
 * The text.
 */
text: string, 
/**
 * The language it is written in.
 */
language: string, 
/**
 * Who asks.
 */
form: ChatFormArgs, };

/** A search. */
export type SearchArgs = { 
/**
 * Which account.
 */
account: string, 
/**
 * What the member wrote.
 */
words: string, };

/** What a search found. */
export type SearchView = { 
/**
 * The best first.
 */
hits: Array<HitView>, 
/**
 * Whether there are more than these.
 */
more: boolean, };

/** Where what the member sent is on its way. */
export type SendState = "queued" | "uploading" | "sending" | "waiting" | "stuck";

/** What became of "send". */
export type SentView = { 
/**
 * What the member must see to first; when empty, it is in the outbox.
 */
problems: Array<FieldProblemView>, 
/**
 * The operation.
 */
operation: OperationView | null, };

/** What the member chose. */
export type SettingsArgs = { 
/**
 * "en", "sv", or none: as the system.
 */
language: string | null, 
/**
 * Light or dark.
 */
appearance: Appearance, 
/**
 * What closing the window does.
 */
on_close: OnClose, 
/**
 * How to be told.
 */
notices: NoticeSettingsArgs, };

/** What the member chose. */
export type SettingsView = { 
/**
 * "en", "sv", or none: as the system.
 */
language: string | null, 
/**
 * Light or dark.
 */
appearance: Appearance, 
/**
 * What closing the window does.
 */
on_close: OnClose, 
/**
 * How to be told.
 */
notices: NoticeSettingsView, };

/** The answer to "is it there?", which only the member can give. */
export type SettleArgs = { 
/**
 * Which operation.
 */
operation: string, 
/**
 * Whether it is at the desk; if not, it is sent again.
 */
arrived: boolean, };

/** The answer of a window that goes. */
export type SettledArgs = { 
/**
 * What it could not save.
 */
unsaved: Array<UnsavedArgs>, };

/** A sign-in. */
export type SignInArgs = { 
/**
 * Perhaps without a scheme.
 */
address: string, 
/**
 * The user name.
 */
user_name: string, 
/**
 * The password: goes to the desk once and is never kept.
 */
password: string, };

/** A sign-out. */
export type SignOutArgs = { 
/**
 * Which account.
 */
account: string, 
/**
 * What happens to unsent things.
 */
unsent: Unsent, };

/** How a sign-out ended. */
export type SignedOutView = { 
/**
 * Whether the account is signed out; false: the member cancelled a dialog or something could not be sent.
 */
done: boolean, 
/**
 * What could not be sent.
 */
left: Array<OperationView>, };

/** What a window needs to begin. */
export type StartView = { 
/**
 * The app's version.
 */
version: string, 
/**
 * The language the window speaks now: "en" or "sv".
 */
language: string, 
/**
 * The locale for dates and numbers, BCP 47 ("sv-SE").
 */
locale: string, 
/**
 * What the member chose.
 */
settings: SettingsView, 
/**
 * Who is (or was) signed in on this computer.
 */
accounts: Array<AccountView>, 
/**
 * The built-in desk, where it runs.
 */
built_in: BuiltInView | null, 
/**
 * Where a notice or the tray wanted the window to go before it was there.
 */
go: Go | null, };

/** Something that went stale. */
export type Tag = "accounts" | "issues" | "chats" | "drafts" | "outbox" | "settings" | "disk";

/** What became of "take back". */
export type TakenBackState = "draft" | "arrived" | "under_way";

/** What became of "take back". */
export type TakenBackView = { 
/**
 * In a word.
 */
state: TakenBackState, 
/**
 * What it became.
 */
draft: DraftView | null, };

/** A part of a text. */
export type TextPart = { 
/**
 * Text or link.
 */
kind: PartKind, 
/**
 * What to show.
 */
text: string, 
/**
 * The address to pass to `open_link`; as shown.
 */
href: string | null, };

/** What is to become an issue: a draft, or what the member asked in a chat. */
export type ToIssueArgs = { 
/**
 * Which account.
 */
account: string, 
/**
 * A question or a line that was not sent.
 */
draft: string | null, 
/**
 * A chat.
 */
chat: string | null, };

/** Something that was told. */
export type ToldView = { 
/**
 * Its name in the history.
 */
id: string, 
/**
 * What it was about.
 */
kind: NoticeKind, 
/**
 * As the notice said, in the language of then. Hostile text in one line.
 */
title: string, 
/**
 * Likewise, in a few lines.
 */
body: string, 
/**
 * The only issue that it was about.
 */
issue: string | null, 
/**
 * The chat that it was about.
 */
chat: string | null, 
/**
 * When.
 */
at: string, };

/** Something that a chat can be about. */
export type TopicView = { 
/**
 * The desk's name for it.
 */
id: string, 
/**
 * What it is called.
 */
name: string, };

/** How the try with a notice ended. */
export type Trial = "pressed" | "not_pressed" | "not_shown";

/** That the member types, or has stopped. */
export type TypingArgs = { 
/**
 * Which account.
 */
account: string, 
/**
 * In which chat.
 */
chat: string, 
/**
 * Whether they type.
 */
typing: boolean, };

/** Words that could not be saved. */
export type UnsavedArgs = { 
/**
 * Whose.
 */
account: string, 
/**
 * The issue replied to; with none of these three, a new issue.
 */
issue: string | null, 
/**
 * The chat that they are a line of.
 */
chat: string | null, 
/**
 * A question's: who asks.
 */
form: ChatFormArgs | null, 
/**
 * Their draft, if one could be made.
 */
draft: string | null, 
/**
 * The title without its tag.
 */
title: string, 
/**
 * The language of the tag; empty: not chosen.
 */
language: string, 
/**
 * The text.
 */
text: string, };

/** What a window finds that could not be saved before it was there. */
export type UnsavedView = { 
/**
 * The words: they are the window's from now on.
 */
words: Array<UnsavedWords>, 
/**
 * Whether the app was to end, and waits for the member's word because of them.
 */
quits: boolean, };

/** Words that could not be saved. */
export type UnsavedWords = { 
/**
 * Whose.
 */
account: string, 
/**
 * The issue replied to; with none of these three, a new issue.
 */
issue: string | null, 
/**
 * The chat that they are a line of.
 */
chat: string | null, 
/**
 * A question's: who asks.
 */
form: ChatFormView | null, 
/**
 * Their draft, if one could be made.
 */
draft: string | null, 
/**
 * The title without its tag.
 */
title: string, 
/**
 * The language of the tag; empty: not chosen.
 */
language: string, 
/**
 * The text.
 */
text: string, };

/** What happens to unsent things at sign-out. */
export type Unsent = "send_first" | "export" | "keep" | "delete";

/** Everything unfinished of an account. */
export type UnsentView = { 
/**
 * Drafts, newest first.
 */
drafts: Array<DraftView>, 
/**
 * Operations, oldest first.
 */
operations: Array<OperationView>, };

/** Every command: its arguments and its result. */
export interface Commands {
  /** What a window needs to begin. */
  start: { args: Nothing; result: StartView };
  /** Where a notice or the tray wants the window to go, once. */
  take_go: { args: Nothing; result: Go | null };
  /** Whether a link into the app named nothing of the member's, once. */
  take_astray: { args: Nothing; result: boolean };
  /** Starts the built-in desk on this computer with demo data (*Try it*). */
  try_built_in: { args: Nothing; result: BuiltInView };
  /** Looks what is at an address, without any credentials. */
  find_desk: { args: AddressArgs; result: DeskView };
  /** Signs in. The password goes to the desk once. */
  sign_in: { args: SignInArgs; result: AccountView };
  /** Puts a sign-in that would end with the app into the keychain. */
  keep_sign_in: { args: AccountArgs; result: AccountView };
  /** Opens the desk's page for a forgotten password in the browser. */
  open_password_page: { args: AddressArgs; result: null };
  /** Every account of this computer. */
  accounts: { args: Nothing; result: Array<AccountView> };
  /** Everything unfinished of an account: drafts, and what has not arrived. */
  unsent: { args: AccountArgs; result: UnsentView };
  /** Revokes the token, erases the keychain entry and the account's local data. */
  sign_out: { args: SignOutArgs; result: SignedOutView };
  /** Checks now whether something changed. */
  check_now: { args: AccountArgs; result: null };
  /** A page of one of the three lists. */
  issues: { args: IssuesArgs; result: IssueListView };
  /** An issue with what is known of its conversation; fetches it in the background when it is not new. */
  issue: { args: IssueArgs; result: IssueView };
  /** What asks the desk for time until a day, in the issue's language: to be written into the reply, and sent with it. */
  ask_for_time: { args: AskTimeArgs; result: AskedTimeView };
  /** Issues, chats and drafts in which the words are, the best first. */
  search: { args: SearchArgs; result: SearchView };
  /** Tells what the member looks at: it is read then, and no notice comes for it. */
  looking: { args: LookingArgs; result: null };
  /** Has an issue that awaits feedback told again then, and not before. */
  later: { args: LaterArgs; result: null };
  /** Forgets that an issue is to be told again. */
  cancel_later: { args: IssueArgs; result: null };
  /** Pauses the notices of issues, or ends the pause. */
  pause: { args: PauseArgs; result: PauseView };
  /** What was told, newest first, also what was not seen on the desktop. */
  history: { args: HistoryArgs; result: HistoryView };
  /** What waited for a member who was away, and still does; none where they were not, or have closed it. */
  briefing: { args: AccountArgs; result: BriefingView | null };
  /** Forgets the briefing: the member needs it no more. */
  close_briefing: { args: AccountArgs; result: null };
  /** Until when notices pause. */
  paused: { args: Nothing; result: PauseView };
  /** Begins a draft, or finds the reply's again. */
  new_draft: { args: NewDraftArgs; result: DraftView };
  /** A draft. */
  draft: { args: DraftArgs; result: DraftView };
  /** Saves a draft as it is now. */
  save_draft: { args: SaveDraftArgs; result: DraftView };
  /** Deletes a draft and its pictures. */
  delete_draft: { args: DraftArgs; result: null };
  /** Shows the native dialog and attaches the chosen pictures, re-encoded without metadata. */
  pick_pictures: { args: DraftArgs; result: PickedView };
  /** Takes a picture off a draft. */
  remove_picture: { args: PictureArgs; result: DraftView };
  /** In which language something is written, before it is sent. */
  detect: { args: DetectArgs; result: DetectedView };
  /** Checks a draft and moves it into the outbox. */
  send_draft: { args: DraftArgs; result: SentView };
  /** Tries a stuck or waiting operation again now. */
  retry: { args: OperationArgs; result: null };
  /** Makes a draft of an operation again, unless the desk has it already. */
  take_back: { args: OperationArgs; result: TakenBackView };
  /** Tells whether an operation is at the desk, where Svara cannot tell. */
  settle: { args: SettleArgs; result: null };
  /** Whether and how a chat can be started; asks the desk in the background when that is not known, or not lately. */
  chat_desk: { args: AccountArgs; result: ChatDeskView };
  /** Every chat of an account, newest first. */
  chats: { args: AccountArgs; result: Array<ChatRowView> };
  /** A chat with what is known of its messages. */
  chat: { args: ChatArgs; result: ChatView };
  /** Begins a question for the chat, or finds the one that is being written again. `send_draft` starts the chat. */
  new_question: { args: AccountArgs; result: DraftView };
  /** Saves a question as it is now. */
  save_question: { args: SaveQuestionArgs; result: DraftView };
  /** Begins a line of a chat, or finds it again. `send_draft` says it. */
  new_line: { args: ChatArgs; result: DraftView };
  /** Ends a chat or leaves its queue; one that is being started is taken back. */
  end_chat: { args: ChatArgs; result: null };
  /** Tells the other side that the member types, or has stopped; at any key, it is not told more often than is of use. */
  typing: { args: TypingArgs; result: null };
  /** Makes an issue of a question or a line that was not sent, or of what the member asked in a chat: a chat that waits is left for it. */
  question_to_issue: { args: ToIssueArgs; result: DraftView };
  /** Opens a checked link in the browser. */
  open_link: { args: LinkArgs; result: null };
  /** Asks a demonstration desk to ask the member something. */
  ask_me_something: { args: AccountArgs; result: null };
  /** Whether what is written can be saved on this computer. */
  disk: { args: Nothing; result: DiskView };
  /** What was rescued of damaged files, once. */
  take_salvaged: { args: Nothing; result: SalvagedView | null };
  /** What the member chose. */
  settings: { args: Nothing; result: SettingsView };
  /** Changes what the member chose. */
  change_settings: { args: SettingsArgs; result: SettingsView };
  /** Whether the app starts at login. */
  start_at_login: { args: Nothing; result: LoginView };
  /** Has the app start at login, or not: the member said so. */
  set_start_at_login: { args: LoginArgs; result: LoginView };
  /** Whether the member would be told: every link from the desk to a notice. */
  checkup: { args: Nothing; result: Array<LinkView> };
  /** Shows a notice that asks to be pressed, and answers when it was, or after a minute. */
  try_notice: { args: Nothing; result: Trial };
  /** Answers `leave`: what was being written is saved, or could not be. */
  settled: { args: SettledArgs; result: null };
  /** What could not be saved before the window was there, and whether the app waits with its end because of it. */
  take_unsaved: { args: Nothing; result: UnsavedView };
  /** Answers what closing the window means. */
  close_window: { args: CloseArgs; result: null };
  /** Ends the app although something is not saved: the member said so. */
  quit: { args: Nothing; result: null };
}
