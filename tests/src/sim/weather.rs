//! What goes wrong on the way between app and desk, and how often.

use super::dice::Dice;

/// Something that happens to one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// Nobody is reached.
    Unreachable,
    /// It never arrives, and nobody says so.
    LostRequest,
    /// It arrives; the answer does not.
    LostAnswer,
    /// It arrives twice, perhaps much later.
    Twice,
    /// It arrives late, perhaps long after the app has given up.
    LateRequest,
    /// The answer comes late.
    LateAnswer,
    /// The sign-in has ended at the desk.
    SignedOut,
    /// The desk asks for patience.
    Throttled,
    /// The desk, or what stands before it, answers with a fault; perhaps after the desk has done it.
    Storm,
    /// A page in place of an answer.
    Page,
    /// A network's own sign-in page.
    Portal,
    /// The answer ends in the middle.
    Cut,
    /// The answer is good JSON of another shape.
    OtherShape,
    /// The desk does not know the cursor any more.
    Expired,
    /// The desk confirms what it has not done.
    Lie,
}

/// Each fault with how many of a thousand requests it happens to.
pub(super) type Weather = Vec<(u64, Fault)>;

/// Which fault a request meets.
pub(super) fn fault(weather: &Weather, dice: &Dice) -> Option<Fault> {
    let mut left = dice.below(1000);
    for (share, fault) in weather {
        if left < *share {
            return Some(*fault);
        }
        left = left.saturating_sub(*share);
    }
    None
}

/// A kind of weather that a seed chooses.
pub(super) fn some(dice: &Dice) -> Weather {
    use Fault::{
        Cut, Expired, LateAnswer, LateRequest, Lie, LostAnswer, LostRequest, OtherShape, Page, Portal,
        SignedOut, Storm, Throttled, Twice, Unreachable,
    };
    let kinds: &[&[(u64, Fault)]] = &[
        &[(150, LostRequest), (250, LostAnswer), (50, Unreachable)],
        &[(500, LostAnswer)],
        &[(200, LateRequest), (200, LateAnswer), (100, LostAnswer)],
        &[(500, LateRequest)],
        &[(450, Twice), (50, LostAnswer)],
        &[(600, Storm)],
        &[(400, Throttled)],
        &[(950, Portal)],
        &[(500, Page)],
        &[(250, Cut), (100, OtherShape)],
        &[(80, SignedOut)],
        &[(300, Expired)],
        &[(600, Lie)],
        &[(1000, Unreachable)],
        &[(300, Unreachable), (100, LostAnswer)],
        &[
            (40, LostRequest),
            (60, LostAnswer),
            (40, Twice),
            (40, LateRequest),
            (40, LateAnswer),
            (15, SignedOut),
            (30, Throttled),
            (60, Storm),
            (20, Page),
            (40, Cut),
            (20, OtherShape),
            (40, Expired),
            (20, Lie),
        ],
    ];
    dice.pick(kinds).map(|kind| kind.to_vec()).unwrap_or_default()
}
