//! Services on studies of the user, a gate, and monitoring, as they are called.

use std::fs;
use std::path::Path;

use overread_testkit::{TinyCt, hostile_bundle};
use serde_json::Value;

use super::program::{check_holds, run};

/// A service that finds nodules, by its manifest.
const CLINICAL: &str = "[clinical]\nintended-use = { en = \"Tests\" }\nmodalities = [\"CT\"]\nfindings = [\"SCT:27925004\"]\n";

const GATE: &str =
    "schema = 1\nname = \"small\"\n[[criteria]]\nmeasure = \"sensitivity\"\nat-least = 0.5\n";

fn home(guest: &str) -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    hostile_bundle(&home.path().join("guest"), guest, CLINICAL).unwrap();
    for (name, number) in [("a", 1), ("b", 2), ("c", 3)] {
        let ct = TinyCt::numbered(number);
        ct.write(&home.path().join("studies").join(name)).unwrap();
    }
    fs::create_dir(home.path().join("studies/broken")).unwrap();
    let truth = "study,target,present,x_mm,y_mm,z_mm,size_mm,sex\n\
                 a,SCT:27925004,1,0,0,0,8,F\n\
                 1.2.826.0.1.3680043.10.1.2,SCT:27925004,0,,,,,M\n\
                 c,SCT:27925004,0,,,,,F\n\
                 elsewhere,SCT:27925004,0,,,,,F\n";
    fs::write(home.path().join("truth.csv"), truth).unwrap();
    fs::write(home.path().join("gate.toml"), GATE).unwrap();
    home
}

const EVALUATE: [&str; 10] = [
    "service",
    "evaluate",
    "--plugin",
    "guest",
    "--studies",
    "studies",
    "--truth",
    "truth.csv",
    "--out",
    "out",
];

fn with<'a>(more: &[&'a str]) -> Vec<&'a str> {
    EVALUATE
        .iter()
        .copied()
        .chain(more.iter().copied())
        .collect()
}

fn json(path: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

#[test]
fn a_service_is_evaluated_on_studies_of_the_user() {
    let home = home("good_report");
    // The gate that is built in wants 400 studies.
    let (out, err) = run(home.path(), &with(&[]), 4);
    check_holds(
        &out,
        &[
            "EVALUATION OF TEST.GUEST 1.0.0",
            "Not for diagnosis",
            "GATE: NOT DECIDABLE",
            "3 studies, 400 are asked for",
            "4 studies: 3 read",
            "1 true positive, 0 false negative, 2 false positive, 0 true negative",
            "broken could not be opened",
            "fewer than 10 studies of a class",
            "not estimable",
        ],
    );
    check_holds(
        &err,
        &[
            "1 studies have no truth",
            ": broken",
            "1 studies of the truth are not in the list: elsewhere (line 5)",
            "the gate is not decidable",
        ],
    );
    let report = json(&home.path().join("out/report.json"));
    assert_eq!(report["studies"]["read"], 3);
    assert_eq!(report["accuracy"]["sensitivity"]["value"], 1.0);
    assert_eq!(report["localisation"]["lesions"], 1);
    assert!(home.path().join("out/report.md").is_file());
    let rows = fs::read_to_string(home.path().join("out/rows.jsonl")).unwrap();
    assert_eq!(rows.lines().count(), 4);
    // A second run does nothing anew but the study that could not be opened.
    let (out, _) = run(
        home.path(),
        &with(&["--gate", "gate.toml", "--jobs", "1"]),
        0,
    );
    check_holds(
        &out,
        &["GATE: PASSED", "sensitivity", ">= 0.5", "unverified"],
    );
    let rows = fs::read_to_string(home.path().join("out/rows.jsonl")).unwrap();
    assert_eq!(rows.lines().count(), 5);
}

#[test]
fn a_gate_that_is_failed_ends_with_3() {
    // The service says nothing of any study: it calls none positive, and its report is empty.
    let home = home("declines_the_empty");
    let (out, err) = run(home.path(), &with(&["--gate", "gate.toml"]), 3);
    check_holds(
        &out,
        &["GATE: FAILED", "b.empty-report", "3 of 3 studies shown"],
    );
    check_holds(&err, &["the gate is failed"]);
}

#[test]
fn a_service_that_breaks_is_asked_about_every_study() {
    let home = home("unreachable");
    for (name, number) in [("d", 4), ("e", 5), ("f", 6)] {
        let ct = TinyCt::numbered(number);
        ct.write(&home.path().join("studies").join(name)).unwrap();
    }
    let (out, _) = run(home.path(), &with(&["--jobs", "1"]), 4);
    check_holds(
        &out,
        &[
            "7 studies: 0 read, 0 declined or not run, 6 failed",
            "b.no-sr",
            "6 of 6 studies shown",
            "no study was read",
        ],
    );
}

#[test]
fn what_is_wrong_with_an_evaluation_is_named_before_it_begins() {
    let home = home("good_report");
    let at = home.path();
    let (gate, _) = run(at, &["service", "evaluate", "--print-gate"], 0);
    assert_eq!(gate, overread_evaluation::DEFAULT_GATE);
    fs::write(at.join("truth.csv"), "study,present\na,maybe\n,1\n").unwrap();
    let (_, err) = run(at, &with(&[]), 1);
    check_holds(
        &err,
        &[
            "line 2, column present",
            "found \"maybe\"",
            "line 3, column study",
            "truth.csv is refused: 2 faults",
        ],
    );
    fs::write(at.join("truth.csv"), "study,target,present\na,SCT:1,1\n").unwrap();
    let (_, err) = run(at, &with(&[]), 1);
    check_holds(
        &err,
        &[
            "finds no SCT:1; it finds SCT:27925004",
            "line 2, column target",
        ],
    );
    fs::write(at.join("gate.toml"), GATE.replace("sensitivity", "luck")).unwrap();
    let (_, err) = run(at, &with(&["--gate", "gate.toml"]), 1);
    check_holds(&err, &["found \"luck\"", "line 4"]);
    assert!(
        !at.join("out/rows.jsonl").is_file()
            || fs::read(at.join("out/rows.jsonl")).unwrap().is_empty()
    );
    run(
        at,
        &["service", "evaluate", "--plugin", "guest", "--out", "out"],
        2,
    );
    run(
        at,
        &[
            "service",
            "evaluate",
            "--plugin",
            "guest",
            "--studies",
            "studies",
            "--out",
            "out",
        ],
        2,
    );
}

/// Rows of a service that has a defect in each study whose number `is_defective`.
fn rows(n: u32, is_defective: fn(u32) -> bool) -> String {
    let row = |idx: u32| {
        let is_present = idx.is_multiple_of(3);
        let score = if is_present { 0.8 } else { 0.2 } + f64::from(idx % 7) * 0.01;
        let defects = if is_defective(idx) {
            "[\"c.duplicate\"]"
        } else {
            "[]"
        };
        let present = if is_present { "[\"SCT:1\"]" } else { "[]" };
        format!(
            "{{\"schema\":2,\"service\":\"a.b\",\"version\":\"1\",\"digest\":null,\"case\":\"s{idx}\",\"kind\":\"CT\",\"difficulty\":null,\"groups\":{{}},\"present\":{present},\"lesions\":[],\"status\":\"done\",\"reason\":null,\"seconds\":{},\"probability\":{score},\"is_positive\":{},\"scores\":{{}},\"marks\":[],\"dice\":null,\"numbers\":[],\"categories\":[],\"defects\":{defects}}}\n",
            1 + idx % 5,
            score >= 0.5
        )
    };
    (0..n).map(row).collect()
}

#[test]
fn drift_of_a_service_is_flagged() {
    let home = tempfile::tempdir().unwrap();
    let at = home.path();
    let watch = |code: i32, more: &[&str]| {
        let arguments = ["service", "monitor", "--out", "out", "--baseline", "3"];
        let arguments: Vec<&str> = arguments.iter().chain(more).copied().collect();
        run(at, &arguments, code)
    };
    fs::write(at.join("sound.jsonl"), rows(800, |idx| idx % 20 == 0)).unwrap();
    let (out, _) = watch(0, &["--rows", "sound.jsonl"]);
    check_holds(
        &out,
        &[
            "MONITORING OF A.B",
            "NO DRIFT IS FLAGGED",
            "800 studies in 10 samples of 80",
        ],
    );
    let drifting = rows(800, |idx| idx % 20 == 0 || (idx >= 480 && idx % 4 == 0));
    fs::write(at.join("drifting.jsonl"), drifting).unwrap();
    let (out, err) = watch(3, &["--rows", "drifting.jsonl"]);
    check_holds(&out, &["DRIFT IS FLAGGED", "defects", "above-limit"]);
    check_holds(&err, &["drift is flagged"]);
    let found = json(&at.join("out/monitor.json"));
    let signals = found["charts"][0]["signals"].as_array().unwrap();
    assert!(
        signals
            .iter()
            .all(|signal| signal["sample"].as_u64().unwrap() >= 7),
        "{signals:?}"
    );
    for name in ["monitor.html", "monitor.md", "defects.svg"] {
        assert!(at.join("out").join(name).is_file(), "{name}");
    }
    // Two files are watched as one after the other.
    let (out, _) = watch(3, &["--rows", "sound.jsonl", "drifting.jsonl"]);
    check_holds(&out, &["1600 studies in 20 samples of 80"]);
    fs::write(at.join("broken.jsonl"), "{}\n").unwrap();
    let (_, err) = watch(1, &["--rows", "broken.jsonl"]);
    check_holds(&err, &["broken.jsonl", "line 1"]);
    watch(1, &["--rows", "sound.jsonl", "--defect-share", "1"]);
}
