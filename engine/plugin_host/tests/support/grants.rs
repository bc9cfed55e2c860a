//! What a job shows of its study: exactly what the manifest wants and the user grants, whatever the guest calls.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use overread_base::Seed;
use overread_plugin_host::{HostConfig, Job, JobSeries, Plugin, PluginHost};

use super::doubler::{Doubler, EMPTY, model_entry};
use super::{PATIENCE, guests, is_done, limits};

/// Beyond the basic set.
const ATTRIBUTES: [&str; 3] = ["KVP", "PatientAge", "ConvolutionKernel"];
/// Never to be had, whoever grants it.
const SECRET: &str = "PatientID";

/// Every attribute that the study has, two series of it and one of a prior study.
fn study() -> Job {
    let mut job = guests::job();
    let mut series = job.series.remove(0);
    for name in ATTRIBUTES {
        series.attributes.insert(name.to_owned(), "1".to_owned());
    }
    let prior = JobSeries {
        study: 1,
        days_before: Some(365),
        ..series.clone()
    };
    job.series = vec![series.clone(), series, prior];
    job
}

/// What the guest saw: the stages that it told.
fn seen(plugin: &Plugin, mut job: Job) -> Vec<String> {
    let stages = Arc::new(Mutex::new(Vec::new()));
    let told = Arc::clone(&stages);
    job.progress = Arc::new(move |_, stage: &str| told.lock().unwrap().push(stage.to_owned()));
    let result = plugin.analyze(&job);
    assert!(is_done(&result), "{:?}", result.status);
    drop(job);
    Arc::into_inner(stages).unwrap().into_inner().unwrap()
}

fn subset<'a>(all: &[&'a str], bits: usize) -> BTreeSet<&'a str> {
    let chosen = all.iter().enumerate();
    let chosen = chosen.filter(|(idx, _)| bits >> idx & 1 == 1);
    chosen.map(|(_, name)| *name).collect()
}

/// Every set of wishes against every set of grants, priors included.
#[test]
fn a_guest_sees_what_it_wants_and_is_granted_and_no_more() {
    let host = PluginHost::new(HostConfig::default()).unwrap();
    let component = guests::component("attributes_seen");
    let names = [ATTRIBUTES[0], ATTRIBUTES[1], ATTRIBUTES[2], "priors"];
    for wish in 0..1 << names.len() {
        let wanted = subset(&names, wish);
        let attributes: Vec<&str> = wanted.iter().copied().filter(|w| *w != "priors").collect();
        let wants = format!(
            "[wants]\nattributes = {attributes:?}\nprior-studies = {}\n",
            wanted.contains("priors")
        );
        let folder = tempfile::tempdir().unwrap();
        let bundle = guests::bundle(folder.path(), &component, &wants);
        let plugin = host.load_within(&bundle, limits(PATIENCE)).unwrap();
        for grant in 0..1 << names.len() {
            let granted = subset(&names, grant);
            let mut job = study();
            job.granted_prior_studies = granted.contains("priors");
            job.granted_attributes = granted.iter().map(|&name| name.to_owned()).collect();
            job.granted_attributes.insert(SECRET.to_owned());
            let stages = seen(&plugin, job);
            let n_series = stages.iter().filter(|stage| *stage == "series").count();
            let has_priors = wanted.contains("priors") && granted.contains("priors");
            assert_eq!(
                n_series,
                if has_priors { 3 } else { 2 },
                "{wanted:?} {granted:?}"
            );
            for name in ATTRIBUTES {
                let n_seen = stages.iter().filter(|stage| *stage == name).count();
                let may = wanted.contains(name) && granted.contains(name);
                assert_eq!(
                    n_seen,
                    if may { n_series } else { 0 },
                    "{name}: {wanted:?} {granted:?}"
                );
            }
            assert!(!stages.iter().any(|stage| stage == SECRET));
            assert_eq!(
                stages.iter().filter(|stage| *stage == "Modality").count(),
                n_series
            );
        }
    }
}

#[test]
fn every_function_can_be_called_with_every_grant_off() {
    let host = PluginHost::with_runtime(None, Some(Arc::new(Doubler))).unwrap();
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("nodule.onnx"), b"").unwrap();
    let component = guests::component("every_function");
    let bundle = guests::bundle(folder.path(), &component, &model_entry(EMPTY));
    let plugin = host.load_within(&bundle, limits(PATIENCE)).unwrap();
    let (result, usage) = plugin.analyze_measured(&guests::job());
    assert!(is_done(&result), "{:?}", result.status);
    // The functions of the world with the drops of its four resources, each once.
    assert_eq!(usage.host_calls, 42, "{usage:?}");
    assert_eq!(
        usage.read_bytes,
        4 * 4 * 4 * 2 + 2 * 4,
        "a read of 4 x 4 x 4 int16, one of two float32"
    );
    assert!(usage.to_guest_bytes >= usage.read_bytes + 16, "{usage:?}");
    assert!(
        usage.from_guest_bytes > 0 && usage.memory_bytes == 64 << 16,
        "{usage:?}"
    );
    assert!(usage.host_memory_bytes > 0, "{usage:?}");
}

/// 22: the second job of a plugin, and that of another plugin after it.
#[test]
fn a_job_finds_no_byte_of_another() {
    let host = PluginHost::new(HostConfig::default()).unwrap();
    let load = || {
        let folder = tempfile::tempdir().unwrap();
        let component = guests::component("bytes_of_another_job");
        let bundle = guests::bundle(folder.path(), &component, "");
        host.load_within(&bundle, limits(PATIENCE)).unwrap()
    };
    for plugin in [load(), load()] {
        for _ in 0..3 {
            let result = plugin.analyze(&guests::job());
            assert!(is_done(&result), "{:?}", result.status);
        }
    }
}

/// 24: equal seeds give equal bytes, other seeds others.
#[test]
fn random_bytes_are_those_of_the_seed() {
    let plugin = super::load(&super::host(), "random_bytes");
    let bytes = |seed| {
        let mut job = guests::job();
        job.seed = Seed(seed);
        let result = plugin.analyze(&job);
        let report = result
            .report()
            .unwrap_or_else(|| panic!("{:?}", result.status));
        report.extra[0].0.clone()
    };
    assert_eq!(bytes(1), bytes(1));
    assert_ne!(bytes(1), bytes(2));
}
