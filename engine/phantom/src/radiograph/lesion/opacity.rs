//! Lung filled with something denser: nodules, masses, consolidations, foci of the tuberculous kind.

use overread_base::{Difficulty, Rng};

use crate::num::{P3, ellipsoid, p3, smooth_step, to_f32};
use crate::radiograph::erect::Erect;
use crate::radiograph::exposure::Exposure;
use crate::radiograph::map::Map;
use crate::radiograph::request::Item;

/// Lobes of the same stuff.
#[derive(Debug, Clone)]
pub(crate) struct Opacity {
    lobes: Vec<Lobe>,
    /// Middle and reach of all of them, mm.
    middle: P3,
    reach: f32,
    /// Share of the missing density that is filled in.
    strength: f32,
    /// Width of the border, mm.
    soft_mm: f32,
    /// Unevenness of the border: height over radius, and period over radius.
    rough: f32,
    period_mm: f32,
    /// How patchy the inside is, 0 to 1.
    patchy: f32,
    /// Where in the noise it lies.
    offset: P3,
    /// Whether it may reach the lung's border, so that only what lies in the lung counts.
    is_cut: bool,
}

/// An ellipsoid, hollow where it has a wall.
#[derive(Debug, Clone, Copy)]
struct Lobe {
    at: P3,
    half: P3,
    /// Thickness of the wall of a cavity; 0: none.
    wall: f32,
}

impl Opacity {
    /// The ball around it.
    pub(crate) fn ball(&self) -> (P3, f32) {
        (self.middle, self.reach)
    }

    fn new(item: &Item, lobes: Vec<Lobe>) -> Self {
        let n = lobes.len().max(1) as f32;
        let middle = lobes.iter().fold(P3::default(), |sum, lobe| sum + lobe.at) * (1.0 / n);
        let far = |lobe: &Lobe| {
            (lobe.at - middle).length() + lobe.half.x.max(lobe.half.y).max(lobe.half.z)
        };
        let reach = lobes.iter().map(far).fold(1.0, f32::max);
        let mut rng = item.seed.child("noise").rng();
        let mut draw = || to_f32(rng.range(0.0, 64.0));
        Self {
            lobes,
            middle,
            reach,
            strength: 1.0,
            soft_mm: 1.4,
            rough: 0.1,
            period_mm: reach,
            patchy: 0.0,
            offset: p3(draw(), draw(), draw()),
            is_cut: false,
        }
    }

    /// The share of a place that is filled.
    fn filled(&self, erect: &Erect, p: P3) -> f32 {
        let texture = &erect.anatomy.texture;
        let mut d = f32::MAX;
        for lobe in &self.lobes {
            let surface = ellipsoid(p - lobe.at, lobe.half);
            d = d.min(if lobe.wall > 0.0 {
                surface.max(-surface - lobe.wall)
            } else {
                surface
            });
        }
        let border = self.soft_mm + self.rough * self.period_mm;
        if d > 2.5 * border {
            return 0.0;
        }
        let noise = texture.at((p - self.middle) * (16.0 / self.period_mm) + self.offset);
        d += self.rough * self.period_mm * noise;
        let mut share = smooth_step(self.soft_mm, -self.soft_mm, d);
        if share <= 0.0 {
            return 0.0;
        }
        if self.patchy > 0.0 {
            let patch = texture.at((p - self.middle) * 0.8 + self.offset * 1.7);
            share *= (1.0 - self.patchy * (0.5 - 0.5 * patch)).clamp(0.15, 1.0);
        }
        if self.is_cut {
            share *= smooth_step(0.8, -0.8, erect.lung(p));
        }
        self.strength * share
    }

    /// Millimetres of soft tissue that it adds along the rays; coarser for a mask.
    pub(crate) fn thickness(&self, erect: &Erect, exposure: &Exposure, is_coarse: bool) -> Map {
        let view = &exposure.view;
        let reach = self.reach * 1.15 + 3.0 * self.soft_mm + 2.0 * self.rough * self.period_mm;
        let (u, v, magnification) = view.project(self.middle);
        let wide = reach * magnification;
        let parts = if is_coarse { 24.0 } else { 70.0 };
        let finest = if is_coarse { 0.7 } else { 0.5 };
        let step = (2.0 * wide / parts)
            .clamp(finest, 3.0)
            .max(exposure.pixel_mm);
        let mut map = Map::over([u - wide, v - wide], [u + wide, v + wide], step);
        let n = if is_coarse { 20u8 } else { 40 };
        let along = 2.0 * reach / f32::from(n);
        let depth = view.depth(self.middle);
        let share = 1.0 - erect.lung_share(self.middle);
        map.fill(|u, v| {
            let ray = view.ray(u, v, reach - depth, reach + depth);
            let mut sum = 0.0f32;
            for i in 0..n {
                sum += self.filled(erect, ray.at(ray.near + (f32::from(i) + 0.5) * along));
            }
            sum * along * share
        });
        map
    }
}

/// Bounds of the lungs' heights in patient mm for a zone; all of them without one.
fn zone(place: Option<&str>, erect: &Erect) -> (f32, f32) {
    let top = erect.of_soft(p3(0.0, 0.0, 92.0)).z;
    let bottom = erect
        .of_soft(p3(0.0, 0.0, erect.anatomy.dome_right - 4.0))
        .z;
    let at = |share: f32| bottom + (top - bottom) * share;
    match place {
        Some("upper") => (at(0.66), at(1.0)),
        Some("middle") => (at(0.33), at(0.66)),
        Some("lower") => (at(0.0), at(0.33)),
        _ => (at(0.0), at(1.0)),
    }
}

/// Looks for a place in the lung of one side with room about it that suits.
fn seek(
    item: &Item,
    erect: &Erect,
    heights: (f32, f32),
    room_mm: f32,
    suits: impl Fn(P3) -> bool,
) -> Result<P3, String> {
    let mut rng = item.seed.child("place").rng();
    for _ in 0..900 {
        let p = p3(
            item.side * draw(&mut rng, 20.0, 132.0),
            draw(&mut rng, -90.0, 90.0),
            draw(&mut rng, heights.0, heights.1),
        );
        if suits(p) && erect.lung(p) < -room_mm && erect.above_diaphragm(p) > room_mm {
            return Ok(p);
        }
    }
    Err("no room for it in the lung there".to_owned())
}

fn draw(rng: &mut Rng, low: f32, high: f32) -> f32 {
    to_f32(rng.range(f64::from(low), f64::from(high)))
}

pub(crate) fn nodule(
    item: &Item,
    difficulty: Difficulty,
    erect: &Erect,
    taken: &[(P3, f32)],
) -> Result<Opacity, String> {
    let radius = 0.5 * item.amount;
    let heights = zone(item.place, erect);
    let dome = erect.of_soft(p3(0.0, 0.0, erect.anatomy.dome_right)).z;
    let is_free = |p: P3| {
        taken
            .iter()
            .all(|(at, reach)| (p - *at).length() > reach + radius + 4.0)
    };
    let at = seek(item, erect, heights, radius * 0.8, |p| {
        let x = p.x.abs();
        let in_place = match difficulty {
            // Free lung, away from hilum and edges.
            Difficulty::Easy => (70.0..118.0).contains(&x) && p.z < 55.0,
            Difficulty::Medium => x > 52.0,
            // Behind heart and hilum, at the apex, under clavicle and ribs.
            Difficulty::Hard => x < 62.0 || p.z > 45.0 || x > 100.0,
        };
        in_place && p.z > dome + radius && is_free(p)
    })?;
    let mut rng = item.seed.child("shape").rng();
    let lobes = (0..3u8).map(|i| {
        let by = if i == 0 { 0.0 } else { 0.28 * radius };
        let shift = p3(
            draw(&mut rng, -by, by),
            draw(&mut rng, -by, by),
            draw(&mut rng, -by, by),
        );
        let size = if i == 0 { 0.97 } else { 0.78 };
        Lobe {
            at: at + shift,
            half: p3(
                radius * size * draw(&mut rng, 0.9, 1.05),
                radius * size * draw(&mut rng, 0.9, 1.05),
                radius * size * draw(&mut rng, 0.9, 1.05),
            ),
            wall: 0.0,
        }
    });
    let lobes: Vec<Lobe> = lobes.collect();
    Ok(Opacity {
        strength: match difficulty {
            Difficulty::Easy => 1.45,
            Difficulty::Medium => 1.35,
            Difficulty::Hard => 1.0,
        },
        soft_mm: 0.8 + 0.05 * radius,
        rough: draw(&mut rng, 0.03, 0.12),
        period_mm: radius * 1.1,
        ..Opacity::new(item, lobes)
    })
}

pub(crate) fn consolidation(
    item: &Item,
    difficulty: Difficulty,
    erect: &Erect,
) -> Result<Opacity, String> {
    let radius = 0.5 * item.amount;
    let at = seek(item, erect, zone(item.place, erect), 8.0, |p| {
        p.x.abs() > 40.0 && (p.x.abs() > 55.0 || difficulty == Difficulty::Hard)
    })?;
    let mut rng = item.seed.child("shape").rng();
    let lobes = (0..5u8).map(|i| {
        let by = if i == 0 { 0.0 } else { 0.5 * radius };
        let shift = p3(
            draw(&mut rng, -by, by),
            draw(&mut rng, -by, by),
            draw(&mut rng, -by, by),
        );
        let size = radius
            * if i == 0 {
                0.8
            } else {
                draw(&mut rng, 0.35, 0.6)
            };
        Lobe {
            at: at + shift,
            half: p3(
                size,
                size * draw(&mut rng, 0.8, 1.1),
                size * draw(&mut rng, 0.7, 1.0),
            ),
            wall: 0.0,
        }
    });
    let lobes: Vec<Lobe> = lobes.collect();
    Ok(Opacity {
        strength: match difficulty {
            Difficulty::Easy => 0.95,
            Difficulty::Medium => 0.78,
            Difficulty::Hard => 0.48,
        },
        soft_mm: 5.0 + 0.12 * radius,
        rough: 0.18,
        period_mm: (0.7 * radius).clamp(14.0, 40.0),
        patchy: 0.6,
        is_cut: true,
        ..Opacity::new(item, lobes)
    })
}

pub(crate) fn hilar_mass(item: &Item, erect: &Erect) -> Opacity {
    let radius = 0.5 * item.amount;
    let mut rng = item.seed.child("shape").rng();
    let height = if item.side < 0.0 { -26.0 } else { -16.0 } + draw(&mut rng, -7.0, 9.0);
    let at = erect.of_soft(p3(
        item.side * (44.0 + 0.5 * radius),
        14.0 + draw(&mut rng, -8.0, 8.0),
        height,
    ));
    let lobes = (0..5u8).map(|i| {
        let by = if i == 0 { 0.0 } else { 0.42 * radius };
        let shift = p3(
            draw(&mut rng, -by, by),
            draw(&mut rng, -by, by),
            draw(&mut rng, -by, by),
        );
        let size = radius
            * if i == 0 {
                0.92
            } else {
                draw(&mut rng, 0.45, 0.62)
            };
        Lobe {
            at: at + shift,
            half: p3(
                size,
                size * draw(&mut rng, 0.85, 1.05),
                size * draw(&mut rng, 0.9, 1.05),
            ),
            wall: 0.0,
        }
    });
    let lobes: Vec<Lobe> = lobes.collect();
    Opacity {
        strength: 1.25,
        soft_mm: 1.5 + 0.05 * radius,
        rough: 0.08,
        period_mm: 0.6 * radius,
        is_cut: true,
        ..Opacity::new(item, lobes)
    }
}

/// Small foci and, when there is much of it, a cavity, in the upper lung.
pub(crate) fn tuberculosis(
    item: &Item,
    difficulty: Difficulty,
    erect: &Erect,
) -> Result<Opacity, String> {
    let radius = 0.5 * item.amount;
    let heights = zone(Some("upper"), erect);
    let at = seek(item, erect, heights, 10.0, |p| {
        p.x.abs() > 34.0 && p.z > 20.0
    })?;
    let mut rng = item.seed.child("shape").rng();
    let mut lobes = Vec::new();
    if item.amount > 34.0 {
        let size = (0.32 * radius).clamp(7.0, 17.0);
        lobes.push(Lobe {
            at,
            half: p3(size, size * 0.9, size * draw(&mut rng, 0.85, 1.15)),
            wall: draw(&mut rng, 2.6, 4.2),
        });
    }
    let n = crate::num::index_in(6.0 + 0.28 * item.amount, 32);
    for _ in 0..n {
        let shift = p3(
            draw(&mut rng, -radius, radius),
            draw(&mut rng, -radius, radius) * 0.7,
            draw(&mut rng, -radius, radius),
        );
        if shift.length() > radius || erect.lung(at + shift) > -3.0 {
            continue;
        }
        let size = draw(&mut rng, 2.2, 6.2);
        lobes.push(Lobe {
            at: at + shift,
            half: p3(
                size,
                size * draw(&mut rng, 0.8, 1.2),
                size * draw(&mut rng, 0.8, 1.5),
            ),
            wall: 0.0,
        });
    }
    if lobes.is_empty() {
        lobes.push(Lobe {
            at,
            half: p3(6.0, 6.0, 6.0),
            wall: 0.0,
        });
    }
    Ok(Opacity {
        strength: match difficulty {
            Difficulty::Easy => 2.0,
            Difficulty::Medium => 1.7,
            Difficulty::Hard => 1.3,
        },
        soft_mm: 1.6,
        rough: 0.12,
        period_mm: 9.0,
        is_cut: true,
        ..Opacity::new(item, lobes)
    })
}
