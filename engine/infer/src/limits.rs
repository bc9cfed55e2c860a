//! How large a model and its tensors may be, and how it runs. Enforces nothing.

/// What a model must keep to be opened, and how it is run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModelLimits {
    /// Bytes of the model's file.
    pub max_bytes: usize,
    /// Nodes of the graph, those of nested graphs included.
    pub max_nodes: usize,
    /// The size of one axis of any tensor.
    pub max_side: u64,
    /// Elements of one tensor.
    pub max_elements: u64,
    /// The newest version of ONNX's own operators; `None` leaves it to the runtime.
    pub max_opset: Option<u64>,
    /// Threads of one run. Fixed, so that equal inputs give equal sums on machines of any number of cores.
    pub n_threads: usize,
}

impl Default for ModelLimits {
    fn default() -> Self {
        Self {
            max_bytes: 2 << 30,
            max_nodes: 100_000,
            max_side: 1 << 20,
            max_elements: 1 << 29,
            max_opset: None,
            n_threads: 2,
        }
    }
}
