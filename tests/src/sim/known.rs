//! For each planted mistake a seed whose schedule finds it. `cargo xtask sim --planted --update` writes this file.

/// The mistake's name, the seed, and the property that does not hold then.
pub(super) const KNOWN: &[(&str, u64, &str)] = &[
    ("cursor before rows", 7, "rule 4"),
    ("key made anew on retry", 4, "O2"),
    ("told mark before show", 180, "liveness"),
    ("no told mark", 1, "N1"),
    ("marks lost on cache rebuild", 2, "N1"),
    ("reply lost on 401", 19, "O3"),
    ("unknown outcome not looked up", 35, "O2"),
    ("confirm without read back", 96, "O3"),
    ("draft deleted before operation", 125, "O3"),
    ("attempt burnt on 401", 104, "O9"),
    ("order broken within an issue", 104, "O4"),
    ("stuck holds up other issues", 113, "liveness"),
    ("Retry-After ignored", 35, "O9"),
    ("up to date without a complete pass", 5, "rule 4"),
    ("vanished at the first big miss", 43, "vanished"),
    ("notice stays when answered", 6, "N4"),
    ("notice for what is looked at", 11, "N3"),
    ("Later lost on restart", 156, "N2"),
    ("Later told twice", 6, "N1"),
    ("full disk never forgotten", 8, "liveness"),
    ("baseline told singly", 4, "N1"),
];

/// Seeds that found mistakes which were made in earnest.
pub const REGRESSIONS: &[u64] = &[322, 656, 12049, 770016];
