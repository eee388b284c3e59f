//! What only a test asks for: the pretended desktop's memory and levers, and the desk's plug.

use std::{path::PathBuf, sync::Arc, time::Duration};

use axum::{
    Json, Router,
    extract::{Path, State},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};
use svara_api::Closing;
use svara_model::ActKind;

use super::house::House;
use crate::rig::{NoticeService, Said, VaultState};

/// The routes under `/rig/`.
pub(super) fn router(house: Arc<House>) -> Router {
    Router::new()
        .route("/rig/notices", get(notices))
        .route("/rig/notices/{name}/{act}", post(act))
        .route("/rig/pick", post(pick))
        .route("/rig/dialogs", get(dialogs))
        .route("/rig/vault", get(vault).post(set_vault))
        .route("/rig/desk/stop", post(stop_desk))
        .route("/rig/desk/start", post(start_desk))
        .route("/rig/restart", post(restart))
        .route("/rig/damage", post(damage))
        .route("/rig/close-requested", post(close_requested))
        .route("/rig/opened", get(opened))
        .route("/rig/window", get(window))
        .route("/rig/front", post(front))
        .route("/rig/desktop", get(desktop).post(say))
        .route("/rig/notice-service/{state}", post(notice_service))
        .route("/rig/link", post(link))
        .route("/rig/clock", post(clock))
        .route("/rig/tray", get(tray))
        .route("/rig/tray/{id}", post(tray_press))
        .with_state(house)
}

pub(super) type Rig = State<Arc<House>>;

/// A lever that did not move: the test reads why.
pub(super) struct Stuck(pub(super) StatusCode, pub(super) String);

impl IntoResponse for Stuck {
    fn into_response(self) -> Response {
        (self.0, self.1).into_response()
    }
}

impl From<anyhow::Error> for Stuck {
    fn from(problem: anyhow::Error) -> Self {
        Self(StatusCode::INTERNAL_SERVER_ERROR, format!("{problem:#}"))
    }
}

fn closed() -> Stuck {
    Stuck(StatusCode::SERVICE_UNAVAILABLE, "the app is closed".into())
}

async fn notices(State(house): Rig) -> Json<Value> {
    Json(json!({ "notices": house.notifier.notices() }))
}

async fn act(State(house): Rig, Path((name, act)): Path<(String, String)>) -> Result<StatusCode, Stuck> {
    let kind = match act.as_str() {
        "open" => ActKind::Open,
        "answer" => ActKind::Answer,
        "later" => ActKind::Later,
        "gone" => ActKind::Gone,
        _ => return Err(Stuck(StatusCode::NOT_FOUND, format!("no act {act}"))),
    };
    if house.notifier.act(&name, kind).await {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(Stuck(StatusCode::NOT_FOUND, format!("no notice {name} stands")))
    }
}

#[derive(Deserialize)]
struct Pick {
    #[serde(default)]
    paths: Option<Vec<PathBuf>>,
    #[serde(default)]
    folder: Option<PathBuf>,
}

async fn pick(State(house): Rig, Json(pick): Json<Pick>) -> StatusCode {
    if let Some(paths) = pick.paths {
        house.picker.choose_files(paths);
    }
    if let Some(folder) = pick.folder {
        house.picker.choose_folder(folder);
    }
    StatusCode::NO_CONTENT
}

async fn dialogs(State(house): Rig) -> Json<Value> {
    Json(json!({ "titles": house.picker.titles() }))
}

#[derive(Deserialize)]
struct SetVault {
    state: VaultState,
}

async fn vault(State(house): Rig) -> Json<Value> {
    Json(json!({ "secrets": house.vault.len() }))
}

async fn set_vault(State(house): Rig, Json(set): Json<SetVault>) -> StatusCode {
    house.vault.become_(set.state);
    StatusCode::NO_CONTENT
}

async fn stop_desk(State(house): Rig) -> Result<StatusCode, Stuck> {
    let mut desk = house.desk.lock().await;
    desk.as_mut().ok_or_else(no_desk)?.stop().await;
    Ok(StatusCode::NO_CONTENT)
}

async fn start_desk(State(house): Rig) -> Result<StatusCode, Stuck> {
    let mut desk = house.desk.lock().await;
    desk.as_mut().ok_or_else(no_desk)?.start_again().await?;
    Ok(StatusCode::NO_CONTENT)
}

pub(super) fn no_desk() -> Stuck {
    Stuck(StatusCode::NOT_FOUND, "this dev host was started without the built-in desk".into())
}

async fn restart(State(house): Rig) -> Result<StatusCode, Stuck> {
    house.restart().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The app ends, its files are damaged meanwhile, and it starts again.
async fn damage(State(house): Rig) -> Result<StatusCode, Stuck> {
    house.restart_damaged().await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize)]
struct CloseRequested {
    tray: bool,
}

async fn close_requested(State(house): Rig, Json(asked): Json<CloseRequested>) -> Result<Json<Value>, Stuck> {
    let running = house.running().await.ok_or_else(closed)?;
    let closing = match running.app.close_requested(asked.tray).await {
        Closing::Stay => {
            running.app.hide().await;
            "stay"
        }
        Closing::Quit => {
            running.app.quit().await;
            "quit"
        }
        Closing::Asked => "asked",
    };
    Ok(Json(json!({ "closing": closing })))
}

async fn opened(State(house): Rig) -> Json<Value> {
    Json(json!({ "opened": house.window.asked().opened }))
}

async fn window(State(house): Rig) -> Json<Value> {
    Json(json!(house.window.asked()))
}

#[derive(Deserialize)]
struct Front {
    front: bool,
}

async fn front(State(house): Rig, Json(front): Json<Front>) -> StatusCode {
    house.window.put_in_front(front.front);
    if let Some(running) = house.running().await {
        running.app.set_in_front(front.front);
    }
    StatusCode::NO_CONTENT
}

async fn desktop(State(house): Rig) -> Json<Said> {
    Json(house.desktop.says())
}

/// What the pretended desktop says of itself from now on.
async fn say(State(house): Rig, Json(said): Json<Said>) -> StatusCode {
    house.desktop.say(said);
    StatusCode::NO_CONTENT
}

async fn notice_service(State(house): Rig, Path(state): Path<String>) -> Result<StatusCode, Stuck> {
    house.notifier.become_(match state.as_str() {
        "runs" => NoticeService::Runs,
        "missing" => NoticeService::Missing,
        "hangs" => NoticeService::Hangs,
        _ => return Err(Stuck(StatusCode::NOT_FOUND, format!("no state {state}"))),
    });
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize)]
struct Followed {
    link: String,
}

/// Another program opens a link into the app.
async fn link(State(house): Rig, Json(followed): Json<Followed>) -> Result<StatusCode, Stuck> {
    let running = house.running().await.ok_or_else(closed)?;
    running.app.second_start(Some(&followed.link)).await;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize)]
pub(super) struct Forward {
    pub(super) forward_seconds: u64,
}

async fn clock(State(house): Rig, Json(by): Json<Forward>) -> StatusCode {
    house.clock.forward(Duration::from_secs(by.forward_seconds));
    StatusCode::NO_CONTENT
}

async fn tray(State(house): Rig) -> Result<Json<Value>, Stuck> {
    let running = house.running().await.ok_or_else(closed)?;
    let tray = running.app.tray().await.map_err(|problem| anyhow::anyhow!("{:?}", problem.code))?;
    let items: Vec<Value> =
        tray.items.iter().map(|item| json!({ "id": item.id, "label": item.label })).collect();
    Ok(Json(json!({ "tooltip": tray.tooltip, "items": items })))
}

async fn tray_press(State(house): Rig, Path(id): Path<String>) -> Result<StatusCode, Stuck> {
    let running = house.running().await.ok_or_else(closed)?;
    running.app.tray_press(&id).await;
    Ok(StatusCode::NO_CONTENT)
}
