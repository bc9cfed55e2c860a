//! Time of a plugin's cached start, of a job that does nothing, and of the host's work in a job beside the same kernels
//! called without a plugin, and of tiled inference in a job beside the same runs of the model.

#[path = "../tests/support/guests.rs"]
#[expect(clippy::unwrap_used, reason = "files of the checkout")]
mod guests;
#[path = "../../infer/benches/support/network.rs"]
mod network;

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use overread_base::{AiStatus, Vec3};
use overread_image::{Interpolation, find_blobs, resample};
use overread_infer::{Cancel, Elements, ModelLimits, Runtime, Tensor};
use overread_plugin_host::{HostConfig, Job, Plugin, PluginHost};
use sha2::{Digest as _, Sha256};

#[track_caller]
fn done(plugin: &Plugin, job: &Job) {
    let result = plugin.analyze(black_box(job));
    assert!(
        matches!(result.status, AiStatus::Done(_)),
        "{:?}",
        result.status
    );
}

#[expect(clippy::unwrap_used, reason = "guests of the checkout")]
fn starts(criterion: &mut Criterion) {
    let (cache, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let bundle = guests::bundle(folder.path(), &guests::component("good_report"), "");
    let config = HostConfig {
        compile_cache: Some(cache.path().to_owned()),
        runtime: None,
        ..HostConfig::default()
    };
    let host = PluginHost::new(config).unwrap();
    let job = guests::job();
    done(&host.load(&bundle).unwrap(), &job);
    criterion.bench_function("plugin/cached start", |b| {
        b.iter(|| done(&host.load(black_box(&bundle)).unwrap(), &job));
    });
    let uncached = PluginHost::new(HostConfig::default()).unwrap();
    criterion.bench_function("plugin/start with compiling", |b| {
        b.iter(|| done(&uncached.load(black_box(&bundle)).unwrap(), &job));
    });
}

#[expect(clippy::unwrap_used, reason = "guests of the checkout")]
fn calls(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    let host = PluginHost::new(HostConfig::default()).unwrap();
    let job = guests::job();
    for (name, guest) in [
        ("plugin/call overhead", "empty_report"),
        ("plugin/job with one finding", "good_report"),
        ("plugin/job with 1000 calls of the host", "many_calls"),
    ] {
        let bundle = guests::bundle(folder.path(), &guests::component(guest), "");
        let plugin = host.load(&bundle).unwrap();
        criterion.bench_function(name, |b| b.iter(|| done(&plugin, &job)));
    }
}

/// Resampling a 512 x 512 x 200 CT to voxels of twice the size, and the components of a threshold on it.
#[expect(clippy::unwrap_used, reason = "guests of the checkout")]
fn host_work(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    let host = PluginHost::new(HostConfig::default()).unwrap();
    let bundle = guests::bundle(folder.path(), &guests::component("resample_and_blobs"), "");
    let plugin = host.load(&bundle).unwrap();
    let job = guests::job_of([512, 512, 200]);
    let mut group = criterion.benchmark_group("plugin/host work");
    group.sample_size(10);
    group.bench_function("in a job", |b| b.iter(|| done(&plugin, &job)));
    let volume = &job.series[0].volume;
    group.bench_function("without a plugin", |b| {
        b.iter(|| {
            let spacing = Vec3::new(2.0, 2.0, 2.0);
            let coarse = resample(black_box(volume), spacing, Interpolation::Linear).unwrap();
            let values: Vec<f32> = coarse
                .samples()
                .iter()
                .map(|&s| coarse.rescale().value(s))
                .collect();
            find_blobs(coarse.geometry(), &values, 100.0, 300.0, 10, 64)
        });
    });
    group.finish();
}

/// A small network over 256 x 256 x 8 voxels: 16 windows a slice, 2 batches of 8.
#[expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "guests of the checkout; a skipped bench says so"
)]
fn inference(criterion: &mut Criterion) {
    let runtime = match Runtime::load(None) {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("SKIPPED the benches of inference in a plugin: {error}");
            return;
        }
    };
    let bytes = network::network();
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("nodule.onnx"), &bytes).unwrap();
    let digest: String = Sha256::digest(&bytes)
        .iter()
        .map(|b| format!("{b:02x}"))
        .collect();
    let entry = format!(
        "[[models]]\nname = \"nodule\"\nfile = \"nodule.onnx\"\nsha256 = \"{digest}\"\nruntime = \"onnx\"\n"
    );
    let bundle = guests::bundle(folder.path(), &guests::component("tiled_run_96"), &entry);
    let config = HostConfig {
        compile_cache: None,
        runtime: Some(runtime.clone()),
        ..HostConfig::default()
    };
    let plugin = PluginHost::new(config).unwrap().load(&bundle).unwrap();
    let job = guests::job_of([256, 256, 8]);
    let mut group = criterion.benchmark_group("plugin/inference");
    group.sample_size(10);
    group.bench_function("in a job", |b| b.iter(|| done(&plugin, &job)));
    let model = runtime.open(&bytes, &ModelLimits::default()).unwrap();
    let windows = Elements::Float32(vec![0.5; 8 * 96 * 96]);
    let batch = Tensor::new(vec![8, 1, 96, 96], windows).unwrap();
    let cancel = Cancel::new();
    group.bench_function("without a plugin", |b| {
        b.iter(|| {
            for _ in 0..16 {
                black_box(
                    model
                        .run(&[("x", black_box(&batch).view())], &cancel)
                        .unwrap(),
                );
            }
        });
    });
    group.finish();
}

criterion_group!(benches, starts, calls, host_work, inference);
criterion_main!(benches);
