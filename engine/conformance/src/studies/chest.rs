//! The two chests that the studies are made of: healthy, and its twin with three nodules. Rendered when first asked for.

use std::cell::OnceCell;

use overread_base::{CaseTruth, NoduleType, Seed};
use overread_image::Volume;
use overread_phantom::{ChestCtParams, Lobe, NoduleSpec, Place, plan, render_slice};
use rayon::prelude::*;

use super::StudyError;

/// The person of all studies, who does not exist.
const SEED: Seed = Seed(12);

/// A chest CT and what is in it.
#[derive(Debug)]
pub(super) struct Chest {
    pub(super) volume: Volume,
    pub(super) truth: CaseTruth,
}

/// The chests.
#[derive(Debug, Default)]
pub struct Chests {
    clean: OnceCell<Chest>,
    with_nodules: OnceCell<Chest>,
}

impl Chests {
    pub(super) fn clean(&self) -> Result<&Chest, StudyError> {
        made(&self.clean, &[])
    }

    pub(super) fn with_nodules(&self) -> Result<&Chest, StudyError> {
        let nodule = |lobe, diameter_mm, nodule_type| NoduleSpec {
            place: Place::Lobe(lobe),
            ..NoduleSpec::anywhere(diameter_mm, nodule_type)
        };
        made(
            &self.with_nodules,
            &[
                nodule(Lobe::RightUpper, 14.0, NoduleType::Solid),
                nodule(Lobe::LeftLower, 10.0, NoduleType::Solid),
                nodule(Lobe::RightLower, 18.0, NoduleType::PartSolid),
            ],
        )
    }
}

fn made<'c>(cell: &'c OnceCell<Chest>, nodules: &[NoduleSpec]) -> Result<&'c Chest, StudyError> {
    if let Some(chest) = cell.get() {
        return Ok(chest);
    }
    let chest = render(nodules)?;
    Ok(cell.get_or_init(|| chest))
}

/// 96 slices of 3.33 mm in 256 x 256: the whole chest.
fn render(nodules: &[NoduleSpec]) -> Result<Chest, StudyError> {
    let usual = ChestCtParams::default();
    let covered_mm = f64::from(usual.slices) * usual.increment_mm;
    let slices = 96;
    let increment_mm = covered_mm / f64::from(slices);
    let params = ChestCtParams {
        size: 256,
        slices,
        increment_mm,
        slice_thickness_mm: increment_mm,
        ..usual
    };
    let plan = plan(SEED, &params, nodules)?;
    let slices: Vec<Vec<i16>> = (0..slices)
        .into_par_iter()
        .map(|z| render_slice(&plan, z))
        .collect();
    Ok(Chest {
        volume: plan.volume(slices.concat())?,
        truth: plan.truth(),
    })
}
