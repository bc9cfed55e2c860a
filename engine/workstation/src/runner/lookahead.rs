//! Decoys drawn ahead of need by a thread: a patient's take a good part of a second, which no frame has.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::Builder;

use overread_base::{CaseId, Code};
use overread_scenario::Case;

use super::{ImagesMode, RunError, SessionRunner};
use crate::ground::Grounds;
use crate::services::Service;
use crate::worker::WorkerError;

/// The thread; it ends when this is dropped.
#[derive(Debug)]
pub(super) struct Lookahead {
    is_over: Arc<AtomicBool>,
}

impl Lookahead {
    /// Draws what could lie in the patients of these cases, in their order.
    fn start(
        cases: Vec<Case>,
        targets: Arc<[Code]>,
        grounds: Grounds,
    ) -> Result<Self, WorkerError> {
        const NAME: &str = "decoys";
        let is_over = Arc::new(AtomicBool::new(false));
        let ends = Arc::clone(&is_over);
        let work = move || {
            for case in cases {
                if ends.load(Ordering::Relaxed) {
                    return;
                }
                grounds.decoys(&case, &targets);
            }
        };
        let thread = Builder::new().name(NAME.to_owned()).spawn(work);
        thread.map_err(|error| WorkerError::new(NAME, format!("cannot be started: {error}")))?;
        Ok(Self { is_over })
    }
}

impl Drop for Lookahead {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::Relaxed);
    }
}

impl SessionRunner {
    /// Has the decoys of this session drawn ahead, where it needs any. What a reader who is not seen needs is drawn when
    /// it is asked for: nobody waits for a frame, and a cohort shares it.
    pub(super) fn look_ahead(&mut self) -> Result<(), RunError> {
        let needing: Vec<CaseId> = {
            let needs = |case: &&CaseId| self.needs_decoys(case);
            self.plan().cases.iter().filter(needs).cloned().collect()
        };
        if self.images_mode == ImagesMode::None || needing.is_empty() {
            return Ok(());
        }
        let listed = |id: &CaseId| self.scenario.cases.iter().find(|case| case.id == *id);
        let cases = needing.iter().filter_map(listed).cloned().collect();
        let targets = self.targets()?;
        let grounds = self.grounds.clone();
        self.lookahead = Some(Lookahead::start(cases, targets, grounds)?);
        Ok(())
    }

    /// Whether a result of this case may get a false finding: by a simulated service, or as a planted error.
    fn needs_decoys(&self, case: &CaseId) -> bool {
        let is_simulated = matches!(self.service, Some(Service::Simulated { .. }));
        (is_simulated && !self.recorded.contains_key(case)) || self.desk.error_of(case).is_some()
    }
}
