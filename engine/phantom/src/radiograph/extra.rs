//! What is seen on a radiograph and is no disease: devices, nipples, skin folds, things left on, the side marker.

use crate::num::{P3, p3, smooth_step, to_f32};
use crate::radiograph::erect::Erect;
use crate::radiograph::exposure::Exposure;
use crate::radiograph::object::Object;
use crate::radiograph::request::{Item, Wanted};
use crate::radiograph::stroke::{self, Knot};
use crate::radiograph::view::Projection;

/// One thing in its place, patient mm.
#[derive(Debug, Clone)]
pub(crate) enum Extra {
    /// A wire or tube of metal or plastic: radius and metal's share.
    Wire {
        path: Vec<P3>,
        radius: f32,
        metal: f32,
    },
    /// A flat thing of metal: middle, half width and height, roundness, thickness.
    Disc {
        at: P3,
        half: [f32; 2],
        ring: f32,
        metal: f32,
    },
    /// A small knob of skin.
    Knob { at: P3, radius: f32 },
    /// A fold of skin on the back: an edge, dense on one side.
    Fold { path: Vec<P3>, toward: f32 },
}

/// All that is wanted.
pub(crate) fn place(wanted: &Wanted, erect: &Erect) -> Vec<Extra> {
    let mut out = Vec::new();
    for item in &wanted.items {
        match item.kind.word {
            "nipple" => out.push(Extra::Knob {
                at: erect.nipple(item.side),
                radius: 0.5 * item.amount,
            }),
            "skin-fold" => out.push(fold(item, erect)),
            "device" => devices(item, erect, &mut out),
            "foreign-object" => foreign(item, erect, &mut out),
            _ => {}
        }
    }
    out
}

fn fold(item: &Item, erect: &Erect) -> Extra {
    let mut rng = item.seed.child("fold").rng();
    let mut draw = |low: f64, high: f64| to_f32(rng.range(low, high));
    let (x, z) = (item.side * draw(72.0, 112.0), draw(-40.0, 30.0));
    let (lean, bow) = (draw(-0.25, 0.1) * item.side, draw(-10.0, 10.0));
    let path = (0..=24u8).map(|i| {
        let t = f32::from(i) / 24.0 - 0.5;
        let along = item.amount * t;
        erect.of_bony(p3(x + lean * along + bow * 4.0 * t * t, 96.0, z + along))
    });
    Extra::Fold {
        path: path.collect(),
        toward: item.side,
    }
}

/// Pacemaker, port, electrodes or tube: as many as asked for, each kind once.
fn devices(item: &Item, erect: &Erect, out: &mut Vec<Extra>) {
    let mut rng = item.seed.child("device").rng();
    let mut kinds = [0u8, 1, 2, 3];
    rng.shuffle(&mut kinds);
    let n = crate::num::index_in(item.amount + 0.5, 4);
    for kind in kinds.iter().take(n) {
        match kind {
            0 => pacemaker(item, erect, out),
            1 => port(item, erect, out),
            2 => electrodes(item, erect, out),
            _ => gastric_tube(erect, out),
        }
    }
}

fn pacemaker(item: &Item, erect: &Erect, out: &mut Vec<Extra>) {
    let mut rng = item.seed.child("pacemaker").rng();
    let mut draw = |low: f64, high: f64| to_f32(rng.range(low, high));
    let at = p3(draw(84.0, 98.0), -88.0, draw(40.0, 58.0));
    out.push(Extra::Disc {
        at: erect.of_bony(at),
        half: [draw(20.0, 24.0), draw(22.0, 27.0)],
        ring: 0.0,
        metal: 20.0,
    });
    let lead = |end: [P3; 3]| {
        let mut points = vec![
            at + p3(-6.0, 2.0, 22.0),
            at + p3(8.0, 4.0, 34.0),
            p3(88.0, -18.0, 100.0),
            p3(48.0, -20.0, 84.0),
            p3(12.0, -30.0, 66.0),
            p3(-26.0, -22.0, 52.0),
            p3(-30.0, -14.0, 4.0),
            p3(-31.0, -10.0, -40.0),
        ];
        points.extend(end);
        wire(erect, &points, 0.75, 6.0)
    };
    out.push(lead([
        p3(-24.0, -20.0, -82.0),
        p3(12.0, -46.0, -104.0),
        p3(46.0, -52.0, -102.0),
    ]));
    out.push(lead([
        p3(-34.0, -22.0, -62.0),
        p3(-28.0, -38.0, -66.0),
        p3(-22.0, -46.0, -50.0),
    ]));
}

fn port(item: &Item, erect: &Erect, out: &mut Vec<Extra>) {
    let mut rng = item.seed.child("port").rng();
    let mut draw = |low: f64, high: f64| to_f32(rng.range(low, high));
    let at = p3(-draw(78.0, 94.0), -90.0, draw(28.0, 50.0));
    out.push(Extra::Disc {
        at: erect.of_bony(at),
        half: [11.0, 12.5],
        ring: 3.2,
        metal: 8.0,
    });
    let points = [
        at + p3(4.0, 0.0, 12.0),
        p3(-66.0, -60.0, 82.0),
        p3(-44.0, -30.0, 102.0),
        p3(-34.0, -20.0, 84.0),
        p3(-28.0, -22.0, 52.0),
        p3(-30.0, -16.0, 12.0),
        p3(-30.0, -12.0, draw(-34.0, -10.0)),
    ];
    out.push(wire(erect, &points, 1.2, 0.8));
}

fn electrodes(item: &Item, erect: &Erect, out: &mut Vec<Extra>) {
    let mut rng = item.seed.child("electrodes").rng();
    for (x, z) in [(-92.0, 70.0), (96.0, 66.0), (108.0, -112.0)] {
        let mut draw = |low: f64, high: f64| to_f32(rng.range(low, high));
        let at = p3(x + draw(-12.0, 12.0), -104.0, z + draw(-12.0, 12.0));
        out.push(Extra::Disc {
            at: erect.of_bony(at),
            half: [5.0, 5.0],
            ring: 2.0,
            metal: 7.0,
        });
        let points = [
            at,
            at + p3(draw(-24.0, 24.0), -6.0, -30.0),
            at + p3(draw(-30.0, 30.0), -8.0, -90.0),
            at + p3(draw(-50.0, 50.0), -6.0, -190.0),
        ];
        out.push(wire(erect, &points, 0.6, 4.0));
    }
}

fn gastric_tube(erect: &Erect, out: &mut Vec<Extra>) {
    let points = [
        p3(2.0, 10.0, 190.0),
        p3(2.0, 20.0, 120.0),
        p3(5.0, 32.0, 50.0),
        p3(8.0, 36.0, -10.0),
        p3(8.0, 32.0, -70.0),
        p3(16.0, 16.0, -116.0),
        p3(38.0, 0.0, -140.0),
        p3(54.0, -20.0, -176.0),
    ];
    out.push(wire(erect, &points, 1.9, 0.3));
    out.push(wire(erect, &points, 0.5, 3.0));
}

fn foreign(item: &Item, erect: &Erect, out: &mut Vec<Extra>) {
    let mut rng = item.seed.child("foreign").rng();
    let mut draw = |low: f64, high: f64| to_f32(rng.range(low, high));
    let at = p3(item.side * draw(10.0, 110.0), -118.0, draw(-90.0, 80.0));
    let half = 0.5 * item.amount;
    if draw(0.0, 1.0) < 0.5 {
        // A coin or a button.
        out.push(Extra::Disc {
            at: erect.of_bony(at),
            half: [half, half],
            ring: 0.0,
            metal: 18.0,
        });
    } else {
        // A pendant on its chain.
        out.push(Extra::Disc {
            at: erect.of_bony(p3(draw(-8.0, 8.0), -118.0, 30.0)),
            half: [0.6 * half, half],
            ring: 0.28 * half,
            metal: 14.0,
        });
        let points = [
            p3(-58.0, 10.0, 130.0),
            p3(-44.0, -70.0, 96.0),
            p3(-18.0, -116.0, 52.0),
            p3(0.0, -120.0, 32.0),
            p3(20.0, -116.0, 54.0),
            p3(46.0, -70.0, 98.0),
            p3(58.0, 10.0, 132.0),
        ];
        out.push(wire(erect, &points, 0.7, 7.0));
    }
}

fn wire(erect: &Erect, points: &[P3], radius: f32, metal: f32) -> Extra {
    let points: Vec<P3> = points.iter().map(|&q| erect.of_bony(q)).collect();
    Extra::Wire {
        path: stroke::smooth(&points, 14),
        radius,
        metal,
    }
}

impl Extra {
    /// Puts it into the beam's way.
    pub(crate) fn put(&self, object: &mut Object, exposure: &Exposure) {
        let view = &exposure.view;
        match self {
            Self::Wire {
                path,
                radius,
                metal,
            } => {
                let knots: Vec<Knot> = path.iter().map(|&at| Knot::round(at, *radius)).collect();
                stroke::tube(&mut object.bone, view, &knots, 0.0, *metal);
            }
            Self::Disc {
                at,
                half,
                ring,
                metal,
            } => disc(object, exposure, *at, *half, *ring, *metal),
            Self::Knob { at, radius } => {
                let (u, v, magnification) = view.project(*at);
                let r = radius * magnification;
                // Flattened against the detector: as thick as high, with a steep rim.
                stroke::over(&mut object.soft, [u - r, v - r], [u + r, v + r], |x, y| {
                    let d2 = ((x - u) * (x - u) + (y - v) * (y - v)) / (r * r);
                    1.9 * radius * (1.0 - d2 * d2).max(0.0).sqrt()
                });
            }
            Self::Fold { path, toward } if exposure.projection != Projection::Lateral => {
                skin_fold(object, exposure, path, *toward);
            }
            Self::Fold { .. } => {}
        }
    }
}

fn disc(object: &mut Object, exposure: &Exposure, at: P3, half: [f32; 2], ring: f32, metal: f32) {
    let view = &exposure.view;
    let (u, v, magnification) = view.project(at);
    // Things lie on the chest: from the side they are seen on edge.
    let wide = if exposure.projection == Projection::Lateral {
        [2.5f32, half[1]]
    } else {
        half
    };
    let (a, b) = (wide[0] * magnification, wide[1] * magnification);
    stroke::over(
        &mut object.bone,
        [u - a - 1.0, v - b - 1.0],
        [u + a + 1.0, v + b + 1.0],
        |x, y| {
            let (p, q) = ((x - u) / a, (y - v) / b);
            let (p2, q2) = (p * p, q * q);
            // Coins are round, boxes rounded.
            let is_round = (half[0] - half[1]).abs() < 1e-3;
            let corner = if is_round { 2.0 } else { 1.4 };
            let r = (p2 * p2 + q2 * q2 + corner * p2 * q2).sqrt().sqrt();
            let d = (r - 1.0) * a.min(b);
            let inside = smooth_step(0.3, -0.3, d);
            if ring > 0.0 {
                metal * inside * smooth_step(-ring - 0.3, -ring + 0.3, d)
            } else {
                // Battery and circuits are not equally dense.
                metal * inside * if q < 0.15 && !is_round { 0.75 } else { 1.0 }
            }
        },
    );
}

/// A ramp of soft tissue that ends at an edge.
fn skin_fold(object: &mut Object, exposure: &Exposure, path: &[P3], toward: f32) {
    let view = &exposure.view;
    let spots: Vec<[f32; 2]> = path
        .iter()
        .map(|&p| {
            let (u, v, _) = view.project(p);
            [u, v]
        })
        .collect();
    let low = spots
        .iter()
        .fold([f32::MAX; 2], |m, s| [m[0].min(s[0]), m[1].min(s[1])]);
    let high = spots
        .iter()
        .fold([f32::MIN; 2], |m, s| [m[0].max(s[0]), m[1].max(s[1])]);
    let span = (high[1] - low[1]).max(1.0);
    stroke::over(
        &mut object.soft,
        [low[0] - 70.0, low[1]],
        [high[0] + 70.0, high[1]],
        |u, v| {
            let share = ((v - low[1]) / span).clamp(0.0, 1.0);
            let at = share * (spots.len() - 1) as f32;
            // The path runs from below upward.
            let idx = crate::num::index_in((spots.len() - 1) as f32 - at, spots.len() - 1);
            let off = (spots[idx][0] - u) * toward;
            let ends = smooth_step(0.0, 0.2, share) * smooth_step(1.0, 0.8, share);
            if off < 0.0 {
                0.0
            } else {
                // Thickest at the edge, thinning toward the middle of the body.
                6.5 * ends * smooth_step(0.0, 1.2, off) * libm::expf(-off / 22.0)
            }
        },
    );
}

/// The strokes of a letter in a box of 2 x 3, from its upper left corner.
fn letter(c: char) -> &'static [[f32; 4]] {
    match c {
        'L' => &[[0.0, 0.0, 0.0, 3.0], [0.0, 3.0, 1.8, 3.0]],
        _ => &[
            [0.0, 0.0, 0.0, 3.0],
            [0.0, 0.0, 1.3, 0.0],
            [1.3, 0.0, 1.8, 0.4],
            [1.8, 0.4, 1.8, 1.1],
            [1.8, 1.1, 1.3, 1.5],
            [0.0, 1.5, 1.3, 1.5],
            [0.9, 1.5, 1.9, 3.0],
        ],
    }
}

/// The lead letter of the side.
pub(crate) fn marker(object: &mut Object, exposure: &Exposure) {
    let Some((c, [u, v])) = exposure.marker else {
        return;
    };
    let size = 4.2;
    let half = 0.5 * size * 0.62;
    let strokes = letter(c);
    let (low, high) = ([u - 8.0, v - 10.0], [u + 8.0, v + 10.0]);
    stroke::over(&mut object.bone, low, high, |x, y| {
        let (p, q) = ((x - u) / size + 0.9, (y - v) / size + 1.5);
        let least = strokes
            .iter()
            .map(|s| {
                let (du, dv) = (s[2] - s[0], s[3] - s[1]);
                let t = (((p - s[0]) * du + (q - s[1]) * dv) / (du * du + dv * dv)).clamp(0.0, 1.0);
                let (a, b) = (p - s[0] - du * t, q - s[1] - dv * t);
                (a * a + b * b).sqrt()
            })
            .fold(f32::MAX, f32::min);
        // Two millimetres of lead stop the beam.
        300.0 * smooth_step(0.2, -0.2, least * size - 0.55 * half)
    });
}
