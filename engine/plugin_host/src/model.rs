//! What the host asks of an inference runtime, so that tests can bring their own; and tensors as bytes. No ONNX here.

use overread_infer::{
    Cancel, Element, Elements, InferError, Model, ModelLimits, Runtime, Slot, Tensor, TensorRef,
};

use crate::ops::push;

/// A runtime that opens models.
pub trait ModelRuntime: Send + Sync {
    /// Opens a model from the bytes of its file.
    ///
    /// # Errors
    /// [`InferError`] says what the runtime does not accept.
    fn open(&self, bytes: &[u8], limits: &ModelLimits) -> Result<Box<dyn LoadedModel>, InferError>;
}

/// An open model; jobs on several threads may share it.
pub trait LoadedModel: Send + Sync {
    /// What it takes.
    fn inputs(&self) -> &[Slot];

    /// What it gives.
    fn outputs(&self) -> &[Slot];

    /// Runs it on named tensors until it is done or `cancel` is thrown.
    ///
    /// # Errors
    /// [`InferError`] if the inputs do not fit the model, the runtime fails, or the run was ended.
    fn run(
        &self,
        inputs: &[(&str, TensorRef<'_>)],
        cancel: &Cancel,
    ) -> Result<Vec<(String, Tensor)>, InferError>;
}

impl ModelRuntime for Runtime {
    fn open(&self, bytes: &[u8], limits: &ModelLimits) -> Result<Box<dyn LoadedModel>, InferError> {
        let model = Self::open(self, bytes, limits)?;
        Ok(Box::new(model))
    }
}

impl LoadedModel for Model {
    fn inputs(&self) -> &[Slot] {
        Self::inputs(self)
    }

    fn outputs(&self) -> &[Slot] {
        Self::outputs(self)
    }

    fn run(
        &self,
        inputs: &[(&str, TensorRef<'_>)],
        cancel: &Cancel,
    ) -> Result<Vec<(String, Tensor)>, InferError> {
        Self::run(self, inputs, cancel)
    }
}

/// Bytes of one element.
pub(crate) fn element_bytes(element: Element) -> u64 {
    match element {
        Element::Uint8 | Element::Int8 => 1,
        Element::Float16 => 2,
        Element::Float32 | Element::Int32 => 4,
        Element::Int64 => 8,
    }
}

/// A tensor from little-endian bytes; `None` if their number is not that of the shape.
pub(crate) fn tensor_from_bytes(shape: Vec<u32>, element: Element, bytes: &[u8]) -> Option<Tensor> {
    let expected = shape.iter().try_fold(element_bytes(element), |n, &side| {
        n.checked_mul(u64::from(side))
    })?;
    if bytes.len() as u64 != expected {
        return None;
    }
    let elements = match element {
        Element::Float32 => Elements::Float32(chunks(bytes, f32::from_le_bytes)),
        Element::Float16 => Elements::Float16(chunks(bytes, u16::from_le_bytes)),
        Element::Uint8 => Elements::Uint8(bytes.to_vec()),
        Element::Int8 => Elements::Int8(chunks(bytes, i8::from_le_bytes)),
        Element::Int32 => Elements::Int32(chunks(bytes, i32::from_le_bytes)),
        Element::Int64 => Elements::Int64(chunks(bytes, i64::from_le_bytes)),
    };
    Tensor::new(shape, elements).ok()
}

/// The elements `first..first + count` as little-endian bytes; `None` if they are not all there.
pub(crate) fn tensor_bytes(tensor: &Tensor, first: u64, count: u32) -> Option<Vec<u8>> {
    let first = usize::try_from(first).ok()?;
    let range = first..first.checked_add(count as usize)?;
    let mut bytes = Vec::new();
    match tensor.elements() {
        Elements::Float32(v) => push(v.get(range)?, f32::to_le_bytes, &mut bytes),
        Elements::Float16(v) => push(v.get(range)?, u16::to_le_bytes, &mut bytes),
        Elements::Uint8(v) => push(v.get(range)?, u8::to_le_bytes, &mut bytes),
        Elements::Int8(v) => push(v.get(range)?, i8::to_le_bytes, &mut bytes),
        Elements::Int32(v) => push(v.get(range)?, i32::to_le_bytes, &mut bytes),
        Elements::Int64(v) => push(v.get(range)?, i64::to_le_bytes, &mut bytes),
    }
    Some(bytes)
}

fn chunks<T, const N: usize>(bytes: &[u8], read: fn([u8; N]) -> T) -> Vec<T> {
    bytes
        .as_chunks::<N>()
        .0
        .iter()
        .map(|&chunk| read(chunk))
        .collect()
}
