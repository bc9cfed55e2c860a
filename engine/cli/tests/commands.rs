//! The program as a user has it: arguments, output, exit codes, and a session killed in the middle.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on ends here")]

use std::fs;
use std::io::{BufRead as _, BufReader, ErrorKind};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::Arc;

use overread_base::Seed;
use overread_exam::Policy;
use overread_store::{SessionFolder, sessions_in};
use overread_testkit::{Reading, TinyCase, TinyCt, hostile_bundle, scenario_text};
use overread_workstation::{Folders, ManualClock, ScriptedReader, resume};

/// The program, with no folders but those below `home`.
fn overread(home: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_overread"));
    command
        .current_dir(home)
        .env("HOME", home)
        .env("XDG_DATA_HOME", home.join("data"))
        .env("XDG_CACHE_HOME", home.join("cache"))
        .env_remove("OVERREAD_PLUGINS")
        .env_remove("OVERREAD_CACHE")
        .env_remove("OVERREAD_LOG")
        .stdin(Stdio::null());
    command
}

#[track_caller]
fn run(home: &Path, arguments: &[&str], exit_code: i32) -> (String, String) {
    let Output {
        status,
        stdout,
        stderr,
    } = overread(home).args(arguments).output().unwrap();
    let (stdout, stderr) = (
        String::from_utf8(stdout).unwrap(),
        String::from_utf8(stderr).unwrap(),
    );
    assert_eq!(
        status.code(),
        Some(exit_code),
        "{arguments:?}\n{stdout}\n{stderr}"
    );
    (stdout, stderr)
}

#[track_caller]
fn check_holds(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part:?} is not in:\n{text}");
    }
}

/// An unaided scenario of `n` cases over one tiny study; every second case is normal.
fn course(home: &Path, n: usize) -> PathBuf {
    TinyCt::numbered(1).write(&home.join("one")).unwrap();
    let lesions: [&[[f64; 4]]; 2] = [&[[20.0, 20.0, 20.0, 4.0]], &[]];
    let cases: Vec<TinyCase> = (0..n)
        .map(|idx| TinyCase::dicom(&format!("c{idx}"), "one", Some(lesions[idx % 2])))
        .collect();
    let path = home.join("scenario.toml");
    fs::write(&path, scenario_text(Reading::Unaided, &cases)).unwrap();
    path
}

/// Runs a program that has just been copied: where another test's child still holds the file, it is tried again.
fn output_of_copy(command: &mut Command) -> Output {
    loop {
        match command.output() {
            Err(error) if error.kind() == ErrorKind::ExecutableFileBusy => std::thread::yield_now(),
            run => return run.unwrap(),
        }
    }
}

fn only_session(home: &Path) -> SessionFolder {
    let found = sessions_in(&home.join("sessions")).unwrap();
    let [session] = <[SessionFolder; 1]>::try_from(found).unwrap();
    session
}

#[test]
fn a_reader_who_closes_the_pipe_is_no_fault() {
    let home = tempfile::tempdir().unwrap();
    let scenario = course(home.path(), 1);
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let arguments = ["scenario", "check", scenario.to_str().unwrap()];
    let output = overread(home.path())
        .args(arguments)
        .stdout(writer)
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!((output.status.code(), said.as_str()), (Some(0), ""));
}

#[test]
fn help_names_every_command_and_wrong_arguments_end_with_2() {
    let home = tempfile::tempdir().unwrap();
    let (help, _) = run(home.path(), &["--help"], 0);
    check_holds(
        &help,
        &[
            "study",
            "phantom",
            "plugin",
            "scenario",
            "session",
            "not for diagnosis",
            "Exit codes",
        ],
    );
    for (command, parts) in [
        (
            &["study", "show", "--help"][..],
            &["<PATH>", "--repair-cp1251"][..],
        ),
        (
            &["phantom", "make", "--help"],
            &["--seed", "--nodules", "--out"],
        ),
        (
            &["plugin", "run", "--help"],
            &["<BUNDLE>", "--study", "--picture"],
        ),
        (&["scenario", "check", "--help"], &["<FILES>..."]),
        (
            &["session", "simulate", "--help"],
            &[
                "perfect",
                "ignores-ai",
                "follows-ai",
                "coin",
                "--json",
                "--events",
            ],
        ),
        (
            &["session", "replay", "--help"],
            &["<JOURNAL>", "--scenario"],
        ),
        (&["session", "verify", "--help"], &["<JOURNAL>"]),
    ] {
        check_holds(&run(home.path(), command, 0).0, parts);
    }
    run(home.path(), &["study", "shwo"], 2);
    run(
        home.path(),
        &["session", "simulate", "x.toml", "--reader", "wise"],
        2,
    );
}

#[test]
fn a_study_is_shown_with_its_geometry() {
    let home = tempfile::tempdir().unwrap();
    TinyCt::numbered(1).write(&home.path().join("one")).unwrap();
    let (shown, complaints) = run(home.path(), &["study", "show", "one"], 0);
    check_holds(
        &shown,
        &[
            "series 1 CT",
            "16 frames of 16 x 16",
            "volume 16 x 16 x 16",
            "5.000 x 5.000 x 5.000 mm",
        ],
    );
    assert_eq!(complaints, "");
    fs::create_dir(home.path().join("empty")).unwrap();
    check_holds(
        &run(home.path(), &["study", "show", "empty"], 1).1,
        &["no studies in empty"],
    );
    check_holds(
        &run(home.path(), &["study", "show", "gone"], 1).1,
        &["overread: ", "gone"],
    );
}

#[test]
fn faults_of_scenarios_are_printed_with_file_and_line_and_sound_files_are_described() {
    let home = tempfile::tempdir().unwrap();
    let sound = course(home.path(), 2);
    let (described, _) = run(home.path(), &["scenario", "check", "scenario.toml"], 0);
    check_holds(
        &described,
        &["scenario.toml: test.tiny with 2 cases, mode unaided"],
    );
    let text = fs::read_to_string(&sound).unwrap();
    let broken = text
        .replace("schema = 1\n", "schema = 1\ncolour = 3\n")
        .replace("mode = \"unaided\"", "mode = \"asleep\"")
        .replace("least_radius_mm = 5", "least_radius_mm = -5");
    fs::write(home.path().join("broken.toml"), broken).unwrap();
    let files = [
        "scenario",
        "check",
        "gone.toml",
        "broken.toml",
        "scenario.toml",
    ];
    let (described, faults) = run(home.path(), &files, 1);
    check_holds(&described, &["scenario.toml: test.tiny"]);
    assert_eq!(
        faults.matches("broken.toml: error: ").count(),
        3,
        "{faults}"
    );
    check_holds(&faults, &["line 2,", "colour", "asleep", "-5", "gone.toml"]);
    check_holds(&faults, &["overread: 2 of 3 scenario files cannot be used"]);
}

#[test]
fn a_scenario_is_previewed_and_counted_out_and_its_schema_is_json() {
    let home = tempfile::tempdir().unwrap();
    course(home.path(), 2);
    let (shown, _) = run(home.path(), &["scenario", "preview", "scenario.toml"], 0);
    check_holds(
        &shown,
        &[
            "Reading mode: unaided\n",
            "\nCase 1 of 2: ",
            "\nCase 2 of 2: ",
        ],
    );
    assert!(!shown.contains("1 lesion"), "{shown}");
    let keys = [
        "scenario",
        "preview",
        "scenario.toml",
        "--keys",
        "--locale",
        "ru",
    ];
    check_holds(&run(home.path(), &keys, 0).0, &["1 lesion]\n", "normal]\n"]);
    let (counted, _) = run(home.path(), &["scenario", "blueprint", "scenario.toml"], 0);
    check_holds(
        &counted,
        &["2 cases, a session reads 2\n", "planted errors: 0 % of"],
    );
    let (_, refused) = run(home.path(), &["scenario", "blueprint", "gone.toml"], 1);
    check_holds(&refused, &["gone.toml cannot be used"]);
    let (schema, _) = run(home.path(), &["scenario", "schema"], 0);
    check_holds(&schema, &["{\n  \"$schema\": ", "\"on-request\""]);
}

#[test]
fn a_session_is_simulated_replayed_and_verified() {
    let home = tempfile::tempdir().unwrap();
    course(home.path(), 3);
    let simulate = [
        "session",
        "simulate",
        "scenario.toml",
        "--sessions",
        "sessions",
        "--reader",
        "perfect",
    ];
    let (table, told) = run(home.path(), &simulate, 0);
    check_holds(
        &table,
        &["3 cases graded", "lesions found", "1.00", "rubric v2"],
    );
    check_holds(&told, &["journal ", "case 3 of 3 (c2): signed"]);
    let session = only_session(home.path());
    let journal = session.journal_path();
    let journal = journal.to_str().unwrap();

    let (replayed, _) = run(home.path(), &["session", "replay", journal], 0);
    check_holds(
        &replayed,
        &["reader scripted-perfect", "c2: signed", "ended, complete"],
    );
    assert!(replayed.ends_with(&table), "{replayed}");
    let (json, _) = run(home.path(), &["session", "replay", journal, "--json"], 0);
    let score: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(score["total"]["final"]["sensitivity"]["value"], 1.0);
    // The score is computed anew from the journal: equal bytes however often.
    for _ in 0..2 {
        let (again, _) = run(home.path(), &["session", "score", journal, "--json"], 0);
        assert_eq!(again, json);
    }
    let folder = session.path().to_str().unwrap();
    let (verified, _) = run(home.path(), &["session", "verify", folder], 0);
    check_holds(&verified, &["sound: ", "hash chain "]);

    let mut bytes = fs::read(journal).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 4;
    fs::write(journal, bytes).unwrap();
    let (_, damage) = run(home.path(), &["session", "verify", journal], 1);
    check_holds(
        &damage,
        &[
            "overread: record ",
            " at byte ",
            "is damaged",
            "journal.ovj",
        ],
    );
    let (_, gone) = run(home.path(), &["session", "verify", "gone"], 1);
    assert_eq!(
        gone,
        "overread: cannot open: No such file or directory (os error 2) (gone)\n"
    );
}

#[test]
fn the_score_of_equal_seeds_is_equal_json() {
    let home = tempfile::tempdir().unwrap();
    course(home.path(), 2);
    let simulate = |seed: &str| {
        let arguments = [
            "session",
            "simulate",
            "scenario.toml",
            "--sessions",
            "sessions",
            "--reader",
            "coin",
            "--seed",
            seed,
            "--json",
        ];
        run(home.path(), &arguments, 0).0
    };
    assert_eq!(simulate("4"), simulate("4"));
}

#[test]
fn a_session_that_has_not_ended_has_no_score() {
    let home = tempfile::tempdir().unwrap();
    course(home.path(), 2);
    run(
        home.path(),
        &[
            "session",
            "simulate",
            "scenario.toml",
            "--sessions",
            "sessions",
        ],
        0,
    );
    let journal = only_session(home.path()).journal_path();
    let bytes = fs::read(&journal).unwrap();
    fs::write(&journal, &bytes[..bytes.len() - 1]).unwrap();
    let journal = journal.to_str().unwrap();
    let (events, told) = run(home.path(), &["session", "replay", journal], 0);
    check_holds(&told, &["torn record", "has not ended, so it has no score"]);
    assert!(!events.contains("lesions found"), "{events}");
    run(home.path(), &["session", "replay", journal, "--json"], 1);
}

#[test]
fn a_killed_session_loses_no_event_that_it_called_saved() {
    const SEED: Seed = Seed(20);
    let mut rng = SEED.rng();
    for round in 0..4 {
        let home = tempfile::tempdir().unwrap();
        course(home.path(), 20);
        let mut child = overread(home.path())
            .args([
                "session",
                "simulate",
                "scenario.toml",
                "--sessions",
                "sessions",
                "--events",
            ])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        // A session has about eight events a case.
        let n_before = 1 + rng.below(120);
        let mut said: Vec<String> = Vec::new();
        for _ in 0..n_before {
            said.push(lines.next().unwrap().unwrap());
        }
        // On Unix this is SIGKILL: the program gets no chance to tidy up.
        child.kill().unwrap();
        let status = child.wait().unwrap();
        assert!(
            !status.success(),
            "round {round}: ended before it was killed"
        );
        said.extend(lines.map_while(Result::ok));

        let session = only_session(home.path());
        let journal = session.journal_path();
        let (replayed, _) = run(
            home.path(),
            &["session", "replay", journal.to_str().unwrap()],
            0,
        );
        let saved: Vec<&str> = replayed
            .lines()
            .skip_while(|l| !l.contains(": opened"))
            .collect();
        assert!(
            saved.len() >= said.len(),
            "{} saved, {} said",
            saved.len(),
            said.len()
        );
        assert_eq!(saved[..said.len()], said, "round {round}");

        let clock = Arc::new(ManualClock::default());
        let folders = Folders {
            sessions: home.path().join("sessions"),
            ..Folders::of_user(Some(home.path()))
        };
        let mut runner = resume(&session, &folders, None, "en", clock.clone()).unwrap();
        let reader = ScriptedReader::new(Policy::Perfect, &clock);
        reader.read(&mut runner, &mut |_, _| {}).unwrap();
        let total = runner.debrief().unwrap().unwrap().score.total;
        assert_eq!(total.n_graded, 20);
        assert_eq!(total.last.sensitivity.unwrap().value, 1.0);
    }
}

#[test]
fn a_service_that_does_not_run_prints_its_reason_as_json_and_fails() {
    let home = tempfile::tempdir().unwrap();
    TinyCt::numbered(1).write(&home.path().join("one")).unwrap();
    let model = format!(
        "[[models]]\nname = \"nodule\"\nfile = \"nodule.onnx\"\nsha256 = \"{}\"\nruntime = \"onnx\"\n",
        "0".repeat(64)
    );
    hostile_bundle(&home.path().join("guest"), "missing_model", &model).unwrap();
    let output = overread(home.path())
        .args(["plugin", "run", "guest", "--study", "one"])
        .env("ORT_DYLIB_PATH", home.path().join("no-such-library.so"))
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .output()
        .unwrap();
    let complaint = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{complaint}");
    check_holds(
        &complaint,
        &[
            // Where the room is not built beside the program, that is said in its place.
            "running without a screen, the picture goes to findings.png",
            "overread: the service did not run, runtime missing: ",
            "no inference runtime",
        ],
    );
    let result: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    check_holds(&result.to_string(), &["runtime-missing", "test.guest"]);
    assert!(!home.path().join("findings.png").exists());
}

#[test]
fn findings_are_printed_in_patient_millimetres_and_drawn() {
    let home = tempfile::tempdir().unwrap();
    TinyCt::numbered(1).write(&home.path().join("one")).unwrap();
    hostile_bundle(&home.path().join("guest"), "good_report", "").unwrap();
    let arguments = [
        "plugin",
        "run",
        "guest",
        "--study",
        "one",
        "--picture",
        "marks.png",
    ];
    let (json, told) = run(home.path(), &arguments, 0);
    let result: serde_json::Value = serde_json::from_str(&json).unwrap();
    check_holds(&result.to_string(), &["nodule-1", "0.75", "27925004"]);
    check_holds(&told, &["findings: 1, drawn in marks.png"]);
    let picture = fs::read(home.path().join("marks.png")).unwrap();
    assert!(picture.starts_with(b"\x89PNG"));
    check_holds(
        &run(
            home.path(),
            &[
                "plugin",
                "run",
                "one",
                "--study",
                "one",
                "--picture",
                "no.png",
            ],
            1,
        )
        .1,
        &["plugin.toml"],
    );
}

#[test]
fn the_room_is_missed_by_name_where_it_is_not_installed() {
    let home = tempfile::tempdir().unwrap();
    // A copy of the program in a folder of its own has no room beside it.
    let program = home.path().join("overread");
    fs::copy(env!("CARGO_BIN_EXE_overread"), &program).unwrap();
    let output = output_of_copy(&mut Command::new(&program));
    assert_eq!(output.status.code(), Some(1));
    check_holds(
        &String::from_utf8(output.stderr).unwrap(),
        &[
            "the reading room is not installed beside this program",
            "overread --help",
        ],
    );
}

#[cfg(unix)]
#[test]
fn the_room_is_opened_with_the_first_lesson_and_its_end_is_passed_on() {
    use std::os::unix::fs::PermissionsExt as _;

    let home = tempfile::tempdir().unwrap();
    let program = home.path().join("overread");
    fs::copy(env!("CARGO_BIN_EXE_overread"), &program).unwrap();
    let room = home.path().join("overread-room");
    fs::write(&room, "#!/bin/sh\necho \"room: $*\"\nexit 7\n").unwrap();
    fs::set_permissions(&room, fs::Permissions::from_mode(0o755)).unwrap();
    let open = || output_of_copy(Command::new(&program).current_dir(home.path()));
    assert_eq!(String::from_utf8(open().stdout).unwrap(), "room: \n");
    let lesson = home.path().join("scenarios/chest/first-desk");
    fs::create_dir_all(&lesson).unwrap();
    fs::write(lesson.join("scenario.toml"), "").unwrap();
    let opened = open();
    assert_eq!(opened.status.code(), Some(1));
    let said = String::from_utf8(opened.stdout).unwrap();
    assert_eq!(
        said,
        "room: --scenario ./scenarios/chest/first-desk/scenario.toml\n"
    );
    check_holds(
        &String::from_utf8(opened.stderr).unwrap(),
        &["overread: the reading room ended with exit status: 7"],
    );
}

/// A scenario of two synthetic cases with a simulated service and one planted error.
const SIMULATED: &str = r#"schema = 1
id = "test.simulated"
title = { en = "Simulated" }
mode = "sequential"
service = "test.service"

[hit]
rule = "centre-distance"
least_radius_mm = 10

[simulated]
name = { en = "Service" }
version = "1.0"
auc = 0.9

[[planted]]
kinds = ["fp.artefact"]
count = 1

[questions]
labels = [{ id = "nodule", text = { en = "Nodule" } }]
sections = [{ id = "impression", title = { en = "Impression" }, required = true }]

[[questions.ask]]
id = "plan"
text = { en = "What next?" }
kind = "text"
most_chars = 100
scoring = { rule = "rubric", graders = 1, most_apart = 3 }

[[cases]]
id = "a"
title = { en = "A" }
phantom = { kind = "chest-ct", seed = 1, slices = 16, nodules = [{ diameter_mm = 9, type = "solid" }] }

[[cases]]
id = "b"
title = { en = "B" }
phantom = { kind = "chest-ct", seed = 2, slices = 16 }
"#;

#[test]
fn a_simulated_service_is_read_in_any_mode_scored_and_graded() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("scenario.toml"), SIMULATED).unwrap();
    for mode in ["concurrent", "ai-first-reader", "triage"] {
        let simulate = [
            "session",
            "simulate",
            "scenario.toml",
            "--sessions",
            mode,
            "--mode",
            mode,
            "--reader",
            "model:sensitivity=0.9,specificity=0.9,follows=0.2",
            "--no-images",
        ];
        let (table, _) = run(home.path(), &simulate, 0);
        check_holds(&table, &["rubric v2", "planted errors\n", "fp.artefact"]);
        let [session] =
            <[SessionFolder; 1]>::try_from(sessions_in(&home.path().join(mode)).unwrap())
                .unwrap_or_else(|all| panic!("{} sessions", all.len()));
        let folder = session.path().to_str().unwrap();
        let score = ["session", "score", folder, "--json"];
        let (before, _) = run(home.path(), &score, 0);
        let grade = [
            "session",
            "grade",
            folder,
            "--grader",
            "Dr. A",
            "--case",
            "a",
            "--question",
            "plan",
            "--points",
            "7",
        ];
        run(home.path(), &grade, 0);
        let (after, _) = run(home.path(), &score, 0);
        assert_ne!(after, before, "{mode}");
        assert_eq!(run(home.path(), &score, 0).0, after);
    }
    let session = sessions_in(&home.path().join("triage")).unwrap().remove(0);
    let folder = session.path().to_str().unwrap();
    let grade = [
        "session",
        "grade",
        folder,
        "--grader",
        "A",
        "--case",
        "a",
        "--question",
        "other",
        "--points",
        "7",
    ];
    let (_, refused) = run(home.path(), &grade, 1);
    check_holds(&refused, &["case a has no question other"]);
    let wrong = ["session", "simulate", "scenario.toml", "--mode", "asleep"];
    let (_, refused) = run(home.path(), &wrong, 1);
    check_holds(&refused, &["expected a reading mode (unaided, ", "asleep"]);
}
