//! Time to window and to cut a 512 x 512 x 500 volume, one thread. Peers run beside it from `cargo xtask bench`.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use overread_base::{Seed, Vec3, VolumeGeometry};
use overread_image::{Plane, Projection, Rescale, Slab, Viewport, VoiLut, Volume, Window};

#[expect(
    clippy::unwrap_used,
    clippy::cast_possible_truncation,
    reason = "fixed sizes; noise of 11 bits"
)]
fn volume() -> Volume {
    let geometry =
        VolumeGeometry::axial([512, 512, 500], Vec3::new(0.7, 0.7, 0.7), Vec3::default()).unwrap();
    let mut rng = Seed(1).rng();
    let samples = (0..geometry.voxel_count())
        .map(|_| rng.below(2000) as i16)
        .collect();
    Volume::new(
        geometry,
        samples,
        Rescale {
            slope: 1.0,
            intercept: -1024.0,
        },
    )
    .unwrap()
}

#[expect(clippy::unwrap_used, reason = "a constant window")]
fn planes(criterion: &mut Criterion) {
    let volume = volume();
    let window = Window::linear(-600.0, 1500.0).unwrap();
    let lut = VoiLut::new(window, volume.rescale(), false);
    let centre = volume.geometry().centre();
    let mut greys = Vec::new();

    criterion.bench_function("window change: table of 65,536 greys", |b| {
        b.iter(|| black_box(VoiLut::new(black_box(window), volume.rescale(), false)));
    });
    let shown = Viewport::fitted(volume.geometry(), Plane::Axial, centre, [512, 512]);
    criterion.bench_function("window change 512 x 512", |b| {
        b.iter(|| {
            let lut = VoiLut::new(black_box(window), volume.rescale(), false);
            shown.render(&volume, &lut, &mut greys);
        });
    });
    for (name, plane) in [
        ("axial", Plane::Axial),
        ("coronal", Plane::Coronal),
        ("sagittal", Plane::Sagittal),
    ] {
        let viewport = Viewport::fitted(volume.geometry(), plane, centre, [512, 512]);
        criterion.bench_function(&format!("{name} 512 x 512"), |b| {
            b.iter(|| viewport.render(black_box(&volume), &lut, &mut greys));
        });
    }
    let axial = Viewport::fitted(volume.geometry(), Plane::Axial, centre, [512, 512]);
    let oblique = |right: Vec3, down: Vec3| Viewport {
        right,
        down,
        ..axial.clone()
    };
    let turned = oblique(Vec3::new(0.8, 0.0, 0.6), Vec3::new(0.0, 1.0, 0.0));
    criterion.bench_function("oblique 512 x 512", |b| {
        b.iter(|| turned.render(black_box(&volume), &lut, &mut greys));
    });
    for (name, right, down) in [
        ("tilted", [1.0, 0.0, 0.0], [0.0, 0.8, 0.6]),
        ("upright", [0.8, 0.6, 0.0], [0.0, 0.0, -1.0]),
        ("doubly", [0.48, 0.6, 0.64], [0.8, -0.6, 0.0]),
    ] {
        let viewport = oblique(Vec3::from_array(right), Vec3::from_array(down));
        criterion.bench_function(&format!("oblique, {name}, 512 x 512"), |b| {
            b.iter(|| viewport.render(black_box(&volume), &lut, &mut greys));
        });
    }
    for (name, plane) in [("axial", Plane::Axial), ("sagittal", Plane::Sagittal)] {
        let viewport = Viewport::fitted(volume.geometry(), plane, centre, [700, 700]);
        criterion.bench_function(&format!("{name} enlarged to 700 x 700"), |b| {
            b.iter(|| viewport.render(black_box(&volume), &lut, &mut greys));
        });
    }
    let slab = Slab {
        projection: Projection::Maximum,
        thickness_mm: 10.0,
    };
    for (name, viewport) in [("axial", &axial), ("oblique", &turned)] {
        criterion.bench_function(&format!("{name} MIP of 10 mm 512 x 512"), |b| {
            b.iter(|| viewport.render_slab(black_box(&volume), slab, &lut, &mut greys));
        });
    }
}

criterion_group!(benches, planes);
criterion_main!(benches);
