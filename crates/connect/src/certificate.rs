//! Whom this computer trusts, and why it does not trust a certificate.

use std::{error::Error, io, sync::Arc};

use rustls::{CertificateError, ClientConfig, RootCertStore, crypto::CryptoProvider};
use rustls_pki_types::CertificateDer;
use rustls_platform_verifier::Verifier;
use svara_model::CertificateProblem;

/// TLS as this computer trusts it (its own roots and the extra ones). Verification cannot be switched off.
pub(crate) fn client_config(extra_roots: &[CertificateDer<'static>]) -> Result<ClientConfig, rustls::Error> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder =
        ClientConfig::builder_with_provider(Arc::clone(&provider)).with_safe_default_protocol_versions()?;
    let mut config = match verifier(extra_roots, provider) {
        // The name of this rustls method means verifiers of one's own; the platform's is the strict one.
        Ok(verifier) => builder.dangerous().with_custom_certificate_verifier(Arc::new(verifier)),
        Err(problem) => {
            tracing::warn!(%problem, "this computer has no usable root certificates, https desks will be refused");
            builder.with_root_certificates(RootCertStore::empty())
        }
    }
    .with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}

fn verifier(
    extra_roots: &[CertificateDer<'static>],
    provider: Arc<CryptoProvider>,
) -> Result<Verifier, rustls::Error> {
    if extra_roots.is_empty() {
        Verifier::new(provider)
    } else {
        Verifier::new_with_extra_roots(extra_roots.iter().cloned(), provider)
    }
}

/// The certificate's problem, if that is what an error is about.
pub(crate) fn problem_in(error: &(dyn Error + 'static)) -> Option<CertificateProblem> {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(tls) = error.downcast_ref::<rustls::Error>() {
            return match tls {
                rustls::Error::InvalidCertificate(why) => Some(classify(why)),
                rustls::Error::NoCertificatesPresented => Some(CertificateProblem::Other),
                _ => None,
            };
        }
        // An `io::Error` names as its source the source of what it wraps and skips the wrapped error itself.
        next = match error.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
            Some(wrapped) => Some(wrapped),
            None => error.source(),
        };
    }
    None
}

fn classify(why: &CertificateError) -> CertificateProblem {
    match why {
        CertificateError::Expired
        | CertificateError::ExpiredContext { .. }
        | CertificateError::NotValidYet
        | CertificateError::NotValidYetContext { .. } => CertificateProblem::Expired,
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            CertificateProblem::WrongHost
        }
        // A forger who copies a known issuer's name is found out by the signature.
        CertificateError::UnknownIssuer | CertificateError::BadSignature => CertificateProblem::Untrusted,
        _ => CertificateProblem::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrapped(why: CertificateError) -> io::Error {
        io::Error::other(io::Error::new(io::ErrorKind::InvalidData, rustls::Error::InvalidCertificate(why)))
    }

    #[test]
    fn a_certificate_problem_is_found_below_any_wrapping() {
        for (why, expected) in [
            (CertificateError::Expired, CertificateProblem::Expired),
            (CertificateError::NotValidYet, CertificateProblem::Expired),
            (CertificateError::NotValidForName, CertificateProblem::WrongHost),
            (CertificateError::UnknownIssuer, CertificateProblem::Untrusted),
            (CertificateError::BadSignature, CertificateProblem::Untrusted),
            (CertificateError::Revoked, CertificateProblem::Other),
        ] {
            assert_eq!(problem_in(&wrapped(why.clone())), Some(expected), "{why:?}");
        }
    }

    #[test]
    fn other_errors_say_nothing_of_certificates() {
        assert_eq!(problem_in(&io::Error::other("reset")), None);
        assert_eq!(problem_in(&io::Error::from(io::ErrorKind::ConnectionRefused)), None);
        assert_eq!(problem_in(&rustls::Error::DecryptError), None);
    }
}
