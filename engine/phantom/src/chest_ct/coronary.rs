//! Centre lines of the coronary arteries on the surface of the heart. What lies in them: blood here, calcium in `lesion`.

use crate::chest_ct::anatomy::Anatomy;
use crate::num::{P3, lerp, p3};

/// A coronary artery.
#[derive(Debug, Clone)]
pub(crate) struct Coronary {
    /// Its middle line from the aorta on, in steps of about 2 mm, patient mm.
    pub(crate) line: Vec<P3>,
    /// Radius of the lumen at its start, patient mm; at its end 0.45 of it.
    pub(crate) radius_mm: f32,
}

/// Radius at the start, mm, and waypoints, canonical mm: they are laid onto the surface of the heart.
const COURSES: [(f32, &[(f32, f32, f32)]); 3] = [
    (
        1.9,
        &[
            (13.0, -20.0, -40.0),
            (27.0, -24.0, -44.0),
            (36.0, -40.0, -52.0),
            (42.0, -56.0, -66.0),
            (50.0, -62.0, -82.0),
            (58.0, -58.0, -98.0),
            (60.0, -46.0, -110.0),
        ],
    ),
    (
        1.6,
        &[
            (27.0, -24.0, -44.0),
            (38.0, -10.0, -48.0),
            (46.0, 6.0, -56.0),
            (42.0, 20.0, -66.0),
            (30.0, 24.0, -76.0),
        ],
    ),
    (
        1.8,
        &[
            (-12.0, -36.0, -42.0),
            (-16.0, -52.0, -50.0),
            (-24.0, -50.0, -64.0),
            (-28.0, -38.0, -80.0),
            (-22.0, -20.0, -96.0),
            (-6.0, -6.0, -102.0),
            (10.0, -4.0, -104.0),
        ],
    ),
];

/// The arteries of a patient: left main with left anterior descending, left circumflex, right.
pub(crate) fn lines(anatomy: &Anatomy) -> Vec<Coronary> {
    COURSES
        .iter()
        .map(|&(radius_mm, knots)| Coronary {
            line: course(anatomy, knots),
            radius_mm,
        })
        .collect()
}

/// A smooth line through waypoints, each laid onto the heart.
fn course(anatomy: &Anatomy, knots: &[(f32, f32, f32)]) -> Vec<P3> {
    const PIECES: u8 = 8;
    let at = |i: usize| {
        let (x, y, z) = knots[i.min(knots.len() - 1)];
        p3(x, y, z)
    };
    let mut line = Vec::new();
    for i in 1..knots.len() {
        let (before, a, b, after) = (at(i.saturating_sub(2)), at(i - 1), at(i), at(i + 1));
        for piece in 0..PIECES {
            let t = f32::from(piece) / f32::from(PIECES);
            let (t2, t3) = (t * t, t * t * t);
            let q = (a * 2.0
                + (b - before) * t
                + (before * 2.0 - a * 5.0 + b * 4.0 - after) * t2
                + (a * 3.0 - before - b * 3.0 + after) * t3)
                * 0.5;
            // The start leaves the aorta; the rest lies in the fat on the muscle.
            let from_start = (i - 1) as f32 + t;
            let onto = on_heart(anatomy, q);
            let share = from_start.min(1.0);
            line.push(anatomy.patient(p3(
                lerp(q.x, onto.x, share),
                lerp(q.y, onto.y, share),
                lerp(q.z, onto.z, share),
            )));
        }
    }
    line
}

/// The place on the smooth surface of the heart nearest to a position, canonical mm.
fn on_heart(anatomy: &Anatomy, q: P3) -> P3 {
    const STEP: f32 = 1.0;
    let mut at = q;
    for _ in 0..6 {
        let d = anatomy.heart(at);
        let slope = p3(
            anatomy.heart(at + p3(STEP, 0.0, 0.0)) - d,
            anatomy.heart(at + p3(0.0, STEP, 0.0)) - d,
            anatomy.heart(at + p3(0.0, 0.0, STEP)) - d,
        );
        at = at - slope.unit_or(p3(0.0, -1.0, 0.0)) * d;
    }
    at
}
