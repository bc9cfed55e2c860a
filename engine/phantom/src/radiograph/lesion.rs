//! Diseases in a radiographed chest: where they lie, what they do to the beam, where they are seen.

mod opacity;
mod pleura;
mod rib;
mod truth;

use overread_base::{Difficulty, Laterality};

use crate::case::CaseRequest;
use crate::error::{Fault, PhantomError};
use crate::num::P3;
use crate::radiograph::erect::Erect;
use crate::radiograph::exposure::Exposure;
use crate::radiograph::map::Map;
use crate::radiograph::measure;
use crate::radiograph::object::Object;
use crate::radiograph::request::{Item, Wanted};
use crate::radiograph::skeleton::Skeleton;

pub(crate) use truth::truth;

/// One lesion in its place.
#[derive(Debug, Clone)]
pub(crate) struct Lesion3 {
    pub(crate) item: Item,
    pub(crate) shape: Shape,
}

/// What a lesion is made of.
#[derive(Debug, Clone)]
pub(crate) enum Shape {
    /// Lung filled with something denser.
    Opacity(opacity::Opacity),
    /// Fluid between lung and wall.
    Effusion(pleura::Effusion),
    /// Air between lung and wall.
    Pneumothorax(pleura::Pneumothorax),
    /// The heart as a whole.
    Heart,
    /// A broken rib: the place of the break and the reach of what is seen of it, mm.
    Break { at: P3, reach: f32 },
}

/// Step of the maps that masks are made from, mm.
const TRUTH_STEP_MM: f32 = 3.0;

/// Finds a place for each lesion; breaks ribs.
pub(crate) fn place(
    request: &CaseRequest,
    wanted: &Wanted,
    erect: &Erect,
    skeletons: &mut [&mut Skeleton; 2],
) -> Result<Vec<Lesion3>, PhantomError> {
    let mut faults = Vec::new();
    let mut lesions: Vec<Lesion3> = Vec::new();
    for item in &wanted.items {
        match shape(request.difficulty, item, erect, skeletons, &lesions) {
            Ok(Some(shape)) => lesions.push(Lesion3 {
                item: item.clone(),
                shape,
            }),
            Ok(None) => {}
            Err(reason) => faults.push(Fault::Lesion {
                lesion: item.index,
                word: item.kind.word,
                reason,
            }),
        }
    }
    if faults.is_empty() {
        Ok(lesions)
    } else {
        Err(PhantomError { faults })
    }
}

/// The shape of a lesion; `None` for what is no disease.
fn shape(
    difficulty: Difficulty,
    item: &Item,
    erect: &Erect,
    skeletons: &mut [&mut Skeleton; 2],
    others: &[Lesion3],
) -> Result<Option<Shape>, String> {
    let is_taken = |word: &str| {
        let mut same = others.iter().filter(|other| other.item.kind.word == word);
        same.any(|other| other.item.side * item.side > 0.0)
    };
    let shape = match item.kind.word {
        "nodule" => {
            let taken: Vec<(P3, f32)> = others.iter().filter_map(Lesion3::ball).collect();
            Shape::Opacity(opacity::nodule(item, difficulty, erect, &taken)?)
        }
        "consolidation" => Shape::Opacity(opacity::consolidation(item, difficulty, erect)?),
        "hilar-mass" => Shape::Opacity(opacity::hilar_mass(item, erect)),
        "tuberculosis" => Shape::Opacity(opacity::tuberculosis(item, difficulty, erect)?),
        "effusion" | "pneumothorax" if is_taken(item.kind.word) => {
            return Err("this side holds one already".to_owned());
        }
        "effusion" => Shape::Effusion(pleura::Effusion::of(item, erect)?),
        "pneumothorax" => Shape::Pneumothorax(pleura::Pneumothorax::of(item)),
        "cardiomegaly" => Shape::Heart,
        "rib-fracture" => rib::break_one(item, skeletons)?,
        _ => return Ok(None),
    };
    Ok(Some(shape))
}

impl Lesion3 {
    /// The patient's side it is on.
    pub(crate) fn side(&self) -> Laterality {
        if matches!(self.shape, Shape::Heart) {
            Laterality::Midline
        } else if self.item.side < 0.0 {
            Laterality::Right
        } else {
            Laterality::Left
        }
    }

    /// The ball that a round lesion fills.
    fn ball(&self) -> Option<(P3, f32)> {
        match &self.shape {
            Shape::Opacity(opacity) => Some(opacity.ball()),
            Shape::Effusion(_) | Shape::Pneumothorax(_) | Shape::Heart | Shape::Break { .. } => {
                None
            }
        }
    }

    /// Whether a place of the lung is filled with pleural air.
    pub(crate) fn is_gas(&self, erect: &Erect, p: P3) -> bool {
        match &self.shape {
            Shape::Pneumothorax(gas) => gas.holds(erect, p),
            Shape::Opacity(_) | Shape::Effusion(_) | Shape::Heart | Shape::Break { .. } => false,
        }
    }

    /// Its thickness along the rays of an exposure, mm.
    pub(crate) fn thickness(&self, erect: &Erect, exposure: &Exposure) -> Map {
        let step = TRUTH_STEP_MM.max(exposure.pixel_mm);
        match &self.shape {
            Shape::Opacity(opacity) => opacity.thickness(erect, exposure, true),
            Shape::Effusion(fluid) => fluid.thickness(erect, exposure, step),
            Shape::Pneumothorax(gas) => gas.thickness(erect, exposure, step.max(4.0)).gas,
            Shape::Heart => measure::heart_shadow(erect, exposure, step.max(4.0)),
            Shape::Break { at, reach } => rib::shadow(*at, *reach, exposure),
        }
    }

    /// Puts it into the beam's way.
    pub(crate) fn put(&self, object: &mut Object, erect: &Erect, exposure: &Exposure) {
        match &self.shape {
            Shape::Opacity(opacity) => {
                object
                    .soft
                    .add(&opacity.thickness(erect, exposure, false), 1.0);
            }
            Shape::Effusion(fluid) => {
                let map = fluid.thickness(erect, exposure, exposure.pixel_mm.max(1.5));
                object.soft.add(&map, 0.74);
            }
            Shape::Pneumothorax(gas) => {
                let maps = gas.thickness(erect, exposure, exposure.pixel_mm.max(1.1));
                object.soft.add(&maps.gas, -0.24);
                object.soft.add(&maps.line, 0.8);
                object.soft.add(&maps.lung, gas.denser());
            }
            // Heart and skeleton are drawn as they are.
            Shape::Heart | Shape::Break { .. } => {}
        }
    }
}
