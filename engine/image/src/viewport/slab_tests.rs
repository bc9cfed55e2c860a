//! Thick slabs against a plain reference that walks every line of sight on its own.

use overread_base::Seed;

use super::*;
use crate::{Projection, Rescale, Window};

const PROJECTIONS: [Projection; 3] = [
    Projection::Maximum,
    Projection::Minimum,
    Projection::Average,
];

/// Noise over the whole range of samples, so that a sum that does not fit shows.
fn noise(size: [u32; 3], spacing: Vec3) -> Volume {
    let row_dir = Vec3::new(0.8, 0.6, 0.0);
    let col_dir = Vec3::new(0.0, 0.0, -1.0);
    let origin = Vec3::new(-31.0, 12.5, 7.25);
    let geometry = VolumeGeometry::new(size, spacing, origin, row_dir, col_dir).unwrap();
    let mut rng = Seed(4).rng();
    let samples = (0..geometry.voxel_count())
        .map(|_| match rng.below(8) {
            0 => i16::MIN,
            1 => i16::MAX,
            _ => i16::try_from(rng.below(65_536)).unwrap_or(-3),
        })
        .collect();
    Volume::new(geometry, samples, Rescale::IDENTITY).unwrap()
}

#[expect(clippy::cast_possible_truncation, reason = "small numbers")]
fn whole(number: f64) -> i64 {
    number.round() as i64
}

/// Greys that tell most samples apart.
fn lut() -> VoiLut {
    let window = Window::linear(0.0, 65_536.0).unwrap();
    VoiLut::new(window, Rescale::IDENTITY, false)
}

/// The value at a patient position in 1/65536 by the renderer's definition, in places of 1/256 voxel; `None` outside.
fn value_at(volume: &Volume, patient: Vec3) -> Option<i64> {
    let geometry = volume.geometry();
    let voxel = geometry.voxel_from_patient(patient).to_array();
    let mut taps = [(0_u32, 0_u32, 0_i64); 3];
    for axis in 0..3 {
        let last = 256 * (i64::from(geometry.size[axis]) - 1);
        let place = whole(voxel[axis] * 256.0);
        if !(-128..=last + 128).contains(&place) {
            return None;
        }
        let place = place.clamp(0, last);
        let low = u32::try_from(place / 256).unwrap();
        let high = (low + 1).min(geometry.size[axis] - 1);
        taps[axis] = (low, high, place % 256);
    }
    let [x, y, z] = taps;
    let at = |x: u32, y: u32, z: u32| whole(volume.value_at(x, y, z).unwrap().into());
    let mix = |low: i64, high: i64, weight: i64| low * (256 - weight) + high * weight;
    let face = |z: u32| {
        let row = |y: u32| mix(at(x.0, y, z), at(x.1, y, z), x.2);
        mix(row(y.0), row(y.1), y.2)
    };
    Some((mix(face(z.0), face(z.1), z.2) + 128) >> 8)
}

fn reference(viewport: &Viewport, volume: &Volume, slab: Slab, step_mm: f64) -> Vec<u8> {
    let [width, height] = viewport.size_px;
    let normal = viewport.right.cross(viewport.down);
    let steps = whole((slab.thickness_mm / 2.0 / step_mm + 1e-6).floor());
    let mut greys = Vec::new();
    for (row, column) in (0..height).flat_map(|r| (0..width).map(move |c| (r, c))) {
        let on_plane = viewport.patient_from_screen(f64::from(column) + 0.5, f64::from(row) + 0.5);
        let values: Vec<i64> = (-steps..=steps)
            .filter_map(|s| value_at(volume, on_plane + normal * (s as f64 * step_mm)))
            .collect();
        let n = values.len() as i64;
        let projected = match slab.projection {
            Projection::Maximum => values.iter().max().map(|v| (v + 32_768) >> 16),
            Projection::Minimum => values.iter().min().map(|v| (v + 32_768) >> 16),
            Projection::Average => {
                let mean = values.iter().sum::<i64>() as f64 / n as f64 / 65_536.0;
                (n > 0).then(|| whole((mean + 0.5).floor()))
            }
        };
        greys.push(projected.map_or(0, |v| lut().grey(i16::try_from(v).unwrap())));
    }
    greys
}

#[track_caller]
fn check(viewport: &Viewport, volume: &Volume, step_mm: f64) {
    for projection in PROJECTIONS {
        for thickness_mm in [0.0, 3.0, 9.0, 1000.0] {
            let slab = Slab {
                projection,
                thickness_mm,
            };
            let mut greys = Vec::new();
            viewport.render_slab(volume, slab, &lut(), &mut greys);
            let expected = reference(viewport, volume, slab, step_mm);
            assert!(expected.iter().any(|&g| g > 0), "{slab:?}: nothing to see");
            let differing = greys.iter().zip(&expected).filter(|(a, b)| a != b).count();
            assert_eq!(differing, 0, "{slab:?} of {} pixels", expected.len());
        }
    }
}

#[test]
fn slabs_of_the_grids_own_planes_are_projections_of_its_slices() {
    let volume = noise([13, 9, 11], Vec3::new(0.75, 1.0, 1.5));
    let centre = volume.geometry().centre();
    let steps = [
        (Plane::Acquired, 1.5),
        (Plane::Axial, 1.0),
        (Plane::Coronal, 1.5),
        (Plane::Sagittal, 0.75),
    ];
    for (plane, step_mm) in steps {
        let viewport = Viewport::fitted(volume.geometry(), plane, centre, [31, 24]);
        check(&viewport, &volume, step_mm);
    }
}

#[test]
fn slabs_of_oblique_planes_follow_their_normal() {
    let volume = noise([17, 15, 12], Vec3::new(0.7, 0.9, 1.3));
    let geometry = volume.geometry();
    let right = Vec3::new(0.48, 0.6, 0.64);
    let down = Vec3::new(0.8, -0.6, 0.0) * 0.6 + Vec3::new(-0.384, -0.512, 0.768) * 0.8;
    let down = (down - right * right.dot(down)).normalized().unwrap();
    let normal = right.cross(down);
    let per_mm = [
        normal.dot(geometry.row_dir) / 0.7,
        normal.dot(geometry.col_dir) / 0.9,
        normal.dot(geometry.slice_dir) / 1.3,
    ];
    let step_mm = 1.0 / per_mm.iter().fold(0.0_f64, |m, v| m.max(v.abs()));
    for (mm_per_px, centre) in [
        (0.31, geometry.centre()),
        (1.7, geometry.patient_from_voxel(Vec3::new(1.0, 14.3, 0.2))),
    ] {
        let viewport = Viewport {
            centre,
            right,
            down,
            mm_per_px,
            size_px: [37, 41],
        };
        check(&viewport, &volume, step_mm);
    }
}

#[test]
fn a_slab_about_a_plane_outside_the_volume_shows_what_it_reaches() {
    let volume = noise([8, 8, 6], Vec3::new(1.0, 1.0, 1.0));
    let mut viewport = Viewport::fitted(
        volume.geometry(),
        Plane::Acquired,
        volume.geometry().centre(),
        [16, 16],
    );
    viewport.centre = viewport.centre + volume.geometry().slice_dir * 7.5;
    let slab = |thickness_mm| Slab {
        projection: Projection::Maximum,
        thickness_mm,
    };
    let mut greys = Vec::new();
    viewport.render_slab(&volume, slab(2.0), &lut(), &mut greys);
    assert!(greys.iter().all(|&g| g == 0));
    viewport.render_slab(&volume, slab(12.0), &lut(), &mut greys);
    assert_eq!(greys, reference(&viewport, &volume, slab(12.0), 1.0));
    assert!(greys.iter().any(|&g| g > 0));
}

#[test]
fn a_thickness_that_is_no_number_or_endless_is_a_plane_or_the_whole_volume() {
    let volume = noise([5, 4, 3], Vec3::new(1.0, 1.0, 1.0));
    let centre = volume.geometry().centre();
    let viewport = Viewport::fitted(volume.geometry(), Plane::Acquired, centre, [9, 9]);
    let render = |thickness_mm| {
        let slab = Slab {
            projection: Projection::Average,
            thickness_mm,
        };
        let mut greys = Vec::new();
        viewport.render_slab(&volume, slab, &lut(), &mut greys);
        greys
    };
    let mut plane = Vec::new();
    viewport.render(&volume, &lut(), &mut plane);
    for thickness_mm in [f64::NAN, -4.0, 0.0, 0.5] {
        assert_eq!(render(thickness_mm), plane, "{thickness_mm}");
    }
    assert_eq!(render(f64::INFINITY), render(10.0));
}

#[test]
fn bands_of_rows_are_the_rows_of_the_picture() {
    let volume = noise([17, 15, 12], Vec3::new(0.7, 0.9, 1.3));
    let geometry = volume.geometry();
    let straight = Viewport::fitted(geometry, Plane::Coronal, geometry.centre(), [21, 20]);
    let askew = Viewport {
        right: Vec3::new(1.0, 0.0, 0.0),
        ..straight.clone()
    };
    let slab = Slab {
        projection: Projection::Minimum,
        thickness_mm: 4.0,
    };
    for viewport in [straight, askew] {
        let (mut plane, mut thick) = (Vec::new(), Vec::new());
        viewport.render(&volume, &lut(), &mut plane);
        viewport.render_slab(&volume, slab, &lut(), &mut thick);
        for (band, first_row) in [(0..21 * 7, 0), (21 * 7..21 * 20, 7)] {
            let mut rows = vec![0; band.len()];
            viewport.render_rows(&volume, &lut(), first_row, &mut rows);
            assert_eq!(rows, plane[band.clone()]);
            rows.fill(0);
            viewport.render_slab_rows(&volume, slab, &lut(), first_row, &mut rows);
            assert_eq!(rows, thick[band]);
        }
    }
}
