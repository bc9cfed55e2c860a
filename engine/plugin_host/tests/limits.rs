//! Each limit of a job alone: a guest that it stops, and that comes through once this one limit is raised.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on says where")]

#[path = "support/exam_limits.rs"]
mod exam_limits;
#[path = "support/grading.rs"]
mod grading;
#[path = "support/guests.rs"]
mod guests;

use std::time::Duration;

use overread_base::{AiStatus, FailureKind};
use overread_bundle::{Bundle, MAX_COMPONENT_BYTES};
use overread_plugin_host::{
    CompileLimits, HostConfig, Job, Limits, PluginError, PluginHost, Usage,
};

/// The limits of the platform; deadlines for a machine as busy as it may be.
fn default_limits() -> Limits {
    let patience = Duration::from_secs(600);
    Limits {
        analyze: patience,
        describe: patience,
        ..Limits::default()
    }
}

/// A guest with these imports, pages of memory, further definitions and body of `analyze`.
fn guest(imports: &str, pages: u32, more: &str, body: &str) -> Vec<u8> {
    let free = if pages > 1 { 65_536 } else { 8192 };
    guests::component_of(&format!(
        "(module
           {imports}
           (memory (export \"memory\") {pages})
           {more}
           (func (export \"cabi_realloc\") (param i32 i32 i32 i32) (result i32) (i32.const {free}))
           (func (export \"overread:plugin/service@1.0.0#describe\") (result i32) (i32.const 4096))
           (func (export \"overread:plugin/service@1.0.0#analyze\") (result i32)
             (local $n i32)
             {body}
             (i32.const 0)))"
    ))
}

fn run(component: &[u8], limits: Limits, job: &Job) -> (AiStatus, Usage) {
    let folder = tempfile::tempdir().unwrap();
    let bundle = guests::bundle(folder.path(), component, "");
    let host = PluginHost::new(HostConfig::default()).unwrap();
    let plugin = host.load_within(&bundle, limits).unwrap();
    let (result, usage) = plugin.analyze_measured(job);
    (result.status, usage)
}

/// The guest must fail so as things are, and come through with the one limit raised.
#[track_caller]
fn check(component: &[u8], raise: impl FnOnce(&mut Limits), kind: FailureKind) {
    check_from(component, default_limits(), raise, kind, &guests::job());
}

#[track_caller]
fn check_from(
    component: &[u8],
    limits: Limits,
    raise: impl FnOnce(&mut Limits),
    kind: FailureKind,
    job: &Job,
) {
    let (status, _) = run(component, limits, job);
    let AiStatus::Failed {
        kind: found,
        message,
    } = status
    else {
        panic!("nothing stopped it: {status:?}");
    };
    assert_eq!(found, kind, "{message}");
    let mut raised = limits;
    raise(&mut raised);
    let (status, _) = run(component, raised, job);
    assert!(
        matches!(status, AiStatus::Done(_)),
        "another limit stops it too: {status:?}"
    );
}

const OPEN: &str =
    "(import \"overread:plugin/imaging@1.0.0\" \"open-series\" (func $open (param i32 i32)))";
/// Ends the guest if the function that wrote to 2048 failed.
const MUST: &str = "(if (i32.load8_u (i32.const 2048)) (then unreachable))";

#[test]
fn limit_memory_total_of_store() {
    let grows = "(if (i32.eq (memory.grow 0 (i32.const 2080)) (i32.const -1)) (then unreachable))
                 (if (i32.eq (memory.grow 1 (i32.const 2080)) (i32.const -1)) (then unreachable))";
    let two_of_130_mib = guest("", 1, "(memory $second 0)", grows);
    let raise = |limits: &mut Limits| limits.memory_bytes = 512 << 20;
    check(&two_of_130_mib, raise, FailureKind::Memory);
}

#[test]
fn limit_core_instances() {
    let many = guests::with_instances(&guest("", 1, "", ""), 300);
    check(&many, |limits| limits.instances = 400, FailureKind::Memory);
}

#[test]
fn limit_memories() {
    let nine = guest("", 1, &"(memory 1)".repeat(8), "");
    check(&nine, |limits| limits.memories = 9, FailureKind::Memory);
}

#[test]
fn limit_tables() {
    let nine = guest("", 1, &"(table 1 funcref)".repeat(9), "");
    check(&nine, |limits| limits.tables = 16, FailureKind::Memory);
}

#[test]
fn limit_table_elements_of_store() {
    let two = guest("", 1, &"(table 40000 funcref)".repeat(2), "");
    let raise = |limits: &mut Limits| limits.table_elements = 100_000;
    check(&two, raise, FailureKind::Memory);
}

#[test]
fn limit_bytes_of_a_call() {
    let log = "(import \"overread:plugin/host@1.0.0\" \"log\" (func $log (param i32 i32 i32)))";
    let says = format!(
        "(call $log (i32.const 0) (i32.const 0) (i32.const {}))",
        33 << 20
    );
    let line_of_33_mib = guest(log, 600, "", &says);
    let raise = |limits: &mut Limits| limits.call_bytes = 64 << 20;
    check(&line_of_33_mib, raise, FailureKind::HostBudget);
}

#[test]
fn limit_live_handles() {
    let opens = format!(
        "(local.set $n (i32.const 5000))
         (loop $again
           (call $open (i32.const 0) (i32.const 2048))
           {MUST}
           (local.set $n (i32.sub (local.get $n) (i32.const 1)))
           (br_if $again (local.get $n)))"
    );
    let raise = |limits: &mut Limits| limits.handles = 6000;
    check(&guest(OPEN, 1, "", &opens), raise, FailureKind::HostBudget);
}

#[test]
fn limit_host_memory_of_a_job() {
    let blank = "(import \"overread:plugin/imaging@1.0.0\" \"[static]mask.blank\" (func $blank (param i32 i32)))";
    let masks = format!(
        "(local.set $n (i32.const 1000))
         (loop $again
           (call $blank (i32.const 0) (i32.const 2048))
           {MUST}
           (local.set $n (i32.sub (local.get $n) (i32.const 1)))
           (br_if $again (local.get $n)))"
    );
    let tight = Limits {
        host_memory_bytes: 1 << 20,
        ..default_limits()
    };
    let raise = |limits: &mut Limits| limits.host_memory_bytes = 16 << 20;
    let component = guest(blank, 1, "", &masks);
    check_from(
        &component,
        tight,
        raise,
        FailureKind::HostBudget,
        &guests::job(),
    );
}

#[test]
fn limit_bytes_of_a_read() {
    let read = format!(
        "{OPEN} (import \"overread:plugin/imaging@1.0.0\" \"[method]volume.read\"
           (func $read (param i32 i32 i32 i32 i32 i32 i32 i32)))"
    );
    let reads = format!(
        "(call $open (i32.const 0) (i32.const 2048))
         (call $read (i32.load (i32.const 2052)) (i32.const 0) (i32.const 0) (i32.const 0)
           (i32.const 512) (i32.const 512) (i32.const 33) (i32.const 2048))
         {MUST}"
    );
    let component = guest(&read, 300, "", &reads);
    let raise = |limits: &mut Limits| limits.read_bytes = 32 << 20;
    let job = guests::job_of([512, 512, 33]);
    check_from(
        &component,
        default_limits(),
        raise,
        FailureKind::HostBudget,
        &job,
    );
}

#[test]
fn limit_wasm_stack() {
    let calls = |depth: u32| {
        let deep = "(func $deep (param i32)
             (if (local.get 0) (then (call $deep (i32.sub (local.get 0) (i32.const 1))))))";
        guest("", 1, deep, &format!("(call $deep (i32.const {depth}))"))
    };
    let job = guests::job();
    let (status, _) = run(&calls(1_000), default_limits(), &job);
    assert!(matches!(status, AiStatus::Done(_)), "{status:?}");
    let (status, _) = run(&calls(1_000_000), default_limits(), &job);
    let AiStatus::Failed { kind, message } = status else {
        panic!("{status:?}");
    };
    assert_eq!(kind, FailureKind::Trap, "{message}");
    assert!(message.contains("call stack exhausted"), "{message}");
}

/// Counts far enough for any machine to take longer than `HASTE`.
const LONG_WORK: &str = "(local.set $n (i32.const 1000000000))
    (loop $again
      (local.set $n (i32.sub (local.get $n) (i32.const 1)))
      (br_if $again (local.get $n)))";
const HASTE: Duration = Duration::from_millis(50);

#[test]
fn limit_deadline_of_analyze() {
    let hasty = Limits {
        analyze: HASTE,
        ..default_limits()
    };
    let raise = |limits: &mut Limits| limits.analyze = Duration::from_secs(600);
    let component = guest("", 1, "", LONG_WORK);
    check_from(
        &component,
        hasty,
        raise,
        FailureKind::Deadline,
        &guests::job(),
    );
}

#[test]
fn limit_deadline_of_describe() {
    let component = guests::component_of(&format!(
        "(module
           (memory (export \"memory\") 1)
           (func (export \"cabi_realloc\") (param i32 i32 i32 i32) (result i32) (i32.const 8192))
           (func (export \"overread:plugin/service@1.0.0#analyze\") (result i32) (i32.const 0))
           (func (export \"overread:plugin/service@1.0.0#describe\") (result i32)
             (local $n i32) {LONG_WORK} (i32.const 4096)))"
    ));
    let folder = tempfile::tempdir().unwrap();
    let bundle = guests::bundle(folder.path(), &component, "");
    let host = PluginHost::new(HostConfig::default()).unwrap();
    let hasty = Limits {
        describe: HASTE,
        ..default_limits()
    };
    let error = host
        .load_within(&bundle, hasty)
        .unwrap()
        .describe()
        .unwrap_err();
    assert_eq!(error.kind(), FailureKind::Deadline, "{error}");
    host.load_within(&bundle, default_limits())
        .unwrap()
        .describe()
        .unwrap();
}

/// How many of `lines` lines of `bytes` bytes were one too many.
fn dropped_log_lines(lines: u32, bytes: u32) -> u64 {
    let log = "(import \"overread:plugin/host@1.0.0\" \"log\" (func $log (param i32 i32 i32)))";
    let says = format!(
        "(local.set $n (i32.const {lines}))
         (loop $again
           (call $log (i32.const 0) (i32.const 4096) (i32.const {bytes}))
           (local.set $n (i32.sub (local.get $n) (i32.const 1)))
           (br_if $again (local.get $n)))"
    );
    let (status, usage) = run(&guest(log, 1, "", &says), default_limits(), &guests::job());
    assert!(matches!(status, AiStatus::Done(_)), "{status:?}");
    usage.dropped_log_lines
}

#[test]
fn limit_log_lines_a_second() {
    assert_eq!(dropped_log_lines(200, 1), 0);
    assert_ne!(dropped_log_lines(20_000, 1), 0);
}

fn with_compile_limits(limits: CompileLimits) -> Result<(), PluginError> {
    let config = HostConfig {
        compile_limits: limits,
        ..HostConfig::default()
    };
    let folder = tempfile::tempdir().unwrap();
    // 4,000 functions of some length: work for any compiler.
    let body = "(drop (i32.add (i32.const 1) (i32.load (i32.const 4))))".repeat(20);
    let more = format!("(func {body})").repeat(4_000);
    let bundle = guests::bundle(folder.path(), &guest("", 1, &more, ""), "");
    PluginHost::new(config).unwrap().load(&bundle).map(drop)
}

#[track_caller]
fn check_compile(tight: CompileLimits, says: &str) {
    let error = with_compile_limits(tight).unwrap_err();
    assert_eq!(error.kind(), FailureKind::CompileFailed, "{error}");
    assert!(error.to_string().contains(says), "{error}");
    with_compile_limits(CompileLimits::default()).unwrap();
}

#[test]
fn limit_time_of_compiling() {
    let tight = CompileLimits {
        time: Duration::from_millis(5),
        ..CompileLimits::default()
    };
    check_compile(tight, "took longer than 0.005 s");
}

#[cfg(target_os = "linux")]
#[test]
fn limit_memory_of_compiling() {
    let tight = CompileLimits {
        memory_bytes: 10 << 20,
        ..CompileLimits::default()
    };
    check_compile(tight, "used more than 10 MiB");
}

#[test]
fn limit_size_of_a_component() {
    let folder = tempfile::tempdir().unwrap();
    guests::bundle(folder.path(), &guest("", 1, "", ""), "");
    let path = folder.path().join("plugin.wasm");
    let file = std::fs::File::options().write(true).open(path).unwrap();
    file.set_len(MAX_COMPONENT_BYTES + 1).unwrap();
    let error = Bundle::open(folder.path()).unwrap_err();
    assert_eq!(error.kind, FailureKind::RefusedManifest, "{error}");
    file.set_len(MAX_COMPONENT_BYTES).unwrap();
    Bundle::open(folder.path()).unwrap();
}
