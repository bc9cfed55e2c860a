//! Reads a model's file before the runtime does, and names all that it may not hold. Builds no graph.
//!
//! ONNX models are as dangerous as code: weights in other files were a way to read any file of the machine, and
//! operators of other domains come with libraries. Field numbers: onnx.proto3 of ONNX 1.19.

use crate::protobuf::{Malformed, Message, Value};
use crate::{ModelFault, ModelLimits};

/// ONNX's own operators; the first two names mean the same.
const DOMAINS: [&str; 3] = ["", "ai.onnx", "ai.onnx.ml"];
/// Real models nest two or three graphs (a loop in a branch).
const MAX_DEPTH: usize = 16;
/// Faults of one model that are listed; a hostile one could have millions.
const MAX_FAULTS: usize = 64;

/// All faults of a model's file; none means that the runtime may see it.
#[must_use]
pub fn faults(bytes: &[u8], limits: &ModelLimits) -> Vec<ModelFault> {
    if bytes.len() > limits.max_bytes {
        return vec![ModelFault::Size {
            limit: limits.max_bytes,
            found: bytes.len(),
        }];
    }
    let mut inspection = Inspection {
        limits,
        n_nodes: 0,
        faults: Vec::new(),
    };
    match inspection.model(Message::file(bytes)) {
        Ok(has_graph) => {
            if !has_graph {
                inspection.add(not_onnx(Malformed {
                    why: "no graph",
                    offset: 0,
                }));
            }
        }
        Err(malformed) => inspection.add(not_onnx(malformed)),
    }
    inspection.faults
}

fn not_onnx(Malformed { why, offset }: Malformed) -> ModelFault {
    ModelFault::NotOnnx { why, offset }
}

struct Inspection<'l> {
    limits: &'l ModelLimits,
    n_nodes: usize,
    faults: Vec<ModelFault>,
}

impl Inspection<'_> {
    fn add(&mut self, fault: ModelFault) {
        if self.faults.len() < MAX_FAULTS && !self.faults.contains(&fault) {
            self.faults.push(fault);
        }
    }

    /// `ModelProto`; gives whether there is a graph.
    fn model(&mut self, model: Message<'_>) -> Result<bool, Malformed> {
        let mut has_graph = false;
        for field in model.fields() {
            match field? {
                (7, Value::Bytes(graph)) => {
                    has_graph = true;
                    self.graph(graph, 0)?;
                }
                (8, Value::Bytes(operator_set)) => self.operator_set(operator_set)?,
                (20, Value::Bytes(training)) => {
                    for graph in training.fields() {
                        if let (1 | 2, Value::Bytes(graph)) = graph? {
                            self.graph(graph, 1)?;
                        }
                    }
                }
                (25, Value::Bytes(_)) => self.add(ModelFault::Functions),
                _ => {}
            }
        }
        Ok(has_graph)
    }

    /// `OperatorSetIdProto`.
    fn operator_set(&mut self, set: Message<'_>) -> Result<(), Malformed> {
        let mut domain = String::new();
        let mut version = 0;
        for field in set.fields() {
            match field? {
                (1, Value::Bytes(name)) => domain = name.text(),
                (2, Value::Varint(number)) => version = number,
                _ => {}
            }
        }
        self.domain(&domain);
        let is_onnx = DOMAINS[..2].contains(&domain.as_str());
        if let Some(limit) = self.limits.max_opset.filter(|&limit| version > limit)
            && is_onnx
        {
            self.add(ModelFault::Opset {
                limit,
                found: version,
            });
        }
        Ok(())
    }

    fn domain(&mut self, domain: &str) {
        if !DOMAINS.contains(&domain) {
            self.add(ModelFault::Domain {
                domain: domain.to_owned(),
            });
        }
    }

    /// `GraphProto`.
    fn graph(&mut self, graph: Message<'_>, depth: usize) -> Result<(), Malformed> {
        if depth > MAX_DEPTH {
            self.add(ModelFault::Depth { limit: MAX_DEPTH });
            return Ok(());
        }
        for field in graph.fields() {
            match field? {
                (1, Value::Bytes(node)) => self.node(node, depth)?,
                (5, Value::Bytes(tensor)) => self.tensor(tensor)?,
                (11..=13, Value::Bytes(value_info)) => self.value_info(value_info)?,
                (15, Value::Bytes(sparse)) => self.sparse_tensor(sparse)?,
                _ => {}
            }
        }
        Ok(())
    }

    /// `NodeProto`.
    fn node(&mut self, node: Message<'_>, depth: usize) -> Result<(), Malformed> {
        self.n_nodes += 1;
        if self.n_nodes > self.limits.max_nodes {
            self.add(ModelFault::Nodes {
                limit: self.limits.max_nodes,
            });
        }
        for field in node.fields() {
            match field? {
                (5, Value::Bytes(attribute)) => self.attribute(attribute, depth)?,
                (7, Value::Bytes(domain)) => self.domain(&domain.text()),
                _ => {}
            }
        }
        Ok(())
    }

    /// `AttributeProto`.
    fn attribute(&mut self, attribute: Message<'_>, depth: usize) -> Result<(), Malformed> {
        for field in attribute.fields() {
            match field? {
                (5 | 10, Value::Bytes(tensor)) => self.tensor(tensor)?,
                (6 | 11, Value::Bytes(graph)) => self.graph(graph, depth + 1)?,
                (22 | 23, Value::Bytes(sparse)) => self.sparse_tensor(sparse)?,
                _ => {}
            }
        }
        Ok(())
    }

    /// `SparseTensorProto`.
    fn sparse_tensor(&mut self, sparse: Message<'_>) -> Result<(), Malformed> {
        let mut dims = Vec::new();
        for field in sparse.fields() {
            match field? {
                (1 | 2, Value::Bytes(tensor)) => self.tensor(tensor)?,
                (3, value) => dims.extend(numbers(value)?),
                _ => {}
            }
        }
        self.dims("sparse", &dims);
        Ok(())
    }

    /// `TensorProto`.
    fn tensor(&mut self, tensor: Message<'_>) -> Result<(), Malformed> {
        let mut name = String::new();
        let mut dims = Vec::new();
        let mut is_external = false;
        for field in tensor.fields() {
            match field? {
                (1, value) => dims.extend(numbers(value)?),
                (8, Value::Bytes(text)) => name = text.text(),
                (13, Value::Bytes(_)) => is_external = true,
                // 0 is "in this file"; any other number could be cut to 1, "external", by a reader of 32 bits.
                (14, Value::Varint(location)) => is_external |= location != 0,
                _ => {}
            }
        }
        if is_external {
            self.add(ModelFault::ExternalData {
                tensor: name.clone(),
            });
        }
        self.dims(&name, &dims);
        Ok(())
    }

    /// `ValueInfoProto` -> `TypeProto` -> `TypeProto.Tensor` -> `TensorShapeProto` -> `Dimension`.
    fn value_info(&mut self, value_info: Message<'_>) -> Result<(), Malformed> {
        let mut name = String::new();
        for field in value_info.fields() {
            match field? {
                (1, Value::Bytes(text)) => name = text.text(),
                (2, Value::Bytes(of_type)) => {
                    for tensor in inner(of_type, 1)? {
                        for shape in inner(tensor, 2)? {
                            let dims = inner(shape, 1)?
                                .into_iter()
                                .map(dimension)
                                .collect::<Result<Vec<_>, _>>()?;
                            self.dims(&name, &dims);
                        }
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn dims(&mut self, tensor: &str, dims: &[i64]) {
        // -1 is open; what a run brings is checked then.
        let known = dims.iter().filter(|&&n| n != -1);
        let is_small = known.clone().all(|&n| is_at_most(n, self.limits.max_side));
        let elements = known.fold(1i64, |count, &n| count.saturating_mul(n));
        if !is_small || !is_at_most(elements, self.limits.max_elements) {
            self.add(ModelFault::Tensor {
                tensor: tensor.to_owned(),
                dims: dims.iter().take(16).copied().collect(),
            });
        }
    }
}

/// A negative size is above every limit.
fn is_at_most(n: i64, limit: u64) -> bool {
    u64::try_from(n).is_ok_and(|n| n <= limit)
}

/// The messages in the field `number`.
fn inner(message: Message<'_>, number: u64) -> Result<Vec<Message<'_>>, Malformed> {
    let mut found = Vec::new();
    for field in message.fields() {
        if let (n, Value::Bytes(within)) = field?
            && n == number
        {
            found.push(within);
        }
    }
    Ok(found)
}

/// One axis: its size, or -1 where it has a name or nothing.
fn dimension(message: Message<'_>) -> Result<i64, Malformed> {
    let mut size = -1;
    for field in message.fields() {
        if let (1, Value::Varint(n)) = field? {
            size = n.cast_signed();
        }
    }
    Ok(size)
}

/// A repeated number, packed or not.
fn numbers(value: Value<'_>) -> Result<Vec<i64>, Malformed> {
    Ok(match value {
        Value::Varint(n) => vec![n.cast_signed()],
        Value::Bytes(packed) => packed
            .varints()?
            .into_iter()
            .map(u64::cast_signed)
            .collect(),
        Value::Fixed => Vec::new(),
    })
}

#[cfg(test)]
mod tests;
