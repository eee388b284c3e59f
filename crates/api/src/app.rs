//! placeholder
/// The app.
pub struct App {}
