//! Measures the speed of the app's core against the built-in desk; see `cargo xtask bench`.

use clap::Parser;
use svara_tests::bench::{self, Part};

/// Measures the speed of the app's core against the built-in desk.
#[derive(Debug, Parser)]
#[command(name = "svara-bench", version)]
struct Args {
    #[command(subcommand)]
    part: Part,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    bench::run(Args::parse().part).await
}
