//! Guests of the museum, made with released SDKs, on today's host and on one that offers the contract in preparation.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use overread_base::{AiReport, AiStatus, SeriesUid, StudyUid, VolumeGeometry};
use overread_bundle::{Bundle, Manifest};
use overread_image::{Rescale, Volume};
use overread_infer::{InferError, ModelLimits};
use wasmtime::component::Component;
use wasmtime::{Config, Engine, Store};

use super::*;
use crate::bindings::overread::plugin::types;
use crate::ending::{Ending, of_call};
use crate::fixtures::{AddOne, lazy, state};
use crate::model::{LoadedModel, ModelRuntime};
use crate::models::Models;
use crate::plugin::PluginParts;
use crate::texts::Texts;
use crate::watch::Watch;
use crate::{CancelFlag, Job, JobSeries, Limits, answer};

fn museum() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/museum")
}

/// Every guest of the museum: its version's folder and its file.
fn guests() -> Vec<PathBuf> {
    let entries = |folder: &Path| -> Vec<PathBuf> {
        let listed = fs::read_dir(folder).unwrap();
        listed.map(|entry| entry.unwrap().path()).collect()
    };
    let versions = entries(&museum()).into_iter().filter(|path| path.is_dir());
    let mut guests: Vec<PathBuf> = versions.flat_map(|version| entries(&version)).collect();
    guests.retain(|path| path.extension().is_some_and(|ending| ending == "wasm"));
    guests.sort();
    guests
}

const MANIFEST: &str = r#"schema = 1
[plugin]
id = "museum.guest"
name = { en = "Museum" }
version = "1.0.0"
kind = "ai-service"
api = "1.0"
component = "plugin.wasm"
license = "MIT"
[[models]]
name = "plus-one"
file = "plus-one.onnx"
sha256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
runtime = "onnx"
[settings.threshold]
type = "number"
default = 0.5
min = 0.0
max = 1.0
"#;

/// A bundle around a guest, with the text and the model that guests of the museum want.
fn bundle(folder: &Path, guest: &Path) -> Bundle {
    fs::write(folder.join("plugin.toml"), MANIFEST).unwrap();
    fs::copy(guest, folder.join("plugin.wasm")).unwrap();
    fs::write(folder.join("plus-one.onnx"), b"").unwrap();
    fs::create_dir(folder.join("locales")).unwrap();
    fs::write(folder.join("locales/en.ftl"), "hello = Hello, { $name }\n").unwrap();
    Bundle::open(folder).unwrap_or_else(|error| panic!("{error}"))
}

/// The study that guests of the museum want: 8 x 6 x 4 voxels of 1 mm, values rise by 10 along x.
fn job() -> Job {
    let size = [8, 6, 4];
    let one = overread_base::Vec3::new(1.0, 1.0, 1.0);
    let geometry = VolumeGeometry::axial(size, one, overread_base::Vec3::default()).unwrap();
    let row: Vec<i16> = (0..8).map(|x| x * 10).collect();
    let volume = Volume::new(geometry, row.repeat(24), Rescale::IDENTITY).unwrap();
    let series = JobSeries {
        uid: SeriesUid::new("1.2.3.4").unwrap(),
        study: 0,
        days_before: None,
        modality: "CT".to_owned(),
        volume,
        attributes: [("Modality".to_owned(), "CT".to_owned())].into(),
    };
    Job::new(StudyUid::new("1.2.3").unwrap(), vec![series])
}

/// Its one model adds 1.
struct PlusOne;

impl ModelRuntime for PlusOne {
    fn open(&self, _: &[u8], _: &ModelLimits) -> Result<Box<dyn LoadedModel>, InferError> {
        Ok(Box::new(AddOne::new(&[-1, 1, -1, -1, -1])))
    }
}

#[track_caller]
fn check_report(guest: &Path, status: &AiStatus) -> AiReport {
    let AiStatus::Done(report) = status else {
        panic!("{}: {status:?}", guest.display());
    };
    assert_eq!(report.findings.len(), 1, "{}", guest.display());
    assert_eq!(report.findings[0].id.as_str(), "museum-1");
    assert_eq!(report.heat_maps.len(), 1);
    assert_eq!(report.assessed.len(), 1);
    report.clone()
}

type Called = wasmtime::Result<Result<types::Outcome, types::Failure>>;

/// The guest's report, where `call` links and calls it.
fn run(guest: &Path, call: impl FnOnce(&Component, &mut Store<JobState>) -> Called) -> AiReport {
    let folder = tempfile::tempdir().unwrap();
    let bundle = bundle(folder.path(), guest);
    // It asks for the released version by name, whatever the linker has.
    let names = |name: &str| {
        let mut windows = bundle.component().windows(name.len());
        windows.any(|window| window == name.as_bytes())
    };
    assert!(names("overread:plugin/imaging@1.0.0") && !names("overread:plugin/imaging@1.1.0"));
    let engine = Engine::new(Config::new().concurrency_support(false)).unwrap();
    let component = Component::new(&engine, bundle.component()).unwrap();
    let manifest = Manifest::parse("plugin.toml", MANIFEST).unwrap();
    let parts = PluginParts {
        models: Models::new(bundle.source(), &manifest.models, Some(Arc::new(PlusOne))),
        texts: Texts::new(bundle.locales()),
        manifest,
    };
    let watch = Watch::start(Duration::from_secs(3600), CancelFlag::default());
    let state = JobState::new(Arc::new(parts), Limits::default(), watch, &job());
    let mut store = Store::new(&engine, state);
    let called = call(&component, &mut store);
    let state = store.into_data();
    let status = match of_call(called, &state) {
        Ending::Other(status) => status,
        Ending::Report(report) => {
            let answer = answer::checked(*report, &state.series, &state.kept).unwrap();
            AiStatus::Done(answer.report)
        }
    };
    check_report(guest, &status)
}

/// On the functions of the released version.
fn today(guest: &Path) -> AiReport {
    use crate::bindings::{AiService, AiServicePre};
    run(guest, |component, store| {
        let mut linker = Linker::new(store.engine());
        AiService::add_to_linker::<_, HasSelf<JobState>>(&mut linker, |state| state)?;
        let service = AiServicePre::new(linker.instantiate_pre(component)?)?;
        let service = service.instantiate(&mut *store)?;
        service.overread_plugin_service().call_analyze(store)
    })
}

/// On the functions of the next version alone.
fn tomorrow(guest: &Path) -> AiReport {
    run(guest, |component, store| {
        let linker = linker(store.engine());
        let service = bindings::AiServicePre::new(linker.instantiate_pre(component)?)?;
        let service = service.instantiate(&mut *store)?;
        service.overread_plugin_service().call_analyze(store)
    })
}

#[test]
fn services_of_released_sdks_run_on_todays_host_and_on_one_with_functions_added() {
    let guests = guests();
    assert!(
        guests
            .iter()
            .any(|guest| guest.ends_with("1.0.0/rust.wasm")),
        "{guests:?}"
    );
    for guest in guests {
        assert_eq!(today(&guest), tomorrow(&guest), "{}", guest.display());
    }
}

/// The added function works, so that the host above is one.
#[test]
fn the_added_function_is_there() {
    let mut state = state();
    let volume = state.handle(lazy([4, 3, 2])).unwrap();
    let flat = state
        .project(volume, Axis::Z, WireProjection::Maximum)
        .unwrap();
    assert_eq!(state.volume(&flat).unwrap().geometry().size, [4, 3, 1]);
}
