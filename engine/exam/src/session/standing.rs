//! Where a session stands, in the fewest words: for hosts that ask often and need no whole view.

use overread_base::CaseId;

use crate::{Session, SessionState};

impl Session {
    /// Whether it runs.
    #[must_use]
    pub fn state(&self) -> SessionState {
        self.state
    }

    /// Whether nothing in a case can change any more: signed, out of time, or decided by the service alone.
    #[must_use]
    pub fn is_closed(&self, case: &CaseId) -> bool {
        let state = self.cases.get(case);
        state.is_some_and(|state| state.closed_at().is_some())
    }
}
