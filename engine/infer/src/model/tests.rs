//! Tensors through the real library: every element type, misfits by name, and the end of a cancelled run.

use std::thread;

use super::*;
use crate::onnx_writer::{
    BOOL, FLOAT, FLOAT16, INT8, INT32, INT64, UINT8, Writer, graph, model, node, slot, tensor,
};
use crate::runtime::tests::runtime;

fn open(test: &str, graph: &Writer) -> Option<Model> {
    let runtime = runtime(test)?;
    Some(
        runtime
            .open(&model(graph).done(), &ModelLimits::default())
            .unwrap(),
    )
}

#[track_caller]
fn check_identity(element: u64, x: Elements) {
    let Some(model) = open("identity", &graph("Identity", 1, element)) else {
        return;
    };
    let x = Tensor::new(vec![2, 3], x).unwrap();
    let outputs = model.run(&[("x", x.view())], &Cancel::new()).unwrap();
    assert_eq!(outputs, [("y".to_owned(), x)]);
}

#[test]
fn every_element_type_goes_in_and_comes_out() {
    check_identity(
        FLOAT,
        Elements::Float32(vec![0.0, -1.5, 3.0, 1e-30, f32::MAX, 7.0]),
    );
    check_identity(
        FLOAT16,
        Elements::Float16(vec![0x3c00, 0xbc00, 0, 1, 0x7bff, 0x4248]),
    );
    check_identity(UINT8, Elements::Uint8(vec![0, 1, 2, 127, 128, 255]));
    check_identity(INT8, Elements::Int8(vec![0, 1, -1, 127, -128, 5]));
    check_identity(
        INT32,
        Elements::Int32(vec![0, i32::MIN, i32::MAX, 1, -1, 9]),
    );
    check_identity(
        INT64,
        Elements::Int64(vec![0, i64::MIN, i64::MAX, 1, -1, 9]),
    );
}

#[test]
fn slots_name_element_and_shape() {
    let Some(model) = open("slots", &graph("Add", 2, FLOAT)) else {
        return;
    };
    let expected = |name: &str| Slot {
        name: name.to_owned(),
        element: Element::Float32,
        shape: vec![-1, 3],
    };
    assert_eq!(model.inputs(), [expected("x")]);
    assert_eq!(model.outputs(), [expected("y")]);
}

#[test]
fn weights_of_the_file_take_part() {
    // y = x + w, by hand.
    let graph = Writer::default()
        .bytes(1, node("Add", &["x", "w"], &["y"]))
        .bytes(2, "test")
        .bytes(5, tensor("w", &[3], &[10.0, 20.0, 30.0]))
        .bytes(11, slot("x", FLOAT, &[None, Some(3)]))
        .bytes(12, slot("y", FLOAT, &[None, Some(3)]));
    let Some(model) = open("weights", &graph) else {
        return;
    };
    let x = Tensor::new(vec![1, 3], Elements::Float32(vec![1.0, 2.0, 3.0])).unwrap();
    let outputs = model.run(&[("x", x.view())], &Cancel::new()).unwrap();
    assert_eq!(
        outputs[0].1.elements(),
        &Elements::Float32(vec![11.0, 22.0, 33.0])
    );
}

#[track_caller]
fn check_refused(inputs: &[(&str, Tensor)], expected: &str) {
    let Some(model) = open("refused inputs", &graph("Add", 2, FLOAT)) else {
        return;
    };
    let inputs: Vec<_> = inputs.iter().map(|(name, t)| (*name, t.view())).collect();
    let error = model.run(&inputs, &Cancel::new()).unwrap_err();
    assert_eq!(error.to_string(), expected);
}

#[test]
fn inputs_that_do_not_fit_are_named() {
    let floats = |shape: &[u32]| {
        let n = shape.iter().product::<u32>() as usize;
        Tensor::new(shape.to_vec(), Elements::Float32(vec![0.0; n])).unwrap()
    };
    check_refused(&[], "input given 0 times, expected once: x");
    check_refused(
        &[("x", floats(&[1, 3])), ("x", floats(&[1, 3]))],
        "input given 2 times, expected once: x",
    );
    check_refused(
        &[("z", floats(&[1, 3]))],
        "the model has no input \"z\"; it takes x",
    );
    check_refused(
        &[("x", floats(&[1, 4]))],
        "input shape: expected [-1, 3] (-1 is open), found [1, 4]: x",
    );
    check_refused(
        &[("x", floats(&[3]))],
        "input shape: expected [-1, 3] (-1 is open), found [3]: x",
    );
    let bytes = Tensor::new(vec![1, 3], Elements::Uint8(vec![0; 3])).unwrap();
    check_refused(
        &[("x", bytes)],
        "input elements: expected float32, found uint8: x",
    );
}

#[test]
fn an_output_that_we_do_not_carry_is_refused_when_the_model_opens() {
    let Some(runtime) = runtime("an_output_that_we_do_not_carry") else {
        return;
    };
    let graph = Writer::default()
        .bytes(1, node("Greater", &["x", "x"], &["y"]))
        .bytes(2, "test")
        .bytes(11, slot("x", FLOAT, &[Some(3)]))
        .bytes(12, slot("y", BOOL, &[Some(3)]));
    let error = runtime
        .open(&model(&graph).done(), &ModelLimits::default())
        .unwrap_err();
    assert!(
        error.to_string().contains("is not supported: \"y\""),
        "{error}"
    );
}

/// A product of large matrices, again and again: minutes of work if nobody ends it.
fn long_graph() -> Writer {
    let names: Vec<String> = (0..4000).map(|idx| format!("t{idx}")).collect();
    let mut graph = Writer::default().bytes(1, node("MatMul", &["x", "x"], &["t0"]));
    for pair in names.windows(2) {
        graph = graph.bytes(1, node("MatMul", &[&pair[0], "x"], &[&pair[1]]));
    }
    graph
        .bytes(1, node("Identity", &["t3999"], &["y"]))
        .bytes(2, "long")
        .bytes(11, slot("x", FLOAT, &[Some(1000), Some(1000)]))
        .bytes(12, slot("y", FLOAT, &[Some(1000), Some(1000)]))
}

#[test]
fn a_run_ends_soon_after_it_is_cancelled() {
    let Some(model) = open("a_run_ends_soon_after_it_is_cancelled", &long_graph()) else {
        return;
    };
    let x = Tensor::new(vec![1000, 1000], Elements::Float32(vec![0.001; 1_000_000])).unwrap();
    let cancel = Cancel::new();
    let result = thread::scope(|scope| {
        let run = scope.spawn(|| model.run(&[("x", x.view())], &cancel));
        while !cancel.is_watching() {
            thread::yield_now();
        }
        cancel.cancel();
        run.join().unwrap()
    });
    assert_eq!(result.unwrap_err(), InferError::Cancelled);

    let cancel = Cancel::new();
    cancel.cancel();
    let result = model.run(&[("x", x.view())], &cancel);
    assert_eq!(
        result.unwrap_err(),
        InferError::Cancelled,
        "thrown before the run"
    );
}
