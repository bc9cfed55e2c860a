//! The truth as readers mark it: what each marked alone, on what they agree, and what a consensus decides.
//!
//! A session that marks the truth is a session like any other; only what is read out of it is another. Opens no file.

mod agree;
mod consensus;
mod lesion;
mod marked;

pub use agree::{AgreementRule, Difference, TruthAgreement, agree};
pub use consensus::{Undecided, consensus_result, decided, is_of_readers};
pub use lesion::{MarkedLesion, MarkedView, StudySpace, settled_lesions};
pub use marked::{JudgedFinding, MarkedCase, marked_cases};

#[cfg(test)]
mod tests;
