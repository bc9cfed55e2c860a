//! All pathology of a chest but plain nodules: how it is put in, its truth, and what is true of the study as a whole.

mod calcium;
mod effect;
mod emphysema;
mod grid;
mod imitator;
mod infiltrate;
mod lungs;
mod pleura;
mod solid;
mod truth;
pub(crate) mod wanted;

use overread_base::{Laterality, LesionKind, LesionRole, Seed, VolumeGeometry};

use crate::chest_ct::alteration::Alteration;
use crate::chest_ct::anatomy::Anatomy;
use crate::chest_ct::nodule::Nodule;
use crate::chest_ct::params::NoduleSpec;
use crate::error::{Fault, PhantomError};
use crate::num::{P3, p3};
use calcium::Calcium;
use emphysema::Emphysema;
use imitator::Imitator;
use infiltrate::Filling;
use lungs::{LungMap, Samples, Site};
use pleura::{Effusion, Pneumothorax};
use wanted::{Wanted, Wish, nodule_type};

pub(crate) use effect::Effect;
pub(crate) use solid::{Vessel, in_body, in_vessel, wide_part};

/// Node distance of the samples that whole lungs are measured with, canonical mm.
const LUNG_SAMPLE_MM: f32 = 5.5;

/// What a chest holds.
#[derive(Debug, Clone)]
pub(crate) struct Pathology {
    map: LungMap,
    /// The findings that the request asked for, by their index in it: they are numbered alike in all studies of a person.
    asked: Vec<usize>,
    /// What is there.
    present: Vec<Present>,
    effusions: Vec<Effusion>,
    pneumothoraces: Vec<Pneumothorax>,
    fillings: Vec<Filling>,
    emphysema: Option<Emphysema>,
    calcium: Option<Calcium>,
    imitators: Vec<Imitator>,
    lung_ml: f32,
    /// The share of the lungs at or below -950 HU.
    low_share: f32,
}

/// One thing asked for that is there.
#[derive(Debug, Clone)]
struct Present {
    /// Index in the request.
    lesion: usize,
    kind: &'static LesionKind,
    side: Option<Laterality>,
    what: What,
}

/// Where the thing is kept: an index of the list of its sort, or of the vertebrae.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    Nodule(usize),
    Imitator(usize),
    Effusion(usize),
    Pneumothorax(usize),
    Filling(usize),
    Emphysema,
    Calcium,
    Aorta,
    Trunk,
    Vertebra(usize),
    Density,
}

/// What the wishes change in the anatomy itself.
pub(crate) fn alteration(wanted: &Wanted) -> Alteration {
    let mut out = Alteration::default();
    for wish in wanted.wishes.iter().filter(|wish| wish.is_present) {
        match wish.kind.word {
            "aortic-dilatation" => out.aorta_mm = Some(wish.amount),
            "trunk-dilatation" => out.trunk_mm = Some(wish.amount),
            "low-bone-density" => out.trabecular_hu = Some(wish.amount),
            "vertebral-fracture" => out
                .wedges
                .push((solid::broken_vertebra(wish.seed), 1.0 - 0.01 * wish.amount)),
            _ => {}
        }
    }
    out
}

impl Pathology {
    /// Puts in all that is neither nodule nor imitator.
    ///
    /// # Errors
    /// What does not fit into this chest.
    pub(crate) fn new(
        anatomy: &Anatomy,
        geometry: &VolumeGeometry,
        wanted: &Wanted,
    ) -> Result<Self, PhantomError> {
        let map = lungs::map(anatomy, geometry);
        let all = Samples::of(anatomy, &map, LUNG_SAMPLE_MM, |_| true);
        let low = all
            .sites
            .iter()
            .filter(|site| anatomy.lung_hu(site.q) <= -950.0)
            .count();
        let mut out = Self {
            lung_ml: all.volume_ml(),
            low_share: low as f32 / all.sites.len().max(1) as f32,
            map,
            asked: wanted
                .wishes
                .iter()
                .filter(|wish| wish.kind.role == LesionRole::Finding)
                .map(|wish| wish.lesion)
                .collect(),
            present: Vec::new(),
            effusions: Vec::new(),
            pneumothoraces: Vec::new(),
            fillings: Vec::new(),
            emphysema: None,
            calcium: None,
            imitators: Vec::new(),
        };
        let mut faults = Vec::new();
        for wish in wanted.wishes.iter().filter(|wish| wish.is_present) {
            match out.put(anatomy, wish) {
                Ok(Some(what)) => out.present.push(Present {
                    lesion: wish.lesion,
                    kind: wish.kind,
                    side: wish.side,
                    what,
                }),
                Ok(None) => {}
                Err(reason) => faults.push(fault(wish, reason)),
            }
        }
        if faults.is_empty() {
            Ok(out)
        } else {
            Err(PhantomError { faults })
        }
    }

    /// Puts one in; nothing for what is put in later.
    fn put(&mut self, anatomy: &Anatomy, wish: &Wish) -> Result<Option<What>, String> {
        let full = || {
            format!(
                "the lungs of this patient cannot hold {:.0} of it",
                wish.amount
            )
        };
        let map = &self.map;
        let side = wish.side.unwrap_or(Laterality::Right);
        let seed = wish.seed.child("shape");
        Ok(Some(match wish.kind.word {
            "effusion" => {
                let found = Effusion::new(anatomy, map, side, wish.amount, seed);
                self.effusions.push(found.ok_or_else(full)?);
                What::Effusion(self.effusions.len() - 1)
            }
            "pneumothorax" => {
                let found = Pneumothorax::new(anatomy, map, side, wish.amount, seed);
                self.pneumothoraces.push(found.ok_or_else(full)?);
                What::Pneumothorax(self.pneumothoraces.len() - 1)
            }
            "infiltrates" => {
                let haze_hu = wish.haze_hu();
                let found = Filling::patches(anatomy, map, 0.01 * wish.amount, haze_hu, seed);
                self.fillings.push(found);
                What::Filling(self.fillings.len() - 1)
            }
            "consolidation" => {
                let lobe = wish.lobe.ok_or_else(full)?;
                let found = Filling::lobar(anatomy, map, lobe, 0.01 * wish.amount, seed);
                self.fillings.push(found.ok_or_else(full)?);
                What::Filling(self.fillings.len() - 1)
            }
            "emphysema" => {
                let found = Emphysema::new(anatomy, map, 0.01 * wish.amount, seed);
                self.emphysema = Some(found.ok_or_else(full)?);
                What::Emphysema
            }
            "coronary-calcium" => {
                let found = Calcium::new(anatomy, wish.amount, seed);
                self.calcium = Some(found.ok_or("the arteries of this heart cannot hold it")?);
                What::Calcium
            }
            "aortic-dilatation" => What::Aorta,
            "trunk-dilatation" => What::Trunk,
            "vertebral-fracture" => What::Vertebra(solid::broken_vertebra(wish.seed)),
            "low-bone-density" => What::Density,
            _ => return Ok(None),
        }))
    }

    /// Whether a ball in the lungs lies clear of fluid, air and airless lung.
    pub(crate) fn is_free(&self, anatomy: &Anatomy, at: P3, radius: f32) -> bool {
        if self.effusions.is_empty() && self.pneumothoraces.is_empty() && self.fillings.is_empty() {
            return true;
        }
        let reach = radius + 3.0;
        [
            p3(0.0, 0.0, 0.0),
            p3(reach, 0.0, 0.0),
            p3(-reach, 0.0, 0.0),
            p3(0.0, reach, 0.0),
            p3(0.0, -reach, 0.0),
            p3(0.0, 0.0, reach),
            p3(0.0, 0.0, -reach),
        ]
        .into_iter()
        .all(|off| {
            let at = at + off;
            let site = Site::of_map(anatomy, at, &self.map.at(anatomy.canonical(at)));
            let texture = &anatomy.texture;
            let in_fluid = |e: &Effusion| e.shares(&site, 1.0, texture) != (0.0, 0.0);
            !self.effusions.iter().any(in_fluid)
                && !self.pneumothoraces.iter().any(|p| p.holds(&site, texture))
                && !self.fillings.iter().any(|f| f.holds(&site))
        })
    }

    /// Takes the nodules as they were at the time of the study, and puts in the imitators between them.
    ///
    /// # Errors
    /// Imitators without a place.
    pub(crate) fn with_focal(
        &mut self,
        seed: Seed,
        anatomy: &Anatomy,
        geometry: &VolumeGeometry,
        wanted: &Wanted,
        (specs, placed): (&[NoduleSpec], Vec<Nodule>),
    ) -> Result<Vec<Nodule>, PhantomError> {
        if wanted.wishes.is_empty() {
            return Ok(placed);
        }
        let mut nodules = Vec::new();
        let mut faults = Vec::new();
        let wishes = wanted.wishes.iter();
        let of_nodules = wishes.filter(|wish| nodule_type(wish.kind).is_some());
        for (idx, (wish, (spec, nodule))) in of_nodules.zip(specs.iter().zip(&placed)).enumerate() {
            if !wish.is_present {
                continue;
            }
            let nodule = if wish.amount < wish.current {
                let then = NoduleSpec {
                    diameter_mm: f64::from(wish.amount),
                    ..spec.clone()
                };
                let shape = seed.child("nodule").index(idx as u64).child("shape");
                Nodule::new(&then, nodule.centre, shape, &anatomy.texture)
            } else {
                nodule.clone()
            };
            let is_right = lungs::is_right(anatomy.canonical(nodule.centre));
            nodules.push(nodule);
            self.present.push(Present {
                lesion: wish.lesion,
                kind: wish.kind,
                side: Some(if is_right {
                    Laterality::Right
                } else {
                    Laterality::Left
                }),
                what: What::Nodule(nodules.len() - 1),
            });
        }
        for wish in &wanted.wishes {
            if !matches!(wish.kind.word, "calcified-nodule" | "perifissural-nodule") {
                continue;
            }
            let is_free = |at: P3, radius: f32| {
                let clear = |n: &Nodule| (n.centre - at).length() > n.reach + radius + 3.0;
                let room = overread_base::Vec3::new(0.0, 0.0, f64::from(radius) + 1.0);
                geometry.contains(at.to_vec3() + room)
                    && geometry.contains(at.to_vec3() - room)
                    && placed.iter().all(clear)
                    && !self.imitators.iter().any(|i| i.touches(at, radius))
                    && self.is_free(anatomy, at, radius)
            };
            let own = wish.seed.child("shape");
            match Imitator::new(wish, wish.amount, anatomy, &self.map, is_free, own) {
                Ok(imitator) => {
                    self.present.push(Present {
                        lesion: wish.lesion,
                        kind: wish.kind,
                        side: wish.side,
                        what: What::Imitator(self.imitators.len()),
                    });
                    self.imitators.push(imitator);
                }
                Err(reason) => faults.push(fault(wish, reason)),
            }
        }
        self.present.sort_by_key(|present| present.lesion);
        if faults.is_empty() {
            Ok(nodules)
        } else {
            Err(PhantomError { faults })
        }
    }

    /// What is there with its side, for the words of the request.
    pub(crate) fn findings(&self) -> Vec<(&'static LesionKind, Option<Laterality>)> {
        self.present
            .iter()
            .map(|present| (present.kind, present.side))
            .collect()
    }
}

fn fault(wish: &Wish, reason: String) -> Fault {
    Fault::Lesion {
        lesion: wish.lesion,
        word: wish.kind.word,
        reason,
    }
}

#[cfg(test)]
mod tests;
