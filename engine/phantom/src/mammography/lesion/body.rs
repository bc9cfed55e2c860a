//! Masses, lymph nodes and the strands of a distortion, as thickness in a view.

use overread_base::Difficulty;

use crate::mammography::lesion::{Layer, Margin, Mass, Placed};
use crate::mammography::patch::Patch;
use crate::mammography::view::View;
use crate::num::{P3, lerp, smooth_step, to_f32};

/// A closed outline about a middle: the radius as a sum of waves around it.
struct Star {
    /// Amplitude of cosine and sine for each wave number from 1.
    waves: Vec<(f32, f32)>,
    /// So that the farthest point lies at 1.
    scale: f32,
}

impl Star {
    fn new(seed: overread_base::Seed, margin: Margin) -> Self {
        let amplitude = |k: u8| match (margin, k) {
            (Margin::Circumscribed | Margin::Halo | Margin::Hilum, 2..=4) => 0.035,
            // The first wave only moves the whole.
            (_, 0..=1) | (Margin::Circumscribed | Margin::Halo | Margin::Hilum, _) => 0.0,
            (Margin::Microlobulated, 2..=4) => 0.05,
            (Margin::Microlobulated, _) => 0.028,
            (Margin::Indistinct, _) => 0.16 / f32::from(k),
            (Margin::Spiculated, _) => 0.17 / f32::from(k),
        };
        let last = if margin == Margin::Microlobulated {
            9
        } else {
            12
        };
        let mut rng = seed.rng();
        let waves: Vec<(f32, f32)> = (1..=last)
            .map(|k| {
                let size = amplitude(k);
                let mut any = || size * to_f32(rng.normal() * 0.75);
                (any(), any())
            })
            .collect();
        let mut star = Self { waves, scale: 1.0 };
        let farthest = (0..72u8)
            .map(|i| {
                let angle = f32::from(i) * (std::f32::consts::PI / 36.0);
                star.radius(libm::cosf(angle), libm::sinf(angle))
            })
            .fold(0.5, f32::max);
        star.scale = 1.0 / farthest;
        star
    }

    /// The radius in a direction, at most about 1.
    fn radius(&self, c: f32, s: f32) -> f32 {
        let (mut ck, mut sk) = (1.0f32, 0.0f32);
        let mut sum = 1.0;
        for &(a, b) in &self.waves {
            (ck, sk) = (ck * c - sk * s, sk * c + ck * s);
            sum += a * ck + b * sk;
        }
        self.scale * sum.max(0.3)
    }
}

/// A mass in a view: the shadow of its ellipsoid, drawn out to its margin.
pub(super) fn mass(placed: &Placed, mass: &Mass, view: &View) -> Layer {
    let (a, v, _) = view.project(placed.site);
    let middle = view.pixel(a, v);
    let radius = placed.radius_mm();
    // Of an ellipsoid seen across: its axes in the plane, and the ray through its middle.
    let (c, s) = view.turn();
    let P3 { x, y, z } = mass.axes;
    let across = ((y * c) * (y * c) + (z * s) * (z * s)).sqrt();
    let ray = 2.0 * y * z / across.max(0.1) * radius;
    let (half_x, half_y) = (x * radius / view.pixel_mm, across * radius / view.pixel_mm);
    let seed = placed.seed.child(view.projection.name());
    let star = Star::new(seed.child("star"), mass.margin);
    let (_, inner) = view.thickness(view.outline.depth(a, v));
    let thickness = ray.min(0.85 * inner);
    // At least one pixel shows, however coarse the image.
    let (half_x, half_y) = (half_x.max(0.6), half_y.max(0.6));
    let mut body = Patch::around(middle, 1.06 * half_x.max(half_y) + 1.0);
    let mut lines = Patch::around(middle, 2.3 * half_x.max(half_y) + 2.0);
    let wider = if mass.margin == Margin::Halo {
        1.16
    } else {
        1.0
    };
    body.each(|value, px, py| {
        let rho = reach(&star, (px - middle.0) / half_x, (py - middle.1) / half_y);
        *value = thickness * profile(mass.margin, rho);
    });
    if wider > 1.0 {
        lines.each(|value, px, py| {
            let rho = reach(&star, (px - middle.0) / half_x, (py - middle.1) / half_y);
            let rim = smooth_step(0.985, 1.03, rho) * smooth_step(wider, 1.05, rho);
            *value = -0.7 * rim;
        });
    }
    if mass.margin == Margin::Hilum {
        let mut rng = placed.seed.child("hilum").rng();
        let angle = to_f32(rng.range(0.0, std::f64::consts::TAU));
        let hilum = (
            middle.0 + 0.45 * half_x * libm::cosf(angle),
            middle.1 + 0.45 * half_y * libm::sinf(angle),
        );
        body.each(|value, px, py| {
            let (dx, dy) = ((px - hilum.0) / half_x, (py - hilum.1) / half_y);
            *value *= 1.0 - 0.85 * libm::expf(-(dx * dx + dy * dy) * 5.0);
        });
    }
    if mass.margin == Margin::Spiculated {
        spicules(placed, view, middle, half_x.max(half_y), &mut lines);
    }
    Layer {
        body,
        density: mass.density,
        lines,
        calcium: Patch::default(),
    }
}

/// How far out a point lies: 0 in the middle, 1 on the margin.
fn reach(star: &Star, x: f32, y: f32) -> f32 {
    let r = (x * x + y * y).sqrt();
    if r < 1e-4 {
        return 0.0;
    }
    // The inside knows nothing of the outline's teeth.
    let edge = star.radius(x / r, y / r);
    r / lerp(0.85, edge, smooth_step(0.25, 0.9, r))
}

/// Thickness by distance from the middle.
fn profile(margin: Margin, rho: f32) -> f32 {
    if rho >= 1.0 {
        return 0.0;
    }
    let square = 1.0 - rho * rho;
    match margin {
        Margin::Indistinct => square * lerp(1.0, square, 0.35),
        Margin::Spiculated => square.sqrt() * lerp(1.0, square.sqrt(), 0.75),
        Margin::Circumscribed | Margin::Halo | Margin::Microlobulated | Margin::Hilum => {
            square.sqrt()
        }
    }
}

/// Strands that stand out of a mass: straight, tapering, of unequal length.
fn spicules(placed: &Placed, view: &View, middle: (f32, f32), half: f32, lines: &mut Patch) {
    let seed = placed.seed.child("spicules").child(view.projection.name());
    let n = 26 + seed.rng().below(20);
    let amount = match placed.difficulty {
        Difficulty::Easy => 2.6,
        Difficulty::Medium => 1.9,
        Difficulty::Hard => 1.2,
    };
    for i in 0..n {
        let mut rng = seed.index(i).rng();
        let mut any = |low: f64, high: f64| to_f32(rng.range(low, high));
        let angle = any(0.0, std::f64::consts::TAU);
        let to = half * (1.15 + 1.0 * any(0.0, 1.0) * any(0.0, 1.0));
        let bend = any(-0.12, 0.12);
        let points: Vec<(f32, f32)> = (0..=6u8)
            .map(|k| {
                let t = f32::from(k) / 6.0;
                let (r, phi) = (lerp(0.7 * half, to, t), angle + bend * t * t);
                (
                    middle.0 + r * libm::cosf(phi),
                    middle.1 + r * libm::sinf(phi),
                )
            })
            .collect();
        let width = any(0.12, 0.3) / view.pixel_mm;
        let height = amount * any(0.6, 1.2);
        lines.add_tube(&points, (width, 0.4 * width), (height, 0.1 * height));
    }
}

/// The strands of a distortion: long, thin, meeting in the middle, where there is no mass.
pub(super) fn distortion(placed: &Placed, view: &View) -> Layer {
    let (a, v, _) = view.project(placed.site);
    let middle = view.pixel(a, v);
    let radius = placed.radius_mm() / view.pixel_mm;
    let mut lines = Patch::around(middle, 1.3 * radius + 2.0);
    let seed = placed.seed.child("strands").child(view.projection.name());
    let n = 13 + seed.rng().below(10);
    let amount = match placed.difficulty {
        Difficulty::Easy => 3.0,
        Difficulty::Medium => 2.2,
        Difficulty::Hard => 1.4,
    };
    for i in 0..n {
        let mut rng = seed.index(i).rng();
        let mut any = |low: f64, high: f64| to_f32(rng.range(low, high));
        let angle = any(0.0, std::f64::consts::TAU);
        let (from, to) = (radius * any(0.02, 0.14), radius * any(0.55, 1.15));
        let bend = any(-0.10, 0.10);
        let points: Vec<(f32, f32)> = (0..=8u8)
            .map(|k| {
                let t = f32::from(k) / 8.0;
                let (r, phi) = (lerp(from, to, t), angle + bend * t * t);
                (
                    middle.0 + r * libm::cosf(phi),
                    middle.1 + r * libm::sinf(phi),
                )
            })
            .collect();
        let width = any(0.16, 0.36) / view.pixel_mm;
        let height = amount * any(0.6, 1.2);
        lines.add_tube(&points, (width, 0.4 * width), (height, 0.05 * height));
    }
    Layer {
        lines,
        ..Layer::default()
    }
}
