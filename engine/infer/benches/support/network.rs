//! The network of the benches of inference, as the bytes of its file.

#[path = "../../src/onnx_writer.rs"]
#[expect(
    dead_code,
    reason = "the benches write one kind of model, the tests many"
)]
mod onnx_writer;

use onnx_writer::{FLOAT, Writer, model, node, slot, tensor};

const CHANNELS: u64 = 16;

/// Four convolutions of 3 x 3 on slices, of 1, 16, 16, 16 and 1 channels, with rectifiers between and a sigmoid at the
/// end. The answer is as large as the input.
pub(crate) fn network() -> Vec<u8> {
    let layers = [
        (1, CHANNELS),
        (CHANNELS, CHANNELS),
        (CHANNELS, CHANNELS),
        (CHANNELS, 1),
    ];
    // `AttributeProto`: the name, the type (7 is a list of integers), and one voxel on each side.
    let padding = (0..4).fold(
        Writer::default().bytes(1, "pads").number(20, 7),
        |pads, _| pads.number(8, 1),
    );
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
            .bytes(
                1,
                node("Conv", &[&input, &weight], &[&sum]).bytes(5, &padding),
            )
            .bytes(1, node(operator, &[&sum], &[&output]))
            .bytes(5, tensor(&weight, &[to, from, 3, 3], &values));
        input = output;
    }
    let graph = graph
        .bytes(11, slot("x", FLOAT, &[None, Some(1), None, None]))
        .bytes(12, slot("y", FLOAT, &[None, Some(1), None, None]));
    model(&graph).done()
}
