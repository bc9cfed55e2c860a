//! Slices of a planned chest CT, from distances to stored samples. Pure; shapes, tissues and noise stand elsewhere.

use crate::chest_ct::bones;
use crate::chest_ct::field;
use crate::chest_ct::lattice::{Lattice, Node};
use crate::chest_ct::lesion::{Effect, Vessel, in_body, in_vessel, wide_part};
use crate::chest_ct::plan::ChestCtPlan;
use crate::chest_ct::raster::{self, Layers, Plane};
use crate::chest_ct::tissue::Tissue;
use crate::num::{P3, coverage, floor_i32, lerp};
use crate::physics::{blur, kernel};

/// What a voxel of a phantom belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Organ {
    /// Air and couch around the patient.
    Outside,
    /// The patient, unless named below.
    Body,
    /// Right lung with its vessels and nodules.
    RightLung,
    /// Left lung with its vessels and nodules.
    LeftLung,
    /// Heart without the great vessels.
    Heart,
    /// Aorta, caval veins, pulmonary trunk and their large branches, unless named below.
    GreatVessel,
    /// Liver.
    Liver,
    /// Spleen.
    Spleen,
    /// Vertebrae and sternum, unless named below.
    Bone,
    /// Fat under the skin.
    SubcutaneousFat,
    /// The wide part of the ascending aorta, where its diameter is measured.
    AscendingAorta,
    /// The wide part of the pulmonary trunk, where its diameter is measured.
    PulmonaryTrunk,
    /// The body of a vertebra.
    VertebralBody,
    /// What lies within the smooth outer surface of the heart and is neither muscle nor blood of a chamber.
    Pericardium,
}

/// Renders a slice: HU, x fastest; empty past the last slice. Equal bits whatever the thread.
#[must_use]
pub fn render_slice(plan: &ChestCtPlan, z: u32) -> Vec<i16> {
    let Some((mut hu, map)) = clean(plan, z) else {
        return Vec::new();
    };
    plan.noise.add(z, &map, &mut hu);
    hu.into_iter().map(to_stored).collect()
}

/// A slice as [`render_slice`] gives it, in HU, before the noise.
#[must_use]
pub fn render_slice_without_noise(plan: &ChestCtPlan, z: u32) -> Vec<f32> {
    clean(plan, z).map_or_else(Vec::new, |(hu, _)| hu)
}

/// What each voxel of a slice belongs to, x fastest; empty past the last slice.
#[must_use]
pub fn render_labels(plan: &ChestCtPlan, z: u32) -> Vec<Organ> {
    let Some(slice) = Lattice::new(plan, z) else {
        return Vec::new();
    };
    let layers = raster::draw(plan, slice.plane, z as usize, slice.z);
    let mut labels = vec![Organ::Outside; slice.plane.side * slice.plane.side];
    let measured = [
        (Vessel::Aorta, Organ::AscendingAorta),
        (Vessel::Trunk, Organ::PulmonaryTrunk),
    ]
    .map(|(vessel, organ)| (wide_part(&plan.anatomy, vessel), organ));
    slice.each_pixel(|idx, at, node| {
        let found = organ(plan, at, node, &layers, idx);
        let mut parts = measured.iter();
        labels[idx] = parts
            .find(|(pieces, _)| found == Organ::GreatVessel && in_vessel(pieces, at))
            .map_or(found, |(_, part)| *part);
    });
    labels
}

/// How far a nodule's voxels stand above the lung around it in the noise-free slices, HU.
///
/// The mean over voxels of the truth mask minus the mean over the lung 2 to 6 mm outside the surface; `None` if there is
/// no such nodule or it covers no voxel. Renders every slice that the nodule touches.
#[must_use]
pub fn realised_contrast_hu(plan: &ChestCtPlan, nodule: usize) -> Option<f64> {
    let nodule = plan.nodules.get(nodule)?;
    let [(x0, x1), (y0, y1), (z0, z1)] = plan.voxel_box(nodule);
    let (mut inside, mut around) = ((0.0f64, 0u32), (0.0f64, 0u32));
    for z in z0..=z1 {
        let slice = render_slice_without_noise(plan, u32::try_from(z).ok()?);
        for y in y0..=y1 {
            for x in x0..=x1 {
                let at = plan.voxel_at(x, y, z);
                let hu = f64::from(slice[y * plan.params.size as usize + x]);
                let d = nodule.distance(at, &plan.anatomy.texture);
                if nodule.share(at, plan.voxel_extent(), &plan.anatomy.texture) >= 0.5 {
                    inside = (inside.0 + hu, inside.1 + 1);
                } else if (2.0..6.0).contains(&d) && plan.anatomy.lung_patient(at.to_vec3()) < -1.0
                {
                    around = (around.0 + hu, around.1 + 1);
                }
            }
        }
    }
    (inside.1 > 0 && around.1 > 0)
        .then(|| inside.0 / f64::from(inside.1) - around.0 / f64::from(around.1))
}

/// HU before noise, and the map of the noise's strength on a coarse grid.
fn clean(plan: &ChestCtPlan, z: u32) -> Option<(Vec<f32>, Vec<f32>)> {
    let slice = Lattice::new(plan, z)?;
    let mut hu = vec![-1000.0f32; slice.plane.side * slice.plane.side];
    couch(plan, slice.plane, &mut hu);
    let layers = raster::draw(plan, slice.plane, z as usize, slice.z);
    let tissue = Tissue::new(plan);
    slice.each_pixel(|idx, at, node| {
        hu[idx] = tissue.hu(at, node, layers.at(idx), hu[idx]);
    });
    // Before all pathology: twins share their noise.
    let map = plan.noise.map(&hu);
    if let Some(effect) = Effect::of(plan, slice.plane.origin, &layers) {
        slice.each_pixel(|idx, at, node| hu[idx] = effect.change(idx, at, node, hu[idx]));
    }
    draw_nodules(plan, z as usize, &mut hu);
    Effect::spots(plan, z as usize, slice.plane.origin, &mut hu);
    blur::gaussian(
        &mut hu,
        slice.plane.side,
        kernel::psf_sigma_mm(plan.params.kernel) / slice.plane.pixel,
    );
    Some((hu, map))
}

fn organ(plan: &ChestCtPlan, at: P3, f: &Node, layers: &Layers, idx: usize) -> Organ {
    if f[field::BODY] >= 0.0 {
        return Organ::Outside;
    }
    if f[field::LUNG] < 0.0 {
        return if at.x < 0.0 {
            Organ::RightLung
        } else {
            Organ::LeftLung
        };
    }
    let axial = bones::axial(&plan.anatomy, plan.anatomy.canonical(at));
    if axial.bone < 0.0 || layers.share(idx, raster::BONE) > 0.5 {
        return if in_body(&plan.anatomy, axial.level, at) {
            Organ::VertebralBody
        } else {
            Organ::Bone
        };
    }
    if layers.great_vessel(idx) >= 0.5 {
        return Organ::GreatVessel;
    }
    let named = [
        (field::HEART, Organ::Heart),
        (field::LIVER, Organ::Liver),
        (field::SPLEEN, Organ::Spleen),
    ];
    for (i, organ) in named {
        if f[i] < 0.0 && (i == field::HEART) == (f[field::ABDOMEN] > 0.0) {
            return organ;
        }
    }
    if f[field::PERICARDIUM] < 0.0 && f[field::ABDOMEN] > 0.0 {
        Organ::Pericardium
    } else if f[field::MUSCLE] > 0.0 && f[field::CAVITY] > 8.0 && f[field::BODY] < -3.0 {
        Organ::SubcutaneousFat
    } else {
        Organ::Body
    }
}

/// The couch: a curved shell with foam inside, under the back.
fn couch(plan: &ChestCtPlan, plane: Plane, hu: &mut [f32]) {
    // The body's back lies on a mat.
    let back = plan.anatomy.scale.y * 131.0;
    for y in 0..plane.side {
        let py = plane.origin.y + y as f32 * plane.pixel;
        if py < back - 40.0 {
            continue;
        }
        for x in 0..plane.side {
            let px = plane.origin.x + x as f32 * plane.pixel;
            let top = back + 16.0 - px * px * 0.00075;
            let under = top + 26.0 - px * px * 0.0004;
            let edge = coverage(px.abs() - 212.0, plane.pixel);
            let upper = coverage((py - top).abs() - 0.9, plane.pixel);
            let lower = coverage((py - under).abs() - 0.9, plane.pixel);
            let foam = coverage((top - py).max(py - under), plane.pixel);
            let value = (-1000.0f32)
                .max(lerp(-1000.0, -935.0, foam))
                .max(lerp(-1000.0, -120.0, upper))
                .max(lerp(-1000.0, -180.0, lower));
            hu[y * plane.side + x] = lerp(-1000.0, value, edge);
        }
    }
}

fn draw_nodules(plan: &ChestCtPlan, z: usize, hu: &mut [f32]) {
    let texture = &plan.anatomy.texture;
    for nodule in &plan.nodules {
        let [(x0, x1), (y0, y1), (z0, z1)] = plan.voxel_box(nodule);
        if !(z0..=z1).contains(&z) {
            continue;
        }
        for y in y0..=y1 {
            for x in x0..=x1 {
                let at = plan.voxel_at(x, y, z);
                let share = nodule.share(at, plan.voxel_extent(), texture);
                if share > 0.0 {
                    let idx = y * plan.params.size as usize + x;
                    hu[idx] = nodule.blend(hu[idx], at, share, texture);
                }
            }
        }
    }
}

/// A stored sample: HU rounded to the nearest, within what CT stores.
fn to_stored(hu: f32) -> i16 {
    let rounded = floor_i32(hu.clamp(-1024.0, 3071.0) + 0.5);
    i16::try_from(rounded).unwrap_or(0)
}

#[cfg(test)]
mod tests;
