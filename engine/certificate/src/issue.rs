//! A certificate is made: the credential is signed, baked into the badge and attached to the pages.

use crate::badge::draw_badge;
use crate::baking::bake;
use crate::certificate::Certificate;
use crate::check_code::CheckCode;
use crate::credential::{credential, proof_options};
use crate::faults::{self, FactError};
use crate::multibase::multibase;
use crate::page::{self, Holder, PageError};
use crate::proof::{self, Digests};

/// Who holds the centre's secret key. It never comes into this crate.
pub trait Signer {
    /// The Ed25519 public key.
    fn public_key(&self) -> [u8; 32];
    /// An Ed25519 signature of `message`.
    fn sign(&self, message: &[u8]) -> [u8; 64];
}

/// Why nothing was issued.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum IssueError {
    /// Facts that cannot be certified.
    #[error("these facts cannot be certified: {0}")]
    Fact(#[from] FactError),
    /// Nobody is certified who did not pass.
    #[error("the candidate has not passed: nothing is certified")]
    NotPassed,
    /// Name or number of another candidate.
    #[error("name or number is not that of the certificate's candidate")]
    OtherCandidate,
    /// The key of another centre, or a signature that does not hold.
    #[error("the key that signs is not the issuer's: expected {expected}, found {found}")]
    OtherKey {
        /// The did:key in the facts.
        expected: String,
        /// That of the signer.
        found: String,
    },
    /// The signer gave a signature that does not hold.
    #[error("the signature does not hold under the signer's own key")]
    Signature,
    /// The pages cannot be drawn.
    #[error(transparent)]
    Page(#[from] PageError),
    /// Our own badge is no PNG: cannot happen.
    #[error("the badge could not be made: {0}")]
    Badge(String),
}

/// A certificate in its three forms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issued {
    /// The credential.
    pub credential_json: String,
    /// A picture with the credential in it.
    pub badge_png: Vec<u8>,
    /// The pages with the credential attached.
    pub certificate_pdf: Vec<u8>,
    /// What is printed on the page, to be read out and typed.
    pub check_code: CheckCode,
}

/// Signs `certificate` and draws its pages for the candidate `name` with the number `number`.
///
/// # Errors
/// [`IssueError`]; nothing is signed that would be refused when it is verified.
pub fn issue(
    certificate: &Certificate,
    name: &str,
    number: &str,
    signer: &dyn Signer,
) -> Result<Issued, IssueError> {
    certificate.check()?;
    faults::text("candidate's name", name, 80)?;
    faults::text("candidate's number", number, 40)?;
    if !certificate.has_passed {
        return Err(IssueError::NotPassed);
    }
    if !certificate.candidate.is(name, number) {
        return Err(IssueError::OtherCandidate);
    }
    let key = signer.public_key();
    if key != certificate.issuer.key {
        return Err(IssueError::OtherKey {
            expected: crate::multibase::did_key(&certificate.issuer.key),
            found: crate::multibase::did_key(&key),
        });
    }
    let mut document = credential(certificate);
    let mut options = proof_options(certificate);
    let digests = Digests::of(&document, &options);
    let message = digests.message();
    let signature = signer.sign(&message);
    if !proof::is_signed(&message, &signature, &key) {
        return Err(IssueError::Signature);
    }
    options.proof_value = Some(multibase(&signature));
    document.proof = Some(options);
    let credential_json =
        serde_json::to_string(&document).map_err(|error| IssueError::Badge(error.to_string()))?;
    let check_code = CheckCode::of_digest(&digests.document);
    let badge = draw_badge(certificate)?;
    let badge_png =
        bake(&badge, &credential_json).map_err(|error| IssueError::Badge(error.to_string()))?;
    let holder = Holder { name, number };
    let certificate_pdf = page::draw(certificate, holder, &credential_json, check_code)?;
    Ok(Issued {
        credential_json,
        badge_png,
        certificate_pdf,
        check_code,
    })
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod validators;
