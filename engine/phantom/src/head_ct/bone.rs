//! HU outside the cranial cavity: scalp, muscle, bone, air cells, orbits. Shapes: `skull`.

use crate::head_ct::anatomy::Head;
use crate::head_ct::field::{self, Fields};
use crate::num::{P3, coverage, lerp, p3, smooth_step};

/// Thickness of the compact outer and inner tables, mm (reference 2.1: 1.5-2 and 1-1.5).
const TABLE_MM: f32 = 1.5;

/// HU of a place that lies at least partly outside the cavity. `inside` is the HU of the cavity there, `around` that
/// of the air about the patient.
pub(crate) fn hu(head: &Head, f: &Fields, at: P3, width: f32, inside: f32, around: f32) -> f32 {
    let grain = head.texture.at(at * 1.4);
    let braincase = f[field::OUTER].max(-f[field::INNER]);
    let solid = f[field::BASE].max(-f[field::ORBIT]).max(-f[field::INNER]);
    let bone = braincase.min(solid);
    let share = coverage(bone, width);
    let mut hu = if share < 1.0 {
        soft(head, f, at, width, grain)
    } else {
        0.0
    };
    if f[field::ORBIT] < width {
        let fat = -88.0 + 7.0 * grain;
        hu = lerp(hu, fat, coverage(f[field::ORBIT], width));
    }
    if share > 0.0 {
        hu = lerp(hu, bone_hu(head, f, at, bone, grain), share);
    }
    if f[field::CELLS] < width {
        hu = lerp(hu, cell_hu(head, at), coverage(f[field::CELLS], width));
    }
    if f[field::AIR] < 2.0 {
        // Mucosa between bone and air.
        hu = lerp(hu, 35.0, coverage(f[field::AIR] - 0.5, 0.8));
        hu = lerp(hu, -990.0, coverage(f[field::AIR], width));
    }
    hu = lerp(hu, inside, coverage(f[field::INNER], width));
    lerp(around, hu, coverage(f[field::SKIN], width))
}

fn soft(head: &Head, f: &Fields, at: P3, width: f32, grain: f32) -> f32 {
    let fat = -100.0 + 9.0 * grain;
    let strand = head.texture.at(p3(at.y * 0.9, at.z * 0.9, at.x * 0.9));
    let muscle = 50.0 + 5.0 * grain - 30.0 * (strand - 1.1).max(0.0);
    let mut hu = lerp(fat, muscle, coverage(f[field::MUSCLE], 1.5 * width));
    // Glands, muscles of the face, fasciae and vessels run through fat.
    let deep = smooth_step(4.0, 9.0, f[field::OUTER]) * smooth_step(-4.0, -8.0, f[field::SKIN]);
    if deep > 0.0 {
        let lump = head
            .texture
            .at(p3(at.z * 0.6 + 3.0, at.x * 0.8, at.y * 0.6));
        let share = 0.9 * deep * smooth_step(-0.3, 0.3, lump);
        hu = lerp(hu, 42.0 + 5.0 * grain, share);
    }
    hu = lerp(hu, 10.0, 0.5 * smooth_step(1.1, 2.0, strand.abs()));
    // Galea and pericranium on the bone, then the skin.
    hu = lerp(
        hu,
        35.0,
        0.8 * coverage((f[field::OUTER] - 0.7).abs() - 0.7, width),
    );
    lerp(
        hu,
        32.0 + 8.0 * grain,
        coverage(-f[field::SKIN] - 2.3, width),
    )
}

fn bone_hu(head: &Head, f: &Fields, at: P3, bone: f32, grain: f32) -> f32 {
    let fine = head.texture.at(p3(at.z * 2.3, at.x * 2.3, at.y * 2.3));
    let compact = 1330.0 + 70.0 * grain;
    let spongy = 520.0 + 150.0 * fine + 60.0 * grain;
    let depth = -bone;
    let mut hu = lerp(
        compact,
        spongy,
        smooth_step(TABLE_MM - 0.5, TABLE_MM + 0.7, depth),
    );
    // The petrous bone is the densest of the body.
    if f[field::BASE] < -4.0 && f[field::INNER] < 12.0 {
        hu = lerp(hu, 1500.0, smooth_step(-4.0, -6.0, f[field::BASE]) * 0.7);
    }
    let (_, suture) = head.plate(at);
    if suture < 3.0 && f[field::BASE] > 2.0 {
        let zigzag = 1.6 * head.texture.at(at * 1.9) + 0.9 * fine;
        hu = lerp(
            hu,
            150.0,
            0.85 * coverage((suture + zigzag).abs() - 0.3, 0.7),
        );
    }
    hu
}

/// Air cells with thin walls.
fn cell_hu(head: &Head, at: P3) -> f32 {
    let turned = p3(
        0.80 * at.x - 0.60 * at.y,
        0.60 * at.x + 0.80 * at.y,
        at.z + 0.3 * at.x,
    );
    let a = head.texture.at(turned * 6.3);
    let b = head
        .texture
        .at(p3(turned.y, turned.z, turned.x) * 3.3 + p3(7.0, 1.0, 5.0));
    let wall = 1.0 - smooth_step(0.15, 0.6, (a + 0.7 * b).abs());
    lerp(-900.0, 560.0, wall)
}
