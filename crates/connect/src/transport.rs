//! The way to a desk: a request out, an answer with a streamed body in. The product's is [`crate::HttpTransport`]; tests
//! put a desk in the same process, or faults, in its place.

use std::pin::Pin;

use async_trait::async_trait;
use bytes::Bytes;
use futures_core::Stream;
use svara_model::{CertificateProblem, Failure, FailureKind, NetworkProblem};

/// The pieces of a request's content.
pub type Chunks = Pin<Box<dyn Stream<Item = Bytes> + Send>>;

/// An answer's content as it arrives, already decompressed. The transport sets no limit to its length: whoever reads
/// knows what is due.
pub type Body = Pin<Box<dyn Stream<Item = Result<Bytes, TransportProblem>> + Send>>;

/// What a request carries.
pub enum Content {
    /// Nothing.
    Empty,
    /// A short content.
    Bytes(Bytes),
    /// A long content of known length, taken piece by piece as the network takes it.
    Stream {
        /// How many bytes all pieces have together.
        length: u64,
        /// The pieces.
        chunks: Chunks,
    },
}

/// Carries requests to desks. Follows no redirects and keeps no cookies, so that a request's secret never reaches
/// another host than the one it names.
#[async_trait]
pub trait Transport: Send + Sync {
    /// Sends a request with an absolute URI; gives the answer as soon as its head is there, whatever its status.
    async fn send(&self, request: http::Request<Content>) -> Result<http::Response<Body>, TransportProblem>;
}

/// Why there is no (whole) answer. The texts are for the log: they hold neither paths nor secrets.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TransportProblem {
    /// The request would have travelled readable beyond this computer, so it was not sent.
    #[error("not sent: neither https nor on this computer")]
    NotSecure,
    /// No connection came about; nothing was sent.
    #[error("not reached: {0}")]
    Unreachable(String),
    /// Connected, but nothing came for too long.
    #[error("no answer in time")]
    TimedOut,
    /// The connection broke after the request had begun.
    #[error("the connection broke: {0}")]
    Broken(String),
    /// The desk's certificate is not to be trusted; nothing was sent.
    #[error("certificate not trusted: {0:?}")]
    Certificate(CertificateProblem),
    /// The answer is larger than anything that is due.
    #[error("the answer is too large")]
    TooLarge,
}

impl From<TransportProblem> for Failure {
    fn from(problem: TransportProblem) -> Self {
        let kind = match &problem {
            TransportProblem::NotSecure => FailureKind::Invalid,
            TransportProblem::Unreachable(_) => FailureKind::Offline(NetworkProblem::Unreachable),
            TransportProblem::TimedOut => FailureKind::Offline(NetworkProblem::TimedOut),
            TransportProblem::Broken(_) => FailureKind::Offline(NetworkProblem::Broken),
            TransportProblem::Certificate(why) => FailureKind::Offline(NetworkProblem::Certificate(*why)),
            TransportProblem::TooLarge => FailureKind::Garbled,
        };
        Self::new(kind, problem.to_string())
    }
}
