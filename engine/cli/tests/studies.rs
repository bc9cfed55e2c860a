//! Studies on the command line: de-identified, imported, listed, and an import killed in the middle.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on ends here")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use overread_base::Diagnostics;
use overread_testkit::TinyCt;

/// The program, with no folders but those below `home`.
fn overread(home: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_overread"));
    command
        .current_dir(home)
        .env("HOME", home)
        .env("XDG_DATA_HOME", home.join("data"))
        .env("XDG_CACHE_HOME", home.join("cache"))
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

/// All DICOM files and summaries of a folder with their bytes.
fn snapshot(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let files = overread_dicom::files_under(folder, &mut Diagnostics::default()).unwrap();
    files
        .into_iter()
        .filter(|file| file.extension().is_some())
        .map(|file| {
            let bytes = fs::read(&file).unwrap();
            (file.strip_prefix(folder).unwrap().to_owned(), bytes)
        })
        .collect()
}

/// How many whole files there are while others are being written.
fn n_dicom_files(folder: &Path) -> usize {
    let files = overread_dicom::files_under(folder, &mut Diagnostics::default());
    let is_whole = |file: &&PathBuf| file.extension().is_some_and(|extension| extension == "dcm");
    files.map_or(0, |files| files.iter().filter(is_whole).count())
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes
        .windows(text.len())
        .any(|part| part == text.as_bytes())
}

#[test]
fn a_folder_is_deidentified_with_a_report_and_never_over_another() {
    let home = tempfile::tempdir().unwrap();
    TinyCt::numbered(1).write(&home.path().join("in")).unwrap();
    let arguments = [
        "study",
        "deidentify",
        "in",
        "out",
        "--report",
        "report.json",
    ];
    let (stdout, _) = run(home.path(), &arguments, 0);
    assert!(stdout.contains("written 16, refused 0"), "{stdout}");
    let files = snapshot(&home.path().join("out"));
    assert_eq!(files.len(), 16);
    assert!(files.values().all(|bytes| !holds(bytes, "Tiny^Test")));
    let report = fs::read_to_string(home.path().join("report.json")).unwrap();
    let report: serde_json::Value = serde_json::from_str(&report).unwrap();
    assert_eq!(report["files"].as_array().unwrap().len(), 16);
    assert_eq!(report["files"][0]["outcome"], "written");
    assert!(!report.to_string().contains("Tiny"));
    let (_, stderr) = run(home.path(), &["study", "deidentify", "in", "out"], 1);
    assert!(stderr.contains("not empty"), "{stderr}");
    run(home.path(), &["study", "deidentify", "in", "in/out"], 1);
    run(
        home.path(),
        &[
            "study",
            "deidentify",
            "in",
            "out2",
            "--report",
            "report.json",
        ],
        1,
    );
    assert!(
        !home.path().join("out2").exists(),
        "the report is not written over"
    );
}

#[test]
fn a_refused_file_is_named_and_fails_the_command() {
    let home = tempfile::tempdir().unwrap();
    TinyCt::numbered(1).write(&home.path().join("in")).unwrap();
    let whole = TinyCt::numbered(2).file(1);
    fs::write(home.path().join("in/cut.dcm"), &whole[..201]).unwrap();
    let (stdout, stderr) = run(home.path(), &["study", "deidentify", "in", "out"], 1);
    assert!(stdout.contains("written 16, refused 1"), "{stdout}");
    assert!(stderr.contains("cut.dcm"), "{stderr}");
    assert_eq!(snapshot(&home.path().join("out")).len(), 16);
}

#[test]
fn an_import_is_listed_without_names_unless_asked() {
    let home = tempfile::tempdir().unwrap();
    TinyCt::numbered(1).write(&home.path().join("in")).unwrap();
    let (stdout, _) = run(
        home.path(),
        &["study", "import", "in", "--keep-identity"],
        0,
    );
    assert!(stdout.contains("new 16"), "{stdout}");
    let (listed, _) = run(home.path(), &["study", "list"], 0);
    assert!(listed.contains(&TinyCt::numbered(1).study) && listed.contains("with identity"));
    assert!(!listed.contains("Tiny^Test"), "{listed}");
    let (listed, _) = run(home.path(), &["study", "list", "--identities"], 0);
    assert!(listed.contains("Tiny^Test"), "{listed}");
    // The user's own library lies with the user's own data.
    assert!(home.path().join("data").is_dir());
    let (stdout, _) = run(
        home.path(),
        &["study", "import", "in", "--library", "course"],
        0,
    );
    assert!(stdout.contains("new 16"), "{stdout}");
    let arguments = ["study", "list", "--identities", "--library", "course"];
    let (listed, _) = run(home.path(), &arguments, 0);
    assert!(
        !listed.contains("Tiny^Test") && listed.contains("de-identified"),
        "{listed}"
    );
}

#[test]
fn an_import_that_is_killed_ends_the_second_time_like_one_that_was_not() {
    let home = tempfile::tempdir().unwrap();
    let ct = TinyCt {
        n_slices: 300,
        ..TinyCt::numbered(1)
    };
    ct.write(&home.path().join("in")).unwrap();
    let arguments =
        |library| ["study", "import", "in", "--seed", "1", "--library", library].map(str::to_owned);
    let whole = arguments("whole");
    run(home.path(), &whole.each_ref().map(String::as_str), 0);
    let expected = snapshot(&home.path().join("whole"));
    let cut = home.path().join("cut");
    let mut child = overread(home.path())
        .args(arguments("cut"))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    // Killed as soon as the first files are there.
    while child.try_wait().unwrap().is_none() && n_dicom_files(&cut) < 3 {
        std::thread::yield_now();
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let again = arguments("cut");
    run(home.path(), &again.each_ref().map(String::as_str), 0);
    assert_eq!(snapshot(&cut), expected);
}
