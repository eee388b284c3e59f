//! Accounts, store, sync, outbox, follow-up, language and pictures. This crate must not know connectors, the desktop, any
//! window or any wire format: it is opened with ports of `svara-model`.

pub mod file_names;
pub mod languages;
pub mod links;
pub mod pictures;
pub mod texts;
