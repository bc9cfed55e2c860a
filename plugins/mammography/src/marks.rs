//! Marks of what was found, in the image's own space: a point, a box, a mask.

use overread_sdk::space::{patient_from_voxel, vec3, voxel_from_patient};
use overread_sdk::{Dims, Failure, Geometry, Mask, Region, Vec3};

use crate::breast::Breast;
use crate::join::Candidate;
use crate::num::{index, small};

/// The middle of the most probable pixels.
pub(crate) fn point(breast: &Breast, seen: &Candidate) -> Vec3 {
    breast.place(seen.peak.0 as f64, seen.peak.1 as f64)
}

/// The box around all pixels, by their outer edges.
pub(crate) fn corners(breast: &Breast, seen: &Candidate) -> (Vec3, Vec3) {
    let a = breast.place(seen.low.0 as f64 - 0.5, seen.low.1 as f64 - 0.5);
    let b = breast.place(seen.high.0 as f64 + 0.5, seen.high.1 as f64 + 0.5);
    (
        vec3(a.x.min(b.x), a.y.min(b.y), a.z.min(b.z)),
        vec3(a.x.max(b.x), a.y.max(b.y), a.z.max(b.z)),
    )
}

/// The pixels as a kept mask on the image's own grid; `None` where they take none of its pixels.
pub(crate) fn mask(breast: &Breast, seen: &Candidate, name: &str) -> Result<Option<u32>, Failure> {
    let native = breast.view.series.geometry;
    let Some((region, bytes)) = pixels(&native, breast, seen) else {
        return Ok(None);
    };
    let mask = Mask::blank(breast.view.series.id)?;
    mask.write(region, &bytes)?;
    mask.keep(name).map(Some)
}

/// The part of the image's grid around the pixels, and which of it they take.
fn pixels(native: &Geometry, breast: &Breast, seen: &Candidate) -> Option<(Region, Vec<u8>)> {
    let (low, high) = corners(breast, seen);
    let (a, b) = (
        voxel_from_patient(native, low),
        voxel_from_patient(native, high),
    );
    let span = |a: f64, b: f64, n: u32| {
        let n = n as usize;
        let first = index(a.min(b), n);
        (first, index(a.max(b).ceil(), n) + 1 - first)
    };
    let (x0, nx) = span(a.x, b.x, native.size.x);
    let (y0, ny) = span(a.y, b.y, native.size.y);
    let mut bytes = Vec::with_capacity(nx * ny);
    for y in y0..y0 + ny {
        for x in x0..x0 + nx {
            let at = patient_from_voxel(native, vec3(x as f64, y as f64, 0.0));
            let taken = breast
                .pixel(at)
                .is_some_and(|pixel| seen.pixels.binary_search(&pixel).is_ok());
            bytes.push(u8::from(taken));
        }
    }
    let region = Region {
        origin: Dims {
            x: small(x0),
            y: small(y0),
            z: 0,
        },
        size: Dims {
            x: small(nx),
            y: small(ny),
            z: 1,
        },
    };
    bytes.contains(&1).then_some((region, bytes))
}
