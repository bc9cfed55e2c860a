//! Mammograms of both breasts in two views.

use overread_base::{Difficulty, LesionKind, LesionWish, Seed};

use crate::case::CaseRequest;
use crate::error::{Fault, PhantomError};
use crate::study::SyntheticStudy;

/// A planned case.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    study: SyntheticStudy,
}

/// All shapes of a case, ready to be rendered.
pub(crate) fn plan(request: &CaseRequest) -> Result<Plan, PhantomError> {
    bare(request)
}

/// The plan without what only rendering needs: study and truth are those of [`plan`].
pub(crate) fn bare(request: &CaseRequest) -> Result<Plan, PhantomError> {
    Err(PhantomError {
        faults: vec![Fault::NoSuchPhantom {
            kind: request.kind.word(),
        }],
    })
}

impl Plan {
    /// All of the study but its pixels.
    pub(crate) fn study(&self) -> &SyntheticStudy {
        &self.study
    }

    /// The stored samples of a slice, x fastest; empty where there is none.
    pub(crate) fn render(&self, _series: usize, _slice: u32) -> Vec<i16> {
        Vec::new()
    }
}

/// The lesions of a case that leaves them to the seed.
pub(crate) fn draw(
    _seed: Seed,
    _difficulty: Difficulty,
    _is_abnormal: bool,
    _among: &[&'static LesionKind],
) -> Vec<LesionWish> {
    Vec::new()
}
