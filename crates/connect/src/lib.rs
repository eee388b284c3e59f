//! Connectors to the kinds of desk, and the HTTP below them. This crate must not know any database, any window, the core
//! or the built-in desk's own code: it knows a desk by what the desk says over HTTP, and hands out `svara-model`'s ports.

mod answer;
mod certificate;
mod kinds;
mod limits;
pub mod matching;
mod network;
mod refusal;
mod svara;
mod transport;

pub use kinds::Connectors;
pub use limits::Limits;
pub use network::{HttpOptions, HttpTransport, NoTransport};
pub use svara::SvaraDesk;
pub use transport::{Body, Chunks, Content, Transport, TransportProblem};
