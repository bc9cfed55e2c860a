//! The program as a user has it: arguments, output, exit codes.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on ends here")]

#[path = "start/course.rs"]
mod course;
#[path = "start/program.rs"]
mod program;
#[path = "start/services.rs"]
mod services;

use std::fs;
use std::io::ErrorKind;
use std::process::{Command, Output};

use overread_testkit::{TinyCt, hostile_bundle};

use course::course;
use program::{check_holds, overread, run};

/// Runs a program that has just been copied: where another test's child still holds the file, it is tried again.
fn output_of_copy(command: &mut Command) -> Output {
    loop {
        match command.output() {
            Err(error) if error.kind() == ErrorKind::ExecutableFileBusy => std::thread::yield_now(),
            run => return run.unwrap(),
        }
    }
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
fn a_practice_set_is_a_sound_scenario_and_another_seed_another_set() {
    let home = tempfile::tempdir().unwrap();
    let made = |seed: &str, out: &str| {
        let wish = [
            "scenario",
            "practice",
            "--area",
            "mammography",
            "--ai",
            "poor",
            "--cases",
            "4",
            "--seed",
            seed,
            "--out",
            out,
        ];
        let (said, _) = run(home.path(), &wish, 0);
        check_holds(
            &said,
            &["practice.mammography with 4 cases, mode sequential"],
        );
        fs::read_to_string(home.path().join(out)).unwrap()
    };
    let (one, again, other) = (
        made("1", "a.toml"),
        made("1", "b.toml"),
        made("2", "c.toml"),
    );
    assert_eq!(one, again);
    assert_ne!(one, other);
    run(home.path(), &["scenario", "check", "a.toml", "c.toml"], 0);
    let wrong = [
        "scenario",
        "practice",
        "--area",
        "head-ct",
        "--mode",
        "concurrent",
    ];
    let (_, refused) = run(home.path(), &wrong, 1);
    check_holds(
        &refused,
        &["\"concurrent\" does not go with this AI behaviour"],
    );
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
fn the_room_is_opened_at_its_start_and_its_end_is_passed_on() {
    use std::os::unix::fs::PermissionsExt as _;

    let home = tempfile::tempdir().unwrap();
    let program = home.path().join("overread");
    fs::copy(env!("CARGO_BIN_EXE_overread"), &program).unwrap();
    let room = home.path().join("overread-room");
    fs::write(&room, "#!/bin/sh\necho \"room: $*\"\nexit 7\n").unwrap();
    fs::set_permissions(&room, fs::Permissions::from_mode(0o755)).unwrap();
    let opened = output_of_copy(Command::new(&program).current_dir(home.path()));
    assert_eq!(opened.status.code(), Some(1));
    assert_eq!(String::from_utf8(opened.stdout).unwrap(), "room: \n");
    check_holds(
        &String::from_utf8(opened.stderr).unwrap(),
        &["overread: the reading room ended with exit status: 7"],
    );
}
