//! Sessions by the program: simulated, replayed, verified, scored, graded, and killed in the middle.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on ends here")]

#[path = "start/course.rs"]
mod course;
#[path = "start/program.rs"]
mod program;

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;

use overread_base::Seed;
use overread_exam::Policy;
use overread_store::{SessionFolder, sessions_in};
use overread_workstation::{Folders, ManualClock, ScriptedReader, resume};

use course::course;
use program::{check_holds, overread, run};

fn only_session(home: &Path) -> SessionFolder {
    let found = sessions_in(&home.join("sessions")).unwrap();
    let [session] = <[SessionFolder; 1]>::try_from(found).unwrap();
    session
}

/// A session of the reader who is always right; what the program printed and told.
fn simulate(home: &Path) -> (String, String) {
    let folder = ["--sessions", "sessions", "--reader", "perfect"];
    let words = ["session", "simulate", "scenario.toml"];
    run(home, &[&words[..], &folder].concat(), 0)
}

#[test]
fn a_session_is_simulated_replayed_and_verified() {
    let home = tempfile::tempdir().unwrap();
    course(home.path(), 3);
    let (table, told) = simulate(home.path());
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
fn no_session_is_left_out_of_an_export_and_no_manifest_unread_in_silence() {
    let home = tempfile::tempdir().unwrap();
    course(home.path(), 3);
    simulate(home.path());
    let session = only_session(home.path());
    let folder = session.path().to_str().unwrap();
    // A path without a session is a mistake and not a reader less, and one that is named twice counts once.
    let typo = ["session", "export", folder, "sessions/gone", "--out", "a"];
    let (_, told) = run(home.path(), &typo, 1);
    check_holds(&told, &["no session in sessions/gone"]);
    let export = |sessions: &[&str], out: &str| {
        let head = ["session", "export"]
            .into_iter()
            .chain(sessions.iter().copied());
        let arguments: Vec<&str> = head.chain(["--out", out, "--as", "csv"]).collect();
        run(home.path(), &arguments, 0);
        fs::read_to_string(home.path().join(out).join("reads.csv")).unwrap()
    };
    let once = export(&[folder], "once");
    assert_eq!(once.lines().count(), 4, "{once}");
    assert_eq!(export(&[folder, "sessions"], "twice"), once);
    // What stands in the place of a manifest and cannot be read is no session without one.
    let manifest = session.path().join("manifest.json");
    fs::create_dir(&manifest).unwrap();
    let (_, unread) = run(home.path(), &["session", "verify", folder], 1);
    check_holds(&unread, &["manifest.json"]);
    fs::remove_dir(&manifest).unwrap();
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
