//! Every chore of a developer: `cargo xtask --help`. This crate must build without any system package, and must not know
//! anything of the product but where its parts lie.

mod bench;
mod browser;
mod checks;
mod display;
mod icons;
mod kill;
mod language_model;
mod packages;
mod run;
mod shell;
mod sim;
mod story;
mod window;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};
use packages::{Consent, Need};

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Every chore of a developer")]
struct Arguments {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand)]
enum Chore {
    /// Builds the window and the app and starts it with the built-in desk and demo data
    Run {
        /// Installs missing system packages without asking
        #[arg(long)]
        yes: bool,
    },
    /// Runs every test
    Test {
        /// Installs missing system packages without asking
        #[arg(long)]
        yes: bool,
    },
    /// Runs what continuous integration runs: every test, formatting, lints
    Ci,
    /// Runs one story, with pictures in target/stories/NAME
    Story {
        /// Its name
        name: String,
        /// How many times in a row
        #[arg(long, default_value_t = 1)]
        times: u32,
    },
    /// Writes the window's TypeScript from crates/api
    Bindings,
    /// Writes the desk's OpenAPI file from crates/desk
    Openapi,
    /// Writes every icon from the drawings in icons/
    Icons,
    /// Writes the language detector's model from the one of the crate langid-rs
    LanguageModel {
        /// langid-rs's src/model.bin
        from: std::path::PathBuf,
    },
    /// Kills the app in the middle of its work, again and again
    Kill {
        /// How many times
        #[arg(long, default_value_t = 2000)]
        times: u32,
        /// Where the randomness begins
        #[arg(long, default_value_t = 7)]
        seed: u64,
        /// Installs missing system packages without asking
        #[arg(long)]
        yes: bool,
    },
    /// Runs the real app and the real desk under simulated trouble: thousands of schedules, or one
    #[command(disable_help_flag = true)]
    Sim {
        /// The simulator's own: --schedules N, --seed S, --one, --trace, --planted; --help lists all
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Measures a release build: size and memory, first sync (p4a), a check without news (p5), search (p6)
    Bench {
        /// Only these parts
        #[arg(value_enum)]
        parts: Vec<bench::Part>,
        /// Installs missing system packages without asking
        #[arg(long)]
        yes: bool,
    },
    /// Installs the system packages that building and testing need
    Setup {
        /// Installs without asking
        #[arg(long)]
        yes: bool,
    },
}

fn main() -> ExitCode {
    match run(Arguments::parse().chore) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("\nxtask: {problem:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(chore: Chore) -> Result<()> {
    match chore {
        Chore::Run { yes } => run::run(Consent::from_flag(yes)),
        Chore::Test { yes } => checks::test(Consent::from_flag(yes)),
        Chore::Ci => checks::ci(),
        Chore::Story { name, times } => story::story(&name, times),
        Chore::Bindings => checks::update("svara-api", "UPDATE_BINDINGS"),
        Chore::Openapi => checks::update("svara-desk", "UPDATE_OPENAPI"),
        Chore::Icons => icons::write(),
        Chore::LanguageModel { from } => language_model::write(&from),
        Chore::Kill { times, seed, yes } => kill::kill(times, seed, Consent::from_flag(yes)),
        Chore::Sim { arguments } => sim::sim(&arguments),
        Chore::Bench { parts, yes } => bench::bench(&parts, Consent::from_flag(yes)),
        Chore::Setup { yes } => packages::install(Need::Test, Consent::from_flag(yes)),
    }
}
