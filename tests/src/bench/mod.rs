//! Speed, measured as ratios in one run: the parts P3, P4a, P5, P6 and P7. A release build's numbers count; `cargo xtask bench PARTS`
//! makes one.

mod chats;
mod check;
mod first_sync;
mod house;
mod line;
mod notices;
mod raw;
mod report;
mod search;
mod texts;
#[cfg(target_os = "linux")]
mod tray;

use std::path::PathBuf;

use clap::Subcommand;

/// One part.
#[derive(Debug, Subcommand)]
pub enum Part {
    /// Memory and processor time in the tray, against a Chromium app window and a tab
    P3 {
        /// How long each rests, in seconds
        #[arg(long, default_value_t = 300)]
        rest: u32,
    },
    /// The first sync against a raw import of the same rows, and the memory it takes
    P4a {
        /// How many issues
        #[arg(long, default_value_t = 100_000)]
        issues: u32,
        /// How many times each
        #[arg(long, default_value_t = 5)]
        rounds: u32,
    },
    /// A check in which nothing changed: requests, bytes, processor time
    P5 {
        /// How many times the app is opened for it
        #[arg(long, default_value_t = 5)]
        apps: u32,
    },
    /// Search and the first page of the lists, with many issues
    P6 {
        /// How many issues
        #[arg(long, default_value_t = 100_000)]
        issues: u32,
        /// How many searches of each kind
        #[arg(long, default_value_t = 200)]
        searches: u32,
    },
    /// How soon a question at the desk is told, with many members on its live feed
    P7 {
        /// How many members are on the live feed
        #[arg(long, default_value_t = 1_000)]
        members: u32,
        /// How many whole apps they have between them; the other members are bare streams
        #[arg(long, default_value_t = 40)]
        apps: u32,
        /// How many members each app has
        #[arg(long, default_value_t = 15)]
        each: u32,
        /// How many more accounts poll
        #[arg(long, default_value_t = 20)]
        polling: u32,
        /// Rounds of questions, a little more than a minute each
        #[arg(long, default_value_t = 3)]
        rounds: usize,
    },
    /// Many chats at once: how soon a message is at the other side, and what an idle chat weighs
    Chats {
        /// How many
        #[arg(long, default_value_t = 1_000)]
        chats: u32,
        /// How many messages
        #[arg(long, default_value_t = 3_000)]
        messages: u32,
        /// Messages a second
        #[arg(long, default_value_t = 100)]
        rate: u32,
    },
    /// A server whose only route is an event stream; it ends with its input
    #[command(hide = true)]
    BareStream {
        /// Not used
        folder: PathBuf,
    },
    /// A desk in a process of its own; it ends with its input
    #[command(hide = true)]
    Desk {
        /// The desk's folder
        folder: PathBuf,
    },
    /// One first sync in a process of its own
    #[command(hide = true)]
    Sync {
        /// The app's folder
        folder: PathBuf,
        /// The desk's address
        address: String,
        /// Who signs in
        user: String,
    },
}

/// Runs a part and prints what came out: a table, one line a goal, then one line of JSON.
pub async fn run(part: Part) -> anyhow::Result<()> {
    match part {
        #[cfg(target_os = "linux")]
        Part::P3 { rest } => tray::measure(rest).await?.print(),
        #[cfg(not(target_os = "linux"))]
        Part::P3 { .. } => anyhow::bail!("P3 reads Linux's /proc"),
        Part::P4a { issues, rounds } => first_sync::measure(issues, rounds).await?.print(),
        Part::P5 { apps } => check::measure(apps).await?.print(),
        Part::P6 { issues, searches } => search::measure(issues, searches).await?.print(),
        Part::P7 { members, apps, each, polling, rounds } => {
            notices::measure(notices::Size { members, apps, each, polling, rounds }).await?.print()
        }
        Part::Chats { chats, messages, rate } => chats::measure(chats, messages, rate).await?.print(),
        Part::BareStream { .. } => chats::serve_bare().await,
        Part::Desk { folder } => house::serve(folder).await,
        Part::Sync { folder, address, user } => first_sync::child(folder, &address, &user).await,
    }
}
