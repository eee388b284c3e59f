//! What really lies in the session's keychain, read by its own protocol.

use std::collections::HashMap;

use anyhow::Result;
use zbus::{OwnedObjectPath, OwnedVariant, Variant};

use crate::session::Session;

const SERVICE: &str = "org.freedesktop.secrets";
const PATH: &str = "/org/freedesktop/secrets";

/// The secrets that stand under a service's name.
pub async fn secrets_of(session: &Session, service: &str) -> Result<Vec<String>> {
    let bus = session.bus().await?;
    let interface = Some("org.freedesktop.Secret.Service");
    let how = ("plain", Variant::from(""));
    let opened = bus.call_method(Some(SERVICE), PATH, interface, "OpenSession", &how).await?;
    let (_, plain): (OwnedVariant, OwnedObjectPath) = opened.body().deserialize()?;
    let attributes = HashMap::from([("service", service)]);
    let found = bus.call_method(Some(SERVICE), PATH, interface, "SearchItems", &attributes).await?;
    let (unlocked, locked): (Vec<OwnedObjectPath>, Vec<OwnedObjectPath>) = found.body().deserialize()?;
    anyhow::ensure!(locked.is_empty(), "the keychain is locked");
    let mut secrets = Vec::new();
    for item in unlocked {
        let interface = Some("org.freedesktop.Secret.Item");
        let secret = bus.call_method(Some(SERVICE), &item, interface, "GetSecret", &(&plain)).await?;
        let ((_, _, value, _),): ((OwnedObjectPath, Vec<u8>, Vec<u8>, String),) =
            secret.body().deserialize()?;
        secrets.push(String::from_utf8(value)?);
    }
    Ok(secrets)
}
