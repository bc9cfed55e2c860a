//! The lesions of a head: what they do to the anatomy, to the HU of the object, and to the truth.

use overread_base::{Difficulty, Lesion, LesionKind, LesionWish, Seed, TruthFact};

use crate::case::CaseRequest;
use crate::error::{Fault, PhantomError};
use crate::head_ct::anatomy::Head;
use crate::head_ct::tissue::Tissue;
use crate::num::P3;

/// All lesions of a study.
#[derive(Debug, Clone, Default)]
pub(crate) struct LesionSet {}

impl LesionSet {
    /// Places the wished lesions that are ours in a head; wishes with other words are passed over.
    pub(crate) fn place(_head: &Head, _request: &CaseRequest) -> Result<Self, PhantomError> {
        Ok(Self::default())
    }

    /// Where the anatomy that now lies at `at` came from. Head mm. The skull does not move.
    pub(crate) fn displace(&self, at: P3) -> P3 {
        at
    }

    /// The box outside which [`Self::blend`] changes nothing, head mm; `None` where there is nothing.
    pub(crate) fn bounds(&self) -> Option<(P3, P3)> {
        None
    }

    /// HU of the object at `at` (head mm, not displaced) with the lesions, before point spread and noise.
    pub(crate) fn blend(&self, _head: &Head, hu: f32, _at: P3, _tissue: &Tissue) -> f32 {
        hu
    }

    /// The lesions of the truth with masks on the grid, and the facts that follow from them.
    pub(crate) fn truth(
        &self,
        _head: &Head,
        _geometry: &overread_base::VolumeGeometry,
        _thickness_mm: f32,
    ) -> (Vec<Lesion>, Vec<TruthFact>) {
        (Vec::new(), Vec::new())
    }
}

/// Words that this module places.
pub(crate) fn is_ours(_kind: &LesionKind) -> bool {
    false
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

/// The refusal of a wish.
#[expect(dead_code, reason = "filled with the first lesion")]
pub(crate) fn refused(lesion: usize, wish: &LesionWish, reason: &str) -> Fault {
    Fault::Lesion {
        lesion,
        word: wish.kind.word,
        reason: reason.to_owned(),
    }
}
