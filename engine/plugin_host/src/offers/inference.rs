//! `inference`: tensors, the bundle's models, and runs of them.

use std::sync::Arc;

use wasmtime::component::Resource;

use super::convert;
use crate::bindings::overread::plugin::inference::{
    Element, Host, HostModel, HostTensor, Slot, Tiling,
};
use crate::fault::HostFault;
use crate::job_state::{HeldTensor, JobState, OpenModel};
use crate::lazy::LazyVolume;
use crate::model::{element_bytes, tensor_bytes, tensor_from_bytes};
use crate::ops;

/// The most inputs of one run.
const MAX_INPUTS: usize = 64;

impl Host for JobState {
    fn open_model(&mut self, name: String) -> Result<Resource<OpenModel>, HostFault> {
        self.context.watch.check()?;
        let model = self.plugin.models.open(&name, &self.context.watch)?;
        self.handle(OpenModel(model))
    }
}

impl HostTensor for JobState {
    fn of_bytes(
        &mut self,
        shape: Vec<u32>,
        element: Element,
        data: Vec<u8>,
    ) -> Result<Resource<HeldTensor>, HostFault> {
        self.tally.took(data.len());
        let element = convert::element(element);
        let tensor = tensor_from_bytes(shape.clone(), element, &data).ok_or_else(|| {
            let shown = &shape[..shape.len().min(8)];
            HostFault::bad_input(format!(
                "{} bytes do not make a {element} tensor of shape {shown:?}",
                data.len()
            ))
        })?;
        self.hold(tensor)
    }

    fn of_volume(
        &mut self,
        source: Resource<LazyVolume>,
        layout: String,
        element: Element,
    ) -> Result<Resource<HeldTensor>, HostFault> {
        let source = self.volume(&source)?;
        let element = convert::element(element);
        let tensor = ops::tensor_of_volume(&source, &layout, element, &self.context)?;
        self.hold(tensor)
    }

    fn shape(&mut self, tensor: Resource<HeldTensor>) -> wasmtime::Result<Vec<u32>> {
        Ok(self.table.get(&tensor)?.tensor.shape().to_vec())
    }

    fn element(&mut self, tensor: Resource<HeldTensor>) -> wasmtime::Result<Element> {
        let elements = self.table.get(&tensor)?.tensor.elements().as_ref();
        Ok(convert::wire_element(elements.element()))
    }

    fn read(
        &mut self,
        tensor: Resource<HeldTensor>,
        first: u64,
        count: u32,
    ) -> Result<Vec<u8>, HostFault> {
        let tensor = &self.get(&tensor)?.tensor;
        let elements = tensor.elements().as_ref();
        let bytes = u64::from(count) * element_bytes(elements.element());
        let most = self.limits.read_bytes;
        if bytes > u64::from(most) {
            return Err(HostFault::limit(format!(
                "one read returns at most {most} bytes, {count} elements have {bytes}"
            )));
        }
        let read = tensor_bytes(tensor, first, count).ok_or_else(|| {
            HostFault::bad_input(format!(
                "elements {first} and {count} on are not all in a tensor of {}",
                elements.len()
            ))
        })?;
        self.tally.read(read.len());
        Ok(read)
    }

    fn to_volume(
        &mut self,
        tensor: Resource<HeldTensor>,
        like: Resource<LazyVolume>,
        channel: u32,
    ) -> Result<Resource<LazyVolume>, HostFault> {
        let like = self.volume(&like)?;
        let geometry = like.geometry().clone();
        let tensor = &self.get(&tensor)?.tensor;
        let mut samples = self.context.samples(like.whole().voxels())?;
        samples.values = ops::channel_values(tensor, geometry.size, channel).ok_or_else(|| {
            HostFault::bad_input(format!(
                "channel {channel} of a tensor of shape {:?} is no volume of {:?} voxels",
                tensor.shape(),
                geometry.size
            ))
        })?;
        self.handle(LazyVolume::values(geometry, samples))
    }

    fn drop(&mut self, tensor: Resource<HeldTensor>) -> wasmtime::Result<()> {
        self.table.delete(tensor)?;
        Ok(())
    }
}

impl HostModel for JobState {
    fn inputs(&mut self, model: Resource<OpenModel>) -> wasmtime::Result<Vec<Slot>> {
        Ok(convert::slots(self.table.get(&model)?.0.inputs()))
    }

    fn outputs(&mut self, model: Resource<OpenModel>) -> wasmtime::Result<Vec<Slot>> {
        Ok(convert::slots(self.table.get(&model)?.0.outputs()))
    }

    fn run(
        &mut self,
        model: Resource<OpenModel>,
        inputs: Vec<(String, Resource<HeldTensor>)>,
    ) -> Result<Vec<(String, Resource<HeldTensor>)>, HostFault> {
        if inputs.len() > MAX_INPUTS {
            return Err(HostFault::bad_input(format!(
                "a run takes at most {MAX_INPUTS} tensors, found {}",
                inputs.len()
            )));
        }
        let model = Arc::clone(&self.get(&model)?.0);
        let answers = {
            let mut named = Vec::with_capacity(inputs.len());
            for (name, tensor) in &inputs {
                named.push((name.as_str(), self.get(tensor)?.tensor.view()));
            }
            ops::run_model(&*model, &named, &self.context)?
        };
        let mut held = Vec::with_capacity(answers.len());
        for (name, tensor) in answers {
            held.push((name, self.hold(tensor)?));
        }
        Ok(held)
    }

    fn run_tiled(
        &mut self,
        model: Resource<OpenModel>,
        source: Resource<LazyVolume>,
        how: Tiling,
    ) -> Result<Resource<LazyVolume>, HostFault> {
        let source = self.volume(&source)?;
        let model = Arc::clone(&self.get(&model)?.0);
        let tiling = ops::Tiling {
            patch: convert::dims(how.patch),
            overlap: how.overlap,
            batch: how.batch,
            channel: how.channel,
        };
        let answer = ops::run_tiled(&source, &*model, tiling, &self.context)?;
        self.handle(LazyVolume::values(source.geometry().clone(), answer))
    }

    fn drop(&mut self, model: Resource<OpenModel>) -> wasmtime::Result<()> {
        self.table.delete(model)?;
        Ok(())
    }
}
