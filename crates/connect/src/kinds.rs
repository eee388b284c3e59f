//! The one place that lists the kinds of desk.

use std::sync::Arc;

use async_trait::async_trait;
use svara_model::{Address, Clock, DeskKind, Failure, Found, Kind, Kinds};

use crate::{limits::Limits, svara::SvaraDesk, transport::Transport};

/// Every kind of desk this app can speak to, over one transport.
pub struct Connectors {
    svara: Arc<dyn DeskKind>,
}

impl Connectors {
    /// Makes the connectors. `clock` times what must not wait for ever.
    pub fn new(transport: Arc<dyn Transport>, clock: Arc<dyn Clock>) -> Self {
        Self::with_limits(transport, clock, Limits::default())
    }

    /// The same with other limits than the product's.
    pub fn with_limits(transport: Arc<dyn Transport>, clock: Arc<dyn Clock>, limits: Limits) -> Self {
        Self { svara: Arc::new(SvaraDesk::new(transport, clock).limited(limits)) }
    }
}

#[async_trait]
impl Kinds for Connectors {
    fn kind(&self, kind: Kind) -> Arc<dyn DeskKind> {
        match kind {
            // A kind this crate was not built with yet has no connector of its own; its probe finds nothing here.
            Kind::Svara | _ => Arc::clone(&self.svara),
        }
    }

    async fn probe(&self, address: &Address) -> Result<Option<Found>, Failure> {
        self.svara.probe(address).await
    }
}
