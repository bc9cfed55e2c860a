//! A certificate out of a result: printable PDF, Open Badges 3.0 credential, and the credential baked into a PNG.
//!
//! Facts and dates come from outside; nobody passes or fails here, and nothing is loaded from a network.

mod measure;
mod timestamp;

mod certificate;
mod faults;
mod metric;

mod multibase;
mod n_quads;

mod credential;
mod proof;

mod check_code;

mod fonts;
mod words;

mod badge;
mod baking;
mod page;

mod issue;
mod verify;

pub use badge::draw_badge;
pub use baking::{BakingError, MAX_PNG_BYTES, bake, unbake};
pub use certificate::{
    Candidate, Certificate, Conditions, Disclosure, Identity, Issuer, SessionRecord,
};
pub use check_code::{CheckCode, CheckCodeError};
pub use credential::{CredentialError, MAX_CREDENTIAL_BYTES};
pub use faults::FactError;
pub use issue::{IssueError, Issued, Signer, issue};
pub use measure::Measure;
pub use metric::{Metric, MetricGroup, Unit, Verdict, metric_title};
pub use multibase::{did_key, key_of_did, key_of_hex};
pub use page::PageError;
pub use timestamp::Timestamp;
pub use verify::{Check, CheckName, Outcome, Report, VerifyError, verify};
pub use words::Language;
