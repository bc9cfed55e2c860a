//! A model of the bundle and its tensors, both on the host. No inference here.

use crate::host_inference;
use crate::volume::floats;
use crate::{Element, Failure, Slot, Tiling, Volume};

/// An open model.
#[derive(Debug)]
pub struct Model(pub(crate) host_inference::Model);

impl Model {
    /// What it takes; -1 stands for a size that it leaves open.
    #[must_use]
    pub fn inputs(&self) -> Vec<Slot> {
        self.0.inputs()
    }

    /// What it gives.
    #[must_use]
    pub fn outputs(&self) -> Vec<Slot> {
        self.0.outputs()
    }

    /// Runs it on named tensors.
    ///
    /// # Errors
    /// If the inputs do not fit or the model breaks.
    pub fn run(&self, inputs: &[(&str, &Tensor)]) -> Result<Vec<(String, Tensor)>, Failure> {
        let named: Vec<(String, &host_inference::Tensor)> = inputs
            .iter()
            .map(|(name, tensor)| ((*name).to_owned(), &tensor.0))
            .collect();
        let outputs = self.0.run(&named)?;
        Ok(outputs
            .into_iter()
            .map(|(name, tensor)| (name, Tensor(tensor)))
            .collect())
    }

    /// Sliding-window inference on the host: a float32 volume on the grid of `source`.
    ///
    /// # Errors
    /// If the tiling or the model's shape does not fit, or the model breaks.
    pub fn run_tiled(&self, source: &Volume, how: Tiling) -> Result<Volume, Failure> {
        self.0.run_tiled(&source.0, how).map(Volume)
    }
}

/// An array of numbers on the host, row-major: the last axis runs fastest.
#[derive(Debug)]
pub struct Tensor(pub(crate) host_inference::Tensor);

impl Tensor {
    /// From numbers.
    ///
    /// # Errors
    /// If there are not as many as the shape says.
    pub fn of_floats(shape: &[u32], values: &[f32]) -> Result<Self, Failure> {
        let bytes: Vec<u8> = values.iter().flat_map(|v| v.to_le_bytes()).collect();
        Self::of_bytes(shape, Element::Float32, &bytes)
    }

    /// From little-endian bytes.
    ///
    /// # Errors
    /// If there are not as many as shape and element say.
    pub fn of_bytes(shape: &[u32], element: Element, bytes: &[u8]) -> Result<Self, Failure> {
        host_inference::Tensor::of_bytes(shape, element, bytes).map(Self)
    }

    /// The voxels of a volume; `layout` names the axes in order, e.g. `"nczyx"`: n and c are 1.
    ///
    /// # Errors
    /// If the layout is not one.
    pub fn of_volume(source: &Volume, layout: &str, element: Element) -> Result<Self, Failure> {
        host_inference::Tensor::of_volume(&source.0, layout, element).map(Self)
    }

    /// Sizes of its axes.
    #[must_use]
    pub fn shape(&self) -> Vec<u32> {
        self.0.shape()
    }

    /// The type of its elements.
    #[must_use]
    pub fn element(&self) -> Element {
        self.0.element()
    }

    /// `count` elements from the element `first` as little-endian bytes.
    ///
    /// # Errors
    /// If they are not all there.
    pub fn read(&self, first: u64, count: u32) -> Result<Vec<u8>, Failure> {
        self.0.read(first, count)
    }

    /// All elements of a float32 tensor.
    ///
    /// # Errors
    /// If it is too large for one read.
    pub fn floats(&self) -> Result<Vec<f32>, Failure> {
        let count = self
            .shape()
            .iter()
            .fold(1u32, |n, &side| n.saturating_mul(side));
        floats(&self.read(0, count)?)
    }

    /// One channel of a (1, channel, z, y, x) or (1, channel, y, x) tensor as a volume on the grid of `like`.
    ///
    /// # Errors
    /// If the shapes do not fit.
    pub fn to_volume(&self, like: &Volume, channel: u32) -> Result<Volume, Failure> {
        self.0.to_volume(&like.0, channel).map(Volume)
    }
}
