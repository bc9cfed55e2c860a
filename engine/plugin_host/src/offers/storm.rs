//! Thousands of calls of the host's functions with arguments of any kind: each gives something or a failure with a
//! name, none breaks the host, and what the job held is given back.

use std::sync::Arc;

use overread_base::{Rng, Seed};
use wasmtime::component::Resource;

use crate::Limits;
use crate::bindings::overread::plugin::imaging::{
    Host as _, HostMask, HostVolume, Interpolation, Region,
};
use crate::bindings::overread::plugin::inference::{Element, HostModel, HostTensor, Tiling};
use crate::bindings::overread::plugin::types::{Dims, FailureKind, Host as _, Vec3};
use crate::fault::HostFault;
use crate::fixtures::{AddOne, job, state_of};
use crate::job_state::{HeldTensor, JobState, OpenModel};
use crate::lazy::LazyVolume;
use crate::ops::MaskGrid;

const COUNTS: [u32; 12] = [0, 1, 1, 2, 2, 3, 4, 5, 9, 16_384, 1 << 31, u32::MAX];
const NUMBERS: [f64; 12] = [
    0.0,
    1.0,
    -1.0,
    0.5,
    2.0,
    3.7,
    1e-9,
    1e300,
    f64::NAN,
    f64::INFINITY,
    f64::NEG_INFINITY,
    40.0,
];
const LETTERS: [&str; 6] = ["LPH", "RAH", "HLP", "LLL", "", "\u{0}\u{202e}LPH"];
const LAYOUTS: [&str; 5] = ["nczyx", "zyx", "xyz", "nchw", ""];

/// Run-tiled walks windows of one voxel one by one.
const MAX_TILED_VOXELS: u64 = 4096;

struct Storm {
    state: JobState,
    rng: Rng,
    volumes: Vec<Resource<LazyVolume>>,
    masks: Vec<Resource<MaskGrid>>,
    tensors: Vec<Resource<HeldTensor>>,
    model: Resource<OpenModel>,
}

fn lent<T: 'static>(handle: &Resource<T>) -> Resource<T> {
    Resource::new_borrow(handle.rep())
}

impl Storm {
    fn new(seed: u64) -> Self {
        let limits = Limits {
            handles: 64,
            host_memory_bytes: 8 << 20,
            read_bytes: 1 << 20,
            ..Limits::default()
        };
        let mut state = state_of(&job([4, 3, 2]), limits);
        let model = OpenModel(Arc::new(AddOne::new(&[-1, 1, -1, -1, -1])));
        Self {
            model: state.handle(model).unwrap(),
            volumes: vec![state.open_series(0).unwrap()],
            masks: Vec::new(),
            tensors: Vec::new(),
            state,
            rng: Seed(seed).rng(),
        }
    }

    fn one_of<T: Copy>(&mut self, of: &[T]) -> T {
        of[usize::try_from(self.rng.below(of.len() as u64)).unwrap()]
    }

    fn number(&mut self) -> f64 {
        self.one_of(&NUMBERS)
    }

    #[expect(clippy::cast_possible_truncation, reason = "infinite is a case too")]
    fn float(&mut self) -> f32 {
        self.number() as f32
    }

    fn dims(&mut self) -> Dims {
        let [x, y, z] = std::array::from_fn(|_| self.one_of(&COUNTS));
        Dims { x, y, z }
    }

    fn region(&mut self) -> Region {
        Region {
            origin: self.dims(),
            size: self.dims(),
        }
    }

    fn volume(&mut self) -> Resource<LazyVolume> {
        let idx = self.rng.below(self.volumes.len() as u64);
        lent(&self.volumes[usize::try_from(idx).unwrap()])
    }

    /// One call; whether it gave something.
    fn call(&mut self) -> bool {
        let result = match self.rng.below(4) {
            0 | 1 => self.make_volume(),
            2 => self.ask_volume(),
            _ => self.masks_and_tensors(),
        };
        match result {
            Ok(()) => true,
            Err(HostFault::Stop(stop)) => panic!("nobody stopped the job: {stop}"),
            Err(fault) => {
                let told = self.state.convert_failure(fault).unwrap();
                assert_ne!(told.kind, FailureKind::Internal, "{}", told.message);
                assert!(!told.message.is_empty() && told.message.len() <= 1100);
                false
            }
        }
    }

    fn make_volume(&mut self) -> Result<(), HostFault> {
        let (from, how) = (
            self.volume(),
            self.one_of(&[
                Interpolation::Nearest,
                Interpolation::Linear,
                Interpolation::Cubic,
            ]),
        );
        let numbers: [f32; 4] = std::array::from_fn(|_| self.float());
        let made = match self.rng.below(8) {
            0 => {
                let series = self.one_of_counts();
                self.state.open_series(series)
            }
            1 => {
                let region = self.region();
                self.state.crop(from, region)
            }
            2 => {
                let [x, y, z] = std::array::from_fn(|_| self.number());
                self.state.resample(from, Vec3 { x, y, z }, how)
            }
            3 => {
                let size = self.dims();
                self.state.resize(from, size, how)
            }
            4 => {
                let letters = self.one_of(&LETTERS).to_owned();
                self.state.reorient(from, letters)
            }
            5 => self
                .state
                .rescale(from, numbers[0], numbers[1], numbers[2], numbers[3]),
            6 => self.state.threshold(from, numbers[0], numbers[1]),
            _ => {
                let by = self.volume();
                self.state.multiply(from, by)
            }
        }?;
        self.volumes.push(made);
        Ok(())
    }

    fn one_of_counts(&mut self) -> u32 {
        self.one_of(&COUNTS)
    }

    fn ask_volume(&mut self) -> Result<(), HostFault> {
        let from = self.volume();
        match self.rng.below(6) {
            0 => {
                let region = self.region();
                HostVolume::read(&mut self.state, from, region).map(drop)
            }
            1 => {
                let region = self.region();
                self.state.stats(from, region).map(|found| {
                    assert!(
                        found.min <= found.mean + 1e-3 && found.mean <= found.max + 1e-3
                            || found.max > 1e30,
                        "{found:?}"
                    );
                })
            }
            2 => {
                let (values, least, most) =
                    (self.volume(), self.one_of_counts(), self.one_of_counts());
                let values = (least > 1).then_some(values);
                self.state
                    .blobs(from, values, u64::from(least), most)
                    .map(drop)
            }
            3 => {
                let series = self.one_of_counts();
                self.state.keep_map(series, from).map(drop)
            }
            4 if self.volumes.len() > 1 => {
                let last = self.volumes.pop().unwrap();
                HostVolume::drop(&mut self.state, last).unwrap();
                Ok(())
            }
            _ => {
                let tiling = Tiling {
                    patch: self.dims(),
                    overlap: self.float(),
                    batch: self.one_of_counts(),
                    channel: self.rng.below(2).try_into().unwrap(),
                };
                if self.state.volume(&from)?.geometry().voxel_count() > MAX_TILED_VOXELS {
                    return Ok(());
                }
                let made = self.state.run_tiled(lent(&self.model), from, tiling)?;
                self.volumes.push(made);
                Ok(())
            }
        }
    }

    fn masks_and_tensors(&mut self) -> Result<(), HostFault> {
        let (from, series) = (self.volume(), self.one_of_counts());
        match self.rng.below(8) {
            0 => self.masks.push(self.state.blank(series)?),
            1 => self
                .masks
                .push(HostMask::of_volume(&mut self.state, series, from)?),
            2 => {
                let (region, len) = (self.region(), self.rng.below(10));
                let Some(mask) = self.masks.last() else {
                    return Ok(());
                };
                let labels = vec![1; usize::try_from(len).unwrap()];
                self.state.write(lent(mask), region, labels)?;
            }
            3 => {
                let Some(mask) = self.masks.pop() else {
                    return Ok(());
                };
                let kept = self.state.keep(lent(&mask), "mask".to_owned());
                HostMask::drop(&mut self.state, mask).unwrap();
                kept?;
            }
            4 => {
                let (layout, element) = (
                    self.one_of(&LAYOUTS),
                    self.one_of(&[Element::Float16, Element::Int64, Element::Float32]),
                );
                let made =
                    HostTensor::of_volume(&mut self.state, from, layout.to_owned(), element)?;
                self.tensors.push(made);
            }
            5 => {
                let shape = (0..self.rng.below(6))
                    .map(|_| self.one_of_counts())
                    .collect();
                let data = vec![7; usize::try_from(self.rng.below(20)).unwrap()];
                self.tensors
                    .push(self.state.of_bytes(shape, Element::Uint8, data)?);
            }
            6 => {
                let (first, count) = (u64::from(self.one_of_counts()), self.one_of_counts());
                let Some(tensor) = self.tensors.last() else {
                    return Ok(());
                };
                HostTensor::read(&mut self.state, lent(tensor), first, count).map(drop)?;
            }
            _ => {
                let channel = self.one_of_counts();
                let Some(tensor) = self.tensors.pop() else {
                    return Ok(());
                };
                let made = self.state.to_volume(lent(&tensor), from, channel);
                let inputs = vec![("in".to_owned(), lent(&tensor))];
                let ran = self.state.run(lent(&self.model), inputs);
                HostTensor::drop(&mut self.state, tensor).unwrap();
                // Both are taken before either's failure is told: what was given must be let go of.
                if let Ok(answers) = &ran {
                    let answers = answers
                        .iter()
                        .map(|(_, tensor)| Resource::new_own(tensor.rep()));
                    self.tensors.extend(answers);
                }
                self.volumes.push(made?);
                ran?;
            }
        }
        Ok(())
    }

    /// Lets go of everything; what is kept for the report stays.
    fn finish(mut self) {
        for volume in std::mem::take(&mut self.volumes) {
            HostVolume::drop(&mut self.state, volume).unwrap();
        }
        for mask in std::mem::take(&mut self.masks) {
            HostMask::drop(&mut self.state, mask).unwrap();
        }
        for tensor in std::mem::take(&mut self.tensors) {
            HostTensor::drop(&mut self.state, tensor).unwrap();
        }
        let kept = std::mem::take(&mut self.state.kept);
        assert!(kept.masks.len() <= 16 && kept.maps.len() <= 16);
        drop(kept);
        assert_eq!(self.state.context.memory.used(), 0);
    }
}

#[test]
fn calls_of_any_kind_never_break_the_host() {
    let mut gave = 0;
    for seed in 0..60 {
        let mut storm = Storm::new(seed);
        gave += (0..300).filter(|_| storm.call()).count();
        storm.finish();
    }
    // The storm is no test if nearly all of it is refused.
    assert!(gave > 60 * 50, "{gave} calls gave something");
}
