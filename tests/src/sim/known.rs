//! For each planted mistake a seed whose schedule finds it. `cargo xtask sim --planted --update` writes this file.

/// The mistake's name, the seed, and the property that does not hold then.
pub(super) const KNOWN: &[(&str, u64, &str)] = &[];

/// Seeds that found mistakes which were made in earnest.
pub const REGRESSIONS: &[u64] = &[];
