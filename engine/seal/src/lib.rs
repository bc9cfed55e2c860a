//! What makes a session's record trustworthy: Merkle root, signed manifest, supervisors' orders, sealed results.
//!
//! Shares no code with the session, its score or the journal's writer, so that one fault cannot hide the other.
//! Entry types: [`seal_folder`] (seal), [`SessionFiles`] and [`verify`] (verify), [`sign_order`] and [`order_code`]
//! (supervisors), [`seal_files`] and [`open_into`] (results for a centre).
//! What it proves: a journal is the one that was sealed by the holders of the keys that signed. What it does not: that
//! the owner of the machine was honest before the seal; for that a key has to be out of the reader's reach.

mod canonical;
mod difference;
mod disclose;
mod error;
mod facts;
mod files;
mod hex;
mod journal;
mod keys;
mod manifest;
mod merkle;
mod order;
mod order_code;
mod proof;
mod report;
mod sealed;
mod session_files;
#[cfg(test)]
mod support;
mod verify;

pub use canonical::{CanonicalError, canonical};
pub use difference::{Difference, first_difference};
pub use disclose::{check_case, prove_case};
pub use error::SealError;
pub use hex::sha256_hex;
pub use journal::{FaultReason, JournalFault, Leaf, Leaves, leaves};
pub use keys::{CentrePublic, CentreSecret, PublicKey, SecretKey, read_public_keys};
pub use manifest::{
    CandidateFact, CaseFact, JournalFact, Manifest, ScenarioFact, ScoreFact, SealInput,
    ServiceFact, SignedManifest, countersign_folder, seal_folder,
};
pub use merkle::{Hash, inclusion_proof, is_included, leaf_hash, root};
pub use order::{Order, OrderError, SignedOrder, check_order, order_text, sign_order};
pub use order_code::{order_code, read_order_code};
pub use proof::{CheckedProof, add_proof, check_proofs};
pub use report::{Check, CheckName, Report, Verdict};
pub use sealed::{ResultFile, open_into, open_sealed, seal_files, seal_to};
pub use session_files::{JOURNAL_FILE, MANIFEST_FILE, SCENARIO_FILE, SessionFiles};
pub use verify::{check_score, verify};
