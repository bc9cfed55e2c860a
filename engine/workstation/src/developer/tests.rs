//! Bundles that change under the bench: another component, garbage, good again; sources; and a study that is none.

use std::fs;
use std::path::Path;

use overread_testkit::{TinyCt, hostile_bundle};

use super::*;

/// Long enough for a machine that is busy with other things; only a fault waits for its end.
const LONGEST: Duration = Duration::from_secs(120);

struct Place {
    home: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        TinyCt::numbered(1)
            .write(&home.path().join("study"))
            .unwrap();
        Self { home }
    }

    fn bundle(&self) -> PathBuf {
        self.home.path().join("guest")
    }

    fn setup(&self, build: Option<Build>) -> BenchSetup {
        let home = self.home.path();
        BenchSetup {
            plugin: self.bundle(),
            build,
            study: home.join("study"),
            locale: "en".to_owned(),
            folders: folders(home),
            look_every: Duration::from_millis(20),
        }
    }
}

fn folders(home: &Path) -> Folders {
    Folders {
        plugins: Vec::new(),
        ..Folders::of_user(Some(home))
    }
}

#[track_caller]
fn next(bench: &mut Bench) -> BenchRun {
    bench.wait_for_run(LONGEST).expect("another run").clone()
}

#[track_caller]
fn n_findings(run: &BenchRun) -> usize {
    match &run.outcome {
        BenchOutcome::Result(result) => result.findings().len(),
        BenchOutcome::Broke(problem) => panic!("{problem:?}"),
    }
}

#[track_caller]
fn fault(run: &BenchRun) -> FailureKind {
    let BenchOutcome::Broke(BenchProblem::Fault { kind, .. }) = &run.outcome else {
        panic!("expected a fault, found {:?}", run.outcome);
    };
    *kind
}

#[test]
fn another_component_is_run_and_garbage_is_a_fault_that_keeps_the_earlier_result() {
    let place = Place::new();
    hostile_bundle(&place.bundle(), "good_report", "").unwrap();
    let mut bench = Bench::start(place.setup(None)).unwrap();
    let first = next(&mut bench);
    assert_eq!(n_findings(&first), 1);
    assert!(matches!(bench.images(), ImagesState::Ready(_)));

    hostile_bundle(&place.bundle(), "empty_report", "").unwrap();
    let second = next(&mut bench);
    assert_eq!(n_findings(&second), 0);
    assert!(first.digest.is_some() && second.digest.is_some());
    assert_ne!(first.digest, second.digest);

    fs::write(place.bundle().join("plugin.wasm"), "garbage").unwrap();
    let broken = next(&mut bench);
    assert_eq!(fault(&broken), FailureKind::CompileFailed);
    assert_ne!(broken.digest, second.digest);
    let kept = bench.shown().unwrap();
    assert_eq!(kept.service.bundle_digest, second.digest);
    assert_eq!(bench.fault().unwrap().1, broken.digest.as_deref());

    fs::write(place.bundle().join("plugin.toml"), "schema = 99").unwrap();
    let refused = next(&mut bench);
    assert_eq!(fault(&refused), FailureKind::RefusedManifest);
    assert_eq!(refused.digest, None);

    hostile_bundle(&place.bundle(), "good_report", "").unwrap();
    let good = next(&mut bench);
    assert_eq!(good.digest, first.digest, "equal files, equal digest");
    assert_eq!(bench.fault(), None);
    assert_eq!(bench.runs().len(), 5);
}

#[test]
fn a_service_that_breaks_is_a_fault_and_runs_again_when_asked() {
    let place = Place::new();
    hostile_bundle(&place.bundle(), "unreachable", "").unwrap();
    let mut bench = Bench::start(place.setup(None)).unwrap();
    for number in 1..=4 {
        let run = next(&mut bench);
        assert_eq!((run.number, fault(&run)), (number, FailureKind::Trap));
        bench.run_again();
    }
    assert!(bench.shown().is_none());
}

#[test]
fn a_change_ends_a_job_that_would_run_long() {
    let place = Place::new();
    hostile_bundle(&place.bundle(), "loop", "").unwrap();
    let mut bench = Bench::start(place.setup(None)).unwrap();
    while bench.step() != BenchStep::Running {
        let update = bench.updates.recv_timeout(LONGEST).unwrap();
        bench.take(update);
    }
    hostile_bundle(&place.bundle(), "good_report", "").unwrap();
    let run = next(&mut bench);
    assert_eq!(
        (run.number, n_findings(&run)),
        (1, 1),
        "the loop is not told of"
    );
}

#[test]
fn sources_are_built_and_what_the_compiler_says_is_told() {
    let place = Place::new();
    let (sources, built) = (place.bundle(), place.home.path().join("built"));
    fs::create_dir_all(&sources).unwrap();
    fs::write(sources.join("guest"), "good_report").unwrap();
    let made = built.clone();
    // Stands in for a compiler: the source names the guest.
    let build: Build = Box::new(move |_| {
        let name = fs::read_to_string(sources.join("guest")).unwrap();
        let laid_out = hostile_bundle(&made, &name, "");
        if laid_out.is_err() {
            return Err(format!("expected a guest, found {name}"));
        }
        Ok(made.clone())
    });
    let mut bench = Bench::start(place.setup(Some(build))).unwrap();
    assert_eq!(n_findings(&next(&mut bench)), 1);
    fs::write(place.bundle().join("guest"), "no_such_guest").unwrap();
    let broken = next(&mut bench);
    let said = "expected a guest, found no_such_guest".to_owned();
    assert_eq!(
        broken.outcome,
        BenchOutcome::Broke(BenchProblem::Build(said))
    );
    fs::write(place.bundle().join("guest"), "empty_report").unwrap();
    assert_eq!(n_findings(&next(&mut bench)), 0);
}

#[test]
fn a_study_that_cannot_be_opened_is_told_and_nothing_is_run() {
    let place = Place::new();
    hostile_bundle(&place.bundle(), "good_report", "").unwrap();
    let setup = BenchSetup {
        study: place.home.path().join("nothing"),
        ..place.setup(None)
    };
    let mut bench = Bench::start(setup).unwrap();
    assert!(bench.wait_for_run(LONGEST).is_none());
    assert!(matches!(bench.images(), ImagesState::Failed(_)));
    assert!(!bench.is_busy());
}
