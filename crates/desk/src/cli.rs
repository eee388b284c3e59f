//! The commands of an administrator.

use std::{
    io::{self, IsTerminal, Write},
    net::{IpAddr, SocketAddr},
    path::PathBuf,
};

use anyhow::{Context, Result, anyhow, bail};
use clap::{Args, Parser, Subcommand, ValueEnum};
use svara_desk::{Desk, Door, NewUser, Random, SeedDemo, Settings, SystemRandom, UserRole, Way};

/// The Svara desk: a support desk in one program and one folder.
#[derive(Debug, Parser)]
#[command(version, about)]
pub(crate) struct Cli {
    /// The folder that holds everything: the database and the uploaded files. `svara-desk` in the user's folder of
    /// program data unless given.
    #[arg(long, global = true)]
    folder: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the desk until interrupted.
    Serve(Serve),
    /// Serve a desk to try out, with members, agents and issues in it.
    Demo {
        /// The loopback address to listen on.
        #[arg(long, default_value = "127.0.0.1:8787")]
        listen: SocketAddr,
    },
    /// Members and agents.
    #[command(subcommand)]
    User(User),
    /// Print the desk's settings.
    Settings,
    /// Change one of the desk's settings; the value is JSON or plain text.
    Set {
        /// For example `announcement`, `lowest_rank`, `ranks` or `chat.queue_timeout_minutes`.
        key: String,
        /// For example `Gold`, `null` or `["en","sv"]`.
        value: String,
    },
    /// Print the OpenAPI description.
    Openapi,
}

#[derive(Debug, Args)]
struct Serve {
    /// The address to listen on; port 0 takes any free one.
    #[arg(long, default_value = "127.0.0.1:8787")]
    listen: SocketAddr,
    /// The certificate with its chain, PEM.
    #[arg(long, requires = "key")]
    cert: Option<PathBuf>,
    /// The certificate's private key, PEM.
    #[arg(long, requires = "cert")]
    key: Option<PathBuf>,
    /// The address of the one proxy in front, which speaks TLS to everybody else.
    #[arg(long, conflicts_with = "cert")]
    trusted_proxy: Option<IpAddr>,
    /// A name by which clients reach the desk, with the port unless it is 443; may be repeated.
    #[arg(long = "host")]
    hosts: Vec<String>,
    /// Fill an empty desk with the demo's members, agents and issues.
    #[arg(long)]
    demo: bool,
}

#[derive(Debug, Subcommand)]
enum User {
    /// Add a member or an agent. The password is read from standard input; at a terminal one is made and printed.
    Add {
        /// What the user signs in with.
        user_name: String,
        /// Which side of the desk.
        #[arg(long, value_enum, default_value = "member")]
        role: RoleArgument,
        /// The name that others see; the user name unless given.
        #[arg(long)]
        name: Option<String>,
        /// A member's rank.
        #[arg(long)]
        rank: Option<String>,
        /// The e-mail address.
        #[arg(long)]
        email: Option<String>,
        /// A member's number.
        #[arg(long)]
        member_id: Option<String>,
    },
    /// Give a user a new password, read or made as with `add`. Every session of theirs ends.
    Password {
        /// Whose.
        user_name: String,
    },
    /// Take a user's access away. Every session of theirs ends.
    Disable {
        /// Whose.
        user_name: String,
    },
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum RoleArgument {
    Member,
    Agent,
}

pub(crate) async fn run(cli: Cli) -> Result<()> {
    if matches!(cli.command, Command::Openapi) {
        return say(&svara_desk::openapi()?);
    }
    let folder =
        cli.folder.or_else(usual_folder).context("this system names no folder for data: give --folder")?;
    let desk = Desk::open(Settings::new(&folder))
        .await
        .with_context(|| format!("cannot open the desk in {}", folder.display()))?;
    match cli.command {
        Command::Serve(serve) => self::serve(&desk, serve).await,
        Command::Demo { listen } => {
            let door = Door { listen, ..Door::loopback() };
            serve_through(&desk, door, true).await
        }
        Command::User(user) => change_user(&desk, user).await,
        Command::Settings => say(&(serde_json::to_string_pretty(&desk.facts().await?)? + "\n")),
        Command::Set { key, value } => {
            let facts = desk.facts().await?.with(&key, &value).map_err(|reason| anyhow!(reason))?;
            Ok(desk.set_facts(facts).await?)
        }
        Command::Openapi => Ok(()),
    }
}

fn usual_folder() -> Option<PathBuf> {
    Some(directories::ProjectDirs::from("", "", "svara-desk")?.data_dir().to_path_buf())
}

async fn serve(desk: &Desk, serve: Serve) -> Result<()> {
    let read =
        |path: &PathBuf| std::fs::read(path).with_context(|| format!("cannot read {}", path.display()));
    let way = match (&serve.cert, &serve.key, serve.trusted_proxy) {
        (Some(certificate), Some(key), _) => Way::Tls { certificate: read(certificate)?, key: read(key)? },
        (_, _, Some(proxy)) => Way::Proxy(proxy),
        _ => Way::Plain,
    };
    let door = Door { listen: serve.listen, way, hosts: serve.hosts };
    serve_through(desk, door, serve.demo).await
}

async fn serve_through(desk: &Desk, door: Door, demo: bool) -> Result<()> {
    let scheme = if matches!(door.way, Way::Tls { .. }) { "https" } else { "http" };
    let running = desk.serve(door).await?;
    let address = format!("{scheme}://{}", running.addr);
    if demo {
        let demo =
            desk.seed_demo(SeedDemo::default()).await.context("cannot make the demo in this folder")?;
        say(&format!("member: {}  password: {}\n", demo.member, demo.member_password))?;
        say(&format!(
            "agents' console: {address}/agent/  agent: {}  password: {}\n",
            demo.agent, demo.agent_password
        ))?;
    }
    say(&format!("the desk is at {address}\n"))?;
    interrupted().await?;
    running.stop().await;
    Ok(())
}

/// Control-C, or what service managers send.
async fn interrupted() -> Result<()> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut terminate = signal(SignalKind::terminate())?;
        tokio::select! {
            pressed = tokio::signal::ctrl_c() => Ok(pressed?),
            _ = terminate.recv() => Ok(()),
        }
    }
    #[cfg(not(unix))]
    Ok(tokio::signal::ctrl_c().await?)
}

async fn change_user(desk: &Desk, user: User) -> Result<()> {
    match user {
        User::Add { user_name, role, name, rank, email, member_id } => {
            let role = match role {
                RoleArgument::Member => UserRole::Member,
                RoleArgument::Agent => UserRole::Agent,
            };
            let name = name.unwrap_or_else(|| user_name.clone());
            let password = Some(password()?);
            Ok(desk.add_user(NewUser { user_name, password, role, name, email, member_id, rank }).await?)
        }
        User::Password { user_name } => Ok(desk.set_password(&user_name, password()?).await?),
        User::Disable { user_name } => Ok(desk.disable_user(&user_name).await?),
    }
}

/// The first line of standard input; at a terminal, where it would be seen, a random one that is printed.
fn password() -> Result<String> {
    if io::stdin().is_terminal() {
        let mut bytes = [0_u8; 12];
        SystemRandom.fill(&mut bytes)?;
        let made: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        say(&format!("password: {made}\n"))?;
        return Ok(made);
    }
    let mut line = String::new();
    io::stdin().read_line(&mut line)?;
    let line = line.trim_end_matches(['\r', '\n']);
    if line.is_empty() {
        bail!("no password on standard input");
    }
    Ok(line.to_owned())
}

fn say(text: &str) -> Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    Ok(out.flush()?)
}
