//! A model without a runtime: it doubles what it is given.

use overread_infer::{
    Cancel, Element, Elements, ElementsRef, InferError, ModelLimits, Slot, Tensor, TensorRef,
};
use overread_plugin_host::{LoadedModel, ModelRuntime};

/// The model entry of a manifest, for a file with these bytes.
pub(crate) fn model_entry(sha256: &str) -> String {
    format!(
        "[[models]]\nname = \"nodule\"\nfile = \"nodule.onnx\"\nsha256 = \"{sha256}\"\nruntime = \"onnx\"\n"
    )
}

/// SHA-256 of no bytes.
pub(crate) const EMPTY: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/// A runtime whose one model takes (batch, 1, y, x) and answers with twice the input over 100.
#[derive(Debug)]
pub(crate) struct Doubler;

impl ModelRuntime for Doubler {
    fn open(&self, _: &[u8], _: &ModelLimits) -> Result<Box<dyn LoadedModel>, InferError> {
        let slot = |name: &str| Slot {
            name: name.to_owned(),
            element: Element::Float32,
            shape: vec![-1, 1, -1, -1],
        };
        Ok(Box::new(DoublerModel([slot("in")], [slot("out")])))
    }
}

#[derive(Debug)]
struct DoublerModel([Slot; 1], [Slot; 1]);

impl LoadedModel for DoublerModel {
    fn inputs(&self) -> &[Slot] {
        &self.0
    }

    fn outputs(&self) -> &[Slot] {
        &self.1
    }

    fn run(
        &self,
        inputs: &[(&str, TensorRef<'_>)],
        _: &Cancel,
    ) -> Result<Vec<(String, Tensor)>, InferError> {
        let (_, tensor) = inputs[0];
        let ElementsRef::Float32(values) = tensor.elements() else {
            panic!("float32 is what was asked for");
        };
        let doubled = values.iter().map(|v| v * 2.0 / 100.0).collect();
        let answer = Tensor::new(tensor.shape().to_vec(), Elements::Float32(doubled))?;
        Ok(vec![("out".to_owned(), answer)])
    }
}
