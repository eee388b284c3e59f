//! The desk that comes with Svara, at this computer or at an address of its own: contract version 1.

mod chat;
mod client;
mod connector;
mod live;
mod map;
#[cfg(test)]
mod tests;
mod wire;

use std::sync::Arc;

use async_trait::async_trait;
use http::{Method, StatusCode};
use secrecy::{ExposeSecret, SecretString};
use svara_model::{
    Account, Address, Clock, Connector, Credentials, DeskKind, Failure, FailureKind, Found, NetworkProblem,
    SecretSlot, SignInProblem, SignedIn,
};

use self::{
    client::{Call, Client},
    connector::SvaraConnector,
};
use crate::{answer, limits::Limits, transport::Transport};

/// The kind of desk that comes with Svara.
pub struct SvaraDesk {
    transport: Arc<dyn Transport>,
    clock: Arc<dyn Clock>,
    limits: Limits,
}

impl SvaraDesk {
    /// Speaks to such desks over `transport`; `clock` times what must not wait for ever.
    pub fn new(transport: Arc<dyn Transport>, clock: Arc<dyn Clock>) -> Self {
        Self { transport, clock, limits: Limits::default() }
    }

    /// The same with other limits than the product's.
    #[must_use]
    pub fn limited(self, limits: Limits) -> Self {
        Self { limits, ..self }
    }

    fn client(&self, address: &Address) -> Client {
        Client::new(Arc::clone(&self.transport), Arc::clone(&self.clock), self.limits, address.clone())
    }
}

#[async_trait]
impl DeskKind for SvaraDesk {
    async fn probe(&self, address: &Address) -> Result<Option<Found>, Failure> {
        let call = Call::new("desk", Method::GET, &["api", "desk"])?;
        let desk: wire::Desk = match self.client(address).json(call).await {
            Ok(desk) => desk,
            Err(failure) if is_another_site(address, failure.kind) => return Ok(None),
            Err(failure) => return Err(failure),
        };
        map::found(desk)
    }

    async fn sign_in(&self, address: &Address, with: Credentials) -> Result<SignedIn, Failure> {
        let call = Call::new("sign-in", Method::POST, &["api", "session"])?;
        let body = wire::SignIn {
            user_name: &with.user_name,
            password: with.password.expose_secret(),
            role: "member",
        };
        let session: wire::Session = self.client(address).json(call.secret_json(&body)?).await?;
        if session.token.expose_secret().is_empty() {
            return Err(answer::garbled("sign-in", "an empty token"));
        }
        Ok(SignedIn { secret: session.token, profile: map::profile(session.profile) })
    }

    fn open(&self, account: &Account, secret: Arc<dyn SecretSlot>) -> Arc<dyn Connector> {
        Arc::new(SvaraConnector::new(self.client(&account.address), Arc::clone(&self.clock), secret))
    }

    async fn revoke(&self, account: &Account, secret: Arc<dyn SecretSlot>) -> Result<(), Failure> {
        let call = Call::new("sign-out", Method::DELETE, &["api", "session"])?;
        let done = async {
            let secret: SecretString = secret.read().await?;
            self.client(&account.address).done(call.secret(&secret), StatusCode::NO_CONTENT).await
        };
        match done.await {
            Err(failure) if failure.kind == FailureKind::SignedOut(SignInProblem::Ended) => Ok(()),
            done => done,
        }
    }
}

/// Whether a failed probe means: something else lives there. A page may be a network's own only where nothing has
/// vouched for the host; behind a certificate that this computer trusts it is that site's.
fn is_another_site(address: &Address, kind: FailureKind) -> bool {
    match kind {
        FailureKind::Offline(NetworkProblem::CaptivePortal) => address.url().scheme() == "https",
        FailureKind::Garbled
        | FailureKind::Gone
        | FailureKind::Forbidden
        | FailureKind::Invalid
        | FailureKind::NotNow
        | FailureKind::Unsupported
        | FailureKind::SignedOut(_) => true,
        _ => false,
    }
}
