//! A seed's schedule: with what it begins, and who does what when. Made whole before it runs, so that it does not depend on what
//! the app does with it.

use std::time::Duration;

use jiff::SignedDuration;

use super::{
    chat::{self, ChatStep, TeamStep},
    dice::Dice,
    follow::{self, FollowStep},
    scenes,
    weather::{self, Weather},
};

const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);

/// With what a schedule begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Begin {
    /// One member, signed in a moment ago.
    Fresh,
    /// One member whose lists are there.
    Settled,
    /// Two members whose lists are there.
    Two,
    /// One member whose lists are there, at a desk that knows no keys.
    Keyless,
}

/// One seed's schedule.
#[derive(Clone, Debug)]
pub(super) struct Schedule {
    /// With what it begins.
    pub(super) begin: Begin,
    /// How many issues the desk puts into one page.
    pub(super) page: Option<u32>,
    /// Whether live streams never get through.
    pub(super) no_streams: bool,
    /// How long everything is on its way at most, where the line is slow.
    pub(super) slow: Option<Duration>,
    /// What happens, each after a pause.
    pub(super) steps: Vec<(Duration, Step)>,
    /// By which rules the desk chats, if there are chats.
    pub(super) chats: Option<chat::Rules>,
    /// How it ends.
    pub(super) end: End,
}

/// What happens when the faults are over and all is well.
#[derive(Clone, Debug)]
pub(super) struct End {
    /// The team's last words, each after a pause.
    pub(super) last_words: Vec<(Duration, u64)>,
    /// Whether there is a quiet hour.
    pub(super) quiet_hour: bool,
    /// Whether what the member wants to hear of again is waited for.
    pub(super) hears_later: bool,
}

/// Something that happens. Numbers choose among what is there when it happens.
#[derive(Clone, Debug)]
pub(super) enum Step {
    /// The member does something.
    Member(MemberStep, u64),
    /// An agent does something.
    Agent(AgentStep, u64),
    /// Something that has to do with follow-up.
    Follow(FollowStep, u64),
    /// The member does something in a chat.
    Chat(ChatStep, u64),
    /// The team does something in a chat.
    Team(TeamStep, u64),
    /// The weather changes, until it is calm again after this long.
    Weather(Weather, Duration),
    /// The desk starts again.
    DeskRestart,
    /// The desk is down for so long.
    DeskDown(Duration),
    /// The member's sign-in ends at the desk.
    SignInEnds(u64),
    /// The wall clock of the member's computer is put elsewhere.
    Jump(SignedDuration),
    /// The wall clock of the desk's computer is put elsewhere.
    DeskJump(SignedDuration),
    /// The member's computer sleeps for so long.
    Suspend(Duration),
    /// The app is killed, and opened again after so long.
    Kill(Duration),
    /// The member's computer loses its power, and runs again after so long.
    PowerCut(Duration),
    /// The app dies after so many more of its acts, by a power cut or not, and is opened again after so long.
    DieSoon(u64, bool, Duration),
    /// The member quits the app and opens it again after so long.
    Quit(Duration),
    /// The disk is full for so long.
    DiskFull(Duration),
    /// Writing to the disk fails for so long.
    DiskFails(Duration),
    /// The member quits; the cache is damaged when the app is opened again after so long.
    CacheDamaged(Duration),
    /// The desk's next list of all it has is empty.
    ShortCensus,
}

/// What a member does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MemberStep {
    /// Writes a new issue.
    WriteNew,
    /// Writes a reply.
    WriteReply,
    /// Goes on writing.
    Edit,
    /// Attaches a picture.
    Attach,
    /// Sends a draft.
    Send,
    /// Writes and sends a reply.
    Answer,
    /// Deletes a draft.
    Delete,
    /// Takes back what is on its way.
    TakeBack,
    /// Tries again what waits or is stuck.
    Retry,
    /// Looks at an issue.
    Look,
    /// Looks away.
    LookAway,
    /// Does something with a notice.
    Notice,
    /// Asks for a check.
    CheckNow,
    /// Signs in again, if signed out.
    SignIn,
}

/// What an agent does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AgentStep {
    /// Asks for feedback.
    Ask,
    /// Replies.
    Reply,
    /// Leaves a note.
    Note,
    /// Closes.
    Close,
    /// Opens again.
    Reopen,
}

impl Schedule {
    /// The schedule of a seed.
    pub(super) fn new(seed: u64) -> Self {
        let dice = Dice::new(seed, "schedule");
        let begin = dice.weighted(&[
            (28, Begin::Fresh),
            (48, Begin::Settled),
            (10, Begin::Two),
            (14, Begin::Keyless),
        ]);
        let count = if dice.chance(50) { 60 } else { 8 + dice.below(22) };
        let theme = Theme::new(&dice);
        let mut steps = (0..count).map(|_| (pause(&dice, &theme), step(&dice, &theme))).collect();
        let page = dice.chance(400).then(|| 1 + u32::try_from(dice.below(3)).unwrap_or_default());
        let (no_streams, quiet_hour, hears_later) = (dice.chance(250), dice.chance(30), dice.chance(300));
        // What came later has its own numbers, so that it did not change what seeds meant before.
        let dice = Dice::new(seed, "scenes");
        let hears_later = scenes::add(&dice, &mut steps) || hears_later;
        let slow = dice.chance(200).then(|| dice.length(SECOND / 4, 4 * SECOND));
        let has_words = slow.is_some() || dice.chance(100);
        let last_words = if has_words { last_words(&dice, slow.unwrap_or(SECOND)) } else { Vec::new() };
        let end = End { last_words, quiet_hour, hears_later };
        let begin = begin.unwrap_or(Begin::Settled);
        let chats =
            (begin != Begin::Keyless).then(|| chat::add(&Dice::new(seed, "chats"), &mut steps)).flatten();
        let hears = follow::add(&Dice::new(seed, "follow-up"), &mut steps);
        let end = End { hears_later: end.hears_later || hears, ..end };
        Self { begin, page, no_streams, slow, steps, chats, end }
    }
}

/// How much of what a schedule has.
struct Theme {
    member: u64,
    agent: u64,
    world: u64,
    /// What of the world's troubles it has, each with its weight.
    troubles: &'static [(u64, Trouble)],
    /// How many of a hundred pauses are short.
    short: u64,
}

/// A kind of trouble.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Trouble {
    Weather,
    DeskRestart,
    DeskDown,
    SignInEnds,
    Jump,
    Suspend,
    Kill,
    PowerCut,
    DieSoon,
    Quit,
    DiskFull,
    DiskFails,
    CacheDamaged,
    ShortCensus,
}

use Trouble::{
    CacheDamaged, DeskDown, DeskRestart, DieSoon, DiskFails, DiskFull, Jump, Kill, PowerCut, Quit,
    ShortCensus, SignInEnds, Suspend, Weather as Bad,
};

/// Each theme's troubles. Few kinds at a time find more than all of them at once.
const THEMES: &[(u64, &[(u64, Trouble)])] = &[
    (5, &[]),
    (30, &[(8, Bad), (1, SignInEnds)]),
    (15, &[(6, Bad), (4, DieSoon)]),
    (12, &[(8, DieSoon), (1, Kill), (1, PowerCut)]),
    (8, &[(4, DiskFull), (3, DiskFails), (2, Bad), (1, Quit)]),
    (8, &[(3, Jump), (3, Suspend), (4, Bad)]),
    (6, &[(3, DeskDown), (3, DeskRestart), (2, Bad)]),
    (6, &[(3, Quit), (3, Kill), (3, PowerCut), (2, Suspend)]),
    (5, &[(3, CacheDamaged), (1, Kill), (1, Bad)]),
    (4, &[(4, ShortCensus), (1, Quit)]),
    (
        10,
        &[
            (12, Bad),
            (2, DeskRestart),
            (2, DeskDown),
            (2, SignInEnds),
            (3, Jump),
            (3, Suspend),
            (2, Kill),
            (2, PowerCut),
            (6, DieSoon),
            (2, Quit),
            (2, DiskFull),
            (1, DiskFails),
        ],
    ),
];

impl Theme {
    fn new(dice: &Dice) -> Self {
        let troubles = dice.weighted(THEMES).unwrap_or_default();
        let world = if troubles.is_empty() { 0 } else { 10 + dice.below(30) };
        Self { member: 50, agent: 8 + dice.below(30), world, troubles, short: 50 + dice.below(45) }
    }
}

/// The team's last words come while the app still asks for the ones before, and most of them on one issue.
fn last_words(dice: &Dice, slow: Duration) -> Vec<(Duration, u64)> {
    let issue = dice.next();
    let word = || {
        let other = dice.next();
        let choice = if dice.chance(700) { issue } else { other };
        (dice.length(SECOND / 20, 3 * slow), choice)
    };
    (0..2 + dice.below(4)).map(|_| word()).collect()
}

fn pause(dice: &Dice, theme: &Theme) -> Duration {
    match dice.below(100) {
        part if part < theme.short => dice.length(SECOND / 4, 5 * SECOND),
        99 => dice.length(HOUR, 2 * HOUR),
        part if part > 94 => dice.length(5 * MINUTE, 20 * MINUTE),
        _ => dice.length(5 * SECOND, 5 * MINUTE),
    }
}

fn step(dice: &Dice, theme: &Theme) -> Step {
    match dice.weighted(&[(theme.member, 0), (theme.agent, 1), (theme.world, 2)]) {
        Some(0) => Step::Member(member(dice), dice.next()),
        Some(2) => trouble(dice, theme),
        _ => Step::Agent(agent(dice), dice.next()),
    }
}

fn member(dice: &Dice) -> MemberStep {
    use MemberStep::{
        Answer, Attach, CheckNow, Delete, Edit, Look, LookAway, Notice, Retry, Send, SignIn, TakeBack,
        WriteNew, WriteReply,
    };
    dice.weighted(&[
        (10, WriteNew),
        (10, WriteReply),
        (6, Edit),
        (3, Attach),
        (25, Send),
        (15, Answer),
        (2, Delete),
        (8, TakeBack),
        (4, Retry),
        (8, Look),
        (4, LookAway),
        (12, Notice),
        (5, CheckNow),
        (6, SignIn),
    ])
    .unwrap_or(CheckNow)
}

fn agent(dice: &Dice) -> AgentStep {
    use AgentStep::{Ask, Close, Note, Reopen, Reply};
    dice.weighted(&[(50, Ask), (20, Reply), (5, Note), (12, Close), (13, Reopen)]).unwrap_or(Ask)
}

fn trouble(dice: &Dice, theme: &Theme) -> Step {
    let while_away = || match dice.below(10) {
        0..7 => dice.length(SECOND, 5 * MINUTE),
        7..9 => dice.length(5 * MINUTE, 3 * HOUR),
        _ => dice.length(3 * HOUR, 72 * HOUR),
    };
    match dice.weighted(theme.troubles).unwrap_or(Bad) {
        Bad => Step::Weather(weather::some(dice), dice.length(20 * SECOND, 10 * MINUTE)),
        DeskRestart => Step::DeskRestart,
        DeskDown => Step::DeskDown(dice.length(10 * SECOND, HOUR)),
        SignInEnds => Step::SignInEnds(dice.next()),
        Jump => {
            let length = SignedDuration::from_secs(60 << dice.below(19));
            Step::Jump(if dice.chance(500) { length } else { -length })
        }
        Suspend => Step::Suspend(while_away()),
        Kill => Step::Kill(while_away()),
        PowerCut => Step::PowerCut(while_away()),
        DieSoon => {
            let acts = 1 + dice.below(1 << (1 + dice.below(8)));
            Step::DieSoon(acts, dice.chance(500), dice.length(SECOND, 10 * MINUTE))
        }
        Quit => Step::Quit(while_away()),
        DiskFull => Step::DiskFull(dice.length(SECOND, 20 * MINUTE)),
        DiskFails => Step::DiskFails(dice.length(SECOND, 5 * MINUTE)),
        CacheDamaged => Step::CacheDamaged(while_away()),
        ShortCensus => Step::ShortCensus,
    }
}
