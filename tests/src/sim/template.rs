//! What every schedule begins with, made once a process: schemas, users, some issues, a member signed in. Copies share their
//! bytes.

use std::sync::Arc;

use anyhow::{Context as _, Result, ensure};
use jiff::SignedDuration;
use serde_json::json;
use svara_core::{Core, Freshness};
use svara_desk::NewUser;
use svara_model::{AccountId, Vault};

use super::{
    app::{self, Ports},
    clock::Time,
    desk_side::DeskSide,
    desktop::Desktop,
    dice::Dice,
    life::Life,
    road::Road,
    trace::Trace,
    truth::Truth,
    weather::Fault,
    wishes::Wishes,
};
use crate::{
    disk::{Disk, Image},
    rig::MemoryVault,
};

/// The desk's address; nothing resolves it.
pub(super) const ADDRESS: &str = "https://desk.example/";
/// The members, in the order in which they are signed in.
pub(super) const MEMBERS: [&str; 2] = ["elsa", "bo"];

/// The agents.
pub(super) const AGENTS: [&str; 2] = ["maja", "tom"];

/// So many issues each member has.
const ISSUES: u32 = 7;

/// Two computers at rest.
#[derive(Clone)]
pub(super) struct Template {
    /// The desk's disk.
    pub(super) desk: Image,
    /// The app's disk.
    pub(super) app: Image,
    /// What is so at the desk.
    pub(super) truth: Truth,
    /// The agent's token.
    pub(super) agent: String,
    /// Another agent's.
    pub(super) other_agent: String,
    /// Account and token of each member that is signed in.
    pub(super) accounts: Vec<(AccountId, String, &'static str)>,
    /// Whether the first sync is still to come.
    pub(super) fresh: bool,
    /// Whether the desk knows no keys.
    pub(super) keyless: bool,
}

/// The templates of a process.
pub struct Templates {
    /// One member, signed in a moment ago.
    pub(super) fresh: Template,
    /// One member whose lists are there.
    pub(super) settled: Template,
    /// Two members whose lists are there.
    pub(super) two: Template,
    /// One member whose lists are there, at a desk that knows no keys.
    pub(super) keyless: Template,
}

impl Templates {
    /// Makes them.
    pub fn make(files: &std::path::Path) -> Result<Arc<Self>> {
        let runtime = super::runtime()?;
        runtime.block_on(async {
            Ok(Arc::new(Self {
                fresh: make(files, 1, true, false).await.context("fresh")?,
                settled: make(files, 1, false, false).await.context("settled")?,
                two: make(files, 2, false, false).await.context("two")?,
                keyless: make(files, 1, false, true).await.context("keyless")?,
            }))
        })
    }
}

async fn make(files: &std::path::Path, members: usize, fresh: bool, keyless: bool) -> Result<Template> {
    let time = Time::new();
    time.jump_app(SignedDuration::from_hours(-48));
    time.jump_desk(SignedDuration::from_hours(-48));
    let trace = Trace::new(time.clone());
    let (desk_disk, disk) = (Disk::new()?, Disk::new()?);
    let dice = Dice::new(0, "template");
    let desk =
        DeskSide::new(time.clone(), trace.clone(), dice.clone(), Truth::default(), desk_disk.clone(), files);
    desk.start().await?;
    let road = Road::new(time.clone(), trace.clone(), dice.clone(), Arc::clone(&desk));
    let inside = desk.desk().context("a desk")?;
    let mut issues = Vec::new();
    for member in MEMBERS {
        inside.add_user(NewUser::member(member, member).rank("Gold")).await?;
        let token = inside.seed_session(member).await?;
        for n in 0..ISSUES {
            tokio::time::sleep(std::time::Duration::from_secs(60)).await;
            let body = json!({"title": format!("Old issue {n}"), "language": "en", "text": "It broke.", "uploads": []});
            let answer = road.as_member(member, &token, &format!("{member}-{n}"), "issues", &body).await;
            let (status, answer) = answer.context("no answer")?;
            ensure!(status.is_success(), "{status} {answer}");
            let id = answer.pointer("/issue/id").and_then(|id| id.as_str()).context("an id")?;
            issues.push((n, id.to_owned()));
        }
    }
    inside.add_user(NewUser::agent(AGENTS[0], "Maja")).await?;
    let agent = inside.seed_session(AGENTS[0]).await?;
    for (n, id) in &issues {
        tokio::time::sleep(std::time::Duration::from_secs(60)).await;
        let (path, body) = match n {
            0 | 1 => ("entries", json!({"text": "What do you see?", "kind": "ask", "uploads": []})),
            2 => ("close", json!({"text": null})),
            _ => continue,
        };
        let answer = road.agent(&agent, &format!("agent-{id}"), &format!("issues/{id}/{path}"), &body).await;
        ensure!(answer.is_some_and(|(status, _)| status.is_success()), "the agent's {path}");
    }
    let vault = Arc::new(MemoryVault::default());
    let ports = Ports {
        disk: disk.clone(),
        line: road.line(Life::new(None)),
        desktop: Desktop::new("earlier", time.clone(), trace.clone(), disk.clone(), Wishes::default())
            .of(Life::new(None)),
        vault: vault.clone(),
        clock: time.app(),
        picker: Arc::default(),
        keyless,
        dice: dice.clone(),
    };
    let core = app::open(ports).await?;
    if fresh {
        road.set_weather(vec![(1000, Fault::Unreachable)]);
    }
    let mut accounts = Vec::new();
    for member in MEMBERS.into_iter().take(members) {
        let id = core.sign_in(ADDRESS, member, "a password".to_owned().into()).await?.account.id;
        let secret = vault.read(&id).await?.context("a secret")?;
        accounts.push((id, secrecy::ExposeSecret::expose_secret(&secret).to_owned(), member));
    }
    if !fresh {
        settle(&core).await?;
    }
    core.stop().await;
    drop(core);
    inside.add_user(NewUser::agent(AGENTS[1], "Tom")).await?;
    let other_agent = inside.seed_session(AGENTS[1]).await?;
    desk.end();
    drop((inside, road));
    let mut known = desk.truth.known().clone();
    known.begin_anew();
    let truth = Truth::of(known);
    let (desk, app) = (desk_disk.image(), disk.image());
    Ok(Template { desk, app, truth, agent, other_agent, accounts, fresh, keyless })
}

/// Waits until the lists are there and what awaits is told.
async fn settle(core: &Core) -> Result<()> {
    for _ in 0..600 {
        tokio::time::sleep(std::time::Duration::from_secs(1)).await;
        if core.accounts().await?.iter().all(|account| account.health.freshness == Freshness::UpToDate) {
            tokio::time::sleep(std::time::Duration::from_secs(180)).await;
            return Ok(());
        }
    }
    anyhow::bail!("the first sync does not end")
}
