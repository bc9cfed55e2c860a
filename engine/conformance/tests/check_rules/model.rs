//! A service whose model answers otherwise each time, and one without a runtime for its model.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use overread_bundle::Bundle;
use overread_conformance::{Outcome, Report, Verdict, check};
use overread_infer::{Cancel, Element, Elements, InferError, ModelLimits, Slot, Tensor, TensorRef};
use overread_plugin_host::{LoadedModel, ModelRuntime, PluginHost};

use crate::guest::{Parts, Reads};
use crate::{expect_check, only_options};

/// Opens anything as one model.
#[derive(Debug)]
struct Counting {
    is_steady: bool,
    runs: Arc<AtomicU32>,
}

/// Answers the number of its run as so many hundredths.
#[derive(Debug)]
struct CountingModel {
    slots: [Slot; 1],
    is_steady: bool,
    runs: Arc<AtomicU32>,
}

impl ModelRuntime for Counting {
    fn open(
        &self,
        _bytes: &[u8],
        _limits: &ModelLimits,
    ) -> Result<Box<dyn LoadedModel>, InferError> {
        let slot = Slot {
            name: "x".to_owned(),
            element: Element::Float32,
            shape: vec![-1, 1, -1, -1, -1],
        };
        Ok(Box::new(CountingModel {
            slots: [slot],
            is_steady: self.is_steady,
            runs: Arc::clone(&self.runs),
        }))
    }
}

impl LoadedModel for CountingModel {
    fn inputs(&self) -> &[Slot] {
        &self.slots
    }

    fn outputs(&self) -> &[Slot] {
        &self.slots
    }

    fn run(
        &self,
        inputs: &[(&str, TensorRef<'_>)],
        _cancel: &Cancel,
    ) -> Result<Vec<(String, Tensor)>, InferError> {
        let number = self.runs.fetch_add(1, Ordering::Relaxed);
        let value = if self.is_steady {
            0.25
        } else {
            number as f32 / 100.0
        };
        let shape = inputs[0].1.shape().to_vec();
        let count = shape.iter().product::<u32>() as usize;
        let answer = Tensor::new(shape, Elements::Float32(vec![value; count]))?;
        Ok(vec![("x".to_owned(), answer)])
    }
}

fn checked(runtime: Option<Arc<dyn ModelRuntime>>, only: &[&str]) -> Report {
    let mut parts = Parts::reading(Reads::ByModel);
    parts.models = vec![("nodule", b"any".to_vec())];
    let folder = tempfile::tempdir().unwrap();
    let bundle = Bundle::open(&parts.write(folder.path())).unwrap();
    let host = PluginHost::with_runtime(None, runtime).unwrap();
    check(&bundle, &host, &only_options(only), &mut |_| {})
}

fn counting(is_steady: bool) -> Option<Arc<dyn ModelRuntime>> {
    Some(Arc::new(Counting {
        is_steady,
        runs: Arc::default(),
    }))
}

pub(crate) fn another_answer_to_the_same_study_fails() {
    let report = checked(counting(false), &["dynamic.repeatable"]);
    let words = ["probability: 0", ", then 0."];
    expect_check(&report.checks[0], &Outcome::Failed, &words);
    let report = checked(counting(true), &["dynamic.repeatable"]);
    let words = ["studies answered twice"];
    expect_check(&report.checks[0], &Outcome::Passed, &words);
}

pub(crate) fn without_a_runtime_nothing_is_known_and_the_report_says_so() {
    let report = checked(None, &["dynamic"]);
    let reason = "there is no inference runtime on this machine".to_owned();
    for id in ["dynamic.study.oblique", "dynamic.reads"] {
        let outcome = &report.check(id).unwrap().outcome;
        assert_eq!(*outcome, Outcome::Skipped(reason.clone()), "{report}");
    }
    assert_eq!(report.verdict(), Verdict::Incomplete, "{report}");
}
