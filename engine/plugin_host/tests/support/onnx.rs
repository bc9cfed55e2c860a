//! 29: models that reach for files, bring operators of their own, are larger than any machine, or never end.

use std::sync::Arc;
use std::time::Duration;

use overread_base::{AiStatus, FailureKind};
use overread_bundle::sha256_hex;
use overread_infer::Runtime;
use overread_plugin_host::{HostConfig, PluginHost};

use super::doubler::model_entry;
use super::{DEADLINE, PATIENCE, check_cancelled, guests, is_done, limits};

/// A protobuf message under construction: just enough for ONNX.
#[derive(Default)]
struct Message(Vec<u8>);

impl Message {
    fn number(mut self, field: u64, value: u64) -> Self {
        self.varint(field << 3);
        self.varint(value);
        self
    }

    fn bytes(mut self, field: u64, value: impl AsRef<[u8]>) -> Self {
        self.varint(field << 3 | 2);
        self.varint(value.as_ref().len() as u64);
        self.0.extend_from_slice(value.as_ref());
        self
    }

    fn varint(&mut self, mut value: u64) {
        while value >= 0x80 {
            self.0.push(value.to_le_bytes()[0] | 0x80);
            value >>= 7;
        }
        self.0.push(value.to_le_bytes()[0]);
    }
}

impl AsRef<[u8]> for Message {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

const FLOAT: u64 = 1;
const INT64: u64 = 7;
const BOOL: u64 = 9;

/// `TensorProto`.
fn tensor(name: &str, element: u64, dims: &[u64], raw: &[u8]) -> Message {
    let dims = dims.iter().fold(Message::default(), |m, n| m.number(1, *n));
    dims.number(2, element).bytes(8, name).bytes(9, raw)
}

/// `ValueInfoProto`.
fn slot(name: &str, element: u64, dims: &[u64]) -> Message {
    let shape = dims.iter().fold(Message::default(), |m, n| {
        m.bytes(1, Message::default().number(1, *n))
    });
    let tensor = Message::default().number(1, element).bytes(2, shape);
    let kind = Message::default().bytes(1, tensor);
    Message::default().bytes(1, name).bytes(2, kind)
}

/// `NodeProto`.
fn node(operator: &str, inputs: &[&str], outputs: &[&str]) -> Message {
    let m = inputs.iter().fold(Message::default(), |m, i| m.bytes(1, i));
    outputs
        .iter()
        .fold(m, |m, o| m.bytes(2, o))
        .bytes(4, operator)
}

/// `GraphProto` of `in` to `out`, both one float32.
fn graph(nodes: &[Message], initializers: &[Message]) -> Message {
    let m = nodes.iter().fold(Message::default(), |m, n| m.bytes(1, n));
    let m = initializers
        .iter()
        .fold(m.bytes(2, "g"), |m, i| m.bytes(5, i));
    m.bytes(11, slot("in", FLOAT, &[1]))
        .bytes(12, slot("out", FLOAT, &[1]))
}

/// `ModelProto`.
fn model(graph: &Message) -> Vec<u8> {
    let opset = Message::default().bytes(1, "").number(2, 13);
    Message::default()
        .number(1, 8)
        .bytes(7, graph)
        .bytes(8, opset)
        .0
}

fn double() -> Message {
    node("Add", &["in", "in"], &["out"])
}

/// A loop of 2^63 - 1 rounds.
fn endless() -> Vec<u8> {
    let body = [
        node("Identity", &["go_in"], &["go_out"]),
        node("Add", &["x_in", "x_in"], &["x_out"]),
    ];
    let body = body.iter().fold(Message::default(), |m, n| m.bytes(1, n));
    let body = body
        .bytes(2, "body")
        .bytes(11, slot("round", INT64, &[]))
        .bytes(11, slot("go_in", BOOL, &[]))
        .bytes(11, slot("x_in", FLOAT, &[1]))
        .bytes(12, slot("go_out", BOOL, &[]))
        .bytes(12, slot("x_out", FLOAT, &[1]));
    let attribute = Message::default()
        .bytes(1, "body")
        .bytes(6, body)
        .number(20, 5);
    let turns = node("Loop", &["rounds", "go", "in"], &["out"]).bytes(5, attribute);
    let rounds = tensor("rounds", INT64, &[], &i64::MAX.to_le_bytes());
    let go = tensor("go", BOOL, &[], &[1]);
    model(&graph(&[turns], &[rounds, go]))
}

/// The machine's runtime; without one the test says so and ends.
fn runtime(test: &str) -> Option<Runtime> {
    let loaded = Runtime::load(None);
    if let Err(error) = &loaded {
        overread_testkit::skipped(test, &error.to_string());
    }
    loaded.ok()
}

struct Service {
    plugin: overread_plugin_host::Plugin,
    _folder: tempfile::TempDir,
}

fn service(runtime: Runtime, model: &[u8], deadline: Duration) -> Service {
    let config = HostConfig {
        runtime: Some(runtime),
        ..HostConfig::default()
    };
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("nodule.onnx"), model).unwrap();
    let entry = model_entry(&sha256_hex(model));
    let bundle = guests::bundle(folder.path(), &guests::component("onnx_model"), &entry);
    let host = PluginHost::new(config).unwrap();
    Service {
        plugin: host.load_within(&bundle, limits(deadline)).unwrap(),
        _folder: folder,
    }
}

#[test]
fn models_that_reach_out_or_are_too_large_are_refused_and_the_next_job_works() {
    let Some(runtime) = runtime("models that reach out") else {
        return;
    };
    let location = Message::default()
        .bytes(1, "location")
        .bytes(2, "../../etc/passwd");
    let outside = tensor("w", FLOAT, &[1], &[])
        .bytes(13, location)
        .number(14, 1);
    let custom = double().bytes(7, "com.example");
    let giant = tensor("w", FLOAT, &[1 << 40, 1 << 20], &[]);
    let uses_w = || node("Add", &["in", "w"], &["out"]);
    for (bytes, says) in [
        (
            model(&graph(&[uses_w()], &[outside])),
            "external data is not read",
        ),
        (model(&graph(&[custom], &[])), "com.example"),
        (model(&graph(&[uses_w()], &[giant])), "w"),
        (b"no model at all".to_vec(), "nodule"),
    ] {
        let bad = service(runtime.clone(), &bytes, PATIENCE);
        let AiStatus::Failed { kind, message } = bad.plugin.analyze(&guests::job()).status else {
            panic!("{says}: taken");
        };
        assert_eq!(kind, FailureKind::PluginFailure, "{message}");
        assert!(message.contains(says), "{message}");
    }
    let good = service(runtime, &model(&graph(&[double()], &[])), PATIENCE);
    let result = good.plugin.analyze(&guests::job());
    assert!(is_done(&result), "{:?}", result.status);
}

#[test]
fn a_model_that_never_ends_is_ended_at_the_deadline_and_when_cancelled() {
    let Some(runtime) = runtime("a model that never ends") else {
        return;
    };
    let hasty = service(runtime.clone(), &endless(), DEADLINE);
    let status = hasty.plugin.analyze(&guests::job()).status;
    let AiStatus::Failed { kind, message } = status else {
        panic!("{status:?}");
    };
    assert_eq!(kind, FailureKind::Deadline, "{message}");
    check_cancelled(&service(runtime, &endless(), PATIENCE).plugin);
}

#[test]
fn runtimes_are_shared() {
    fn check<T: Clone + Send + Sync>() {}
    check::<Runtime>();
    check::<Arc<Runtime>>();
}
