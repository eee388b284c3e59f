//! A member who answers elsewhere: through the desk's HTTP interface, as another program would.

use anyhow::Result;
use serde_json::json;

use super::{
    Peer,
    agent::{signed_in, write},
};

/// A member with a session at one desk.
#[derive(Clone, Debug)]
pub struct Member {
    peer: Peer,
}

impl Member {
    /// Signs in at the desk of that address.
    pub async fn sign_in(desk: &str, user_name: &str, password: &str) -> Result<Self> {
        Ok(Self { peer: signed_in(desk, user_name, password, "member").await? })
    }

    /// Replies to an issue.
    pub async fn reply(&self, issue: &str, text: &str) -> Result<()> {
        write(&self.peer, &format!("api/issues/{issue}/entries"), &json!({"text": text})).await
    }
}
