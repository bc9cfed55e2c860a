//! What one Store carries: the job's series, its handles and budgets, what it kept, what it was told. No host function.

use std::cell::OnceCell;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use overread_base::{MaskRle, SeriesUid, VolumeGeometry};
use overread_image::Volume;
use overread_infer::Tensor;
use wasmtime::component::{Resource, ResourceTable};

use crate::ending::{Circumstances, Told};
use crate::fault::HostFault;
use crate::job::BASIC_ATTRIBUTES;
use crate::lazy::{LazyVolume, SampleType};
use crate::limiter::SummingLimiter;
use crate::model::{LoadedModel, element_bytes};
use crate::plugin::PluginParts;
use crate::sandbox::Bounded;
use crate::services::Services;
use crate::usage::{Tally, Usage};
use crate::watch::{Charge, HostMemory, OpContext, Watch};
use crate::{Job, JobSeries, Limits, Progress};

/// A tensor that counts against the job's host memory.
#[derive(Debug)]
#[expect(unreachable_pub, reason = "the generated bindings re-export it")]
pub struct HeldTensor {
    pub(crate) tensor: Tensor,
    _charge: Charge,
}

/// A model that the guest opened.
#[expect(unreachable_pub, reason = "the generated bindings re-export it")]
pub struct OpenModel(pub(crate) Arc<dyn LoadedModel>);

impl fmt::Debug for OpenModel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("OpenModel").field(&self.0.inputs()).finish()
    }
}

/// A series as the job's guest may see it; its id is its place in the list.
#[derive(Debug)]
pub(crate) struct SeriesEntry {
    pub(crate) uid: SeriesUid,
    pub(crate) study: u32,
    pub(crate) days_before: Option<u32>,
    pub(crate) modality: String,
    pub(crate) volume: Volume,
    pub(crate) attributes: Vec<(String, String)>,
    sample: OnceCell<SampleType>,
}

/// Masks and maps that the guest kept for its report; ids are places in the lists.
#[derive(Debug, Default)]
pub(crate) struct Kept {
    pub(crate) masks: Vec<KeptMask>,
    pub(crate) maps: Vec<KeptMap>,
}

#[derive(Debug)]
pub(crate) struct KeptMask {
    pub(crate) series: u32,
    pub(crate) mask: MaskRle,
    pub(crate) _charge: Charge,
}

#[derive(Debug)]
pub(crate) struct KeptMap {
    pub(crate) series: u32,
    pub(crate) geometry: VolumeGeometry,
    /// 0 to 255 for 0 to 1.
    pub(crate) values: Vec<u8>,
    pub(crate) _charge: Charge,
}

/// The data of one Store.
pub(crate) struct JobState {
    pub(crate) table: ResourceTable,
    pub(crate) limiter: SummingLimiter,
    pub(crate) limits: Limits,
    pub(crate) context: OpContext,
    pub(crate) plugin: Arc<PluginParts>,
    pub(crate) series: Vec<SeriesEntry>,
    pub(crate) services: Services,
    pub(crate) progress: Progress,
    pub(crate) kept: Kept,
    pub(crate) told: Told,
    pub(crate) tally: Tally,
}

impl JobState {
    pub(crate) fn new(plugin: Arc<PluginParts>, limits: Limits, watch: Watch, job: &Job) -> Self {
        let mut table = ResourceTable::new();
        table.set_max_capacity(limits.handles);
        let manifest = &plugin.manifest;
        let may_see = |keyword: &str| {
            BASIC_ATTRIBUTES.contains(&keyword)
                || (manifest.wants.attributes.contains(keyword)
                    && job.granted_attributes.contains(keyword))
        };
        let has_priors = manifest.wants.prior_studies && job.granted_prior_studies;
        let series = job
            .series
            .iter()
            .filter(|series| series.study == 0 || has_priors)
            .map(|series| SeriesEntry::new(series, may_see))
            .collect();
        Self {
            table,
            limiter: SummingLimiter::new(limits.store()),
            limits,
            context: OpContext {
                watch,
                memory: HostMemory::new(limits.host_memory_bytes),
            },
            series,
            services: Services::new(manifest, &job.locale, &job.settings, job.seed),
            progress: Arc::clone(&job.progress),
            plugin,
            kept: Kept::default(),
            told: Told::default(),
            tally: Tally::default(),
        }
    }

    /// What the end of a call is judged by.
    pub(crate) fn circumstances(&self) -> Circumstances<'_> {
        Circumstances {
            watch: &self.context.watch,
            limiter: &self.limiter,
            told: &self.told,
            call_bytes: self.limits.call_bytes,
            handles: self.limits.handles,
        }
    }

    /// What the job has taken in `wall`.
    pub(crate) fn usage(&self, wall: Duration) -> Usage {
        Usage {
            wall,
            memory_bytes: self.limiter.memory_bytes(),
            host_memory_bytes: self.context.memory.peak(),
            host_calls: self.tally.host_calls,
            read_bytes: self.tally.read_bytes,
            to_guest_bytes: self.tally.to_guest_bytes,
            from_guest_bytes: self.tally.from_guest_bytes,
            dropped_log_lines: self.services.dropped_log_lines(),
        }
    }

    /// Gives the guest a handle.
    pub(crate) fn handle<T: Send + 'static>(&mut self, value: T) -> Result<Resource<T>, HostFault> {
        self.table.push(value).map_err(|_full| {
            HostFault::limit(format!("too many handles: at most {}", self.limits.handles))
        })
    }

    /// What a handle of the guest names. The component model checks handles, so a wrong one is the host's mistake.
    pub(crate) fn get<T: 'static>(&self, handle: &Resource<T>) -> Result<&T, HostFault> {
        self.table
            .get(handle)
            .map_err(|error| HostFault::internal(error.to_string()))
    }

    pub(crate) fn volume(&self, handle: &Resource<LazyVolume>) -> Result<LazyVolume, HostFault> {
        self.get(handle).cloned()
    }

    pub(crate) fn series_entry(&self, id: u32) -> Result<&SeriesEntry, HostFault> {
        self.series.get(id as usize).ok_or_else(|| {
            HostFault::bad_input(format!(
                "no series {id}; the study has {} series, counted from 0",
                self.series.len()
            ))
        })
    }

    /// Takes a tensor into the job's host memory.
    pub(crate) fn hold(&mut self, tensor: Tensor) -> Result<Resource<HeldTensor>, HostFault> {
        let elements = tensor.elements().as_ref();
        let bytes = elements.len() as u64 * element_bytes(elements.element());
        let held = HeldTensor {
            _charge: self.context.memory.charge(bytes)?,
            tensor,
        };
        self.handle(held)
    }
}

impl Bounded for JobState {
    fn limiter(&mut self) -> &mut SummingLimiter {
        &mut self.limiter
    }

    fn watch(&self) -> &Watch {
        &self.context.watch
    }
}

impl SeriesEntry {
    fn new(series: &JobSeries, may_see: impl Fn(&str) -> bool) -> Self {
        let attributes = series
            .attributes
            .iter()
            .filter(|(keyword, _)| may_see(keyword))
            .map(|(keyword, value)| (keyword.clone(), value.clone()));
        Self {
            uid: series.uid.clone(),
            study: series.study,
            days_before: series.days_before,
            modality: series.modality.clone(),
            volume: series.volume.clone(),
            attributes: attributes.collect(),
            sample: OnceCell::new(),
        }
    }

    /// The smallest type that holds every value of the series exactly.
    pub(crate) fn sample(&self) -> SampleType {
        *self.sample.get_or_init(|| sample_of(&self.volume))
    }
}

fn sample_of(volume: &Volume) -> SampleType {
    let rescale = volume.rescale();
    let is_whole = rescale.slope.fract() == 0.0 && rescale.intercept.fract() == 0.0;
    let ends = volume
        .samples()
        .iter()
        .fold((i16::MAX, i16::MIN), |(low, high), &s| {
            (low.min(s), high.max(s))
        });
    let (a, b) = (rescale.value(ends.0), rescale.value(ends.1));
    let (low, high) = (a.min(b), a.max(b));
    if is_whole && f32::from(i16::MIN) <= low && high <= f32::from(i16::MAX) {
        SampleType::Int16
    } else if is_whole && 0.0 <= low && high <= f32::from(u16::MAX) {
        SampleType::Uint16
    } else {
        SampleType::Float32
    }
}
