//! Accounts, store, sync, outbox, follow-up, language and pictures. This crate must not know connectors, the desktop, any
//! window or any wire format: it is opened with ports of `svara-model`.
