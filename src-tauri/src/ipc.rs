//! The one entry for the window's commands.

use serde_json::Value;
use svara_api::ErrorView;
use tauri::State;

use crate::house::Opened;

/// Hands a command on to the table.
#[tauri::command]
pub(crate) async fn call(opened: State<'_, Opened>, name: String, args: Value) -> Result<Value, ErrorView> {
    svara_api::call(&opened.0, &name, args).await
}
