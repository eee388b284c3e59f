//! For each planted mistake a seed whose schedule finds it. `cargo xtask sim --planted --update` writes this file.

/// The mistake's name, the seed, and the property that does not hold then.
pub(super) const KNOWN: &[(&str, u64, &str)] = &[
    ("cursor before rows", 7, "rule 4"),
    ("key made anew on retry", 100020, "O2"),
    ("told mark before show", 180, "liveness"),
    ("no told mark", 1, "N1"),
    ("marks lost on cache rebuild", 2, "N1"),
    ("reply lost on 401", 19, "O3"),
    ("unknown outcome not looked up", 3, "O2"),
    ("not done trusted at take-back", 21, "O6"),
    ("confirm without read back", 96, "O3"),
    ("draft deleted before operation", 90, "O3"),
    ("attempt burnt on 401", 78, "O9"),
    ("order broken within an issue", 35, "O4"),
    ("stuck holds up other issues", 113, "liveness"),
    ("Retry-After ignored", 100130, "O9"),
    ("up to date without a complete pass", 5, "rule 4"),
    ("HTML taken as an empty page", 10, "rule 4"),
    ("vanished at the first big miss", 43, "vanished"),
    ("notice stays when answered", 6, "N4"),
    ("notice for what is looked at", 6, "N3"),
    ("Later lost on restart", 5, "N2"),
    ("Later told twice", 5, "N1"),
    ("older answer overwrites newer row", 100071, "liveness"),
    ("upload key made anew", 69, "O4"),
    ("hint dropped while checking", 71, "liveness"),
    ("waits by the wall clock", 22, "liveness"),
    ("full disk never forgotten", 8, "liveness"),
    ("baseline told singly", 4, "N1"),
    ("summary forgets rounds", 4, "N5"),
];

/// Seeds that found mistakes which were made in earnest.
pub const REGRESSIONS: &[u64] = &[322, 656, 12049, 770016];
