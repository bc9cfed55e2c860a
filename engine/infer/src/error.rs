//! Why a runtime does not load, a model does not open, or a run gives nothing. No recovery.

use std::fmt;
use std::path::PathBuf;

use crate::Element;

/// Why there is no result.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InferError {
    /// No ONNX Runtime library was named, or the named file is not there.
    #[error("no inference runtime: {why}")]
    RuntimeMissing {
        /// What was looked for.
        why: String,
    },
    /// The named file is not an ONNX Runtime library that this program can use.
    #[error("not a usable ONNX Runtime library: {why}: {}", path.display())]
    WrongLibrary {
        /// What is wrong with it.
        why: String,
        /// The file.
        path: PathBuf,
    },
    /// The model breaks its limits or is not a model; all faults that were found.
    #[error("model refused: {}", listed(.0))]
    Refused(Vec<ModelFault>),
    /// The runtime does not accept the model, or broke while running it; its own words.
    #[error("inference runtime: {0}")]
    Runtime(String),
    /// The model has no input of this name.
    #[error("the model has no input {found:?}; it takes {}", names(expected))]
    UnknownInput {
        /// The name given.
        found: String,
        /// The names that the model has.
        expected: Vec<String>,
    },
    /// An input was not given, or twice.
    #[error("input given {found} times, expected once: {name}")]
    InputCount {
        /// The input's name.
        name: String,
        /// How often it was given.
        found: usize,
    },
    /// An input has other elements than the model takes.
    #[error("input elements: expected {expected}, found {found}: {name}")]
    InputElement {
        /// The input's name.
        name: String,
        /// The model's type.
        expected: Element,
        /// The type given.
        found: Element,
    },
    /// An input has a shape that the model does not take.
    #[error("input shape: expected {expected:?} (-1 is open), found {found:?}: {name}")]
    InputShape {
        /// The input's name.
        name: String,
        /// The model's shape; -1 is open.
        expected: Vec<i64>,
        /// The shape given.
        found: Vec<u32>,
    },
    /// A tensor's elements are not as many as its shape says.
    #[error("tensor of shape {shape:?} holds {found} elements")]
    ElementCount {
        /// Sizes of the axes.
        shape: Vec<u32>,
        /// Elements given.
        found: usize,
    },
    /// The run was ended from outside.
    #[error("cancelled")]
    Cancelled,
}

/// What is wrong with a model's file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ModelFault {
    /// More bytes than allowed.
    #[error("file size: at most {limit} bytes, found {found}")]
    Size {
        /// The most allowed.
        limit: usize,
        /// Bytes of the file.
        found: usize,
    },
    /// Not a protocol buffer, or one without a graph.
    #[error("not an ONNX model: {why}, byte {offset}")]
    NotOnnx {
        /// What broke.
        why: &'static str,
        /// Where, from the start of the file.
        offset: usize,
    },
    /// The weights of a tensor lie in another file.
    #[error("external data is not read: tensor {tensor:?}")]
    ExternalData {
        /// The tensor's name.
        tensor: String,
    },
    /// Operators that are not ONNX's own.
    #[error("operator domain {domain:?} is not ONNX's own")]
    Domain {
        /// The domain.
        domain: String,
    },
    /// The model brings functions, which may expand without bound.
    #[error("model-local functions are not accepted")]
    Functions,
    /// Graphs nested in graphs.
    #[error("graphs are nested deeper than {limit}")]
    Depth {
        /// The deepest allowed.
        limit: usize,
    },
    /// More nodes than allowed.
    #[error("graph: at most {limit} nodes, found more")]
    Nodes {
        /// The most allowed.
        limit: usize,
    },
    /// An axis or a whole tensor is larger than allowed.
    #[error("tensor too large: {dims:?}: {tensor:?}")]
    Tensor {
        /// The tensor's name.
        tensor: String,
        /// Sizes of its axes; -1 is open.
        dims: Vec<i64>,
    },
    /// Operators newer than allowed.
    #[error("operator set: at most {limit}, found {found}")]
    Opset {
        /// The newest allowed.
        limit: u64,
        /// The version asked for.
        found: u64,
    },
    /// An input or output that is not a tensor of a type that we carry.
    #[error("an input or output of type {found} is not supported: {slot:?}")]
    SlotType {
        /// Its name.
        slot: String,
        /// Its type in the runtime's words.
        found: String,
    },
}

struct Listed<'a>(&'a [ModelFault]);

impl fmt::Display for Listed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (idx, fault) in self.0.iter().enumerate() {
            if idx > 0 {
                f.write_str("; ")?;
            }
            fault.fmt(f)?;
        }
        Ok(())
    }
}

fn listed(faults: &[ModelFault]) -> Listed<'_> {
    Listed(faults)
}

fn names(expected: &[String]) -> String {
    expected.join(", ")
}
