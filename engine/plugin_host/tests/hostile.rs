//! Guests that do what a plugin must not do: each job ends with its reason, and the next one works.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on says where")]

#[path = "support/bundles.rs"]
mod bundles;
#[path = "support/compile.rs"]
mod compile;
#[path = "support/doubler.rs"]
mod doubler;
#[path = "support/fuzz.rs"]
mod fuzz;
#[path = "support/grants.rs"]
mod grants;
#[path = "support/guests.rs"]
mod guests;
#[path = "support/models.rs"]
mod models;
#[path = "support/onnx.rs"]
mod onnx;
#[path = "support/smith.rs"]
mod smith;

use std::time::{Duration, Instant};

use overread_base::{AiResult, AiStatus, FailureKind, NotRunReason, Shape, Vec3};
use overread_bundle::Bundle;
use overread_plugin_host::{HostConfig, Job, Limits, Plugin, PluginError, PluginHost};

/// For guests that do not come to an end.
const DEADLINE: Duration = Duration::from_millis(300);
/// For all others, however busy the machine.
const PATIENCE: Duration = Duration::from_secs(120);
/// How long after its deadline a job may end on a busy machine.
const SLACK: Duration = Duration::from_secs(10);

fn limits(analyze: Duration) -> Limits {
    Limits {
        memory_bytes: 64 << 20,
        host_memory_bytes: 256 << 20,
        analyze,
        describe: analyze,
        ..Limits::default()
    }
}

fn host() -> PluginHost {
    PluginHost::new(HostConfig::default()).unwrap()
}

#[track_caller]
fn load(host: &PluginHost, guest: &str) -> Plugin {
    load_for(host, guest, PATIENCE)
}

#[track_caller]
fn load_for(host: &PluginHost, guest: &str, deadline: Duration) -> Plugin {
    let folder = tempfile::tempdir().unwrap();
    let bundle = guests::bundle(folder.path(), &guests::component(guest), "");
    host.load_within(&bundle, limits(deadline))
        .unwrap_or_else(|e| panic!("{guest}: {e}"))
}

/// Runs a guest: its job must fail so, and say so; a service that behaves then works on the same host.
#[track_caller]
fn check_fails(guest: &str, expected: FailureKind, says: &str) {
    let host = host();
    let is_endless = expected == FailureKind::Deadline;
    let deadline = if is_endless { DEADLINE } else { PATIENCE };
    let plugin = load_for(&host, guest, deadline);
    let started = Instant::now();
    let result = plugin.analyze(&guests::job());
    let took = started.elapsed();
    let AiStatus::Failed { kind, message } = &result.status else {
        panic!("{guest}: {:?}", result.status);
    };
    assert_eq!(*kind, expected, "{guest}: {message}");
    assert!(message.contains(says), "{guest}: {message}");
    assert!(took < deadline + SLACK, "{guest} took {took:?}");
    let next = load(&host, "empty_report").analyze(&guests::job());
    assert!(is_done(&next), "after {guest}: {:?}", next.status);
}

/// Starts a job that does not end by itself and cancels it.
#[track_caller]
fn check_cancelled(plugin: &Plugin) {
    let job = guests::job();
    let status = std::thread::scope(|scope| {
        let running = scope.spawn(|| plugin.analyze(&job));
        job.cancel.cancel();
        running.join().unwrap().status
    });
    let AiStatus::Failed { kind, message } = status else {
        panic!("{status:?}");
    };
    assert_eq!(kind, FailureKind::Cancelled, "{message}");
}

fn is_done(result: &AiResult) -> bool {
    matches!(result.status, AiStatus::Done(_))
}

#[test]
fn a_service_that_behaves_gives_its_report() {
    let result = load(&host(), "good_report").analyze(&guests::job());
    let report = result
        .report()
        .unwrap_or_else(|| panic!("{:?}", result.status));
    let probability = report.probability.unwrap();
    assert_eq!((probability.value, probability.threshold), (0.75, 0.5));
    let [finding] = &report.findings[..] else {
        panic!("{report:?}");
    };
    assert_eq!(finding.id.as_str(), "nodule-1");
    assert_eq!(finding.code.value, "27925004");
    assert_eq!(finding.marks[0].series.as_str(), "1.2.3.4");
    assert_eq!(finding.marks[0].shape, Shape::Point(Vec3::default()));
    assert_eq!(result.study.as_str(), "1.2.3");
    assert_eq!(result.service.id.as_str(), "test.guest");
    assert_eq!(
        result.service.bundle_digest.as_ref().map(String::len),
        Some(64)
    );
    assert!(result.elapsed.is_some());
}

#[test]
fn endless_guests_end_at_their_deadline() {
    for guest in [
        "loop",
        "loop_in_start",
        "loop_of_fills",
        "loop_of_calls",
        "long_host_call",
    ] {
        check_fails(guest, FailureKind::Deadline, "not done within 0.3 s");
    }
}

#[test]
fn traps_are_named() {
    check_fails("unreachable", FailureKind::Trap, "unreachable");
    check_fails("recursion", FailureKind::Trap, "call stack exhausted");
    check_fails("stale_handle", FailureKind::Trap, "handle");
    check_fails("handle_of_another_job", FailureKind::Trap, "handle");
    check_fails("random_flood", FailureKind::Trap, "at most 65536 bytes");
}

#[test]
fn results_that_cannot_be_lifted_are_traps() {
    check_fails("list_out_of_bounds", FailureKind::Trap, "out of bounds");
    check_fails("result_out_of_bounds", FailureKind::Trap, "out of bounds");
    check_fails("misaligned_result", FailureKind::Trap, "aligned");
    check_fails("unknown_case", FailureKind::Trap, "discriminant");
    check_fails("invalid_utf8", FailureKind::Trap, "utf-8");
    check_fails("list_of_two_gib", FailureKind::Trap, "out of bounds");
}

#[test]
fn memory_is_bounded_over_all_memories_and_tables() {
    check_fails("memory_bomb", FailureKind::Memory, "at most 64 MiB");
    check_fails("large_memory", FailureKind::Memory, "at most 64 MiB");
    check_fails(
        "many_memories",
        FailureKind::Memory,
        "memory count too high",
    );
    check_fails("memories_together", FailureKind::Memory, "at most 64 MiB");
    check_fails("table_bomb", FailureKind::Memory, "table elements");
    // A fill of 256 MiB is one operation, which the limit of these tests does not let begin.
    check_fails("loop_of_long_fills", FailureKind::Memory, "at most 64 MiB");
}

/// 3: bulk operations are asked about between, not inside: the job ends soon after its deadline all the same.
#[test]
fn fills_of_256_mib_end_soon_after_the_deadline() {
    let folder = tempfile::tempdir().unwrap();
    let component = guests::component("loop_of_long_fills");
    let bundle = guests::bundle(folder.path(), &component, "");
    let limits = Limits {
        analyze: DEADLINE,
        ..Limits::default()
    };
    let plugin = host().load_within(&bundle, limits).unwrap();
    let status = plugin.analyze(&guests::job()).status;
    let AiStatus::Failed { kind, message } = status else {
        panic!("{status:?}");
    };
    assert_eq!(kind, FailureKind::Deadline, "{message}");
}

/// 7: many instances of nothing, under the cap of memory.
#[test]
fn instances_are_counted() {
    let component = guests::with_instances(&guests::component("empty_report"), 300);
    let folder = tempfile::tempdir().unwrap();
    let bundle = guests::bundle(folder.path(), &component, "");
    let host = host();
    let plugin = host.load_within(&bundle, limits(PATIENCE)).unwrap();
    let status = plugin.analyze(&guests::job()).status;
    let AiStatus::Failed { kind, message } = status else {
        panic!("{status:?}");
    };
    assert_eq!(kind, FailureKind::Memory, "{message}");
    assert!(message.contains("instance count too high"), "{message}");
    assert!(is_done(
        &load(&host, "empty_report").analyze(&guests::job())
    ));
}

#[test]
fn the_hosts_own_memory_and_handles_are_bounded() {
    check_fails("handle_leak", FailureKind::HostBudget, "too many handles");
    check_fails("crop_leak", FailureKind::HostBudget, "too many handles");
    check_fails("step_chain", FailureKind::HostBudget, "too many steps");
    check_fails("resize_bomb", FailureKind::HostBudget, "voxels a side");
    check_fails("text_amplification", FailureKind::HostBudget, "in one call");
    check_fails(
        "huge_polygon",
        FailureKind::OutputInvalid,
        "points, found 1000000",
    );
}

#[test]
fn answers_that_break_the_contract_are_none() {
    check_fails(
        "nan_probability",
        FailureKind::OutputInvalid,
        "must be 0 to 1, found NaN",
    );
    for (guest, says) in [
        ("infinite_probability", "found inf"),
        ("negative_probability", "found -0.25"),
    ] {
        check_fails(guest, FailureKind::OutputInvalid, says);
    }
    for guest in ["mark_flat_ellipse", "mark_skew_ellipse"] {
        check_fails(guest, FailureKind::OutputInvalid, "half axes");
    }
    check_fails(
        "mark_outside",
        FailureKind::OutputInvalid,
        "outside the images",
    );
    check_fails(
        "mark_far_away",
        FailureKind::OutputInvalid,
        "outside the images",
    );
    check_fails(
        "mark_inverted_box",
        FailureKind::OutputInvalid,
        "low <= high",
    );
    check_fails(
        "mark_in_foreign_series",
        FailureKind::OutputInvalid,
        "no series 77",
    );
    check_fails(
        "mark_of_unkept_mask",
        FailureKind::OutputInvalid,
        "no mask 3",
    );
}

#[test]
fn a_failure_of_the_service_is_its_own() {
    check_fails("failure", FailureKind::PluginFailure, "no such luck");
}

#[test]
fn refusals_and_floods_leave_a_job_whole() {
    for guest in [
        "shape_overflow",
        "shape_mismatch",
        "crop_chain",
        "foreign_series",
        "log_flood",
        "clock",
        "negative_zero",
    ] {
        let result = load(&host(), guest).analyze(&guests::job());
        assert!(is_done(&result), "{guest}: {:?}", result.status);
    }
}

#[test]
fn nothing_of_a_job_is_left_for_the_next() {
    let plugin = load(&host(), "fresh_memory");
    for _ in 0..3 {
        let result = plugin.analyze(&guests::job());
        assert!(is_done(&result), "{:?}", result.status);
    }
}

#[test]
fn three_faults_in_a_row_quarantine_a_service_until_it_is_released() {
    let plugin = load(&host(), "unreachable");
    for _ in 0..3 {
        let status = plugin.analyze(&guests::job()).status;
        assert!(matches!(status, AiStatus::Failed { .. }), "{status:?}");
    }
    let status = plugin.analyze(&guests::job()).status;
    let AiStatus::NotRun { reason, message } = &status else {
        panic!("{status:?}");
    };
    assert_eq!(*reason, NotRunReason::Quarantined);
    assert!(message.contains("3 faults in a row"), "{message}");
    plugin.release();
    assert!(matches!(
        plugin.analyze(&guests::job()).status,
        AiStatus::Failed { .. }
    ));
}

#[test]
fn a_cancelled_job_ends() {
    let host = host();
    let endless = load(&host, "loop");
    check_cancelled(&endless);
}

#[test]
fn hosts_plugins_and_jobs_go_between_threads() {
    fn check<T: Send + Sync>() {}
    check::<PluginHost>();
    check::<Plugin>();
    check::<Job>();
}

#[test]
fn jobs_run_side_by_side() {
    let host = host();
    let (endless, good) = (
        load_for(&host, "loop", DEADLINE),
        load(&host, "good_report"),
    );
    std::thread::scope(|scope| {
        let stuck = scope.spawn(|| endless.analyze(&guests::job()));
        for _ in 0..20 {
            assert!(is_done(&good.analyze(&guests::job())));
        }
        assert!(!is_done(&stuck.join().unwrap()));
    });
}

#[track_caller]
fn check_load_fails(component: &[u8], kind: FailureKind, says: &str) {
    let folder = tempfile::tempdir().unwrap();
    let bundle = guests::bundle(folder.path(), component, "");
    let error = host().load(&bundle).unwrap_err();
    assert_eq!(error.kind(), kind, "{error}");
    assert!(error.to_string().contains(says), "{error}");
}

#[test]
fn imports_beyond_the_contract_do_not_link() {
    check_load_fails(
        &guests::component("foreign_import"),
        FailureKind::LinkFailed,
        "wasi:filesystem/types@0.2.0",
    );
    check_load_fails(
        &guests::component("unknown_function"),
        FailureKind::LinkFailed,
        "read-file",
    );
    check_load_fails(
        &guests::component("casebook_import"),
        FailureKind::LinkFailed,
        "casebook",
    );
    check_load_fails(
        &guests::component("no_exports"),
        FailureKind::LinkFailed,
        "service",
    );
}

#[test]
fn files_that_are_no_components_do_not_compile() {
    let good = guests::component("good_report");
    let compile_failed = |bytes: &[u8]| check_load_fails(bytes, FailureKind::CompileFailed, "");
    compile_failed(b"");
    compile_failed(b"\x7fELF\x02\x01\x01 not a component at all");
    compile_failed(&wat::parse_str("(module)").unwrap());
    for part in 1..8 {
        compile_failed(&good[..good.len() * part / 8]);
    }
}

#[test]
fn a_component_with_flipped_bits_never_breaks_the_host() {
    let good = guests::component("good_report");
    let host = host();
    let folder = tempfile::tempdir().unwrap();
    for at in (8..good.len()).step_by(13) {
        let mut broken = good.clone();
        broken[at] ^= 1 << (at % 8);
        let bundle = guests::bundle(folder.path(), &broken, "");
        if let Ok(plugin) = host.load_within(&bundle, limits(DEADLINE)) {
            // What still loads may do anything, but it comes back.
            let _any = plugin.analyze(&guests::job());
        }
    }
}

#[test]
fn plugins_for_another_contract_or_purpose_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let good = guests::component("good_report");
    guests::bundle(folder.path(), &good, "");
    let path = folder.path().join("plugin.toml");
    let manifest = std::fs::read_to_string(&path).unwrap();
    for (from, to, says) in [
        ("\"1.0\"", "\"1.9\"", "version 1.9"),
        ("\"1.0\"", "\"2.0\"", "version 2.0"),
        ("ai-service", "exam-scenario", "exam-scenario"),
    ] {
        std::fs::write(&path, manifest.replace(from, to)).unwrap();
        let error = host()
            .load(&Bundle::open(folder.path()).unwrap())
            .unwrap_err();
        assert_eq!(error.kind(), FailureKind::Incompatible, "{error}");
        assert!(error.to_string().contains(says), "{error}");
    }
}

#[test]
fn a_component_describes_itself_in_time_or_says_why_not() {
    let profile = load(&host(), "good_report").describe().unwrap();
    assert_eq!(profile.name, "");
    let error = load_for(&host(), "loop_in_start", DEADLINE)
        .describe()
        .unwrap_err();
    assert!(
        matches!(
            &error,
            PluginError::Describe {
                kind: FailureKind::Deadline,
                ..
            }
        ),
        "{error}"
    );
}

#[test]
fn compiled_components_are_kept() {
    let cache = tempfile::tempdir().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let bundle = guests::bundle(folder.path(), &guests::component("good_report"), "");
    for _ in 0..2 {
        let host = PluginHost::with_runtime(Some(&cache.path().join("new/folder")), None).unwrap();
        assert!(is_done(
            &host.load(&bundle).unwrap().analyze(&guests::job())
        ));
    }
    let mut kept = std::fs::read_dir(cache.path().join("new/folder")).unwrap();
    assert!(kept.next().is_some());
}
