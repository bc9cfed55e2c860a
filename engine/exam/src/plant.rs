//! Plants an error into an AI result: the result as it will be shown, and a record of what was changed.

use overread_base::{FindingId, LocalText, Vec3};
use overread_scenario::{AiErrorKind, ErrorSeverity};

/// What was planted into the AI result of a case; named in the debriefing, written once the case is closed.
#[derive(Debug, Clone, PartialEq)]
pub struct PlantRecord {
    /// What kind of error.
    pub kind: AiErrorKind,
    /// How grave.
    pub severity: ErrorSeverity,
    /// The findings of the shown result that are changed or made up.
    pub findings: Vec<FindingId>,
    /// Where something was taken away or moved from, if anywhere.
    pub places: Vec<Vec3>,
    /// What was done, in words for the debriefing, per language.
    pub told: Vec<LocalText>,
    /// Whether the error could not be planted for want of something to change, and the result was shown as it was.
    pub is_void: bool,
}
