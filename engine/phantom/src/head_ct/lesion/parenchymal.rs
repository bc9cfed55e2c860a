//! Haemorrhage in the brain itself: putamen, thalamus, lobes, cerebellum, pons.

use overread_base::Rng;

use crate::head_ct::anatomy::Head;
use crate::num::{P3, ellipsoid, index_in, p3, smooth_max, to_f32};
use crate::texture::Texture;

use super::bleed::{Bleed, Oedema};
use super::blood::Blood;
use super::extra_axial::no_room;
use super::mass_effect::Push;
use super::region::{Fit, Region, Where, step_for};
use super::wish::Wanted;

/// Where a haemorrhage starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Site {
    Putamen,
    Thalamus,
    Lobar,
    Cerebellum,
    Pons,
}

impl Site {
    const ALL: [(Self, &'static str, f64, f32); 5] = [
        // Word, share of all (reference 5.2, unverified), the largest volume left there by the seed, mL.
        (Self::Putamen, "putamen", 0.35, 70.0),
        (Self::Lobar, "lobar", 0.30, 1000.0),
        (Self::Thalamus, "thalamus", 0.15, 22.0),
        (Self::Cerebellum, "cerebellum", 0.12, 22.0),
        (Self::Pons, "pons", 0.08, 5.0),
    ];

    fn of(wanted: &Wanted, rng: &mut Rng) -> Self {
        if let Some(place) = wanted.wish.place {
            let named = Self::ALL.iter().find(|(_, word, ..)| *word == place);
            return named.map_or(Self::Lobar, |&(site, ..)| site);
        }
        let open = || Self::ALL.iter().filter(|row| wanted.amount <= row.3);
        let total: f64 = open().map(|row| row.2).sum();
        let mut left = rng.unit() * total;
        for &(site, _, share, _) in open() {
            left -= share;
            if left <= 0.0 {
                return site;
            }
        }
        Self::Lobar
    }

    /// A place and relative half axes, canonical mm, on the left.
    fn start(self, volume_ml: f32, rng: &mut Rng) -> (P3, P3) {
        let mut around = |at: P3, by: f64| {
            let mut jitter = || to_f32(rng.range(-by, by));
            p3(at.x + jitter(), at.y + jitter(), at.z + jitter())
        };
        match self {
            Self::Putamen => (around(p3(27.0, -18.0, 3.0), 2.0), p3(0.58, 1.0, 0.78)),
            Self::Thalamus => (around(p3(12.5, 3.0, 8.0), 1.5), p3(0.75, 1.0, 0.8)),
            Self::Cerebellum => (around(p3(22.0, 46.0, -37.0), 4.0), p3(1.0, 0.85, 0.65)),
            Self::Pons => (around(p3(1.5, 9.0, -31.0), 1.5), p3(1.0, 0.75, 0.8)),
            Self::Lobar => {
                let at = [
                    p3(31.0, -42.0, 24.0),
                    p3(33.0, 26.0, 34.0),
                    p3(33.0, -8.0, 38.0),
                    p3(46.0, 4.0, -10.0),
                    p3(26.0, 56.0, 12.0),
                ];
                // The temporal and the occipital lobe hold little.
                let open = if volume_ml > 22.0 { 2 } else { 4 };
                let pick = index_in(to_f32(rng.range(0.0, 0.999)) * (open + 1) as f32, open);
                let mut jitter = || to_f32(rng.range(-5.0, 5.0));
                let at = at[pick] + p3(jitter(), jitter(), jitter());
                (at, p3(0.75, 1.0, 0.7))
            }
        }
    }
}

/// Draws a haemorrhage in the brain; `Err` says why there is none.
pub(super) fn make(
    head: &Head,
    wanted: &Wanted,
    grain: &Texture,
) -> Result<(Bleed, Vec<Push>), String> {
    let mut rng = wanted.seed.child("shape").rng();
    let site = Site::of(wanted, &mut rng);
    let (start, relative) = site.start(wanted.amount, &mut rng);
    let centre = head.from_canonical(p3(start.x * wanted.side, start.y, start.z));
    let volume = wanted.amount * 1000.0;
    let blobs = Blobs::draw(centre, relative, volume, &mut rng);
    let is_below = matches!(site, Site::Cerebellum | Site::Pons);
    let side = wanted.side;
    let reach = 2.3 * blobs.radius + 3.0;
    let reach = p3(reach, reach, reach);
    let region = Region::fit(
        Fit {
            bounds: (centre - reach, centre + reach),
            step: step_for(volume),
            volume_mm3: volume,
            slack: 0.7 * blobs.radius,
        },
        |p| {
            let inner = head.inner_skull(p) + 3.0;
            if inner > 10.0 {
                return Where {
                    shape: 40.0,
                    border: inner,
                };
            }
            let above = head.tentorium(p);
            let leaf = if is_below { above + 2.0 } else { 2.0 - above };
            // The pons has no midline that blood would keep to.
            let midline = if is_below {
                -20.0
            } else {
                3.0 - side * head.midline_x(p)
            };
            let stem = if site == Site::Pons {
                head.stem_at(head.canonical(p)) + 1.0
            } else {
                -20.0
            };
            let border = inner.max(leaf).max(midline).max(stem);
            // Round where it comes up against something.
            Where {
                shape: smooth_max(blobs.distance(p, grain), border + 1.0, 0.5 * blobs.radius),
                border,
            }
        },
    )
    .map_err(no_room)?;
    let blood = blood(wanted, region.centroid.y + 0.15 * blobs.radius, &mut rng);
    let width = to_f32(rng.range(3.5, 8.0)) * (0.5 + 0.5 * (blobs.radius / 15.0).min(1.2));
    let push = Push::Mass {
        centre: region.centroid,
        axes: blobs.axes,
        half: relative * (blobs.radius / cbrt_of(relative)),
        share: 0.72,
    };
    let mut bleed = Bleed::new(wanted, region, blood);
    bleed.oedema = Some(Oedema {
        width_mm: width,
        hu: to_f32(rng.range(18.0, 25.0)),
    });
    let mut pushes = vec![push];
    if !is_below && wanted.amount > 10.0 {
        // The hemisphere as a whole gives way (of the order of 1 mm for 10 mL, unverified).
        let amount = wanted.side * wanted.amount * to_f32(rng.range(0.05, 0.12));
        let at = bleed.region.centroid;
        pushes.push(Push::Across { at, amount });
    }
    Ok((bleed, pushes))
}

/// Attenuation, by difficulty; a third swirls, a few have settled behind a level at `level_y`.
fn blood(wanted: &Wanted, level_y: f32, rng: &mut Rng) -> Blood {
    let (low, high) = wanted.by((62.0, 72.0), (56.0, 66.0), (45.0, 54.0));
    let hu = to_f32(rng.range(low, high));
    let blood = Blood::clot(hu, 3.0, rng);
    let unit = rng.unit();
    if unit < 0.3 {
        blood.with_swirl(to_f32(rng.range(0.7, 1.4)))
    } else if unit < 0.38 && wanted.amount > 12.0 {
        // A fluid level, as under anticoagulation.
        blood.with_layer(level_y, 42.0)
    } else {
        blood
    }
}

fn cbrt_of(relative: P3) -> f32 {
    libm::cbrtf(relative.x * relative.y * relative.z)
}

/// One to four ellipsoids run together.
#[derive(Debug, Clone)]
struct Blobs {
    /// Of the sphere of equal volume, mm.
    radius: f32,
    axes: [P3; 3],
    parts: Vec<(P3, P3)>,
    irregularity: f32,
    phase: P3,
}

impl Blobs {
    fn draw(centre: P3, relative: P3, volume_mm3: f32, rng: &mut Rng) -> Self {
        let mut draw = |low: f64, high: f64| to_f32(rng.range(low, high));
        let radius = libm::cbrtf(volume_mm3 * 0.75 / std::f32::consts::PI);
        let yaw = draw(-0.35, 0.35);
        let pitch = draw(-0.25, 0.25);
        let first = p3(1.0, yaw, pitch).unit_or(p3(1.0, 0.0, 0.0));
        let second = p3(0.0, 0.0, 1.0).cross(first).unit_or(p3(0.0, 1.0, 0.0));
        let axes = [first, second, first.cross(second)];
        let half = relative * (radius / cbrt_of(relative));
        let mut parts = vec![(centre, half)];
        let further = index_in(draw(0.0, 3.99), 3);
        for _ in 0..further {
            let off = p3(draw(-0.7, 0.7), draw(-0.9, 0.9), draw(-0.7, 0.7));
            let at = centre
                + axes[0] * (off.x * half.x)
                + axes[1] * (off.y * half.y)
                + axes[2] * (off.z * half.z);
            let size = draw(0.35, 0.7);
            let part = p3(draw(0.7, 1.2), draw(0.7, 1.2), draw(0.7, 1.2));
            parts.push((at, half.scaled(part) * size));
        }
        Self {
            radius,
            axes,
            parts,
            irregularity: draw(0.10, 0.24),
            phase: p3(draw(0.0, 64.0), draw(0.0, 64.0), draw(0.0, 64.0)),
        }
    }

    fn distance(&self, p: P3, grain: &Texture) -> f32 {
        let mut least = f32::MAX;
        for &(at, half) in &self.parts {
            let off = p - at;
            let local = p3(
                off.dot(self.axes[0]),
                off.dot(self.axes[1]),
                off.dot(self.axes[2]),
            );
            let d = ellipsoid(local, half);
            least = if least > 1e6 {
                d
            } else {
                crate::num::smooth_min(least, d, 0.25 * self.radius)
            };
        }
        least
            - self.irregularity
                * self.radius
                * grain.at(p * (13.0 / self.radius.max(4.0)) + self.phase)
    }
}
