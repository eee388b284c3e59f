//! What should be: plain data, changed by each step as a careful person would say it.

use proptest::{prelude::*, strategy::Union};
use proptest_state_machine::ReferenceStateMachine;
use svara_model::{ActKind, Status};

use super::steps::{End, Step, What};

/// An issue as the desk should have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Issue {
    pub(super) title: String,
    pub(super) status: Status,
    /// Its messages, oldest first.
    pub(super) entries: Vec<String>,
}

/// A draft, or an operation made of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Written {
    /// The title of the issue replied to; none: a new issue.
    pub(super) issue: Option<String>,
    /// A new issue's title.
    pub(super) title: String,
    pub(super) text: String,
    /// An operation: the desk has refused it.
    pub(super) stuck: bool,
    /// An operation: whether a request with it has left, so that only the desk can say what became of it. None: the app ended
    /// while there was no network, perhaps in the middle of a try.
    pub(super) left: Option<bool>,
    /// An operation: the member wants it back.
    pub(super) back: bool,
}

/// Everything, as it should be when all that was begun has come to rest.
#[derive(Clone, Debug)]
pub(super) struct Reference {
    pub(super) issues: Vec<Issue>,
    pub(super) drafts: Vec<Written>,
    pub(super) outbox: Vec<Written>,
    pub(super) up: bool,
    pub(super) signed_in: bool,
    pub(super) looking: Option<String>,
    pub(super) service: bool,
    word: u32,
}

/// The text of a word.
pub(super) fn text(word: u32) -> String {
    format!("w{word:04}")
}

fn new_title(word: u32) -> String {
    format!("English - {}", text(word))
}

impl Reference {
    /// Whether what is sent arrives and what the desk has is here.
    pub(super) fn is_connected(&self) -> bool {
        self.up && self.signed_in
    }

    fn issue(&mut self, title: &str) -> Option<&mut Issue> {
        self.issues.iter_mut().find(|issue| issue.title == title)
    }

    fn status(&self, title: &str) -> Option<Status> {
        self.issues.iter().find(|issue| issue.title == title).map(|issue| issue.status)
    }

    fn draft(&self, text: &str) -> Option<usize> {
        self.drafts.iter().position(|draft| draft.text == text)
    }

    fn operation(&self, text: &str) -> Option<usize> {
        self.outbox.iter().position(|operation| operation.text == text)
    }

    /// Delivers what can be delivered: an issue's operations in their order, one that is not delivered holds up those after
    /// it. What is wanted back becomes a draft again as soon as the desk can say that it does not have it.
    fn deliver(&mut self) {
        let connected = self.is_connected();
        let mut held: Vec<String> = Vec::new();
        let mut left = Vec::new();
        for mut operation in std::mem::take(&mut self.outbox) {
            if operation.issue.as_ref().is_some_and(|issue| held.contains(issue)) {
                left.push(operation);
                continue;
            }
            if connected && operation.back {
                self.make_draft(operation);
                continue;
            }
            if self.up {
                operation.left = Some(true);
            }
            if !connected || !self.arrives(&operation) {
                operation.stuck |= connected;
                held.extend(operation.issue.clone());
                left.push(operation);
            }
        }
        self.outbox = left;
    }

    /// Delivers an operation, unless the desk refuses it or has refused it.
    fn arrives(&mut self, operation: &Written) -> bool {
        let Some(title) = &operation.issue else {
            let (title, entries) = (operation.title.clone(), vec![operation.text.clone()]);
            self.issues.push(Issue { title, status: Status::Open, entries });
            return true;
        };
        let issue = self.issues.iter_mut().find(|issue| issue.title == *title).unwrap();
        if operation.stuck || issue.status == Status::Closed {
            return false;
        }
        issue.entries.push(operation.text.clone());
        issue.status = Status::Open;
        true
    }

    fn happen(&mut self, what: &What) {
        match what.clone() {
            What::Write { word } => {
                self.word = word;
                self.drafts.push(Written {
                    issue: None,
                    title: new_title(word),
                    text: text(word),
                    stuck: false,
                    left: Some(false),
                    back: false,
                });
            }
            What::Answer { issue, word } => {
                self.word = word;
                match self.drafts.iter_mut().find(|draft| draft.issue.as_ref() == Some(&issue)) {
                    Some(draft) => draft.text = text(word),
                    None => self.drafts.push(Written {
                        issue: Some(issue),
                        title: String::new(),
                        text: text(word),
                        stuck: false,
                        left: Some(false),
                        back: false,
                    }),
                }
            }
            What::Rewrite { draft, word } => {
                self.word = word;
                let at = self.draft(&draft).unwrap();
                self.drafts[at].text = text(word);
            }
            What::Delete { draft } => {
                let at = self.draft(&draft).unwrap();
                self.drafts.remove(at);
            }
            What::Send { draft } | What::SendCut { draft, .. } => {
                let at = self.draft(&draft).unwrap();
                let draft = self.drafts.remove(at);
                self.outbox.push(draft);
                if matches!(what, What::SendCut { .. }) {
                    self.cut_off();
                }
            }
            What::TakeBack { operation } => self.take_back(&operation),
            What::Retry { operation } => {
                let at = self.operation(&operation).unwrap();
                self.outbox[at].stuck = false;
            }
            What::Ask { issue, word } | What::Reply { issue, word } => {
                self.word = word;
                let asks = matches!(what, What::Ask { .. });
                let issue = self.issue(&issue).unwrap();
                issue.entries.push(text(word));
                if asks {
                    issue.status = Status::AwaitingFeedback;
                }
            }
            What::Close { issue } => self.issue(&issue).unwrap().status = Status::Closed,
            What::Reopen { issue } => self.issue(&issue).unwrap().status = Status::Open,
            What::Look { issue } => self.looking = issue,
            What::Network { up } => self.up = up,
            What::SignedOut => self.signed_in = false,
            What::SignIn => self.signed_in = true,
            What::Restart => self.looking = None,
            What::Crash(_) => self.cut_off(),
            What::Service { there } => self.service = there,
            What::Press { .. }
            | What::LoseRequests { .. }
            | What::LoseAnswers { .. }
            | What::Fail { .. }
            | What::Pass { .. }
            | What::Check
            | What::Expire
            | What::Turn { .. } => {}
        }
    }

    /// The app ends in the middle of something: without a network perhaps of a try of what nothing on its issue holds up.
    fn cut_off(&mut self) {
        self.looking = None;
        let mut held: Vec<String> = Vec::new();
        for operation in self.outbox.iter_mut().filter(|_| !self.up) {
            let is_held = operation.issue.as_ref().is_some_and(|issue| held.contains(issue));
            held.extend(operation.issue.clone());
            if !is_held && !operation.stuck {
                operation.left = operation.left.filter(|left| *left);
            }
        }
    }

    /// Whether it can be said what becomes of an operation that is taken back: nobody outside knows which of several has
    /// left when they cannot arrive.
    fn returns(&self, operation: &str) -> bool {
        let is_known =
            |at: &usize| self.signed_in && self.outbox.len() == 1 && self.outbox[*at].left.is_some();
        let at = self.operation(operation).filter(|at| self.is_connected() || is_known(at));
        at.is_some_and(|at| !self.outbox[at].back)
    }

    fn take_back(&mut self, operation: &str) {
        let at = self.operation(operation).unwrap();
        if self.outbox[at].left != Some(false) {
            self.outbox[at].back = true;
        } else {
            let operation = self.outbox.remove(at);
            self.make_draft(operation);
        }
    }

    /// A draft again, before what the reply's draft says by now.
    fn make_draft(&mut self, operation: Written) {
        let back = Written { stuck: false, left: Some(false), back: false, ..operation };
        let there = self.drafts.iter_mut().find(|draft| back.issue.is_some() && draft.issue == back.issue);
        match there {
            Some(draft) => draft.text = format!("{}\n\n{}", back.text, draft.text),
            None => self.drafts.push(back),
        }
    }
}

/// What the member types, or the team.
fn typed(what: &What) -> Option<u32> {
    match what {
        What::Write { word }
        | What::Answer { word, .. }
        | What::Rewrite { word, .. }
        | What::Ask { word, .. }
        | What::Reply { word, .. } => Some(*word),
        _ => None,
    }
}

impl ReferenceStateMachine for Reference {
    type State = Self;
    type Transition = Step;

    fn init_state() -> BoxedStrategy<Self> {
        proptest::collection::vec(any::<bool>(), 0..4)
            .prop_map(|awaiting| {
                let issues = awaiting.iter().zip(1..).map(|(awaits, number)| {
                    let mut entries = vec![format!("s{number}")];
                    let mut status = Status::Open;
                    if *awaits {
                        entries.push(format!("q{number}"));
                        status = Status::AwaitingFeedback;
                    }
                    Issue { title: format!("English - s{number}"), status, entries }
                });
                Self {
                    issues: issues.collect(),
                    drafts: Vec::new(),
                    outbox: Vec::new(),
                    up: true,
                    signed_in: true,
                    looking: None,
                    service: true,
                    word: 0,
                }
            })
            .boxed()
    }

    fn transitions(state: &Self) -> BoxedStrategy<Step> {
        let cut = prop_oneof![
            16 => Just(None),
            1 => (0_u16..400).prop_map(|after| Some((after, End::Kill))),
            1 => (0_u16..400, any::<u64>()).prop_map(|(after, seed)| Some((after, End::PowerCut(seed)))),
        ];
        (Union::new_weighted(things(state)), cut).prop_map(|(what, cut)| Step { what, cut }).boxed()
    }

    fn apply(mut state: Self, step: &Step) -> Self {
        state.happen(&step.what);
        if step.cut.is_some() {
            state.cut_off();
        }
        state.deliver();
        state
    }

    fn preconditions(state: &Self, step: &Step) -> bool {
        if typed(&step.what).is_some_and(|word| word <= state.word) {
            return false;
        }
        match &step.what {
            What::Answer { issue, .. } => state.status(issue).is_some(),
            What::Rewrite { draft, .. }
            | What::Delete { draft }
            | What::Send { draft }
            | What::SendCut { draft, .. } => state.draft(draft).is_some(),
            What::TakeBack { operation } => state.returns(operation),
            What::Retry { operation } => {
                state.operation(operation).is_some_and(|at| state.outbox[at].stuck && !state.outbox[at].back)
            }
            What::Ask { issue, .. } | What::Reply { issue, .. } | What::Close { issue } => {
                state.status(issue).is_some_and(|status| status != Status::Closed)
            }
            What::Reopen { issue } => state.status(issue) == Some(Status::Closed),
            What::Look { issue: Some(issue) } => state.status(issue).is_some(),
            What::SignIn => state.up,
            _ => true,
        }
    }
}

type Weighted = (u32, BoxedStrategy<What>);

/// What can happen now, and how often it does.
fn things(state: &Reference) -> Vec<Weighted> {
    let word = state.word + 1;
    let mut things = anytime(state, word);
    if let Some(issues) = one_of(state.issues.iter().map(|issue| issue.title.clone())) {
        things.push((4, issues.clone().prop_map(move |issue| What::Answer { issue, word }).boxed()));
        things.push((2, issues.prop_map(|issue| What::Look { issue: Some(issue) }).boxed()));
    }
    let open = state.issues.iter().filter(|issue| issue.status != Status::Closed);
    if let Some(open) = one_of(open.map(|issue| issue.title.clone())) {
        things.push((8, open.clone().prop_map(move |issue| What::Ask { issue, word }).boxed()));
        things.push((2, open.clone().prop_map(move |issue| What::Reply { issue, word }).boxed()));
        things.push((2, open.prop_map(|issue| What::Close { issue }).boxed()));
    }
    let closed = state.issues.iter().filter(|issue| issue.status == Status::Closed);
    if let Some(closed) = one_of(closed.map(|issue| issue.title.clone())) {
        things.push((2, closed.prop_map(|issue| What::Reopen { issue }).boxed()));
    }
    if let Some(drafts) = one_of(state.drafts.iter().map(|draft| draft.text.clone())) {
        things.push((2, drafts.clone().prop_map(move |draft| What::Rewrite { draft, word }).boxed()));
        things.push((1, drafts.clone().prop_map(|draft| What::Delete { draft }).boxed()));
        things.push((8, drafts.clone().prop_map(|draft| What::Send { draft }).boxed()));
        let end = prop_oneof![Just(End::Kill), any::<u64>().prop_map(End::PowerCut)];
        let cut = (drafts, 0_u8..16, end);
        things.push((2, cut.prop_map(|(draft, changes, end)| What::SendCut { draft, changes, end }).boxed()));
    }
    let sent = state.outbox.iter().filter(|operation| state.returns(&operation.text));
    if let Some(operations) = one_of(sent.map(|operation| operation.text.clone())) {
        things.push((3, operations.prop_map(|operation| What::TakeBack { operation }).boxed()));
    }
    let stuck = state.outbox.iter().filter(|operation| operation.stuck && !operation.back);
    if let Some(operations) = one_of(stuck.map(|operation| operation.text.clone())) {
        things.push((2, operations.prop_map(|operation| What::Retry { operation }).boxed()));
    }
    things
}

/// What can happen in any state.
fn anytime(state: &Reference, word: u32) -> Vec<Weighted> {
    let acts = vec![ActKind::Answer, ActKind::Later, ActKind::Later, ActKind::Open, ActKind::Gone];
    let mut things = vec![
        (4, Just(What::Write { word }).boxed()),
        (
            4,
            (0_usize..4, prop::sample::select(acts))
                .prop_map(|(place, act)| What::Press { place, act })
                .boxed(),
        ),
        (1, Just(What::Look { issue: None }).boxed()),
        (if state.up { 2 } else { 6 }, Just(What::Network { up: !state.up }).boxed()),
        (2, (1_u32..4).prop_map(|count| What::LoseRequests { count }).boxed()),
        (3, (1_u32..4).prop_map(|count| What::LoseAnswers { count }).boxed()),
        (1, (1_u32..4).prop_map(|count| What::Fail { count }).boxed()),
        (1, Just(What::Restart).boxed()),
        (1, Just(What::Crash(End::Kill)).boxed()),
        (1, any::<u64>().prop_map(|seed| What::Crash(End::PowerCut(seed))).boxed()),
        (4, (1_u32..120).prop_map(|seconds| What::Pass { seconds }).boxed()),
        (1, (600_u32..4_500).prop_map(|seconds| What::Pass { seconds }).boxed()),
        (1, Just(What::Check).boxed()),
        (1, Just(What::Expire).boxed()),
        (1, prop::sample::select(vec![-8760, -1, 1, 8760]).prop_map(|hours| What::Turn { hours }).boxed()),
        (if state.service { 1 } else { 4 }, Just(What::Service { there: !state.service }).boxed()),
    ];
    if state.signed_in {
        things.push((1, Just(What::SignedOut).boxed()));
    } else if state.up {
        things.push((6, Just(What::SignIn).boxed()));
    }
    things
}

fn one_of(names: impl Iterator<Item = String>) -> Option<BoxedStrategy<String>> {
    let names: Vec<String> = names.collect();
    (!names.is_empty()).then(|| prop::sample::select(names).boxed())
}
