//! Names for places in a head: the regions of ASPECTS, the plates of the vault. No shapes of its own.

use overread_base::Laterality;

use crate::head_ct::anatomy::Head;
use crate::num::{P3, smooth_step};

/// A region of the Alberta Stroke Program Early CT Score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Aspects {
    /// Head and body of the caudate nucleus.
    Caudate,
    /// Putamen and pallidum.
    Lentiform,
    /// Internal capsule.
    InternalCapsule,
    /// Insular ribbon.
    Insula,
    /// Anterior cortex at the level of the ganglia: frontal operculum.
    M1,
    /// Cortex lateral to the insula: anterior temporal lobe.
    M2,
    /// Posterior cortex at the level of the ganglia: posterior temporal lobe.
    M3,
    /// Anterior cortex above the ganglia.
    M4,
    /// Lateral cortex above the ganglia.
    M5,
    /// Posterior cortex above the ganglia.
    M6,
}

impl Aspects {
    /// All ten.
    #[cfg(test)]
    pub(crate) const ALL: [Self; 10] = [
        Self::Caudate,
        Self::Lentiform,
        Self::InternalCapsule,
        Self::Insula,
        Self::M1,
        Self::M2,
        Self::M3,
        Self::M4,
        Self::M5,
        Self::M6,
    ];

    /// Its usual letters.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Caudate => "C",
            Self::Lentiform => "L",
            Self::InternalCapsule => "IC",
            Self::Insula => "I",
            Self::M1 => "M1",
            Self::M2 => "M2",
            Self::M3 => "M3",
            Self::M4 => "M4",
            Self::M5 => "M5",
            Self::M6 => "M6",
        }
    }
}

/// A plate of the vault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Plate {
    /// Frontal bone.
    Frontal,
    /// Parietal bone.
    Parietal,
    /// Temporal squama.
    Temporal,
    /// Occipital squama.
    Occipital,
}

/// The patient's side of a signed distance from the midline.
pub(crate) fn side(midline_x: f32) -> Laterality {
    if midline_x > 0.0 {
        Laterality::Left
    } else {
        Laterality::Right
    }
}

impl Head {
    /// The ASPECTS region at a place in the brain; its side is that of [`Head::midline_x`]. Head mm.
    pub(crate) fn aspects(&self, at: P3) -> Option<Aspects> {
        let c = self.canonical(at);
        if !(-16.0..52.0).contains(&c.z) || self.infra(c) < 3.0 && c.y > -10.0 {
            return None;
        }
        let (caudate, lentiform) = (self.caudate(c), self.lentiform(c));
        if caudate < 0.0 {
            return Some(Aspects::Caudate);
        }
        if lentiform < 0.0 {
            return Some(Aspects::Lentiform);
        }
        let thalamus = self.thalamus(c);
        if thalamus < 0.0 {
            return None;
        }
        let (insula, _, window) = self.sylvian(c);
        if window < 0.0 && (-5.0..1.0).contains(&insula) {
            return Some(Aspects::Insula);
        }
        if lentiform < 7.5 && caudate.min(thalamus) < 7.5 && (-4.0..20.0).contains(&c.z) {
            return Some(Aspects::InternalCapsule);
        }
        self.cortical_aspects(c)
    }

    /// M1 to M6: the cortex of the middle cerebral artery and the white matter near it.
    fn cortical_aspects(&self, c: P3) -> Option<Aspects> {
        let wave = 3.0 * self.slow(c, 0.9);
        let side = c.x.abs() + wave;
        // Borders with the anterior and posterior cerebral arteries.
        let front = 25.0 - 0.42 * (-35.0 - c.y).max(0.0);
        let back = 27.0 + 0.85 * (c.y - 14.0).max(0.0);
        let upper = 10.0 * smooth_step(20.0, 50.0, c.z);
        let lateral = side > front.min(25.0) + upper && side > back;
        let shallow = self.skull(c).inner > -30.0;
        let is_low = c.z < 17.0 + wave;
        let temporal_floor = c.z > -16.0;
        if !lateral || !shallow || !temporal_floor {
            return None;
        }
        let y = c.y + wave;
        Some(match (is_low, y) {
            (true, y) if y < -34.0 => Aspects::M1,
            (true, y) if y < 4.0 => Aspects::M2,
            (true, _) => Aspects::M3,
            (false, y) if y < -30.0 => Aspects::M4,
            (false, y) if y < 10.0 => Aspects::M5,
            (false, _) => Aspects::M6,
        })
    }

    /// The nearest suture of the vault and the plate at a place of it: distance to the line, mm. Head mm.
    pub(crate) fn plate(&self, at: P3) -> (Plate, f32) {
        let c = self.canonical(at);
        let side = c.x.abs();
        let coronal = (c.y + 26.0 - 0.42 * (c.z - 20.0)) * 0.92;
        let lambdoid = (c.y - 62.0 + 0.42 * side - 0.35 * (c.z - 20.0)) * 0.85;
        let squamous = c.z - 14.0 + 0.008 * (c.y - 2.0) * (c.y - 2.0);
        let sagittal = if coronal > 0.0 && lambdoid < 0.0 {
            side
        } else {
            90.0
        };
        if lambdoid > 0.0 {
            (Plate::Occipital, lambdoid)
        } else if side > 42.0 && squamous < 0.0 && c.y > -46.0 {
            (Plate::Temporal, (-squamous).min(-lambdoid))
        } else if coronal < 0.0 {
            (Plate::Frontal, -coronal)
        } else {
            let squamous = if side > 42.0 { squamous.abs() } else { 90.0 };
            (
                Plate::Parietal,
                coronal.min(-lambdoid).min(sagittal).min(squamous),
            )
        }
    }
}
