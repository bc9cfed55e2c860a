//! Ribs, clavicles, shoulder blades and upper arms of a radiograph, as tubes and plates; the spine is the chest's own.

use overread_base::Seed;

use crate::chest_ct::anatomy::{Anatomy, gauss};
use crate::chest_ct::bones::VERTEBRA_Z;
use crate::num::{P3, p3, rounded_ellipse, smooth_step, table, to_f32};
use crate::radiograph::erect::Erect;
use crate::radiograph::stroke::{Knot, capped, smooth};

/// A tubular bone.
#[derive(Debug, Clone)]
pub(crate) struct Bone {
    pub(crate) knots: Vec<Knot>,
    /// Thickness of the cortex, mm.
    pub(crate) cortex: f32,
    /// Number of the rib, 0 for other bones.
    pub(crate) rib: usize,
    /// -1 right, 1 left.
    pub(crate) side: f32,
    /// Share of bone in what is inside the cortex.
    pub(crate) marrow: f32,
}

/// A flat bone: a closed outline and its thickness.
#[derive(Debug, Clone)]
pub(crate) struct Plate {
    pub(crate) outline: Vec<P3>,
    pub(crate) thick: f32,
}

/// All bones that are drawn one by one, patient mm.
#[derive(Debug, Clone)]
pub(crate) struct Skeleton {
    pub(crate) bones: Vec<Bone>,
    pub(crate) plates: Vec<Plate>,
}

/// How the shoulders are held.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shoulders {
    /// How far the blades stand over the lungs, mm; 0: well turned out.
    pub(crate) overlap_mm: f32,
    pub(crate) are_arms_down: bool,
}

pub(crate) fn build(erect: &Erect, seed: Seed, shoulders: Shoulders) -> Skeleton {
    let mut bones = Vec::new();
    let mut plates = Vec::new();
    for (side, name) in [(-1.0f32, "right"), (1.0, "left")] {
        let seed = seed.child(name);
        let mut rng = seed.child("side").rng();
        let lift = to_f32(rng.range(-2.5, 2.5));
        let fall = to_f32(rng.range(0.95, 1.07));
        for rib in 1..=12usize {
            let own = seed.child("rib").index(rib as u64);
            bones.push(rib_bone(erect, own, rib, side, lift, fall));
        }
        clavicle(erect, seed.child("clavicle"), side, &mut bones);
        let mut rng = seed.child("shoulder").rng();
        let mut draw = |low: f64, high: f64| to_f32(rng.range(low, high));
        let girdle = Girdle {
            erect,
            side,
            // Turned out, the blade's inner border stands at the edge of the lung.
            inward: shoulders.overlap_mm + draw(-3.0, 4.0),
            up: draw(-5.0, 5.0) + if erect.is_supine { 8.0 } else { 0.0 },
            lean: draw(-0.05, 0.05),
        };
        girdle.draw(shoulders, &mut bones, &mut plates);
    }
    for bone in &mut bones {
        bone.knots = capped(&bone.knots);
    }
    Skeleton { bones, plates }
}

/// The point `gap` mm outside the inner cage at an angle from behind (0) over the side (90 degrees) to the front.
fn on_cage(erect: &Erect, angle: f32, z: f32, gap: f32, side: f32) -> P3 {
    let (half_x, half_y, middle) = erect.cage(z);
    let (s, c) = (libm::sinf(angle), libm::cosf(angle));
    let mut r = half_y;
    for _ in 0..6 {
        r -= rounded_ellipse(r * s, r * c, half_x, half_y, 0.36) - gap;
    }
    let y = (middle + r * c).max(middle - half_y + 4.0 - gap);
    p3(side * r * s, y, z)
}

/// Rib number against how far it falls on its way to the front, and how far round the chest it goes as bone.
const FALL: &[(f32, f32)] = &[
    (1.0, 38.0),
    (2.0, 58.0),
    (4.0, 80.0),
    (6.0, 92.0),
    (9.0, 100.0),
    (11.0, 150.0),
    (12.0, 210.0),
];
const END: &[(f32, f32)] = &[
    (1.0, 2.55),
    (2.0, 2.52),
    (5.0, 2.42),
    (7.0, 2.3),
    (8.0, 2.12),
    (10.0, 1.8),
    (11.0, 1.45),
    (12.0, 1.0),
];

/// Angle at which ribs begin beside the spine.
const START: f32 = 0.26;

fn rib_bone(erect: &Erect, seed: Seed, rib: usize, side: f32, lift: f32, steep: f32) -> Bone {
    const STEPS: u8 = 80;
    let mut rng = seed.rng();
    let mut draw = |low: f64, high: f64| to_f32(rng.range(low, high));
    let n = rib as f32;
    let head_z = VERTEBRA_Z[rib] + 9.0;
    let fall = steep * draw(0.96, 1.04) * table(FALL, n);
    let end = table(END, n) + draw(-0.06, 0.06);
    let (lift, sag, phase) = (lift + draw(-2.0, 2.0), draw(-2.0, 2.0), draw(0.0, 6.0));
    let size = draw(0.93, 1.07) * if erect.anatomy.female { 0.92 } else { 1.0 };
    let path: Vec<(P3, f32)> = (0..=STEPS)
        .map(|step| {
            let t = f32::from(step) / f32::from(STEPS);
            let angle = START + (end - START) * t;
            // Out and a little up from the head, then down ever steeper until the front.
            let s = (angle / 2.6).min(1.0);
            let z = head_z + lift - fall * s * (0.42 + 0.58 * s)
                + sag * libm::sinf(3.1 * t)
                + 1.3 * libm::sinf(5.0 * t + phase)
                + 4.0 * gauss((angle - 0.5) * 4.0);
            let mut at = on_cage(erect, angle, z, 5.2, side);
            if angle < 0.5 {
                let inner = (angle - START) / 0.24;
                at.x = side * (17.0 + inner * (at.x.abs() - 17.0).max(0.0));
                at.y = at.y.min(Anatomy::spine_y(z) + 14.0 + 26.0 * inner);
            }
            (erect.of_bony(at), angle)
        })
        .collect();
    Bone {
        knots: rib_knots(erect, &path, rib, end, size),
        cortex: 0.85,
        rib,
        side,
        marrow: 0.20 - 0.001 * (erect.anatomy.age - 40.0),
    }
}

/// Sections of a rib along its path of places and angles.
fn rib_knots(erect: &Erect, path: &[(P3, f32)], rib: usize, end: f32, size: f32) -> Vec<Knot> {
    let first = rib == 1;
    let last = path.len() - 1;
    let thinner = 0.9 * gauss((rib as f32 - 12.0) * 0.8);
    let knot = |i: usize| {
        let (at, angle) = path[i];
        let along = path[(i + 1).min(last)].0 - path[i.saturating_sub(1)].0;
        let along = along.unit_or(p3(1.0, 0.0, 0.0));
        let (_, _, middle) = erect.cage(erect.bony(at).z);
        let outward = p3(at.x, at.y - middle, 0.0).unit_or(p3(1.0, 0.0, 0.0));
        // The first rib lies flat.
        let outward = if first {
            (outward + p3(0.0, 0.0, 1.6)).unit_or(outward)
        } else {
            outward
        };
        let near_end = smooth_step(end - 0.35, end, angle);
        let wide = 4.7 + 1.2 * smooth_step(0.5, 1.6, angle) + 1.5 * near_end - thinner;
        Knot {
            at,
            flat: (outward - along * outward.dot(along)).unit_or(outward),
            thin: size * (3.3 - 1.5 * smooth_step(end - 0.12, end, angle)),
            wide: size * wide * if first { 1.3 } else { 1.0 },
        }
    };
    (0..=last).map(knot).collect()
}

fn clavicle(erect: &Erect, seed: Seed, side: f32, out: &mut Vec<Bone>) {
    let mut rng = seed.rng();
    let mut draw = |low: f64, high: f64| to_f32(rng.range(low, high));
    let rise = draw(-6.0, 8.0) + if erect.is_supine { 14.0 } else { 0.0 };
    let (tilt, bow) = (draw(-2.0, 2.0), draw(0.8, 1.2));
    let points = [
        p3(15.0, -58.0, 60.0),
        p3(38.0, -60.0 - 4.0 * bow, 64.0 + 0.2 * rise),
        p3(72.0, -52.0, 71.0 + 0.45 * rise + tilt),
        p3(108.0, -28.0, 80.0 + 0.8 * rise + 1.5 * bow),
        p3(138.0, -6.0, 86.0 + rise),
        p3(154.0, 4.0, 87.0 + rise),
    ]
    .map(|q| erect.of_bony(p3(side * q.x, q.y, q.z)));
    let curve = smooth(&points, 12);
    let last = (curve.len() - 1) as f32;
    let knots = curve.iter().enumerate().map(|(i, &at)| {
        let t = i as f32 / last;
        let thin = 5.0 + 3.8 * smooth_step(0.22, 0.0, t) - 0.6 * smooth_step(0.6, 1.0, t);
        Knot {
            at,
            flat: p3(0.0, 0.3, 1.0),
            thin,
            wide: thin + 0.6 + 3.4 * smooth_step(0.66, 1.0, t),
        }
    });
    out.push(Bone {
        knots: knots.collect(),
        cortex: 1.5,
        rib: 0,
        side,
        marrow: 0.10,
    });
}

/// Draws the girdle of one side.
struct Girdle<'a> {
    erect: &'a Erect,
    side: f32,
    /// How far in the blade stands, how far up, how much it leans.
    inward: f32,
    up: f32,
    lean: f32,
}

impl Girdle<'_> {
    fn draw(&self, shoulders: Shoulders, bones: &mut Vec<Bone>, plates: &mut Vec<Plate>) {
        let tip = [140.0, 78.0, -38.0];
        let (neck, corner) = ([153.0, 34.0, 62.0], [118.0, 72.0, 84.0]);
        let medial = [corner, [121.0, 80.0, 50.0], [127.0, 82.0, 10.0], tip];
        let lateral = [tip, [146.0, 66.0, -10.0], [150.0, 52.0, 28.0], neck];
        let top = [neck, [150.0, 30.0, 82.0], [136.0, 48.0, 96.0], corner];
        let mut outline = self.curve(&medial);
        outline.extend(self.curve(&lateral));
        outline.extend(self.curve(&top));
        plates.push(Plate {
            outline,
            thick: 1.5,
        });
        let spine = [
            [118.0, 78.0, 56.0],
            [134.0, 74.0, 72.0],
            [152.0, 48.0, 92.0],
            [166.0, 22.0, 98.0],
        ];
        // The neck with the socket.
        let socket = [
            [146.0, 40.0, 60.0],
            [156.0, 28.0, 66.0],
            [158.0, 24.0, 80.0],
        ];
        bones.push(self.tube(&medial, &[(0.0, 1.6), (1.0, 2.2)], 0.7));
        bones.push(self.tube(&lateral, &[(0.0, 3.0), (1.0, 6.0)], 1.2));
        bones.push(self.tube(&spine, &[(0.0, 2.6), (1.0, 6.5)], 1.1));
        bones.push(self.tube(&socket, &[(0.0, 9.0), (1.0, 8.0)], 1.2));
        if shoulders.are_arms_down {
            let out = 4.0 + 0.7 * shoulders.overlap_mm;
            let arm = [
                [172.0 + out, 14.0, 92.0],
                [176.0 + out, 12.0, 76.0],
                [184.0 + out, 8.0, 52.0],
                [198.0 + out, 4.0, 6.0],
                [218.0 + out, -2.0, -60.0],
                [240.0 + out, -8.0, -140.0],
            ];
            let radii = [
                (0.0, 9.0),
                (0.1, 21.0),
                (0.22, 23.0),
                (0.4, 15.0),
                (0.65, 11.0),
            ];
            bones.push(self.tube(&arm, &radii, 2.4));
        }
    }

    /// Where a place of the blade stands, patient mm.
    fn at(&self, [x, y, z]: [f32; 3]) -> P3 {
        // The lower tip swings out with the shoulder.
        let inward = self.inward * (0.6 + 0.4 * smooth_step(60.0, -40.0, z));
        let x = x - inward + self.lean * z;
        self.erect.of_bony(p3(self.side * x, y, z + self.up))
    }

    fn curve(&self, points: &[[f32; 3]]) -> Vec<P3> {
        let points: Vec<P3> = points.iter().map(|&p| self.at(p)).collect();
        smooth(&points, 8)
    }

    /// A tube with radii by the share of its way.
    fn tube(&self, points: &[[f32; 3]], radii: &[(f32, f32)], cortex: f32) -> Bone {
        let curve = self.curve(points);
        let last = (curve.len() - 1) as f32;
        let knots = curve.iter().enumerate();
        Bone {
            knots: knots
                .map(|(i, &at)| Knot::round(at, table(radii, i as f32 / last)))
                .collect(),
            cortex,
            rib: 0,
            side: self.side,
            marrow: 0.1,
        }
    }
}
