//! Models that break a limit or are no models: every fault at once, each with its place.

use super::*;
use crate::onnx_writer::{FLOAT, Writer, graph, model, node, slot, tensor};

fn limits() -> ModelLimits {
    ModelLimits {
        max_bytes: 10_000,
        max_nodes: 3,
        max_side: 1000,
        max_elements: 10_000,
        max_opset: Some(21),
        n_threads: 1,
    }
}

#[track_caller]
fn check(model: &Writer, expected: &[&str]) {
    let found: Vec<String> = faults(model.as_ref(), &limits())
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(found, expected);
}

fn add() -> Writer {
    graph("Add", 2, FLOAT)
}

#[test]
fn a_plain_model_has_no_faults() {
    check(&model(&add()), &[]);
    check(&model(&add().bytes(5, tensor("w", &[2], &[1.0, 2.0]))), &[]);
}

#[test]
fn data_in_other_files_is_refused() {
    let external = "external data is not read: tensor \"w\"";
    let located = tensor("w", &[1], &[]).number(14, 1);
    check(&model(&add().bytes(5, &located)), &[external]);
    // A reader of 32 bits sees 1 here.
    let disguised = tensor("w", &[1], &[]).number(14, 0x1_0000_0001);
    check(&model(&add().bytes(5, &disguised)), &[external]);
    let path = Writer::default()
        .bytes(1, "location")
        .bytes(2, "../../secret");
    let pointed = tensor("w", &[1], &[]).bytes(13, path);
    check(&model(&add().bytes(5, &pointed)), &[external]);
    let constant = node("Constant", &[], &["c"]).bytes(5, Writer::default().bytes(5, &located));
    check(&model(&add().bytes(1, &constant)), &[external]);
    let branch = Writer::default().bytes(6, add().bytes(5, &located));
    check(
        &model(&add().bytes(1, node("If", &["c"], &["z"]).bytes(5, branch))),
        &[external],
    );
    let sparse = Writer::default().bytes(1, &located);
    check(&model(&add().bytes(15, sparse)), &[external]);
}

#[test]
fn operators_of_other_domains_are_refused() {
    let foreign = node("Run", &["x"], &["z"]).bytes(7, "com.example");
    let refused = "operator domain \"com.example\" is not ONNX's own";
    check(&model(&add().bytes(1, foreign)), &[refused]);
    let imported = model(&add()).bytes(8, Writer::default().bytes(1, "com.example").number(2, 1));
    check(&imported, &[refused]);
    let own = node("Normalizer", &["x"], &["z"]).bytes(7, "ai.onnx.ml");
    check(&model(&add().bytes(1, own)), &[]);
    let functions = model(&add()).bytes(25, Writer::default().bytes(1, "f"));
    // 25 << 3 needs two bytes of key, which the writer makes.
    check(&functions, &["model-local functions are not accepted"]);
}

#[test]
fn sizes_above_the_limits_are_refused() {
    check(
        &model(&add().bytes(5, tensor("w", &[1001], &[]))),
        &["tensor too large: [1001]: \"w\""],
    );
    check(
        &model(&add().bytes(5, tensor("w", &[101, 100], &[]))),
        &["tensor too large: [101, 100]: \"w\""],
    );
    check(
        &model(&add().bytes(5, tensor("w", &[u64::MAX - 1], &[]))),
        &["tensor too large: [-2]: \"w\""],
    );
    check(
        &model(&add().bytes(11, slot("z", FLOAT, &[None, Some(5000)]))),
        &["tensor too large: [-1, 5000]: \"z\""],
    );
    let many = (0..3).fold(add(), |g, _| g.bytes(1, node("Relu", &["x"], &["z"])));
    check(&model(&many), &["graph: at most 3 nodes, found more"]);
    let newer = Writer::default()
        .bytes(7, add())
        .bytes(8, Writer::default().number(2, 22));
    check(&newer, &["operator set: at most 21, found 22"]);
    let large = model(&add().bytes(10, vec![b' '; 10_000]));
    let size = large.as_ref().len();
    check(
        &large,
        &[&format!("file size: at most 10000 bytes, found {size}")],
    );
}

#[test]
fn graphs_nest_only_so_deep() {
    let nest = |depth: usize| {
        (0..depth).fold(Writer::default(), |inner, _| {
            let branch = Writer::default().bytes(6, inner);
            Writer::default().bytes(1, node("If", &["c"], &["z"]).bytes(5, branch))
        })
    };
    let deep = ModelLimits {
        max_nodes: 1000,
        ..limits()
    };
    assert_eq!(faults(model(&nest(MAX_DEPTH)).as_ref(), &deep), []);
    assert_eq!(
        faults(model(&nest(MAX_DEPTH + 1)).as_ref(), &deep),
        [ModelFault::Depth { limit: MAX_DEPTH }]
    );
}

#[test]
fn what_is_no_model_is_refused_with_its_place() {
    check(&Writer::default(), &["not an ONNX model: no graph, byte 0"]);
    check(
        &Writer::default().bytes(7, [0x0a, 0x05]),
        &["not an ONNX model: a field is cut off, byte 4"],
    );
    let whole = model(&add()).done();
    for end in 1..whole.len() {
        // A cut may fall between two fields, but never makes the inspection panic.
        let _cut = faults(&whole[..end], &limits());
    }
    assert_eq!(faults(b"\x18\0\0\0ORTM then anything", &limits()).len(), 1);
}

#[test]
fn all_faults_are_named_at_once() {
    let bad = add()
        .bytes(5, tensor("w", &[2000], &[]).number(14, 1))
        .bytes(1, node("Run", &["x"], &["z"]).bytes(7, "evil"));
    let found = faults(model(&bad).as_ref(), &limits());
    assert_eq!(found.len(), 3, "{found:?}");
}
