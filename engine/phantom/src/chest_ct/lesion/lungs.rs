//! Where a position stands in the lungs, from the distances of the anatomy; and the lungs as even samples. What is put
//! into them stands in the other files.

use overread_base::{Laterality, Vec3, VolumeGeometry};

use crate::chest_ct::anatomy::Anatomy;
use crate::chest_ct::field;
use crate::chest_ct::lattice::Node;
use crate::chest_ct::lesion::grid::Grid;
use crate::chest_ct::params::Lobe;
use crate::num::P3;

/// Node distance of the map of the lungs, canonical mm: their volume is then right to 2 % (tested against 3 mm).
const MAP_MM: f32 = 8.0;

/// A place in the lungs has its nearest node nearer to them than this, mm: half the diagonal of a cell, and a margin.
pub(crate) const NEAR_MM: f32 = 12.0;

/// Distances of a [`Site`]: lungs, major fissure, minor fissure, rib cage.
pub(crate) type LungMap = Grid<4>;

/// A position with its distances, patient mm, negative inside.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Site {
    /// Patient mm.
    pub(crate) at: P3,
    /// Canonical.
    pub(crate) q: P3,
    pub(crate) lung: f32,
    /// Positive above.
    pub(crate) major: f32,
    /// Positive above.
    pub(crate) minor: f32,
    /// The inner surface of the rib cage.
    pub(crate) cage: f32,
}

impl Site {
    pub(crate) fn of_fields(anatomy: &Anatomy, at: P3, f: &Node) -> Self {
        Self {
            at,
            q: anatomy.canonical(at),
            lung: f[field::LUNG],
            major: f[field::MAJOR_FISSURE],
            minor: f[field::MINOR_FISSURE],
            cage: f[field::CAVITY],
        }
    }

    pub(crate) fn of_map(anatomy: &Anatomy, at: P3, n: &[f32; 4]) -> Self {
        Self {
            at,
            q: anatomy.canonical(at),
            lung: n[0],
            major: n[1],
            minor: n[2],
            cage: n[3],
        }
    }

    pub(crate) fn is_right(&self) -> bool {
        is_right(self.q)
    }

    /// Distance to a lobe's border, negative inside; the pleura aside.
    pub(crate) fn lobe_distance(&self, lobe: Lobe) -> f32 {
        // The lungs do not touch: any plane between them parts them.
        let aside: f32 = if self.is_right() { -60.0 } else { 60.0 };
        match lobe {
            Lobe::RightUpper => aside.max(-self.major).max(-self.minor),
            Lobe::RightMiddle => aside.max(-self.major).max(self.minor),
            Lobe::RightLower => aside.max(self.major),
            Lobe::LeftUpper => (-aside).max(-self.major),
            Lobe::LeftLower => (-aside).max(self.major),
        }
    }
}

/// Whether a canonical position in the lungs lies in the right one: the septum before the heart leans to the left.
pub(crate) fn is_right(q: P3) -> bool {
    q.x < 5.0 + 0.05 * (q.z + 40.0)
}

/// The side of a lobe.
pub(crate) fn side_of(lobe: Lobe) -> Laterality {
    match lobe {
        Lobe::RightUpper | Lobe::RightMiddle | Lobe::RightLower => Laterality::Right,
        Lobe::LeftUpper | Lobe::LeftLower => Laterality::Left,
    }
}

/// Whether a position lies on a side; both sides hold all.
pub(crate) fn is_on(side: Laterality, q: P3) -> bool {
    match side {
        Laterality::Right => is_right(q),
        Laterality::Left => !is_right(q),
        Laterality::Bilateral | Laterality::Midline => true,
    }
}

/// The map of a patient's lungs, sampled where they lie in the scan.
pub(crate) fn map(anatomy: &Anatomy, geometry: &VolumeGeometry) -> LungMap {
    let last = f64::from(geometry.size[2]) - 0.5;
    let heights = [-0.5, last].map(|slice| {
        let at = geometry.patient_from_voxel(Vec3::new(0.0, 0.0, slice));
        anatomy.canonical(P3::from_vec3(at)).z
    });
    let mut layer = (f32::NAN, Vec::new());
    Grid::new(MAP_MM, |q| {
        if q.z != layer.0 {
            layer = (q.z, anatomy.tubes_near(q.z));
        }
        let mm = anatomy.mean_scale;
        let lung = anatomy.lung(q, &layer.1) * mm;
        if lung > 20.0 {
            return [lung, 0.0, 0.0, 20.0];
        }
        let (major, minor) = anatomy.fissures(q);
        let cage = Anatomy::cavity(q.z, q);
        [lung, major * mm, minor * mm, cage * mm]
    })
    .between((heights[0], heights[1]))
}

/// Even samples of the lungs, each standing for an equal part of their volume.
pub(crate) struct Samples {
    pub(crate) sites: Vec<Site>,
    /// What a sample stands for, mL.
    pub(crate) part_ml: f32,
}

impl Samples {
    /// Samples `step` canonical mm apart for which `pick` holds.
    pub(crate) fn of(
        anatomy: &Anatomy,
        map: &LungMap,
        step: f32,
        pick: impl Fn(&Site) -> bool,
    ) -> Self {
        let mut sites = Vec::new();
        map.sample(
            step,
            |near| near[0] < NEAR_MM,
            |q, n| {
                if n[0] < 0.0 {
                    let site = Site::of_map(anatomy, anatomy.patient(q), n);
                    if pick(&site) {
                        sites.push(site);
                    }
                }
            },
        );
        let s = anatomy.scale;
        Self {
            sites,
            part_ml: step * step * step * s.x * s.y * s.z * 1e-3,
        }
    }

    pub(crate) fn volume_ml(&self) -> f32 {
        self.sites.len() as f32 * self.part_ml
    }

    /// The level that `share` of the samples exceed: what lies above it takes that share of the volume.
    pub(crate) fn level(&self, share: f32, value: impl Fn(&Site) -> f32) -> f32 {
        let mut values: Vec<f32> = self.sites.iter().map(value).collect();
        values.sort_by(|a, b| b.total_cmp(a));
        let at = crate::num::index_in(share * values.len() as f32, values.len());
        match (values.get(at), values.last()) {
            (Some(&level), _) => level,
            (None, Some(&least)) => least - 1.0,
            (None, None) => 0.0,
        }
    }
}
