//! Small volumes, models and jobs for the unit tests of this crate.

use std::sync::Arc;
use std::time::Duration;

use overread_base::{SeriesUid, StudyUid, Vec3, VolumeGeometry};
use overread_bundle::Manifest;
use overread_image::{Rescale, Volume};
use overread_infer::{Cancel, Element, Elements, ElementsRef, InferError, Slot, Tensor, TensorRef};

use crate::job_state::JobState;
use crate::lazy::{LazyVolume, SampleType};
use crate::model::LoadedModel;
use crate::models::Models;
use crate::plugin::PluginParts;
use crate::texts::Texts;
use crate::watch::{HostMemory, OpContext, Watch};
use crate::{CancelFlag, Job, JobSeries, Limits};

/// An hour and 64 MiB.
pub(crate) fn context() -> OpContext {
    context_of(64 << 20)
}

pub(crate) fn context_of(memory_bytes: u64) -> OpContext {
    OpContext {
        watch: Watch::start(Duration::from_secs(3600), CancelFlag::default()),
        memory: HostMemory::new(memory_bytes),
    }
}

/// A grid of 2 x 3 x 4 mm voxels, turned by 37 degrees about the patient's long axis.
pub(crate) fn oblique(size: [u32; 3]) -> VolumeGeometry {
    VolumeGeometry::new(
        size,
        Vec3::new(2.0, 3.0, 4.0),
        Vec3::new(-10.0, 20.0, -30.0),
        Vec3::new(0.8, 0.6, 0.0),
        Vec3::new(-0.6, 0.8, 0.0),
    )
    .unwrap()
}

/// Samples that differ from voxel to voxel, with a rescale.
pub(crate) fn stored(size: [u32; 3]) -> Volume {
    let geometry = oblique(size);
    let count = i16::try_from(geometry.voxel_count()).unwrap();
    let samples = (0..count).map(|n| (n * 37) % 211).collect();
    Volume::new(
        geometry,
        samples,
        Rescale {
            slope: 2.0,
            intercept: -100.0,
        },
    )
    .unwrap()
}

pub(crate) fn lazy(size: [u32; 3]) -> LazyVolume {
    LazyVolume::stored(stored(size), SampleType::Int16)
}

/// A volume of these values on a grid of 1 mm voxels at (0, 0, 0).
pub(crate) fn values(size: [u32; 3], values: &[f32], context: &OpContext) -> LazyVolume {
    let geometry = VolumeGeometry::axial(size, Vec3::new(1.0, 1.0, 1.0), Vec3::default()).unwrap();
    let mut samples = context.samples(values.len()).unwrap();
    samples.values.copy_from_slice(values);
    LazyVolume::values(geometry, samples)
}

/// All values of a volume.
#[track_caller]
pub(crate) fn all(volume: &LazyVolume) -> Vec<f32> {
    volume.materialise(&context()).unwrap().values
}

const MANIFEST: &str = r#"schema = 1
[plugin]
id = "org.example.guest"
name = { en = "Guest" }
version = "1.0.0"
kind = "ai-service"
api = "1.0"
component = "plugin.wasm"
license = "MIT"
[wants]
attributes = ["KVP", "PatientAge"]
[settings.threshold]
type = "number"
default = 0.5
min = 0.0
max = 1.0
"#;

/// A job on one CT series; the user granted `KVP` and `PatientID`, the manifest wants `KVP` and `PatientAge`.
pub(crate) fn job(size: [u32; 3]) -> Job {
    let attributes = [
        ("Modality", "CT"),
        ("KVP", "120"),
        ("PatientAge", "044Y"),
        ("PatientID", "secret"),
    ];
    let text = |text: &str| text.to_owned();
    let series = JobSeries {
        uid: SeriesUid::new("1.2.3.4").unwrap(),
        study: 0,
        days_before: None,
        modality: text("CT"),
        volume: stored(size),
        attributes: attributes
            .map(|(name, value)| (text(name), text(value)))
            .into(),
    };
    let mut job = Job::new(StudyUid::new("1.2.3").unwrap(), vec![series]);
    job.granted_attributes = [text("KVP"), text("PatientID")].into();
    job
}

/// The state of a Store for a job, without runtime or models.
pub(crate) fn state_of(job: &Job, limits: Limits) -> JobState {
    let parts = PluginParts {
        manifest: Manifest::parse("plugin.toml", MANIFEST).unwrap(),
        models: Models::new(
            &overread_bundle::BundleSource::open(std::path::Path::new(".")).unwrap(),
            &[],
            None,
        ),
        texts: Texts::new(&[("en".to_owned(), "hello = Hello, { $name }\n".to_owned())].into()),
    };
    let watch = Watch::start(Duration::from_secs(3600), job.cancel.clone());
    JobState::new(Arc::new(parts), limits, watch, job)
}

pub(crate) fn state() -> JobState {
    state_of(&job([4, 3, 2]), Limits::default())
}

/// Adds 1 to each value of its one float32 input, which has the axes that it is made with; -1 is open.
#[derive(Debug)]
pub(crate) struct AddOne {
    slots: [Slot; 1],
    /// For each output channel the input channel that it takes; `None` for all that there are.
    pick: Option<Vec<usize>>,
}

impl AddOne {
    pub(crate) fn new(shape: &[i64]) -> Self {
        let slot = Slot {
            name: "in".to_owned(),
            element: Element::Float32,
            shape: shape.to_vec(),
        };
        Self {
            slots: [slot],
            pick: None,
        }
    }

    /// Its output has these channels of the input only.
    pub(crate) fn with_channels(mut self, pick: &[usize]) -> Self {
        self.pick = Some(pick.to_vec());
        self
    }
}

impl LoadedModel for AddOne {
    fn inputs(&self) -> &[Slot] {
        &self.slots
    }

    fn outputs(&self) -> &[Slot] {
        &self.slots
    }

    fn run(
        &self,
        inputs: &[(&str, TensorRef<'_>)],
        cancel: &Cancel,
    ) -> Result<Vec<(String, Tensor)>, InferError> {
        if cancel.is_cancelled() {
            return Err(InferError::Cancelled);
        }
        let [("in", tensor)] = inputs else {
            return Err(InferError::Runtime("one input, named `in`".to_owned()));
        };
        let ElementsRef::Float32(values) = tensor.elements() else {
            return Err(InferError::Runtime("float32 only".to_owned()));
        };
        let mut shape = tensor.shape().to_vec();
        let plane: usize = shape[2..].iter().map(|&n| n as usize).product();
        let channels = shape[1] as usize;
        let pick = self.pick.clone().unwrap_or_else(|| (0..channels).collect());
        shape[1] = u32::try_from(pick.len()).unwrap();
        let mut answer = Vec::new();
        for window in values.chunks_exact(plane * channels) {
            for &channel in &pick {
                answer.extend(window[channel * plane..][..plane].iter().map(|v| v + 1.0));
            }
        }
        Ok(vec![(
            "out".to_owned(),
            Tensor::new(shape, Elements::Float32(answer))?,
        )])
    }
}
