//! The two chests that the studies are made of: healthy, and its twin with three nodules. Rendered once, when first
//! asked for.

use std::sync::OnceLock;

use overread_base::{CaseTruth, NoduleType, Seed};
use overread_image::Volume;
use overread_phantom::chest_ct::{ChestCtParams, Lobe, NoduleSpec, Place, plan, render_slice};
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

static CLEAN: OnceLock<Chest> = OnceLock::new();
static WITH_NODULES: OnceLock<Chest> = OnceLock::new();

/// The healthy chest.
pub(super) fn clean() -> Result<&'static Chest, StudyError> {
    made(&CLEAN, &[])
}

/// Its twin with nodules.
pub(super) fn with_nodules() -> Result<&'static Chest, StudyError> {
    made(&WITH_NODULES, &nodules())
}

/// The slice in the middle of the chest with nodules, without the others.
pub(super) fn one_slice() -> Result<Volume, StudyError> {
    let params = params();
    let centre = ChestCtParams {
        slices: 1,
        centre_z_mm: params.centre_z_mm + params.increment_mm * 0.5,
        ..params
    };
    let plan = plan(SEED, &centre, &[])?;
    Ok(plan.volume(render_slice(&plan, 0))?)
}

fn nodules() -> [NoduleSpec; 3] {
    let nodule = |lobe, diameter_mm, nodule_type| NoduleSpec {
        place: Place::Lobe(lobe),
        ..NoduleSpec::anywhere(diameter_mm, nodule_type)
    };
    [
        nodule(Lobe::RightUpper, 14.0, NoduleType::Solid),
        nodule(Lobe::LeftLower, 10.0, NoduleType::Solid),
        nodule(Lobe::RightLower, 18.0, NoduleType::PartSolid),
    ]
}

fn made<'c>(cell: &'c OnceLock<Chest>, nodules: &[NoduleSpec]) -> Result<&'c Chest, StudyError> {
    if let Some(chest) = cell.get() {
        return Ok(chest);
    }
    let chest = render(nodules)?;
    Ok(cell.get_or_init(|| chest))
}

/// 80 slices of 4 mm in 192 x 192: the whole chest.
fn params() -> ChestCtParams {
    let usual = ChestCtParams::default();
    let covered_mm = f64::from(usual.slices) * usual.increment_mm;
    let slices = 80;
    let increment_mm = covered_mm / f64::from(slices);
    ChestCtParams {
        size: 192,
        slices,
        increment_mm,
        slice_thickness_mm: increment_mm,
        ..usual
    }
}

fn render(nodules: &[NoduleSpec]) -> Result<Chest, StudyError> {
    let params = params();
    let plan = plan(SEED, &params, nodules)?;
    let slices: Vec<Vec<i16>> = (0..params.slices)
        .into_par_iter()
        .map(|z| render_slice(&plan, z))
        .collect();
    Ok(Chest {
        volume: plan.volume(slices.concat())?,
        truth: plan.truth(),
    })
}
