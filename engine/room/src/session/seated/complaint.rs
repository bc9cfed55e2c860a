//! Why the last command had no effect, or what was read is not kept.

use overread_desk::DeskError;
use overread_workstation::RunError;

/// What went wrong, with its text, which the panels only borrow.
pub(super) enum Complaint {
    /// A command had no effect.
    Command { error: RunError, text: String },
    /// What was read in the session is not in the learner's log.
    NotKept(String),
}

impl Complaint {
    pub(super) fn of(error: RunError) -> Self {
        let text = if let RunError::NotSaved(reason) = &error {
            // The panels say in their own words that nothing was saved.
            reason.to_string()
        } else {
            error.to_string()
        };
        Self::Command { error, text }
    }

    pub(super) fn shown(&self) -> DeskError<'_> {
        match self {
            Self::NotKept(text) => DeskError::NotSaved(text),
            Self::Command { error, text } => {
                if let RunError::Refused(refusal) = error {
                    DeskError::Refused(refusal)
                } else if let RunError::NotSaved(_) = error {
                    DeskError::NotSaved(text)
                } else {
                    DeskError::Other(text)
                }
            }
        }
    }
}
