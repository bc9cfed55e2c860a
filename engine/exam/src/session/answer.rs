//! The reader's marks and rating: what a mark may say, where it may lie, and when it may change.

use overread_base::{MarkId, Shape, Vec3};

use super::fact;
use crate::{CaseFact, Event, MarkAnswer, Percent, ReaderMark, Refusal, Session};

/// Marks a case may hold.
const MAX_MARKS: usize = 200;

/// Nothing that a reader sets lies farther from the origin.
pub(super) const MAX_COORDINATE_MM: f64 = 10_000.0;

impl Session {
    pub(super) fn add_mark(&self, answer: MarkAnswer) -> Result<Vec<Event>, Refusal> {
        let (id, case) = self.answering()?;
        self.check_answer(&answer)?;
        if case.marks.len() >= MAX_MARKS {
            return Err(Refusal::TooManyMarks { limit: MAX_MARKS });
        }
        let name = format!("m{}", case.n_marks_ever + 1);
        let Ok(mark) = MarkId::new(name) else {
            return Err(Refusal::TooManyMarks { limit: MAX_MARKS });
        };
        Ok(fact(id, CaseFact::MarkSet(ReaderMark { id: mark, answer })))
    }

    pub(super) fn edit_mark(
        &self,
        mark: MarkId,
        answer: MarkAnswer,
    ) -> Result<Vec<Event>, Refusal> {
        let (id, case) = self.answering()?;
        if !case.marks.iter().any(|m| m.id == mark) {
            return Err(Refusal::UnknownMark { mark });
        }
        self.check_answer(&answer)?;
        Ok(fact(id, CaseFact::MarkSet(ReaderMark { id: mark, answer })))
    }

    pub(super) fn delete_mark(&self, mark: MarkId) -> Result<Vec<Event>, Refusal> {
        let (id, case) = self.answering()?;
        if !case.marks.iter().any(|m| m.id == mark) {
            return Err(Refusal::UnknownMark { mark });
        }
        Ok(fact(id, CaseFact::MarkDeleted(mark)))
    }

    pub(super) fn rate(&self, rating: u8) -> Result<Vec<Event>, Refusal> {
        let (id, _) = self.answering()?;
        let rating = Percent::new(rating).ok_or(Refusal::Rating { found: rating })?;
        Ok(fact(id, CaseFact::Rated(rating)))
    }

    /// A mark must name a label of the scenario, lie somewhere, and be as sure as the scale allows.
    pub(super) fn check_answer(&self, answer: &MarkAnswer) -> Result<(), Refusal> {
        let questions = &self.plan.questions;
        if !questions
            .labels
            .iter()
            .any(|label| label.id == answer.label)
        {
            return Err(Refusal::UnknownLabel {
                label: answer.label.clone(),
            });
        }
        let step = questions.confidence_step;
        if answer.confidence.value().checked_rem(step) != Some(0) {
            return Err(Refusal::Confidence {
                step,
                found: answer.confidence.value(),
            });
        }
        let is_near = |p: Vec3| p.to_array().iter().all(|c| c.abs() <= MAX_COORDINATE_MM);
        match &answer.place.shape {
            Shape::Point(at) if is_near(*at) => Ok(()),
            Shape::Cuboid { low, high } => {
                let is_ordered = low.x <= high.x && low.y <= high.y && low.z <= high.z;
                if is_near(*low) && is_near(*high) && is_ordered {
                    Ok(())
                } else {
                    Err(Refusal::Place)
                }
            }
            Shape::Point(_) => Err(Refusal::Place),
            Shape::Ellipse { .. } | Shape::Polyline(_) | Shape::Polygon(_) | Shape::Mask(_) => {
                Err(Refusal::Shape)
            }
        }
    }
}
