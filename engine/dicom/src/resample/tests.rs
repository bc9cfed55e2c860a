//! A head CT with a tilted gantry and two slice spacings: what is round in the patient stays round, at its place.

use std::sync::{Arc, OnceLock};

use overread_base::{Diagnostics, SopUid, Vec3};
use overread_image::Rescale;

use super::onto_grid;
use crate::codec::FrameShape;
use crate::model::{Frame, FrameGroup, PixelSpacing, SeriesGeometry, SpacingSource};
use crate::pixels::{Number, PixelLayout};
use crate::stack::arrange;

const N_SLICES: u32 = 300;
const SIDE: u32 = 64;
const CENTRE: Vec3 = Vec3 {
    x: 1.5,
    y: -2.0,
    z: 80.0,
};
const RADIUS_MM: f64 = 20.0;

fn layout() -> PixelLayout {
    PixelLayout {
        shape: FrameShape {
            rows: SIDE,
            columns: SIDE,
            samples_per_pixel: 1,
            bits_allocated: 16,
            bits_stored: 16,
        },
        high_bit: 15,
        is_signed: true,
        is_planar: false,
        is_big_endian: false,
        is_deflated: false,
        number: Number::Integer,
        n_frames: 1,
        photometric: "MONOCHROME2".to_owned(),
        transfer_syntax: "1.2.840.10008.1.2.1".to_owned(),
        offset: 0,
        len: None,
        file_len: 0,
        modality_lut: None,
        palette: None,
        padding: None,
        overlays: Vec::new(),
        extended_offsets: Vec::new(),
        fragment_index: OnceLock::new(),
    }
}

/// 150 slices 0.5 mm apart along the table, then 150 of 1 mm; the gantry is tilted by 20 degrees.
fn frames() -> Vec<Frame> {
    let (sin, cos) = 20_f64.to_radians().sin_cos();
    let (row, column) = (Vec3::new(1.0, 0.0, 0.0), Vec3::new(0.0, cos, sin));
    let layout = Arc::new(layout());
    (0..N_SLICES)
        .map(|idx| {
            let table = f64::from(idx.min(150)) * 0.5 + f64::from(idx.saturating_sub(150));
            let half = f64::from(SIDE) / 2.0;
            Frame {
                sop: SopUid::new(format!("1.2.{}", idx + 1)).unwrap(),
                sop_class: String::new(),
                frame_number: 1,
                file: format!("{idx:03}.dcm").into(),
                instance_number: i32::try_from(idx).ok(),
                size: [SIDE, SIDE],
                position: Some(Vec3::new(0.0, 0.0, table) - row * half - column * half),
                orientation: Some((row, column)),
                spacing: Some(PixelSpacing {
                    column_mm: 1.0,
                    row_mm: 1.0,
                    source: SpacingSource::Patient,
                }),
                rescale: Rescale::IDENTITY,
                vois: Arc::default(),
                patient_orientation: None,
                laterality: None,
                view: None,
                group: FrameGroup::default(),
                layout: Arc::clone(&layout),
            }
        })
        .collect()
}

/// 1000 inside the sphere, 0 outside, even between them over 1 mm.
fn sphere(at: Vec3) -> i16 {
    let inside = (RADIUS_MM - (at - CENTRE).length() + 0.5).clamp(0.0, 1.0);
    super::nearest(super::narrow(inside * 1000.0))
}

#[test]
fn a_sphere_in_a_tilted_head_of_two_spacings_keeps_place_and_size() {
    let mut said = Diagnostics::default();
    let stacks = arrange(frames(), "CT", None, "series 1", &mut said);
    assert_eq!(stacks.len(), 1);
    let texts: Vec<String> = said.all().iter().map(ToString::to_string).collect();
    assert!(
        texts
            .iter()
            .any(|t| t.contains("slices are tilted") && t.contains("found 20.0"))
    );
    assert!(
        texts
            .iter()
            .any(|t| t.contains("more slice distances are uneven"))
    );
    let SeriesGeometry::Resampled { grid, tilt_deg, .. } = &stacks[0].geometry else {
        panic!("{:?}", stacks[0].geometry)
    };
    assert!((tilt_deg - 20.0).abs() < 1e-6, "{tilt_deg}");
    let ordered = &stacks[0].frames;
    let positions: Vec<Vec3> = ordered.iter().filter_map(|f| f.position).collect();
    let mut samples = Vec::new();
    for frame in ordered {
        let (first, (row, column)) = (frame.position.unwrap(), frame.orientation.unwrap());
        for y in 0..SIDE {
            for x in 0..SIDE {
                samples.push(sphere(first + row * f64::from(x) + column * f64::from(y)));
            }
        }
    }
    let out = onto_grid(&samples, [SIDE, SIDE], &positions, grid);
    let (mut mass, mut moment) = (0.0, Vec3::default());
    let [nx, ny, _] = grid.size;
    for (idx, &sample) in (0_u32..).zip(&out) {
        let voxel = Vec3::new(
            f64::from(idx % nx),
            f64::from(idx / nx % ny),
            f64::from(idx / nx / ny),
        );
        let share = f64::from(sample) / 1000.0;
        mass += share;
        moment = moment + grid.patient_from_voxel(voxel) * share;
    }
    let centre = moment * (1.0 / mass);
    assert!((centre - CENTRE).length() < 0.1, "centre {centre:?}");
    let volume = mass * grid.spacing.x * grid.spacing.y * grid.spacing.z;
    let diameter = 2.0 * (volume * 0.75 / std::f64::consts::PI).cbrt();
    assert!(
        (diameter - 2.0 * RADIUS_MM).abs() < 0.4,
        "diameter {diameter} mm"
    );
}
