//! The woman and her breasts: age, density, size, and what the two sides share.

use overread_base::{Laterality, Seed};

use crate::num::to_f32;

/// Density of the breasts by the letters in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Density {
    /// Almost all fat.
    A,
    /// Scattered tissue.
    B,
    /// Heterogeneously dense.
    C,
    /// Extremely dense.
    D,
}

impl Density {
    pub(super) const fn letter(self) -> &'static str {
        match self {
            Self::A => "a",
            Self::B => "b",
            Self::C => "c",
            Self::D => "d",
        }
    }

    /// Least and greatest share of glandular tissue. Source: chosen to meet a mean of 19.3 %, 80 % below 27 % and
    /// 95 % below 45 % (Yaffe 2009) at a prevalence of 10, 40, 40 and 10 %.
    const fn share(self) -> (f64, f64) {
        match self {
            Self::A => (0.04, 0.09),
            Self::B => (0.09, 0.18),
            Self::C => (0.18, 0.35),
            Self::D => (0.35, 0.55),
        }
    }

    /// Mean projected area, cm2 (Shepherd and others, 403 women, single-energy absorptiometry).
    const fn area_cm2(self) -> f64 {
        match self {
            Self::A => 239.0,
            Self::B => 156.0,
            Self::C => 119.0,
            Self::D => 96.0,
        }
    }

    /// Mean compressed thickness, mm (VICTRE).
    const fn thickness_mm(self) -> f64 {
        match self {
            Self::A => 60.0,
            Self::B => 55.0,
            Self::C => 48.0,
            Self::D => 42.0,
        }
    }
}

/// All that is drawn once for a woman.
#[derive(Debug, Clone)]
pub(super) struct Person {
    pub(super) seed: Seed,
    pub(super) age_years: f32,
    pub(super) density: Density,
    /// Right and left.
    pub(super) breasts: [Breast; 2],
}

/// One breast.
#[derive(Debug, Clone)]
pub(super) struct Breast {
    pub(super) seed: Seed,
    pub(super) side: Laterality,
    /// From the chest wall to the nipple's base when compressed.
    pub(super) depth_mm: f32,
    /// Half its width at the chest wall.
    pub(super) half_width_mm: f32,
    pub(super) skin_mm: f32,
    /// Fat under the skin.
    pub(super) fat_mm: f32,
    /// Compressed from above, and obliquely.
    pub(super) thickness_mm: [f32; 2],
    /// Wanted share of glandular tissue, 0 to 1.
    pub(super) share: f32,
}

impl Person {
    pub(super) fn draw(seed: Seed) -> Self {
        let mut rng = seed.child("woman").rng();
        let age = rng.normal_within_2sd(57.0, 8.5);
        // Of 100 women 10 are a, 40 b, 40 c and 10 d; density falls with age.
        let z = 0.93 * rng.normal() + (57.0 - age) / 8.5 * 0.37;
        let density = match z {
            z if z < -1.28 => Density::A,
            z if z < 0.0 => Density::B,
            z if z < 1.28 => Density::C,
            _ => Density::D,
        };
        let (low, high) = density.share();
        let share = rng.range(low, high);
        // Half an ellipse nine tenths as wide as deep has an area of 1.41 depth².
        let size = rng.normal_within_2sd(1.0, 0.11);
        let depth = ((density.area_cm2() * 100.0 / 1.45).sqrt() * size).clamp(62.0, 132.0);
        let width = (depth * rng.range(0.86, 1.04)).clamp(60.0, 106.0);
        let thickness = (density.thickness_mm() * rng.normal_within_2sd(1.0, 0.1)).max(26.0);
        let skin = rng.normal_within_2sd(1.44, 0.25);
        let fat = rng.range(5.0, 9.0) + depth * 0.02;
        let breast = |side: Laterality, name: &str| {
            let seed = seed.child(name);
            let mut own = seed.child("size").rng();
            let mut near = |x: f64, sd: f64| to_f32(x * own.normal_within_2sd(1.0, sd));
            Breast {
                seed,
                side,
                depth_mm: near(depth, 0.015),
                half_width_mm: near(width, 0.015),
                skin_mm: to_f32(skin),
                fat_mm: near(fat, 0.08),
                thickness_mm: [near(thickness, 0.03), near(thickness * 1.07, 0.03)],
                share: near(share, 0.04),
            }
        };
        Self {
            seed,
            age_years: to_f32(age),
            density,
            breasts: [
                breast(Laterality::Right, "right"),
                breast(Laterality::Left, "left"),
            ],
        }
    }
}
