//! Many chats at once on one desk: how soon a message is at the other side, and what a chat in which nothing happens weighs
//! against a bare event stream of the same server.

mod bare;
mod talk;

use std::{path::Path, time::Duration};

use anyhow::Context;
use svara_desk::{ChatRules, Desk, Facts, NewUser, Settings};

use super::{
    house::serving,
    line::Events,
    report::{Goal, Report, percentile},
};

pub(super) use bare::serve as serve_bare;

/// Chats that one agent has at once.
const CHATS_OF_AGENT: usize = 50;
/// What lies still is weighed after this long.
const STILL: Duration = Duration::from_secs(5);

/// Who takes part.
pub(super) struct Cast {
    members: Vec<String>,
    agents: Vec<String>,
}

pub(super) async fn measure(chats: u32, messages: u32, rate: u32) -> anyhow::Result<Report> {
    let folder = tempfile::tempdir()?;
    let cast = cast(&folder.path().join("desk"), usize::try_from(chats)?).await?;
    let bare = bare_stream(cast.members.len()).await?;
    let desk = serving("desk", &folder.path().join("desk")).await?;
    let mut report = Report::new("chats");

    let empty = desk.memory()?;
    let talk = talk::Talk::begin(desk.address(), &cast).await?;
    tokio::time::sleep(STILL).await;
    let full = desk.memory()?;
    let idle = (full - empty) / f64::from(chats);
    report.note("chats at once", f64::from(chats), "");
    report.note("memory of an idle chat with its stream", idle, "KiB");
    report.note("memory of a bare event stream", bare, "KiB");
    report.note("memory of an idle chat over a bare stream", idle / bare, "");

    let processor = desk.processor_time()?;
    let began = tokio::time::Instant::now();
    let times = talk.talk(messages, rate).await?;
    let spent = (desk.processor_time()? - processor) / began.elapsed().as_secs_f64();
    report.note("messages", times.len() as f64, "");
    report.note("messages a second", times.len() as f64 / began.elapsed().as_secs_f64(), "");
    report.note("processors that the desk took", spent, "");
    report.note("message at the other side, median", percentile(&times, 0.5), "ms");
    report.judge("message at the other side, p99", percentile(&times, 0.99), "ms", Goal::AtMost(150.0));
    report.note("message at the other side, longest", percentile(&times, 1.0), "ms");
    Ok(report)
}

/// A desk with so many members and the agents that so many chats need: the tokens.
async fn cast(folder: &Path, chats: usize) -> anyhow::Result<Cast> {
    let desk = Desk::open(Settings::new(folder)).await?;
    let facts = desk.facts().await?;
    let (limit, full_at) = (u32::try_from(CHATS_OF_AGENT)?, u32::try_from(chats)?);
    let chat = ChatRules { limit, full_at, ..facts.chat };
    desk.set_facts(Facts { chat, ..facts }).await?;
    let mut cast = Cast { members: Vec::new(), agents: Vec::new() };
    for n in 0..chats {
        let name = format!("member{n}");
        desk.add_user(NewUser::member(&name, "Elsa Lind").rank("Gold")).await?;
        cast.members.push(desk.seed_session(&name).await?);
    }
    for n in 0..chats.div_ceil(CHATS_OF_AGENT) {
        let name = format!("agent{n}");
        desk.add_user(NewUser::agent(&name, "Maja")).await?;
        cast.agents.push(desk.seed_session(&name).await?);
    }
    Ok(cast)
}

/// What one open event stream of a server that does nothing else weighs, in KiB.
async fn bare_stream(streams: usize) -> anyhow::Result<f64> {
    let server = serving("bare-stream", Path::new(".")).await?;
    let empty = server.memory()?;
    let mut open = Vec::new();
    for _ in 0..streams {
        open.push(Events::open(server.address(), "none", "/").await?);
    }
    tokio::time::sleep(STILL).await;
    let weight = (server.memory()? - empty) / streams as f64;
    drop(open);
    (weight > 0.0).then_some(weight).context("a stream weighs something")
}
