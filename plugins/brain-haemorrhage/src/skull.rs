//! Whether slices show a head: closed rings of bone around soft tissue. Finds no haemorrhage.
//!
//! The numbers are those of models/brain-haemorrhage/service.py and must stay equal to them.

use std::f64::consts::TAU;

use crate::scope::Refusal;
use overread_sdk::NotRunReason;

/// Bone, also where a slice of 5 mm holds the vault slantwise.
const BONE_HU: f32 = 250.0;
/// What may lie between the middle of the ring and the bone: fluid, brain, blood, enhanced vessels.
const SOFT_HU: (f32, f32) = (-30.0, 150.0);
/// Rays from the middle.
pub(crate) const N_RAYS: usize = 24;
/// Far enough that a head without pixel spacing is still seen as a ring, of the wrong size.
const REACH_MM: f64 = 160.0;
/// Fewer voxels of bone are no ring.
const LEAST_BONE: usize = 100;
/// Rays that must meet bone.
const LEAST_HITS: usize = 21;
/// Share of soft tissue on the way to it.
const LEAST_SOFT: f64 = 0.85;
/// Mean distance of the bone from the middle.
const RADIUS_MM: (f64, f64) = (20.0, 150.0);
/// An adult skull is 120 to 150 mm wide inside (unverified); this leaves room at both ends.
const WIDTH_MM: (f64, f64) = (100.0, 175.0);
/// Closed skull that a brain takes from its base to the vertex; adults have 80 mm and more (unverified).
const LEAST_SPAN_MM: f64 = 60.0;
/// A ring this wide in the topmost slice says that the vertex is missing.
const OPEN_TOP_MM: f64 = 45.0;

/// A slice through a skull.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Ring {
    /// Distance to the bone along each ray, mm: to the left first, then by the back and the right.
    pub(crate) radii: [f64; N_RAYS],
    /// Middle of the bone, pixels.
    pub(crate) x: f64,
    pub(crate) y: f64,
    /// Mean distance of the rays that met bone, mm.
    pub(crate) mean: f64,
}

impl Ring {
    fn width_mm(&self) -> f64 {
        self.radii[0] + self.radii[N_RAYS / 2]
    }
}

/// The slices that show a skull.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Skull {
    pub(crate) first: usize,
    pub(crate) last: usize,
    /// Middle of the widest rings, pixels.
    pub(crate) x: f64,
    pub(crate) y: f64,
    /// Greatest inner width, mm.
    pub(crate) width_mm: f64,
    /// Mean radius of the topmost ring, mm.
    pub(crate) top_mm: f64,
}

/// The ring of a slice of `nx` pixels a row; `None` where there is no closed one.
pub(crate) fn ring(plane: &[f32], nx: usize, pixel_mm: f64) -> Option<Ring> {
    let ny = plane.len() / nx.max(1);
    let (mut n, mut sum_x, mut sum_y) = (0_usize, 0.0, 0.0);
    for (idx, _) in plane.iter().enumerate().filter(|(_, v)| **v >= BONE_HU) {
        n += 1;
        sum_x += (idx % nx) as f64;
        sum_y += (idx / nx) as f64;
    }
    if n < LEAST_BONE {
        return None;
    }
    let (x, y) = (sum_x / n as f64, sum_y / n as f64);
    let value = |x: f64, y: f64| -> f32 {
        let is_inside = x >= 0.0 && y >= 0.0 && x < nx as f64 && y < ny as f64;
        let found = is_inside.then(|| plane.get(index(y) * nx + index(x)));
        found.flatten().copied().unwrap_or(-1e4)
    };
    let n_steps = index(REACH_MM / pixel_mm);
    let mut reached = [None; N_RAYS];
    let (mut n_soft, mut n_before) = (0_usize, 0_usize);
    for (ray, reached) in reached.iter_mut().enumerate() {
        let angle = ray as f64 * (TAU / N_RAYS as f64);
        let mut n_soft_here = 0;
        for step in 1..=n_steps {
            let way = step as f64;
            let found = value(
                (x + angle.cos() * way + 0.5).floor(),
                (y + angle.sin() * way + 0.5).floor(),
            );
            if found >= BONE_HU {
                *reached = Some(step as f64 * pixel_mm);
                n_soft += n_soft_here;
                n_before += step - 1;
                break;
            }
            n_soft_here += usize::from(SOFT_HU.0 <= found && found <= SOFT_HU.1);
        }
    }
    let n_hits = reached.iter().flatten().count();
    let mean = reached.iter().flatten().sum::<f64>() / n_hits.max(1) as f64;
    // A gap in the bone, such as a suture, is as far away as the rest.
    let radii = reached.map(|mm| mm.unwrap_or(mean));
    let is_ring = n_hits >= LEAST_HITS
        && n_soft as f64 >= LEAST_SOFT * n_before as f64
        && RADIUS_MM.0 <= mean
        && mean <= RADIUS_MM.1;
    is_ring.then_some(Ring { radii, x, y, mean })
}

/// The longest run of rings, in which single ones may be missing.
pub(crate) fn skull(rings: &[Option<Ring>], pixel_mm: f64) -> Option<Skull> {
    let mut best: Option<(usize, usize)> = None;
    let mut run: Option<(usize, usize)> = None;
    for (z, _) in rings.iter().enumerate().filter(|(_, ring)| ring.is_some()) {
        let (start, _) = run
            .filter(|&(_, last)| z - last <= 2)
            .map_or((z, z), |(start, _)| (start, z));
        run = Some((start, z));
        if best.is_none_or(|(first, last)| z - start > last - first) {
            best = run;
        }
    }
    let (first, last) = best?;
    let inside = || rings[first..=last].iter().flatten();
    let width_mm = inside().map(Ring::width_mm).fold(0.0, f64::max);
    let wide: Vec<&Ring> = inside()
        .filter(|ring| ring.width_mm() >= 0.9 * width_mm)
        .collect();
    let n = wide.len() as f64;
    let middle = |of: fn(&Ring) -> (f64, f64, f64)| {
        let each = wide.iter().map(|ring| {
            let (at, more, less) = of(ring);
            at + (more - less) / 2.0 / pixel_mm
        });
        each.sum::<f64>() / n
    };
    Some(Skull {
        first,
        last,
        x: middle(|r| (r.x, r.radii[0], r.radii[N_RAYS / 2])),
        y: middle(|r| (r.y, r.radii[N_RAYS / 4], r.radii[N_RAYS * 3 / 4])),
        width_mm,
        top_mm: rings[last].as_ref().map_or(0.0, |ring| ring.mean),
    })
}

/// Whether the skull is an adult's and whole, in a scan of `n_slices`.
pub(crate) fn check(
    found: Option<Skull>,
    n_slices: usize,
    slice_mm: f64,
    said: Option<&str>,
) -> Result<Skull, Refusal> {
    let tag = said.map_or(String::new(), |part| {
        format!("; the body part is given as {part}")
    });
    let Some(skull) = found else {
        return Err((
            NotRunReason::OutOfScope,
            format!("expected a head, found no closed skull around soft tissue{tag}"),
        ));
    };
    if skull.width_mm < WIDTH_MM.0 || WIDTH_MM.1 < skull.width_mm {
        return Err((
            NotRunReason::OutOfScope,
            format!(
                "expected an adult skull of {} to {} mm inner width, found {:.0} mm{tag}",
                WIDTH_MM.0, WIDTH_MM.1, skull.width_mm
            ),
        ));
    }
    let span_mm = (skull.last - skull.first + 1) as f64 * slice_mm;
    if span_mm < LEAST_SPAN_MM {
        return Err((
            NotRunReason::BadInput,
            format!(
                "expected at least {LEAST_SPAN_MM} mm of closed skull, found {span_mm:.0} mm: the scan is cut off"
            ),
        ));
    }
    if skull.last + 1 >= n_slices && skull.top_mm > OPEN_TOP_MM {
        return Err((
            NotRunReason::BadInput,
            format!(
                "expected the vertex in the scan, found a skull still {:.0} mm wide in its topmost slice: the scan is cut off",
                2.0 * skull.top_mm
            ),
        ));
    }
    Ok(skull)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "callers pass numbers from 0 to the size of a plane"
)]
fn index(v: f64) -> usize {
    v as usize
}

#[cfg(test)]
mod tests;
