//! Time of one run of a small convolutional network through our model type: 8 windows of 96 x 96, three layers of 16
//! channels. Other programs run the same file: it is written to the path in `OVERREAD_BENCH_MODEL`, if that is set.

#[path = "../src/onnx_writer.rs"]
#[expect(
    dead_code,
    reason = "the bench writes one kind of model, the tests many"
)]
mod onnx_writer;

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use onnx_writer::{FLOAT, Writer, model, node, slot, tensor};
use overread_infer::{Cancel, Elements, ModelLimits, Runtime, Tensor};

const CHANNELS: u64 = 16;
const WINDOWS: u32 = 8;
const SIDE: u32 = 96;

/// Convolutions of 3 x 3 without padding, with rectifiers between and a sigmoid at the end.
fn network() -> Vec<u8> {
    let layers = [
        (1, CHANNELS),
        (CHANNELS, CHANNELS),
        (CHANNELS, CHANNELS),
        (CHANNELS, 1),
    ];
    let mut graph = Writer::default().bytes(2, "network");
    let mut input = "x".to_owned();
    for (idx, (from, to)) in layers.into_iter().enumerate() {
        let (weight, sum) = (format!("w{idx}"), format!("s{idx}"));
        let is_last = idx + 1 == layers.len();
        let output = if is_last {
            "y".to_owned()
        } else {
            format!("a{idx}")
        };
        let operator = if is_last { "Sigmoid" } else { "Relu" };
        let values: Vec<f32> = (0..from * to * 9)
            .map(|n| f32::from((n * 37 % 101) as i8 - 50) / 500.0)
            .collect();
        graph = graph
            .bytes(1, node("Conv", &[&input, &weight], &[&sum]))
            .bytes(1, node(operator, &[&sum], &[&output]))
            .bytes(5, tensor(&weight, &[to, from, 3, 3], &values));
        input = output;
    }
    let graph = graph
        .bytes(11, slot("x", FLOAT, &[None, Some(1), None, None]))
        .bytes(12, slot("y", FLOAT, &[None, Some(1), None, None]));
    model(&graph).done()
}

#[expect(clippy::unwrap_used, clippy::print_stderr, reason = "a bench")]
fn runs(criterion: &mut Criterion) {
    let runtime = match Runtime::load(None) {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("SKIPPED the benches of inference: {error}");
            return;
        }
    };
    let bytes = network();
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
