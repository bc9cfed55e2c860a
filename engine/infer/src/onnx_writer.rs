//! Writes small ONNX models for tests, faults included. Not a general encoder.

/// A message under construction.
#[derive(Clone, Default)]
pub(crate) struct Writer(Vec<u8>);

impl Writer {
    pub(crate) fn number(mut self, field: u8, value: u64) -> Self {
        self.varint(u64::from(field) << 3);
        self.varint(value);
        self
    }

    pub(crate) fn bytes(mut self, field: u8, value: impl AsRef<[u8]>) -> Self {
        self.varint(u64::from(field) << 3 | 2);
        self.varint(value.as_ref().len() as u64);
        self.0.extend_from_slice(value.as_ref());
        self
    }

    pub(crate) fn done(self) -> Vec<u8> {
        self.0
    }

    fn varint(&mut self, mut value: u64) {
        while value >= 0x80 {
            self.0.push(value.to_le_bytes()[0] | 0x80);
            value >>= 7;
        }
        self.0.push(value.to_le_bytes()[0]);
    }
}

impl AsRef<[u8]> for Writer {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

/// `TensorProto.DataType`.
pub(crate) const FLOAT: u64 = 1;
pub(crate) const UINT8: u64 = 2;
pub(crate) const INT8: u64 = 3;
pub(crate) const INT32: u64 = 6;
pub(crate) const INT64: u64 = 7;
pub(crate) const BOOL: u64 = 9;
pub(crate) const FLOAT16: u64 = 10;

/// A `ValueInfoProto`: a tensor; `None` is an open axis.
pub(crate) fn slot(name: &str, element: u64, shape: &[Option<u64>]) -> Writer {
    let shape = shape.iter().fold(Writer::default(), |w, n| {
        w.bytes(
            1,
            match n {
                Some(n) => Writer::default().number(1, *n),
                None => Writer::default().bytes(2, "n"),
            },
        )
    });
    let tensor = Writer::default().number(1, element).bytes(2, shape);
    Writer::default()
        .bytes(1, name)
        .bytes(2, Writer::default().bytes(1, tensor))
}

/// A `NodeProto`.
pub(crate) fn node(operator: &str, inputs: &[&str], outputs: &[&str]) -> Writer {
    let w = inputs.iter().fold(Writer::default(), |w, i| w.bytes(1, i));
    let w = outputs.iter().fold(w, |w, o| w.bytes(2, o));
    w.bytes(4, operator)
}

/// A `TensorProto` of floats.
pub(crate) fn tensor(name: &str, dims: &[u64], values: &[f32]) -> Writer {
    let w = dims.iter().fold(Writer::default(), |w, n| w.number(1, *n));
    let raw: Vec<u8> = values.iter().flat_map(|v| v.to_le_bytes()).collect();
    w.number(2, FLOAT).bytes(8, name).bytes(9, raw)
}

/// A `GraphProto` with `y = operator(x, x)` (or of one `x`), both of `element` and open shape.
pub(crate) fn graph(operator: &str, n_inputs: usize, element: u64) -> Writer {
    Writer::default()
        .bytes(1, node(operator, &["x", "x"][..n_inputs], &["y"]))
        .bytes(2, "test")
        .bytes(11, slot("x", element, &[None, Some(3)]))
        .bytes(12, slot("y", element, &[None, Some(3)]))
}

/// A `ModelProto` around a graph: IR version 8, operator set 17.
pub(crate) fn model(graph: &Writer) -> Writer {
    Writer::default()
        .number(1, 8)
        .bytes(7, graph)
        .bytes(8, Writer::default().number(2, 17))
}
