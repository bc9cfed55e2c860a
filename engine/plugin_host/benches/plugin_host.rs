//! Time of plugins' cached starts, of a job that does nothing, of reading, and of the host's work in a job beside the
//! same kernels called without a plugin, of tiled inference in a job beside the same runs of the model, and of frames
//! beside jobs.

#[path = "../tests/support/guests.rs"]
#[expect(clippy::unwrap_used, reason = "files of the checkout")]
mod guests;
#[path = "../../infer/benches/support/network.rs"]
mod network;

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use overread_base::{AiStatus, Vec3};
use overread_bundle::{Bundle, PluginKind};
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

/// What a person who runs the benches must know besides the times.
#[expect(clippy::print_stderr, reason = "benches print")]
fn tell(text: &str) {
    eprintln!("{text}");
}

/// The bundles in the folder that `OVERREAD_PLUGINS` names, by their folders' names.
fn built_services() -> Vec<(String, Bundle)> {
    let Some(folder) = std::env::var_os("OVERREAD_PLUGINS") else {
        tell("OVERREAD_PLUGINS is not set: starts of the bundled services are not measured");
        return Vec::new();
    };
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    paths.sort();
    let name = |path: &Path| {
        path.file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned()
    };
    paths
        .iter()
        .filter_map(|path| Some((name(path), Bundle::open(path).ok()?)))
        .filter(|(_, bundle)| bundle.manifest().kind == PluginKind::AiService)
        .collect()
}

/// The bundled services, one a language: an instance that says who it is, and the load of compiled code by an engine
/// that has just been started, as in a new process.
#[expect(clippy::unwrap_used, reason = "bundles that were built")]
fn languages(criterion: &mut Criterion) {
    let cache = tempfile::tempdir().unwrap();
    let config = HostConfig {
        compile_cache: Some(cache.path().to_owned()),
        ..HostConfig::default()
    };
    for (name, bundle) in built_services() {
        let host = PluginHost::new(config.clone()).unwrap();
        let plugin = match host.load(&bundle) {
            Ok(plugin) => plugin,
            Err(error) => {
                tell(&format!("the start of {name} is not measured: {error}"));
                continue;
            }
        };
        criterion.bench_function(&format!("plugin/cached start of/{name}"), |b| {
            b.iter(|| black_box(&plugin).describe().unwrap());
        });
        criterion.bench_function(&format!("plugin/load from the cache/{name}"), |b| {
            b.iter_batched(
                || PluginHost::new(config.clone()).unwrap(),
                |host| host.load(black_box(&bundle)).unwrap(),
                BatchSize::PerIteration,
            );
        });
    }
}

/// 8 reads of 16 MiB, the most that one read returns.
#[expect(clippy::unwrap_used, reason = "guests of the checkout")]
fn reads(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    let host = PluginHost::new(HostConfig::default()).unwrap();
    let bundle = guests::bundle(folder.path(), &guests::component("read_16_mib"), "");
    let plugin = host.load(&bundle).unwrap();
    let job = guests::job_of([512, 512, 32]);
    criterion.bench_function("plugin/8 reads of 16 MiB", |b| {
        b.iter(|| done(&plugin, &job))
    });
}

/// A frame loop, 60 times a second with 4 ms of work, while 8 jobs run: by how much the latest of 120 frames was late.
#[expect(clippy::unwrap_used, reason = "guests of the checkout")]
fn frames(criterion: &mut Criterion) {
    const FRAME: Duration = Duration::from_micros(16_667);
    const WORK: Duration = Duration::from_millis(4);
    const N_FRAMES: u32 = 120;
    let folder = tempfile::tempdir().unwrap();
    let host = PluginHost::new(HostConfig::default()).unwrap();
    let bundle = guests::bundle(folder.path(), &guests::component("resample_and_blobs"), "");
    let plugin = host.load(&bundle).unwrap();
    let job = guests::job_of([512, 512, 50]);
    // Frames that came more than one frame late, in all runs.
    let mut n_missed = 0u32;
    let mut n_frames = 0u32;
    let mut latest = |is_busy: bool| {
        let stop = AtomicBool::new(!is_busy);
        let mut worst = Duration::ZERO;
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    while !stop.load(Ordering::Relaxed) {
                        done(&plugin, &job);
                    }
                });
            }
            let start = Instant::now();
            for frame in 1..=N_FRAMES {
                let due = start + FRAME * frame;
                while Instant::now() < due {
                    std::thread::park_timeout(due.saturating_duration_since(Instant::now()));
                }
                let work = Instant::now();
                while work.elapsed() < WORK {
                    std::hint::spin_loop();
                }
                let late = Instant::now().saturating_duration_since(due + WORK);
                worst = worst.max(late);
                n_missed += u32::from(is_busy && late > FRAME);
                n_frames += u32::from(is_busy);
            }
            stop.store(true, Ordering::Relaxed);
        });
        worst
    };
    let mut group = criterion.benchmark_group("plugin/latest frame");
    group.sample_size(10);
    for (name, is_busy) in [("beside 8 jobs", true), ("alone", false)] {
        group.bench_function(name, |b| {
            b.iter_custom(|n| (0..n).map(|_| latest(is_busy)).sum());
        });
    }
    group.finish();
    tell(&format!(
        "beside 8 jobs {n_missed} of {n_frames} frames came more than a frame late"
    ));
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

criterion_group!(
    benches, starts, languages, calls, reads, host_work, inference, frames
);
criterion_main!(benches);
