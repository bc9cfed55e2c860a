//! Services with models: without a runtime, with a runtime that works, and with one that never ends or breaks.

use std::sync::Arc;
use std::time::Duration;

use overread_base::{AiStatus, FailureKind, NotRunReason};
use overread_infer::{Cancel, Element, InferError, ModelLimits, Slot, Tensor, TensorRef};
use overread_plugin_host::{LoadedModel, ModelRuntime, Plugin, PluginHost};

use super::doubler::{Doubler, EMPTY, model_entry};
use super::{DEADLINE, PATIENCE, check_cancelled, guests, host, limits};

#[track_caller]
fn check_not_run(host: &PluginHost, has_file: bool, reason: NotRunReason, says: &str) {
    let folder = tempfile::tempdir().unwrap();
    if has_file {
        std::fs::write(folder.path().join("nodule.onnx"), b"").unwrap();
    }
    let component = guests::component("missing_model");
    let bundle = guests::bundle(folder.path(), &component, &model_entry(EMPTY));
    assert_eq!(bundle.warnings().all().len(), usize::from(!has_file));
    let result = host
        .load_within(&bundle, limits(PATIENCE))
        .unwrap()
        .analyze(&guests::job());
    let AiStatus::NotRun {
        reason: found,
        message,
    } = &result.status
    else {
        panic!("{:?}", result.status);
    };
    assert_eq!(*found, reason, "{message}");
    assert!(message.contains(says), "{message}");
}

#[test]
fn without_runtime_or_model_the_service_is_not_run() {
    check_not_run(
        &host(),
        true,
        NotRunReason::RuntimeMissing,
        "no inference runtime",
    );
    let with_runtime = PluginHost::with_runtime(None, Some(Arc::new(Doubler))).unwrap();
    check_not_run(
        &with_runtime,
        false,
        NotRunReason::ModelMissing,
        "nodule.onnx",
    );
}

#[test]
fn a_tiled_run_covers_the_volume_and_comes_back_as_a_heat_map() {
    let host = PluginHost::with_runtime(None, Some(Arc::new(Doubler))).unwrap();
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("nodule.onnx"), b"").unwrap();
    let component = guests::component("tiled_run");
    let bundle = guests::bundle(folder.path(), &component, &model_entry(EMPTY));
    let result = host
        .load_within(&bundle, limits(PATIENCE))
        .unwrap()
        .analyze(&guests::job());
    let report = result
        .report()
        .unwrap_or_else(|| panic!("{:?}", result.status));
    let [map] = &report.heat_maps[..] else {
        panic!("{report:?}");
    };
    assert_eq!(
        (map.name.as_str(), map.geometry.size),
        ("nodule", [32, 32, 16])
    );
    // Values rise by 1 HU a voxel along x; the model gives 0.02 for each, a grey is 1 / 255.
    for (idx, &grey) in map.values.iter().enumerate() {
        let expected = (idx % 32) as f64 * 0.02 * 255.0;
        assert!(
            (f64::from(grey) - expected).abs() <= 0.51,
            "voxel {idx}: {grey}, {expected}"
        );
    }
}

/// A model that runs until it is ended, or breaks, as its maker says.
#[derive(Debug, Clone, Copy)]
enum Bad {
    Endless,
    Panics,
}

impl ModelRuntime for Bad {
    fn open(&self, _: &[u8], _: &ModelLimits) -> Result<Box<dyn LoadedModel>, InferError> {
        let slot = Slot {
            name: "in".to_owned(),
            element: Element::Float32,
            shape: vec![-1, 1, -1, -1],
        };
        Ok(Box::new(BadModel(*self, [slot])))
    }
}

#[derive(Debug)]
struct BadModel(Bad, [Slot; 1]);

impl LoadedModel for BadModel {
    fn inputs(&self) -> &[Slot] {
        &self.1
    }

    fn outputs(&self) -> &[Slot] {
        &self.1
    }

    fn run(
        &self,
        _: &[(&str, TensorRef<'_>)],
        cancel: &Cancel,
    ) -> Result<Vec<(String, Tensor)>, InferError> {
        match self.0 {
            Bad::Endless => {
                while !cancel.is_cancelled() {
                    std::hint::spin_loop();
                }
                Err(InferError::Cancelled)
            }
            Bad::Panics => panic!("a model broke"),
        }
    }
}

/// A plugin that runs the model, and its folder, from which the first job reads the model.
fn tiled(model: Bad, deadline: Duration) -> (Plugin, tempfile::TempDir) {
    let host = PluginHost::with_runtime(None, Some(Arc::new(model))).unwrap();
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("nodule.onnx"), b"").unwrap();
    let component = guests::component("tiled_run");
    let bundle = guests::bundle(folder.path(), &component, &model_entry(EMPTY));
    (host.load_within(&bundle, limits(deadline)).unwrap(), folder)
}

#[test]
fn inference_ends_at_the_deadline_and_when_cancelled() {
    let (plugin, _folder) = tiled(Bad::Endless, DEADLINE);
    let status = plugin.analyze(&guests::job()).status;
    assert!(
        matches!(
            &status,
            AiStatus::Failed {
                kind: FailureKind::Deadline,
                ..
            }
        ),
        "{status:?}"
    );
    let (plugin, _folder) = tiled(Bad::Endless, PATIENCE);
    check_cancelled(&plugin);
}

#[test]
fn a_panic_of_the_host_is_a_failed_job_and_no_more() {
    let (plugin, _folder) = tiled(Bad::Panics, PATIENCE);
    let AiStatus::Failed { message, .. } = plugin.analyze(&guests::job()).status else {
        panic!("a broken model gives no report");
    };
    assert!(message.contains("a model broke"), "{message}");
}

/// 13.
#[test]
fn windows_of_nothing_and_overlaps_that_are_none_are_refused() {
    let host = PluginHost::with_runtime(None, Some(Arc::new(Doubler))).unwrap();
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("nodule.onnx"), b"").unwrap();
    let component = guests::component("bad_tilings");
    let bundle = guests::bundle(folder.path(), &component, &model_entry(EMPTY));
    let plugin = host.load_within(&bundle, limits(PATIENCE)).unwrap();
    let status = plugin.analyze(&guests::job()).status;
    assert!(matches!(status, AiStatus::Done(_)), "{status:?}");
}
