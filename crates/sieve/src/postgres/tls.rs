//! Encryption of the connection, with libpq's meaning of `sslmode`.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::failure::{Failure, Fault, FaultKind};

macro_rules! modes {
    ($($(#[$about:meta])* $name:ident = $word:literal),+ $(,)?) => {
        /// How much the connection is protected.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub(super) enum TlsMode { $($(#[$about])* $name),+ }

        impl TlsMode {
            /// The words of `sslmode`.
            pub(super) const WORDS: &'static [&'static str] = &[$($word),+];

            fn word(self) -> &'static str {
                match self { $(TlsMode::$name => $word),+ }
            }

            fn of_word(word: &str) -> Option<TlsMode> {
                match word { $($word => Some(TlsMode::$name),)+ _ => None }
            }
        }
    };
}

modes! {
    /// Not encrypted.
    Disable = "disable",
    /// Encrypted where the server can.
    Prefer = "prefer",
    /// Encrypted; whose server it is remains open unless roots are there.
    Require = "require",
    /// The server's certificate comes from one of the roots.
    VerifyCa = "verify-ca",
    /// And it is for this host.
    VerifyFull = "verify-full",
}

impl TlsMode {
    /// The mode of a word; libpq's `allow` becomes the safer `prefer`.
    pub(super) fn named(word: &str) -> Option<TlsMode> {
        TlsMode::of_word(if word == "allow" { "prefer" } else { word })
    }
}

/// Whose certificates are trusted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Roots {
    /// Nobody's.
    None,
    /// The operating system's.
    System,
    /// Those in a file (PEM).
    File(PathBuf),
}

impl Roots {
    /// Of `sslrootcert`; where it is not given, of libpq's file in the home folder, if that is there.
    pub(super) fn named(said: Option<&str>, home: Option<&str>) -> Roots {
        match said {
            Some("system") => Roots::System,
            Some(path) => Roots::File(path.into()),
            None => {
                let usual = home.map(|home| Path::new(home).join(".postgresql/root.crt"));
                usual.filter(|path| path.exists()).map_or(Roots::None, Roots::File)
            }
        }
    }

    fn certificates(&self, mode: TlsMode) -> Result<Vec<CertificateDer<'static>>, Failure> {
        let certificates = match self {
            Roots::None => {
                return Err(Failure::from(Fault::new(
                    FaultKind::UnknownSource,
                    "address of the database",
                    format!("sslmode={} needs to know whose certificates to trust", mode.word()),
                    "add sslrootcert=FILE (ask the database's administrator), or sslrootcert=system with \
                     sslmode=verify-full",
                )));
            }
            Roots::System => rustls_native_certs::load_native_certs().certs,
            Roots::File(path) => CertificateDer::pem_file_iter(path)
                .and_then(Iterator::collect)
                .map_err(|error| unreadable(path, error.into()))?,
        };
        if certificates.is_empty() {
            let place = if let Roots::File(path) = self { path.as_path() } else { Path::new("system") };
            return Err(unreadable(place, "no certificate in it".into()));
        }
        Ok(certificates)
    }
}

fn unreadable(path: &Path, source: Box<dyn std::error::Error + Send + Sync>) -> Failure {
    Failure::World {
        what: format!("reading the trusted certificates {}", path.display()),
        help: "sslrootcert names a file with certificates between BEGIN CERTIFICATE and END CERTIFICATE"
            .into(),
        source,
    }
}

/// Mode and roots.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tls {
    pub mode: TlsMode,
    pub roots: Roots,
}

impl Tls {
    /// What makes encrypted connections of this kind.
    ///
    /// # Errors
    /// When the trusted certificates are needed and cannot be read.
    pub(super) fn connector(&self) -> Result<MakeRustlsConnect, Failure> {
        let provider = Arc::new(ring::default_provider());
        let verifier = Arc::new(self.verifier(&provider)?);
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|error| unreadable(Path::new("system"), error.into()))?
            .dangerous()
            .with_custom_certificate_verifier(verifier)
            .with_no_client_auth();
        Ok(MakeRustlsConnect::new(config))
    }

    fn verifier(&self, provider: &Arc<CryptoProvider>) -> Result<Verifier, Failure> {
        let provider = provider.clone();
        // As libpq: roots given make `require` as strict as `verify-ca`.
        let is_unverified = match self.mode {
            TlsMode::Disable | TlsMode::Prefer => true,
            TlsMode::Require => self.roots == Roots::None,
            TlsMode::VerifyCa | TlsMode::VerifyFull => false,
        };
        if is_unverified {
            return Ok(Verifier { provider, trust: None });
        }
        let certificates = self.roots.certificates(self.mode)?;
        let mut roots = RootCertStore::empty();
        roots.add_parsable_certificates(certificates.iter().cloned());
        let chain = WebPkiServerVerifier::builder_with_provider(roots.into(), provider.clone()).build();
        let chain = chain.map_err(|error| unreadable(Path::new("sslrootcert"), error.into()))?;
        let names = if self.mode == TlsMode::VerifyFull { Names::Compared } else { Names::Any };
        Ok(Verifier { provider, trust: Some(Trust { chain, certificates, names }) })
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Names {
    Any,
    Compared,
}

#[derive(Debug)]
struct Trust {
    chain: Arc<WebPkiServerVerifier>,
    certificates: Vec<CertificateDer<'static>>,
    names: Names,
}

#[derive(Debug)]
struct Verifier {
    provider: Arc<CryptoProvider>,
    /// `None`: any certificate will do.
    trust: Option<Trust>,
}

impl Trust {
    /// A certificate that signs itself and is itself trusted, as PostgreSQL's manual makes them, stands for
    /// both ends of the chain; the chain's verifier says so only after it has found its dates in order.
    fn is_its_own_root(&self, certificate: &CertificateDer<'_>, error: &Error) -> bool {
        let is_root_used = matches!(error, Error::InvalidCertificate(CertificateError::Other(other))
            if format!("{other:?}").contains("CaUsedAsEndEntity"));
        is_root_used && self.certificates.iter().any(|root| root == certificate)
    }

    fn compare_name(&self, certificate: &CertificateDer<'_>, name: &ServerName<'_>) -> Result<(), Error> {
        match self.names {
            Names::Any => Ok(()),
            Names::Compared => {
                rustls::client::verify_server_name(&ParsedCertificate::try_from(certificate)?, name)
            }
        }
    }
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let Some(trust) = &self.trust else { return Ok(ServerCertVerified::assertion()) };
        let chain =
            trust.chain.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now);
        match chain {
            Err(error) if trust.is_its_own_root(end_entity, &error) => {
                trust.compare_name(end_entity, server_name)?;
            }
            // The name is compared last: the chain was in order.
            Err(Error::InvalidCertificate(
                CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. },
            )) if trust.names == Names::Any => {}
            other => {
                other?;
            }
        }
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, cert, dss, &self.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, cert, dss, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}
