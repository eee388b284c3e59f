//! The port to what tells languages apart.

/// The language that something is written in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Detected {
    /// BCP 47, as it was asked for.
    pub language: String,
    /// Whether it stands far enough before the others to contradict a member. What is not sure is a guess.
    pub sure: bool,
}

/// Tells languages apart, on this computer alone.
pub trait Detector: Send + Sync {
    /// The language of a text among these (BCP 47). `None`: none stands far enough before the others, the text has too few
    /// words of its own, or it is in several languages. Takes well under a millisecond for a few sentences, and looks at
    /// the beginning of a long text only.
    fn detect(&self, text: &str, among: &[&str]) -> Option<Detected>;
}
