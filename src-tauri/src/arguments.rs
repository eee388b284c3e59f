//! The command line.

use std::path::PathBuf;

use clap::Parser;

/// The desktop app for members of a technical-support desk.
#[derive(Debug, Parser)]
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
}
