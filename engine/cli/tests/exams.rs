//! Exams on the command line: equal bytes in every process, also after one was killed, and a record that was repeated.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on ends here")]

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

use overread_base::Seed;
use overread_exam::Policy;
use overread_store::sessions_in;
use overread_testkit::{Reading, TinyCase, TinyCt, bundle, scenario_text};
use overread_workstation::{ExamOutcome, Folders, ManualClock, ScriptedReader, resume};

/// The program, with no folders but those below `home` and the bundles.
fn overread(home: &Path, plugins: &Path) -> Command {
    program(Path::new(env!("CARGO_BIN_EXE_overread")), home, plugins)
}

fn program(program: &Path, home: &Path, plugins: &Path) -> Command {
    let mut command = Command::new(program);
    command
        .current_dir(home)
        .env("HOME", home)
        .env("XDG_DATA_HOME", home.join("data"))
        .env("XDG_CACHE_HOME", home.join("cache"))
        .env("OVERREAD_PLUGINS", plugins)
        .env_remove("OVERREAD_CACHE")
        .env_remove("OVERREAD_LOG")
        .stdin(Stdio::null());
    command
}

#[track_caller]
fn run(home: &Path, plugins: &Path, arguments: &[&str]) -> String {
    said(overread(home, plugins).args(arguments), arguments)
}

#[track_caller]
fn said(command: &mut Command, arguments: &[&str]) -> String {
    let output = command.output().unwrap();
    let stdout = String::from_utf8(output.stdout).unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{arguments:?}\n{stdout}\n{stderr}");
    stdout
}

/// A scenario of nine cases for the adaptive exam, of which it asks six; the folder of the bundles.
fn course(test: &str, home: &Path) -> Option<PathBuf> {
    let bundle = bundle(test, "adaptive-form")?;
    TinyCt::numbered(1).write(&home.join("one")).unwrap();
    let lesions: [&[[f64; 4]]; 2] = [&[[20.0, 20.0, 20.0, 4.0]], &[]];
    let case = |idx: usize| {
        let mut case = TinyCase::dicom(&format!("c{idx}"), "one", Some(lesions[idx % 2]));
        let difficulty = idx as f64 / 2.0 - 2.0;
        case.source += &format!("\nfacts = {{ difficulty = {difficulty:?} }}");
        case
    };
    let cases: Vec<TinyCase> = (0..9).map(case).collect();
    let exam = "exam = { plugin = \"overread.adaptive-form\", settings = { max-items = 6, stop-when-classified = false } }";
    let text = scenario_text(Reading::Unaided, &cases);
    let text = text.replacen("soft_limit_s", &format!("{exam}\nsoft_limit_s"), 1);
    fs::write(home.join("scenario.toml"), text).unwrap();
    Some(bundle.parent().unwrap().to_owned())
}

const SIMULATE: [&str; 7] = [
    "session",
    "simulate",
    "scenario.toml",
    "--sessions",
    "sessions",
    "--reader",
    "coin",
];

#[test]
fn two_processes_give_one_exam_and_a_third_repeats_it() {
    let test = "two_processes_give_one_exam_and_a_third_repeats_it";
    let home = tempfile::tempdir().unwrap();
    let Some(plugins) = course(test, home.path()) else {
        return;
    };
    let mut simulate = SIMULATE.to_vec();
    simulate.push("--json");
    let first = run(home.path(), &plugins, &simulate);
    assert_eq!(first, run(home.path(), &plugins, &simulate));
    let value: serde_json::Value = serde_json::from_str(&first).unwrap();
    let exam = &value["exam"];
    assert_eq!(exam["plugin"], "overread.adaptive-form");
    assert_eq!(exam["bundle_sha256"].as_str().unwrap().len(), 64);
    assert_eq!(
        (
            exam["turns"].as_u64(),
            value["cases"].as_array().unwrap().len()
        ),
        (Some(15), 6)
    );
    assert!(exam["grade"]["score"].is_f64());

    let session = sessions_in(&home.path().join("sessions"))
        .unwrap()
        .remove(0);
    let journal = session.path().to_str().unwrap();
    let verified = run(home.path(), &plugins, &["session", "verify", journal]);
    for part in [
        "exam overread.adaptive-form 1.0.0, bundle ",
        "item-1: c",
        "grade: ",
        "exam repeated: the plan, 15 turns and the grade have the same bytes",
    ] {
        assert!(verified.contains(part), "{part:?} is not in:\n{verified}");
    }
    let replayed = run(home.path(), &plugins, &["session", "replay", journal]);
    assert!(replayed.contains("exam, turn 1: message"), "{replayed}");
    let json = run(
        home.path(),
        &plugins,
        &["session", "replay", journal, "--json"],
    );
    assert_eq!(json, first);
    // Without the plugin the record stands, and it is said that nothing was repeated.
    // The program stands alone there: beside the built one lie the bundled plugins.
    let alone = home.path().join("alone/overread");
    fs::create_dir_all(alone.parent().unwrap()).unwrap();
    fs::copy(env!("CARGO_BIN_EXE_overread"), &alone).unwrap();
    let nothing = home.path().join("nothing");
    let verify = ["session", "verify", journal];
    let mut command = program(&alone, home.path(), &nothing);
    let verified = said(command.args(verify), &verify);
    assert!(verified.contains("exam not repeated: "), "{verified}");
}

#[test]
fn an_exam_that_was_killed_goes_on_with_the_same_state() {
    let test = "an_exam_that_was_killed_goes_on_with_the_same_state";
    const SEED: Seed = Seed(34);
    let mut rng = SEED.rng();
    for round in 0..4 {
        let home = tempfile::tempdir().unwrap();
        let Some(plugins) = course(test, home.path()) else {
            return;
        };
        let mut child = overread(home.path(), &plugins)
            .args(SIMULATE)
            .arg("--events")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        // An exam of six items has about sixty events.
        for _ in 0..1 + rng.below(50) {
            lines.next().unwrap().unwrap();
        }
        child.kill().unwrap();
        child.wait().unwrap();

        let session = sessions_in(&home.path().join("sessions"))
            .unwrap()
            .remove(0);
        let folders = Folders {
            sessions: home.path().join("sessions"),
            plugins: vec![plugins.clone()],
            ..Folders::of_user(Some(home.path()))
        };
        let clock = Arc::new(ManualClock::default());
        let mut runner = resume(&session, &folders, None, "en", clock.clone()).unwrap();
        let reader = ScriptedReader::new(Policy::Coin, &clock);
        reader.read(&mut runner, &mut |_, _| {}).unwrap();
        let outcome = ExamOutcome::of(runner.plan(), runner.events()).unwrap();
        assert_eq!(outcome.faults, [], "round {round}");
        assert!(outcome.grade.is_some(), "round {round}");
        drop(runner);
        let journal = session.path().to_str().unwrap();
        let verified = run(home.path(), &plugins, &["session", "verify", journal]);
        assert!(
            verified.contains("exam repeated: "),
            "round {round}: {verified}"
        );
    }
}
