//! Whether a plugin keeps the contract: static checks of its bundle, and its answers on synthetic studies.
//!
//! Knows no DICOM and no screen, and installs nothing. Entry types: [`check`], [`Report`]. The vendor's self-test and
//! the installer's gate are this one code. Invariants: a check returns whatever the bundle holds; ids of rules and names
//! of studies are stable; a study has the same bytes on every machine.

mod check;
mod checking;
mod countersign;
mod exam;
mod facts;
mod json;
mod junit;
mod options;
mod report;
mod rules;
mod service;
mod statics;
mod studies;
mod text;

pub use check::{check, check_dynamic, check_static, refused};
pub use countersign::{CountersignError, countersign, countersigned_by};
pub use options::{CheckOptions, Scope, Step};
pub use report::{BundleIdentity, Check, Counts, OpenedIdentity, Outcome, Report, Verdict};
pub use rules::rule_ids;
pub use studies::{Expects, Study, StudyError, StudyKind};
