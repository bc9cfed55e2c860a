//! Great vessels and central airways as chains of round cones along smooth curves. The trees in the lungs: `tree`.

use overread_base::Seed;

use crate::chest_ct::blood::Blood;
use crate::num::{P3, lerp, p3, to_f32};

/// What a tube holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TubeKind {
    /// Blood of the great vessels.
    GreatVessel,
    /// Blood of the vessels in the lungs.
    LungVessel,
    /// Air in a wall; the radius is that of the lumen.
    Airway,
}

/// A piece of a tube: a round cone from `a` to `b`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Tube {
    pub(crate) a: P3,
    pub(crate) b: P3,
    pub(crate) ra: f32,
    pub(crate) rb: f32,
    pub(crate) kind: TubeKind,
    /// The blood in it; an airway's counts for nothing.
    pub(crate) blood: Blood,
}

/// Thickness of an airway's wall for a lumen radius, mm.
pub(crate) fn wall_mm(lumen_radius: f32) -> f32 {
    (0.45 + 0.16 * lumen_radius).min(1.6)
}

type Knot = (f32, f32, f32, f32);

const TRACHEA: &[Knot] = &[
    (1.0, -4.0, 150.0, 8.4),
    (1.0, 0.0, 110.0, 8.5),
    (-2.0, 10.0, 60.0, 8.6),
    (-4.0, 17.0, 25.0, 8.8),
    (-4.0, 22.0, 4.0, 9.0),
];
const RIGHT_MAIN: &[Knot] = &[
    (-5.0, 22.0, 3.0, 8.0),
    (-15.0, 24.0, -9.0, 7.2),
    (-27.0, 25.0, -20.0, 6.4),
    (-34.0, 24.0, -34.0, 5.2),
    (-38.0, 26.0, -48.0, 4.4),
];
const RIGHT_UPPER: &[Knot] = &[
    (-22.0, 24.0, -15.0, 5.0),
    (-34.0, 22.0, -13.0, 4.6),
    (-46.0, 20.0, -8.0, 4.0),
];
const LEFT_MAIN: &[Knot] = &[
    (-3.0, 22.0, 3.0, 7.4),
    (9.0, 24.0, -9.0, 6.6),
    (24.0, 28.0, -21.0, 6.0),
    (36.0, 30.0, -31.0, 5.0),
    (40.0, 32.0, -48.0, 4.2),
];
const LEFT_UPPER: &[Knot] = &[
    (32.0, 29.0, -27.0, 4.8),
    (42.0, 22.0, -27.0, 4.4),
    (50.0, 14.0, -22.0, 3.9),
];

const AORTA: &[Knot] = &[
    (4.0, -14.0, -52.0, 14.5),
    (-8.0, -20.0, -34.0, 16.5),
    (-15.0, -26.0, -8.0, 16.2),
    (-13.0, -22.0, 18.0, 15.6),
    (-4.0, -10.0, 33.0, 14.6),
    (9.0, 8.0, 37.0, 13.6),
    (20.0, 28.0, 30.0, 13.0),
    (24.0, 41.0, 12.0, 12.6),
    (25.0, 46.0, -14.0, 12.3),
    (22.0, 47.0, -60.0, 12.0),
    (15.0, 46.0, -110.0, 11.6),
    (6.0, 42.0, -160.0, 11.2),
    (3.0, 40.0, -215.0, 10.8),
];
const BRACHIOCEPHALIC: &[Knot] = &[
    (-9.0, -14.0, 40.0, 6.4),
    (-14.0, -10.0, 62.0, 6.2),
    (-24.0, -4.0, 84.0, 6.0),
    (-42.0, 2.0, 104.0, 5.0),
    (-80.0, 4.0, 118.0, 4.4),
];
const RIGHT_CAROTID: &[Knot] = &[
    (-24.0, -4.0, 84.0, 4.0),
    (-25.0, -4.0, 112.0, 3.8),
    (-26.0, -4.0, 150.0, 3.7),
];
const LEFT_CAROTID: &[Knot] = &[
    (2.0, -4.0, 42.0, 4.0),
    (12.0, -2.0, 70.0, 3.8),
    (22.0, -4.0, 110.0, 3.7),
    (25.0, -6.0, 150.0, 3.6),
];
const LEFT_SUBCLAVIAN: &[Knot] = &[
    (14.0, 16.0, 40.0, 5.0),
    (22.0, 16.0, 66.0, 4.8),
    (30.0, 10.0, 94.0, 4.8),
    (52.0, 4.0, 112.0, 4.6),
    (88.0, 2.0, 116.0, 4.3),
];
const CAVA: &[Knot] = &[
    (-27.0, -22.0, 56.0, 8.2),
    (-30.0, -18.0, 30.0, 9.2),
    (-31.0, -12.0, 0.0, 9.4),
    (-29.0, -8.0, -36.0, 10.0),
];
const LEFT_BRACHIOCEPHALIC_VEIN: &[Knot] = &[
    (-26.0, -24.0, 54.0, 6.6),
    (-8.0, -32.0, 60.0, 6.4),
    (12.0, -30.0, 68.0, 6.2),
    (30.0, -24.0, 86.0, 6.0),
    (48.0, -18.0, 104.0, 5.6),
    (90.0, -12.0, 116.0, 5.0),
];
const RIGHT_BRACHIOCEPHALIC_VEIN: &[Knot] = &[
    (-27.0, -22.0, 56.0, 6.8),
    (-33.0, -18.0, 82.0, 6.6),
    (-46.0, -14.0, 106.0, 5.8),
    (-90.0, -12.0, 118.0, 5.0),
];
const AZYGOS: &[Knot] = &[
    (-6.0, 44.0, -215.0, 2.8),
    (-6.0, 46.0, -100.0, 3.2),
    (-7.0, 46.0, -10.0, 3.8),
    (-12.0, 40.0, 14.0, 4.2),
    (-20.0, 22.0, 19.0, 4.6),
    (-28.0, -4.0, 15.0, 5.0),
];
const LOWER_CAVA: &[Knot] = &[
    (-24.0, 14.0, -215.0, 11.5),
    (-25.0, 8.0, -140.0, 12.0),
    (-24.0, 0.0, -104.0, 12.0),
    (-26.0, -6.0, -80.0, 13.0),
];
const TRUNK: &[Knot] = &[
    (16.0, -40.0, -54.0, 13.0),
    (21.0, -38.0, -34.0, 13.6),
    (22.0, -28.0, -12.0, 13.0),
    (22.0, -12.0, -4.0, 11.5),
    (30.0, 6.0, -3.0, 10.6),
    (40.0, 22.0, -10.0, 9.4),
    (44.0, 36.0, -24.0, 7.8),
    (46.0, 38.0, -42.0, 6.6),
];
const RIGHT_PULMONARY: &[Knot] = &[
    (20.0, -20.0, -12.0, 11.0),
    (4.0, -4.0, -15.0, 10.4),
    (-16.0, 2.0, -18.0, 9.8),
    (-34.0, 6.0, -22.0, 8.8),
    (-45.0, 14.0, -34.0, 7.4),
    (-47.0, 22.0, -48.0, 6.4),
];
const RIGHT_TRUNCUS: &[Knot] = &[
    (-26.0, 3.0, -19.0, 6.8),
    (-38.0, 4.0, -10.0, 5.6),
    (-47.0, 8.0, -3.0, 4.8),
];
const VEINS: [&[Knot]; 4] = [
    &[
        (-22.0, 14.0, -48.0, 8.0),
        (-36.0, 2.0, -40.0, 6.6),
        (-48.0, -6.0, -28.0, 5.2),
    ],
    &[
        (-24.0, 22.0, -58.0, 7.6),
        (-38.0, 32.0, -64.0, 6.2),
        (-50.0, 40.0, -72.0, 5.0),
    ],
    &[
        (24.0, 12.0, -46.0, 7.4),
        (38.0, 0.0, -36.0, 6.2),
        (50.0, -8.0, -24.0, 5.0),
    ],
    &[
        (24.0, 24.0, -56.0, 7.4),
        (38.0, 34.0, -62.0, 6.0),
        (50.0, 42.0, -70.0, 4.8),
    ],
];

/// The great vessels and the airways down to the lobes, canonical mm.
///
/// The ascending aorta and the pulmonary trunk reach exactly the diameters asked for.
pub(crate) fn central(seed: Seed, aorta_mm: f32, trunk_mm: f32) -> Vec<Tube> {
    use Blood::{Artery, LowerVein, LungArtery, LungVein, UpperVein};
    let airways = [TRACHEA, RIGHT_MAIN, RIGHT_UPPER, LEFT_MAIN, LEFT_UPPER];
    let vessels = [
        (BRACHIOCEPHALIC, Artery),
        (RIGHT_CAROTID, Artery),
        (LEFT_CAROTID, Artery),
        (LEFT_SUBCLAVIAN, Artery),
        (CAVA, UpperVein),
        (LEFT_BRACHIOCEPHALIC_VEIN, UpperVein),
        (RIGHT_BRACHIOCEPHALIC_VEIN, UpperVein),
        (AZYGOS, LowerVein),
        (LOWER_CAVA, LowerVein),
        (RIGHT_PULMONARY, LungArtery),
        (RIGHT_TRUNCUS, LungArtery),
    ];
    // One patient's vessels all lie a little aside: a common shift keeps them joined.
    let mut rng = seed.rng();
    let shift = p3(
        to_f32(rng.range(-2.0, 2.0)),
        to_f32(rng.range(-2.5, 2.5)),
        0.0,
    );
    let width = to_f32(rng.normal_within_2sd(1.0, 0.05));
    let mut tubes = Vec::new();
    for knots in airways {
        curve(knots, shift, 1.0, (TubeKind::Airway, Artery), &mut tubes);
    }
    for (knots, last, mm, aside, blood) in [
        // The root and the ascending part grow to the right and forward, the trunk to the left and forward.
        (AORTA, 4, aorta_mm, p3(-0.6, -0.55, 0.0), Artery),
        (TRUNK, 3, trunk_mm, p3(0.7, -0.5, 0.0), LungArtery),
    ] {
        let knots = widened(knots, last, 0.5 * mm, width, aside);
        curve(
            &knots,
            shift,
            1.0,
            (TubeKind::GreatVessel, blood),
            &mut tubes,
        );
    }
    let veins = VEINS.map(|knots| (knots, LungVein));
    for (knots, blood) in vessels.into_iter().chain(veins) {
        curve(
            knots,
            shift,
            width,
            (TubeKind::GreatVessel, blood),
            &mut tubes,
        );
    }
    tubes
}

/// Knots whose greatest radius among the first `last` becomes `radius`; the rest get the patient's own `width`.
fn widened(knots: &[Knot], last: usize, radius: f32, width: f32, aside: P3) -> Vec<Knot> {
    let head = &knots[..last.min(knots.len())];
    let widest = head.iter().map(|k| k.3).fold(0.1, f32::max);
    let factor = radius / widest;
    knots
        .iter()
        .enumerate()
        .map(|(i, &(x, y, z, r))| {
            // Beyond the first part the change fades away.
            let share = (1.0 - (i + 1).saturating_sub(last) as f32 / 3.0).max(0.0);
            let wide = r * lerp(width, factor, share);
            let grown = (wide - r).max(0.0);
            (x + aside.x * grown, y + aside.y * grown, z, wide)
        })
        .collect()
}

/// Catmull-Rom through knots (x, y, z, radius), cut into short cones.
fn curve(
    knots: &[Knot],
    shift: P3,
    width: f32,
    (kind, blood): (TubeKind, Blood),
    out: &mut Vec<Tube>,
) {
    const PIECES: u8 = 4;
    let at = |i: usize| {
        let (x, y, z, _) = knots[i];
        p3(x, y, z) + shift
    };
    for i in 1..knots.len() {
        let (p0, p1, p2, p3_) = (
            at(i.saturating_sub(2)),
            at(i - 1),
            at(i),
            at((i + 1).min(knots.len() - 1)),
        );
        let point = |t: f32| {
            let (t2, t3) = (t * t, t * t * t);
            (p1 * 2.0
                + (p2 - p0) * t
                + (p0 * 2.0 - p1 * 5.0 + p2 * 4.0 - p3_) * t2
                + (p1 * 3.0 - p0 - p2 * 3.0 + p3_) * t3)
                * 0.5
        };
        for piece in 0..PIECES {
            let (t0, t1) = (
                f32::from(piece) / f32::from(PIECES),
                f32::from(piece + 1) / f32::from(PIECES),
            );
            let radius = |t: f32| lerp(knots[i - 1].3, knots[i].3, t) * width;
            out.push(Tube {
                a: point(t0),
                b: point(t1),
                ra: radius(t0),
                rb: radius(t1),
                kind,
                blood,
            });
        }
    }
}
