//! What a mark may say and where it may lie. Knows nothing of cases and phases.

use overread_base::{Shape, Vec3};

use crate::{MarkAnswer, Refusal, Session};

/// No mark lies farther from the origin.
const MAX_COORDINATE_MM: f64 = 10_000.0;

impl Session {
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
