//! Mistakes that somebody could make here, one place each, for the simulator to find: a simulator that finds none of them
//! proves nothing. Without the feature `planted`, which only the simulator's own build turns on, none exists.

macro_rules! bugs {
    ($($(#[$doc:meta])* $bug:ident $name:literal;)+) => {
        /// A mistake.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Bug { $($(#[$doc])* $bug,)+ }

        impl Bug {
            /// Every mistake.
            pub const ALL: &[Self] = &[$(Self::$bug),+];

            /// Its name in the simulator's table.
            pub fn name(self) -> &'static str {
                match self { $(Self::$bug => $name),+ }
            }
        }
    };
}

bugs! {
    /// The cursor is stored in a transaction before that of its page.
    CursorBeforeRows "cursor before rows";
    /// Every try of an operation has a key of its own.
    KeyMadeAnew "key made anew on retry";
    /// A round is marked before it is shown.
    ToldBeforeShow "told mark before show";
    /// A round is shown and never marked.
    NoToldMark "no told mark";
    /// A cache that is made anew takes the marks with it.
    MarksLostWithCache "marks lost on cache rebuild";
    /// An operation leaves the outbox when the sign-in has ended.
    ReplyLostOnSignOut "reply lost on 401";
    /// An unknown outcome is not looked up before the next try.
    UnknownNotLookedUp "unknown outcome not looked up";
    /// What the desk has not done when it is asked is taken back without the desk's word that it never will.
    NotDoneTrusted "not done trusted at take-back";
    /// A success is believed without reading it back.
    ConfirmUnread "confirm without read back";
    /// A draft is deleted in a transaction before that of its operation.
    DraftDeletedFirst "draft deleted before operation";
    /// A try that ends with a sign-in that has ended counts.
    AttemptBurnt "attempt burnt on 401";
    /// A later operation on an issue overtakes one that waits.
    OrderBroken "order broken within an issue";
    /// A stuck operation holds up every other issue.
    StuckHoldsAll "stuck holds up other issues";
    /// The desk's wish for patience is not heard.
    RetryAfterIgnored "Retry-After ignored";
    /// The lists count as up to date after their first page.
    UpToDateEarly "up to date without a complete pass";
    /// A page in place of an answer is taken as a page without changes.
    PageIsEmpty "HTML taken as an empty page";
    /// A census that misses much is believed at once.
    VanishedAtOnce "vanished at the first big miss";
    /// A notice stays when its round is over.
    NoticeStays "notice stays when answered";
    /// What the member looks at is told all the same.
    TellsLookedAt "notice for what is looked at";
    /// *Later* is kept in memory only.
    LaterLost "Later lost on restart";
    /// *Later* is not forgotten when it was told.
    LaterTwice "Later told twice";
    /// An older answer overwrites a newer row.
    OldOverNew "older answer overwrites newer row";
    /// Every try of an upload has a key of its own.
    UploadKeyAnew "upload key made anew";
    /// A hint that comes while a check runs is forgotten.
    HintDropped "hint dropped while checking";
    /// A waiting operation is due by the wall clock alone.
    WaitsByWallClock "waits by the wall clock";
    /// A disk that was full once counts as full for ever.
    FullForEver "full disk never forgotten";
    /// The rounds of the first sync are told one by one.
    BaselineSingly "baseline told singly";
    /// Rounds that were collected are marked and not named.
    SummaryForgets "summary forgets rounds";
    /// What starts a chat has a key of its own at every try.
    StartKeyAnew "chat's start key made anew";
    /// A chat's question leaves the journal in a transaction before that of its draft.
    JournalGoneFirst "journal removed before the draft is made";
    /// A chat's question stands in the journal and under the drafts.
    QuestionTwice "chat's question left at two places";
    /// The messages of a chat are read in the order of their names.
    MessagesByName "chat's message order broken";
    /// A line of a chat overtakes one that waits.
    LinesOvertake "chat's lines overtake each other";
    /// What was told of a chat is not marked.
    ChatToldTwice "chat told twice";
    /// That a chat is over is believed before its last messages are read.
    EndBeforeMessages "chat's end believed before its messages";
    /// The cursor of chats is stored in a transaction before that of its page.
    ChatCursorBeforeRows "chat cursor before rows";
    /// A line that the desk refuses because its chat is over is gone.
    RefusedLineLost "refused line of a chat lost";
    /// A transcript that ends in the middle counts as read.
    TranscriptGap "transcript with a gap counts as read";
    /// Nobody is reminded.
    ReminderNever "no reminder";
    /// What reminds is not marked, and reminds again.
    ReminderAgain "reminder told again and again";
    /// Quiet hours and pauses are as loud as any.
    QuietIgnored "quiet hours ignored";
    /// A pause ends with the app.
    PauseForgotten "pause forgotten at restart";
    /// That the desk will close an issue is not told.
    DeadlineForgotten "deadline not told";
    /// What waits while it is quiet is forgotten.
    QuietSwallows "what quiet hours keep back is lost";
    /// Who comes back is told at once what was known before they went.
    ReturnSingly "return told one by one";
    /// Nobody is told of what the outbox cannot go on with.
    StuckSilent "stuck operation not told";
    /// That it was told is not kept.
    StuckAgain "stuck operation told again";
    /// Who comes back gets no briefing.
    NoBriefing "no return briefing";
    /// Every notice is a first.
    NoMinute "no minute between notices";
    /// A *Later* is heard an hour late.
    LaterLate "Later an hour late";
    /// With the first telling of a round its reminders and its deadline count as told.
    FirstCountsForAll "reminders told with the first";
}

#[cfg(feature = "planted")]
mod choice {
    use std::cell::Cell;

    use super::Bug;

    thread_local! {
        static PLANTED: Cell<Option<Bug>> = const { Cell::new(None) };
    }

    /// From now on the cores of this thread make this mistake, and no other.
    pub fn plant(bug: Option<Bug>) {
        PLANTED.set(bug);
    }

    /// Whether this mistake is to be made.
    pub(crate) fn is(bug: Bug) -> bool {
        PLANTED.get() == Some(bug)
    }
}

#[cfg(not(feature = "planted"))]
mod choice {
    use super::Bug;

    /// Never.
    pub(crate) const fn is(_: Bug) -> bool {
        false
    }
}

pub(crate) use choice::is;
#[cfg(feature = "planted")]
pub use choice::plant;
