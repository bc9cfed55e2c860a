//! Time of one run of a small convolutional network through our model type: 8 windows of 96 x 96, three layers of 16
//! channels. Other programs run the same file: it is written to the path in `OVERREAD_BENCH_MODEL`, if that is set.

#[path = "support/network.rs"]
mod network;

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use overread_infer::{Cancel, Elements, ModelLimits, Runtime, Tensor};

const WINDOWS: u32 = 8;
const SIDE: u32 = 96;

#[expect(clippy::unwrap_used, clippy::print_stderr, reason = "a bench")]
fn runs(criterion: &mut Criterion) {
    let runtime = match Runtime::load(None) {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("SKIPPED the benches of inference: {error}");
            return;
        }
    };
    let bytes = network::network();
    if let Some(path) = std::env::var_os("OVERREAD_BENCH_MODEL") {
        std::fs::write(path, &bytes).unwrap();
    }
    let model = runtime.open(&bytes, &ModelLimits::default()).unwrap();
    let shape = vec![WINDOWS, 1, SIDE, SIDE];
    let count = (WINDOWS * SIDE * SIDE) as usize;
    let input = Tensor::new(shape, Elements::Float32(vec![0.5; count])).unwrap();
    let cancel = Cancel::new();
    criterion.bench_function("infer/8 windows of 96 x 96", |b| {
        b.iter(|| {
            model
                .run(&[("x", black_box(&input).view())], &cancel)
                .unwrap()
        });
    });
    let one = Tensor::new(vec![1, 1, 16, 16], Elements::Float32(vec![0.5; 256])).unwrap();
    criterion.bench_function("infer/1 window of 16 x 16", |b| {
        b.iter(|| {
            model
                .run(&[("x", black_box(&one).view())], &cancel)
                .unwrap()
        });
    });
    criterion.bench_function("infer/opening the model", |b| {
        b.iter(|| {
            runtime
                .open(black_box(&bytes), &ModelLimits::default())
                .unwrap()
        });
    });
}

criterion_group!(benches, runs);
criterion_main!(benches);
