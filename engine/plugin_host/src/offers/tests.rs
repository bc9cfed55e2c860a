//! The host's functions as a guest would call them, without a guest: what they give, refuse and remember.

use overread_base::{FailureKind, NotRunReason};

use super::*;
use crate::Limits;
use crate::bindings::overread::plugin::host::Host as _;
use crate::bindings::overread::plugin::imaging::{
    Host as _, HostMask, HostVolume, Interpolation, Region, Sample,
};
use crate::bindings::overread::plugin::inference::{Element, Host as _, HostTensor};
use crate::bindings::overread::plugin::types::{Dims, FailureKind as WireKind, Host as _, Param};
use crate::fixtures::{job, state, state_of};

fn region(origin: [u32; 3], size: [u32; 3]) -> Region {
    let dims = |[x, y, z]: [u32; 3]| Dims { x, y, z };
    Region {
        origin: dims(origin),
        size: dims(size),
    }
}

/// A handle that the guest lends.
fn lent<T: 'static>(handle: &wasmtime::component::Resource<T>) -> wasmtime::component::Resource<T> {
    wasmtime::component::Resource::new_borrow(handle.rep())
}

#[test]
fn series_are_listed_with_what_was_granted_and_wanted() {
    let listed = state().list_series().unwrap();
    assert_eq!(listed.len(), 1);
    assert_eq!(
        (listed[0].id, listed[0].frames, listed[0].sample),
        (0, 2, Sample::Int16)
    );
    let names: Vec<&str> = listed[0]
        .attributes
        .iter()
        .map(|p| p.name.as_str())
        .collect();
    // `PatientAge` was not granted, `PatientID` is not wanted by the manifest.
    assert_eq!(names, ["KVP", "Modality"]);
}

#[test]
fn the_sample_type_holds_every_value() {
    use overread_image::{Rescale, Volume};
    for (samples, slope, intercept, expected) in [
        ([-1000, 3000], 1.0, 0.0, Sample::Int16),
        ([i16::MIN, i16::MAX], 1.0, 32768.0, Sample::Uint16),
        ([i16::MIN, i16::MAX], 1.0, -1024.0, Sample::Float32),
        ([0, 1], 0.5, 0.0, Sample::Float32),
        ([-100, 100], -2.0, 5.0, Sample::Int16),
    ] {
        let mut job = job([2, 1, 1]);
        let geometry = job.series[0].volume.geometry().clone();
        let rescale = Rescale { slope, intercept };
        job.series[0].volume = Volume::new(geometry, samples.to_vec(), rescale).unwrap();
        let listed = state_of(&job, Limits::default()).list_series().unwrap();
        assert_eq!(
            listed[0].sample, expected,
            "{samples:?} {slope} {intercept}"
        );
    }
}

#[test]
fn reading_gives_samples_and_is_bounded() {
    let limits = Limits {
        read_bytes: 8,
        ..Limits::default()
    };
    let mut state = state_of(&job([4, 3, 2]), limits);
    assert_eq!(state.max_read().unwrap(), 8);
    let volume = state.open_series(0).unwrap();
    // Samples 0, 37, 74, 111, twice that less 100.
    let bytes = HostVolume::read(&mut state, lent(&volume), region([0; 3], [4, 1, 1])).unwrap();
    let samples: Vec<i16> = bytes
        .as_chunks::<2>()
        .0
        .iter()
        .map(|&b| i16::from_le_bytes(b))
        .collect();
    assert_eq!(samples, [-100, -26, 48, 122]);
    let too_much = HostVolume::read(&mut state, lent(&volume), region([0; 3], [4, 2, 1]));
    assert!(matches!(
        too_much,
        Err(HostFault::Limit(FailureKind::HostBudget, _))
    ));
    assert!(HostVolume::read(&mut state, lent(&volume), region([0; 3], [5, 1, 1])).is_err());
    let stats = state
        .stats(lent(&volume), region([0; 3], [4, 1, 1]))
        .unwrap();
    assert_eq!(
        (stats.min, stats.max, stats.mean, stats.count),
        (-100.0, 122.0, 11.0, 4)
    );
    let size = Dims { x: 8, y: 3, z: 2 };
    let cubic = state
        .resize(lent(&volume), size, Interpolation::Cubic)
        .unwrap();
    assert_eq!(HostVolume::geometry(&mut state, cubic).unwrap().size.x, 8);
    assert!(state.open_series(1).is_err());
}

#[test]
fn handles_are_bounded_and_given_back() {
    let limits = Limits {
        handles: 2,
        ..Limits::default()
    };
    let mut state = state_of(&job([4, 3, 2]), limits);
    let first = state.open_series(0).unwrap();
    let _second = state.open_series(0).unwrap();
    assert!(matches!(state.open_series(0), Err(HostFault::Limit(..))));
    HostVolume::drop(&mut state, first).unwrap();
    assert!(state.open_series(0).is_ok());
}

#[test]
fn masks_and_maps_are_kept_up_to_a_number() {
    let mut state = state();
    let volume = state.open_series(0).unwrap();
    let labels = state.threshold(lent(&volume), 0.0, 100.0).unwrap();
    for expected in 0..16 {
        let mask = HostMask::of_volume(&mut state, 0, lent(&labels)).unwrap();
        assert_eq!(state.keep(lent(&mask), "m".to_owned()).unwrap(), expected);
        assert_eq!(state.keep_map(0, lent(&labels)).unwrap(), expected);
    }
    let mask = state.blank(0).unwrap();
    assert!(state.keep(lent(&mask), "m".to_owned()).is_err());
    assert!(state.keep_map(0, lent(&labels)).is_err());
    assert!(state.blank(1).is_err() && state.keep_map(7, lent(&labels)).is_err());
    assert_eq!(
        state.kept.maps[0]
            .values
            .iter()
            .filter(|&&v| v == 255)
            .count() as u64,
        state.kept.masks[0].mask.voxel_count()
    );
}

#[test]
fn maps_must_be_probabilities() {
    let mut state = state();
    let volume = state.open_series(0).unwrap();
    assert!(matches!(
        state.keep_map(0, lent(&volume)),
        Err(HostFault::Failure(WireKind::BadInput, _))
    ));
    let size = Dims {
        x: 4097,
        y: 4096,
        z: 1,
    };
    let labels = state.threshold(lent(&volume), 0.0, 1.0).unwrap();
    let large = state.resize(labels, size, Interpolation::Nearest).unwrap();
    assert!(matches!(
        state.keep_map(0, lent(&large)),
        Err(HostFault::Limit(..))
    ));
}

#[test]
fn tensors_are_made_read_and_charged() {
    let mut state = state();
    let data: Vec<u8> = [1.5f32, -2.0]
        .iter()
        .flat_map(|v| v.to_le_bytes())
        .collect();
    let tensor = state
        .of_bytes(vec![1, 2], Element::Float32, data.clone())
        .unwrap();
    assert_eq!(state.shape(lent(&tensor)).unwrap(), [1, 2]);
    assert_eq!(state.context.memory.used(), 8);
    assert_eq!(
        HostTensor::read(&mut state, lent(&tensor), 1, 1).unwrap(),
        data[4..]
    );
    for (first, count) in [(0, 3), (2, 1), (u64::MAX, u32::MAX), (u64::MAX, 1)] {
        let read = HostTensor::read(&mut state, lent(&tensor), first, count);
        assert!(read.is_err(), "{first} {count}");
    }
    for shape in [vec![3], vec![], vec![u32::MAX; 9], vec![0]] {
        assert!(
            state
                .of_bytes(shape.clone(), Element::Float32, data.clone())
                .is_err(),
            "{shape:?}"
        );
    }
}

#[test]
fn equal_jobs_get_equal_random_bytes_and_clocks() {
    let bytes = |seed: u64, count| {
        let mut job = job([4, 3, 2]);
        job.seed = overread_base::Seed(seed);
        state_of(&job, Limits::default()).random(count).unwrap()
    };
    assert_eq!(bytes(1, 100), bytes(1, 100));
    assert_eq!(bytes(1, 100)[..33], bytes(1, 33));
    assert_ne!(bytes(1, 100), bytes(2, 100));
    let mut state = state();
    assert!(state.random(1 << 17).is_err());
    assert_eq!(
        [state.elapsed_ms().unwrap(), state.elapsed_ms().unwrap()],
        [1, 2]
    );
}

#[test]
fn settings_texts_and_progress_are_those_of_the_job() {
    let seen = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let mut job = job([4, 3, 2]);
    job.locale = "ru".to_owned();
    job.settings
        .insert("threshold".to_owned(), "0.75".to_owned());
    job.settings.insert("secret".to_owned(), "1".to_owned());
    job.progress = {
        let seen = std::sync::Arc::clone(&seen);
        std::sync::Arc::new(move |fraction, stage| {
            seen.lock().unwrap().push((fraction, stage.to_owned()))
        })
    };
    let mut state = state_of(&job, Limits::default());
    assert_eq!(
        state.setting("threshold".to_owned()).unwrap().as_deref(),
        Some("0.75")
    );
    assert_eq!(state.setting("secret".to_owned()).unwrap(), None);
    assert_eq!(state.locale().unwrap(), "ru");
    let args = vec![Param {
        name: "name".to_owned(),
        value: "you".to_owned(),
    }];
    assert_eq!(
        state.translate("hello".to_owned(), args).unwrap(),
        "Hello, you"
    );
    assert!(state.progress(0.5, "a\x1bb".to_owned()).unwrap());
    assert!(state.progress(f32::NAN, "x".to_owned()).unwrap());
    assert!(state.progress(7.0, "c".to_owned()).unwrap());
    assert_eq!(
        *seen.lock().unwrap(),
        [(0.5, "a\\u{1b}b".to_owned()), (1.0, "c".to_owned())]
    );
    job.cancel.cancel();
    assert!(!state.progress(0.9, "d".to_owned()).unwrap());
    // A value out of the setting's range is not passed on.
    job.settings.insert("threshold".to_owned(), "7".to_owned());
    let mut other = state_of(&job, Limits::default());
    assert_eq!(
        other.setting("threshold".to_owned()).unwrap().as_deref(),
        Some("0.5")
    );
}

#[test]
fn failures_are_told_and_remembered_and_stops_are_not_told() {
    let mut state = state();
    let told = state.convert_failure(HostFault::limit("too much")).unwrap();
    assert_eq!(
        (told.kind, told.message.as_str()),
        (WireKind::Limit, "too much")
    );
    assert_eq!(
        state.told.limit,
        Some((FailureKind::HostBudget, "too much".to_owned()))
    );
    let fault = HostFault::NotRun(NotRunReason::ModelMissing, "gone".to_owned());
    assert_eq!(
        state.convert_failure(fault).unwrap().kind,
        WireKind::ModelMissing
    );
    assert_eq!(
        state.told.not_run,
        Some((NotRunReason::ModelMissing, "gone".to_owned()))
    );
    assert!(
        state
            .convert_failure(HostFault::Stop(crate::fault::Stop::Deadline))
            .is_err()
    );
    let named = state.open_model("x".to_owned());
    assert!(matches!(
        named,
        Err(HostFault::Failure(WireKind::BadInput, _))
    ));
}
