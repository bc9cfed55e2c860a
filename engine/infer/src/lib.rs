//! ONNX models: open one from the bytes of its file, run it on tensors. No volumes, no plugins, no files but the library.
//!
//! The ONNX Runtime library is loaded when [`Runtime::load`] is called and never linked; where there is none, that is
//! an error with a name ([`InferError::RuntimeMissing`]) and not a crash.
//! Entry types: [`Runtime`], [`Model`]. Invariants: a model is checked before the library sees it ([`ModelLimits`]):
//! no file beside it is read, no code comes with it; a run has a fixed number of threads and can be ended from outside.

mod cancel;
mod error;
mod inspect;
mod limits;
mod model;
mod protobuf;
mod runtime;
mod tensor;

#[cfg(test)]
mod onnx_writer;

pub use cancel::Cancel;
pub use error::{InferError, ModelFault};
pub use inspect::faults as model_faults;
pub use limits::ModelLimits;
pub use model::{Model, Slot};
pub use runtime::Runtime;
pub use tensor::{Element, Elements, ElementsRef, Tensor, TensorRef};
