//! HU of a voxel from its distances and the shares of what is drawn into it. No noise.

use crate::chest_ct::anatomy::{Anatomy, gauss};
use crate::chest_ct::bones;
use crate::chest_ct::field::{self, FIELDS};
use crate::chest_ct::plan::ChestCtPlan;
use crate::chest_ct::raster::Layers;
use crate::num::{P3, coverage, lerp, p3, smooth_step, to_f32};

/// HU of a voxel from its distances and the shares of tubes and bones.
pub(crate) fn tissue(
    plan: &ChestCtPlan,
    at: P3,
    f: &[f32; FIELDS],
    lung_width: f32,
    layers: &Layers,
    idx: usize,
    outside: f32,
) -> f32 {
    let anatomy = &plan.anatomy;
    let pixel = plan.voxel_extent().x;
    let soft = pixel * 1.3;
    let q = anatomy.canonical(at);
    let grain = anatomy.texture.at(p3(q.x * 0.9, q.y * 0.9, q.z * 0.8));
    let mottle = anatomy
        .texture
        .at(p3(q.y * 0.37 + 9.0, q.x * 0.33, q.z * 0.35));
    let enhancement = to_f32(plan.params.enhancement_hu);
    let fat = -106.0 + 5.0 * grain;
    let muscle = 52.0 + 3.0 * grain + 3.0 * mottle;
    let mut hu = lerp(fat, muscle, coverage(f[field::MUSCLE], soft));
    hu = lerp(hu, fat + 12.0, 0.9 * coverage(f[field::FAT_PLANE], 1.6));
    if anatomy.female {
        hu = gland(q, f, hu, mottle);
    }
    hu = lerp(hu, 25.0, coverage(-f[field::BODY] - 1.7, soft));
    if f[field::CAVITY] < 4.0 {
        hu = lerp(
            hu,
            inner(plan, q, f, grain, mottle, soft),
            coverage(f[field::CAVITY] - 0.6, soft),
        );
    }
    if f[field::LUNG] < 6.0 {
        let mut lung = anatomy.lung_hu(q);
        let sheet = |d: f32| 105.0 * gauss(d / 0.8);
        lung += sheet(f[field::MAJOR_FISSURE]);
        if at.x < 0.0 && f[field::MAJOR_FISSURE] > 0.0 {
            lung += sheet(f[field::MINOR_FISSURE]);
        }
        hu = lerp(hu, lung, coverage(f[field::LUNG], lung_width));
    }
    hu = axial_bone(anatomy, q, hu, grain, soft);
    let cortex = 820.0 + 60.0 * mottle;
    let marrow = 170.0 + 35.0 * grain;
    hu = lerp(
        hu,
        85.0 + 90.0 * (anatomy.texture.at(q * 1.9) - 1.0).max(0.0),
        layers.cartilage[idx],
    );
    hu = lerp(hu, cortex, layers.bone[idx]);
    hu = lerp(hu, marrow, layers.marrow[idx]);
    let blood = 43.0 + enhancement;
    hu = lerp(hu, blood, layers.great_vessel[idx]);
    // Bronchi do not run through the heart.
    let in_lung_or_fat = smooth_step(0.0, 2.0, f[field::HEART]);
    let in_lung = coverage(f[field::LUNG] - 8.0, 4.0);
    hu = hu.max(lerp(
        hu,
        38.0 + 0.9 * enhancement,
        layers.lung_vessel[idx] * in_lung,
    ));
    hu = lerp(hu, 25.0, layers.airway_wall[idx] * in_lung_or_fat);
    hu = lerp(hu, -985.0, layers.airway[idx] * in_lung_or_fat);
    lerp(hu, outside, coverage(-f[field::BODY], pixel))
}

/// Glandular tissue in the fat of a breast.
fn gland(q: P3, f: &[f32; FIELDS], hu: f32, mottle: f32) -> f32 {
    let off = p3(
        (q.x.abs() - 80.0) / 40.0,
        (q.y + 96.0) / 22.0,
        (q.z + 52.0) / 40.0,
    );
    let inside = 1.0 - off.dot(off);
    if inside <= 0.0 || f[field::MUSCLE] < 2.0 || f[field::BODY] > -6.0 {
        return hu;
    }
    lerp(
        hu,
        30.0,
        0.75 * smooth_step(0.0, 0.4, inside) * smooth_step(-0.2, 0.9, mottle),
    )
}

/// What fills the rib cage where there is no lung.
fn inner(plan: &ChestCtPlan, q: P3, f: &[f32; FIELDS], grain: f32, mottle: f32, soft: f32) -> f32 {
    let enhancement = to_f32(plan.params.enhancement_hu);
    // Mediastinal fat holds strands and small nodes.
    let mut hu = -98.0 + 7.0 * grain + 26.0 * (mottle - 0.6).max(0.0);
    hu = lerp(hu, 36.0, coverage(f[field::SOFT], soft));
    // A rim of muscle and pleura along the wall.
    hu = lerp(hu, 20.0, {
        let low = lerp(-2.2, -6.0, smooth_step(4.0, 0.0, f[field::ABDOMEN]));
        smooth_step(low, low + 1.4, f[field::CAVITY])
    });
    let heart = f[field::HEART];
    let pericardium = (heart - 3.4).abs() - 0.8;
    hu = lerp(hu, 20.0, 0.3 * coverage(pericardium, 1.2));
    // Fat in the grooves between the chambers.
    let groove = smooth_step(-9.0, -1.0, heart) * smooth_step(0.75, 1.5, mottle);
    let myocardium = 45.0 + 0.8 * enhancement + 2.0 * mottle;
    hu = lerp(hu, lerp(myocardium, -70.0, groove), coverage(heart, soft));
    let below = coverage(f[field::ABDOMEN], 2.2);
    if below > 0.0 {
        let mut under = -101.0 + 6.0 * grain + 20.0 * (mottle - 0.9).max(0.0);
        let stomach = f[field::STOMACH];
        let gas = coverage(q.y + 38.0, 1.0);
        let content = lerp(
            24.0 + 14.0 * grain,
            -970.0,
            gas * coverage(stomach + 4.0, soft),
        );
        under = lerp(
            under,
            lerp(42.0, content, coverage(stomach + 3.5, 1.6)),
            coverage(stomach, soft),
        );
        under = lerp(
            under,
            50.0 + 2.5 * grain + 0.4 * enhancement,
            coverage(f[field::SPLEEN], soft),
        );
        let vein = plan
            .anatomy
            .texture
            .at(p3(q.x * 0.5, q.y * 0.5 + 40.0, q.z * 0.5))
            .abs();
        let liver = 58.0 + 3.0 * grain - 9.0 * smooth_step(0.14, 0.02, vein) + 0.3 * enhancement;
        under = lerp(under, liver, coverage(f[field::LIVER], soft));
        let muscle = smooth_step(-3.2, -2.4, f[field::ABDOMEN]);
        hu = lerp(hu, lerp(under, 48.0, muscle), below);
    }
    hu
}

/// Spine and sternum over what is there.
fn axial_bone(anatomy: &Anatomy, q: P3, hu: f32, grain: f32, soft: f32) -> f32 {
    if q.x.abs() > 50.0 {
        return hu;
    }
    let axial = bones::axial(anatomy, q);
    let mut hu = lerp(hu, 78.0, coverage(axial.disc, soft));
    if axial.bone < 3.0 {
        let marrow = anatomy.spine[axial.level].trabecular_hu
            + 30.0 * anatomy.texture.at(q * 2.1)
            + 8.0 * grain;
        let cortex = 640.0 + 70.0 * anatomy.texture.at(q * 0.7);
        let bone = lerp(cortex, marrow, coverage(axial.bone + 1.25, 1.2));
        hu = lerp(hu, bone, coverage(axial.bone, soft));
    }
    // Fluid and cord behind a rim of fat.
    let cord = lerp(16.0, 34.0, coverage(axial.canal + 4.2, 1.5));
    let canal = lerp(-25.0, cord, coverage(axial.canal + 0.9, 1.2));
    lerp(hu, canal, coverage(axial.canal, soft))
}
