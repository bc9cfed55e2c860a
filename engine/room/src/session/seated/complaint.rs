//! Why the last command had no effect.

use overread_desk::DeskError;
use overread_workstation::RunError;

/// An error with its text, which the panels only borrow.
pub(super) struct Complaint {
    error: RunError,
    text: String,
}

impl Complaint {
    pub(super) fn of(error: RunError) -> Self {
        let text = if let RunError::NotSaved(reason) = &error {
            // The panels say in their own words that nothing was saved.
            reason.to_string()
        } else {
            error.to_string()
        };
        Self { error, text }
    }

    pub(super) fn shown(&self) -> DeskError<'_> {
        if let RunError::Refused(refusal) = &self.error {
            DeskError::Refused(refusal)
        } else if let RunError::NotSaved(_) = &self.error {
            DeskError::NotSaved(&self.text)
        } else {
            DeskError::Other(&self.text)
        }
    }
}
