//! The hostile set as its table says, in one process after another: each ends so, the next job works, and no memory
//! stays behind.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on says where")]

#[path = "support/doubler.rs"]
mod doubler;
#[path = "support/guests.rs"]
mod guests;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use overread_base::AiStatus;
use overread_plugin_host::{HostConfig, Limits, Plugin, PluginHost};

use doubler::{Doubler, EMPTY, model_entry};

/// After the rounds that fill the allocator's and the cache's own stores.
const N_WARM_UPS: usize = 2;
const N_ROUNDS: usize = 3;
/// One fill of it is 256 MiB.
const ROOMY: &str = "loop_of_long_fills";
const WITHOUT_MODEL: &str = "missing_model";

/// Held by each test: what one holds must not count for another.
static ALONE: Mutex<()> = Mutex::new(());

fn checkout() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// A line of the tables of `tests/hostile/README.md`.
struct Row {
    fixture: String,
    ends: String,
    tests: String,
}

fn rows() -> Vec<Row> {
    let text = fs::read_to_string(checkout().join("tests/hostile/README.md")).unwrap();
    let rows = text
        .lines()
        .filter(|line| line.starts_with("| ") && !line.starts_with("| at"));
    rows.filter_map(|line| {
        let cells: Vec<String> = line.split('|').map(|c| c.trim().replace('`', "")).collect();
        let [_, _, _, fixture, ends, tests, _] = &cells[..] else {
            return None;
        };
        (fixture != "fixture").then(|| Row {
            fixture: fixture.clone(),
            ends: ends.clone(),
            tests: tests.clone(),
        })
    })
    .collect()
}

/// The guests of the table: name and how a job of theirs ends.
fn guests_of_table() -> Vec<(String, String)> {
    let mut found = Vec::new();
    for row in rows() {
        for fixture in row.fixture.split(", ") {
            if let Some(name) = fixture.strip_suffix(".wat") {
                found.push((name.to_owned(), row.ends.clone()));
            }
        }
    }
    found
}

#[test]
fn the_table_names_every_file_and_tests_that_exist() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let named: BTreeSet<String> = guests_of_table()
        .into_iter()
        .map(|(name, _)| name)
        .collect();
    let folder = fs::read_dir(checkout().join("tests/hostile")).unwrap();
    let there: BTreeSet<String> = folder
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "wat"))
        .map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();
    assert_eq!(named, there);
    let mut sources = String::new();
    for folder in [
        "engine/plugin_host",
        "engine/bundle",
        "engine/cli/tests",
        "tests/it/src",
    ] {
        read_sources(&checkout().join(folder), &mut sources);
    }
    for row in rows() {
        assert!(!row.tests.is_empty(), "{}: no test", row.fixture);
        for test in row.tests.split(", ") {
            assert!(sources.contains(&format!("fn {test}(")), "no test `{test}`");
        }
    }
}

fn read_sources(folder: &Path, sources: &mut String) {
    for path in fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
    {
        if path.is_dir() {
            read_sources(&path, sources);
        } else if path.extension().is_some_and(|e| e == "rs") {
            *sources += &fs::read_to_string(&path).unwrap();
        }
    }
}

/// How the guest ends, in the table's words.
fn ends(host: &PluginHost, name: &str, expected: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    if name != WITHOUT_MODEL {
        fs::write(folder.path().join("nodule.onnx"), b"").unwrap();
    }
    let component = guests::component(name);
    let bundle = guests::bundle(folder.path(), &component, &model_entry(EMPTY));
    let deadline = if expected == "deadline" {
        Duration::from_millis(200)
    } else {
        Duration::from_secs(600)
    };
    let limits = Limits {
        memory_bytes: if name == ROOMY { 300 << 20 } else { 64 << 20 },
        host_memory_bytes: 256 << 20,
        analyze: deadline,
        ..Limits::default()
    };
    match host.load_within(&bundle, limits) {
        Err(error) => error.kind().name().to_owned(),
        Ok(plugin) => status(&plugin),
    }
}

fn status(plugin: &Plugin) -> String {
    match plugin.analyze(&guests::job()).status {
        AiStatus::Done(_) => "done".to_owned(),
        AiStatus::NotRun { .. } => "not-run".to_owned(),
        AiStatus::Failed { kind, .. } => kind.name().to_owned(),
    }
}

/// The memory that this process holds, in KiB; `None` where the system does not say.
fn resident_kib() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}

#[test]
fn hostile_guests_end_as_the_table_says_and_leave_no_memory_behind() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let cache = tempfile::tempdir().unwrap();
    let host = PluginHost::with_runtime(Some(cache.path()), Some(Arc::new(Doubler))).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let good = guests::bundle(folder.path(), &guests::component("good_report"), "");
    let good = host.load(&good).unwrap();
    let table = guests_of_table();
    assert!(table.len() > 50);
    for _ in 0..N_WARM_UPS {
        for (name, expected) in &table {
            assert_eq!(&ends(&host, name, expected), expected, "{name}");
        }
    }
    for round in 0..N_ROUNDS {
        for (name, expected) in &table {
            let before = resident_kib();
            assert_eq!(&ends(&host, name, expected), expected, "{name}");
            assert_eq!(status(&good), "done", "after {name}");
            if let (Some(before), Some(after)) = (before, resident_kib()) {
                assert!(
                    after * 10 <= before * 11,
                    "round {round}: {name} left the host with {after} KiB, before it had {before} KiB"
                );
            }
        }
    }
}

/// A host that compiled the hostile set is no larger either: the compiler has its own process.
#[test]
fn hosts_come_and_go_without_a_trace() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let one = || {
        let host = PluginHost::new(HostConfig::default()).unwrap();
        assert_eq!(ends(&host, "unreachable", "trap"), "trap");
        assert_eq!(ends(&host, "empty_report", "done"), "done");
    };
    for _ in 0..5 {
        one();
    }
    let before = resident_kib();
    for _ in 0..20 {
        one();
    }
    if let (Some(before), Some(after)) = (before, resident_kib()) {
        assert!(
            after * 10 <= before * 11,
            "{after} KiB, before {before} KiB"
        );
    }
}
