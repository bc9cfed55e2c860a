//! Time to window and to cut a 512 x 512 x 500 volume, one thread. Peers run beside it from `cargo xtask bench`.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use overread_base::{Seed, Vec3, VolumeGeometry};
use overread_image::{Plane, Rescale, Viewport, VoiLut, Volume, Window};

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
    let oblique = Viewport {
        right: Vec3::new(0.8, 0.0, 0.6),
        down: Vec3::new(0.0, 1.0, 0.0),
        ..axial
    };
    criterion.bench_function("oblique 512 x 512", |b| {
        b.iter(|| oblique.render(black_box(&volume), &lut, &mut greys));
    });
}

criterion_group!(benches, planes);
criterion_main!(benches);
