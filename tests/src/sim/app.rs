//! One run of the app: the real core on the simulated computer.

use std::sync::Arc;

use anyhow::Result;
use svara_connect::Connectors;
use svara_core::{Core, Parts, StoreMode, StoreSettings};
use svara_model::Kinds;

use super::{clock::AppClock, desktop::AppsDesktop, dice::Dice, road::Line};
use crate::{
    disk::Disk,
    rig::{FixedDesktop, FixedPower, Keyless, MemoryVault, ScriptedPicker},
};

/// What one run of the app is given.
pub(super) struct Ports {
    /// Its disk.
    pub(super) disk: Disk,
    /// The way to the desk.
    pub(super) line: Arc<Line>,
    /// The notices.
    pub(super) desktop: Arc<AppsDesktop>,
    /// The keychain.
    pub(super) vault: Arc<MemoryVault>,
    /// The time.
    pub(super) clock: AppClock,
    /// What the member picks.
    pub(super) picker: Arc<ScriptedPicker>,
    /// Whether the desk knows no keys.
    pub(super) keyless: bool,
    /// Where its keys come from.
    pub(super) dice: Dice,
}

/// Opens the app.
pub(super) async fn open(ports: Ports) -> Result<Core> {
    let clock = Arc::new(ports.clock);
    let mut kinds: Arc<dyn Kinds> = Arc::new(Connectors::new(ports.line, clock.clone()));
    if ports.keyless {
        kinds = Keyless::new(kinds, Arc::new(ports.dice.clone()));
    }
    let parts = Parts {
        folder: ports.disk.folder().to_owned(),
        store: StoreSettings {
            vfs: Some(ports.disk.vfs().to_owned()),
            mode: StoreMode::Inline,
            files: Arc::new(ports.disk),
        },
        kinds,
        vault: ports.vault,
        notifier: ports.desktop,
        picker: ports.picker,
        power: Arc::new(FixedPower::default()),
        desktop: Arc::<FixedDesktop>::default(),
        detector: Arc::new(svara_language::Linguist),
        clock,
        random: Arc::new(ports.dice),
        locale: Some("en-GB".into()),
    };
    Ok(Core::open(parts).await?)
}
