//! How a patient lies, breathes and holds still. The anatomy follows: `anatomy`.

use overread_base::Seed;

use crate::num::to_f32;

/// How a patient lies and breathes. The default: arms raised, full inspiration, nothing moves.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Pose {
    pub(crate) arms: Arms,
    /// 0 at full inspiration, 1 at the end of expiration.
    pub(crate) expiration: f32,
    /// How far the base of the lungs moves while a slice is acquired, mm.
    pub(crate) breathing_mm: f32,
    /// How far the left border of the heart moves while a slice is acquired, mm.
    pub(crate) beat_mm: f32,
}

/// Where the arms are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Arms {
    /// Above the head.
    #[default]
    Raised,
    /// Beside the trunk.
    Beside,
}

impl Pose {
    /// The pose of a CT: nearly all with arms raised, in deep inspiration and without breathing (shares unverified).
    pub(crate) fn draw(seed: Seed) -> Self {
        let mut rng = seed.rng();
        let arms = if rng.unit() < 0.88 {
            Arms::Raised
        } else {
            Arms::Beside
        };
        let shallow = rng.unit();
        let expiration = if shallow < 0.06 {
            rng.range(0.5, 1.0)
        } else {
            rng.range(0.0, 0.16)
        };
        let breathes = rng.unit() < 0.12;
        let breathing_mm = rng.range(1.0, 4.5);
        Self {
            arms,
            expiration: to_f32(expiration),
            breathing_mm: if breathes { to_f32(breathing_mm) } else { 0.0 },
            beat_mm: to_f32(rng.range(0.0, 4.0)),
        }
    }
}
