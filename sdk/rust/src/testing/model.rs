//! Models and tensors in memory: a model is a function that the test gives. No ONNX.

use std::fmt;
use std::rc::Rc;

use super::FakeVolume;
use crate::{Element, Failure, FailureKind, Sample, Slot, Tiling, failure};

/// A tensor for tests.
#[derive(Debug, Clone, PartialEq)]
pub struct FakeTensor {
    shape: Vec<u32>,
    element: Element,
    bytes: Vec<u8>,
}

type Outputs = Vec<(String, FakeTensor)>;
type Run = dyn Fn(&[(String, FakeTensor)]) -> Outputs;
type Tiled = dyn Fn(&FakeVolume) -> FakeVolume;

/// A model for tests: what it answers is a function of its inputs.
#[derive(Clone)]
pub struct FakeModel {
    inputs: Vec<Slot>,
    outputs: Vec<Slot>,
    run: Option<Rc<Run>>,
    tiled: Option<Rc<Tiled>>,
}

impl FakeModel {
    /// A model whose sliding-window inference is this function of the source.
    #[must_use]
    pub fn tiled(answer: impl Fn(&FakeVolume) -> FakeVolume + 'static) -> Self {
        Self {
            inputs: Vec::new(),
            outputs: Vec::new(),
            run: None,
            tiled: Some(Rc::new(answer)),
        }
    }

    /// A model whose run is this function of the named inputs.
    #[must_use]
    pub fn run_by(
        inputs: Vec<Slot>,
        outputs: Vec<Slot>,
        answer: impl Fn(&[(String, FakeTensor)]) -> Outputs + 'static,
    ) -> Self {
        Self {
            inputs,
            outputs,
            run: Some(Rc::new(answer)),
            tiled: None,
        }
    }

    pub(crate) fn inputs(&self) -> Vec<Slot> {
        self.inputs.clone()
    }

    pub(crate) fn outputs(&self) -> Vec<Slot> {
        self.outputs.clone()
    }

    pub(crate) fn run(&self, inputs: &[(String, &FakeTensor)]) -> Result<Outputs, Failure> {
        let run = self
            .run
            .as_ref()
            .ok_or_else(|| failure(FailureKind::Unsupported, "the fake model is only tiled"))?;
        let inputs: Vec<(String, FakeTensor)> = inputs
            .iter()
            .map(|(name, tensor)| (name.clone(), (*tensor).clone()))
            .collect();
        Ok(run(&inputs))
    }

    pub(crate) fn run_tiled(
        &self,
        source: &FakeVolume,
        _how: Tiling,
    ) -> Result<FakeVolume, Failure> {
        let tiled = self
            .tiled
            .as_ref()
            .ok_or_else(|| failure(FailureKind::Unsupported, "the fake model is not tiled"))?;
        Ok(tiled(source))
    }
}

impl fmt::Debug for FakeModel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FakeModel")
            .field("inputs", &self.inputs)
            .field("outputs", &self.outputs)
            .finish_non_exhaustive()
    }
}

impl FakeTensor {
    /// From numbers.
    ///
    /// # Panics
    /// If there are not as many as the shape says.
    #[must_use]
    pub fn of_floats(shape: &[u32], values: &[f32]) -> Self {
        let n: u64 = shape.iter().map(|&side| u64::from(side)).product();
        assert_eq!(values.len() as u64, n, "values of a tensor");
        Self {
            shape: shape.to_vec(),
            element: Element::Float32,
            bytes: values.iter().flat_map(|v| v.to_le_bytes()).collect(),
        }
    }

    /// The numbers of a float32 tensor.
    #[must_use]
    pub fn floats(&self) -> Vec<f32> {
        self.bytes
            .as_chunks::<4>()
            .0
            .iter()
            .map(|&chunk| f32::from_le_bytes(chunk))
            .collect()
    }

    pub(crate) fn of_bytes(shape: &[u32], element: Element, data: &[u8]) -> Result<Self, Failure> {
        let expected = shape
            .iter()
            .try_fold(element_bytes(element) as u64, |n, &side| {
                n.checked_mul(u64::from(side))
            });
        if expected != Some(data.len() as u64) {
            return Err(failure(
                FailureKind::BadInput,
                "bytes do not fill the shape",
            ));
        }
        Ok(Self {
            shape: shape.to_vec(),
            element,
            bytes: data.to_vec(),
        })
    }

    pub(crate) fn of_volume(
        source: &FakeVolume,
        layout: &str,
        element: Element,
    ) -> Result<Self, Failure> {
        if element != Element::Float32 || !layout.ends_with("zyx") {
            return Err(failure(
                FailureKind::Unsupported,
                "fake tensors of volumes are float32 and end in zyx",
            ));
        }
        let size = source.geometry().size;
        let mut shape = vec![1; layout.len() - 3];
        shape.extend([size.z, size.y, size.x]);
        Ok(Self::of_floats(&shape, source.values()))
    }

    pub(crate) fn shape(&self) -> Vec<u32> {
        self.shape.clone()
    }

    pub(crate) fn element(&self) -> Element {
        self.element
    }

    pub(crate) fn read(&self, first: u64, count: u32) -> Result<Vec<u8>, Failure> {
        let size = element_bytes(self.element);
        let range = usize::try_from(first)
            .ok()
            .and_then(|first| Some((first.checked_mul(size)?, count as usize * size)))
            .and_then(|(start, len)| self.bytes.get(start..start.checked_add(len)?));
        range
            .map(<[u8]>::to_vec)
            .ok_or_else(|| failure(FailureKind::BadInput, "elements outside the tensor"))
    }

    pub(crate) fn to_volume(&self, like: &FakeVolume, channel: u32) -> Result<FakeVolume, Failure> {
        let geometry = like.geometry();
        let n = like.values().len();
        let values = self.floats();
        let start = channel as usize * n;
        let part = values
            .get(start..start + n)
            .ok_or_else(|| failure(FailureKind::BadInput, "no such channel on this grid"))?;
        Ok(FakeVolume::new(geometry, Sample::Float32, part.to_vec()))
    }
}

fn element_bytes(element: Element) -> usize {
    match element {
        Element::Uint8 | Element::Int8 => 1,
        Element::Float16 => 2,
        Element::Float32 | Element::Int32 => 4,
        Element::Int64 => 8,
    }
}
