//! Words that go to a window, come from one, or both.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

words! {
    /// One of the three lists.
    enum List {
        /// The desk asked the member something.
        Awaiting,
        /// With the desk.
        Open,
        /// Dealt with.
        Closed,
    }
    /// How a link from the desk to the member is.
    enum LinkState {
        /// It cannot be known.
        Unknown,
        /// In order.
        Green,
        /// Something may be told late, or not seen.
        Amber,
        /// Nothing is told.
        Red,
    }
    /// Which link it is.
    enum LinkKind {
        /// An account's sign-in.
        SignIn,
        /// An account's last check.
        Check,
        /// An account's live connection.
        Feed,
        /// This computer's clock.
        Clock,
        /// The keychain.
        Keychain,
        /// The notification service.
        Service,
        /// The leave to show notices.
        Permission,
        /// Do not disturb.
        Disturb,
        /// The member's own pause.
        Pause,
        /// Quiet hours.
        Quiet,
        /// The kinds of notices that must not be missed.
        Kinds,
        /// The tray.
        Tray,
        /// The start at login.
        Login,
    }
    /// How the try with a notice ended.
    enum Trial {
        /// It was pressed.
        Pressed,
        /// It was not pressed.
        NotPressed,
        /// It was not shown.
        NotShown,
    }
    /// How much the lists can be trusted right now.
    enum Freshness {
        /// The first check since the app started or resumed is under way; nothing can be said of "nothing".
        Checking,
        /// The last check was complete and good.
        UpToDate,
        /// The desk is not reached.
        Offline,
        /// The sign-in has ended; the lists are the last known.
        SignedOut,
        /// The desk does not serve the member.
        NotEligible,
        /// The desk answers with faults.
        DeskInTrouble,
        /// The desk's answer was not understood.
        NotUnderstood,
        /// The desk answered, and it could not be saved on this computer.
        Storage,
    }
    /// Where what the member sent is on its way.
    enum SendState {
        /// Waits for its turn.
        Queued,
        /// Files are being sent.
        Uploading,
        /// The desk is being told.
        Sending,
        /// Waits for the network, the desk or a sign-in, and goes on by itself.
        Waiting,
        /// Needs the member.
        Stuck,
    }
    /// What became of "take back".
    enum TakenBackState {
        /// It is a draft again.
        Draft,
        /// The desk has it already.
        Arrived,
        /// Asked for: it ends as a draft, or as sent.
        UnderWay,
    }
    /// What a search found.
    enum HitKind {
        /// An issue.
        Issue,
        /// Something the member is writing.
        Draft,
        /// A chat.
        Chat,
    }
    /// Whether what is written can be saved on this computer.
    enum DiskState {
        /// It can.
        Fine,
        /// There is no room.
        Full,
        /// Nothing may be written.
        ReadOnly,
        /// The disk answers with faults.
        Failing,
    }
    /// Why the keychain did not take a sign-in.
    enum KeychainProblem {
        /// None runs on this computer.
        Missing,
        /// One runs but was never set up.
        NotSetUp,
        /// It is locked, or waits to be unlocked.
        Locked,
        /// Anything else.
        Failed,
    }
    /// Light or dark.
    enum Appearance {
        /// As the system.
        System,
        /// Light.
        Light,
        /// Dark.
        Dark,
    }
    /// What closing the window does.
    enum OnClose {
        /// The tray where there is one, else ask.
        Ask,
        /// The app goes on without a window.
        Stay,
        /// The app ends.
        Quit,
    }
    /// What a notice is about.
    enum NoticeKind {
        /// An issue awaits feedback, or still does.
        Awaiting,
        /// The desk closed an issue.
        Closed,
        /// The desk opened an issue again.
        Reopened,
        /// The desk wrote something on an open issue.
        Reply,
        /// The desk will close an issue that nobody answers.
        Deadline,
        /// Somebody came to a chat, or wrote in it.
        Chat,
        /// What the member sent needs them.
        Stuck,
    }
    /// What is heard of a notice.
    enum NoticeSound {
        /// What the system plays for messages.
        System,
        /// Nothing.
        Off,
        /// A bell.
        Bell,
        /// What is heard when something is done.
        Complete,
        /// What is heard when there is something to know.
        Information,
        /// What is heard when mail comes.
        Mail,
    }
    /// When the member wants to hear of an issue again.
    enum LaterWhen {
        /// In an hour.
        Hour,
        /// Today at 18:00, or in an hour.
        Evening,
        /// Tomorrow at 09:00.
        Morning,
        /// The next working day at 09:00.
        WorkingDay,
        /// At a time of their choice.
        At,
    }
    /// How long notices pause.
    enum PauseFor {
        /// Not, or not any more.
        Over,
        /// An hour.
        Hour,
        /// Until tomorrow at 08:00.
        Tomorrow,
    }
    /// What happens to unsent things at sign-out.
    enum Unsent {
        /// Send them first; sign out only when all have arrived.
        SendFirst,
        /// Save them into a folder of the member's choice, then delete.
        Export,
        /// Keep them on this computer for this account.
        Keep,
        /// Delete them.
        Delete,
    }
    /// What a draft is about.
    enum DraftKind {
        /// A new issue.
        Submit,
        /// A reply.
        Reply,
        /// A question for the chat.
        Chat,
        /// A line of a chat.
        Say,
    }
    /// What the member did.
    enum OperationKind {
        /// Submitted an issue.
        Submit,
        /// Replied to one.
        Reply,
        /// Asked the question that starts a chat.
        Chat,
        /// Wrote in a chat.
        Say,
        /// Ended a chat, or left its queue.
        EndChat,
    }
    /// A field of a form.
    enum Field {
        /// The title (without its language tag).
        Title,
        /// The language of the title's tag.
        Language,
        /// The description or the reply.
        Text,
        /// The pictures.
        Pictures,
        /// The name of who asks in a chat.
        Name,
        /// Where the desk can write to.
        Email,
        /// What a chat is about.
        Topic,
    }
    /// What is wrong with a field.
    enum FieldProblem {
        /// Nothing was written.
        Missing,
        /// More than the desk takes.
        TooLong,
        /// More files than the desk takes.
        TooMany,
        /// The desk does not take this.
        NotAccepted,
    }
    /// Why a chosen file was not attached.
    enum FileProblem {
        /// Larger than the desk takes.
        TooLarge,
        /// Not a PNG or JPEG picture by its content.
        NotAPicture,
        /// More pixels than can be handled safely (40 million, 16,384 a side).
        TooManyPixels,
        /// Damaged.
        Damaged,
        /// Cannot be read, or is no plain file.
        Unreadable,
        /// The desk takes no more files with one entry.
        TooMany,
    }
    /// Part of a text.
    enum PartKind {
        /// Text.
        Text,
        /// A web or mail address that was checked.
        Link,
    }
}
