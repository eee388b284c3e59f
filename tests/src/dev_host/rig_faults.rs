//! What only a test asks for: faults of the line to the desk, of the computer's disk, and of the desk's memory and time.

use std::{sync::Arc, time::Duration};

use axum::{
    Json, Router,
    extract::{Path, State},
    routing::post,
};
use http::StatusCode;
use serde::Deserialize;

use super::{
    house::House,
    rig_routes::{Forward, Rig, Stuck, no_desk},
};
use crate::{
    disk::{Disk, OpKind, Verdict},
    rig::Fault,
};

/// The routes under `/rig/` that break something.
pub(super) fn router(house: Arc<House>) -> Router {
    Router::new()
        .route("/rig/line", post(line))
        .route("/rig/disk", post(disk))
        .route("/rig/desk/purge/{issue}", post(purge))
        .route("/rig/desk/clock", post(desk_clock))
        .with_state(house)
}

/// What every request to the desk meets.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Line {
    /// The desk.
    Fine,
    /// Nothing; whatever changes something at the desk waits until the line is another one.
    Held,
    /// A network's own page.
    Page,
    /// The beginning of an answer.
    Cut,
    /// An answer in another shape.
    Odd,
    /// A desk that fails.
    Failing,
    /// A desk that does not know the sign-in.
    SignedOut,
}

impl Line {
    fn fault(self) -> Option<Fault> {
        let json = |status, body| Some(Fault::Answer(status, "application/json", body));
        match self {
            Self::Fine | Self::Held => None,
            Self::Page => Some(Fault::Answer(
                StatusCode::OK,
                "text/html",
                "<!doctype html><title>Welcome to the lounge</title><form>Sign in to our network</form>",
            )),
            Self::Cut => json(StatusCode::OK, r#"{"issues":[{"id":"1","number":"4"#),
            Self::Odd => json(StatusCode::OK, r#"["nothing","of","this"]"#),
            Self::Failing => json(StatusCode::INTERNAL_SERVER_ERROR, "{}"),
            Self::SignedOut => json(StatusCode::UNAUTHORIZED, r#"{"code":"signed_out"}"#),
        }
    }
}

#[derive(Deserialize)]
struct SetLine {
    line: Line,
}

async fn line(State(house): Rig, Json(set): Json<SetLine>) -> StatusCode {
    house.line.set_always(set.line.fault());
    house.line.hold(matches!(set.line, Line::Held));
    StatusCode::NO_CONTENT
}

/// How the computer's disk is.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum DiskMood {
    Fine,
    Full,
    Failing,
}

#[derive(Deserialize)]
struct SetDisk {
    disk: DiskMood,
}

async fn disk(State(house): Rig, Json(set): Json<SetDisk>) -> Result<StatusCode, Stuck> {
    let disk = house.disk.as_ref().ok_or_else(|| {
        Stuck(StatusCode::NOT_FOUND, "this dev host was started with the computer's own disk".into())
    })?;
    make(disk, set.disk);
    Ok(StatusCode::NO_CONTENT)
}

fn make(disk: &Disk, mood: DiskMood) {
    match mood {
        DiskMood::Fine => disk.unwatch(),
        DiskMood::Full => disk.watch(Box::new(|op| if op.grows { Verdict::Full } else { Verdict::Go })),
        DiskMood::Failing => disk.watch(Box::new(|op| match op.kind {
            OpKind::Write | OpKind::Sync => Verdict::Io,
            _ => Verdict::Go,
        })),
    }
}

/// The desk has an issue no more, and tells nobody.
async fn purge(State(house): Rig, Path(issue): Path<String>) -> Result<StatusCode, Stuck> {
    let desk = house.desk.lock().await;
    desk.as_ref().ok_or_else(no_desk)?.purge(&issue).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn desk_clock(State(house): Rig, Json(by): Json<Forward>) -> Result<StatusCode, Stuck> {
    let desk = house.desk.lock().await;
    desk.as_ref().ok_or_else(no_desk)?.forward(Duration::from_secs(by.forward_seconds));
    Ok(StatusCode::NO_CONTENT)
}
