//! A lesion's space: a level of a shape within a border, fitted to a volume. Which shape is the lesions' business.

use std::ops::{Add, Mul};

use crate::num::{P3, coverage};

use super::lattice::Lattice;

/// Where a position lies by a shape and by its border, mm, both negative inside.
#[derive(Debug, Clone, Copy)]
pub(super) struct Where {
    /// Distance to the shape's surface of level 0.
    pub(super) shape: f32,
    /// Distance to what the lesion cannot leave, e.g. the inner table.
    pub(super) border: f32,
}

impl Add for Where {
    type Output = Self;
    fn add(self, o: Self) -> Self {
        Self {
            shape: self.shape + o.shape,
            border: self.border + o.border,
        }
    }
}

impl Mul<f32> for Where {
    type Output = Self;
    fn mul(self, f: f32) -> Self {
        Self {
            shape: self.shape * f,
            border: self.border * f,
        }
    }
}

/// The space of a lesion.
#[derive(Debug, Clone)]
pub(super) struct Region {
    lattice: Lattice<Where>,
    /// mm that the shape's surface is moved outwards so that the volume is the wanted one.
    level: f32,
    /// What the lattice's interpolation holds, mm3.
    pub(super) volume_mm3: f32,
    /// Its middle.
    pub(super) centroid: P3,
}

/// A region to be fitted: how much, how finely, and how far its shape's surface may be moved for it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fit {
    /// The box that holds it.
    pub(super) bounds: (P3, P3),
    /// Distance between the lattice's nodes, mm.
    pub(super) step: f32,
    pub(super) volume_mm3: f32,
    /// How far a level may move the shape's surface outwards, mm.
    pub(super) slack: f32,
}

impl Region {
    /// The region of a volume; `Err` with the volume that there is room for.
    pub(super) fn fit(fit: Fit, f: impl FnMut(P3) -> Where) -> Result<Self, f32> {
        let Fit {
            bounds: (low, high),
            step,
            volume_mm3,
            slack,
        } = fit;
        let lattice = Lattice::bake_where(low, high, step, f, |w, reach| {
            w.border > reach || w.shape > reach + slack
        });
        let eighth = 0.125 * step * step * step;
        let mut shapes = Vec::new();
        lattice.each_eighth(
            |w, reach| w.border < reach && w.shape < reach + slack,
            |w, _| {
                if w.border < 0.0 && w.shape < slack {
                    shapes.push(w.shape);
                }
            },
        );
        let wanted = crate::num::index_in(volume_mm3 / eighth, usize::MAX >> 40);
        if wanted == 0 || shapes.len() <= wanted {
            return Err(shapes.len() as f32 * eighth);
        }
        let (_, &mut level, _) = shapes.select_nth_unstable_by(wanted, f32::total_cmp);
        let mut region = Self {
            lattice,
            level,
            volume_mm3: 0.0,
            centroid: P3::default(),
        };
        region.measure();
        Ok(region)
    }

    /// The region where the values lie below 0.
    pub(super) fn whole(lattice: Lattice<Where>) -> Self {
        let mut region = Self {
            lattice,
            level: 0.0,
            volume_mm3: 0.0,
            centroid: P3::default(),
        };
        region.measure();
        region
    }

    /// Volume and middle by the eighths of the lattice's cells.
    fn measure(&mut self) {
        let step = self.lattice.step();
        let (mut n, mut sum) = (0.0f32, [0.0f64; 3]);
        self.lattice.each_eighth(
            |w, reach| w.border < reach && w.shape < self.level + reach,
            |w, p| {
                if self.distance_of(w) < 0.0 {
                    n += 1.0;
                    for (sum, v) in sum.iter_mut().zip(p.to_vec3().to_array()) {
                        *sum += v;
                    }
                }
            },
        );
        self.volume_mm3 = n * 0.125 * step * step * step;
        let mean = |sum: f64| crate::num::to_f32(sum / f64::from(n.max(1.0)));
        self.centroid = crate::num::p3(mean(sum[0]), mean(sum[1]), mean(sum[2]));
    }

    fn distance_of(&self, w: Where) -> f32 {
        (w.shape - self.level).max(w.border)
    }

    /// mm that the fit has moved the shape's surface outwards.
    pub(super) fn level(&self) -> f32 {
        self.level
    }

    /// Distance to the surface, mm, negative inside; `None` well away from it.
    pub(super) fn distance(&self, p: P3) -> Option<f32> {
        self.lattice.at(p).map(|w| self.distance_of(w))
    }

    /// As [`Region::distance`], to the shape alone.
    pub(super) fn shape_distance(&self, p: P3) -> Option<f32> {
        self.lattice.at(p).map(|w| w.shape - self.level)
    }

    /// The share of a place `width_mm` wide that the region takes.
    pub(super) fn share(&self, p: P3, width_mm: f32) -> f32 {
        self.distance(p)
            .map_or(0.0, |distance| coverage(distance, width_mm))
    }

    /// The box that holds it.
    pub(super) fn bounds(&self) -> (P3, P3) {
        self.lattice.bounds()
    }

    /// Whether a ball about `p` may touch it.
    pub(super) fn touches(&self, p: P3, radius: f32) -> bool {
        self.lattice.touches(p, radius)
    }
}

/// The distance between nodes for a lesion of a volume: some thousand cells in it, not finer than a pixel.
pub(super) fn step_for(volume_mm3: f32) -> f32 {
    libm::cbrtf(volume_mm3 / 8000.0).clamp(0.6, 2.2)
}

#[cfg(test)]
mod tests;
