//! What the three networks see and answer. Decides nothing.

use overread_sdk::{Failure, FailureKind, Job, Model, Tensor, failure};

use crate::breast::Breast;
use crate::num::{index, small};
use crate::plane::Plane;
use crate::stars::stars;

/// Sides of the networks' inputs are multiples of 2 to the number of levels less one.
const TISSUE_MULTIPLE: usize = 16;
const CALCIUM_MULTIPLE: usize = 8;
const DENSITY_MULTIPLE: usize = 4;
/// Reach of the local mean that the calcium network's contrast is against: 15 pixels of 0.2 mm, 3 mm.
const CONTRAST_REACH: usize = 7;
/// Grains stand out by a part of the range of greys; this brings them to about 1.
const CONTRAST_GAIN: f32 = 6.0;
/// Reach of the local mean that the tissue network's contrast is against: 25 pixels of 0.4 mm, 10 mm.
const LOCAL_REACH: usize = 12;
/// Edges and strands stand out by a part of the range of greys; this brings them to about 1.
const LOCAL_GAIN: f32 = 5.0;
/// Reach of the squares over which the breasts are compared: 21 pixels of 0.4 mm, 8 mm.
const BROAD_REACH: usize = 10;
/// The breasts differ by a part of the range of greys; this brings it to about 1.
const BROAD_GAIN: f32 = 3.0;
/// Nearly all places have a smaller value of the stars.
const STAR_USUAL: f32 = 1.5;
/// Pixels of the density network: four of the coarse, 1.6 mm.
const DENSITY_STEP: usize = 4;

/// A probability map on the coarse plane for each of mass, distortion, asymmetry.
pub(crate) fn tissue(
    job: &Job,
    breast: &Breast,
    other: Option<&Breast>,
) -> Result<[Plane; 3], Failure> {
    let (width, height) = (breast.used_columns(), breast.coarse.height);
    let planes = tissue_input(breast, other);
    // Greys and stars are -1 in air, contrasts 0.
    let air = [-1.0, -1.0, 0.0, -1.0, 0.0];
    let planes: Vec<(&Plane, f32)> = planes.iter().zip(air).collect();
    let answer = run(job, "tissue", &planes, (width, height), TISSUE_MULTIPLE)?;
    let maps = unpadded(&answer, 3, (width, height), TISSUE_MULTIPLE)?;
    let mut maps = maps.into_iter().map(|map| within(map, breast));
    match (maps.next(), maps.next(), maps.next()) {
        (Some(mass), Some(distortion), Some(asymmetry)) => Ok([mass, distortion, asymmetry]),
        _ => Err(failure(FailureKind::Model, "the network gave too few maps")),
    }
}

/// Grey, the other breast's, local contrast, stars of strands, and by how much it is denser than the other breast over a
/// broad square.
pub(crate) fn tissue_input(breast: &Breast, other: Option<&Breast>) -> [Plane; 5] {
    let (width, height) = (breast.coarse.width, breast.coarse.height);
    let mean = breast.coarse.local_mean(LOCAL_REACH);
    let [fine, ..] = calcium_input(breast);
    let stars = stars(&fine, &breast.is_breast, width);
    let broad = breast.coarse.local_mean(BROAD_REACH);
    let air = Plane::filled(width, height, 0.0);
    let (beside, broad_beside) = match other {
        Some(other) => {
            let broad_of_other = other.coarse.local_mean(BROAD_REACH);
            (
                aligned(breast, other, &other.coarse, air),
                // Where the other image has ended nothing is known, so there is no difference.
                aligned(breast, other, &broad_of_other, broad.clone()),
            )
        }
        None => (air, broad.clone()),
    };
    let within = |value: &dyn Fn(usize) -> f32| Plane {
        width,
        height,
        values: (0..width * height)
            .map(|idx| {
                if breast.is_breast[idx] {
                    value(idx)
                } else {
                    0.0
                }
            })
            .collect(),
    };
    let contrast = |idx: usize| {
        let above = (breast.coarse.values[idx] - mean.values[idx]) * LOCAL_GAIN;
        above.clamp(-1.0, 2.0)
    };
    let denser = |idx: usize| {
        let more = (broad.values[idx] - broad_beside.values[idx]) * BROAD_GAIN;
        more.clamp(-1.0, 1.0)
    };
    [
        breast.coarse.map(|v| v * 2.0 - 1.0),
        beside.map(|v| v * 2.0 - 1.0),
        within(&contrast),
        stars.map(|v| (v - STAR_USUAL).max(-1.0)),
        within(&denser),
    ]
}

/// A plane of the other breast in the same view, moved so that the nipples lie on each other; where it has ended stays
/// what `beyond` holds.
pub(crate) fn aligned(breast: &Breast, other: &Breast, of_other: &Plane, beyond: Plane) -> Plane {
    let (width, height) = (breast.coarse.width, breast.coarse.height);
    let shift = |own: f64, others: f64| (others - own).round();
    let dx = shift(breast.nipple.0, other.nipple.0);
    let dy = shift(breast.nipple.1, other.nipple.1);
    let mut plane = beyond;
    for y in 0..height {
        for x in 0..width {
            let (fx, fy) = (x as f64 + dx, y as f64 + dy);
            let inside = 0.0 <= fx
                && fx < other.coarse.width as f64
                && 0.0 <= fy
                && fy < other.coarse.height as f64;
            if inside {
                let (sx, sy) = (
                    index(fx, other.coarse.width),
                    index(fy, other.coarse.height),
                );
                plane.values[y * width + x] = of_other.at(sx, sy);
            }
        }
    }
    plane
}

/// The probability map of calcifications, brought to the coarse plane by the greatest of four.
pub(crate) fn calcium(job: &Job, breast: &Breast) -> Result<Plane, Failure> {
    let (width, height) = (breast.used_columns() * 2, breast.coarse.height * 2);
    let [contrast, peak, grey] = calcium_input(breast);
    let planes = [(&contrast, 0.0), (&peak, 0.0), (&grey, -1.0)];
    let answer = run(job, "calcium", &planes, (width, height), CALCIUM_MULTIPLE)?;
    let maps = unpadded(&answer, 1, (width, height), CALCIUM_MULTIPLE)?;
    let fine = maps
        .into_iter()
        .next()
        .ok_or_else(|| failure(FailureKind::Model, "the network gave no map"))?;
    let mut map = Plane::filled(width / 2, height / 2, 0.0);
    for y in 0..map.height {
        for x in 0..map.width {
            let (fx, fy) = (2 * x, 2 * y);
            let upper = fine.at(fx, fy).max(fine.at(fx + 1, fy));
            let lower = fine.at(fx, fy + 1).max(fine.at(fx + 1, fy + 1));
            map.values[y * map.width + x] = upper.max(lower);
        }
    }
    Ok(within(map, breast))
}

/// Local contrast, how much the brightest fine pixel stands out, and the grey itself; outside the breast as air.
pub(crate) fn calcium_input(breast: &Breast) -> [Plane; 3] {
    let mean = breast.half.local_mean(CONTRAST_REACH);
    let mut contrast = breast.half.clone();
    let mut peak = breast.peak.clone();
    let mut grey = breast.half.map(|v| v * 2.0 - 1.0);
    let width = breast.half.width;
    for idx in 0..contrast.values.len() {
        let (x, y) = (idx % width / 2, idx / width / 2);
        if breast.is_breast[y * breast.coarse.width + x] {
            let above = (contrast.values[idx] - mean.values[idx]) * CONTRAST_GAIN;
            contrast.values[idx] = above.clamp(-1.0, 3.0);
            peak.values[idx] = (peak.values[idx] * CONTRAST_GAIN).clamp(0.0, 3.0);
        } else {
            contrast.values[idx] = 0.0;
            peak.values[idx] = 0.0;
            grey.values[idx] = -1.0;
        }
    }
    [contrast, peak, grey]
}

/// The share of glandular tissue, 0 to 1: the mean over the breast of what the network says of each pixel.
pub(crate) fn share(job: &Job, breast: &Breast) -> Result<f64, Failure> {
    let grey = breast.coarse.reduced(DENSITY_STEP).map(|v| v * 2.0 - 1.0);
    let inside = Plane {
        width: breast.coarse.width,
        height: breast.coarse.height,
        values: breast
            .is_breast
            .iter()
            .map(|&is_in| if is_in { 1.0 } else { 0.0 })
            .collect(),
    };
    let inside = inside.reduced(DENSITY_STEP);
    let size = (grey.width, grey.height);
    let answer = run(job, "density", &[(&grey, -1.0)], size, DENSITY_MULTIPLE)?;
    let maps = unpadded(&answer, 1, size, DENSITY_MULTIPLE)?;
    let (mut sum, mut n) = (0.0, 0.0);
    for (said, weight) in maps.iter().flat_map(|map| &map.values).zip(&inside.values) {
        sum += f64::from(*said) * f64::from(*weight);
        n += f64::from(*weight);
    }
    Ok(if n > 0.0 { sum / n } else { 0.0 })
}

/// Runs a network on the upper left `size` of the planes, each with what air is in it beyond.
fn run(
    job: &Job,
    name: &str,
    planes: &[(&Plane, f32)],
    size: (usize, usize),
    multiple: usize,
) -> Result<Tensor, Failure> {
    let model: Model = job.open_model(name)?;
    let (width, height) = (
        size.0.next_multiple_of(multiple),
        size.1.next_multiple_of(multiple),
    );
    let mut values = Vec::with_capacity(planes.len() * width * height);
    for (plane, air) in planes {
        for y in 0..height {
            for x in 0..width {
                let is_in = x < size.0 && y < size.1;
                values.push(if is_in { plane.at(x, y) } else { *air });
            }
        }
    }
    let shape = [1, small(planes.len()), small(height), small(width)];
    let input = Tensor::of_floats(&shape, &values)?;
    let outputs = model.run(&[("image", &input)])?;
    let named = outputs.into_iter().find(|(name, _)| name == "probability");
    named.map(|(_, tensor)| tensor).ok_or_else(|| {
        failure(
            FailureKind::Model,
            "the network has no output `probability`",
        )
    })
}

/// The first channels of an answer without what was added at the ends.
fn unpadded(
    answer: &Tensor,
    n_channels: usize,
    size: (usize, usize),
    multiple: usize,
) -> Result<Vec<Plane>, Failure> {
    let (width, height) = (
        size.0.next_multiple_of(multiple),
        size.1.next_multiple_of(multiple),
    );
    let expected = [1, small(n_channels), small(height), small(width)];
    if answer.shape() != expected {
        return Err(failure(
            FailureKind::Model,
            format!(
                "expected an answer of {expected:?}, found {:?}",
                answer.shape()
            ),
        ));
    }
    let values = answer.floats()?;
    if values.iter().any(|v| !v.is_finite()) {
        return Err(failure(FailureKind::Model, "the network gave no number"));
    }
    let planes = values.chunks_exact(width * height).map(|channel| Plane {
        width: size.0,
        height: size.1,
        values: channel
            .chunks_exact(width)
            .take(size.1)
            .flat_map(|row| row[..size.0].iter().copied())
            .collect(),
    });
    Ok(planes.collect())
}

/// The map on the whole coarse plane, 0 outside the breast.
fn within(map: Plane, breast: &Breast) -> Plane {
    let mut whole = Plane::filled(breast.coarse.width, breast.coarse.height, 0.0);
    for (idx, value) in whole.values.iter_mut().enumerate() {
        let (x, y) = (idx % breast.coarse.width, idx / breast.coarse.width);
        if breast.is_breast[idx] && x < map.width && y < map.height {
            *value = map.at(x, y);
        }
    }
    whole
}
