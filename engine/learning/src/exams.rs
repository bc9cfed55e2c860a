//! How a learner stands with the tests and certifications of a course: who may sit which test now, and each verdict.

use std::collections::BTreeMap;

use overread_scenario::{Course, StepKind};

use crate::certification::{Certification, Part};
use crate::event::{LearnerEvent, StepId};
use crate::knowledge::{TestRefusal, test_seat};

/// The tests and certifications of a course, for one learner.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CourseExams {
    /// The number of the next attempt at each test, or why there is none now; by module and step.
    pub seats: BTreeMap<(String, String), Result<u32, TestRefusal>>,
    /// Each module that gives a certificate.
    pub certifications: BTreeMap<String, Certification>,
}

impl CourseExams {
    /// Sums up what was done; `now_unix_s` decides who has to wait.
    #[must_use]
    pub fn of(course: &Course, events: &[LearnerEvent], now_unix_s: u64) -> Self {
        let mut out = Self::default();
        for module in &course.modules {
            for step in &module.steps {
                let StepKind::Items {
                    test: Some(spec), ..
                } = &step.kind
                else {
                    continue;
                };
                let id = StepId {
                    course: course.id.clone(),
                    module: module.id.clone(),
                    step: step.id.clone(),
                };
                let seat = test_seat(events, &id, spec, now_unix_s);
                out.seats.insert((id.module, id.step), seat);
            }
            if let Some(found) = Certification::of(&course.id, module, events) {
                out.certifications.insert(module.id.clone(), found);
            }
        }
        out
    }

    /// A step as a part of a certification; `None` where it is none.
    #[must_use]
    pub fn part(&self, module: &str, step: &str) -> Option<&Part> {
        let found = self.certifications.get(module)?;
        found.parts.iter().find(|part| part.step == step)
    }
}
