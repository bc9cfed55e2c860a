//! A whole CT, 512 x 512 x 400, analysed on the host: no voxel reaches the guest, and the host holds a small part of it.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on says where")]

#[path = "support/guests.rs"]
mod guests;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use overread_base::{AiStatus, FailureKind, Vec3, VolumeGeometry};
use overread_image::{Rescale, Volume};
use overread_infer::{
    Cancel, Element, Elements, ElementsRef, InferError, ModelLimits, Slot, Tensor, TensorRef,
};
use overread_plugin_host::{
    CancelFlag, Job, Limits, LoadedModel, ModelRuntime, Plugin, PluginHost,
};

const SIZE: [u32; 3] = [512, 512, 400];
/// The volume's values take 400 MiB as numbers.
const HOST_MEMORY: u64 = 128 << 20;

/// A model whose answer is its input, (batch, 1, z, y, x).
#[derive(Debug, Clone)]
struct Same {
    slots: [Slot; 1],
    /// Thrown by each run.
    ends: Option<CancelFlag>,
    n_runs: Arc<AtomicUsize>,
}

impl Same {
    fn new(ends: Option<CancelFlag>) -> Self {
        let slot = Slot {
            name: "in".to_owned(),
            element: Element::Float32,
            shape: vec![-1, 1, -1, -1, -1],
        };
        Self {
            slots: [slot],
            ends,
            n_runs: Arc::default(),
        }
    }
}

impl ModelRuntime for Same {
    fn open(&self, _: &[u8], _: &ModelLimits) -> Result<Box<dyn LoadedModel>, InferError> {
        Ok(Box::new(self.clone()))
    }
}

impl LoadedModel for Same {
    fn inputs(&self) -> &[Slot] {
        &self.slots
    }

    fn outputs(&self) -> &[Slot] {
        &self.slots
    }

    fn run(
        &self,
        inputs: &[(&str, TensorRef<'_>)],
        _: &Cancel,
    ) -> Result<Vec<(String, Tensor)>, InferError> {
        self.n_runs.fetch_add(1, Ordering::Relaxed);
        if let Some(cancel) = &self.ends {
            cancel.cancel();
        }
        let (_, tensor) = inputs[0];
        let ElementsRef::Float32(values) = tensor.elements() else {
            panic!("float32 is what was asked for");
        };
        let answer = Tensor::new(tensor.shape().to_vec(), Elements::Float32(values.to_vec()))?;
        Ok(vec![("same".to_owned(), answer)])
    }
}

/// Air with one cube of 40 mm of 300 HU in it.
fn job() -> Job {
    let one = Vec3::new(1.0, 1.0, 1.0);
    let geometry = VolumeGeometry::axial(SIZE, one, Vec3::default()).unwrap();
    let [nx, ny, nz] = SIZE.map(|n| n as usize);
    let mut samples = vec![-1000i16; nx * ny * nz];
    for z in 200..240 {
        for y in 300..340 {
            let row = (z * ny + y) * nx;
            samples[row + 100..row + 140].fill(300);
        }
    }
    let mut job = guests::job();
    job.series[0].volume = Volume::new(geometry, samples, Rescale::IDENTITY).unwrap();
    job
}

/// The guest that works on a whole CT, and its folder, from which the first job reads the model.
fn plugin(model: &Same) -> (Plugin, tempfile::TempDir) {
    let host = PluginHost::with_runtime(None, Some(Arc::new(model.clone()))).unwrap();
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("nodule.onnx"), b"").unwrap();
    let entry = "[[models]]\nname = \"nodule\"\nfile = \"nodule.onnx\"\nruntime = \"onnx\"\n\
                 sha256 = \"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\"\n";
    let bundle = guests::bundle(folder.path(), &guests::component("whole_ct"), entry);
    let limits = Limits {
        host_memory_bytes: HOST_MEMORY,
        analyze: Duration::from_secs(600),
        ..Limits::default()
    };
    (host.load_within(&bundle, limits).unwrap(), folder)
}

#[test]
fn a_whole_ct_is_analysed_without_a_voxel_in_the_guest_and_within_128_mib() {
    let (plugin, _folder) = plugin(&Same::new(None));
    let (result, usage) = plugin.analyze_measured(&job());
    assert!(
        matches!(result.status, AiStatus::Done(_)),
        "{:?}",
        result.status
    );
    assert_eq!(usage.read_bytes, 0, "{usage:?}");
    assert!(usage.to_guest_bytes < 4096, "{usage:?}");
    assert!(usage.host_memory_bytes <= HOST_MEMORY, "{usage:?}");
}

#[test]
fn a_job_that_is_cancelled_in_the_middle_of_a_whole_ct_goes_no_further() {
    let mut job = job();
    job.cancel = CancelFlag::default();
    let model = Same::new(Some(job.cancel.clone()));
    let (plugin, _folder) = plugin(&model);
    let AiStatus::Failed { kind, .. } = plugin.analyze(&job).status else {
        panic!("it was not cancelled");
    };
    assert_eq!(kind, FailureKind::Cancelled);
    assert_eq!(model.n_runs.load(Ordering::Relaxed), 1);
}
