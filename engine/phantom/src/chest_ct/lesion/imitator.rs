//! Harmless spots in the lungs: calcified granulomas and small lymph nodes on a fissure. They are not in the truth.

use overread_base::{NoduleType, Rng, Seed, VolumeGeometry};

use crate::chest_ct::anatomy::Anatomy;
use crate::chest_ct::lesion::lungs::{LungMap, Site, is_on};
use crate::chest_ct::lesion::wanted::Wish;
use crate::chest_ct::nodule::Nodule;
use crate::chest_ct::params::NoduleSpec;
use crate::num::{P3, coverage, ellipsoid, lerp, p3, round_cone, smooth_min, smooth_step, to_f32};
use crate::texture::Texture;

/// One of them.
#[derive(Debug, Clone)]
pub(crate) enum Imitator {
    /// A granuloma with calcium throughout, in its core, in a shell or in clumps.
    Calcified {
        /// Its shape.
        nodule: Box<Nodule>,
        /// Where the calcium lies.
        pattern: Pattern,
        /// HU of the calcium.
        calcium_hu: f32,
    },
    /// A lymph node on a fissure: flat, smooth, with a septum at its corner.
    Perifissural(Lens),
}

/// Where calcium lies in a granuloma: the benign patterns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pattern {
    Throughout,
    Core,
    Shell,
    Popcorn,
}

/// A lens in a fissure, patient mm.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Lens {
    centre: P3,
    /// Along, across, and out of the fissure.
    axes: [P3; 3],
    radius: f32,
    hu: f32,
    phase: P3,
}

impl Lens {
    fn distance(&self, at: P3, texture: &Texture) -> f32 {
        let off = at - self.centre;
        let local = p3(
            off.dot(self.axes[0]),
            off.dot(self.axes[1]),
            off.dot(self.axes[2]),
        );
        let r = self.radius;
        // Half axes whose product is that of the sphere of equal volume; one side is flat as the fissure is.
        let lens = ellipsoid(local, p3(1.34, 1.1, 0.68) * r);
        let (tail, _) = round_cone(
            local,
            p3(1.1 * r, 0.0, 0.0),
            p3(2.1 * r + 2.0, 0.4 * r, 0.1 * r),
            0.3 * r,
            0.25,
        );
        smooth_min(lens, tail, 0.3 * r) - 0.05 * r * texture.at(off * 0.9 + self.phase)
    }

    fn reach(&self) -> f32 {
        2.4 * self.radius + 3.0
    }
}

impl Imitator {
    /// Draws one of `diameter_mm` in a free place.
    ///
    /// # Errors
    /// Why there is no place, in English.
    pub(crate) fn new(
        wish: &Wish,
        diameter_mm: f32,
        anatomy: &Anatomy,
        map: &LungMap,
        is_free: impl Fn(P3, f32) -> bool,
        seed: Seed,
    ) -> Result<Self, String> {
        let mut rng = seed.child("place").rng();
        let on_fissure = wish.kind.word == "perifissural-nodule";
        let radius = 0.5 * diameter_mm;
        let place = place(wish, radius, on_fissure, anatomy, map, is_free, &mut rng)
            .ok_or("no free place for it in the lung in the scan")?;
        let mut rng = seed.child("shape").rng();
        if on_fissure {
            let normal = normal(anatomy, place);
            let along = normal.cross(p3(0.62, 0.2, 0.75)).unit_or(p3(1.0, 0.0, 0.0));
            return Ok(Self::Perifissural(Lens {
                centre: place,
                axes: [along, normal.cross(along), normal],
                radius,
                hu: to_f32(rng.range(15.0, 45.0)),
                phase: super::pleura::phase(&mut rng),
            }));
        }
        let spec = NoduleSpec {
            irregularity: Some(rng.range(0.0, 0.35)),
            ..NoduleSpec::anywhere(f64::from(diameter_mm), NoduleType::Solid)
        };
        let pattern = match rng.below(10) {
            0..4 => Pattern::Throughout,
            4..7 => Pattern::Core,
            7..9 => Pattern::Shell,
            _ => Pattern::Popcorn,
        };
        // Small granulomas calcify throughout.
        let pattern = if diameter_mm < 6.0 {
            Pattern::Throughout
        } else {
            pattern
        };
        Ok(Self::Calcified {
            nodule: Box::new(Nodule::new(
                &spec,
                place,
                seed.child("nodule"),
                &anatomy.texture,
            )),
            pattern,
            calcium_hu: to_f32(rng.range(350.0, 900.0)),
        })
    }

    pub(crate) fn centre(&self) -> P3 {
        match self {
            Self::Calcified { nodule, .. } => nodule.centre,
            Self::Perifissural(lens) => lens.centre,
        }
    }

    /// Of the sphere of equal volume.
    pub(crate) fn radius(&self) -> f32 {
        match self {
            Self::Calcified { nodule, .. } => nodule.radius,
            Self::Perifissural(lens) => lens.radius,
        }
    }

    fn reach(&self) -> f32 {
        match self {
            Self::Calcified { nodule, .. } => nodule.reach,
            Self::Perifissural(lens) => lens.reach(),
        }
    }

    /// Whether a ball touches it.
    pub(crate) fn touches(&self, at: P3, radius: f32) -> bool {
        (self.centre() - at).length() < self.reach() + radius + 2.0
    }

    /// The first and last slice it may touch.
    pub(crate) fn slices(&self, geometry: &VolumeGeometry) -> (f64, f64) {
        let reach = p3(0.0, 0.0, self.reach());
        let low = geometry.voxel_from_patient((self.centre() - reach).to_vec3());
        let high = geometry.voxel_from_patient((self.centre() + reach).to_vec3());
        (low.z.floor(), high.z.ceil())
    }

    /// The object's HU with it, where `hu` was without.
    pub(crate) fn blend(&self, hu: f32, at: P3, voxel: P3, texture: &Texture) -> f32 {
        let off = at - self.centre();
        let reach = self.reach() + voxel.z;
        if off.x.abs().max(off.y.abs()).max(off.z.abs()) > reach {
            return hu;
        }
        match self {
            Self::Calcified {
                nodule,
                pattern,
                calcium_hu,
            } => {
                let share = nodule.share(at, voxel, texture);
                if share <= 0.0 {
                    return hu;
                }
                let part = off.length() / nodule.radius;
                let clump = texture.at(off * (7.0 / nodule.radius) + p3(3.0, 5.0, 9.0));
                let calcium = match pattern {
                    Pattern::Throughout => 1.0,
                    Pattern::Core => smooth_step(0.62, 0.42, part + 0.05 * clump),
                    Pattern::Shell => smooth_step(0.55, 0.72, part + 0.05 * clump),
                    Pattern::Popcorn => smooth_step(0.1, 0.5, clump) * smooth_step(1.0, 0.8, part),
                };
                let object = lerp(35.0, calcium_hu + 40.0 * clump, calcium);
                lerp(hu, object, share)
            }
            Self::Perifissural(lens) => {
                // In slices thicker than it the lens covers but a part of the voxel.
                let mut share = 0.0;
                for sub in [-0.33f32, 0.0, 0.33] {
                    let at = at + p3(0.0, 0.0, sub * voxel.z);
                    share += coverage(lens.distance(at, texture), voxel.x.max(0.8)) / 3.0;
                }
                lerp(hu, lens.hu, share)
            }
        }
    }
}

/// A free place in the lungs as wished.
fn place(
    wish: &Wish,
    radius: f32,
    on_fissure: bool,
    anatomy: &Anatomy,
    map: &LungMap,
    is_free: impl Fn(P3, f32) -> bool,
    rng: &mut Rng,
) -> Option<P3> {
    for _ in 0..12_000 {
        let q = p3(
            to_f32(rng.range(-140.0, 140.0)),
            to_f32(rng.range(-100.0, 100.0)),
            to_f32(rng.range(-190.0, 105.0)),
        );
        let mut at = anatomy.patient(q);
        let mut site = Site::of_map(anatomy, at, &map.at(q));
        if on_fissure {
            if site.lung > -radius - 2.0 || site.major.abs() > 12.0 {
                continue;
            }
            for _ in 0..3 {
                at = at - normal(anatomy, at) * site.major;
                site = Site::of_map(anatomy, at, &map.at(anatomy.canonical(at)));
            }
        }
        let in_place = wish.side.is_none_or(|side| is_on(side, site.q))
            && wish.lobe.is_none_or(|lobe| site.lobe_distance(lobe) < -1.0)
            && (!on_fissure || site.major.abs() < 0.6);
        if in_place && site.lung < -(1.15 * radius + 1.5) && is_free(at, radius) {
            return Some(at);
        }
    }
    None
}

/// The direction out of the major fissure at a place.
fn normal(anatomy: &Anatomy, at: P3) -> P3 {
    let d = |off: P3| anatomy.fissures(anatomy.canonical(at + off)).0;
    p3(
        d(p3(1.5, 0.0, 0.0)) - d(p3(-1.5, 0.0, 0.0)),
        d(p3(0.0, 1.5, 0.0)) - d(p3(0.0, -1.5, 0.0)),
        d(p3(0.0, 0.0, 1.5)) - d(p3(0.0, 0.0, -1.5)),
    )
    .unit_or(p3(0.0, -0.7, 0.7))
}
