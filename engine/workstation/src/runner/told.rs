//! Planted errors told: written once nothing in their case can change any more.

use overread_base::{CaseId, LocalText};
use overread_exam::{Command, PlannedError, PlantRecord};

use super::ai_desk::{Beside, Original};
use super::{RunError, SessionRunner};

impl SessionRunner {
    /// Writes what had been planted into the results of cases that are closed.
    pub(super) fn tell_planted(&mut self) -> Result<(), RunError> {
        for case in self.desk.untold() {
            if !self.session.is_closed(&case) {
                continue;
            }
            let record = self.record_of(&case)?;
            self.desk.tell(case.clone());
            if let Some(record) = record {
                let record = Box::new(record);
                self.tell_host(Command::TellPlanted { case, record })?;
            }
        }
        Ok(())
    }

    /// What was planted into the result of a case: as remembered, planted once more where the result is at hand, or by
    /// kind and severity only where the program was started anew since.
    fn record_of(&mut self, case: &CaseId) -> Result<Option<PlantRecord>, RunError> {
        if self.desk.record_of(case).is_none()
            && let Some(original) = self.original_at_hand(case, None)?
        {
            let other = self.other_result(case)?;
            let decoys = self.decoys_for_error(case)?;
            let truth = self.ground(case)?.truth.clone();
            let Original { result, place, .. } = original;
            let beside = Beside {
                other: other.as_ref(),
                decoys: &decoys,
            };
            self.desk
                .planted(case, truth.as_ref(), result, &place, beside);
        }
        if let Some(record) = self.desk.record_of(case) {
            return Ok(Some(record.clone()));
        }
        Ok(self.desk.error_of(case).map(bare_record))
    }
}

/// What is known of a planted error by the plan alone.
pub(super) fn bare_record(error: &PlannedError) -> PlantRecord {
    let told = |locale: &str, value: &str| LocalText {
        locale: locale.to_owned(),
        value: value.to_owned(),
    };
    PlantRecord {
        kind: error.kind,
        severity: error.severity,
        findings: Vec::new(),
        places: Vec::new(),
        told: vec![
            told(
                "en",
                "Planned for this case; what it changed is not known any more, because the program was started anew.",
            ),
            told(
                "ru",
                "Запланировано для этого случая; что именно изменено, уже неизвестно: программа была запущена заново.",
            ),
        ],
        is_void: false,
    }
}
