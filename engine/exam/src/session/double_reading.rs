//! Double reading: whether the reader's call and the service's agree.

use overread_base::AiResult;

use crate::rubric_v1::is_ai_positive;
use crate::{Call, Percent, Session};

impl Session {
    /// What a rating says about a case as a whole.
    pub(crate) fn call_of_rating(&self, rating: Percent) -> Call {
        if rating.value() >= self.plan.questions.positive_from {
            Call::Positive
        } else {
            Call::Negative
        }
    }

    /// Whether the two readers disagree; `None` where one of them has not read.
    pub(super) fn disagrees(&self, rating: Option<Percent>, result: &AiResult) -> Option<bool> {
        let own = self.call_of_rating(rating?);
        result.report()?;
        let service = if is_ai_positive(result) {
            Call::Positive
        } else {
            Call::Negative
        };
        Some(own != service)
    }
}
