//! Ribs, clavicles and scapulae as chains of elliptical pieces; spine and sternum as formulas. Canonical mm.

use overread_base::{Rng, Seed};

use crate::chest_ct::anatomy::{Anatomy, gauss};
use crate::chest_ct::pose::Arms;
use crate::chest_ct::spine::VERTEBRAE;
use crate::num::{
    P3, lerp, p3, round_cone, rounded_ellipse, smooth_max, smooth_min, smooth_step, to_f32,
};

/// A piece of a flat bone: an elliptical cylinder with round ends, `flat` its thin direction.
#[derive(Debug, Clone, Copy)]
pub(crate) struct BonePiece {
    pub(crate) a: P3,
    pub(crate) b: P3,
    pub(crate) flat: P3,
    /// Half thickness along `flat` and half width across it, mm.
    pub(crate) half_thick: f32,
    pub(crate) half_wide: f32,
    /// Cartilage instead of bone.
    pub(crate) cartilage: bool,
}

impl BonePiece {
    /// First-order distance, negative inside.
    pub(crate) fn distance(&self, p: P3) -> f32 {
        let (ab, ap) = (self.b - self.a, p - self.a);
        let t = (ap.dot(ab) / ab.dot(ab).max(1e-6)).clamp(0.0, 1.0);
        let off = ap - ab * t;
        let thin = off.dot(self.flat);
        let wide = (off.dot(off) - thin * thin).max(0.0);
        let k0 = (thin * thin / (self.half_thick * self.half_thick)
            + wide / (self.half_wide * self.half_wide))
            .sqrt();
        let k1 = (thin * thin / self.half_thick.powi(4) + wide / self.half_wide.powi(4)).sqrt();
        if k1 < 1e-6 {
            return -self.half_thick;
        }
        k0 * (k0 - 1.0) / k1
    }
}

/// z of the middles of the vertebrae from the seventh cervical down.
pub(crate) const VERTEBRA_Z: [f32; VERTEBRAE] = [
    104.0, 84.5, 64.5, 44.0, 23.0, 1.0, -21.5, -44.5, -68.0, -92.0, -117.0, -143.0, -170.0, -198.0,
    -227.0,
];

/// The flat bones of one patient, patient mm.
pub(crate) fn pieces(anatomy: &Anatomy, seed: Seed) -> Vec<BonePiece> {
    let mut out = Vec::new();
    let mut rng = seed.rng();
    for side in [-1.0f32, 1.0] {
        for rib in 1..=12usize {
            let own = Own::draw(&mut rng);
            rib_pieces(rib, side, own, &mut out);
        }
        let own = Own::draw(&mut rng);
        clavicle(side, own, anatomy.pose.arms, &mut out);
        scapula(side, own, anatomy.pose.arms, &mut out);
    }
    for piece in &mut out {
        piece.a = anatomy.patient(piece.a);
        piece.b = anatomy.patient(piece.b);
    }
    out
}

/// The point `gap` mm outside the inner rib cage at an angle from behind (0) over the side (90°) to the front (180°).
fn on_cage(angle: f32, z: f32, gap: f32, side: f32) -> P3 {
    let (half_x, half_y, middle) = Anatomy::cage(z);
    let (s, c) = (libm::sinf(angle), libm::cosf(angle));
    // March out along the ray until the cage's own distance is the gap.
    let mut r = half_y;
    for _ in 0..6 {
        r -= rounded_ellipse(r * s, r * c, half_x, half_y, 0.36) - gap;
    }
    let y = (middle + r * c).max(middle - half_y + 4.0 - gap);
    p3(side * r * s, y, z)
}

/// How one bone of one side departs from the usual: no two are alike, and the sides do not mirror one another.
#[derive(Clone, Copy)]
struct Own {
    /// mm upwards.
    lift: f32,
    /// -1 to 1 each.
    slope: f32,
    reach: f32,
    size: f32,
    bend: f32,
}

impl Own {
    fn draw(rng: &mut Rng) -> Self {
        let mut one = || to_f32(rng.normal_within_2sd(0.0, 0.5));
        Self {
            lift: 3.4 * one(),
            slope: one(),
            reach: one(),
            size: one(),
            bend: one(),
        }
    }
}

fn rib_pieces(rib: usize, side: f32, own: Own, out: &mut Vec<BonePiece>) {
    const STEPS: u8 = 36;
    let n = rib as f32;
    let head_z = VERTEBRA_Z[rib] + 9.0;
    // How far a rib falls on its way to the front, and how far round it goes as bone.
    let fall = (1.0 + 0.09 * own.slope)
        * (34.0 + 58.0 * smooth_step(1.0, 6.0, n) + 10.0 * smooth_step(6.0, 10.0, n));
    let end = match rib {
        1..=7 => 2.62 - 0.02 * n,
        8..=10 => 2.30 - 0.14 * (n - 8.0),
        11 => 1.55,
        _ => 1.05,
    } + 0.05 * own.reach;
    let cartilage_end = if rib <= 7 {
        3.02
    } else if rib <= 10 {
        end + 0.22
    } else {
        end
    };
    let mut before: Option<P3> = None;
    for step in 0..=STEPS {
        let angle = 0.30 + (cartilage_end - 0.30) * f32::from(step) / f32::from(STEPS);
        let s = (angle / 2.62).min(1.0);
        let wave = own.bend * 2.2 * (angle * (angle - 1.4) * (angle - 2.7)).clamp(-2.0, 2.0);
        let mut z = head_z + own.lift + wave - fall * s * (0.55 + 0.45 * s);
        // Cartilage climbs to the sternum.
        if angle > end && rib >= 3 {
            z += (angle - end) / (cartilage_end - end).max(0.01) * (4.0 + 7.0 * (n - 3.0));
        }
        let mut at = on_cage(angle, z, 5.4 + 0.4 * own.reach, side);
        if angle < 0.45 {
            // The head meets the vertebra; the neck runs behind the pleura to the wall.
            let t = (angle - 0.30) / 0.15;
            at.x = side * lerp(13.5, at.x.abs(), t);
            at.y = lerp(Anatomy::spine_y(z) + 19.0, at.y, t.max(0.0).sqrt());
        }
        if let Some(from) = before {
            let along = (at - from).unit_or(p3(0.0, 0.0, 1.0));
            let outward = p3(at.x, at.y - Anatomy::cage(z).2, 0.0).unit_or(p3(1.0, 0.0, 0.0));
            let flat = (outward - along * outward.dot(along)).unit_or(outward);
            let wide = (5.7 + 1.2 * gauss((angle - 2.5) * 2.0)) * (1.0 + 0.1 * own.size);
            out.push(BonePiece {
                a: from,
                b: at,
                flat,
                half_thick: 3.3 * (1.0 + 0.07 * own.size),
                half_wide: wide,
                cartilage: angle > end,
            });
        }
        before = Some(at);
    }
}

fn clavicle(side: f32, own: Own, arms: Arms, out: &mut Vec<BonePiece>) {
    // With raised arms the outer end stands high and back.
    let low = if arms == Arms::Raised { 0.0 } else { 0.22 };
    let knots = [
        p3(16.0, -60.0, 53.0),
        p3(40.0, -60.0, 64.0),
        p3(75.0, -44.0, 80.0),
        p3(108.0, -22.0, 98.0),
        p3(132.0, -8.0, 112.0),
    ];
    for pair in knots.windows(2) {
        let at = |k: P3| {
            let out = (k.x - 16.0).max(0.0);
            let bow = out * (116.0 - out) * (1.0 / 3364.0);
            p3(
                (k.x + own.reach) * side,
                k.y + 18.0 * smooth_step(0.0, 70.0, out) - 3.0 * own.bend * bow,
                k.z + own.lift * 0.5 - out * (low - 0.03 * own.slope) + 3.0 * own.size * bow,
            )
        };
        let thick = if pair[0].x < 30.0 { 8.0 } else { 5.6 };
        out.push(BonePiece {
            a: at(pair[0]),
            b: at(pair[1]),
            flat: p3(0.0, 1.0, 0.0),
            half_thick: thick * 0.9,
            half_wide: thick,
            cartilage: false,
        });
    }
}

fn scapula(side: f32, own: Own, arms: Arms, out: &mut Vec<BonePiece>) {
    // With the arms down it stands upright nearer to the spine.
    let down = if arms == Arms::Raised { 0.0 } else { 1.0 };
    let turn = 0.05 * own.slope - 0.1 * down;
    // Blade: strips from the inner to the outer border, one above the other; the lower tip lies further out.
    for row in 0..30u8 {
        let t = f32::from(row) / 29.0;
        let z = 92.0 + own.lift - (138.0 + 9.0 * own.size) * t;
        let inner = 0.66 + (0.22 - 0.12 * down) * t + turn;
        let outer = 1.22 - (0.16 + 0.16 * down) * t * t + turn;
        let mut before: Option<P3> = None;
        for col in 0..=7u8 {
            let u = f32::from(col) / 7.0;
            // Hollow towards the ribs, more so in the middle of its height.
            let hollow = (13.0 + 3.0 * own.bend) * u * (1.0 - u) * (1.0 + 1.4 * t * (1.0 - t));
            let curve = 16.0 + 7.0 * u - hollow + 5.0 * smooth_step(0.4, 0.0, t) + own.reach
                - 4.0 * smooth_step(0.7, 1.0, t);
            let at = on_cage(inner + (outer - inner) * u, z, curve, side);
            if let Some(from) = before {
                let flat = p3(-(at - from).y, (at - from).x, 0.0).unit_or(p3(0.0, 1.0, 0.0));
                // Thin as paper in the middle, thick along the outer border.
                let half_thick = match col {
                    1 => 1.9,
                    7 => 3.6,
                    6 => 2.0,
                    _ => 0.75 + 0.5 * smooth_step(0.75, 1.0, t),
                };
                out.push(BonePiece {
                    a: from,
                    b: at,
                    flat,
                    half_thick,
                    half_wide: 3.6,
                    cartilage: false,
                });
            }
            before = Some(at);
        }
    }
    shoulder(side, own, arms, turn, out);
}

/// Spine and neck of the scapula and the upper arm; `turn` is that of the blade, radians.
fn shoulder(side: f32, own: Own, arms: Arms, turn: f32, out: &mut Vec<BonePiece>) {
    let down = if arms == Arms::Raised { 0.0 } else { 1.0 };
    let spine = [
        (0.80, 62.0, 26.0),
        (0.98, 74.0, 38.0),
        (1.14, 88.0, 44.0),
        (1.30, 106.0, 46.0),
    ]
    .map(|(angle, z, gap)| {
        let up = z + own.lift - 8.0 * down + 3.0 * own.bend;
        on_cage(angle + turn, up, gap + own.reach, side)
    });
    let mut bar = |a: P3, b: P3, half_thick: f32, half_wide: f32| {
        out.push(BonePiece {
            a,
            b,
            flat: p3(0.0, 1.0, 0.0),
            half_thick,
            half_wide,
            cartilage: false,
        });
    };
    for (pair, thick) in spine.windows(2).zip([2.6, 3.6, 5.2]) {
        bar(pair[0], pair[1], thick, 6.5);
    }
    let neck = on_cage(1.25 + turn, 80.0 + own.lift, 26.0, side);
    let socket = p3(side * 138.0, 20.0, 96.0 + own.lift - 14.0 * down);
    bar(neck, socket, 8.0, 12.0);
    if arms == Arms::Raised {
        let head = p3(side * 152.0, 8.0, 110.0 + own.lift);
        bar(head, p3(side * 158.0, 0.0, 175.0), 21.0, 21.0);
    } else {
        let head = p3(side * 161.0, 12.0, 88.0 + own.lift);
        bar(head, p3(side * 168.0, 15.0, 66.0 + own.lift), 21.0, 21.0);
        bar(
            p3(side * 170.0, 16.0, 62.0),
            p3(side * 196.0, 32.0, -90.0),
            10.5,
            10.5,
        );
    }
}

/// What the spine and sternum hold at a place.
pub(crate) struct Axial {
    /// Distance to bone.
    pub(crate) bone: f32,
    /// Distance to a disc between two vertebral bodies.
    pub(crate) disc: f32,
    /// Distance to the spinal canal.
    pub(crate) canal: f32,
    /// The vertebra at this height, an index of the patient's spine.
    pub(crate) level: usize,
}

/// Spine and sternum at a canonical position.
pub(crate) fn axial(anatomy: &Anatomy, q: P3) -> Axial {
    let spine_y = Anatomy::spine_y(q.z);
    let (x, y) = (q.x.abs(), q.y - spine_y);
    let mut out = Axial {
        bone: sternum(q),
        disc: 60.0,
        canal: 60.0,
        level: 0,
    };
    if x > 48.0 || !(-30.0..=76.0).contains(&y) {
        return out;
    }
    let size = 1.0 - 0.0011 * (q.z + 100.0);
    let (below, upper, lower) = neighbours(q.z);
    // Height in the vertebra, -1 at its lower end plate to 1 at its upper.
    let (idx, level) = if (q.z - upper).abs() < (q.z - lower).abs() {
        (below.saturating_sub(1), upper)
    } else {
        (below, lower)
    };
    out.level = idx;
    let half_height = (upper - lower) * 0.5 - 2.2;
    let local = q.z - level;
    let waist = 1.6 * (1.0 - (local / half_height) * (local / half_height)).max(0.0);
    let back = 0.0f32.max(1.0 - x / 9.0) * 2.5;
    let plane = smooth_max(
        rounded_ellipse(x, y, 16.5 * size - waist, 14.5 * size - waist, 0.34),
        y - (11.5 * size - back),
        3.0,
    );
    // In front a vertebral body is a little lower than behind, a broken one much: its upper end plate comes down.
    let forward = ((y + 14.5 * size) / (26.0 * size)).clamp(0.0, 1.0);
    let left = anatomy.spine[idx].anterior;
    let lost = 2.0 * half_height * (1.0 - left) * (1.0 - forward * forward);
    let height = (local - (half_height - lost)).max(-half_height - local);
    out.disc = plane.max(-height);
    let body = plane.max(height);
    let canal_y = 13.0 * size + 8.0;
    out.canal = rounded_ellipse(x, y - canal_y, 9.5, 8.0, 0.1);
    let arch = arch(&InVertebra {
        x,
        y,
        local,
        half_height,
        spacing: upper - lower,
        canal_y,
        canal: out.canal,
    });
    out.bone = out.bone.min(smooth_min(body, arch, 1.5)).max(-out.canal);
    out
}

/// Where a position lies in its vertebra.
struct InVertebra {
    /// Distance from the midline, behind the middle of the body, above the middle.
    x: f32,
    y: f32,
    local: f32,
    half_height: f32,
    /// From this vertebra to the next.
    spacing: f32,
    /// y of the middle of the canal.
    canal_y: f32,
    /// Distance to the canal.
    canal: f32,
}

/// Distance to the arch of a vertebra with its processes.
fn arch(at: &InVertebra) -> f32 {
    let &InVertebra {
        x,
        y,
        local,
        half_height,
        spacing,
        canal_y,
        canal,
    } = at;
    // Pedicles and laminae: a ring about the canal, open between the vertebrae.
    let upper_half = (local - 0.25 * half_height).abs() - 0.62 * half_height;
    let ring = (canal - 3.6).abs() - 3.2;
    let lamina = smooth_max(ring, (local + 1.0).abs() - 1.12 * half_height, 2.0);
    let pedicle = smooth_max(
        ring.min(rounded_ellipse(x - 12.0, y - 11.0, 4.6, 8.0, 0.2)),
        upper_half,
        2.0,
    );
    let arch = smooth_min(smooth_max(lamina, canal_y + 0.5 - y, 6.0), pedicle, 2.5);
    // Spinous process, slanting down over the vertebra below; transverse processes, out and back.
    let reach = p3(x, y, local);
    // A process is about twice as high as it is thick.
    let tall = p3(x, y, local * 0.5);
    let (spinous, _) = round_cone(
        tall,
        p3(0.0, canal_y + 10.0, 1.0),
        p3(0.0, canal_y + 23.0, -8.0),
        3.4,
        3.8,
    );
    let (spinous_above, _) = round_cone(
        p3(x, y, (local - spacing) * 0.5),
        p3(0.0, canal_y + 10.0, 1.0),
        p3(0.0, canal_y + 23.0, -8.0),
        3.4,
        3.8,
    );
    let (transverse, _) = round_cone(
        reach,
        p3(11.0, canal_y + 4.0, 5.0),
        p3(31.0, canal_y + 13.0, 7.0),
        4.6,
        4.4,
    );
    smooth_min(
        arch,
        smooth_min(spinous.min(spinous_above), transverse, 3.0),
        2.0,
    )
}

/// The vertebra just below a height: its number, and the middles of the one above it and of itself.
fn neighbours(z: f32) -> (usize, f32, f32) {
    let mut upper = VERTEBRA_Z[0] + 19.0;
    for (idx, level) in VERTEBRA_Z.into_iter().enumerate() {
        if level <= z {
            return (idx, upper, level);
        }
        upper = level;
    }
    (VERTEBRAE - 1, upper, upper - 29.0)
}

/// Distance to the sternum.
fn sternum(q: P3) -> f32 {
    if q.x.abs() > 50.0 || q.y > 0.0 {
        return 60.0;
    }
    let (_, half_y, middle) = Anatomy::cage(q.z);
    let y = q.y - (middle - half_y + 5.0 - 7.0);
    let half_wide = if q.z > 22.0 {
        17.0 + 9.0 * smooth_step(25.0, 55.0, q.z)
    } else {
        15.0 + 3.0 * gauss((q.z + 60.0) / 40.0)
    };
    let plate = rounded_ellipse(q.x - 1.0, y, half_wide, 5.6, 0.5);
    let above = q.z - 62.0;
    let below = -92.0 - q.z;
    // The joint between manubrium and body.
    let joint = 1.2 - (q.z - 22.0).abs();
    smooth_max(plate, above.max(below).max(joint), 2.0)
}

#[cfg(test)]
mod tests;
