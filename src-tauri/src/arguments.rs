//! The command line.

use std::path::PathBuf;

use clap::Parser;

/// The desktop app for members of a technical-support desk.
#[derive(Clone, Debug, Parser)]
#[command(name = "svara", version)]
pub(crate) struct Arguments {
    /// Keeps everything in this folder instead of the usual one
    #[arg(long, value_name = "DIR")]
    pub(crate) data_folder: Option<PathBuf>,
    /// Starts the built-in desk with demo data and prints where its agents sign in
    #[arg(long)]
    pub(crate) with_demo_desk: bool,
    /// Starts in the tray, without a window
    #[arg(long)]
    pub(crate) hidden: bool,
    /// Says whether you would be told, and shows a notice to press: ends with 0 when nothing is wrong, 1 in doubt, 2 when a
    /// link is broken, 3 when nothing could be tested
    #[arg(long, conflicts_with_all = ["with_demo_desk", "hidden", "link"])]
    pub(crate) self_test: bool,
    /// Goes to an issue: `svara://issue/HOST/NUMBER`
    #[arg(value_name = "LINK")]
    pub(crate) link: Option<String>,
}
